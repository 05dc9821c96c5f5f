"""Pillars and chapters: what stands under a pillar should lie in the chapter that presents it, or in one of none."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.namespaces import KOMPAS, shorten
from kg.validation.findings import Finding, Text
from kg.validation.rules.consorts import Given

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.reasoning.facts import Facts, Term
    from kg.validation.findings import Severity

_UNDER, _PRESENTED, _POSITION, _EVIDENCE = (
    KOMPAS + name for name in ("underPillar", "presentedIn", "position", "evidence")
)
_CHAPTER, _PILLAR = KOMPAS + "Chapter", KOMPAS + "Pillar"
_MANY = 10  # that lie where their pillar is presented, beside which one that does not is wrong


def check(asserted: Facts) -> list[Finding]:
    """Return a finding for each pillar and undertaking that chapters and positions contradict."""
    given = Given(asserted)
    chapters = given.typed(_CHAPTER)
    lies: dict[Term, set[Term]] = {thing: set() for thing, _ in given.pairs(_UNDER)}
    for thing, passage in given.pairs(_EVIDENCE):
        if thing in lies:
            lies[thing] |= chapters.intersection(given.wholes(passage))
    shifted = list(_shifted(given, lies))
    return [*shifted, *_astray(given, lies, {one.thing for one in shifted}), *_unused(given), *_skipped(given)]


def _shifted(given: Given, lies: Mapping[Term, set[Term]]) -> Iterator[Finding]:
    """Find pillars that are presented in a chapter in which nothing under them lies."""
    under: defaultdict[Term, Counter[Term]] = defaultdict(Counter)
    for thing, pillar in given.pairs(_UNDER):
        under[pillar].update(lies[thing])
    taken = {chapter for _, chapter in given.pairs(_PRESENTED)}
    for pillar, presented in given.of(_PRESENTED).items():
        found = under[pillar]
        if not found or not found.keys().isdisjoint(presented):
            continue
        chapter = min(found, key=lambda one: (-found[one], one.value))
        if found.total() > 1 or chapter not in taken:  # of one alone it is likelier that it stands under another
            name = shorten(chapter.value)
            message = Text(f"det, der hører under søjlen, ligger ikke dér, men i {name}",
                           f"what stands under the pillar does not lie there, but in {name}")  # fmt: skip
            yield _found("pillar-and-chapter", message, pillar, _PRESENTED, presented[0], name)


def _astray(given: Given, lies: Mapping[Term, set[Term]], shifted: set[str]) -> Iterator[Finding]:
    """Find what lies in a chapter that presents a pillar, and stands under none that is presented there.

    That is wrong for certain where each pillar has a chapter of its own, and all else keeps to it.
    """
    presents: defaultdict[Term, set[Term]] = defaultdict(set)
    for pillar, chapter in given.pairs(_PRESENTED):
        presents[chapter].add(pillar)
    own = given.of(_UNDER)
    there = {thing: {one for chapter in every for one in presents.get(chapter, ())} for thing, every in lies.items()}
    astray = {thing for thing in own if there[thing] and there[thing].isdisjoint(own[thing])}
    kept = sum(not there[thing].isdisjoint(own[thing]) for thing in own)
    chapters = given.of(_PRESENTED)
    paired = given.typed(_PILLAR) <= chapters.keys() and all(
        len(ones) == 1 for ones in (*presents.values(), *chapters.values())
    )
    severity: Severity = "violation" if paired and len(astray) == 1 and kept >= _MANY else "warning"
    for thing, pillar in given.pairs(_UNDER):
        if thing in astray and pillar.value not in shifted:
            names = ", ".join(sorted(shorten(one.value) for one in there[thing]))
            message = Text(f"ligger i et kapitel, som lægger {names} frem", f"lies in a chapter that presents {names}")
            suggestion = names if len(there[thing]) == 1 else ""
            yield _found("pillar-and-chapter", message, thing, _UNDER, pillar, suggestion, severity)


def _unused(given: Given) -> Iterator[Finding]:
    """Find pillars under which nothing stands, where something stands under others."""
    used = {pillar for _, pillar in given.pairs(_UNDER)}
    message = Text("intet tilsagn eller tiltag står under søjlen; skriv kompas:underPillar på de bredeste",
                   "no commitment or measure stands under the pillar; write kompas:underPillar on the "
                   "broadest")  # fmt: skip
    for pillar in sorted(given.typed(_PILLAR) - used, key=str) if used else ():
        yield _found("pillar-unused", message, pillar, "")


def _skipped(given: Given) -> Iterator[Finding]:
    """Find pillars that come later than there are pillars."""
    pillars, positions = given.typed(_PILLAR), given.one(_POSITION)
    numbered = {pillar: positions[pillar] for pillar in pillars if pillar in positions}
    told = {number.value for number in numbered.values()}
    missing = [number for number in range(1, len(pillars) + 1) if str(number) not in told]
    for pillar, position in sorted(numbered.items(), key=str):
        if missing and position.value.isdecimal() and int(position.value) > len(pillars) == len(told):
            message = Text(f"der er {len(pillars)} søjler, og ingen har nummer {missing[0]}",
                           f"there are {len(pillars)} pillars, and none has number {missing[0]}")  # fmt: skip
            yield _found("pillar-skipped", message, pillar, _POSITION, position, str(missing[0]))


def _found(
    rule: str, message: Text, thing: Term, path: str, value: Term | None = None, suggestion: str = "",
    severity: Severity = "warning",
) -> Finding:  # fmt: skip
    return Finding(severity, "vocabulary", rule, message, thing.value, path, value.value if value else "",
                   suggestion=suggestion)  # fmt: skip
