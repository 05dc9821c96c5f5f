"""Findings stand at the line that is wrong, also where no simple path, no class or no engine tells which it is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from test_validation_checks import DATA, HEAD, ONTOLOGY, SHAPES, at, found, material, only, report

from kg.namespaces import ID, KOMPAS, OA
from kg.validation.checking import verify
from kg.validation.engines import ENGINES

if TYPE_CHECKING:
    from pathlib import Path

    from kg.validation.engines import Engine

NODE = SHAPES.partition("    sh:property")[0]
SAME = "sh:path ( kompas:number [ sh:inversePath kompas:number ] ) ; sh:maxCount 1"
TERMS = """
kompas:Unit a owl:Class .
kompas:judgement a owl:ObjectProperty .
kompas:onUnit a owl:ObjectProperty .
oa:start a owl:DatatypeProperty .
oa:end a owl:DatatypeProperty .
id:judgement-statement a kompas:Value .
id:judgement-rhetoric a kompas:Value .
"""
UNIT = "id:unit-0-9 a kompas:Unit ;\n    kompas:judgement id:judgement-{} ;\n    oa:start {} ;\n    oa:end {} .\n"
PASSAGE = "id:passage-0-7 a kompas:Passage ; kompas:onUnit id:unit-0-9 ; oa:start 0 ; oa:end 7 ."


@pytest.mark.parametrize("engine", ENGINES)
def test_a_path_of_steps_is_placed_at_its_first_property(engine: Engine) -> None:
    data = DATA + 'id:value-peace a kompas:Value ;\n    skos:prefLabel "fred"@da ;\n    kompas:number 1 .'
    rules = SHAPES.replace("sh:path kompas:number ;\n    sh:minCount 1", SAME)
    findings = found(material(data, rules=rules), "shapes", engine=engine)
    assert [at(one) for one in findings] == [("values.ttl", 4), ("values.ttl", 10)]


@pytest.mark.parametrize("engine", ENGINES)
def test_values_that_exclude_each_other_are_premises(engine: Engine) -> None:
    inner = "[ sh:property [ sh:path kompas:number ; sh:hasValue {} ] , [ sh:path kompas:evidence ; sh:hasValue {} ] ]"
    rules = NODE + f"    sh:or ( {inner.format(1, 'id:x')} {inner.format(2, 'id:passage-0-7')} ) ."
    (finding,) = found(material(rules=rules), "shapes", engine=engine)
    assert at(finding) == ("values.ttl", 2)
    assert [premise.triple.split()[1] for premise in finding.premises] == ["kompas:number", "kompas:evidence"]
    assert [premise.place and premise.place.line - HEAD for premise in finding.premises] == [4, 5]


def test_property_shapes_with_names_of_their_own_are_no_premises_of_the_shape_around_them() -> None:
    rules = SHAPES.replace("minCount 1", "maxCount 2") + "shape:Value sh:not [ sh:class kompas:Value ] ."
    (finding,) = found(material(rules=rules), "shapes")
    assert finding.premises == ()


def test_what_stands_in_brackets_is_found_there() -> None:
    terms = (
        ONTOLOGY + "kompas:near a owl:ObjectProperty ;\n    owl:propertyChainAxiom (\n kompas:within kompas:withn ) ."
    )
    (finding,) = (one for one in found(material(ontology=terms), "vocabulary") if one.rule == "undeclared-term")
    assert (at(finding), finding.thing) == (("values.ttl", ONTOLOGY.count("\n") + 3), KOMPAS + "near")


def test_a_thing_without_a_class_is_told_of_once_at_its_block() -> None:
    data = DATA.replace("id:passage-0-7 a kompas:Passage", "id:passage-0-7 kompas:number 2")
    finding = only(material(data), "vocabulary")
    assert (finding.rule, finding.thing, at(finding)) == ("no-class", ID + "passage-0-7", ("values.ttl", 7))
    assert finding.also == (ID + "value-freedom",)


@pytest.mark.parametrize(
    "axiom", ["rdfs:subClassOf prov:Entiyt", "owl:disjointWith skos:Conept", "owl:equivalentClass kompas:Valeu"]
)
def test_an_axiom_about_a_term_that_nothing_declares(axiom: str) -> None:
    head = "@prefix prov: <http://www.w3.org/ns/prov#> .\n"
    terms = f"{head}{ONTOLOGY}kompas:Aim a owl:Class ;\n    {axiom} ."
    finding = only(material(ontology=terms), "vocabulary")
    assert (finding.rule, at(finding)[1]) == ("undeclared-term", terms.count("\n") + 1)


def test_a_misspelt_term_of_another_vocabulary_in_the_query_of_a_shape() -> None:
    rules = SHAPES + 'shape:Value-q sh:select "SELECT $this WHERE { $this skos:prefLabl ?label ; rdf:type ?t }" .'
    finding = only(material(rules=rules), "vocabulary")
    assert (finding.rule, finding.suggestion, at(finding)[1]) == ("undeclared-term", "skos:prefLabel", 10)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("@da", "@da-DK", "language-tag"),
        ("@en", "@en-gb", "language-tag"),
        ("frihed", "fri\u00adhed", "character"),
        ("frihed", "fri\u200bhed", "character"),
        ("frihed", "fri\u202ehed", "character"),
        ("frihed", "fri\\u00ADhed", "character"),
        ("frihed", "fri\u200dhed @da-DK", None),
    ],
)
def test_tags_and_characters_that_nobody_sees(old: str, new: str, rule: str | None) -> None:
    findings = found(material(DATA.replace(old, new, 1)), "text")
    assert [(one.rule, at(one)) for one in findings] == ([(rule, ("values.ttl", 3))] if rule else [])


def test_things_that_are_called_the_same_in_every_language() -> None:
    other = 'id:{} a {} ;\n    skos:prefLabel "frihed"@da , "{}"@en .\n'
    data = DATA + other.format("a", "kompas:Value", "liberty") + other.format("b", "kompas:Pillar", "freedom")
    assert found(material(data), "vocabulary") == []
    findings = found(material(data + other.format("c", "kompas:Value", "freedom")), "vocabulary")
    assert [(one.rule, one.severity, at(one)[1]) for one in findings] == [
        ("same-labels", "warning", 3), ("same-labels", "warning", 13),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "data", "rule", "line"),
    [
        (("statement", 0, 9), DATA.rpartition("id:passage")[0] + PASSAGE, "", 0),
        (("rhetoric", 0, 9), DATA.rpartition("id:passage")[0] + PASSAGE, "misjudged-unit", 2),
        (("statement", 0, 9), PASSAGE, "misjudged-unit", 2),
        (("rhetoric", 0, 8), PASSAGE, "passage-name", 4),
        (("rhetoric", 1, 9), PASSAGE, "passage-name", 3),
        (("rhetoric", "0.5", 9), PASSAGE, "passage-name", 3),
    ],
)
def test_units(unit: tuple[object, ...], data: str, rule: str, line: int) -> None:
    findings = found(material(UNIT.format(*unit) + data, ONTOLOGY + TERMS), "evidence")
    assert [(one.rule, at(one)[1]) for one in findings] == ([(rule, line)] if rule else [])


TEXT = "frihed og fred for alle mennesker"
LETTERS = hashlib.sha256(b"frihed").hexdigest()
SOURCE = """
id:text-a a kompas:Value ;
    kompas:digest "{}" ;
    kompas:characterCount {} .
