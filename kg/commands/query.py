"""`kg query`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.asking.projects import Asked
    from kg.settings import Settings

_FOR_ROWS = ("table", "markdown", "html", "csv", "tsv", "json", "jsonl")
_FOR_GRAPHS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")


@click.command
@click.argument("name", required=False)
@click.option("--text", help="A query in SPARQL 1.1, instead of a question's name.")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="Narrow the question; repeatable.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice([*_FOR_ROWS, *_FOR_GRAPHS]),
    help="Default table; turtle for CONSTRUCT and DESCRIBE, which have the formats of RDF.",
)
@click.option("--prefixes", is_flag=True, help="Put the project's prefixes at the query's hand; alone, print them.")
@click.option("--evidence", is_flag=True, help="Say of each row where the text says it, or how it follows.")
@click.option("--source", type=click.Path(path_type=Path), help="A copy of the document; --evidence gives its words.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, 86_400, min_open=True),
    help="Seconds that a query of your own has; default 30.",
)
@click.option("--unvalidated", is_flag=True, help="Ask a graph that did not pass `kg validate`.")
@click.pass_obj
def command(  # noqa: PLR0913  # an argument for each option
    settings: Settings,
    *,
    name: str | None,
    text: str | None,
    params: tuple[str, ...],
    form: str | None,
    prefixes: bool,
    evidence: bool,
    source: Path | None,
    timeout: float | None,
    unvalidated: bool,
) -> None:
    """Answer a question of the library by NAME, a query in a file, or one from standard input (-).

    Any query of SPARQL 1.1 that only reads is answered: SELECT, ASK, CONSTRUCT, DESCRIBE. Updates, SERVICE, FROM and
    LOAD are refused.
    """
    if prefixes and name is None and text is None:
        _print_prefixes()
        return
    if (name is None) == (text is None):
        message = "expected a question's name, a file, `-`, or --text; `kg questions` lists the questions"
        raise click.UsageError(message)
    free = text is not None or name == "-" or bool(Path(name or "").suffix) or os.sep in (name or "")
    if free and (params or evidence):
        message = "-p and --evidence are for the questions of the library"
        raise click.UsageError(message)
    if not free and (prefixes or timeout):
        message = "--prefixes and --timeout are for queries of your own"
        raise click.UsageError(message)
    if free:
        asked = _ask_freely(settings, name, text, prefixes=prefixes, unvalidated=unvalidated, timeout=timeout)
    else:
        from kg.asking.projects import ask_question

        values = _values(params)
        asked = ask_question(settings.project, name or "", values, settings.lang, unvalidated=unvalidated)
        if evidence:
            from kg.asking.tracing import with_evidence
            from kg.progress import working

            with working("evidence"):
                asked = with_evidence(settings.project, asked, settings.lang, source)
    for warning in asked.warnings:
        click.echo(_one_line(warning.said(settings.lang)), err=True)
    _write(settings, asked, form, name)


def _ask_freely(
    settings: Settings, name: str | None, text: str | None, *, prefixes: bool, unvalidated: bool, timeout: float | None
) -> Asked:
    from kg.asking.projects import SECONDS, ask_file, ask_text
    from kg.asking.questions import LARGEST, decoded

    seconds = timeout or SECONDS
    if text is None and name != "-":
        path = Path(name or "")
        return ask_file(
            settings.project, path, settings.lang, prefixes=prefixes, unvalidated=unvalidated, seconds=seconds
        )
    place = "query" if name is None else "standard input"
    sparql = decoded(sys.stdin.buffer.read(LARGEST), place) if text is None else text
    return ask_text(
        settings.project, sparql, place, settings.lang, prefixes=prefixes, unvalidated=unvalidated, seconds=seconds
    )


def _write(settings: Settings, asked: Asked, form: str | None, name: str | None) -> None:
    """Write the answer in the form that was asked for, or else in the one that suits it."""
    from kg.asking.showing import harmless
    from kg.asking.tables import FOR_PEOPLE, render

    answer = asked.answer
    form = form or ("turtle" if answer.kind == "graph" else "table")
    if form in _FOR_GRAPHS:
        if answer.kind != "graph":
            message = f"writes graphs, and the answer has rows; expected one of {', '.join(_FOR_ROWS)}"
            danish = f"skriver grafer, og svaret har rækker; vælg {', '.join(_FOR_ROWS)}"
            raise KgError(message, f"--format {form}", danish=danish)
        import pyoxigraph as ox

        from kg.exporting import serialise

        quads = [ox.Quad(each.subject, each.predicate, each.object) for each in answer.triples()]
        out = serialise(quads, form).decode()
    else:
        if form in FOR_PEOPLE:
            from kg.asking.collating import in_order

            answer = in_order(answer, asked.sparql, settings.lang)
        out = render(answer, form, asked.headings, settings.lang, title=name or "Kompas")
    click.echo(harmless(out) if sys.stdout.isatty() else out, nl=False)


def _print_prefixes() -> None:
    from kg.namespaces import PREFIXES

    for prefix, namespace in PREFIXES.items():
        click.echo(f"PREFIX {prefix}: <{namespace}>")


def _one_line(message: str) -> str:
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in message)


def _values(params: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters by name. Raises: KgError for one that is named twice: no row could suit both."""
    values: dict[str, str] = {}
    for name, value in map(_pair, params):
        if name in values:
            message = "is named twice; expected each parameter once"
            raise KgError(message, f"-p {name}", danish="er nævnt to gange; hver parameter kan kun nævnes én gang")
        values[name] = value
    return values


def _pair(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not equals:
        message = "expected NAME=VALUE, such as -p country=id:country-india"
        danish = "her skulle stå NAVN=VÆRDI, fx -p country=id:country-india"
        raise KgError(message, pair, danish=danish)
    return name, value
