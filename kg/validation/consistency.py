"""The consistency check: what in the graph cannot all be true, by the reasoner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import shorten
from kg.reasoning.contradictions import find_contradictions
from kg.reasoning.limits import ignored
from kg.reasoning.prover import Prover
from kg.validation.findings import Finding, Premise, Text
from kg.validation.soundness import nearest_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning import Closure, Proof
    from kg.reasoning.contradictions import Contradiction
    from kg.reasoning.facts import Facts


def check(closure: Closure, asserted: Iterable[ox.Quad]) -> list[Finding]:
    """Return a finding for each cause of a contradiction in a closure, with the asserted triples behind it.

    Things at which the same cause breaks other axioms are named in `also`. What is outside OWL 2 RL, of which nothing
    was checked, is told too.
    """
    unread = list(_unread(closure.facts))
    found = find_contradictions(closure, of_literals=False)  # these are the text check's
    if not found:
        return unread
    said = {quad.triple for quad in asserted}
    prover = Prover(closure)
    return [*unread, *(_finding(one, said, prover) for one in found)]


def _unread(facts: Facts) -> Iterator[Finding]:
    outside = list(ignored(facts))
    names = nearest_names(list(facts.all())) if outside else {}
    for one in dict.fromkeys(outside):
        yield Finding("info", "consistency", "outside-owl-rl", Text(one.danish, one.reason), names.get(one.subject, ""))


def _finding(found: Contradiction, asserted: set[ox.Triple], prover: Prover) -> Finding:
    """Return a contradiction as a finding, placed at the last asserted premise, which is the most specific."""
    thing = next((one.value for one in found.individuals if isinstance(one, ox.NamedNode)), "")
    stated = [triple for triple in found.premises if triple in asserted and triple.subject in found.individuals]
    also = [thing for one in found.consequences for thing in one.individuals if thing not in found.individuals]
    at = next((triple for triple in stated if isinstance(triple.subject, ox.NamedNode)), None)
    return Finding(
        "violation",
        "consistency",
        found.rule,
        Text(found.message("da"), found.message("en")),
        at.subject.value if at is not None and isinstance(at.subject, ox.NamedNode) else thing,
        at.predicate.value if at is not None else "",
        getattr(at.object, "value", "") if at is not None else "",
        premises=tuple(_premises(prover.refutation(found), prover)),
        also=tuple(dict.fromkeys(one.value for one in also if isinstance(one, ox.NamedNode))),
    )


def _premises(refutation: Proof, prover: Prover) -> Iterator[Premise]:
    """Yield the asserted triples that a contradiction comes down to, those of the axiom last; none within brackets."""
    parts = (*refutation.premises, *refutation.grounds)
    for triple in dict.fromkeys(leaf for part in parts for leaf in part.leaves()):
        if isinstance(triple.subject, ox.NamedNode):
            name = prover.name(triple.object) if isinstance(triple.object, ox.BlankNode) else _short(triple.object)
            yield Premise(f"{_short(triple.subject)} {_short(triple.predicate)} {name}")


def _short(term: object) -> str:
    return shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)
