"""`kg build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.reasoning import Reasoner
    from kg.settings import Settings


@click.command
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), default="build", show_default=True, help="The folder."
)
@click.option("--source", type=click.Path(path_type=Path), help="The strategy as text or PDF; default KOMPAS_SOURCE.")
@click.option(
    "--reasoner",
    type=click.Choice(("rules", "owlrl")),
    default="rules",
    show_default=True,
    help="What reasons; owlrl is the reference, and takes minutes.",
)
@click.pass_obj
def command(settings: Settings, *, folder: Path, source: Path | None, reasoner: Reasoner) -> int:
    """Load, reason, validate, verify the evidence, answer all questions and write the exports.

    Exit code 1 if something was found to be wrong: nothing is answered or written from a graph that is not valid.
    """
    from kg.building import build
    from kg.summary import summary

    done = build(settings.project, folder, settings.lang, source, reasoner)
    click.echo(summary(done, settings.lang), nl=False)
    return 0 if done.passed else 1
