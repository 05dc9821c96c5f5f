"""Things in roles, and things that units mention: the words should call them by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.namespaces import KOMPAS, OA, shorten
from kg.validation.findings import Finding, Text
from kg.validation.rules.appearances import (
    ACTOR,
    FORUM,
    MENTIONS,
    OPERATION,
    PARTNER,
    PLACE,
    PLACES,
    ROLES,
    THREATENS,
    Words,
    anywhere,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.validation.rules.printed import Copy

# Where something happens may have been said before, in words that the passage takes for granted.
_WIDER = (FORUM, PLACE, THREATENS)
_TOGETHER = re.compile(
    r"\b(?:(?:sammen|samarbejde|partnerskab|fællesskab)\s+med|(?:together|cooperation|partnership)\s+with)\s+$",
    re.IGNORECASE,
)


def check(copy: Copy) -> list[Finding]:
    """Return a warning for what has a role, or is mentioned, where the words do not name it, and the other way about.

    What stands in the text but is mentioned nowhere is passed over: it is who speaks.
    """
    if not copy.language:
        return []
    words = Words(copy)
    return [*_roles(words), *_exchanged(words), *_mentions(words)]


def _roles(words: Words) -> Iterator[Finding]:
    """Find what has a role in words that do not name it, nor what it belongs to."""
    for role in ROLES:
        for subject, related in words.copy.facts.pairs(role):
            thing, other = subject.value, related.value
            if other not in words.classes or not words.names[other] or words.speaks(other) \
                    or not words.spans(thing) or words.named(thing, other):  # fmt: skip
                continue
            instead = words.instead(thing, other)
            near = role != PLACE and any(words.named(thing, one) for one in words.near[other] - {thing})
            wider = role in _WIDER or (role == ACTOR and not words.ever)
            if near or (wider and not instead and words.around(thing, other)):
                continue
            others = ", ".join(map(shorten, instead))
            da, en = (f"; de nævner {others}", f", which name {others}") if instead else ("", "")
            sure = len(instead) == 1 and not words.speakers(thing, other)
            name = words.names[other][0]
            message = Text(f"“{name}” nævnes hverken i betegnelser, definition eller belæg{da}",
                           f"“{name}” is named neither in labels and definition nor in the passages{en}")  # fmt: skip
            yield Finding("warning", "evidence", "role-unnamed", message, thing, role, other,
                          suggestion=others if sure else "")  # fmt: skip


def _exchanged(words: Words) -> Iterator[Finding]:
    """Find who acts by the graph where the passage says “together with” them, while it names a partner otherwise."""
    partners = words.related((PARTNER,))
    for subject, related in words.copy.facts.pairs(ACTOR):
        thing, actor = subject.value, related.value
        spans = words.spans(thing) if partners[thing] else []
        if not spans or not _with(words, actor, spans):
            continue
        plain = sorted(one for one in partners[thing] if words.stands(one, spans) and not _with(words, one, spans))
        if plain:
            who = shorten(plain[0])
            message = Text(f"belægget siger “sammen med”: {who} handler, og dette er partneren",
                           f"the evidence says “together with”: {who} acts, and this is the partner")  # fmt: skip
            yield Finding("warning", "evidence", "actor-and-partner", message, thing, ACTOR, actor, suggestion=who)


def _with(words: Words, thing: str, spans: list[tuple[int, int]]) -> bool:
    """Tell whether the passages name a thing, and only after words that say with whom something is done."""
    starts = [start for name in words.names[thing] for start, end in words.of_name(name)
              if any(first <= start and end <= last for first, last in spans)]  # fmt: skip
    return bool(starts) and all(_TOGETHER.search(words.copy.text, max(0, start - 40), start) for start in starts)


def _mentions(words: Words) -> Iterator[Finding]:
    """Find states and places that units mention and do not name, and states that they name and do not mention."""
    units = _units(words.copy)
    for unit, things in words.mentioned.items() if units else ():
        for thing in sorted(things) if unit in units else ():
            kind = words.classes.get(thing, "")
            if kind not in (*PLACES, OPERATION) or _overlaps(words, thing, units[unit]):
                continue
            name = words.names[thing][0] if words.names[thing] else shorten(thing)
            message = Text(f"“{name}” står ikke i enheden", f"“{name}” does not stand in the unit")
            yield Finding("warning", "evidence", "mention-unnamed", message, unit, MENTIONS, thing)
    yield from _unmentioned(words, units) if units else ()


def _unmentioned(words: Words, units: Mapping[str, tuple[int, int]]) -> Iterator[Finding]:
    """Find states whose label stands in a unit that does not mention them; of names within each other the longest."""
    countries = [thing for thing in words.ever if words.classes.get(thing) == PLACES[0]]
    named = sorted(((start, -end, thing) for thing in countries for name in words.names[thing][:1]
                    for start, end in words.of_name(name)))  # fmt: skip
    runs = sorted((first, last, unit) for unit, (first, last) in units.items())
    upto, at = 0, 0
    for start, minus_end, thing in named:
        if -minus_end <= upto:
            continue
        upto = -minus_end
        while at < len(runs) and runs[at][1] <= start:
            at += 1
        if at == len(runs) or not runs[at][0] <= start < upto <= runs[at][1]:
            continue
        unit = runs[at][2]
        if thing not in words.mentioned[unit] and not _inside(words, unit, (start, upto)):
            name = words.names[thing][0]
            message = Text(f"“{name}” står i enheden, som ikke siges at nævne det",
                           f"“{name}” stands in the unit, which is not said to mention it")  # fmt: skip
            yield Finding("warning", "evidence", "mention-lost", message, unit, MENTIONS,
                          suggestion=shorten(thing))  # fmt: skip


def _inside(words: Words, unit: str, name: tuple[int, int]) -> bool:
    """Tell whether a name is part of a longer one of what the unit mentions."""
    names = (one for thing in words.mentioned[unit] for one in words.names[thing])
    return any(start <= name[0] and name[1] <= end for one in names for start, end in words.of_name(one))


def _overlaps(words: Words, thing: str, unit: tuple[int, int]) -> bool:
    """Tell whether a name of a thing stands in a unit, or begins or ends there."""
    first, last = unit
    if any(start < last and first < end for name in words.names[thing] for start, end in words.of_name(name)):
        return True
    alone = words.copy.text[first:last]  # labels of a map may be printed without a space between them
    return anywhere(words.names[thing], alone)


def _units(copy: Copy) -> dict[str, tuple[int, int]]:
    """Return where units stand, if the copy is the reference text: if its passages are where the graph says."""
    starts, ends = ({subject.value: offset.value for subject, offset in copy.facts.pairs(OA + name)}
                    for name in ("start", "end"))  # fmt: skip
    if any(starts.get(passage) != str(place[0]) for passage, place in copy.places.items()):
        return {}
    units = {unit.value for unit in copy.facts.instances(KOMPAS + "Unit")} & starts.keys() & ends.keys()
    return {unit: (int(starts[unit]), int(ends[unit])) for unit in units
            if starts[unit].isdecimal() and ends[unit].isdecimal()}  # fmt: skip