id:passage-0-6 a kompas:Passage ; oa:hasSource id:text-a ; oa:start 0 ; oa:end 6 ;
    kompas:letterCount {} ;
    kompas:letterDigest "{}" .
id:passage-10-14 a kompas:Passage ; oa:hasSource id:text-a ; oa:start 10 ; oa:end 14 ;
    kompas:letterCount 4 ; kompas:letterDigest "{}" .
"""


@pytest.mark.parametrize(
    ("change", "rule", "path"),
    [
        ({}, "", ""),
        ({1: 99}, "other-text", KOMPAS + "characterCount"),
        ({0: "0" * 64}, "other-text", KOMPAS + "digest"),
        ({2: 7}, "failed-passage", KOMPAS + "letterCount"),
        ({3: "0" * 64}, "failed-passage", KOMPAS + "letterDigest"),
        ({2: 7, 3: "0" * 64}, "failed-passage", ""),
    ],
)
def test_what_is_said_of_the_text_is_held_to_it(
    tmp_path: Path, change: dict[int, object], rule: str, path: str
) -> None:
    file = tmp_path / "text.txt"
    file.write_text(TEXT, encoding="utf-8")
    right = [hashlib.sha256(TEXT.encode()).hexdigest(), len(TEXT), 6, LETTERS, hashlib.sha256(b"fred").hexdigest()]
    made = material(SOURCE.format(*(change.get(at, value) for at, value in enumerate(right))))
    assert [(one.rule, one.path) for one in verify(made, file).findings] == ([(rule, path)] if rule else [])


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        (SHAPES.replace("minCount 1", 'minCount "one"'), 8),
        (SHAPES.replace("minCount 1", 'pattern "("'), 8),
        (NODE + '    sh:sparql [\n sh:select "SELECT $this WHERE { $this ?p " ] .', 5),
        (SHAPES + "shape:Other sh:node shape:Other .", 10),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_trouble_with_shapes_names_the_line(rules: str, line: int, engine: Engine) -> None:
    made = report(material(rules=rules), "shapes", engine=engine)
    assert made.trouble
    file, _, position = made.trouble.place.partition(".ttl:")
    assert file == "ontology/shapes/values"
    assert int(position.partition(":")[0]) - HEAD == line


def test_a_pattern_that_only_another_dialect_reads_is_not_blamed() -> None:
    rules = SHAPES.replace("minCount 1", 'pattern "^\\\\p{Lu}"') + "shape:Other sh:node shape:Other ."
    assert [one for one in report(material(rules=rules), "shapes").findings if one.rule == "ill-formed"] == []


def test_a_unit_whose_place_is_no_number_is_left_out_of_the_ledger() -> None:
    data = UNIT.format("statement", '"x"', 9)
    assert [(one.rule, one.path) for one in found(material(data, ONTOLOGY + TERMS), "evidence")] == [
        ("passage-name", OA + "start"),
        ("no-passages", ""),
    ]
