"""The library describes itself: as executables of SHACL that run, and by what it asks about."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from conftest import ROOT

from kg.asking.catalogue import asked, catalogue, coverage
from kg.asking.querying import ask
from kg.asking.questions import library
from kg.knowledge import know, whole
from kg.namespaces import ID, KOMPAS, SH
from kg.project import Project
from kg.store import build, select

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]

PROJECT = Project(ROOT)
QUESTIONS = library(PROJECT)


def test_every_question_is_an_executable_that_answers_alike() -> None:
    store, described = whole(PROJECT), build(catalogue(QUESTIONS.values()), named=False)
    rows = select(
        described,
        f"PREFIX sh: <{SH}> SELECT ?name ?select {{ ?q a sh:SPARQLSelectExecutable ; sh:select ?select ; "
        "<http://purl.org/dc/terms/identifier> ?name }",
    )
    assert {name.value for name, _ in rows if name} == set(QUESTIONS)
    for name, query in rows[:5]:
        assert name is not None
        assert query is not None
        prefixes = select(
            described,
            f"PREFIX sh: <{SH}> SELECT ?prefix ?namespace {{ <{ID}question-{name.value}> sh:prefixes/sh:declare ?d . "
            "?d sh:prefix ?prefix ; sh:namespace ?namespace }",
        )
        declared = {prefix.value: namespace.value for prefix, namespace in prefixes if prefix and namespace}
        assert "PREFIX" not in query.value
        assert ask(store, query.value, prefixes=declared).rows == ask(store, QUESTIONS[name.value].sparql).rows


def test_the_graph_tells_which_questions_ask_about_a_class() -> None:
    described = build(catalogue(QUESTIONS.values()), named=False)
    answer = ask(described, f"SELECT ?q {{ ?q <http://purl.org/dc/terms/subject> <{KOMPAS}Partnership> }}")
    assert {str(row[0]).removeprefix(f"{ID}question-") for row in answer} == set(
        asked(QUESTIONS.values())[KOMPAS + "Partnership"]
    )


def test_coverage_counts_questions_and_uses() -> None:
    known = know(PROJECT)
    rows = {str(record["term"]): record for record in coverage(known, QUESTIONS.values(), "da").records()}
    partnership = rows[KOMPAS + "Partnership"]
    assert "partnerships" in str(partnership["questions"]).split(", ")
    assert partnership["count"] == len(str(partnership["questions"]).split(", "))
    assert (partnership["label"], partnership["kind"]) == ("partnerskab", "klasse")
    members = {quad.subject for quad in known.quads() if quad.object == ox.NamedNode(KOMPAS + "Partnership")
               and str(quad.subject).startswith(f"<{ID}")}  # fmt: skip
    assert partnership["uses"] == len(members)
    none = [record["count"] for record in coverage(known, [], "en").records()]
    assert len(none) == len(rows)
    assert not any(none)


def test_the_command_lists_finds_shows_and_exports(run_kg: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run_kg("questions", "--format", "csv").stdout)))
    assert {row["name"] for row in rows} == set(QUESTIONS)
    found = run_kg("questions", "partnerskaber", "--lang", "da").stdout
    assert "partnerships " in found
    assert len(found.splitlines()) < len(QUESTIONS)
    shown = run_kg("questions", "values-of-the-compass").stdout
    assert "The answer, the first of 9 rows" in shown
    assert "id:value-climate" in shown
    assert [
        json.loads(line)["name"] for line in run_kg("questions", "deadlines", "--format", "jsonl").stdout.splitlines()
    ] == ["deadlines"]
    turtle = run_kg("questions", "--tag", "penge", "--format", "turtle").stdout
    names = {str(quad.subject) for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)}
    assert f"<{ID}question-money>" in names
    assert f"<{ID}question-deadlines>" not in names


@pytest.mark.parametrize("lang", ["da", "en"])
def test_nothing_found_is_exit_code_1(run_kg: Run, lang: str) -> None:
    nothing = run_kg("questions", "xylofonspil", "--lang", lang)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr in {"no question found\n", "intet spørgsmål fundet\n"}
