"""Things that are called the same, so that no reader can tell them apart, and acronyms that are called otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import KOMPAS, ORG, RDFS, SKOS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.reasoning.facts import Facts, Pair, Term

_LABEL, _OTHER, _DEFINITION = SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition"
_ACRONYM, _AGENT, _KIND, _PART_OF = KOMPAS + "acronym", KOMPAS + "Agent", KOMPAS + "kind", ORG + "subOrganizationOf"


def check(asserted: Facts) -> list[Finding]:
    """Return a warning for each thing that shares its class and all its labels, or a definition, with another."""
    kinds = asserted.kinds()
    labels: defaultdict[Term, set[Term]] = defaultdict(set)
    for thing, label in _told_twice(asserted, _LABEL):
        labels[thing].add(label)
    counts = Counter(thing for thing, _ in set(asserted.pairs(_LABEL)) if thing in labels)
    alike: defaultdict[tuple[str, frozenset[Term]], list[str]] = defaultdict(list)
    for thing, said in labels.items():
        for kind in kinds.get(thing.value, ()) if counts[thing] == len(said) else ():
            alike[kind, frozenset(said)].append(thing.value)
    return [*dict.fromkeys(_called_alike(alike.values())), *_copied(asserted), *_acronyms(asserted, kinds)]


def _told_twice(asserted: Facts, path: str) -> Iterator[Pair]:
    """Yield the things that have a name and have a value of a property in common with another, with that value."""
    pairs = asserted.pairs(path)
    often = {value for value, times in Counter(value for _, value in pairs).items() if times > 1}
    return (pair for pair in pairs if pair[1] in often and isinstance(pair[0], ox.NamedNode))


def _called_alike(alike: Iterable[list[str]]) -> Iterator[Finding]:
    """Find things that are called the same."""
    for things in alike:
        for thing in things if len(things) > 1 else ():
            others = tuple(other for other in things if other != thing)
            message = Text(f"hedder det samme som {shorten(others[0])}: slå dem sammen, eller skeln mellem dem",
                           f"is called the same as {shorten(others[0])}: merge them, or tell them apart")  # fmt: skip
            yield Finding("warning", "vocabulary", "same-labels", message, thing, _LABEL, also=others)


def _copied(asserted: Facts) -> Iterator[Finding]:
    """Find definitions that two things have in common, which then do not tell one from the other."""
    definitions: defaultdict[Term, list[str]] = defaultdict(list)
    for thing, said in _told_twice(asserted, _DEFINITION):
        definitions[said].append(thing.value)
    for names in definitions.values():
        for name in names:
            others = tuple(other for other in names if other != name)
            if others:
                first = shorten(others[0])
                message = Text(f"har den samme definition som {first}: sig, hvad der skiller dem",
                               f"has the same definition as {first}: say what tells them apart")  # fmt: skip
                yield Finding("warning", "vocabulary", "same-definition", message, name, _DEFINITION, also=others)


def _acronyms(asserted: Facts, kinds: Mapping[str, list[str]]) -> Iterator[Finding]:
    """Find acronyms of agents that another of the same class goes by too, or that turn the letters of a name about."""
    agents = _agents(asserted)
    acronyms: defaultdict[str, dict[str, None]] = defaultdict(dict)
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for quad in asserted.of(_ACRONYM):
        thing, acronym = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
        if not agents.isdisjoint(kinds.get(thing, ())) and acronym not in acronyms[thing]:
            acronyms[thing][acronym] = None
            holders[acronym].append(thing)
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for path in (_LABEL, _OTHER) if acronyms else ():
        for one, said in asserted.pairs(path):
            thing, name = getattr(one, "value", ""), said.value
            if name in holders or thing in acronyms:
                names[thing].setdefault(name, path)
    yield from _shared(asserted, holders, kinds)
    for thing, called in names.items():
        own = acronyms.get(thing, {})
        yield from _turned(thing, own, called)
        for name, path in called.items():
            for holder in holders.get(name, ()) if name not in own else ():
                if not set(kinds.get(thing, ())).isdisjoint(kinds[holder]):
                    message = Text(f"“{name}” er forkortelsen for {shorten(holder)}",
                                   f"“{name}” is the acronym of {shorten(holder)}")  # fmt: skip
                    yield Finding("warning", "vocabulary", "other-acronym", message, thing, path, name, also=(holder,))


def _turned(thing: str, acronyms: Iterable[str], names: Iterable[str]) -> Iterator[Finding]:
    """Find acronyms that no name is, but for the order of its letters; a name in another language may have the same."""
    for acronym in acronyms:
        turned = [name for name in names if name.isupper() and sorted(name) == sorted(acronym)]
        if turned and acronym not in turned:
            message = Text(f"forkortelsen har de samme bogstaver som “{turned[0]}” i en anden rækkefølge",
                           f"the acronym has the letters of “{turned[0]}” in another order")  # fmt: skip
            yield Finding("warning", "vocabulary", "turned-acronym", message, thing, _ACRONYM, acronym,
                          suggestion=f'"{turned[0]}"')  # fmt: skip


def _shared(asserted: Facts, holders: Mapping[str, list[str]], kinds: Mapping[str, list[str]]) -> Iterator[Finding]:
    """Find agents of one class and kind with one acronym; but parts of different wholes may share one."""
    twice = {acronym: things for acronym, things in holders.items() if len(things) > 1}
    about: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for path in (_KIND, _PART_OF) if twice else ():
        for quad in asserted.of(path):
            about[getattr(quad.subject, "value", ""), path].add(getattr(quad.object, "value", ""))
    for acronym, things in twice.items():
        for thing in things:
            others = tuple(
                other for other in things
                if other != thing and not set(kinds[thing]).isdisjoint(kinds[other])
                and about[thing, _KIND] & about[other, _KIND]
                and (about[thing, _PART_OF] & about[other, _PART_OF]
                     or not (about[thing, _PART_OF] and about[other, _PART_OF]))
            )  # fmt: skip
            if others:
                first = shorten(others[0])
                message = Text(f"har samme forkortelse som {first}: slå dem sammen, eller skeln mellem dem",
                               f"has the same acronym as {first}: merge them, or tell them apart")  # fmt: skip
                yield Finding("warning", "vocabulary", "same-acronym", message, thing, _ACRONYM, acronym, also=others)


def _agents(asserted: Facts) -> set[str]:
    """Return the class of agents and all classes under it."""
    under: defaultdict[str, list[str]] = defaultdict(list)
    for quad in asserted.of(RDFS + "subClassOf"):
        under[getattr(quad.object, "value", "")].append(getattr(quad.subject, "value", ""))
    found, left = {_AGENT}, [_AGENT]
    while left:
        new = [one for one in under.get(left.pop(), ()) if one not in found]
        found.update(new)
        left += new
    return found
