"""Time the reasoner on the strategy's graph against owlrl and reasonable, and on copies of it; print a table.

    python benchmarks/reasoning.py [--copies 1,10,100] [--no-owlrl]

Each run is a process of its own, so that peak memory is its own, the interpreter and the asserted graph included.
Times are of the CPU, from the asserted graph in the reasoner's own form to the inferred triples.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pyoxigraph as ox
from copies import copies

from kg.loading import parse, read
from kg.reasoning import infer

if TYPE_CHECKING:
    import rdflib

_MEGABYTE = 1024  # ru_maxrss counts kilobytes


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--copies", default="1,10", help="sizes, as numbers of copies")
    parser.add_argument("--no-owlrl", action="store_true", help="leave owlrl out: it takes minutes")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        print(json.dumps(_RUNS[arguments.run]() if arguments.run in _RUNS else _rules(int(arguments.run))))
        return
    print(f"{'reasoner':10} {'copies':>6} {'asserted':>10} {'inferred':>10} {'CPU s':>9} {'MB':>6}")
    rows = [_run("rules", number) for number in arguments.copies.split(",")]
    one = rows[0]["seconds"]
    for name in ("owlrl", "reasonable"):
        if find_spec(name) is None:
            print(f"{name} is not installed")
        elif name != "owlrl" or not arguments.no_owlrl:
            other = _run(name, name)
            print(f"{name} takes {other['seconds'] / one:.0f} times as long as the rules on the same graph, and infers "
                  f"{other['inferred'] - rows[0]['inferred']:+,.0f} triples")  # fmt: skip
    for row in rows[1:]:
        print(f"{row['copies']:.0f} copies take {row['seconds'] / one:.1f} times as long as one, and "
              f"{row['megabytes'] * 1_000 / row['asserted']:.2f} GB for a million asserted triples")  # fmt: skip


def _run(name: str, what: str) -> dict[str, float]:
    run = subprocess.run([sys.executable, __file__, "--run", what], check=True, stdout=subprocess.PIPE, text=True)
    row: dict[str, float] = json.loads(run.stdout)
    print(f"{name:10} {row['copies']:6.0f} {row['asserted']:10,.0f} {row['inferred']:10,.0f} {row['seconds']:9.2f} "
          f"{row['megabytes']:6,.0f}", flush=True)  # fmt: skip
    return row


def _rules(number: int) -> dict[str, float]:
    store = ox.Store()
    store.bulk_extend(copies(parse(read()), number))
    asserted = len(store)
    started = time.process_time()
    inferred = len(infer(store))
    return _row(number, asserted, inferred, time.process_time() - started)


def _union() -> rdflib.Graph:
    import rdflib

    from kg.store import to_dataset

    graph = to_dataset(parse(read()))
    union = rdflib.Graph()
    for subject, predicate, value, _ in graph.quads():
        union.add((subject, predicate, value))
    return union


def _owlrl() -> dict[str, float]:
    from kg.reasoning.reference import owlrl_triples

    union = _union()
    started = time.process_time()
    inferred = len(owlrl_triples(union))
    return _row(1, len(union), inferred, time.process_time() - started)


def _reasonable() -> dict[str, float]:
    from kg.reasoning.reference import reasonable_triples

    union = _union()
    started = time.process_time()
    inferred = len(reasonable_triples(union))
    return _row(1, len(union), inferred, time.process_time() - started)


def _row(copies: int, asserted: int, inferred: int, seconds: float) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    return {"copies": copies, "asserted": asserted, "inferred": inferred, "seconds": seconds, "megabytes": peak}


_RUNS = {"owlrl": _owlrl, "reasonable": _reasonable}

if __name__ == "__main__":
    main()
