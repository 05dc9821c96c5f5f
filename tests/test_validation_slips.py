"""The checks of what SHACL lets pass find each slip at its line, say what to write, and leave alone what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT

from kg.loading import Source
from kg.namespaces import BACKGROUND_GRAPH, DCTERMS, DOCUMENT_GRAPH, OA, ONTOLOGY_GRAPH, SHAPE, SHAPES_GRAPH
from kg.namespaces import SH as SHACL
from kg.reasoning.facts import Facts
from kg.validation import text
from kg.validation.checking import examine
from kg.validation.material import Files, Material
from kg.validation.wording import check as check_wording

if TYPE_CHECKING:
    from kg.validation.findings import Check

TERMS = """
kompas:Chapter a owl:Class .
kompas:Figure a owl:Class .
kompas:Interval a owl:Class .
kompas:Passage a owl:Class .
kompas:Theme a owl:Class .
kompas:Unit a owl:Class .
kompas:ValueLink a owl:Class .
kompas:basis a owl:ObjectProperty .
kompas:concerns a owl:ObjectProperty .
kompas:dueBy a owl:ObjectProperty .
kompas:evidence a owl:ObjectProperty .
kompas:extent a owl:ObjectProperty .
kompas:firstDay a owl:DatatypeProperty .
kompas:inChapter a owl:ObjectProperty .
kompas:isoAlpha3 a owl:DatatypeProperty .
kompas:lastDay a owl:DatatypeProperty .
kompas:linkFrom a owl:ObjectProperty .
kompas:linkValue a owl:ObjectProperty .
kompas:number a owl:DatatypeProperty .
kompas:numericValue a owl:DatatypeProperty .
kompas:old a owl:DatatypeProperty ; owl:deprecated true .
kompas:servesValue a owl:ObjectProperty .
dcterms:isPartOf a owl:ObjectProperty .
oa:end a owl:DatatypeProperty .
oa:start a owl:DatatypeProperty .
skos:definition a owl:AnnotationProperty .
skos:prefLabel a owl:AnnotationProperty .
"""
MORE = (
    f"@prefix dcterms: <{DCTERMS}> .\n@prefix oa: <{OA}> .\n@prefix sh: <{SHACL}> .\n@prefix shape: <{SHAPE}> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)
HEAD = (PREFIXES + MORE).count("\n")
PART = """id:chapter-1 a kompas:Chapter ; kompas:inChapter id:chapter-1 ; kompas:extent id:passage-0-90 .
id:section-1 a kompas:Chapter ; dcterms:isPartOf id:chapter-1 ; kompas:extent id:passage-0-40 .
id:passage-0-90 a kompas:Passage ; oa:start 0 ; oa:end 90 ; dcterms:isPartOf id:chapter-1 .
id:passage-0-40 a kompas:Passage ; oa:start 0 ; oa:end 40 ; dcterms:isPartOf id:chapter-1 .
"""
TEN, DA, EN = (
    range(10),
    "skibe og både i havnen ved kajen og det stille vand",
    "ships and boats in the harbour by the quay",
)


def found(data: str, *, background: str = "", rules: str = "") -> set[tuple[str, int, str]]:
    """Return rule, line and suggestion of what is found in data, or in the background if there is any."""
    files = Files(
        (
            Source(ROOT / "ontology/a.ttl", ONTOLOGY_GRAPH, (PREFIXES + MORE + TERMS).encode()),
            Source(ROOT / "data/a.ttl", DOCUMENT_GRAPH, (PREFIXES + MORE + data).encode()),
            Source(ROOT / "data/background/a.ttl", BACKGROUND_GRAPH, (PREFIXES + MORE + background).encode()),
        ),
        (Source(ROOT / "ontology/shapes/a.ttl", SHAPES_GRAPH, (PREFIXES + MORE + rules).encode()),),
    )
    parsed, shapes = text.attempted(files.data), text.attempted(files.shapes)
    assert parsed.errors + shapes.errors == []
    report = examine(Material(parsed.quads, shapes.quads, files), ("text", "vocabulary", "evidence"))
    assert all(one.message.da != one.message.en for one in report.findings)
    here = "data/a.ttl" if data else "data/background/a.ttl"
    return {
        (one.rule, one.place.line - HEAD, one.suggestion)
        for one in report.findings
        if one.place and one.place.file.endswith(here) and not one.rule.endswith("-prefix")
    }


def labelled(label: str, tag: str = "da") -> str:
    return f'id:theme-a a kompas:Theme ;\n    skos:prefLabel "{label}"@{tag} .'


@pytest.mark.parametrize(
    ("label", "rule", "suggestion"),
    [
        ("grøn  omstilling", "spaces", '"grøn omstilling"@da'),
        ("grøn\\tomstilling", "spaces", '"grøn omstilling"@da'),
        ("grøn\u00a0omstilling", "spaces", '"grøn omstilling"@da'),
        ("grøn grøn omstilling", "doubled-word", '"grøn omstilling"@da'),
        ("<b>grøn</b> omstilling", "markup", '"grøn omstilling"@da'),
        ("vand &amp; luft", "markup", '"vand & luft"@da'),
        ("gr\u0430n omstilling", "mixed-letters", ""),
        ("gro\u0308n", "loose-letters", '"grön"@da'),
        ("TODO find et ord", "unfinished", ""),
    ],
)
def test_a_slip_in_a_text(label: str, rule: str, suggestion: str) -> None:
    assert (rule, 2, suggestion) in found(labelled(label))


@pytest.mark.parametrize("label", ["her står »en en grøn«", "dem, der der og her", "3 < 4 & 5", "Kyiv (Київ)", "grøn"])
def test_what_is_no_slip_in_a_text(label: str) -> None:
    assert found(labelled(label)) == set()


def _texts(*more: tuple[str, str]) -> Facts:
    said = [*((DA, "da") for _ in range(10)), *((EN, "en") for _ in range(10)), *more]
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    return Facts(
        ox.Quad(ox.NamedNode(f"urn:{number}"), label, ox.Literal(words, language=tag))
        for number, (words, tag) in enumerate(said)
    )


@pytest.mark.parametrize(("words", "tag"), [("boats in the harbour", "da"), ("både i havnen og", "en")])
def test_a_text_in_the_other_language(words: str, tag: str) -> None:
    assert [one.rule for one in check_wording([_texts((words, tag))])] == ["other-language"]


@pytest.mark.parametrize(
    ("words", "tag"),
    [("både i havnen", "da"), ("Boats in the Harbour", "da"), ("it says »både i havnen«", "en"), ("nyt", "en")],
)
def test_a_text_in_its_language_and_a_name_in_another(words: str, tag: str) -> None:
    assert check_wording([_texts((words, tag))]) == []


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ('id:interval-2025-h2 a kompas:Interval ;\n kompas:firstDay "2025-06-01"^^xsd:date .', "name-and-value"),
        ('id:interval-2021-to-2024-02 a kompas:Interval ;\n kompas:lastDay "2024-02-28"^^xsd:date .', "name-and-value"),
        ("id:chapter-3 a kompas:Chapter ;\n kompas:number 4 .", "name-and-value"),
        ("id:valuelink-a-care a kompas:ValueLink ;\n kompas:linkValue id:value-peace .", "name-and-value"),
        ("id:valuelink-a-care a kompas:ValueLink ;\n kompas:linkFrom id:pillar-b .", "name-and-value"),
        ("id:interval-2025 a kompas:Interval ;\n kompas:basis id:basis-interpreted .", "read-interval"),
        (
            'id:figure-a a kompas:Figure ;\n kompas:numericValue 5.0 ; skos:prefLabel "50 skibe"@da .',
            "label-and-number",
        ),
        ("id:theme-a a kompas:Theme ;\n kompas:servesValue id:theme-a .", "computed"),
        ("id:theme-a a kompas:Theme ;\n kompas:inChapter id:theme-a .", "computed"),
        ("id:theme-a a kompas:Theme ;\n owl:sameAs id:theme-b .", "same-as"),
        ("kompas:Theme \n skos:prefLabel 'emne'@da .", "term-in-data"),
        ("id:theme-a a kompas:Theme ;\n owl:imports <https://example.org/> .", "imports"),
        ("id:theme-a a kompas:Theme ;\n kompas:concerns 'skibe' .", "literal-for-thing"),
        ("id:theme-a a kompas:Theme ;\n kompas:number id:theme-a .", "thing-for-literal"),
        ("id:theme-a a kompas:Theme ;\n kompas:concerns <https://w3id.org/compas/id/theme-b> .", "outside"),
        ("id:theme-a a kompas:Theme ;\n kompas:concerns xsd:tsring .", "undeclared-term"),
        ("id:theme-a a kompas:Theme ;\n kompas:old 'gammel' .", "deprecated"),
        ("id:theme-a a kompas:Theme ;\n kompas:concerns id:theme-a , id:theme-a .", "repeated-triple"),
        ("id:theme-a a kompas:Theme ;\n <http://purl.org/dc/elements/1.1/isPartOf> 'navn' .", "strange-vocabulary"),
    ],
)
def test_a_slip_of_sense(data: str, rule: str) -> None:
    assert (rule, 2) in {(one, line) for one, line, _ in found(data)}


@pytest.mark.parametrize("includes", ["domain", "range"])
def test_uses_of_other_classes_than_declared_are_told_at_the_property(includes: str) -> None:
    terms = (
        "kompas:Sector <http://www.w3.org/2000/01/rdf-schema#subClassOf> kompas:Theme .\n"
        "kompas:linkFrom <https://schema.org/domainIncludes> kompas:Theme .\n"
        "kompas:linkFrom <https://schema.org/rangeIncludes> kompas:Unit .\n"
        "id:sector-a a kompas:Sector ; kompas:linkFrom id:unit-0-9 .\n"
        "id:unit-0-9 a kompas:Unit .\n"
    )
    assert "beside-its-declaration" not in {rule for rule, *_ in found(terms)}
    units = "id:unit-0-9 kompas:linkFrom id:unit-0-9 , id:unit-9-12 .\nid:unit-9-12 a kompas:Unit ."
    themes = "id:theme-b a kompas:Theme .\nid:theme-c a kompas:Theme .\n"
    themes += "id:sector-a kompas:linkFrom id:theme-b , id:theme-c ."
    wrong = units if includes == "domain" else themes
    lines = {line for rule, line, _ in found(terms + wrong) if rule == "beside-its-declaration"}
    assert lines == ({2, 6} if includes == "domain" else {3, 8})  # the declaration, and where the uses stand


def test_what_names_and_labels_tell_rightly() -> None:
    data = """id:interval-2021-to-2024-02-read a kompas:Interval ; kompas:basis id:basis-interpreted ;
        kompas:firstDay "2021-01-01"^^xsd:date ; kompas:lastDay "2024-02-29"^^xsd:date .
    id:interval-2019-autumn a kompas:Interval ; kompas:lastDay "2019-11-30"^^xsd:date .
    id:interval-of-grace a kompas:Interval ; kompas:lastDay "2019-11-29"^^xsd:date .
    id:valuelink-a-care a kompas:ValueLink ; kompas:linkFrom id:pillar-a ; kompas:linkValue id:value-care .
    id:figure-a a kompas:Figure ; kompas:numericValue 7000000000.0 ; skos:prefLabel "7-8 mia. kr. i 2030"@da .
    id:figure-b a kompas:Figure ; kompas:numericValue 3.0 ; skos:prefLabel "1 % af 100 mia. kr."@da ."""
    assert {rule for rule, _, _ in found(data)} - {"dangling"} == set()


def test_the_year_of_a_label() -> None:
    data = """id:interval-2050 a kompas:Interval ; kompas:lastDay "2050-12-31"^^xsd:date .
        id:theme-a a kompas:Theme ; skos:prefLabel "rene skibe i {}"@da ; kompas:dueBy id:interval-2050 ."""
    assert {rule for rule, _, _ in found(data.format(2050))} == set()
    assert {rule for rule, _, _ in found(data.format(2030))} == {"label-and-year"}


def test_the_class_that_a_name_says() -> None:
    rules = 'shape:Theme sh:targetClass kompas:Theme ; sh:pattern "^https://w3id.org/kompas/id/theme-[a-z]+$" .'
    assert found("id:theme-a a kompas:Theme .", rules=rules) == set()
    assert found("id:theme-a\n a kompas:Unit .", rules=rules) == {("name-and-class", 2, "")}


def test_two_things_with_one_definition() -> None:
    data = """id:theme-a a kompas:Theme ; skos:definition "Skibe på havet."@da .
    id:theme-b a kompas:Theme ; skos:definition "Skibe på havet."@da ."""
    assert {(rule, line) for rule, line, _ in found(data)} == {("same-definition", 1), ("same-definition", 2)}


def test_what_stands_in_the_wrong_layer() -> None:
    background = "id:theme-a a kompas:Theme ;\n kompas:evidence id:passage-0-40 ."
    assert ("statement-in-background", 2, "") in found("", background=background)
    known = 'id:theme-a a kompas:Theme ; kompas:isoAlpha3 "QAA" .'
    assert found("", background=known) == set()
    assert found('id:theme-b a kompas:Theme ; kompas:isoAlpha3 "QBB" .', background=known) == set()
    again = 'id:theme-a a kompas:Theme ;\n kompas:isoAlpha3 "QBB" .'
    assert found(again, background=known) == {("background-in-document", 2, "")}


@pytest.mark.parametrize(
    ("more", "rule", "suggestion"),
    [
        ("id:passage-80-99 a kompas:Passage ; oa:start 80 ; oa:end 99 ; dcterms:isPartOf id:chapter-1 .",
         "outside-part", ""),
        ("id:passage-5-9 a kompas:Passage ; oa:start 5 ; oa:end 9 ; dcterms:isPartOf id:chapter-1 .",
         "inner-part", "id:section-1"),
        ("id:unit-50-60 a kompas:Unit ; oa:start 50 ; oa:end 60 ; dcterms:isPartOf id:section-1 .",
         "outside-part", ""),
    ],
)  # fmt: skip
def test_what_lies_elsewhere_than_it_says(more: str, rule: str, suggestion: str) -> None:
    assert (rule, 5, suggestion) in found(PART + more)


def test_units_that_overlap_and_evidence_that_is_too_long() -> None:
    units = """id:unit-50-60 a kompas:Unit ; oa:start 50 ; oa:end 60 ; dcterms:isPartOf id:chapter-1 .
