"""Times every question of the library on the complete graph, on Oxigraph and on rdflib, in one run.

Both engines hold the same merge of all graphs, and both are asked for all rows; loading is not counted.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

import rdflib

from kg.knowledge import know
from kg.project import find_project
from kg.questions import library
from kg.store import build, to_rdflib

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 5  # runs on Oxigraph, of which the fastest counts; rdflib runs once


def seconds(ask: Callable[[str], object], sparql: str) -> tuple[float, int]:
    """Return how long an answer takes to the last row, and how many rows it has."""
    start = time.perf_counter()
    answer = ask(sparql)
    rows = sum(1 for _ in answer) if isinstance(answer, Iterable) else 0
    return time.perf_counter() - start, rows


def main() -> None:
    """Print a line for each question, and the totals."""
    project = find_project()
    store = build(know(project).quads(), named=False)
    graph = rdflib.Graph()
    for quad in store:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    print(f"{len(store):,} triples\n\n{'':42}{'rows':>6}{'Oxigraph':>12}{'rdflib':>12}{'ratio':>8}")
    total = {"Oxigraph": 0.0, "rdflib": 0.0}
    for name, question in library(project).items():
        fast, rows = min(seconds(store.query, question.sparql) for _ in range(TIMES))
        slow, _ = seconds(graph.query, question.sparql)
        total["Oxigraph"] += fast
        total["rdflib"] += slow
        print(f"{name:42}{rows:6}{fast * 1000:9.1f} ms{slow * 1000:9.0f} ms{slow / fast:8.0f}", flush=True)
    fast, slow = total.values()
    print(f"{'all':48}{fast * 1000:9.1f} ms{slow * 1000:9.0f} ms{slow / fast:8.0f}")


if __name__ == "__main__":
    main()
