"""The forms that a report is given out in, one module each: `kg.validation.formats.as_<name>.render(report, lang)`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.validation.report import Report

FORMATS = ("text", "table", "json", "csv")


def render(report: Report, form: str, lang: str) -> str:
    """Return a report in one of the forms, in a language."""
    rendered: str = import_module(f"{__name__}.as_{form}").render(report, lang)
    return rendered


def harmless(text: str) -> str:
    """Return text in one line, without the control characters that a terminal would obey."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(text.split()))
