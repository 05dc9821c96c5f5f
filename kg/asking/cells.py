"""Cells: terms of RDF as values of Python, and their way back."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, Self, TypeAlias

import pyoxigraph as ox

from kg import namespaces as ns

Cell: TypeAlias = "str | int | float | Decimal | bool | dt.date | None"

_INTEGER = re.compile(r"[+-]?[0-9]{1,1000}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class Iri(str):
    """The IRI of a thing; as text it is the whole IRI."""

    __slots__ = ()


class Blank(str):
    """A node without a name; as text it is its label in this answer."""

    __slots__ = ()


class Text(str):
    """A text that says its language, as `lang`."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str = "") -> Self:
        """Make a text in a language."""
        made = super().__new__(cls, text)
        made.lang = lang
        return made


class Typed(str):
    """A literal that Python has no value for, such as a year or one that is ill-typed; `datatype` is an IRI."""

    __slots__ = ("datatype",)
    datatype: str

    def __new__(cls, text: str, datatype: str = "") -> Self:
        """Make a literal of a datatype."""
        made = super().__new__(cls, text)
        made.datatype = datatype
        return made


def cell(term: object) -> Cell:
    """Return a term of RDF as the value that Python has for it."""
    match term:
        case None:
            return None
        case ox.NamedNode():
            return Iri(term.value)
        case ox.BlankNode():
            return Blank(term.value)
        case ox.Literal():
            return _value(term)
    return str(term)


def term_of(value: Cell) -> ox.NamedNode | ox.BlankNode | ox.Literal | None:
    """Return the term of RDF that a cell came from."""
    return None if value is None else _term(value)


def _term(  # noqa: PLR0911  # one for each kind of cell
    value: Any,  # noqa: ANN401  # any cell that is bound
) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    match value:
        case Iri():
            return ox.NamedNode(value)
        case Blank():
            return ox.BlankNode(value)
        case Text() if value.lang:
            return ox.Literal(str(value), language=value.lang)
        case Typed() if value.datatype:
            return ox.Literal(str(value), datatype=ox.NamedNode(value.datatype))
        case Decimal():
            return ox.Literal(f"{value:f}", datatype=ox.NamedNode(ns.XSD + "decimal"))
        case int() if not isinstance(value, bool):
            return ox.Literal(str(value), datatype=ox.NamedNode(ns.XSD + "integer"))
        case dt.date():
            return ox.Literal(value.isoformat(), datatype=ox.NamedNode(ns.XSD + "date"))
    return ox.Literal(value)


def _value(literal: ox.Literal) -> Cell:  # noqa: PLR0911  # one for each datatype
    """Return a literal as a value; as it stands, with its datatype, where it has none or is ill-typed."""
    text, datatype = literal.value, literal.datatype.value
    if literal.language:
        return Text(text, literal.language)
    match datatype.removeprefix(ns.XSD):
        case "string":
            return text
        case "integer" if _INTEGER.fullmatch(text):
            return int(text)
        case "decimal" if _DECIMAL.fullmatch(text):
            return Decimal(text)
        case "double" if _DOUBLE.fullmatch(text):
            return float(text)
        case "boolean" if text in _TRUTH:
            return _TRUTH[text]
        case "date" if _DAY.fullmatch(text):
            return _day(text) or Typed(text, datatype)
    return Typed(text, datatype)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:  # the thirtieth of February
        return None
