"""A report for people: findings by file, each with its line shown and marked, then what was checked."""

from __future__ import annotations

import re
import textwrap
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kg.namespaces import shorten
from kg.validation.findings import Text
from kg.validation.formats import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.places import Place
    from kg.validation.findings import Finding
    from kg.validation.report import Report

WIDTH = 120
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
_CHECK = {
    "text": Text("filer", "text"),
    "vocabulary": Text("ordforråd", "vocabulary"),
    "shapes": Text("former", "shapes"),
    "consistency": Text("modsigelser", "consistency"),
    "evidence": Text("belæg", "evidence"),
}
_NO_PLACE = Text("uden sted i filerne", "without a place in the files")
_BECAUSE = Text("fordi", "because")
_WRITE = Text("skriv", "write")
_RESTS = Text("hviler på", "rests on")
_SAW = Text("Så mange ting mødte hver form:", "Nodes that each shape saw:")
_VERDICT = {True: Text("bestået", "passed"), False: Text("ikke bestået", "not passed")}


def render(report: Report, lang: str) -> str:
    """Return the findings under the name of their file, and the summary."""
    lines: list[str] = []
    for file, findings in groupby(report.findings, lambda one: one.place.file if one.place else ""):
        lines.append(file or _NO_PLACE.of(lang))
        content = _content(file) if file else []
        for finding in findings:
            lines += _lines(finding, content, lang)
        lines.append("")
    return "\n".join([*lines, *_seen(report, lang), *summary(report, lang)]) + "\n"


def summary(report: Report, lang: str) -> list[str]:
    """Return a line for each check, and the verdict."""
    width = max(len(name.of(lang)) for name in _CHECK.values())
    lines = [f"{_CHECK[run.check].of(lang):{width}}  {run.note.of(lang) if run.note else '✓'}" for run in report.checks]
    counts = ", ".join(
        f"{count} {(SEVERITY if count == 1 else _PLURAL)[severity].of(lang)}"
        for severity, count in report.counts().items()
    )
    return [*lines, f"{_VERDICT[report.passed].of(lang)}: {counts}"]


def _lines(finding: Finding, content: list[str], lang: str) -> Iterator[str]:
    where = f"{finding.place.line}:{finding.place.column}" if finding.place else "-"
    label = f" “{harmless(finding.label.of(lang))}”" if finding.label else ""
    head = [where, SEVERITY[finding.severity].of(lang), shorten(finding.rule), shorten(finding.thing) + label]
    yield "  " + "  ".join(part for part in head if part)
    yield from _wrapped(finding.message.of(lang))
    if finding.place:
        yield from _shown(finding.place, content)
    for premise in finding.premises:
        yield f"      {_BECAUSE.of(lang)}: {harmless(premise)}"
    if finding.suggestion:
        yield f"      {_WRITE.of(lang)}: {harmless(finding.suggestion)}"
    if finding.passage and finding.passage not in (finding.thing, finding.value):
        yield f"      {_RESTS.of(lang)}: {shorten(finding.passage)}"


def _wrapped(message: str) -> list[str]:
    return textwrap.wrap(harmless(message), WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)


def _shown(place: Place, lines: list[str]) -> Iterator[str]:
    """Yield the line of a place with a mark under the word, if the file can still be read."""
    if place.line > len(lines):
        return
    line = lines[place.line - 1].expandtabs(1)
    word = re.match(r"[^\s]*", line[place.column - 1 :])
    start = max(0, place.column - WIDTH // 2)
    number = str(place.line)
    yield f"      {number} | {harmless_line(line[start : start + WIDTH])}"
    length = len(word[0]) if word else 1
    yield f"      {' ' * len(number)} | {' ' * (place.column - 1 - start)}{'^' * max(1, min(length, WIDTH // 2))}"


def harmless_line(line: str) -> str:
    """Return a line with its spaces, and without control characters."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in line)


def _content(name: str) -> list[str]:
    try:
        return Path(name).read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError:
        return []


def _seen(report: Report, lang: str) -> list[str]:
    """Return how many nodes each shape with a target saw, in a paragraph; property shapes with theirs."""
    parts = [
        f"{shorten(one.shape)} {one.nodes}"
        for one in report.shapes
        if one.nodes is not None and "-" not in one.shape.rpartition("#")[2]
    ]
    excused = [f"  {shorten(one.shape)}: {harmless(one.excuse.of(lang))}" for one in report.shapes if one.excuse]
    if not parts:
        return []
    wrapped = textwrap.wrap(
        " · ".join(parts), WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
    return [_SAW.of(lang), *wrapped, *excused, ""]
