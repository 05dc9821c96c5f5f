"""Passages: named places of the reference text, with a digest of the letters that stand there."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import pyoxigraph as ox

from kg.document.text import letters
from kg.errors import KgError
from kg.loading import parse, read_file
from kg.namespaces import DCTERMS, DOCUMENT_GRAPH, ID, KOMPAS, OA, RDF, shorten
from kg.store import build

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.project import Project

Run: TypeAlias = tuple[int, int, str]
"""A unit of the text: its start, its end (exclusive), its IRI."""
_R = TypeVar("_R", bound=tuple[object, ...])

REFERENCE_TEXT = ID + "text-2022-da"
EXTENT = KOMPAS + "extent"
ON_UNIT = KOMPAS + "onUnit"
DIGEST = KOMPAS + "digest"

_NUMBERS = (OA + "start", OA + "end", KOMPAS + "letterCount")
_OTHERS = (KOMPAS + "letterDigest", OA + "hasSource")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in the reference text, and what must stand there."""

    start: int
    """Offset, in code points, of the first letter or digit."""
    end: int
    """Offset right after the last letter or digit; a full stop or bracket that follows is not in it."""
    letter_count: int
    letter_digest: str
    part: str | None = None
    """IRI of the innermost part of the document that holds it."""
    source: str = REFERENCE_TEXT
    iri: str = ""
    """Its name; empty means the one that follows from its place."""
    units: tuple[str, ...] = ()
    """IRIs of the units of the text that it lies on."""

    def __post_init__(self) -> None:
        """Name the passage by its place, unless it has a name."""
        if not self.iri:
            object.__setattr__(self, "iri", f"{ID}passage-{self.start}-{self.end}")


@dataclass(frozen=True, slots=True)
class Part:
    """One run of a chapter, section, box, map, table or chart of the document."""

    iri: str
    start: int
    end: int
    depth: int = 0
    """How many parts it lies within."""


@dataclass(frozen=True, slots=True)
class Use:
    """A statement that points to a passage, and by which property."""

    subject: str
    predicate: str


def read_store(project: Project, folder: str = "data") -> ox.Store:
    """Read what the project says of the document, or what one folder of it says: no ontology, no background facts.

    Raises: KgError if a file cannot be read.
    """
    within = project.root / folder
    return build(
        parse(
            read_file(path, DOCUMENT_GRAPH)
            for path in project.data_files()
            if path.is_relative_to(within) and project.graph_of(path) == DOCUMENT_GRAPH
        )
    )


def passages(store: ox.Store) -> list[Passage]:
    """Read every `kompas:Passage` of a store, in the text's order.

    Raises: KgError if one lacks its place or digest, has two, or has a number that is none.
    """
    fields = {predicate: _values(store, predicate) for predicate in (*_NUMBERS, *_OTHERS)}
    parts, on = _values(store, DCTERMS + "isPartOf"), _values(store, ON_UNIT)
    found = []
    for iri in _subjects(store, KOMPAS + "Passage"):
        start, end, count = (_number(iri, predicate, fields) for predicate in _NUMBERS)
        sha, source = (_only(iri, predicate, fields) for predicate in _OTHERS)
        if not (start < end and count and _SHA256.fullmatch(sha)):
            message = "expected oa:start < oa:end, letters, and 64 hexadecimal digits; kg cite gives a ready passage"
            danish = (
                "her skulle stå oa:start < oa:end, bogstaver og 64 hexadecimale cifre; "
                "kg cite giver et færdigt tekststed"
            )
            raise KgError(message, shorten(iri), danish=danish)
        part = min(parts.get(iri, []), default=None)
        found.append(Passage(start, end, count, sha, part, source, iri, tuple(sorted(on.get(iri, [])))))
    return sorted(found, key=by_place)


def by_place(passage: Passage) -> tuple[int, int]:
    """Return what passages are sorted by: the text's order."""
    return passage.start, passage.end


def parts(store: ox.Store) -> list[Part]:
    """Read the runs (`kompas:extent`) of the document's parts, and how deep each part lies.

    Raises: KgError if an extent lacks its place.
    """
    within = _values(store, DCTERMS + "isPartOf")
    places = {passage.iri: passage for passage in passages(store)}
    found = []
    for iri, extents in _values(store, EXTENT).items():
        for extent in extents:
            place = places.get(extent)
            if place is None:
                message = "is the extent of a part of the document; expected a kompas:Passage with its place"
                danish = "er omfanget af en del af dokumentet; det skulle være et kompas:Passage med sin plads"
                raise KgError(message, shorten(extent), danish=danish)
            found.append(Part(iri, place.start, place.end, _depth(iri, within)))
    return found


def units(store: ox.Store) -> list[Run]:
    """Read the units of the text, in its order.

    Raises: KgError if one lacks its place.
    """
    start, end = _NUMBERS[:2]
    ends = {predicate: _values(store, predicate) for predicate in (start, end)}
    found = _subjects(store, KOMPAS + "Unit")
    return sorted((_number(iri, start, ends), _number(iri, end, ends), iri) for iri in found)


