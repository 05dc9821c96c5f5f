"""The text check: what is wrong with the files themselves, before anyone asks what they mean."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KgError
from kg.lexical import ill_typed
from kg.loading import parse
from kg.namespaces import BACKGROUND_GRAPH, DOCUMENT_GRAPH, PREFIXES, shorten
from kg.places import Place
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.loading import Source
    from kg.places import Places

_TOKEN = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*\''''
    r"""|\#[^\n]*"""
    r"""|@?(?i:prefix)\s+(?P<declared>[^\s:]*):\s*<(?P<iri>[^>\s]*)>"""
    r"""|<[^<>"{}|^`\s]*>"""
    r"""|(?<![\w:.-])(?P<used>(?:[^\W\d_][\w.-]*)?):(?=[\w:%\\.,;\s-]|$)""",
    re.DOTALL,
)
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffd\ufffe\uffff]")
_MOJIBAKE = re.compile(
    "\u00c3[\u00a5-\u00a9\u00b8\u00bc\u00b6\u02dc\u2020\u2026]|\u00e2\u20ac[\u201c-\u2122]"
)  # of æ, ø, å, é, –, “

# Lexical forms as a person should write them, by the datatype's local name; the rest is said by the datatype alone.
_EXAMPLES = {
    "date": "2022-01-31",
    "dateTime": "2022-01-31T12:00:00Z",
    "gYear": "2022",
    "gYearMonth": "2022-01",
    "integer": "1000",
    "decimal": "1000.0",
    "boolean": "true",
    "anyURI": "https://example.org/",
}


@dataclass(frozen=True, slots=True)
class Prefix:
    """A declared prefix, its IRI, and the offset where it is declared."""

    name: str
    iri: str
    offset: int


def parsed(sources: Iterable[Source]) -> list[ox.Quad]:
    """Return the quads of files.

    Raises: KgError with the place in the first that is not Turtle, and the places in all others that are not.
    """
    quads: list[ox.Quad] = []
    errors: list[KgError] = []
    for source in sources:
        try:
            quads.extend(parse([source]))
        except KgError as error:
            errors.append(error)
    if errors:
        others = f" (and {', '.join(str(error.place) for error in errors[1:])})" if errors[1:] else ""
        raise KgError(errors[0].message + others, errors[0].place) from errors[0]
    return quads


def check(sources: list[Source], quads: Iterable[ox.Quad], places: Places) -> list[Finding]:
    """Return what is wrong in files that parse: `quads` are what they say, `places` where."""
    found: list[Finding] = []
    for source in sources:
        found += _prefixes(source)
        found += _characters(source)
    found += _literals(quads)
    found += _blank_nodes(quads)
    found += _repeated(sources, places)
    return found


def _prefixes(source: Source) -> Iterator[Finding]:
    """Find prefixes that are not used, declared twice, out of order, or that stand for something else than ours do."""
    text = source.data.decode()
    declared: list[Prefix] = []
    used = set()
    for match in _TOKEN.finditer(text):
        if match["declared"] is not None:
            declared.append(Prefix(match["declared"], match["iri"], match.start()))
        elif match["used"] is not None:
            used.add(match["used"])
    starts = _starts(text)
    seen: set[str] = set()
    last = ""
    for prefix in declared:
        name = f"{prefix.name}:"
        place = _place(source, starts, prefix.offset)
        ours = PREFIXES.get(prefix.name)
        if ours not in (None, prefix.iri):
            yield _finding(
                "prefix-of-table", Text(f"{name} står her for {prefix.iri}, men ellers for {ours}",
                f"{name} stands for {prefix.iri} here, but elsewhere for {ours}"), place,
                f"@prefix {name} <{ours}> .", severity="violation",
            )  # fmt: skip
        if prefix.name in seen:
            yield _finding("repeated-prefix", Text(f"{name} er erklæret to gange", f"{name} is declared twice"), place)
        elif prefix.name not in used:
            yield _finding("unused-prefix", Text(f"{name} bruges ikke", f"{name} is not used"), place)
        if prefix.name < last:
            yield _finding(
                "unsorted-prefix", Text(f"{name} skal stå før {last}: (alfabetisk)",
                f"{name} should stand before {last}: (alphabetical)"), place,
            )  # fmt: skip
        seen.add(prefix.name)
        last = max(last, prefix.name)


