"""The report as a whole: from files and from graphs, in all forms, kept until a file changes, with its exit codes."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from conftest import PREFIXES, ROOT

import kg
from kg.commands.validate import _CHECKS, _ENGINES, _FORMATS, _SEVERITIES
from kg.errors import KgError
from kg.knowledge import inferences
from kg.loading import content_hash, parse
from kg.namespaces import ID
from kg.places import Place
from kg.project import Project
from kg.validation import require_passed, selected, validate_files, validate_project, verdict
from kg.validation.engines import ENGINES
from kg.validation.findings import CHECKS, SEVERITIES, Excerpt, Finding, Premise, Text
from kg.validation.formats import FORMATS, render
from kg.validation.material import gather
from kg.validation.report import Report, Run, Seen, Trouble, from_bytes, ordered, to_bytes
from kg.validation.working import examine_files

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run_ = Callable[..., subprocess.CompletedProcess[str]]

WRONG = "id:value-b a kompas:Valeu ;\n    kompas:within id:value-c .\n"
FOUND = Report(
    (
        Finding(
            "violation", "shapes", "https://w3id.org/kompas/shape#Value-number",
            Text("Giv den et tal.", "Give it a number."),
            "https://w3id.org/kompas/id/value-a", "https://w3id.org/kompas/def#number", "=1+1",
            "http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/ns/shacl#MinCountConstraintComponent",
            (Premise("id:a kompas:within id:b", Place("data/b.ttl", 3, 1)), Premise("id:b kompas:within id:c")),
            "kompas:number 1", ("https://w3id.org/kompas/id/value-b",), Text("frihed", "freedom"),
            Place("data/a.ttl", 2, 6), Excerpt("id:a kompas:number 1 .", 5, 13),
            "https://w3id.org/kompas/id/passage-0-7", (0, 7),
        ),
        Finding("info", "text", "character", Text("tegn\x1b[31m", "sign\x1b[31m")),
    ),
    (Run("text", ran=True), Run("shapes", ran=False, note=Text("ikke prøvet", "not checked"))),
    (Seen("https://w3id.org/kompas/shape#Value", 0, Text("Nej.", "No.")), Seen("urn:s", None)),
)  # fmt: skip


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "kompas"


# The report


TROUBLE = replace(FOUND, trouble=Trouble(Text("for stort", "too large"), "x.ttl:1:1"))


@pytest.mark.parametrize("report", [FOUND, TROUBLE])
def test_a_report_is_kept_as_it_is(report: Report) -> None:
    assert from_bytes(to_bytes(report)) == report


def test_there_are_three_outcomes() -> None:
    assert (FOUND.outcome(), TROUBLE.outcome(), Report().outcome()) == ("findings", "unchecked", "conforms")
    assert Report(FOUND.findings[1:]).outcome("info") == "findings"
    assert not Report(trouble=TROUBLE.trouble).passed


def test_the_verdict_goes_by_severity() -> None:
    assert not FOUND.passed
    mild = Report(FOUND.findings[1:], FOUND.checks)
    assert mild.passed
    assert mild.fails("info")
    assert not mild.fails("warning")
    assert FOUND.counts() == {"violation": 1, "warning": 0, "info": 1}


def test_findings_come_by_file_and_line_each_once() -> None:
    def at(file: str, line: int) -> Finding:
        return Finding("info", "text", "r", Text("a", "b"), place=Place(file, line, 1))

    none = Finding("violation", "text", "r", Text("a", "b"))
    assert ordered([none, at("b", 1), at("a", 10), at("a", 9), at("a", 10)]) == (
        at("a", 9),
        at("a", 10),
        at("b", 1),
        none,
    )


def test_names_are_the_same_on_the_command_line() -> None:
    assert (_CHECKS, _SEVERITIES, _FORMATS, _ENGINES) == (CHECKS, SEVERITIES, FORMATS, ENGINES)


# Forms


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_each_form_tells_all_findings_and_no_control_characters(form: str, lang: str) -> None:
    text = render(FOUND, form, lang)
    said = "Giv den et tal." if lang == "da" else "Give it a number."
    assert said in text.replace("\\", "")
    assert "data/a.ttl" in text
    assert form == "csv" or "\x1b" not in text
    assert text.endswith("\n")
    assert render(TROUBLE, form, lang).count("for stort" if lang == "da" else "too large")


@pytest.mark.parametrize("form", FORMATS)
def test_each_form_can_tell_of_nothing(form: str) -> None:
    assert render(Report((), (Run("text", ran=True),)), form, "en").strip()


def test_text_shows_the_line_and_marks_the_word() -> None:
    lines = render(FOUND, "text", "en", verbose=True).splitlines()
    shown = lines.index("      2 | id:a kompas:number 1 .")
    assert re.fullmatch(r" +\| +\^+", lines[shown + 1])
    assert lines[shown + 1].index("^") - lines[shown + 1].index("|") == len("| id:a ")
    assert lines[0] == "data/a.ttl"
    assert lines[1] == "  2:6  violation  shape:Value-number  id:value-a “freedom”"
    assert "      because: id:a kompas:within id:b  (data/b.ttl:3:1)" in lines
    assert "      shows also at: id:value-b" in lines
    assert "      write: kompas:number 1" in lines
    assert "      rests on: id:passage-0-7, characters 0–7" in lines
    assert "  shape:Value: No." in lines
    assert lines[-1] == "not passed: 1 violation, 0 warnings, 1 info"
    assert "shape:Value: No." not in render(FOUND, "text", "en")


def test_json_holds_both_languages() -> None:
    read = json.loads(render(FOUND, "json", "da"))
    assert read["findings"][0]["message"] == {"da": "Giv den et tal.", "en": "Give it a number."}
    assert read["findings"][0]["place"] == {"file": "data/a.ttl", "line": 2, "column": 6}
    assert (read["passed"], read["counts"]["violation"]) == (False, 1)
    assert read["checks"][1] == {"check": "shapes", "ran": False, "note": {"da": "ikke prøvet", "en": "not checked"}}
    assert read["shapes"][1]["nodes"] is None


def test_csv_has_a_row_for_each_finding() -> None:
    rows = list(csv.DictReader(io.StringIO(render(FOUND, "csv", "en"))))
    assert [row["line"] for row in rows] == ["2", ""]
    assert rows[0]["thing"] == "id:value-a"
    assert rows[0]["premises"] == "id:a kompas:within id:b; id:b kompas:within id:c"


# Checks


def test_checks_are_chosen_by_name() -> None:
    assert selected() == CHECKS
    assert selected(["shapes", "text"]) == ("text", "shapes")
    assert selected((), ["shapes"]) == ("text", "vocabulary", "consistency", "evidence")
    with pytest.raises(KgError, match="Did you mean shapes") as error:
        selected(["shape"])
    assert "Mente du shapes?" in error.value.said("da")
    with pytest.raises(KgError, match="no check is left"):
        selected(["text"], ["text"])


# A project's files


def test_a_project_that_is_right(small: Project) -> None:
    report = validate_project(small)
    assert [one for one in report.findings if not one.rule.endswith("-prefix")] == []
    assert verdict(small) == "passed"
    require_passed(small)


def test_a_users_files_are_checked_with_the_project(small: Project, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(PREFIXES + WRONG, encoding="utf-8")
    report = validate_project(small, [tmp_path / "mine.ttl"])
    wrong = [one for one in report.findings if one.severity == "violation"]
    assert [(one.rule, one.place and one.place.line) for one in wrong] == [("undeclared-class", 5), ("dangling", 6)]
    assert all(one.place and one.place.file.endswith("mine.ttl") for one in wrong)
    assert verdict(small) == "passed"
    (tmp_path / "mine.ttl").write_text(
        PREFIXES + WRONG.replace("Valeu", "Value").replace("value-c", "value-a"), encoding="utf-8"
    )
    assert validate_project(small, [tmp_path / "mine.ttl"]).passed


def test_what_is_added_is_inferred_from_what_is_known(small: Project, tmp_path: Path, closed: list[int]) -> None:
    addition = tmp_path / "addition.ttl"
    addition.write_text(f"{PREFIXES}\nid:value-b a kompas:Value ; owl:differentFrom id:value-b .\n", encoding="utf-8")
    files = gather(small, [addition])
    inferences(lambda: list(parse(files.own)), content_hash(files.own))
    closed.clear()
    quick, runs = examine_files(files, CHECKS, "rust"), len(closed)
    whole = examine_files(replace(files, given=()), CHECKS, "rust")
    assert (runs, len(closed)) == (1, 3)  # the schema alone, which is small; then it and the whole
    assert from_bytes(quick) == from_bytes(whole)
    assert "consistency" in {finding.check for finding in from_bytes(quick).findings}


def test_a_file_named_twice_is_read_once(small: Project) -> None:
    one = small.root / "data" / "values" / "values.ttl"
    assert validate_project(small, [one, one, small.root / "data"]) == validate_project(small)


def test_the_verdict_follows_the_files(small: Project) -> None:
    path = small.root / "data" / "values" / "values.ttl"
    before = path.read_text(encoding="utf-8")
    assert verdict(small) == "passed"
    path.write_text(before + WRONG, encoding="utf-8")
    assert verdict(small) == "findings"
    with pytest.raises(KgError, match=r"values.ttl:\d+:\d+: .*kg validate.*--unvalidated"):
        require_passed(small)
    path.write_text(before, encoding="utf-8")
    assert verdict(small) == "passed"
    rules = small.root / "ontology" / "shapes" / "values.ttl"
    rules.write_text(rules.read_text(encoding="utf-8").replace("sh:IRI", "sh:Literal"), encoding="utf-8")
    assert verdict(small) == "findings"


def test_what_is_unchanged_is_not_checked_again(small: Project, fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = validate_project(small)
    assert list(fresh.glob("report-*"))
    monkeypatch.setattr("kg.confining.run_confined", lambda *_, **__: pytest.fail("checked again"))
    assert validate_project(small) == first


def test_each_check_is_announced(fresh: Path) -> None:
    told: list[str] = []
    validate_files(gather(Project(ROOT)), watch=told.append)
    assert {"parsing", "reasoning", "shapes"} <= set(told) <= {*CHECKS, "parsing", "reasoning", "places"}
    assert list(fresh.glob("report-*"))


# Graphs


def test_graphs_in_value_out() -> None:
    import rdflib

    dataset = kg.load()
    size = len(dataset)
    report = kg.validate(dataset, only=["text", "vocabulary", "evidence"])
    assert [run.check for run in report.checks if run.ran] == ["text", "vocabulary", "evidence"]
    dataset.graph(rdflib.URIRef("https://w3id.org/kompas/graph/document")).parse(data=PREFIXES + WRONG, format="turtle")
    again = kg.validate(dataset, only=["vocabulary"])
    new = {(one.rule, one.thing) for one in set(again.findings) - set(report.findings)}
    assert new == {(rule, ID + "value-b") for rule in ("undeclared-class", "dangling")}
    assert len(dataset) == size + 2


def test_graphs_with_shapes_and_inferences_of_their_own() -> None:
    import rdflib

    head = PREFIXES + "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix shape: <https://w3id.org/kompas/shape#> .\n"
    data = rdflib.Graph().parse(data=head + "kompas:Value a owl:Class . id:a a kompas:Value .", format="turtle")
    rules = rdflib.Graph().parse(
        data=head
        + "shape:V a sh:NodeShape ; sh:targetClass kompas:Value ;"
        + " sh:property [ sh:path kompas:within ; sh:minCount 1 ] .",
        format="turtle",
    )
    more = rdflib.Graph().parse(data=head + "id:a kompas:within id:a .", format="turtle")
    assert not kg.validate(data, shapes=rules, only=["shapes"]).passed
    assert kg.validate(data, shapes=rules, inferred=more, only=["shapes"]).passed


# The command line


@pytest.fixture
def run_small(run_kg: Run_, small: Project) -> Run_:
    return lambda *arguments, **more: run_kg("--project", small.root, "validate", *arguments, **more)


def test_exit_codes(run_small: Run_, tmp_path: Path) -> None:
    fine = run_small()
    assert (fine.returncode, fine.stderr) == (0, "")
    assert "passed: 0 violations" in fine.stdout
    assert run_small("--fail-on", "info", "--only", "text").returncode == 1  # prefixes that are not used
    (tmp_path / "mine.ttl").write_text(PREFIXES + WRONG, encoding="utf-8")
    wrong = run_small(tmp_path / "mine.ttl", "--lang", "da", "--format", "table")
    assert wrong.returncode == 1
    assert "er ikke erklæret som klasse" in wrong.stdout
    assert run_small(tmp_path / "mine.ttl", "--skip", "vocabulary").returncode == 0
    trouble = run_small("--only", "vocabluary")
    assert (trouble.returncode, trouble.stdout) == (2, "")
    assert trouble.stderr.startswith("vocabluary: no such check; expected one of text")


def test_an_engine_that_fails_is_trouble_not_a_finding(run_small: Run_, small: Project) -> None:
    rules = small.root / "ontology" / "shapes" / "values.ttl"
    rules.write_text(
        rules.read_text(encoding="utf-8").replace("sh:nodeKind sh:IRI", 'sh:pattern "("'), encoding="utf-8"
    )
    trouble = run_small("--format", "json")
    assert trouble.returncode == 2
    place, _, said = trouble.stderr.partition(": ")
    assert place.endswith("values.ttl:10:16")
    assert said.startswith("the shapes cannot be checked: ")
    assert len(trouble.stderr.splitlines()) == 1
    told = json.loads(trouble.stdout)
    assert (told["outcome"], told["passed"], told["trouble"]["place"]) == ("unchecked", False, place)
    assert {run["check"]: run["ran"] for run in told["checks"]} == {check: check != "shapes" for check in CHECKS}
    with pytest.raises(KgError, match="cannot be checked"):
        verdict(small)
    danish = run_small("--lang", "da", "--only", "shapes")
    assert danish.stderr.startswith(f"{place}: formerne kan ikke bruges: ")
    assert f"kunne ikke prøves: {place}: formerne" in danish.stdout


def test_the_text_is_verified_when_it_is_named(run_small: Run_, tmp_path: Path) -> None:
    from kg.document.passages import passage, turtle

    words = "fred og frihed for alle mennesker"
    text = tmp_path / "text.txt"
    text.write_text(words, encoding="utf-8")
    (tmp_path / "mine.ttl").write_text(
        PREFIXES
        + "@prefix oa: <http://www.w3.org/ns/oa#> .\n"
        + turtle(passage(words, 0, 4))
        + turtle(passage("x" * 40, 8, 30)),
        encoding="utf-8",
    )
    arguments = [tmp_path / "mine.ttl", "--only", "evidence", "--format", "csv"]
    assert run_small(*arguments).returncode == 0
    checked = run_small(*arguments, "--source", text)
    assert checked.returncode == 1
    (row,) = csv.DictReader(io.StringIO(checked.stdout))
    assert (row["rule"], row["thing"], row["line"]) == ("failed-passage", "id:passage-8-30", "12")
    missing = run_small(*arguments, "--source", tmp_path / "none.txt")
    assert missing.returncode == 2
    assert "none.txt: no such file" in missing.stderr


# The real project


def test_the_real_project_passes() -> None:
    report = validate_project(Project(ROOT))
    assert [(str(one.place), one.rule, one.message.en) for one in report.findings if one.severity == "violation"] == []
    assert all(
        one.nodes or one.nodes is None or one.excuse or "-" in one.shape.rpartition("#")[2] for one in report.shapes
    )


@pytest.mark.parametrize(
    ("file", "written", "broken", "check"),
    [
        ("data/values/values.ttl", "a kompas:Value ;", "a kompas:Pillar , kompas:Country ;", "consistency"),
        ("data/values/values.ttl", "a kompas:Value ;", "a kompas:Valeu ;", "vocabulary"),
        ("ontology/shapes/values.ttl", "sh:minCount", "sh:mincount", "vocabulary"),
        ("data/background/countries.ttl", '"DNK"', '"DNK"^^<http://www.w3.org/2001/XMLSchema#integer>', "text"),
    ],
)
def test_a_change_to_the_real_files_is_found_at_its_line(
    tmp_path: Path, file: str, written: str, broken: str, check: str
) -> None:
    for folder in ("ontology", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    path = tmp_path / file
    text = path.read_text(encoding="utf-8")
    start = text.index(written)
    path.write_text(text[:start] + broken + text[start + len(written) :], encoding="utf-8")
    line = text.count("\n", 0, start) + 1
    report = validate_project(Project(tmp_path), checks=("text", "vocabulary", "consistency"))
    here = [one for one in report.findings if one.place and one.place.line == line and one.place.file.endswith(file)]
    assert check in {one.check for one in here if one.severity == "violation"}
