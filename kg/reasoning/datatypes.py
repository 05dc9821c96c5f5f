"""Datatypes: which literals are well-formed, which values they have, and which value spaces hold them.

As in "W3C XML Schema Definition Language (XSD) 1.1 Part 2" and OWL 2 RL's datatype map: `decimal` holds `integer`
and all below it, `string` all that are derived from it; `float`, `double` and `decimal` share no values.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from kg import lexical
from kg.namespaces import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    import pyoxigraph as ox

Value: TypeAlias = tuple[str, object]

LITERAL = RDFS + "Literal"
LANG_STRING = RDF + "langString"
PLAIN = RDF + "PlainLiteral"

INTEGERS = {XSD + name: bounds for name, bounds in lexical.INTEGERS.items()}
DECIMALS = frozenset({XSD + "decimal", OWL + "real", OWL + "rational", *INTEGERS})

# What a string must look like to be of each type; whitespace is as the type keeps it.
STRINGS = {
    XSD + "string": r"[\s\S]*",
    **{XSD + name: lexical.FORMS[name][0]
       for name in ("normalizedString", "token", "language", "NMTOKEN", "Name", "NCName")},
}  # fmt: skip
_FORMS = frozenset(XSD + name for name in lexical.FORMS)
KNOWN = frozenset({
    *_FORMS, *DECIMALS, *STRINGS, LITERAL, LANG_STRING, PLAIN, RDF + "XMLLiteral", XSD + "ENTITY", XSD + "ID",
})  # fmt: skip
_TEXTS = frozenset({*STRINGS, LANG_STRING})
_RATIONAL = re.compile(r"([+-]?[0-9]+)/0*([1-9][0-9]*)")


@lru_cache(maxsize=8192)
def well_formed(text: str, datatype: str) -> bool:
    """Tell whether `text` is in the lexical space of `datatype`; of an unknown one every text is.

    >>> well_formed("2022-02-30", XSD + "date"), well_formed("300", XSD + "byte"), well_formed(" 5", XSD + "integer")
    (False, False, False)
    """
    return lexical.expected_form(text, datatype) is None


def condition(datatype: str, variable: str) -> str:  # noqa: PLR0911  # one return for each family of datatypes
    """Return SPARQL that is true if `variable` is a literal in `datatype`'s value space."""
    if datatype == LITERAL:
        return f"isLiteral({variable})"
    own = f"DATATYPE({variable})"
    if datatype == PLAIN:
        return f"{own} IN ({_iris(_TEXTS)})"
    if datatype in INTEGERS:
        low, high = INTEGERS[datatype]
        bounds = [f"{variable} >= {low}"] * (low is not None) + [f"{variable} <= {high}"] * (high is not None)
        return " && ".join([f"{own} IN ({_iris(DECIMALS)})", f"FLOOR({variable}) = {variable}", *bounds])
    if datatype in DECIMALS:
        return f"{own} IN ({_iris(DECIMALS)})"
    if datatype == XSD + "string":
        return f"{own} IN ({_iris(STRINGS)})"
    if datatype in STRINGS:
        form = f"^({STRINGS[datatype]})$".replace("\\", "\\\\")
        return f'{own} IN ({_iris(STRINGS)}) && REGEX(STR({variable}), "{form}")'
    return f"{own} = <{datatype}>"


def value(literal: ox.Literal) -> Value | None:  # noqa: PLR0911  # as above
    """Return the value of a well-formed literal as something that compares, None for an unknown datatype."""
    text, datatype = literal.value, literal.datatype.value
    if datatype == OWL + "rational":
        ratio = _RATIONAL.fullmatch(text)
        return ("decimal", Decimal(ratio[1]) / Decimal(ratio[2])) if ratio else None
    if datatype in DECIMALS:
        return "decimal", Decimal(text)
    if datatype in STRINGS:
        return "string", text
    if datatype == LANG_STRING:
        return "text", (text, (literal.language or "").lower())
    if datatype == XSD + "boolean":
        return "boolean", text in {"true", "1"}
    if datatype in (XSD + "float", XSD + "double"):
        return datatype, float(text)
    if datatype in (XSD + "dateTime", XSD + "dateTimeStamp"):
        return "dateTime", _moment(text)
    if datatype == XSD + "hexBinary":
        return datatype, text.upper()
    return (datatype, text) if datatype in _FORMS else None


def _moment(text: str) -> object:
    try:
        return datetime.fromisoformat(text.replace("24:00:00", "00:00:00"))
    except ValueError:  # years that Python's calendar does not have
        return text


def _iris(datatypes: frozenset[str] | dict[str, str]) -> str:
    return ", ".join(f"<{datatype}>" for datatype in sorted(datatypes))
