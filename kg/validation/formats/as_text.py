"""A report for people: findings by file, each with its line shown and marked, then what was checked."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING

from kg.namespaces import shorten
from kg.validation.findings import Text
from kg.validation.formats import harmless, harmless_line
from kg.validation.formats.wording import ALSO, BECAUSE, NO_PLACE, RESTS, SEVERITY, WRITE, extent, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.validation.findings import Excerpt, Finding, Premise
    from kg.validation.formats import View
    from kg.validation.report import Report

WIDTH = 120
MOST = 8  # things that a fault shows also at
_SAW = Text("Så mange ting mødte hver form:", "Nodes that each shape saw:")
_COST = Text("Sekunder for hver form, de dyreste først:", "Seconds for each shape, dearest first:")


def render(report: Report, view: View) -> str:
    """Return the findings under the name of their file, and the summary."""
    lines: list[str] = []
    for file, findings in groupby(report.findings, lambda one: one.place.file if one.place else ""):
        lines.append(harmless(file) or NO_PLACE.of(view.lang))
        for finding in findings:
            lines += _lines(finding, view.lang)
        lines.append("")
    seen = _seen(report, view.lang) if view.verbose else []
    return "\n".join([*lines, *seen, *_costs(report, view.lang), *map(harmless_line, summary(report, view))]) + "\n"


def _lines(finding: Finding, lang: str) -> Iterator[str]:
    where = f"{finding.place.line}:{finding.place.column}" if finding.place else "-"
    label = f" “{harmless(finding.label.of(lang))}”" if finding.label else ""
    thing = harmless(shorten(finding.thing))
    head = [where, SEVERITY[finding.severity].of(lang), harmless(shorten(finding.rule)), thing + label]
    yield "  " + "  ".join(part for part in head if part)
    yield from _wrapped(finding.message.of(lang))
    if finding.excerpt and finding.place:
        yield from _shown(finding.excerpt, finding.place.line)
    for premise in finding.premises:
        yield f"      {BECAUSE.of(lang)}: {_premise(premise)}"
    if finding.also:
        names = ", ".join(map(shorten, finding.also[:MOST])) + (" …" if finding.also[MOST:] else "")
        yield from _wrapped(f"{ALSO.of(lang)}: {names}")
    if finding.suggestion:
        yield f"      {WRITE.of(lang)}: {harmless(finding.suggestion)}"
    if finding.passage and finding.passage != finding.thing:
        where = f", {extent(*finding.extent, lang)}" if finding.extent else ""
        yield f"      {RESTS.of(lang)}: {harmless(shorten(finding.passage))}{where}"


def _premise(premise: Premise) -> str:
    return harmless(premise.triple) + (f"  ({harmless(str(premise.place))})" if premise.place else "")


def _wrapped(message: str) -> list[str]:
    return textwrap.wrap(harmless(message), WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)


def _shown(excerpt: Excerpt, line: int) -> Iterator[str]:
    """Yield the line of a place with a mark under the word."""
    number = str(line)
    yield f"      {number} | {harmless_line(excerpt.text)}".rstrip()
    yield f"      {' ' * len(number)} | {' ' * excerpt.start}{'^' * excerpt.length}"


def _seen(report: Report, lang: str) -> list[str]:
    """Return how many nodes each shape with a target saw, in a paragraph; property shapes with theirs."""
    parts = [
        f"{harmless(shorten(one.shape))} {one.nodes}"
        for one in report.shapes
        if one.nodes is not None and "-" not in one.shape.rpartition("#")[2]
    ]
    excused = [
        f"  {harmless(shorten(one.shape))}: {harmless(one.excuse.of(lang))}" for one in report.shapes if one.excuse
    ]
    if not parts:
        return []
    wrapped = textwrap.wrap(
        " · ".join(parts), WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
    return [_SAW.of(lang), *wrapped, *excused, ""]


def _costs(report: Report, lang: str) -> list[str]:
    """Return what each shape costs, where that was measured."""
    measured = [(one.seconds, one) for one in report.shapes if one.seconds is not None]
    if not measured:
        return []
    rows = sorted(measured, key=lambda row: (-row[0], row[1].shape))
    return [
        _COST.of(lang),
        *(f"  {cost:8.3f}  {harmless(shorten(one.shape))}  ({one.nodes})" for cost, one in rows),
        "",
    ]
