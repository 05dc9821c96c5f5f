"""Findings as a table of text, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import shorten
from kg.validation.formats import harmless, harmless_line
from kg.validation.formats.wording import SEVERITY, summary

if TYPE_CHECKING:
    from kg.validation.findings import Finding
    from kg.validation.formats import View
    from kg.validation.report import Report


def render(report: Report, view: View) -> str:
    """Return aligned columns: severity, place, rule, thing, message; then the summary."""
    cells = [cells_of(finding, view.lang) for finding in report.findings]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([*lines, *([""] if lines else []), *map(harmless_line, summary(report, view))]) + "\n"


def cells_of(finding: Finding, lang: str) -> list[str]:
    """Return severity, place, rule, thing and message of a finding, each in one line."""
    cells = [
        SEVERITY[finding.severity].of(lang),
        str(finding.place or ""),
        shorten(finding.rule),
        shorten(finding.thing),
        finding.message.of(lang),
    ]
    return [harmless(cell) for cell in cells]
