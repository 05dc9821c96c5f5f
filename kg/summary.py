"""Says what a build did, in lines that a person likes to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import KOMPAS, shorten
from kg.project import shown

if TYPE_CHECKING:
    from kg.building import Build
    from kg.settings import Language

COLUMNS = 3
FIRST = 5  # violations that are shown
SHOWN = tuple(
    KOMPAS + name
    for name in (
        *("Chapter", "Section", "Box", "Unit", "Passage", "Reference", "Source"),
        *("Value", "Pillar", "Priority", "ValueLink", "Theme"),
        *("Commitment", "Measure", "Instrument", "Partnership", "Post", "Funding", "Target"),
        *("Assessment", "Event", "Figure", "Claim", "Discrepancy"),
        *("Organisation", "Country", "Territory", "Region"),
    )
)
_WORDS = {
    "da": {
        "load": "indlæst",
        "loaded": "{asserted} udsagn (tripler) fra {files} filer",
        "reason": "udledt",
        "reasoned": "{inferred} tripler mere følger af dem",
        "validate": "prøvet",
        "valid": "intet at rette",
        "violation": "{count} brud",
        "warning": "{count} advarsler",
        "info": "{count} oplysninger",
        "invalid": "Grafen er ikke gyldig, så intet er besvaret eller skrevet. kg validate viser alt; først:",
        "evidence": "belæg",
        "stand": "{found} af {count} tekststeder står i {copy}",
        "fail": "; {failed} blev ikke fundet: kg evidence viser hvilke",
        "unchecked": "ikke kontrolleret; angiv en kopi af strategien med --source eller KOMPAS_SOURCE",
        "answer": "besvaret",
        "answered": "{questions} spørgsmål, {rows} rækker",
        "unanswered": "Uden rækker, hvor der skulle være nogle (eller `#+ empty: true` i hovedet): {names}",
        "export": "skrevet",
        "written": "{written} filer i {folder}",
        "total": "i alt",
    },
    "en": {
        "load": "loaded",
        "loaded": "{asserted} statements (triples) from {files} files",
        "reason": "inferred",
        "reasoned": "{inferred} more triples follow from them",
        "validate": "checked",
        "valid": "nothing to put right",
        "violation": "{count} violations",
        "warning": "{count} warnings",
        "info": "{count} notes",
        "invalid": "The graph is not valid, so nothing was answered or written. kg validate lists all; first:",
        "evidence": "evidence",
        "stand": "{found} of {count} passages stand in {copy}",
        "fail": "; {failed} were not found: kg evidence lists them",
        "unchecked": "not checked; name a copy of the strategy with --source or KOMPAS_SOURCE",
        "answer": "answered",
        "answered": "{questions} questions, {rows} rows",
        "unanswered": "Without rows, where some were expected (or `#+ empty: true` in the header): {names}",
        "export": "written",
        "written": "{written} files in {folder}",
        "total": "in all",
    },
}


def summary(done: Build, lang: Language) -> str:
    """Return how many things there are of each class, and what each step came to and took, as text."""
    label = done.names.label if done.names else lambda iri, _: shorten(iri)
    counts = [(label(kind, lang), done.things[kind]) for kind in SHOWN if done.things[kind]]
    return (
        "\n".join(
            [*_in_columns(counts, lang), "", *_steps(done, lang), *_unanswered(done, lang), *_violations(done, lang)]
        )
        + "\n"
    )


def number(value: int, lang: Language) -> str:
    """Return a whole number with the thousands set apart as the language does.

    >>> number(12345, "da"), number(12345, "en")
    ('12.345', '12,345')
    """
    return f"{value:,}".replace(",", "." if lang == "da" else ",")


def _in_columns(counts: list[tuple[str, int]], lang: Language) -> list[str]:
    """Lay out names and numbers in columns that are read downwards."""
    height = -(-len(counts) // COLUMNS)
    columns = [counts[start : start + height] for start in range(0, len(counts), height or 1)]
    lines = [""] * height
    for column in columns:
        width = max(len(label) for label, _ in column)
        for row, (label, count) in enumerate(column):
            lines[row] += f"  {label:<{width}} {number(count, lang):>7}   "
    return [line.rstrip() for line in lines]


def _steps(done: Build, lang: Language) -> list[str]:
    """Return a line for each step that was taken, with its seconds."""
    words = _WORDS[lang]
    said = {
        "load": words["loaded"].format(asserted=number(done.asserted, lang), files=done.files),
        "reason": words["reasoned"].format(inferred=number(done.inferred, lang)),
        "validate": _validity(done, lang),
        "evidence": _evidence(done, lang),
        "answer": words["answered"].format(questions=len(done.answers), rows=number(sum(done.answers.values()), lang)),
        "export": words["written"].format(
            written=len(done.written), folder=shown(done.written[0].parent) if done.written else ""
        ),
    }
    rows = [(words[step] + ":", text, done.seconds.get(step)) for step, text in said.items() if _taken(step, done)]
    rows.append((words["total"] + ":", "", sum(done.seconds.values())))
    name_width = 1 + max(len(words[step]) for step in (*said, "total"))
    text_width = max(len(text) for _, text, _ in rows)
    return [
        f"{name:<{name_width}} {text:<{text_width}}  {_seconds(taken, lang)}".rstrip() for name, text, taken in rows
    ]


def _taken(step: str, done: Build) -> bool:
    return step in done.seconds or step == "evidence"


def _validity(done: Build, lang: Language) -> str:
    """Count the findings by severity, or say that there are none."""
    counts = done.report.counts() if done.report else {}
    said = [_WORDS[lang][severity].format(count=number(count, lang)) for severity, count in counts.items() if count]
    return ", ".join(said) or _WORDS[lang]["valid"]


def _unanswered(done: Build, lang: Language) -> list[str]:
    """List the questions that should have had rows."""
    if not done.unanswered:
        return []
    return ["", _WORDS[lang]["unanswered"].format(names=", ".join(done.unanswered))]


def _violations(done: Build, lang: Language) -> list[str]:
    """List the first violations with their places, and say what they prevented."""
    if done.report is None or done.report.passed:
        return []
    found = [finding for finding in done.report.findings if finding.severity == "violation"]
    lines = [f"  {finding.place or shorten(finding.thing)}: {finding.message.of(lang)}" for finding in found[:FIRST]]
    return ["", _WORDS[lang]["invalid"], *lines]


def _evidence(done: Build, lang: Language) -> str:
    """Say how many passages were found in the copy, or that there was none to look in."""
    words, verification = _WORDS[lang], done.verification
    if verification is None or done.copy is None:
        return words["unchecked"]
    count, failed = len(verification.findings), len(verification.of("failed"))
    text = words["stand"].format(found=number(count - failed, lang), count=number(count, lang), copy=shown(done.copy))
    return text + (words["fail"].format(failed=number(failed, lang)) if failed else "")


def _seconds(taken: float | None, lang: Language) -> str:
    if taken is None:
        return ""
    text = f"{taken:6.2f} s"
    return text.replace(".", ",") if lang == "da" else text
