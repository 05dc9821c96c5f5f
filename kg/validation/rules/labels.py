"""Labels that tell a number or a year: what is said of the thing should be what its label says."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.namespaces import ID, KOMPAS, SKOS
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Facts

_LABEL, _DEFINITION, _UNIT, _PERCENT = SKOS + "prefLabel", SKOS + "definition", KOMPAS + "unit", ID + "unit-percent"
_EVENT = KOMPAS + "Event"
_NUMBERS = tuple(KOMPAS + name for name in ("numericValue", "minimum", "maximum", "outOf"))
_TIMES = tuple(KOMPAS + name for name in ("dueBy", "towards", "runsIn", "startsIn", "doneIn", "aboutPeriod"))
_RUNS, _STARTS = KOMPAS + "runsIn", KOMPAS + "startsIn"
_HAPPENS = (KOMPAS + "doneIn", _RUNS, _STARTS)
_FIRST, _LAST = KOMPAS + "firstDay", KOMPAS + "lastDay"
_DAYS = (_FIRST, _LAST)
_READ = tuple(sorted((_UNIT, *_NUMBERS, *_TIMES, *_DAYS)))

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
_RANGE = re.compile(r"(?<![\w.,-])((?:19|20)\d\d)[-–]((?:19|20)?\d\d)(?![\w,-])")
# a year that a definition begins with: one that stands later may be that of something else
_WHEN = re.compile(r"(?:In|From|I|Fra)(?: the)?(?: \w+)?(?: of)? ((?:19|20)\d\d)(?![\w-])")


class Amount(NamedTuple):
    """A number in a text, or both ends of a span of numbers, and where it stands there with its power of ten."""

    numbers: frozenset[Decimal]
    start: int
    end: int


def check(asserted: Facts) -> list[Finding]:
    """Return a warning for each number or year in a label that is none of the thing's, and for years of events."""
    said: defaultdict[str, defaultdict[str, list[ox.Quad]]] = defaultdict(lambda: defaultdict(list))
    for predicate, quad in ((name, quad) for name in _READ for quad in asserted.of(name)):
        if isinstance(quad.subject, ox.NamedNode):
            said[quad.subject.value][predicate].append(quad)
    told_of = {thing for name in (*_NUMBERS, *_TIMES) for thing, _ in asserted.pairs(name)}
    for name, things in ((_LABEL, told_of), (_DEFINITION, told_of.intersection(asserted.instances(_EVENT)))):
        for quad, (thing, _) in zip(asserted.of(name), asserted.pairs(name), strict=True) if things else ():
            if thing in things and isinstance(thing, ox.NamedNode):
                said[thing.value][name].append(quad)
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
        if intervals and not late:
            found += [*_range(about, said, asserted), *_when(about, said)][:1]
    return found


def amounts(text: str) -> list[Amount]:
    """Return the numbers that a text tells in figures, in whole units; years are none."""
    found = []
    for match in _NUMBER.finditer(text):
        numbers = set()
        for part in filter(None, (match["first"], match["last"])):
            thousands = re.fullmatch(r"\d{1,3}(?:[ .,]\d{3})+", part)
            number = Decimal(re.sub("[ .,]", "", part) if thousands else part.replace(",", "."))
            if match["power"] or not re.fullmatch("(?:19|20)[0-9]{2}|2100", part):
                numbers.add(number * 10 ** _POWERS.get(match["power"] or "", 0))
        if numbers:
            found.append(Amount(frozenset(numbers), match.start(), match.end()))
    return found


def numbers_in(text: str) -> set[Decimal]:
    """Return the numbers that a text tells in figures, in whole units; years are none.

    >>> sorted(map(int, numbers_in("DKK 7-8 billion, 1.500 in 2030")))
    [1500, 7000000000, 8000000000]
    """
    return {number for amount in amounts(text) for number in amount.numbers}


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
        yield _of_time("label-and-year", text, intervals[0])


def _spanned(label: ox.Quad) -> tuple[str, str] | None:
    """Return the first and the last year of the one range of years in a label."""
    told = _RANGE.findall(getattr(label.object, "value", ""))
    return (told[0][0], told[0][0][: -len(told[0][1])] + told[0][1]) if len(told) == 1 else None


def _range(
    about: defaultdict[str, list[ox.Quad]],
    said: defaultdict[str, defaultdict[str, list[ox.Quad]]],
    asserted: Facts,
) -> Iterator[Finding]:
    """Find a range of years that the thing neither begins nor ends with, and that no other thing tells of."""
    runs = about.get(_RUNS, [])
    told = {_spanned(label) for label in about.get(_LABEL, ())}
    if not runs or len(told) != 1 or not (years := told.pop()):
        return
    first, last = ({day[:4] for one in _values(runs) if one in said for day in _values(said[one].get(name, ()))}
                   for name in _DAYS)  # fmt: skip
    if first and last and years[0] not in first and years[1] not in last and not _elsewhere(years, about, asserted):
        yield _of_time("label-and-year", getattr(about[_LABEL][0].object, "value", ""), runs[0])


def _elsewhere(years: tuple[str, str], about: defaultdict[str, list[ox.Quad]], asserted: Facts) -> bool:
    """Return whether the label of another thing tells the range too: then it is rather part of a name."""
    thing = about[_LABEL][0].subject
    return any(_spanned(label) == years for label in asserted.of(_LABEL) if label.subject != thing)


def _when(
    about: defaultdict[str, list[ox.Quad]], said: defaultdict[str, defaultdict[str, list[ox.Quad]]]
) -> Iterator[Finding]:
    """Find an event whose definition begins with a year outside its time."""
    texts = [getattr(quad.object, "value", "") for quad in about.get(_DEFINITION, ())]
    told = {match[1] for text in texts if (match := _WHEN.match(text))}
    quads = [quad for name in _HAPPENS for quad in about.get(name, ())] if told else []
    spans = [said[one] for one in _values(quads) if one in said]
    if not spans or len(spans) != len(quads):
        return
    open_ended = all(quad.predicate.value == _STARTS for quad in quads)
    for span in spans:
        first, last = (min(_values(span.get(name, ())), default="")[:4] for name in _DAYS)
        if not first or any(first <= year and (open_ended or year <= (last or year)) for year in told):
            return
    yield from (_of_time("definition-and-year", text, quads[0]) for text in texts if _WHEN.match(text))


def _of_time(rule: str, text: str, quad: ox.Quad) -> Finding:
    da, en = ("definitionen", "definition") if rule.startswith("definition") else ("betegnelsen", "label")
    message = Text(f"{da} siger “{text}”, men tiden er en anden", f"the {en} says “{text}”, but the time is another")
    return _finding(rule, message, quad)


def _values(quads: Iterable[ox.Quad]) -> list[str]:
    return [getattr(quad.object, "value", "") for quad in quads]


def _finding(rule: str, message: Text, quad: ox.Quad) -> Finding:
    thing, value = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
    return Finding("warning", "vocabulary", rule, message, thing, quad.predicate.value, value)
