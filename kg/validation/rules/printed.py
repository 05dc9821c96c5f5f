"""What the graph says that the text prints, held to the words of the passages that it rests on."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.document.text import letters
from kg.namespaces import DCTERMS, KOMPAS, OA, SKOS, XSD, shorten
from kg.validation.findings import Finding, Text
from kg.validation.rules.numerals import amounts_of_money, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.reasoning.facts import Facts

_FIRST, _EXTENT = KOMPAS + "evidence", KOMPAS + "extent"
_EVIDENCE = (_FIRST, KOMPAS + "restatedIn", KOMPAS + "continuedIn")
_PRINTED_AS, _CLAIMED = KOMPAS + "printedAs", KOMPAS + "claimedValue"
_NUMBERS = tuple(KOMPAS + name for name in ("numericValue", "minimum", "maximum"))
_LABEL, _OPENING, _SHOWS, _CURRENCY, _BASIS = (
    KOMPAS + name for name in ("printedLabel", "headingOpening", "showsValue", "currency", "basis")
)
# Each property whose value is printed so, and what of the thing holds it.
_QUOTING = {
    _LABEL: (*_EVIDENCE, _EXTENT),
    _PRINTED_AS: _EVIDENCE,
    KOMPAS + "address": _EVIDENCE,
    KOMPAS + "datedAs": _EVIDENCE,
}
_LARGE = (3, 6, 9, 12)  # powers of thousand, million and so on
_LEFT_OUT = "…"  # in words that are quoted in pieces
_SCHEME = re.compile(r"[a-z]+://")
_DAY = re.compile(r"(?P<year>[0-9]{4})(?:-[0-9]{2}-(?P<day>[0-9]{2}))?")
_START, _END = OA + "start", OA + "end"


@dataclass(frozen=True)
class Copy:
    """A copy of the document, and where in it each passage was found."""

    facts: Facts
    text: str
    places: Mapping[str, tuple[int, int]]

    @cached_property
    def passages(self) -> dict[str, dict[str, list[str]]]:
        """Return by property the passages of each thing."""
        found = {}
        for name in (*_EVIDENCE, _EXTENT):
            of: defaultdict[str, list[str]] = defaultdict(list)
            for quad in self.facts.of(name):
                of[_value(quad.subject)].append(_value(quad.object))
            found[name] = dict(of)
        return found

    @cached_property
    def language(self) -> str:
        """Return the language of the document's text, or nothing if it is not said, or of several."""
        texts = {quad.subject for quad in self.facts.of(KOMPAS + "digest")}
        said = {_value(quad.object) for quad in self.facts.of(DCTERMS + "language") if quad.subject in texts}
        return said.pop() if len(said) == 1 else ""

    def said(self, thing: str, properties: tuple[str, ...] = _EVIDENCE) -> list[str]:
        """Return the text of the passages of a thing; nothing unless all were found."""
        of = [passage for name in properties for passage in self.passages[name].get(thing, ())]
        if any(passage not in self.places for passage in of):
            return []
        return [self.text[slice(*self.places[passage])] for passage in of]


def check(facts: Facts, text: str, places: Mapping[str, tuple[int, int]]) -> list[Finding]:
    """Return what is not printed as the graph says, by a copy of the document and where its passages stand there."""
    copy = Copy(facts, text, places)
    return [*_quotes(copy), *_numbers(copy), *_years(copy), *_openings(copy), *_wheels(copy)]


def uncovered(facts: Facts, text: str) -> Iterator[Finding]:
    """Find letters and digits of the reference text that no unit holds; a graph without units leaves them out."""
    ends = {_value(quad.subject): _value(quad.object) for quad in facts.of(_END)}
    starts = {_value(quad.subject): _value(quad.object) for quad in facts.of(_START)}
    units = {_value(unit) for unit in facts.instances(KOMPAS + "Unit")} & starts.keys() & ends.keys()
    runs = sorted((int(starts[unit]), int(ends[unit]), unit) for unit in units
                  if starts[unit].isdecimal() and ends[unit].isdecimal())  # fmt: skip
    if not runs:
        return
    known, upto, beside = letters(text), 0, runs[0][2]
    for start, end, unit in [*runs, (len(text), len(text), "")]:
        first, last = known.slice(upto, start)
        if first < last:
            here, there = known.origins[first], known.ends[last - 1]
            message = Text(f"ved siden af står {last - first} bogstaver og tal ({here}-{there}), som ingen enhed har",
                           f"beside it stand {last - first} letters and digits ({here}-{there}) of no "
                           "unit")  # fmt: skip
            path, value = (_END, ends[beside]) if upto else (_START, starts[beside])
            yield Finding("violation", "evidence", "no-unit", message, beside, path, value)
        if end >= upto:
            upto, beside = end, unit


def _quotes(copy: Copy) -> Iterator[Finding]:
    """Find wording that stands in no passage of its thing, letter by letter."""
    for name, properties in _QUOTING.items():
        for thing, value in _literals(copy, name):
            said = [_letters(one) for one in copy.said(thing, properties)]
            pieces = [_letters(piece) for piece in _SCHEME.sub("", value).split(_LEFT_OUT)]
            if said and not any(all(piece in one for piece in pieces) for one in said):
                message = Text(f"“{value}” står ikke i det, som det har belæg i",
                               f"“{value}” does not stand where its evidence is")  # fmt: skip
                yield Finding("violation", "evidence", "not-printed", message, thing, name, value)


