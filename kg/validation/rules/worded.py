"""Times, claims and degrees that the graph gives, held to the words of the passages that they rest on."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.document.text import letters
from kg.namespaces import DCTERMS, ID, KOMPAS, RDF, SKOS, XSD, shorten
from kg.validation.findings import Finding, Text
from kg.validation.rules import called, quantities
from kg.validation.rules.appearances import EVIDENCE
from kg.validation.rules.numerals import MONTHS, numbers
from kg.validation.rules.printed import Copy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.reasoning.facts import Facts

_EVIDENCE, _BASIS, _PRECISION = KOMPAS + "evidence", KOMPAS + "basis", KOMPAS + "precision"
_TIMES = tuple(KOMPAS + name for name in ("doneIn", "runsIn", "startsIn", "dueBy", "towards", "aboutPeriod"))
_DAYS = (KOMPAS + "firstDay", KOMPAS + "lastDay")
_DATE, _DATED_AS, _TITLES = DCTERMS + "date", KOMPAS + "datedAs", (SKOS + "prefLabel", DCTERMS + "title")
_DEFINITION, _SOURCE = SKOS + "definition", KOMPAS + "Source"
_CLAIMED, _CERTAINTY, _READ = KOMPAS + "claimedValue", KOMPAS + "certainty", ID + "certainty-read"
_STRENGTH, _MEASURE = KOMPAS + "strength", KOMPAS + "Measure"
# What tells of a time; agents and instruments may have a year of their own, which no passage need tell.
_STATEMENTS = tuple(KOMPAS + name for name in (
    "Assessment", "Commitment", "Event", "Figure", "Funding", "Measure", "Partnership", "Post", "Standing", "Target",
))  # fmt: skip

_MONTHS = tuple(tuple(form.lower() for form in forms) for forms in MONTHS)
_SEASONS = {12: ("vinter", "winter"), 3: ("forår", "spring"), 6: ("sommer", "summer"), 9: ("efterår", "autumn")}
_BY_MONTH, _BY_SEASON = ID + "precision-month", ID + "precision-season"
_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)[0-9]{2}(?![\w-])")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TORN = re.compile(r"-\s*\n\s*")  # a hyphen at the end of a line
_IN_FIGURES = 10  # smaller numbers are mostly written in words
_PIECE = 4  # letters that are compared at a time


class _Degree(NamedTuple):
    """Words that settle a value: who is of a class and has them in its evidence has one of the values."""

    words: re.Pattern[str]
    path: str
    values: frozenset[str]
    kinds: tuple[str, ...]


def _degree(words: str, path: str, values: str, *kinds: str) -> _Degree:
    return _Degree(re.compile(words), path, frozenset(ID + one for one in values.split()),
                   tuple(KOMPAS + kind for kind in kinds))  # fmt: skip


_WHO = "__"  # stands for any name of who acts
_WE = f"(?:vi|danmark|regeringen|{_WHO})"
_PROMISE = re.compile(rf"\b(?:{_WE} (?:vil|skal)|(?:vil|skal) {_WE})\b")
_DEGREES = (
    _degree(_PROMISE.pattern, _STRENGTH, "strength-will strength-aims", "Commitment"),
    _degree(rf"\b(?:vil|skal)(?: {_WE})? arbejde for\b|\bpresser? på\b", _STRENGTH, "strength-aims", "Commitment"),
    _degree(rf"\b{_WE} arbejder for\b", _STRENGTH, "strength-aims strength-pursues strength-will", "Commitment"),
    _degree(r"\bafsat\b.*\bkr\b|\bkr\b.*\bafsat\b", _STRENGTH, "strength-set-aside", "Commitment"),
    _degree(r"\b(?:har|er)(?: \w+)? besluttet\b", _STRENGTH, "strength-decided", "Commitment"),
    _degree(r"\b(?:forventes|forventer|ventes)\b", _CERTAINTY,
            "certainty-expected certainty-conditional certainty-read", "Assessment", "Claim", "Event", "Figure"),
    _degree(r"\b(?:skønsmæssigt?|skønnes|anslås|anslået)\b", _CERTAINTY, "certainty-estimated certainty-read",
            "Assessment", "Claim", "Event", "Figure"),
)  # fmt: skip


def check(facts: Facts, text: str, places: Mapping[str, tuple[int, int]]) -> list[Finding]:
    """Return a warning for what the passages word otherwise, by a copy of the document and where they stand in it."""
    copy = Copy(facts, text, places)
    return [*called.check(copy), *_times(copy), *_definitions(copy), *_dates(copy), *_titles(copy), *_claims(copy),
            *_degrees(copy), *quantities.check_text(copy)]  # fmt: skip


def _times(copy: Copy) -> Iterator[Finding]:
    """Find stated times whose years, month or season do not stand in the passages; a source may tell of a figure's."""
    days = {name: _literals(copy, name) for name in _DAYS}
    precision = {_value(quad.subject): _value(quad.object) for quad in copy.facts.of(_PRECISION)}
    read = _subjects(copy, _BASIS)
    elsewhere = _subjects(copy, KOMPAS + "figureFrom")
    for path in _TIMES:
        for quad in copy.facts.of(path):
            thing, interval = _value(quad.subject), _value(quad.object)
            told = [match for name in _DAYS for day in days[name].get(interval, ()) if (match := _ISO.match(day))]
            if not told or interval in read or thing in elsewhere or not (said := _said(copy, thing)):
                continue
            month = int(told[0][2])
            words = {_BY_MONTH: _MONTHS[month - 1], _BY_SEASON: _SEASONS.get(month, ())}.get(
                precision.get(interval, "")
            )
            # the last may follow from the first and a length
            if any(_has_year(said, match[1]) for match in told) and (not words or any(word in said for word in words)):
                continue
            message = Text(f"tidsrummet {shorten(interval)} står ikke i belægget",
                           f"the interval {shorten(interval)} does not stand in the evidence")  # fmt: skip
            yield _finding("time-unworded", message, thing, path, interval)


