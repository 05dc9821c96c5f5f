"""`kg mentions`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.settings import Settings


@click.command
@click.option("--source", type=click.Path(path_type=Path), help="The reference text; default KOMPAS_SOURCE.")
@click.pass_obj
def command(settings: Settings, *, source: Path | None) -> int:
    """Compare the mentions on the units with what the labels find: + found in the text, - only recorded."""
    from kg.document.coverage import ledger
    from kg.document.mentioning import mentions, occurrences, recorded
    from kg.document.passages import read_store
    from kg.document.reference import read_reference
    from kg.knowledge import know
    from kg.namespaces import shorten
    from kg.reasoning.facts import Facts

    text, _ = read_reference(read_store(settings.project, "data/document"), source)
    known = know(settings.project)
    found = mentions(occurrences(text, known.quads()), ledger(Facts(known.quads())))
    kept = recorded(known.asserted)
    amiss = 0
    for unit in sorted(found.keys() | kept.keys()):
        proposed, there = found.get(unit, set()), kept.get(unit, set())
        lines = [("+", thing) for thing in proposed - there] + [("-", thing) for thing in there - proposed]
        for sign, thing in sorted(lines):
            click.echo(f"{sign} {shorten(unit)} {shorten(thing)}")
        amiss += len(lines)
    return 1 if amiss else 0
