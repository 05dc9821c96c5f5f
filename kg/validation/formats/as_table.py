"""Findings as a table of text, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import shorten
from kg.validation.formats import harmless
from kg.validation.formats.as_text import SEVERITY, summary

if TYPE_CHECKING:
    from kg.validation.report import Report


def render(report: Report, lang: str) -> str:
    """Return aligned columns: severity, place, rule, thing, message; then the summary."""
    rows = [
        [
            SEVERITY[finding.severity].of(lang),
            str(finding.place or ""),
            shorten(finding.rule),
            shorten(finding.thing),
            finding.message.of(lang),
        ]
        for finding in report.findings
    ]
    cells = [[harmless(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([*lines, *([""] if lines else []), *summary(report, lang)]) + "\n"
