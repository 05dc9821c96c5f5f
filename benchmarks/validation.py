"""Time the full validation of the strategy's graph against pySHACL with owlrl, and on copies of it; print a table.

    python benchmarks/validation.py [--copies 1,3,10] [--runs 5] [--no-reference]

Ours is all: parsing, the five checks, and the places of what is found. The reference is parsing, and pySHACL with
`inference="owlrl"`: shapes over what follows, and nothing else. Each runs in a process of its own. Seconds are given by
the clock, as whoever waits has them, and of the processors, since others may use the machine; ratios are of the latter.
The first row is the quickest of some runs, and all of them stand under it: what others take only makes a run longer.
Copies break the shapes that count and name things, so that they have findings too.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from validating import ours, reference

from kg.confining import run_confined

if TYPE_CHECKING:
    from collections.abc import Callable

    from validating import Row

_SECONDS, _MEGABYTES = 3600, 16_000


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--copies", default="1,3,10", help="sizes, as numbers of copies")
    parser.add_argument("--runs", type=int, default=5, help="how often the first size is run")
    parser.add_argument("--no-reference", action="store_true", help="leave the reference out: it takes minutes")
    arguments = parser.parse_args()
    _print(f"{'engine':8} {'copies':>6} {'triples':>9} {'findings':>9} {'clock s':>9} {'CPU s':>9} {'MB':>6}")
    numbers = [int(number) for number in arguments.copies.split(",")]
    first = [_row(ours, "rust", numbers[0]) for _ in range(arguments.runs)]
    rows = [_shown("rust", numbers[0], min(first, key=lambda row: row["clock"]))]
    clocks = ", ".join(f"{row['clock']:.2f}" for row in first)
    _print(f"the quickest of {len(first)} runs, which took {clocks} s")
    rows += [_shown("rust", number, _row(ours, "rust", number)) for number in numbers[1:]]
    _shown("pyshacl", 1, _row(ours, "pyshacl", 1))
    if not arguments.no_reference:
        owlrl = _shown("owlrl", 1, _row(reference))
        _print(f"pySHACL with owlrl takes {owlrl['cpu'] / rows[0]['cpu']:.0f} times as long as our default")
    for number, row in zip(numbers[1:], rows[1:], strict=True):
        _print(f"{number} copies take {row['cpu'] / rows[0]['cpu']:.1f} times as long as {numbers[0]}")


def _row(function: Callable[..., Row], *arguments: object) -> Row:
    return run_confined(function, *arguments, seconds=_SECONDS, megabytes=_MEGABYTES)


def _shown(name: str, number: int, row: Row) -> Row:
    _print(f"{name:8} {number:6} {row['triples']:9.0f} {row['findings']:9.0f} {row['clock']:9.2f} {row['cpu']:9.2f} "
           f"{row['megabytes']:6.0f}")  # fmt: skip
    return row


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
