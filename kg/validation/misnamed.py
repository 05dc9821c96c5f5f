"""Things that are misspelt where they are described, and rightly named wherever they are used."""

from __future__ import annotations

from collections import defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import SH, shorten
from kg.validation.declared import MISSPELT, namespace
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.validation.material import Material

RULE = "misnamed"
_LACKING = SH + "MinCountConstraintComponent"
_FEWEST = 2  # users of a name, or properties that a thing lacks, that no one slip explains
_MOST = 30  # names that are looked for


def check(found: Iterable[Finding], material: Material) -> list[Finding]:
    """Return a violation for each thing that nothing uses and that has nearly the name of one that is missing.

    Missing is what several things use and what is described nowhere, or lacks several properties that the other has.
    Beside the project's files, or what is only known, those of the user alone are thought to be misspelt.
    """
    missing = _missing(found)
    if not missing:
        return []
    users: defaultdict[str, set[object]] = defaultdict(set)
    described: defaultdict[str, set[str]] = defaultdict(set)
    for quad in (*material.asserted, *material.shapes):
        users[quad.predicate.value].add(quad.subject)
        if isinstance(quad.object, ox.NamedNode) and quad.object != quad.subject:
            users[quad.object.value].add(quad.subject)
        if isinstance(quad.subject, ox.NamedNode):
            described[quad.subject.value].add(quad.predicate.value)
    unused = described.keys() - users.keys()
    theirs = {source.place for source in (*material.files.given, *material.files.strategy)}
    made = []
    absent = [name for name in missing if len(users[name]) >= _FEWEST and (missing[name] or name not in described)]
    for name in absent[:_MOST]:
        near = [one for one in unused if missing[name] <= described[one] and _is_slip(one, name)]
        if len(near) == 1 and (not theirs or _file(near[0], material) in theirs):
            made.append(_finding(near[0], name, len(users[name])))
    return made


def _file(thing: str, material: Material) -> str:
    place = material.places.of(thing)
    return place.file if place else ""


def _missing(found: Iterable[Finding]) -> dict[str, set[str]]:
    """Return the names that are described nowhere, and the things that are by half, with what these lack."""
    missing: dict[str, set[str]] = {}
    lacking: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        if one.rule in MISSPELT:
            missing[one.value] = set()
        elif one.component == _LACKING and one.path:
            lacking[one.thing].add(one.path)
    return missing | {thing: paths for thing, paths in lacking.items() if len(paths) >= _FEWEST}


def _is_slip(one: str, other: str) -> bool:
    """Tell whether a letter is another, one too many or one too few, or two are swapped; digits are only swapped.

    That is a Damerau-Levenshtein distance of 1 within the local name; letters are the same in either case.
    """
    home = namespace(one)
    if abs(len(one) - len(other)) > 1 or home != namespace(other):
        return False
    names = [name[len(home) :].casefold() for name in (one, other)]
    start = _shared(*names)
    ends = [name[start:] for name in names]
    end = _shared(*(name[::-1] for name in ends))
    left, right = (name[: len(name) - end] for name in ends)
    if len(left) == 2 and left == right[::-1]:  # noqa: PLR2004
        return True
    return len(left) <= 1 and len(right) <= 1 and not (left + right).isdigit()


def _shared(one: str, other: str) -> int:
    """Return with how many equal letters both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _finding(thing: str, name: str, users: int) -> Finding:
    short = shorten(name)
    message = Text(f"bruges intet sted, men {users} ting bruger {short}, som mangler: navnet er nok stavet forkert",
                   f"is used nowhere, while {users} things use {short}, which is lacking: "
                   "this name is likely misspelt")  # fmt: skip
    return Finding("violation", "vocabulary", RULE, message, thing, "", name, suggestion=short)
