"""Where passages and units lie: within the part that they are said to stand in, and no unit over another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import DCTERMS, KOMPAS, OA, RDF, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.reasoning.facts import Facts

_TYPE, _PART, _EXTENT = RDF + "type", DCTERMS + "isPartOf", KOMPAS + "extent"
_START, _END = OA + "start", OA + "end"
_READ = (_TYPE, _PART, _EXTENT, _START, _END)
_EVIDENCE = tuple(KOMPAS + name for name in ("evidence", "restatedIn", "continuedIn"))
_LONGEST = 1500  # characters of a passage that bears a statement; those of ours stay under 900


@dataclass(frozen=True)
class Layout:
    """Where passages and units begin and end, in which part each stands, and which passages a part fills."""

    span: dict[str, tuple[int, int]]
    part: dict[str, str]
    extents: dict[str, set[str]]

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

    def root(self, thing: str) -> str:
        """Return the document that a thing stands in."""
        seen = set()
        while thing in self.part and thing not in seen:
            seen.add(thing)
            thing = self.part[thing]
        return thing


def check(asserted: Facts) -> list[Finding]:
    """Return passages and units outside their part or in a part of it, units that overlap, and evidence too long."""
    by_predicate = {
        name: [(quad.subject.value, getattr(quad.object, "value", "")) for quad in asserted.of(name)
               if isinstance(quad.subject, ox.NamedNode)]
        for name in (*_READ, *_EVIDENCE)
    }  # fmt: skip
    ends = dict(by_predicate[_END])
    span = {
        thing: (int(start), int(end))
        for thing, start in by_predicate[_START]
        if start.isdecimal() and (end := ends.get(thing, "")).isdecimal()
    }
    extents: defaultdict[str, set[str]] = defaultdict(set)
    for part, passage in by_predicate[_EXTENT]:
        extents[part].add(passage)
    layout = Layout(span, dict(by_predicate[_PART]), extents)
    units = [thing for thing, kind in by_predicate[_TYPE] if kind == KOMPAS + "Unit" and thing in span]
    return [*_outside(layout), *_overlapping(layout, units), *_long(layout, by_predicate)]


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


def _overlapping(layout: Layout, units: list[str]) -> Iterator[Finding]:
    """Find units that share characters with one before; those of another document do not count."""
    last: dict[str, str] = {}
    for unit in sorted(units, key=layout.span.__getitem__):
        root = layout.root(unit)
        before, (start, end) = last.get(root), layout.span[unit]
        if before and start < layout.span[before][1]:
            message = Text(f"lapper ind over {shorten(before)}; hvert tegn hører til én enhed",
                           f"overlaps {shorten(before)}; each character belongs to one unit")  # fmt: skip
            yield Finding("violation", "evidence", "overlap", message, unit, _START, str(start))
        if before is None or end > layout.span[before][1]:
            last[root] = unit


def _long(layout: Layout, said: Mapping[str, list[tuple[str, str]]]) -> Iterator[Finding]:
    """Find statements that rest on a passage too long to show where it says so."""
    for predicate in _EVIDENCE:
        for thing, passage in said[predicate]:
            first, last = layout.span.get(passage, (0, 0))
            if last - first > _LONGEST:
                message = Text(f"{shorten(passage)} er på {last - first} tegn; vælg de led, der siger det",
                               f"{shorten(passage)} has {last - first} characters; choose the clauses "
                               "that say it")  # fmt: skip
                yield Finding("violation", "evidence", "long-evidence", message, thing, predicate, passage)
