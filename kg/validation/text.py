"""The text check: what is wrong with the files themselves, before anyone asks what they mean."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KgError
from kg.lexical import expected_form, ill_typed, repaired
from kg.loading import parse
from kg.namespaces import BACKGROUND_GRAPH, DOCUMENT_GRAPH, PREFIXES, shorten
from kg.places import Place, place_at
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.loading import Source
    from kg.reasoning.facts import Facts
    from kg.validation.material import Material

_TOKEN = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*\''''
    r"""|\#[^\n]*"""
    r"""|@?(?i:prefix)\s+(?P<declared>[^\s:]*):\s*<(?P<iri>[^>\s]*)>"""
    r"""|<[^<>"{}|^`\s]*>"""
    r"""|(?<![\w:.-])(?P<used>(?:[^\W\d_][\w.-]*)?):(?=[\w:%\\.,;\s-]|$)""",
    re.DOTALL,
)
_DECLARED = re.compile(rb"prefix\s")  # in small letters at least once for each declaration
# Controls, soft hyphens, spaces without width, marks of direction; U+200C and U+200D, which scripts need, may stand.
_STRANGE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffd-\uffff]"
)
_TAG = re.compile(r'@(?<=["\']@)(?P<tag>(?P<language>da|en)-[A-Za-z0-9-]+)', re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?:(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[bf])|.)", re.DOTALL)
_LETTERS = {"b": "\b", "f": "\f"}
_MOJIBAKE = re.compile(
    "\u00c3[\u00a5-\u00a9\u00b8\u00bc\u00b6\u02dc\u2020\u2026]|\u00e2\u20ac[\u201c-\u2122]"
)  # of æ, ø, å, é, –, “
_OF_DATA = (DOCUMENT_GRAPH, BACKGROUND_GRAPH)
_MISREAD = ("\u00c3", "\u00e2\u20ac")  # what each of these begins with: to look for that takes no time

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
class Parsed:
    """The quads of the files that are Turtle, the errors in those that are not, and subjects with two blocks."""

    quads: list[ox.Quad]
    errors: list[KgError]
    repeated: set[str]
    """IRIs of the subjects that have a second block in one graph."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """A declared prefix, its IRI, and the offset where it is declared."""

    name: str
    iri: str
    offset: int


def parsed(sources: Iterable[Source]) -> list[ox.Quad]:
    """Return the quads of files. Raises: KgError with the place in the first that is not Turtle."""
    known = attempted(sources)
    if known.errors:
        raise known.errors[0]
    return known.quads


def attempted(sources: Iterable[Source]) -> Parsed:
    """Parse files, each whole or not at all."""
    known = Parsed([], [], set())
    begun: dict[str, set[object]] = {}
    for source in sources:
        try:
            quads = list(parse([source]))
        except KgError as error:
            known.errors.append(error)
            continue
        known.quads.extend(quads)
        subjects, last = begun.setdefault(source.graph, set()), None
        for quad in quads:  # in the order of the text, in which nameless things stand within blocks
            if (subject := quad.subject) != last and isinstance(subject, ox.NamedNode):
                if subject in subjects:
                    known.repeated.add(subject.value)
                subjects.add(subject)
                last = subject
    return known


def syntax(error: KgError) -> Finding:
    """Return an error of the parser as a finding at its place."""
    file, _, position = (error.place or "").rpartition(":")
    file, _, line = file.rpartition(":")
    place = Place(file, int(line), int(position)) if line.isdecimal() and position.isdecimal() else None
    message = Text(f"ikke Turtle: {error.danish}", f"not Turtle: {error.message}")
    return Finding("violation", "text", "syntax", message, place=place)


def check_files(sources: Iterable[Source]) -> list[Finding]:
    """Return what is wrong with how files are written that parse."""
    return [finding for source in sources for look in (_silent, _prefixes, _characters) for finding in look(source)]


def check(material: Material) -> list[Finding]:
    """Return what is wrong with what files say that parse, or with the literals of a graph that came from none."""
    found = list(_literals([material.facts, material.rules]))
    if not material.files.all:
        found += _strange_literals([*material.asserted, *material.shapes])
    found += _blank_nodes(material)
    if material.repeated:
        found += _repeated(material)
    return found


def _silent(source: Source) -> Iterator[Finding]:
    """Find files of comments and prefixes alone, of which no check has anything to look at."""
    try:
        if next(iter(ox.parse(source.data, format=ox.RdfFormat.TURTLE)), None) is None:
            message = Text("filen har ingen udsagn at prøve", "the file has no triples to check")
            yield _finding("silent-file", message, Place(source.place, 1, 1), severity="violation")
    except SyntaxError:
        return  # which is told of by itself


def _prefixes(source: Source) -> Iterator[Finding]:
    """Find prefixes that are not used, declared twice, out of order, or that stand for something else than ours do."""
    text, ahead = source.text, len(_DECLARED.findall(source.data.lower()))
    declared: list[Prefix] = []
    used: set[str] = set()
    for match in _TOKEN.finditer(text):
        if match["declared"] is not None:
            declared.append(Prefix(match["declared"], match["iri"], match.start()))
        elif match["used"] is not None:
            used.add(match["used"])
            if len(declared) >= ahead and used.issuperset(one.name for one in declared):
                break  # the rest of the file can add nothing
    seen: set[str] = set()
    last, at = "", partial(place_at, source.place, text)
    for prefix in declared:
        name = f"{prefix.name}:"
        ours = PREFIXES.get(prefix.name)
        if ours not in (None, prefix.iri):
            yield _finding(
                "prefix-of-table", Text(f"{name} står her for {prefix.iri}, men ellers for {ours}",
                f"{name} stands for {prefix.iri} here, but elsewhere for {ours}"), at(prefix.offset),
                f"@prefix {name} <{ours}> .", severity="violation",
            )  # fmt: skip
        if prefix.name in seen:
            yield _finding(
                "repeated-prefix", Text(f"{name} er erklæret to gange", f"{name} is declared twice"), at(prefix.offset)
            )
        elif prefix.name not in used:
            yield _finding("unused-prefix", Text(f"{name} bruges ikke", f"{name} is not used"), at(prefix.offset))
        if prefix.name < last:
            yield _finding(
                "unsorted-prefix", Text(f"{name} skal stå før {last}: (alfabetisk)",
                f"{name} should stand before {last}: (alphabetical)"), at(prefix.offset),
            )  # fmt: skip
        seen.add(prefix.name)
        last = max(last, prefix.name)


def _characters(source: Source) -> Iterator[Finding]:
    """Find control characters, and letters that were read in a wrong encoding once."""
    text = source.text
    at = partial(place_at, source.place, text)
    for match in _STRANGE.finditer(text):
        yield _finding("character", _strange(match[0]), at(match.start()), severity="violation")
    for match in _ESCAPED.finditer(text):
        letter = _LETTERS.get(match[1] or "") or (chr(int(match[1][1:], 16)) if match[1] else "")
        if _STRANGE.fullmatch(letter):
            yield _finding("character", _strange(letter), at(match.start(1) - 1),
                           severity="violation")  # fmt: skip
    for match in _TAG.finditer(text):
        language = match["language"].lower()
        yield _finding("language-tag", Text(f"{match[0]} findes ikke, når der spørges på @{language}",
                       f"{match[0]} is not found by who asks for @{language}"),
                       at(match.start()), f"@{language}", severity="violation")  # fmt: skip
    for match in _MOJIBAKE.finditer(text) if any(first in text for first in _MISREAD) else ():
        message = Text(f"“{match[0]}” ligner et bogstav læst i forkert tegnkodning",
                       f"“{match[0]}” looks like a letter read in a wrong encoding")  # fmt: skip
        yield _finding("encoding", message, at(match.start()), severity="violation")


def _strange(letter: str) -> Text:
    code = f"U+{ord(letter):04X}"
    return Text(f"usynligt eller ødelagt tegn {code}", f"invisible or broken character {code}")


def _strange_literals(quads: Iterable[ox.Quad]) -> Iterator[Finding]:
    """Find control characters in literals that came from no file."""
    for quad in quads:
        literal = quad.object
        if isinstance(literal, ox.Literal) and (strange := _STRANGE.search(literal.value)):
            thing = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else str(quad.subject)
            message = _strange(strange[0])
            yield Finding("violation", "text", "character", message, thing, quad.predicate.value, literal.value)


def _literals(graphs: Iterable[Facts]) -> Iterator[Finding]:
    suspects = ((facts, path) for facts in graphs for path in facts.predicates() if _has_ill_typed(facts, path))
    for one in ill_typed(quad for facts, path in suspects for quad in facts.of(path)):
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
            subject.value if isinstance(subject, ox.NamedNode) else str(subject), one.quad.predicate.value,
            literal.value, suggestion=repaired(literal.value, literal.datatype.value),
        )  # fmt: skip


def _has_ill_typed(facts: Facts, predicate: str) -> bool:
    """Tell whether a value of a property has a form that its datatype does not know; each is looked at once."""
    values = {value for _, value in facts.pairs(predicate) if isinstance(value, ox.Literal) and not value.language}
    return any(expected_form(value.value, value.datatype.value) for value in values)


def _blank_nodes(material: Material) -> Iterator[Finding]:
    """Find things without a name in data, where nothing could point to them."""
    message = Text("ting uden navn (blank node) i data; giv den et navn id:<art>-<navn>",
                   "thing without a name (blank node) in data; name it id:<kind>-<slug>")  # fmt: skip
    inner = set()
    loose: dict[ox.BlankNode, ox.Quad] = {}
    facts = material.facts
    where = [
        predicate for predicate in facts.predicates() if ox.BlankNode in set(map(type, chain(*facts.pairs(predicate))))
    ]
    if all(_is_schema(quad) for predicate in where for quad in facts.of(predicate) if _is_nameless(quad)):
        return
    nameless = filter(_is_nameless, material.asserted)
    for quad in nameless:
        if _is_schema(quad):
            continue
        if isinstance(quad.object, ox.BlankNode):
            inner.add(quad.object)
            if isinstance(quad.subject, ox.NamedNode):
                yield Finding("violation", "text", "blank-node", message, quad.subject.value, quad.predicate.value)
        if isinstance(quad.subject, ox.BlankNode):
            loose.setdefault(quad.subject, quad)
    outer = [node for node in loose if node not in inner]
    files = {source.place for source in material.files.all if source.graph in _OF_DATA}
    blocks = [place for (subject, predicate), places in (material.places.by_key.items() if outer else ())
              if predicate is None and subject.startswith(("_:", "[", "(")) for place in places
              if place.file in files]  # fmt: skip
    for node, place in zip_longest(outer, blocks[: len(outer)]):  # both in the order of the files
        yield Finding("violation", "text", "blank-node", message, str(node), loose[node].predicate.value, place=place)


def _is_nameless(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.BlankNode) or isinstance(quad.subject, ox.BlankNode)


def _is_schema(quad: ox.Quad) -> bool:
    return getattr(quad.graph_name, "value", DOCUMENT_GRAPH) not in _OF_DATA


def _repeated(material: Material) -> Iterator[Finding]:
    """Find subjects with two blocks in one graph."""
    graphs = {source.place: source.graph for source in material.files.all}
    for subject in sorted(material.repeated):
        by_graph: defaultdict[str, list[Place]] = defaultdict(list)
        for place in material.places.all(subject):
            by_graph[graphs[place.file]].append(place)
        for first, *others in by_graph.values():
            for place in others:
                message = Text(
                    f"har allerede en blok ved {first}; saml dem", f"has a block at {first} already; merge them"
                )
                yield Finding("violation", "text", "repeated-subject", message, subject, place=place)


def _finding(rule: str, message: Text, place: Place, suggestion: str = "", severity: str = "warning") -> Finding:
    return Finding(severity, "text", rule, message, place=place, suggestion=suggestion)  # type: ignore[arg-type]
