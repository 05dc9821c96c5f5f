"""Which properties a shape looks at that has no simple path: a path of several steps, or shapes side by side."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_LISTS = frozenset({RDF + "first", RDF + "rest"})
_PATHS = frozenset(
    SH + name for name in ("path", "alternativePath", "inversePath", "oneOrMorePath", "zeroOrMorePath", "zeroOrOnePath")
)
# Shapes that the same thing is held to. What a value is held to, or is only counted by, does not tell of the thing.
_ALONGSIDE = frozenset(SH + name for name in ("and", "node", "not", "or", "xone"))


def by_node(shapes: Iterable[ox.Quad]) -> dict[str, list[ox.Quad]]:
    """Return the triples of shapes by their subject: its IRI, or `_:` and its label."""
    found: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for quad in shapes:
        found[_key(quad.subject)].append(quad)
    return dict(found)


def looked_at(shapes: Mapping[str, Sequence[ox.Quad]], shape: str) -> tuple[str, ...]:
    """Return the properties in the path of a shape and of those that it is made of, in their order.

    Property shapes with a name of their own speak for themselves, and are left out.
    """
    found: dict[str, None] = {}
    _collect(shapes, shape, found, set(), in_path=False)
    return tuple(found)


def _collect(
    shapes: Mapping[str, Sequence[ox.Quad]], node: str, found: dict[str, None], seen: set[str], *, in_path: bool
) -> None:
    if node in seen:
        return
    seen.add(node)
    for quad in shapes.get(node, ()):
        predicate, value = quad.predicate.value, quad.object
        on_path = predicate in _PATHS or (in_path and predicate in _LISTS)
        if on_path and isinstance(value, ox.NamedNode):
            found.setdefault(value.value)
        elif on_path or predicate in _ALONGSIDE or predicate in _LISTS:
            _collect(shapes, _key(value), found, seen, in_path=on_path)
        elif predicate == SH + "property" and isinstance(value, ox.BlankNode):
            _collect(shapes, _key(value), found, seen, in_path=False)


def _key(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
