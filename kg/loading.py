"""Reads Turtle files: whole, strictly, each into the graph that its place gives it."""

from __future__ import annotations

import hashlib
import re
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KgError
from kg.namespaces import DOCUMENT_GRAPH
from kg.project import Project, find_project, shown
from kg.store import to_dataset
from kg.syntax import CONFLICT, conflict, explained

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import rdflib

LARGEST = 2**24 - 1  # bytes in one file; ours stay under one megabyte, and Oxigraph reads no longer string or comment
_MARK = b"\xef\xbb\xbf"  # of byte order, which Windows puts before UTF-8
_HEAD = re.compile(rb"(?:@prefix\s[^\s:#<>]*:\s*<[^<>\s]*>\s*\.\s+)+")
_NOT_AT_ONCE = (b"{", b"}", b"<<")  # what could end a graph, and what RDF 1.1 lacks
_NAMELESS = (b"[", b"(", b"_:")
_RETURN_ALONE = re.compile(rb"\r(?!\n)")


@dataclass(frozen=True)
class Source:
    """One Turtle file as it was read: where it lies, which graph its triples belong to, and its bytes (UTF-8)."""

    path: Path
    graph: str
    data: bytes

    @cached_property
    def place(self) -> str:
        """Return the path as a person would type it."""
        return shown(self.path)

    @cached_property
    def text(self) -> str:
        """Return the text, the same object each time, for what is kept by it."""
        return self.data.decode()


def load(*paths: str | Path) -> rdflib.Dataset:
    """Read Turtle files into a dataset with a named graph for each layer, and their union as its default graph.

    `paths` are files, folders of `.ttl` files, or projects; none at all means this project's own ontology and data.
    A file outside a project goes into the document's graph. Literals keep their lexical forms.

    Raises: KgError with file, line and column for whatever cannot be read.

    >>> len(load()) > 1000
    True
    """
    return to_dataset(parse(read(*paths)))


def read(*paths: str | Path, project: Project | None = None) -> list[Source]:
    """Read the bytes of the files that `load` takes, in their order; none means the ontology and data of `project`."""
    project = project or find_project()
    if not paths:
        return [read_file(path, project.graph_of(path)) for path in (*project.ontology_files(), *project.data_files())]
    return [source for path in paths for source in _read_path(Path(path), project)]


def read_file(path: Path, graph: str) -> Source:
    """Read one Turtle file for `graph`, and hold it to what can be read as text.

    Raises: KgError if it is missing, no regular file, not `.ttl`, empty, too large, or not UTF-8.
    """
    place = shown(path)
    if path.suffix != ".ttl":
        near = _sibling(path)
        message = f"not a Turtle file; expected a name that ends in .ttl{near and f'. Did you mean {near}?'}"
        danish = f"ikke en Turtle-fil; navnet skal ende på .ttl{near and f'. Mente du {near}?'}"
        raise KgError(message, place, danish=danish)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            message = "not a regular file; expected a Turtle file"
            raise KgError(message, place, danish="ikke en almindelig fil; her skulle stå en Turtle-fil")
        if status.st_size > LARGEST:
            message = f"{status.st_size:,} bytes; expected at most {LARGEST:,} in one file"
            raise KgError(message, place, danish=f"{status.st_size} byte; der må højst være {LARGEST} i én fil")
        data = path.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        message = "no such file; expected a Turtle file" if missing else f"cannot be read: {error.strerror}"
        danish = "ingen sådan fil; her skulle stå en Turtle-fil" if missing else f"kan ikke læses: {error.strerror}"
        raise KgError(message, place, danish=danish) from error
    return Source(path, graph, checked_text(data, place))


def read_text(data: bytes, name: str) -> Source:
    """Return Turtle that is no file of its own as one called `name`, for the document's graph.

    Raises: KgError if it is empty, too large, or not UTF-8.
    """
    if len(data) > LARGEST:
        message = f"more than {LARGEST:,} bytes; expected at most that"
        raise KgError(message, name, danish=f"mere end {LARGEST} byte; der må højst være så mange")
    return Source(Path(name), DOCUMENT_GRAPH, checked_text(data, name))


