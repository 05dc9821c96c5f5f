"""Proofs: why a triple holds, from rule to premises, down to what is asserted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from kg.reasoning.rules import Axiom


@dataclass(frozen=True, slots=True)
class Proof:
    """Why something holds: it is asserted, or a rule concludes it from premises that have proofs of their own."""

    conclusion: ox.Triple | None
    """None for a contradiction: nothing can be concluded from it."""
    text: str
    """The conclusion with prefixed names, and class expressions as OWL's Manchester syntax writes them."""
    rule: str = ""
    """Name of the rule in the W3C recommendation OWL 2 Profiles; empty if the conclusion is asserted."""
    axiom: Axiom | None = None
    """What the ontology says that makes the rule apply."""
    grounds: tuple[Proof, ...] = ()
    """Proofs of the axiom's own triples."""
    premises: tuple[Proof, ...] = ()

    @property
    def asserted(self) -> bool:
        """Tell whether the conclusion is asserted."""
        return not self.rule

    def steps(self) -> Iterator[tuple[int, Proof]]:
        """Yield this proof and those of all that it rests on, each with its depth, in the order of reading."""
        left: list[tuple[int, Proof]] = [(0, self)]
        while left:
            depth, proof = left.pop()
            yield depth, proof
            left += [(depth + 1, premise) for premise in reversed((*proof.grounds, *proof.premises))]

    def leaves(self) -> list[ox.Triple]:
        """Return the asserted triples that the proof comes down to, each once, in the order of reading."""
        asserted = (proof.conclusion for _, proof in self.steps() if proof.asserted)
        return list(dict.fromkeys(triple for triple in asserted if triple is not None))
