"""What follows: the same as owlrl says on every construct, or better where owlrl is known to be wrong."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from contradiction_cases import CONTRADICTIONS
from rdflib import OWL, RDF, RDFS

import kg
from kg.errors import KgError
from kg.reasoning import compile_rules, ignored_constructs, infer, omitted_rules, reason
from kg.reasoning.equality import ALL_PAIRS

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIXES = """\
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
EX = rdflib.Namespace("https://example.org/")

# For each rule that yields facts: what is given, and one triple that must follow (by that rule).
CONSTRUCTS = {
    "eq-sym": (":a owl:sameAs :b .", ":b owl:sameAs :a"),
    "eq-trans": (":a owl:sameAs :b . :b owl:sameAs :c .", ":a owl:sameAs :c"),
    "eq-rep-s": (":a owl:sameAs :b ; :p :c .", ":b :p :c"),
    "eq-rep-p": (":p owl:sameAs :q . :a :p :b .", ":a :q :b"),
    "eq-rep-o": (":a owl:sameAs :b . :c :p :a .", ":c :p :b"),
    "eq-rep of a class": (":A owl:sameAs :B . :C rdfs:subClassOf :A . :x a :C .", ":x a :B"),
    "prp-dom": (":p rdfs:domain :A . :a :p :b .", ":a a :A"),
    "prp-rng": (":p rdfs:range :A . :a :p :b .", ":b a :A"),
    "prp-fp": (":p a owl:FunctionalProperty . :a :p :b , :c .", ":b owl:sameAs :c"),
    "prp-ifp": (":p a owl:InverseFunctionalProperty . :a :p :c . :b :p :c .", ":a owl:sameAs :b"),
    "prp-symp": (":p a owl:SymmetricProperty . :a :p :b .", ":b :p :a"),
    "prp-trp": (":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d .", ":a :p :d"),
    "prp-trp in a cycle": (":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :a .", ":a :p :a"),
    "prp-spo1": (":p rdfs:subPropertyOf :q . :a :p :b .", ":a :q :b"),
    "prp-spo2": (":p owl:propertyChainAxiom ( :q :r :s ) . :a :q :b . :b :r :c . :c :s :d .", ":a :p :d"),
    "prp-spo2 of one": (":p owl:propertyChainAxiom ( :q ) . :a :q :b .", ":a :p :b"),
    "prp-spo2 of itself": (":p owl:propertyChainAxiom ( :p :p ) . :a :p :b . :b :p :c . :c :p :d .", ":a :p :d"),
    "prp-spo2 around itself": (
        ":p owl:propertyChainAxiom ( :q :p :q ) . :a :q :b . :b :q :c . :c :p :d . :d :q :e . :e :q :f .", ":a :p :f"),
    "prp-eqp1": (":p owl:equivalentProperty :q . :a :p :b .", ":a :q :b"),
    "prp-eqp2": (":p owl:equivalentProperty :q . :a :q :b .", ":a :p :b"),
    "prp-inv1": (":p owl:inverseOf :q . :a :p :b .", ":b :q :a"),
    "prp-inv2": (":p owl:inverseOf :q . :a :q :b .", ":b :p :a"),
    "prp-inv of itself": (":p owl:inverseOf :p . :a :p :b .", ":b :p :a"),
    "cls-int1": (":A owl:intersectionOf ( :B :C ) . :a a :B , :C .", ":a a :A"),
    "cls-int2": (":A owl:intersectionOf ( :B :C ) . :a a :A .", ":a a :C"),
    "cls-uni": (":A owl:unionOf ( :B :C ) . :a a :C .", ":a a :A"),
    "cls-svf1": (
        "[] owl:onProperty :p ; owl:someValuesFrom :B ; rdfs:subClassOf :A . :a :p :b . :b a :B .", ":a a :A"),
    "cls-svf1 of a datatype": (
        "[] owl:onProperty :p ; owl:someValuesFrom xsd:decimal ; rdfs:subClassOf :A . :a :p 7 .", ":a a :A"),
    "cls-svf2": ("[] owl:onProperty :p ; owl:someValuesFrom owl:Thing ; rdfs:subClassOf :A . :a :p :b .", ":a a :A"),
    "cls-avf": (":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :B ] . :a a :A ; :p :b .", ":b a :B"),
    "cls-hv1": (":A rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :b ] . :a a :A .", ":a :p :b"),
    "cls-hv1 of a literal": (":A rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue 5 ] . :a a :A .", ":a :p 5"),
    "cls-hv2": ("[] owl:onProperty :p ; owl:hasValue :b ; rdfs:subClassOf :A . :a :p :b .", ":a a :A"),
    "cls-maxc2": (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 1 ] . :a a :A ; :p :b , :c .",
        ":b owl:sameAs :c"),
    "cls-maxqc3": (
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:onClass :B ; owl:maxQualifiedCardinality 1 ] ."
         ":a a :A ; :p :b , :c , :d . :b a :B . :c a :B ."), ":b owl:sameAs :c"),
    "cls-maxqc4": (
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:onClass owl:Thing ; owl:maxQualifiedCardinality 1 ] ."
         ":a a :A ; :p :b , :c ."), ":b owl:sameAs :c"),
    "cls-oo": (":A owl:oneOf ( :a :b ) .", ":b a :A"),
    "cax-sco": (":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :a a :A .", ":a a :C"),
    "cax-eqc1": (":A owl:equivalentClass :B . :a a :A .", ":a a :B"),
    "cax-eqc2": (":A owl:equivalentClass :B . :a a :B .", ":a a :A"),
    "scm-sco": (":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .", ":A rdfs:subClassOf :C"),
    "scm-eqc1": (":A owl:equivalentClass :B .", ":B rdfs:subClassOf :A"),
    "scm-eqc2": (":A rdfs:subClassOf :B . :B rdfs:subClassOf :A .", ":A owl:equivalentClass :B"),
    "scm-spo": (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", ":p rdfs:subPropertyOf :r"),
    "scm-eqp1": (":p owl:equivalentProperty :q .", ":q rdfs:subPropertyOf :p"),
    "scm-eqp2": (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .", ":p owl:equivalentProperty :q"),
    "scm-dom1": (":p rdfs:domain :A . :A rdfs:subClassOf :B .", ":p rdfs:domain :B"),
    "scm-dom2": (":q rdfs:domain :A . :p rdfs:subPropertyOf :q .", ":p rdfs:domain :A"),
    "scm-rng1": (":p rdfs:range :A . :A rdfs:subClassOf :B .", ":p rdfs:range :B"),
    "scm-rng2": (":q rdfs:range :A . :p rdfs:subPropertyOf :q .", ":p rdfs:range :A"),
    "scm-hv": (
        (":A owl:onProperty :p ; owl:hasValue :i . :B owl:onProperty :q ; owl:hasValue :i ."
         ":p rdfs:subPropertyOf :q . :a a :A ."), ":A rdfs:subClassOf :B"),
    "scm-svf1": (
        (":A owl:onProperty :p ; owl:someValuesFrom :C . :B owl:onProperty :p ; owl:someValuesFrom :D ."
         ":C rdfs:subClassOf :D . :a a :A ."), ":a a :B"),
    "scm-svf2": (
        (":A owl:onProperty :p ; owl:someValuesFrom :C . :B owl:onProperty :q ; owl:someValuesFrom :C ."
         ":p rdfs:subPropertyOf :q . :a a :A ."), ":a a :B"),
    "scm-avf1": (
        (":A owl:onProperty :p ; owl:allValuesFrom :C . :B owl:onProperty :p ; owl:allValuesFrom :D ."
         ":C rdfs:subClassOf :D . :a a :A ."), ":a a :B"),
    "scm-avf2": (
        (":A owl:onProperty :p ; owl:allValuesFrom :C . :B owl:onProperty :q ; owl:allValuesFrom :C ."
         ":p rdfs:subPropertyOf :q . :b a :B ."), ":b a :A"),
    "scm-int": (":A owl:intersectionOf ( :B :C ) .", ":A rdfs:subClassOf :C"),
    "scm-uni": (":A owl:unionOf ( :B :C ) .", ":C rdfs:subClassOf :A"),
    "scm-cls, with owl:Thing below a class": (
        ":A a owl:Class . owl:Thing rdfs:subClassOf :B . :a a :A .", ":a a :B"),
}  # fmt: skip

# Where owlrl is wrong: what is given, a triple that must follow, whether owlrl says it, and why it is wrong.
KNOWN_ERRORS = {
    "prp-key ignores the last property of a key": (
        ":A owl:hasKey ( :p :q ) . :a a :A ; :p 1 ; :q 2 . :b a :A ; :p 1 ; :q 3 .", ":a owl:sameAs :b", True),
    "rdfs:Literal holds no literal": (
        "[] owl:onProperty :p ; owl:someValuesFrom rdfs:Literal ; rdfs:subClassOf :A . :a :p 7 .", ":a a :A", False),
    "xsd:integer holds no whole number that is written as a decimal": (
        "[] owl:onProperty :p ; owl:someValuesFrom xsd:integer ; rdfs:subClassOf :A . :a :p 7.0 .", ":a a :A", False),
    "a class in a cycle of subclasses is not below itself": (
        (":A owl:equivalentClass [ owl:onProperty :q ; owl:allValuesFrom :A ] ."
         ":p rdfs:range [ owl:onProperty :q ; owl:allValuesFrom :A ] . :a :p :a ."), ":a a :A", False),
    "the two literals of a functional property are one and the same": (
        ":p a owl:FunctionalProperty . :a :p 1 , 2 . :b :q 1 .", ":b :q 2", True),
    "an inverse inside an axiom is read, but its statements are dropped": (
        ":p rdfs:subPropertyOf [ owl:inverseOf :q ] . :a :p :b .", ":b :q :a", None),
}  # fmt: skip


def graph_of(turtle: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=PREFIXES + turtle, format="turtle")


def quads_of(turtle: str) -> list[ox.Quad]:
    return list(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))


