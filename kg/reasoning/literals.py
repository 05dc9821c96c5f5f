"""Literals as they were written: a store canonicalises them, and what follows is to be spelt as its premises are."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.namespaces import XSD
from kg.reasoning.queries import terms, triple_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Facts, Term

_STRING = ox.NamedNode(XSD + "string")
_LINK = ox.NamedNode("urn:kompas:literal")


def restore_literals(quads: list[ox.Quad], facts: Facts, predicates: Iterable[str]) -> list[ox.Quad]:
    """Return `quads` with each canonical literal as the facts spell it; the first spelling if they have several.

    Only facts with `predicates` are looked at: those that the literals can come from.
    """
    wanted = set(_canonical(quad.object for quad in quads))
    if not wanted:
        return quads
    told = (quad.object for name in predicates for quad in facts.of(name))
    spelt = set(_canonical(told))
    wanted -= spelt  # what is spelt so somewhere can stay as it is
    if not wanted:
        return quads
    spellings: dict[object, ox.Literal] = {
        stored: literal for literal, stored in _stored(sorted(spelt, key=str, reverse=True)) if stored in wanted
    }
    return [ox.Quad(quad.subject, quad.predicate, spellings[value]) if (value := quad.object) in spellings else quad
            for quad in quads]  # fmt: skip


def canonical(term: Term) -> Term:
    """Return a term as a store keeps it."""
    if not isinstance(term, ox.Literal) or term.datatype == _STRING:
        return term
    return cast("Term", next(_stored([term]))[1])


def spelling(triple: ox.Triple, facts: Facts) -> ox.Triple:
    """Return a triple of a store as the facts spell it; itself if they do not have it."""
    if not isinstance(triple.object, ox.Literal):
        return triple
    told = [quad.object for quad in facts.of(triple.predicate.value)
            if quad.subject == triple.subject and isinstance(quad.object, ox.Literal)]  # fmt: skip
    if triple.object in told:
        return triple
    return next((_with_value(triple, one) for one in told if canonical(one) == triple.object), triple)


def _with_value(triple: ox.Triple, value: object) -> ox.Triple:
    return triple if value == triple.object else triple_of(*terms(triple)[:2], cast("Term", value))


def _canonical(found: Iterable[object]) -> Iterator[ox.Literal]:
    """Yield the literals among `found` that a store may spell in its own way."""
    return (term for term in found if isinstance(term, ox.Literal) and term.datatype != _STRING)


def _stored(literals: Iterable[ox.Literal]) -> Iterator[tuple[ox.Literal, object]]:
    """Yield literals, each with its form in a store."""
    literals = list(literals)
    nodes = [ox.NamedNode(f"urn:kompas:literal:{place}") for place in range(len(literals))]
    store = ox.Store()
    store.bulk_extend(ox.Quad(node, _LINK, literal) for node, literal in zip(nodes, literals, strict=True))
    places: dict[object, ox.Literal] = dict(zip(nodes, literals, strict=True))
    for quad in store:
        yield places[quad.subject], quad.object
