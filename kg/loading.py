"""Reads Turtle files: whole, strictly, each into the graph that its place gives it."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KgError, by_system, printable
from kg.namespaces import DOCUMENT_GRAPH
from kg.project import Project, find_project, shown
from kg.store import to_dataset
from kg.syntax import diagnosed, explained, looks, newer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import rdflib

LARGEST = 2**24 - 1  # bytes in one file; ours stay under one megabyte, and Oxigraph reads no longer string or comment
_MARK = b"\xef\xbb\xbf"  # of byte order, which Windows puts before UTF-8
_HEAD = re.compile(rb"(?:@prefix\s[^\s:#<>]*:\s*<[^<>\s]*>\s*\.\s+)+")
_NOT_AT_ONCE = (b"{", b"}", b"<<", b"~")  # what could end a graph, and what RDF 1.1 lacks
_NAMELESS = (b"[", b"(", b"_:")
_APART = ("benchmarks", "build", "dist", "docs", "queries", "tests")  # folders of a project that hold no part of it
_PIECE = 2**18  # bytes that are read at a time
_RETURN_ALONE = re.compile(rb"\r(?!\n)")


@dataclass(frozen=True)
class Source:
    """One Turtle file as it was read: where it lies, which graph its triples belong to, and its bytes (UTF-8)."""

    path: Path
    graph: str
    data: bytes

    @cached_property
    def place(self) -> str:
        """Return the path as a person would type it, with what is no UTF-8 in it escaped."""
        return printable(shown(self.path))

    @cached_property
    def text(self) -> str:
        """Return the text, the same object each time, for what is kept by it."""
        return self.data.decode()


def load(*paths: str | Path) -> rdflib.Dataset:
    """Read Turtle files into a dataset with a named graph for each layer, and their union as its default graph.

    `paths` are files, folders of `.ttl` files, or projects; none at all means this project's own ontology and data.
    A file outside a project goes into the document's graph, and so do those that lie in a project's folder beside its
    ontology and data, but for hidden folders and those of builds, docs, queries and tests. Literals keep their lexical
    forms.

    Raises: KgError with file, line and column for whatever cannot be read.

    >>> len(load()) > 1000
    True
    """
    return to_dataset(parse(read(*paths)))


def read(*paths: str | Path, project: Project | None = None) -> list[Source]:
    """Read the bytes of the files that `load` takes, in their order; none means the ontology and data of `project`."""
    project = project or find_project()
    if not paths:
        return [read_file(path, project.graph_of(path)) for path in _own(project)]
    return [source for path in paths for source in _read_path(Path(path), project)]


def read_file(path: Path, graph: str) -> Source:
    """Read one Turtle file for `graph`, and hold it to what can be read as text.

    Raises: KgError if it is missing, no regular file, not `.ttl`, empty, too large, or not UTF-8.
    """
    place = shown(path)
    try:
        status = path.stat()
        if path.suffix != ".ttl":
            near = _sibling(path)
            message = f"not a Turtle file; expected a name that ends in .ttl{near and f'. Did you mean {near}?'}"
            danish = f"ikke en Turtle-fil; navnet skal ende på .ttl{near and f'. Mente du {near}?'}"
            raise KgError(message, place, danish=danish)
        if not stat.S_ISREG(status.st_mode):
            message = "not a regular file; expected a Turtle file"
            raise KgError(message, place, danish="ikke en almindelig fil; her skulle stå en Turtle-fil")
        if status.st_size > LARGEST:
            message = f"{status.st_size:,} bytes; expected at most {LARGEST:,} in one file"
            raise KgError(message, place, danish=f"{status.st_size} byte; der må højst være {LARGEST} i én fil")
        data = _content(path)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except OSError as error:
        raise _unreadable(place, error, "a Turtle file", "en Turtle-fil") from error
    return Source(path, graph, checked_text(_held(data, place), place))


def read_text(data: bytes, name: str) -> Source:
    """Return Turtle that is no file of its own as one called `name`, for the document's graph.

    Raises: KgError if it is empty, too large, or not UTF-8.
    """
    return Source(Path(name), DOCUMENT_GRAPH, checked_text(_held(data, name), name))


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
        message, danish = looks(data) or (message, danish)
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
                    place = newer(source.data) or ()
                    raise KgError(message, ":".join(map(str, (source.place, *place))), danish=danish)
                yield named.quad(quad, graph)
        except SyntaxError as error:
            (message, danish), line, column = diagnosed(source.data, error)
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
    if not os.path.isdir(path):  # noqa: PTH112  # which says no, and raises nothing, for a name that is too long
        return [read_file(path, project.graph_of(path))]
    inner = Project(path)
    ours = os.path.isdir(path / "ontology") and os.path.isdir(path / "data")  # noqa: PTH112
    files, project = (_of_project(inner), inner) if ours else (_turtle(path), project)
    if not files:
        message = "no Turtle files in this folder; expected names that end in .ttl"
        raise KgError(message, shown(path), danish="ingen Turtle-filer i mappen; navnene skal ende på .ttl")
    return [read_file(file, project.graph_of(file)) for file in files]


def _own(project: Project) -> list[Path]:
    """List the Turtle files of a project's ontology and data. Raises: KgError for a folder that cannot be read."""
    for name in ("ontology", "data"):
        _turtle(project.root / name)  # for its error: a project passes over what it cannot read
    return [*project.ontology_files(), *project.data_files()]


