"""Times the commands as a person meets them: whole processes, the first call and the median of those after it."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg.knowledge import whole
from kg.project import find_project

ROOT = Path(__file__).resolve().parent.parent
CALLS = (
    ("--help",),
    ("validate",),
    ("questions",),
    ("query", "headed-commitments"),
    ("show", "id:country-denmark"),
    ("export", "--output", "{folder}/export"),
    ("build", "--output", "{folder}/build"),
)
TIMES = 5


def seconds(arguments: list[str], environment: dict[str, str]) -> float:
    """Return how long `kg` takes with these arguments."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", *arguments], cwd=ROOT, env=environment, capture_output=True, check=True)
    return time.perf_counter() - start


def loading() -> float:
    """Return how long the whole graph takes into the embedded store, what follows from it being kept already."""
    project = find_project(ROOT)
    whole(project)
    start = time.perf_counter()
    whole(project)
    return time.perf_counter() - start


def main() -> None:
    """Print a line for each command, each beginning with an empty cache, and one for loading the graph."""
    print(f"{'':32}{'first':>8}{'then':>8}  seconds")
    for call in CALLS:
        with tempfile.TemporaryDirectory() as folder:
            arguments = [part.format(folder=folder) for part in call]
            environment = {**os.environ, "XDG_CACHE_HOME": folder}
            first = seconds(arguments, environment)
            then = statistics.median(seconds(arguments, environment) for _ in range(TIMES))
        print(f"{'kg ' + ' '.join(call).replace('{folder}/', ''):32}{first:8.2f}{then:8.2f}")
    load = statistics.median(loading() for _ in range(TIMES))
    print(f"{'loading into the store':32}{'':8}{load:8.2f}")


if __name__ == "__main__":
    main()
