"""Queries on a store, with their results by kind, and quads of triples."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Term


NO_FACTS = ox.Store()  # for conditions, which need none


def query_rows(store: ox.Store, text: str) -> Iterator[tuple[Term, ...]]:
    """Yield the rows of a SELECT that leaves no variable unbound."""
    for row in cast("Iterable[ox.QuerySolution]", store.query(text)):
        yield tuple(cast("Iterable[Term]", row))


@lru_cache(maxsize=4096)
def term_of(token: str) -> Term:
    """Return the term that N-Triples writes as `token`."""
    (quad,) = ox.parse(f"<urn:s> <urn:p> {token} .", format=ox.RdfFormat.N_TRIPLES)
    return cast("Term", quad.object)


def quad(triple: ox.Triple) -> ox.Quad:
    """Return a triple as a quad of the default graph."""
    return ox.Quad(triple.subject, triple.predicate, triple.object)  # five times as long with that graph named


def triple_of(subject: Term, predicate: Term, value: Term) -> ox.Triple:
    """Return a triple of terms that are known to be in their places."""
    return ox.Triple(cast("ox.NamedNode", subject), cast("ox.NamedNode", predicate), value)


def terms(triple: ox.Triple) -> tuple[Term, Term, Term]:
    """Return the three parts of a triple; none of them is a triple itself."""
    return cast("Term", triple.subject), triple.predicate, cast("Term", triple.object)
