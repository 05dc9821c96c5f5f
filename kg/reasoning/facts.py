"""What is given: asserted triples by predicate, and types by class."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from kg.reasoning.vocabulary import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

Term: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal"
Pair: TypeAlias = tuple[Term, Term]


class Facts:
    """Asserted triples, whatever graphs they are in, to be read by predicate.

    Nothing is copied: the quads are those that were given.
    """

    __slots__ = ("by_predicate", "types")

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        """Sort `quads` by their predicate, and the types among them by class."""
        by_predicate: defaultdict[str, list[ox.Quad]] = defaultdict(list)
        for quad in quads:
            by_predicate[quad.predicate.value].append(quad)
        types: defaultdict[str, list[ox.Quad]] = defaultdict(list)
        for quad in by_predicate.get(TYPE, ()):
            types[str(quad.object)].append(quad)
        self.by_predicate = dict(by_predicate)
        self.types = dict(types)

    def pairs(self, predicate: str) -> list[Pair]:
        """Return subject and object of each triple with `predicate`, an IRI."""
        return [(quad.subject, quad.object) for quad in self.by_predicate.get(predicate, ())]  # type: ignore[misc]

    def instances(self, class_: str) -> list[Term]:
        """Return what is asserted to be of the class with that IRI."""
        return [quad.subject for quad in self.types.get(f"<{class_}>", ())]  # type: ignore[misc]
