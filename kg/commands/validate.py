"""`kg validate`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.loading import Source
    from kg.reasoning import Reasoner
    from kg.settings import Settings
    from kg.validation.engines import Engine
    from kg.validation.findings import Severity
    from kg.validation.report import Report

_CHECKS = ("text", "vocabulary", "shapes", "consistency", "evidence")
_SEVERITIES = ("info", "warning", "violation")
_FORMATS = (
    *("text", "table", "json", "jsonl", "csv", "markdown", "html", "turtle"),
    *("sarif", "junit", "github"),
)
_ENGINES = ("rust", "pyshacl")
_PATH = click.Path(path_type=Path, allow_dash=True, readable=False)  # what cannot be read is told of where it is read
_EXIT = {"conforms": 0, "findings": 1, "unchecked": 2}


@click.command
@click.argument("paths", nargs=-1, type=_PATH)
@click.option("--only", multiple=True, metavar="CHECK", help=f"Only this check: {', '.join(_CHECKS)}. May be repeated.")
@click.option("--skip", multiple=True, metavar="CHECK", help="Leave out this check. May be repeated.")
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    default="violation",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option("-f", "--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True)
@click.option("--source", type=_PATH, help="The strategy as text or PDF; default KOMPAS_SOURCE.")
@click.option("--alone", is_flag=True, help="PATHS are a strategy of their own, held to the shapes for any strategy.")
@click.option(
    "--ontology",
    multiple=True,
    type=_PATH,
    help="With --alone: its ontology, instead of this one. May be repeated.",
)
@click.option(
    "--shapes",
    multiple=True,
    type=_PATH,
    help="With --alone: its shapes, instead of these. May be repeated.",
)
@click.option(
    "--with",
    "known",
    multiple=True,
    type=_PATH,
    help="With --alone: what it may point to, such as data/background of this project; not judged. May be repeated.",
)
@click.option(
    "--engine", type=click.Choice(_ENGINES), help="What reads the shapes; default rust, where it is installed."
)
@click.option(
    "--reasoner",
    type=click.Choice(("rules", "owlrl")),
    default="rules",
    show_default=True,
    help="What infers before the shapes; owlrl is the reference, and takes minutes.",
)
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), help="Time limit; default by the files' size.")
@click.option("--profile", is_flag=True, help="Tell what each shape costs, dearest first. Takes a while.")
@click.option("-v", "--verbose", is_flag=True, help="Tell how many nodes each shape saw.")
@click.pass_obj
def command(  # noqa: PLR0913  # one for each option
    settings: Settings,
    *,
    paths: tuple[Path, ...],
    only: tuple[str, ...],
    skip: tuple[str, ...],
    fail_on: Severity,
    form: str,
    source: Path | None,
    alone: bool,
    ontology: tuple[Path, ...],
    shapes: tuple[Path, ...],
    known: tuple[Path, ...],
    engine: Engine | None,
    reasoner: Reasoner,
    seconds: float | None,
    profile: bool,
    verbose: bool,
) -> int:
    """Check the graph, and with PATHS your additions to it: text, vocabulary, shapes, consistency, evidence.

    PATHS are Turtle files and folders of them; - is standard input. Exit code 0 if nothing was found, 1 if something
    was, 2 if a check could not be made. The report is kept until a file changes.
    """
    from kg.document.evidence import find_copy
    from kg.errors import KgError
    from kg.validation import selected, validate_files
    from kg.validation.formats import render
    from kg.validation.material import gather, gather_alone
    from kg.validation.report import Report, troubled
    from kg.validation.steps import steps

    if (ontology or shapes or known) and not alone:
        message = "--ontology, --shapes and --with go with --alone"
        raise click.UsageError(message)
    checks = selected(only, skip)
    try:
        given = _given(paths)
        files = (
            gather_alone(settings.project, given, ontology, shapes, known) if alone else gather(settings.project, given)
        )
        # The copy that is set for all commands is of the one strategy, not of another that stands alone.
        copy = source if alone else find_copy(source)
        with steps() as watch:
            report = validate_files(
                files,
                source=copy,
                checks=checks,
                engine=engine,
                reasoner=reasoner,
                seconds=seconds,
                watch=watch,
                profile=profile,
            )
    except KgError as error:  # the third outcome has a report too, for those who read only that
        report = Report(trouble=troubled(error))
    click.echo(render(report, form, settings.lang, on=fail_on, verbose=verbose), nl=False)
    return _end(report, fail_on, settings.lang)


def _given(paths: tuple[Path, ...]) -> list[Path | Source]:
    """Return what is to be checked, with standard input read."""
    from kg.loading import LARGEST, read_text

    return [read_text(sys.stdin.buffer.read(LARGEST + 1), "standard input") if str(path) == "-" else path
            for path in paths]  # fmt: skip


def _end(report: Report, on: Severity, lang: str) -> int:
    """Say on standard error why a check could not be made, and return the exit code."""
    from kg.validation.formats import harmless

    if report.trouble:
        click.echo(harmless(report.trouble.of(lang)), err=True)
    return _EXIT[report.outcome(on)]