def triple(turtle: str) -> tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]:
    return next(iter(graph_of(turtle + " .")))


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_each_construct_gives_what_owlrl_gives(name: str) -> None:
    given, expected = CONSTRUCTS[name]
    graph = graph_of(given)
    ours = reason(graph)
    assert triple(expected) in ours
    assert set(ours) == set(reason(graph, reasoner="owlrl"))


@pytest.mark.parametrize("given", [given for given, _ in CONSTRUCTS.values()], ids=list(CONSTRUCTS))
def test_the_printed_rules_give_the_closure_in_any_store(given: str) -> None:
    quads = quads_of(given)
    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    texts = [rule.sparql for rule in compile_rules(quads) if not rule.forbids]
    size = -1
    while size != len(store):
        size = len(store)
        for text in texts:
            store.update(text)
    found = {quad.triple for quad in store}
    assert set(infer(quads)) <= found


@pytest.mark.parametrize("name", KNOWN_ERRORS)
def test_owlrl_is_wrong_where_the_table_says_so(name: str) -> None:
    given, expected, said = KNOWN_ERRORS[name]
    graph = graph_of(given)
    ours, theirs = triple(expected) in reason(graph), triple(expected) in reason(graph, reasoner="owlrl")
    if said is None:
        assert ours
    else:
        assert (ours, theirs) == (not said, said)


