"""How terms are used: with values of their kind, once, not after they were deprecated, and not those of strangers."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.document.coverage import reached
from kg.namespaces import BACKGROUND_GRAPH, DOCUMENT_GRAPH, ID, KOMPAS, OWL, PREFIXES, RDF, RDFS, shorten
from kg.validation.declared import namespace
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.facts import Facts
    from kg.validation.findings import Severity

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
_SUBJECTS, _VALUES = (PREFIXES["schema"] + name for name in ("domainIncludes", "rangeIncludes"))
_BELOW = RDFS + "subClassOf"
_STRANGE = Text("er af et andet ordforråd end den term af samme navn, som er erklæret her",
                "is of another vocabulary than the term of the same name that is declared here")  # fmt: skip


def check(asserted: Facts) -> list[Finding]:
    """Return uses of terms in data that the engines let pass."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for quad in asserted.of(_TYPE):
        if isinstance(quad.subject, ox.NamedNode):
            kinds[quad.subject.value].add(getattr(quad.object, "value", ""))
    old = {getattr(quad.subject, "value", "") for quad in asserted.of(_DEPRECATED)}
    own = {namespace(thing) for thing in kinds} | set(PREFIXES.values())
    found: list[Finding] = []
    for predicate in list(asserted.predicates()):
        quads = list(asserted.of(predicate))
        found += _kinds_of_values(asserted, quads, predicate, kinds)
        if namespace(predicate) not in own and (ours := _alike(predicate, kinds)):
            found += (_finding("warning", "strange-vocabulary", _STRANGE, one, predicate, ours)
                      for one in quads if _in_data(one))  # fmt: skip
        for one in filter(_in_data, quads) if old else ():
            terms = old.intersection((predicate, getattr(one.object, "value", "")))
            found += (_finding("warning", "deprecated", _OLD, one, term) for term in sorted(terms))
        if len(set(quads)) < len(quads):
            twice = (quad for quad, times in Counter(filter(_in_data, quads)).items() if times > 1)
            found += (_finding("warning", "repeated-triple", _TWICE, quad, predicate) for quad in twice)
    return [*dict.fromkeys(found), *_beside_their_declaration(asserted, kinds)]


def _in_data(quad: ox.Quad) -> bool:
    return getattr(quad.graph_name, "value", "") in _DATA


def _kinds_of_values(
    asserted: Facts, quads: list[ox.Quad], predicate: str, kinds: dict[str, set[str]]
) -> Iterator[Finding]:
    """Find literals where a property leads to things, the other way about, and things that nobody knows."""
    known = kinds.get(predicate, set())
    to_things, to_literals, ours = _TO_THINGS in known, _TO_LITERALS in known, predicate.startswith(KOMPAS)
    if not (to_things or to_literals or ours):
        return
    for quad, (_, value) in zip(quads, asserted.pairs(predicate), strict=True):
        if isinstance(value, ox.Literal):
            if to_things and _in_data(quad):
                yield _finding("violation", "literal-for-thing", _NO_LITERAL, quad, predicate)
        elif isinstance(value, ox.NamedNode):
            if to_literals:
                if _in_data(quad):
                    yield _finding("violation", "thing-for-literal", _NO_THING, quad, predicate)
            elif ours and not (iri := value.value).startswith(_OURS) and iri not in kinds and _in_data(quad):
                yield _finding("violation", "outside", _OUTSIDE, quad, iri)


def _beside_their_declaration(asserted: Facts, kinds: dict[str, set[str]]) -> Iterator[Finding]:
    """Find properties that mostly are used on things, or lead to things, of none of the classes that they declare."""
    above: defaultdict[str, set[str]] = defaultdict(set)
    for quad in asserted.of(_BELOW):
        above[getattr(quad.subject, "value", "")].add(getattr(quad.object, "value", ""))
    alike = {thing: frozenset(said) for thing, said in kinds.items()}
    every = {said: reached(said, above) for said in set(alike.values())}
    for including in (_SUBJECTS, _VALUES):
        declared: defaultdict[str, set[str]] = defaultdict(set)
        for quad in asserted.of(including):
            declared[getattr(quad.subject, "value", "")].add(getattr(quad.object, "value", ""))
        for predicate, classes in declared.items():
            ends = (pair[including == _VALUES] for pair in asserted.pairs(predicate))
            uses = [end.value for end in ends if isinstance(end, ox.NamedNode)]
            wrong = [end for end in uses if (said := alike.get(end)) and every[said].isdisjoint(classes)]
            if len(wrong) * 2 > len(uses):  # of fewer the shapes tell, at the uses: others may use it in their own way
                names = ", ".join(sorted({shorten(one) for thing in wrong for one in alike[thing]}))
                message = Text(f"bruges mest ved {names}, som ikke er nævnt her: ret det ene af dem",
                               f"is mostly used with {names}, not named here: correct one of them")  # fmt: skip
                yield Finding("warning", "vocabulary", "beside-its-declaration", message, predicate, including,
                              also=tuple(dict.fromkeys(wrong)))  # fmt: skip


def _alike(strange: str, kinds: dict[str, set[str]]) -> str:
    """Return a declared term of the same local name, which was probably meant."""
    local = strange[len(namespace(strange)) :]
    same = (term for term in kinds if term.endswith(local) and term[len(namespace(term)) :] == local)
    return shorten(min(same, default=""))


def _finding(severity: Severity, rule: str, message: Text, quad: ox.Quad, what: str, suggestion: str = "") -> Finding:
    name, thing = shorten(what), getattr(quad.subject, "value", "")
    return Finding(
        severity, "vocabulary", rule, Text(f"{name} {message.da}", f"{name} {message.en}"), thing,
        quad.predicate.value, getattr(quad.object, "value", ""), suggestion=suggestion,
    )  # fmt: skip
