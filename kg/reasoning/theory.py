"""The theory of a graph: its axioms compiled to rules, and the schema closed by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import OWL, RDF, RDFS
from kg.reasoning import vocabulary as owl
from kg.reasoning.classes import class_rules
from kg.reasoning.fixpoint import Fixpoint
from kg.reasoning.joins import joined
from kg.reasoning.limits import refuse_reserved
from kg.reasoning.properties import property_rules
from kg.reasoning.relations import Relations
from kg.reasoning.rules import IS_A
from kg.reasoning.schema import Schema
from kg.reasoning.tables import EQUALITY, RESTRICTIONS, table_rules

if TYPE_CHECKING:
    from kg.reasoning.equality import Equality
    from kg.reasoning.facts import Facts, Pair
    from kg.reasoning.relations import Numbers
    from kg.reasoning.rules import Rule

READS = (*owl.CLOSED, owl.ON_PROPERTY, owl.SOME, owl.ALL, owl.HAS_VALUE)
_KINDS = (owl.CLASS, owl.OBJECT_PROPERTY, owl.DATATYPE_PROPERTY)


@dataclass(frozen=True, slots=True)
class Theory:
    """A schema compiled: its closure, and the rules that it makes."""

    schema: Schema
    relations: Relations
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
    relations = _relations(schema)
    Fixpoint(relations, tables).run()
    told = set(schema.pairs(owl.SUB_CLASS))
    derived = [pair for pair in _derived(schema, relations) if pair not in told]
    rules = (*property_rules(schema), *class_rules(schema, derived))
    return Theory(schema, relations, tables, rules, bool(facts.pairs(owl.SAME)))


def is_axiom(quad: ox.Quad) -> bool:
    """Tell whether a quad may change the rules, or says that things are one."""
    predicate = quad.predicate.value
    typed = predicate == owl.TYPE and str(quad.object).startswith((f"<{RDF}", f"<{RDFS}", f"<{OWL}"))
    return typed or predicate in owl.SCHEMA or predicate == owl.SAME


def _relations(schema: Schema) -> Relations:
    relations = Relations(schema.named)
    for predicate in READS:
        relations.give(f"<{predicate}>", schema.pairs(predicate))
    for kind in _KINDS:
        relations.give(IS_A, ((term, ox.NamedNode(kind)) for term in schema.instances(kind)))
    return relations


def _derived(schema: Schema, relations: Relations) -> list[Pair]:
    """Return subclass pairs of restrictions that follow from table 9, as the terms they name."""
    pairs: set[Numbers] = set()
    for rule in RESTRICTIONS:
        (head,) = rule.head
        names, rows = joined(relations, rule)
        one, other = names.index(head.subject), names.index(head.value)
        pairs.update({(row[one], row[other]) for row in rows})
    term = relations.terms.term
    return sorted(((schema.original(term(one)), schema.original(term(other))) for one, other in pairs), key=str)
