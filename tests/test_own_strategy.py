"""What the guides tell an editor of another strategy to type is true when it is typed, in a folder of its own."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import ROOT, clean_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.project import Project

    Run = Callable[..., subprocess.CompletedProcess[str]]

GUIDE = (ROOT / "docs" / "own-strategy.md").read_text(encoding="utf-8")
RECIPES = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SHAPES = """@prefix kompas: <https://w3id.org/kompas/def#> .
@prefix my: <https://example.org/my#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

my:Commitment a sh:NodeShape ;
    sh:targetClass kompas:Commitment ;
    sh:property my:Commitment-wanted .

my:Commitment-wanted a sh:PropertyShape ;
    sh:path kompas:dueBy ;
    sh:minCount 1 ;
    sh:message "Giv en frist."@da , "Give a deadline."@en .
"""


def blocks(language: str, text: str = GUIDE) -> list[str]:
    return [block for kind, block in BLOCK.findall(text) if kind == language]


def typed(of: str) -> list[list[str]]:
    """Return the guide's calls of a command of kg, with their arguments."""
    lines = [line for block in blocks("console") for line in block.splitlines()]
    assert all(line.startswith("$ kg ") for line in lines)
    return [words[1:] for line in lines if (words := shlex.split(line.removeprefix("$ ")))[1] == of]


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A folder with the text and the whole strategy of the guide."""
    (tmp_path / "harbour.txt").write_text(blocks("text")[0], encoding="utf-8")
    (tmp_path / "harbour.ttl").write_text(blocks("turtle")[1], encoding="utf-8")
    return tmp_path


def findings(done: subprocess.CompletedProcess[str], least: str = "warning") -> list[tuple[str, str]]:
    wanted = ("violation", "warning", "info")
    return [
        (one["rule"].rpartition("#")[2], one["place"]["file"] if one["place"] else "")
        for one in json.loads(done.stdout)["findings"]
        if one["severity"] in wanted[: wanted.index(least) + 1]
    ]


def test_the_first_report_says_what_is_missing(run_kg: Run, tmp_path: Path) -> None:
    (tmp_path / "harbour.ttl").write_text(blocks("turtle")[0], encoding="utf-8")
    done = run_kg(*typed("validate")[0], cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("harbour.ttl\n")
    assert done.stdout.rstrip().endswith("not passed: 1 violation, 0 warnings, 1 info")
    told = run_kg(*typed("validate")[0], "--format", "json", cwd=tmp_path)
    assert findings(told) == [("Instrument-evidence", "harbour.ttl")]
    assert len(findings(told, "info")) > 30  # programs get each shape that met nothing


def test_what_kg_cite_prints_is_what_the_guide_pastes(run_kg: Run, harbour: Path) -> None:
    start, whole = blocks("turtle")[:2]
    first, *others = typed("cite")
    (harbour / "harbour.ttl").write_text(start, encoding="utf-8")
    done = run_kg(*first, cwd=harbour)
    assert done.returncode == 0, done.stderr
    text, passage = done.stdout.split("\n\n")
    assert text.startswith("id:text-harbour a kompas:ReferenceText ;\n")
    assert text + "\n" in whole
    remark, head, *rest = passage.splitlines(keepends=True)
    assert remark == "# part unknown\n"
    assert head + "    dcterms:isPartOf id:chapter-1 ;\n" + "".join(rest) in whole
    (harbour / "harbour.ttl").write_text(whole, encoding="utf-8")
    assert len(others) == 3
    for call in others:
        done = run_kg(*call, cwd=harbour)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout in whole


def test_the_whole_strategy_passes_and_rests_on_what_is_known(run_kg: Run, harbour: Path) -> None:
    call = next(call for call in typed("validate") if "--source" in call)
    done = run_kg(*call, "--format", "json", cwd=harbour)
    assert (done.returncode, findings(done)) == (0, [])
    assert "4 passages, verified in harbour.txt" in done.stdout
    place = call.index("--with")
    lacking = run_kg(*call[:place], *call[place + 2 :], "--format", "json", cwd=harbour)
    assert (lacking.returncode, findings(lacking)) == (1, [("dangling", "harbour.ttl")])
    more = run_kg(*call, "--with", "data/actors", "--format", "json", cwd=harbour)
    assert (more.returncode, findings(more)) == (0, [])  # though none of the passages of data/actors are there


def test_what_is_known_is_reasoned_with(run_kg: Run, harbour: Path) -> None:
    path = harbour / "harbour.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "\nid:country-sweden a kompas:Passage .\n", encoding="utf-8")
    done = run_kg("validate", "--alone", "harbour.ttl", "--with", "data/background", "--format", "json", cwd=harbour)
    assert done.returncode == 1
    assert {file for _, file in findings(done)} == {"harbour.ttl"}
    assert any(one["check"] == "consistency" for one in json.loads(done.stdout)["findings"])


def test_units_are_proposed(run_kg: Run, harbour: Path) -> None:
    done = run_kg(*typed("cut")[0], cwd=harbour)
    assert done.returncode == 0
    assert re.findall(r"isPartOf (id:\S+)", done.stdout) == ["id:strategy-harbour", "id:chapter-1", "id:chapter-1"]


def test_the_strategy_is_asked_in_python_and_as_a_folder(run_kg: Run, harbour: Path) -> None:
    (program,) = blocks("python")
    done = subprocess.run([sys.executable, "-c", program], cwd=harbour, env=clean_environment(), capture_output=True,
                          text=True, check=True)  # fmt: skip
    assert "region-nordic-countries" in done.stdout
    shutil.copytree(ROOT / "ontology", harbour / "plan" / "ontology")
    (harbour / "plan" / "data").mkdir()
    shutil.copy(harbour / "harbour.ttl", harbour / "plan" / "data")
    shown = run_kg("show", "id:commitment-1-remove-coal", "--project", "plan", cwd=harbour)
    assert "actor: harbour council" in shown.stdout
    query = "SELECT ?c { ?c a <https://w3id.org/kompas/def#Commitment> }"
    asked = run_kg("query", "--unvalidated", "--text", query, "--project", "plan", cwd=harbour)
    assert "id:commitment-1-remove-coal" in asked.stdout


def test_own_shapes_hold_in_a_second_call(run_kg: Run, harbour: Path) -> None:
    call = next(call for call in typed("validate") if "my-shapes.ttl" in call)
    (harbour / "my-shapes.ttl").write_text(SHAPES, encoding="utf-8")
    assert run_kg(*call, cwd=harbour).returncode == 0
    (harbour / "my-shapes.ttl").write_text(SHAPES.replace("dueBy", "payer"), encoding="utf-8")
    assert "Commitment-wanted" in run_kg(*call, cwd=harbour).stdout


def test_own_ontology_and_shapes(run_kg: Run) -> None:
    call = next(call for call in typed("validate") if "--ontology" in call)
    assert run_kg(*call, cwd=ROOT / "tests" / "strategies" / "garden").returncode == 0


def recipes() -> tuple[list[dict[str, Any]], list[str]]:
    """Return the hooks of docs/validation.md, and the calls of kg in its workflows."""
    read = [yaml.safe_load(block) for block in blocks("yaml", RECIPES)]
    hooks = [hook for one in read if "repos" in one for repo in one["repos"] for hook in repo["hooks"]]
    jobs = [job for one in read if "repos" not in one for job in one.get("jobs", one).values() if isinstance(job, dict)]
    runs = [step.get("run", "") for job in jobs for step in job.get("steps", ())]
    runs += [line for job in jobs for line in job.get("script", ())]
    return hooks, [run for run in runs if run.startswith("kg ")]


def test_hooks_look_at_all_that_belongs_together(run_kg: Run, harbour: Path, small: Project) -> None:
    hooks, runs = recipes()
    assert (len(hooks), len(runs)) == (2, 3)
    for folder, text in (("additions", ""), ("strategy", "harbour.txt")):
        (harbour / folder).mkdir()
        if text:
            (harbour / text).rename(harbour / "strategy.txt")
    (harbour / "harbour.ttl").rename(harbour / "strategy" / "harbour.ttl")
    added = harbour / "additions" / "value.ttl"
    added.write_text((small.root / "data/values/values.ttl").read_text(encoding="utf-8").replace("value-a", "value-b"),
                     encoding="utf-8")  # fmt: skip
    for hook in hooks:
        assert hook["pass_filenames"] is False  # else those that did not change are not seen
        assert all("git+https://example.org/" in one for one in hook["additional_dependencies"])
        alone = "--alone" in hook["entry"]
        touched = ("strategy/harbour.ttl", "strategy.txt") if alone else ("additions/value.ttl",)
        assert all(re.search(hook["files"], one) for one in touched)
        environment = {} if alone else {"KOMPAS_PROJECT": str(small.root)}
        done = run_kg(*shlex.split(hook["entry"])[1:], cwd=harbour, **environment)
        assert done.returncode == 0, done.stdout
        path = harbour / touched[0]
        path.write_text(path.read_text(encoding="utf-8").replace(" a kompas:", " a kompas:No", 1), encoding="utf-8")
        assert run_kg(*shlex.split(hook["entry"])[1:], cwd=harbour, **environment).returncode == 1
    for run in runs:
        words = shlex.split(run.partition(" > ")[0])
        assert run_kg(*words[1:], cwd=harbour, KOMPAS_PROJECT=str(small.root)).returncode == 1
