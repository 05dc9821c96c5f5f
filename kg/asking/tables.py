"""Writes the rows of an answer for people, as a table of the terminal, Markdown or HTML, or hands them to programs."""

from __future__ import annotations

import io
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from kg.asking import results
from kg.asking.showing import harmless, html_table, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.asking.answers import Answer
    from kg.settings import Language

__all__ = ["FORMATS", "FOR_PEOPLE", "harmless", "page", "render"]

FOR_PEOPLE = ("table", "markdown", "html")
FORMATS = (*FOR_PEOPLE, *results.FORMATS)

_PAGE = """<!doctype html>
<html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem }}
table {{ border-collapse: collapse }}
th, td {{ text-align: left; vertical-align: top; padding: .2rem .8rem; border-bottom: 1px solid #ccc }}
td.number {{ text-align: right }}
</style>
<h1>{title}</h1>
{body}</html>
"""


def render(  # noqa: PLR0911  # one for each form
    answer: Answer, form: str, headings: Mapping[str, str] | None = None, lang: Language = "en", title: str = "Kompas"
) -> str:
    """Return the answer as `form`, one of FORMATS; `headings`, `title` and `lang` are for the forms that people read.

    CSV, TSV and JSON are the SPARQL 1.1 results formats; `jsonl` is an object a row.
    """
    headings = headings or {}
    match form:
        case "csv":
            return results.separated(answer)
        case "tsv":
            return results.tabbed(answer)
        case "json":
            return results.as_json(answer)
        case "jsonl":
            return results.as_lines(answer)
        case "markdown":
            return _markdown(answer, headings, lang)
        case "html":
            return page(title, html_table(answer.columns, answer.rows, headings, lang), lang)
    return _table(answer, headings, lang)


def page(title: str, body: str, lang: Language) -> str:
    """Return a page of HTML that needs nothing beside it."""
    return _PAGE.format(lang=lang, title=escape(harmless(title)), body=body)


def _markdown(answer: Answer, headings: Mapping[str, str], lang: Language) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |\n"

    head = line([headings.get(column, column) for column in answer.columns])
    rows = "".join(line([escape(shown(cell, lang), quote=False) for cell in row]) for row in answer.rows)
    return head + line(["---"] * len(answer.columns)) + rows


def _table(answer: Answer, headings: Mapping[str, str], lang: Language) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(answer.columns):
        numeric = all(isinstance(row[number], int | float | Decimal | None) for row in answer.rows)
        table.add_column(headings.get(column, column), justify="right" if numeric else "left", overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(shown(cell, lang)) for cell in row))
    buffer = io.StringIO()
    Console(file=buffer, width=_width()).print(table)
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


def _width() -> int:
    """Return the terminal's width; what is piped is not folded to one."""
    import shutil
    import sys

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 200
