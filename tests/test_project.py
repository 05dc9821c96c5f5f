"""The project is found where the user says, beside the package, or in the wheel."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from kg import project as module
from kg.errors import KgError
from kg.namespaces import BACKGROUND_GRAPH, DOCUMENT_GRAPH, ONTOLOGY_GRAPH, SHAPES_GRAPH
from kg.project import VARIABLE, Project, find_project, shown


def test_files_are_listed_by_kind(small: Project) -> None:
    def listed(paths: list[Path]) -> list[str]:
        return [path.relative_to(small.root).as_posix() for path in paths]

    assert listed(small.ontology_files()) == ["ontology/values.ttl"]
    assert listed(small.shape_files()) == ["ontology/shapes/values.ttl"]
    assert listed(small.data_files()) == ["data/background/countries.ttl", "data/values/values.ttl"]
    assert listed(small.query_files()) == ["queries/all.rq"]


@pytest.mark.parametrize(
    ("path", "graph"),
    [
        ("ontology/values.ttl", ONTOLOGY_GRAPH),
        ("ontology/shapes/values.ttl", SHAPES_GRAPH),
        ("data/values/values.ttl", DOCUMENT_GRAPH),
        ("data/values.ttl", DOCUMENT_GRAPH),
        ("data/background/countries.ttl", BACKGROUND_GRAPH),
        ("data/actors/background/x.ttl", DOCUMENT_GRAPH),
        ("../elsewhere/background/x.ttl", DOCUMENT_GRAPH),
    ],
)
def test_the_place_of_a_file_gives_its_graph(small: Project, path: str, graph: str) -> None:
    assert small.graph_of(small.root / path) == graph


def test_the_folder_comes_before_the_variable_and_both_before_the_checkout(
    small: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert find_project().root == ROOT
    monkeypatch.setenv(VARIABLE, str(small.root))
    assert find_project() == small
    other = tmp_path / "other"
    for name in ("ontology", "data"):
        (other / name).mkdir(parents=True)
    assert find_project(other).root == other


def test_an_installed_package_has_its_own(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    package = small.root.parent / "site-packages" / "kg"
    package.mkdir(parents=True)
    monkeypatch.setattr(module, "PACKAGE", package)
    with pytest.raises(
        KgError, match="found no ontology/ and data/; name their folder with --project or KOMPAS_PROJECT"
    ):
        find_project()
    small.root.rename(package / "_project")
    assert find_project().root == package / "_project"


@pytest.mark.parametrize("name", ["missing", "file", "empty"])
def test_what_is_no_project_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(KgError, match=r"expected (a project with|the folders) ontology/ and data/") as caught:
        find_project(tmp_path / name)
    assert caught.value.place == str(tmp_path / name)


def test_paths_are_shown_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "data" / "a.ttl") == "data/a.ttl"
    assert shown(Path("a.ttl")) == "a.ttl"
    assert shown(ROOT / "x.ttl") == str(ROOT / "x.ttl")
