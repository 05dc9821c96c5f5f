"""A thing that is misspelt where it is described is told of there, once, and not wherever it is used."""

from __future__ import annotations

import pytest
from test_validation_checks import DATA, ONTOLOGY, SHAPES, at, found, material, source

from kg.namespaces import ID, KOMPAS, ONTOLOGY_GRAPH, SHAPE, SHAPES_GRAPH
from kg.validation import text
from kg.validation.material import Files, Material

USED = """
id:value-peace a kompas:Value ; kompas:number 2 ; kompas:within id:value-freedom ; kompas:evidence id:passage-0-7 .
id:value-trust a kompas:Value ; kompas:number 3 ; kompas:within id:value-freedom ; kompas:evidence id:passage-0-7 .
"""
ALSO = "id:value-order a kompas:Value ; kompas:number 4 ; kompas:within id:value-freedom ."
PASSAGE = (DATA + USED).replace("passage-0-7", "passage-10-27")
HALF = """
id:value-freedom a kompas:Value ; rdfs:comment "frihed"@da .
"""
GROUNDED = SHAPES + (
    "shape:Value sh:property shape:Value-evidence .\n"
    "shape:Value-evidence a sh:PropertyShape ; sh:path kompas:evidence ; sh:minCount 1 ;\n"
    '    sh:message "Giv den et tekststed."@da , "Give it a passage."@en .\n'
)


def named(name: str, new: str, data: str = DATA + USED) -> str:
    """Let a thing be described by another name, and still be used by its own."""
    return data.replace(f"id:{name} a ", f"id:{new} a ", 1)


@pytest.mark.parametrize(
    ("data", "thing", "meant", "line", "users"),
    [
        (named("value-freedom", "value-fredeom"), "value-fredeom", "value-freedom", 2, 2),
        (named("value-freedom", "value-freedm"), "value-freedm", "value-freedom", 2, 2),
        (named("passage-10-27", "passage-10-72", PASSAGE), "passage-10-72", "passage-10-27", 7, 3),
    ],
)
def test_a_misspelt_description_is_told_of_instead_of_its_uses(
    data: str, thing: str, meant: str, line: int, users: int
) -> None:
    (finding,) = found(material(data), "vocabulary")
    assert (finding.rule, finding.thing, at(finding)) == ("misnamed", ID + thing, ("values.ttl", line))
    assert (finding.severity, finding.suggestion) == ("violation", f"id:{meant}")
    assert f"{users} ting" in finding.message.da
    assert f"{users} things" in finding.message.en


def test_a_misspelt_declaration_is_told_of_instead_of_its_uses() -> None:
    ontology = ONTOLOGY.replace("kompas:within a", "kompas:wihtin a")
    (finding,) = found(material(DATA + USED, ontology), "vocabulary")
    assert (finding.rule, finding.thing, finding.suggestion) == ("misnamed", KOMPAS + "wihtin", "kompas:within")
    assert at(finding) == ("values.ttl", 6)


@pytest.mark.parametrize(
    "data",
    [
        DATA + USED.replace("id:value-freedom", "id:value-freedm") + ALSO,  # the other is used too
        DATA.replace("id:value-freedom", "id:value-liberty") + USED,  # another name altogether
        DATA.replace("id:passage-0-7 a ", "id:passage-0-8 a ") + USED,  # another passage
        DATA + ALSO.replace("id:value-freedom", "id:value-freedm"),  # by one thing, as likely misspelt itself
    ],
    ids=["used", "unlike", "other-digits", "by-one"],
)
def test_what_is_no_slip_of_the_description_stays_where_it_is_used(data: str) -> None:
    assert {one.rule for one in found(material(data), "vocabulary")} == {"dangling"}


def test_a_thing_described_in_two_files_and_misspelt_in_one() -> None:
    whole = material(DATA + USED + HALF, rules=GROUNDED)
    assert "misnamed" not in {one.rule for one in found(whole, "vocabulary", "shapes")}
    broken = material(named("value-freedom", "value-fredeom") + HALF, rules=GROUNDED)
    told = found(broken, "vocabulary", "shapes")
    assert [(one.rule, one.thing) for one in told] == [("misnamed", ID + "value-fredeom")]
    assert {one.path for one in found(broken, "shapes")} == {KOMPAS + "number", KOMPAS + "evidence"}


def test_a_users_files_are_misspelt_and_not_what_they_use() -> None:
    own = source("data/values.ttl", DATA)
    theirs = USED.replace("id:value-freedom", "id:value-freedm")
    added = source("more.ttl", theirs)
    rules = source("ontology/shapes/values.ttl", SHAPES, SHAPES_GRAPH)
    files = Files((source("ontology/values.ttl", ONTOLOGY, ONTOLOGY_GRAPH), own, added), (rules,), given=(added,))
    made = Material(text.attempted(files.data).quads, text.attempted(files.shapes).quads, files)
    assert {one.rule for one in found(made, "vocabulary")} == {"dangling"}


def test_a_class_used_as_a_property_is_no_missing_name() -> None:
    ontology = ONTOLOGY + "kompas:Number a owl:Class ."
    data = DATA.replace("kompas:number", "kompas:Number") + USED.replace("kompas:number", "kompas:Number")
    rules = SHAPES.replace("kompas:number", "kompas:evidence")
    assert {one.rule for one in found(material(data, ontology, rules), "vocabulary")} == {"not-a-property"}


@pytest.mark.parametrize(
    ("missing", "other", "suggestion"),
    [
        ("value-fredom", "value-freedom", "id:value-freedom"),
        ("value-of-truth", "value-truth", "id:value-truth"),
        ("strength-decided", "strength-set-aside", ""),  # two words for one
        ("partnership-china", "partnership-india", ""),  # another word
        ("passage-0-8", "unit-0-8", ""),  # another kind, while there are passages
    ],
)
def test_what_is_proposed_is_another_form_of_the_name(missing: str, other: str, suggestion: str) -> None:
    data = f"{DATA} id:{other} a kompas:Value . id:value-peace a kompas:Value ; kompas:within id:{missing} ."
    (finding,) = (one for one in found(material(data), "vocabulary") if one.rule == "dangling")
    assert finding.suggestion == suggestion


def test_a_misspelt_choice_of_a_shape_is_told_of_instead_of_what_it_refuses() -> None:
    rules = SHAPES.replace("path kompas:number", "path kompas:within").replace("minCount 1", "in ( id:value-fredom )")
    told = found(material(DATA + USED, rules=rules), "vocabulary", "shapes")
    assert [(one.rule, one.thing, one.suggestion) for one in told] == [
        ("undeclared-term", SHAPE + "Value-number", "id:value-freedom")
    ]
