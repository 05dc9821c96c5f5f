"""Holds literals to the lexical forms of their datatypes, as they stand in the file (XSD 1.1 part 2, RDF 1.1).

RDF engines tolerate or repair what is wrong here, each in its own way: `"1_000"` counts, `"2022-13-01"` is kept,
`"01"` becomes 1. RDF knows no whitespace around a form either, as XML does.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_OFFSET = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_ZONE = rf"{_OFFSET}?"
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DAYS = r"(?:[0-9]+D)"
_HOURS = r"T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?"
_MONTHS = r"(?=[0-9])(?:[0-9]+Y)?(?:[0-9]+M)?"
_FLOAT = (rf"(?:{_NUMBER}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN)", "a number such as 1.5E3")

# Datatype: its grammar, and what a person should have written.
FORMS = {
    "anyURI": (
        r"""(?:[^\x00-\x20<>"{}|\\^`%]|%[0-9A-Fa-f]{2})*""",
        "an address without spaces, quotes and brackets",
    ),
    "Name": (r"[^\W\d][\w.:·-]*|:[\w.:·-]*", "a name of XML"),
    "NCName": (r"[^\W\d][\w.·-]*", "a name of XML without a colon"),
    "NMTOKEN": (r"[\w.:·-]+", "a token of XML"),
    "base64Binary": (
        r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:[A-Za-z0-9+/] ?[AQgw] ?= ?=|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=)?",
        "base64, whose last letter leaves no bits over",
    ),
    "boolean": (r"true|false|1|0", "true or false"),
    "date": (rf"(?P<y>{_YEAR})-(?P<m>{_MONTH})-(?P<d>{_DAY}){_ZONE}", "a day that exists, such as 2022-01-31"),
    "dateTime": (
        rf"(?P<y>{_YEAR})-(?P<m>{_MONTH})-(?P<d>{_DAY})T{_TIME}{_ZONE}",
        "a time such as 2022-01-31T12:00:00Z",
    ),
    "dateTimeStamp": (
        rf"(?P<y>{_YEAR})-(?P<m>{_MONTH})-(?P<d>{_DAY})T{_TIME}{_OFFSET}",
        "a time with its zone, such as 2022-01-31T12:00:00Z",
    ),
    "dayTimeDuration": (rf"-?P(?:{_DAYS}(?:{_HOURS})?|{_HOURS})", "a duration such as P10D"),
    "decimal": (_NUMBER, "a decimal such as 1.5"),
    "double": _FLOAT,
    "duration": (rf"-?P(?:{_MONTHS}{_DAYS}?(?:{_HOURS})?|{_DAYS}(?:{_HOURS})?|{_HOURS})", "a duration such as P3Y"),
    "float": _FLOAT,
    "gDay": (rf"---{_DAY}{_ZONE}", "a day of the month such as ---31"),
    "gMonth": (rf"--{_MONTH}{_ZONE}", "a month such as --01"),
    "gMonthDay": (rf"--(?P<m>{_MONTH})-(?P<d>{_DAY}){_ZONE}", "a day of the year that exists, such as --01-31"),
    "gYear": (rf"{_YEAR}{_ZONE}", "a year in four digits, such as 2022"),
    "gYearMonth": (rf"{_YEAR}-{_MONTH}{_ZONE}", "a month of a year, such as 2022-01"),
    "hexBinary": (r"(?:[0-9A-Fa-f]{2})*", "pairs of hexadecimal digits"),
    "language": (r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", "a language tag such as da"),
    "normalizedString": (r"[^\t\n\r]*", "one line without tabs"),
    "time": (rf"{_TIME}{_ZONE}", "a time such as 12:00:00"),
    "token": (r"(?:[^\s]+(?: [^\s]+)*)?", "words with one space between them"),
    "yearMonthDuration": (rf"-?P{_MONTHS}", "a duration such as P3Y6M"),
}

# Derived integers and their bounds, both included; None is none.
INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "byte": (-(2**7), 2**7 - 1),
    "int": (-(2**31), 2**31 - 1),
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "nonPositiveInteger": (None, 0),
    "positiveInteger": (1, None),
    "short": (-(2**15), 2**15 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedShort": (0, 2**16 - 1),
}
_ANY_FORM = frozenset({XSD + "string", RDF + "langString"})  # most literals
_DIGITS = re.compile(r"[+-]?[0-9]+")


@dataclass(frozen=True, slots=True)
class IllTyped:
    """A literal that is none of its datatype's, in the quad where it stands, and what was expected."""

    quad: ox.Quad
    expected: str


def ill_typed(quads: Iterable[ox.Quad]) -> Iterator[IllTyped]:
    """Yield the quads whose literal has a form that its datatype does not know."""
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Literal) and (datatype := value.datatype.value) not in _ANY_FORM:
            expected = expected_form(value.value, datatype)
            if expected:
                yield IllTyped(quad, expected)


def expected_form(form: str, datatype: str) -> str | None:
    """Return what a literal of the datatype (an IRI) should look like, or None if `form` is one or nothing is known.

    >>> expected_form("2022-02-30", XSD + "date")
    'a day that exists, such as 2022-01-31'
    >>> expected_form("2022-02-28", XSD + "date")
    """
    if not datatype.startswith(XSD):
        return None
    name = datatype.removeprefix(XSD)
    if name in INTEGERS:
        return _expected_integer(form, name)
    if name not in FORMS:
        return None
    match = _pattern(name).fullmatch(form)
    return None if match and _exists(match) else FORMS[name][1]


def repaired(form: str, datatype: str) -> str:
    """Return what a form was meant to be, where leaving out spaces and separators makes it one; else nothing.

    >>> repaired(" 1_000 ", XSD + "integer"), repaired("31/02/2020", XSD + "date")
    ('1000', '')
    """
    folded = unicodedata.normalize("NFKC", form).strip()
    joined = re.sub(r"(?<=[0-9])[ _.,](?=[0-9]{3}(?![0-9]))", "", folded)
    candidates = (folded, folded.lower(), joined, folded.partition("T")[0])
    return next((one for one in candidates if one and expected_form(one, datatype) is None), "")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(FORMS[name][0])


def _expected_integer(form: str, name: str) -> str | None:
    least, most = INTEGERS[name]
    # Length first: Python refuses to read integers of many thousand digits.
    if _DIGITS.fullmatch(form) and (
        (least is None and most is None)
        or (len(form) < 1000 and (least is None or int(form) >= least) and (most is None or int(form) <= most))  # noqa: PLR2004
    ):
        return None
    bounds = [f"at least {least}" if least is not None else "", f"at most {most}" if most is not None else ""]
    return " ".join(["an integer without spaces and separators", *filter(None, bounds)])


def _exists(match: re.Match[str]) -> bool:
    """Tell whether the day that the groups y, m and d give is in the calendar; without them, all is well."""
    parts = match.groupdict()
    if "d" not in parts:
        return True
    # The calendar repeats every 400 years, and Python's begins with year 1.
    year = int(parts["y"][-4:]) % 400 + 2000 if "y" in parts else 2000
    return int(parts["d"]) <= calendar.monthrange(year, int(parts["m"]))[1]
