"""Copies of a graph's data with renamed things, to see how cost grows with size."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

import pyoxigraph as ox

from kg.namespaces import BACKGROUND_GRAPH, ID, KOMPAS, ONTOLOGY_GRAPH, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAMES = {SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition", KOMPAS + "acronym"}  # each has its own
# What there is one of each, named by what it is.
_KINDS = (
    "passage", "unit", "part", "chapter", "section", "box", "reference", "source", "interval", "wheel", "map", "pillar",
    "value", "valuelink", "valuelist", "valuelistentry",
)  # fmt: skip
_ONE = tuple(f"{ID}{kind}-" for kind in _KINDS)


def copies(quads: Iterable[ox.Quad], number: int, *, shaped: bool = False) -> Iterator[ox.Quad]:
    """Yield `quads`, and `number` - 1 copies of those about things, in which every thing has names of its own.

    Terms of the ontology and of others stay as they are, so that the rules stay the same. With `shaped` so do
    background facts, and places in the text and in time, of which copies would break the shapes.
    """
    quads = list(quads)
    yield from quads
    once = (BACKGROUND_GRAPH, ONTOLOGY_GRAPH) if shaped else ()
    one: set[object] = {quad.subject for quad in quads if getattr(quad.graph_name, "value", "") in once}
    if shaped:
        one |= {term for quad in quads for term in (quad.subject, quad.object) if _is_of_one(term)}
    data = [quad for quad in quads if _is_thing(quad.subject) and quad.subject not in one]
    ends = {term for quad in data for term in (quad.subject, quad.object)} - one
    for copy in map(_letters, range(1, number)):
        names: dict[object, ox.NamedNode] = {
            term: ox.NamedNode(f"{term.value}-copy-{copy}") for term in ends if _is_thing(term)
        }
        for quad in data:
            value = quad.object
            if isinstance(value, ox.Literal) and quad.predicate.value in _NAMES:
                value = ox.Literal(f"{copy.upper()} {value.value}", language=value.language)
            yield ox.Quad(
                names.get(quad.subject, quad.subject), quad.predicate, names.get(value, value), quad.graph_name
            )


def _letters(number: int) -> str:
    """Return a number in letters, since digits in a name or label would tell a number of the thing."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _is_thing(term: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(term, ox.NamedNode) and term.value.startswith(ID)


def _is_of_one(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(_ONE)
