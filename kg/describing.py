"""Describes one thing: what is said of it, what points to it, and where the text says so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.naming import Names, names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.knowledge import Knowledge
    from kg.settings import Language

# What has a place of its own in a description.
_SHOWN_APART = {
    ns.RDF + "type",
    ns.SKOS + "prefLabel",
    ns.SKOS + "altLabel",
    ns.SKOS + "definition",
    ns.KOMPAS + "evidence",
    ns.KOMPAS + "restatedIn",
    ns.KOMPAS + "continuedIn",
    ns.KOMPAS + "extent",
}
LANGUAGES: tuple[Language, ...] = ("da", "en")
_TYPE, _ALSO, _DEFINITION = map(ox.NamedNode, (ns.RDF + "type", ns.SKOS + "altLabel", ns.SKOS + "definition"))
_EVIDENCE = tuple(ns.KOMPAS + name for name in ("evidence", "continuedIn", "restatedIn"))


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property: as a person reads it, its IRI if it is a thing, and whether it was inferred."""

    text: str
    iri: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A passage: its IRI and offsets, how it serves as evidence, and the part of the document it stands in."""

    iri: str
    start: int
    end: int
    role: str
    part: str


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph says of one thing, in one language.

    `facts` are its properties, each with its values; `mentioned` the other way round: by class and property, the
    things that point to it.
    """

    iri: str
    label: str
    classes: tuple[str, ...]
    also: tuple[str, ...]
    definition: str
    facts: tuple[tuple[str, tuple[Value, ...]], ...]
    pointing: tuple[tuple[str, tuple[Value, ...]], ...]
    places: tuple[Place, ...]


def describe(known: Knowledge, name: str, lang: Language) -> Description:
    """Describe the thing that `name` stands for. Raises: KgError if there is none, or several."""
    by_name = names(known.asserted)
    iri = by_name.find(name)
    thing = ox.NamedNode(iri)
    asserted = [quad for quad in known.asserted if quad.subject == thing]
    inferred = [quad for quad in known.inferred if quad.subject == thing]
    pointing = [quad for quad in known.asserted if quad.object == thing]
    kinds = {str(quad.subject): quad.object for quad in known.asserted if quad.predicate == _TYPE}
    return Description(
        iri=iri,
        label=by_name.label(iri, lang),
        classes=tuple(dict.fromkeys(by_name.label(value, lang) for value in _objects(asserted, _TYPE))),
        also=tuple(sorted({each for language in LANGUAGES for each in _texts(asserted, _ALSO, language)})),
        definition=next(iter(_texts(asserted, _DEFINITION, lang)), ""),
        facts=_facts(asserted, inferred, by_name, lang),
        pointing=_pointing(pointing, kinds, by_name, lang),
        places=_places(asserted, known.asserted, by_name, lang),
    )


def triples(known: Knowledge, iri: str) -> list[ox.Triple]:
    """Return all triples about the thing, asserted and inferred, in order."""
    thing = ox.NamedNode(iri)
    return sorted({quad.triple for quad in known.quads() if quad.subject == thing}, key=str)


def _facts(
    asserted: Sequence[ox.Quad], inferred: Sequence[ox.Quad], by_name: Names, lang: Language
) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    facts: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    seen = {quad.object for quad in asserted if isinstance(quad.object, ox.NamedNode)}
    for quad, is_inferred in [*((quad, False) for quad in asserted), *((quad, True) for quad in inferred)]:
        predicate, value = quad.predicate.value, quad.object
        if predicate in _SHOWN_APART or not predicate.startswith((ns.KOMPAS, ns.SKOS, ns.ORG, ns.DCTERMS)):
            continue
        # What only repeats a narrower property in a wider one tells a reader nothing.
        if is_inferred and (value in seen or not predicate.startswith(ns.KOMPAS)):
            continue
        if isinstance(value, ox.Literal) and value.language not in (None, lang):
            continue
        shown = _value(value, by_name, lang, inferred=is_inferred)
        facts[predicate].setdefault(shown.iri or shown.text, shown)
    return tuple((by_name.label(predicate, lang), tuple(values.values())) for predicate, values in facts.items())


def _pointing(
    quads: Iterable[ox.Quad], kinds: Mapping[str, object], by_name: Names, lang: Language
) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    groups: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and quad.predicate.value.startswith(ns.KOMPAS):
            kind = _value(kinds.get(str(quad.subject), quad.subject), by_name, lang).text
            role = by_name.label(quad.predicate.value, lang)
            value = _value(quad.subject, by_name, lang)
            groups[f"{kind} · {role}"].setdefault(quad.subject.value, value)
    return tuple(
        (group, tuple(sorted(groups[group].values(), key=lambda value: value.text))) for group in sorted(groups)
    )


def _places(
    asserted: Sequence[ox.Quad], everything: Iterable[ox.Quad], by_name: Names, lang: Language
) -> tuple[Place, ...]:
    roles = {quad.object: quad.predicate.value for quad in asserted if quad.predicate.value in _EVIDENCE}
    said: defaultdict[object, dict[str, str]] = defaultdict(dict)
    for quad in everything:
        if quad.subject in roles and isinstance(quad.object, ox.NamedNode | ox.Literal):
            said[quad.subject][quad.predicate.value] = quad.object.value
    found = [
        Place(
            iri=passage.value,
            start=int(said[passage][ns.OA + "start"]),
            end=int(said[passage][ns.OA + "end"]),
            role=by_name.label(role, lang),
            part=by_name.label(said[passage].get(ns.DCTERMS + "isPartOf", ""), lang),
        )
        for passage, role in roles.items()
        if isinstance(passage, ox.NamedNode) and ns.OA + "start" in said[passage]
    ]
    return tuple(sorted(found, key=lambda place: (place.role != by_name.label(_EVIDENCE[0], lang), place.start)))


def _value(term: object, by_name: Names, lang: Language, *, inferred: bool = False) -> Value:
    if isinstance(term, ox.NamedNode):
        return Value(by_name.label(term.value, lang), term.value, inferred)
    return Value(term.value if isinstance(term, ox.Literal) else str(term), None, inferred)


def _objects(quads: Iterable[ox.Quad], predicate: ox.NamedNode) -> list[str]:
    return [q.object.value for q in quads if q.predicate == predicate and isinstance(q.object, ox.NamedNode)]


def _texts(quads: Iterable[ox.Quad], predicate: ox.NamedNode, lang: Language) -> list[str]:
    literals = [quad.object for quad in quads if quad.predicate == predicate]
    return [text.value for text in literals if isinstance(text, ox.Literal) and text.language == lang]
