"""What belongs together agrees: each rule tells its breakage where it is, and nothing of its neighbour."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT

from kg.loading import parse, read
from kg.namespaces import DCTERMS, OA, ORG, shorten
from kg.project import Project
from kg.reasoning.facts import Facts
from kg.validation.rules import consorts

DOCUMENT = f"""
@prefix dcterms: <{DCTERMS}> .
@prefix oa: <{OA}> .
@prefix org: <{ORG}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:chapter-1 a kompas:Chapter ; dcterms:isPartOf id:strategy .
id:chapter-2 a kompas:Chapter ; dcterms:isPartOf id:strategy .
id:section-1 a kompas:Section ; dcterms:isPartOf id:chapter-1 .
id:box-1 a kompas:Box ; dcterms:isPartOf id:section-1 .
id:box-2 a kompas:Box ; dcterms:isPartOf id:chapter-2 .
id:passage-1 dcterms:isPartOf id:box-1 ; oa:start 10 ; oa:end 20 .
id:passage-2 dcterms:isPartOf id:box-2 ; oa:start 15 ; oa:end 30 .
id:passage-3 dcterms:isPartOf id:chapter-2 ; oa:start 40 ; oa:end 50 .
id:mark-1 kompas:standsOn id:box-1 ; kompas:pointsTo id:reference-1 .
id:mark-2 kompas:standsOn id:box-2 ; kompas:pointsTo id:reference-2 .
id:reference-1 kompas:citesSource id:source-1 .
id:reference-2 kompas:citesSource id:source-2 .
id:group-armed kompas:kind id:kind-armed-group .
id:organisation-a kompas:kind id:kind-international-organisation .
id:organisation-b kompas:kind id:kind-movement .
id:interval-2025 kompas:firstDay "2025-01-01"^^xsd:date ; kompas:lastDay "2025-12-31"^^xsd:date ;
    kompas:precision id:precision-year .
id:interval-2025-05 kompas:firstDay "2025-05-01"^^xsd:date ; kompas:lastDay "2025-05-31"^^xsd:date ;
    kompas:precision id:precision-month .
id:interval-2025-05-on kompas:firstDay "2025-05-01"^^xsd:date ; kompas:lastDay "2026-04-30"^^xsd:date ;
    kompas:precision id:precision-month .
