"""Time the full validation of the strategy's graph against pySHACL with owlrl, and on copies of it; print a table.

    python benchmarks/validation.py [--copies 1,3,10] [--no-reference]

Ours is all: parsing, the five checks, and the places of what is found. The reference is parsing, and pySHACL with
`inference="owlrl"`: shapes over what follows, and nothing else. Each runs in a process of its own. Seconds are those of
the processor, since others may use the machine. Copies break the shapes that count and name things, so that they have
findings too.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import time

from copies import copies

from kg.project import find_project
from kg.validation.checking import examine
from kg.validation.engines import ENGINES
from kg.validation.findings import CHECKS
from kg.validation.material import Material, gather
from kg.validation.text import attempted

_MEGABYTE = 1024  # ru_maxrss counts kilobytes
_REFERENCE = "owlrl"


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--copies", default="1,3,10", help="sizes, as numbers of copies")
    parser.add_argument("--no-reference", action="store_true", help="leave the reference out: it takes minutes")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        name, number = arguments.one.split(",")
        print(json.dumps(_reference() if name == _REFERENCE else _ours(name, int(number))))
        return
    print(f"{'engine':8} {'copies':>6} {'triples':>9} {'findings':>9} {'CPU s':>9} {'MB':>6}")
    rows = [_run("rust", int(number)) for number in arguments.copies.split(",")]
    _run("pyshacl", 1)
    if not arguments.no_reference:
        reference = _run(_REFERENCE, 1)
        print(f"pySHACL with owlrl takes {reference['seconds'] / rows[0]['seconds']:.0f} times as long as our default")
    for row in rows[1:]:
        print(f"{row['copies']:.0f} copies take {row['seconds'] / rows[0]['seconds']:.1f} times as long as one")


def _run(name: str, number: int) -> dict[str, float]:
    program = [sys.executable, __file__, "--one", f"{name},{number}"]
    row: dict[str, float] = json.loads(subprocess.run(program, check=True, capture_output=True, text=True).stdout)
    print(f"{name:8} {number:6} {row['triples']:9.0f} {row['findings']:9.0f} {row['seconds']:9.2f} "
          f"{row['megabytes']:6.0f}", flush=True)  # fmt: skip
    return row


def _ours(name: str, number: int) -> dict[str, float]:
    engine = next(one for one in ENGINES if one == name)
    gc.set_threshold(100_000)  # as in the process that `kg validate` starts
    started = time.process_time()
    files = gather(find_project())
    data, shapes = attempted(files.data), attempted(files.shapes)
    parsed = time.process_time() - started
    quads = list(copies(data.quads, number, shaped=True)) if number > 1 else data.quads
    if number > 1:  # copies stand in no file, so that there is nothing to place them in
        material = Material(quads, shapes.quads)
    else:
        material = Material(quads, shapes.quads, files, data.repeated | shapes.repeated)
    started = time.process_time()
    report = examine(material, CHECKS, engine=engine)
    return _row(number, len(quads), len(report.findings), number * parsed + time.process_time() - started)


def _reference() -> dict[str, float]:
    import pyshacl
    import rdflib

    started = time.process_time()
    files = gather(find_project())
    data, shapes = rdflib.Graph(), rdflib.Graph()
    for graph, sources in ((data, files.data), (shapes, files.shapes)):
        for source in sources:
            graph.parse(data=source.data, format="turtle")
    size = len(data)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="owlrl", inplace=True)
    results = len(list(report.objects(None, rdflib.SH.result)))
    return _row(1, size, results, time.process_time() - started)


def _row(copies: int, triples: int, findings: int, seconds: float) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    return {"copies": copies, "triples": triples, "findings": findings, "seconds": seconds, "megabytes": peak}


if __name__ == "__main__":
    main()
