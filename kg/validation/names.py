"""Names that tell a value: what is said of the thing has to be what its name says."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING

from kg.namespaces import KOMPAS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

_FIRST, _LAST, _MONTHS, _NUMBER, _VALUE = (
    KOMPAS + name for name in ("firstDay", "lastDay", "durationInMonths", "number", "linkValue")
)
_TELLING = frozenset({_FIRST, _LAST, _MONTHS, _NUMBER, _VALUE})
_NUMBERED = re.compile(r"(?:chapter|reference)-([0-9]+)")
_INTERVAL = re.compile(r"interval-(?P<from>[0-9].*?)(?:-to-(?P<to>[0-9].*?))?(?:-read)?")
_LASTING = re.compile(r"interval-([0-9]+)-months?(?:-read)?")
_SPAN = re.compile(
    r"(?P<decade>[0-9]{3}0)s|(?P<year>[0-9]{4})(?:-h(?P<half>[12])|-q(?P<quarter>[1-4])|-(?P<season>spring|summer|autumn)"
    r"|-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
)
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}


def check(asserted: Iterable[ox.Quad]) -> list[Finding]:
    """Return the values that are not those of their thing's name: days, numbers, and values that a link leads to."""
    found = []
    for quad in asserted:
        predicate = quad.predicate.value
        if predicate not in _TELLING:
            continue
        thing, value = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
        told = _told(re.split("[/#]", thing)[-1], predicate, re.split("[/#]", value)[-1])
        if told in ("", re.split("[/#]", value)[-1]):
            continue
        message = Text(f"navnet siger {told}, men her står {shorten(value)}; ret det ene af dem",
                       f"the name says {told}, but here stands {shorten(value)}; correct one of them")  # fmt: skip
        found.append(Finding("violation", "vocabulary", "name-and-value", message, thing, predicate, value))
    return found


def days(name: str) -> tuple[str, str] | None:
    """Return the first and last day that the name of an interval tells, as in `interval-2025-h2`.

    >>> days("interval-2025-h2"), days("interval-2021-to-2024-02-read"), days("interval-36-months")
    (('2025-07-01', '2025-12-31'), ('2021-01-01', '2024-02-29'), None)
    """
    interval = _INTERVAL.fullmatch(name)
    if interval is None:
        return None
    spans = [_span(part) for part in (interval["from"], interval["to"] or interval["from"])]
    return (spans[0][0], spans[1][1]) if spans[0] and spans[1] else None


def _told(name: str, predicate: str, value: str) -> str:
    """Return what a name says of a property; nothing if it says nothing of it."""
    if predicate in (_FIRST, _LAST):
        span = days(name)
        return span[predicate == _LAST] if span else ""
    if predicate == _VALUE:
        slug = value.removeprefix("value-")
        return "" if not name.startswith("valuelink-") or name.endswith(f"-{slug}") else name.removeprefix("valuelink-")
    telling = (_LASTING if predicate == _MONTHS else _NUMBERED).fullmatch(name)
    return telling[1] if telling else ""


def _span(part: str) -> tuple[str, str] | None:
    """Return the first and last day of a decade, year, half-year, quarter, season, month or day."""
    found = _SPAN.fullmatch(part)
    if found is None:
        return None
    if found["decade"]:
        return f"{found['decade']}-01-01", f"{int(found['decade']) + 9}-12-31"
    first, last = 1, 12
    if found["half"]:
        first, last = (1, 6) if found["half"] == "1" else (7, 12)
    elif found["quarter"]:
        first, last = int(found["quarter"]) * 3 - 2, int(found["quarter"]) * 3
    elif found["season"]:
        first, last = _SEASONS[found["season"]]
    elif found["month"]:
        first = last = int(found["month"])
    year = int(found["year"])
    if not 1 <= first <= 12 or year < 1:  # noqa: PLR2004  # months of a year
        return None
    start, end = f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{monthrange(year, last)[1]:02}"
    return (f"{year:04}-{first:02}-{found['day']}",) * 2 if found["day"] else (start, end)