def test_a_key_needs_all_its_properties() -> None:
    given = ":A owl:hasKey ( :p :q ) . :a a :A ; :p 1 ; :q 2 . :b a :A ; :p 1 ; :q 2 . :c a :A ; :p 1 ."
    found = reason(graph_of(given))
    assert (EX.a, OWL.sameAs, EX.b) in found
    assert (EX.a, OWL.sameAs, EX.c) not in found


def test_inverses_are_read_in_chains_and_domains() -> None:
    given = (":p owl:propertyChainAxiom ( [ owl:inverseOf :q ] :r ) . :b :q :a . :b :r :c ."
             "[ owl:inverseOf :r ] rdfs:domain :C .")  # fmt: skip
    found = reason(graph_of(given))
    assert (EX.a, EX.p, EX.c) in found
    assert (EX.c, RDF.type, EX.C) in found


def test_long_chains_and_intersections_are_cut_into_steps_that_do_not_show() -> None:
    steps = range(20)
    given = (f":p owl:propertyChainAxiom ( {' '.join(f':q{n}' for n in steps)} ) ."
             + "".join(f":a{n} :q{n} :a{n + 1} ." for n in steps)
             + f":A owl:intersectionOf ( {' '.join(f':C{n}' for n in steps)} ) ."
             + f":x a {' , '.join(f':C{n}' for n in steps)} .")  # fmt: skip
    found = reason(graph_of(given))
    assert (EX.a0, EX.p, EX.a20) in found
    assert (EX.x, RDF.type, EX.A) in found
    assert not [part for part in itertools.chain.from_iterable(found) if "urn:kompas" in str(part)]


