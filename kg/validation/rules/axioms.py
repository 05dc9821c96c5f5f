"""Axioms from which nothing can follow: chains of properties whose steps never meet in the graph."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.namespaces import OWL, RDF, RDFS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kg.reasoning.facts import Facts, Term

_Chain: TypeAlias = "tuple[Term, list[Term]]"  # a property, and the steps that it follows from
_Span: TypeAlias = "tuple[set[Term], set[Term]]"  # what a property leads from, and to

_CHAIN, _INVERSE, _BELOW = OWL + "propertyChainAxiom", OWL + "inverseOf", RDFS + "subPropertyOf"
_EQUIVALENT, _SYMMETRIC = OWL + "equivalentProperty", OWL + "SymmetricProperty"
_BEYOND = tuple(OWL + name for name in ("sameAs", "hasKey", "hasSelf", "hasValue"))  # by which any steps may meet
_FIRST, _REST, _NIL = RDF + "first", RDF + "rest", RDF + "nil"


class _Ends:
    """What properties can lead from and to, at most: in the graph, and by all that the axioms could add to it."""

    def __init__(self, asserted: Facts, chains: Collection[_Chain], wanted: set[Term]) -> None:
        turned = asserted.pairs(_INVERSE)
        self._below = [*asserted.pairs(_BELOW), *asserted.pairs(_EQUIVALENT)]
        self._below += [(other, one) for one, other in asserted.pairs(_EQUIVALENT)]
        self._turned = [*turned, *((other, one) for one, other in turned)]
        self._turned += [(one, one) for one in asserted.instances(_SYMMETRIC)]
        leading = [(one, given) for one, given in self._below + self._turned]
        leading += [(step, given) for given, steps in chains for step in steps]
        while more := {one for one, given in leading if given in wanted} - wanted:
            wanted = wanted | more
        self._chains = [chain for chain in chains if chain[0] in wanted]
        self.known = {one: _ends(asserted, one) for one in wanted}
        while self._grow():
            pass

    def _grow(self) -> bool:
        """Add what follows in one step, and return whether that was anything."""
        known = self.known
        added = [(given, *known[one]) for one, given in self._below if given in known]
        added += [(given, *known[one][::-1]) for one, given in self._turned if given in known]
        added += [
            (given, known[steps[0]][0], known[steps[-1]][1]) for given, steps in self._chains if _meet(steps, known)
        ]
        grown = False
        for given, starts, ends in added:
            own = known[given]
            if not (starts <= own[0] and ends <= own[1]):
                own[0].update(starts)
                own[1].update(ends)
                grown = True
        return grown


def check(asserted: Facts) -> list[Finding]:
    """Return a warning for each chain whose steps meet nowhere as they are written, and would the other way round."""
    chains = list(_chains(asserted))
    said = {step: _ends(asserted, step) for step in {step for _, steps in chains for step in steps}}
    suspects = [(given, steps) for given, steps in chains if not _meet(steps, said)]
    if not suspects or any(asserted.pairs(path) for path in _BEYOND):
        return []
    ends = _Ends(asserted, chains, {step for _, steps in suspects for step in steps}).known
    return [_idle(given, steps) for given, steps in suspects if not _meet(steps, ends) and _meet(steps[::-1], ends)]


def _meet(steps: Sequence[Term], ends: Mapping[Term, _Span]) -> bool:
    """Return whether each step but the first can begin where the one before it ends."""
    return all(not ends[one][1].isdisjoint(ends[other][0]) for one, other in pairwise(steps))


def _ends(asserted: Facts, property_: Term) -> _Span:
    """Return what a property is said to lead from, and to."""
    pairs = asserted.pairs(property_.value) if isinstance(property_, ox.NamedNode) else ()
    return {subject for subject, _ in pairs}, {value for _, value in pairs}


def _chains(asserted: Facts) -> Iterator[_Chain]:
    """Yield each property that follows from a chain, with the steps of the chain."""
    firsts, rests = dict(asserted.pairs(_FIRST)), dict(asserted.pairs(_REST))
    for given, head in asserted.pairs(_CHAIN):
        at = head
        steps: list[Term] = []
        seen: set[Term] = set()
        while at in firsts and at not in seen:
            seen.add(at)
            steps.append(firsts[at])
            at = rests.get(at, at)
        if len(steps) > 1 and getattr(at, "value", "") == _NIL:
            yield given, steps


def _idle(given: Term, steps: Sequence[Term]) -> Finding:
    names = [shorten(step.value) for step in steps]
    turned = f"( {' '.join(reversed(names))} )"
    message = Text(
        f"af kæden følger intet: {names[1]} begynder aldrig, hvor {names[0]} ender; omvendt mødes de",
        f"nothing follows from the chain: {names[1]} never begins where {names[0]} ends; the other way round they meet",
    )
    return Finding("warning", "vocabulary", "idle-axiom", message, given.value, _CHAIN, suggestion=turned)
