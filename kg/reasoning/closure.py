"""The closure of a graph: what follows from it, and what in it contradicts itself."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.reasoning import vocabulary as owl
from kg.reasoning.equality import Equality
from kg.reasoning.facts import Facts
from kg.reasoning.fixpoint import Fixpoint, reads, writes
from kg.reasoning.limits import is_trivial
from kg.reasoning.literals import restore_literals
from kg.reasoning.queries import quad, query_rows, terms, triple_of
from kg.reasoning.rules import IS_A, lines
from kg.reasoning.theory import compile_theory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Pair, Term

STEP = "urn:kompas:step:"  # begins the names of classes and properties that stand for a part of a long axiom
_SAME = ox.NamedNode(owl.SAME)
_TYPE = ox.NamedNode(owl.TYPE)


class Closure:
    """What follows from a graph.

    `store` holds the facts that rules read or write, each thing by its representative, with all that follows.
    """

    def __init__(self, quads: Iterable[ox.Quad], *, checked: bool = True) -> None:
        """Compute the closure of `quads`, whatever graphs they are in; without `checked`, for its triples only.

        Raises: KgError as `compile_theory` does.
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
        """Return a store of what rules can see, by representatives; what they can add to is noted as given."""
        store = ox.Store()
        store.bulk_extend(self._quads())
        self._given = {
            predicate: {quad.triple for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None)}
            for predicate in {key[0].strip("<>") for rule in self.theory.productive for key in writes(rule)}
        }
        return store

    def _quads(self) -> Iterator[ox.Quad]:
        for predicate in {predicate.strip("<>") for predicate, _ in self.keys} - {owl.TYPE}:
            node = ox.NamedNode(predicate)
            for name in self.equality.members(node):
                yield from self._represented(node, self.facts.by_predicate.get(str(name.value), ()))
        for quads in self.facts.types.values():
            if (IS_A, str(self._known(terms(quads[0].triple)[2]))) in self.keys:
                yield from self._represented(_TYPE, quads)

    def _represented(self, predicate: ox.NamedNode, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        if not self.equality and not self.theory.schema.back:
            yield from (ox.Quad(told.subject, predicate, told.object) for told in quads)
            return
        for told in quads:
            subject, _, value = terms(told.triple)
            yield quad(triple_of(self._known(subject), predicate, self._known(value)))

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
            originals = {self.original(term) for term in replaced}
            if not self.theory.schema.terms.isdisjoint(originals):
                return None
            for term in replaced:
                changed |= self._rewrite(term)
        return list({self._represent(triple) for triple in changed})

    def _equal(self) -> Iterator[Pair]:
        for rule in self.theory.merging:
            body, group = lines(rule.body), " ".join(rule.group)
            several = f"GROUP BY {group} HAVING (COUNT(DISTINCT {rule.member}) > 1) LIMIT 1"
            if not any(query_rows(self.store, f"SELECT {group} WHERE {{\n{body}\n}} {several}")):
                continue
            first: dict[tuple[Term, ...], Term] = {}
            text = f"SELECT DISTINCT {group} {rule.member} WHERE {{\n{body}\n}}"
            for *names, member in query_rows(self.store, text):
                kept = first.setdefault(tuple(names), member)
                if kept != member:
                    yield self.original(kept), self.original(member)

    def _rewrite(self, term: Term) -> set[ox.Triple]:
        quads = list(self.store.quads_for_pattern(None, None, term, None))
        if not isinstance(term, ox.Literal):
            quads += self.store.quads_for_pattern(term, None, None, None)
        rewritten = {self._represent(old.triple) for old in quads}
        for old in quads:
            self.store.remove(old)
        self.store.extend(quad(triple) for triple in rewritten)
        return rewritten

    def _represent(self, triple: ox.Triple) -> ox.Triple:
        return triple_of(*(self.equality.find(term) for term in terms(triple)))

    def original(self, term: Term) -> Term:
        """Return the blank node that a name in the store stands for; any other term as it is."""
        return self.theory.schema.original(term)

    def triples(self, *, anonymous: bool = False) -> list[ox.Triple]:
        """Return what follows and is not asserted, without trivial triples.

        Membership in the blank nodes of class expressions is a step and no result; `anonymous` gives it too.
        """
        hidden = set() if anonymous else self._expressions()
        found = dict.fromkeys(self._new())
        if self.equality:
            found = dict.fromkeys(self._spread(found))
        kept = [triple for triple in found if not is_trivial(*triple) and hidden.isdisjoint(triple)]
        read = {predicate.strip("<>") for predicate, _ in self.keys} | {owl.HAS_VALUE}
        return restore_literals(kept, self.facts, self.facts.by_predicate if self.equality else read)

    def _new(self) -> Iterator[ox.Triple]:
        """Yield what rules have added, blank nodes as themselves."""
        for store, given in ((self.theory.store, self.theory.given), (self.store, self._given)):
            for predicate, known in sorted(given.items()):
                if not predicate.startswith(STEP):
                    told = {self._represent(triple) for triple in known} if self.equality else known
                    for found in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
                        triple = found.triple
                        if triple not in told and not str(triple.object).startswith(f"<{STEP}"):
                            yield self._with_blank_nodes(triple)

    def _with_blank_nodes(self, triple: ox.Triple) -> ox.Triple:
        back = self.theory.schema.back
        if back and (triple.subject in back or triple.object in back):
            return triple_of(*(self.original(term) for term in terms(triple)))
        return triple

    def _spread(self, found: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        """Yield triples for all names of their things, the asserted ones' too, and the equalities themselves."""
        merged = self.equality.merged
        told = {quad.triple for quads in self.facts.by_predicate.values() for quad in quads
                if any(merged(term) for term in terms(quad.triple))}  # fmt: skip
        for triple in dict.fromkeys(self._represent(triple) for triple in chain(found, told)):
            if triple.predicate != _SAME:
                yield from (name for name in self.equality.spread(triple) if name not in told)
        yield from (triple for triple in self.equality.triples() if triple not in told)

    def _expressions(self) -> set[Term]:
        return {
            quad.subject for predicate in owl.SCHEMA for quad in self.facts.by_predicate.get(predicate, ())
            if isinstance(quad.subject, ox.BlankNode)
        }  # fmt: skip

    def term(self, token: str) -> Term:
        """Return the term that a rule writes as `token`."""
        if token not in self._terms:
            (quad,) = ox.parse(f"<urn:s> <urn:p> {token} .", format=ox.RdfFormat.N_TRIPLES)
            self._terms[token] = quad.object
        return self._terms[token]

    def instances(self, class_: Term) -> list[Term]:
        """Return the members of a class, each by its representative."""
        return [subject for (subject,) in query_rows(self.store, f"SELECT ?x WHERE {{ ?x a {class_} }}")]

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
