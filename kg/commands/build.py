"""`kg build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.settings import Settings


@click.command
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), default="build", show_default=True, help="The folder."
)
@click.option("--source", type=click.Path(path_type=Path), help="The strategy as text or PDF; default KOMPAS_SOURCE.")
@click.pass_obj
def command(settings: Settings, *, folder: Path, source: Path | None) -> int:
    """Load, reason, validate, verify the evidence, answer all questions and write the exports.

    Exit code 1 if something was found to be wrong: nothing is answered or written from a graph that is not valid.
    """
    from kg.building import build
    from kg.summary import summary

    done = build(settings.project, folder, settings.lang, source)
    click.echo(summary(done, settings.lang), nl=False)
    return 0 if done.passed else 1
