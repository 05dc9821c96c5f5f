"""Writes one table a class, for people who work in spreadsheets."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns

if TYPE_CHECKING:
    from collections.abc import Iterable

BETWEEN = " | "  # values in one cell
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for another encoding
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TYPE = ns.RDF + "type"


def spreadsheets(quads: Iterable[ox.Quad], classes: Iterable[ox.Quad]) -> dict[str, bytes]:
    """Return a CSV table (RFC 4180, UTF-8 with a byte order mark) for each of our classes, by the class's name.

    A row is a thing, a column a property, in each language apart; several values of one property share a cell, with a
    bar between them. Things are named by their short IRIs. `classes` are the quads that say what each thing is.
    """
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for quad in classes:
        value = quad.object
        if quad.predicate.value == _TYPE and isinstance(value, ox.NamedNode) and value.value.startswith(ns.KOMPAS):
            kinds[str(quad.subject)].add(value.value.removeprefix(ns.KOMPAS))
    things: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and quad.predicate.value != _TYPE:
            things[str(quad.subject)][_column(quad)].add(_cell(quad.object))
    rows: defaultdict[str, dict[str, dict[str, set[str]]]] = defaultdict(dict)
    for thing, cells in things.items():
        for kind in kinds[thing]:
            rows[kind][ns.shorten(thing[1:-1])] = cells
    return {kind: _table(rows[kind]) for kind in sorted(rows)}


def _table(rows: dict[str, dict[str, set[str]]]) -> bytes:
    found = {column for cells in rows.values() for column in cells}
    labels = [column for column in sorted(found) if column.startswith(("skos:prefLabel", "skos:definition"))]
    columns = [*reversed(labels), *sorted(found.difference(labels))]  # prefLabel before definition
    buffer = io.StringIO()
    buffer.write(_BYTE_ORDER_MARK)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["thing", *columns])
    for thing in sorted(rows):
        writer.writerow([thing, *(_harmless(BETWEEN.join(sorted(rows[thing].get(each, ())))) for each in columns)])
    return buffer.getvalue().encode()


def _column(quad: ox.Quad) -> str:
    language = quad.object.language if isinstance(quad.object, ox.Literal) else None
    return ns.shorten(quad.predicate.value) + (f"@{language}" if language else "")


def _cell(value: object) -> str:
    return ns.shorten(value.value) if isinstance(value, ox.NamedNode) else getattr(value, "value", str(value))


def _harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text
