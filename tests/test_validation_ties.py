"""Names, layers, pillars, links to values and publishers: what contradicts them is told at its line, and only that."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import test_validation_worded
from conftest import PREFIXES, ROOT
from test_validation_slips import PART, found
from test_validation_worded import LINES, MENTIONED

from kg.loading import parse, read
from kg.namespaces import DCTERMS, ID, KOMPAS, RDF, shorten
from kg.project import Project
from kg.reasoning.facts import Facts
from kg.validation.rules import grounds, layers, names, pillars, roles

TOLD = {"name-and-value", "name-and-class", "link-apart", "publisher-elsewhere", "background-in-document",
        "thing-in-ontology", "pillar-and-chapter", "unnamed-role"}  # fmt: skip


def told(data: str, *, background: str = "", rules: str = "") -> set[tuple[str, int, str]]:
    """Return rule, line and suggestion of what the rules of this module find in data."""
    return {one for one in found(data, background=background, rules=rules) if one[0] in TOLD}


CLAIMS = """id:discrepancy-a a kompas:Discrepancy ;
    kompas:betweenClaims id:claim-{}-1 , id:claim-a-2 .
id:discrepancy-b-c a kompas:Discrepancy ;
    kompas:betweenClaims id:claim-{}-1 , id:claim-b-c-2 , id:claim-d-1 , id:claim-other .
"""


def test_claims_are_of_the_discrepancy_that_they_are_named_after() -> None:
    assert told(CLAIMS.format("a", "b-c")) == set()
    assert told(CLAIMS.format("b-c", "a")) == {("name-and-value", 2, ""), ("name-and-value", 4, "")}


def test_a_misprint_by_name_is_one_by_its_verdict() -> None:
    data = "id:discrepancy-{} a kompas:Discrepancy ;\n    kompas:verdict id:verdict-{} ."
    assert told(data.format("misprint-a", "misprint")) == told(data.format("a", "loss")) == set()
    assert told(data.format("misprint-a", "loss")) == {("name-and-value", 2, "")}


def test_a_name_that_no_declared_class_has_says_nothing_of_the_class() -> None:
    rules = 'shape:A sh:targetClass kompas:{} ; sh:pattern "^https://w3id.org/kompas/id/opening-[a-z]+$" .'
    data = "id:opening-a\n    a kompas:Unit ."
    assert told(data, rules=rules.format("Theme")) == {("name-and-class", 2, "")}
    assert told(data, rules=rules.format("Undeclared")) == set()


APART = PART.replace("id:section-1", "id:chapter-2").replace("dcterms:isPartOf id:chapter-1 ; kompas:ext", "kompas:ext")
LINK = (
    APART
    + """id:passage-50-60 a kompas:Passage ; dcterms:isPartOf id:chapter-2 .
id:commitment-a a {} ; kompas:evidence id:passage-0-90 ; kompas:restatedIn {} .
id:valuelink-a a kompas:ValueLink ; kompas:linkFrom id:commitment-a ;
    kompas:evidence id:passage-50-60 .
"""
)


def test_a_link_to_a_value_rests_on_a_chapter_of_what_it_links() -> None:
    line = LINK.count("\n")
    assert told(LINK.format("kompas:Commitment", "id:passage-0-40")) == {("link-apart", line, "")}
    assert told(LINK.format("kompas:Commitment", "id:passage-50-60")) == set()
    assert told(LINK.format("kompas:Pillar", "id:passage-0-40")) == set()  # which other chapters may tell of


SOURCES = """id:organisation-a a kompas:Organisation .
id:organisation-b a kompas:Organisation .
id:unit-a a kompas:Unit ; kompas:mentions id:organisation-a .
id:unit-b a kompas:Unit ; kompas:mentions {} .
id:passage-0-10 a kompas:Passage ; kompas:onUnit id:unit-a .
id:passage-20-30 a kompas:Passage ; kompas:onUnit id:unit-b .
id:source-a a kompas:Source ; kompas:evidence id:passage-0-10 ;
    dcterms:publisher id:organisation-{} .
