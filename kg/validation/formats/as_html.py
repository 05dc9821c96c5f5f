"""A report as one page that needs nothing beside it: findings by file, each with its line shown and marked."""

from __future__ import annotations

from html import escape
from itertools import groupby
from string import Template
from typing import TYPE_CHECKING

from kg.namespaces import shorten
from kg.validation.findings import Text
from kg.validation.formats import harmless, harmless_line
from kg.validation.formats.wording import ALSO, BECAUSE, CHECK, NO_PLACE, RESTS, SEVERITY, WRITE, extent, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.validation.findings import Finding
    from kg.validation.formats import View
    from kg.validation.report import Report

_TITLE = Text("Prøve af grafen", "Validation of the graph")
_PAGE = Template("""<!doctype html>
<html lang="$lang"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>$title</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem }
article { border-left: .5rem solid var(--colour); padding-left: .8rem; margin: 1rem 0 }
article.violation { --colour: #d55e00 } article.warning { --colour: #e69f00 } article.info { --colour: #56b4e9 }
p { margin: .2rem 0 } pre { background: #f4f4f4; padding: .3rem .6rem; overflow-x: auto; margin: .3rem 0 }
mark { background: #f0e442 } td { padding: .1rem 1rem .1rem 0; vertical-align: top } small { color: #555 }
</style>
<h1>$title</h1>
<p><strong>$verdict</strong></p>
$body
<table>
$checks
</table>
</html>
""")


def render(report: Report, view: View) -> str:
    """Return the page."""
    lang = view.lang
    body = []
    for file, findings in groupby(report.findings, lambda one: one.place.file if one.place else ""):
        body.append(f"<h2>{_safe(file or NO_PLACE.of(lang))}</h2>")
        body += [_article(finding, lang) for finding in findings]
    checks = [
        f"<tr><td>{CHECK[run.check].of(lang)}</td><td>{_safe(run.note.of(lang)) if run.note else '✓'}</td></tr>"
        for run in report.checks
    ]
    return _PAGE.substitute(
        lang=lang,
        title=_TITLE.of(lang),
        verdict=_safe(verdict(report, view)),
        body="\n".join(body),
        checks="\n".join(checks),
    )


def _article(finding: Finding, lang: str) -> str:
    where = f"{finding.place.line}:{finding.place.column} " if finding.place else ""
    label = f" “{_safe(finding.label.of(lang))}”" if finding.label else ""
    thing = f'<span title="{_safe(finding.thing)}">{_safe(shorten(finding.thing))}</span>{label}'
    head = f"{where}{SEVERITY[finding.severity].of(lang)} <code>{_safe(shorten(finding.rule))}</code> {thing}"
    parts = [f"<p>{head}</p>", f"<p>{_safe(finding.message.of(lang))}</p>", *_more(finding, lang)]
    return f'<article class="{finding.severity}">\n' + "\n".join(parts) + "\n</article>"


def _more(finding: Finding, lang: str) -> Iterator[str]:
    if excerpt := finding.excerpt:
        end = excerpt.start + excerpt.length
        before, marked, after = excerpt.text[: excerpt.start], excerpt.text[excerpt.start : end], excerpt.text[end:]
        yield f"<pre>{_line(before)}<mark>{_line(marked)}</mark>{_line(after)}</pre>"
    for premise in finding.premises:
        place = f" <small>{_safe(str(premise.place))}</small>" if premise.place else ""
        yield f"<p>{BECAUSE.of(lang)}: <code>{_safe(premise.triple)}</code>{place}</p>"
    if finding.also:
        yield f"<p>{ALSO.of(lang)}: {_safe(', '.join(map(shorten, finding.also)))}</p>"
    if finding.suggestion:
        yield f"<p>{WRITE.of(lang)}: <code>{_safe(finding.suggestion)}</code></p>"
    if finding.passage and finding.passage != finding.thing:
        where = f", {extent(*finding.extent, lang)}" if finding.extent else ""
        yield f"<p>{RESTS.of(lang)}: <code>{_safe(shorten(finding.passage))}</code>{where}</p>"


def _safe(text: str) -> str:
    return escape(harmless(text))


def _line(text: str) -> str:
    return escape(harmless_line(text))
