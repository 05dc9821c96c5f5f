"""`kg cite`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.namespaces import PREFIXES, shorten

if TYPE_CHECKING:
    from kg.document.passages import Passage
    from kg.settings import Settings


class Lines(click.ParamType[tuple[int, int]]):
    """A line, or the first and the last of a run of lines."""

    name = "A-B"

    def convert(
        self, value: str | tuple[int, int], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Return the numbers of the first and the last line."""
        if isinstance(value, tuple):
            return value
        first, _, last = value.partition("-")
        if not first.isdecimal() or not (last or first).isdecimal() or not 0 < int(first) <= int(last or first):
            self.fail(f"{value!r}: expected lines such as 2140 or 2140-2160", param, ctx)
        return int(first), int(last or first)


own_files = click.option(
    "--in",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File or folder of a strategy of your own, whose text and parts are meant. May be repeated.",
)


@click.command
@click.argument("phrase", required=False)
@click.option("--end-phrase", help="Last words; the passage goes from PHRASE to them. Same as 'first … last'.")
@click.option("--lines", type=Lines(), help="Where the passage begins; without PHRASE, all that stands on these lines.")
@click.option("--source", type=click.Path(path_type=Path), help="The reference text; default KOMPAS_SOURCE.")
@own_files
@click.option("--format", "form", type=click.Choice(["turtle", "json"]), default="turtle", show_default=True)
@click.option("--no-prefixes", is_flag=True, help="Leave out the @prefix lines, to paste into a file that has them.")
@click.pass_obj
def command(  # noqa: PLR0913  # the options of the command
    settings: Settings,
    *,
    phrase: str | None,
    end_phrase: str | None,
    lines: tuple[int, int] | None,
    source: Path | None,
    files: tuple[Path, ...],
    form: str,
    no_prefixes: bool,
) -> None:
    """Print the passage of the text that a quoted phrase stands for, ready to paste.

    Letters and digits count; case, spaces, line ends, hyphens and dashes do not. Every place where the phrase stands is
    printed; --lines chooses among them. --lines alone is for the extent of a part of the document, and gives no units.

    A text that the files with --in do not know yet is described too, before its passages.
    """
    from kg.document.citing import cite, cite_lines
    from kg.document.evidence import find_copy
    from kg.document.passages import parts, read_store, sources, units
    from kg.document.reference import described, read_own, read_reference, whole

    store = read_own(files) if files else read_store(settings.project, "data/document")
    text, counted_in = read_reference(store, source, own=bool(files))
    known = parts(store)
    if phrase is not None:
        wanted = f"{phrase} … {end_phrase}" if end_phrase else phrase
        within = [*known, *(whole(store, text) if files else ())]
        found = cite(wanted, text, lines=lines, parts=within, units=units(store), source=counted_in)
    elif lines is not None:
        found = [cite_lines(lines, text, parts=known, source=counted_in)]
    else:
        message = "expected a phrase of the text, or --lines"
        raise click.UsageError(message)
    for passage in found:
        if passage.part is None:
            click.echo(f"{shorten(passage.iri)}: no part of the document has a kompas:extent that holds it", err=True)
    new = "" if counted_in in sources(store) else described(store, counted_in, text, find_copy(source))
    if form == "json":
        click.echo(json.dumps([_described(passage, text) for passage in found], ensure_ascii=False, indent=2))
    else:
        click.echo(_turtle(found, text, new, prefixes=not no_prefixes), nl=False)


def _described(passage: Passage, text: str) -> dict[str, object]:
    from kg.document.text import line_of

    return {
        "iri": passage.iri,
        "line": line_of(text, passage.start),
        "start": passage.start,
        "end": passage.end,
        "letterCount": passage.letter_count,
        "letterDigest": passage.letter_digest,
        "isPartOf": passage.part,
        "onUnit": list(passage.units),
        "hasSource": passage.source,
    }


def _turtle(found: list[Passage], text: str, new: str, *, prefixes: bool) -> str:
    """Return the passages as Turtle after a new text, with a comment on each that is one of several or of no part."""
    from kg.document.passages import turtle
    from kg.document.text import line_of

    blocks = [new] if new else []
    for number, passage in enumerate(found, start=1):
        remarks = []
        if len(found) > 1:
            remarks.append(f"# {number} of {len(found)}, line {line_of(text, passage.start)}\n")
        if passage.part is None:
            remarks.append("# part unknown\n")
        blocks.append("".join(remarks) + turtle(passage))
    used = [name for name in PREFIXES if any(f"{name}:" in block for block in blocks)] if prefixes else []
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in used)
    return "\n".join([head, *blocks] if head else blocks)
