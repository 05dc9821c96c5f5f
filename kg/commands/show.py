"""`kg show`."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.describing.things import Description
    from kg.knowledge import View
    from kg.settings import Settings


@click.command
@click.argument("name", nargs=-1, required=True)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json", "turtle"]),
    default="text",
    show_default=True,
)
@click.option("--source", type=click.Path(path_type=Path), help="A copy of the document; shows the passages' words.")
@click.pass_obj
def command(settings: Settings, *, name: tuple[str, ...], form: str, source: Path | None) -> None:
    """Show one thing by its NAME, in either language, its acronym, or its IRI (id:country-india).

    What is shown depends on what it is: of a country its partnerships, undertakings and figures, of a pillar its
    undertakings as a tree. `kg find` finds names.
    """
    from kg.asking.showing import harmless
    from kg.describing.pages import written
    from kg.describing.things import describe, triples
    from kg.exporting import serialise
    from kg.knowledge import view
    from kg.progress import working

    with working("show"):
        known = view(settings.project)
        description = describe(known, " ".join(name), settings.lang)
    if form == "json":
        text = json.dumps(dataclasses.asdict(description), ensure_ascii=False, indent=2) + "\n"
    elif form == "turtle":
        import pyoxigraph as ox

        quads = [ox.Quad(each.subject, each.predicate, each.object) for each in triples(known, description.iri)]
        text = serialise(quads, "turtle").decode()
    else:
        text = written(description, form, settings.lang, _words(known, description, source))
        if form == "text":
            label, _, rest = text.partition("\n")
            text = f"{click.style(label, bold=True)}\n{rest}"
    click.echo(harmless(text) if form in {"json", "turtle"} and sys.stdout.isatty() else text, nl=False)


def _words(known: View, description: Description, source: Path | None) -> dict[str, str] | None:
    """Return the passages' words as they are found in the copy at hand, or None without one."""
    from kg.document.evidence import find_copy, words_by_passage
    from kg.document.passages import DIGEST
    from kg.store import build

    path = find_copy(source)
    if path is None or not description.places:
        return None
    shown = {f"<{place.iri}>" for place in description.places}
    about = (quad for quad in known.asserted if str(quad.subject) in shown or quad.predicate.value == DIGEST)
    return words_by_passage(build(about, named=False), path)
