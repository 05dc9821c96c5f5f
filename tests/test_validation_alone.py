"""A strategy of its own is held to the shapes for any strategy, or to its own ontology and shapes."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from kg.namespaces import PREFIXES

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Run = Callable[..., subprocess.CompletedProcess[str]]

GARDEN = ROOT / "tests" / "strategies" / "garden"
OWN = ("--alone", "--ontology", "ontology.ttl", "--shapes", "shapes.ttl")


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    return shutil.copytree(GARDEN, tmp_path / "garden")


@pytest.fixture
def check(run_kg: Run, garden: Path) -> Callable[..., dict[str, Any]]:
    """Return a function that checks the garden's files, after a change to one, and gives the report."""

    def run(file: str, written: str, broken: str) -> dict[str, Any]:
        path = garden / file
        text = path.read_text(encoding="utf-8")
        assert written in text
        path.write_text(text.replace(written, broken, 1), encoding="utf-8")
        result = run_kg("validate", *OWN, "strategy.ttl", "--format", "json", cwd=garden)
        assert result.returncode in (0, 1)
        report: dict[str, Any] = json.loads(result.stdout)
        return report

    return run


def test_a_strategy_with_names_of_its_own_conforms(check: Callable[..., dict[str, Any]]) -> None:
    report = check("strategy.ttl", "40", "41")
    assert (report["outcome"], report["findings"]) == ("conforms", [])
    nodes = {one["shape"].rpartition("#")[2]: one["nodes"] for one in report["shapes"]}
    assert nodes == {"GoalShape": 2, "GoalShape-inBed": 2, "GoalShape-seeds": 2}


@pytest.mark.parametrize(
    ("file", "written", "broken", "found"),
    [
        ("strategy.ttl", "seeds 40", "seeds 0", ("shapes", "GoalShape-seeds", "strategy.ttl", 14)),
        ("strategy.ttl", "garden:inBed plan:bed-south ;\n    garden:seeds 40", "garden:seeds 40",
         ("shapes", "GoalShape-inBed", "strategy.ttl", 10)),
        ("strategy.ttl", "a garden:Sowing", "a garden:Sowin", ("vocabulary", "undeclared-class", "strategy.ttl", 10)),
        ("strategy.ttl", "garden:before", "garden:befor", ("vocabulary", "undeclared-property", "strategy.ttl", 12)),
        ("strategy.ttl", "inBed plan:bed-south", "inBed plan:bed-sout", ("vocabulary", "dangling", "strategy.ttl", 13)),
        ("strategy.ttl", "a garden:Sowing", "a garden:Sowing , garden:Bed",
         ("consistency", "cax-dw", "strategy.ttl", 10)),
        ("strategy.ttl", "before plan:sow-beans", "before plan:sow-peas",
         ("consistency", "prp-irp", "strategy.ttl", 12)),
        ("strategy.ttl", "seeds 40", 'seeds "4_0"^^<http://www.w3.org/2001/XMLSchema#integer>',
         ("text", "lexical-form", "strategy.ttl", 14)),
        ("shapes.ttl", "targetClass garden:Goal", "targetClass garden:Gaol",
         ("vocabulary", "undeclared-term", "shapes.ttl", 8)),
        ("shapes.ttl", "targetClass garden:Goal", "targetClass garden:Bed ; sh:targetNode garden:none", None),
        ("shapes.ttl", "sh:minCount", "sh:mincount", ("vocabulary", "unknown-term", "shapes.ttl", 13)),
    ],
)  # fmt: skip
def test_what_is_wrong_with_it_is_found_at_its_place(
    check: Callable[..., dict[str, Any]], file: str, written: str, broken: str, found: tuple[str, ...] | None
) -> None:
    report = check(file, written, broken)
    told = [
        (one["check"], one["rule"].rpartition("#")[2], one["place"]["file"], one["place"]["line"])
        for one in report["findings"]
        if one["place"]
    ]
    assert (found in told) if found else told


def test_a_shape_of_its_own_that_meets_nothing_is_a_violation(check: Callable[..., dict[str, Any]]) -> None:
    report = check("shapes.ttl", "sh:targetClass garden:Goal", "sh:targetNode garden:Goalless")
    assert "no-focus" in {one["rule"] for one in report["findings"] if one["severity"] == "violation"}


def test_a_strategy_in_our_terms_is_held_to_the_shapes_for_any(run_kg: Run, tmp_path: Path) -> None:
    world = (ROOT / "tests" / "shapes" / "world.ttl").read_text(encoding="utf-8")
    path = tmp_path / "world.ttl"
    path.write_text(world, encoding="utf-8")
    fine = run_kg("validate", "--alone", path, "--format", "json")
    assert fine.returncode == 0, fine.stdout
    shapes = {one["shape"].rpartition("#")[2] for one in json.loads(fine.stdout)["shapes"]}
    assert "Strategy" in shapes
    assert not {name for name in shapes if name in ("StrategyValues", "StrategyPillars", "StrategyReferences")}
    path.write_text(world.replace("kompas:kind id:kind-strategy ;", "", 1), encoding="utf-8")
    assert run_kg("validate", "--alone", path).returncode == 1
    together = run_kg("validate", path, "--only", "text", "--format", "csv")
    assert "repeated-subject" in together.stdout  # id:chapter-1 is in our strategy too


