"""Relations: what rules read and say, as pairs of numbers that stand for terms (dictionary encoding).

Sets of numbers are joined in a fraction of the time that a store takes for the texts of terms.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.reasoning.literals import canonical
from kg.reasoning.queries import quad, term_of, terms, triple_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from kg.reasoning.facts import Term

Numbers: TypeAlias = tuple[int, int]  # of the subject and the object of a triple


class Terms:
    """A number for each term: from 0 up for things, below for literals; those that a store keeps as one have one."""

    __slots__ = ("_known", "_literals", "_numbers", "_things")

    def __init__(self, known: Callable[[Term], Term]) -> None:
        """Begin without any; `known` gives the thing that stands for another."""
        self._known = known
        self._numbers: dict[Term, int] = {}
        self._things: list[Term] = []
        self._literals: list[ox.Literal] = []

    def number(self, term: Term) -> int:
        """Return the number of a term, a new one if it has none."""
        found = self._numbers.get(term)
        if found is None:
            found = self._numbers[term] = self._new(term)
        return found

    def find(self, term: Term) -> int | None:
        """Return the number of a term, None if it has none."""
        number = self._numbers.get(term)
        return self._numbers.get(canonical(term)) if number is None else number

    def _new(self, term: Term) -> int:
        if isinstance(term, ox.Literal):
            stored = canonical(term)
            if stored not in self._numbers:
                self._literals.append(term)
                self._numbers[stored] = -len(self._literals)
            return self._numbers[stored]
        known = self._known(term)
        if known != term:
            return self.number(known)
        self._things.append(term)
        return len(self._things) - 1

    def term(self, number: int) -> Term:
        """Return a term by its number, a literal as it was first written."""
        return self._things[number] if number >= 0 else self._literals[-number - 1]

    def names(self) -> list[Term]:
        """Return the terms, each at the place of its number; literals count from the end."""
        return [*self._things, *reversed(self._literals)]

    def merge(self, replaced: Iterable[Term]) -> dict[int, int]:
        """Let terms have the number of what now stands for them; return their old numbers with the new ones."""
        moved = {}
        for term in replaced:
            if term in self._numbers:
                moved[self._numbers[term]] = self.number(self._known(term))
        for term, number in self._numbers.items():
            if number in moved:
                self._numbers[term] = moved[number]
        return moved


class Relation:
    """The pairs of one predicate, with an index by either end as soon as it is asked for."""

    __slots__ = ("_after", "_before", "given", "pairs")

    def __init__(self) -> None:
        """Begin without any."""
        self.pairs: set[Numbers] = set()
        self.given: set[Numbers] = set()
        self._after: defaultdict[int, list[int]] | None = None
        self._before: defaultdict[int, list[int]] | None = None

    def after(self, subject: int) -> Collection[int]:
        """Return the objects of a subject."""
        if self._after is None:
            self._after = _index(self.pairs)
        return self._after.get(subject, ())

    def before(self, value: int) -> Collection[int]:
        """Return the subjects of an object."""
        if self._before is None:
            self._before = _index((other, one) for one, other in self.pairs)
        return self._before.get(value, ())

    def add(self, pairs: set[Numbers]) -> None:
        """Add pairs."""
        new = pairs - self.pairs
        self.pairs |= new
        if self._after is not None:
            for one, other in new:
                self._after[one].append(other)
        if self._before is not None:
            for one, other in new:
                self._before[other].append(one)

    def move(self, moved: dict[int, int]) -> set[Numbers]:
        """Give terms other numbers; return the pairs that are changed, as they are then."""
        old = {pair for pair in self.pairs if not moved.keys().isdisjoint(pair)}
        new = renumbered(old, moved)
        if old:
            self.pairs = (self.pairs - old) | new
            self.given = renumbered(self.given, moved)
            self._after = self._before = None
        return new


_NONE = Relation()


class Relations:
    """Relations by predicate, as N-Triples writes it, and the terms that their numbers stand for."""

    __slots__ = ("by", "terms")

    def __init__(self, known: Callable[[Term], Term]) -> None:
        """Begin without any; `known` gives the term that stands for another."""
        self.terms = Terms(known)
        self.by: defaultdict[str, Relation] = defaultdict(Relation)

    def __len__(self) -> int:
        """Count the triples."""
        return sum(len(relation.pairs) for relation in self.by.values())

    def give(self, predicate: str, pairs: Iterable[tuple[Term, Term]]) -> None:
        """Add triples of a predicate that are given."""
        relation, number = self.by[predicate], self.terms.number
        found = {(number(one), number(other)) for one, other in pairs}
        relation.add(found)
        relation.given |= found

    def constant(self, token: str) -> int:
        """Return the number of a term that N-Triples writes as `token`."""
        return self.terms.number(term_of(token))

    def holds(self, triple: ox.Triple, *, given: bool = False) -> bool:
        """Tell whether a triple is there, or was `given`."""
        relation, (subject, _, value) = self.by.get(str(triple.predicate), _NONE), terms(triple)
        pair = self.terms.find(subject), self.terms.find(value)
        return pair in (relation.given if given else relation.pairs)

    def matching(self, subject: Term | None, predicate: Term | None, value: Term | None) -> Iterator[ox.Triple]:
        """Yield the triples with these parts; None stands for any."""
        for name in [str(predicate)] if predicate is not None else list(self.by):
            if name in self.by:
                node = term_of(name)
                for one, other in self._pairs(self.by[name], subject, value):
                    yield triple_of(self.terms.term(one), node, self.terms.term(other))

    def store(self) -> ox.Store:
        """Return a store of all triples."""
        store = ox.Store()
        store.bulk_extend(map(quad, self.matching(None, None, None)))
        return store

    def _pairs(self, relation: Relation, subject: Term | None, value: Term | None) -> Iterable[Numbers]:
        if subject is None and value is None:
            return relation.pairs
        one, other = (None if term is None else self.terms.find(term) for term in (subject, value))
        if one is not None and other is not None:
            return {(one, other)} & relation.pairs
        if one is not None and value is None:
            return [(one, after) for after in relation.after(one)]
        if other is not None and subject is None:
            return [(before, other) for before in relation.before(other)]
        return ()


def _index(pairs: Iterable[Numbers]) -> defaultdict[int, list[int]]:
    index: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        index[one].append(other)
    return index


def renumbered(pairs: Iterable[Numbers], moved: dict[int, int]) -> set[Numbers]:
    """Return pairs with other numbers for some terms."""
    return {(moved.get(one, one), moved.get(other, other)) for one, other in pairs}
