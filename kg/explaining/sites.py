"""Where triples stand: in which line of which file, and in which passage of the document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.loading import parse
from kg.naming import names
from kg.places import find_object, find_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.loading import Source
    from kg.naming import Names
    from kg.places import Place
    from kg.reasoning import Proof
    from kg.settings import Language

_EVIDENCE = tuple(ns.KOMPAS + name for name in ("evidence", "restatedIn", "continuedIn"))
_DOCUMENT = ox.NamedNode(ns.DOCUMENT_GRAPH)
_PART_OF = ns.DCTERMS + "isPartOf"
_DIRECTIVES = (b"@prefix", b"@base", b"prefix", b"base")


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage: its IRI, its offsets in the reference text, and the parts it stands in, the outermost first.

    `lines` are its first and last line in the copy at hand, and `words` what stands there, if there is one.
    """

    iri: str
    start: int
    end: int
    parts: tuple[str, ...]
    lines: tuple[int, int] | None = None
    words: str = ""


class Sites:
    """The places of the triples that some files assert; each is looked up when it is asked for."""

    def __init__(self, sources: Sequence[Source], quads: Sequence[ox.Quad], lang: Language, copy: Path | None) -> None:
        """Make ready to look in `sources`, which `quads` were read from, and in a copy of the document."""
        self.names: Names = names(quads)
        self._sources, self._quads, self._lang, self._copy = sources, quads, lang, copy
        self._said: dict[str, list[ox.Quad]] = {}
        self._within: dict[object, ox.Quad] = {}
        for quad in quads:
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode):
                self._said.setdefault(subject.value, []).append(quad)
            if isinstance(value, ox.BlankNode):
                self._within[value] = quad
        self._found: dict[ox.Triple, Place | None] = {}
        self._spots: dict[str, tuple[Spot, ...]] = {}

    def place(self, triple: ox.Triple) -> Place | None:
        """Return where a triple is asserted; what stands in brackets is where the brackets are."""
        if triple not in self._found:
            self._found[triple] = self._place(triple)
        return self._found[triple]

    def spots(self, triple: ox.Triple) -> tuple[Spot, ...]:
        """Return the passages that the subject of a triple rests on, in the order of the text.

        Background facts rest on none.
        """
        subject = getattr(triple.subject, "value", "")
        if not any(quad.triple == triple and quad.graph_name == _DOCUMENT for quad in self._said.get(subject, ())):
            return ()
        if subject not in self._spots:
            spots = [spot for iri in self._passages(subject) if (spot := self._spot(iri))]
            self._spots[subject] = tuple(sorted(self._read(spots), key=lambda spot: (spot.start, spot.end)))
        return self._spots[subject]

    def places(self, proof: Proof) -> list[Place]:
        """Return where the axiom of a proof's last step is asserted."""
        found = [self.place(one.conclusion) for one in proof.grounds if one.asserted and one.conclusion]
        return list(dict.fromkeys(place for place in found if place))

    def label(self, term: object) -> str:
        """Return what a person calls a term."""
        if isinstance(term, ox.NamedNode):
            return self.names.label(term.value, self._lang)
        return str(getattr(term, "value", term))

    def _place(self, triple: ox.Triple) -> Place | None:
        subject, predicate = triple.subject, triple.predicate
        seen = set()
        while isinstance(subject, ox.BlankNode) and subject in self._within and subject not in seen:
            seen.add(subject)
            around = self._within[subject]
            subject, predicate = around.subject, around.predicate
        if not isinstance(subject, ox.NamedNode):
            return self._of_brackets(triple)
        found = self._candidates(subject.value, predicate.value)
        for source, place in found:
            if source is found[-1][0] or any(quad.triple == triple for quad in parse([source])):
                text, value = source.text, getattr(triple.object, "value", "")
                return find_object(text, place, value) or place
        return None

    def _of_brackets(self, triple: ox.Triple) -> Place | None:
        """Return the first place where brackets that are a subject have the property, in the file of the triple."""
        tail = ns.shorten(triple.predicate.value).rpartition(":")[2].encode()
        for source in self._sources:
            if tail in source.data and any(quad.triple == triple for quad in parse([source])):
                return find_places([source]).of("[", triple.predicate.value)
        return None

    def _candidates(self, subject: str, predicate: str) -> list[tuple[Source, Place]]:
        """Return the files that give the subject the property, and where."""
        tail = ns.shorten(subject).rpartition(":")[2].rpartition("/")[2].encode()
        named = [source for source in self._sources if tail in source.data]
        for sought in ([_blocks(source, tail) for source in named], named):  # all of a file only where it must be
            found = [(source, places[0]) for source, text in zip(named, sought, strict=True)
                     if text and (places := find_places([text]).all(subject, predicate))]  # fmt: skip
            if found:
                return found
        return []

    def _passages(self, subject: str) -> list[str]:
        said = self._said.get(subject, ())
        by_role = [quad for role in _EVIDENCE for quad in said if quad.predicate.value == role]
        return list(dict.fromkeys(quad.object.value for quad in by_role if isinstance(quad.object, ox.NamedNode)))

    def _spot(self, iri: str) -> Spot | None:
        said = {quad.predicate.value: quad.object for quad in self._said.get(iri, ())}
        start, end = said.get(ns.OA + "start"), said.get(ns.OA + "end")
        if not (isinstance(start, ox.Literal) and isinstance(end, ox.Literal)):
            return None
        if not (start.value.isdecimal() and end.value.isdecimal()):
            return None  # another check says so
        parts: list[str] = []
        part = said.get(_PART_OF)
        while isinstance(part, ox.NamedNode) and part.value not in parts:
            parts.append(part.value)
            part = next((quad.object for quad in self._said.get(part.value, ()) if quad.predicate.value == _PART_OF),
                        None)  # fmt: skip
        labels = [self.names.label(part, self._lang) for part in reversed(parts)]
        return Spot(iri, int(start.value), int(end.value), tuple(labels[1:] or labels))

    def _read(self, spots: list[Spot]) -> Iterator[Spot]:
        """Yield the spots with their lines and words in the copy of the document, where there is one."""
        if self._copy is None or not spots:
            yield from spots
            return
        from kg.document.evidence import verify_file, words
        from kg.document.passages import DIGEST
        from kg.document.text import line_of, read
        from kg.store import build

        shown = {spot.iri for spot in spots}
        about = [quad for quad in self._quads if quad.predicate.value == DIGEST]
        about += [quad for iri in shown for quad in self._said[iri]]
        text = read(self._copy)
        findings = {one.passage.iri: one for one in verify_file(build(about, named=False), self._copy).findings}
        for spot in spots:
            finding = findings.get(spot.iri)
            if finding is None or finding.place is None:
                yield spot
            else:
                lines = line_of(text, finding.place[0]), line_of(text, finding.place[1] - 1)
                yield replace(spot, lines=lines, words=words(text, finding))


def _blocks(source: Source, tail: bytes) -> Source | None:
    """Return a file with nothing left in its lines but prefixes and the blocks that begin with a name, if it has any.

    Reading all of a large file takes a tenth of a second, and a proof may need several.
    """
    kept = []
    inside = found = False
    for line in source.data.split(b"\n"):
        if line[:1].strip():
            first = line.split(None, 1)[0]
            begins = tail in first
            found |= begins
            inside = begins or first.lower().startswith(_DIRECTIVES)
        kept.append(line if inside else b"")
    return replace(source, data=b"\n".join(kept)) if found else None
