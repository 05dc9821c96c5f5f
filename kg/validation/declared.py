"""What a graph declares: its classes, properties and things, and what a name in it may have been meant to be."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import DOCUMENT_GRAPH, ID, OWL, PREFIXES, RDF, RDFS, XSD, shorten
from kg.suggesting import nearest
from kg.validation.standards import NOT_IN_RDF, STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.reasoning.facts import Facts
    from kg.validation.findings import Finding

_CLASS_KINDS = frozenset({OWL + "Class", RDFS + "Class", RDFS + "Datatype", OWL + "Restriction"})
_PROPERTY_KINDS = frozenset(
    [RDF + "Property", *(OWL + kind + "Property" for kind in ("Object", "Datatype", "Annotation", "Ontology"))]
)
_DOCUMENT = ox.NamedNode(DOCUMENT_GRAPH)
MISSPELT = frozenset(
    {"undeclared-property", "not-a-property", "undeclared-class", "undeclared-datatype", "undeclared-term", "dangling"}
)
_LETTERS_MORE = 3
_LONGEST = 200  # letters of a name that others are likened to, which takes the square of that
_MOST_SUGGESTIONS = 30
_LIKENESS = 0.7  # of two forms of a word, as difflib measures it


class Vocabulary:
    """What a graph declares: classes, properties, other terms, and the things of which something is said."""

    def __init__(self, asserted: Facts, shapes: Facts) -> None:
        """Read the declarations out of asserted quads and shapes."""
        self.classes: set[str] = set()
        self.properties: set[str] = set()
        self.typed: set[str] = set()
        self.things = set(map(_iri, asserted.subjects()))
        self.subjects = self.things.union(map(_iri, shapes.subjects()))
        self.suggested: dict[str, str] = {}
        self._asserted = asserted
        self._met = {*asserted.predicates(), *map(_iri, asserted.classes())}
        things = self._declare(asserted) | self._declare(shapes)
        others = tuple(PREFIXES.values())
        own = {namespace(iri) for iri in self.classes | self.properties if not iri.startswith(others)} - {""}
        # Where terms have to be declared, and where things have to exist: ours, and those of a strategy of its own.
        self.of_terms = (*(one for one in others if one != ID), *sorted(own))
        self.of_things = (ID, *sorted({namespace(iri) for iri in things if not iri.startswith(others)} - own - {""}))

    def _declare(self, facts: Facts) -> set[str]:
        """Note what has which kind; return the things of the document."""
        things: set[str] = set()
        for class_ in facts.classes():
            quads = list(facts.typed(class_)) if isinstance(class_, ox.NamedNode) else []
            typed = {_iri(quad.subject) for quad in quads}
            self.typed |= typed
            if class_.value in _CLASS_KINDS:
                self.classes |= typed
            elif class_.value in _PROPERTY_KINDS:
                self.properties |= typed
            else:
                things.update(_iri(quad.subject) for quad in quads if quad.graph_name == _DOCUMENT)
        return things

    def is_declared(self, iri: str) -> bool:
        """Tell whether a term is declared as class, property or anything else that has a type."""
        return iri in STANDARD or iri in self.typed

    def is_used(self, iri: str) -> bool:
        """Tell whether anything is said of, by or with a term in the data."""
        if iri in self._met or iri in self.things:
            return True
        return any(getattr(quad.object, "value", "") == iri for quad in self._asserted.all())

    def advised(self, finding: Finding) -> Finding:
        """Return a finding on what is misspelt with what it may have been meant to be, in short form.

        Only the first that come get one: where more is misspelt, something else is wrong.
        """
        if finding.rule not in MISSPELT or finding.value in NOT_IN_RDF:
            return finding
        if finding.value not in self.suggested and len(self.suggested) < _MOST_SUGGESTIONS:
            self.suggested[finding.value] = self._suggestion(finding.value, self._among(finding.rule))
        return replace(finding, suggestion=self.suggested.get(finding.value, ""))

    def _among(self, rule: str) -> set[str]:
        """Return what can be meant where a rule is broken."""
        match rule:
            case "undeclared-property" | "not-a-property":
                return self.properties | STANDARD
            case "undeclared-class" if self.classes:
                return self.classes
            case "undeclared-datatype":
                return {iri for iri in STANDARD if iri.startswith(XSD)}
        return self.typed | STANDARD

    def _suggestion(self, iri: str, among: Iterable[str]) -> str:
        """Return the nearest of other terms or things of the same namespace."""
        home = next((one for one in (*self.of_terms, *self.of_things) if iri.startswith(one)), namespace(iri))
        local = iri[len(home) :]
        if len(local) > _LONGEST:
            return ""
        names = {one[len(home) :] for one in among if one.startswith(home) and one != iri}
        near = [name for name in names if _alike(name, local)]
        if home in self.of_things:
            kind = local.partition("-")[0]
            near = [name for name in near if name.partition("-")[0] == kind] or near
        matches = [one for one in nearest(local, sorted(near), 1) if home not in self.of_things or _is_form(one, local)]
        return shorten(home + matches[0]) if matches else ""


def namespace(iri: str) -> str:
    """Return an IRI up to its last `#` or `/`; nothing for one that has no path."""
    found = re.match(r"(?:https?://[^/#]+/|urn:)(?:.*[/#:])?", iri)
    return found[0] if found else ""


def _alike(one: str, other: str) -> bool:
    """Tell whether names are about as long as each other, and have the same numbers: others are no misspellings."""
    return abs(len(one) - len(other)) <= _LETTERS_MORE and re.findall("[0-9]+", one) == re.findall("[0-9]+", other)


def _is_form(one: str, other: str) -> bool:
    """Tell whether the words of two names are the same but for their forms, or one has all words of the other."""
    words, others = one.split("-"), other.split("-")
    if len(words) == len(others):
        pairs = zip(words, others, strict=True)
        return all(SequenceMatcher(None, left, right).ratio() >= _LIKENESS for left, right in pairs if left != right)
    return set(words) <= set(others) or set(others) <= set(words)


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
