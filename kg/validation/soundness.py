"""Shapes that the engine would pass over without a word are refused: recursive ones, and properties without a path."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KgError
from kg.namespaces import RDF, SH, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

# From a shape to those that it is made of; lists of shapes are followed cell by cell.
_STEPS = frozenset(
    [SH + name for name in ("property", "node", "not", "qualifiedValueShape", "and", "or", "xone")]
    + [RDF + "first", RDF + "rest"]
)


def refuse_unsound(shapes: Iterable[ox.Quad]) -> None:
    """Raise KgError if a shape is made of itself, or if `sh:property` names what has no path.

    SHACL leaves the first undefined, and the engine gives up on it without a word.
    """
    order: TopologicalSorter[str] = TopologicalSorter()
    properties: set[object] = set()
    with_path: set[object] = set()
    for quad in shapes:
        if quad.predicate.value in _STEPS and isinstance(quad.object, (ox.NamedNode, ox.BlankNode)):
            order.add(str(quad.subject), str(quad.object))
        if quad.predicate.value == SH + "property":
            properties.add(quad.object)
        if quad.predicate.value == SH + "path":
            with_path.add(quad.subject)
    try:
        order.prepare()
    except CycleError as error:
        circle = " -> ".join(shorten(name[1:-1]) for name in error.args[1] if name.startswith("<"))
        message = f"recursive: {circle or 'a shape without a name'}; expected shapes that are not made of themselves"
        raise KgError(message, "shapes") from None
    for shape in sorted(properties - with_path, key=str):
        name = shorten(shape.value) if isinstance(shape, ox.NamedNode) else "a shape without a name"
        message = f"{name} is named by sh:property and has no sh:path; expected a property shape"
        raise KgError(message, "shapes")
