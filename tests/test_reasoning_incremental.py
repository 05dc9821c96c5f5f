"""Additions to a closed graph: the same follows as from all of it anew."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ontologies import ontologies
from test_reasoning import quads_of

from kg.reasoning import Closure
from kg.reasoning.contradictions import find_contradictions

BASE = (":p a owl:TransitiveProperty . :q rdfs:subPropertyOf :p . :f a owl:FunctionalProperty ."
        ":A rdfs:subClassOf :B . :B owl:disjointWith :C . :p rdfs:domain :A . :a :p :b . :b :q :c .")  # fmt: skip


def ntriples(triples: list[ox.Triple]) -> bytes:
    return "".join(f"{triple} .\n" for triple in triples).encode()


def extended(told: list[ox.Quad], added: list[ox.Quad], *, checked: bool = False) -> Closure:
    inferred = ntriples(Closure(told, checked=False).triples())
    return Closure([*told, *added], checked=checked, inferred=inferred, added=added)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies(), st.integers(min_value=1, max_value=6))
def test_additions_give_what_the_whole_gives(turtle: str, count: int) -> None:
    quads = list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    told, added = quads[:-count], quads[-count:]
    if any(isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode) for quad in added):
        return  # half an expression
    assert set(extended(told, added).triples()) == set(Closure(quads, checked=False).triples())


@pytest.mark.parametrize(
    "more",
    [":c :q :d .", ":x :f :y , :z . :y :p :w .", ":a a :C .", ":p rdfs:range :C .", ":b owl:sameAs :e .", ":a :p :c ."],
)
def test_each_kind_of_addition(more: str) -> None:
    told, added = quads_of(BASE), quads_of(more)
    closure = extended(told, added, checked=True)
    whole = Closure([*told, *added])
    assert set(closure.triples()) == set(whole.triples())
    assert find_contradictions(closure) == find_contradictions(whole)


def test_the_closure_is_not_computed_again(closed: list[int]) -> None:
    told, added = quads_of(BASE), quads_of(":c :q :d .")
    inferred = ntriples(Closure(told, checked=False).triples())
    closed.clear()
    Closure([*told, *added], inferred=inferred, added=added)
    assert len(closed) == 1  # the schema's, which is small
    Closure([*told, *added])
    assert len(closed) == 3
