"""The fast engine finds what pySHACL finds: on the real graph, and on every breakage of every shape."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import test_shapes
from conftest import PREFIXES, ROOT
from test_shapes import BREAKAGES, Breakage, all_shapes, read

from kg.knowledge import know
from kg.loading import parse, read_text
from kg.namespaces import PREFIXES as TABLE
from kg.project import Project
from kg.reasoning.facts import Facts
from kg.validation.engines import ENGINES, usable, version_of
from kg.validation.shapes import check

if TYPE_CHECKING:
    from kg.validation.engines import Engine
    from kg.validation.findings import Finding


def test_the_default_is_pinned_and_the_fast_one() -> None:
    assert usable() == "rust"
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for engine in ENGINES:
        assert f'"{version_of(engine).replace(" ", "==")}"' in pyproject


def found(breakage: Breakage, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    with monkeypatch.context() as patch:
        patch.setattr(test_shapes, "check", lambda data, shapes: check(data, shapes, engine))
        broken = read(breakage.example).replace(breakage.written, breakage.broken)
        return nameless(test_shapes.findings(breakage.example, broken))


@pytest.mark.parametrize("breakage", BREAKAGES, ids=[f"{row.example}:{row.fires}" for row in BREAKAGES])
def test_both_find_the_same_on_a_breakage(breakage: Breakage, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, reference = (found(breakage, engine, monkeypatch) for engine in ENGINES)
    assert fast == reference
    assert fast


def nameless(findings: list[Finding]) -> list[Finding]:
    """Return findings with one label for all things without a name, which each engine labels anew."""

    def short(text: str) -> str:
        return "_:" if text.startswith("_:") else text

    return [replace(one, thing=short(one.thing), value=short(one.value)) for one in findings]


def test_both_find_the_same_on_the_real_graph() -> None:
    quads = know(Project(ROOT)).quads("all")
    assert check([Facts(quads)], all_shapes(), "rust") == check([Facts(quads)], all_shapes(), "pyshacl")


VALUES = {
    "a day after a day": '"2022-01-02"^^xsd:date',
    "a day in another zone": '"2021-12-31Z"^^xsd:date',
    "a time": '"2024-12-31T00:00:00"^^xsd:dateTime',
    "a time that is called a day": '"2024-12-31T00:00:00"^^xsd:date',
    "a day in short": '"2024-1-5"^^xsd:date',
    "a week": '"2024-W05"^^xsd:date',
    "a year": '"2024"^^xsd:gYear',
    "a number": "2024",
    "a text": '"2024-01-01"',
    "a text in Danish": '"2024-01-01"@da',
}
HEAD = PREFIXES + "".join(f"@prefix {name}: <{TABLE[name]}> .\n" for name in ("sh", "shape", "xsd"))
COMPARED = """
shape:Order a sh:NodeShape ; sh:targetSubjectsOf kompas:firstDay ;
    sh:property [ sh:path kompas:firstDay ; sh:lessThan kompas:lastDay ] ,
        [ sh:path kompas:firstDay ; sh:lessThanOrEquals kompas:lastDay ] ,
        [ sh:path kompas:lastDay ; sh:datatype xsd:date ; sh:minInclusive "2000-01-01"^^xsd:date ] .
"""


@pytest.mark.parametrize("value", VALUES)
def test_both_find_fault_with_what_cannot_be_compared(value: str) -> None:
    days = f'id:a kompas:firstDay "2022-01-01"^^xsd:date ; kompas:lastDay {VALUES[value]} .'
    data, shapes = (list(parse([read_text(f"{HEAD}{text}".encode(), "x.ttl")])) for text in (days, COMPARED))
    fast, reference = (nameless(check([Facts(data)], shapes, engine)) for engine in ENGINES)
    assert fast == reference
    assert (fast == []) == (value == "a day after a day")


def test_what_is_to_be_counted_without_a_number_is_no_constraint() -> None:
    shape = "shape:S a sh:NodeShape ; sh:targetSubjectsOf kompas:firstDay ; sh:property [ sh:path kompas:firstDay ; "
    shape += "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ] ."
    texts = ('id:a kompas:firstDay "2022-01-01"^^xsd:date .', shape)
    data, shapes = (list(parse([read_text(f"{HEAD}{text}".encode(), "x.ttl")])) for text in texts)
    assert [check([Facts(data)], shapes, engine) for engine in ENGINES] == [[], []]
