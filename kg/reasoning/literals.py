"""Literals as they were written: those with one form in a store are one, and what follows is spelt as its premises."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.namespaces import RDF, XSD
from kg.reasoning.queries import terms, triple_of

if TYPE_CHECKING:
    from kg.reasoning.facts import Facts, Term

_AS_WRITTEN = frozenset({ox.NamedNode(XSD + "string"), ox.NamedNode(RDF + "langString")})  # in a store too
_NODE = ox.NamedNode("urn:kompas:literal")


def canonical(term: Term) -> Term:
    """Return a term as a store keeps it."""
    if not isinstance(term, ox.Literal) or term.datatype in _AS_WRITTEN:
        return term
    store = ox.Store()
    store.add(ox.Quad(_NODE, _NODE, term))
    (kept,) = store
    return cast("Term", kept.object)


def spelling(triple: ox.Triple, facts: Facts) -> ox.Triple:
    """Return a triple as the facts spell it; itself if they do not have it."""
    if not isinstance(triple.object, ox.Literal):
        return triple
    told = [quad.object for quad in facts.of(triple.predicate.value)
            if quad.subject == triple.subject and isinstance(quad.object, ox.Literal)]  # fmt: skip
    if triple.object in told:
        return triple
    stored = canonical(triple.object)
    return next((_with_value(triple, one) for one in told if canonical(one) == stored), triple)


def _with_value(triple: ox.Triple, value: object) -> ox.Triple:
    return triple if value == triple.object else triple_of(*terms(triple)[:2], cast("Term", value))
