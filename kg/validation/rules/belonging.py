"""What a property belongs to and leads to: things of the classes that its declaration names, or of those below."""

from __future__ import annotations

from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.document.coverage import reached
from kg.namespaces import OWL, PREFIXES, RDF, RDFS, shorten
from kg.validation.findings import Finding, Text
from kg.validation.standards import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Facts, Pair, Term

RULE = "beside-its-declaration"

_TYPE = RDF + "type"
_SUBJECTS, _VALUES = (PREFIXES["schema"] + name for name in ("domainIncludes", "rangeIncludes"))
_BELOW = {RDFS + "subClassOf": "owl:equivalentClass", RDFS + "subPropertyOf": "owl:equivalentProperty"}
_CLASSES = (OWL + "Class", RDFS + "Class")
_SHOWN = 4  # terms of a ring
_ANY = frozenset({OWL + "Thing", OWL + "NamedIndividual"})  # what is said to be no more than that can be of any class


class _Classes:
    """What is of which class, by itself or by one below it."""

    def __init__(self, asserted: Facts) -> None:
        self._things: defaultdict[str, set[Term]] = defaultdict(set)
        for thing, class_ in asserted.pairs(_TYPE):
            self._things[class_.value].add(thing)
        above: defaultdict[str, set[str]] = defaultdict(set)
        for class_, other in asserted.pairs(RDFS + "subClassOf"):
            above[class_.value].add(other.value)
        self._above = {class_: reached([class_], above) for class_ in self._things}
        self._declared = {thing.value for kind in _CLASSES for thing in self._things.get(kind, ())}
        self._among: dict[frozenset[str], set[Term]] = {}

    def among(self, classes: frozenset[str]) -> set[Term]:
        """Return what is of one of some classes."""
        if classes not in self._among:
            below = (things for one, things in self._things.items() if not classes.isdisjoint(self._above[one]))
            self._among[classes] = set().union(*below)
        return self._among[classes]

    def of(self, thing: Term) -> list[str]:
        """Return the classes that a thing is said to be of; none if one of them is not known."""
        said = [one for one, things in self._things.items() if thing in things and one not in _ANY]
        return said if all(one in self._declared or one in STANDARD for one in said) else []


def check(asserted: Facts) -> list[Finding]:
    """Return a warning for each use of a property beside its declaration, and for terms that are below themselves.

    Where most uses are beside it, the declaration is told of too, for it may be that which is wrong.
    """
    classes = _Classes(asserted)
    belongs, leads = (_declared(asserted, name) for name in (_SUBJECTS, _VALUES))
    found: list[Finding] = []
    for predicate in dict.fromkeys((*belongs, *leads)):
        pairs = asserted.pairs(predicate)
        owners = classes.among(belongs.get(predicate, frozenset()))
        targets = classes.among(leads.get(predicate, frozenset()))
        strays = _strays((subject for subject, _ in pairs), owners, classes) if predicate in belongs else {}
        others = _strays((value for _, value in pairs), targets, classes) if predicate in leads else {}
        for subject, value in pairs if strays or others else ():
            if subject in strays:  # before its value, which may be right for another
                turned = f"{shorten(value.value)} {shorten(predicate)} {shorten(subject.value)}"
                turned = turned if value in owners and (subject in targets or predicate not in leads) else ""
                ends = belongs[predicate], strays[subject]
                found.append(_use(predicate, (subject, value), subject, ends, turned))
            elif value in others:
                found.append(_use(predicate, (subject, value), value, (leads[predicate], others[value]), ""))
        for path, wrong, at in ((_SUBJECTS, strays, 0), (_VALUES, others, 1)):
            uses = [pair[at] for pair in pairs if pair[at] in wrong] if wrong else []
            if len(uses) > 1 and len(uses) * 2 > len(pairs):
                found.append(_declaration(predicate, path, wrong))
    return [*found, *_rings(asserted)]


def _declared(asserted: Facts, name: str) -> dict[str, frozenset[str]]:
    of: defaultdict[str, set[str]] = defaultdict(set)
    for predicate, class_ in asserted.pairs(name):
        of[predicate.value].add(class_.value)
    return {predicate: frozenset(classes) for predicate, classes in of.items()}


def _strays(ends: Iterable[Term], right: set[Term], classes: _Classes) -> dict[Term, list[str]]:
    """Return the things that are of none of the right classes, and of which they are."""
    beside = {end for end in ends if end not in right}
    return {end: said for end in beside if isinstance(end, ox.NamedNode) and (said := classes.of(end))}


def _use(predicate: str, pair: Pair, stray: Term, classes: tuple[Iterable[str], Iterable[str]], turned: str) -> Finding:
    """Return that a thing at one end of a use is not of the classes that belong there."""
    path, who, (declared, said) = shorten(predicate), shorten(stray.value), map(_named, classes)
    da, en = ("bruges om", "is used of") if stray == pair[0] else ("leder til", "leads to")
    asked = ("; er det vendt om?", "; is it turned round?") if turned else ("", "")
    message = Text(f"{path} {da} {declared}, men {who} er {said}{asked[0]}",
                   f"{path} {en} {declared}, but {who} is {said}{asked[1]}")  # fmt: skip
    return Finding("warning", "vocabulary", RULE, message, pair[0].value, predicate, pair[1].value, suggestion=turned)


def _declaration(predicate: str, path: str, wrong: dict[Term, list[str]]) -> Finding:
    names = _named({one for said in wrong.values() for one in said})
    message = Text(f"bruges mest ved {names}, som ikke er nævnt her: ret det ene af dem",
                   f"is mostly used with {names}, not named here: correct one of them")  # fmt: skip
    return Finding("warning", "vocabulary", RULE, message, predicate, path,
                   also=tuple(sorted(thing.value for thing in wrong)))  # fmt: skip


def _rings(asserted: Facts) -> Iterator[Finding]:
    """Find terms that are below themselves by way of others, so that all of them say the same; one ring at a time."""
    for path, same in _BELOW.items():
        above: defaultdict[str, list[str]] = defaultdict(list)
        for term, other in asserted.pairs(path):
            if term != other:
                above[term.value].append(other.value)
        try:
            TopologicalSorter(above).prepare()
        except CycleError as error:
            ring = list(reversed(error.args[1]))
            shown = " → ".join([*map(shorten, ring[:_SHOWN]), *["…"][: len(ring) - _SHOWN]])
            message = Text(f"ligger under sig selv ({shown}); betyder de det samme, så skriv {same}",
                           f"is below itself ({shown}); if they mean the same, write {same}")  # fmt: skip
            yield Finding("warning", "vocabulary", "below-itself", message, ring[0], path, ring[1],
                          also=tuple(ring[1:-1]))  # fmt: skip


def _named(classes: Iterable[str]) -> str:
    return ", ".join(sorted(map(shorten, classes)))
