"""`kg evidence`."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import KgError
from kg.namespaces import SKOS, shorten
from kg.project import shown

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.document.evidence import Finding, Verification
    from kg.document.passages import Use
    from kg.settings import Language, Settings

_WORDS = {
    "da": {
        "exact": "{file}: referenceteksten selv",
        "copy": "{file}: en anden udgave af teksten",
        "stands": "står",
        "moved": "står et andet sted",
        "failed": "ikke fundet",
        "unsought": "udstrækninger, der ikke er hele her",
        "of": "af {count} tekststeder",
        "other": "Intet tekststed blev fundet: filen ser ud til at være et andet dokument.",
        "list": "Ikke fundet, og hvad der hviler på dem:",
        "unused": "intet peger på det",
    },
    "en": {
        "exact": "{file}: the reference text itself",
        "copy": "{file}: another copy of the text",
        "stands": "stand",
        "moved": "moved",
        "failed": "failed",
        "unsought": "extents that are not whole here",
        "of": "of {count} passages",
        "other": "No passage was found: the file seems to be another document.",
        "list": "Failed, and what rests on them:",
        "unused": "nothing points to it",
    },
}


@click.command
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--source", type=click.Path(path_type=Path), help="The same as FILE; default KOMPAS_SOURCE.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.pass_obj
def command(settings: Settings, file: Path | None, source: Path | None, form: str) -> int:
    """Verify every passage of the graph against a text or PDF of the document.

    Exit code 1 if a passage failed. A passage that moved is fine: in another copy lines, hyphens and columns differ.
    """
    from kg.document.evidence import find_copy, verify_file
    from kg.document.passages import passages, read_store, uses

    path = find_copy(file or source)
    if path is None:
        message = "expected a text or PDF of the document; name it, or set KOMPAS_SOURCE"
        danish = "her mangler teksten eller en PDF af dokumentet; nævn den, eller sæt KOMPAS_SOURCE"
        raise KgError(message, danish=danish)
    store = read_store(settings.project)
    with click.progressbar(
        length=len(passages(store)), label=shown(path), file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        verification = verify_file(store, path, bar.update)
    used = uses(store)
    if form == "csv":
        text = _csv(verification, used)
    elif form == "json":
        text = _json(verification, used, path)
    else:
        text = _table(verification, used, store, path, settings.lang)
    click.echo(text, nl=False)
    return 0 if verification.passed else 1


def _table(verification: Verification, used: dict[str, list[Use]], store: ox.Store, path: Path, lang: Language) -> str:
    """Say how many passages stand, moved and failed, and list those that failed with what rests on them."""
    words = _WORDS[lang]
    rows = [words["exact" if verification.exact else "copy"].format(file=shown(path))]
    for state, findings in verification.by_state().items():
        if findings or state != "unsought":
            rows.append(f"{len(findings):>7,} {words[state]}")
    rows.append("        " + words["of"].format(count=f"{len(verification.findings):,}"))
    failed = verification.of("failed")
    another = len(failed) == len(verification.findings) - len(verification.of("unsought"))  # none that was sought
    if another:
        rows.append(words["other"])
    elif failed:
        rows.append(words["list"])
    for finding in () if another else failed:
        rows.append(f"  {shorten(finding.passage.iri)}")
        by = used.get(finding.passage.iri, [])
        rows.extend(f"    {shorten(use.predicate)} {_named(use.subject, store, lang)}" for use in by)
        if not by:
            rows.append(f"    ({words['unused']})")
    return "\n".join(rows) + "\n"


def _named(iri: str, store: ox.Store, lang: Language) -> str:
    """Return a thing's short name with its label, in the language or else in another."""
    import pyoxigraph as ox

    quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(SKOS + "prefLabel"), None)
    literals = [quad.object for quad in quads if isinstance(quad.object, ox.Literal)]
    labels = sorted((literal.language != lang, literal.value) for literal in literals)
    return f"{shorten(iri)} “{_harmless(labels[0][1])}”" if labels else shorten(iri)


def _harmless(text: str) -> str:
    """Return a label without the control characters that a terminal would obey."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _rows(verification: Verification, used: dict[str, list[Use]]) -> list[dict[str, object]]:
    return [_row(finding, used.get(finding.passage.iri, [])) for finding in verification.findings]


def _row(finding: Finding, by: list[Use]) -> dict[str, object]:
    start, end = finding.place or (None, None)
    statements = sorted({shorten(use.subject) for use in by})
    return {
        "passage": shorten(finding.passage.iri),
        "state": finding.state,
        "start": start,
        "end": end,
        "statements": statements,
    }


def _csv(verification: Verification, used: dict[str, list[Use]]) -> str:
    """Return a row for each passage; several statements are set apart by spaces."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ["passage", "state", "start", "end", "statements"], lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(verification, used):
        writer.writerow({**row, "statements": " ".join(map(str, row["statements"]))})  # type: ignore[call-overload]
    return out.getvalue()


def _json(verification: Verification, used: dict[str, list[Use]], path: Path) -> str:
    counts = {state: len(findings) for state, findings in verification.by_state().items()}
    document = {
        "file": shown(path),
        "referenceText": verification.exact,
        "counts": counts,
        "passages": _rows(verification, used),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
