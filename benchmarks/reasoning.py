"""Time the reasoner on the strategy's graph against owlrl, and on copies of it; print a table.

    python benchmarks/reasoning.py [--copies 1,10,100] [--no-owlrl]

Each size runs in a process of its own, so that peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time

import pyoxigraph as ox
from copies import copies

from kg.loading import parse, read
from kg.reasoning import infer

_MEGABYTE = 1024  # ru_maxrss counts kilobytes


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--copies", default="1,10", help="sizes, as numbers of copies")
    parser.add_argument("--no-owlrl", action="store_true", help="leave the reference out: it takes minutes")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one is not None:
        print(json.dumps(_owlrl() if arguments.one == 0 else _rules(arguments.one)))
        return
    print(f"{'reasoner':10} {'copies':>6} {'asserted':>10} {'inferred':>10} {'CPU s':>9} {'MB':>6}")
    rows = [_run(int(number)) for number in arguments.copies.split(",")]
    if not arguments.no_owlrl:
        reference = _run(0)
        ratio = reference["seconds"] / rows[0]["seconds"]
        print(f"owlrl takes {ratio:.0f} times as long as the rules on the same graph, and infers "
              f"{reference['inferred'] - rows[0]['inferred']:+} triples")  # fmt: skip
    for row in rows[1:]:
        print(f"{row['copies']:.0f} copies take {row['seconds'] / rows[0]['seconds']:.1f} times as long as one")


def _run(number: int) -> dict[str, float]:
    run = subprocess.run([sys.executable, __file__, "--one", str(number)], check=True, capture_output=True, text=True)
    row: dict[str, float] = json.loads(run.stdout)
    name = "rules" if number else "owlrl"
    print(f"{name:10} {row['copies']:6.0f} {row['asserted']:10.0f} {row['inferred']:10.0f} {row['seconds']:9.2f} "
          f"{row['megabytes']:6.0f}", flush=True)  # fmt: skip
    return row


def _rules(number: int) -> dict[str, float]:
    store = ox.Store()
    store.bulk_extend(copies(parse(read()), number))
    asserted = len(store)
    started = time.process_time()
    inferred = len(infer(store))
    return _row(number, asserted, inferred, time.process_time() - started)


def _owlrl() -> dict[str, float]:
    from kg.reasoning.reference import owlrl_triples
    from kg.store import to_dataset

    graph = to_dataset(parse(read()))
    union = type(graph.default_graph)()
    for subject, predicate, value, _ in graph.quads():
        union.add((subject, predicate, value))
    started = time.process_time()
    inferred = len(owlrl_triples(union))
    return _row(1, len(union), inferred, time.process_time() - started)


def _row(copies: int, asserted: int, inferred: int, seconds: float) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    return {"copies": copies, "asserted": asserted, "inferred": inferred, "seconds": seconds, "megabytes": peak}


if __name__ == "__main__":
    main()