def _characters(source: Source) -> Iterator[Finding]:
    """Find control characters, and letters that were read in a wrong encoding once."""
    text = source.data.decode()
    starts = _starts(text)
    for match in _STRANGE.finditer(text):
        code = f"U+{ord(match[0]):04X}"
        message = Text(f"usynligt eller ødelagt tegn {code}", f"invisible or broken character {code}")
        yield _finding("character", message, _place(source, starts, match.start()), severity="violation")
    for match in _MOJIBAKE.finditer(text):
        message = Text(f"“{match[0]}” ligner et bogstav læst i forkert tegnkodning",
                       f"“{match[0]}” looks like a letter read in a wrong encoding")  # fmt: skip
        yield _finding("encoding", message, _place(source, starts, match.start()), severity="violation")


def _literals(quads: Iterable[ox.Quad]) -> Iterator[Finding]:
    for one in ill_typed(quads):
        literal, subject = one.quad.object, one.quad.subject
        if not isinstance(literal, ox.Literal):
            continue
        datatype = shorten(literal.datatype.value)
        example = _EXAMPLES.get(datatype.partition(":")[2], "")
        like = f", som fx {example}" if example else ""
        yield Finding(
            "violation", "text", "lexical-form",
            Text(f"“{literal.value}” er ikke skrevet som {datatype}{like}",
                 f"“{literal.value}” is not of the form of {datatype}; expected {one.expected}"),
            subject.value if isinstance(subject, ox.NamedNode) else "", one.quad.predicate.value, literal.value,
        )  # fmt: skip


def _blank_nodes(quads: Iterable[ox.Quad]) -> Iterator[Finding]:
    """Find things without a name in data, where nothing could point to them."""
    message = Text("ting uden navn (blank node) i data; giv den et navn id:<art>-<navn>",
                   "thing without a name (blank node) in data; name it id:<kind>-<slug>")  # fmt: skip
    inner = set()
    loose: dict[object, ox.Quad] = {}
    for quad in quads:
        if getattr(quad.graph_name, "value", DOCUMENT_GRAPH) not in (DOCUMENT_GRAPH, BACKGROUND_GRAPH):
            continue
        if isinstance(quad.object, ox.BlankNode):
            inner.add(quad.object)
            if isinstance(quad.subject, ox.NamedNode):
                yield Finding("violation", "text", "blank-node", message, quad.subject.value, quad.predicate.value)
        if isinstance(quad.subject, ox.BlankNode):
            loose.setdefault(quad.subject, quad)
    for node, quad in loose.items():
        if node not in inner:
            yield Finding("violation", "text", "blank-node", message, "", quad.predicate.value)


def _repeated(sources: list[Source], places: Places) -> Iterator[Finding]:
    """Find subjects with two blocks in one graph."""
    graphs = {source.place: source.graph for source in sources}
    for (subject, predicate), found in places.by_key.items():
        if predicate is not None or subject.startswith(("_:", "[", "(")):
            continue
        by_graph: defaultdict[str, list[Place]] = defaultdict(list)
        for place in found:
            if place.file in graphs:
                by_graph[graphs[place.file]].append(place)
        for first, *others in by_graph.values():
            for place in others:
                message = Text(
                    f"har allerede en blok ved {first}; saml dem", f"has a block at {first} already; merge them"
                )
                yield Finding("violation", "text", "repeated-subject", message, subject, place=place)


def _starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _place(source: Source, starts: list[int], offset: int) -> Place:
    line = bisect_right(starts, offset)
    return Place(source.place, line, offset - starts[line - 1] + 1)


def _finding(rule: str, message: Text, place: Place, suggestion: str = "", severity: str = "warning") -> Finding:
    return Finding(severity, "text", rule, message, place=place, suggestion=suggestion)  # type: ignore[arg-type]
