"""What follows can be read as pairs, quads or text, and all of them say the same."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.namespaces import RDF
from kg.reasoning import Closure
from kg.reasoning.facts import Derived, Facts

HEAD = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
TYPE = RDF + "type"
GRAPHS = {
    "classes and chains": """
        :A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :a a :A .
        :partOf a owl:TransitiveProperty . :a :partOf :b . :b :partOf :c .
    """,
    "texts, and things without a name": """
        :says rdfs:subPropertyOf :tells . :a :says "å\\n\\"b\\""@da , 1 , "1"^^<https://example.org/own> .
        :says rdfs:domain [ owl:unionOf ( :A :B ) ] . [] :says _:x . :A rdfs:subClassOf :C . _:x a :A .
    """,
    "things that are one": """
        :a owl:sameAs :b . :b a :A . :A rdfs:subClassOf :B . :knows a owl:SymmetricProperty . :a :knows :c .
    """,
    "nothing": ":a :knows :b .",
}


@pytest.mark.parametrize("name", GRAPHS)
def test_what_follows_is_the_same_in_each_form(name: str) -> None:
    closure = Closure(list(ox.parse(HEAD + GRAPHS[name], format=ox.RdfFormat.TURTLE)))
    derived, known = closure.derived(), Facts(closure.quads())
    assert isinstance(derived, Derived) or closure.equality
    assert len(list(derived.all())) == len(set(derived.all())) == len(closure.quads())
    assert set(derived.all()) == set(known.all())
    assert set(derived.predicates()) == set(known.predicates())
    assert derived.subjects() == known.subjects()
    assert set(derived.classes()) == set(known.classes())
    for predicate in known.predicates():
        assert sorted(map(str, derived.of(predicate))) == sorted(map(str, known.of(predicate)))
        assert set(derived.pairs(predicate)) == set(known.pairs(predicate))
    for class_ in known.classes():
        assert set(derived.members(class_)) == set(known.members(class_))
        assert set(derived.typed(class_)) == set(known.typed(class_))
    assert {name: set(said) for name, said in derived.kinds().items()} == {
        name: set(said) for name, said in known.kinds().items()
    }
    assert sorted(derived.text().splitlines()) == sorted(known.text().splitlines())
    assert set(ox.parse(derived.text(), format=ox.RdfFormat.N_TRIPLES)) == set(known.all())


def test_of_what_nothing_follows_nothing_is_known() -> None:
    derived = Derived([])
    assert (list(derived.all()), derived.text(), list(derived.of("")), derived.pairs(TYPE)) == ([], "", [], ())


def test_what_is_told_of_has_a_class_or_anything_else_said_of_it() -> None:
    facts = Facts(ox.parse(HEAD + ":a a :A . :b :knows :c .", format=ox.RdfFormat.TURTLE))
    told = [facts.tells_of(ox.NamedNode(f"https://example.org/{name}")) for name in "abcA"]
    assert told == [True, True, False, False]
