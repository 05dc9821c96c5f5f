"""What the text is said to be silent on, beside what is given of it all the same."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.namespaces import ID, KOMPAS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from kg.reasoning.facts import Facts, Term

_SILENT, _OPEN = KOMPAS + "notStated", KOMPAS + "openListOf"
# Of place, partner, date and amount a text may say something and leave the rest open.
_ASPECTS = {
    f"{ID}aspect-{name}": [KOMPAS + path for path in paths.split()]
    for name, paths in {
        "actor": "actor attributedTo holder", "payer": "payer", "beneficiary": "beneficiary",
        "counterpart": "counterpart", "forum": "forum",
    }.items()
}  # fmt: skip


def check(asserted: Facts) -> list[Finding]:
    """Return a warning for each aspect that is not stated, and is given, or is open, which is to say given in part."""
    silent: defaultdict[str, list[Term]] = defaultdict(list)
    for thing, value in asserted.pairs(_SILENT):
        silent[value.value].append(thing)
    found = []
    for aspect, paths in _ASPECTS.items():
        if aspect not in silent:
            continue
        given = {path: {thing for thing, _ in asserted.pairs(path)} for path in paths}
        given[_OPEN] = {thing for thing, other in asserted.pairs(_OPEN) if other.value == aspect}
        for thing, path in ((thing, path) for thing in silent[aspect] for path in given if thing in given[path]):
            what, by = shorten(aspect), shorten(path)
            message = Text(f"{what} siges ikke oplyst, men {by} giver det: fjern det ene af dem",
                           f"{what} is said not to be stated, but {by} gives it: remove one of them")  # fmt: skip
            found.append(Finding("warning", "vocabulary", "silent-and-stated", message, thing.value, _SILENT, aspect))
    return found
