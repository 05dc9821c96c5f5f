"""The project's whole graph: what its files say, and what follows from it, kept until a file changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import pyoxigraph as ox

from kg.cache import kept
from kg.loading import content_hash, parse, read
from kg.namespaces import INFERRED_GRAPH

if TYPE_CHECKING:
    from kg.loading import Source
    from kg.project import Project

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


def infer(asserted: list[ox.Quad], content: str) -> list[ox.Quad]:
    """Return what follows from the quads with this content hash, in the graph of inferences; sorted, and kept."""

    def compute() -> bytes:
        from kg.reasoning import infer as infer_triples

        return "".join(sorted(f"{triple} .\n" for triple in infer_triples(asserted))).encode()

    graph = ox.NamedNode(INFERRED_GRAPH)
    triples = ox.parse(kept("inferred", content, compute), format=ox.RdfFormat.N_TRIPLES)
    return [ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]
