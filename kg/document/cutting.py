"""Cuts a stretch of the reference text into units: sentences, headings, list items, captions, labels, entries.

The cut is a proposal, made from blank lines, line lengths, signs and the extents of the document's parts. A person
reads it and puts it right where the layout misleads; the Turtle that comes of it is the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from kg.document.passages import innermost
from kg.document.text import letters, span_of
from kg.errors import KgError
from kg.namespaces import ID, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.document.passages import Part

Kind: TypeAlias = Literal[
    "running-text", "box-text", "heading", "list-item", "caption", "label", "callout", "reference-entry", "furniture"
]
Span: TypeAlias = tuple[int, int]

_LETTER = r"[^\W\d_]"
_CAPITAL = r"[A-ZÆØÅ]"
_BULLET = r"[•●▪■▲✖✪\uf0b7]"
_BULLETS = re.compile(_BULLET)
_LINE_END = re.compile("\n")
_NOTES = r"(?:\s*\(\d{1,2}\))*"

# Where a sentence may end: after its stop, quotes and note marks, and before a capital, digit, quote or bullet.
_STOP = re.compile(
    rf"\s?[.!?][”’\"»)]*{_NOTES}[”’\"»)]*(?=\s+(?:{_CAPITAL}|[\d+”“\"«]|\((?!\d+\))|{_BULLET})|{_CAPITAL}{_LETTER})"
)
_CLOSING = re.compile(r"[\s.!?:%)”’]*")
_DAY = re.compile(r"(?:^|\s)\d{1,2}$")
_MONTH = re.compile(
    r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
    r"|january|february|march|may|june|july|october)\b",
    re.IGNORECASE,
)
# Abbreviations that something must follow, and those that may end a sentence before a capital letter.
_GO_ON = re.compile(
    r"(?:^|[\s(/])(?:bl\s?\.\s?a|f\s?\.\s?eks|fx|ca|cirka|pr|nr|jf|inkl|ekskl|pga|tlf|m\s?\.\s?fl)$", re.IGNORECASE
)
_MAY_END = re.compile(r"(?:^|[\s\d])(?:kr|mia|mio|pct|mv|m\s?\.\s?v|osv)$", re.IGNORECASE)
# Lines without a blank one between; a page begins with a line that begins with a space.
_BLOCK = re.compile(rf"[^\n]*\S[^\n]*(?:\n(?! {_CAPITAL})[^\n]*\S[^\n]*)*")
_CLOSED = re.compile(rf"[.!?:][”’\"»)]*{_NOTES}\s*$")
_OPEN_END = re.compile(
    r"(?:[-\u00ad,;–]|\b(?:og|i|på|til|af|for|fra|med|om|over|under|ved|efter|en|et|den|det|de|der|som|at|vores|deres"
    r"|dets|sin|sit|sine|eller|mod|mellem|uden|hos|inden|har|er|vil|skal|bliver|kan))\s*$",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(rf"\s*{_CAPITAL}[^.:!?\n]*(?:\n\s*[^.:!?\n]+){{0,3}}:(?=\s+{_CAPITAL})")
_LEAD_IN_WORDS = 6
# Labels that stand side by side: without a space, or on lines of which the first does not end in one.
_GLUED = re.compile(rf"(?<=[a-zæøå])(?={_CAPITAL}[a-zæøå]{{2}})|(?<=\S)\n(?={_CAPITAL})")
_RUNNING_HEAD = re.compile(rf"(?:{_CAPITAL}{{2,}}[\s-]+(?:OG\s+)?){{2,}}.*\d\s*$", re.DOTALL)
_LONG_LINE = 25  # letters; a shorter line that stands alone is a label or heading, not a line of a spaced paragraph
_LABEL_WORDS = 7
_CALLOUT = 15  # letters; a number with so little beside it on its line is set large
_FULL = 0.9  # share of a column's width that a line takes up before it may be full
REFERENCES = ID + "section-references"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the text, from its first letter or digit to its last."""

    start: int
    end: int
    kind: Kind
    part: str | None = None
    """IRI of the innermost part of the document that holds it."""

    @property
    def iri(self) -> str:
        """Return its name, which follows from its place."""
        return f"{ID}unit-{self.start}-{self.end}"


