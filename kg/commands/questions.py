"""`kg questions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.questions import Question
    from kg.settings import Language, Settings


@click.command
@click.argument("name", required=False)
@click.option("--tag", help="Only questions with this tag.")
@click.pass_obj
def command(settings: Settings, *, name: str | None, tag: str | None) -> None:
    """List the questions of the library, or show one: its text, parameters and columns."""
    from kg.errors import KgError
    from kg.questions import find, library
    from kg.suggesting import did_you_mean

    if name is not None:
        click.echo(_described(find(settings.project, name), settings.lang), nl=False)
        return
    questions = library(settings.project).values()
    tags = {known for question in questions for known in question.tags}
    if tag is not None and tag not in tags:
        message = f"no question has this tag; expected one of {', '.join(sorted(tags))}.{did_you_mean(tag, tags)}"
        raise KgError(message, tag)
    chosen = [question for question in questions if tag is None or tag in question.tags]
    width = max((len(question.name) for question in chosen), default=0)
    for question in chosen:
        click.echo(f"{question.name:<{width}}  {question.text[settings.lang]}")


def _described(question: Question, lang: Language) -> str:
    words = {
        "da": ("Emneord", "Parametre", "Kolonner", "Spørg"),
        "en": ("Tags", "Parameters", "Columns", "Ask it"),
    }[lang]
    lines = [question.text[lang], "", f"{words[0]}: {', '.join(question.tags)}"]
    if question.parameters:
        lines.append(f"{words[1]}:")
        for parameter in question.parameters.values():
            kind = parameter.of_class or "|".join(parameter.choices) or parameter.type
            lines.append(f"  {parameter.name} ({kind}): {parameter.text[lang]}")
    lines.append(f"{words[2]}:")
    lines += [f"  {column}: {said[lang]}" for column, said in question.columns.items()]
    lines += [f"{words[3]}: kg query {question.name}", ""]
    return "\n".join(lines)
