"""`kg query`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import KgError
from kg.tables import FORMATS

if TYPE_CHECKING:
    from kg.settings import Settings


@click.command
@click.argument("name", required=False)
@click.option("--text", help="A query in SPARQL 1.1, instead of a question's name.")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="Narrow the question; repeatable.")
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--prefixes", is_flag=True, help="Put the project's prefixes at the query's hand.")
@click.option("--unvalidated", is_flag=True, help="Ask a graph that did not pass `kg validate`.")
@click.pass_obj
def command(
    settings: Settings,
    *,
    name: str | None,
    text: str | None,
    params: tuple[str, ...],
    form: str,
    prefixes: bool,
    unvalidated: bool,
) -> None:
    """Answer a question of the library by NAME, a query in a .rq file, or from standard input (-)."""
    from kg.asking import ask_file, ask_question, ask_text
    from kg.progress import working
    from kg.questions import decoded
    from kg.tables import render

    if (name is None) == (text is None):
        message = "expected a question's name, a file, `-`, or --text; `kg questions` lists the questions"
        raise click.UsageError(message)
    values = dict(map(_pair, params))
    free = text is not None or name == "-" or bool(Path(name or "").suffix)
    if free and values:
        message = "-p narrows only the questions of the library"
        raise click.UsageError(message)
    project = settings.project
    headings: dict[str, str] = {}
    with working("query"):
        if text is not None:
            answer = ask_text(project, text, "query", prefixes=prefixes, unvalidated=unvalidated)
        elif name == "-":
            sparql = decoded(sys.stdin.buffer.read(), "standard input")
            answer = ask_text(project, sparql, "standard input", prefixes=prefixes, unvalidated=unvalidated)
        elif free:
            answer = ask_file(project, Path(name or ""), prefixes=prefixes, unvalidated=unvalidated)
        else:
            answer, headings = ask_question(project, name or "", values, settings.lang, unvalidated=unvalidated)
    click.echo(render(answer, form, headings), nl=False)


def _pair(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not equals:
        message = "expected NAME=VALUE, such as -p country=id:country-india"
        raise KgError(message, pair)
    return name, value