def test_what_is_only_known_is_not_judged(run_kg: Run, garden: Path) -> None:
    strategy = (garden / "strategy.ttl").read_text(encoding="utf-8")
    head, _, goals = strategy.partition("plan:sow-peas a")
    (garden / "known.ttl").write_text(head + "plan:bed-north a garden:Bad .\n", encoding="utf-8")
    (garden / "strategy.ttl").write_text(head.partition("plan:bed-south")[0] + "plan:sow-peas a" + goals, "utf-8")
    call = ("validate", *OWN, "strategy.ttl", "--format", "csv", "--fail-on", "info")
    without = run_kg(*call, cwd=garden)
    assert (without.returncode, without.stdout.count("dangling")) == (1, 2)
    fine = run_kg(*call, "--with", "known.ttl", cwd=garden)
    assert (fine.returncode, len(fine.stdout.splitlines())) == (0, 1)
    given = run_kg(*call, "known.ttl", "--with", "known.ttl", cwd=garden)  # and so judged
    assert "undeclared-class" in given.stdout
    (garden / "strategy.ttl").write_text(head + "plan:sow-peas a" + goals, encoding="utf-8")
    repeated = run_kg(*call, "--with", "known.ttl", cwd=garden).stdout
    assert "repeated-subject,strategy.ttl,7," in repeated
    missing = run_kg(*call, "--with", "nowhere", cwd=garden)
    assert (missing.returncode, missing.stderr.partition(":")[0]) == (2, "nowhere")


def test_ones_own_files_come_first(run_kg: Run, garden: Path) -> None:
    (garden / "strategy.ttl").rename(garden / "z.ttl")
    for file, written, broken in (("z.ttl", "seeds 40", "seeds 0"), ("shapes.ttl", "sh:minCount", "sh:mincount")):
        path = garden / file
        path.write_text(path.read_text(encoding="utf-8").replace(written, broken, 1), encoding="utf-8")
    report = json.loads(run_kg("validate", *OWN, "z.ttl", "--format", "json", cwd=garden).stdout)
    assert [one["place"]["file"] for one in report["findings"]] == ["z.ttl", "shapes.ttl"]


@pytest.mark.parametrize("form", ["text", "table", "markdown", "html", "sarif", "junit", "github"])
def test_shapes_that_meet_nothing_are_one_line(run_kg: Run, tmp_path: Path, form: str) -> None:
    shutil.copy(ROOT / "tests" / "shapes" / "world.ttl", tmp_path)
    done = run_kg("validate", "--alone", "world.ttl", "--format", form, cwd=tmp_path)
    assert "ontology/shapes" not in done.stdout
    assert done.stdout.count("meet nothing in this strategy") == 1
    if form == "text":
        told = run_kg("validate", "--alone", "world.ttl", "-v", cwd=tmp_path).stdout
        assert told.count("the shape meets nothing in the graph") > 10


@pytest.mark.parametrize(("text", "said"), [
    ("nowhere.txt", "no such file"), ("other.txt", "only 1 of 35 passages were found; expected a text or PDF"),
])  # fmt: skip
def test_a_text_that_cannot_be_checked_hides_nothing(run_kg: Run, tmp_path: Path, text: str, said: str) -> None:
    from kg.document.passages import passage, turtle

    words = [f"ord nummer {number} i en opdigtet tekst" for number in range(35)]
    document = "\n".join(words)
    starts = [document.index(one) for one in words]
    made = [passage(document, start, start + len(one)) for start, one in zip(starts, words, strict=True)]
    prefixes = "".join(
        f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items() if name in ("kompas", "oa", "id")
    )
    (tmp_path / "a.ttl").write_text(prefixes + "\n".join(map(turtle, made)) + "\nid:theme-a a kompas:Them .\n", "utf-8")
    (tmp_path / "other.txt").write_text("noget ganske andet, og ord nummer 7 i en opdigtet tekst", encoding="utf-8")
    done = run_kg("validate", "--alone", "a.ttl", "--source", text, "--format", "json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert (done.returncode, report["outcome"]) == (2, "unchecked")
    assert said in report["trouble"]["message"]["en"]
    assert {run["check"]: run["ran"] for run in report["checks"]} == {
        "text": True, "vocabulary": True, "shapes": True, "consistency": True, "evidence": False,
    }  # fmt: skip
    rules = {one["rule"] for one in report["findings"]}
    assert "undeclared-class" in rules
    assert "failed-passage" not in rules


def test_options_that_go_together(run_kg: Run, garden: Path) -> None:
    for option in ("--ontology", "--shapes", "--with"):
        misuse = run_kg("validate", "strategy.ttl", option, "shapes.ttl", cwd=garden)
        assert (misuse.returncode, misuse.stdout) == (2, "")
        assert "--ontology, --shapes and --with go with --alone" in misuse.stderr
    nothing = run_kg("validate", "--alone", "--lang", "da", cwd=garden)
    assert (nothing.returncode, nothing.stderr) == (2, "her mangler filerne med den strategi, der skal prøves alene\n")


def test_the_reference_reasoner_serves_the_shapes_as_the_rules_do(run_kg: Run, garden: Path) -> None:
    (garden / "strategy.ttl").write_text(
        (garden / "strategy.ttl").read_text(encoding="utf-8").replace("seeds 40", "seeds 0"), encoding="utf-8"
    )
    reports = [
        run_kg("validate", *OWN, "strategy.ttl", "--reasoner", reasoner, "--format", "csv", cwd=garden)
        for reasoner in ("rules", "owlrl")
    ]
    assert [result.returncode for result in reports] == [1, 1]
    assert reports[0].stdout == reports[1].stdout
