"""The theory of a graph: its axioms compiled to rules, and the schema closed by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import OWL, RDF, RDFS
from kg.reasoning import vocabulary as owl
from kg.reasoning.classes import class_rules
from kg.reasoning.fixpoint import Fixpoint
from kg.reasoning.limits import refuse_reserved
from kg.reasoning.properties import property_rules
from kg.reasoning.queries import quad, query_rows, triple_of
from kg.reasoning.rules import lines
from kg.reasoning.schema import Schema
from kg.reasoning.tables import EQUALITY, RESTRICTIONS, table_rules

if TYPE_CHECKING:
    from kg.reasoning.equality import Equality
    from kg.reasoning.facts import Facts, Pair
    from kg.reasoning.rules import Rule

READS = (*owl.CLOSED, owl.ON_PROPERTY, owl.SOME, owl.ALL, owl.HAS_VALUE)
_KINDS = (owl.CLASS, owl.OBJECT_PROPERTY, owl.DATATYPE_PROPERTY)


@dataclass(frozen=True, slots=True)
class Theory:
    """A schema compiled: its closure in a store, what was given of it, and the rules that it makes."""

    schema: Schema
    store: ox.Store
    given: dict[str, set[ox.Quad]]
    tables: tuple[Rule, ...]
    rules: tuple[Rule, ...]
    equal: bool

    @property
    def printed(self) -> tuple[Rule, ...]:
        """Return all rules for people and other stores: those of equality too, where it has any use."""
        return (*(EQUALITY if self.equal or self.merging else ()), *self.tables, *self.rules)

    @property
    def productive(self) -> list[Rule]:
        """Return the rules that yield facts."""
        return [rule for rule in self.rules if rule.head]

    @property
    def merging(self) -> list[Rule]:
        """Return the rules that say that things are one."""
        return [rule for rule in self.rules if rule.member]

    @property
    def forbidding(self) -> list[Rule]:
        """Return the rules that find contradictions."""
        return [rule for rule in self.rules if rule.forbids]


def compile_theory(facts: Facts, equality: Equality) -> Theory:
    """Compile the axioms among `facts`, each term by its representative.

    Raises: KgError for axioms about the terms of RDF, OWL or SHACL themselves, and for broken or endless lists.
    """
    refuse_reserved(facts)
    schema = Schema(facts, equality)
    tables = tuple(table_rules(schema))
    store = _schema_store(schema)
    given = {predicate: set(store.quads_for_pattern(None, ox.NamedNode(predicate), None)) for predicate in owl.CLOSED}
    Fixpoint(store, tables).run()
    told = set(schema.pairs(owl.SUB_CLASS))
    derived = [pair for pair in _derived(schema, store) if pair not in told]
    rules = (*property_rules(schema), *class_rules(schema, derived))
    return Theory(schema, store, given, tables, rules, bool(facts.pairs(owl.SAME)))


def is_axiom(quad: ox.Quad) -> bool:
    """Tell whether a quad may change the rules, or says that things are one."""
    predicate = quad.predicate.value
    typed = predicate == owl.TYPE and str(quad.object).startswith((f"<{RDF}", f"<{RDFS}", f"<{OWL}"))
    return typed or predicate in owl.SCHEMA or predicate == owl.SAME


def _schema_store(schema: Schema) -> ox.Store:
    edges = [(one, predicate, value) for predicate in READS for one, value in schema.pairs(predicate)]
    edges += [(term, owl.TYPE, ox.NamedNode(kind)) for kind in _KINDS for term in schema.instances(kind)]
    store = ox.Store()
    for one, predicate, value in edges:
        if not isinstance(one, ox.Literal):
            triple = triple_of(schema.named(one), ox.NamedNode(predicate), schema.named(value))
            store.add(quad(triple))
    return store


def _derived(schema: Schema, store: ox.Store) -> list[Pair]:
    """Return subclass pairs of restrictions that follow from table 9, as the terms they name."""
    pairs: set[Pair] = set()
    for rule in RESTRICTIONS:
        (head,) = rule.head
        text = f"SELECT DISTINCT {head.subject} {head.value} WHERE {{\n{lines(rule.body)}\n}}"
        for one, other in query_rows(store, text):
            pairs.add((schema.original(one), schema.original(other)))
    return sorted(pairs, key=str)
