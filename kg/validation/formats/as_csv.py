"""Findings as CSV, a row each (RFC 4180)."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kg.namespaces import shorten
from kg.validation.formats import cell

if TYPE_CHECKING:
    from kg.validation.findings import Finding
    from kg.validation.formats import View
    from kg.validation.report import Report

COLUMNS = (
    "severity", "check", "rule", "file", "line", "column", "thing", "label", "path", "value", "message", "suggestion",
    "passage", "start", "end", "premises", "also",
)  # fmt: skip


def render(report: Report, view: View) -> str:
    """Return a header and a row for each finding; several premises and things are set apart by semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_safe(one) for one in row(finding, view.lang)] for finding in report.findings)
    if report.trouble:
        cells = dict.fromkeys(COLUMNS, "")
        cells |= {"severity": "trouble", "file": report.trouble.place, "message": report.trouble.message.of(view.lang)}
        writer.writerow(map(_safe, cells.values()))
    return out.getvalue()


def row(finding: Finding, lang: str) -> list[str | int]:
    """Return the cells of a finding."""
    place = finding.place
    return [
        finding.severity,
        finding.check,
        shorten(finding.rule),
        *((place.file, place.line, place.column) if place else ("", "", "")),
        shorten(finding.thing),
        finding.label.of(lang) if finding.label else "",
        shorten(finding.path),
        shorten(finding.value),
        finding.message.of(lang),
        finding.suggestion,
        shorten(finding.passage),
        *(finding.extent or ("", "")),
        "; ".join(premise.triple for premise in finding.premises),
        "; ".join(map(shorten, finding.also)),
    ]


def _safe(value: str | int) -> str | int:
    return cell(value) if isinstance(value, str) else value
