"""Makes mutants from a seed, holds each to the checks, and counts by operator what was caught, and where."""

from __future__ import annotations

import gc
import random
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING

from mutation import files, links, literals, names, questions, terms, wording
from mutation.comparing import differences, groups
from mutation.judging import Judge, Verdict, quick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from random import Random

    from mutation.sources import Mutant, Sources

ATTEMPTS = 40  # to find a place that an operator can break
MODULES = (links, names, literals, wording, files, terms, questions)
OPERATORS: dict[str, Callable[[Sources, Random], Mutant | None]] = {
    f"{module.__name__.rpartition('.')[2]}.{operator.__name__}": operator
    for module in MODULES
    for operator in module.OPERATORS
}


@dataclass(slots=True)
class Count:
    """What became of the mutants of an operator."""

    made: int = 0
    caught: int = 0
    placed: int = 0
    checks: Counter[str] = field(default_factory=Counter)

    def add(self, verdict: Verdict) -> None:
        """Count a verdict."""
        self.made += 1
        self.caught += verdict.caught
        self.placed += verdict.placed
        self.checks.update(verdict.checks)


def total(counts: Iterable[Count]) -> Count:
    """Return the sum of counts."""
    summed = Count()
    for one in counts:
        summed.made, summed.caught, summed.placed = (
            summed.made + one.made, summed.caught + one.caught, summed.placed + one.placed,
        )  # fmt: skip
        summed.checks.update(one.checks)
    return summed


def mutants(sources: Sources, seed: int, number: int, only: Iterable[str] = OPERATORS) -> Iterator[tuple[str, Mutant]]:
    """Yield so many different mutants of each operator, with its name; the same for the same seed and sources."""
    for name in only:
        chance = random.Random(f"{seed} {name}")  # noqa: S311  # no secret
        made: set[bytes] = set()
        for _ in range(number * ATTEMPTS):
            if len(made) == number:
                break
            mutant = OPERATORS[name](sources, chance)
            if mutant is None or mutant.data in made or mutant.data.decode("latin-1") == sources.texts[mutant.file]:
                continue
            made.add(mutant.data)
            yield name, mutant


_judge: Judge | None = None  # of a worker, which is forked from the process that made it


def judged(judge: Judge, some: list[tuple[str, Mutant]], workers: int) -> Iterator[tuple[str, Mutant, Verdict]]:
    """Yield each mutant with what the checks say of it, in their order."""
    global _judge  # noqa: PLW0603  # forked, it need not be sent
    _judge = judge
    gc.freeze()  # so that the forked processes share what was read
    with quick(judge.files), get_context("fork").Pool(workers) as pool:
        verdicts = pool.imap(_verdict, [mutant for _, mutant in some])
        for (name, mutant), verdict in zip(some, verdicts, strict=True):
            yield name, mutant, verdict


def compared(judge: Judge, some: list[tuple[str, Mutant]], workers: int) -> Iterator[tuple[str, Mutant, list[str]]]:
    """Yield each mutant that both engines can be held to, with where they differ."""
    global _judge  # noqa: PLW0603  # forked, it need not be sent
    _judge = judge
    places = groups([mutant for _, mutant in some])
    with quick(judge.files), get_context("fork").Pool(workers) as pool:
        told = pool.imap(_differences, [[some[at][1] for at in group] for group in places])
        for group, every in zip(places, told, strict=True):
            for at, found in zip(group, every, strict=True):
                if found is not None:
                    yield *some[at], found


def _differences(group: list[Mutant]) -> list[list[str] | None]:
    if _judge is None:
        raise RuntimeError
    return differences(_judge, group)


def _verdict(mutant: Mutant) -> Verdict:
    if _judge is None:
        raise RuntimeError
    return _judge.verdict(mutant)