def test_nothing_is_asserted_trivial_illegal_or_about_expressions() -> None:
    given = (":A a owl:Class ; rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :B ] , owl:Thing . :a a :A ."
             ':p a owl:ObjectProperty ; rdfs:range xsd:string , rdfs:Literal . :a :p "x" .'
             ":b owl:sameAs :b .")  # fmt: skip
    graph = graph_of(given)
    found = reason(graph)
    assert len(found) == 0, list(found)


def test_blank_individuals_stay_what_they_are() -> None:
    graph = graph_of(":p rdfs:domain :A . [] :p :b .")
    (subject,) = graph.subjects(EX.p)
    assert set(reason(graph)) == {(subject, RDF.type, EX.A)}


def test_literals_are_spelt_as_their_premises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    found = reason(graph_of(':p rdfs:subPropertyOf :q . :a :p "1.50"^^xsd:decimal , "07"^^xsd:short , "x"@da-DK .'))
    assert {str(value) for value in found.objects(EX.a, EX.q)} == {"1.50", "07", "x"}
    assert {str(value.datatype) for value in found.objects(EX.a, EX.q) if value.datatype} == {  # type: ignore[attr-defined]
        "http://www.w3.org/2001/XMLSchema#decimal", "http://www.w3.org/2001/XMLSchema#short",
    }  # fmt: skip


def test_a_dataset_is_read_as_one_graph_and_stays_as_it_is() -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.graph(EX.ontology).add((EX.A, RDFS.subClassOf, EX.B))
    dataset.graph(EX.data).add((EX.a, RDF.type, EX.A))
    before = set(dataset.quads())
    assert set(kg.reason(dataset)) == {(EX.a, RDF.type, EX.B)}
    assert set(kg.reason(dataset, reasoner="owlrl")) == {(EX.a, RDF.type, EX.B)}
    assert set(dataset.quads()) == before


def test_an_import_is_never_fetched() -> None:
    assert infer(quads_of("<https://example.org/> a owl:Ontology ; owl:imports <file:///etc/hostname> .")) == []


def test_many_equal_things_do_not_multiply() -> None:
    count = 1000
    chain = "".join(f":a{n} owl:sameAs :a{n + 1} ." for n in range(count))
    started = time.process_time()
    found = reason(graph_of(chain + ":a0 :p :b ."))
    assert (EX[f"a{count}"], EX.p, EX.b) in found
    assert (EX.a0, OWL.sameAs, EX[f"a{count}"]) in found
    assert len(found) < 4 * count
    assert time.process_time() - started < 20


def test_a_small_group_of_equal_things_has_all_pairs() -> None:
    found = reason(graph_of("".join(f":a{n} owl:sameAs :a{n + 1} ." for n in range(9))))
    assert len(set(found) | {(EX[f"a{n}"], OWL.sameAs, EX[f"a{n + 1}"]) for n in range(9)}) == 90
    assert ALL_PAIRS >= 10


