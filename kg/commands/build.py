"""`kg build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.settings import Settings


@click.command
@click.option(
    "--output", type=click.Path(path_type=Path), default="build", show_default=True, help="Folder to write to."
)
@click.option("--source", type=click.Path(path_type=Path), help="The strategy as text or PDF; default KOMPAS_SOURCE.")
@click.pass_obj
def command(settings: Settings, output: Path, source: Path | None) -> None:
    """Load, reason, validate, verify the evidence, answer all questions and write the exports."""
    raise NotImplementedError
