"""What `validation.py` times: the full validation of the graph or of copies of it, and the reference; each prints none.

Each is to run in a confined process, as `kg validate` does it, for only there two processors share the work.
"""

from __future__ import annotations

import resource
import time
from typing import TYPE_CHECKING, TypeAlias

from copies import copies

from kg.confining import beside
from kg.loading import parse
from kg.project import find_project
from kg.validation.checking import examine
from kg.validation.findings import CHECKS
from kg.validation.material import Material, gather
from kg.validation.plain import beforehand, plainly
from kg.validation.report import from_bytes
from kg.validation.text import attempted
from kg.validation.working import examine_files

if TYPE_CHECKING:
    from kg.validation.engines import Engine

Row: TypeAlias = "dict[str, float]"

_MEGABYTE = 1024  # ru_maxrss counts kilobytes


def ours(engine: Engine, number: int) -> Row:
    """Return what the five checks of so many copies take: parsing, checking, and the places of what is found."""
    began = _now()
    files = gather(find_project())
    if number == 1:
        report = from_bytes(examine_files(files, CHECKS, engine))
        spent = _since(began)
        return _row(sum(1 for _ in parse(files.data)), len(report.findings), *spent)
    data, shapes = attempted(files.data), attempted(files.shapes)
    parsed = _since(began)
    quads = list(copies(data.quads, number, shaped=True))
    began = _now()
    material = Material(quads, shapes.quads)  # copies stand in no file, so that there is nothing to place them in
    early, plain = beside(lambda: beforehand((), material.rules, CHECKS)), beside(lambda: plainly(material, CHECKS))
    report = examine(material, CHECKS, engine=engine, begun=(early, plain))
    clock, processors = (number * first + then for first, then in zip(parsed, _since(began), strict=True))
    return _row(len(quads), len(report.findings), clock, processors)


def reference() -> Row:
    """Return what pySHACL takes for the graph with `inference="owlrl"`: parsing, and shapes over what follows."""
    import pyshacl
    import rdflib

    began = _now()
    files = gather(find_project())
    data, shapes = rdflib.Graph(), rdflib.Graph()
    for graph, sources in ((data, files.data), (shapes, files.shapes)):
        for source in sources:
            graph.parse(data=source.data, format="turtle")
    size = len(data)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="owlrl", inplace=True)
    return _row(size, len(list(report.objects(None, rdflib.SH.result))), *_since(began))


def _now() -> tuple[float, float]:
    """Return the time by the clock, and that of the processors on this process and those that it started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), time.process_time() + children.ru_utime + children.ru_stime


def _since(began: tuple[float, float]) -> tuple[float, float]:
    clock, spent = _now()
    return clock - began[0], spent - began[1]


def _row(triples: int, findings: int, clock: float, spent: float) -> Row:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    return {"triples": triples, "findings": findings, "clock": clock, "cpu": spent, "megabytes": peak}