id:source-b a kompas:Source ; kompas:evidence id:passage-20-30 .
"""


def test_the_publisher_of_a_source_is_the_one_that_its_entry_mentions() -> None:
    assert told(SOURCES.format("id:organisation-b", "a")) == set()
    assert told(SOURCES.format("id:organisation-b", "b")) == {("publisher-elsewhere", 8, "id:organisation-a")}
    assert told(SOURCES.format("id:organisation-a", "b")) == set()  # whom no entry mentions


def test_codes_stand_in_the_background_where_those_of_others_do() -> None:
    known = "\n".join(f'id:theme-{number} a kompas:Theme ; kompas:isoAlpha3 "Q{number}" .' for number in range(10, 21))
    data = 'id:theme-b a kompas:Theme ;\n    kompas:isoAlpha3 "QBB" .'
    assert told(data, background=known) == {("background-in-document", 2, "")}
    assert told(data, background=known.partition("\n")[0]) == set()


def test_the_only_thing_of_its_class_in_the_ontology() -> None:
    def strayed(here: int, elsewhere: int) -> list[str]:
        graph = "https://w3id.org/kompas/graph/"
        a, theme = ox.NamedNode(RDF + "type"), ox.NamedNode(KOMPAS + "Theme")
        facts = Facts([
            ox.Quad(ox.NamedNode(f"{ID}theme-{name}-{number}"), a, theme, ox.NamedNode(graph + name))
            for name, count in (("ontology", here), ("document", elsewhere)) for number in range(count)
        ])  # fmt: skip
        return [one.thing for one in layers.check(facts)]

    assert strayed(1, 10) == [ID + "theme-ontology-0"]
    assert strayed(1, 9) == strayed(2, 10) == []


def under(pillar: str, others: int, more: str = "") -> str:
    """Return undertakings of two chapters that each present a pillar, and one of the second chapter under a pillar."""
    ends = "".join(
        f"id:pillar-{name} a kompas:Pillar ; kompas:presentedIn id:chapter-{name} .\n"
        f"id:chapter-{name} a kompas:Chapter . id:passage-{name} dcterms:isPartOf id:chapter-{name} .\n"
        for name in "12"
    )
    kept = "".join(
        f"id:commitment-{number} kompas:evidence id:passage-1 ; kompas:underPillar id:pillar-1 .\n"
        for number in range(others)
    )
    own = "id:commitment-own kompas:evidence id:passage-2 ; kompas:underPillar id:pillar-2 .\n"
    broken = f"id:commitment-x kompas:evidence id:passage-2 ;\n kompas:underPillar id:pillar-{pillar} .\n"
    return f"{ends}{kept}{own}{broken}{more}"


@pytest.mark.parametrize(
    ("data", "severity"),
    [
        (under("2", 9), None),
        (under("1", 9), "violation"),
        (under("1", 8), "warning"),
        (under("1", 9, "id:pillar-3 a kompas:Pillar ."), "warning"),  # which is presented nowhere
        (under("1", 9, "id:pillar-1 kompas:presentedIn id:chapter-9 ."), "warning"),
        (under("1", 9, "id:pillar-3 a kompas:Pillar ; kompas:presentedIn id:chapter-1 ."), "warning"),
        (under("1", 9, "id:commitment-y kompas:evidence id:passage-1 ; kompas:underPillar id:pillar-2 ."), "warning"),
    ],
)
def test_what_lies_with_another_pillar_is_wrong_where_all_else_keeps_to_it(data: str, severity: str | None) -> None:
    text = PREFIXES + f"@prefix dcterms: <{DCTERMS}> .\n" + data
    of_pillars = pillars.check(Facts(list(ox.parse(text, format=ox.RdfFormat.TURTLE))))
    own = [one.severity for one in of_pillars if shorten(one.thing) == "id:commitment-x"]
    assert own == ([severity] if severity else [])


ROLE = """id:organisation-a a kompas:Organisation ; skos:prefLabel "Havneforbundet"@da , "Harbour Union"@en .
id:organisation-b a kompas:Organisation ; skos:prefLabel "Søforbundet"@da , "Lake Union"@en .
id:organisation-c a kompas:Organisation ; skos:prefLabel "Fyrforbundet"@da , "Light Union"@en .
id:thing-other kompas:forum id:organisation-a , id:organisation-b , id:organisation-c .
id:thing-x skos:prefLabel "{}"@da , "{}"@en ; skos:definition "Det."@da , "It."@en ; kompas:{} id:organisation-b .
"""


@pytest.mark.parametrize("role", ["payer", "heldIn"])
def test_who_pays_and_where_an_office_is_held_is_named(role: str) -> None:
    def suggested(da: str, en: str) -> list[str]:
        text = PREFIXES + ROLE.format(da, en, role)
        return [one.suggestion for one in roles.check(Facts(list(ox.parse(text, format=ox.RdfFormat.TURTLE))))]

    assert suggested("Søforbundets plads", "seat of the Lake Union") == suggested("en plads", "a seat") == []
    assert suggested("Havneforbundets plads", "seat of the Harbour Union") == ["id:organisation-a"]
    both = ("Havneforbundets og Fyrforbundets plads", "seat of the Harbour Union and the Light Union")
    assert suggested(*both) == [""]  # for either may be meant


def test_of_several_that_passages_name_none_is_suggested(monkeypatch: pytest.MonkeyPatch) -> None:
    def suggested(more: str = "") -> list[str]:
        part = "kompas:partOf id:commitment-rope ; "
        changes = {
            "id:region-south a": 'id:country-west a kompas:Country ; skos:prefLabel "Vestland"@da .\nid:region-south a',
            part: f"kompas:adoptedIn id:country-west ; {more}{part}",
        }
        return [one.suggestion for one in test_validation_worded.told(changes) if one.rule == "role-unnamed"]

    assert suggested() == [""]
    assert suggested("kompas:counterpart id:country-oestland ; ") == ["id:country-norland"]
    monkeypatch.setitem(MENTIONED, LINES[8], "id:country-norland")
    monkeypatch.delitem(MENTIONED, LINES[9])
    assert suggested() == [""]  # for Østland is there too, and mentioned nowhere, as who speaks is


def test_the_project_itself() -> None:
    project = Project(ROOT)
    facts = Facts(list(parse(read(project=project))))
    assert [*grounds.check(facts), *layers.check(facts), *pillars.check(facts), *roles.check(facts)] == []
    assert names.check(facts, Facts([])) == []