id:unit-59-70 a kompas:Unit ; oa:start 59 ; oa:end 70 ; dcterms:isPartOf id:chapter-1 ."""
    assert ("overlap", 6, "") in found(PART + units)
    assert "overlap" not in {rule for rule, *_ in found(PART + units.replace("59", "60"))}
    long = """id:passage-0-2000 a kompas:Passage ; oa:start 0 ; oa:end 2000 .
id:theme-a a kompas:Theme ; kompas:evidence id:passage-0-2000 ."""
    assert ("long-evidence", 6, "") in found(PART + long)


MANY = "".join(f"id:theme-{letter} a kompas:Theme .\n" for letter in "abcdefghijkl")
FUSSY = """shape:Theme a sh:NodeShape ; sh:targetClass kompas:Theme ; sh:property shape:Theme-number .
shape:Theme-number a sh:PropertyShape ;
    sh:path kompas:number ;
    sh:minCount 1 ;
    sh:message "Giv emnet et nummer."@da , "Give the topic a number."@en ."""


SHAPES_ALONE: tuple[Check, ...] = ("shapes",)


def suspected(data: str, rules: str) -> set[tuple[str, int]]:
    files = Files(
        (
            Source(ROOT / "ontology/a.ttl", ONTOLOGY_GRAPH, (PREFIXES + MORE + TERMS).encode()),
            Source(ROOT / "data/a.ttl", DOCUMENT_GRAPH, (PREFIXES + MORE + data).encode()),
        ),
        (Source(ROOT / "ontology/shapes/a.ttl", SHAPES_GRAPH, (PREFIXES + MORE + rules).encode()),),
    )
    material = Material(text.parsed(files.data), text.parsed(files.shapes), files)
    return {
        (one.rule, one.place.line - HEAD)
        for one in examine(material, SHAPES_ALONE).findings
        if one.place and one.place.file.endswith("shapes/a.ttl")
    }


def test_a_shape_that_nearly_everything_fails_is_suspect_itself() -> None:
    assert suspected(MANY, FUSSY) == {("most-fail", 4)}
    assert suspected(MANY.replace("Theme .", "Theme ; kompas:number 1 ."), FUSSY) == set()
    few = "".join(f"id:theme-{letter} a kompas:Theme .\n" for letter in "abc")
    assert suspected(few, FUSSY) == set()


def test_a_message_in_one_language_among_shapes_that_speak_two() -> None:
    data = MANY.replace("Theme .", "Theme ; kompas:number 1 .")
    more = "shape:Theme-{} a sh:PropertyShape ; sh:path kompas:old ; sh:maxCount 1{} ."
    other = FUSSY.replace("shape:Theme-number .", "shape:Theme-number , shape:Theme-more .", 1) + "\n"
    assert suspected(data, other + more.format("more", "")) == {("half-said", 6)}
    one = ' ;\n sh:message "Kun ét."@da'
    assert suspected(data, other + more.format("more", one)) == {("half-said", 7)}
    assert suspected(data, FUSSY.replace(' , "Give the topic a number."@en', "")) == set()
