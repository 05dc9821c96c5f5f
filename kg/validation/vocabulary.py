"""The vocabulary check: every term that is used is declared, and every thing that is pointed to is there."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import ID, KOMPAS, OWL, PREFIXES, RDF, RDFS, SH, SHAPE, shorten
from kg.suggesting import nearest
from kg.validation.asked import components, declared_prefixes
from kg.validation.asked import named as named_in
from kg.validation.declared import Vocabulary, namespace
from kg.validation.findings import Finding, Text
from kg.validation.idle import held
from kg.validation.soundness import nearest_names
from kg.validation.standards import NOT_IN_RDF, STANDARD, is_standard
from kg.variables import unbound

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from kg.reasoning.facts import Facts, Term

_OURS = re.compile(r"https?://(?:www\.)?w3id\.org/kompas\b")
# What ties terms to each other: a misspelt one says nothing, and the reasoner infers nothing from it.
_AXIOMS = frozenset(
    [RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")]
    + [OWL + name for name in ("inverseOf", "disjointWith", "equivalentClass", "equivalentProperty", "onProperty",
                               "someValuesFrom", "allValuesFrom", "propertyDisjointWith", "complementOf")]
    + [RDF + "first"]
)  # fmt: skip
_TEXT = RDF + "langString"
_NO_AXIOM = Text("er ikke erklæret, så intet følger af det", "is not declared, so that nothing follows from it")
_NO_FOCUS = Text("er ikke erklæret, så formen ikke møder noget", "is not declared, so that the shape meets nothing")
_PRE_BOUND = frozenset({"this", "PATH", "currentShape", "shapesGraph"})  # by the engine (SHACL 5.3)
_HOUSES = (KOMPAS, ID, SHAPE, "https://w3id.org/kompas/graph/")
_HEADERS = ("https://w3id.org/kompas/def", "https://w3id.org/kompas/shape", "https://w3id.org/kompas/id")


def check(asserted: Facts, shapes: Facts) -> list[Finding]:
    """Return what is used and not declared, in data, ontology and shapes; each once for a thing and property."""
    known = Vocabulary(asserted, shapes)
    told = [*_classless(asserted, known), *_in_data(asserted, known), *_in_shapes(shapes, known)]
    told += _unheld(asserted, known)
    found = list(dict.fromkeys(known.advised(one) for one in told))
    if any(finding.thing.startswith("_:") for finding in found):
        names = {str(node): name for node, name in nearest_names(list(asserted.all())).items()}
        found = [replace(one, thing=names.get(one.thing, one.thing) or one.thing) for one in found]
    return found


def _classless(asserted: Facts, known: Vocabulary) -> Iterator[Finding]:
    """Find things of which something is said, but not what they are; those that point to them show it too."""
    lacking = sorted(one for one in known.subjects - known.typed if one.startswith(known.of_things))
    users: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for quad in asserted.all() if lacking else ():
        if isinstance(quad.object, ox.NamedNode) and isinstance(quad.subject, ox.NamedNode):
            users[quad.object.value].setdefault(quad.subject.value)
    message = Text("har ingen klasse; giv den en med “a”", "has no class; give it one with “a”")
    for thing in lacking:
        yield replace(_of("no-class", message, thing, "", thing), also=tuple(users[thing]))


def _unheld(asserted: Facts, known: Vocabulary) -> Iterator[Finding]:
    """Find namespaces of properties in which nothing is declared, so that none can be told to be misspelt."""
    told: set[str] = set()
    for predicate in asserted.predicates():
        home = namespace(predicate)
        if not predicate.startswith(known.of_terms) and home not in told:
            told.add(home)
            subject = next(iter(asserted.of(predicate))).subject
            message = Text(f"intet af {home} er erklæret, så stavefejl dér opdages ikke",
                           f"nothing of {home} is declared, so that misspellings go unnoticed")  # fmt: skip
            thing = getattr(subject, "value", "")
            yield Finding("info", "vocabulary", "undeclared-vocabulary", message, thing, predicate, predicate)


def _in_data(asserted: Facts, known: Vocabulary) -> Iterator[Finding]:
    for subject in sorted(known.things):
        yield from _misplaced(subject, subject, "", known)
    wrong = {  # what is said of one quad is said of all with the same property and datatype or value
        (predicate, of_value)
        for predicate in asserted.predicates()
        for of_value, quad in _samples(predicate, asserted, known).items()
        if any(_of_quad(quad, known))
    }
    for quad in asserted.all() if wrong else ():
        if ((predicate := quad.predicate.value), _sort(predicate, quad.object, known)) in wrong:
            yield from _of_quad(quad, known)


def _samples(predicate: str, asserted: Facts, known: Vocabulary) -> dict[str, ox.Quad]:
    """Return one quad for each sort of value."""
    values = [value for _, value in asserted.pairs(predicate)]
    places = dict(zip(values, range(len(values)), strict=True))
    sorts = {_sort(predicate, value, known): place for value, place in places.items()}
    quads = list(asserted.of(predicate))
    return {alike: quads[place] for alike, place in sorts.items()}


def _sort(predicate: str, value: object, known: Vocabulary) -> str:
    """Return the datatype of a literal, and any other value by itself; things of ours are one sort."""
    if isinstance(value, ox.Literal):
        return _TEXT if value.language else value.datatype.value
    iri = getattr(value, "value", "")
    return "" if iri in known.typed and iri.startswith(ID) and predicate != RDF + "type" else iri


def _of_quad(quad: ox.Quad, known: Vocabulary) -> Iterator[Finding]:
    subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else str(quad.subject)
    predicate, value = quad.predicate.value, quad.object
    if predicate.startswith(SH):
        yield _shape_in_data(subject, predicate)
        return
    yield from _property(subject, predicate, known)
    if isinstance(value, ox.Literal):
        yield from _datatype(subject, predicate, value)
    elif isinstance(value, ox.NamedNode):
        if predicate == RDF + "type" and not value.value.startswith(known.of_things):
            yield from _class(subject, value.value, known)
        else:
            yield from _pointed_to(subject, predicate, value.value, known)
            if predicate in _AXIOMS:
                yield from _named_term(subject, predicate, value.value, known, _NO_AXIOM)


def _property(subject: str, predicate: str, known: Vocabulary) -> Iterator[Finding]:
    if predicate in known.properties or predicate in STANDARD or not predicate.startswith(known.of_terms):
        return
    if known.is_declared(predicate):
        message = Text("er erklæret, men ikke som egenskab", "is declared, but not as a property")
        rule = "not-a-property"
    else:
        message = Text("er ikke erklæret som egenskab", "is not declared as a property")
        rule = "undeclared-property"
    yield _of(rule, message, subject, predicate, predicate)


def _class(subject: str, value: str, known: Vocabulary) -> Iterator[Finding]:
    if value in known.classes or value in STANDARD or not value.startswith(known.of_terms):
        return
    message = Text("er ikke erklæret som klasse", "is not declared as a class")
    yield _of("undeclared-class", message, subject, RDF + "type", value)


def _datatype(subject: str, predicate: str, value: ox.Literal) -> Iterator[Finding]:
    datatype = value.datatype.value
    if is_standard(datatype) and datatype not in STANDARD:
        if datatype in NOT_IN_RDF:
            message = Text("hører til XML og kan ikke bruges i RDF; skriv en IRI, en tekst eller flere værdier",
                           "is for XML and cannot be used in RDF; write an IRI, a text, or several values")  # fmt: skip
        else:
            message = Text("er ikke en datatype", "is not a datatype")
        yield _of("undeclared-datatype", message, subject, predicate, datatype)


def _pointed_to(subject: str, predicate: str, value: str, known: Vocabulary) -> Iterator[Finding]:
    if value.startswith(known.of_things) and value not in known.typed:
        if value not in known.subjects:
            message = Text("findes ikke: intet sted står, hvad det er", "does not exist: nowhere is it said what it is")
            yield _of("dangling", message, subject, predicate, value)
    elif not known.is_declared(value) and (value.startswith((KOMPAS, SHAPE)) or is_standard(value)):
        message = Text("er ikke erklæret", "is not declared")
        yield _of("undeclared-term", message, subject, predicate, value)
    else:
        yield from _misplaced(subject, value, predicate, known)


def _misplaced(subject: str, iri: str, predicate: str, known: Vocabulary) -> Iterator[Finding]:
    """Find IRIs that begin as ours do and are in none of our namespaces, and things of which only a link is known."""
    if not iri.startswith(_HOUSES) and _OURS.match(iri) and iri not in _HEADERS:
        message = Text("ligner et af vores navne, men ligger i intet af vores navnerum",
                       "looks like a name of ours, but is in none of our namespaces")  # fmt: skip
        yield _of("foreign-namespace", message, subject, predicate, iri, _repaired(iri, known))


def _repaired(iri: str, known: Vocabulary) -> str:
    local = re.split(r"[/#]", iri)[-1]
    return next((shorten(house + local) for house in (ID, KOMPAS) if house + local in known.typed), "")


def _shape_in_data(subject: str, predicate: str) -> Finding:
    message = Text("er en del af en form; former læses kun fra ontology/shapes/, aldrig fra data",
                   "is part of a shape; shapes are read from ontology/shapes/ only, never from data")  # fmt: skip
    return _of("shape-in-data", message, subject, predicate, predicate)


def _in_shapes(rules: Facts, known: Vocabulary) -> Iterator[Finding]:
    prefixes, brought = declared_prefixes(rules), components(rules)
    known.properties |= brought.parameters
    known.typed |= brought.parameters
    meant = {part for _, by, part in held(rules) if by != SH + "property"}  # as shapes: told of there
    parts: defaultdict[Term, set[str]] = defaultdict(set)
    named = nearest_names(list(rules.all()))
    for predicate in rules.predicates():
        query, local = predicate in (SH + "select", SH + "ask"), predicate.removeprefix(SH)
        sound: set[object] = set()  # values, or datatypes, with which nothing is wrong, in whatever shape
        for node, value in rules.pairs(predicate):
            parts[node].add(local)
            alike = value.datatype if isinstance(value, ox.Literal) else value
            if query and isinstance(value, ox.Literal):
                given = _PRE_BOUND | brought.variables(node)
                yield from _query(named.get(node, ""), predicate, value.value, known, prefixes, given)
            if alike not in sound:
                found = list(_in_shape(named.get(node, ""), predicate, value, known, meant))
                yield from found
                if not found:
                    sound.add(alike)
    for node, names in parts.items():
        yield from _without_effect(named.get(node, ""), names)


def _in_shape(
    subject: str, predicate: str, value: Term, known: Vocabulary, meant: Container[object]
) -> Iterator[Finding]:
    """Hold a property in a shape and its value to be declared; what is meant as a shape is left out."""
    from kg.validation import shacl

    if predicate.startswith(SH):
        yield from _shacl_term(subject, predicate, predicate.removeprefix(SH))
    else:
        yield from _property(subject, predicate, known)
    if isinstance(value, ox.Literal):
        yield from _datatype(subject, predicate, value)
    elif isinstance(value, ox.NamedNode) and value.value.startswith(SH):
        yield from _shacl_term(subject, predicate, value.value.removeprefix(SH))
    elif isinstance(value, ox.NamedNode) and value not in meant:
        if predicate.removeprefix(SH) in shacl.NAMING_TERMS or predicate == RDF + "first":
            yield from _named_term(subject, predicate, value.value, known, _NO_FOCUS)
        yield from _pointed_to(subject, predicate, value.value, known)


def _shacl_term(subject: str, predicate: str, name: str) -> Iterator[Finding]:
    from kg.validation import shacl

    if name in shacl.READ:
        return
    if name in shacl.PASSED_OVER or name.endswith("ConstraintComponent"):
        message = Text(
            "læses ikke af motoren, så reglen aldrig prøves",
            "is not read by the engine, so that the rule is never tried",
        )
        yield _of("ignored-term", message, subject, predicate, SH + name)
    else:
        near = nearest(name, shacl.READ, 1)
        message = Text(
            "findes ikke i SHACL, så reglen aldrig prøves", "does not exist in SHACL, so that the rule is never tried"
        )
        yield _of("unknown-term", message, subject, predicate, SH + name, f"sh:{near[0]}" if near else "")


def _named_term(subject: str, predicate: str, value: str, known: Vocabulary, message: Text) -> Iterator[Finding]:
    """Hold what a shape targets or follows, and what an axiom is about, to be a declared class or property.

    Terms of others, which nobody declares here, have to be used at least, for a shape to meet something.
    """
    if value.startswith((SHAPE, KOMPAS)) or is_standard(value) or known.is_declared(value):
        return  # ours are found as what they point to
    if value.startswith(known.of_terms) or (message is _NO_FOCUS and not known.is_used(value)):
        yield _of("undeclared-term", message, subject, predicate, value)


def _query(  # where it stands, and what it may name
    subject: str, predicate: str, text: str, known: Vocabulary, prefixes: Mapping[str, str], given: Container[str]
) -> Iterator[Finding]:
    """Hold the names in a query to be declared, and those of others to be used."""
    message = Text("er ikke erklæret, men står i forespørgslen", "is not declared, but stands in the query")
    for iri in named_in(text, {**PREFIXES, **prefixes}):
        if not known.is_declared(iri) and (iri.startswith(known.of_terms + known.of_things) or not known.is_used(iri)):
            yield _of("undeclared-term", message, subject, predicate, iri)
    for name in unbound(text):
        if name not in given:
            message = Text(f"?{name} får sin værdi intet sted i forespørgslen, så reglen aldrig prøves",
                           f"?{name} gets its value nowhere in the query, so that the rule is never tried")  # fmt: skip
            yield Finding("violation", "vocabulary", "unbound-variable", message, subject, predicate, text)


def _without_effect(subject: str, names: set[str]) -> Iterator[Finding]:
    from kg.validation import shacl

    for name, others in shacl.NEEDS.items():
        if name in names and not names & others:
            needed = " / ".join(f"sh:{other}" for other in sorted(others))
            message = Text(f"virker ikke uden {needed}", f"has no effect without {needed}")
            yield _of("ignored-constraint", message, subject, SH + name, SH + name)
    if "severity" in names and ("select" in names or "ask" in names):
        message = Text(
            "på forespørgslen læses ikke; sæt den på formen", "on the query is not read; set it on the shape"
        )
        yield _of("ignored-constraint", message, subject, SH + "severity", SH + "severity")


def _of(rule: str, message: Text, subject: str, path: str, value: str, suggestion: str = "") -> Finding:
    name = shorten(value)
    text = Text(f"{name} {message.da}", f"{name} {message.en}")
    return Finding("violation", "vocabulary", rule, text, subject, path, value, suggestion=suggestion)
