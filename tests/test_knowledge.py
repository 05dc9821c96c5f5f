"""What follows is inferred once, and again after any change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import reasoning
from kg.errors import KgError
from kg.knowledge import know, whole
from kg.namespaces import INFERRED_GRAPH, KOMPAS
from kg.store import build

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project import Project


@pytest.fixture
def nested(small: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project from which something follows, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data = small.root / "data" / "values" / "values.ttl"
    text = data.read_text(encoding="utf-8") + "id:a kompas:within id:b .\nid:b kompas:within id:c .\n"
    data.write_text(text, encoding="utf-8")
    return small


def within(project: Project) -> list[tuple[str, str]]:
    """Return short names of who is inferred to be within what."""
    quads = [quad for quad in know(project).inferred if quad.predicate.value == KOMPAS + "within"]
    return [(str(quad.subject)[-2], str(quad.object)[-2]) for quad in quads]


def test_what_follows_has_a_graph_of_its_own(nested: Project) -> None:
    knowledge = know(nested)
    assert within(nested) == [("a", "c")]
    assert {getattr(quad.graph_name, "value", None) for quad in knowledge.inferred} == {INFERRED_GRAPH}
    assert knowledge.quads("all") == knowledge.quads("asserted") + knowledge.quads("inferred")
    assert knowledge.quads("inferred") == knowledge.inferred
    assert knowledge.quads("asserted") == knowledge.asserted


def test_it_is_recalled_the_second_time(nested: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    first = know(nested).inferred
    monkeypatch.setattr(reasoning, "infer", lambda _: pytest.fail("inferred again"))
    assert know(nested).inferred == first


def test_it_is_never_stale(nested: Project) -> None:
    within(nested)
    data = nested.root / "data" / "values" / "values.ttl"
    data.write_text(
        data.read_text(encoding="utf-8").replace("id:b kompas:within id:c", "id:b kompas:within id:d"), "utf-8"
    )
    assert within(nested) == [("a", "d")]
    values = nested.root / "ontology" / "values.ttl"
    values.write_text(values.read_text(encoding="utf-8").replace(" , owl:TransitiveProperty", ""), "utf-8")
    assert within(nested) == []


def test_the_quick_way_holds_the_same(small: Project) -> None:
    """A store that is loaded from the files' bytes equals one that is built from their quads."""
    quick, slow = whole(small), build(know(small).quads(), named=False)
    assert {str(quad) for quad in quick} == {str(quad) for quad in slow}
    assert len(quick) > 3


def test_the_quick_way_names_the_place_of_an_error(small: Project) -> None:
    """What cannot be parsed is an error with its line, not the engine's."""
    (small.root / "data" / "broken.ttl").write_text("<a> <b> .\n", encoding="utf-8")
    with pytest.raises(KgError, match=r"broken\.ttl:1:"):
        whole(small)
