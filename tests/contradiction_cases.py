"""For each rule that forbids: data that it forbids, data that comes close, the things named, and the premises."""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """What contradicts itself, a near miss, the names of the things blamed, and how many premises there are."""

    wrong: str
    near: str
    blamed: str
    premises: int


_MAX = ":A rdfs:subClassOf [ owl:onProperty :p ; {} ] . :x a :A ."
_PAIR = ":p a owl:{}Property . "

CONTRADICTIONS = {
    "eq-diff1": Case(":x owl:sameAs :z . :z owl:sameAs :y . :x owl:differentFrom :y .",
                     ":x owl:sameAs :z . :x owl:differentFrom :y .", "x y", 2),
    "eq-diff2": Case("[] a owl:AllDifferent ; owl:members ( :x :y :z ) . :x owl:sameAs :z .",
                     "[] a owl:AllDifferent ; owl:members ( :x :y :z ) . :x owl:sameAs :w .", "x z", 1),
    "eq-diff3": Case("[] a owl:AllDifferent ; owl:distinctMembers ( :x :y :z ) . :p a owl:FunctionalProperty ."
                     ":a :p :y , :z .",
                     "[] a owl:AllDifferent ; owl:distinctMembers ( :x :y :z ) . :a :p :y , :z .", "y z", 1),
    "prp-irp": Case(_PAIR.format("Irreflexive") + ":x :p :x .", _PAIR.format("Irreflexive") + ":x :p :y .", "x", 1),
    "prp-asyp": Case(_PAIR.format("Asymmetric") + ":x :p :y . :y :p :x .",
                     _PAIR.format("Asymmetric") + ":x :p :y . :y :p :z .", "x y", 2),
    "prp-pdw": Case(":p owl:propertyDisjointWith :q . :x :p :y ; :q :y .",
                    ":p owl:propertyDisjointWith :q . :x :p :y ; :q :z .", "x y", 2),
    "prp-adp": Case("[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) . :x :p :y ; :r :y .",
                    "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) . :x :p :y ; :r :z .", "x y", 2),
    "prp-npa1": Case("[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y . :x :p :y .",
                     "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y . :y :p :x .",
                     "x", 1),
    "prp-npa2": Case("[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetValue 5 . :x :p 5 .",
                     "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetValue 5 . :x :p 6 .", "x", 1),
    "cls-nothing2": Case(":x a owl:Nothing .", ":x a owl:Thing .", "x", 1),
    "cls-com": Case(":A owl:complementOf :B . :x a :A , :B .", ":A owl:complementOf :B . :x a :A . :y a :B .", "x", 2),
    "cls-avf, of a datatype": Case(
        _MAX.format("owl:allValuesFrom xsd:integer") + ':x :p "five" .',
        _MAX.format("owl:allValuesFrom xsd:integer") + ":x :p 5.0 .", "x", 2),
    "cls-maxc1": Case(_MAX.format("owl:maxCardinality 0") + ":x :p :y .",
                      _MAX.format("owl:maxCardinality 0") + ":y :p :x .", "x y", 2),
    "cls-maxc2, of literals": Case(_MAX.format("owl:maxCardinality 1") + ":x :p 1 , 2 .",
                                   _MAX.format("owl:maxCardinality 1") + ":x :p 1 , 1.0 .", "x", 3),
    "cls-maxqc1": Case(_MAX.format("owl:onClass :B ; owl:maxQualifiedCardinality 0") + ":x :p :y . :y a :B .",
                       _MAX.format("owl:onClass :B ; owl:maxQualifiedCardinality 0") + ":x :p :y .", "x y", 3),
    "cls-maxqc2": Case(_MAX.format("owl:onClass owl:Thing ; owl:maxQualifiedCardinality 0") + ":x :p :y .",
                       _MAX.format("owl:onClass owl:Thing ; owl:maxQualifiedCardinality 0") + ":y :p :x .", "x y", 2),
    "cls-maxqc3, of literals": Case(
        _MAX.format("owl:onDataRange xsd:integer ; owl:maxQualifiedCardinality 1") + ":x :p 1 , 2 .",
        _MAX.format("owl:onDataRange xsd:integer ; owl:maxQualifiedCardinality 1") + ':x :p 1 , "b" .', "x", 3),
    "cax-dw": Case(":A owl:disjointWith :B . :C rdfs:subClassOf :B . :x a :A , :C .",
                   ":A owl:disjointWith :B . :B rdfs:subClassOf :C . :x a :A , :C .", "x", 2),
    "cax-adc": Case("[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) . :x a :A , :C .",
                    "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) . :x a :A , :D .", "x", 2),
    "cax-adc, of a disjoint union": Case(":D owl:disjointUnionOf ( :A :B ) . :x a :A , :B .",
                                         ":D owl:disjointUnionOf ( :A :B ) . :x a :A , :D .", "x", 2),
    "prp-fp, of literals": Case(_PAIR.format("Functional") + ':x :p "a" , "b" .',
                                _PAIR.format("Functional") + ':x :p 1.0 , 1 , "01"^^xsd:integer .', "x", 2),
    "prp-fp, of languages": Case(_PAIR.format("Functional") + ':x :p "a"@da , "a"@en .',
                                 _PAIR.format("Functional") + ':x :p "a"@da . :y :p "a"@en .', "x", 2),
    "prp-rng, of a number": Case(":p rdfs:range xsd:nonNegativeInteger . :x :p -3 .",
                                 ":p rdfs:range xsd:nonNegativeInteger . :x :p 3.0 .", "x", 1),
    "prp-rng, of a text": Case(":p rdfs:range xsd:gYear . :x :p 2022 .",
                               ':p rdfs:range xsd:gYear . :x :p "2022"^^xsd:gYear .', "x", 1),
    "prp-rng, of a sub-property": Case(":q rdfs:range xsd:string . :p rdfs:subPropertyOf :q . :x :p 5 .",
                                       ':q rdfs:range xsd:string . :p rdfs:subPropertyOf :q . :x :p "5" .', "x", 1),
    "dt-not-type, of a year": Case(':x :p "22"^^xsd:gYear .', ':x :p "0022"^^xsd:gYear .', "x", 1),
    "dt-not-type, of a day": Case(':x :p "2022-02-29"^^xsd:date .', ':x :p "2024-02-29"^^xsd:date .', "x", 1),
    "dt-not-type, of a number": Case(':x :p "300"^^xsd:byte .', ':x :p "-128"^^xsd:byte .', "x", 1),
    "unsatisfiable": Case(":A owl:disjointWith :B . :C rdfs:subClassOf :A , :B .",
                          ":A owl:disjointWith :B . :C rdfs:subClassOf :A . :D rdfs:subClassOf :B .", "C", 2),
    "unsatisfiable, as nothing": Case(":C rdfs:subClassOf owl:Nothing .", "owl:Nothing rdfs:subClassOf :C .", "C", 1),
    "unsatisfiable, as its own complement": Case(":C owl:equivalentClass [ owl:complementOf :C ] .",
                                                 ":C owl:equivalentClass [ owl:complementOf :D ] .", "C", 1),
}  # fmt: skip
