"""The forms that a report is given out in, one module each: `kg.validation.formats.as_<name>.render(report, view)`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.validation.findings import Severity
    from kg.validation.report import Report

FORMATS = (
    *("text", "table", "json", "jsonl", "csv", "markdown", "html", "turtle"),
    *("sarif", "junit", "github"),
)


@dataclass(frozen=True, slots=True)
class View:
    """How a report is asked for: in which language, what counts as a failure, and whether all shapes are told of."""

    lang: str = "en"
    on: Severity = "violation"
    verbose: bool = False


def render(report: Report, form: str, lang: str, *, on: Severity = "violation", verbose: bool = False) -> str:
    """Return a report in one of the forms, in a language; `on` is the least severity that fails."""
    rendered: str = import_module(f"{__name__}.as_{form}").render(report, View(lang, on, verbose))
    return rendered


def harmless(text: str) -> str:
    """Return text in one line, without the control characters that a terminal would obey."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(text.split()))


def harmless_line(line: str) -> str:
    """Return a line with its spaces, and without control characters."""
    return "".join(letter if letter.isprintable() else " " if letter == "\t" else "\ufffd" for letter in line)
