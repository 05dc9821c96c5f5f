"""The steps of a proof as a list without repetition."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning import Proof


class Numbered:
    """The different steps of a proof, numbered from 1 in the order of reading."""

    def __init__(self, proof: Proof) -> None:
        """Number the steps of `proof`."""
        self._steps: dict[tuple[str, str], tuple[int, Proof]] = {}
        left = [proof]
        while left:
            step = left.pop()
            if (step.text, step.rule) not in self._steps:
                self._steps[step.text, step.rule] = (len(self._steps) + 1, step)
                left += reversed((*step.grounds, *step.premises))

    def __iter__(self) -> Iterator[tuple[int, Proof]]:
        """Yield each step with its number."""
        yield from self._steps.values()

    def of(self, step: Proof) -> int:
        """Return the number of a step."""
        return self._steps[step.text, step.rule][0]
