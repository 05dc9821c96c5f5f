"""Times the commands as a person meets them: whole processes, the first call, those after it, and what they compute.

The time on the clock is the median of the later calls; the processor's is the least of them, and hardly depends on what
else the machine is at.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kg.knowledge import opened, whole
from kg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.project import Project

ROOT = Path(__file__).resolve().parent.parent
CALLS = (
    ("--help",),
    ("validate",),
    ("questions",),
    ("query", "headed-commitments"),
    ("query", "headed-commitments", "--evidence"),
    ("find", "ukraine"),
    ("show", "id:country-denmark"),
    ("why", "id:country-denmark", "a", "kompas:Place"),
    ("export", "--output", "{folder}/export"),
    ("build", "--output", "{folder}/build"),
)
TIMES = 5


def seconds(arguments: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Return how long `kg` takes with these arguments, and how much of a processor's time."""
    start, before = time.perf_counter(), _computed()
    subprocess.run([sys.executable, "-m", "kg", *arguments], cwd=ROOT, env=environment, capture_output=True, check=True)
    return time.perf_counter() - start, _computed() - before


def _computed() -> float:
    """Return the processor's time of all processes that were waited for."""
    used = os.times()
    return used.children_user + used.children_system


def loading(load: Callable[[Project], object]) -> float:
    """Return how long the whole graph takes to be at hand, what can be kept of it being kept already."""
    project = find_project(ROOT)
    load(project)
    start = time.perf_counter()
    load(project)
    return time.perf_counter() - start


def main() -> None:
    """Print a line for each command, each beginning with an empty cache, and two for having the graph at hand."""
    print(f"{'':44}{'first':>8}{'then':>8}{'cpu':>8}  seconds")
    for call in CALLS:
        with tempfile.TemporaryDirectory() as folder:
            arguments = [part.format(folder=folder) for part in call]
            environment = {**os.environ, "XDG_CACHE_HOME": folder}
            first, _ = seconds(arguments, environment)
            later = [seconds(arguments, environment) for _ in range(TIMES)]
        then, computed = statistics.median(each[0] for each in later), min(each[1] for each in later)
        print(f"{'kg ' + ' '.join(call).replace('{folder}/', ''):44}{first:8.2f}{then:8.2f}{computed:8.2f}")
    for name, load in (("loading into a store in memory", whole), ("opening the store on the disk", opened)):
        print(f"{name:44}{'':8}{statistics.median(loading(load) for _ in range(TIMES)):8.2f}")


if __name__ == "__main__":
    main()