def _definitions(copy: Copy) -> Iterator[Finding]:
    """Find years in definitions of statements that do not stand in their passages."""
    statements = {_value(one) for kind in _STATEMENTS for one in copy.facts.instances(kind)}
    for thing, definitions in _literals(copy, _DEFINITION).items():
        for definition in definitions if thing in statements else ():
            years = _YEAR.findall(definition)
            said = _said(copy, thing) if years else ""
            if said and (missing := [year for year in years if not _has_year(said, year)]):
                message = Text(f"{missing[0]} står ikke i belægget", f"{missing[0]} does not stand in the evidence")
                yield _finding("year-unworded", message, thing, _DEFINITION, definition)


def _dates(copy: Copy) -> Iterator[Finding]:
    """Find dates of sources whose day, month and year do not all stand in the note."""
    sources = {_value(one) for one in copy.facts.instances(_SOURCE)}
    for thing, days in _literals(copy, _DATE).items():
        for day in days if thing in sources else ():
            said, match = _said(copy, thing), _ISO.fullmatch(day)
            if not said or not match:
                continue
            told, month = numbers(said), int(match[2])
            in_words = any(name[:3] in said for name in _MONTHS[month - 1])
            if not {Decimal(int(match[1])), Decimal(int(match[3]))} <= _whole(said) \
                    or not (in_words or Decimal(month) in told):  # fmt: skip
                message = Text(f"{day} står ikke i noten", f"{day} does not stand in the note")
                yield _finding("date-unworded", message, thing, _DATE, day)


def _titles(copy: Copy) -> Iterator[Finding]:
    """Find sources that are dated otherwise than in their title; one of a day may look ahead to the next year."""
    titles: dict[str, set[int]] = {_value(one): set() for one in copy.facts.instances(_SOURCE)}
    for quad in (quad for name in _TITLES for quad in copy.facts.of(name)):
        if (thing := _value(quad.subject)) in titles:
            titles[thing] |= {int(year) for year in _YEAR.findall(_value(quad.object))}
    for path, ahead in ((_DATED_AS, 0), (_DATE, 1)):
        for thing, dates in _literals(copy, path).items():
            for dated in dates if titles.get(thing) else ():
                years = {int(year) + more for year in re.findall("(?:19|20)[0-9]{2}", dated) for more in (0, ahead)}
                if years and not years & titles[thing]:
                    year = min(titles[thing])
                    message = Text(f"titlen siger {year}", f"the title says {year}")
                    yield _finding("title-and-date", message, thing, path, dated)


def _claims(copy: Copy) -> Iterator[Finding]:
    """Find claims whose numbers do not stand in their passage, and two that each fit the passage of the other."""
    read = {_value(quad.subject) for quad in copy.facts.of(_CERTAINTY) if _value(quad.object) == _READ}
    worded: dict[str, str] = {}
    for quad in copy.facts.of(_CLAIMED):
        thing, value = _value(quad.subject), quad.object
        said = _said(copy, thing)
        if not isinstance(value, ox.Literal) or not said:
            continue
        if value.language == copy.language and value.language:
            worded[thing] = value.value
            wanted = set() if thing in read else {Decimal(run) for run in re.findall("[0-9]+", value.value)}
        elif value.datatype.value in (XSD + "decimal", XSD + "integer"):
            wanted = set() if thing in read else {one for one in (_number(value.value),) if one >= _IN_FIGURES}
        else:
            continue
        told = _whole(said) | numbers(said)
        if told and not wanted <= told:
            message = Text(f"“{value.value}” står ikke i belægget for påstanden",
                           f"“{value.value}” does not stand in the evidence for the claim")  # fmt: skip
            yield _finding("claim-unworded", message, thing, _CLAIMED, value.value)
    yield from _exchanged(copy, worded)


