"""pySHACL: the reference, in Python; what it changes for the whole process is changed back."""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from kg.namespaces import SH
from kg.store import to_oxigraph, to_rdflib
from kg.validation.engines import Result
from kg.validation.refusals import refusal
from kg.validation.targets import hoisted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph as ox
    import rdflib
    from rdflib.term import Node

    from kg.errors import KgError
    from kg.reasoning.facts import Facts

_COUNTED = SH + "qualifiedValueShape"
_NUMBERS = frozenset(SH + name for name in ("qualifiedMinCount", "qualifiedMaxCount"))


def results(data: Iterable[Facts], shapes: Sequence[ox.Quad]) -> list[Result]:
    """Return what the engine finds. Raises: KgError for shapes that it cannot check by."""
    named = _graph(shapes)
    report = _run(_graph(quad for facts in data for quad in facts.all()), _graph(hoisted(_read(shapes))))
    return [_result(report, named, result) for result in report.objects(None, sh("result"))]


def _read(shapes: Sequence[ox.Quad]) -> list[ox.Quad]:
    """Return shapes without what is no constraint to SHACL (4.7.3) and trouble to pySHACL: to be counted, no number."""
    counted = {quad.subject for quad in shapes if quad.predicate.value in _NUMBERS}
    return [quad for quad in shapes if quad.predicate.value != _COUNTED or quad.subject in counted]


def _run(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """Return the report of results. Raises: KgError if there is none."""
    import pyparsing
    import pyshacl
    import rdflib
    from pyshacl.errors import ConstraintLoadWarning, ReportableRuntimeError, ShapeRecursionWarning
    from rdflib.plugins.sparql.sparql import SPARQLError

    refused = (
        ReportableRuntimeError,  # and what derives from it: a shape or constraint that is not well-formed
        ConstraintLoadWarning,
        ShapeRecursionWarning,
        NotImplementedError,  # a path that is none
        pyparsing.ParseException,
        SPARQLError,
        re.error,
        RecursionError,
        TypeError,  # of sh:lessThan, where two values cannot be compared
    )
    try:
        with _contained():
            _, report, said = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inplace=True)
    except refused as error:
        raise _trouble(str(error)) from error
    if not isinstance(report, rdflib.Graph):  # pySHACL hands back the exception that ended it
        raise _trouble(said)
    return report


def _trouble(said: str) -> KgError:
    first = " ".join(said.partition("\nFor reference")[0].split())
    return refusal(first)


@contextmanager
def _contained() -> Iterator[None]:
    """Undo what pySHACL changes for the whole process, and make an error of recursion that it gives up on."""
    import logging

    import rdflib
    from pyshacl.errors import ShapeRecursionWarning
    from rdflib.term import _toPythonMapping

    boolean = rdflib.XSD.boolean
    normalize, parse_boolean = rdflib.NORMALIZE_LITERALS, _toPythonMapping[boolean]
    logger = logging.getLogger("pyshacl-validate")
    handlers, level, disabled = logger.handlers[:], logger.level, logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", ShapeRecursionWarning)
            yield
    finally:
        rdflib.NORMALIZE_LITERALS, _toPythonMapping[boolean] = normalize, parse_boolean
        logger.handlers[:], logger.disabled = handlers, disabled
        logger.setLevel(level)


def _graph(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """Return the triples of all graphs in one graph of rdflib."""
    import rdflib

    from kg.validation.comparable import Comparable

    graph = rdflib.Graph(bind_namespaces="none")
    terms: dict[object, Node] = {}
    for quad in quads:
        for term in quad.triple:
            if term not in terms:
                made = to_rdflib(term)
                terms[term] = Comparable(made) if isinstance(made, rdflib.Literal) else made
        graph.add((terms[quad.subject], terms[quad.predicate], terms[quad.object]))
    return graph


def _result(report: rdflib.Graph, shapes: rdflib.Graph, result: Node) -> Result:
    import rdflib

    def one(name: str) -> Node | None:
        return report.value(result, sh(name))

    path, value = one("resultPath"), one("value")
    return Result(
        to_oxigraph(one("focusNode") or result),
        _named(one("sourceShape"), shapes),
        str(one("sourceConstraintComponent")),
        str(one("resultSeverity")),
        str(path) if isinstance(path, rdflib.URIRef) else "",
        None if value is None else to_oxigraph(value),
        tuple(str(message) for message in report.objects(result, sh("resultMessage"))),
    )


def _named(shape: Node | None, shapes: rdflib.Graph) -> str:
    """Return the IRI of a shape; of one without a name, that of the nearest shape around it that has one."""
    import rdflib

    around, seen = [shape], set()
    while around:
        node = around.pop(0)
        if node is None or node in seen:
            continue
        if isinstance(node, rdflib.URIRef):
            return str(node)
        seen.add(node)
        around.extend(sorted(shapes.subjects(None, node), key=str))
    return ""


@cache
def sh(name: str) -> rdflib.URIRef:
    """Return a term of SHACL."""
    import rdflib

    return rdflib.URIRef(SH + name)
