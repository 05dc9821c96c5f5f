"""Describes the library of questions itself: as RDF, so that a graph can say what it answers, and by what is asked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.asking.answers import Answer
from kg.asking.cells import Iri
from kg.asking.terms import named
from kg.naming import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.asking.questions import Question
    from kg.knowledge import Knowledge
    from kg.settings import Language

COLUMNS = ("term", "label", "kind", "uses", "count", "questions")
HEADINGS: dict[Language, tuple[str, ...]] = {
    "da": ("begreb", "navn", "art", "forekomster", "antal spørgsmål", "spørgsmål"),
    "en": ("term", "name", "kind", "uses in the data", "number of questions", "questions"),
}
_KINDS = {
    ns.OWL + "Class": {"da": "klasse", "en": "class"},
    ns.OWL + "ObjectProperty": {"da": "relation", "en": "relation"},
    ns.OWL + "DatatypeProperty": {"da": "egenskab", "en": "attribute"},
}
_TYPE = ox.NamedNode(ns.RDF + "type")
_PREFIX = re.compile(r"^PREFIX (\S+): <([^>]*)>\n", re.MULTILINE)
_HEADER = re.compile(r"^#\+.*\n", re.MULTILINE)


def asked(questions: Iterable[Question]) -> dict[str, list[str]]:
    """Return for each IRI that the questions name their names."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for question in questions:
        for iri in dict.fromkeys(term.iri for term in named(question.sparql, {})):
            found[iri].append(question.name)
    return dict(found)


def coverage(known: Knowledge, questions: Iterable[Question], lang: Language) -> Answer:
    """Return a row for each class and property of ours: how often the data use it, and which questions name it.

    Those that no question names come last. A question that names a broader term also asks for the narrower ones.
    """
    by_term = asked(questions)
    by_name = names(known.asserted)
    ontology = ns.ONTOLOGY_GRAPH
    kinds, uses = {}, Counter[str]()
    for quad in known.quads():
        graph, subject, value = getattr(quad.graph_name, "value", ""), quad.subject, quad.object
        if graph == ontology and quad.predicate == _TYPE and getattr(value, "value", "") in _KINDS:
            kinds[getattr(subject, "value", "")] = getattr(value, "value", "")
        elif str(subject).startswith(f"<{ns.ID}"):
            uses[getattr(value, "value", "") if quad.predicate == _TYPE else quad.predicate.value] += 1
    rows = [
        (
            Iri(term),
            by_name.label(term, lang),
            _KINDS[kind][lang],
            uses[term],
            len(by_term.get(term, [])),
            ", ".join(by_term.get(term, [])),
        )
        for term, kind in kinds.items()
        if term.startswith(ns.KOMPAS)
    ]
    return Answer(COLUMNS, tuple(sorted(rows, key=lambda row: (not row[4], row[2], row[0]))))


def catalogue(questions: Iterable[Question]) -> list[ox.Quad]:
    """Return the questions as SPARQL-based SELECT executables of SHACL, in order.

    Each has its text as labels, its tags as keywords, and what it asks about as `dcterms:subject`; its `sh:select` is
    without a prologue, which `sh:prefixes` gives.
    """
    chosen = list(questions)
    return sorted((_quad(*each) for each in _said(chosen)), key=str)


def _said(questions: list[Question]) -> Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]:
    terms = {name: [] for name in (question.name for question in questions)}  # type: dict[str, list[str]]
    for iri, by in asked(questions).items():
        for name in by:
            terms[name].append(iri)
    declared: dict[str, str] = {}
    for question in questions:
        iri = f"{ns.ID}question-{question.name}"
        text = _HEADER.sub("", question.sparql)
        own = dict(_PREFIX.findall(text))
        declared |= own
        yield iri, ns.RDF + "type", ox.NamedNode(ns.SH + "SPARQLSelectExecutable")
        yield iri, ns.SH + "select", ox.Literal(_PREFIX.sub("", text).strip() + "\n")
        yield iri, ns.DCTERMS + "identifier", ox.Literal(question.name)
        for prefix in own:
            yield iri, ns.SH + "prefixes", ox.NamedNode(f"{ns.ID}prefix-{prefix}")
        for lang, said in question.text.items():
            yield iri, ns.SKOS + "prefLabel", ox.Literal(said, language=lang)
            yield iri, ns.RDFS + "label", ox.Literal(said, language=lang)
        for tag in question.tags:
            yield iri, ns.SCHEMA + "keywords", ox.Literal(tag)
        for term in terms[question.name]:
            if term.startswith(ns.KOMPAS):
                yield iri, ns.DCTERMS + "subject", ox.NamedNode(term)
    for prefix, namespace in declared.items():
        iri = f"{ns.ID}prefix-{prefix}"
        yield iri, ns.SH + "declare", ox.NamedNode(f"{iri}-declaration")
        yield f"{iri}-declaration", ns.SH + "prefix", ox.Literal(prefix)
        any_uri = ox.NamedNode(ns.XSD + "anyURI")
        yield f"{iri}-declaration", ns.SH + "namespace", ox.Literal(namespace, datatype=any_uri)


def _quad(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value)
