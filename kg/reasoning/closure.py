"""The closure of a graph: what follows from it, and what in it contradicts itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.reasoning import vocabulary as owl
from kg.reasoning.classes import class_rules
from kg.reasoning.equality import Equality
from kg.reasoning.facts import Facts
from kg.reasoning.fixpoint import Fixpoint, reads, writes
from kg.reasoning.limits import is_trivial, refuse_reserved
from kg.reasoning.literals import restore_literals
from kg.reasoning.properties import property_rules
from kg.reasoning.rules import IS_A, lines
from kg.reasoning.schema import Schema
from kg.reasoning.tables import RESTRICTIONS, table_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Pair, Term
    from kg.reasoning.fixpoint import Key
    from kg.reasoning.rules import Rule

STEP = "urn:kompas:step:"  # begins the names of classes and properties that stand for a part of a long axiom
_ASSERTED = ox.NamedNode("urn:kompas:graph:asserted")
_SAME = ox.NamedNode(owl.SAME)
_TYPE = ox.NamedNode(owl.TYPE)
_SCHEMA_TYPES = (owl.CLASS, owl.OBJECT_PROPERTY, owl.DATATYPE_PROPERTY)
_SCHEMA_READS = (*owl.CLOSED, owl.ON_PROPERTY, owl.SOME, owl.ALL, owl.HAS_VALUE)


@dataclass(frozen=True, slots=True)
class Theory:
    """A schema compiled: its own closure in a store, and the rules for facts, for equality and against."""

    schema: Schema
    store: ox.Store
    tables: tuple[Rule, ...]
    rules: tuple[Rule, ...]

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
    Fixpoint(store, tables).run()
    derived = [pair for pair in _derived(schema, store) if pair not in set(schema.pairs(owl.SUB_CLASS))]
    rules = (*property_rules(schema), *class_rules(schema, derived))
    return Theory(schema, store, tables, rules)


def _schema_store(schema: Schema) -> ox.Store:
    store = ox.Store()
    for predicate in _SCHEMA_READS:
        node = ox.NamedNode(predicate)
        store.extend(
            ox.Quad(subject, node, schema.named(value), graph)  # type: ignore[arg-type]
            for one, value in schema.pairs(predicate)
            if not isinstance(subject := schema.named(one), ox.Literal)
            for graph in (ox.DefaultGraph(), _ASSERTED)
        )
    store.extend(
        ox.Quad(schema.named(term), _TYPE, ox.NamedNode(kind), graph)  # type: ignore[arg-type]
        for kind in _SCHEMA_TYPES
        for term in schema.instances(kind)
        for graph in (ox.DefaultGraph(), _ASSERTED)
    )
    return store


def _derived(schema: Schema, store: ox.Store) -> list[Pair]:
    """Return subclass pairs of restrictions that follow from table 9, as the terms they name."""
    pairs = set()
    for rule in RESTRICTIONS:
        (head,) = rule.head
        rows = store.query(f"SELECT DISTINCT {head.subject} {head.value} WHERE {{\n{lines(rule.body)}\n}}")
        pairs.update(tuple(schema.back.get(term, term) for term in row) for row in rows)  # type: ignore[union-attr]
    return sorted(pairs, key=str)  # type: ignore[arg-type]


class Closure:
    """What follows from a graph.

    `store` holds the facts that rules read or write, each thing by its representative, with all that follows.
    """

    def __init__(self, quads: Iterable[ox.Quad], *, checked: bool = True) -> None:
        """Compute the closure of `quads`, whatever graphs they are in; without `checked`, for its triples only.

        Raises: KgError, as `compile_theory`.
        """
        self.facts = Facts(quads)
        self.equality = Equality()
        self._checked = checked
        self._terms: dict[str, Term] = {}
        self._triples: set[ox.Triple] | None = None
        for one, other in self.facts.pairs(owl.SAME):
            self._merge(one, other)
        while not self._close():
            pass

    def _close(self) -> bool:
        """Close the store; return False if terms of the schema turned out to be the same, and it must be redone."""
        self.theory = compile_theory(self.facts, self.equality)
        self.keys = {key for rule in self.theory.productive for key in reads(rule) | writes(rule)}
        for rule in self.theory.rules if self._checked else self.theory.merging:
            self.keys |= reads(rule)
        self.store = self._working_store()
        fixpoint = Fixpoint(self.store, self.theory.productive)
        fixpoint.run()
        while True:
            changed = self._unite()
            if changed is None:
                return False
            if not changed:
                return True
            fixpoint.add(changed)

    def _working_store(self) -> ox.Store:
        """Return a store of the facts that rules can see, by representatives; what rules can add to also as asserted."""
        written = {predicate for rule in self.theory.productive for predicate, _ in writes(rule)}
        store = ox.Store()
        store.bulk_extend(self._quads(self.keys, ox.DefaultGraph()))
        store.bulk_extend(self._quads({key for key in self.keys if key[0] in written}, _ASSERTED))
        self.written = {predicate.strip("<>") for predicate in written}
        return store

    def _quads(self, keys: set[Key], graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
        classes = {class_ for predicate, class_ in keys if predicate == IS_A}
        for predicate in {predicate.strip("<>") for predicate, _ in keys}:
            node = ox.NamedNode(predicate)
            for name in self.equality.members(node):
                for quad in self.facts.by_predicate.get(name.value, ()):
                    value = self._known(quad.object)  # type: ignore[arg-type]
                    if predicate != owl.TYPE or str(value) in classes:
                        subject = self._known(quad.subject)  # type: ignore[arg-type]
                        yield ox.Quad(subject, node, value, graph)  # type: ignore[arg-type]

    def _known(self, term: Term) -> Term:
        """Return the term that stands for `term` in the store."""
        found = self.equality.find(term)
        if isinstance(found, ox.BlankNode) and found in self.theory.schema.terms:
            return self.theory.schema.named(found)
        return found

    def _merge(self, one: Term, other: Term) -> Term | None:
        """Make two things one; return the term that gave way, None if nothing changed."""
        if isinstance(one, ox.Literal) or isinstance(other, ox.Literal):
            return None
        merged = self.equality.same(one, other)
        return merged[1] if merged else None

    def _unite(self) -> list[ox.Triple] | None:
        """Apply the rules that say that things are one, and rewrite the store, until they say nothing new.

        Returns the triples that were rewritten; None if a term of the schema is among the things.
        """
        changed: set[ox.Triple] = set()
        while replaced := [term for one, other in self._equal() if (term := self._merge(one, other))]:
            originals = {self.theory.schema.back.get(term, term) for term in replaced}  # type: ignore[call-overload]
            if not self.theory.schema.terms.isdisjoint(originals):
                return None
            for term in replaced:
                changed |= self._rewrite(term)
        return list({self._represent(triple) for triple in changed})

    def _equal(self) -> Iterator[Pair]:
        for rule in self.theory.merging:
            body, group = lines(rule.body), " ".join(rule.group)
            several = f"GROUP BY {group} HAVING (COUNT(DISTINCT {rule.member}) > 1) LIMIT 1"
            if not list(self.store.query(f"SELECT {group} WHERE {{\n{body}\n}} {several}")):  # type: ignore[arg-type]
                continue
            first: dict[tuple[Term, ...], Term] = {}
            for row in self.store.query(f"SELECT DISTINCT {group} {rule.member} WHERE {{\n{body}\n}}"):
                *names, member = row  # type: ignore[misc]
                kept = first.setdefault(tuple(names), member)
                if kept != member:
                    yield self.original(kept), self.original(member)

    def _rewrite(self, term: Term) -> set[ox.Triple]:
        quads = list(self.store.quads_for_pattern(None, None, term, None))
        if not isinstance(term, ox.Literal):
            quads += self.store.quads_for_pattern(term, None, None, None)
        rewritten = [ox.Quad(*self._represent(quad.triple), quad.graph_name) for quad in quads]
        for quad in quads:
            self.store.remove(quad)
        self.store.extend(rewritten)
        return {quad.triple for quad in rewritten if isinstance(quad.graph_name, ox.DefaultGraph)}

    def _represent(self, triple: ox.Triple) -> ox.Triple:
        return ox.Triple(*(self.equality.find(term) for term in triple))  # type: ignore[arg-type]

    def original(self, term: Term) -> Term:
        """Return the blank node that a name in the store stands for; any other term as it is."""
        return self.theory.schema.back.get(term, term)  # type: ignore[call-overload, no-any-return]

    def triples(self, *, anonymous: bool = False) -> list[ox.Triple]:
        """Return what follows and is not asserted, without trivial triples.

        Membership in the blank nodes of class expressions is a step and no result; `anonymous` gives it too.
        """
        hidden = set() if anonymous else self._expressions()
        found = dict.fromkeys(chain(self._new(self.theory.store, _SCHEMA_READS), self._new(self.store, self.written)))
        if self.equality:
            found = dict.fromkeys(self._spread(found))
        kept = [triple for triple in found if not is_trivial(*triple) and hidden.isdisjoint(triple)]
        return restore_literals(kept, self.facts)

    def _new(self, store: ox.Store, predicates: Iterable[str]) -> Iterator[ox.Triple]:
        """Yield what rules have added to a store, blank nodes as themselves."""
        for predicate in sorted(predicates):
            if predicate.startswith(STEP):
                continue
            link = ox.NamedNode(predicate)
            told = {quad.triple for quad in store.quads_for_pattern(None, link, None, _ASSERTED)}
            for quad in store.quads_for_pattern(None, link, None, ox.DefaultGraph()):
                triple = quad.triple
                if triple not in told and not str(triple.object).startswith(f"<{STEP}"):
                    yield self._with_blank_nodes(triple)

    def _with_blank_nodes(self, triple: ox.Triple) -> ox.Triple:
        back = self.theory.schema.back
        if back and (triple.subject in back or triple.object in back):
            return ox.Triple(*(self.original(term) for term in triple))  # type: ignore[arg-type]
        return triple

    def _spread(self, found: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        """Yield triples for all names of their things, the asserted ones' too, and the equalities themselves."""
        merged = self.equality.merged
        told = {quad.triple for quads in self.facts.by_predicate.values() for quad in quads
                if any(merged(term) for term in quad.triple)}  # type: ignore[arg-type]  # fmt: skip
        for triple in dict.fromkeys(self._represent(triple) for triple in chain(found, told)):
            if triple.predicate != _SAME:
                yield from (name for name in self.equality.spread(triple) if name not in told)
        yield from (triple for triple in self.equality.triples() if triple not in told)

    def _expressions(self) -> set[Term]:
        return {
            quad.subject for predicate in owl.SCHEMA for quad in self.facts.by_predicate.get(predicate, ())
            if isinstance(quad.subject, ox.BlankNode)
        }  # type: ignore[return-value]  # fmt: skip

    def term(self, token: str) -> Term:
        """Return the term that a rule writes as `token`."""
        if token not in self._terms:
            (quad,) = ox.parse(f"<urn:s> <urn:p> {token} .", format=ox.RdfFormat.N_TRIPLES)
            self._terms[token] = quad.object  # type: ignore[assignment]
        return self._terms[token]

    def instances(self, class_: Term) -> list[Term]:
        """Return the members of a class, each by its representative."""
        return [quad.subject for quad in self.store.quads_for_pattern(None, _TYPE, class_, ox.DefaultGraph())]  # type: ignore[arg-type, misc]

    def is_asserted(self, triple: ox.Triple) -> bool:
        """Tell whether the facts say `triple` as it stands."""
        return triple in self._told()

    def asserted_form(self, triple: ox.Triple) -> ox.Triple:
        """Return a triple that says the same by other names and is asserted; `triple` itself if there is none."""
        if not self.equality or self.is_asserted(triple):
            return triple
        return next((name for name in self.equality.spread(triple) if self.is_asserted(name)), triple)

    def _told(self) -> set[ox.Triple]:
        if self._triples is None:
            self._triples = {quad.triple for quads in self.facts.by_predicate.values() for quad in quads}
        return self._triples
