"""The reference of rules has every rule that the code can give, where and as gravely as it gives it, and no other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from conftest import ROOT
from contradiction_cases import CONTRADICTIONS
from rules_in_code import given, with_source
from test_contradictions import found_in

from kg.reasoning import Closure
from kg.reasoning.wording import word
from kg.validation import consistency
from kg.validation.findings import CHECKS, SEVERITIES

PAGE = ROOT / "docs" / "rules.md"
ANY = "any"  # check, for the rule that the last of those asked for gives
CHOOSING = "kg/validation/rules/layers.py"  # whose helper chooses the severity by the property, not by the rule
OWL_RULE = re.compile(r"(?:eq|prp|cls|cax|scm|dt)-[a-z0-9-]+|unsatisfiable")
OF_LITERALS = "dt-not-type"  # which the check leaves to that of the text
INVERSE = "[] owl:inverseOf :p ; a owl:InverseFunctionalProperty . :x :p 1 , 2 ."
QUALIFIED = "[ owl:onProperty :p ; owl:onClass owl:Thing ; owl:maxQualifiedCardinality 1 ]"
OTHERS = {"prp-ifp": INVERSE, "cls-maxqc4": f":A rdfs:subClassOf {QUALIFIED} . :x a :A ; :p 1 , 2 ."}


class Row(NamedTuple):
    """A row of the reference."""

    rule: str
    check: str
    severities: list[str]
    tells: str
    with_source: bool


@cache
def rows() -> list[Row]:
    found, check, with_source = [], "", False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = re.fullmatch(r"## The (\w+) check|## Any check", line)
            check = (heading[1] or ANY) if heading else ""
        if line.startswith("#"):
            with_source = "`--source`" in line
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("|") and (rule := re.fullmatch("`([^`]+)`", cells[0])):
            severities = re.findall("|".join(SEVERITIES), cells[1])
            found.append(Row(rule[1], check, severities, cells[2], with_source))
    return found


@cache
def of_owl() -> frozenset[str]:
    """Return the rules of OWL 2 RL for which the reasoner has words, by every name of a rule in its modules."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "kg" / "reasoning").glob("*.py")]
    found = set()
    for name in {name for text in texts for name in re.findall(rf'"({OWL_RULE.pattern})"', text)}:
        try:
            word(name, "en")
        except KeyError:
            continue
        found.add(name)
    return frozenset(found - {OF_LITERALS})


def test_the_reference_has_the_rules_that_the_code_can_give_and_no_other() -> None:
    code = {one.rule for one in given()} | of_owl()
    assert len(code) > 100
    listed = {row.rule for row in rows()}
    assert listed == code, f"not in docs/rules.md: {sorted(code - listed)}; not in the code: {sorted(listed - code)}"


def test_no_rule_is_listed_twice_and_each_is_told_of() -> None:
    assert [rule for rule, times in Counter(row.rule for row in rows()).items() if times > 1] == []
    assert [row.rule for row in rows() if not row.tells] == []


def test_each_rule_stands_under_the_check_that_gives_it() -> None:
    code: defaultdict[str, set[str]] = defaultdict(set)
    for one in given():
        code[one.rule] |= one.checks or {ANY}
    code |= {rule: {"consistency"} for rule in of_owl()}
    assert {row.rule: {row.check} for row in rows()} == code
    assert {row.check for row in rows()} == {ANY, *CHECKS}


def test_each_rule_is_as_grave_as_in_the_code() -> None:
    code: defaultdict[str, set[str]] = defaultdict(set)
    for one in given():
        assert one.severities, one
        code[one.rule] |= one.severities
    chosen = {one.rule for one in given() if one.at[0] == CHOOSING}
    code |= {rule: {"violation"} for rule in of_owl()}
    for row in rows():
        told = f"{row.rule}: {row.severities} in docs/rules.md, {code[row.rule]} in the code"
        right = code[row.rule] == set(row.severities)
        assert row.severities, told
        assert right or (row.rule in chosen and code[row.rule].issuperset(row.severities)), told


def test_what_needs_the_text_of_the_document_stands_apart() -> None:
    functions = with_source()
    code = {one.rule for one in given() if one.at in functions}
    assert {row.rule for row in rows() if row.with_source} == code
    assert not code & {one.rule for one in given() if one.at not in functions}


def test_each_rule_of_the_consistency_check_is_found_in_something() -> None:
    cases = {name.partition(",")[0] for name in CONTRADICTIONS} | OTHERS.keys()
    assert of_owl() == cases - {OF_LITERALS}


@pytest.mark.parametrize("rule", OTHERS)
def test_what_is_missing_among_the_cases_is_found_too(rule: str) -> None:
    assert [one.rule for one in found_in(OTHERS[rule])] == [rule]


def test_forms_of_literals_are_left_to_the_text_check() -> None:
    turtle = '<urn:x> <urn:p> "22"^^<http://www.w3.org/2001/XMLSchema#gYear> .'
    quads = list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    assert consistency.check(Closure(quads), quads) == []
