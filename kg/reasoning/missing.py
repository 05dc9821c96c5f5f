"""Why a triple does not follow: the rules that could have concluded it, and the premises that they lack."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING

from kg.reasoning.queries import terms, triple_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from kg.reasoning.grounds import Bound
    from kg.reasoning.prover import Prover
    from kg.reasoning.rules import Axiom, Pattern, Rule

LEVELS = 3
_NEAREST = 3  # attempts that are told for one premise below the first level
_FOR_A_RULE = 2  # attempts that are told for one rule
_SPECIAL = 3  # matches of the premises that hold, up to which each is told for itself


@dataclass(frozen=True, slots=True)
class Premise:
    """A premise of a rule: in words, with `?x` for what could be anything, and as a triple where it is one."""

    text: str
    triple: ox.Triple | None
    attempts: tuple[Attempt, ...] = ()
    """For one that is missing: the rules that could have concluded it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A rule that would have concluded a triple, had the premises that are missing held too."""

    rule: str
    axiom: Axiom
    present: tuple[Premise, ...]
    missing: tuple[Premise, ...]


def attempts(prover: Prover, triple: ox.Triple, levels: int = LEVELS) -> list[Attempt]:
    """Return the rules that could have concluded a triple that does not hold, those that lack least first.

    What is missing is asked after in the same way, `levels` deep.
    """
    goal = triple_of(*map(prover.closure.known, terms(triple)))
    return _attempts(prover, goal, levels, frozenset())


def _attempts(prover: Prover, goal: ox.Triple, levels: int, above: frozenset[ox.Triple]) -> list[Attempt]:
    found: dict[tuple[object, ...], Attempt] = {}
    for rule, bound in prover.search.grounds.concluding(goal):
        for kept, solution in islice(_nearest(prover, rule, bound), _FOR_A_RULE):
            lacking = [pattern for pattern in rule.body if pattern not in kept]
            present = tuple(_premise(prover, pattern, solution) for pattern in kept)
            missing = tuple(_premise(prover, pattern, solution, levels, above | {goal}) for pattern in lacking)
            if goal not in (premise.triple for premise in missing):
                key = (rule.name, rule.axiom.text, *(premise.text for premise in missing))
                found.setdefault(key, Attempt(rule.name, rule.axiom, present, missing))
    ordered = sorted(found.values(), key=_distance)
    return ordered if not above else ordered[:_NEAREST]


def _nearest(prover: Prover, rule: Rule, bound: Bound) -> Iterator[tuple[tuple[Pattern, ...], Bound]]:
    """Yield the premises that hold together if as few as possible are done without, those with fewest matches first."""
    grounds = prover.search.grounds
    for count in range(1, len(rule.body) + 1):
        choices = []
        for kept in combinations(rule.body, len(rule.body) - count):
            solutions = list(islice(grounds.solutions(rule, kept, bound), _SPECIAL + 1))
            # Matches by the dozen have nothing to do with what was asked: they are told as `?x`.
            known = solutions if len(solutions) <= _SPECIAL else [bound]
            choices += [(len(solutions), kept, solution) for solution in known if solutions]
        if choices:
            yield from ((kept, solution) for _, kept, solution in sorted(choices, key=lambda choice: choice[0]))
            return


def _premise(
    prover: Prover, pattern: Pattern, bound: Bound, levels: int = 0, above: frozenset[ox.Triple] = frozenset()
) -> Premise:
    if any(part.startswith("?") and part not in bound for part in pattern):
        return Premise(prover.pattern_text(pattern, bound), None)
    triple = prover.search.grounds.ground(pattern, bound)
    deeper = tuple(_attempts(prover, triple, levels - 1, above)) if levels > 1 and triple not in above else ()
    return Premise(prover.pattern_text(pattern, bound), prover.original(triple), deeper)


def _distance(attempt: Attempt) -> tuple[int, int, str, str]:
    return len(attempt.missing), -len(attempt.present), attempt.rule, attempt.axiom.text
