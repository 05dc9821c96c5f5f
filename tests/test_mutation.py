"""The mutation run stays alive: every operator still finds something to break, and a few mutants are caught.

`make mutation` makes the whole run; this one a few of its mutants.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from mutation.judging import Judge, Verdict, finding_key, quick
from mutation.running import OPERATORS, mutants
from mutation.sources import Mutant, read

from kg.project import Project

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

SEED = 1
# Of each kind one whose outcome does not hang on which thing the seed picks.
SAMPLE = ("literals.ill_formed_date", "files.semicolon_missing", "terms.target_misspelt")


@pytest.fixture(scope="module")
def judge() -> Judge:
    """The real project, read and checked once."""
    return Judge(Project(ROOT))


@pytest.fixture(scope="module")
def made(judge: Judge) -> dict[str, Mutant]:
    """A mutant of each operator."""
    return dict(mutants(read(judge.files, judge.project), SEED, 1))


def test_the_unbroken_project_gives_no_finding(judge: Judge) -> None:
    assert [" ".join(key) for key in judge.before] == []


def test_every_operator_breaks_something(made: dict[str, Mutant], judge: Judge) -> None:
    assert set(made) == set(OPERATORS)
    assert len(OPERATORS) >= 40
    sources = read(judge.files, judge.project)
    for name, mutant in made.items():
        old, new = sources.texts[mutant.file].encode().split(b"\n"), mutant.data.split(b"\n")
        assert old != new, name
        assert mutant.lines, name
        assert max(mutant.lines) <= max(len(old), len(new)), name


@pytest.mark.parametrize("name", SAMPLE)
def test_what_is_broken_is_caught_where_it_is(name: str, made: dict[str, Mutant], judge: Judge) -> None:
    with quick(judge.files):
        verdict = judge.verdict(made[name])
    assert verdict.caught, made[name].what
    assert verdict.placed, verdict.said


def test_a_question_that_answers_otherwise_is_noticed(made: dict[str, Mutant], judge: Judge) -> None:
    assert judge.verdict(made["questions.limited"]).caught


def test_what_says_the_same_is_not_caught(judge: Judge) -> None:
    file = judge.files.data[-1]
    mutant = Mutant(file.path.relative_to(ROOT).as_posix(), file.data + b"\n# A remark.\n", frozenset({1}), "nothing")
    assert judge.verdict(mutant) == Verdict()


def test_the_short_way_finds_what_the_command_finds(
    made: dict[str, Mutant], judge: Judge, tmp_path: Path, run_kg: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    mutant = made["links.pointing_to_nothing"]
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / mutant.file).write_bytes(mutant.data)
    told = json.loads(run_kg("--project", tmp_path, "validate", "--format", "json").stdout)["findings"]
    with quick(judge.files):
        found = judge.examined(judge.changed(mutant)).findings
    assert [(*finding_key(one), one.place and one.place.line) for one in found] == [
        (one["check"], one["rule"], one["thing"], one["path"], one["value"], one["message"]["en"],
         one["place"] and one["place"]["line"])
        for one in told
    ]  # fmt: skip
