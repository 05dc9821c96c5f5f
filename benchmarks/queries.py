"""Times every question of the library on the complete graph, on Oxigraph and on rdflib, in one run.

Both engines hold the same merge of all graphs, and both are asked for all rows; loading is not counted. The seconds are
of the processor, so that other work on the machine matters little. Exit code 1 if a question takes more than `SLOWEST`,
all together more than `TOGETHER`, or rdflib is not `RATIO` times as slow.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

import rdflib

from kg.asking.questions import library
from kg.knowledge import whole
from kg.project import find_project
from kg.store import to_rdflib

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 7  # runs on Oxigraph, of which the fastest counts; rdflib runs once
SLOWEST = 0.05  # seconds
TOGETHER = 0.5  # seconds
RATIO = 50


def seconds(ask: Callable[[str], object], sparql: str) -> tuple[float, int]:
    """Return how long an answer takes to the last row, and how many rows it has."""
    start = time.process_time()
    answer = ask(sparql)
    rows = sum(1 for _ in answer) if isinstance(answer, Iterable) else 0
    return time.process_time() - start, rows


def main() -> int:
    """Print a line for each question, the slowest first, and the totals; return the exit code."""
    project = find_project()
    store = whole(project)
    graph = rdflib.Graph()
    for quad in store:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    gc.freeze()  # neither engine is to search rdflib's graph for garbage while it answers
    print(f"{len(store):,} triples\n\n{'':42}{'rows':>6}{'Oxigraph':>12}{'rdflib':>12}{'ratio':>8}")
    times = []
    for name, question in library(project).items():
        sparql = question.bound({})
        fast, rows = min(seconds(store.query, sparql) for _ in range(TIMES))
        slow, _ = seconds(graph.query, sparql)
        times.append((fast, slow, rows, name))
    for fast, slow, rows, name in sorted(times, reverse=True):
        print(f"{name:42}{rows:6}{fast * 1000:9.1f} ms{slow * 1000:9.0f} ms{slow / fast:8.0f}")
    fast, slow = sum(each[0] for each in times), sum(each[1] for each in times)
    print(f"{'all':48}{fast * 1000:9.1f} ms{slow * 1000:9.0f} ms{slow / fast:8.0f}")
    return int(fast > TOGETHER or slow < RATIO * fast or max(times)[0] > SLOWEST)


if __name__ == "__main__":
    sys.exit(main())