def _exchanged(copy: Copy, worded: Mapping[str, str]) -> Iterator[Finding]:
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for quad in copy.facts.of(KOMPAS + "betweenClaims"):
        if _value(quad.object) in worded:
            beside[_value(quad.subject)].append(_value(quad.object))
    for claims in beside.values():
        said = {claim: letters(_said(copy, claim)).folded for claim in claims}
        pieces = {claim: _pieces(worded[claim]) for claim in claims}
        fits = {(one, other): sum(piece in said[other] for piece in pieces[one]) / len(pieces[one])
                for one in claims for other in claims}  # fmt: skip
        for one, other in combinations(sorted(claims), 2):
            if fits[one, other] + fits[other, one] > fits[one, one] + fits[other, other]:
                message = Text(f"“{worded[one]}” passer bedre til belægget for {shorten(other)}, og omvendt",
                               f"“{worded[one]}” fits the evidence for {shorten(other)} better, and the other way "
                               "about")  # fmt: skip
                yield Finding("warning", "evidence", "claims-exchanged", message, one, _CLAIMED, worded[one],
                              also=(other,))  # fmt: skip


def _degrees(copy: Copy) -> Iterator[Finding]:
    """Find values of degree that the words of the evidence rule out, and measures that are worded as promises."""
    if copy.language != "da":
        return
    words: dict[str, str] = {}
    names = _names(copy)
    for degree in _DEGREES:
        values = {_value(quad.subject): _value(quad.object) for quad in copy.facts.of(degree.path)}
        for thing in (_value(one) for kind in degree.kinds for one in copy.facts.instances(kind)):
            if thing not in words:
                words[thing] = _acting(_said(copy, thing, (_EVIDENCE,)), names[thing])
            found = degree.words.search(words[thing])
            # without a certainty it is plain; that there is no strength the shapes tell
            if found and values.get(thing) not in degree.values and (thing in values or degree.path == _CERTAINTY):
                expected = [shorten(value) for value in sorted(degree.values)]
                told = found[0][:40].replace(_WHO, "…")
                message = Text(f"belægget siger “{told}”: ventede {' eller '.join(expected)}",
                               f"the evidence says “{told}”: expected {' or '.join(expected)}")  # fmt: skip
                yield _finding("degree-unworded", message, thing, degree.path, values.get(thing, ""),
                               expected[0] if len(expected) == 1 else "")  # fmt: skip
    for thing in (_value(one) for one in copy.facts.instances(_MEASURE)):
        if found := _PROMISE.search(_acting(_said(copy, thing, (_EVIDENCE,)), names[thing])):
            told = found[0][:40].replace(_WHO, "…")
            message = Text(f"belægget siger “{told}”: det er et tilsagn",
                           f"the evidence says “{told}”: it is a commitment")  # fmt: skip
            yield _finding("degree-unworded", message, thing, RDF + "type", _MEASURE, "kompas:Commitment")


def _names(copy: Copy) -> defaultdict[str, list[str]]:
    """Return what those are called who act in each thing, in small letters, the longest first."""
    called: defaultdict[str, list[str]] = defaultdict(list)
    for name in (SKOS + "prefLabel", SKOS + "altLabel"):
        for agent, said in _literals(copy, name).items():
            called[agent] += [one.lower() for one in said]
    acting: defaultdict[str, list[str]] = defaultdict(list)
    for thing, who in copy.facts.pairs(KOMPAS + "actor"):
        acting[thing.value] = sorted({*acting[thing.value], *called[who.value]}, key=len, reverse=True)
    return acting


def _acting(said: str, names: list[str]) -> str:
    """Return what is said with a sign in place of the names of who acts."""
    for name in names:
        said = said.replace(name, _WHO) if name in said else said
    return said


def _said(copy: Copy, thing: str, properties: tuple[str, ...] = EVIDENCE) -> str:
    """Return the words of the passages of a thing, in small letters, those that lines tear apart joined."""
    said = _TORN.sub("", "\n".join(copy.said(thing, properties)))
    return " ".join(said.lower().split())


def _has_year(said: str, year: str) -> bool:
    """Tell whether a year is told, perhaps by its last two digits, before which a dash may be lost."""
    return year in said or re.search(rf"(?<![0-9])(?:[0-9]{{4}})?{year[2:]}(?![0-9])", said) is not None


def _whole(said: str) -> set[Decimal]:
    return {Decimal(run) for run in re.findall("[0-9]+", said)}


def _pieces(words: str) -> set[str]:
    folded = letters(words).folded
    return {folded[at : at + _PIECE] for at in range(max(1, len(folded) - _PIECE + 1))}


def _number(value: str) -> Decimal:
    """Return a number without its sign, 0 for what is none."""
    try:
        return abs(Decimal(value)).normalize()
    except InvalidOperation:
        return Decimal(0)


def _literals(copy: Copy, name: str) -> dict[str, list[str]]:
    """Return the literals of things, those with a language only in that of the text."""
    of: defaultdict[str, list[str]] = defaultdict(list)
    for quad in copy.facts.of(name):
        if isinstance(quad.object, ox.Literal) and quad.object.language in (None, copy.language):
            of[_value(quad.subject)].append(quad.object.value)
    return of


def _subjects(copy: Copy, name: str) -> set[str]:
    return {_value(quad.subject) for quad in copy.facts.of(name)}


def _finding(rule: str, message: Text, thing: str, path: str, value: str, suggestion: str = "") -> Finding:
    return Finding("warning", "evidence", rule, message, thing, path, value, suggestion=suggestion)


def _value(term: object) -> str:
    return getattr(term, "value", "")
