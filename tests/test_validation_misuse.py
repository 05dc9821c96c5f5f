"""Properties on the wrong things, codes, pillars, silence, exchanged labels: a slip is told, its neighbour not."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT

from kg.loading import Source, parse, read
from kg.namespaces import DCTERMS, DOCUMENT_GRAPH, ONTOLOGY_GRAPH, RDFS, SHAPES_GRAPH, shorten
from kg.namespaces import SH as SHACL
from kg.project import Project
from kg.reasoning.facts import Facts
from kg.validation.checking import examine
from kg.validation.material import Files, Material
from kg.validation.rules import belonging, codes, markings, pillars, silence, usage
from kg.validation.rules.countries import COUNTRIES

MORE = f"@prefix dcterms: <{DCTERMS}> .\n@prefix rdfs: <{RDFS}> .\n@prefix schema: <https://schema.org/> .\n"
TERMS = """
kompas:Agent a owl:Class . kompas:Body a owl:Class ; rdfs:subClassOf kompas:Club . kompas:Deed a owl:Class .
kompas:Club a owl:Class ; rdfs:subClassOf kompas:Agent . kompas:Money a owl:Class . kompas:Place a owl:Class .
kompas:actor schema:domainIncludes kompas:Deed ; schema:rangeIncludes kompas:Agent .
kompas:funds schema:domainIncludes kompas:Money . kompas:near schema:rangeIncludes kompas:Place .
id:deed-a a kompas:Deed . id:deed-b a kompas:Deed . id:body-a a kompas:Body . id:money-a a kompas:Money .
id:place-a a kompas:Place . id:odd-a a kompas:Undeclared . id:any-a a owl:Thing .
"""
PARTS = """
id:chapter-1 a kompas:Chapter . id:chapter-2 a kompas:Chapter . id:chapter-3 a kompas:Chapter .
id:section-1 dcterms:isPartOf id:chapter-1 . id:passage-1 dcterms:isPartOf id:section-1 .
id:passage-2 dcterms:isPartOf id:chapter-2 . id:passage-3 dcterms:isPartOf id:chapter-3 .
id:pillar-a a kompas:Pillar ; kompas:presentedIn id:chapter-1 ; kompas:position 1 .
id:pillar-b a kompas:Pillar ; kompas:presentedIn id:chapter-2 ; kompas:position 2 .
id:deed-a kompas:underPillar id:pillar-a ; kompas:evidence id:passage-1 .
id:deed-b kompas:underPillar id:pillar-b ; kompas:evidence id:passage-2 .
id:deed-c kompas:underPillar id:pillar-b ; kompas:evidence id:passage-3 .
"""
CODED = "id:country-x kompas:isoAlpha2 {} ; kompas:isoAlpha3 {} ; kompas:isoNumeric {} ."


def found(data: str) -> set[tuple[str, str, str, str]]:
    """Return rule, thing, value and suggestion, in short form, of all that these checks find."""
    facts = Facts(list(ox.parse(PREFIXES + MORE + data, format=ox.RdfFormat.TURTLE)))
    told = [one for module in (belonging, codes, pillars, silence, markings) for one in module.check(facts)]
    assert all(one.message.da != one.message.en for one in told)
    return {(one.rule, shorten(one.thing), shorten(one.value), one.suggestion) for one in told}


@pytest.mark.parametrize(
    ("sound", "broken", "thing", "value", "suggestion"),
    [
        ("id:deed-a kompas:actor id:body-a .", "id:place-a kompas:actor id:body-a .", "id:place-a", "id:body-a", ""),
        ("id:deed-a kompas:actor id:body-a .", "id:deed-a kompas:actor id:place-a .", "id:deed-a", "id:place-a", ""),
        ("id:deed-a kompas:actor id:body-a .", "id:body-a kompas:actor id:deed-a .", "id:body-a", "id:deed-a",
         "id:deed-a kompas:actor id:body-a"),
        ("id:money-a kompas:funds id:deed-a .", "id:deed-a kompas:funds id:money-a .", "id:deed-a", "id:money-a",
         "id:money-a kompas:funds id:deed-a"),
        ("id:deed-a kompas:near id:place-a .", "id:deed-a kompas:near id:body-a .", "id:deed-a", "id:body-a", ""),
    ],
)  # fmt: skip
def test_a_property_on_a_thing_of_another_class(
    sound: str, broken: str, thing: str, value: str, suggestion: str
) -> None:
    right = "id:deed-b kompas:actor id:body-a ; kompas:near id:place-a . id:money-a kompas:funds id:deed-b ."
    assert found(TERMS + right + sound) == set()
    assert found(TERMS + right + broken) == {("beside-its-declaration", thing, value, suggestion)}


def test_what_is_of_no_known_class_is_told_of_elsewhere() -> None:
    strange = "id:odd-a kompas:actor id:any-a , id:nowhere , 'tekst' . id:any-a kompas:funds [ a kompas:Place ] ."
    assert found(TERMS + strange) == set()


def test_most_uses_beside_a_declaration_are_told_of_there_too() -> None:
    uses = "id:body-a kompas:near id:body-a , id:deed-a , id:place-a ."
    told = found(TERMS + uses)
    assert {thing for _, thing, _, _ in told} == {"id:body-a", "kompas:near"}
    assert {thing for _, thing, _, _ in found(TERMS + uses + "id:deed-b kompas:near id:place-a .")} == {"id:body-a"}


@pytest.mark.parametrize("link", ["rdfs:subClassOf", "rdfs:subPropertyOf"])
def test_terms_below_themselves(link: str) -> None:
    ring = f"kompas:a {link} kompas:b . kompas:b {link} kompas:c . kompas:c {link} kompas:a , kompas:c ."
    assert [rule for rule, *_ in found(ring)] == ["below-itself"]
    assert found(ring.replace(f"kompas:c {link} kompas:a , ", f"kompas:c {link} kompas:d , ")) == set()


def test_a_long_ring_is_told_of_once_and_in_short() -> None:
    ring = "".join(f"kompas:C{n} rdfs:subClassOf kompas:C{(n + 1) % 9000} .\n" for n in range(9000))
    facts = Facts(list(ox.parse(PREFIXES + MORE + ring, format=ox.RdfFormat.TURTLE)))
    (one,) = belonging.check(facts)
    assert len(one.message.en) < 200
    assert len(one.also) == 8999


def test_a_violation_stands_and_a_warning_of_the_same_does_not() -> None:
    """A shape says as a violation that the value is of the wrong class: that must not be lost for a warning."""
    shape = """
    <https://w3id.org/kompas/shape#Deed> a sh:NodeShape ; sh:targetClass kompas:Deed ;
        sh:property <https://w3id.org/kompas/shape#Deed-actor> .
    <https://w3id.org/kompas/shape#Deed-actor> a sh:PropertyShape ; sh:path kompas:actor ; sh:class kompas:Agent ;
        sh:message "Det skal være en aktør."@da , "It has to be an agent."@en ."""
    texts = (
        (ONTOLOGY_GRAPH, "ontology/a.ttl", TERMS + "kompas:actor a owl:ObjectProperty ."),
        (DOCUMENT_GRAPH, "data/a.ttl", "id:deed-a kompas:actor id:place-a ."),
        (SHAPES_GRAPH, "ontology/shapes/a.ttl", f"@prefix sh: <{SHACL}> ." + shape),
    )  # fmt: skip
    sources = [Source(ROOT / name, graph, (PREFIXES + MORE + text).encode()) for graph, name, text in texts]
    files = Files(tuple(sources[:2]), tuple(sources[2:]))
    material = Material(list(parse(sources[:2])), list(parse(sources[2:])), files)
    told = [one for one in examine(material, ("vocabulary", "shapes")).findings if shorten(one.value) == "id:place-a"]
    assert [(one.severity, one.check) for one in told] == [("violation", "shapes")]


@pytest.mark.parametrize(
    ("written", "rule", "value", "suggestion"),
    [
        (('"XX"', '"DEU"', '"276"'), "codes-apart", "XX", "DE"),
        (('"DE"', '"DDR"', '"276"'), "codes-apart", "DDR", "DEU"),
        (('"DE"', '"DEU"', '"250"'), "codes-apart", "250", "276"),
        (('"DE"', '"FRA"', '"999"'), "codes-apart", "FRA", ""),
        (('"DD"', '"XXX"', '"999"'), "unknown-code", "DD", ""),
    ],
)
def test_codes_of_countries(written: tuple[str, str, str], rule: str, value: str, suggestion: str) -> None:
    assert found(CODED.format(*written)) == {(rule, "id:country-x", value, suggestion)}


@pytest.mark.parametrize(
    "written", [('"DE"', '"DEU"', '"276"'), ('"XK"', '"XKX"', '"983"'), ('"de"', '"DEU"', '"276"')]
)
def test_codes_that_are_right_or_free_or_told_of_by_their_form(written: tuple[str, str, str]) -> None:
    assert found(CODED.format(*written)) == set()


def test_the_table_of_codes_is_that_of_the_background() -> None:
    text = (ROOT / "data/background/countries.ttl").read_text(encoding="utf-8")
    lists = (re.findall(rf'kompas:{name} "(\w+)"', text) for name in ("isoAlpha2", "isoAlpha3", "isoNumeric"))
    assert sorted(zip(*lists, strict=True)) == sorted(COUNTRIES)


@pytest.mark.parametrize(
    ("written", "broken", "expected"),
    [
        ("underPillar id:pillar-a", "underPillar id:pillar-b",
         {("pillar-and-chapter", "id:deed-a", "id:pillar-b", "id:pillar-a"), ("pillar-unused", "id:pillar-a", "", "")}),
        ("presentedIn id:chapter-1", "presentedIn id:chapter-4",
         {("pillar-and-chapter", "id:pillar-a", "id:chapter-4", "id:chapter-1")}),
        ("id:deed-a kompas:underPillar id:pillar-a", "id:deed-a kompas:concerns id:pillar-a",
         {("pillar-unused", "id:pillar-a", "", "")}),
        ("position 2", "position 4", {("pillar-skipped", "id:pillar-b", "4", "2")}),
        ("presentedIn id:chapter-2 ; kompas:position 2", "position 2", set()),
    ],
)  # fmt: skip
def test_pillars_and_chapters(written: str, broken: str, expected: set[tuple[str, str, str, str]]) -> None:
    assert found(PARTS) == set()
    assert PARTS.count(written) == 1
    assert found(PARTS.replace(written, broken)) == expected


def test_pillars_in_each_others_chapters_are_told_of_and_not_all_that_is_under_them() -> None:
    more = "id:deed-d kompas:underPillar id:pillar-a ; kompas:evidence id:passage-1 ."
    turned = PARTS.replace("presentedIn id:chapter-1", "X").replace(
        "presentedIn id:chapter-2", "presentedIn id:chapter-1"
    )
    told = found(turned.replace("kompas:X", "kompas:presentedIn id:chapter-2") + more)
    assert {thing for _, thing, _, _ in told} == {"id:pillar-a", "id:pillar-b"}


def test_pillars_alone_are_no_pillars_without_deeds() -> None:
    assert found("id:pillar-a a kompas:Pillar ; kompas:position 1 .") == set()


@pytest.mark.parametrize(
    ("aspect", "path", "told"),
    [("actor", "actor", True), ("forum", "forum", True), ("payer", "payer", True), ("partner", "partner", False),
     ("actor", "partner", False)],
)  # fmt: skip
def test_silence_beside_what_is_stated(aspect: str, path: str, *, told: bool) -> None:
    rules = {rule for rule, *_ in found(f"id:deed-a kompas:notStated id:aspect-{aspect} ; kompas:{path} id:body-a .")}
    assert rules == ({"silent-and-stated"} if told else set())


def test_silence_beside_an_open_list() -> None:
    data = "id:deed-a kompas:notStated id:aspect-{} ; kompas:openListOf id:aspect-{} ."
    assert {rule for rule, *_ in found(data.format("forum", "forum"))} == {"silent-and-stated"}
    assert found(data.format("forum", "actor")) == set()


@pytest.mark.parametrize(
    ("da", "en", "told"),
    [
        ("the harbour of the town", "byens havn på øen", True),
        ("byens havn på øen", "the harbour of the town", False),
        ("Friends of the Earth", "Friends of the Earth", False),
        ("Friends of the Earth", "Earth people", False),
        ("by uden mure", "Århus og omegn", False),
    ],
)
def test_labels_in_each_others_language(da: str, en: str, *, told: bool) -> None:
    rules = found(f'id:x skos:prefLabel "{da}"@da , "{en}"@en .')
    both = f'"{en}"@da , "{da}"@en'
    assert rules == ({("labels-exchanged", "id:x", da, both)} if told else set())


def test_a_property_of_both_kinds_is_told_of_and_its_uses_are_not() -> None:
    kinds = "kompas:near a owl:ObjectProperty , owl:DatatypeProperty . id:a kompas:near id:b , 'b' ."
    told = usage.check(Facts(list(ox.parse(PREFIXES + kinds, format=ox.RdfFormat.TURTLE))))
    assert [(one.rule, shorten(one.thing), one.severity) for one in told] == [
        ("both-kinds", "kompas:near", "violation")
    ]


def test_the_project_itself() -> None:
    facts = Facts(list(parse(read(project=Project(ROOT)))))
    modules = (belonging, codes, markings, pillars, silence, usage)
    assert [one for module in modules for one in module.check(facts)] == []
