"""Things that are called the same, so that no reader can tell them apart, and acronyms that are called otherwise."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import KOMPAS, ORG, RDF, RDFS, SKOS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Facts

_LABEL, _OTHER, _DEFINITION, _TYPE = SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition", RDF + "type"
_ACRONYM, _AGENT, _KIND, _PART_OF = KOMPAS + "acronym", KOMPAS + "Agent", KOMPAS + "kind", ORG + "subOrganizationOf"


def check(asserted: Facts) -> list[Finding]:
    """Return a warning for each thing that shares its class and all its labels, or a definition, with another."""
    labels: defaultdict[str, set[str]] = defaultdict(set)
    classes: defaultdict[str, set[str]] = defaultdict(set)
    for quad in asserted.of(_LABEL):
        if isinstance(quad.subject, ox.NamedNode):
            labels[quad.subject.value].add(str(quad.object))
    for quad in asserted.of(_TYPE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            classes[quad.subject.value].add(quad.object.value)
    alike: defaultdict[tuple[str, frozenset[str]], list[str]] = defaultdict(list)
    for thing, said in labels.items():
        for kind in classes[thing]:
            alike[kind, frozenset(said)].append(thing)
    return [*dict.fromkeys(_called_alike(alike.values())), *_copied(asserted), *_acronyms(asserted, classes)]


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
    definitions: defaultdict[str, list[str]] = defaultdict(list)
    for quad in asserted.of(_DEFINITION):
        if isinstance(quad.subject, ox.NamedNode):
            definitions[str(quad.object)].append(quad.subject.value)
    for things in definitions.values():
        for thing in things if len(things) > 1 else ():
            others = tuple(other for other in things if other != thing)
            if others:
                first = shorten(others[0])
                message = Text(f"har den samme definition som {first}: sig, hvad der skiller dem",
                               f"has the same definition as {first}: say what tells them apart")  # fmt: skip
                yield Finding("warning", "vocabulary", "same-definition", message, thing, _DEFINITION, also=others)


def _acronyms(asserted: Facts, classes: dict[str, set[str]]) -> Iterator[Finding]:
    """Find acronyms of agents that another of the same class goes by too, or that turn the letters of a name about."""
    agents = _agents(asserted)
    acronyms: defaultdict[str, dict[str, None]] = defaultdict(dict)
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for quad in asserted.of(_ACRONYM):
        thing, acronym = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
        if classes.get(thing, set()) & agents and acronym not in acronyms[thing]:
            acronyms[thing][acronym] = None
            holders[acronym].append(thing)
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for path in (_LABEL, _OTHER) if acronyms else ():
        for quad in asserted.of(path):
            thing, name = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
            if name in holders or thing in acronyms:
                names[thing].setdefault(name, path)
    yield from _shared(asserted, holders, classes)
    for thing, called in names.items():
        own = acronyms.get(thing, {})
        yield from _turned(thing, own, called)
        for name, path in called.items():
            for holder in holders.get(name, ()) if name not in own else ():
                if classes.get(thing, set()) & classes[holder]:
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


def _shared(asserted: Facts, holders: dict[str, list[str]], classes: dict[str, set[str]]) -> Iterator[Finding]:
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
                if other != thing and classes[thing] & classes[other] and about[thing, _KIND] & about[other, _KIND]
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
