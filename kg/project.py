"""Where ontology, data, shapes and queries lie, and which graph each file belongs to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.namespaces import BACKGROUND_GRAPH, DOCUMENT_GRAPH, ONTOLOGY_GRAPH, SHAPES_GRAPH

PACKAGE = Path(__file__).resolve().parent
VARIABLE = "KOMPAS_PROJECT"


@dataclass(frozen=True, slots=True)
class Project:
    """A folder that holds `ontology/`, `data/` and `queries/`."""

    root: Path

    def ontology_files(self) -> list[Path]:
        """List the ontology's Turtle files, sorted, without its shapes."""
        shapes = self.root / "ontology" / "shapes"
        return [path for path in _turtle(self.root / "ontology") if not path.is_relative_to(shapes)]

    def shape_files(self) -> list[Path]:
        """List the Turtle files of the shapes, sorted."""
        return _turtle(self.root / "ontology" / "shapes")

    def data_files(self) -> list[Path]:
        """List the Turtle files of the data, background facts among them, sorted."""
        return _turtle(self.root / "data")

    def query_files(self) -> list[Path]:
        """List the questions' files, sorted."""
        return sorted((self.root / "queries").glob("*.rq"))

    def graph_of(self, path: Path) -> str:
        """Return the IRI of the graph that a file's triples belong to: the document's, unless its place says other."""
        try:
            parts = path.resolve().relative_to(self.root.resolve()).parts
        except (ValueError, RuntimeError):  # RuntimeError: links that lead to each other
            return DOCUMENT_GRAPH
        match parts[:2]:
            case ("ontology", "shapes"):
                return SHAPES_GRAPH
            case ("ontology", _):
                return ONTOLOGY_GRAPH
            case ("data", "background"):
                return BACKGROUND_GRAPH
        return DOCUMENT_GRAPH


def find_project(folder: str | Path | None = None) -> Project:
    """Return the project in `folder`; else the one that KOMPAS_PROJECT names, the checkout's, or the wheel's.

    Raises: KgError if the folder is not one, or if there is none at all.
    """
    named = folder or os.environ.get(VARIABLE)
    if named:
        root = Path(named)
        if not root.is_dir():
            message = "no such folder; expected a project with ontology/ and data/"
            danish = "ingen sådan mappe; her skulle stå et projekt med ontology/ og data/"
            raise KgError(message, str(named), danish=danish)
        if not _is_project(root):
            message = "not a project; expected the folders ontology/ and data/ in it"
            danish = "ikke et projekt; mapperne ontology/ og data/ skulle ligge i den"
            raise KgError(message, str(named), danish=danish)
        return Project(root)
    for root in (PACKAGE.parent, PACKAGE / "_project"):
        if _is_project(root):
            return Project(root)
    message = f"found no ontology/ and data/; name their folder with --project or {VARIABLE}"
    danish = f"fandt hverken ontology/ eller data/; nævn deres mappe med --project eller {VARIABLE}"
    raise KgError(message, danish=danish)


def shown(path: Path) -> str:
    """Return `path` as a person in the current folder would type it."""
    absolute, here = path.absolute(), Path.cwd()
    return str(absolute.relative_to(here)) if absolute.is_relative_to(here) else str(path)


def _is_project(root: Path) -> bool:
    return (root / "ontology").is_dir() and (root / "data").is_dir()


def _turtle(folder: Path) -> list[Path]:
    """List the folder's Turtle files, sorted; what an editor hides beside them is left out."""
    return sorted(path for path in folder.rglob("*.ttl") if not path.name.startswith("."))
