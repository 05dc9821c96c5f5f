"""Imports run one way, and starting the command line imports nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted((ROOT / "kg").rglob("*.py"))
HEAVY = {"owlrl", "pyoxigraph", "pypdfium2", "pyshacl", "rdflib", "rich", "yaml"}
LONGEST = 300  # lines


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path) for path in FILES}


def imports_of(path: Path) -> set[str]:
    """Name every module that the file imports, in functions and for type checkers too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in MODULES else node.module)
    return found - {module_of(path)}


IMPORTS = {module_of(path): imports_of(path) for path in FILES}


def test_no_module_imports_itself_around_a_corner() -> None:
    # `kg` itself hands on the names of all others, when they are asked for.
    graph = {name: {other for other in others if other in MODULES - {"kg"}} for name, others in IMPORTS.items()}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))
    assert order.index("kg.errors") < order.index("kg.loading") < order.index("kg.cli")


def test_the_command_line_stands_on_top() -> None:
    for name, others in IMPORTS.items():
        if name not in {"kg.cli", "kg.__main__"} and not name.startswith("kg.commands"):
            assert not {other for other in others if other.startswith(("kg.cli", "kg.commands", "click"))}, name
    assert not [name for name, others in IMPORTS.items() if "kg.cli" in others and name != "kg.__main__"]


@pytest.mark.parametrize("module", ["kg", "kg.cli"])
def test_starting_imports_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not HEAVY & set(loaded.stdout.split())


def test_modules_stay_readable() -> None:
    lengths = {module_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert not {name: length for name, length in lengths.items() if length > LONGEST}