def cut(text: str, start: int, end: int, *, parts: Iterable[Part] = ()) -> list[Unit]:
    r"""Cut what stands from `start` to `end` into units that hold each letter and digit once.

    Where a part of the document begins or ends, a unit does too. Raises: KgError if there is no letter or digit.

    >>> text = "Havne\n\nBroer koster ca . 12 mio . kr . om\nåret .(3) Havne koster mindre ."
    >>> [(unit.kind, text[unit.start : unit.end].replace("\n", " ")) for unit in cut(text, 0, len(text))]
    [('heading', 'Havne'), ('running-text', 'Broer koster ca . 12 mio . kr . om året .(3'),
     ('running-text', 'Havne koster mindre')]
    """
    known = list(parts)
    # A part's extent ends with its last letter; the stop that follows belongs to it all the same.
    ends = [closing.end() for part in known if (closing := _CLOSING.match(text, part.end))]
    starts = [part.start for part in known]
    edges = sorted({start, end, *(edge for edge in starts + ends if start < edge < end)})
    units: list[Unit] = []
    for first, last in pairwise(edges):
        holder = innermost(*_trimmed(text, first, last) or (first, last), known)
        units += _cut_within(text, first, last, holder.iri if holder else None)
    if not units:
        message = "expected letters or digits, but there are none"
        danish = "her skulle stå bogstaver eller tal, men der er ingen"
        raise KgError(message, f"{start}-{end}", danish=danish)
    return units


def cut_lines(lines: tuple[int, int], text: str, *, parts: Iterable[Part] = ()) -> list[Unit]:
    """Cut what stands on the lines (from 1, both included).

    Raises: KgError if there are no such lines, or no letter on them.
    """
    return cut(text, *span_of(text, lines), parts=parts)


def turtle(unit: Unit) -> str:
    """Return a unit as one block of Turtle in the project's format, without prefixes."""
    within = [f"dcterms:isPartOf {shorten(unit.part)} ;"] if unit.part else []
    rows = [
        f"{shorten(unit.iri)} a kompas:Unit ;",
        *within,
        f"kompas:placeKind id:place-{unit.kind} ;",
        f"oa:end {unit.end} ;",
        f"oa:start {unit.start} .",
    ]
    return "\n    ".join(rows) + "\n"


def _cut_within(text: str, start: int, end: int, part: str | None) -> Iterator[Unit]:
    """Cut a stretch that lies in one part."""
    form = (part or "").removeprefix(ID).partition("-")[0]
    listing = False  # a lead-in that ends with a colon opens a list, up to the next heading
    for block in _blocks(text, start, end, joining=form != "map" and part != REFERENCES):
        pieces = list(_pieces(text, *block, part or ""))
        for number, (first, last, shape) in enumerate(pieces, start=1):
            trimmed = _trimmed(text, first, last)
            if trimmed is None:
                continue
            kind = _kind(text, (first, last), part or "", "list-item" if listing and not shape else shape)
            listing = listing and kind == "list-item"
            yield Unit(*trimmed, kind, part)
            if number == len(pieces) and text[first:last].rstrip().endswith(":"):
                listing = True


def _blocks(text: str, start: int, end: int, *, joining: bool) -> list[Span]:
    """Part a stretch at blank lines and page breaks, save where these stand within a sentence."""
    blocks: list[Span] = []
    for match in _BLOCK.finditer(text, start, end):
        if blocks and joining and _goes_on(text[slice(*blocks[-1])], match[0]):
            blocks[-1] = (blocks[-1][0], match.end())
        else:
            blocks.append(match.span())
    return blocks


def _goes_on(before: str, after: str) -> bool:
    """Tell whether a paragraph goes on after the blank line between two blocks."""
    if _CLOSED.search(before) or re.match(rf"\s*{_BULLET}", after):
        return False
    if _OPEN_END.search(before) or re.match(r"\s*[a-zæøå–-]", after):
        return True
    line, following = before.rsplit("\n", 1)[-1].strip(), after.split("\n", 1)[0].strip()
    return min(len(line), len(following)) > _LONG_LINE and re.search(r"[a-zæøå] ?\. ", before) is not None


