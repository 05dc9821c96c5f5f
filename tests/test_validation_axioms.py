"""Chains of the ontology whose steps never meet are told at their line, and those that may meet are not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT

from kg.loading import parse, read
from kg.namespaces import RDF
from kg.project import Project
from kg.reasoning.facts import Facts
from kg.validation import text
from kg.validation.checking import examine
from kg.validation.material import Material, gather
from kg.validation.rules import axioms

if TYPE_CHECKING:
    from kg.validation.findings import Check

MORE = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
DATA = """
id:lamp kompas:partOf id:tower . id:tower kompas:underPillar id:pillar .
id:link kompas:linkFrom id:tower ; kompas:linkValue id:value .
id:tower kompas:litBy id:keeper . id:keeper kompas:near id:island .
"""
UNDER = "kompas:underPillar owl:propertyChainAxiom ( kompas:partOf kompas:underPillar ) ."
TURNED = "kompas:underPillar owl:propertyChainAxiom ( kompas:underPillar kompas:partOf ) ."
SERVES = "kompas:serves owl:propertyChainAxiom ( kompas:hasLink kompas:linkValue ) ."
SERVES_TURNED = "kompas:serves owl:propertyChainAxiom ( kompas:linkValue kompas:hasLink ) ."
INVERSE = "kompas:hasLink owl:inverseOf kompas:linkFrom ."
BELOW = "kompas:litBy rdfs:subPropertyOf kompas:shown ."


def told(terms: str, data: str = DATA) -> list[tuple[str, str]]:
    """Return for what chains nothing follows from, the property and what is to be written instead."""
    found = axioms.check(Facts(list(ox.parse(PREFIXES + MORE + terms + data, format=ox.RdfFormat.TURTLE))))
    assert all(one.rule == "idle-axiom" and one.message.da != one.message.en and one.path for one in found)
    return [(one.thing.rpartition("#")[2], one.suggestion) for one in found]


@pytest.mark.parametrize(
    ("right", "wrong", "instead"),
    [
        (UNDER, TURNED, ("underPillar", "( kompas:partOf kompas:underPillar )")),
        (INVERSE + SERVES, INVERSE + SERVES_TURNED, ("serves", "( kompas:hasLink kompas:linkValue )")),
        (BELOW + "kompas:by owl:propertyChainAxiom ( kompas:shown kompas:near ) .",
         BELOW + "kompas:by owl:propertyChainAxiom ( kompas:near kompas:shown ) .",
         ("by", "( kompas:shown kompas:near )")),
        ("kompas:by owl:propertyChainAxiom ( kompas:partOf kompas:litBy kompas:near ) .",
         "kompas:by owl:propertyChainAxiom ( kompas:near kompas:litBy kompas:partOf ) .",
         ("by", "( kompas:partOf kompas:litBy kompas:near )")),
    ],
)  # fmt: skip
def test_a_chain_that_is_turned_round(right: str, wrong: str, instead: tuple[str, str]) -> None:
    assert told(right) == []
    assert told(wrong) == [instead]


@pytest.mark.parametrize(
    "terms",
    [
        SERVES_TURNED,  # of which one step is nowhere
        "kompas:by owl:propertyChainAxiom ( kompas:near kompas:linkFrom ) .",  # which meet neither way
        # what follows from other axioms may meet
        TURNED + "kompas:above rdfs:subPropertyOf kompas:partOf . id:pillar kompas:above id:whole .",
        TURNED + "kompas:partOf owl:equivalentProperty kompas:of . id:pillar kompas:of id:whole .",
        TURNED + "kompas:partOf owl:inverseOf kompas:has . id:whole kompas:has id:pillar .",
        TURNED + "kompas:partOf a owl:SymmetricProperty . id:whole kompas:partOf id:pillar .",
        TURNED + "kompas:partOf owl:propertyChainAxiom ( kompas:a kompas:b ) . id:pillar kompas:a [ kompas:b id:y ] .",
        TURNED + "id:pillar owl:sameAs id:lamp .",
        "kompas:underPillar owl:propertyChainAxiom ( kompas:partOf ) .",
        "kompas:underPillar owl:propertyChainAxiom id:no-list .",
    ],
)  # fmt: skip
def test_a_chain_of_which_that_is_not_known(terms: str) -> None:
    assert told(terms) == []


def test_lists_that_lead_back_to_themselves_and_steps_without_names_are_passed_over() -> None:
    assert told(f"kompas:p owl:propertyChainAxiom _:a . _:a <{RDF}first> kompas:partOf ; <{RDF}rest> _:a .") == []
    assert told("kompas:p owl:propertyChainAxiom ( [ owl:inverseOf kompas:partOf ] 'near' ) .") == []


def test_the_ontology_itself_and_its_chain_turned_round_at_its_line() -> None:
    project = Project(ROOT)
    assert axioms.check(Facts(list(parse(read(project=project))))) == []
    files = gather(project)
    old, new = b"( kompas:partOf kompas:underPillar )", b"( kompas:underPillar kompas:partOf )"
    data = tuple(replace(one, data=one.data.replace(old, new)) for one in files.data)
    [changed] = [one for one, before in zip(data, files.data, strict=True) if one != before]
    broken = replace(files, data=data)
    checks: tuple[Check, ...] = ("vocabulary",)
    found = examine(Material(text.attempted(data).quads, [], broken), checks).findings
    places = [one.place for one in found if one.rule == "idle-axiom"]
    line = changed.data[: changed.data.index(new)].count(b"\n") + 1
    assert [(place.file, place.line) for place in places if place] == [("ontology/values.ttl", line)]
