"""The table in docs/reasoning.md of which reasoner sees which contradiction is what comes out."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT
from contradiction_cases import CONTRADICTIONS
from test_contradictions import PREFIXES

from kg.reasoning.contradictions import contradictions
from kg.reasoning.reference import owlrl_remarks, reasonable_remarks

TABLE = ROOT / "docs" / "reasoning.md"


def verdict(*, wrong: bool, near: bool) -> str:
    """Say what a reasoner makes of a contradiction and of its near miss."""
    return {(True, False): "found", (True, True): "found, also in the near miss", (False, False): "silent",
            (False, True): "only in the near miss"}[wrong, near]  # fmt: skip


def seen(name: str, reasoner: str) -> str:
    case = CONTRADICTIONS[name]
    found = []
    for turtle in (case.wrong, case.near):
        if reasoner == "ours":
            found.append(bool(contradictions(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))))
            continue
        graph = rdflib.Graph().parse(data=PREFIXES + turtle, format="turtle")
        found.append(bool((owlrl_remarks if reasoner == "owlrl" else reasonable_remarks)(graph)))
    return verdict(wrong=found[0], near=found[1])


def printed() -> dict[str, list[str]]:
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {name: rest for name, *rest in cells if name in CONTRADICTIONS}


@pytest.mark.parametrize("place", range(3), ids=["ours", "owlrl", "reasonable"])
def test_the_table_says_what_each_reasoner_says(place: int) -> None:
    reasoner = ["ours", "owlrl", "reasonable"][place]
    if reasoner == "reasonable":
        pytest.importorskip("reasonable", reason="NOT CHECKED: reasonable is not installed")
    assert {name: row[place] for name, row in printed().items()} == {
        name: seen(name, reasoner) for name in CONTRADICTIONS
    }
