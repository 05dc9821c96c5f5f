"""Proofs in PROV-O: each triple is an entity, each step an activity that used some and generated another."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.explaining.steps import Numbered
from kg.exporting import serialise
from kg.reasoning.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.explaining.sites import Sites
    from kg.reasoning import Proof
    from kg.settings import Language

_TYPE = ox.NamedNode(ns.RDF + "type")


def render(proofs: Sequence[Proof], sites: Sites, _lang: Language) -> str:
    """Return the proofs as Turtle: statements of RDF as `prov:Entity`, rules as `prov:Plan`."""
    triples = dict.fromkeys(triple for proof in proofs for triple in _described(proof, sites))
    return serialise([ox.Quad(one.subject, one.predicate, one.object) for one in triples], "turtle").decode()


def _described(proof: Proof, sites: Sites) -> Iterator[ox.Triple]:
    for _, step in Numbered(proof):
        entity = _named("statement", step.text, step.rule if step.conclusion is None else "")
        yield from _entity(entity, step)
        if step.asserted and step.conclusion:
            place = sites.place(step.conclusion)
            if place:
                yield ox.Triple(entity, _prov("atLocation"), _location(place.file, place.line))
                yield from _located(place.file, place.line)
            for spot in sites.spots(step.conclusion):
                yield ox.Triple(entity, _prov("hadPrimarySource"), ox.NamedNode(spot.iri))
        elif not step.asserted:
            yield from _activity(entity, step)


def _entity(entity: ox.NamedNode, step: Proof) -> Iterator[ox.Triple]:
    yield ox.Triple(entity, _TYPE, _prov("Entity"))
    yield ox.Triple(entity, ox.NamedNode(ns.RDFS + "label"), ox.Literal(step.text))
    if step.conclusion:
        yield ox.Triple(entity, _TYPE, ox.NamedNode(ns.RDF + "Statement"))
        parts = (step.conclusion.subject, step.conclusion.predicate, step.conclusion.object)
        for name, term in zip(("subject", "predicate", "object"), parts, strict=True):
            yield ox.Triple(entity, ox.NamedNode(ns.RDF + name), term)


def _activity(entity: ox.NamedNode, step: Proof) -> Iterator[ox.Triple]:
    used = [_named("statement", one.text) for one in (*step.grounds, *step.premises)]
    activity = _named("step", step.text, step.rule, *(node.value for node in used))
    association, rule = _named("association", step.rule), _named("rule", step.rule)
    yield ox.Triple(entity, _prov("wasGeneratedBy"), activity)
    yield ox.Triple(activity, _TYPE, _prov("Activity"))
    for node in used:
        yield ox.Triple(activity, _prov("used"), node)
        yield ox.Triple(entity, _prov("wasDerivedFrom"), node)
    yield ox.Triple(activity, _prov("qualifiedAssociation"), association)
    yield ox.Triple(association, _TYPE, _prov("Association"))
    yield ox.Triple(association, _prov("hadPlan"), rule)
    yield ox.Triple(rule, _TYPE, _prov("Plan"))
    yield ox.Triple(rule, ox.NamedNode(ns.DCTERMS + "identifier"), ox.Literal(step.rule))
    for language in ("da", "en"):
        if says := phrase(step.rule, language):
            yield ox.Triple(rule, ox.NamedNode(ns.DCTERMS + "description"), ox.Literal(says, language=language))


def _located(file: str, line: int) -> Iterator[ox.Triple]:
    location = _location(file, line)
    yield ox.Triple(location, _TYPE, _prov("Location"))
    yield ox.Triple(location, ox.NamedNode(ns.RDFS + "label"), ox.Literal(f"{file}:{line}"))


def _location(file: str, line: int) -> ox.NamedNode:
    return _named("place", file, str(line))


def _named(kind: str, *parts: str) -> ox.NamedNode:
    """Return a name for a node, the same whenever it is made of the same."""
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    return ox.NamedNode(f"urn:kompas:{kind}:{digest}")


def _prov(name: str) -> ox.NamedNode:
    return ox.NamedNode(ns.PROV + name)
