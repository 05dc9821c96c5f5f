"""What follows is inferred once, and again after any change."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from kg import knowledge, reasoning
from kg.errors import KgError
from kg.knowledge import know, opened, view, whole
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
    known = know(nested)
    assert within(nested) == [("a", "c")]
    assert {getattr(quad.graph_name, "value", None) for quad in known.inferred} == {INFERRED_GRAPH}
    assert known.quads("all") == known.quads("asserted") + known.quads("inferred")
    assert known.quads("inferred") == known.inferred
    assert known.quads("asserted") == known.asserted


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


# From the disk


def stores(nested: Project) -> list[Path]:
    return list((nested.root.parent / "cache" / "kompas").glob("store-*"))


def test_from_the_disk_it_holds_the_same_and_cannot_be_changed(nested: Project) -> None:
    store = opened(nested)
    assert {str(quad) for quad in store} == {str(quad) for quad in whole(nested)}
    assert len(stores(nested)) == 1
    with pytest.raises(RuntimeError, match="read-write"):
        store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")


def test_from_the_disk_it_is_loaded_once_and_never_stale(nested: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(nested)
    with monkeypatch.context() as patch:
        patch.setattr(knowledge, "_loaded", lambda _: pytest.fail("loaded again"))
        assert len(opened(nested)) > 3
    data = nested.root / "data" / "values" / "values.ttl"
    data.write_text(data.read_text(encoding="utf-8") + "id:c kompas:within id:new .\n", encoding="utf-8")
    assert "id/new" in str(opened(nested))


def test_a_store_that_is_damaged_is_loaded_anew(nested: Project) -> None:
    """A cut manifest would open as an empty store, and no error."""
    opened(nested)
    (folder,) = stores(nested)
    (manifest,) = folder.glob("MANIFEST-*")
    manifest.write_bytes(manifest.read_bytes()[: manifest.stat().st_size // 2])
    assert {str(quad) for quad in opened(nested)} == {str(quad) for quad in whole(nested)}


def test_without_a_cache_it_is_loaded(nested: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (nested.root / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(nested.root / "file"))
    assert {str(quad) for quad in opened(nested)} == {str(quad) for quad in whole(nested)}


def test_a_store_that_went_between_being_found_and_opened_is_loaded(
    nested: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge, "kept_folder", lambda *_: nested.root / "gone")
    assert len(opened(nested)) == len(whole(nested))


def test_what_cannot_be_parsed_is_named_from_the_disk_too(nested: Project) -> None:
    (nested.root / "data" / "broken.ttl").write_text("<a> <b> .\n", encoding="utf-8")
    with pytest.raises(KgError, match=r"broken\.ttl:1:"):
        opened(nested)


def test_several_processes_at_once_open_the_same(nested: Project) -> None:
    """Each of those that find no store makes it, and one is kept."""
    program = "import sys; from kg.project import Project; from pathlib import Path; from kg.knowledge import opened; "
    program += "print(len(opened(Project(Path(sys.argv[1])))))"
    start = [sys.executable, "-c", program, str(nested.root)]
    started = [subprocess.Popen(start, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [each.communicate()[0] for each in started] == [f"{len(whole(nested))}\n"] * 3
    assert len(stores(nested)) == 1
    assert not list(stores(nested)[0].parent.glob(".*"))


# For who asks of few things


def test_a_view_has_what_follows_of_one_thing(nested: Project) -> None:
    """In the order and with the literals of what is inferred; names that begin alike are told apart."""
    data = nested.root / "data" / "values" / "values.ttl"
    data.write_text(data.read_text(encoding="utf-8") + "id:aa kompas:within id:b .\n", encoding="utf-8")
    seen, known = view(nested), know(nested)
    assert seen.asserted == known.asserted
    for thing in {quad.subject for quad in known.quads()}:
        wanted = [quad.triple for quad in known.inferred if quad.subject == thing]
        assert seen.inferred(getattr(thing, "value", "")) == wanted
    follows = {str(quad.triple) for quad in seen.store if seen.follows(quad.triple)}
    assert follows == {str(quad.triple) for quad in known.inferred}
    assert len(follows) > 1
