"""Contradictions: each rule finds its own, blames the right things, and leaves the near miss alone."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from contradiction_cases import CONTRADICTIONS

from kg.reasoning.contradictions import Contradiction, contradictions
from kg.reasoning.datatypes import well_formed

PREFIXES = """\
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
XSD = "http://www.w3.org/2001/XMLSchema#"


def found_in(turtle: str) -> list[Contradiction]:
    return contradictions(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))


def named(found: Contradiction) -> str:
    return " ".join(sorted(thing.value.rpartition("/")[2] for thing in found.individuals))


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_each_rule_finds_what_it_forbids_and_blames_the_right_things(name: str) -> None:
    case = CONTRADICTIONS[name]
    found = found_in(case.wrong)
    assert [one.rule for one in found] == [name.partition(",")[0]]
    assert named(found[0]) == case.blamed
    assert len(found[0].premises) == case.premises, found[0].premises


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_no_rule_finds_anything_in_the_near_miss(name: str) -> None:
    assert found_in(CONTRADICTIONS[name].near) == []


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_messages_are_in_two_languages_and_name_the_things(name: str) -> None:
    (found,) = found_in(CONTRADICTIONS[name].wrong)
    danish, english = found.message("da"), found.message("en")
    assert danish != english
    for word in CONTRADICTIONS[name].blamed.split():
        assert f"https://example.org/{word}" in danish
        assert f"https://example.org/{word}" in english


def test_one_wrong_type_is_one_finding_with_its_consequences() -> None:
    given = (":A owl:disjointWith :B . :C rdfs:subClassOf :A . :D rdfs:subClassOf :B . :C owl:disjointWith :D ."
             ":x a :C , :D . :y a :C .")  # fmt: skip
    (found,) = found_in(given)
    assert found.axiom.text == "<https://example.org/C> DisjointWith <https://example.org/D>"
    assert [one.axiom.text for one in found.consequences] == [
        "<https://example.org/A> DisjointWith <https://example.org/B>"
    ]


def test_members_of_an_empty_class_are_told_under_the_class() -> None:
    given = ":A owl:disjointWith :B . :C rdfs:subClassOf :A , :B . :D rdfs:subClassOf :C . :x a :D . :y a :C ."
    (found,) = found_in(given)
    assert (found.rule, named(found)) == ("unsatisfiable", "C D")
    assert sorted(named(one) for one in found.consequences) == ["x", "y"]


def test_a_wrong_equality_is_one_finding() -> None:
    given = (":p a owl:FunctionalProperty . :n a owl:FunctionalProperty . :A owl:disjointWith :B ."
             ":s :p :x , :y . :x a :A ; :n 1 . :y a :B ; :n 2 .")  # fmt: skip
    (found,) = found_in(given)
    assert {found.rule, *(one.rule for one in found.consequences)} == {"cax-dw", "prp-fp"}


def test_premises_of_equal_things_are_the_triples_that_were_asserted() -> None:
    quads = list(ox.parse(PREFIXES + ":A owl:disjointWith :B . :x a :A . :y a :B . :x owl:sameAs :y .",
                          format=ox.RdfFormat.TURTLE))  # fmt: skip
    (found,) = contradictions(quads)
    assert set(found.premises) <= {quad.triple for quad in quads}


def test_thousands_of_values_are_one_finding() -> None:
    (found,) = found_in(f":p a owl:FunctionalProperty . :x :p {' , '.join(map(str, range(2000)))} .")
    assert len(found.premises) == 2000


def test_consistent_data_has_no_contradiction() -> None:
    assert found_in(":A rdfs:subClassOf :B . :x a :A ; :p 5 .") == []


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        ("integer", ["5", "-05", "+7"], ["5.0", "", " 5", "1_000", "٣"]),
        ("decimal", ["5", "5.", ".5", "-1.50"], ["1e5", "NaN", "."]),
        ("double", ["1e5", "NaN", "-INF", "1."], ["nan", "Infinity", "1e"]),
        ("boolean", ["true", "0"], ["True", "yes"]),
        ("date", ["2022-01-31", "2000-02-29", "2022-01-31Z", "-0044-03-15"],
         ["2022-1-31", "1900-02-29", "2022-13-01", "31/02/2020", "2022-01-31T00:00:00"]),
        ("dateTime", ["2022-01-31T24:00:00", "2022-01-31T10:00:00.5+14:00"],
         ["2022-01-31", "2022-01-31T25:00:00", "2022-01-31T10:00", "2022-01-31T10:00:00+15:00"]),
        ("dateTimeStamp", ["2022-01-31T10:00:00Z"], ["2022-01-31T10:00:00"]),
        ("time", ["10:00:00"], ["10:00"]),
        ("gYear", ["2022", "-0044"], ["22", "02022"]),
        ("gYearMonth", ["2022-01"], ["2022-00"]),
        ("gMonthDay", ["--02-29"], ["--02-30", "--04-31"]),
        ("duration", ["P1Y", "PT1H", "-P1DT1S"], ["P", "P1YT", "1Y"]),
        ("language", ["da-DK"], ["dansk_dk", ""]),
        ("token", ["a b"], [" a", "a  b"]),
        ("NCName", ["a-b"], ["a:b", "1a"]),
        ("anyURI", ["https://example.org/æ"], ["a b", "<a>"]),
        ("hexBinary", ["0aFF"], ["0"]),
        ("base64Binary", ["aGVq", "aA=="], ["a"]),
        ("unsignedByte", ["255"], ["256", "-1"]),
        ("negativeInteger", ["-1"], ["0"]),
    ],
)  # fmt: skip
def test_lexical_forms(datatype: str, right: list[str], wrong: list[str]) -> None:
    assert [text for text in right if not well_formed(text, XSD + datatype)] == []
    assert [text for text in wrong if well_formed(text, XSD + datatype)] == []


def test_an_unknown_datatype_takes_any_text() -> None:
    assert well_formed("anything", "https://example.org/datatype")