def _pieces(text: str, start: int, end: int, part: str) -> Iterator[tuple[int, int, Kind | None]]:
    """Part a block into headings, items and sentences, each with its kind where its place in the block tells it."""
    form = part.removeprefix(ID).partition("-")[0]
    if part == REFERENCES:
        entries = _lines(start, end, text) if text.startswith("http", start) else [(start, end)]
        yield from ((first, last, None) for first, last in entries)
        return
    for first, last in _between(start, end, [bullet.start() for bullet in _BULLETS.finditer(text, start, end)]):
        if _trimmed(text, first, last) is None:
            continue
        if form in {"map", "wheel", "chart"} and not _CLOSED.search(text[first:last]):
            glued = [gap.end() for gap in _GLUED.finditer(text, first, last)]
            yield from ((*label, None) for label in _between(first, last, glued))
            continue
        body = _after_heading(text, first, last)
        if first < body:
            yield first, body, "heading"
        item: Kind | None = "list-item" if re.match(rf"\s*{_BULLET}", text[first:last]) else None
        yield from ((*sentence, item) for sentence in _sentences(text, body, last))


def _after_heading(text: str, start: int, end: int) -> int:
    """Return where the text begins after a heading that stands in the same block without a blank line between.

    A heading shows by a lead-in with a colon, or by a line that ends although the next word would have fitted on it.
    """
    lead_in = _LEAD_IN.match(text, start, end)
    if lead_in and len(lead_in[0].split()) <= _LEAD_IN_WORDS and _CLOSED.search(text[lead_in.end() : end]):
        return lead_in.end()
    lines = [line for line in _lines(start, end, text) if text[slice(*line)].strip()]
    widest = max(len(text[slice(*line)].strip()) for line in lines)
    for line, following in pairwise(lines):
        words, word = text[slice(*line)].strip(), text[slice(*following)].split(maxsplit=1)[0]
        if _CLOSED.search(words) or _STOP.search(text, *line):
            break
        fits = len(words) + 1 + len(word) < widest * _FULL
        if fits and re.match(_CAPITAL, word) and not _OPEN_END.search(words):
            return line[1]
    return start


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    ends = [stop.end() for stop in _STOP.finditer(text, start, end) if _ends_sentence(text, start, stop)]
    yield from _between(start, end, ends)


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    """Tell a sentence's stop from the stop of an abbreviation or of a day of the month."""
    before, after = text[max(start, stop.start() - 20) : stop.start()].rstrip(), text[stop.end() :].lstrip()
    if stop[0].strip() != ".":
        return True
    if not text[start : stop.start()].strip(" \n0123456789"):  # the number of a chapter
        return False
    if _GO_ON.search(before) or (_DAY.search(before) and _MONTH.match(after)):
        return False
    return not _MAY_END.search(before) or after[:1].isupper()


def _kind(text: str, span: Span, part: str, shape: Kind | None) -> Kind:  # noqa: PLR0911  # one return a kind
    """Return the kind that a piece's place in its block gives it, or guess it from its part and its signs."""
    words = text[slice(*span)].strip()
    form = part.removeprefix(ID).partition("-")[0]
    sentence = bool(_CLOSED.search(words))
    if _RUNNING_HEAD.match(words) or part == ID + "part-colophon":
        return "furniture"
    if part == REFERENCES:
        return "reference-entry" if re.match(r"Kilde|http|\d", words) else "heading"
    if form == "wheel" or part.endswith("-key-points"):
        return "label"
    if form in {"map", "chart"}:
        return "caption" if sentence or len(words.split()) > _LABEL_WORDS or words.endswith(")") else "label"
    if (
        form == "box"
        and shape != "list-item"
        and re.match(r"[+\d]", words)
        and (not sentence or len(words.split("\n")[0]) < _CALLOUT)
    ):
        return "callout"
    if shape:
        return shape
    if not sentence:
        return "heading"
    return "box-text" if form in {"box", "table"} else "running-text"


def _between(start: int, end: int, places: Iterable[int]) -> list[Span]:
    """Part a span at the places that lie in it."""
    edges = [start, *(place for place in places if start < place < end), end]
    return list(pairwise(edges))


def _lines(start: int, end: int, text: str) -> list[Span]:
    return _between(start, end, [match.end() for match in _LINE_END.finditer(text, start, end)])


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the span from the first letter or digit to the last, or None if there is neither."""
    found = letters(text)
    first, last = found.slice(start, end)
    return (found.origins[first], found.ends[last - 1]) if first < last else None
