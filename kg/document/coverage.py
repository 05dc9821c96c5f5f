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
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.reasoning.facts import Facts

CARRIES = ns.ID + "judgement-statement"
UNJUDGED = ""

_EVIDENCE = {ns.KOMPAS + name for name in ("evidence", "restatedIn", "continuedIn")}
# What is anchored only where it is named says nothing of its own.
_NAMED_ONLY = {ns.KOMPAS + name for name in ("Agent", "Place", "DocumentPart", "Strategy")}
_PART, _BELOW = ns.DCTERMS + "isPartOf", ns.RDFS + "subClassOf"
_OFFSET = re.compile("[0-9]{1,9}")
_OF_UNITS = {
    _PART,
    *(ns.OA + name for name in ("start", "end")),
    *(ns.KOMPAS + name for name in ("placeKind", "judgement", "printedPage")),
}


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


def ledger(known: Facts) -> list[Unit]:
    """Return the units in the order of the text, each with the statements that rest on it."""
    fields: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for predicate in _OF_UNITS:
        for thing, value in _said(known, predicate):
            fields[thing][predicate] = value
    below: defaultdict[str, set[str]] = defaultdict(set)
    for lower, upper in _said(known, _BELOW):
        below[upper].add(lower)
    kinds = known.kinds()
    units = {thing for thing, classes in kinds.items() if ns.KOMPAS + "Unit" in classes}
    places = sorted((*place, iri) for iri in units if (place := _place(fields[iri])))
    named_only = reached(_NAMED_ONLY, below)  # so that it is the same whether or not what follows is given
    evidence = (pair for predicate in _EVIDENCE for pair in _said(known, predicate))
    became = _became(places, fields, (pair for pair in evidence if named_only.isdisjoint(kinds.get(pair[0], ()))))
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


def _said(known: Facts, predicate: str) -> Iterator[tuple[str, str]]:
    """Yield subject and value of the triples with a predicate, but for those with a thing that has no name."""
    for subject, value in known.pairs(predicate):
        if isinstance(subject, ox.NamedNode) and isinstance(value, (ox.NamedNode, ox.Literal)):
            yield subject.value, value.value


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
