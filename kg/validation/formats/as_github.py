"""Findings as the workflow commands that GitHub shows beside the lines of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import shorten
from kg.validation.formats import harmless
from kg.validation.formats.wording import verdict

if TYPE_CHECKING:
    from kg.validation.findings import Finding
    from kg.validation.formats import View
    from kg.validation.report import Report

_LEVEL = {"violation": "error", "warning": "warning", "info": "notice"}


def render(report: Report, view: View) -> str:
    """Return a line for each finding, and one for the verdict."""
    lines = [_line(finding, view.lang) for finding in report.findings]
    level = "notice" if report.outcome(view.on) == "conforms" else "error"
    return "\n".join([*lines, f"::{level}::{_data(verdict(report, view))}"]) + "\n"


def _line(finding: Finding, lang: str) -> str:
    place = finding.place
    about = f"{shorten(finding.thing)}: " if finding.thing else ""
    parts = {"title": shorten(finding.rule)}
    if place:
        parts = {"file": place.file, "line": str(place.line), "col": str(place.column), **parts}
    properties = ",".join(f"{name}={_property(value)}" for name, value in parts.items())
    write = f" ({'skriv' if lang == 'da' else 'write'}: {finding.suggestion})" if finding.suggestion else ""
    return f"::{_LEVEL[finding.severity]} {properties}::{_data(about + finding.message.of(lang) + write)}"


def _data(text: str) -> str:
    return harmless(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
