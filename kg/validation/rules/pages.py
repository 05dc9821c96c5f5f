"""What the sheets of the document say: printed pages that run along the text, and what belongs to the sheet alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import ID, KOMPAS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.reasoning.facts import Facts
    from kg.validation.rules.extents import Layout

_PAGE, _KIND, _JUDGEMENT = (KOMPAS + name for name in ("printedPage", "placeKind", "judgement"))
_OF_SHEET, _OF_REFERENCE = ID + "place-furniture", ID + "place-reference-entry"
_FURNITURE = ID + "judgement-furniture"


def check(asserted: Facts, layout: Layout) -> list[Finding]:
    """Return pages that fall along the text, have gaps or are not those of a part's units, and misjudged furniture."""
    said: defaultdict[str, list[int]] = defaultdict(list)
    for quad in asserted.of(_PAGE):
        if isinstance(quad.subject, ox.NamedNode) and (page := getattr(quad.object, "value", "")).isdecimal():
            said[quad.subject.value].append(int(page))
    pages = {thing: sorted(set(numbers)) for thing, numbers in said.items()}
    units = sorted(pages.keys() & set(layout.units), key=layout.span.__getitem__)
    wrong = [*_falling(layout, units, pages), *_no_run(units, pages)]
    told = {finding.thing for finding in wrong}  # whose pages say nothing of the parts that they stand in
    sound = {thing: numbers for thing, numbers in pages.items() if thing not in told}
    return [*wrong, *_of_parts(layout, sound), *_furniture(asserted)]


def _falling(layout: Layout, units: list[str], pages: Mapping[str, list[int]]) -> Iterator[Finding]:
    """Find units whose first page is before that of the unit above them in the same document."""
    before: dict[str, str] = {}
    for unit in units:
        root = layout.root(unit)
        above = before.get(root, unit)
        page, last = pages[unit][0], pages[above][0]
        if page < last:
            message = Text(f"står på side {page}, men efter {shorten(above)}, som står på side {last}",
                           f"stands on page {page}, but after {shorten(above)}, which stands on page "
                           f"{last}")  # fmt: skip
            yield Finding("warning", "evidence", "page-order", message, unit, _PAGE, str(page))
        before[root] = unit


def _no_run(units: list[str], pages: Mapping[str, list[int]]) -> Iterator[Finding]:
    """Find units whose pages do not follow on each other."""
    for unit in units:
        first, *others = pages[unit]
        if others != list(range(first + 1, first + 1 + len(others))):
            listed = ", ".join(map(str, pages[unit]))
            message = Text(f"siderne {listed} følger ikke efter hinanden",
                           f"the pages {listed} do not follow on each other")  # fmt: skip
            yield Finding("warning", "evidence", "page-gap", message, unit, _PAGE, str(others[-1]))


def _of_parts(layout: Layout, pages: Mapping[str, list[int]]) -> Iterator[Finding]:
    """Find parts whose pages do not run, without a gap, from the first to the last of the units in them.

    Where a unit says no page, its part may have more.
    """
    within: defaultdict[str, set[int]] = defaultdict(set)
    more = set()
    for unit in layout.units:
        around = layout.around(unit)
        if unit not in pages:
            more.update(around)
            continue
        for part in around:
            within[part].update(pages[unit])
    for part in sorted(pages.keys() & within.keys()):
        has, due = pages[part], range(min(within[part]), max(within[part]) + 1)
        wrong = [page for page in has if page not in due and part not in more]
        if wrong or not set(due) <= set(has):
            message = Text(f"har ikke siderne {due[0]}-{due[-1]}, som enhederne i den står på",
                           f"does not have the pages {due[0]}-{due[-1]}, on which its units stand")  # fmt: skip
            right = sorted({*has, *due} - {*wrong}, reverse=True)
            yield Finding("warning", "evidence", "part-pages", message, part, _PAGE, str(wrong[0]) if wrong else "",
                          suggestion=" , ".join(map(str, right)))  # fmt: skip


def _furniture(asserted: Facts) -> Iterator[Finding]:
    """Find units that are furniture of the page by kind but not by judgement, or the other way about.

    A list of references has furniture of its own, such as the headings of its columns, that keeps its kind.
    """
    kinds, judged = (
        {quad.subject.value: getattr(quad.object, "value", "") for quad in asserted.of(name)
         if isinstance(quad.subject, ox.NamedNode)}
        for name in (_KIND, _JUDGEMENT)
    )  # fmt: skip
    for unit in sorted(kinds.keys() & judged.keys()):
        kind, judgement = kinds[unit], judged[unit]
        if kind == _OF_SHEET and judgement != _FURNITURE:
            message = Text(f"er sideudstyr, men bedømt som {shorten(judgement)}",
                           f"is page furniture but judged {shorten(judgement)}")  # fmt: skip
            yield Finding("violation", "evidence", "furniture", message, unit, _JUDGEMENT, judgement,
                          suggestion=shorten(_FURNITURE))  # fmt: skip
        elif judgement == _FURNITURE and kind not in (_OF_SHEET, _OF_REFERENCE):
            message = Text(f"er bedømt som sideudstyr, men er {shorten(kind)}",
                           f"is judged page furniture but is {shorten(kind)}")  # fmt: skip
            yield Finding("violation", "evidence", "furniture", message, unit, _KIND, kind)
