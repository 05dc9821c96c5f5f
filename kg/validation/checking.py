"""Makes the checks one after the other, and puts what they find into one report."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from kg.namespaces import KOMPAS, RDF
from kg.validation import consistency, evidence, shapes, targets, text, vocabulary
from kg.validation.findings import CHECKS, Finding, Text
from kg.validation.report import Report, Run, ordered

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    import pyoxigraph as ox

    from kg.validation.findings import Check
    from kg.validation.material import Material
    from kg.validation.report import Seen

    Working = Callable[[str], AbstractContextManager[None]]

_NO_FILES = Text(
    "kun talformer og datoer, for der er ingen filer", "only the forms of literals, since there are no files"
)
_NO_TEXT = Text(
    "ordene er ikke prøvet: nævn teksten med --source", "the words were not checked: name the text with --source"
)
_LEFT_OUT = Text("ikke prøvet", "not checked")


def examine(
    material: Material,
    checks: Collection[Check],
    conclude: Callable[[], list[ox.Quad]],
    working: Working = lambda _: nullcontext(),
) -> Report:
    """Make the checks that need no text of the document; `conclude` gives what follows from the asserted quads.

    Raises: KgError if a check cannot be made.
    """
    found: list[Finding] = []
    runs: list[Run] = []
    seen: list[Seen] = []
    for check in CHECKS:
        if check not in checks:
            runs.append(Run(check, ran=False, note=_LEFT_OUT))
            continue
        with working(check):
            if check == "shapes":
                seen, new = _shapes(material, conclude())
            else:
                new = _plain(material, check)
        found += new
        runs.append(Run(check, ran=True, note=_note(material, check, seen)))
    return Report(ordered(material.located(found)), tuple(runs), tuple(seen))


def verify(material: Material, source: Path, working: Working = lambda _: nullcontext()) -> Report:
    """Verify the passages against a text or PDF of the document.

    Raises: KgError if the file cannot be read or is another document.
    """
    with working("evidence"):
        findings = material.located(evidence.check_text(material.asserted, source))
    count = _passages(material)
    note = Text(f"{count} tekststeder, efterprøvet i {source}", f"{count} passages, verified in {source}")
    return Report(ordered(findings), (Run("evidence", ran=True, note=note),))


def _plain(material: Material, check: Check) -> list[Finding]:
    match check:
        case "text":
            return text.check(list(material.files.all), [*material.asserted, *material.shapes], material.places)
        case "vocabulary":
            return vocabulary.check(material.asserted, material.shapes)
        case "consistency":
            return consistency.check(material.asserted)
    return evidence.check(material.asserted)


def _shapes(material: Material, inferred: list[ox.Quad]) -> tuple[list[Seen], list[Finding]]:
    """Return what each shape saw and what the shapes found, or that there is no shape at all."""
    if not any(quad.predicate.value in targets.TARGETS for quad in material.shapes):
        message = Text("der er ingen former at prøve grafen med", "there are no shapes to hold the graph to")
        return [], [Finding("violation", "shapes", "no-shapes", message)]
    data = [*material.asserted, *inferred]
    seen = targets.focus_counts(data, material.shapes)
    return seen, [*targets.vacuous(seen, material.shapes), *shapes.check(data, material.shapes)]


def _note(material: Material, check: Check, seen: list[Seen]) -> Text | None:
    """Say on how much a check was made, and what was left out of it."""
    match check:
        case "text":
            count = len(material.files.all)
            return Text(f"{count} filer", f"{count} files") if count else _NO_FILES
        case "vocabulary":
            count = len(material.asserted)
            return Text(f"{count} udsagn", f"{count} triples")
        case "shapes":
            met = sum(one.nodes or 0 for one in seen)
            return Text(f"{len(seen)} former så {met} ting", f"{len(seen)} shapes saw {met} nodes")
        case "evidence":
            count = _passages(material)
            return Text(f"{count} tekststeder; {_NO_TEXT.da}", f"{count} passages; {_NO_TEXT.en}")
    return None


def _passages(material: Material) -> int:
    return sum(
        quad.predicate.value == RDF + "type" and getattr(quad.object, "value", "") == KOMPAS + "Passage"
        for quad in material.asserted
    )
