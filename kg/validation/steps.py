"""Shows on a terminal which check is being made."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ORDER = ("parsing", "reasoning", "shapes", "consistency", "text", "vocabulary", "evidence", "places")  # as they come


@contextmanager
def steps() -> Iterator[Callable[[str], None] | None]:
    """Give what is to be told of each step, which moves a bar on stderr on; None where there is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("validate", total=len(_ORDER))

        def watch(step: str) -> None:
            done = _ORDER.index(step) if step in _ORDER else None
            progress.update(task, description=step, completed=done)

        yield watch
