"""The project's whole graph: what its files say, and what follows from it, kept until a file changes."""

from __future__ import annotations

from bisect import bisect_left
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import pyoxigraph as ox

from kg.cache import kept, kept_folder
from kg.loading import content_hash, parse, read
from kg.namespaces import INFERRED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.loading import Source
    from kg.project import Project
    from kg.reasoning import Reasoner

Layer: TypeAlias = Literal["asserted", "inferred", "all"]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The files of a project as they were read, the quads in them, and those that follow, in a graph of their own."""

    sources: list[Source]
    asserted: list[ox.Quad]
    inferred: list[ox.Quad]

    def quads(self, layer: Layer = "all") -> list[ox.Quad]:
        """Return the quads of one layer, or of both."""
        return {"asserted": self.asserted, "inferred": self.inferred}.get(layer, self.asserted + self.inferred)


@dataclass(frozen=True, slots=True)
class View:
    """The same for who asks of few things: nothing that follows is read before it is asked for.

    `lines` are the triples that follow, as sorted lines of N-Triples; `store` holds all, and may be read-only.
    """

    asserted: list[ox.Quad]
    lines: list[bytes]
    store: ox.Store

    def inferred(self, iri: str) -> list[ox.Triple]:
        """Return what follows about one thing, in order, with literals as they were written."""
        begins = f"<{iri}> ".encode()
        first = bisect_left(self.lines, begins)
        last = bisect_left(self.lines, begins + b"\xff", first)
        return [quad.triple for quad in ox.parse(b"\n".join(self.lines[first:last]), format=ox.RdfFormat.N_TRIPLES)]

    def follows(self, triple: ox.Triple) -> bool:
        """Tell whether a triple of the store is not asserted, but inferred."""
        line = f"{triple} .".encode()
        place = bisect_left(self.lines, line)
        return place < len(self.lines) and self.lines[place] == line


def know(project: Project) -> Knowledge:
    """Read the project's ontology and data, and infer what follows or recall it.

    Raises: KgError for files that cannot be read, and axioms that cannot be reasoned with.
    """
    sources = read(project=project)
    asserted = list(parse(sources))
    return Knowledge(sources, asserted, infer(asserted, content_hash(sources)))


def view(project: Project) -> View:
    """Return the view of a project's graph. Raises: KgError as `know` does."""
    sources = read(project=project)
    asserted = list(parse(sources))
    lines = inferences(lambda: asserted, content_hash(sources)).split(b"\n")[:-1]
    return View(asserted, lines, opened(project))


def infer(asserted: list[ox.Quad], content: str, reasoner: Reasoner = "rules") -> list[ox.Quad]:
    """Return what follows from the quads with this content hash, in the graph of inferences; sorted, and kept."""
    graph = ox.NamedNode(INFERRED_GRAPH)
    triples = ox.parse(inferences(lambda: asserted, content, reasoner), format=ox.RdfFormat.N_TRIPLES)
    return [ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]


def whole(project: Project) -> ox.Store:
    """Return a store whose default graph holds all that the project says and all that follows.

    The same as `build(know(project).quads(), named=False)` in half the time, since no quad passes through Python.
    """
    return _loaded(read(project=project))


def opened(project: Project) -> ox.Store:
    """Return the same as `whole`, but read-only and from the disk: there in a moment, and slower at each query.

    It is kept until a file changes. Where it cannot be kept, it is `whole` itself.
    """
    sources = read(project=project)
    folder = kept_folder("store", content_hash(sources), lambda folder: _copy(_loaded(sources), folder))
    if folder is not None:
        with suppress(OSError, RuntimeError):  # removed just now
            return ox.Store.read_only(str(folder))
    return _loaded(sources)


def _loaded(sources: list[Source]) -> ox.Store:
    store = ox.Store()
    try:
        for source in sources:
            store.bulk_load(source.data, format=ox.RdfFormat.TURTLE)
    except SyntaxError:
        list(parse(sources))  # says it with the place
        raise
    store.bulk_load(inferences(lambda: list(parse(sources)), content_hash(sources)), format=ox.RdfFormat.N_TRIPLES)
    return store


def _copy(store: ox.Store, folder: Path) -> None:
    """Write a store's default graph to an empty folder, all at once, which makes few files. Raises: OSError."""
    data = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    try:
        ox.Store(str(folder)).bulk_load(data, format=ox.RdfFormat.N_TRIPLES)
    except RuntimeError as error:
        raise OSError(str(error)) from error


def inferences(asserted: Callable[[], list[ox.Quad]], content: str, reasoner: Reasoner = "rules") -> bytes:
    """Return what follows as N-Triples, sorted, and kept by the content hash of what it follows from.

    `asserted` is asked only for what is not kept.
    """

    def compute() -> bytes:
        from kg.reasoning import infer as infer_triples

        return "".join(sorted(f"{triple} .\n" for triple in infer_triples(asserted(), reasoner))).encode()

    return kept("inferred" if reasoner == "rules" else f"inferred-{reasoner}", content, compute)
