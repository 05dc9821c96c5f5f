"""The closure of a graph: what follows from it, and what in it contradicts itself."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.reasoning import vocabulary as owl
from kg.reasoning.equality import Cause, Equality
from kg.reasoning.facts import Facts
from kg.reasoning.fixpoint import Fixpoint, reads, writes
from kg.reasoning.limits import CAN_BE_TRIVIAL, is_trivial
from kg.reasoning.literals import restore_literals
from kg.reasoning.merging import alike
from kg.reasoning.queries import quad, query_rows, term_of, terms, triple_of
from kg.reasoning.rules import IS_A
from kg.reasoning.theory import compile_theory, is_axiom

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.reasoning.facts import Term

STEP = "urn:kompas:step:"  # begins the names of classes and properties that stand for a part of a long axiom
_SAME = ox.NamedNode(owl.SAME)
_TYPE = ox.NamedNode(owl.TYPE)


class Closure:
    """What follows from a graph.

    `store` holds the facts that rules read or write, each thing by its representative, with all that follows.
    """

    def __init__(
        self,
        quads: Iterable[ox.Quad] | Facts,
        *,
        checked: bool = True,
        passes: int | None = None,
        inferred: bytes | None = None,
        added: Sequence[ox.Quad] = (),
    ) -> None:
        """Compute the closure of `quads`, whatever graphs they are in; without `checked`, for its triples only.

        `passes` ends it after so many passes of the rules that make things one, for proofs of what they said next.
        `inferred` is what is known to follow from all of `quads` but those in `added`, as N-Triples: where there are
        no class expressions, no equal things and no new axioms, only what the additions bring is then computed.

        Raises: KgError as `compile_theory` does.
        """
        self.facts = quads if isinstance(quads, Facts) else Facts(quads)
        self._passes, self._last = 0, passes
        self._inferred, self._added = (None if any(map(is_axiom, added)) else inferred), added
        self.equality = Equality()
        self._checked = checked
        self._asserted: dict[str, set[ox.Triple]] = {}
        self._told_of: dict[str, set[ox.Quad]] = {}
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
        if self._inferred is None or self.theory.schema.back or self.equality:
            fixpoint.run()
        else:
            self.store.bulk_load(self._inferred, format=ox.RdfFormat.N_TRIPLES)
            fixpoint.add(ox.Quad(*quad.triple) for quad in self._added)
        while True:
            changed = self._unite()
            if changed is None:
                return False
            if not changed:
                return True
            fixpoint.add(map(quad, changed))

    def _working_store(self) -> ox.Store:
        """Return a store of what rules can see, by representatives; what they can add to is noted as given."""
        store = ox.Store()
        store.bulk_extend(self._quads())
        self._given = {
            predicate: set(store.quads_for_pattern(None, ox.NamedNode(predicate), None))
            for predicate in {key[0].strip("<>") for rule in self.theory.productive for key in writes(rule)}
        }
        return store

    def _quads(self) -> Iterator[ox.Quad]:
        for predicate in {predicate.strip("<>") for predicate, _ in self.keys} - {owl.TYPE}:
            node = ox.NamedNode(predicate)
            for name in self.equality.members(node):
                yield from self._represented(node, self.facts.of(str(name.value)))
        for class_ in self.facts.classes():
            if (IS_A, str(self.known(class_))) in self.keys:
                yield from self._represented(_TYPE, self.facts.typed(class_))

    def _represented(self, predicate: ox.NamedNode, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        for told in quads:
            subject, value = told.subject, told.object
            if self.equality or isinstance(subject, ox.BlankNode) or isinstance(value, ox.BlankNode):
                yield quad(triple_of(self.known(cast("Term", subject)), predicate, self.known(cast("Term", value))))
            else:
                yield ox.Quad(subject, predicate, value)

    def known(self, term: Term) -> Term:
        """Return the term that stands for `term` in the store."""
        found = self.equality.find(term)
        if isinstance(found, ox.BlankNode) and found in self.theory.schema.terms:
            return self.theory.schema.named(found)
        return found

    def _merge(self, one: Term, other: Term, cause: Cause | None = None) -> Term | None:
        """Make two things one; return the term that gave way, None if nothing changed."""
        if isinstance(one, ox.Literal) or isinstance(other, ox.Literal):
            return None
        merged = self.equality.same(one, other, cause)
        return merged[1] if merged else None

    def _unite(self) -> list[ox.Triple] | None:
        """Apply the rules that say that things are one, and rewrite the store, until they say nothing new.

        Returns the triples that were rewritten; None if a term of the schema is among the things.
        """
        changed: set[ox.Triple] = set()
        while self._passes != self._last and (
            replaced := [term for found in self._equal() if (term := self._merge(*found))]
        ):
            self._passes += 1
            originals = {self.original(term) for term in replaced}
            if not self.theory.schema.terms.isdisjoint(originals):
                return None
            for term in replaced:
                changed |= self._rewrite(term)
        return list({self._represent(triple) for triple in changed})

    def _equal(self) -> Iterator[tuple[Term, Term, Cause]]:
        for rule in self.theory.merging:
            for shared, kept, other in alike(self.store, rule):
                cause = Cause(rule, tuple(map(self.original, shared)), self._passes)
                yield self.original(kept), self.original(other), cause

    def _rewrite(self, term: Term) -> set[ox.Triple]:
        quads = list(self.store.quads_for_pattern(None, None, term, None))
        if not isinstance(term, ox.Literal):
            quads += self.store.quads_for_pattern(term, None, None, None)
        rewritten = {self._represent(old.triple) for old in quads}
        for old in quads:
            self.store.remove(old)
        self.store.extend(quad(triple) for triple in rewritten)
        return rewritten

    def _represented_all(self, told: set[ox.Quad]) -> set[ox.Quad]:
        return {quad(self._represent(one.triple)) for one in told} if self.equality else told

    def _represent(self, triple: ox.Triple) -> ox.Triple:
        return triple_of(*(self.equality.find(term) for term in terms(triple)))

    def original(self, term: Term) -> Term:
        """Return the blank node that a name in the store stands for; any other term as it is."""
        return self.theory.schema.original(term)

    def triples(self, *, anonymous: bool = False) -> list[ox.Triple]:
        """Return what follows and is not asserted, without trivial triples.

        Membership in the blank nodes of class expressions is a step and no result; `anonymous` gives it too.
        """
        return [quad.triple for quad in self.quads(anonymous=anonymous)]

    def quads(self, *, anonymous: bool = False) -> list[ox.Quad]:
        """Return the triples of `triples` as quads of the default graph, in two thirds of the time."""
        hidden = set() if anonymous else self._expressions()
        found = self._new(set() if self.equality else hidden)
        if self.equality:
            names = dict.fromkeys(self._spread(told.triple for told in found))
            found = [quad(name) for name in names if not is_trivial(*name) and hidden.isdisjoint(name)]
        read = {predicate.strip("<>") for predicate, _ in self.keys} | {owl.HAS_VALUE}
        return restore_literals(found, self.facts, self.facts.predicates() if self.equality else read)

    def _new(self, hidden: set[Term]) -> list[ox.Quad]:
        """Return what rules have added, blank nodes as themselves, nothing with a `hidden` one, nothing trivial.

        Of equal things all is returned: what is trivial of one name may not be so of another.
        """
        added: list[ox.Quad] = []
        for store, given in ((self.theory.store, self.theory.given), (self.store, self._given)):
            mixed = self._with_expressions(store, hidden)
            for predicate, known in sorted(given.items()):
                told = self._represented_all(known)
                new = [one for quads in self._shown(store, predicate, hidden) for one in quads if one not in told]
                if predicate in mixed:
                    originals = (self._with_blank_nodes(one.triple) for one in new)
                    new = [quad(triple) for triple in originals if hidden.isdisjoint(triple)]
                if predicate in CAN_BE_TRIVIAL and not self.equality:
                    new = [one for one in new if not is_trivial(*one.triple)]
                added += new
        return added

    def _shown(self, store: ox.Store, predicate: str, hidden: set[Term]) -> Iterator[Iterable[ox.Quad]]:
        """Yield the quads of a predicate, of types by class, but for steps and `hidden` classes."""
        if predicate == owl.TYPE:
            for class_ in self._classes(hidden):
                yield store.quads_for_pattern(None, _TYPE, class_)
        elif not predicate.startswith(STEP):
            yield store.quads_for_pattern(None, ox.NamedNode(predicate), None)

    def _classes(self, hidden: set[Term]) -> list[Term]:
        """Return the classes that rules can say something to be of, but for steps and `hidden` ones."""
        named = {name for rule in self.theory.productive for predicate, name in writes(rule) if predicate == IS_A}
        classes = [term_of(name) for name in sorted(named) if not name.startswith(f"<{STEP}")]
        return [class_ for class_ in classes if self.original(class_) not in hidden]

    def _with_expressions(self, store: ox.Store, hidden: set[Term]) -> set[str]:
        """Return the predicates of triples with names for blank nodes, or `hidden` ones, that are to be looked at."""
        back = self.theory.schema.back
        names = " ".join(map(str, back))
        text = (f"SELECT DISTINCT ?p {{ VALUES ?n {{ {names} }} "
                f"{{ ?n ?p ?o }} UNION {{ ?s ?p ?n FILTER (?p != {IS_A}) }} }}")  # fmt: skip
        found = {str(predicate).strip("<>") for (predicate,) in query_rows(store, text)}
        if not back.keys().isdisjoint(self._classes(hidden)):
            found.add(owl.TYPE)
        for node in hidden:
            for pattern in ((node, None, None), (None, None, node)):
                found |= {quad.predicate.value for quad in store.quads_for_pattern(*pattern)}
        return found

    def _with_blank_nodes(self, triple: ox.Triple) -> ox.Triple:
        back = self.theory.schema.back
        if back and (triple.subject in back or triple.object in back):
            return triple_of(*(self.original(term) for term in terms(triple)))
        return triple

    def _spread(self, found: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        """Yield triples for all names of their things, the asserted ones' too, and the equalities themselves."""
        told = {quad.triple for quad in self.facts.all() if any(map(self.equality.merged, terms(quad.triple)))}
        for triple in dict.fromkeys(self._represent(triple) for triple in chain(found, told)):
            if triple.predicate != _SAME:
                yield from (name for name in self.equality.spread(triple) if name not in told)
        yield from (triple for triple in self.equality.triples() if triple not in told)

    def _expressions(self) -> set[Term]:
        return {
            quad.subject for predicate in owl.SCHEMA for quad in self.facts.of(predicate)
            if isinstance(quad.subject, ox.BlankNode)
        }  # fmt: skip

    def instances(self, class_: Term) -> list[Term]:
        """Return the members of a class, each by its representative."""
        return [subject for (subject,) in query_rows(self.store, f"SELECT ?x WHERE {{ ?x a {class_} }}")]

    def is_given(self, triple: ox.Triple) -> bool:
        """Tell whether a triple, in the terms of the store, was there before any rule ran."""
        predicate = triple.predicate.value
        if predicate in self.theory.given or (predicate in self._given and quad(triple) not in self.theory.store):
            if predicate not in self._told_of:
                found = self.theory.given.get(predicate, set()) | self._given.get(predicate, set())
                self._told_of[predicate] = self._represented_all(found)
            if quad(triple) in self._told_of[predicate]:
                return True
        elif self.holds(triple):
            return True
        return self.is_asserted(self.asserted_form(self._with_blank_nodes(triple)))

    def holds(self, triple: ox.Triple) -> bool:
        """Tell whether a triple, in the terms of the store, is there or follows."""
        found = quad(triple)
        return found in self.store or found in self.theory.store

    def is_asserted(self, triple: ox.Triple) -> bool:
        """Tell whether the facts say `triple` as it stands."""
        predicate = triple.predicate.value
        if predicate not in self._asserted:
            self._asserted[predicate] = {quad.triple for quad in self.facts.of(predicate)}
        return triple in self._asserted[predicate]

    def asserted_form(self, triple: ox.Triple) -> ox.Triple:
        """Return a triple that says the same by other names and is asserted; `triple` itself if there is none."""
        if not self.equality or self.is_asserted(triple):
            return triple
        return next((name for name in self.equality.spread(triple) if self.is_asserted(name)), triple)
