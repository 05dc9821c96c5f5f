"""W3C's OWL 2 cases of the RL profile, read where they lie: `KOMPAS_CONFORMANCE` or `../shared/conformance`."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pyoxigraph as ox
import pytest
from entailment import entails

from kg.reasoning.contradictions import contradictions

ROOT = Path(__file__).resolve().parent.parent
SUITE = Path(os.environ.get("KOMPAS_CONFORMANCE", ROOT.parent / "shared" / "conformance")) / "owl2"

# Case and why it does not come out as published.
EXCEPTIONS = {
    "new-feature-reflexiveproperty-001": "OWL 2 RL has no reflexive properties, and no rule for them",
    "webont-ontology-003": "the non-conclusion does follow, but for its ontology header, which is a declaration",
}


def census() -> list[dict[str, str]]:
    path = SUITE / "entailment" / "census.tsv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


CENSUS = census()
GRADED = {row["case"]: row["rl_corpus"] for row in CENSUS if row["rl_corpus"] in ("graded-positive", "graded-negative")}
CONSISTENCY = [
    row["case"] for row in CENSUS
    if "RL" in row["profiles"].split(";") and (SUITE / "consistency" / "cases" / row["case"]).is_dir()
]  # fmt: skip


def read(path: Path) -> list[ox.Quad]:
    """Read a case, and what it imports, which the suite keeps beside it."""
    base = "https://example.org/"
    quads = list(ox.parse(path.read_bytes(), format=ox.RdfFormat.RDF_XML, base_iri=base, rename_blank_nodes=True))
    for quad in list(quads):
        if quad.predicate.value.endswith("#imports") and isinstance(quad.object, ox.NamedNode):
            imported = SUITE / "entailment" / "imports" / f"{quad.object.value.rpartition('/')[2]}.rdf"
            if imported.is_file():
                quads += ox.parse(imported.read_bytes(), format=ox.RdfFormat.RDF_XML, base_iri=quad.object.value)
    return quads


def test_the_suite_is_here_and_whole() -> None:
    if not SUITE.is_dir():
        pytest.skip(f"no OWL 2 cases of W3C in {SUITE}; set KOMPAS_CONFORMANCE: no conformance was tested")
    assert (len(CONSISTENCY), sum(kind == "graded-positive" for kind in GRADED.values()), len(GRADED)) == (76, 27, 50)
    assert GRADED.keys() >= EXCEPTIONS.keys()


@pytest.mark.parametrize("case", CONSISTENCY)
def test_the_verdict_is_the_published_one(case: str) -> None:
    folder = SUITE / "consistency" / "cases" / case
    published = json.loads((folder / "profile.json").read_text(encoding="utf-8"))["w3c_published_verdict"]
    found = contradictions(read(folder / "source" / "premise.rdf"))
    assert ("inconsistent" if found else "consistent") == published


@pytest.mark.parametrize("case", GRADED)
def test_what_is_published_to_follow_follows_and_nothing_else(case: str, request: pytest.FixtureRequest) -> None:
    if case in EXCEPTIONS:
        request.applymarker(pytest.mark.xfail(reason=EXCEPTIONS[case], strict=True))
    folder = SUITE / "entailment" / "cases" / case
    positive = GRADED[case] == "graded-positive"
    conclusion = read(folder / ("conclusion.rdf" if positive else "non-conclusion.rdf"))
    assert entails(read(folder / "premise.rdf"), conclusion) is positive
