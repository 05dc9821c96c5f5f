"""Proofs of triples, equalities and contradictions of a closure, in the terms that people wrote."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.reasoning import vocabulary as owl
from kg.reasoning.closure import STEP, Closure
from kg.reasoning.grounds import twofold
from kg.reasoning.literals import canonical, spelling
from kg.reasoning.proofs import Proof
from kg.reasoning.proving import Search
from kg.reasoning.queries import term_of, terms, triple_of
from kg.reasoning.rules import IS_A

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.reasoning.contradictions import Contradiction
    from kg.reasoning.equality import Link
    from kg.reasoning.facts import Term
    from kg.reasoning.grounds import Bound, Instance
    from kg.reasoning.proving import Choice
    from kg.reasoning.rules import Pattern

_SAME = ox.NamedNode(owl.SAME)
_POSITIONS = ("eq-rep-s", "eq-rep-p", "eq-rep-o")


class Prover:
    """Proofs from one closure."""

    def __init__(self, closure: Closure) -> None:
        """Make ready to prove what is in `closure`."""
        self.closure = closure
        self.search = Search(closure)
        self._earlier: dict[int, Prover] = {}

    def proofs(self, triple: ox.Triple, limit: int | None = 1) -> list[Proof]:
        """Return the proofs of a triple, the shortest first, at most `limit`; none if it does not hold.

        Raises: KgError if the search takes too long.
        """
        if triple.predicate == _SAME:
            found = self._same(*terms(triple)[::2])
            return [found] if found else []
        goal = triple_of(*map(self.closure.known, terms(triple)))
        asserted = self._asserted(goal, triple)
        if limit == 1:
            choice = None if asserted else self.search.shortest(goal)
            return [asserted] if asserted else [self._asked(self._built(goal, choice), triple)] if choice else []
        rest = (self._asked(self._built(goal, choice), triple) for choice in self.search.all(goal))
        several = list(islice(chain([asserted] if asserted else [], rest), limit))
        return several or self.proofs(triple)  # a proof that only the thorough search finds

    def refutation(self, found: Contradiction, language: str = "en") -> Proof:
        """Return the proof of a contradiction: the axiom, and why each of its premises holds."""
        premises = tuple(self.proof(triple) for triple in found.premises)
        grounds = tuple(self.proof(triple) for triple in found.axiom.triples if triple not in found.premises)
        return Proof(None, found.message(language), found.rule, found.axiom, grounds, premises)

    def proof(self, triple: ox.Triple) -> Proof:
        """Return the shortest proof of a triple that is known to hold."""
        return next(iter(self.proofs(triple)), Proof(triple, self.text(triple)))

    def text(self, triple: ox.Triple) -> str:
        """Return a triple with prefixed names, expressions as OWL's Manchester syntax writes them."""
        subject, predicate, value = map(self.name, terms(triple))
        return f"{subject} {'a' if triple.predicate.value == owl.TYPE else predicate} {value}"

    def pattern_text(self, pattern: Pattern, bound: Bound) -> str:
        """Return a pattern as `text` returns a triple, with `?x` for a variable that stands for nothing."""
        known = [bound.get(part) if part.startswith("?") else term_of(part) for part in pattern]
        names = [self.name(self.closure.original(term)) if term is not None else part
                 for term, part in zip(known, pattern, strict=True)]  # fmt: skip
        return " ".join("a" if part == IS_A else name for part, name in zip(pattern, names, strict=True))

    def name(self, term: Term) -> str:
        """Return a term by its prefixed name, a list or an expression as OWL's Manchester syntax writes it."""
        schema = self.closure.theory.schema
        if isinstance(term, ox.BlankNode) and schema.values(term, owl.FIRST):
            return f"({' '.join(map(schema.text, schema.raw_members(term, term)))})"
        return schema.text(term)

    def _asserted(self, goal: ox.Triple, wanted: ox.Triple) -> Proof | None:
        """Return the proof that `wanted` has if it, or the same by other names, is asserted."""
        if self.closure.is_asserted(wanted):
            return Proof(wanted, self.text(wanted))
        if not self.search.is_given(goal):
            return None
        told = spelling(self.closure.asserted_form(self.original(goal)), self.closure.facts)
        return self._renamed(Proof(told, self.text(told)), wanted)

    def _built(self, goal: ox.Triple, choice: Choice) -> Proof:
        """Return the proof that consists of the steps in `choice`, premises before conclusions."""
        built: dict[ox.Triple, Proof] = {}
        left = [goal]
        while left:
            triple = left[-1]
            instance = choice[triple]
            waiting = [one for one in _needs(instance) if one not in built] if instance else []
            if triple not in built and not waiting:
                built[triple] = self._step(triple, instance, built)
            left = [*left, *waiting] if waiting else left[:-1]
        return built[goal]

    def _step(self, triple: ox.Triple, instance: Instance | None, built: dict[ox.Triple, Proof]) -> Proof:
        original = self.original(triple)
        if instance is None:
            return self._asserted(triple, original) or Proof(original, self.text(original))
        premises: list[Proof] = []
        for premise in instance.premises:
            premises += built[premise].premises if _is_step(premise) else (built[premise],)
        grounds = tuple(built[one] for one in instance.axiom)
        rule = instance.rule
        if isinstance(original.object, ox.Literal):
            original = _spelt(original, [*grounds, *premises])
        return Proof(original, self.text(original), rule.name, rule.axiom, grounds, tuple(premises))

    def _asked(self, proof: Proof, wanted: ox.Triple) -> Proof:
        """Return a proof of `wanted` itself, with its names and its spelling."""
        if isinstance(wanted.object, ox.Literal) and proof.conclusion:
            triple = triple_of(*terms(proof.conclusion)[:2], wanted.object)
            proof = replace(proof, conclusion=triple, text=self.text(triple))
        return self._renamed(proof, wanted)

    def original(self, triple: ox.Triple) -> ox.Triple:
        """Return a triple of the store with blank nodes for their names."""
        return triple_of(*map(self.closure.original, terms(triple)))

    def _renamed(self, proof: Proof, wanted: ox.Triple) -> Proof:
        """Return a proof of `wanted`, which says by other names what `proof` concludes: rules eq-rep-*."""
        for place, rule in enumerate(_POSITIONS):
            parts = list(terms(proof.conclusion))  # type: ignore[arg-type]  # no contradiction comes here
            if parts[place] != terms(wanted)[place] and not isinstance(parts[place], ox.Literal):
                same = self._same(parts[place], terms(wanted)[place])
                parts[place] = terms(wanted)[place]
                triple = triple_of(*parts)
                premises = (same, proof) if same else (proof,)
                proof = Proof(triple, self.text(triple), rule, premises=premises)
        return proof

    def _same(self, one: Term, other: Term) -> Proof | None:
        """Return why two terms are the same thing, link by link; None if they are not, or are one term."""
        wanted = triple_of(one, _SAME, other)
        if self.closure.is_asserted(wanted):
            return Proof(wanted, self.text(wanted))
        way = self._way(one, other)
        if not way:
            return None
        links = tuple(self._linked(start, end, link) for start, end, link in way)
        return links[0] if len(links) == 1 else Proof(wanted, self.text(wanted), "eq-trans", premises=links)

    def _way(self, one: Term, other: Term) -> list[tuple[Term, Term, Link]]:
        """Return the links from one name to another, each with the names it leads from and to."""
        around: defaultdict[Term, list[tuple[Term, Link]]] = defaultdict(list)
        for link in self.closure.equality.links:
            around[link.one].append((link.other, link))
            around[link.other].append((link.one, link))
        came: dict[Term, tuple[Term, Link] | None] = {one: None}
        queue = [one]
        for term in queue:
            for neighbour, link in around[term]:
                if neighbour not in came:
                    came[neighbour] = (term, link)
                    queue.append(neighbour)
        way = []
        while (before := came.get(other)) is not None:
            way.append((before[0], other, before[1]))
            other = before[0]
        return way[::-1]

    def _linked(self, start: Term, end: Term, link: Link) -> Proof:
        """Return why two terms were made one."""
        wanted, back = triple_of(start, _SAME, end), triple_of(end, _SAME, start)
        if link.cause is None:
            if self.closure.is_asserted(wanted):
                return Proof(wanted, self.text(wanted))
            return Proof(wanted, self.text(wanted), "eq-sym", premises=(Proof(back, self.text(back)),))
        # What the rule saw then is proven from what was known then, or the proof could go in a circle.
        earlier = self._before(link.cause.passes)
        known, rule = earlier.closure.known, twofold(link.cause.rule)
        bound = dict(zip(link.cause.rule.group, map(known, link.cause.group), strict=True))
        bound |= {rule.head[0].subject: known(start), rule.head[0].value: known(end)}
        solution = next(earlier.search.grounds.solutions(rule, rule.body, bound))
        instance = earlier.search.grounds.instance(rule, [earlier.search.grounds.ground(pattern, solution)
                                                          for pattern in rule.body])  # fmt: skip
        premises = tuple(earlier.proof(earlier.original(premise)) for premise in instance.premises)
        grounds = tuple(earlier.proof(earlier.original(triple)) for triple in instance.axiom)
        return Proof(wanted, self.text(wanted), rule.name, rule.axiom, grounds, premises)

    def _before(self, passes: int) -> Prover:
        """Return the prover of the closure as it was before a pass of the rules that make things one."""
        if passes not in self._earlier:
            self._earlier[passes] = Prover(Closure(self.closure.facts.all(), checked=False, passes=passes))
            self._earlier[passes]._earlier = self._earlier  # noqa: SLF001  # what was before that is the same
        return self._earlier[passes]


def _spelt(triple: ox.Triple, premises: list[Proof]) -> ox.Triple:
    """Return a triple with its literal as the premises spell it."""
    found = (premise.conclusion.object for premise in premises if premise.conclusion)
    stored = canonical(cast("Term", triple.object))
    literals = (term for term in found if isinstance(term, ox.Literal) and canonical(term) == stored)
    return triple_of(*terms(triple)[:2], next(literals, cast("ox.Literal", triple.object)))


def _needs(instance: Instance) -> Iterable[ox.Triple]:
    return (*instance.axiom, *instance.premises)


def _is_step(triple: ox.Triple) -> bool:
    """Tell whether a triple only stands for a part of a long axiom."""
    return triple.predicate.value.startswith(STEP) or str(triple.object).startswith(f"<{STEP}")
