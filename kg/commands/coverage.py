"""`kg coverage`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.asking.tables import FORMATS

if TYPE_CHECKING:
    from kg.asking.answers import Answer
    from kg.document.coverage import Unit
    from kg.naming import Names
    from kg.settings import Language, Settings

_WORDS = {
    "da": {"chapter": "kapitel", "total": "i alt", "unjudged": "ikke bedømt", "all": "dokumentet"},
    "en": {"chapter": "chapter", "total": "total", "unjudged": "not judged", "all": "the document"},
}
_AMISS = {
    "da": ("ikke bedømt", "bærer udsagn, men er bedømt ellers", "bedømt som bærende, men intet udsagn har belæg her"),
    "en": (
        "not judged",
        "carries statements but is judged otherwise",
        "judged to carry one, but no evidence lies here",
    ),
}


@click.command
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--html", type=click.Path(path_type=Path), help="Write a page of the document's skeleton to this file.")
@click.option("--source", type=click.Path(path_type=Path), help="The reference text; the page then has its words.")
@click.pass_obj
def command(settings: Settings, *, form: str, html: Path | None, source: Path | None) -> int:
    """Count what the units of the text became, by chapter, and list those that nobody has judged."""
    from kg.asking.tables import render
    from kg.document.coverage import ledger
    from kg.document.evidence import find_copy
    from kg.document.passages import read_store
    from kg.document.reference import read_reference
    from kg.knowledge import know
    from kg.naming import names
    from kg.reasoning.facts import Facts

    text = None
    if html is not None and find_copy(source) is not None:
        text, _ = read_reference(read_store(settings.project, "data/document"), source)
    known = know(settings.project)
    units = ledger(Facts(known.quads()))
    by_name = names(known.asserted)
    answer, headings = _table(units, by_name, settings.lang)
    click.echo(render(answer, form, headings), nl=False)
    amiss = [unit for unit in units if not unit.sound]
    for unit in amiss:
        click.echo(_complaint(unit, by_name, settings.lang), err=True)
    if html is not None:
        _write_page(html, units, by_name, settings.lang, text)
    return 1 if amiss else 0


def _table(units: list[Unit], by_name: Names, lang: Language) -> tuple[Answer, dict[str, str]]:
    from collections import Counter

    from kg.asking.answers import Answer
    from kg.document.coverage import UNJUDGED, counts
    from kg.namespaces import shorten

    words = _WORDS[lang]
    by_chapter = counts(units)
    judgements = sorted({judgement for counter in by_chapter.values() for judgement in counter})
    rows = [*by_chapter.items(), ("", sum(by_chapter.values(), Counter()))]
    answer = Answer(
        (
            "chapter",
            "total",
            *(shorten(judgement).removeprefix("id:judgement-") or "unjudged" for judgement in judgements),
        ),
        tuple(
            (
                by_name.label(chapter, lang) if chapter else words["all"],
                counter.total(),
                *(counter[judgement] for judgement in judgements),
            )
            for chapter, counter in rows
        ),
    )
    labels = [words["unjudged"] if each == UNJUDGED else by_name.label(each, lang) for each in judgements]
    return answer, dict(zip(answer.columns, [words["chapter"], words["total"], *labels], strict=True))


def _complaint(unit: Unit, by_name: Names, lang: Language) -> str:
    from kg.namespaces import shorten

    unjudged, otherwise, empty = _AMISS[lang]
    said = unjudged if not unit.judgement else otherwise if unit.became else empty
    return f"{shorten(unit.iri)} ({by_name.label(unit.part, lang)}): {said}"


def _write_page(path: Path, units: list[Unit], by_name: Names, lang: Language, text: str | None) -> None:
    from kg.document.ledger_page import page
    from kg.writing import write_atomically

    write_atomically(path, page(units, by_name, lang, text).encode())
