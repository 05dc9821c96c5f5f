"""Where the names of things stand in a copy of the document, in the passages of what is tied to them and elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.document.mentioning import places
from kg.document.passages import EXTENT
from kg.document.text import letters
from kg.namespaces import DCTERMS, KOMPAS, ORG, SKOS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kg.document.text import Letters
    from kg.validation.rules.printed import Copy

EVIDENCE = tuple(KOMPAS + name for name in ("evidence", "restatedIn", "continuedIn"))
MENTIONS = KOMPAS + "mentions"
PLACES = tuple(KOMPAS + name for name in ("Country", "Territory", "Sea", "Strait", "Province", "City"))
OPERATION, REGION = KOMPAS + "MilitaryOperation", KOMPAS + "Region"
BODIES = (KOMPAS + "Organisation", KOMPAS + "DiplomaticMission", OPERATION)
FORUM, PLACE, THREATENS = (KOMPAS + name for name in ("forum", "place", "threatens"))
PARTNER, ACTOR = KOMPAS + "partner", KOMPAS + "actor"
ROLES = (
    *(KOMPAS + name for name in ("adoptedIn", "party", "attributedTo", "operatesIn", "accreditedTo", "standingOf")),
    PARTNER, KOMPAS + "beneficiary", ACTOR, FORUM, PLACE, THREATENS,
)  # fmt: skip

_LABEL, _DEFINITION = SKOS + "prefLabel", SKOS + "definition"
_NAMES = (_LABEL, SKOS + "altLabel", SKOS + "hiddenLabel", KOMPAS + "acronym")
_OWN = (_LABEL, SKOS + "altLabel", SKOS + "hiddenLabel", _DEFINITION)
_SHORTEST = 2  # letters in a name
_ON_UNIT, _PART = KOMPAS + "onUnit", DCTERMS + "isPartOf"
_WHOLES = (
    *(KOMPAS + name for name in ("within", "dependencyOf", "adoptedIn", "locatedIn", "coversRegion", "componentOf")),
    ORG + "subOrganizationOf",
)
_BROADER = tuple(KOMPAS + name for name in ("partOf", "restates", "funds"))
_STEM = 5  # letters that two names have in common if one is said for the other


@dataclass
class Words:
    """The names of things, and where they stand in a copy of the document."""

    copy: Copy
    found: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def letters(self) -> Letters:
        """Return the letters of the copy."""
        return letters(self.copy.text)

    @cached_property
    def names(self) -> Mapping[str, list[str]]:
        """Return what each thing is called that may take part or be mentioned."""
        return self._texts(_NAMES, self.classes.keys() | self.ever)

    @cached_property
    def own(self) -> Mapping[str, list[str]]:
        """Return the labels and definitions of what others are tied to."""
        return self._texts(_OWN, self.tied)

    @cached_property
    def classes(self) -> dict[str, str]:
        """Return the class of each place and body."""
        return {thing.value: kind for kind in (*PLACES, REGION, *BODIES)
                for thing in self.copy.facts.instances(kind)}  # fmt: skip

    @cached_property
    def mentioned(self) -> Mapping[str, set[str]]:
        """Return the things that each unit mentions."""
        return self.related((MENTIONS,))

    @cached_property
    def ever(self) -> set[str]:
        """Return what some unit mentions."""
        return set().union(*self.mentioned.values())

    @cached_property
    def speaking(self) -> set[str]:
        """Return who is named seldom where no unit says what it mentions: who publishes, who acts most, and theirs."""
        acting = Counter(actor.value for _, actor in self.copy.facts.pairs(ACTOR)).most_common(1)
        speakers = {who for who, _ in acting} | {who.value for _, who in self.copy.facts.pairs(DCTERMS + "publisher")}
        return speakers.union(*(self.near[who] for who in speakers))

    def speaks(self, thing: str) -> bool:
        """Tell whether a thing is one that the text speaks of throughout, so that no unit is said to mention it."""
        if not self.ever:
            return thing in self.speaking
        return thing not in self.ever and any(self.of_name(name) for name in self.names[thing])

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
        """Return what a thing is part of, says again or funds."""
        return self.related(_BROADER)

    @cached_property
    def parts(self) -> Mapping[str, set[str]]:
        """Return the parts of the document that a passage lies in."""
        return self.related((_PART,))

    @cached_property
    def units(self) -> Mapping[str, set[str]]:
        """Return the units that a passage lies on."""
        return self.related((_ON_UNIT,))

    @cached_property
    def tied(self) -> Mapping[str, set[str]]:
        """Return what a thing is tied to in a role or otherwise concerns."""
        return self.related((*ROLES, KOMPAS + "counterpart", KOMPAS + "concerns"))

    def related(self, properties: Iterable[str]) -> defaultdict[str, set[str]]:
        """Return what each thing is tied to by some properties."""
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
        return bool(names) and anywhere(names, own)

    def around(self, thing: str, other: str) -> bool:
        """Tell whether what a thing is part of or says again names another, or the part of the document that it is in.

        Such a part is a chapter, section or box.
        """
        if any(self.named(whole, other) for whole in self.broader[thing]):
            return True
        passages = [passage for name in EVIDENCE for passage in self.copy.passages[name].get(thing, ())]
        parts = {part for passage in passages for part in self.parts[passage]}
        return any(self.stands(other, self.spans(part, (EXTENT,))) for part in parts)

    def instead(self, thing: str, other: str) -> list[str]:
        """Return what the passages of a thing name of the kind of another that is called otherwise."""
        passages = [passage for name in EVIDENCE for passage in self.copy.passages[name].get(thing, ())]
        units = {unit for passage in passages for unit in self.units[passage]}
        return self._of_kind(thing, other, {one for unit in units for one in self.mentioned[unit]})

    def speakers(self, thing: str, other: str) -> list[str]:
        """Return who is named by the passages of a thing and of whom the text speaks throughout, of another's kind."""
        return self._of_kind(thing, other, {one for one in self.classes if self.speaks(one)})

    def _of_kind(self, thing: str, other: str, among: Iterable[str]) -> list[str]:
        spans = self.spans(thing)
        return sorted(one for one in among
                      if self.classes.get(one) == self.classes[other] and one not in self.tied[thing]
                      and not self._alike(one, other) and self.stands(one, spans))  # fmt: skip

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


def anywhere(names: Iterable[str], text: str) -> bool:
    """Tell whether one of some names stands in a text."""
    known = letters(text)
    return any(True for name in names for _ in places(text, known, name))
