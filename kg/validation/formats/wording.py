"""The words that several forms of a report share, in Danish and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.validation.findings import Text

if TYPE_CHECKING:
    from kg.validation.formats import View
    from kg.validation.report import Report

SEVERITY = {
    "violation": Text("fejl", "violation"),
    "warning": Text("advarsel", "warning"),
    "info": Text("oplysning", "info"),
}
_PLURAL = {
    "violation": Text("fejl", "violations"),
    "warning": Text("advarsler", "warnings"),
    "info": Text("oplysninger", "infos"),
}
CHECK = {
    "text": Text("filer", "text"),
    "vocabulary": Text("ordforråd", "vocabulary"),
    "shapes": Text("former", "shapes"),
    "consistency": Text("modsigelser", "consistency"),
    "evidence": Text("belæg", "evidence"),
}
OUTCOME = {
    "conforms": Text("bestået", "passed"),
    "findings": Text("ikke bestået", "not passed"),
    "unchecked": Text("kunne ikke prøves", "could not be checked"),
}
NO_PLACE = Text("uden sted i filerne", "without a place in the files")
BECAUSE = Text("fordi", "because")
WRITE = Text("skriv", "write")
RESTS = Text("hviler på", "rests on")
ALSO = Text("viser sig også ved", "shows also at")
COLUMNS = {
    "severity": Text("alvor", "severity"),
    "place": Text("sted", "place"),
    "rule": Text("regel", "rule"),
    "thing": Text("ting", "thing"),
    "message": Text("besked", "message"),
}


def summary(report: Report, view: View) -> list[str]:
    """Return a line for each check, and the verdict."""
    lang = view.lang
    width = max(len(name.of(lang)) for name in CHECK.values())
    lines = [f"{CHECK[run.check].of(lang):{width}}  {run.note.of(lang) if run.note else '✓'}" for run in report.checks]
    return [*lines, verdict(report, view)]


def verdict(report: Report, view: View) -> str:
    """Return which of the three ends it came to, with the counts or the cause."""
    outcome = OUTCOME[report.outcome(view.on)].of(view.lang)
    if report.trouble:
        return f"{outcome}: {report.trouble.of(view.lang)}"
    counts = ", ".join(
        f"{count} {(SEVERITY if count == 1 else _PLURAL)[severity].of(view.lang)}"
        for severity, count in report.counts().items()
    )
    return f"{outcome}: {counts}"


def extent(start: int, end: int, lang: str) -> str:
    """Return where a passage stands in the text."""
    return f"tegn {start}–{end}" if lang == "da" else f"characters {start}–{end}"
