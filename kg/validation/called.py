"""Things in roles, and things that units mention: the words should call them by name."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.document.mentioning import places
from kg.document.passages import EXTENT
from kg.document.text import letters
from kg.namespaces import DCTERMS, KOMPAS, OA, ORG, SKOS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kg.document.text import Letters
    from kg.validation.printed import Copy

EVIDENCE = tuple(KOMPAS + name for name in ("evidence", "restatedIn", "continuedIn"))

_LABEL, _DEFINITION = SKOS + "prefLabel", SKOS + "definition"
_NAMES = (_LABEL, SKOS + "altLabel", SKOS + "hiddenLabel", KOMPAS + "acronym")
_OWN = (_LABEL, SKOS + "altLabel", SKOS + "hiddenLabel", _DEFINITION)
_SHORTEST = 2  # letters in a name
_MENTIONS, _ON_UNIT, _PART = KOMPAS + "mentions", KOMPAS + "onUnit", DCTERMS + "isPartOf"
_FORUM, _PLACE, _THREATENS = (KOMPAS + name for name in ("forum", "place", "threatens"))
# Groups and offices are often told of in other words; most states, bodies and places are not.
_PLACES = tuple(KOMPAS + name for name in ("Country", "Territory", "Sea", "Strait", "Province", "City"))
_OPERATION, _REGION = KOMPAS + "MilitaryOperation", KOMPAS + "Region"
_BODIES = (KOMPAS + "Organisation", KOMPAS + "DiplomaticMission", _OPERATION)
_ROLES = (
    *(KOMPAS + name for name in ("adoptedIn", "party", "attributedTo", "operatesIn", "accreditedTo", "standingOf")),
    *(KOMPAS + name for name in ("partner", "beneficiary", "actor")),
    _FORUM, _PLACE, _THREATENS,
)  # fmt: skip
# Where something happens may have been said before, in words that the passage takes for granted.
_WIDER = (_FORUM, _PLACE, _THREATENS)
_WHOLES = (
    *(KOMPAS + name for name in ("within", "dependencyOf", "adoptedIn", "locatedIn", "coversRegion", "componentOf")),
    ORG + "subOrganizationOf",
)
_BROADER = tuple(KOMPAS + name for name in ("partOf", "restates", "funds"))
_STEM = 5  # letters that two names have in common if one is said for the other


@dataclass
class _Words:
    """The names of things, and where they stand in a copy of the document."""

    copy: Copy
    found: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def letters(self) -> Letters:
        return letters(self.copy.text)

    @cached_property
    def names(self) -> Mapping[str, list[str]]:
        return self._texts(_NAMES, self.classes.keys() | self.ever)

    @cached_property
    def own(self) -> Mapping[str, list[str]]:
        return self._texts(_OWN, self.tied)

    @cached_property
    def classes(self) -> dict[str, str]:
        return {thing.value: kind for kind in (*_PLACES, _REGION, *_BODIES)
                for thing in self.copy.facts.instances(kind)}  # fmt: skip

    @cached_property
    def mentioned(self) -> Mapping[str, set[str]]:
        """Return the things that each unit mentions."""
        return self.related((_MENTIONS,))

    @cached_property
    def ever(self) -> set[str]:
        """Return what some unit mentions."""
        return set().union(*self.mentioned.values())

    @cached_property
    def near(self) -> Mapping[str, set[str]]:
        """Return what a thing belongs to or lies in, and what does so to it."""
        of = self.related(_WHOLES)
        both = defaultdict(set, {thing: set(wholes) for thing, wholes in of.items()})
        for thing, wholes in of.items():
            for whole in wholes:
                both[whole].add(thing)
        return both

    @cached_property
    def broader(self) -> Mapping[str, set[str]]:
        return self.related(_BROADER)

    @cached_property
    def parts(self) -> Mapping[str, set[str]]:
        """Return the parts of the document that a passage lies in."""
        return self.related((_PART,))

    @cached_property
    def units(self) -> Mapping[str, set[str]]:
        return self.related((_ON_UNIT,))

    @cached_property
    def tied(self) -> Mapping[str, set[str]]:
        """Return what a thing is tied to in a role or otherwise concerns."""
        return self.related((*_ROLES, KOMPAS + "counterpart", KOMPAS + "concerns"))

    def related(self, properties: Iterable[str]) -> defaultdict[str, set[str]]:
        of: defaultdict[str, set[str]] = defaultdict(set)
        for name in properties:
            for subject, related in self.copy.facts.pairs(name):
                of[subject.value].add(related.value)
        return of

    def spans(self, thing: str, properties: Iterable[str] = EVIDENCE) -> list[tuple[int, int]]:
        """Return where the passages of a thing stand; nothing unless all were found."""
        of = [passage for name in properties for passage in self.copy.passages[name].get(thing, ())]
        return [self.copy.places[one] for one in of] if all(one in self.copy.places for one in of) else []

    def of_name(self, name: str) -> list[tuple[int, int]]:
        """Return where a name stands in the text, in its order."""
        if name not in self.found:
            self.found[name] = list(places(self.copy.text, self.letters, name))
        return self.found[name]

    def stands(self, thing: str, spans: Iterable[tuple[int, int]]) -> bool:
        """Tell whether a name of a thing stands within one of the spans."""
        for name in self.names[thing]:
            named = self.of_name(name)
            for first, last in spans:
                at = bisect_left(named, (first, first))
                if at < len(named) and named[at][1] <= last:
                    return True
        return False

    def named(self, thing: str, other: str) -> bool:
        """Tell whether a thing names another in its labels, definition or passages."""
        if self.stands(other, self.spans(thing)):
            return True
        own = "\n\n".join(self.own[thing])
        folded = own.casefold()
        names = [name for name in self.names[other] if name.split()[0].casefold() in folded]
        return bool(names) and _anywhere(names, own)

    def around(self, thing: str, other: str) -> bool:
        """Tell whether what a thing is part of or says again names another, or the part of the document that it is in.

        Such a part is a chapter, section or box.
        """
        if any(self.named(whole, other) for whole in self.broader[thing]):
            return True
        passages = [passage for name in EVIDENCE for passage in self.copy.passages[name].get(thing, ())]
        parts = {part for passage in passages for part in self.parts[passage]}
        return any(self.stands(other, self.spans(part, (EXTENT,))) for part in parts)

    def instead(self, thing: str, other: str) -> str:
        """Return what the passages of a thing name of the kind of another that is called otherwise; else nothing."""
        spans = self.spans(thing)
        passages = [passage for name in EVIDENCE for passage in self.copy.passages[name].get(thing, ())]
        units = {unit for passage in passages for unit in self.units[passage]}
        found = {one for unit in units for one in self.mentioned[unit]
                 if self.classes.get(one) == self.classes[other] and one not in self.tied[thing]
                 and not self._alike(one, other) and self.stands(one, spans)}  # fmt: skip
        return min(found, default="")

    def _alike(self, one: str, other: str) -> bool:
        stems = [{word[:_STEM].casefold() for name in self.names[thing] for word in name.split()
                  if len(word) >= _STEM} for thing in (one, other)]  # fmt: skip
        return bool(stems[0] & stems[1])

    def _texts(self, properties: Iterable[str], things: Collection[str]) -> defaultdict[str, list[str]]:
        of: defaultdict[str, list[str]] = defaultdict(list)
        for name in properties:
            for subject, said in self.copy.facts.pairs(name):
                if subject.value not in things or not isinstance(said, ox.Literal):
                    continue
                if said.language in (None, self.copy.language) and len(said.value.strip()) >= _SHORTEST:
                    of[subject.value].append(said.value)
        return of


def check(copy: Copy) -> list[Finding]:
    """Return a warning for what has a role, or is mentioned, where the words do not name it, and the other way about.

    What stands in the text but is mentioned nowhere is passed over: it is who speaks.
    """
    if not copy.language:
        return []
    words = _Words(copy)
    return [*_roles(words), *_mentions(words)]


def _roles(words: _Words) -> Iterator[Finding]:
    """Find what has a role in words that do not name it, nor what it belongs to."""
    for role in _ROLES:
        for subject, related in words.copy.facts.pairs(role):
            thing, other = subject.value, related.value
            if other not in words.classes or not words.names[other] or _speaks(words, other) \
                    or not words.spans(thing) or words.named(thing, other):  # fmt: skip
                continue
            instead = words.instead(thing, other)
            near = role != _PLACE and any(words.named(thing, one) for one in words.near[other] - {thing})
            if near or (role in _WIDER and not instead and words.around(thing, other)):
                continue
            da, en = (
                ("", "") if not instead else (f"; de nævner {shorten(instead)}", f", which name {shorten(instead)}")
            )
            name = words.names[other][0]
            message = Text(f"“{name}” nævnes hverken i betegnelser, definition eller belæg{da}",
                           f"“{name}” is named neither in labels and definition nor in the passages{en}")  # fmt: skip
            yield Finding("warning", "evidence", "role-unnamed", message, thing, role, other,
                          suggestion=shorten(instead) if instead else "")  # fmt: skip


def _mentions(words: _Words) -> Iterator[Finding]:
    """Find states and places that units mention and do not name, and states that they name and do not mention."""
    units = _units(words.copy)
    for unit, things in words.mentioned.items() if units else ():
        for thing in sorted(things) if unit in units else ():
            kind = words.classes.get(thing, "")
            if kind not in (*_PLACES, _OPERATION) or _overlaps(words, thing, units[unit]):
                continue
            name = words.names[thing][0] if words.names[thing] else shorten(thing)
            message = Text(f"“{name}” står ikke i enheden", f"“{name}” does not stand in the unit")
            yield Finding("warning", "evidence", "mention-unnamed", message, unit, _MENTIONS, thing)
    yield from _unmentioned(words, units) if units else ()


def _unmentioned(words: _Words, units: Mapping[str, tuple[int, int]]) -> Iterator[Finding]:
    """Find states whose label stands in a unit that does not mention them; of names within each other the longest."""
    countries = [thing for thing in words.ever if words.classes.get(thing) == _PLACES[0]]
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
            yield Finding("warning", "evidence", "mention-lost", message, unit, _MENTIONS,
                          suggestion=shorten(thing))  # fmt: skip


def _inside(words: _Words, unit: str, name: tuple[int, int]) -> bool:
    """Tell whether a name is part of a longer one of what the unit mentions."""
    names = (one for thing in words.mentioned[unit] for one in words.names[thing])
    return any(start <= name[0] and name[1] <= end for one in names for start, end in words.of_name(one))


def _overlaps(words: _Words, thing: str, unit: tuple[int, int]) -> bool:
    """Tell whether a name of a thing stands in a unit, or begins or ends there."""
    first, last = unit
    if any(start < last and first < end for name in words.names[thing] for start, end in words.of_name(name)):
        return True
    alone = words.copy.text[first:last]  # labels of a map may be printed without a space between them
    return _anywhere(words.names[thing], alone)


def _anywhere(names: Iterable[str], text: str) -> bool:
    known = letters(text)
    return any(True for name in names for _ in places(text, known, name))


def _speaks(words: _Words, thing: str) -> bool:
    """Tell whether a thing is one that the text speaks of throughout, so that no unit is said to mention it."""
    return thing not in words.ever and any(words.of_name(name) for name in words.names[thing])


def _units(copy: Copy) -> dict[str, tuple[int, int]]:
    """Return where units stand, if the copy is the reference text: if its passages are where the graph says."""
    starts, ends = ({subject.value: offset.value for subject, offset in copy.facts.pairs(OA + name)}
                    for name in ("start", "end"))  # fmt: skip
    if any(starts.get(passage) != str(place[0]) for passage, place in copy.places.items()):
        return {}
    units = {unit.value for unit in copy.facts.instances(KOMPAS + "Unit")} & starts.keys() & ends.keys()
    return {unit: (int(starts[unit]), int(ends[unit])) for unit in units
            if starts[unit].isdecimal() and ends[unit].isdecimal()}  # fmt: skip
