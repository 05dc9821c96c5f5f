"""The ontology and data stay in OWL 2 DL and RL, and a reasoner of description logic finds them consistent."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.loading import parse, read
from kg.namespaces import OWL, RDF, RDFS, XSD
from kg.reasoning import ignored_constructs

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """\
import sys
from owlready2 import default_world, get_ontology, sync_reasoner
ontology = get_ontology("file://" + sys.argv[1]).load()
with ontology:
    sync_reasoner(infer_property_values=False, debug=0)
print(sum(1 for _ in ontology.classes()))
print(*sorted(kind.iri for kind in default_world.inconsistent_classes() if kind.name != "Nothing"), sep="\\n")
"""
# HermiT stops at datatypes outside OWL 2's map, such as xsd:date, and at addresses that are not ASCII.
DATATYPES = {
    *(XSD + name for name in (
        "decimal", "integer", "nonNegativeInteger", "positiveInteger", "string", "boolean", "anyURI", "dateTime",
        "dateTimeStamp", "double", "hexBinary", "base64Binary", "token", "language",
    )),
    RDF + "langString",
}  # fmt: skip


def consistent(quads: list[ox.Quad], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run HermiT in a process of its own; a graph that contradicts itself ends it with an error."""
    pytest.importorskip("owlready2", reason="NOT CHECKED by HermiT: owlready2 is not installed")
    if shutil.which("java") is None:
        pytest.skip("NOT CHECKED by HermiT: there is no Java here")
    file = folder / "graph.nt"
    file.write_text("".join(f"{quad.triple} .\n" for quad in quads if readable(quad.object)), encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, str(file)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=600)


def readable(term: object) -> bool:
    if not isinstance(term, ox.Literal):
        return True
    return term.datatype.value in DATATYPES and (term.datatype.value != XSD + "anyURI" or term.value.isascii())


def test_hermit_finds_the_graph_consistent_and_no_class_empty(tmp_path: Path) -> None:
    quads = list(parse(read()))
    run = consistent(quads, tmp_path)
    assert run.returncode == 0, run.stderr[-2000:]
    number, *empty = run.stdout.split()
    assert int(number) > 50
    assert empty == []


def test_hermit_sees_a_contradiction_and_an_empty_class(tmp_path: Path) -> None:
    prefixes = f"@prefix : <https://example.org/> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> ."
    schema = ":A a owl:Class ; owl:disjointWith :B . :B a owl:Class . :C a owl:Class ; rdfs:subClassOf :A , :B ."
    run = consistent(list(ox.parse(prefixes + schema, format=ox.RdfFormat.TURTLE)), tmp_path)
    assert run.stdout.split()[1:] == ["https://example.org/C"], run.stderr[-2000:]
    run = consistent(list(ox.parse(prefixes + schema + ":x a :A , :B .", format=ox.RdfFormat.TURTLE)), tmp_path)
    assert "OwlReadyInconsistentOntologyError" in run.stderr


def pairs(quads: list[ox.Quad], predicate: str) -> list[tuple[ox.NamedNode | ox.BlankNode | ox.Triple, object]]:
    return [(quad.subject, quad.object) for quad in quads if quad.predicate.value == predicate]


def of_kind(quads: list[ox.Quad], *kinds: str) -> set[object]:
    wanted = {ox.NamedNode(OWL + kind) for kind in kinds}
    return {one for one, kind in pairs(quads, RDF + "type") if kind in wanted}


# What the profile has no place for on each side of a subclass axiom (OWL 2 Profiles, section 4.2.3).
NOT_BELOW = ("allValuesFrom", "complementOf", "maxCardinality", "maxQualifiedCardinality")
NOT_ABOVE = ("someValuesFrom", "unionOf", "oneOf")


def outside_rl(quads: list[ox.Quad]) -> list[str]:
    """Return the expressions that stand where OWL 2 RL has no place for them."""
    spelt = {kind: {one for one, _ in pairs(quads, OWL + kind)} for kind in (*NOT_BELOW, *NOT_ABOVE)}
    below = [one for one, _ in pairs(quads, RDFS + "subClassOf")]
    above = [
        other for name in (RDFS + "subClassOf", RDFS + "domain", RDFS + "range") for _, other in pairs(quads, name)
    ]
    both = [end for pair in pairs(quads, OWL + "equivalentClass") for end in pair]
    found = [f"{kind} below" for kind in NOT_BELOW for one in (*below, *both) if one in spelt[kind]]
    return found + [f"{kind} above" for kind in NOT_ABOVE for one in (*above, *both) if one in spelt[kind]]


def outside_dl(quads: list[ox.Quad]) -> set[object]:
    """Return the properties of two kinds, and those that are composed of others and yet counted."""
    kinds = [of_kind(quads, kind + "Property") for kind in ("Object", "Datatype", "Annotation")]
    mixed = (kinds[0] & kinds[1]) | (kinds[0] & kinds[2]) | (kinds[1] & kinds[2])
    composed = of_kind(quads, "TransitiveProperty") | {one for one, _ in pairs(quads, OWL + "propertyChainAxiom")}
    links = pairs(quads, RDFS + "subPropertyOf") + pairs(quads, OWL + "inverseOf")
    links += [(other, one) for one, other in pairs(quads, OWL + "inverseOf")]  # type: ignore[misc]
    while new := {other for one, other in links if one in composed} - composed:
        composed |= new
    simple = of_kind(quads, *(f"{word}Property" for word in (
        "Functional", "InverseFunctional", "Irreflexive", "Asymmetric")))  # fmt: skip
    simple |= {end for pair in pairs(quads, OWL + "propertyDisjointWith") for end in pair}
    return mixed | (composed & simple)


def test_the_ontology_stays_in_owl_2_rl_and_dl() -> None:
    quads = list(parse(read()))
    assert ignored_constructs(quads) == []
    assert outside_rl(quads) == []
    assert outside_dl(quads) == set()


def test_the_profile_check_can_fail() -> None:
    prefixes = f"@prefix : <https://example.org/> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> ."
    rl = (":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :B ] ."
          "[ owl:complementOf :C ] rdfs:subClassOf :D .")  # fmt: skip
    dl = (":p a owl:TransitiveProperty ; rdfs:subPropertyOf :q . :q a owl:ObjectProperty , owl:AsymmetricProperty ."
          ":r a owl:ObjectProperty , owl:DatatypeProperty .")  # fmt: skip
    assert outside_rl(list(ox.parse(prefixes + rl, format=ox.RdfFormat.TURTLE))) == [
        "complementOf below", "someValuesFrom above",
    ]  # fmt: skip
    found = outside_dl(list(ox.parse(prefixes + dl, format=ox.RdfFormat.TURTLE)))
    assert found == {ox.NamedNode("https://example.org/q"), ox.NamedNode("https://example.org/r")}
