"""Describes one thing: what is said of it, what a reader asks of its class, and where the text says so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.asking.collating import alphabetical
from kg.asking.questions import LANGUAGES
from kg.describing.portraits import sections_of
from kg.document.whereabouts import spots
from kg.labelling import reader
from kg.naming import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.describing.portraits import Item
    from kg.document.whereabouts import Spot
    from kg.knowledge import View
    from kg.labelling import Reader
    from kg.settings import Language

# What has a place of its own in a description.
_SHOWN_APART = {
    *(ns.RDF + "type", ns.SKOS + "prefLabel", ns.SKOS + "altLabel", ns.SKOS + "definition"),
    *(ns.KOMPAS + name for name in ("evidence", "restatedIn", "continuedIn", "extent", "hasValueLink")),
}
_TYPE, _ALSO, _DEFINITION = map(ox.NamedNode, (ns.RDF + "type", ns.SKOS + "altLabel", ns.SKOS + "definition"))
_CLAIMS = ox.NamedNode(ns.KOMPAS + "betweenClaims")
_EVIDENCE = tuple(ns.KOMPAS + name for name in ("evidence", "continuedIn", "restatedIn"))


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property: as a person reads it, its IRI if it is a thing, and whether it was inferred."""

    text: str
    iri: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A line of a section: a thing, or the name of a group of them; how deep it lies, and a detail of it."""

    text: str
    iri: str | None = None
    depth: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a description: its heading and its lines, in order."""

    heading: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A passage: its IRI and offsets, how it serves as evidence, and the part of the document it stands in."""

    iri: str
    start: int
    end: int
    role: str
    part: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph says of one thing, in one language.

    `facts` are its properties, each with its values; `sections` what the portrait of its class gathers; `pointing`
    what else points to it, by class and property.
    """

    iri: str
    label: str
    classes: tuple[str, ...]
    also: tuple[str, ...]
    definition: str
    facts: tuple[tuple[str, tuple[Value, ...]], ...]
    sections: tuple[Part, ...]
    pointing: tuple[tuple[str, tuple[Value, ...]], ...]
    places: tuple[Place, ...]


def describe(known: View, name: str, lang: Language) -> Description:
    """Describe the thing that `name` stands for. Raises: KgError if there is none, or several."""
    by_name = names(known.asserted)
    iri = by_name.find(name)
    thing = ox.NamedNode(iri)
    asserted = [quad.triple for quad in known.asserted if quad.subject == thing]
    inferred = known.inferred(iri)
    read = reader(known.asserted, by_name, lang)
    types = _objects([*asserted, *inferred], _TYPE)
    sections = tuple(
        Part(section.heading[lang], tuple(_nodes(items, read)))
        for section, items in sections_of(known.store, iri, {each.removeprefix(ns.KOMPAS) for each in types})
    )
    between = set(_objects(asserted, _CLAIMS))  # a discrepancy stands where its claims do
    claims = [quad.triple for quad in known.asserted if between and getattr(quad.subject, "value", "") in between]
    told = {node.iri for part in sections for node in part.nodes}
    pointing = [
        quad for quad in known.asserted if quad.object == thing and getattr(quad.subject, "value", "") not in told
    ]
    return Description(
        iri=iri,
        label=read.label(iri),
        classes=tuple(dict.fromkeys(read.label(value) for value in _objects(asserted, _TYPE))),
        also=tuple(sorted({each for language in LANGUAGES for each in _texts(asserted, _ALSO, language)})),
        definition=next(iter(_texts(asserted, _DEFINITION, lang)), ""),
        facts=_facts(asserted, inferred, read),
        sections=sections,
        pointing=_pointing(pointing, read),
        places=_places([*asserted, *claims], known.store, read),
    )


def triples(known: View, iri: str) -> list[ox.Triple]:
    """Return all triples about the thing, asserted and inferred, in order."""
    thing = ox.NamedNode(iri)
    asserted = (quad.triple for quad in known.asserted if quad.subject == thing)
    return sorted({*asserted, *known.inferred(iri)}, key=str)


