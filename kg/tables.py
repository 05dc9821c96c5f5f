"""Writes the rows of an answer for people and for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.namespaces import shorten
from kg.querying import Iri

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.querying import Answer, Cell

FORMATS = ("table", "csv", "tsv", "json", "markdown")

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def render(answer: Answer, form: str, headings: Mapping[str, str] | None = None) -> str:
    """Return the answer as `form`, one of FORMATS; `headings` name the columns in the forms that people read.

    CSV is RFC 4180 with whole IRIs; JSON is a list of objects, with numbers as numbers and no value as null.
    """
    headings = headings or {}
    match form:
        case "csv" | "tsv":
            return _separated(answer, "," if form == "csv" else "\t")
        case "json":
            rows = [dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows]
            text = json.dumps(rows, ensure_ascii=False, indent=2)
            return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
        case "markdown":
            return _markdown(answer, headings)
    return _table(answer, headings)


def shown(value: Cell) -> str:
    """Return a cell as a person reads it: things by their short name, nothing as nothing, control characters never."""
    if value is None:
        return ""
    if isinstance(value, Iri):
        return shorten(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        whole, _, fraction = f"{value:,f}".partition(".")
        return f"{whole}.{fraction}".rstrip("0").rstrip(".") if fraction else whole
    text = str(value)
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _plain(value: Cell) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _separated(answer: Answer, delimiter: str) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in answer.rows:
        writer.writerow(
            "" if value is None else str(value).lower() if isinstance(value, bool) else value for value in row
        )
    return buffer.getvalue()


def _markdown(answer: Answer, headings: Mapping[str, str]) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"

    head = line([headings.get(column, column) for column in answer.columns])
    return (
        head + line(["---"] * len(answer.columns)) + "".join(line([shown(cell) for cell in row]) for row in answer.rows)
    )


def _table(answer: Answer, headings: Mapping[str, str]) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(answer.columns):
        numeric = all(isinstance(row[number], int | Decimal | None) for row in answer.rows)
        table.add_column(headings.get(column, column), justify="right" if numeric else "left", overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(shown(cell)) for cell in row))
    buffer = io.StringIO()
    Console(file=buffer, width=_width()).print(table)
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


def _width() -> int:
    """Return the terminal's width; what is piped is not folded to one."""
    import shutil
    import sys

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 200
