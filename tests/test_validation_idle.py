"""No part of a shape is idle without a word, with either engine, and what is not idle is not told of."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from test_validation_checks import DATA, ONTOLOGY, SHAPES, found, material, report

from kg.validation.asked import named
from kg.validation.engines import ENGINES
from kg.validation.idle import _matches_all

if TYPE_CHECKING:
    from kg.validation.engines import Engine

BEGIN = "shape:Value a sh:NodeShape ; sh:targetClass kompas:Value ; "
NUMBER = "sh:property [ sh:path kompas:number ; "
COUNTED = "sh:qualifiedValueShape [ sh:class kompas:Value ]"
QUERY = "SELECT $this WHERE {{ $this {} ?o }}"


def rules_of(rules: str, engine: Engine = "rust", *checks: str) -> list[str]:
    chosen = checks or ("shapes",)
    return [one.rule for one in found(material(rules=rules), *chosen, engine=engine)]  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("rules", "rule"),
    [
        (BEGIN + "sh:node shape:Missing .", "missing-shape"),
        (BEGIN + "sh:node kompas:Value .", "missing-shape"),
        (BEGIN + "sh:or ( [ sh:class kompas:Value ] shape:Missing ) .", "missing-shape"),
        (BEGIN + NUMBER + "sh:node shape:Missing ] .", "missing-shape"),
        (BEGIN + NUMBER + "sh:minCount 2 ; sh:deactivated true ] .", "deactivated"),
        (BEGIN + "sh:node [ sh:class kompas:Pillar ; sh:deactivated true ] .", "deactivated"),
        (BEGIN + f'sh:sparql [ sh:deactivated true ; sh:select "{QUERY.format("?p")}" ] .', "deactivated"),
        (BEGIN.rstrip("; ") + " .", "no-constraint"),
        (BEGIN + NUMBER + "] .", "no-constraint"),
        (BEGIN + NUMBER + "sh:minCount 0 ] .", "no-constraint"),
        (BEGIN + NUMBER + "sh:uniqueLang false ] .", "no-constraint"),
        (BEGIN + NUMBER + f"{COUNTED} ; sh:qualifiedMinCount 0 ] .", "no-constraint"),
        (BEGIN + "sh:node [ ] .", "missing-shape"),
        (BEGIN + NUMBER + 'sh:pattern ".*" ] .', "idle-pattern"),
        (BEGIN + "sh:targetClass kompas:Pillar ; sh:nodeKind sh:IRI .", "idle-target"),
        (BEGIN + "sh:targetNode id:value-nowhere ; sh:nodeKind sh:IRI .", "idle-target"),
        (SHAPES + "[] a sh:NodeShape ; sh:targetClass kompas:Pillar ; sh:nodeKind sh:IRI .", "idle-target"),
        (SHAPES + "shape:Other sh:path kompas:number ; sh:minCount 9 .", "no-target"),
    ],
)  # fmt: skip
def test_what_tries_nothing_is_a_finding(rules: str, rule: str, engine: Engine) -> None:
    assert rules_of(rules, engine) == [rule]


@pytest.mark.parametrize(
    "rules",
    [
        BEGIN + NUMBER + "sh:minCount 0 ; sh:maxCount 1 ] .",
        BEGIN + "sh:closed true ; sh:ignoredProperties ( rdf:type skos:prefLabel kompas:evidence ) ; " + NUMBER + "] .",
        BEGIN + NUMBER + 'sh:pattern "^[0-9]*$" ] .',
        BEGIN + NUMBER + 'sh:minCount 2 ; sh:deactivated true ; kompas:noFocusBecause "Nej."@da , "No."@en ] .'
        " shape:Value sh:nodeKind sh:IRI .",
        BEGIN + "sh:or ( [ sh:class kompas:Value ] [ sh:nodeKind sh:IRI ] ) .",
    ],
)
def test_what_can_be_broken_is_not_idle(rules: str) -> None:
    assert rules_of(rules) == []


@pytest.mark.parametrize(
    ("pattern", "all_of_them"),
    [("", True), (".*", True), ("^", True), ("a*", True), ("^.*", True), ("^a?", True), (".", False), ("^.*$", False),
     ("^[^€]*$", False), ("^\\S", False), ("(", False), ("^[a-z]*$", False), ("x|", True)],
)  # fmt: skip
def test_patterns_that_match_everything(pattern: str, all_of_them: bool) -> None:  # noqa: FBT001
    assert _matches_all(pattern) is all_of_them


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", ["rdfs:Class", "owl:Class", "owl:Class , sh:NodeShape", "rdfs:Class , sh:NodeShape"])
def test_a_class_that_is_a_shape_is_its_own_target(kind: str, engine: Engine) -> None:
    made = report(material(rules=f"kompas:Value a {kind} ; {NUMBER}sh:minCount 2 ] ."), "shapes", engine=engine)
    assert [(one.rule, one.component.rpartition("#")[2]) for one in made.findings if one.component] == [
        ("https://w3id.org/kompas/def#Value", "MinCountConstraintComponent")
    ]
    assert [one.nodes for one in made.shapes] == [1]
    assert not [one for one in made.findings if one.rule == "no-shapes"]


def test_what_is_under_a_shape_that_is_off_is_not_counted() -> None:
    made = report(material(rules=SHAPES.replace("sh:targetClass", "sh:deactivated true ; sh:targetClass")), "shapes")
    assert [one.rule for one in made.findings] == ["deactivated"]
    assert {one.nodes for one in made.shapes} == {0}


@pytest.mark.parametrize("engine", ENGINES)
def test_only_true_switches_off(engine: Engine) -> None:
    rules = BEGIN + f'sh:deactivated "1"^^xsd:boolean ; {NUMBER}sh:minCount 2 ] .'
    assert set(rules_of(rules, engine)) == {"ill-formed", "https://w3id.org/kompas/shape#Value"}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("rules", "danish", "english"),
    [
        (NUMBER + "sh:maxCount -1 ] .", "helt tal fra 0", "from 0 upwards"),
        (NUMBER + 'sh:pattern "a" ; sh:flags "z" ] .', "kun stå bogstaverne", "no letters but"),
        ('sh:sparql [ sh:message "m" ] .', "har ingen forespørgsel", "expected sh:select"),
        (NUMBER + 'sh:maxCount 1 ] ; sh:closed "1"^^xsd:boolean .', "true eller false", "expected true or false"),
        ("sh:and () .", "er en tom liste", "is an empty list"),
        ("sh:xone () .", "er en tom liste", "is an empty list"),
        ("sh:property [ sh:path () ; sh:maxCount 0 ] .", "er en tom sti", "is an empty path"),
        ("sh:property [ sh:path [ sh:alternativePath () ] ; sh:maxCount 0 ] .", "er en tom sti", "is an empty path"),
        ("sh:property [ sh:path [ ] ; sh:maxCount 0 ] .", "er en tom sti", "is an empty path"),
        (f'sh:sparql [ sh:select "{QUERY.format("zz:p")}" ] .', "præfikset zz:", "the prefix zz:"),
    ],
)
def test_what_cannot_be_tried_is_refused_at_its_place(rules: str, danish: str, english: str, engine: Engine) -> None:
    made = report(material(rules=BEGIN + rules), "shapes", engine=engine)
    assert made.trouble
    assert (danish in made.trouble.of("da"), english in made.trouble.of("en")) == (True, True)
    assert made.trouble.place.startswith("ontology/shapes/values.ttl:")
    assert {one.rule for one in made.findings} == {"ill-formed"}


@pytest.mark.parametrize(
    "term",
    ["<https://w3id.org/kompas/def#numer>", "<https://example.org/nobody>", "kompas:numer", "id:value-fredom"],
)
def test_a_query_for_what_is_not_there(term: str) -> None:
    head = "PREFIX kompas: <https://w3id.org/kompas/def#> PREFIX id: <https://w3id.org/kompas/id/> "
    rules = BEGIN + f'sh:sparql [ sh:select "{head}{QUERY.format("?p ?o ; " + term)}" ] .'
    assert rules_of(rules, "rust", "vocabulary") == ["undeclared-term"]
    assert rules_of(rules.replace(term, "kompas:number"), "rust", "vocabulary") == []


def test_the_prefixes_of_the_shapes_count() -> None:
    rules = (
        BEGIN
        + f'sh:sparql [ sh:prefixes shape:p ; sh:select "{QUERY.format("k:numer")}" ] .'
        + (
            "shape:p a owl:Ontology ; sh:declare [ "
            'sh:prefix "k" ; sh:namespace "https://w3id.org/kompas/def#"^^xsd:anyURI ] .'
        )
    )
    assert rules_of(rules, "rust", "vocabulary") == ["undeclared-term"]


def test_a_term_of_others_that_nobody_uses_meets_nothing() -> None:
    counted = "sh:qualifiedValueShape [ sh:class <https://example.org/{}> ] ; sh:qualifiedMaxCount 1 ] ."
    assert rules_of(BEGIN + NUMBER + counted.format("A"), "rust", "vocabulary") == ["undeclared-term"]
    data = DATA + "id:value-b a kompas:Value , <https://example.org/A> ."
    assert found(material(data, rules=BEGIN + NUMBER + counted.format("A")), "vocabulary") == []


def test_the_parameter_of_a_component_is_declared_and_bound() -> None:
    rules = (
        BEGIN
        + NUMBER
        + "kompas:limit 3 ] . shape:Limit a sh:ConstraintComponent ; "
        + (
            "sh:parameter [ sh:path kompas:limit ] ; sh:validator [ a sh:SPARQLAskValidator ; "
            'sh:ask "ASK { FILTER (STRLEN(STR($value)) < $limit) }" ] .'
        )
    )
    assert rules_of(rules, "rust", "shapes", "vocabulary") == []
    unbound = rules.replace("sh:validator [ a sh:SPARQLAskValidator ; ", "rdfs:seeAlso [ ")
    assert "unbound-variable" in rules_of(unbound, "rust", "vocabulary")


@pytest.mark.parametrize("name", ["QName", "NOTATION", "IDREFS"])
def test_a_datatype_of_xml_is_told_as_such(name: str) -> None:
    (finding,) = found(material(DATA.replace("number 1", f'number "a"^^xsd:{name}')), "vocabulary")
    assert (finding.rule, finding.suggestion) == ("undeclared-datatype", "")
    assert "cannot be used in RDF" in finding.message.en


def test_a_check_of_no_passages_says_so() -> None:
    bare = DATA.replace(" ;\n    kompas:evidence id:passage-0-7 .", " .").replace(
        "id:passage-0-7 a kompas:Passage .", ""
    )
    assert [(one.rule, one.severity) for one in found(material(bare), "evidence")] == [("no-passages", "violation")]
    both = report(material(bare), "evidence", "text")
    assert [run.note.en for run in both.checks if run.check == "evidence" and run.note] == [
        "no passages, so that nothing was checked"
    ]
    assert "no-passages" not in [one.rule for one in found(material(), "evidence")]


def test_a_check_of_no_triples_says_so() -> None:
    assert "no-triples" in [one.rule for one in found(material("", ""), "consistency")]
    assert "no-triples" not in [one.rule for one in found(material(), "consistency")]


def test_what_is_refused_in_data_deprecates_nothing() -> None:
    said = found(material(DATA + "kompas:Value owl:deprecated true ."), "vocabulary")
    assert {one.rule for one in said} == {"term-in-data"}
    ontology = found(material(ontology=ONTOLOGY + "kompas:Value owl:deprecated true ."), "vocabulary")
    assert "deprecated" in {one.rule for one in ontology}


@pytest.mark.parametrize(
    "text", ["x", "»", "“", "æ", "a-", "aβ", "β", "-", ":", "a:", "<a ", "&", "1", "ord ", " ", ".", "'", "_", "x_1"]
)
def test_no_word_takes_the_square_of_its_length(text: str) -> None:
    label = text * (300_000 // len(text))
    made = material(DATA.replace('"frihed"', f'"{label}"').replace('"freedom"', f'"{label}"'))
    start = time.process_time()
    found(made, "text", "vocabulary")
    assert time.process_time() - start < 5


def test_names_in_queries() -> None:
    text = '''PREFIX a: <urn:a/> # b:c <urn:no>
    SELECT $this { $this a:b.c , a:d\\,e . ?x:y a <urn:e> ; z:no "a:b <urn:f>" , """ " a:b """
      FILTER STRSTARTS(?x, STR(a:)) }'''
    assert list(named(text, {})) == ["urn:a/b.c", "urn:a/d,e", "urn:e"]
