"""Things of one class that are called the same in every language, so that no reader can tell them apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import RDF, SKOS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Facts

_LABEL, _DEFINITION, _TYPE = SKOS + "prefLabel", SKOS + "definition", RDF + "type"


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
    return [*dict.fromkeys(_called_alike(alike.values())), *_copied(asserted)]


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
