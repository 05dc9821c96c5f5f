"""`kg find`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.asking.finding import Search
    from kg.settings import Language, Settings

_FORMATS = ("table", "markdown", "html", "csv", "tsv", "json", "jsonl")
_HEADINGS = {
    "da": {"name": "ting", "label": "navn", "type": "art", "place": "sted"},
    "en": {"name": "thing", "label": "name", "type": "type", "place": "place"},
}
_WORDS = {
    "da": {
        "nothing": "intet fundet for {words}; prøv færre eller andre ord",
        "partly": "intet har alle ordene; her er, hvad der har nogle af dem",
        "near": "Mente du {near}?",
        "or": "eller",
    },
    "en": {
        "nothing": "nothing found for {words}; try fewer or other words",
        "partly": "nothing has all the words; here is what has some of them",
        "near": "Did you mean {near}?",
        "or": "or",
    },
}


@click.command
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--type", "of_class", metavar="CLASS", help="Only things of a class, such as country or tiltag, or questions."
)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many at most.")
@click.option("-f", "--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.pass_obj
def command(settings: Settings, *, words: tuple[str, ...], of_class: str | None, limit: int, form: str) -> int:
    """Find things and questions by WORDS in Danish or English, the best first.

    Any form of a name will do, and any ending of a word; æ, ø and å may be typed ae, oe or o, aa or a. Exit code 1 if
    nothing is found.
    """
    from kg.asking.answers import Answer
    from kg.asking.cells import Iri
    from kg.asking.finding import find
    from kg.asking.tables import render
    from kg.progress import working

    with working("find"):
        search = find(settings.project, words, settings.lang, of_class, limit)
    if search.partly or not search.hits:
        click.echo(_remark(search, words, settings.lang), err=True)
    if not search.hits:
        return 1
    rows = tuple(
        (Iri(hit.name) if ":" in hit.name else hit.name, hit.label, hit.kind, hit.place) for hit in search.hits
    )
    answer = Answer(("name", "label", "type", "place"), rows)
    click.echo(render(answer, form, _HEADINGS[settings.lang], settings.lang, title=" ".join(words)), nl=False)
    return 0


def _remark(search: Search, words: tuple[str, ...], lang: Language) -> str:
    from kg.asking.showing import harmless

    said = _WORDS[lang]
    parts = [said["partly" if search.hits else "nothing"].format(words=harmless(" ".join(words)))]
    if search.suggestions:
        parts.append(said["near"].format(near=f" {said['or']} ".join(search.suggestions)))
    return ". ".join(parts).replace("?.", "?")
