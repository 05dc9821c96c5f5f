"""Queries on a store, with their results by kind, and quads of triples."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Term

_DEFAULT = ox.DefaultGraph()
_AT_ONCE = 50_000


def query_triples(store: ox.Store, text: str, most: int) -> tuple[set[ox.Triple], int]:
    """Return the triples of a CONSTRUCT, each once, and how often one was found; at most about `most` times."""
    results = iter(cast("Iterable[ox.Triple]", store.query(text)))
    found: set[ox.Triple] = set()
    count = 0
    while count <= most and (some := list(islice(results, _AT_ONCE))):
        found.update(some)
        count += len(some)
    return found, count


def query_rows(store: ox.Store, text: str) -> Iterator[tuple[Term, ...]]:
    """Yield the rows of a SELECT that leaves no variable unbound."""
    for row in cast("Iterable[ox.QuerySolution]", store.query(text)):
        yield tuple(cast("Iterable[Term]", row))


def matching(store: ox.Store, subject: Term | None, predicate: Term | None, value: Term | None) -> Iterator[ox.Triple]:
    """Yield the triples of a store's default graph with these parts; None stands for any. No literal has any."""
    if not isinstance(subject, ox.Literal) and isinstance(predicate, ox.NamedNode | None):
        for found in store.quads_for_pattern(subject, predicate, value, _DEFAULT):
            yield found.triple


def quad(triple: ox.Triple, graph: ox.NamedNode | None = None) -> ox.Quad:
    """Return a triple as a quad of `graph`, or of the default graph."""
    # The binding takes five times as long over a default graph that is named as over one that is left out.
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    return ox.Quad(subject, predicate, value, graph) if graph else ox.Quad(subject, predicate, value)


def triple_of(subject: Term, predicate: Term, value: Term) -> ox.Triple:
    """Return a triple of terms that are known to be in their places."""
    return ox.Triple(cast("ox.NamedNode", subject), cast("ox.NamedNode", predicate), value)


def terms(triple: ox.Triple) -> tuple[Term, Term, Term]:
    """Return the three parts of a triple; none of them is a triple itself."""
    return cast("Term", triple.subject), triple.predicate, cast("Term", triple.object)
