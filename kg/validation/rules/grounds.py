"""The grounds of a statement: passages that speak of the states it is about, and not of others in their place."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.namespaces import DCTERMS, KOMPAS, OA, SKOS, shorten
from kg.validation.findings import Finding, Text
from kg.validation.rules.consorts import Given

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Facts, Term

_EVIDENCE, _ON_UNIT, _MENTIONS = (KOMPAS + name for name in ("evidence", "onUnit", "mentions"))
_FURTHER = tuple(KOMPAS + name for name in ("restatedIn", "continuedIn"))
_STATES = tuple(KOMPAS + name for name in ("Country", "Territory"))
_BODY, _UNIT, _START = KOMPAS + "Organisation", KOMPAS + "Unit", OA + "start"
_ROLES = tuple(
    KOMPAS + name
    for name in ("attributedTo", "beneficiary", "concerns", "counterpart", "forum", "partner", "party", "place",
                 "standingOf", "threatens")
)  # fmt: skip
_FROM, _CHAPTER, _SOURCE, _PUBLISHER = KOMPAS + "linkFrom", KOMPAS + "Chapter", KOMPAS + "Source", DCTERMS + "publisher"
_UNDERTAKINGS = tuple(KOMPAS + name for name in ("Undertaking", "Commitment", "Measure"))
_NAMES = (SKOS + "prefLabel", SKOS + "altLabel", KOMPAS + "acronym")
_OFFSET = re.compile("[0-9]{1,9}")
_SEVERAL = 2  # that one passage mentions hardly by chance


class _Units:
    """The units of the text in their order, and what each mentions."""

    def __init__(self, asserted: Facts) -> None:
        self.mentioned = _of(asserted.pairs(_MENTIONS))
        self.on = _of(asserted.pairs(_ON_UNIT))
        units = set(asserted.instances(_UNIT))
        starts = [(int(start.value), unit.value, unit) for unit, start in asserted.pairs(_START)
                  if unit in units and _OFFSET.fullmatch(start.value)]  # fmt: skip
        self.row = [unit for _, _, unit in sorted(starts, key=lambda one: one[:2])]
        self._at = {unit: at for at, unit in enumerate(self.row)}

    def beside(self, units: Iterable[Term]) -> set[Term]:
        """Return the units next to some."""
        places = [self._at[unit] for unit in units if unit in self._at]
        return {self.row[at] for place in places for at in (place - 1, place + 1) if 0 <= at < len(self.row)}

    def told(self, units: Iterable[Term]) -> set[Term]:
        """Return what units mention."""
        return set().union(*(self.mentioned[unit] for unit in units if unit in self.mentioned))


def check(asserted: Facts) -> list[Finding]:
    """Return a warning for evidence that lies elsewhere than what it is for, or speaks of others."""
    units = _Units(asserted)
    return [*_linked(asserted), *(_of_states(asserted, units) + _published(asserted, units) if units.mentioned else ())]


def _linked(asserted: Facts) -> Iterator[Finding]:
    """Find ties of an undertaking to a value whose passages lie in other chapters than all of the undertaking's."""
    given = Given(asserted)
    chapters = given.typed(_CHAPTER)
    sources = {thing for name in _UNDERTAKINGS for thing in given.typed(name)}

    def within(thing: Term, *paths: str) -> dict[Term, set[Term]]:
        passages = (one for path in paths for one in given.of(path).get(thing, ()))
        return {one: chapters.intersection(given.wholes(one)) for one in passages}

    for link, source in given.pairs(_FROM):
        there = set().union(*within(source, _EVIDENCE, *_FURTHER).values()) if source in sources else set()
        for passage, here in within(link, _EVIDENCE).items() if there else ():
            if here and here.isdisjoint(there):
                da, en = f"i {_named(here)}; {shorten(source.value)}", f"in {_named(here)}; {shorten(source.value)}"
                message = Text(f"tekststedet ligger {da} har belæg i {_named(there)}",
                               f"the passage lies {en} has its evidence in {_named(there)}")  # fmt: skip
                yield Finding("warning", "evidence", "link-apart", message, link.value, _EVIDENCE, passage.value)


