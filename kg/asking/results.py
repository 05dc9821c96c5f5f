"""Writes an answer for programs: the SPARQL 1.1 results formats, JSON lines, and graphs in all formats of RDF."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.asking.cells import Blank, term_of
from kg.namespaces import XSD

if TYPE_CHECKING:
    from kg.asking.answers import Answer
    from kg.asking.cells import Cell

FORMATS = ("csv", "tsv", "json", "jsonl")

_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029]")  # what the json module and Oxigraph leave as it is


def separated(answer: Answer) -> str:
    """Return CSV with whole IRIs and no more than their texts of literals, as SPARQL 1.1 has it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in answer.rows:
        writer.writerow(map(_lexical, row))
    return buffer.getvalue()


def tabbed(answer: Answer) -> str:
    """Return TSV as SPARQL 1.1 has it: columns as variables, cells as terms of Turtle."""
    lines = ["\t".join(f"?{column}" for column in answer.columns)]
    lines += ["\t".join(_as_turtle(value) for value in row) for row in answer.rows]
    return "\n".join(lines) + "\n"


def as_json(answer: Answer) -> str:
    """Return SPARQL 1.1 Query Results JSON."""
    if answer.kind == "truth":
        return _dumped({"head": {}, "boolean": bool(answer)}, indent=1)
    rows = ",\n".join(
        "  " + _dumped({column: _as_object(value) for column, value in record.items() if value is not None})
        for record in answer.records()
    )
    head = _dumped({"vars": list(answer.columns)})
    return f'{{"head": {head},\n "results": {{"bindings": [\n{rows}\n]}}}}\n'


def as_lines(answer: Answer) -> str:
    """Return a JSON object a row, with numbers as numbers and null where nothing is bound.

    Decimals are written with all their digits; a reader who needs them exact parses them as decimals.
    """
    return "".join(
        "{" + ", ".join(f"{_dumped(column)}: {_plain(value)}" for column, value in record.items()) + "}\n"
        for record in answer.records()
    )


def _dumped(value: object, indent: int | None = None) -> str:
    return _escaped(json.dumps(value, ensure_ascii=False, indent=indent) + ("\n" if indent else ""))


def _escaped(text: str) -> str:
    """Write what would command a terminal as JSON and Turtle both do."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04X}", text)


def _lexical(value: Cell) -> str:
    term = term_of(value)
    return "" if term is None else f"_:{value}" if isinstance(value, Blank) else term.value


def _plain(value: Cell) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return _dumped(value.isoformat() if isinstance(value, dt.date) else value)


def _as_turtle(value: Cell) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}" if value % 1 else f"{value:.1f}"
    term = term_of(value)
    return "" if term is None else _escaped(str(term))


def _as_object(value: Cell) -> dict[str, str]:
    """Return a term as the results format has it."""
    term = term_of(value)
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Literal() if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        case ox.Literal() if term.datatype.value == XSD + "string":
            return {"type": "literal", "value": term.value}
        case ox.Literal():
            return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
    return {}
