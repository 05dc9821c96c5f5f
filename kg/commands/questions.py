"""`kg questions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.asking.answers import Answer
    from kg.asking.questions import Question
    from kg.project import Project
    from kg.settings import Language, Settings

_FOR_ROWS = ("table", "markdown", "html", "csv", "tsv", "json", "jsonl")
_FOR_GRAPHS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")
_EXAMPLES = 5  # rows of the answer that are shown
_WORDS = {
    "da": {
        "tags": "Emneord",
        "parameters": "Parametre",
        "columns": "Kolonner",
        "example": "Svaret, de første af {count} rækker",
        "whole": "Svaret",
        "ask": "Spørg",
        "name": "navn",
        "question": "spørgsmål",
        "nothing": "intet spørgsmål fundet",
    },
    "en": {
        "tags": "Tags",
        "parameters": "Parameters",
        "columns": "Columns",
        "example": "The answer, the first of {count} rows",
        "whole": "The answer",
        "ask": "Ask it",
        "name": "name",
        "question": "question",
        "nothing": "no question found",
    },
}


@click.command
@click.argument("words", nargs=-1)
@click.option("--tag", help="Only questions with this tag.")
@click.option("--coverage", is_flag=True, help="Which classes and properties the questions ask about, and which not.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", *_FOR_ROWS, *_FOR_GRAPHS]),
    default="text",
    show_default=True,
    help="In the formats of RDF the questions are executables of SHACL.",
)
@click.pass_obj
def command(settings: Settings, *, words: tuple[str, ...], tag: str | None, coverage: bool, form: str) -> int:
    """List the questions of the library, find some by WORDS in either language, or show the one of this name.

    A question is shown with its parameters, its columns and the first rows of its answer. Exit code 1 if none is found.
    """
    from kg.asking.vetting import vetted

    questions = vetted(settings.project)
    if coverage:
        _print_coverage(settings, list(questions.values()), "table" if form == "text" else form)
        return 0
    named = [word for word in words if word in questions]
    if named and form == "text":
        for name in named:
            click.echo(_described(settings.project, questions[name], settings.lang), nl=False)
        return 0
    chosen = [questions[name] for name in named] if named else _found(settings, questions, words)
    if tag is not None:
        _require_tag(tag, questions.values())
        chosen = [question for question in chosen if tag in _tags(question)]
    if not chosen:
        _complain(words, questions, settings.lang)
        return 1
    click.echo(_listed(chosen, form, settings.lang), nl=False)
    return 0


def _found(settings: Settings, questions: dict[str, Question], words: tuple[str, ...]) -> list[Question]:
    """Return all questions, or those with the words, the best first."""
    if not words:
        return list(questions.values())
    from kg.asking.finding import find
    from kg.asking.indexing import QUESTION

    hits = find(settings.project, words, settings.lang, QUESTION, limit=len(questions) or 1).hits
    return [questions[hit.name] for hit in hits]


def _tags(question: Question) -> set[str]:
    return {*question.tags, *question.tagged("da")}


def _require_tag(tag: str, questions: Iterable[Question]) -> None:
    from kg.asking.questions import LANGUAGES
    from kg.errors import KgError
    from kg.suggesting import did_you_mean, in_danish

    chosen = list(questions)
    if not any(tag in _tags(question) for question in chosen):
        danish, english = (
            sorted({each for question in chosen for each in question.tagged(lang)}) for lang in LANGUAGES
        )
        message = f"no question has this tag; expected one of {', '.join(english)}.{did_you_mean(tag, english)}"
        said = (
            f"intet spørgsmål har dette emneord; vælg et af {', '.join(danish)}.{in_danish(did_you_mean(tag, danish))}"
        )
        raise KgError(message, tag, danish=said)


def _complain(words: tuple[str, ...], questions: dict[str, Question], lang: Language) -> None:
    from kg.suggesting import did_you_mean, in_danish

    near = did_you_mean("-".join(words), questions) if words else ""
    hint = in_danish(near) if lang == "da" else near
    click.echo(_WORDS[lang]["nothing"] + (f".{hint}" if hint else ""), err=True)


def _listed(questions: Sequence[Question], form: str, lang: Language) -> str:
    if form in _FOR_GRAPHS:
        from kg.asking.catalogue import catalogue
        from kg.exporting import serialise

        return serialise(catalogue(questions), form).decode()
    if form == "text":
        width = max(len(question.name) for question in questions)
        return "".join(f"{question.name:<{width}}  {question.text[lang]}\n" for question in questions)
    from kg.asking.answers import Answer
    from kg.asking.tables import render

    rows = tuple((question.name, question.text[lang], ", ".join(question.tagged(lang))) for question in questions)
    words = _WORDS[lang]
    headings = {"name": words["name"], "question": words["question"], "tags": words["tags"].lower()}
    return render(Answer(("name", "question", "tags"), rows), form, headings, lang, title=words["question"])


def _described(project: Project, question: Question, lang: Language) -> str:
    words = _WORDS[lang]
    lines = [question.text[lang], "", f"{words['tags']}: {', '.join(question.tagged(lang))}"]
    if question.parameters:
        lines.append(f"{words['parameters']}:")
        for parameter in question.parameters.values():
            kind = parameter.of_class or "|".join(parameter.choices) or parameter.type
            lines.append(f"  {parameter.name} ({kind}): {parameter.text[lang]}")
    lines.append(f"{words['columns']}:")
    lines += [f"  {column}: {said[lang]}" for column, said in question.columns.items()]
    return "\n".join([*lines, f"{words['ask']}: kg query {question.name}", "", _example(project, question, lang)])


def _example(project: Project, question: Question, lang: Language) -> str:
    """Return the first rows of the answer, from the graph as it is."""
    from kg.asking.answers import Answer
    from kg.asking.collating import in_order
    from kg.asking.projects import ask_question
    from kg.asking.tables import render

    asked = ask_question(project, question.name, {}, lang, unvalidated=True)
    answer: Answer = in_order(asked.answer, asked.sparql, lang)
    first = Answer(answer.columns, answer.rows[:_EXAMPLES], answer.kind)
    heading = _WORDS[lang]["example" if len(answer) > _EXAMPLES else "whole"].format(count=len(answer))
    return f"{heading}:\n{render(first, 'table', asked.headings, lang)}"


def _print_coverage(settings: Settings, questions: Sequence[Question], form: str) -> None:
    from kg.asking.catalogue import COLUMNS, HEADINGS, coverage
    from kg.asking.tables import render
    from kg.knowledge import know
    from kg.progress import working

    if form in _FOR_GRAPHS:
        message = "--coverage is a table"
        raise click.UsageError(message)
    with working("coverage"):
        answer = coverage(know(settings.project), questions, settings.lang)
    headings = dict(zip(COLUMNS, HEADINGS[settings.lang], strict=True))
    click.echo(render(answer, form, headings, settings.lang), nl=False)
