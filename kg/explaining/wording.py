"""The words around a proof, in Danish and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.asking.tables import harmless
from kg.reasoning.phrases import phrase

if TYPE_CHECKING:
    from kg.explaining.sites import Sites, Spot
    from kg.reasoning import Proof
    from kg.settings import Language

WORDS = {
    "asserted": {"da": "det er sagt", "en": "it is asserted"},
    "above": {"da": "bevist ovenfor", "en": "proven above"},
    "has": {"da": "har", "en": "there is"},
    "lacks": {"da": "mangler", "en": "missing"},
    "false": {"da": "modsigelse", "en": "contradiction"},
    "none": {"da": "ingen regel kunne give det; det kan kun siges i en fil",
             "en": "no rule could give it; it can only be said in a file"},
    "line": {"da": "linje", "en": "line"},
    "lines": {"da": "linje", "en": "lines"},
    "signs": {"da": "tegn", "en": "characters"},
    "proof": {"da": "bevis", "en": "proof"},
    "consequences": {"da": "det medfører også", "en": "it also leads to"},
}  # fmt: skip


def by_rule(proof: Proof, lang: Language) -> str:
    """Return the name of a proof's last rule, and what it says."""
    says = phrase(proof.rule, lang)
    return f"{proof.rule}: {says}" if says else proof.rule


def axiom(proof: Proof, sites: Sites) -> str:
    """Return what the ontology says for a proof's last step, and where; nothing if the rule needs no axiom."""
    if proof.axiom is None or not proof.grounds:
        return ""
    return " · ".join([harmless(proof.axiom.text), *map(str, sites.places(proof))])


def spot(one: Spot, lang: Language) -> str:
    """Return the place of a passage in the document, and its words where there is a copy."""
    if one.lines is None:
        where = f"{WORDS['signs'][lang]} {one.start}-{one.end}"
    elif one.lines[0] == one.lines[1]:
        where = f"{WORDS['line'][lang]} {one.lines[0]}"
    else:
        where = f"{WORDS['lines'][lang]} {one.lines[0]}-{one.lines[1]}"
    words = f": » {harmless(one.words)} «" if one.words else ""
    return f"{' > '.join(map(harmless, one.parts))}, {where}{words}"
