"""The search for proofs: backwards from a triple to what is asserted, the shortest first, and never in a circle."""

from __future__ import annotations

import heapq
from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import KgError
from kg.reasoning.grounds import Grounds, Instance

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from kg.reasoning.closure import Closure

Choice: TypeAlias = "dict[ox.Triple, Instance | None]"  # how each triple is concluded; None for a given one
Open: TypeAlias = "tuple[tuple[ox.Triple, frozenset[ox.Triple]], ...]"  # what is to be concluded, and what rests on it

# Triples looked at: after so many a proof that was found is not improved on, and the search is given up.
_ENOUGH, _MOST = 100_000, 2_000_000
_ALTERNATIVES = 5_000  # triples whose other proofs are sought


def premises(instance: Instance) -> tuple[ox.Triple, ...]:
    """Return all that an instance of a rule rests on: the axiom, and the premises."""
    return tuple(dict.fromkeys((*instance.axiom, *instance.premises)))


class Search:
    """What is known of the ways to conclude some triples of a closure.

    A triple costs one, and with it all that it rests on costs what it costs: the length of its proof.
    """

    def __init__(self, closure: Closure) -> None:
        """Begin to search in `closure`."""
        self.grounds = Grounds(closure)
        self._given: dict[ox.Triple, bool] = {}
        self._ways: dict[ox.Triple, list[Instance]] = {}

    def shortest(self, goal: ox.Triple) -> Choice | None:
        """Return how `goal` and what it rests on are concluded in the shortest proof; None if there is no proof.

        After many triples the shortest proof so far is taken.

        Raises: KgError if the search takes too long.
        """
        for thorough in (False, True):
            ways: dict[ox.Triple, list[Instance]] = {}
            frontier, depth, size = [goal], 0, 1
            found: Choice | None = None
            self.grounds.work = 0
            while frontier:
                further = self._explore(frontier, ways, thorough=thorough, most=_ENOUGH if found else _MOST)
                if found and self.grounds.work > _ENOUGH:
                    return found
                frontier, depth = further, depth + 1
                if frontier and len(ways) < size:
                    continue
                size = 2 * len(ways)
                lengths, choice = self._settled(ways)
                if goal in lengths:
                    found = _reached(goal, choice)
                    if not frontier or lengths[goal] <= depth + 1:
                        return found
                elif self.grounds.work > _MOST:
                    message = f"no proof was found among {self.grounds.work} triples; expected a shorter way to it"
                    danish = (
                        f"intet bevis blev fundet blandt {self.grounds.work} tripler; vejen dertil skal være kortere"
                    )
                    raise KgError(message, str(goal), danish=danish)
        return None

    def all(self, goal: ox.Triple) -> Iterator[Choice]:
        """Yield the ways to conclude `goal` from what is given, the shortest proof first, as far as the work allows.

        Premises that are given are not proven again, but `goal` is. The search is A*: what is left of a proof is
        estimated by the shortest proofs of its premises, which no proof without a circle can beat.
        """
        ways: dict[ox.Triple, list[Instance]] = {}
        frontier = [goal]
        self.grounds.work = 0
        while frontier and len(ways) < _ALTERNATIVES and self.grounds.work < _MOST:
            frontier = self._explore(frontier, ways, every=True, root=goal)
        lengths, _ = self._settled(ways)
        order = count()
        queue: list[tuple[int, int, int, Choice, Open]] = [(0, next(order), 0, {}, ((goal, frozenset()),))]
        while queue and next(order) < _MOST:
            _, _, done, choice, left = heapq.heappop(queue)
            if not left:
                yield choice
                continue
            (now, above), *rest = left
            if now != goal and self.is_given(now):
                options: list[Instance | None] = [None]
            else:
                options = [choice[now]] if now in choice else [*ways.get(now, ())]
            for option in options:
                needed = premises(option) if option else ()
                path = above | {now}
                if any(premise in path or premise not in lengths for premise in needed):
                    continue
                further = [*((premise, path) for premise in needed), *rest]
                estimate = done + 1 + sum(1 if one == goal else lengths[one] for one, _ in further)
                heapq.heappush(queue, (estimate, next(order), done + 1, {**choice, now: option}, tuple(further)))

    def is_given(self, triple: ox.Triple) -> bool:
        """Tell whether a triple was there before any rule ran."""
        if triple not in self._given:
            self._given[triple] = self.grounds.closure.is_given(triple)
        return self._given[triple]

    def _explore(
        self,
        frontier: list[ox.Triple],
        ways: dict[ox.Triple, list[Instance]],
        *,
        thorough: bool = False,
        every: bool = False,
        root: ox.Triple | None = None,
        most: int = _MOST,
    ) -> list[ox.Triple]:
        """Note the ways to conclude the triples of `frontier`; return what these rest on and was not looked at yet.

        Where not `every` way is wanted, one that rests on nothing but what is given is enough of its rule.
        """
        found: dict[ox.Triple, None] = {}
        for goal in frontier:
            if goal in ways or self.grounds.work > most:
                continue
            ways[goal] = []
            if self.is_given(goal) and goal != root:
                continue
            kept: set[int] = set()
            for instance in self.grounds.instances(goal, thorough=thorough, every=every):
                if goal in instance.premises or id(instance.rule) in kept:
                    continue
                needed = premises(instance)
                ways[goal].append(instance)
                if not every and all(self.is_given(triple) for triple in needed):
                    kept.add(id(instance.rule))
                found.update(dict.fromkeys(needed))
        return [goal for goal in found if goal not in ways]

    def _settled(self, ways: dict[ox.Triple, list[Instance]]) -> tuple[dict[ox.Triple, int], Choice]:
        """Return the length of the shortest proof of each triple that has one, and its last step.

        Knuth, "A generalization of Dijkstra's algorithm", 1977.
        """
        order = count()
        queue: list[tuple[int, int, ox.Triple, Instance | None]] = []
        resting: defaultdict[ox.Triple, list[int]] = defaultdict(list)
        instances: list[tuple[ox.Triple, Instance]] = []
        missing: list[int] = []
        for goal, found in ways.items():
            if self.is_given(goal):
                queue.append((1, next(order), goal, None))
            for instance in found:
                needed = set(premises(instance))
                for triple in needed:
                    resting[triple].append(len(instances))
                instances.append((goal, instance))
                missing.append(len(needed))
                if not needed:
                    queue.append((1, next(order), goal, instance))
        heapq.heapify(queue)
        lengths: dict[ox.Triple, int] = {}
        choice: Choice = {}
        while queue:
            length, _, goal, last = heapq.heappop(queue)
            if goal in lengths:
                continue
            lengths[goal], choice[goal] = length, last
            for place in resting[goal]:
                missing[place] -= 1
                if not missing[place]:
                    concluded, instance = instances[place]
                    total = 1 + sum(lengths[triple] for triple in premises(instance))
                    heapq.heappush(queue, (total, next(order), concluded, instance))
        return lengths, choice


def _reached(goal: ox.Triple, choice: Choice) -> Choice:
    """Return the part of `choice` that a proof of `goal` needs."""
    needed: Choice = {}
    left = [goal]
    while left:
        triple = left.pop()
        if triple not in needed:
            needed[triple] = instance = choice[triple]
            left += premises(instance) if instance else ()
    return needed