BAD = {
    "endless": (":A owl:unionOf :l . :l rdf:first :B ; rdf:rest :l .", "never ends"),
    "broken": (":A owl:unionOf :l . :l rdf:first :B .", "0 rdf:rest"),
    "branching": (":A owl:intersectionOf :l . :l rdf:first :B , :C ; rdf:rest () .", "2 rdf:first"),
    "a literal for a list": (':A owl:intersectionOf "x" .', "broken after 0"),
    "axiom about rdf:type": ("rdf:type rdfs:subPropertyOf :p .", "rdf:type rdfs:subPropertyOf"),
    "property below rdfs:subClassOf": (":p rdfs:subPropertyOf rdfs:subClassOf .", "rdfs:subClassOf"),
    "transitive rdfs:domain": ("rdfs:domain a owl:TransitiveProperty .", "owl:TransitiveProperty"),
    "chain over rdf:type": (":p owl:propertyChainAxiom ( rdf:type :p ) .", "rdf:type"),
    "range of characteristics": (":p rdfs:range owl:TransitiveProperty .", "owl:TransitiveProperty"),
    "subclass of a SHACL term": (
        "<http://www.w3.org/ns/shacl#NodeShape> rdfs:subClassOf :A .", "sh:NodeShape rdfs:subClassOf"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_reasoned_with_is_refused_by_name(name: str) -> None:
    given, said = BAD[name]
    with pytest.raises(KgError, match=said) as caught:
        infer(quads_of(given))
    assert caught.value.said("da") != caught.value.said("en")


def test_a_literal_as_subject_and_an_unknown_reasoner_are_refused() -> None:
    graph = rdflib.Graph()
    graph.add((rdflib.Literal("x"), EX.p, EX.a))
    with pytest.raises(KgError, match="not a triple of RDF"):
        reason(graph)
    with pytest.raises(KgError, match="expected rules or owlrl"):
        reason(rdflib.Graph(), reasoner="magic")  # type: ignore[arg-type]  # on purpose


def members(count: int) -> str:
    return " ".join(f":c{n}" for n in range(count))


LARGE = {
    "ten thousand in a union": (f":A owl:unionOf ( {members(10_000)} ) . :x a :c9999 .", ":x a :A"),
    "ten thousand in an enumeration": (f":A owl:oneOf ( {members(10_000)} ) .", ":c9999 a :A"),
    "a thousand steps of a chain": (
        f":p owl:propertyChainAxiom ( {members(1000)} ) ." + "".join(f":x{n} :c{n} :x{n + 1} ." for n in range(1000)),
        ":x0 :p :x1000"),
    "three hundred links": (
        ":p a owl:TransitiveProperty ." + "".join(f":x{n} :p :x{n + 1} ." for n in range(300)), ":x0 :p :x300"),
    "a cycle of sixty classes": (
        "".join(f":C{n} rdfs:subClassOf :C{(n + 1) % 60} ." for n in range(60)) + ":x a :C0 .", ":x a :C59"),
    "120 values of a functional property": (
        f":p a owl:FunctionalProperty . :x :p {members(120).replace(' ', ' , ')} .", ":c0 owl:sameAs :c119"),
    "a key of twelve": (
        f":A owl:hasKey ( {members(12)} ) . :x a :A . :y a :A ."
        + "".join(f":x :c{n} {n} . :y :c{n} {n} ." for n in range(12)), ":x owl:sameAs :y"),
    "expressions in each other": (
        ":A rdfs:subClassOf " + "[ owl:onProperty :p ; owl:allValuesFrom " * 150 + ":B" + " ]" * 150 + " . :x a :A .",
        None),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_large_and_long_axioms_end_soon(name: str) -> None:
    given, expected = LARGE[name]
    started = time.process_time()
    found = infer(quads_of(given))
    assert expected is None or next(iter(quads_of(expected + " ."))).triple in found
    assert time.process_time() - started < 20


def test_what_is_outside_the_profile_is_named() -> None:
    given = ":A rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ] . :p a owl:ReflexiveProperty ."
    reasons = {one.reason for one in ignored_constructs(quads_of(given))}
    assert reasons == {"a minimum cardinality is outside OWL 2 RL", "a reflexive property is outside OWL 2 RL"}


def rules_named(rules: Iterable[str]) -> set[str]:
    return {name.partition(" ")[0].rstrip(",") for name in rules}


def test_every_rule_of_the_recommendation_is_here_or_listed_as_left_out() -> None:
    tables = {
        "eq": "ref sym trans rep-s rep-p rep-o diff1 diff2 diff3",
        "prp": "ap dom rng fp ifp irp symp asyp trp spo1 spo2 eqp1 eqp2 pdw adp inv1 inv2 key npa1 npa2",
        "cls": "thing nothing1 nothing2 int1 int2 uni com svf1 svf2 avf hv1 hv2 maxc1 maxc2 maxqc1 maxqc2 maxqc3 "
               "maxqc4 oo",
        "cax": "sco eqc1 eqc2 dw adc",
        "dt": "type1 type2 eq diff not-type",
        "scm": "cls sco eqc1 eqc2 op dp spo eqp1 eqp2 dom1 dom2 rng1 rng2 hv svf1 svf2 avf1 avf2 int uni",
    }  # fmt: skip
    published = {f"{table}-{name}" for table, names in tables.items() for name in names.split()}
    tested = rules_named(CONSTRUCTS) | rules_named(CONTRADICTIONS) | {"prp-key", "scm-op", "scm-dp"}
    assert published <= tested | omitted_rules().keys()
