"""`kg cut`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.cite import Lines, own_files
from kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from kg.document.cutting import Unit
    from kg.settings import Settings


@click.command
@click.option("--lines", type=Lines(), help="What to cut; default the whole text.")
@click.option("--source", type=click.Path(path_type=Path), help="The reference text; default KOMPAS_SOURCE.")
@own_files
@click.option("--format", "form", type=click.Choice(["turtle", "json"]), default="turtle", show_default=True)
@click.option("--no-prefixes", is_flag=True, help="Leave out the @prefix lines, to paste into a file that has them.")
@click.pass_obj
def command(
    settings: Settings,
    *,
    lines: tuple[int, int] | None,
    source: Path | None,
    files: tuple[Path, ...],
    form: str,
    no_prefixes: bool,
) -> None:
    """Propose the units of a stretch of the text: sentences, headings, list items, captions, labels, entries.

    The proposal is to be read and corrected where columns interleave. JSON shows the words of each unit; Turtle, which
    goes into the data, does not.
    """
    from kg.document.cutting import cut, cut_lines
    from kg.document.passages import parts, read_store
    from kg.document.reference import read_own, read_reference, whole

    store = read_own(files) if files else read_store(settings.project, "data/document")
    text, _ = read_reference(store, source, own=bool(files))
    known = [*parts(store), *(whole(store, text) if files else ())]
    units = cut_lines(lines, text, parts=known) if lines else cut(text, 0, len(text), parts=known)
    if form == "json":
        click.echo(json.dumps([_described(unit, text) for unit in units], ensure_ascii=False, indent=2))
    else:
        click.echo(_turtle(units, prefixes=not no_prefixes), nl=False)


def _described(unit: Unit, text: str) -> dict[str, object]:
    from kg.document.text import line_of

    return {
        "iri": unit.iri,
        "line": line_of(text, unit.start),
        "start": unit.start,
        "end": unit.end,
        "placeKind": unit.kind,
        "isPartOf": unit.part,
        "words": " ".join(text[unit.start : unit.end].split()),
    }


def _turtle(units: list[Unit], *, prefixes: bool) -> str:
    from kg.document.cutting import turtle

    blocks = [turtle(unit) for unit in units]
    used = [name for name in PREFIXES if any(f"{name}:" in block for block in blocks)] if prefixes else []
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in used)
    return "\n".join([head, *blocks] if head else blocks)
