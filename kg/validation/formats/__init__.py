"""The forms that a report is given out in, one module each: `kg.validation.formats.as_<name>.render(report, view)`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from kg.validation.findings import Severity
    from kg.validation.report import Report

FORMATS = (
    *("text", "table", "json", "jsonl", "csv", "markdown", "html", "turtle"),
    *("sarif", "junit", "github"),
)
_UNMET = ("no-focus", "idle-target", "idle-comparison")  # rules on shapes that look for what need not be there
_WHOLE = ("json", "jsonl", "csv", "turtle")  # for programs, which get every finding

# Controls, and marks of direction, that JSON and Turtle may hold as they are.
_OBEYED = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_STARTS_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class View:
    """How a report is asked for: in which language, what counts as a failure, and whether all shapes are told of."""

    lang: str = "en"
    on: Severity = "violation"
    verbose: bool = False


def render(report: Report, form: str, lang: str, *, on: Severity = "violation", verbose: bool = False) -> str:
    """Return a report in one of the forms, in a language; `on` is the least severity that fails."""
    shown = report if verbose or form in _WHOLE else _summed_up(report)
    rendered: str = import_module(f"{__name__}.as_{form}").render(shown, View(lang, on, verbose))
    return rendered


def _summed_up(report: Report) -> Report:
    """Return the report with one finding for all shapes that a strategy of its own need not have anything for."""
    others = [finding for finding in report.findings if finding.severity != "info" or finding.rule not in _UNMET]
    if not (count := len(report.findings) - len(others)):
        return report
    message = Text(
        f"{count} former, eller mål for former, møder intet i denne strategi, som ikke skal have alt; -v nævner dem",
        f"{count} shapes, or targets of shapes, meet nothing in this strategy, which need not have all; -v names them",
    )
    return replace(report, findings=(*others, Finding("info", "shapes", "no-focus", message)))


def harmless(text: str) -> str:
    """Return text in one line, without the control characters that a terminal would obey."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(text.split()))


def harmless_line(line: str) -> str:
    """Return a line with its spaces, and without control characters."""
    return "".join(letter if letter.isprintable() else " " if letter == "\t" else "\ufffd" for letter in line)


def escaped(text: str) -> str:
    """Return JSON or Turtle in which what a terminal would obey is written as both write any character."""
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04X}", text)


def cell(text: str) -> str:
    """Return text for a cell: without control characters, and such that no spreadsheet takes it for a formula."""
    plain = "\n".join(map(harmless_line, text.splitlines()))
    return f"'{plain}" if plain.startswith(_STARTS_FORMULA) else plain
