"""What others' ontologies get wrong, or do to excess: a clear message or the right answer, never a hang."""

from __future__ import annotations

import time

import pyoxigraph as ox
import pytest

from kg.reasoning import ignored_constructs, infer
from kg.reasoning.contradictions import contradictions

PREFIXES = """\
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def quads_of(turtle: str) -> list[ox.Quad]:
    return list(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))


def says(given: str, expected: str) -> bool:
    return quads_of(expected + " .")[0].triple in infer(quads_of(given))


def test_a_term_that_is_class_thing_and_property_at_once_is_read_as_each() -> None:
    given = (":A rdfs:subClassOf :B ; a :Kind . :Kind rdfs:subClassOf :Sort . :x a :A ; :A :y . :A rdfs:range :C ."
             ":A a owl:Class , owl:ObjectProperty .")  # fmt: skip
    assert says(given, ":x a :B")
    assert says(given, ":A a :Sort")
    assert says(given, ":y a :C")


def test_imports_in_a_circle_are_not_followed() -> None:
    given = ("<https://example.org/1> a owl:Ontology ; owl:imports <https://example.org/2> ."
             "<https://example.org/2> a owl:Ontology ; owl:imports <https://example.org/1> .")  # fmt: skip
    assert infer(quads_of(given)) == []


def test_blank_nodes_in_data_are_things_as_any_other() -> None:
    quads = quads_of(":p a owl:FunctionalProperty ; rdfs:range :A . :x :p [ :q 1 ] , [ :q 2 ] .")
    found = infer(quads)
    assert sum(triple.predicate.value.endswith("sameAs") for triple in found) == 2
    assert sum(triple.predicate.value.endswith("type") for triple in found) == 2


def test_an_ontology_that_contradicts_itself_needs_no_data() -> None:
    (found,) = contradictions(quads_of(":A a owl:Class ; rdfs:subClassOf :B , [ owl:complementOf :B ] ."))
    assert found.rule == "unsatisfiable"


@pytest.mark.parametrize("construct", [
    "owl:minCardinality 1", "owl:cardinality 2", "owl:hasSelf true",
    "owl:onClass :B ; owl:minQualifiedCardinality 1", "owl:onClass :B ; owl:qualifiedCardinality 1",
])  # fmt: skip
def test_constructs_outside_the_profile_are_named(construct: str) -> None:
    quads = quads_of(f":A rdfs:subClassOf [ owl:onProperty :p ; {construct} ] . :a a :A .")
    assert infer(quads) == []
    (ignored,) = ignored_constructs(quads)
    assert "outside OWL 2 RL" in ignored.reason


def test_values_that_python_cannot_count_are_compared_or_left() -> None:
    rational = "<http://www.w3.org/2002/07/owl#rational>"
    given = f':p a owl:FunctionalProperty . :x :p "1/2"^^{rational} , 0.5 . :y :p "a/b"^^{rational} , {"9" * 5000} .'
    assert contradictions(quads_of(given)) == []


HEAVY = {
    "a cycle of subclasses": "".join(f":C{n} rdfs:subClassOf :C{(n + 1) % 150} ." for n in range(150)) + ":x a :C0 .",
    "a chain of classes that can have no members": (
        ":C150 rdfs:subClassOf owl:Nothing ." + "".join(f":C{n} rdfs:subClassOf :C{n + 1} ." for n in range(150))),
    "a thousand names of one thing": "".join(f":a{n} owl:sameAs :a0 ; :p :b ." for n in range(1000)),
    "a key whose properties have many values": (
        f":A owl:hasKey ( {' '.join(f':p{n}' for n in range(12))} ) ."
        + "".join(f":x{thing} a :A . " + "".join(f":x{thing} :p{n} 1 , 2 , 3 , 4 , 5 ." for n in range(12))
                  for thing in range(3))),
    "chains that feed each other": (
        ":p owl:propertyChainAxiom ( :q :r ) . :q owl:propertyChainAxiom ( :r :p ) ."
        ":r owl:propertyChainAxiom ( :p :q ) ."
        + "".join(f":a{n} :p :a{n + 1} ; :q :a{n + 2} ; :r :a{n + 3} ." for n in range(30))),
    "ten thousand different things": (
        f"[] a owl:AllDifferent ; owl:members ( {' '.join(f':a{n}' for n in range(10_000))} ) ."
        ":a0 owl:sameAs :a9999 ."),
    "ten thousand disjoint classes": (
        f"[] a owl:AllDisjointClasses ; owl:members ( {' '.join(f':A{n}' for n in range(10_000))} ) ."
        ":x a :A1 , :A5 ."),
}  # fmt: skip


@pytest.mark.parametrize("name", HEAVY)
def test_excess_takes_seconds(name: str) -> None:
    quads = quads_of(HEAVY[name])
    started = time.process_time()
    infer(quads)
    contradictions(quads)
    assert time.process_time() - started < 20


def test_a_key_with_many_values_still_makes_things_one() -> None:
    assert says(HEAVY["a key whose properties have many values"], ":x0 owl:sameAs :x2")