id:interval-2025-01 kompas:firstDay "2025-01-01"^^xsd:date ; kompas:lastDay "2025-01-31"^^xsd:date .
id:interval-2026-01 kompas:firstDay "2026-01-01"^^xsd:date ; kompas:lastDay "2026-01-31"^^xsd:date .
"""
X = "id:thing-x"


def found(data: str) -> set[tuple[str, str, str, str]]:
    """Return severity, rule, thing and value, in short form, of all that the check finds."""
    facts = Facts(list(ox.parse(PREFIXES + DOCUMENT + data, format=ox.RdfFormat.TURTLE)))
    told = consorts.check(facts)
    assert all(one.message.da != one.message.en and one.path for one in told)
    return {(one.severity, one.rule, shorten(one.thing), shorten(one.value)) for one in told}


@pytest.mark.parametrize(
    ("sound", "broken", "rule", "value"),
    [
        (f"{X} kompas:restates id:y ; kompas:concerns id:a , id:b . id:y kompas:concerns id:b .",
         f"{X} kompas:restates id:y ; kompas:concerns id:a . id:y kompas:concerns id:b .", "restates-other", "id:y"),
        (f"{X} kompas:restates id:y ; kompas:concerns id:a . id:y kompas:partner id:b .",  # concerns nothing
         f"id:y kompas:restates {X} ; kompas:beneficiary id:b . {X} kompas:counterpart id:b .",
         "role-exchanged", "id:b"),
        (f"id:f kompas:funds {X} ; kompas:beneficiary id:b . {X} kompas:beneficiary id:b .",
         f"id:f kompas:funds {X} ; kompas:beneficiary id:b . {X} kompas:counterpart id:b .",
         "role-exchanged", "id:b"),
        (f"{X} kompas:funds id:y ; kompas:evidence id:passage-1 . id:y kompas:evidence id:passage-2 .",
         f"{X} kompas:funds id:y ; kompas:evidence id:passage-1 . id:y kompas:evidence id:passage-3 .",
         "funds-other", "id:y"),
        ((f"{X} kompas:funds id:y , id:z ; kompas:evidence id:passage-1 . id:z kompas:place id:a ."
         "id:y kompas:evidence id:passage-3 ; kompas:place id:a ."),
         (f"{X} kompas:funds id:y , id:z ; kompas:evidence id:passage-1 . id:z kompas:place id:a ."
         "id:y kompas:evidence id:passage-3 ; kompas:place id:b ."), "funds-other", "id:y"),
        (f"{X} kompas:linkFrom id:chapter-1 ; kompas:evidence id:passage-1 .",
         f"{X} kompas:linkFrom id:chapter-2 ; kompas:evidence id:passage-1 .", "link-elsewhere", "id:passage-1"),
        (f"{X} kompas:placeKind id:place-running-text ; dcterms:isPartOf id:section-1 .",
         f"{X} kompas:placeKind id:place-running-text ; dcterms:isPartOf id:box-1 .",
         "place-and-part", "id:place-running-text"),
        (f"{X} kompas:placeKind id:place-box-text ; dcterms:isPartOf id:box-1 .",
         f"{X} kompas:placeKind id:place-box-text ; dcterms:isPartOf id:section-1 .",
         "place-and-part", "id:place-box-text"),
        (f"{X} kompas:threatens id:a ; kompas:kind id:kind-threat .",
         f"{X} kompas:threatens id:a ; kompas:kind id:kind-opportunity .",
         "threatening-opportunity", "id:kind-opportunity"),
        (f"{X} kompas:threatens id:a ; kompas:attributedTo id:group-armed .",
         f"{X} kompas:threatens id:group-armed ; kompas:attributedTo id:a .", "threatened-group", "id:group-armed"),
        ((f"{X} a kompas:Figure ; kompas:evidence id:passage-1 ; kompas:attributedTo id:a ."
         "id:y a kompas:Figure ; kompas:evidence id:passage-1 ; kompas:attributedTo id:a ."),
         (f"{X} a kompas:Figure ; kompas:evidence id:passage-1 ."
         "id:y a kompas:Figure ; kompas:evidence id:passage-1 ; kompas:attributedTo id:a ."), "attributed-apart", ""),
        (f"{X} kompas:startsIn id:interval-2025-05 ; kompas:runsIn id:interval-2025 .",  # which says no month
         f"{X} kompas:startsIn id:interval-2026-01 ; kompas:runsIn id:interval-2025 .",
         "starts-apart", "id:interval-2026-01"),
        (f"{X} kompas:startsIn id:interval-2025 ; kompas:runsIn id:interval-2025-05-on .",
         f"{X} kompas:startsIn id:interval-2025-01 ; kompas:runsIn id:interval-2025-05-on .",
         "starts-apart", "id:interval-2025-01"),
        (f"{X} kompas:figureFrom id:source-1 ; kompas:evidence id:passage-1 .",
         f"{X} kompas:figureFrom id:source-2 ; kompas:evidence id:passage-1 .", "source-and-mark", "id:source-2"),
        (f"{X} kompas:figureFrom id:source-2 ; kompas:evidence id:passage-3 .",  # no mark in reach
         f"{X} kompas:figureFrom id:source-1 ; kompas:evidence id:passage-2 .", "source-and-mark", "id:source-1"),
        (f"{X} kompas:betweenClaims id:c1 , id:c2 . id:c1 kompas:claimedValue 2 . id:c2 kompas:claimedValue 3 .",
         f"{X} kompas:betweenClaims id:c1 , id:c2 . id:c1 kompas:claimedValue 2 . id:c2 kompas:claimedValue 2 .",
         "claims-alike", ""),
        (f"{X} kompas:kind id:kind-ngo ; org:subOrganizationOf id:organisation-b .",
         f"{X} kompas:kind id:kind-ngo ; org:subOrganizationOf id:organisation-a .", "ngo-of-states", "id:kind-ngo"),
    ],
)  # fmt: skip
def test_what_belongs_together(sound: str, broken: str, rule: str, value: str) -> None:
    assert found(sound) == set()
    told = {one[1:] for one in found(broken)}
    assert {(name, thing, at if value else "") for name, thing, at in told} == {(rule, X, value)}


def test_what_cannot_be_is_a_violation() -> None:
    told = found(f"""
        {X} kompas:linkFrom id:chapter-2 ; kompas:evidence id:passage-1 ; kompas:threatens id:group-armed ;
            kompas:placeKind id:place-running-text ; dcterms:isPartOf id:box-1 ;
            kompas:startsIn id:interval-2026-01 ; kompas:runsIn id:interval-2025 .""")
    assert {one[:2] for one in told} == {
        ("violation", "link-elsewhere"), ("violation", "place-and-part"), ("violation", "starts-apart"),
        ("warning", "threatened-group"),
    }  # fmt: skip


def test_parts_that_lie_in_each_other_and_numbers_that_are_none() -> None:
    data = f"""
        id:a dcterms:isPartOf id:b . id:b dcterms:isPartOf id:a . {X} kompas:placeKind id:place-running-text ;
            dcterms:isPartOf id:a .
        id:f kompas:funds id:u ; kompas:evidence id:p . id:p oa:start "x" ; oa:end "y" . id:u kompas:evidence id:p .
        id:l kompas:placeKind "place" ; kompas:threatens 3 ; kompas:claimedValue id:a ; kompas:startsIn "2025" ."""
    assert {one[1] for one in found(data)} <= {"funds-other"}


def test_the_project_itself() -> None:
    assert consorts.check(Facts(list(parse(read(project=Project(ROOT)))))) == []
