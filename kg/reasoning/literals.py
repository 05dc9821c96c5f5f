"""Literals as they were written: a store canonicalises them, and what follows is to be spelt as its premises are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import XSD

if TYPE_CHECKING:
    from kg.reasoning.facts import Facts

_STRING = ox.NamedNode(XSD + "string")
_NODE = ox.NamedNode("urn:kompas:node")


def restore_literals(triples: list[ox.Triple], facts: Facts) -> list[ox.Triple]:
    """Return `triples` with each canonical literal as the facts spell it; the first spelling if they have several."""
    if not any(_canonical(triple.object) for triple in triples):
        return triples
    spelt = {
        quad.object: None for quads in facts.by_predicate.values() for quad in quads if _canonical(quad.object)
    }  # fmt: skip
    spellings: dict[object, object] = {}
    for literal in sorted(spelt, key=str):
        spellings.setdefault(_stored(literal), literal)  # type: ignore[arg-type]
        if _stored(literal) == literal:  # type: ignore[arg-type]
            spellings[literal] = literal
    return [
        ox.Triple(triple.subject, triple.predicate, spellings[triple.object])  # type: ignore[arg-type]
        if triple.object in spellings
        else triple
        for triple in triples
    ]


def _canonical(term: object) -> bool:
    return isinstance(term, ox.Literal) and term.datatype != _STRING


def _stored(literal: ox.Literal) -> object:
    store = ox.Store()
    store.add(ox.Quad(_NODE, _NODE, literal))
    return next(iter(store)).object