def under(runs: Sequence[_R], start: int, end: int) -> Sequence[_R]:
    """Return the runs (start, end, …) that a place overlaps; they are in the text's order and overlap none other.

    >>> under([(0, 4, "a"), (5, 9, "b"), (9, 12, "c")], 3, 9)
    [(0, 4, 'a'), (5, 9, 'b')]
    """
    return runs[bisect_right(runs, start, key=itemgetter(1)) : bisect_left(runs, end, key=itemgetter(0))]


def uses(store: ox.Store) -> dict[str, list[Use]]:
    """Return for each passage's IRI what points to it, sorted."""
    found: dict[str, set[Use]] = {iri: set() for iri in _subjects(store, KOMPAS + "Passage")}
    for iri, by in found.items():
        for quad in store.quads_for_pattern(None, None, ox.NamedNode(iri)):
            if isinstance(quad.subject, ox.NamedNode):
                by.add(Use(quad.subject.value, quad.predicate.value))
    return {iri: sorted(by, key=lambda use: (use.subject, use.predicate)) for iri, by in found.items()}


def sources(store: ox.Store) -> dict[str, str]:
    """Return the reference texts of a store with the SHA-256 of each one's file."""
    return {iri: min(digests) for iri, digests in sorted(_values(store, DIGEST).items())}


def source_with(store: ox.Store, sha: str) -> str | None:
    """Return the IRI of the reference text whose file has this SHA-256, if the store has it."""
    return next((iri for iri, digest in sources(store).items() if digest == sha), None)


def passage(
    text: str,
    start: int,
    end: int,
    *,
    parts: Iterable[Part] = (),
    units: Sequence[Run] = (),
    source: str = REFERENCE_TEXT,
) -> Passage:
    """Return the passage of the letters from `start` to `end`, from its first letter or digit to its last.

    Raises: KgError if there is no letter or digit.
    """
    found = letters(text)
    first, last = found.slice(start, end)
    if first >= last:
        message = "expected letters or digits, but there are none"
        danish = "her skulle stå bogstaver eller tal, men der er ingen"
        raise KgError(message, f"{start}-{end}", danish=danish)
    words = found.folded[first:last]
    start, end = found.origins[first], found.ends[last - 1]
    part = innermost(start, end, parts)
    sha = hashlib.sha256(words.encode()).hexdigest()
    on = tuple(sorted(iri for _, _, iri in under(units, start, end)))
    return Passage(start, end, len(words), sha, part.iri if part else None, source, units=on)


def innermost(start: int, end: int, parts: Iterable[Part]) -> Part | None:
    """Return the shortest and, of equals, deepest part that holds the whole place."""
    holding = (part for part in parts if part.start <= start and end <= part.end)
    return min(holding, key=lambda part: (part.end - part.start, -part.depth, part.iri), default=None)


def turtle(found: Passage) -> str:
    """Return a passage as one block of Turtle in the project's format, without prefixes."""
    within = [f"dcterms:isPartOf {shorten(found.part)} ;"] if found.part else []
    on = [f"kompas:onUnit {' , '.join(map(shorten, found.units))} ;"] if found.units else []
    rows = [
        f"{shorten(found.iri)} a kompas:Passage ;",
        *within,
        *on,
        f"oa:end {found.end} ;",
        f"oa:hasSource {shorten(found.source)} ;",
        f"oa:start {found.start} ;",
        f"kompas:letterCount {found.letter_count} ;",
        f'kompas:letterDigest "{found.letter_digest}" .',
    ]
    return "\n    ".join(rows) + "\n"


def _subjects(store: ox.Store, of_class: str) -> list[str]:
    quads = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(of_class))
    return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})


def _values(store: ox.Store, predicate: str) -> dict[str, list[str]]:
    """Return the different values of a property by subject: IRIs and lexical forms."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal)):
            values = found[quad.subject.value]
            if quad.object.value not in values:  # the same statement may stand in two graphs
                values.append(quad.object.value)
    return dict(found)


def _only(iri: str, predicate: str, fields: dict[str, dict[str, list[str]]]) -> str:
    values = fields[predicate].get(iri, [])
    if len(values) != 1:
        message = f"expected one {shorten(predicate)}, but it has {len(values)}; kg cite gives a ready passage"
        danish = f"her skulle stå én {shorten(predicate)}, men der er {len(values)}; kg cite giver et færdigt tekststed"
        raise KgError(message, shorten(iri), danish=danish)
    return values[0]


def _number(iri: str, predicate: str, fields: dict[str, dict[str, list[str]]]) -> int:
    value = _only(iri, predicate, fields)
    if not (value.isascii() and value.isdigit()):
        message = f"expected a whole number as {shorten(predicate)}, but it is {value!r}"
        danish = f"{shorten(predicate)} skulle være et helt tal, men er {value!r}"
        raise KgError(message, shorten(iri), danish=danish)
    return int(value)


def _depth(iri: str, within: dict[str, list[str]]) -> int:
    """Count the parts around a part; a circle of parts ends the count."""
    around: set[str] = {iri}
    while (iri := min(within.get(iri, []), default="")) and iri not in around:
        around.add(iri)
    return len(around) - 1
