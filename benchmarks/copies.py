"""Copies of a graph's data with renamed things, to see how cost grows with size."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

import pyoxigraph as ox

from kg.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def copies(quads: Iterable[ox.Quad], number: int) -> Iterator[ox.Quad]:
    """Yield `quads`, and `number` - 1 copies of those about things, in which every thing has a name of its own.

    Terms of the ontology and of others stay as they are, so that the rules stay the same.
    """
    quads = list(quads)
    yield from quads
    data = [quad for quad in quads if _is_thing(quad.subject)]
    for copy in range(1, number):
        ends = {term for quad in data for term in (quad.subject, quad.object)}
        names: dict[object, ox.NamedNode] = {
            term: ox.NamedNode(f"{term.value}-copy-{copy}") for term in ends if _is_thing(term)
        }
        for quad in data:
            yield ox.Quad(
                names.get(quad.subject, quad.subject),
                quad.predicate,
                names.get(quad.object, quad.object),
                quad.graph_name,
            )


def _is_thing(term: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(term, ox.NamedNode) and term.value.startswith(ID)
