"""The triple that a person asks after, by names, short IRIs or IRIs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.naming import Names

_TYPE = ox.NamedNode(ns.RDF + "type")
_PROPERTIES = {
    ns.OWL + "ObjectProperty", ns.OWL + "DatatypeProperty", ns.OWL + "AnnotationProperty", ns.RDF + "Property",
}  # fmt: skip


class Asking:
    """The names in some quads, and what they can stand for as subject, predicate or object."""

    def __init__(self, quads: Sequence[ox.Quad], names: Names) -> None:
        """Read which names are of properties."""
        self._quads, self._names = quads, names
        self._properties = {
            str(quad.subject)[1:-1]
            for quad in quads
            if quad.predicate == _TYPE and str(quad.object)[1:-1] in _PROPERTIES
        }

    def triple(self, subject: str, predicate: str, value: str) -> ox.Triple:
        """Return the triple that three names stand for.

        Raises: KgError for a name that stands for nothing or for several things.
        """
        one = self._thing(subject, lambda iri: iri not in self._properties)
        link = self._thing(predicate, lambda iri: iri in self._properties)
        return ox.Triple(one, link, self._value(one, link, value))

    def _thing(self, name: str, fits: Callable[[str], bool]) -> ox.NamedNode:
        """Return the one thing of that name; where several share it, the one that fits the place in the triple."""
        if name == "a" or name == ns.RDF + "type":
            return ox.NamedNode(ns.RDF + "type")
        if ":" in name and " " not in name.strip():
            iri = ns.expand(name.strip())
            node = ox.NamedNode(iri)
            if iri in self._names.labels or any(node in (quad.predicate, quad.object) for quad in self._quads):
                return node
        elif (found := [iri for iri in self._names.things.get(_folded(name), ()) if fits(iri)])[1:] == [] and found:
            return ox.NamedNode(found[0])
        elif ns.KOMPAS + name in self._names.labels:
            return ox.NamedNode(ns.KOMPAS + name)
        return ox.NamedNode(self._names.find(name))

    def _value(self, subject: ox.NamedNode, predicate: ox.NamedNode, text: str) -> ox.NamedNode | ox.Literal:
        """Return a literal if `text` is written as one, or if it is one of the values; else the thing of that name."""
        if text.startswith('"'):
            return _literal(text)
        said = [quad.object for quad in self._quads if quad.subject == subject and isinstance(quad.object, ox.Literal)]
        literals = [literal for literal in said if literal.value == text]
        if literals:
            return literals[0]
        try:
            return self._thing(text, lambda iri: iri not in self._properties)
        except KgError:
            if predicate.value in self._properties and _is_number(text):
                return _literal(text)
            raise


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal() or text in {"true", "false"}


def _literal(text: str) -> ox.Literal:
    """Return the literal that Turtle writes as `text`. Raises: KgError if there is none."""
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in ns.PREFIXES.items())
    try:
        (quad,) = ox.parse(f"{prefixes}<urn:s> <urn:p> {text} .", format=ox.RdfFormat.TURTLE)
    except (SyntaxError, ValueError) as error:
        message = 'not a literal; expected Turtle, such as "text"@da or "2022-01-31"^^xsd:date'
        danish = 'ikke en literal; her skulle stå Turtle, fx "tekst"@da eller "2022-01-31"^^xsd:date'
        raise KgError(message, text, danish=danish) from error
    if not isinstance(quad.object, ox.Literal):
        message = 'not a literal; expected Turtle, such as "text"@da'
        danish = 'ikke en literal; her skulle stå Turtle, fx "tekst"@da'
        raise KgError(message, text, danish=danish)
    return quad.object
