"""Proofs as JSON: the steps of each, numbered in the order of reading, with the numbers of those that they rest on."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from kg.explaining.steps import Numbered
from kg.reasoning.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.explaining.sites import Sites
    from kg.reasoning import Proof
    from kg.reasoning.missing import Attempt
    from kg.settings import Language


def render(proofs: Sequence[Proof], sites: Sites, lang: Language) -> str:
    """Return the proofs as a list; terms are as N-Triples writes them."""
    return json.dumps([_proof(proof, sites, lang) for proof in proofs], ensure_ascii=False, indent=2) + "\n"


def unmet(attempts: Sequence[Attempt], lang: Language) -> str:
    """Return the rules that could have given a triple as a list."""
    return json.dumps([_attempt(attempt, lang) for attempt in attempts], ensure_ascii=False, indent=2) + "\n"


def _proof(proof: Proof, sites: Sites, lang: Language) -> list[dict[str, object]]:
    numbers = Numbered(proof)
    return [
        {
            "step": number,
            "conclusion": _terms(step),
            "text": step.text,
            "rule": step.rule or None,
            "says": phrase(step.rule, lang) or None,
            "axiom": step.axiom.text if step.axiom else None,
            "from": [numbers.of(one) for one in (*step.grounds, *step.premises)],
            "place": str(sites.place(step.conclusion) or "") or None if step.asserted and step.conclusion else None,
            "passages": [dataclasses.asdict(one) for one in sites.spots(step.conclusion)]
            if step.asserted and step.conclusion else [],
        }
        for number, step in numbers
    ]  # fmt: skip


def _terms(step: Proof) -> list[str] | None:
    triple = step.conclusion
    return [str(triple.subject), str(triple.predicate), str(triple.object)] if triple else None


def _attempt(attempt: Attempt, lang: Language) -> dict[str, object]:
    return {
        "rule": attempt.rule,
        "says": phrase(attempt.rule, lang) or None,
        "axiom": attempt.axiom.text,
        "present": [premise.text for premise in attempt.present],
        "missing": [
            {"text": premise.text, "attempts": [_attempt(deeper, lang) for deeper in premise.attempts]}
            for premise in attempt.missing
        ],
    }
