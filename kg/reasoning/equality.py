"""Equality: things that are one, by a representative for each group, never by copying their triples."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.reasoning.queries import terms, triple_of
from kg.reasoning.vocabulary import SAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.facts import Term
    from kg.reasoning.rules import Rule

_SAME = ox.NamedNode(SAME)

# The pairs of a group are its square. Up to this many members all are given; in a larger group each member is
# tied to the representative, both ways, which says the same.
ALL_PAIRS = 128


class Cause(NamedTuple):
    """What made two things one: a rule, what its `group` stood for, and how many passes of such rules came before."""

    rule: Rule
    group: tuple[Term, ...]
    passes: int


class Link(NamedTuple):
    """Two terms that were made one; without a cause it was asserted."""

    one: Term
    other: Term
    cause: Cause | None


class Equality:
    """Groups of terms that are the same thing (union-find; the representative is the first by kind and text).

    `links` are what tied the groups together: a tree for each group.
    """

    __slots__ = ("_groups", "_parents", "links")

    def __init__(self) -> None:
        """Begin with every term on its own."""
        self._parents: dict[Term, Term] = {}
        self._groups: defaultdict[Term, list[Term]] = defaultdict(list)
        self.links: list[Link] = []

    def __bool__(self) -> bool:
        """Tell whether any two terms are the same."""
        return bool(self._parents)

    def find(self, term: Term) -> Term:
        """Return the representative of `term`."""
        return self._parents.get(term, term)

    def same(self, one: Term, other: Term, cause: Cause | None = None) -> tuple[Term, Term] | None:
        """Note that two terms are one; return the representative and the one it replaces, if this is new."""
        kept, replaced = sorted((self.find(one), self.find(other)), key=_rank)
        if kept == replaced:
            return None
        self.links.append(Link(one, other, cause))
        moved = self._groups.pop(replaced, [replaced])
        if kept not in self._groups:
            self._groups[kept] = [kept]
        self._groups[kept] += moved
        for term in moved:
            self._parents[term] = kept
        self._parents[kept] = kept
        return kept, replaced

    def members(self, term: Term) -> list[Term]:
        """Return all terms of the group that `term` represents; `term` alone if it has no group."""
        return self._groups.get(term, [term])

    def merged(self, term: Term) -> bool:
        """Tell whether `term` is one of several names of a thing."""
        return term in self._parents

    def triples(self) -> Iterator[ox.Triple]:
        """Yield `owl:sameAs` between the members of each group (eq-sym, eq-trans), none to itself."""
        for representative, members in self._groups.items():
            pairs = product(members, repeat=2) if len(members) <= ALL_PAIRS else _star(representative, members)
            for one, other in pairs:
                if one != other:
                    yield triple_of(one, _SAME, other)

    def spread(self, triple: ox.Triple) -> Iterator[ox.Triple]:
        """Yield `triple` for all names of its things (eq-rep-s, eq-rep-p, eq-rep-o), itself among them."""
        subject, predicate, value = (self.find(term) for term in terms(triple))
        if not (self.merged(subject) or self.merged(predicate) or self.merged(value)):
            yield triple
            return
        for parts in product(self.members(subject), self.members(predicate), self.members(value)):
            if isinstance(parts[1], ox.NamedNode):
                yield triple_of(*parts)


def _rank(term: Term) -> tuple[bool, str]:
    return isinstance(term, ox.BlankNode), str(term)


def _star(representative: Term, members: list[Term]) -> Iterator[tuple[Term, Term]]:
    for member in members:
        yield representative, member
        yield member, representative
