"""What tests share: a small project, the real one, and the command line as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.project import Project
from kg.reasoning.fixpoint import Fixpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
PREFIXES = """@prefix id: <https://w3id.org/kompas/id/> .
@prefix kompas: <https://w3id.org/kompas/def#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
QUERY = """#+ question:
#+   da: Hvad er der?
#+   en: What is there?
#+ columns:
#+   thing: {da: ting, en: thing}
#+ key: [thing]
SELECT DISTINCT ?thing
WHERE {
  ?thing ?property ?value .
}
ORDER BY STR(?thing)
"""


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """A project of one class, one thing, one background fact and one shapes file."""
    files = {
        "ontology/values.ttl": """
kompas:Value a owl:Class .
kompas:isoAlpha3 a owl:DatatypeProperty .
kompas:within a owl:ObjectProperty , owl:TransitiveProperty .
skos:prefLabel a owl:AnnotationProperty .
""",
        "ontology/shapes/values.ttl": """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/kompas/shape#> .
shape:Value a sh:NodeShape ;
    sh:targetClass kompas:Value ;
    sh:nodeKind sh:IRI .
""",
        "data/values/values.ttl": 'id:value-a a kompas:Value ;\n    skos:prefLabel "a"@da .',
        "data/background/countries.ttl": 'id:country-denmark a owl:Thing ; kompas:isoAlpha3 "DNK" .',
        "queries/all.rq": QUERY,
    }
    for name, text in files.items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PREFIXES + text + "\n" if path.suffix == ".ttl" else text, encoding="utf-8")
    return Project(tmp_path / "small")


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets the size of each store which the rules are run over whole."""
    sizes: list[int] = []
    run = Fixpoint.run

    def counted(self: Fixpoint) -> None:
        sizes.append(len(self.relations))
        run(self)

    monkeypatch.setattr(Fixpoint, "run", counted)
    return sizes


@pytest.fixture(scope="session")
def source_text() -> Path:
    """Return the path of the reference text, or skip the test and say so."""
    for path in (os.environ.get("KOMPAS_SOURCE"), ROOT.parent / "shared" / "source" / "strategy-2022-da.txt"):
        if path and Path(path).is_file():
            return Path(path)
    pytest.skip("NOT CHECKED: the strategy's text is not at hand; name it with KOMPAS_SOURCE")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of its own for the tests, in this process and those that it starts."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def run_kg(cache: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs `kg` with arguments as a process, in the checkout unless `cwd` says other."""

    def run(
        *arguments: str | Path, cwd: Path = ROOT, stdin: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kg", *map(str, arguments)],
            cwd=cwd,
            env={**clean_environment(), "XDG_CACHE_HOME": str(cache), **environment},
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )

    return run


def clean_environment() -> dict[str, str]:
    """Return the environment without what changes the commands' answers, and with the checkout's package."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("KOMPAS_", "LC_", "LANG"))}
    return {**ours, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