def checked_text(data: bytes, place: str) -> bytes:
    """Return `data` without a byte order mark, once it is known to be non-empty UTF-8 whose lines end as ours do.

    Line ends may be LF or CRLF. A carriage return alone would be a line to the parser and none to most editors.

    Raises: KgError with the line of the first byte that is not what it should be.
    """
    data = data.removeprefix(_MARK)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        what = (" (the file looks like UTF-16)", " (filen ligner UTF-16)") if wide else ("", "")
        message = f"byte 0x{data[error.start]:02x} is not UTF-8{what[0]}; expected a file saved as UTF-8"
        danish = f"byte 0x{data[error.start]:02x} er ikke UTF-8{what[1]}; filen skal være gemt som UTF-8"
        raise KgError(message, f"{place}:{line}", danish=danish) from error
    if not text.strip():
        message = "the file is empty; expected Turtle"
        raise KgError(message, place, danish="filen er tom; her skulle stå Turtle")
    if found := _RETURN_ALONE.search(data):
        line = data.count(b"\n", 0, found.start()) + 1
        message = "a carriage return without a line feed; expected lines that end in LF or CRLF"
        danish = "et vognretur-tegn (CR) uden linjeskift (LF); linjer skal ende på LF eller CRLF"
        raise KgError(message, f"{place}:{line}", danish=danish)
    return data


def parse(sources: Iterable[Source]) -> Iterator[ox.Quad]:
    """Yield the quads of the sources, with literals as written and blank nodes named by file, alike in every run.

    Raises: KgError with file, line and column for the first that is not Turtle (RDF 1.1).
    """
    for source in sources:
        if (quads := _at_once(source)) is not None:
            yield from quads
            continue
        graph, named = ox.NamedNode(source.graph), _Names(source)
        try:
            for quad in ox.parse(source.data, format=ox.RdfFormat.TURTLE):
                if isinstance(quad.object, ox.Triple):
                    message, danish = explained(f"{quad.object} is a triple as a term")
                    raise KgError(message, source.place, danish=danish)
                yield named.quad(quad, graph)
        except SyntaxError as error:
            line, column = error.lineno, error.offset
            message, danish = explained(error.msg)
            if marked := conflict(source.data, line or 0):
                (message, danish), line, column = CONFLICT, marked, 1
            raise KgError(message, f"{source.place}:{line}:{column}", danish=danish) from error


class _Names:
    """The names of the blank nodes of a file, which are other than those of other files, and alike in every run."""

    def __init__(self, source: Source) -> None:
        self.stem = hashlib.sha256(source.data).hexdigest()[:16]
        self.known: dict[ox.BlankNode, ox.BlankNode] = {}

    def quad(self, quad: ox.Quad, graph: ox.NamedNode) -> ox.Quad:
        """Return a quad in a graph, with its blank nodes named."""
        subject, value = quad.subject, quad.object
        if isinstance(subject, ox.BlankNode):
            subject = self._named(subject)
        if isinstance(value, ox.BlankNode):
            value = self._named(value)
        return ox.Quad(subject, quad.predicate, value, graph)

    def _named(self, node: ox.BlankNode) -> ox.BlankNode:
        if node not in self.known:
            self.known[node] = ox.BlankNode(f"b{self.stem}x{len(self.known)}")
        return self.known[node]


def _at_once(source: Source) -> list[ox.Quad] | None:
    """Return the quads of Turtle read as the one graph of a TriG document (RDF 1.1 TriG, 2.2), in half the time.

    None if it has what might not say the same there: a last statement needs no full stop.
    """
    data = source.data
    head, last = _HEAD.match(data), data.rstrip().rpartition(b"\n")[2]
    if head is None or not last.endswith(b".") or b"#" in last or any(mark in data for mark in _NOT_AT_ONCE):
        return None
    trig = b"%s<%s>{%s}" % (head[0], source.graph.encode(), data[head.end() :])
    try:
        quads = list(ox.parse(trig, format=ox.RdfFormat.TRIG))
    except SyntaxError:  # which is told of with its place in Turtle
        return None
    if any(mark in data for mark in _NAMELESS):
        graph, named = ox.NamedNode(source.graph), _Names(source)
        for place, quad in enumerate(quads):
            if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
                quads[place] = named.quad(quad, graph)
    return quads


def content_hash(sources: Iterable[Source]) -> str:
    """Return the SHA-256 of all that determines the quads of `sources`: graphs and bytes, in order."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source.graph} {len(source.data)}\n".encode())
        digest.update(source.data)
    return digest.hexdigest()


def _read_path(path: Path, project: Project) -> list[Source]:
    if not path.is_dir():
        return [read_file(path, project.graph_of(path))]
    here = Project(path)
    if (path / "ontology").is_dir() and (path / "data").is_dir():
        return read(project=here)
    files = sorted(file for file in path.rglob("*.ttl") if not file.name.startswith("."))
    if not files:
        message = "no Turtle files in this folder; expected names that end in .ttl"
        raise KgError(message, shown(path), danish="ingen Turtle-filer i mappen; navnene skal ende på .ttl")
    return [read_file(file, project.graph_of(file)) for file in files]


def _sibling(path: Path) -> str:
    """Return the name of the Turtle file of the same name, if there is one."""
    sibling = path.with_suffix(".ttl")
    return shown(sibling) if path.name and sibling.is_file() else ""
