"""How terms are used: with values of their kind, once, not after they were deprecated, and not those of strangers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.namespaces import BACKGROUND_GRAPH, DOCUMENT_GRAPH, ID, KOMPAS, OWL, PREFIXES, RDF, shorten
from kg.validation.declared import namespace
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.facts import Facts, Term
    from kg.validation.findings import Severity

    Terms: TypeAlias = set[Term]

_TYPE, _DEPRECATED = RDF + "type", OWL + "deprecated"
_TO_THINGS, _TO_LITERALS = OWL + "ObjectProperty", OWL + "DatatypeProperty"
_OURS = (ID, KOMPAS)
_DATA = frozenset({DOCUMENT_GRAPH, BACKGROUND_GRAPH})

_NO_LITERAL = Text("leder til ting, og her står en tekst eller et tal; skriv id:…",
                   "leads to things, and here stands a text or number; write id:…")  # fmt: skip
_NO_THING = Text("har tekster eller tal, og her står en ting", "has texts or numbers, and here stands a thing")
_OUTSIDE = Text(
    "peger på noget uden for grafen, som intet siges om", "points outside the graph, to what nothing is said of"
)
_OLD = Text("er forældet", "is deprecated")
_TWICE = Text("står to gange med den samme værdi", "stands twice with the same value")
_STRANGE = Text("er af et andet ordforråd end den term af samme navn, som er erklæret her",
                "is of another vocabulary than the term of the same name that is declared here")  # fmt: skip


def check(asserted: Facts) -> list[Finding]:
    """Return uses of terms in data that the engines let pass."""
    things, literals = ({term.value for term in asserted.instances(kind)} for kind in (_TO_THINGS, _TO_LITERALS))
    typed = {thing for thing, _ in asserted.pairs(_TYPE)}
    old = {thing for thing, _ in asserted.pairs(_DEPRECATED)}
    found: list[Finding] = []
    found += _of_both_kinds(things & literals)
    things, literals = things - literals, literals - things
    for predicate in list(asserted.predicates()):
        ours = predicate.startswith(KOMPAS)
        values = [value for _, value in asserted.pairs(predicate)]
        kinds = set(map(type, values)) if ours or predicate in things or predicate in literals else set()
        if predicate in things and ox.Literal in kinds:
            found += _of_kind(asserted, predicate, ox.Literal, "literal-for-thing", _NO_LITERAL)
        if predicate in literals and ox.NamedNode in kinds:
            found += _of_kind(asserted, predicate, ox.NamedNode, "thing-for-literal", _NO_THING)
        elif ours and ox.NamedNode in kinds:
            found += _outside(asserted, predicate, {value for value in values if value not in typed})
        if old and (ox.NamedNode(predicate) in old or not old.isdisjoint(values)):
            found += _deprecated(asserted, predicate, old)
        found += _repeated(asserted, predicate)
    return list(dict.fromkeys([*found, *_strangers(asserted, typed)]))


def _of_both_kinds(properties: set[str]) -> Iterator[Finding]:
    """Tell of properties that are declared to lead to things and to literals, of which every use would be wrong."""
    message = Text("er erklæret som både owl:ObjectProperty og owl:DatatypeProperty; vælg den ene",
                   "is declared as both owl:ObjectProperty and owl:DatatypeProperty; choose one")  # fmt: skip
    for iri in sorted(properties):
        yield Finding("violation", "vocabulary", "both-kinds", message, iri, _TYPE, _TO_LITERALS)


def _in_data(asserted: Facts, predicate: str) -> Iterator[ox.Quad]:
    """Yield the quads with a property that stand in data."""
    return (quad for quad in asserted.of(predicate) if _graph(quad) in _DATA)


def _graph(quad: ox.Quad) -> str:
    return getattr(quad.graph_name, "value", "")


def _of_kind(asserted: Facts, predicate: str, kind: type, rule: str, message: Text) -> Iterator[Finding]:
    """Find values of a kind that a property does not have."""
    for quad in _in_data(asserted, predicate):
        if isinstance(quad.object, kind):
            yield _finding("violation", rule, message, quad, predicate)


def _outside(asserted: Facts, predicate: str, strange: Terms) -> Iterator[Finding]:
    """Find things among strange values that none of our namespaces has."""
    theirs = {one for one in strange if isinstance(one, ox.NamedNode) and not one.value.startswith(_OURS)}
    for quad in _in_data(asserted, predicate) if theirs else ():
        if quad.object in theirs:
            yield _finding("violation", "outside", _OUTSIDE, quad, getattr(quad.object, "value", ""))


def _deprecated(asserted: Facts, predicate: str, old: Terms) -> Iterator[Finding]:
    for quad in _in_data(asserted, predicate):
        for term in (quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode) and term in old:
                yield _finding("warning", "deprecated", _OLD, quad, term.value)


def _repeated(asserted: Facts, predicate: str) -> Iterator[Finding]:
    """Find triples that stand twice in one graph; few stand twice in all, which takes a third of the time to tell."""
    pairs = asserted.pairs(predicate)
    if len(set(pairs)) < len(pairs):
        again = {pair for pair, times in Counter(pairs).items() if times > 1}
        quads = zip(asserted.of(predicate), pairs, strict=True)
        counts = Counter(quad for quad, pair in quads if pair in again and _graph(quad) in _DATA)
        twice = (quad for quad, times in counts.items() if times > 1)
        yield from (_finding("warning", "repeated-triple", _TWICE, quad, predicate) for quad in twice)


def _strangers(asserted: Facts, typed: Terms) -> Iterator[Finding]:
    """Find properties of a vocabulary in which nothing is declared, where one of the same local name is."""
    strange = [one for one in asserted.predicates() if namespace(one) not in PREFIXES.values()]
    declared = {thing.value: namespace(thing.value) for thing in typed} if strange else {}
    homes = set(declared.values())
    for predicate in strange:
        home = namespace(predicate)
        local = predicate[len(home) :]
        meant = [term for term, its in declared.items() if term.endswith(local) and term[len(its) :] == local]
        if home not in homes and meant:
            for quad in _in_data(asserted, predicate):
                yield _finding("warning", "strange-vocabulary", _STRANGE, quad, predicate, shorten(min(meant)))


def _finding(severity: Severity, rule: str, message: Text, quad: ox.Quad, what: str, suggestion: str = "") -> Finding:
    name, thing = shorten(what), getattr(quad.subject, "value", "")
    return Finding(
        severity, "vocabulary", rule, Text(f"{name} {message.da}", f"{name} {message.en}"), thing,
        quad.predicate.value, getattr(quad.object, "value", ""), suggestion=suggestion,
    )  # fmt: skip
