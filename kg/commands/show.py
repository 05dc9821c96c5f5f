"""`kg show`."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.describing import Description, Value
    from kg.knowledge import Knowledge
    from kg.settings import Language, Settings

_HEADINGS = {
    "da": {
        "also": "Også",
        "places": "Hvor det står",
        "inferred": "følger",
        "none": "intet belæg i teksten",
        "missing": "ikke fundet i denne udgave af teksten",
    },
    "en": {
        "also": "Also",
        "places": "Where it stands",
        "inferred": "follows",
        "none": "no evidence in the text",
        "missing": "not found in this copy of the text",
    },
}


@click.command
@click.argument("name", nargs=-1, required=True)
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json", "turtle"]), default="text", show_default=True
)
@click.option("--source", type=click.Path(path_type=Path), help="A copy of the document; shows the passages' words.")
@click.pass_obj
def command(settings: Settings, *, name: tuple[str, ...], form: str, source: Path | None) -> None:
    """Show one thing by its NAME, in either language, its acronym, or its IRI (id:country-india)."""
    from kg.describing import describe, triples
    from kg.exporting import serialise
    from kg.knowledge import know

    known = know(settings.project)
    description = describe(known, " ".join(name), settings.lang)
    if form == "json":
        click.echo(json.dumps(dataclasses.asdict(description), ensure_ascii=False, indent=2))
    elif form == "turtle":
        import pyoxigraph as ox

        quads = [ox.Quad(each.subject, each.predicate, each.object) for each in triples(known, description.iri)]
        click.echo(serialise(quads, "turtle").decode(), nl=False)
    else:
        click.echo(_text(description, settings.lang, _words(known, description, source)), nl=False)


def _words(known: Knowledge, description: Description, source: Path | None) -> dict[str, str] | None:
    """Return the passages' words as they are found in the copy at hand, or None without one."""
    from kg.evidence import find_copy, words_by_passage
    from kg.passages import DIGEST
    from kg.store import build

    path = find_copy(source)
    if path is None or not description.places:
        return None
    shown = {f"<{place.iri}>" for place in description.places}
    about = (quad for quad in known.asserted if str(quad.subject) in shown or quad.predicate.value == DIGEST)
    return words_by_passage(build(about, named=False), path)


def _text(description: Description, lang: Language, words: dict[str, str] | None) -> str:
    from kg.namespaces import shorten
    from kg.tables import shown

    heads = _HEADINGS[lang]
    lines = [
        click.style(shown(description.label), bold=True),
        f"{', '.join(description.classes)} · {shorten(description.iri)}",
    ]
    if description.definition:
        lines += ["", shown(description.definition)]
    if description.also:
        lines += ["", f"{heads['also']}: {shown(', '.join(description.also))}"]
    for title, groups in (("", description.facts), ("", description.pointing)):
        if groups:
            lines.append(title)
        for label, values in groups:
            lines += _group(label, values, heads["inferred"])
    lines += ["", f"{heads['places']}:" if description.places else heads["none"]]
    for place in description.places:
        lines.append(f"  {place.part} · {place.start}-{place.end} ({place.role})")
        if words is not None:
            found = words.get(place.iri)
            lines.append(f"    {heads['missing']}" if found is None else f"    » {shown(found)} «")
    return "\n".join(lines) + "\n"


def _group(label: str, values: tuple[Value, ...], inferred: str) -> list[str]:
    from kg.tables import shown

    texts = [shown(value.text) + (f" ({inferred})" if value.inferred else "") for value in values]
    if len(texts) == 1:
        return [f"{label}: {texts[0]}"]
    return [f"{label}:", *(f"  {text}" for text in texts)]
