"""Finds where subjects and their properties stand in Turtle files, for messages that name the line."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from kg.namespaces import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.loading import Source

_LOCAL = r"(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.)+"
_TOKEN = re.compile(
    rf"""
    (?P<literal>\"{{3}}(?:[^"\\]|\\.|"(?!""))*\"{{3}}|'{{3}}(?:[^'\\]|\\.|'(?!''))*'{{3}}
               |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'
               |[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?|[+-]?[0-9]+\.[eE][+-]?[0-9]+)
  | (?P<comment>\#[^\n\r]*)
  | (?P<directive>@?(?i:prefix|base)(?![\w:.-]))
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:{_LOCAL}(?:\.+{_LOCAL})*)
  | <(?P<iri>[^<>"{{}}|^`\x00-\x20]*)>
  | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:{_LOCAL}(?:\.+{_LOCAL})*)?)
  | (?P<a>a(?![\w-]))
  | (?P<open>[(\[])
  | (?P<close>[)\]])
  | (?P<end>[.;])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
# Escapes of names, base IRIs, and prefixes that end within a name: the end of an IRI may not stand there as it is.
_SPELT_OTHERWISE = re.compile(rb"""(?<!\\)\\[^"'nrtbf\\]|(?i:base)\s*<|(?i:prefix)\s+[^\s:]*:\s*<[^>]*[^>/#:]>""")
_FEW = 30  # subjects that are looked for in the files' bytes
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column of a file, both from 1; columns count code points."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Places:
    """Where each subject stands, and each property of it, in the order of the files.

    A file is read when a subject is asked for that it may name, all when many are asked for.
    """

    sources: tuple[Source, ...]
    _read: dict[Path, dict[tuple[str, str | None], list[Place]]] = field(default_factory=dict)
    _naming: dict[str, list[Source]] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[tuple[str, str | None], list[Place]]:
        """Return all places by the IRIs of subject and property, None for the subject's own."""
        found: dict[tuple[str, str | None], list[Place]] = {}
        for source in self.sources:
            for key, places in self._in(source).items():
                found.setdefault(key, []).extend(places)
        return found

    def of(self, subject: str, predicate: str | None = None) -> Place | None:
        """Return the first place of the property on the subject; without one, that of the subject."""
        places = self.all(subject, predicate) or self.all(subject)
        return places[0] if places else None

    def all(self, subject: str, predicate: str | None = None) -> list[Place]:
        """List every place where a block of the subject, or the property in one, begins."""
        naming = self._naming.get(subject)
        if naming is None:
            if len(self._naming) == _FEW:
                return self.by_key.get((subject, predicate), [])
            local, otherwise = re.split("[/#:]", subject)[-1].encode(), self._spelt_otherwise
            naming = [source for source in self.sources if local in source.data or source.path in otherwise]
            self._naming[subject] = naming
        return [place for source in naming for place in self._in(source).get((subject, predicate), ())]

    @cached_property
    def _spelt_otherwise(self) -> set[Path]:
        return {source.path for source in self.sources if _SPELT_OTHERWISE.search(source.data)}

    def _in(self, source: Source) -> dict[tuple[str, str | None], list[Place]]:
        if source.path not in self._read:
            by_key = self._read[source.path] = {}
            text, file = source.text, source.place
            for offset, subject, predicate in _blocks(text):
                by_key.setdefault((subject, predicate), []).append(place_at(file, text, offset))
        return self._read[source.path]


def find_places(sources: Iterable[Source]) -> Places:
    """Return the places in the text of files that are known to parse.

    What stands in brackets has no name to be found by, and is passed over; what is said of all brackets that are
    subjects lies under the key `[` or `(`.
    """
    return Places(tuple(sources))


def find_object(text: str, at: Place, value: str, *, inner: bool = False) -> Place | None:
    """Return where, after the property that stands at a place of a file's text, a value of it stands.

    `value` is an IRI or a lexical form; what stands in brackets is passed over. With `inner` the place is that of a
    block, and the value is looked for in all of it, in brackets too.
    """
    offset = _objects(text, _starts(text)[at.line - 1] + at.column - 1, inner).get(value)
    return None if offset is None else place_at(at.file, text, offset)


