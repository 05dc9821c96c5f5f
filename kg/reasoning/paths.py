"""Transitive properties: the pairs that close one, and what new links add to those of one that was closed before."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from kg.reasoning.relations import Numbers, Relation


def closed(relation: Relation, most: int) -> set[Numbers] | None:
    """Return the pairs that close a property and are not there, or None if there are more than `most`."""
    found: set[Numbers] = set()
    for start in {one for one, _ in relation.pairs}:
        reached, waiting = set[int](), [start]
        while waiting:
            further = set(relation.after(waiting.pop())) - reached
            reached |= further
            waiting += further
        found.update((start, end) for end in reached.difference(relation.after(start)))
        if len(found) > most:
            return None
    return found


def lengthened(relation: Relation, new: Iterable[Numbers], most: int) -> set[Numbers] | None:
    """Return the pairs that close a property again and are not there, or None if there are more than `most`.

    The `new` links are in the relation too. A path of the new closure goes over new links and old pairs by turns, so
    that what is reached from a new link is looked up once for each thing that one starts from.
    """
    links: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in new:
        links[one].append(other)
    found: set[Numbers] = set()
    for start in links:
        reached = _reached(start, links, relation.after)
        for first in {start, *relation.before(start)}:
            found.update((first, end) for end in reached.difference(relation.after(first)))
            if len(found) > most:
                return None
    return found


def _reached(start: int, links: Mapping[int, Collection[int]], after: Callable[[int], Collection[int]]) -> set[int]:
    """Return what paths reach that begin with one of the links from `start`."""
    reached: set[int] = set()
    begun, waiting = {start}, [start]
    while waiting:
        for end in links[waiting.pop()]:
            more = {end, *after(end)} - reached
            reached |= more
            further = (links.keys() & more) - begun
            begun |= further
            waiting += further
    return reached
