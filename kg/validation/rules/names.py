"""Names that tell a value: what is said of the thing has to be what its name says."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.namespaces import ID, KOMPAS, OWL, RDF, SH, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from kg.reasoning.facts import Facts

_FIRST, _LAST, _MONTHS, _NUMBER, _POSITION, _VALUE, _FROM, _NOTE, _PRINTED, _BASIS = (
    KOMPAS + name
    for name in ("firstDay", "lastDay", "durationInMonths", "number", "position", "linkValue", "linkFrom", "pointsTo",
                 "printedLabel", "basis")
)  # fmt: skip
_TYPE, _CLAIMS, _VERDICT, _MISPRINT = RDF + "type", KOMPAS + "betweenClaims", KOMPAS + "verdict", "verdict-misprint"
_TELLING = {
    _NUMBER: re.compile("(?:chapter|reference)-(?P<told>[0-9]+)"),
    _MONTHS: re.compile("interval-(?P<told>[0-9]+)-months?(?:-read)?"),
    _POSITION: re.compile("valuelistentry-.*-(?P<told>[0-9]+)"),
    _NOTE: re.compile("mark-(?P<told>[0-9]+)(?:-.*)?"),
    _PRINTED: re.compile("mark-(?P<told>[0-9]+)(?:-.*)?"),
}
_READS = (*_TELLING, _FIRST, _LAST, _VALUE, _FROM, _VERDICT)
_NUMBERED = re.compile("claim-(?P<of>.+)-[0-9]+")
_HOLDING = (SH + "or", RDF + "first", RDF + "rest")  # from a shape to one of several that may be met instead
_KINDS = re.compile(re.escape(f"^{ID}") + r"\(?(?P<kinds>[a-z|]+)\)?-")  # how the shapes begin the names of a class
_INTERVAL = re.compile(r"interval-(?P<from>[0-9].*?)(?:-to-(?P<to>[0-9].*?))?(?:-read)?")
_SPAN = re.compile(
    r"(?P<decade>[0-9]{3}0)s|(?P<year>[0-9]{4})(?:-h(?P<half>[12])|-q(?P<quarter>[1-4])|-(?P<season>spring|summer|autumn)"
    r"|-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
)
_ANOTHER = "another"  # thing than the name says, which has no one form for it
_DIGITS = re.compile("[0-9]+")
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}


def check(asserted: Facts, shapes: Facts) -> list[Finding]:
    """Return the values and classes that are not those of their thing's name.

    Days and months of intervals, numbers of chapters, notes and marks, the ends of a link to a value; and the class,
    where the shapes say how the names of a class begin.
    """
    found = []
    for predicate in _READS:
        for quad in asserted.of(predicate):
            value = _local(quad.object)
            if (told := _told(_local(quad.subject), predicate, value)) not in ("", value):
                found.append(_finding(quad, told))
    return [*found, *_claims(asserted), *_intervals(asserted), *_classes(asserted, shapes)]


def _claims(asserted: Facts) -> Iterator[Finding]:
    """Find claims that are named after another discrepancy, as `claim-<of what>-1` is, than the one they are of."""
    pairs = asserted.pairs(_CLAIMS)
    known = {_local(thing) for thing, _ in pairs}
    for at, (thing, claim) in enumerate(pairs):
        of = _NUMBERED.fullmatch(_local(claim))
        told = f"discrepancy-{of['of']}" if of else ""
        if told in known and told != _local(thing):
            yield _finding(list(asserted.of(_CLAIMS))[at], _ANOTHER)


def _intervals(asserted: Facts) -> Iterator[Finding]:
    """Find intervals that we read from the text and that are not named so, or the other way about."""
    message = Text("et læst tidsrum hedder noget på -read og har kompas:basis id:basis-interpreted; intet andet har",
                   "an interval that we read has a name in -read and kompas:basis id:basis-interpreted; "
                   "no other has")  # fmt: skip
    read = {quad.subject for quad in asserted.of(_BASIS)}
    for term in asserted.instances(KOMPAS + "Interval"):
        if _local(term).startswith("interval-") and _local(term).endswith("-read") is not (term in read):
            path = _BASIS if term in read else ""
            yield Finding("violation", "vocabulary", "read-interval", message, term.value, path)


def _classes(asserted: Facts, shapes: Facts) -> Iterator[Finding]:
    """Find things of another class than those whose names begin as theirs does."""
    classes = _named_by(shapes)
    declared = {getattr(term, "value", "") for term in asserted.instances(OWL + "Class")}
    for thing, said in asserted.kinds().items():
        kind = thing[len(ID) :].partition("-")[0]
        if kind not in classes or not thing.startswith(ID) or not classes[kind].isdisjoint(said):
            continue
        if not any(one.startswith(KOMPAS) and one not in declared for one in said):  # which is told of as no class
            names = ", ".join(sorted(shorten(one) for one in classes[kind] & declared))
            if not names:
                continue  # which is told of as classes that are declared nowhere
            message = Text(f"det, der hedder id:{kind}-…, er {names}; ret navnet eller klassen",
                           f"what is named id:{kind}-… is {names}: correct the name or the class")  # fmt: skip
            yield Finding("violation", "vocabulary", "name-and-class", message, thing, _TYPE, said[0])


def _named_by(shapes: Facts) -> dict[str, set[str]]:
    """Return the classes whose names begin with a word: those of the shapes that say so, and its own."""
    classes: defaultdict[str, set[str]] = defaultdict(set)
    targets: defaultdict[object, set[str]] = defaultdict(set)
    for quad in shapes.of(SH + "targetClass"):
        targets[quad.subject].add(getattr(quad.object, "value", ""))
    holders: dict[object, object] = {quad.object: quad.subject for link in _HOLDING for quad in shapes.of(link)}
    for quad in shapes.of(SH + "pattern"):
        if begins := _KINDS.match(getattr(quad.object, "value", "")):
            shape: object = quad.subject
            while shape not in targets and shape in holders:
                shape = holders[shape]
            for kind in begins["kinds"].split("|") if shape in targets else ():
                classes[kind] |= {*targets[shape], KOMPAS + kind.capitalize()}
    return classes


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
    """Return what a name says of a property, in the form of the value; nothing if it says nothing of it."""
    if predicate in (_FIRST, _LAST):
        span = days(name)
        return span[predicate == _LAST] if span else ""
    if predicate == _VALUE:
        return "" if not name.startswith("valuelink-") or name.endswith(value.removeprefix("value")) else _ANOTHER
    if predicate == _FROM:
        return _other_end(name, value)
    if predicate == _VERDICT:
        return _MISPRINT if name.startswith("discrepancy-misprint-") else ""
    telling = _TELLING[predicate].fullmatch(name)
    if telling is None:
        return ""
    return _DIGITS.sub(telling["told"], value, count=1) if predicate in (_NOTE, _PRINTED) else telling["told"]


def _other_end(name: str, value: str) -> str:
    """Return whether the name of a link to a value has what it leads from, with its kind or without, or its end."""
    return "" if not name.startswith("valuelink-") or value.rpartition("-")[2] in name else _ANOTHER


def _local(term: object) -> str:
    return re.split("[/#]", getattr(term, "value", ""))[-1]


def _finding(quad: ox.Quad, told: str) -> Finding:
    value = getattr(quad.object, "value", "")
    other = Text("noget andet", "something else") if told == _ANOTHER else Text(told, told)
    message = Text(f"navnet siger {other.da}, men her står {shorten(value)}; ret det ene af dem",
                   f"the name says {other.en}, but here stands {shorten(value)}; correct one of them")  # fmt: skip
    thing = getattr(quad.subject, "value", "")
    return Finding("violation", "vocabulary", "name-and-value", message, thing, quad.predicate.value, value)


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