def _nodes(items: Sequence[Item], read: Reader) -> Iterator[Node]:
    """Yield the lines of a section: by groups, or as a tree, each in the order of the alphabet."""
    present = {item.item for item in items}
    groups = _gathered((item.group or "", item.item) for item in items)
    children = _gathered((item.parent, item.item) for item in items if item.parent in present)
    details = _gathered((item.item, read.text(item.detail)) for item in items if item.detail is not None)
    below = {child for each in children.values() for child in each}

    def branch(iri: str, depth: int, above: frozenset[str]) -> Iterator[Node]:
        yield Node(read.label(iri), iri, depth, ", ".join(details.get(iri, ())))
        for child in _alphabetical(children.get(iri, ()), read):
            if child not in above:
                yield from branch(child, depth + 1, above | {child})

    named = [*_alphabetical(groups.keys() - {""}, read), *([""] if "" in groups else [])]
    for group in named:
        headed = named != [""]
        if headed:
            yield Node(read.label(group) if group else "–")
        for iri in _alphabetical(groups[group], read):
            if iri not in below:
                yield from branch(iri, int(headed), frozenset({iri}))


def _gathered(pairs: Iterable[tuple[str | None, str]]) -> dict[str, dict[str, None]]:
    """Return the second of each pair by the first, each once, in order."""
    found: dict[str, dict[str, None]] = {}
    for key, value in pairs:
        found.setdefault(key or "", {}).setdefault(value)
    return found


def _alphabetical(iris: Iterable[str], read: Reader) -> list[str]:
    return sorted(iris, key=lambda iri: (alphabetical(read.label(iri), read.lang), iri))


def _facts(
    asserted: Sequence[ox.Triple], inferred: Sequence[ox.Triple], read: Reader
) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    facts: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    seen = {triple.object for triple in asserted if isinstance(triple.object, ox.NamedNode)}
    for triple, is_inferred in [*((triple, False) for triple in asserted), *((triple, True) for triple in inferred)]:
        predicate, value = triple.predicate.value, triple.object
        if predicate in _SHOWN_APART or not predicate.startswith((ns.KOMPAS, ns.SKOS, ns.ORG, ns.DCTERMS)):
            continue
        # What only repeats a narrower property in a wider one tells a reader nothing.
        if is_inferred and (value in seen or not predicate.startswith(ns.KOMPAS)):
            continue
        if isinstance(value, ox.Literal) and value.language not in (None, read.lang):
            continue
        iri = value.value if isinstance(value, ox.NamedNode) else None
        facts[predicate].setdefault(iri or str(value), Value(read.text(value), iri, is_inferred))
    return tuple((read.label(predicate), tuple(values.values())) for predicate, values in facts.items())


def _pointing(quads: Iterable[ox.Quad], read: Reader) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    groups: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    for quad in quads:
        if not isinstance(quad.subject, ox.NamedNode) or not quad.predicate.value.startswith(ns.KOMPAS):
            continue
        iri = quad.subject.value
        kind = read.kinds.get(iri, "")
        if not read.names.labels.get(iri):  # a link or a place in the text, which the sections tell of
            continue
        heading = (
            f"{read.label(kind)} · {read.label(quad.predicate.value)}" if kind else read.label(quad.predicate.value)
        )
        groups[heading].setdefault(iri, Value(read.label(iri), iri))
    return tuple(
        (group, tuple(sorted(groups[group].values(), key=lambda value: value.text))) for group in sorted(groups)
    )


def _places(asserted: Sequence[ox.Triple], store: ox.Store, read: Reader) -> tuple[Place, ...]:
    roles = {
        triple.object.value: triple.predicate.value
        for triple in asserted
        if triple.predicate.value in _EVIDENCE and isinstance(triple.object, ox.NamedNode)
    }
    by_passage = spots(store, roles)
    found = [
        Place(iri, spot.start, spot.end, read.label(role), _standing(spot, read), spot.pages)
        for iri, role in roles.items()
        if (spot := by_passage.get(iri))
    ]
    return tuple(sorted(found, key=lambda place: (place.role != read.label(_EVIDENCE[0]), place.start)))


def _standing(spot: Spot, read: Reader) -> str:
    return " · ".join(read.label(iri) for iri in dict.fromkeys((spot.chapter, spot.part)) if iri)


def _objects(triples: Iterable[ox.Triple], predicate: ox.NamedNode) -> list[str]:
    return [one.object.value for one in triples if one.predicate == predicate and isinstance(one.object, ox.NamedNode)]


def _texts(triples: Iterable[ox.Triple], predicate: ox.NamedNode, lang: Language) -> list[str]:
    literals = [triple.object for triple in triples if triple.predicate == predicate]
    return [text.value for text in literals if isinstance(text, ox.Literal) and text.language == lang]
