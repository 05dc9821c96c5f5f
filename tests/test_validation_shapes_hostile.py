"""Shapes of others that bring an engine down, or try nothing, are told of with their place, in both languages."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from test_validation_checks import DATA, HEAD, ONTOLOGY, SHAPES, at, found, material, report

from kg.namespaces import SH
from kg.reasoning.facts import Facts
from kg.validation.asked import components
from kg.validation.checking import examine
from kg.validation.engines import ENGINES
from kg.validation.findings import Text
from kg.validation.idle import _matches_all
from kg.validation.idle import check as idle

if TYPE_CHECKING:
    from kg.validation.engines import Engine
    from kg.validation.report import Report

LINE = SHAPES.count("\n") + 1  # of what a test adds to the shapes
ENDLESS = "_:l rdf:first kompas:number ; rdf:rest _:l ."
BEGIN = "shape:Value a sh:NodeShape ; sh:targetClass kompas:Value ; "
NUMBER = BEGIN + "sh:property [ sh:path kompas:number ; "


def asking(query: str) -> str:
    return f'{SHAPES}shape:Value sh:sparql shape:Value-query . shape:Value-query sh:select """{query}""" .'


def refused(rules: str, engine: Engine = "rust") -> Report:
    made = report(material(rules=rules), "shapes", engine=engine)
    assert made.trouble
    assert made.trouble.message.da != made.trouble.message.en
    file, line, _ = made.trouble.place.split(":")
    assert (file, int(line) - HEAD) == ("ontology/shapes/values.ttl", LINE)
    return made


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("query", "said"),
    [
        (f"SELECT $this {{ $this ?p ?o FILTER {'(' * 20_000}?o = 1{')' * 20_000} }}", "nested brackets"),
        (f"SELECT $this {{ $this ?p ?o {'FILTER EXISTS { ?a ?b ?c ' * 5_000}{'}' * 5_000} }}", "nested brackets"),
        (f"SELECT $this {{ $this ?p {'<<( <urn:a> <urn:b> ' * 5_000} 1 {')>>' * 5_000} }}", "nested brackets"),
        (f"SELECT $this {{ $this ?p ?o FILTER ({'!' * 50_000}?o) }}", "50001 operators"),
        (f"SELECT $this {{ $this ?p ?o FILTER (?o = 1{' || ?o = 2' * 50_000}) }}", "50001 operators"),
        (f"SELECT $this {{ $this ?p ?o {'OPTIONAL { $this <urn:b> ?c } ' * 20_000} }}", "20000 operators"),
        ("SELECT $this { SERVICE <http://127.0.0.1:9/> { $this ?p ?o } }", "may not use SERVICE"),
        ("SELECT $this { service SILENT ?x { $this ?p ?o } }", "may not use SERVICE"),
        ("SELECT $this { $this ?p ?o MINUS { $this ?p 2 } }", "may not use MINUS"),
        ("SELECT $this { VALUES ?o { 1 } $this ?p ?o }", "may not use VALUES"),
    ],
)  # fmt: skip
def test_a_query_that_no_engine_can_take_is_refused_where_it_stands(query: str, said: str, engine: Engine) -> None:
    made = refused(asking(query), engine)
    assert made.trouble
    assert said in made.trouble.message.en
    (finding,) = (one for one in made.findings if one.rule == "ill-formed")
    assert (finding.message, at(finding)) == (made.trouble.message, ("values.ttl", LINE))


def test_other_findings_stay_beside_a_query_that_is_too_deep() -> None:
    """In a process of its own, which would break down at the query if it were parsed."""
    program = (
        "from test_validation_shapes_hostile import *\n"
        "rules = asking('SELECT $this { ?x ?p ?o FILTER ' + '(' * 20_000 + '?z' + ')' * 20_000 + '}')\n"
        "made = examine(material(data=DATA + 'id:value-b a kompas:Valeu .', rules=rules), CHECKS, Facts(()))\n"
        "print(sorted({one.rule for one in made.findings if not one.rule.endswith('-prefix')}))\n"
    )
    program = "from kg.validation.findings import CHECKS\n" + program
    made = subprocess.run(
        [sys.executable, "-c", program], cwd=__file__.rpartition("/")[0], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    assert "'ill-formed'" in made.stdout
    assert "'undeclared-class'" in made.stdout
    assert "'unbound-variable'" in made.stdout


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { $this ?minus ?values . FILTER (?values = 'MINUS { } SERVICE VALUES') } # VALUES",
        f"SELECT $this {{ $this ?p ?o FILTER {'(' * 50}?o = 7{')' * 50} FILTER (?o IN (7{', 7' * 2_000})) }}",
        f'SELECT $this {{ $this ?p "{"(" * 500}{"!" * 5_000}" , <urn:x-{"-" * 5_000}> }}',
    ],
)
def test_strings_names_and_long_lists_are_no_depth(query: str) -> None:
    assert found(material(rules=asking(query)), "shapes") == []


def test_a_long_ring_is_named_in_short_with_its_place() -> None:
    chain = " ".join(f"shape:R{n} a sh:NodeShape ; sh:node shape:R{(n + 1) % 3000} ." for n in range(3000))
    made = refused(SHAPES + chain)
    assert made.trouble
    said = "shape:R0 -> shape:R1 -> shape:R2 -> shape:R3 -> shape:R4 -> shape:R5 -> … (3000 {})"
    assert said.format("shapes") in made.trouble.message.en
    assert said.format("former") in made.trouble.message.da


@pytest.mark.parametrize("name", ["shape:R", "<https://example.org/R>"])
def test_a_short_ring_has_its_place_by_any_name(name: str) -> None:
    made = refused(SHAPES + f"{name} a sh:NodeShape ; sh:node [ sh:not [ sh:property [ sh:path kompas:within ; sh:node"
                   f" {name} ] ] ] .")  # fmt: skip
    assert made.trouble
    shown = name.strip("<>")
    assert f"recursive: {shown} -> {shown};" in made.trouble.message.en


def test_a_ring_without_names_is_told_of_by_who_holds_it() -> None:
    made = refused(SHAPES + "shape:Outer a sh:NodeShape ; sh:targetClass kompas:Value ; sh:node _:a . _:a sh:not _:a .")
    assert made.trouble
    assert "shape:Outer" in made.trouble.message.en


@pytest.mark.parametrize(("step", "most"), [("sh:node", 47), ("sh:not", 47), ("sh:or", 47)])
def test_shapes_within_shapes_are_refused_beyond_what_the_engine_follows(step: str, most: int) -> None:
    def chain(links: int) -> str:
        one = "shape:R{} {} ( shape:R{} ) ." if step == "sh:or" else "shape:R{} {} shape:R{} ."
        steps = " ".join(one.format(n, step, n + 1) for n in range(links))
        return (
            f"{SHAPES}shape:R0 a sh:NodeShape ; sh:targetClass kompas:Value . {steps} shape:R{links} sh:minLength 1 ."
        )

    assert report(material(rules=chain(most)), "shapes").trouble is None
    made = refused(chain(most + 1))
    assert made.trouble
    assert f"shape:R0 has shapes within shapes {most + 1} deep" in made.trouble.message.en


@pytest.mark.parametrize("count", [str(2**32), "9" * 26, "0009" + "9" * 10_000])
@pytest.mark.parametrize("name", ["minCount", "maxLength"])
def test_a_number_beyond_what_is_read_is_refused_where_it_stands(name: str, count: str) -> None:
    made = refused(f"{SHAPES}shape:Value-number sh:{name} {count} .".replace("sh:minCount 1 ;", ""))
    (finding,) = (one for one in made.findings if one.rule == "ill-formed")
    assert made.trouble
    assert finding.message == made.trouble.message
    assert finding.message.en.startswith(f"sh:{name} is larger than the engine can read")


def test_the_greatest_number_that_can_be_read_is_not_refused() -> None:
    rules = SHAPES.replace("sh:minCount 1", f"sh:maxCount {2**32 - 1}")
    assert report(material(rules=rules), "shapes").trouble is None


@pytest.mark.parametrize(
    ("rules", "name"),
    [
        ("shape:Value sh:in _:l .", "sh:in"),
        ("shape:Value sh:closed true ; sh:ignoredProperties _:l .", "sh:ignoredProperties"),
        ("shape:P sh:minCount 1 ; sh:targetNode 1 ; sh:path _:l .", "sh:path"),
        ("shape:P sh:minCount 1 ; sh:targetNode 1 ; sh:path [ sh:alternativePath _:l ].", "sh:alternativePath"),
    ],
)
def test_a_list_without_an_end_is_called_that(rules: str, name: str) -> None:
    made = refused(f"{SHAPES}{rules} {ENDLESS}")
    assert made.trouble
    assert made.trouble.message.en.startswith(f"{name} is a list without an end")
    assert made.trouble.message.da.startswith(f"{name} er en liste uden ende")
    assert "recursive" not in made.trouble.message.en


@pytest.mark.parametrize(
    ("pattern", "every", "of_one_line"),
    [("^.*$", False, True), (".*$", True, True), ("^.*", True, True), (r"^[\s\S]*$", True, True), ("$", True, True),
     ("^(?:.*)$", False, True), ("^ab|", True, True), ("^a{0,1}", True, True), ("^[a-z]*", True, True),
     ("^[a-z]*$", False, False), (r"^\S.*$", False, False), ("^[^.]*$", False, False), (".+$", False, False),
     (r"^(.*([^.]|\.[^ .]+\.))?$", False, False), ("[a-z]$", False, False)],
)  # fmt: skip
def test_patterns_that_demand_nothing(pattern: str, every: bool, of_one_line: bool) -> None:  # noqa: FBT001
    assert (_matches_all(pattern), _matches_all(pattern, "s")) == (every, of_one_line)


@pytest.mark.parametrize(
    ("constraint", "said"),
    [
        ('sh:pattern "^.*$"', Text("sh:pattern “^.*$” passer på enhver tekst på én linje og prøver intet",
                                   'sh:pattern "^.*$" matches every text of one line, and tries nothing')),
        ('sh:pattern ".*$"', Text("sh:pattern “.*$” passer på enhver tekst og prøver intet",
                                  'sh:pattern ".*$" matches every text, and tries nothing')),
        ('sh:pattern "^.*$" ; sh:flags "q"', None),
        ('sh:pattern "^A*$" ; sh:flags "i"', None),
    ],
)  # fmt: skip
def test_a_pattern_that_demands_nothing_is_told_of(constraint: str, said: Text | None) -> None:
    rules = f"{NUMBER}{constraint} ] ."
    told = [one.message for one in report(material(rules=rules), "shapes").findings if one.rule == "idle-pattern"]
    assert told == ([said] if said else [])


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT $this { $this ?p ?o } LIMIT 0", "LIMIT 0"),
        ("SELECT $this { $this ?p ?o } limit 00 OFFSET 3", "limit 00"),
        ("SELECT $this { $this ?p ?o FILTER (1 = 2) }", "FILTER (1 = 2)"),
        ("SELECT $this { $this ?p ?o FILTER(false) }", "FILTER (false)"),
        ("SELECT $this { FILTER (!true) $this ?p ?o }", "FILTER (!true)"),
        ("SELECT $this { $this ?p ?o FILTER ('(a' = 'b') }", "FILTER ('(a' = 'b')"),
        ("SELECT $this { $this ?p ?o FILTER (1 = 1) }", ""),
        ("SELECT $this { $this ?p ?o FILTER (NOW() = 1) }", ""),
        ("SELECT $this { $this ?p ?o FILTER (EXISTS { $this ?p ?z FILTER (false) } || 7 = ?o) }", ""),
        ("SELECT $this { $this ?p ?o OPTIONAL { $this ?p ?z FILTER (false) } FILTER (?o = 9) }", ""),
        ("SELECT $this { $this ?p 'LIMIT 0' . $this ?p 'FILTER (1 = 2)' } # LIMIT 0", ""),
        ("SELECT $this { $this ?p 9 } LIMIT 01", ""),
    ],
)
def test_a_query_that_finds_nothing_whatever_there_is(query: str, why: str) -> None:
    told = [one for one in report(material(rules=asking(query)), "shapes").findings if one.rule == "no-constraint"]
    assert [(one.message.en.partition(":")[0], at(one)) for one in told] == (
        [(why, ("values.ttl", LINE))] if why else []
    )


RANGE = f"{NUMBER}sh:{{}} kompas:{{}} ] ."
MORE_TERMS = "kompas:maximum a owl:DatatypeProperty . kompas:minimum a owl:DatatypeProperty ."
LESS = "id:value-b a kompas:Value ; kompas:number 1 ; kompas:maximum 2 . id:value-c a kompas:Value ; kompas:minimum 7 ."


@pytest.mark.parametrize(
    ("constraint", "other", "idle_one"),
    [
        ("lessThan", "maximum", False),
        ("lessThan", "minimum", True),
        ("lessThanOrEquals", "minimum", True),
        ("disjoint", "maximum", False),
        ("disjoint", "minimum", True),
        ("equals", "minimum", False),  # it has to be there too
    ],
)
def test_a_comparison_of_what_nothing_has_both_of_is_idle(constraint: str, other: str, idle_one: bool) -> None:  # noqa: FBT001
    made = material(DATA + LESS, ONTOLOGY + MORE_TERMS, RANGE.format(constraint, other))
    told = [one for one in report(made, "shapes").findings if one.rule == "idle-comparison"]
    assert [(one.severity, at(one)) for one in told] == ([("warning", ("values.ttl", 1))] if idle_one else [])
    if told:
        assert told[0].message.en.startswith(f"sh:{constraint} compares nothing")
        assert told[0].message.da.startswith(f"sh:{constraint} sammenligner intet")
    alone = idle(made.rules, (made.facts,), (), alone=True)
    assert [one.severity for one in alone if one.rule == "idle-comparison"] == (["info"] if idle_one else [])


def test_two_properties_of_nothing_are_not_equal_either() -> None:
    rules = BEGIN + "sh:property [ sh:path kompas:minimum ; sh:equals kompas:maximum ] ."
    (one,) = found(material(DATA, ONTOLOGY + MORE_TERMS, rules), "shapes")
    assert (one.rule, "kompas:minimum or kompas:maximum" in one.message.en) == ("idle-comparison", True)


@pytest.mark.parametrize("excuse", ["sh:deactivated true", 'kompas:noFocusBecause "Nej."@da , "No."@en'])
def test_a_comparison_with_an_excuse_is_not_told_of(excuse: str) -> None:
    rules = BEGIN + (
        "sh:nodeKind sh:IRI ; sh:property shape:Value-number . shape:Value-number a sh:PropertyShape ;"
        f" sh:path kompas:number ; sh:lessThan kompas:minimum ; {excuse} ."
    )
    made = material(DATA, ONTOLOGY + MORE_TERMS, rules)
    assert "idle-comparison" not in {one.rule for one in report(made, "shapes").findings}


@pytest.mark.parametrize("engine", ENGINES)
def test_literals_are_targets_like_any_other_node(engine: Engine) -> None:
    rules = f'{SHAPES}shape:Words a sh:NodeShape ; sh:targetNode "lit" , 5 , "x"@en ; sh:nodeKind sh:IRI .'
    made = examine(material(rules=rules), ["shapes"], Facts(()), engine)
    assert {one.rule.rpartition("#")[2] for one in made.findings} == {"Words"}
    assert {one.shape.rpartition("#")[2]: one.nodes for one in made.shapes}["Words"] == 3


def test_a_literal_beside_another_target_is_no_idle_target() -> None:
    rules = f'{BEGIN} sh:targetNode "lit" ; sh:minLength 1 .'
    assert found(material(rules=rules), "shapes") == []


def test_value_is_given_to_what_asks_of_each_value_and_to_no_other_query() -> None:
    made = material(rules=asking("SELECT $this { $this ?p ?o }") + ' shape:V sh:ask "ASK { FILTER ($value = 1) }" .')
    brought = components(made.rules)
    ask, select = (node for name in ("ask", "select") for node, _ in made.rules.pairs(f"{SH}{name}"))
    assert [sorted(brought.variables(node)) for node in (ask, select)] == [["value"], []]
