"""Break a copy of the project in many ways, and print by operator what the checks noticed, and where.

    python -m mutation [--seed 1] [--number 3] [--only NAME] [--engine pyshacl] [--verbose]

Exit code 1 if the unbroken project has findings, or too little was caught or at the right line.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from pathlib import Path

from mutation.judging import Judge
from mutation.running import OPERATORS, Count, judged, mutants
from mutation.sources import read

from kg.project import find_project
from kg.validation.engines import ENGINES

CAUGHT, PLACED = 0.95, 0.90  # shares of all mutants
WORKERS = min(8, os.cpu_count() or 1)


def main() -> int:
    """Print the table and the survivors; return the exit code."""
    arguments = _arguments()
    began = time.perf_counter()
    project, source = find_project(), _source()
    if source is None:
        print("the document's text is not at hand (KOMPAS_SOURCE): what only it can tell survives", file=sys.stderr)
    judge = Judge(project, source, arguments.engine)
    some = list(mutants(read(project), arguments.seed, arguments.number, [n for n in OPERATORS if arguments.only in n]))
    counts: defaultdict[str, Count] = defaultdict(Count)
    amiss: list[str] = []
    for at, (name, mutant, verdict) in enumerate(judged(judge, some, WORKERS), 1):
        counts[name].add(verdict)
        place = f"{mutant.file}:{min(mutant.lines)}"
        if not verdict.placed or arguments.verbose:
            what = "elsewhere" if verdict.caught and not verdict.placed else "caught" if verdict.caught else "SURVIVED"
            amiss.append("\n    ".join([f"{what} {name} {place}: {mutant.what}", *verdict.said[:3]]))
        if sys.stderr.isatty():
            print(f"\r{at}/{len(some)}", end="", file=sys.stderr)
    print(table(counts), *amiss, sep="\n")
    total = Count(sum(one.made for one in counts.values()), *(sum(getattr(one, key) for one in counts.values()) for key in ("caught", "placed")))
    print(f"seed {arguments.seed}, {time.perf_counter() - began:.0f} s; "
          f"the unbroken project has {len(judge.before)} findings")  # fmt: skip
    return int(bool(judge.before) or total.caught < CAUGHT * total.made or total.placed < PLACED * total.made)


def table(counts: dict[str, Count]) -> str:
    """Return a line for each operator, and one for all."""
    total = Count()
    rows = []
    for name, one in counts.items():
        checks = ", ".join(f"{check} {number}" for check, number in one.checks.most_common())
        rows.append(f"{name:38}{one.made:6}{one.caught:8}{one.placed:8}  {checks}")
        total.made, total.caught, total.placed = total.made + one.made, total.caught + one.caught, total.placed + one.placed
    shares = f"{total.caught / max(total.made, 1):.1%} caught, {total.placed / max(total.made, 1):.1%} at the right line"
    return "\n".join(
        [f"{'operator':38}{'made':>6}{'caught':>8}{'placed':>8}  by which check", *rows,
         f"{f'all {len(counts)} operators':38}{total.made:6}{total.caught:8}{total.placed:8}  {shares}"]
    )  # fmt: skip


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
    parser.add_argument("--verbose", action="store_true", help="list what was caught too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