@lru_cache(maxsize=128)  # one property may have many values that are asked for
def _objects(text: str, offset: int, inner: bool) -> dict[str, int]:  # noqa: FBT001  # the cache takes no names
    """Return where each value of the property at an offset stands first; with `inner` all of a block."""
    found: dict[str, int] = {}
    prefixes, depth = prefixes_of(text), 0
    for match in islice(_TOKEN.finditer(text, offset), 1, None):
        kind = match.lastgroup
        depth += (kind == "open") - (kind == "close")
        if kind == "end" and depth == 0 and (match[0] == "." or not inner):
            break
        if inner or depth == 0:
            value = _lexical_form(match[0]) if kind == "literal" else _resolved(match, prefixes)
            found.setdefault(value, match.start())
    return found


def place_at(file: str, text: str, offset: int) -> Place:
    """Return the place of an offset in the text of a file."""
    starts = _starts(text)
    line = bisect_right(starts, offset)
    return Place(file, line, offset - starts[line - 1] + 1)


@lru_cache(maxsize=128)  # places are asked for file by file, and a string's hash is counted once
def _starts(text: str) -> list[int]:
    """Return the offsets of the lines."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


@lru_cache(maxsize=128)
def prefixes_of(text: str) -> dict[str, str]:
    """Return the prefixes that a file declares, with their colons, and what they stand for."""
    declared = re.finditer(r"@?(?i:prefix)\s+([^\s:]*:)\s*<([^>\s]*)>", text)
    return {match[1]: _plain(match[2]) for match in declared}


def _lexical_form(token: str) -> str:
    quotes = next((mark for mark in ('"""', "'''", '"', "'") if token.startswith(mark)), "")
    inner = token[len(quotes) : len(token) - len(quotes)]
    return _ESCAPE.sub(_letter, inner)


def _letter(escape: re.Match[str]) -> str:
    return _LETTERS.get(escape[3], escape[3]) or chr(int(escape[1] or escape[2], 16))


def _blocks(text: str) -> Iterator[tuple[int, str, str | None]]:
    """Yield offset, subject and None where a block begins, and offset, subject and predicate where a property does."""
    prefixes: dict[str, str] = {}
    expected, subject, prefix = "subject", "", ""
    for match in _outside_brackets(text):
        kind = match.lastgroup
        if kind == "end":
            expected = "subject" if match[0] == "." else "predicate"
        elif kind == "directive":
            expected, prefix = "directive", ""
        elif expected == "directive" and kind == "name":
            prefix = match[0]
        elif expected == "directive":
            prefixes[prefix] = _plain(match["iri"])
            expected = "subject"
        elif expected == "subject":
            subject, expected = _resolved(match, prefixes), "predicate"
            yield match.start(), subject, None
        elif expected == "predicate":
            expected = "object"
            yield match.start(), subject, _resolved(match, prefixes)


def _outside_brackets(text: str) -> Iterator[re.Match[str]]:
    """Yield the tokens that a statement's parts can begin with or end with; a bracket stands for all in it."""
    depth = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "close":
            depth -= 1
        elif depth == 0 and kind not in {"literal", "comment", "language"}:
            yield match
        if kind == "open":
            depth += 1


def _resolved(match: re.Match[str], prefixes: dict[str, str]) -> str:
    """Return the IRI that a token stands for; a blank node or an open bracket stays as it is."""
    if match["iri"] is not None:
        return _plain(match["iri"])
    if match["name"] is None:
        return RDF + "type" if match["a"] else match[0]
    prefix, colon, local = match["name"].partition(":")
    return prefixes.get(prefix + colon, "") + _plain(local)


def _plain(text: str) -> str:
    r"""Resolve the escapes of Turtle: `\u00e6` in IRIs, `\-` in local names."""
    return _ESCAPE.sub(lambda found: found[3] or chr(int(found[1] or found[2], 16)), text)
