"""Transitive properties: what new links add to the pairs of one that was closed before they came."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

from kg.reasoning.queries import matching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pyoxigraph as ox

    from kg.reasoning.facts import Pair, Term


def lengthened(
    store: ox.Store, predicate: ox.NamedNode, new: Iterable[Pair], most: int
) -> dict[Term, set[Term]] | None:
    """Return the pairs that close a property again, by their first thing, or None if there are more than `most`.

    The `new` links are in the store too. A path of the new closure goes over new links and old
    pairs by turns, so that what is reached from a new link is looked up once for each thing that one starts from.
    """
    links: defaultdict[Term, list[Term]] = defaultdict(list)
    for one, other in new:
        links[one].append(other)
    known: dict[Term, set[Term]] = {}

    def after(node: Term) -> set[Term]:
        if node not in known:
            known[node] = {cast("Term", triple.object) for triple in matching(store, node, predicate, None)}
        return known[node]

    found: defaultdict[Term, set[Term]] = defaultdict(set)
    count = 0
    for start in links:
        reached = _reached(start, links, after)
        before = {cast("Term", triple.subject) for triple in matching(store, None, predicate, start)}
        for first in {start, *before}:
            more = reached - after(first)
            more -= found[first]
            count += len(more)
            if count > most:
                return None
            found[first] |= more
    return found


def _reached(start: Term, links: Mapping[Term, Sequence[Term]], after: Callable[[Term], set[Term]]) -> set[Term]:
    """Return what paths reach that begin with one of the links from `start`."""
    reached: set[Term] = set()
    begun, waiting = {start}, [start]
    while waiting:
        for end in links[waiting.pop()]:
            more = {end, *after(end)} - reached
            reached |= more
            further = (links.keys() & more) - begun
            begun |= further
            waiting += further
    return reached
