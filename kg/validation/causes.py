"""Puts findings that come of one fault together, so that each fault is told of once, where it can be put right."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.namespaces import PREFIXES, SH, shorten
from kg.validation.consequences import without_consequences
from kg.validation.findings import Premise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.reasoning.facts import Facts
    from kg.validation.findings import Finding

_IRREFLEXIVE = "prp-irp"
_NAMELESS = "blank-node"
_OF_CLASS = "beside-its-declaration"
_OF_VALUE = frozenset(SH + name + "ConstraintComponent" for name in ("Class", "Datatype", "In", "Or"))


def at_their_causes(findings: Iterable[Finding], asserted: Facts, inferred: Facts) -> list[Finding]:
    """Return the findings without those that follow from another; that one names their things in `also`."""
    found = without_consequences(_said_once(_named(list(findings))), asserted, inferred)
    if not found:
        return []
    paths = {one.path for one in found}.union(*(_paths(one) for one in found if one.rule == _IRREFLEXIVE))
    said, derived = _links(asserted, paths), _links(inferred, paths)
    return _rings(_inherited(found, said, derived), said)


def _links(facts: Facts, paths: Iterable[str]) -> dict[tuple[str, str], set[str]]:
    """Return the values of some properties of each thing, as IRIs and lexical forms."""
    links: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for path in paths:
        for quad in facts.of(path):
            links[getattr(quad.subject, "value", ""), path].add(getattr(quad.object, "value", ""))
    return dict(links)


def _paths(finding: Finding) -> set[str]:
    """Return the properties of a finding's premises."""
    return {long_form(premise.triple.split(" ", 2)[1]) for premise in finding.premises}


def _named(findings: list[Finding]) -> list[Finding]:
    """Leave out what is said of things without a name, where it is said already that they should have one."""
    if not any(finding.rule == _NAMELESS for finding in findings):
        return findings
    return [
        finding
        for finding in findings
        if finding.rule == _NAMELESS or not (finding.thing.startswith("_:") or finding.value.startswith("_:"))
    ]


def _said_once(findings: list[Finding]) -> list[Finding]:
    """Leave out that a value is of no class or datatype, where it is said that it does not exist or is misspelt.

    Leave out a warning of its class, where a shape says that as a violation.
    """
    told = {(one.thing, one.path, one.value) for one in findings if one.check in ("text", "vocabulary")
            and one.value and one.severity == "violation"}  # fmt: skip
    kept = [
        one
        for one in findings
        if one.component not in _OF_VALUE or (one.thing, one.path, one.value) not in told or one.check != "shapes"
    ]
    graver = {(one.thing, one.path, one.value) for one in kept if one.component in _OF_VALUE}
    return [one for one in kept if one.rule != _OF_CLASS or (one.thing, one.path, one.value) not in graver]


def _inherited(
    findings: list[Finding], said: dict[tuple[str, str], set[str]], derived: dict[tuple[str, str], set[str]]
) -> list[Finding]:
    """Put findings on values that a thing only inherits under the one on the thing that they are asserted of."""
    kept: dict[Finding, list[str]] = {}
    asserted: dict[tuple[object, ...], Finding] = {}
    waiting: list[tuple[tuple[object, ...], Finding]] = []
    places = {(finding.thing, finding.path) for finding in findings if finding.check == "shapes"}
    every = {where: frozenset(said.get(where, set()) | derived.get(where, set())) for where in places}
    for finding in findings:
        where = (finding.thing, finding.path)
        values = every[where] if finding.check == "shapes" else frozenset()
        key: tuple[object, ...] = (finding.rule, finding.path, finding.component, finding.value, values)
        if values and not said.get(where):
            waiting.append((key, finding))
            continue
        kept[finding] = []
        if values:
            asserted.setdefault(key, finding)
    for alike, finding in waiting:
        if alike in asserted:
            kept[asserted[alike]].append(finding.thing)
        else:
            kept[finding] = []
    return [replace(one, also=(*one.also, *things)) if things else one for one, things in kept.items()]


def _rings(findings: list[Finding], said: dict[tuple[str, str], set[str]]) -> list[Finding]:
    """Make one finding of those on the things of a ring of links, none of which may lead back to where it began."""
    kept: list[Finding] = []
    told: set[tuple[str, str]] = set()
    for finding in findings:
        if finding.rule != _IRREFLEXIVE or not finding.premises:
            kept.append(finding)
            continue
        paths = _paths(finding)
        if any((finding.thing, path) in told for path in paths):
            continue
        rings = ((path, _ring(finding.thing, path, said)) for path in sorted(paths))
        path, ring = next(((path, ring) for path, ring in rings if ring), ("", [finding.thing]))
        told |= {(thing, path) for thing in ring}
        turns = zip(ring, (*ring[1:], ring[0]), strict=True)
        links = tuple(Premise(" ".join(map(shorten, (one, path, other)))) for one, other in turns if path)
        also = tuple(dict.fromkeys((*ring[1:], *finding.also)))
        kept.append(replace(finding, path=path, premises=links or finding.premises, also=also))
    return kept


def _ring(start: str, path: str, said: dict[tuple[str, str], set[str]]) -> list[str]:
    """Return a shortest ring of asserted links from a thing back to it; empty if there is none."""
    before: dict[str, str] = {}
    ahead = [start]
    for thing in ahead:
        for other in sorted(said.get((thing, path), ())):
            if other == start:
                ring = [thing]
                while ring[-1] != start:
                    ring.append(before[ring[-1]])
                return ring[::-1]
            if other not in before:
                before[other] = thing
                ahead.append(other)
    return []


def long_form(name: str) -> str:
    """Return the IRI that a short form stands for; a literal and a full IRI stay as they are."""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name
