"""Break a copy of the project in many ways, and print by operator what the checks noticed, and where.

    python -m mutation [--seed 1] [--number 3] [--only NAME] [--engine pyshacl] [--engines 20] [--verbose]

With --engines so many of the mutants are held to the shapes by both engines, which takes some 10 s each.

Exit code 1 if the unbroken project has findings, too little was caught or at the right line, or the engines differ.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from kg.project import find_project
from kg.validation.engines import ENGINES
from mutation.comparing import sample
from mutation.judging import Judge
from mutation.running import OPERATORS, Count, compared, judged, mutants, total
from mutation.sources import read

if TYPE_CHECKING:
    from mutation.judging import Verdict
    from mutation.sources import Mutant

CAUGHT, PLACED = 0.95, 0.90  # shares of all mutants
WORKERS = min(8, os.cpu_count() or 1)


def main() -> int:
    """Print the table, and what was not caught or not placed; return the exit code."""
    arguments = _arguments()
    began = time.perf_counter()
    project, source = find_project(), _source()
    if source is None:
        sys.stderr.write("the document's text is not at hand (KOMPAS_SOURCE): what only it can tell survives\n")
    judge = Judge(project, source, arguments.engine)
    only = [name for name in OPERATORS if arguments.only in name]
    some = list(mutants(read(judge.files, project), arguments.seed, arguments.number, only))
    counts: defaultdict[str, Count] = defaultdict(Count)
    told: list[str] = []
    for at, (name, mutant, verdict) in enumerate(judged(judge, some, WORKERS), 1):
        counts[name].add(verdict)
        if not verdict.placed or arguments.verbose:
            told.append(_told(name, mutant, verdict))
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{at}/{len(some)}")
    differing, compared_with = _differences(judge, sample(some, arguments.seed, arguments.engines))
    end = f"seed {arguments.seed}, {time.perf_counter() - began:.0f} s; findings unbroken: {len(judge.before)}"
    lines = [*table(counts), *told, *differing, *compared_with, end]
    sys.stdout.write("\n".join(lines) + "\n")
    every = total(counts.values())
    return int(
        bool(judge.before or differing) or every.caught < CAUGHT * every.made or every.placed < PLACED * every.made
    )


def table(counts: dict[str, Count]) -> list[str]:
    """Return a line for each operator, and one for all."""
    every = total(counts.values())
    shares = f"{every.caught / every.made:.1%} caught, {every.placed / every.made:.1%} at the right line"
    rows = [
        _row(name, one, ", ".join(f"{check} {number}" for check, number in one.checks.most_common()))
        for name, one in counts.items()
    ]
    head = f"{'operator':36}{'made':>6}{'caught':>8}{'placed':>8}  by which check (some by several)"
    return [head, *rows, _row(f"all {len(counts)} operators", every, shares)]


def _row(name: str, count: Count, said: str) -> str:
    return f"{name:36}{count.made:6}{count.caught:8}{count.placed:8}  {said}"


def _told(name: str, mutant: Mutant, verdict: Verdict) -> str:
    """Return what was done, and the first of what was said of it."""
    outcome = "caught" if verdict.placed else "ELSEWHERE" if verdict.caught else "SURVIVED"
    first = f"{outcome} {name} {mutant.file}:{min(mutant.lines)}: {mutant.what}"
    return "\n    ".join([first, *verdict.said[:3]])


def _differences(judge: Judge, some: list[tuple[str, Mutant]]) -> tuple[list[str], list[str]]:
    """Return where the engines differ on mutants, and on how many they were compared; nothing for none."""
    held = list(compared(judge, some, WORKERS)) if some else []
    told = [
        "\n    ".join([f"DIFFERENT {name} {mutant.file}: {mutant.what}", *found[:3]])
        for name, mutant, found in held
        if found
    ]
    return told, [f"engines compared on {len(held)} mutants, different on {len(told)}"] if some else []


def _source() -> Path | None:
    """Return the text of the document, if it is at hand."""
    root = Path(__file__).resolve().parents[2]
    paths = (os.environ.get("KOMPAS_SOURCE"), root.parent / "shared" / "source" / "strategy-2022-da.txt")
    return next((Path(path) for path in paths if path and Path(path).is_file()), None)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mutation", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, default=3, help="mutants of each operator")
    parser.add_argument("--only", default="", help="part of the names of the operators")
    parser.add_argument("--engine", choices=ENGINES, default="rust")
    parser.add_argument("--engines", type=int, default=0, help="mutants to compare the engines on")
    parser.add_argument("--verbose", action="store_true", help="list what was caught too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
