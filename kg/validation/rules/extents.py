"""Where passages and units lie: within the part that they are said to stand in, and beside what they belong to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.namespaces import DCTERMS, KOMPAS, OA, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.reasoning.facts import Facts

    _Pairs: TypeAlias = list[tuple[str, str]]
    _Spans: TypeAlias = Mapping[str, list[tuple[int, int]]]

_PART, _EXTENT = DCTERMS + "isPartOf", KOMPAS + "extent"
_START, _END = OA + "start", OA + "end"
_FIRST, _CONTINUED = KOMPAS + "evidence", KOMPAS + "continuedIn"
_EVIDENCE = (_FIRST, KOMPAS + "restatedIn", _CONTINUED)
_STANDS, _CITES = KOMPAS + "standsOn", KOMPAS + "citesSource"
_LONGEST = 1500  # characters of a passage that bears a statement; those of ours stay under 900
_FARTHEST = 3000  # characters from a sentence to where the layout has it go on; those of ours stay under 2400


@dataclass(frozen=True)
class Layout:
    """Where passages and units begin and end, in which part each stands, and which passages a part fills."""

    span: dict[str, tuple[int, int]]
    part: dict[str, str]
    extents: dict[str, set[str]]
    units: list[str]

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """Return the parts that stand in a part, of those whose extents are known."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for inner in self.extents:
            found[self.part.get(inner, "")].append(inner)
        return dict(found)

    def holds(self, part: str, span: tuple[int, int]) -> bool:
        """Tell whether a part fills a span."""
        extents = (self.span.get(passage, (0, 0)) for passage in self.extents.get(part, ()))
        return any(first <= span[0] and span[1] <= last for first, last in extents)

    def around(self, thing: str) -> list[str]:
        """Return the parts that a thing stands in, the innermost first, and the document last."""
        found: list[str] = []
        while (thing := self.part.get(thing, "")) and thing not in found:
            found.append(thing)
        return found

    def root(self, thing: str) -> str:
        """Return the document that a thing stands in."""
        return (self.around(thing) or [thing])[-1]


def layout(asserted: Facts) -> Layout:
    """Read where passages, units and parts lie; what has no place in numbers is left out."""
    by_predicate = {name: _pairs(asserted, name) for name in (_PART, _EXTENT, _START, _END)}
    ends = dict(by_predicate[_END])
    span = {
        thing: (int(start), int(end))
        for thing, start in by_predicate[_START]
        if start.isdecimal() and (end := ends.get(thing, "")).isdecimal()
    }
    extents: defaultdict[str, set[str]] = defaultdict(set)
    for part, passage in by_predicate[_EXTENT]:
        extents[part].add(passage)
    units = list(dict.fromkeys(unit.value for unit in asserted.instances(KOMPAS + "Unit") if unit.value in span))
    return Layout(span, dict(by_predicate[_PART]), extents, units)


def check(asserted: Facts, layout: Layout) -> list[Finding]:
    """Return what lies where it should not.

    Passages and units outside their part or in a part of it, units that overlap, evidence too long or torn too far
    apart, marks beside what they stand on, and references apart from the sources that they cite.
    """
    said = {name: _pairs(asserted, name) for name in _EVIDENCE}
    evidence: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for thing, passage in said[_FIRST]:
        if passage in layout.span:
            evidence[thing].append(layout.span[passage])
    return [
        *_outside(layout),
        *_overlapping(layout),
        *_long(layout, said),
        *_torn(layout, said[_CONTINUED], evidence),
        *_beside(layout, _pairs(asserted, _STANDS), evidence),
        *_apart(_pairs(asserted, _CITES), evidence),
    ]


