"""Labels that tell a number or a year: what is said of the thing should be what its label says."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import ID, KOMPAS, SKOS
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Facts

_LABEL, _UNIT, _PERCENT = SKOS + "prefLabel", KOMPAS + "unit", ID + "unit-percent"
_NUMBERS = tuple(KOMPAS + name for name in ("numericValue", "minimum", "maximum", "outOf"))
_TIMES = tuple(KOMPAS + name for name in ("dueBy", "towards", "runsIn", "startsIn", "doneIn", "aboutPeriod"))
_DAYS = (KOMPAS + "firstDay", KOMPAS + "lastDay")
_READ = frozenset({_LABEL, _UNIT, *_NUMBERS, *_TIMES, *_DAYS})

_POWERS = {
    **dict.fromkeys(("tusind", "thousand"), 3),
    **dict.fromkeys(("mio", "million", "millioner"), 6),
    **dict.fromkeys(("mia", "milliard", "milliarder", "billion"), 9),
}
_FIGURE = r"\d{1,3}(?:[ .,]\d{3})+|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(
    rf"(?<![\w.,-])(?P<first>{_FIGURE})(?:[-–](?P<last>{_FIGURE}))?(?!\w)(?:\s(?P<power>{'|'.join(_POWERS)})\b)?"
)
_SHARE = re.compile(r"\d\s?(?:%|pct|procent|per ?cent)")
_YEAR = re.compile(r"(?<![\w.,-])20[2-9]\d(?![\w,-])")  # years to come: others are mostly parts of names


def check(asserted: Facts) -> list[Finding]:
    """Return a warning for each number or year in a label that is none of the thing's."""
    said: defaultdict[str, defaultdict[str, list[ox.Quad]]] = defaultdict(lambda: defaultdict(list))
    for predicate, quad in ((name, quad) for name in sorted(_READ) for quad in asserted.of(name)):
        if isinstance(quad.subject, ox.NamedNode):
            said[quad.subject.value][predicate].append(quad)
    found: list[Finding] = []
    for about in list(said.values()):
        numbers = [quad for name in _NUMBERS for quad in about.get(name, ())]
        intervals = [quad for name in _TIMES for quad in about.get(name, ())]
        spans = [said[one] for one in _values(intervals) if one in said]
        days = _values(day for span in spans for name in _DAYS for day in span.get(name, ()))
        percent, labels = _PERCENT in _values(about.get(_UNIT, ())), about.get(_LABEL, ())
        told = [one for label in labels for one in _number(label, numbers, percent=percent)]
        late = [one for label in labels for one in _year(label, intervals, {day[:4] for day in days})]
        found += [*told[:1], *late[:1]]  # the label in the other language says the same
    return found


def numbers_in(text: str) -> set[Decimal]:
    """Return the numbers that a text tells in figures, in whole units; years are none.

    >>> sorted(map(int, numbers_in("DKK 7-8 billion, 1.500 in 2030")))
    [1500, 7000000000, 8000000000]
    """
    found = set()
    for match in _NUMBER.finditer(text):
        for part in filter(None, (match["first"], match["last"])):
            thousands = re.fullmatch(r"\d{1,3}(?:[ .,]\d{3})+", part)
            number = Decimal(re.sub("[ .,]", "", part) if thousands else part.replace(",", "."))
            if match["power"] or not re.fullmatch("(?:19|20)[0-9]{2}|2100", part):
                found.add(number * 10 ** _POWERS.get(match["power"] or "", 0))
    return found


def _number(label: ox.Quad, numbers: list[ox.Quad], *, percent: bool) -> Iterator[Finding]:
    """Find a number that its label does not tell, though that tells one; shares of something else do not count."""
    text = getattr(label.object, "value", "")
    if not numbers or bool(_SHARE.search(text)) is not percent:
        return
    try:
        known = {Decimal(value) for value in _values(numbers)}
    except InvalidOperation:
        return  # which is told of as a form of no number
    if (told := numbers_in(text)) and not told & known:
        message = Text(f"betegnelsen siger “{text}”, men tallet er et andet",
                       f"the label says “{text}”, but the number is another")  # fmt: skip
        yield _finding("label-and-number", message, numbers[0])


def _year(label: ox.Quad, intervals: list[ox.Quad], years: set[str]) -> Iterator[Finding]:
    text = getattr(label.object, "value", "")
    told = set(_YEAR.findall(text))
    if told and years and not told & years:
        message = Text(f"betegnelsen siger “{text}”, men tiden er en anden",
                       f"the label says “{text}”, but the time is another")  # fmt: skip
        yield _finding("label-and-year", message, intervals[0])


def _values(quads: Iterable[ox.Quad]) -> list[str]:
    return [getattr(quad.object, "value", "") for quad in quads]


def _finding(rule: str, message: Text, quad: ox.Quad) -> Finding:
    thing, value = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
    return Finding("warning", "vocabulary", rule, message, thing, quad.predicate.value, value)
