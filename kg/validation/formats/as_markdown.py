"""A report as Markdown, for a comment on a change or a page of a wiki."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.namespaces import shorten
from kg.validation.formats import harmless, harmless_line
from kg.validation.formats.wording import ALSO, BECAUSE, CHECK, COLUMNS, RESTS, SEVERITY, WRITE, extent, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.validation.findings import Finding
    from kg.validation.formats import View
    from kg.validation.report import Report

_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")


def render(report: Report, view: View) -> str:
    """Return the verdict, a table of the findings, each with its line and cause, and what was checked."""
    lang = view.lang
    lines = [f"**{_plain(verdict(report, view))}**", ""]
    if report.findings:
        lines += [_row([name.of(lang) for name in COLUMNS.values()]), _row(["---"] * len(COLUMNS))]
        lines += [_row(_cells(finding, lang)) for finding in report.findings]
        lines.append("")
    lines += [
        f"- {CHECK[run.check].of(lang)}: {_plain(run.note.of(lang)) if run.note else '✓'}" for run in report.checks
    ]
    return "\n".join(lines) + "\n"


def _cells(finding: Finding, lang: str) -> list[str]:
    thing = _code(shorten(finding.thing)) + (f" {_plain(finding.label.of(lang))}" if finding.label else "")
    place = _code(str(finding.place)) if finding.place else ""
    more = [_plain(finding.message.of(lang)), *_more(finding, lang)]
    return [SEVERITY[finding.severity].of(lang), place, _code(shorten(finding.rule)), thing, "<br>".join(more)]


def _more(finding: Finding, lang: str) -> Iterator[str]:
    if finding.excerpt:
        yield _code(harmless_line(finding.excerpt.text).strip())
    for premise in finding.premises:
        yield f"{BECAUSE.of(lang)}: {_code(premise.triple)}" + (
            f" {_plain(str(premise.place))}" if premise.place else ""
        )
    if finding.also:
        yield f"{ALSO.of(lang)}: {', '.join(_code(shorten(one)) for one in finding.also)}"
    if finding.suggestion:
        yield f"{WRITE.of(lang)}: {_code(finding.suggestion)}"
    if finding.passage and finding.passage != finding.thing:
        where = f", {extent(*finding.extent, lang)}" if finding.extent else ""
        yield f"{RESTS.of(lang)}: {_code(shorten(finding.passage))}{where}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Return text in one line whose signs mean themselves."""
    return _MARKS.sub(r"\\\1", harmless(text))


def _code(text: str) -> str:
    """Return text as code in a table's cell, where a bar would end the cell and a backtick the code."""
    if not text:
        return ""
    return f"`{harmless(text).replace('`', chr(0x2019)).replace('|', chr(0x00A6))}`"
