"""The project's whole graph: what its files say, and what follows from it, kept until a file changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import pyoxigraph as ox

from kg.cache import kept
from kg.loading import content_hash, parse, read
from kg.namespaces import INFERRED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable

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


def know(project: Project) -> Knowledge:
    """Read the project's ontology and data, and infer what follows or recall it.

    Raises: KgError for files that cannot be read, and axioms that cannot be reasoned with.
    """
    sources = read(project=project)
    asserted = list(parse(sources))
    return Knowledge(sources, asserted, infer(asserted, content_hash(sources)))


def infer(asserted: list[ox.Quad], content: str, reasoner: Reasoner = "rules") -> list[ox.Quad]:
    """Return what follows from the quads with this content hash, in the graph of inferences; sorted, and kept."""
    graph = ox.NamedNode(INFERRED_GRAPH)
    triples = ox.parse(inferences(lambda: asserted, content, reasoner), format=ox.RdfFormat.N_TRIPLES)
    return [ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]


def whole(project: Project) -> ox.Store:
    """Return a store whose default graph holds all that the project says and all that follows.

    The same as `build(know(project).quads(), named=False)` in half the time, since no quad passes through Python.
    """
    sources = read(project=project)
    store = ox.Store()
    try:
        for source in sources:
            store.bulk_load(source.data, format=ox.RdfFormat.TURTLE)
    except SyntaxError:
        list(parse(sources))  # says it with the place
        raise
    store.bulk_load(inferences(lambda: list(parse(sources)), content_hash(sources)), format=ox.RdfFormat.N_TRIPLES)
    return store


def inferences(asserted: Callable[[], list[ox.Quad]], content: str, reasoner: Reasoner = "rules") -> bytes:
    """Return what follows as N-Triples, sorted, and kept by the content hash of what it follows from.

    `asserted` is asked only for what is not kept.
    """

    def compute() -> bytes:
        from kg.reasoning import infer as infer_triples

        return "".join(sorted(f"{triple} .\n" for triple in infer_triples(asserted(), reasoner))).encode()

    return kept("inferred" if reasoner == "rules" else f"inferred-{reasoner}", content, compute)
