"""The main job, on a small project and on the real one."""

from __future__ import annotations

import csv
import dataclasses
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from conftest import PREFIXES

from kg.building import Build, build
from kg.document.citing import cite
from kg.document.passages import turtle
from kg.namespaces import DCTERMS, KOMPAS, OA, SH
from kg.project import find_project
from kg.summary import number, summary

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from kg.project import Project
    from kg.settings import Language

    Run = Callable[..., subprocess.CompletedProcess[str]]


DECLARED = """
kompas:Passage a owl:Class .
kompas:ReferenceText a owl:Class .
dcterms:isPartOf a owl:ObjectProperty .
oa:end a owl:DatatypeProperty .
oa:hasSource a owl:ObjectProperty .
oa:start a owl:DatatypeProperty .
kompas:letterCount a owl:DatatypeProperty .
kompas:letterDigest a owl:DatatypeProperty .
"""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, source_text: Path) -> Build:
    """The build of the real project, with the evidence verified."""
    return build(find_project(), tmp_path_factory.mktemp("build"), "en", source_text)


def test_the_real_project_builds(real: Build) -> None:
    assert real.passed
    assert real.verification
    assert len(real.verification.findings) > 500
    assert real.things[KOMPAS + "Value"] == 9
    assert real.things[KOMPAS + "Pillar"] == 5
    assert real.inferred > 1000
    assert len(real.answers) == len(find_project().query_files()) >= 20
    assert all(path.stat().st_size for path in real.written)


def test_each_answer_is_a_table_with_its_rows(real: Build) -> None:
    tables = {path.stem: path for path in real.written if path.suffix == ".csv"}
    for name, count in real.answers.items():
        with tables[name].open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == count, name


def test_the_library_is_written_as_executables(real: Build) -> None:
    (path,) = [path for path in real.written if path.name == "kompas-questions.ttl"]
    executables = [
        quad
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
        if quad.object == ox.NamedNode(SH + "SPARQLSelectExecutable")
    ]
    assert len(executables) == len(real.answers)


def test_the_summary_says_it_in_both_languages(real: Build) -> None:
    english, danish = summary(real, "en"), summary(real, "da")
    count = real.things[KOMPAS + "Commitment"]
    assert re.search(rf"commitment +{number(count, 'en')}\b", english)
    assert re.search(rf"tilsagn +{re.escape(number(count, 'da'))}\b", danish)
    said: list[tuple[str, Language]] = [(english, "en"), (danish, "da")]
    for text, lang in said:
        assert number(real.asserted, lang) in text
        assert number(real.inferred, lang) in text
        assert str(len(real.answers)) in text
        assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_evidence_that_was_not_checked_says_so(real: Build) -> None:
    without = dataclasses.replace(real, copy=None, verification=None)
    assert "evidence: not checked; " in summary(without, "en")
    assert "belæg:    ikke kontrolleret; " in summary(without, "da")
    assert "evidence: not checked; " not in summary(real, "en")


def test_without_a_copy_the_rest_is_done(run_kg: Run, small: Project, tmp_path: Path) -> None:
    result = run_kg("--project", small.root, "build", "--output", tmp_path / "out")
    assert (result.returncode, result.stderr) == (0, "")
    assert "evidence: not checked; name a copy of the strategy with --source or KOMPAS_SOURCE" in result.stdout
    assert (tmp_path / "out" / "answers" / "all.csv").read_text(encoding="utf-8").startswith("thing")


def test_a_build_writes_the_same_bytes_each_time(run_kg: Run, small: Project, tmp_path: Path) -> None:
    contents = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        assert run_kg("--project", small.root, "build", "--output", folder, PYTHONHASHSEED=seed).returncode == 0
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        contents.append({path.relative_to(folder): path.read_bytes() for path in paths})
    assert contents[0] == contents[1]
    assert len(contents[0]) > 3


def test_a_passage_that_fails_is_a_finding(run_kg: Run, small: Project, tmp_path: Path) -> None:
    text = "De lande, der ligger ved havet, ejer det sammen."
    (passage,) = cite("ved havet", text)
    declared = (DECLARED, f"id:text-2022-da a kompas:ReferenceText .\n{turtle(passage)}")
    for name, words in zip(("ontology/document.ttl", "data/document.ttl"), declared, strict=True):
        prefixes = f"{PREFIXES}@prefix dcterms: <{DCTERMS}> .\n@prefix oa: <{OA}> .\n"
        (small.root / name).write_text(prefixes + words, encoding="utf-8")
    copy = tmp_path / "copy.txt"
    cases = ((text, 0, "1 of 1 passages stand in "), (text[:20], 1, "1 were not found: kg evidence lists them"))
    for words, code, said in cases:
        copy.write_text(words, encoding="utf-8")
        result = run_kg("--project", small.root, "build", "--output", tmp_path / "out", "--source", copy)
        assert (result.returncode, result.stderr) == (code, ""), result.stdout
        assert said in result.stdout


def test_a_graph_that_is_not_valid_is_neither_asked_nor_written(run_kg: Run, small: Project, tmp_path: Path) -> None:
    build(small, tmp_path / "out", "en")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    data = small.root / "data" / "values" / "values.ttl"
    data.write_text(data.read_text(encoding="utf-8").replace("a kompas:Value", "a kompas:Valu"), encoding="utf-8")
    result = run_kg("--project", small.root, "build", "--output", tmp_path / "out")
    assert (result.returncode, result.stderr) == (1, "")
    assert "The graph is not valid, so nothing was answered or written." in result.stdout
    assert f"\n  {data}:5:" in result.stdout
    assert "answered:" not in result.stdout
    danish = run_kg("--lang", "da", "--project", small.root, "build", "--output", tmp_path / "out")
    assert "Grafen er ikke gyldig" in danish.stdout
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before


def test_a_missing_copy_is_trouble(run_kg: Run, small: Project, tmp_path: Path) -> None:
    result = run_kg("--project", small.root, "build", "--output", tmp_path / "out", KOMPAS_SOURCE="missing.pdf")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("missing.pdf: ")


def test_a_question_without_rows_has_to_say_so(small: Project, tmp_path: Path) -> None:
    path = small.root / "queries" / "all.rq"
    text = path.read_text(encoding="utf-8").replace("?thing ?property ?value .", "?thing a ?thing .")
    path.write_text(text, encoding="utf-8")
    done = build(small, tmp_path / "out", "en")
    assert (done.unanswered, done.passed, done.answers) == (["all"], False, {"all": 0})
    assert "Without rows, where some were expected (or `#+ empty: true` in the header): all" in summary(done, "en")
    assert (tmp_path / "out" / "kompas.ttl").exists(), "the rest of the build is kept"
    path.write_text("#+ empty: true\n" + text, encoding="utf-8")
    assert build(small, tmp_path / "out", "en").passed


def test_answers_of_questions_that_are_gone_go_too(small: Project, tmp_path: Path) -> None:
    build(small, tmp_path / "out", "en")
    path = small.root / "queries" / "all.rq"
    path.rename(path.with_name("everything.rq"))
    build(small, tmp_path / "out", "en")
    assert [file.name for file in (tmp_path / "out" / "answers").glob("*.csv")] == ["everything.csv"]


def test_numbers_are_set_as_each_language_does() -> None:
    assert [number(1234567, "da"), number(1234567, "en"), number(12, "da")] == ["1.234.567", "1,234,567", "12"]
