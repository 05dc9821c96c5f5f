"""The fast engine finds what pySHACL finds: on the real graph, and on every breakage of every shape."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import test_shapes
from conftest import ROOT
from test_shapes import BREAKAGES, Breakage, all_shapes, read

from kg.knowledge import know
from kg.project import Project
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
    assert check(quads, all_shapes(), "rust") == check(quads, all_shapes(), "pyshacl")
