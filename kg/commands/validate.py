"""`kg validate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.validation.findings import Severity

_CHECKS = ("text", "vocabulary", "shapes", "consistency", "evidence")
_SEVERITIES = ("info", "warning", "violation")
_FORMATS = ("text", "table", "json", "csv")


@click.command
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--only", multiple=True, metavar="CHECK", help=f"Only this check: {', '.join(_CHECKS)}. May be repeated.")
@click.option("--skip", multiple=True, metavar="CHECK", help="Leave out this check. May be repeated.")
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    default="violation",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True)
@click.option("--source", type=click.Path(path_type=Path), help="The strategy as text or PDF; default KOMPAS_SOURCE.")
@click.pass_obj
def command(  # one for each option
    settings: Settings,
    *,
    paths: tuple[Path, ...],
    only: tuple[str, ...],
    skip: tuple[str, ...],
    fail_on: Severity,
    form: str,
    source: Path | None,
) -> int:
    """Check the graph, and with PATHS your additions to it: text, vocabulary, shapes, consistency, evidence.

    Exit code 1 if something was found, 2 if a check could not be made. The report is kept until a file changes.
    """
    from kg.evidence import find_copy
    from kg.progress import working
    from kg.validation import selected, validate_project
    from kg.validation.formats import render

    checks = selected(only, skip)
    report = validate_project(settings.project, paths, source=find_copy(source), checks=checks, working=working)
    click.echo(render(report, form, settings.lang), nl=False)
    return 1 if report.fails(fail_on) else 0
