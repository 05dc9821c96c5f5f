"""Shows cells to people: short names, numbers as the language writes them, and nothing that commands a terminal."""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from kg.asking.cells import Blank, Iri
from kg.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.asking.cells import Cell
    from kg.settings import Language

# What commands a terminal: control characters, and those that turn the direction of writing.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Replace the characters that would command a terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def shown(value: Cell, lang: Language = "en") -> str:
    """Return a cell as a person reads it: things by their short name, nothing as nothing, control characters never."""
    if value is None:
        return ""
    if isinstance(value, Iri):
        return shorten(value)
    if isinstance(value, Blank):
        return f"_:{value}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        whole, _, fraction = f"{value:,f}".partition(".")
        text = f"{whole}.{fraction}".rstrip("0").rstrip(".") if fraction else whole
        return text.translate(str.maketrans(",.", ".,")) if lang == "da" else text
    return harmless(str(value))


def html_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    headings: Mapping[str, str] | None = None,
    lang: Language = "en",
) -> str:
    """Return rows as a table of HTML, each column under its heading or else its name."""
    headings = headings or {}
    head = "".join(f"<th>{escape(headings.get(column, column))}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(_html_cell(value, lang) for value in row)}</tr>\n" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>\n"


def _html_cell(value: Cell, lang: Language) -> str:
    text = escape(shown(value, lang)).replace("\n", "<br>")
    if isinstance(value, Iri) and value.startswith(("http://", "https://")):
        return f'<td><a href="{escape(value)}">{text}</a></td>'
    numeric = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return f'<td class="number">{text}</td>' if numeric else f"<td>{text}</td>"
