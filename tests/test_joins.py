"""Joins over relations give what the rules, as SPARQL, give on a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from test_reasoning import CONSTRUCTS, quads_of

from kg.reasoning import Closure, compile_rules
from kg.reasoning.contradictions import contradictions
from kg.reasoning.joins import joined
from kg.reasoning.relations import Relations

if TYPE_CHECKING:
    from kg.reasoning.rules import Rule

# Graphs that break each kind of rule that forbids, some of them several times.
BROKEN = {
    "disjoint": ":A owl:disjointWith :B . :a a :A , :B . :b a :A .",
    "all disjoint": "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) . :a a :A , :C . :b a :B , :A , :C .",
    "complement": ":A owl:complementOf :B . :a a :A , :B .",
    "asymmetric": ":p a owl:AsymmetricProperty . :a :p :b . :b :p :a . :a :p :c .",
    "irreflexive": ":p a owl:IrreflexiveProperty . :a :p :a , :b .",
    "disjoint properties": ":p owl:propertyDisjointWith :q . :a :p :b ; :q :b , :c .",
    "range": ":p rdfs:range xsd:integer . :a :p 1 , 1.5 , 'one' , \"2\"^^xsd:short .",
    "negative": "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetIndividual :b . :a :p :b , :c .",
    "negative value": "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetValue 1.0 . :a :p 1.00 .",
    "none": ":A owl:onProperty :p ; owl:maxCardinality 0 . :a a :A ; :p :b . :b :p :a .",
    "only": ":A owl:onProperty :p ; owl:allValuesFrom xsd:string . :a a :A ; :p 'a' , 2 .",
}  # fmt: skip


def closure_of(turtle: str) -> Closure:
    return Closure(quads_of(turtle))


def rows(closure: Closure, rule: Rule) -> set[tuple[object, ...]]:
    names, found = joined(closure.relations, rule)
    places = [names.index(name) for name in rule.variables()]
    return {tuple(closure.relations.terms.term(row[place]) for place in places) for row in found}


@pytest.mark.parametrize("turtle", BROKEN.values(), ids=list(BROKEN))
def test_what_rules_forbid_is_what_their_queries_find(turtle: str) -> None:
    closure = closure_of(turtle)
    store, count = closure.relations.store(), 0
    for rule in closure.theory.forbidding:
        if not rule.group and not any(pattern.predicate.startswith("?") for pattern in rule.body):
            asked = {tuple(row) for row in store.query(rule.sparql)}  # type: ignore[union-attr]
            assert rows(closure, rule) == asked
            count += len(asked)
    assert count or contradictions(quads_of(turtle))


@pytest.mark.parametrize("given", [given for given, _ in CONSTRUCTS.values()], ids=list(CONSTRUCTS))
def test_what_rules_say_is_what_their_queries_add(given: str) -> None:
    closure = closure_of(given)
    store = closure.relations.store()
    for rule in closure.theory.productive:
        before = len(store)
        store.update(rule.sparql)
        assert len(store) == before, rule.sparql  # the closure has all of it


def test_of_all_disjoint_properties_each_two_are_joined() -> None:
    turtle = "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) . :a :q :b ; :r :b . :c :p :d ; :q :e ."
    found = contradictions(quads_of(turtle))
    assert [str(one.individuals[0]) for one in found] == ["<https://example.org/a>"]


def test_literals_that_a_store_keeps_as_one_have_one_number_and_keep_their_first_spelling() -> None:
    terms = Relations(lambda term: term).terms
    decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    one, same, other = (ox.Literal(text, datatype=decimal) for text in ("1.0", "1.00", "2"))
    assert terms.number(one) == terms.number(same) != terms.number(other)
    assert terms.term(terms.number(same)) == one
    assert terms.number(one) < 0 <= terms.number(decimal)


def test_rows_begin_with_what_is_new_and_meet_the_condition() -> None:
    (rule,) = [
        rule for rule in compile_rules(quads_of(":p rdfs:range xsd:integer .")) if rule.forbids and rule.condition
    ]
    closure = closure_of(":p rdfs:range xsd:integer . :a :p 1 , 2.5 . :b :p 'three' .")
    relation = closure.relations.by[rule.body[0].predicate]
    few = [
        pair
        for pair in relation.pairs
        if closure.relations.terms.term(pair[0]) == ox.NamedNode("https://example.org/a")
    ]
    names, found = joined(closure.relations, rule, 0, few)
    (row,) = found
    assert str(closure.relations.terms.term(row[names.index("?y")])).startswith('"2.5"')
