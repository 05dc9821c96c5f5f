"""Findings as CSV, a row each (RFC 4180)."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kg.namespaces import shorten

if TYPE_CHECKING:
    from kg.validation.findings import Finding
    from kg.validation.report import Report

COLUMNS = (
    "severity", "check", "rule", "file", "line", "column", "thing", "label", "path", "value", "message", "suggestion",
    "passage", "premises",
)  # fmt: skip


def render(report: Report, lang: str) -> str:
    """Return a header and a row for each finding; several premises are set apart by semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(row(finding, lang) for finding in report.findings)
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
        "; ".join(finding.premises),
    ]
