"""Holds the questions of the library to the graph: each term that they name is declared, and no answer is cut off."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.asking.questions import library, line_of
from kg.asking.sparql import NOT_CODE, at, blank
from kg.asking.terms import check, named
from kg.cache import kept
from kg.errors import KgError
from kg.knowledge import whole
from kg.loading import content_hash, read
from kg.project import shown
from kg.suggesting import did_you_mean, in_danish
from kg.validation.standards import STANDARD
from kg.variables import unbound

if TYPE_CHECKING:
    from kg.asking.questions import Question
    from kg.project import Project

_OTHERS = tuple(iri for iri in ns.PREFIXES.values() if iri not in (ns.KOMPAS, ns.ID, ns.UNIT))
_TYPE, _CLASS = ox.NamedNode(ns.RDF + "type"), ox.NamedNode(ns.OWL + "Class")
_ONE_LANGUAGE = re.compile(r"""LANG\s*\(\s*[?$]\w+\s*\)\s*=\s*["'][a-z]+["']""", re.IGNORECASE)
_CUT = re.compile(r"\b(?:LIMIT|OFFSET)\b(?=[^}]*\Z)", re.IGNORECASE)


def vetted(project: Project) -> dict[str, Question]:
    """Return the project's questions by name, once they are held to its graph; that they passed is kept.

    Raises: KgError with file and line for a header that does not say what it must, and as `vet` does.
    """
    questions = library(project)
    digest = hashlib.sha256(content_hash(read(project=project)).encode())
    for name, question in questions.items():
        digest.update(f"{name}\n{question.sparql}\n".encode())

    def compute() -> bytes:
        store = whole(project)
        for question in questions.values():
            vet(store, question)
        return b"passed"

    kept("questions", digest.hexdigest(), compute)
    return questions


def vet(store: ox.Store, question: Question) -> None:
    """Hold a question to a graph with its ontology.

    Raises: KgError with file and line for a term or class that nothing declares, a variable that nothing binds, an
        answer that is cut off, in one language only, or not in a fixed order.
    """
    place, sparql = shown(question.path), question.sparql
    check(store, sparql, place, {})
    for term in named(sparql, {}):
        if term.iri.startswith(_OTHERS) and term.iri not in STANDARD and not _is_known(store, term.iri):
            message = f"{term.written} is not declared in the ontology, nor used; expected a term that is"
            danish = f"{term.written} er hverken erklæret i ontologien eller brugt"
            raise KgError(message, at(place, sparql, term.offset), danish=danish)
    for name, parameter in question.parameters.items():
        if parameter.of_class is not None:
            _require_class(store, parameter.of_class, f"{place}:{line_of(sparql, 'parameters', name)}")
    _require_values(sparql, place)
    order = sparql.rpartition("ORDER BY")[2]
    for key in question.key:
        if not re.search(rf"[?$]{key}\b", order):
            message = f"ORDER BY leaves out the key column {key}; expected it, so that the order is always the same"
            danish = f"ORDER BY mangler nøglekolonnen {key}; den skal med, så rækkefølgen altid er den samme"
            raise KgError(message, f"{place}:{line_of(sparql, 'key')}", danish=danish)
    if cut := _CUT.search(NOT_CODE.sub(blank, sparql)):
        message = f"{cut[0]} cuts the answer off; expected all rows: whoever asks can take the first"
        danish = f"{cut[0]} skærer svaret af; her skal alle rækker med: den, der spørger, kan nøjes med de første"
        raise KgError(message, at(place, sparql, cut.start()), danish=danish)


def _require_values(sparql: str, place: str) -> None:
    """Refuse variables that nothing binds, and texts in one language only."""
    for name in unbound(sparql):
        found = re.search(rf"[?$]{name}\b", sparql)
        message = f"?{name} gets its value nowhere in the query; expected a pattern that has it"
        danish = f"?{name} får sin værdi intet sted i forespørgslen; et mønster skal nævne den"
        raise KgError(message, at(place, sparql, found.start() if found else 0), danish=danish)
    if found := _ONE_LANGUAGE.search(sparql):
        message = f"{found[0]} asks for one language; expected LANG(…) = ?lang, since each answer is in both"
        danish = f"{found[0]} spørger på ét sprog; skriv LANG(…) = ?lang, for hvert svar findes på begge"
        raise KgError(message, at(place, sparql, found.start()), danish=danish)


def _is_known(store: ox.Store, iri: str) -> bool:
    node = ox.NamedNode(iri)
    patterns = ((node, None, None), (None, node, None), (None, None, node))
    return any(True for pattern in patterns for _ in store.quads_for_pattern(*pattern))


def _require_class(store: ox.Store, name: str, place: str) -> None:
    iri = ns.expand(name)
    if any(True for _ in store.quads_for_pattern(ox.NamedNode(iri), _TYPE, _CLASS)):
        return
    declared = (quad.subject for quad in store.quads_for_pattern(None, _TYPE, _CLASS))
    near = did_you_mean(name, [ns.shorten(one.value) for one in declared if isinstance(one, ox.NamedNode)])
    message = f"{name} is not a class of the ontology; expected one that is.{near}"
    raise KgError(message, place, danish=f"{name} er ikke en klasse i ontologien.{in_danish(near)}")
