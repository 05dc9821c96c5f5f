"""The ledger of the document: what each unit of its text became in the graph, or why it became nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.document.passages import under

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.knowledge import Knowledge

CARRIES = ns.ID + "judgement-statement"
UNJUDGED = ""

_EVIDENCE = {ns.KOMPAS + name for name in ("evidence", "restatedIn", "continuedIn")}
# What is anchored only where it is named says nothing of its own.
_NAMED_ONLY = {ns.KOMPAS + name for name in ("Agent", "Place", "DocumentPart", "Strategy")}
_TYPE, _PART, _BELOW = ns.RDF + "type", ns.DCTERMS + "isPartOf", ns.RDFS + "subClassOf"
_OFFSET = re.compile("[0-9]{1,9}")
_OF_UNITS = {
    _PART,
    *(ns.OA + name for name in ("start", "end")),
    *(ns.KOMPAS + name for name in ("placeKind", "judgement", "printedPage")),
}
READ = frozenset({_TYPE, _BELOW} | _EVIDENCE | _OF_UNITS)  # the properties that the ledger is made of


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the text: its place, the part and chapter it stands in, its judgement, and what rests on it.

    `judgement` is an IRI, or empty; `became` are the IRIs of the statements whose evidence overlaps the unit.
    """

    iri: str
    start: int
    end: int
    part: str
    chapter: str
    kind: str
    judgement: str
    became: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Tell whether the unit is judged, and as carrying a statement exactly if one rests on it."""
        if self.judgement == UNJUDGED:
            return False
        return bool(self.became) == (self.judgement == CARRIES)


def ledger(known: Knowledge) -> list[Unit]:
    """Return the units in the order of the text, each with the statements that rest on it."""
    fields: defaultdict[str, dict[str, str]] = defaultdict(dict)
    units, evidence, kinds = [], [], defaultdict(set)
    below: defaultdict[str, set[str]] = defaultdict(set)
    for quad in known.quads():
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode | ox.Literal):
            continue
        if predicate in _OF_UNITS:
            fields[subject.value][predicate] = value.value
        elif predicate in _EVIDENCE:
            evidence.append((subject.value, value.value))
        elif predicate == _BELOW:
            below[value.value].add(subject.value)
        elif predicate == _TYPE:
            kinds[subject.value].add(value.value)
            if value.value == ns.KOMPAS + "Unit":
                units.append(subject.value)
    places = sorted((*place, iri) for iri in set(units) if (place := _place(fields[iri])))
    named_only = reached(_NAMED_ONLY, below)  # so that it is the same whether or not what follows is given
    became = _became(places, fields, ((thing, passage) for thing, passage in evidence if not kinds[thing] & named_only))
    return [
        Unit(
            iri=iri,
            start=start,
            end=end,
            part=fields[iri].get(_PART, ""),
            chapter=_chapter(fields[iri].get(_PART, ""), fields),
            kind=fields[iri].get(ns.KOMPAS + "placeKind", ""),
            judgement=fields[iri].get(ns.KOMPAS + "judgement", UNJUDGED),
            became=tuple(sorted(became[iri])),
        )
        for start, end, iri in places
    ]


def counts(units: Iterable[Unit]) -> dict[str, Counter[str]]:
    """Count the units by judgement, for each chapter (or the part at its level) in the order of the text."""
    found: dict[str, Counter[str]] = {}
    for unit in units:
        found.setdefault(unit.chapter, Counter())[unit.judgement] += 1
    return found


def _became(
    places: Sequence[tuple[int, int, str]],
    fields: Mapping[str, Mapping[str, str]],
    evidence: Iterable[tuple[str, str]],
) -> defaultdict[str, set[str]]:
    """Return the things whose passages overlap each unit; units do not overlap each other."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for thing, passage in evidence:
        said = fields.get(passage, {})
        if place := _place(said):
            for _, _, unit in under(places, *place):
                found[unit].add(thing)
    return found


def _place(said: Mapping[str, str]) -> tuple[int, int] | None:
    """Return where something stands in the text, if it is said in whole numbers."""
    ends = [said.get(ns.OA + name, "") for name in ("start", "end")]
    return (int(ends[0]), int(ends[1])) if all(_OFFSET.fullmatch(end) for end in ends) else None


def reached(start: Iterable[str], links: Mapping[str, set[str]]) -> set[str]:
    """Return things with all that links lead to from them.

    >>> sorted(reached(["a"], {"a": {"b"}, "b": {"a", "c"}, "d": {"a"}}))
    ['a', 'b', 'c']
    """
    found, ahead = set(start), list(start)
    while ahead:
        new = links.get(ahead.pop(), set()) - found
        found |= new
        ahead.extend(new)
    return found


def _chapter(part: str, fields: Mapping[str, Mapping[str, str]]) -> str:
    """Return the part just below the whole document that `part` lies in."""
    seen = {part}
    while (around := fields.get(part, {}).get(_PART)) and fields.get(around, {}).get(_PART) and around not in seen:
        seen.add(around)
        part = around
    return part
