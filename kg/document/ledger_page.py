"""Draws the ledger as one self-contained page: the document's skeleton, each unit coloured by what it became."""

from __future__ import annotations

from html import escape
from itertools import groupby
from string import Template
from typing import TYPE_CHECKING

from kg.document.coverage import UNJUDGED, Unit, counts
from kg.namespaces import ID, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.naming import Names
    from kg.settings import Language

# Colours that stay apart for colour-blind readers (Okabe and Ito, 2008).
_COLOURS = {
    "judgement-statement": "#009e73",
    "judgement-rhetoric": "#cccccc",
    "judgement-repetition": "#56b4e9",
    "judgement-furniture": "#eeeeee",
    "judgement-label": "#f0e442",
    "judgement-lost": "#d55e00",
    "judgement-pending": "#cc79a7",
    "": "#000000",
}
_TITLES = {"da": "Hvad teksten blev til", "en": "What the text became"}
_UNJUDGED = {"da": "ikke bedømt", "en": "not judged"}
_PAGE = Template("""<!doctype html>
<html lang="$lang"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>$title</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
details.unit { border-left: .6rem solid var(--colour); padding-left: .6rem; margin: .15rem 0 }
summary { cursor: pointer } summary small { color: #555 }
h3 { margin-bottom: .2rem } table { border-collapse: collapse }
td, th { padding: .1rem .6rem; text-align: right } td:first-child, th:first-child { text-align: left }
span.key { display: inline-block; width: 1rem; height: 1rem; background: var(--colour); vertical-align: -.15rem }
</style>
<h1>$title</h1>
$counts
$body
</html>
""")


def page(units: Sequence[Unit], by_name: Names, lang: Language, text: str | None) -> str:
    """Return the page; the units' words are on it only where the document's reference text is given."""
    body = []
    for chapter, in_chapter in groupby(units, lambda unit: unit.chapter):
        body.append(f"<h2>{escape(by_name.label(chapter, lang))}</h2>")
        for part, in_part in groupby(in_chapter, lambda unit: unit.part):
            body.append(f'<h3 title="{escape(shorten(part))}">{escape(by_name.label(part, lang))}</h3>')
            body += [_unit(unit, by_name, lang, text) for unit in in_part]
    return _PAGE.substitute(lang=lang, title=_TITLES[lang], counts=_counts(units, by_name, lang), body="\n".join(body))


def _unit(unit: Unit, by_name: Names, lang: Language, text: str | None) -> str:
    words = "" if text is None else " ".join(text[unit.start : unit.end].split())
    kind = escape(by_name.label(unit.kind, lang))
    became = "".join(
        f"<li>{escape(by_name.label(iri, lang))} <code>{escape(shorten(iri))}</code></li>" for iri in unit.became
    )
    return (
        f'<details class="unit" id="{escape(unit.iri.removeprefix(ID))}" style="--colour:{_colour(unit.judgement)}">'
        f"<summary>{escape(words)} <small>{unit.start}-{unit.end} · {kind} · {_judged(unit.judgement, by_name, lang)}"
        f"{f' · {len(unit.became)}' if unit.became else ''}</small></summary><ul>{became}</ul></details>"
    )


def _counts(units: Sequence[Unit], by_name: Names, lang: Language) -> str:
    by_chapter = counts(units)
    judgements = sorted({judgement for counter in by_chapter.values() for judgement in counter})
    head = "".join(
        f'<th><span class="key" style="--colour:{_colour(each)}"></span> {_judged(each, by_name, lang)}</th>'
        for each in judgements
    )
    rows = "".join(
        f"<tr><td>{escape(by_name.label(chapter, lang))}</td>"
        + "".join(f"<td>{counter[each]}</td>" for each in judgements)
        + "</tr>"
        for chapter, counter in by_chapter.items()
    )
    return f"<table><tr><th></th>{head}</tr>{rows}</table>"


def _judged(judgement: str, by_name: Names, lang: Language) -> str:
    return _UNJUDGED[lang] if judgement == UNJUDGED else escape(by_name.label(judgement, lang))


def _colour(judgement: str) -> str:
    return _COLOURS.get(judgement.removeprefix(ID), _COLOURS[""])