def _numbers(copy: Copy) -> Iterator[Finding]:
    """Find numbers whose passages print others; one that is printed in words has them beside it."""
    worded = {thing for thing, _ in _literals(copy, _PRINTED_AS)}
    reckoned = {_value(quad.subject) for quad in copy.facts.of(_BASIS)}
    money = {thing for thing, _ in _literals(copy, _CURRENCY) if thing not in reckoned}
    for name in _NUMBERS:
        for thing, value in _literals(copy, name):
            if thing in worded or (number := _number(value)) is None:
                continue
            read = amounts_of_money if thing in money else numbers
            told = {one for passage in copy.said(thing) for one in read(passage)}
            if told and number not in told:
                whole = sorted(
                    one for one in told if thing in money and number in (one.scaleb(-3 * n) for n in (1, 2, 3, 4))
                )
                message = Text(f"{value} står ikke i belægget, som har andre tal; er det skrevet med ord, så giv dem "
                               "med kompas:printedAs", f"{value} does not stand in the evidence, which has other "
                               "numbers; if it is written in words, give them with kompas:printedAs")  # fmt: skip
                if whole:
                    message = Text(f"{value} er ikke hele beløbet: belægget har tusinder, millioner eller milliarder",
                                   f"{value} is not the whole amount: the evidence has thousands, millions or "
                                   "billions")  # fmt: skip
                yield Finding("violation", "evidence", "other-number", message, thing, name, value,
                              suggestion=f"{whole[0]:f}.0" if whole else "")  # fmt: skip


def _years(copy: Copy) -> Iterator[Finding]:
    """Find claims of a year or a day whose passage does not print it; months may be printed in words."""
    for thing, value in _literals(copy, _CLAIMED, (XSD + "gYear", XSD + "date")):
        day = _DAY.fullmatch(value)
        told = {one for passage in copy.said(thing) for one in numbers(passage)}
        if day and told and not {_number(part) for part in day.groups() if part} <= told:
            message = Text(f"{value} står ikke i belægget for påstanden",
                           f"{value} does not stand in the evidence for the claim")  # fmt: skip
            yield Finding("violation", "evidence", "other-number", message, thing, _CLAIMED, value)


def _openings(copy: Copy) -> Iterator[Finding]:
    """Find commitments whose evidence does not begin as their heading is said to.

    An opening whose definition quotes its label stands for those words; any other for none of them.
    """
    labels, definitions = (_in_language(copy, name) for name in (SKOS + "prefLabel", SKOS + "definition"))
    openings = {_value(opening) for opening in copy.facts.instances(KOMPAS + "HeadingOpening")} & labels.keys()
    words = {opening: _letters(labels[opening]) for opening in openings
             if labels[opening] in definitions.get(opening, "")}  # fmt: skip
    for quad in copy.facts.of(_OPENING):
        thing, opening = _value(quad.subject), _value(quad.object)
        said = [_letters(passage) for passage in copy.said(thing, (_FIRST,))]
        wanted = words.get(opening)
        fits = any(one.startswith(wanted or tuple(words.values())) for one in said)
        if said and fits is (wanted is None):
            message = Text(f"overskriften begynder ikke sådan: {shorten(opening)}",
                           f"the heading does not begin so: {shorten(opening)}")  # fmt: skip
            yield Finding("violation", "evidence", "heading-opening", message, thing, _OPENING, opening)


def _wheels(copy: Copy) -> Iterator[Finding]:
    """Find parts that show a value which they do not print, or print one that they are not said to show."""
    shown: defaultdict[str, set[str]] = defaultdict(set)
    for quad in copy.facts.of(_SHOWS):
        shown[_value(quad.subject)].add(_value(quad.object))
    values = {value for of in shown.values() for value in of}
    labels = {thing: label for thing, label in _literals(copy, _LABEL) if thing in values}
    for part, of in shown.items():
        said = "".join(_letters(one) for one in copy.said(part, (_EXTENT,)))
        for value, label in sorted(labels.items()) if said else ():
            if (_letters(label) in said) is (value in of):
                continue
            message = Text(f"trykker “{label}”, men siges ikke at vise {shorten(value)}",
                           f"prints “{label}” but is not said to show {shorten(value)}")  # fmt: skip
            if value in of:
                message = Text(f"trykker ikke “{label}”", f"does not print “{label}”")
            yield Finding("violation", "evidence", "value-shown", message, part, _SHOWS,
                          value if value in of else "", suggestion="" if value in of else shorten(value))  # fmt: skip


def _literals(copy: Copy, name: str, datatypes: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return things with their literals, those with a language only in that of the text."""
    return [(_value(quad.subject), quad.object.value) for quad in copy.facts.of(name)
            if isinstance(quad.object, ox.Literal) and quad.object.language in (None, copy.language)
            and (not datatypes or quad.object.datatype.value in datatypes)]  # fmt: skip


def _in_language(copy: Copy, name: str) -> dict[str, str]:
    return {_value(quad.subject): quad.object.value for quad in copy.facts.of(name)
            if isinstance(quad.object, ox.Literal) and quad.object.language == copy.language}  # fmt: skip


def _letters(words: str) -> str:
    return letters(words).folded


def _number(value: str) -> Decimal | None:
    try:
        return abs(Decimal(value)).normalize()
    except InvalidOperation:
        return None


def _value(term: object) -> str:
    return getattr(term, "value", "")
