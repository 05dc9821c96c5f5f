"""Random small ontologies with data, in Turtle, that use every construct which OWL 2 RL has."""

from __future__ import annotations

from hypothesis import strategies as st

PREFIXES = """\
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CLASSES = [":A", ":B", ":C", ":D"]
PROPERTIES = [":p", ":q", ":r", ":s"]
VALUES = [":v", ":w"]
THINGS = [":a", ":b", ":c", ":d", ":e"]
LITERALS = ["1", "2", '"x"', '"x"@en', "1.5"]

classes = st.sampled_from(CLASSES)
properties = st.sampled_from(PROPERTIES)
values = st.sampled_from(VALUES)
things = st.sampled_from(THINGS)
literals = st.sampled_from(LITERALS)
roles = st.one_of(properties, properties, properties, st.builds("[ owl:inverseOf {} ]".format, properties))


def listed(members: st.SearchStrategy[str], least: int = 2, most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(members, min_size=least, max_size=most, unique=True).map(lambda each: f"( {' '.join(each)} )")


def restriction(role: st.SearchStrategy[str], kind: str, filler: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(f"[ a owl:Class , owl:Restriction ; owl:onProperty {{}} ; {kind} ]".format, role, filler)


simple = st.one_of(
    st.builds("[ a owl:Class ; owl:intersectionOf {} ]".format, listed(classes)),
    st.builds("[ a owl:Class ; owl:unionOf {} ]".format, listed(classes)),
    st.builds("[ a owl:Class ; owl:oneOf {} ]".format, listed(things, 1)),
    restriction(properties, "owl:someValuesFrom {}", st.one_of(classes, st.just("owl:Thing"))),
    restriction(properties, "owl:allValuesFrom {}", classes),
    restriction(properties, "owl:hasValue {}", things),
    restriction(values, "owl:hasValue {}", literals),
    restriction(values, "owl:someValuesFrom {}", st.sampled_from(["xsd:integer", "xsd:decimal"])),
    restriction(properties, "owl:maxCardinality {}", st.sampled_from(["0", "1"])),
    restriction(properties, 'owl:onClass {} ; owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger', classes),
    restriction(properties, "owl:onClass {} ; owl:maxQualifiedCardinality 0", st.just("owl:Thing")),
    st.builds("[ a owl:Class ; owl:complementOf {} ]".format, classes),
)
nested = st.one_of(
    restriction(properties, "owl:someValuesFrom {}", simple),
    restriction(properties, "owl:allValuesFrom {}", simple),
    st.builds("[ a owl:Class ; owl:intersectionOf ( {} {} ) ]".format, classes, simple),
    st.builds("[ a owl:Class ; owl:unionOf ( {} {} ) ]".format, classes, simple),
)
expressions = st.one_of(classes, simple, simple, nested)

axioms = st.one_of(
    st.builds("{} rdfs:subClassOf {} .".format, expressions, expressions),
    st.builds("{} owl:equivalentClass {} .".format, classes, expressions),
    st.builds("{} rdfs:subPropertyOf {} .".format, properties, properties),
    st.builds("{} owl:equivalentProperty {} .".format, properties, properties),
    st.builds("{} rdfs:subPropertyOf {} .".format, values, values),
    st.builds("{} owl:inverseOf {} .".format, properties, properties),
    st.builds("{} owl:propertyChainAxiom {} .".format, properties, listed(properties, 1, 4)),
    st.builds("{} owl:propertyChainAxiom ( {} {} ) .".format, properties, properties, properties),
    st.builds("{} a owl:{}Property .".format, properties, st.sampled_from(
        ["Functional", "InverseFunctional", "Symmetric", "Transitive", "Asymmetric", "Irreflexive"])),
    st.builds("{} rdfs:domain {} .".format, st.one_of(properties, values), expressions),
    st.builds("{} rdfs:range {} .".format, properties, expressions),
    st.builds("{} owl:hasKey {} .".format, classes, listed(st.one_of(properties, values), 1, 2)),
    st.builds("{} owl:disjointWith {} .".format, classes, classes),
    st.builds("{} owl:propertyDisjointWith {} .".format, properties, properties),
    st.builds("[] a owl:AllDisjointClasses ; owl:members {} .".format, listed(classes)),
    st.builds("[] a owl:AllDisjointProperties ; owl:members {} .".format, listed(properties)),
    st.builds("{} owl:disjointUnionOf {} .".format, classes, listed(classes)),
    st.builds("{} owl:equivalentProperty {} .".format, values, values),
    st.builds("{} owl:propertyDisjointWith {} .".format, values, values),
    st.builds("{} rdfs:range {} .".format, values, st.sampled_from(["xsd:integer", "xsd:string", "rdfs:Literal"])),
    st.builds("{} owl:sameAs {} .".format, classes, classes),
    st.builds("{} owl:sameAs {} .".format, properties, properties),
)  # fmt: skip
facts = st.one_of(
    st.builds("{} {} {} .".format, things, properties, things),
    st.builds("{} {} {} .".format, things, properties, things),
    st.builds("{} {} {} .".format, things, values, literals),
    st.builds("{} a {} .".format, things, expressions),
    st.builds("{} a {} .".format, things, classes),
    st.builds("{} owl:sameAs {} .".format, things, things),
    st.builds("{} owl:differentFrom {} .".format, things, things),
    st.builds("[] a owl:AllDifferent ; owl:members {} .".format, listed(things)),
    st.builds("[] a owl:AllDifferent ; owl:distinctMembers {} .".format, listed(things)),
    st.builds(
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual {} ; owl:assertionProperty {} ; "
        "owl:targetIndividual {} .".format,
        things,
        properties,
        things,
    ),
    st.builds(
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual {} ; owl:assertionProperty {} ; "
        "owl:targetValue {} .".format,
        things,
        values,
        literals,
    ),
)
DECLARATIONS = (
    f"{' , '.join(CLASSES)} a owl:Class .".replace(" , ", " a owl:Class . ")
    + f"\n{' a owl:ObjectProperty . '.join(PROPERTIES)} a owl:ObjectProperty .\n"
    + f"{' a owl:DatatypeProperty . '.join(VALUES)} a owl:DatatypeProperty .\n"
)


@st.composite
def ontologies(draw: st.DrawFn) -> str:
    """Draw up to eight axioms and twelve facts."""
    chosen = draw(st.lists(axioms, min_size=1, max_size=8)) + draw(st.lists(facts, min_size=1, max_size=12))
    return PREFIXES + DECLARATIONS + "\n".join(chosen) + "\n"
