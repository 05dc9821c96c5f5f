"""Finds the thing that a person names: by IRI, short name, acronym or any label in Danish or English."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.errors import KgError
from kg.suggesting import did_you_mean, in_danish

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.settings import Language

_PREFERRED = ns.SKOS + "prefLabel"
_NAMES = {_PREFERRED, ns.SKOS + "altLabel", ns.KOMPAS + "acronym", ns.KOMPAS + "isoAlpha3"}
MOST = 6  # things named in an error


@dataclass(frozen=True, slots=True)
class Names:
    """The preferred labels of all things by IRI and language, and the things by any of their names, case folded."""

    labels: Mapping[str, Mapping[str, str]]
    things: Mapping[str, frozenset[str]]

    def label(self, iri: str, lang: Language) -> str:
        """Return the preferred label in the language, or else in the other, or else the short IRI."""
        found = self.labels.get(iri, {})
        return found.get(lang) or next(iter(found.values()), None) or ns.shorten(iri)

    def find(self, name: str) -> str:
        """Return the IRI of the one thing that `name` stands for.

        Raises: KgError that names the nearest if there is none, and all of them if there are several.
        """
        if ":" in name and " " not in name.strip():
            return self._known(ns.expand(name.strip()))
        found = sorted(self.things.get(_folded(name), ()))
        if len(found) == 1:
            return found[0]
        if found:
            short = ", ".join(ns.shorten(iri) for iri in found[:MOST]) + (" …" if len(found) > MOST else "")
            message = f"{len(found)} things have this name; name one of them: {short}"
            danish = f"{len(found)} ting har dette navn; nævn en af dem: {short}"
            raise KgError(message, name, danish=danish)
        near = did_you_mean(name, self.things)
        message = f"nothing has this name; expected a label, an acronym or an IRI.{near}"
        danish = f"intet har dette navn; her skulle stå et navn, en forkortelse eller en IRI.{in_danish(near)}"
        raise KgError(message, name, danish=danish)

    def _known(self, iri: str) -> str:
        if iri in self.labels:
            return iri
        short = ns.shorten(iri)
        near = did_you_mean(short, map(ns.shorten, self.labels))
        message = f"nothing has this IRI.{near}"
        danish = f"intet har denne IRI.{in_danish(near)}"
        raise KgError(message, short, danish=danish)


def names(quads: Iterable[ox.Quad]) -> Names:
    """Gather the names in the quads; a thing without any is known by its IRI."""
    labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
    things: defaultdict[str, set[str]] = defaultdict(set)
    for quad in quads:
        subject, predicate = quad.subject, quad.predicate.value
        if not isinstance(subject, ox.NamedNode):
            continue
        known = labels[subject.value]
        if predicate in _NAMES and isinstance(quad.object, ox.Literal):
            things[_folded(quad.object.value)].add(subject.value)
            if predicate == _PREFERRED and quad.object.language:
                known[quad.object.language] = quad.object.value
    return Names(dict(labels), {name: frozenset(iris) for name, iris in things.items()})


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
