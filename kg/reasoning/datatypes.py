"""Datatypes: which literals are well-formed, which values they have, and which value spaces hold them.

As in "W3C XML Schema Definition Language (XSD) 1.1 Part 2" and OWL 2 RL's datatype map: `decimal` holds `integer`
and all below it, `string` all that are derived from it; `float`, `double` and `decimal` share no values.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from kg.namespaces import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    import pyoxigraph as ox

Value: TypeAlias = tuple[str, object]

LITERAL = RDFS + "Literal"
LANG_STRING = RDF + "langString"
PLAIN = RDF + "PlainLiteral"

# Bounds of each integer type, None for no bound.
INTEGERS: dict[str, tuple[int | None, int | None]] = {
    XSD + "integer": (None, None),
    XSD + "nonNegativeInteger": (0, None), XSD + "positiveInteger": (1, None),
    XSD + "nonPositiveInteger": (None, 0), XSD + "negativeInteger": (None, -1),
    XSD + "long": (-(2**63), 2**63 - 1), XSD + "unsignedLong": (0, 2**64 - 1),
    XSD + "int": (-(2**31), 2**31 - 1), XSD + "unsignedInt": (0, 2**32 - 1),
    XSD + "short": (-(2**15), 2**15 - 1), XSD + "unsignedShort": (0, 2**16 - 1),
    XSD + "byte": (-(2**7), 2**7 - 1), XSD + "unsignedByte": (0, 2**8 - 1),
}  # fmt: skip
DECIMALS = frozenset({XSD + "decimal", OWL + "real", OWL + "rational", *INTEGERS})

# What a string must look like to be of each type; whitespace is as the type keeps it.
STRINGS = {
    XSD + "string": r"[\s\S]*",
    XSD + "normalizedString": r"[^\t\n\r]*",
    XSD + "token": r"([^\s]+( [^\s]+)*)?",
    XSD + "language": r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
    XSD + "NMTOKEN": r"[\w.:·-]+",
    XSD + "Name": r"[^\W\d][\w.:·-]*|:[\w.:·-]*",
    XSD + "NCName": r"[^\W\d][\w.·-]*",
}
_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_DATE = _YEAR + r"-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?P<hour>[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_FLOAT = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_FORMS = {
    name: re.compile(form, re.ASCII)
    for name, form in {
        XSD + "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
        XSD + "boolean": r"true|false|1|0",
        XSD + "float": _FLOAT,
        XSD + "double": _FLOAT,
        XSD + "date": _DATE + _ZONE,
        XSD + "dateTime": _DATE + "T" + _TIME + _ZONE,
        XSD + "dateTimeStamp": _DATE + "T" + _TIME + _ZONE.removesuffix("?"),
        XSD + "time": _TIME + _ZONE,
        XSD + "gYear": _YEAR + _ZONE,
        XSD + "gYearMonth": _YEAR + r"-(?:0[1-9]|1[0-2])" + _ZONE,
        XSD + "gMonth": r"--(?:0[1-9]|1[0-2])" + _ZONE,
        XSD + "gDay": r"---(?:0[1-9]|[12]\d|3[01])" + _ZONE,
        XSD + "gMonthDay": r"--(?:(?:0[13-9]|1[0-2])-(?:0[1-9]|[12]\d|30)|02-[0-2]\d|(?:0[13578]|1[02])-31)" + _ZONE,
        XSD + "duration": r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
        XSD + "hexBinary": r"(?:[0-9a-fA-F]{2})*",
        XSD + "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*"
                              r"(?:(?:[A-Za-z0-9+/] ?){2}= ?=|(?:[A-Za-z0-9+/] ?){3}=)?",
        XSD + "anyURI": r"[^\s<>\"{}|\\^`]*",
        **dict.fromkeys(INTEGERS, r"[+-]?\d+"),
    }.items()
}  # fmt: skip
_FORMS |= {name: re.compile(form) for name, form in STRINGS.items()}
_FORMS[XSD + "anyURI"] = re.compile(r"[^\s<>\"{}|\\^`]*")  # letters of any script
KNOWN = frozenset({*_FORMS, *DECIMALS, LITERAL, LANG_STRING, PLAIN, RDF + "XMLLiteral", XSD + "ENTITY", XSD + "ID"})
_TEXTS = frozenset({*STRINGS, LANG_STRING})


@lru_cache(maxsize=8192)
def well_formed(text: str, datatype: str) -> bool:
    """Tell whether `text` is in the lexical space of `datatype`; of an unknown one every text is.

    >>> well_formed("2022-02-30", XSD + "date"), well_formed("300", XSD + "byte"), well_formed(" 5", XSD + "integer")
    (False, False, False)
    """
    form = _FORMS.get(datatype)
    if form is None:
        return True
    match = form.fullmatch(text)
    if match is None:
        return False
    parts = match.groupdict()
    if parts.get("day"):
        year = int(parts["year"])
        # The calendar repeats every 400 years, and has no year 0 or before.
        return int(parts["day"]) <= monthrange(year % 400 + 400, int(parts["month"]))[1]
    return datatype not in INTEGERS or _within(int(text), datatype)


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


def _within(number: int, datatype: str) -> bool:
    low, high = INTEGERS[datatype]
    return (low is None or number >= low) and (high is None or number <= high)


def _moment(text: str) -> object:
    try:
        return datetime.fromisoformat(text.replace("24:00:00", "00:00:00"))
    except ValueError:  # years that Python's calendar does not have
        return text


def _iris(datatypes: frozenset[str] | dict[str, str]) -> str:
    return ", ".join(f"<{datatype}>" for datatype in sorted(datatypes))
