"""A file that says nothing is told of: a check of it would pass by looking at nothing."""

from __future__ import annotations

import pytest
from test_validation_checks import DATA, ONTOLOGY, at, found, material, source

from kg.namespaces import ONTOLOGY_GRAPH
from kg.validation import text
from kg.validation.checking import examine
from kg.validation.findings import CHECKS
from kg.validation.material import Files, Material


def alone(turtle: str, head: str = "") -> Material:
    """Return a strategy of its own with one file, beside an ontology."""
    own = source("garden.ttl", turtle, head=head)
    files = Files((source("ontology/values.ttl", ONTOLOGY, ONTOLOGY_GRAPH), own), (), alone=True, strategy=(own,))
    return Material(text.attempted(files.data).quads, [], files)


@pytest.mark.parametrize("turtle", ["# sow peas\n", "@prefix id: <https://w3id.org/kompas/id/> .\n"])
def test_a_file_without_a_triple(turtle: str) -> None:
    (finding,) = (one for one in found(alone(turtle), "text") if one.rule == "silent-file")
    assert finding.severity == "violation"
    assert finding.place
    assert (finding.place.file, finding.place.line) == ("garden.ttl", 1)


@pytest.mark.parametrize("check", CHECKS[1:])
def test_checks_of_a_strategy_that_says_nothing(check: str) -> None:
    (asked,) = (one for one in CHECKS if one == check)
    assert "no-triples" in {one.rule for one in examine(alone("# sow peas\n"), [asked]).findings}
    assert "no-triples" not in {one.rule for one in examine(material(), [asked]).findings}


def test_a_thing_without_a_name_is_placed_in_data_and_not_in_the_ontology() -> None:
    nameless = "[] a owl:AllDisjointClasses ; owl:members ( kompas:Value kompas:Pillar ) .\n"
    made = material(f"{DATA}[] a kompas:Value .\n", ONTOLOGY + nameless)
    (finding,) = (one for one in found(made, "text") if one.rule == "blank-node")
    assert at(finding) == ("values.ttl", 8)
    assert finding.place
    assert "data" in finding.place.file
