"""Finds where the text names things, by their labels: what `kompas:mentions` of its units should hold."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.document.text import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.document.coverage import Unit
    from kg.document.text import Letters

# The text speaks of these throughout; listing each place would tell a reader nothing.
PASSED_OVER = frozenset(
    ns.ID + name for name in ("country-denmark", "organisation-danish-government", "group-danes", "strategy-2022")
)
CLASSES = frozenset(ns.KOMPAS + name for name in ("Agent", "Place", "Instrument"))

_LABELS = {ns.SKOS + "prefLabel", ns.SKOS + "altLabel", ns.SKOS + "hiddenLabel"}
_ACRONYM = ns.KOMPAS + "acronym"
_SHORTEST = 2  # letters in a name; three and fewer must be written as the label is
_BREAK = re.compile(r"-\s*\n\s*")  # a hyphen at the end of a line
_STOP = re.compile(r"[.;:!?]\s")
_TORN = re.compile(r"\w-\s*\n\s*$")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name in the text: the thing it stands for, and its place in code points, end exclusive."""

    thing: str
    start: int
    end: int


def occurrences(text: str, quads: Iterable[ox.Quad]) -> list[Occurrence]:
    """Return where the Danish names of agents, places and instruments stand in the text, in its order.

    A name may be broken over lines, end in a genitive s or, if it is an adjective in -sk, in -e. Of names that lie
    within each other only the longest counts: "FN's Sikkerhedsråd" does not name the FN.
    """
    hay = letters(text)
    found = {Occurrence(thing, start, end) for thing, name in _names(quads) for start, end in places(text, hay, name)}
    longest: list[Occurrence] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end, one.thing)):
        around = longest[-1] if longest else None
        if around is None or each.start >= around.end or (each.start, each.end) == (around.start, around.end):
            longest.append(each)
    return [each for each in longest if each.thing not in PASSED_OVER]


def mentions(found: Iterable[Occurrence], units: Sequence[Unit]) -> dict[str, set[str]]:
    """Return the things named in each unit, by its IRI; a name torn over two units is named in both."""
    starts, ends = [unit.start for unit in units], [unit.end for unit in units]
    named: defaultdict[str, set[str]] = defaultdict(set)
    for each in found:
        for unit in units[bisect_right(ends, each.start) : bisect_left(starts, each.end)]:
            named[unit.iri].add(each.thing)
    return dict(named)


def recorded(quads: Iterable[ox.Quad]) -> dict[str, set[str]]:
    """Return the mentions that the graph holds, by unit."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate.value == ns.KOMPAS + "mentions" and isinstance(quad.object, ox.NamedNode):
            named[str(quad.subject)[1:-1]].add(quad.object.value)
    return dict(named)


def _names(quads: Iterable[ox.Quad]) -> set[tuple[str, str]]:
    """Return the things of our classes with each of their Danish names and acronyms."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    named = []
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal | ox.NamedNode):
            predicate, value = quad.predicate.value, quad.object
            if predicate == ns.RDF + "type":
                kinds[quad.subject.value].add(value.value)
            elif isinstance(value, ox.Literal) and (
                predicate == _ACRONYM or (predicate in _LABELS and value.language == "da")
            ):
                named.append((quad.subject.value, value.value))
    return {(thing, name) for thing, name in named if kinds[thing] & CLASSES and len(name) >= _SHORTEST}


def places(text: str, hay: Letters, name: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands in a text, of which the letters are given, as a word of its own."""
    wanted = letters(name).folded
    at = hay.folded.find(wanted) if wanted else -1
    while at >= 0:
        start, end = hay.origins[at], hay.origins[at + len(wanted) - 1] + 1
        if _stands(text, start, end, name):
            yield start, end
        at = hay.folded.find(wanted, at + 1)


def _stands(text: str, start: int, end: int, name: str) -> bool:
    """Tell whether the letters at this place are the name as a word of its own, and not parts of others."""
    raw = _BREAK.sub("", text[start:end])
    return (
        _is_word(text, start, end, name)
        # Three letters and fewer, and acronyms, are names only as they are written: EU, not "eu".
        and not ((name.isupper() or len(name) <= 3) and raw.replace("\n", "") != name)  # noqa: PLR2004
        and not (name[0].isupper() and not raw[0].isupper())
        and not (_STOP.search(raw) and not _STOP.search(name))
        and len(re.findall(r"(?<=\w) (?=\w)", raw.replace("\n", ""))) <= name.count(" ")
    )


def _is_word(text: str, start: int, end: int, name: str) -> bool:
    """Tell whether no word goes on before or after, but for the endings that a name may have."""
    if text[start - 1 : start].isalnum() or _TORN.search(text[max(0, start - 8) : start]):
        return False
    if _BREAK.match(text, end) and not text[end:].lstrip("-\n ")[:1].isupper():
        return False
    tail = re.match(r"\w*", text[end:])
    return (tail[0] if tail else "") in ({"", "s", "e", "es"} if name.endswith("sk") else {"", "s"})