def _outside(layout: Layout) -> Iterator[Finding]:
    """Find what lies outside the part that it is said to stand in, or in a smaller part within it."""
    whole = set().union(*layout.extents.values())  # a part's extent may be said to stand in it or around it
    for thing, span in layout.span.items():
        part = layout.part.get(thing, "")
        if part not in layout.extents:
            continue
        if not layout.holds(part, span):
            message = Text(f"ligger ikke i {shorten(part)}, som ikke fylder det stykke af teksten",
                           f"does not lie in {shorten(part)}, which does not fill that stretch")  # fmt: skip
            yield Finding("violation", "evidence", "outside-part", message, thing, _PART, part)
        elif thing not in whole:
            inner = next((one for one in layout.parts.get(part, ()) if layout.holds(one, span)), "")
            if inner:
                message = Text(f"ligger i {shorten(inner)}, som er en del af {shorten(part)}",
                               f"lies in {shorten(inner)}, which is a part of {shorten(part)}")  # fmt: skip
                yield Finding("warning", "evidence", "inner-part", message, thing, _PART, part,
                              suggestion=shorten(inner))  # fmt: skip


def _overlapping(layout: Layout) -> Iterator[Finding]:
    """Find units that share characters with one before; those of another document do not count."""
    last: dict[str, str] = {}
    for unit in sorted(layout.units, key=layout.span.__getitem__):
        root = layout.root(unit)
        before, (start, end) = last.get(root), layout.span[unit]
        if before and start < layout.span[before][1]:
            message = Text(f"lapper ind over {shorten(before)}; hvert tegn hører til én enhed",
                           f"overlaps {shorten(before)}; each character belongs to one unit")  # fmt: skip
            yield Finding("violation", "evidence", "overlap", message, unit, _START, str(start))
        if before is None or end > layout.span[before][1]:
            last[root] = unit


def _long(layout: Layout, said: Mapping[str, _Pairs]) -> Iterator[Finding]:
    """Find statements that rest on a passage too long to show where it says so."""
    for predicate in _EVIDENCE:
        for thing, passage in said[predicate]:
            first, last = layout.span.get(passage, (0, 0))
            if last - first > _LONGEST:
                message = Text(f"{shorten(passage)} er på {last - first} tegn; vælg de led, der siger det",
                               f"{shorten(passage)} has {last - first} characters; choose the clauses "
                               "that say it")  # fmt: skip
                yield Finding("violation", "evidence", "long-evidence", message, thing, predicate, passage)


def _torn(layout: Layout, said: _Pairs, evidence: _Spans) -> Iterator[Finding]:
    """Find evidence that is said to go on so far away that the layout cannot have torn it apart."""
    for thing, passage in said:
        if passage not in layout.span or not evidence.get(thing):
            continue
        first, last = layout.span[passage]
        away = min(max(first - end, start - last) for start, end in evidence[thing])
        if away > _FARTHEST:
            message = Text(f"{shorten(passage)} står {away} tegn fra belægget; er det en gentagelse, så skriv "
                           "kompas:restatedIn", f"{shorten(passage)} stands {away} characters from the evidence; "
                           "if it says it again, write kompas:restatedIn")  # fmt: skip
            yield Finding("warning", "evidence", "far-continuation", message, thing, _CONTINUED, passage)


def _beside(layout: Layout, said: _Pairs, evidence: _Spans) -> Iterator[Finding]:
    """Find marks that do not lie in the part of the document that they are said to stand on."""
    for mark, part in said:
        spans = evidence.get(mark)
        if part in layout.extents and spans and not any(layout.holds(part, span) for span in spans):
            message = Text(f"belægget for tegnet ligger ikke i {shorten(part)}",
                           f"the evidence for the mark does not lie in {shorten(part)}")  # fmt: skip
            yield Finding("violation", "evidence", "mark-beside", message, mark, _STANDS, part)


def _apart(said: _Pairs, evidence: _Spans) -> Iterator[Finding]:
    """Find references that cite a source whose entry stands elsewhere than theirs."""
    for reference, source in said:
        ours, theirs = evidence.get(reference), evidence.get(source)
        if ours and theirs and not any(a < d and c < b for a, b in ours for c, d in theirs):
            message = Text(f"notens og {shorten(source)}s belæg har ingen tegn fælles",
                           f"the evidence of the note and of {shorten(source)} share no character")  # fmt: skip
            yield Finding("violation", "evidence", "source-elsewhere", message, reference, _CITES, source)


def _pairs(asserted: Facts, name: str) -> _Pairs:
    """Return each thing with a name, and its value of a property."""
    return [(quad.subject.value, getattr(quad.object, "value", "")) for quad in asserted.of(name)
            if isinstance(quad.subject, ox.NamedNode)]  # fmt: skip
