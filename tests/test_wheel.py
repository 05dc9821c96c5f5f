"""An installed wheel works away from the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, clean_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel is installed, without its dependencies, which are here already."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("kompas-*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run([*pip, "--target", str(folder / "site"), str(wheel)], check=True, capture_output=True)
    return folder / "site"


def test_it_carries_the_project_the_types_and_the_licences_and_nothing_else(site: Path) -> None:
    (wheel,) = site.parent.glob("kompas-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    project = {
        f"kg/_project/{path.relative_to(ROOT).as_posix()}"
        for folder, ending in (("ontology", "ttl"), ("data", "ttl"), ("queries", "rq"))
        for path in (ROOT / folder).rglob(f"*.{ending}")
    }
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "kg").rglob("*.py")}
    assert project | code | {"kg/py.typed"} <= names
    assert any(name.endswith("licenses/LICENSE-DATA") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"kg", "kompas"}
    assert not [name for name in names if name.startswith("kg/_project/ontology") and not name.endswith(".ttl")]


def test_it_answers_as_the_checkout_does(site: Path, run_kg: Run, tmp_path: Path) -> None:
    for arguments in (["questions"], ["show", "id:country-denmark"], ["validate"]):
        there = run_kg(*arguments, cwd=tmp_path, PYTHONPATH=str(site))
        assert (there.returncode, there.stderr) == (0, ""), arguments
        assert there.stdout.replace("kg/_project/", "") == run_kg(*arguments).stdout, arguments


def test_it_builds_away_from_the_checkout(site: Path, run_kg: Run, tmp_path: Path) -> None:
    result = run_kg("build", cwd=tmp_path, PYTHONPATH=str(site))
    assert result.returncode == 0, result.stderr
    assert any((tmp_path / "build").iterdir())


def test_its_command_is_installed(site: Path, tmp_path: Path) -> None:
    environment = {**clean_environment(), "PYTHONPATH": str(site)}
    command = [sys.executable, str(site / "bin" / "kg"), "--version"]
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert result.stdout.startswith("kg, version ")
