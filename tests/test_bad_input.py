"""Whatever a user can put right ends in one clear line with the place and exit code 2, and destroys nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import PREFIXES, ROOT, clean_environment

from kg.validation import verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.project import Project

    Run = Callable[..., subprocess.CompletedProcess[str]]


def line_of(result: subprocess.CompletedProcess[str]) -> str:
    """Return the one line on stderr of a command that ended with 2, and printed nothing else."""
    assert (result.returncode, result.stdout) == (2, ""), result
    (line,) = result.stderr.splitlines()
    return line


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.ttl", PREFIXES + "id:a a kompas:Value\nid:b a kompas:Value .", "x.ttl:6:1: A dot is expected"),
        (
            "x.ttl",
            PREFIXES + "id:a a foo:Value .",
            "x.ttl:5:8: The prefix foo: has not been declared; expected an @prefix",
        ),
        ("x.ttl", PREFIXES.encode() + b"# \xe6\n", "x.ttl:5: byte 0xe6 is not UTF-8; expected"),
        ("x.ttl", "", "x.ttl: the file is empty; expected Turtle"),
        ("x.rdf", "<rdf/>", "x.rdf: not a Turtle file; expected a name that ends in .ttl"),
        ("x.ttl", None, "x.ttl: no such file; expected a Turtle file"),
    ],
)
def test_files_to_validate(run_kg: Run, tmp_path: Path, name: str, text: str | bytes | None, said: str) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = run_kg("validate", name, cwd=tmp_path)
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(said)
    assert result.stdout.endswith(f"could not be checked: {line}\n")  # the report says so too


@pytest.mark.parametrize(
    "form", ['"1_000"^^xsd:integer', '" 5 "^^xsd:decimal', '"2022-02-30"^^xsd:date', '"NaN"^^xsd:decimal']
)
def test_an_ill_typed_literal_is_a_finding_with_its_place(
    run_kg: Run, small: Project, tmp_path: Path, form: str
) -> None:
    text = f"{PREFIXES}@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\nid:a\n    kompas:numericValue {form} ."
    (tmp_path / "x.ttl").write_text(text, encoding="utf-8")
    result = run_kg("--project", small.root, "validate", "x.ttl", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.startswith("x.ttl\n")  # the user's own file first
    assert "\n  7:25  violation  lexical-form" in result.stdout
    _, written, datatype = form.split('"')
    assert f"“{written}” is not of the form of {datatype.removeprefix('^^')}; expected " in result.stdout


def test_a_broken_file_of_the_project_stops_every_command(run_kg: Run, small: Project, tmp_path: Path) -> None:
    path = small.root / "data" / "values" / "values.ttl"
    path.write_text(path.read_text(encoding="utf-8").rstrip(" .\n"), encoding="utf-8")
    for arguments in (["validate"], ["export", "--output", tmp_path / "out"], ["build", "--output", tmp_path / "out"]):
        result = run_kg("--project", small.root, *arguments)
        assert (result.returncode, bool(result.stdout)) == (2, arguments == ["validate"])
        assert result.stderr.startswith(f"{path}:6:23: Unexpected end"), arguments
        assert len(result.stderr.splitlines()) == 1
    assert not list((tmp_path / "out").glob("*"))


def test_a_folder_that_is_no_project(run_kg: Run, tmp_path: Path) -> None:
    assert line_of(run_kg("--project", tmp_path, "export")).startswith(f"{tmp_path}: not a project; expected")
    assert line_of(run_kg("export", KOMPAS_PROJECT="missing")).startswith("missing: no such folder; expected")


def test_unknown_names_suggest_the_nearest(run_kg: Run) -> None:
    assert line_of(run_kg("valdate")).endswith("Did you mean validate?")
    assert "Did you mean id:country-denmark" in line_of(run_kg("show", "id:country-denmrk"))
    assert "Did you mean " in line_of(run_kg("query", next((ROOT / "queries").glob("*.rq")).stem[:-1]))


def test_a_query_that_is_none(run_kg: Run, small: Project, tmp_path: Path) -> None:
    def query(name: str, **options: Path | str) -> str:
        return line_of(run_kg("--project", small.root, "query", "--unvalidated", name, **options))

    (tmp_path / "x.rq").write_text("SELECT ?s WHERE {\n  ?s ?p\n}\n", encoding="utf-8")
    assert query("x.rq", cwd=tmp_path).startswith("x.rq:")
    assert query("y.rq", cwd=tmp_path).startswith("y.rq: ")
    assert query("-", stdin="SELECT").startswith("standard input:1:")


def test_a_file_in_place_of_the_output_folder(run_kg: Run, small: Project, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    for command in ("build", "export"):
        line = line_of(run_kg("--project", small.root, command, "--output", tmp_path / "out"))
        assert line.startswith(f"{tmp_path}/out: no folder can be made here: ")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def start_build(project: Project, output: Path, cache: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kg", "--project", str(project.root), "build", "--output", str(output)],
        cwd=ROOT,
        env={**clean_environment(), "XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_builds_at_once_leave_what_one_leaves(run_kg: Run, small: Project, tmp_path: Path) -> None:
    assert run_kg("--project", small.root, "build", "--output", tmp_path / "alone").returncode == 0
    both = [start_build(small, tmp_path / "shared", tmp_path / "cache") for _ in range(2)]
    codes = []
    for build in both:
        _, err = build.communicate(timeout=300)
        codes.append(build.returncode)
        assert build.returncode == 0 or "another process writes here" in err
    assert set(codes) <= {0, 2}
    assert 0 in codes
    assert contents(tmp_path / "shared") == contents(tmp_path / "alone")


@pytest.mark.parametrize("after", [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8])
def test_ctrl_c_leaves_the_earlier_build(run_kg: Run, small: Project, tmp_path: Path, after: float) -> None:
    output = tmp_path / "out"
    assert run_kg("--project", small.root, "build", "--output", output).returncode == 0
    before = contents(output)
    with start_build(small, output, tmp_path / "cache") as build:
        time.sleep(after)
        build.send_signal(signal.SIGINT)
        _, err = build.communicate(timeout=60)
    if build.returncode == 130:
        assert err.split() == ["interrupted"]
    else:  # it was done by then, or Python itself was still starting
        assert str(ROOT / "kg" / "c") not in err
    assert contents(output) == before


@pytest.mark.parametrize("arguments", [["questions"], ["query", "-"], ["query", "all"]])
def test_a_closed_pipe(small: Project, cache: Path, arguments: list[str]) -> None:
    verdict(small)  # so that no command says that it is the first
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "--project", str(small.root), *arguments],
        cwd=ROOT,
        env={**clean_environment(), "XDG_CACHE_HOME": str(cache)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        running.stdin.write("SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s LIMIT 3000")
        running.stdin.close()
        assert running.stderr.read() == ""
    assert running.returncode == 2
