"""The closure of a graph: what follows from it, and what in it contradicts itself."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.reasoning import vocabulary as owl
from kg.reasoning.equality import Cause, Equality
from kg.reasoning.facts import Derived, Facts
from kg.reasoning.fixpoint import Fixpoint, reads, writes
from kg.reasoning.limits import CAN_BE_TRIVIAL, RESERVED, is_trivial
from kg.reasoning.merging import alike
from kg.reasoning.queries import quad, term_of, terms, triple_of
from kg.reasoning.relations import Relations, renumbered
from kg.reasoning.rules import IS_A
from kg.reasoning.theory import compile_theory, is_axiom

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.reasoning.facts import Group, Term
    from kg.reasoning.fixpoint import News
    from kg.reasoning.relations import Numbers

STEP = "urn:kompas:step:"  # begins the names of classes and properties that stand for a part of a long axiom
_SAME = ox.NamedNode(owl.SAME)
_TYPE = ox.NamedNode(owl.TYPE)


class Closure:
    """What follows from a graph.

    `relations` hold the facts that rules read or write, each thing by its representative, with all that follows.
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
        for one, other in self.facts.pairs(owl.SAME):
            self._merge(one, other)
        while not self._close():
            pass

    def _close(self) -> bool:
        """Close the relations; return False if terms of the schema turned out to be the same: it must be redone."""
        self.theory = compile_theory(self.facts, self.equality)
        self._keys = {key for rule in self.theory.productive for key in reads(rule) | writes(rule)}
        for rule in self.theory.rules if self._checked else self.theory.merging:
            self._keys |= reads(rule)
        self.relations = Relations(self.known)
        self._give()
        fixpoint = Fixpoint(self.relations, self.theory.productive)
        if self._inferred is None or self.theory.schema.back or self.equality:
            fixpoint.run()
        else:
            for predicate, pairs in self._news(ox.parse(self._inferred, format=ox.RdfFormat.N_TRIPLES)).items():
                self.relations.by[predicate[0]].add(pairs)
            fixpoint.add(self._news(self._added))
        while True:
            changed = self._unite()
            if changed is None:
                return False
            if not changed:
                return True
            fixpoint.add(changed)

    def _give(self) -> None:
        """Give the relations what rules can see."""
        for predicate in sorted({predicate for predicate, _ in self._keys} - {IS_A}):
            for name in self.equality.members(term_of(predicate)):
                self.relations.give(predicate, self.facts.pairs(str(name.value)))
        for class_ in self.facts.classes():
            if (IS_A, str(self.known(class_))) in self._keys:
                self.relations.give(IS_A, ((cast("Term", told.subject), class_) for told in self.facts.typed(class_)))

    def _news(self, quads: Iterable[ox.Quad]) -> News:
        """Return those of some quads that rules can see."""
        number = self.relations.terms.number
        news: News = defaultdict(set)
        for told in quads:
            subject, predicate, value = terms(told.triple)
            key = str(predicate), str(self.known(value)) if predicate == _TYPE else ""
            if key in self._keys:
                news[key].add((number(subject), number(value)))
        return news

    def known(self, term: Term) -> Term:
        """Return the term that stands for `term` in the relations."""
        if isinstance(term, ox.Literal):
            number = self.relations.terms.find(term)
            return term if number is None else self.relations.terms.term(number)
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

    def _unite(self) -> News | None:
        """Apply the rules that say that things are one, and rewrite the relations, until they say nothing new.

        Returns the triples that were rewritten; None if a term of the schema is among the things.
        """
        changed: defaultdict[str, set[Numbers]] = defaultdict(set)
        while self._passes != self._last and (
            replaced := [term for found in self._equal() if (term := self._merge(*found))]
        ):
            self._passes += 1
            if not self.theory.schema.terms.isdisjoint(map(self.original, replaced)):
                return None
            moved = self.relations.terms.merge(replaced)
            for predicate, relation in self.relations.by.items():
                changed[predicate] = renumbered(changed[predicate], moved) | relation.move(moved)
        named = self.relations.terms.term
        news: News = defaultdict(set)
        for predicate, pairs in changed.items():
            for pair in pairs:
                news[predicate, str(named(pair[1])) if predicate == IS_A else ""].add(pair)
        return news

    def _equal(self) -> Iterator[tuple[Term, Term, Cause]]:
        for rule in self.theory.merging:
            for shared, kept, other in alike(self.relations, rule):
                cause = Cause(rule, tuple(map(self.original, shared)), self._passes)
                yield self.original(kept), self.original(other), cause

    def _represent(self, triple: ox.Triple) -> ox.Triple:
        return triple_of(*(self.equality.find(term) for term in terms(triple)))

    def original(self, term: Term) -> Term:
        """Return the blank node that a name in the relations stands for; any other term as it is."""
        return self.theory.schema.original(term)

    def triples(self, *, anonymous: bool = False) -> list[ox.Triple]:
        """Return what follows and is not asserted, without trivial triples.

        Membership in the blank nodes of class expressions is a step and no result; `anonymous` gives it too.
        """
        return [quad.triple for quad in self.quads(anonymous=anonymous)]

    def quads(self, *, anonymous: bool = False) -> list[ox.Quad]:
        """Return the triples of `triples` as quads of the default graph."""
        hidden = set() if anonymous else self._expressions()
        found = Derived(self._new(set() if self.equality else hidden)).all()
        if self.equality:
            names = dict.fromkeys(self._spread(told.triple for told in found))
            found = [quad(name) for name in names if not is_trivial(*name) and hidden.isdisjoint(name)]
        return found

    def derived(self) -> Facts:
        """Return the same to be read by predicate; quads are made of what is asked for."""
        return Facts(self.quads()) if self.equality else Derived(self._new(self._expressions()))

    def _new(self, hidden: set[Term]) -> list[Group]:
        """Return what rules have added, blank nodes as themselves, without `hidden` ones, nothing trivial.

        Of equal things all is returned: what is trivial of one name may not be so of another.
        """
        groups: list[Group] = []
        for relations in (self.theory.relations, self.relations):
            find, names = relations.terms.find, relations.terms.names()
            for name, node in self.theory.schema.back.items():
                if (number := find(name)) is not None:
                    names[number] = node
            iris = [(number, name.value) for number, name in enumerate(names) if isinstance(name, ox.NamedNode)]
            steps = {number for number, iri in iris if iri.startswith(STEP)}
            reserved = {number for number, iri in iris if iri.startswith(RESERVED)}
            odd = steps | {find(self.known(node)) for node in hidden}
            added: dict[str, Collection[Numbers]] = {}
            for token, relation in sorted(relations.by.items()):
                new, predicate = relation.pairs - relation.given, cast("ox.NamedNode", term_of(token))
                if not new or predicate.value.startswith(STEP):
                    continue
                if not odd.isdisjoint(chain.from_iterable(new)):
                    new = {pair for pair in new if odd.isdisjoint(pair)}
                if predicate.value in CAN_BE_TRIVIAL and not self.equality:
                    new -= {
                        pair for pair in new if (pair[0] == pair[1] or not reserved.isdisjoint(pair))
                        and is_trivial(names[pair[0]], predicate, names[pair[1]])
                    }  # fmt: skip
                if new:
                    added[predicate.value] = new
            groups.append((names, added))
        return groups

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
        return [terms(triple)[0] for triple in self.relations.matching(None, _TYPE, class_)]

    def is_given(self, triple: ox.Triple) -> bool:
        """Tell whether a triple, in the terms of the relations, was there before any rule ran."""
        if any(known.holds(triple, given=True) for known in (self.theory.relations, self.relations)):
            return True
        return self.is_asserted(self.asserted_form(triple_of(*map(self.original, terms(triple)))))

    def holds(self, triple: ox.Triple) -> bool:
        """Tell whether a triple, in the terms of the relations, is there or follows."""
        return self.relations.holds(triple) or self.theory.relations.holds(triple)

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
