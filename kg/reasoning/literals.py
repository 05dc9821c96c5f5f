"""Literals as they were written: a store canonicalises them, and what follows is to be spelt as its premises are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.facts import Facts

_STRING = ox.NamedNode(XSD + "string")
_LINK = ox.NamedNode("urn:kompas:literal")


def restore_literals(triples: list[ox.Triple], facts: Facts) -> list[ox.Triple]:
    """Return `triples` with each canonical literal as the facts spell it; the first spelling if they have several."""
    wanted = {triple.object for triple in triples if _canonical(triple.object)}
    if not wanted:
        return triples
    spelt = {quad.object for quads in facts.by_predicate.values() for quad in quads if _canonical(quad.object)}
    wanted -= spelt  # what is spelt so somewhere can stay as it is
    if not wanted:
        return triples
    spellings = {
        stored: literal for literal, stored in _stored(sorted(spelt, key=str, reverse=True)) if stored in wanted
    }
    return [
        ox.Triple(triple.subject, triple.predicate, spellings.get(triple.object, triple.object)) for triple in triples
    ]


def _canonical(term: object) -> bool:
    return isinstance(term, ox.Literal) and term.datatype != _STRING


def _stored(literals: list[ox.Literal]) -> Iterator[tuple[ox.Literal, ox.Literal]]:
    """Yield literals, each with its form in a store."""
    nodes = [ox.NamedNode(f"urn:kompas:literal:{place}") for place in range(len(literals))]
    store = ox.Store()
    store.bulk_extend(ox.Quad(node, _LINK, literal) for node, literal in zip(nodes, literals, strict=True))
    places = {node: literal for node, literal in zip(nodes, literals, strict=True)}
    for quad in store:
        yield places[quad.subject], quad.object
