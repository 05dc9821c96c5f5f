"""The vocabulary check: every term that is used is declared, and every thing that is pointed to is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import ID, KOMPAS, OWL, PREFIXES, RDF, RDFS, SH, SHAPE, XSD, expand, shorten
from kg.suggesting import nearest
from kg.validation.findings import Finding, Text
from kg.validation.standards import STANDARD, is_standard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CLASS_KINDS = frozenset({OWL + "Class", RDFS + "Class", RDFS + "Datatype", OWL + "Restriction"})
_PROPERTY_KINDS = frozenset(
    [RDF + "Property", *(OWL + kind + "Property" for kind in ("Object", "Datatype", "Annotation", "Ontology"))]
)
_OURS = re.compile(r"https?://(?:www\.)?w3id\.org/kompas\b")
_NAME_IN_QUERY = re.compile(r"(?<![\w:?$<])([A-Za-z][\w-]*):([A-Za-z_][\w-]*)")
_HOUSES = (KOMPAS, ID, SHAPE, "https://w3id.org/kompas/graph/")
_HEADERS = ("https://w3id.org/kompas/def", "https://w3id.org/kompas/shape", "https://w3id.org/kompas/id")


class Vocabulary:
    """What a graph declares: classes, properties, other terms, and the things of which something is said."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        """Read the declarations out of asserted quads and shapes."""
        self.classes: set[str] = set()
        self.properties: set[str] = set()
        self.subjects: set[str] = set()
        self.typed: set[str] = set()
        for quad in quads:
            subject = str(quad.subject.value) if isinstance(quad.subject, ox.NamedNode) else ""
            self.subjects.add(subject)
            if quad.predicate.value == RDF + "type" and isinstance(quad.object, ox.NamedNode):
                self.typed.add(subject)
                if quad.object.value in _CLASS_KINDS:
                    self.classes.add(subject)
                elif quad.object.value in _PROPERTY_KINDS:
                    self.properties.add(subject)

    def is_declared(self, iri: str) -> bool:
        """Tell whether a term is declared as class, property or anything else that has a type."""
        return iri in STANDARD or iri in self.typed

    def suggestion(self, iri: str, among: Iterable[str] = ()) -> str:
        """Return the nearest declared term or thing of the same namespace, in short form."""
        prefix, _, local = shorten(iri).rpartition(":")
        names = {
            short.partition(":")[2]
            for short in map(shorten, among or (self.typed | STANDARD))
            if short.startswith(prefix + ":")
        }
        matches = [match for match in nearest(local, sorted(names - {local})) if _numbers(match) == _numbers(local)]
        return f"{prefix}:{matches[0]}" if matches else ""


def check(asserted: Iterable[ox.Quad], shapes: Iterable[ox.Quad]) -> list[Finding]:
    """Return what is used and not declared, in data, ontology and shapes; each once for a thing and property."""
    data, shape_quads = list(asserted), list(shapes)
    known = Vocabulary([*data, *shape_quads])
    found = [*_in_data(data, known), *_in_shapes(shape_quads, known)]
    return list(dict.fromkeys(found))


def _in_data(data: list[ox.Quad], known: Vocabulary) -> Iterator[Finding]:
    for quad in data:
        subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
        predicate, value = quad.predicate.value, quad.object
        if predicate.startswith(SH):
            yield _shape_in_data(subject, predicate)
            continue
        yield from _property(subject, predicate, known)
        if isinstance(value, ox.Literal):
            yield from _datatype(subject, predicate, value, known)
        elif isinstance(value, ox.NamedNode):
            if predicate == RDF + "type" and not value.value.startswith(ID):
                yield from _class(subject, value.value, known)
            else:
                yield from _pointed_to(subject, predicate, value.value, known)
        yield from _misplaced(subject, subject, "", known)


def _property(subject: str, predicate: str, known: Vocabulary) -> Iterator[Finding]:
    if predicate in known.properties or predicate in STANDARD or not _of_table(predicate):
        return
    if known.is_declared(predicate):
        message = Text("er erklæret, men ikke som egenskab", "is declared, but not as a property")
        rule = "not-a-property"
    else:
        message = Text("er ikke erklæret som egenskab", "is not declared as a property")
        rule = "undeclared-property"
    yield _of(rule, message, subject, predicate, predicate, known.suggestion(predicate, known.properties | STANDARD))


def _class(subject: str, value: str, known: Vocabulary) -> Iterator[Finding]:
    if value in known.classes or value in STANDARD or not _of_table(value):
        return
    message = Text("er ikke erklæret som klasse", "is not declared as a class")
    yield _of("undeclared-class", message, subject, RDF + "type", value, known.suggestion(value, known.classes))


def _datatype(subject: str, predicate: str, value: ox.Literal, known: Vocabulary) -> Iterator[Finding]:
    datatype = value.datatype.value
    if is_standard(datatype) and datatype not in STANDARD:
        message = Text("er ikke en datatype", "is not a datatype")
        datatypes = [iri for iri in STANDARD if iri.startswith(XSD)]
        yield _of("undeclared-datatype", message, subject, predicate, datatype, known.suggestion(datatype, datatypes))


def _pointed_to(subject: str, predicate: str, value: str, known: Vocabulary) -> Iterator[Finding]:
    if value.startswith(ID) and value not in known.typed:
        if value in known.subjects:
            message = Text("har ingen klasse; giv den en med “a”", "has no class; give it one with “a”")
            yield _of("dangling", message, subject, predicate, value, "")
        else:
            message = Text("findes ikke: intet sted står, hvad det er", "does not exist: nowhere is it said what it is")
            yield _of("dangling", message, subject, predicate, value, known.suggestion(value))
    elif value.startswith((KOMPAS, SHAPE)) and not known.is_declared(value):
        message = Text("er ikke erklæret", "is not declared")
        yield _of("undeclared-term", message, subject, predicate, value, known.suggestion(value))
    else:
        yield from _misplaced(subject, value, predicate, known)


def _misplaced(subject: str, iri: str, predicate: str, known: Vocabulary) -> Iterator[Finding]:
    """Find IRIs that begin as ours do and are in none of our namespaces, and things of which only a link is known."""
    if _OURS.match(iri) and not iri.startswith(_HOUSES) and iri not in _HEADERS:
        message = Text("ligner et af vores navne, men ligger i intet af vores navnerum",
                       "looks like a name of ours, but is in none of our namespaces")  # fmt: skip
        yield _of("foreign-namespace", message, subject, predicate, iri, _repaired(iri, known))


def _numbers(name: str) -> list[str]:
    """Return the numbers in a name: names that differ in them are no misspellings of each other."""
    return re.findall("[0-9]+", name)


def _repaired(iri: str, known: Vocabulary) -> str:
    local = re.split(r"[/#]", iri)[-1]
    return next((shorten(house + local) for house in (ID, KOMPAS) if house + local in known.typed), "")


def _shape_in_data(subject: str, predicate: str) -> Finding:
    message = Text("er en del af en form; former læses kun fra ontology/shapes/, aldrig fra data",
                   "is part of a shape; shapes are read from ontology/shapes/ only, never from data")  # fmt: skip
    return _of("shape-in-data", message, subject, predicate, predicate, "")


def _in_shapes(shapes: list[ox.Quad], known: Vocabulary) -> Iterator[Finding]:
    from kg.validation import shacl

    parts: dict[object, set[str]] = {}
    named = _nearest_names(shapes)
    for quad in shapes:
        subject = named.get(quad.subject, "")
        predicate, value = quad.predicate.value, quad.object
        parts.setdefault(quad.subject, set()).add(predicate.removeprefix(SH))
        terms = [predicate, *([value.value] if isinstance(value, ox.NamedNode) else [])]
        for term in terms:
            if term.startswith(SH):
                yield from _shacl_term(subject, predicate, term.removeprefix(SH))
        if not predicate.startswith(SH):
            yield from _property(subject, predicate, known)
        if isinstance(value, ox.Literal):
            yield from _datatype(subject, predicate, value, known)
            if predicate in (SH + "select", SH + "ask"):
                yield from _query(subject, predicate, value.value, known)
        elif isinstance(value, ox.NamedNode) and not value.value.startswith(SH):
            if predicate.removeprefix(SH) in shacl.NAMING_TERMS or predicate == RDF + "first":
                yield from _named_term(subject, predicate, value.value, known)
            yield from _pointed_to(subject, predicate, value.value, known)
    for node, names in parts.items():
        yield from _without_effect(named.get(node, ""), names)


def _shacl_term(subject: str, predicate: str, name: str) -> Iterator[Finding]:
    from kg.validation import shacl

    if name in shacl.READ:
        return
    if name in shacl.PASSED_OVER or name.endswith("ConstraintComponent"):
        message = Text(
            "læses ikke af motoren, så reglen aldrig prøves",
            "is not read by the engine, so that the rule is never tried",
        )
        yield _of("ignored-term", message, subject, predicate, SH + name, "")
    else:
        near = nearest(name, shacl.READ, 1)
        message = Text(
            "findes ikke i SHACL, så reglen aldrig prøves", "does not exist in SHACL, so that the rule is never tried"
        )
        yield _of("unknown-term", message, subject, predicate, SH + name, f"sh:{near[0]}" if near else "")


def _named_term(subject: str, predicate: str, value: str, known: Vocabulary) -> Iterator[Finding]:
    """Hold what a shape targets or follows to be a declared class or property."""
    if not _of_table(value) or value.startswith((ID, SHAPE, KOMPAS)) or known.is_declared(value):
        return  # ours are found as what they point to
    message = Text("er ikke erklæret, så formen ikke møder noget", "is not declared, so that the shape meets nothing")
    yield _of("undeclared-term", message, subject, predicate, value, known.suggestion(value))


def _query(subject: str, predicate: str, text: str, known: Vocabulary) -> Iterator[Finding]:
    """Hold the names of our namespaces in a query to be declared."""
    bare = re.sub(r"\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*", " ", text)
    for prefix, local in dict.fromkeys(_NAME_IN_QUERY.findall(bare)):
        if prefix in ("kompas", "id", "shape") and (iri := expand(f"{prefix}:{local}")) not in known.typed:
            message = Text("er ikke erklæret, men står i forespørgslen", "is not declared, but stands in the query")
            yield _of("undeclared-term", message, subject, predicate, iri, known.suggestion(iri))


def _without_effect(subject: str, names: set[str]) -> Iterator[Finding]:
    from kg.validation import shacl

    for name, others in shacl.NEEDS.items():
        if name in names and not names & others:
            needed = " / ".join(f"sh:{other}" for other in sorted(others))
            message = Text(f"virker ikke uden {needed}", f"has no effect without {needed}")
            yield _of("ignored-constraint", message, subject, SH + name, SH + name, "")
    if "severity" in names and ("select" in names or "ask" in names):
        message = Text(
            "på forespørgslen læses ikke; sæt den på formen", "on the query is not read; set it on the shape"
        )
        yield _of("ignored-constraint", message, subject, SH + "severity", SH + "severity", "")


def _nearest_names(shapes: list[ox.Quad]) -> dict[object, str]:
    """Return for each node of the shapes its IRI, or that of the nearest named one that holds it."""
    holder = {quad.object: quad.subject for quad in shapes if isinstance(quad.object, ox.BlankNode)}
    names: dict[object, str] = {}
    for node in {quad.subject for quad in shapes}:
        around, steps = node, 0
        while isinstance(around, ox.BlankNode) and around in holder and steps < len(holder):
            around, steps = holder[around], steps + 1
        names[node] = around.value if isinstance(around, ox.NamedNode) else ""
    return names


def _of_table(iri: str) -> bool:
    """Tell whether an IRI is a term of a vocabulary that the project names, whose terms it declares."""
    return not iri.startswith(ID) and iri.startswith(tuple(PREFIXES.values()))


def _of(rule: str, message: Text, subject: str, path: str, value: str, suggestion: str) -> Finding:
    name = shorten(value)
    text = Text(f"{name} {message.da}", f"{name} {message.en}")
    return Finding("violation", "vocabulary", rule, text, subject, path, value, suggestion=suggestion)