def _published(asserted: Facts, units: _Units) -> list[Finding]:
    """Find sources whose publisher is mentioned by another entry of the references, and not by their own."""
    bodies = set(asserted.instances(_BODY))
    on: defaultdict[Term, set[Term]] = defaultdict(set)
    sources = set(asserted.instances(_SOURCE))
    for source, passage in asserted.pairs(_EVIDENCE):
        if source in sources:
            on[source] |= units.on.get(passage, set())
    everywhere = set().union(*on.values())
    found = []
    for source, publisher in asserted.pairs(_PUBLISHER):
        own = units.told(on[source]) if source in on else set()
        if own and publisher not in own and publisher in units.told(everywhere - on[source]):
            who = shorten(publisher.value)
            message = Text(f"henvisningen nævner ikke {who}, men det gør en anden",
                           f"the entry does not mention {who}, but another does")  # fmt: skip
            others = own & bodies
            suggestion = _named(others) if len(others) == 1 else ""
            found.append(Finding("warning", "evidence", "publisher-elsewhere", message, source.value, _PUBLISHER,
                                 publisher.value, suggestion=suggestion))  # fmt: skip
    return found


def _of_states(asserted: Facts, units: _Units) -> list[Finding]:
    """Find evidence that speaks of other states, or of none while that beside it speaks of them."""
    states = {thing for name in _STATES for thing in asserted.instances(name)}
    ever = units.told(units.mentioned)
    parties = (states | set(asserted.instances(_BODY))) & ever  # others are those that the text speaks of throughout
    ties = ((thing, other) for role in _ROLES for thing, other in asserted.pairs(role) if other in parties)
    tied = _of(ties)
    rests = _of((thing, passage) for thing, passage in asserted.pairs(_EVIDENCE) if thing in tied)
    further = _of((thing, one) for name in _FURTHER for thing, one in asserted.pairs(name) if thing in tied)
    found: list[Finding] = []
    moved: list[tuple[Term, list[Term]]] = []
    for thing, passages in rests.items():
        wanted = tied[thing]
        for passage in passages:
            on = units.on.get(passage, set())
            told = units.told(on)
            if wanted & told:
                continue
            others, about = told & states, wanted & states
            if others and about and not about & units.told(units.beside(on)):
                found.append(_of_others(thing, passage, about, others))
        all_units = {unit for one in passages | further.get(thing, set()) for unit in units.on.get(one, ())}
        beside = [unit for unit in units.beside(all_units) if wanted <= units.mentioned.get(unit, set())]
        if len(wanted) >= _SEVERAL and beside and not wanted & units.told(all_units):
            moved.append((thing, beside))
    names = _names(asserted, {thing for thing, _ in moved}, parties) if moved else {}
    return [
        *found,
        *(_beside(thing, tied[thing], beside) for thing, beside in moved
          if all(any(name in label for name in names[party]) for party in tied[thing] for label in names[thing][:1])),
    ]  # fmt: skip


def _names(asserted: Facts, things: set[Term], parties: set[Term]) -> defaultdict[Term, list[str]]:
    """Return the names of things and of parties, the label in English first."""
    names: defaultdict[Term, list[str]] = defaultdict(list)
    for path in _NAMES:
        for thing, name in asserted.pairs(path):
            if thing in things or thing in parties:
                at = 0 if path == _NAMES[0] and getattr(name, "language", None) == "en" else len(names[thing])
                names[thing].insert(at, name.value)
    return names


def _of_others(thing: Term, passage: Term, about: set[Term], others: set[Term]) -> Finding:
    da, en = f"{_named(others)}, ikke om {_named(about)}", f"{_named(others)}, not of {_named(about)}"
    message = Text(f"tekststedet taler om {da}", f"the passage speaks of {en}")
    return Finding("warning", "evidence", "evidence-of-others", message, thing.value, _EVIDENCE, passage.value)


def _beside(thing: Term, wanted: set[Term], beside: list[Term]) -> Finding:
    names, unit = _named(wanted), min(shorten(unit.value) for unit in beside)
    message = Text(f"tekststedet nævner ikke {names}; {unit} ved siden af gør",
                   f"the passage does not mention {names}; {unit} beside it does")  # fmt: skip
    return Finding("warning", "evidence", "evidence-beside", message, thing.value, _EVIDENCE)


def _of(pairs: Iterable[tuple[Term, Term]]) -> dict[Term, set[Term]]:
    found: defaultdict[Term, set[Term]] = defaultdict(set)
    for subject, value in pairs:
        found[subject].add(value)
    return dict(found)


def _named(things: Iterable[Term]) -> str:
    return ", ".join(sorted(shorten(thing.value) for thing in things))
