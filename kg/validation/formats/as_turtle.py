"""A report as the `sh:ValidationReport` of SHACL, with place and cause beside each result, which other tools pass over.

As the recommendation has it, `sh:conforms` is false as soon as there is a result, of whatever severity.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

from kg.namespaces import KOMPAS, PREFIXES, RDF, SH, XSD
from kg.validation.formats import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.validation.findings import Finding, Text
    from kg.validation.formats import View
    from kg.validation.report import Report

    Value = ox.NamedNode | ox.BlankNode | ox.Literal

REPORT = "https://w3id.org/kompas/report#"
_SEVERITY = {"violation": "Violation", "warning": "Warning", "info": "Info"}


def render(report: Report, view: View) -> str:
    """Return the report in Turtle; its blank nodes are numbered in the order of the findings."""
    used = {"kompas": KOMPAS, "id": PREFIXES["id"], "report": REPORT, "sh": SH, "shape": PREFIXES["shape"], "xsd": XSD}
    written = ox.serialize(_triples(report, view), format=ox.RdfFormat.TURTLE, prefixes=used) or b""
    lines = re.split(r"(?<=\n)", escaped(written.decode()))
    # Oxigraph writes prefixes in another order each time.
    return "".join(sorted(lines[: len(used)]) + lines[len(used) :])


def _triples(report: Report, view: View) -> Iterator[ox.Triple]:
    head = ox.BlankNode("report")
    yield _triple(head, RDF + "type", _sh("ValidationReport"))
    conforms = "false" if report.findings or report.trouble else "true"
    yield _triple(head, SH + "conforms", ox.Literal(conforms, datatype=ox.NamedNode(XSD + "boolean")))
    yield _triple(head, REPORT + "outcome", ox.Literal(report.outcome(view.on)))
    if report.trouble:
        yield from _text(head, REPORT + "trouble", report.trouble.message)
        if report.trouble.place:
            yield _triple(head, REPORT + "place", ox.Literal(report.trouble.place))
    nodes = [ox.BlankNode(f"result{number}") for number in range(1, len(report.findings) + 1)]
    for node in nodes:
        yield _triple(head, SH + "result", node)
    for node, finding in zip(nodes, report.findings, strict=True):
        yield from _result(node, finding)


def _result(node: ox.BlankNode, finding: Finding) -> Iterator[ox.Triple]:
    yield _triple(node, RDF + "type", _sh("ValidationResult"))
    yield _triple(node, SH + "focusNode", _focus(finding, ox.BlankNode(f"{node.value}focus")))
    if finding.path:
        yield _triple(node, SH + "resultPath", ox.NamedNode(finding.path))
    if finding.value:
        yield _triple(node, SH + "value", _value(finding, ox.BlankNode(f"{node.value}value")))
    yield _triple(node, SH + "resultSeverity", _sh(_SEVERITY[finding.severity]))
    component = finding.component or f"{REPORT}{finding.check}-{finding.rule}"
    yield _triple(node, SH + "sourceConstraintComponent", ox.NamedNode(component))
    if finding.component and _is_iri(finding.rule):
        yield _triple(node, SH + "sourceShape", ox.NamedNode(finding.rule))
    yield from _text(node, SH + "resultMessage", finding.message)
    yield _triple(node, REPORT + "check", ox.Literal(finding.check))
    if place := finding.place:
        yield _triple(node, REPORT + "file", ox.Literal(place.file))
        for name, number in (("line", place.line), ("column", place.column)):
            yield _triple(node, REPORT + name, ox.Literal(number))
    for premise in finding.premises:
        yield _triple(node, REPORT + "premise", ox.Literal(premise.triple))
    if finding.suggestion:
        yield _triple(node, REPORT + "suggestion", ox.Literal(finding.suggestion))
    for thing in finding.also:
        yield _triple(node, REPORT + "showsAlsoAt", ox.NamedNode(thing))
    if finding.passage:
        yield _triple(node, REPORT + "passage", ox.NamedNode(finding.passage))


def _focus(finding: Finding, nameless: ox.BlankNode) -> Value:
    """Return what a result is about; SHACL asks for exactly one, so a file stands for itself."""
    if _is_iri(finding.thing):
        return ox.NamedNode(finding.thing)
    if finding.thing or not finding.place:
        return nameless
    return ox.NamedNode(f"urn:kompas:file:{quote(finding.place.file)}")


def _value(finding: Finding, nameless: ox.BlankNode) -> Value:
    if finding.value.startswith("_:"):
        return nameless
    if finding.datatype.startswith("@"):
        return ox.Literal(finding.value, language=finding.datatype[1:])
    if finding.datatype:
        return ox.Literal(finding.value, datatype=ox.NamedNode(finding.datatype))
    return ox.NamedNode(finding.value) if _is_iri(finding.value) else ox.Literal(finding.value)


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return not text.startswith("_:")


def _text(node: ox.BlankNode, predicate: str, text: Text) -> Iterator[ox.Triple]:
    for lang in ("da", "en"):
        yield _triple(node, predicate, ox.Literal(text.of(lang), language=lang))


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _triple(subject: ox.BlankNode, predicate: str, value: Value) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
