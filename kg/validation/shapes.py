"""The shapes check: SHACL by pySHACL over asserted and inferred triples, one finding a result."""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.namespaces import SH, shorten
from kg.store import to_rdflib
from kg.validation.findings import Finding, Text
from kg.validation.soundness import refuse_unsound
from kg.validation.targets import hoisted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox
    import rdflib
    from rdflib.term import Node

    from kg.validation.findings import Severity

_SEVERITIES: dict[str, Severity] = {SH + "Info": "info", SH + "Warning": "warning"}
_NO_MESSAGE = Text("formen {shape} er ikke opfyldt: {said}", "the shape {shape} is not met: {said}")


def check(data: Iterable[ox.Quad], shapes: Iterable[ox.Quad]) -> list[Finding]:
    """Hold data (asserted, inferred and the ontology, whatever graphs they are in) to shapes; sorted, each once.

    Raises: KgError if the engine cannot check: broken constraints, recursive shapes, queries that it refuses.
    """
    shape_quads = list(shapes)
    refuse_unsound(shape_quads)
    named = _graph(shape_quads)
    report = _run(_graph(data), _graph(hoisted(shape_quads)))
    from rdflib import URIRef

    results = report.objects(None, URIRef(SH + "result"))
    return sorted({_finding(report, named, result) for result in results}, key=_order)


def _order(finding: Finding) -> tuple[str, ...]:
    return finding.thing, finding.rule, finding.path, finding.value, finding.component, finding.message.en


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
    )
    try:
        with _contained():
            _, report, said = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inplace=True)
    except refused as error:
        raise KgError(_cause(str(error)), "shapes") from error
    if not isinstance(report, rdflib.Graph):  # pySHACL hands back the exception that ended it
        raise KgError(_cause(said), "shapes")
    return report


def _cause(said: str) -> str:
    first = " ".join(said.partition("\nFor reference")[0].split())
    return f"the shapes cannot be checked: {first}"


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

    graph = rdflib.Graph(bind_namespaces="none")
    terms: dict[object, Node] = {}
    for quad in quads:
        for term in quad.triple:
            if term not in terms:
                terms[term] = to_rdflib(term)
        graph.add((terms[quad.subject], terms[quad.predicate], terms[quad.object]))
    return graph


def _finding(report: rdflib.Graph, shapes: rdflib.Graph, result: Node) -> Finding:
    def one(name: str) -> Node | None:
        return report.value(result, sh(name))

    def text(name: str) -> str:
        return "" if one(name) is None else str(one(name))

    shape = one("sourceShape")
    path = one("resultPath")
    return Finding(
        severity=_SEVERITIES.get(text("resultSeverity"), "violation"),
        check="shapes",
        rule=_named(shape, shapes),
        message=_message(report, shapes, result),
        thing=text("focusNode"),
        path=str(path) if path is not None and _is_iri(path) else "",
        value=text("value"),
        component=text("sourceConstraintComponent"),
    )


def _message(report: rdflib.Graph, shapes: rdflib.Graph, result: Node) -> Text:
    """Return what the constraint, or else its shape, says in each language, with the values filled in.

    pySHACL fills in `{?value}` and forgets the language; the languages are found again by the templates.
    """
    said = [str(message) for message in report.objects(result, sh("resultMessage"))]
    found: dict[str, str] = {}
    for node in (report.value(result, sh("sourceConstraint")), report.value(result, sh("sourceShape"))):
        for template in () if node is None else sorted(shapes.objects(node, sh("message")), key=str):
            pattern = re.sub(r"\\\{\\[$?]\w+\\\}", "(?s:.*)", re.escape(str(template)))
            filled = next((one for one in said if re.fullmatch(pattern, one)), None)
            if filled is not None:
                found.setdefault(getattr(template, "language", None) or "", filled)
    if not found:
        shape = shorten(_named(report.value(result, sh("sourceShape")), shapes))
        return Text(*(text.format(shape=shape, said="; ".join(sorted(said))) for text in _NO_MESSAGE))
    anyhow = found.get("") or found.get("en") or next(iter(found.values()))
    return Text(found.get("da", anyhow), found.get("en", anyhow))


def _named(shape: Node | None, shapes: rdflib.Graph) -> str:
    """Return the IRI of a shape; of one without a name, that of the nearest shape around it that has one."""
    around, seen = [shape], set()
    while around:
        node = around.pop(0)
        if node is None or node in seen:
            continue
        if _is_iri(node):
            return str(node)
        seen.add(node)
        around.extend(sorted(shapes.subjects(None, node), key=str))
    return ""


def _is_iri(node: object) -> bool:
    import rdflib

    return isinstance(node, rdflib.URIRef)


@cache
def sh(name: str) -> rdflib.URIRef:
    """Return a term of SHACL."""
    import rdflib

    return rdflib.URIRef(SH + name)
