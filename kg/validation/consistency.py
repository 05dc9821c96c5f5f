"""The consistency check: what in the graph cannot all be true, by the reasoner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import shorten
from kg.reasoning.contradictions import contradictions
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.contradictions import Contradiction


def check(asserted: Iterable[ox.Quad]) -> list[Finding]:
    """Return a finding for each cause of a contradiction, with the triples that cannot all be true.

    Raises: KgError for axioms that cannot be reasoned with.
    """
    quads = list(asserted)
    said = {quad.triple for quad in quads}
    return [_finding(one, said) for one in contradictions(quads) if one.rule != "dt-not-type"]


def _finding(found: Contradiction, asserted: set[ox.Triple]) -> Finding:
    """Return a contradiction as a finding, placed at the last asserted premise, which is the most specific."""
    thing = next((one.value for one in found.individuals if isinstance(one, ox.NamedNode)), "")
    stated = [triple for triple in found.premises if triple in asserted and triple.subject in found.individuals]
    at = next((triple for triple in stated if isinstance(triple.subject, ox.NamedNode)), None)
    return Finding(
        "violation",
        "consistency",
        found.rule,
        Text(found.message("da"), found.message("en")),
        at.subject.value if at is not None and isinstance(at.subject, ox.NamedNode) else thing,
        at.predicate.value if at is not None else "",
        _short(at.object) if at is not None else "",
        premises=tuple(_premises(found)),
    )


def _premises(found: Contradiction) -> Iterator[str]:
    for triple in found.premises:
        yield " ".join(map(_short, (triple.subject, triple.predicate, triple.object)))


def _short(term: object) -> str:
    return shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)
