"""Each check finds what is wrong, at its place, in both languages, and nothing in what is right."""

from __future__ import annotations

import logging
import re
import warnings
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT

from kg import namespaces
from kg.errors import KgError
from kg.loading import Source
from kg.namespaces import BACKGROUND_GRAPH, DOCUMENT_GRAPH, ID, KOMPAS, ONTOLOGY_GRAPH, SHAPE, SHAPES_GRAPH
from kg.reasoning import Closure
from kg.reasoning.facts import Facts
from kg.validation import consistency, engine_pyshacl, evidence, shapes, targets, text, vocabulary
from kg.validation.checking import examine, verify
from kg.validation.engines import ENGINES
from kg.validation.findings import CHECKS
from kg.validation.material import Files, Material
from kg.validation.report import from_bytes
from kg.validation.working import examine_files

if TYPE_CHECKING:
    from pathlib import Path

    from kg.validation.engines import Engine
    from kg.validation.findings import Check, Finding
    from kg.validation.report import Report

ONTOLOGY = """
kompas:Value a owl:Class ; owl:disjointWith kompas:Pillar .
kompas:Pillar a owl:Class .
kompas:Passage a owl:Class .
kompas:evidence a owl:ObjectProperty .
kompas:within a owl:ObjectProperty , owl:IrreflexiveProperty .
kompas:number a owl:DatatypeProperty .
skos:prefLabel a owl:AnnotationProperty .
"""
DATA = """
id:value-freedom a kompas:Value ;
    skos:prefLabel "frihed"@da , "freedom"@en ;
    kompas:number 1 ;
    kompas:evidence id:passage-0-7 .

id:passage-0-7 a kompas:Passage .
"""
SHAPES = """
shape:Value a sh:NodeShape ;
    sh:targetClass kompas:Value ;
    sh:property shape:Value-number .

shape:Value-number a sh:PropertyShape ;
    sh:path kompas:number ;
    sh:minCount 1 ;
    sh:message "Giv værdien et nummer."@da , "Give the value a number."@en .
"""
UNDECLARED = "undeclared-term"
WITHIN = "[ sh:path kompas:within ; sh:minCount 1 ]"
OWN = {
    "oa": "http://www.w3.org/ns/oa#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "shape": SHAPE,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MORE = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in OWN.items())
HEAD = (PREFIXES + MORE).count("\n")  # lines before what a test writes


def source(name: str, turtle: str, graph: str = DOCUMENT_GRAPH, head: str = PREFIXES + MORE) -> Source:
    return Source(ROOT / name, graph, (head + turtle).encode())


def material(data: str = DATA, ontology: str = ONTOLOGY, rules: str = SHAPES) -> Material:
    files = Files(
        (source("ontology/values.ttl", ontology, ONTOLOGY_GRAPH), source("data/values.ttl", data)),
        (source("ontology/shapes/values.ttl", rules, SHAPES_GRAPH),),
    )
    known, rules_known = text.attempted(files.data), text.attempted(files.shapes)
    assert known.errors + rules_known.errors == []
    return Material(known.quads, rules_known.quads, files, known.repeated)


def report(made: Material, *checks: Check, engine: Engine | None = None) -> Report:
    return examine(made, checks or CHECKS, Facts(()), engine)


def found(made: Material, *checks: Check, engine: Engine | None = None) -> list[Finding]:
    """Return the findings, without those on prefixes, of which these files declare more than they use."""
    made_of = report(made, *checks, engine=engine)
    assert made_of.trouble is None
    return [one for one in made_of.findings if not one.rule.endswith("-prefix")]


def only(made: Material, check: Check) -> Finding:
    (finding,) = found(made, check)
    assert finding.check == check
    assert finding.message.da
    assert finding.message.da != finding.message.en
    return finding


def at(finding: Finding) -> tuple[str, int]:
    """Return the file's name and the line below the prefixes."""
    assert finding.place
    return finding.place.file.rpartition("/")[2], finding.place.line - HEAD


def test_what_is_right_has_no_finding() -> None:
    made = report(material())
    assert [one for one in made.findings if not one.rule.endswith("-prefix")] == []
    assert made.passed
    assert [run.check for run in made.checks if run.ran] == list(CHECKS)
    assert {one.shape: one.nodes for one in made.shapes} == {SHAPE + "Value": 1, SHAPE + "Value-number": 1}


# Text


@pytest.mark.parametrize(
    ("data", "rule", "line"),
    [
        (DATA.replace("number 1", 'number "1_000"^^xsd:integer'), "lexical-form", 4),
        (DATA.replace("number 1", 'number "2022-02-30"^^xsd:date'), "lexical-form", 4),
        (DATA.replace("number 1", 'number "NaN"^^xsd:decimal'), "lexical-form", 4),
        (DATA.replace("id:passage-0-7 .", "[ a kompas:Passage ] .", 1), "blank-node", 5),
        (DATA + "id:value-freedom kompas:number 2 .", "repeated-subject", 8),
        (DATA.replace("frihed", "frihed\\u0007"), "character", 3),
        (DATA.replace("frihed", "frihed\\U00000085"), "character", 3),
        (DATA.replace("frihed", "fri\\bhed"), "character", 3),
        (DATA.replace("frihed", "fri\\\\u0007\\n\\u00e6"), None, 0),  # a backslash, and letters that are none of these
        (DATA.replace("frihed", "fri\x07hed"), "character", 3),
        (DATA.replace("frihed", "fr\u00c3\u00a6hed"), "encoding", 3),
        (DATA.replace("frihed", "Årø, æble – “ß”"), None, 0),
    ],
)
def test_text(data: str, rule: str | None, line: int) -> None:
    if rule is None:
        assert found(material(data), "text") == []
        return
    finding = only(material(data), "text")
    assert (finding.rule, finding.severity) == (rule, "violation")
    assert at(finding) == ("values.ttl", line)


def test_the_same_subject_may_stand_once_in_each_graph() -> None:
    files = [
        source("data/a.ttl", "id:a kompas:number 1 ."),
        source("data/b.ttl", "id:a kompas:number 2 .", BACKGROUND_GRAPH),
    ]
    known = text.attempted(files)
    made = Material(known.quads, [], Files(tuple(files), ()), known.repeated)
    assert not [one for one in found(made, "text") if one.thing]
    files.append(source("data/c.ttl", "id:a kompas:number 3 ."))
    known = text.attempted(files)
    (finding,) = found(Material(known.quads, [], Files(tuple(files), ()), known.repeated), "text")
    assert (finding.rule, at(finding)) == ("repeated-subject", ("c.ttl", 1))


@pytest.mark.parametrize(
    ("head", "rules"),
    [
        (PREFIXES, ["unused-prefix"]),
        (
            "@prefix kompas: <https://w3id.org/kompas/def#> .\n@prefix id: <https://w3id.org/kompas/id/> .\n",
            ["unsorted-prefix"],
        ),
        (
            "@prefix id: <https://w3id.org/kompas/id/> .\n@prefix kompas: <https://w3id.org/kompas/df#> .\n",
            ["prefix-of-table"],
        ),
        ("@prefix id: <https://w3id.org/kompas/id/> .\n@prefix kompas: <https://w3id.org/kompas/def#> .\n", []),
    ],
)
def test_prefixes(head: str, rules: list[str]) -> None:
    one = source("data/a.ttl", 'id:a a kompas:Value ; kompas:note "owl: skos:x"@da . # owl:y <skos:>', head=head)
    found = text.check_files([one])
    assert sorted({finding.rule for finding in found}) == rules
    assert all(finding.place for finding in found)


def test_what_is_not_turtle_is_a_finding_and_nothing_else_was_checked() -> None:
    files = (source("data/a.ttl", "id:a a kompas:Value"), source("data/b.ttl", "id:b a ."), source("data/c.ttl", DATA))
    made = from_bytes(examine_files(Files(files, ()), CHECKS, "rust"))
    assert made.outcome() == "unchecked"
    assert made.trouble
    assert re.fullmatch(r"data/a.ttl:\d+:\d+: .*expected.* \(and data/b.ttl:\d+:\d+\)", made.trouble.of("en"))
    assert [(one.rule, at(one)) for one in made.findings] == [("syntax", ("a.ttl", 1)), ("syntax", ("b.ttl", 1))]
    assert [run.ran for run in made.checks] == [True, False, False, False, False]
    with pytest.raises(KgError, match=r"a\.ttl"):
        text.parsed(files)


# Vocabulary


@pytest.mark.parametrize(
    ("data", "rule", "line", "suggestion"),
    [
        (DATA.replace("a kompas:Value", "a kompas:Valeu"), "undeclared-class", 2, "kompas:Value"),
        (DATA.replace("kompas:number", "kompas:nummber"), "undeclared-property", 4, "kompas:number"),
        (DATA.replace("skos:prefLabel", "skos:preflabel"), "undeclared-property", 3, "skos:prefLabel"),
        (DATA.replace("kompas:number 1", "rdfs:subClasOf kompas:Value"), "undeclared-property", 4, "rdfs:subClassOf"),
        (DATA.replace("kompas:number 1", "kompas:Value 1"), "not-a-property", 4, ""),
        (DATA.replace("number 1", 'number "1"^^xsd:interger'), "undeclared-datatype", 4, "xsd:integer"),
        (DATA.replace("number 1", "within id:value-fredom"), "dangling", 4, "id:value-freedom"),
        (DATA.replace("evidence id:passage-0-7", "evidence id:passage-0-8"), "dangling", 5, ""),
        (DATA + "id:value-peace kompas:within id:value-peace .", "no-class", 8, ""),
        (
            DATA.replace("number 1", "within <https://w3id.org/kompas/value-freedom>"),
            "foreign-namespace",
            4,
            "id:value-freedom",
        ),
        (DATA.replace("kompas:number 1", "sh:minCount 1"), "shape-in-data", 4, ""),
    ],
)
def test_vocabulary(data: str, rule: str, line: int, suggestion: str) -> None:
    findings = found(material(data), "vocabulary")
    finding = next(one for one in findings if one.rule == rule)
    assert at(finding) == ("values.ttl", line)
    assert finding.suggestion == suggestion


def test_a_code_that_its_link_contradicts() -> None:
    country = (
        'id:country-a kompas:isoAlpha3 "{code}" ;\n'
        "    skos:exactMatch <http://publications.europa.eu/resource/authority/country/DNK> ."
    )
    terms = ONTOLOGY + "kompas:isoAlpha3 a owl:DatatypeProperty . skos:exactMatch a owl:ObjectProperty ."
    assert "code-of-another" not in {
        one.rule for one in found(material(country.format(code="DNK"), terms), "vocabulary")
    }
    (finding,) = (
        one for one in found(material(country.format(code="DMA"), terms), "vocabulary") if one.rule == "code-of-another"
    )
    assert (finding.value, finding.suggestion) == ("DMA", "DNK")
    assert at(finding) == ("values.ttl", 1)


def test_terms_of_others_are_theirs_and_are_said_to_be_held_to_nothing() -> None:
    strange = "<https://example.org/p> <https://example.org/o> ; <https://example.org/q> 2"
    (finding,) = found(material(DATA.replace("kompas:number 1", strange)), "vocabulary")
    assert (finding.rule, finding.severity, finding.path) == (
        "undeclared-vocabulary", "info", "https://example.org/p",
    )  # fmt: skip
    assert at(finding) == ("values.ttl", 4)


@pytest.mark.parametrize(
    ("rules", "rule", "line", "suggestion"),
    [
        (SHAPES.replace("sh:minCount", "sh:mincount"), "unknown-term", 8, "sh:minCount"),
        (SHAPES.replace("sh:minCount 1", "sh:rule id:value-freedom"), "ignored-term", 8, ""),
        (SHAPES.replace("sh:minCount 1", "sh:qualifiedValueShape shape:Value"), "ignored-constraint", 8, ""),
        (SHAPES.replace("targetClass kompas:Value", "targetClass kompas:Valeu"), "undeclared-term", 3, "kompas:Value"),
        (SHAPES.replace("path kompas:number", "path ( kompas:evidence kompas:numer )"), UNDECLARED, 7, "kompas:number"),
        (SHAPES.replace("targetClass kompas:Value", "targetClass skos:Conceptt"), "undeclared-term", 3, ""),
        (SHAPES.replace("Value-number .", "Value-numer ."), UNDECLARED, 4, "shape:Value-number"),
        (
            SHAPES + 'shape:Value-query sh:select "SELECT $this WHERE { $this a kompas:Valeu ; ?p \'kompas:no\' }" .',
            "undeclared-term",
            10,
            "kompas:Value",
        ),
        (SHAPES + 'shape:Value-q sh:select "SELECT $this { FILTER (?q = $this) }" .', "unbound-variable", 10, ""),
        (SHAPES + 'shape:Value-q sh:severity sh:Info ; sh:select "SELECT $this { }" .', "ignored-constraint", 10, ""),
    ],
)  # fmt: skip
def test_vocabulary_of_shapes(rules: str, rule: str, line: int, suggestion: str) -> None:
    finding = next(one for one in found(material(rules=rules), "vocabulary") if one.rule == rule)
    assert finding.place
    assert "shapes" in finding.place.file
    assert at(finding)[1] == line
    assert finding.suggestion == suggestion


def test_the_terms_of_shacl_are_those_of_its_vocabulary_and_of_the_engine() -> None:
    import rdflib
    from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
    from rdflib.namespace import SH

    from kg.validation import shacl

    defined = {name for name in SH.__annotations__ if not name.endswith("ConstraintComponent")}
    assert defined - shacl.READ - shacl.PASSED_OVER == set()
    assert {str(term).removeprefix(str(SH)) for term in CONSTRAINT_PARAMETERS_MAP} <= shacl.READ
    assert not shacl.READ & shacl.PASSED_OVER
    assert shacl.NAMING_TERMS | set(shacl.NEEDS) <= shacl.READ
    assert rdflib.NORMALIZE_LITERALS


# Shapes


def test_a_shape_that_fires_names_thing_value_and_line() -> None:
    rules = SHAPES.replace("sh:minCount 1", "sh:minInclusive 2 ; sh:severity sh:Warning")
    finding = only(material(rules=rules), "shapes")
    assert (finding.severity, finding.rule, finding.thing) == ("warning", SHAPE + "Value-number", ID + "value-freedom")
    assert (finding.path, finding.value) == (KOMPAS + "number", "1")
    assert finding.component.endswith("#MinInclusiveConstraintComponent")
    assert finding.message == ("Giv værdien et nummer.", "Give the value a number.")
    assert finding.label == ("frihed", "freedom")
    assert finding.passage == ID + "passage-0-7"
    assert at(finding) == ("values.ttl", 4)


def test_what_is_missing_is_placed_at_its_thing() -> None:
    assert at(only(material(DATA.replace("    kompas:number 1 ;\n", "")), "shapes")) == ("values.ttl", 2)


def test_a_query_keeps_its_languages_and_fills_in_the_value() -> None:
    rules = SHAPES.replace("sh:property shape:Value-number", "sh:sparql shape:Value-query").partition(
        "shape:Value-number a"
    )[0]
    rules += """
shape:Value-query a sh:SPARQLConstraint ;
    sh:select "SELECT $this ?value WHERE { $this <https://w3id.org/kompas/def#number> ?value }" ;
    sh:message "Ikke {?value}."@da , "Not {?value}."@en .
"""
    assert only(material(rules=rules), "shapes").message == ("Ikke 1.", "Not 1.")


def test_a_shape_without_a_message_says_something() -> None:
    made = material(
        DATA.replace("    kompas:number 1 ;\n", ""), rules=SHAPES.replace("    sh:message", "    rdfs:comment")
    )
    assert "shape:Value-number" in only(made, "shapes").message.en


def test_a_shape_without_a_name_is_told_of_by_the_one_around_it() -> None:
    rules = f"shape:Value a sh:NodeShape ; sh:targetClass kompas:Value ; sh:property {WITHIN} ."
    assert only(material(rules=rules), "shapes").rule == SHAPE + "Value"


def test_targets_on_properties_give_what_targets_on_nodes_give(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = (
        SHAPES.replace("minCount 1", "minCount 2")
        + """
shape:Other a sh:NodeShape ; sh:targetSubjectsOf kompas:number ; sh:property shape:Value-number ; sh:node shape:Inner .
shape:Inner a sh:NodeShape ; sh:targetNode id:value-freedom ; sh:property [ sh:path kompas:within ; sh:minCount 1 ] .
shape:Off a sh:NodeShape ; sh:deactivated true ; sh:targetClass kompas:Value ;
    sh:property [ sh:path kompas:within ; sh:minCount 1 ] .
"""
    )
    made = material(rules=rules)
    fast = shapes.check([made.facts], made.shapes, "pyshacl")
    monkeypatch.setattr(engine_pyshacl, "hoisted", lambda quads: quads)
    assert shapes.check([made.facts], made.shapes, "pyshacl") == fast
    assert shapes.check([made.facts], made.shapes, "rust") == fast
    assert [one.rule.removeprefix(SHAPE) for one in fast] == ["Inner", "Other", "Value-number"]


MINUS = 'sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?o MINUS { ?o ?p $this } }" ] .'


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (SHAPES + "shape:Value " + MINUS, "MINUS"),
        (SHAPES + 'shape:Value sh:sparql [ sh:select "SELECT $this WHERE { $this ?p " ] .', "cannot be checked"),
        (SHAPES + 'shape:Value sh:sparql [ sh:select "SELECT $this { { SELECT ?a { ?a ?b ?c } } }" ] .', "$this"),
        (
            SHAPES + 'shape:Value sh:sparql [ sh:select "SELECT ?x WHERE { ?x ?p $this }" ] .',
            "no $this among its columns",
        ),
        (SHAPES + 'shape:Value sh:sparql [ sh:select "ASK { $this ?p ?o }" ] .', "no $this among its columns"),
        (SHAPES.replace("minCount 1", 'minCount "one"'), "minCount"),
        (SHAPES.replace("minCount 1", 'pattern "("'), "cannot be checked"),
        (SHAPES.replace("    sh:path kompas:number ;\n", ""), "has no sh:path"),
        (SHAPES + "shape:Value sh:node shape:Value .", "shape:Value -> shape:Value"),
        (SHAPES.replace("minCount 1", "node shape:Value"), "recursive"),
        (SHAPES + "shape:Value sh:rule [ a sh:TripleRule ] .", "is not run"),
        (SHAPES + "shape:Value sh:js [ a sh:JSConstraint ] .", "is not run"),
        (SHAPES + "shape:Value sh:target [ a sh:SPARQLTarget ] .", "is not run"),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_that_cannot_check_is_trouble(rules: str, said: str, engine: Engine) -> None:
    made = report(material(rules=rules), "shapes", engine=engine)
    assert made.trouble
    assert said in made.trouble.of("en")
    assert re.fullmatch(r"shapes|ontology/shapes/values\.ttl:\d+:\d+", made.trouble.place)
    assert "\n" not in made.trouble.of("en")
    assert made.outcome("info") == "unchecked"
    assert made.trouble.message.da != made.trouble.message.en


@pytest.mark.parametrize(
    ("rules", "path"),
    [
        (SHAPES + "shape:Value sh:minCount 1 .", ""),
        (SHAPES.replace("minCount 1", 'datatype "integer"'), "datatype"),
        (SHAPES.replace("minCount 1", "maxCount 1 , 2"), "maxCount"),
        (SHAPES + "shape:Value sh:property [ sh:path kompas:number ; sh:maxCount 1 , 2 ] .", "maxCount"),
    ],
)
def test_a_shape_that_breaks_the_rules_of_shacl_is_a_finding(rules: str, path: str) -> None:
    findings = [one for one in found(material(rules=rules), "shapes") if one.rule == "ill-formed"]
    assert {one.path.rpartition("#")[2] for one in findings} == {path}
    assert {one.severity for one in findings} == {"violation"}
    assert all(one.place and "shapes" in one.place.file for one in findings)


@pytest.mark.parametrize("rounds", [3, 10])
def test_recursion_never_conforms_by_silence(rounds: int) -> None:
    chain = "".join(
        f"shape:R{number} sh:property [ sh:path kompas:within ; sh:node shape:R{(number + 1) % rounds} ] .\n"
        for number in range(rounds)
    )
    made = report(material(rules=SHAPES + chain), "shapes")
    assert made.trouble
    assert "recursive" in made.trouble.message.en
    assert made.outcome() == "unchecked"


@pytest.mark.parametrize("rules", [SHAPES, SHAPES.replace("minCount 1", 'pattern "("')])
def test_pyshacl_leaves_nothing_behind(
    rules: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import rdflib
    from rdflib import Literal

    before = (logging.getLogger("pyshacl-validate").handlers[:], warnings.filters[:])
    made = material(rules=rules)
    held = list(made.asserted), list(made.shapes)
    for normalize in (False, True):
        monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", normalize)
        try:
            shapes.check([made.facts], made.shapes, "pyshacl")
        except KgError:
            assert rules != SHAPES
        assert normalize == rdflib.NORMALIZE_LITERALS
        assert Literal("1", datatype=rdflib.XSD.boolean).value is True
    assert before == (logging.getLogger("pyshacl-validate").handlers, warnings.filters)
    assert held == (made.asserted, made.shapes)
    assert capfd.readouterr() == ("", "")


# Shapes that check nothing


@pytest.mark.parametrize(
    ("rules", "rule", "severity"),
    [
        (SHAPES.replace("targetClass kompas:Value", "targetClass kompas:Pillar"), "no-focus", "violation"),
        (SHAPES.replace("targetClass kompas:Value", "targetNode id:value-nowhere"), "no-focus", "violation"),
        (SHAPES.replace("targetClass kompas:Value", "targetObjectsOf kompas:within"), "no-focus", "violation"),
        (SHAPES + "shape:Lonely a sh:NodeShape ; sh:nodeKind sh:IRI .", "no-target", "violation"),
        (SHAPES + 'shape:Value kompas:noFocusBecause "Endnu ikke."@da , "Not yet."@en .', "needless-excuse", "warning"),
        ("# nothing", "no-shapes", "violation"),
    ],
)
def test_a_shape_that_checks_nothing_is_a_finding(rules: str, rule: str, severity: str) -> None:
    findings = [one for one in found(material(rules=rules), "shapes") if not one.rule.startswith("http")]
    assert [(one.rule, one.severity) for one in findings] == [(rule, severity)]
    assert findings[0].place or rule == "no-shapes"


def test_a_shape_may_say_why_it_meets_nothing() -> None:
    rules = SHAPES.replace(
        "targetClass kompas:Value", 'targetClass kompas:Pillar ; kompas:noFocusBecause "Nej."@da , "No."@en'
    )
    made = report(material(rules=rules), "shapes")
    assert made.findings == ()
    assert {one.shape: (one.nodes, one.excuse) for one in made.shapes} == {
        SHAPE + "Value": (0, ("Nej.", "No.")),
        SHAPE + "Value-number": (0, None),
    }


def test_counts_follow_subclasses_and_links() -> None:
    made = material(
        DATA + "id:a a kompas:Aim ; kompas:within id:b . id:b a kompas:Aim .",
        ONTOLOGY + "kompas:Aim rdfs:subClassOf kompas:Value .",
        SHAPES
        + "shape:In a sh:NodeShape ; sh:targetSubjectsOf kompas:within ; sh:node shape:Used . "
        + "shape:Used a sh:NodeShape ."
        + "shape:Out a sh:NodeShape ; sh:targetObjectsOf kompas:within ; sh:targetNode id:value-freedom .",
    )
    seen = {one.shape.removeprefix(SHAPE): one.nodes for one in targets.focus_counts([made.facts], made.shapes)}
    assert seen == {"Value": 3, "Value-number": 3, "In": 1, "Out": 2, "Used": None}


def test_parts_see_what_those_see_that_hold_them_but_not_what_is_off() -> None:
    rules = (
        "shape:Whole a sh:NodeShape ; sh:targetClass kompas:Value ; sh:property shape:Middle . "
        "shape:Middle a sh:PropertyShape ; sh:path kompas:number ; sh:property shape:Inner . "
        "shape:Inner a sh:PropertyShape ; sh:path kompas:within . "
        "shape:Off a sh:NodeShape ; sh:deactivated true ; sh:targetSubjectsOf kompas:number ; sh:property shape:Lost . "
        "shape:Lost a sh:PropertyShape ; sh:path kompas:within . "
        "shape:Alone a sh:PropertyShape ; sh:path kompas:within . "
    )
    made = material(DATA, ONTOLOGY, rules)
    seen = {one.shape.removeprefix(SHAPE): one.nodes for one in targets.focus_counts([made.facts], made.shapes)}
    assert seen == {"Whole": 1, "Middle": 1, "Inner": 1, "Off": 0, "Lost": 0, "Alone": None}


# Consistency


def test_a_contradiction_names_its_premises_and_place() -> None:
    finding = only(material(DATA.replace("number 1", "within id:value-freedom")), "consistency")
    assert finding.rule == "prp-irp"
    assert at(finding) == ("values.ttl", 4)
    (link,) = finding.premises
    assert link.triple == "id:value-freedom kompas:within id:value-freedom"
    assert link.place == finding.place


def test_disjoint_classes() -> None:
    finding = only(material(DATA.replace("a kompas:Value", "a kompas:Value , kompas:Pillar")), "consistency")
    assert (finding.rule, finding.thing) == ("cax-dw", ID + "value-freedom")
    assert at(finding) == ("values.ttl", 2)


# Evidence


@pytest.mark.parametrize(
    ("data", "rule", "line"),
    [
        (DATA.replace("evidence id:passage-0-7", "evidence id:value-freedom"), "not-a-passage", 5),
        (DATA.replace("a kompas:Passage", "a kompas:Passage ; oa:start 1"), "passage-name", 7),
        (DATA.replace("a kompas:Passage", "a kompas:Passage ; oa:start 0 ;\n    oa:end 8"), "passage-name", 8),
    ],
)
def test_evidence(data: str, rule: str, line: int) -> None:
    finding = only(material(data), "evidence")
    assert finding.rule == rule
    assert at(finding) == ("values.ttl", line)


CUT = (
    DATA
    + """
id:unit-0-9 a kompas:Unit ;
    oa:start 0 ;
    oa:end 9 .
id:unit-10-20 a kompas:Unit ;
    oa:start 10 ;
    oa:end 20 .
id:passage-2-12 a kompas:Passage ;
    kompas:onUnit id:unit-0-9 , id:unit-10-20 ;
    oa:start 2 ;
    oa:end 12 .
id:passage-0-20 a kompas:Passage ;
    oa:start 0 ;
    oa:end 20 .
id:value-freedom kompas:evidence id:passage-2-12 .
id:chapter-1 a kompas:Chapter ;
    kompas:extent id:passage-0-20 .
"""
)
"""Two units, a passage on both, and the extent of a part, which need not say its units."""


BOTH, ON = "id:unit-0-9 , id:unit-10-20", "    kompas:onUnit id:unit-0-9 , id:unit-10-20 ;\n"


@pytest.mark.parametrize(
    ("changes", "message", "suggestion"),
    [
        ({" , id:unit-10-20": ""}, "lies on id:unit-10-20: say so", "id:unit-10-20"),
        ({ON: ""}, f"lies on {BOTH}: say so", BOTH),
        ({"passage-2-12": "passage-10-12", "oa:start 2 ": "oa:start 10 "}, "does not lie on id:unit-0-9:", ""),
        ({"kompas:extent": "kompas:restatedIn"}, f"lies on {BOTH}: say so", BOTH),
        ({"    oa:start 0 ;\n    oa:end 20": f"{ON.replace(', id:unit-10-20 ', '')}    oa:start 0 ;\n    oa:end 20"},
         "lies on id:unit-10-20: say so", "id:unit-10-20"),
    ],
)  # fmt: skip
def test_a_passage_says_the_units_that_it_lies_on(changes: dict[str, str], message: str, suggestion: str) -> None:
    assert evidence.check(material(CUT).facts) == []
    changed = CUT
    for written, broken in changes.items():
        assert written in changed
        changed = changed.replace(written, broken)
    (finding,) = evidence.check(material(changed).facts)
    assert (finding.rule, finding.path, finding.suggestion) == ("passage-unit", KOMPAS + "onUnit", suggestion)
    assert message in finding.message.en


def passage(words: str, start: int) -> str:
    from kg.document.passages import passage as make
    from kg.document.passages import turtle

    return turtle(make(" " * start + words, start, start + len(words)))


def test_passages_are_verified_against_a_text(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("frihed og fred for alle mennesker", encoding="utf-8")
    made = material(passage("frihed", 0) + passage("fred", 10) + passage("ufred blandt naboer", 30))
    assert "not checked" in str(report(made, "evidence").checks[-1].note)
    verified = verify(made, path)
    (finding,) = verified.findings
    assert (finding.rule, finding.thing) == ("failed-passage", ID + "passage-30-49")
    assert finding.place
    (run,) = verified.checks
    assert "3 passages" in str(run.note)
    assert "; not found: 1" in str(run.note)
    assert "3 passages" in (report(made, "evidence") + verified).checks[-1].note.en  # type: ignore[union-attr]


def test_another_document_is_trouble(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("en helt anden tekst om noget andet", encoding="utf-8")
    with pytest.raises(KgError, match=r"text\.txt: no passage was found"):
        verify(material(passage("ufred blandt naboer", 30)), path)


def test_a_passage_without_its_place_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("frihed", encoding="utf-8")
    (finding,) = verify(material(), path).findings
    assert (finding.rule, finding.thing) == ("malformed-passage", ID + "passage-0-7")


def test_functions_take_plain_quads() -> None:
    quads = [ox.Quad(one.subject, one.predicate, one.object) for one in material().asserted]
    rules = [ox.Quad(one.subject, one.predicate, one.object) for one in material().shapes]
    assert shapes.check([Facts(quads)], rules) == vocabulary.check(Facts(quads), Facts(rules)) == []
    assert consistency.check(Closure(quads), quads) == []
    assert evidence.check(Facts(quads)) == []


# One fault, one finding


def test_what_is_only_inherited_is_told_of_at_its_cause() -> None:
    terms = ONTOLOGY + "kompas:partOf a owl:ObjectProperty ."
    data = (
        "id:a a kompas:Value ; kompas:within id:x , id:y .\n"
        "id:b a kompas:Value ; kompas:partOf id:a .\n"
        "id:c a kompas:Value ; kompas:within id:x , id:z .\n"
        "id:x a kompas:Passage . id:y a kompas:Passage . id:z a kompas:Passage ."
    )
    rules = SHAPES.replace("path kompas:number", "path kompas:within").replace("minCount", "maxCount")
    made = material(data, terms, rules)
    inherited = [ox.Quad(*(ox.NamedNode(one) for one in (ID + "b", KOMPAS + "within", ID + end))) for end in "xy"]
    findings = examine(made, ["shapes"], Facts(inherited)).findings
    assert [(one.thing, one.also) for one in findings] == [(ID + "a", (ID + "b",)), (ID + "c", ())]
    assert [premise.triple for premise in findings[0].premises] == [
        "id:a kompas:within id:x",
        "id:a kompas:within id:y",
    ]
    assert all(premise.place and premise.place.line - HEAD == 1 for premise in findings[0].premises)


def test_a_value_that_does_not_exist_is_not_of_the_wrong_class_too() -> None:
    rules = SHAPES.replace("path kompas:number", "path kompas:within").replace("minCount 1", "class kompas:Passage")
    made = material(DATA.replace("number 1", "within id:value-fredom"), rules=rules)
    assert [one.rule for one in found(made, "vocabulary", "shapes")] == ["dangling"]
    assert [one.rule for one in found(made, "shapes")] == [SHAPE + "Value-number"]


def test_a_query_is_placed_at_the_thing_that_it_found() -> None:
    query = "SELECT $this ?value {path} WHERE {{ ?value <{number}> 1 {bind} }}"
    rules = (
        SHAPES.partition("    sh:property")[0]
        + '    sh:sparql [ sh:select "{query}" ; sh:message "Nej."@da , "No."@en ] .'
    )
    data = DATA + "id:value-other a kompas:Value ."
    for path, bind, line in (("", "", 2), ("?path", f"BIND (<{KOMPAS}number> AS ?path)", 4)):
        text = query.format(path=path, number=KOMPAS + "number", bind=bind)
        findings = found(material(data, rules=rules.format(query=text)), "shapes")
        assert {at(one) for one in findings} == {("values.ttl", line)}


def test_a_repair_is_suggested_where_it_is_known() -> None:
    data = DATA.replace("number 1", 'number " 1_000"^^xsd:integer , "31/02/2020"^^xsd:date')
    assert [one.suggestion for one in found(material(data), "text")] == ["1000", ""]
    assert [(at(one), one.place and one.place.column) for one in found(material(data), "text")] == [
        (("values.ttl", 4), 19), (("values.ttl", 4), 43),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "written", "suggestion"),
    [
        ("datatype xsd:string", "number 1", '"1"^^xsd:string'),
        ("datatype xsd:date", "number 1", ""),
        ("in ( id:bound-about id:bound-over )", "number id:bound-abuot", "id:bound-about"),
    ],
)
def test_a_shape_that_knows_what_is_right_says_it(rule: str, written: str, suggestion: str) -> None:
    rules = SHAPES.replace("minCount 1", rule)
    (finding,) = found(material(DATA.replace("number 1", written), rules=rules), "shapes")
    assert finding.suggestion.removesuffix("^^xsd:string") == suggestion.removesuffix("^^xsd:string")


@pytest.mark.parametrize("range_", [
    "[ a rdfs:Datatype ; owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:maxInclusive 120 ] ) ]",
    "[ a rdfs:Datatype ; owl:oneOf ( 1 2 ) ]",
])  # fmt: skip
def test_what_the_reasoner_does_not_read_is_told(range_: str) -> None:
    declared = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in namespaces.PREFIXES.items())
    text = f"{declared}kompas:number a owl:DatatypeProperty ; rdfs:range {range_} . id:a kompas:number 130 ."
    quads = list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    (finding,) = consistency.check(Closure(quads), quads)
    assert (finding.severity, finding.rule, finding.thing) == ("info", "outside-owl-rl", KOMPAS + "number")
    assert "no value is held to it" in finding.message.en
    assert "ingen værdi" in finding.message.da
