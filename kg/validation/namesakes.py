"""Things of one class that are called the same in every language, so that no reader can tell them apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import RDF, SKOS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

_LABEL, _TYPE = SKOS + "prefLabel", RDF + "type"


def check(asserted: Iterable[ox.Quad]) -> list[Finding]:
    """Return a warning for each thing that shares its class and all its labels with another."""
    labels: defaultdict[str, set[str]] = defaultdict(set)
    classes: defaultdict[str, set[str]] = defaultdict(set)
    for quad in asserted:
        if (predicate := quad.predicate.value) in (_LABEL, _TYPE) and isinstance(quad.subject, ox.NamedNode):
            if predicate == _LABEL:
                labels[quad.subject.value].add(str(quad.object))
            elif isinstance(quad.object, ox.NamedNode):
                classes[quad.subject.value].add(quad.object.value)
    alike: defaultdict[tuple[str, frozenset[str]], list[str]] = defaultdict(list)
    for thing, said in labels.items():
        for kind in classes[thing]:
            alike[kind, frozenset(said)].append(thing)
    found = []
    for things in alike.values():
        for thing in things if len(things) > 1 else ():
            others = tuple(other for other in things if other != thing)
            message = Text(f"hedder det samme som {shorten(others[0])}: slå dem sammen, eller skeln mellem dem",
                           f"is called the same as {shorten(others[0])}: merge them, or tell them apart")  # fmt: skip
            found.append(Finding("warning", "vocabulary", "same-labels", message, thing, _LABEL, also=others))
    return list(dict.fromkeys(found))