def _of_project(project: Project) -> list[Path]:
    """List the Turtle files of a project's ontology and data, and those beside them that belong to nothing else."""
    return [*_own(project), *_turtle(project.root, ("ontology", "data", *_APART))]


def _turtle(folder: Path, apart: Collection[str] = ()) -> list[Path]:
    """List a folder's Turtle files, sorted, without hidden ones; if some folders are `apart`, no hidden one is entered.

    Raises: KgError for a folder in it that cannot be read.
    """

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise _unreadable(shown(Path(error.filename)), error, "a folder", "en mappe") from error

    found: list[Path] = []
    for within, folders, names in os.walk(folder, onerror=refuse):
        if apart and Path(within) == folder:
            folders[:] = [name for name in folders if name not in apart and not name.startswith(".")]
        found += (Path(within, name) for name in names if name.endswith(".ttl") and not name.startswith("."))
    return sorted(found)


def _content(path: Path) -> bytes:
    """Return what a file holds, or its beginning if it holds more than is read; nothing is waited for."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        pieces, left = [], LARGEST + 1
        while left and (piece := os.read(handle, min(left, _PIECE))):
            pieces.append(piece)
            left -= len(piece)
    finally:
        os.close(handle)
    return b"".join(pieces)


def _held(data: bytes, place: str) -> bytes:
    """Return the data, if it is not more than is read. Raises: KgError if it is."""
    if len(data) > LARGEST:
        message = f"more than {LARGEST:,} bytes; expected at most that"
        raise KgError(message, place, danish=f"mere end {LARGEST} byte; der må højst være så mange")
    return data


def _missing(path: Path) -> KgError:
    near = _sibling(path)
    what, danish = ("file", "fil") if path.suffix == ".ttl" else ("file or folder", "fil eller mappe")
    message = f"no such {what}; expected a Turtle file{near and f'. Did you mean {near}?'}"
    danish = f"ingen sådan {danish}; her skulle stå en Turtle-fil{near and f'. Mente du {near}?'}"
    return KgError(message, shown(path), danish=danish)


def _unreadable(place: str, error: OSError, what: str, danish: str) -> KgError:
    english, said = by_system(error)
    message = f"cannot be read: {english}; expected {what} that can be read"
    return KgError(message, place, danish=f"kan ikke læses: {said}; her skulle stå {danish}, der kan læses")


def _sibling(path: Path) -> str:
    """Return the name of the Turtle file of the same name, if there is one."""
    sibling = path.with_suffix(".ttl") if path.name else path
    return shown(sibling) if path.name and os.path.isfile(sibling) else ""  # noqa: PTH113  # as above
