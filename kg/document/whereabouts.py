"""Says where passages stand, as a reader of the document would: chapter, section, printed page, lines, words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import namespaces as ns
from kg.document.passages import under
from kg.store import select

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    import pyoxigraph as ox

    from kg.naming import Names
    from kg.settings import Language

_WORDS = {
    "da": {
        "page": "s.",
        "pages": "s.",
        "characters": "tegn",
        "lines": "linje",
        "missing": "ikke fundet i denne udgave af teksten",
    },
    "en": {
        "page": "p.",
        "pages": "pp.",
        "characters": "characters",
        "lines": "lines",
        "missing": "not found in this copy of the text",
    },
}
_PREFIXES = "".join(f"PREFIX {prefix}: <{ns.PREFIXES[prefix]}> " for prefix in ("dcterms", "kompas", "oa"))
_PASSAGES = """SELECT ?passage ?start ?end ?part ?chapter {
  #wanted
  ?passage a kompas:Passage ; oa:start ?start ; oa:end ?end .
  OPTIONAL { ?passage dcterms:isPartOf ?part }
  OPTIONAL { ?passage kompas:inChapter ?chapter }
} ORDER BY ?passage ?part ?chapter"""
_UNITS = "SELECT ?start ?end ?page { ?unit a kompas:Unit ; oa:start ?start ; oa:end ?end ; kompas:printedPage ?page }"


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage: its offsets in the reference text, the part and chapter it stands in, and the printed pages.

    `part` and `chapter` are IRIs, or empty; there are two pages where only their spread is known.
    """

    iri: str
    start: int
    end: int
    part: str
    chapter: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a passage stands in a copy, by lines from 1, and its words there."""

    first: int
    last: int
    words: str


def spots(store: ox.Store, wanted: Iterable[str] | None = None) -> dict[str, Spot]:
    """Return the spot of every passage of a store, or of those with the `wanted` IRIs, by its IRI."""
    only = "" if wanted is None else f"VALUES ?passage {{ {' '.join(f'<{iri}>' for iri in wanted)} }}"
    pages: dict[tuple[int, int], set[int]] = {}
    for start, end, page in select(store, _PREFIXES + _UNITS):
        pages.setdefault((_number(start), _number(end)), set()).add(_number(page))
    units = sorted(pages)
    found: dict[str, Spot] = {}
    for passage, start, end, part, chapter in select(store, _PREFIXES + _PASSAGES.replace("#wanted", only)):
        first, last = _number(start), _number(end)
        if passage is None or passage.value in found:
            continue
        printed = tuple(sorted({page for unit in under(units, first, last) for page in pages[unit]}))
        found[passage.value] = Spot(passage.value, first, last, _iri(part), _iri(chapter), printed)
    return found


def in_copy(store: ox.Store, path: Path, wanted: Collection[str]) -> dict[str, Found]:
    """Return where the passages with the `wanted` IRIs stand in a text or PDF of the document.

    Raises: KgError if the file cannot be read.
    """
    from kg.document.evidence import verify_file, words
    from kg.document.text import line_of, read

    text = read(path)
    return {
        finding.passage.iri: Found(
            line_of(text, finding.place[0]), line_of(text, finding.place[1] - 1), words(text, finding)
        )
        for finding in verify_file(store, path).findings
        if finding.place is not None and finding.passage.iri in wanted
    }


def said(
    spot: Spot, names: Names, lang: Language, copy: Mapping[str, Found] | None = None, *, short: bool = False
) -> str:
    """Return a spot in one line: chapter, part, page, and unless it is to be `short`, characters.

    With a copy at hand there are lines and words in place of characters.
    """
    words = _WORDS[lang]
    parts = [names.label(iri, lang) for iri in dict.fromkeys((spot.chapter, spot.part)) if iri]
    if spot.pages:
        several = spot.pages[0] != spot.pages[-1]
        pages = f"{spot.pages[0]}-{spot.pages[-1]}" if several else f"{spot.pages[0]}"
        parts.append(f"{words['pages' if several else 'page']} {pages}")
    if short:
        return " · ".join(parts)
    if copy is None:
        parts.append(f"{words['characters']} {spot.start}-{spot.end}")
    elif spot.iri in copy:
        found = copy[spot.iri]
        parts.append(f"{words['lines']} {found.first}-{found.last}: »{found.words}«")
    else:
        parts.append(words["missing"])
    return " · ".join(parts)


def _number(term: object) -> int:
    return int(getattr(term, "value", 0))


def _iri(term: object) -> str:
    return str(getattr(term, "value", ""))
