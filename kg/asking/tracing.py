"""Adds to each row of an answer where the text says it, how it was inferred, or which background fact it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.asking.answers import Answer
from kg.asking.grounds import grounds
from kg.document.evidence import find_copy
from kg.document.passages import DIGEST
from kg.document.whereabouts import in_copy, said, spots
from kg.knowledge import view
from kg.naming import names
from kg.store import build

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from kg.asking.projects import Asked
    from kg.document.whereabouts import Found, Spot
    from kg.knowledge import View
    from kg.naming import Names
    from kg.project import Project
    from kg.reasoning.proofs import Proof
    from kg.settings import Language

COLUMN = "evidence"
MOST_PROOFS = 200  # a proof takes some milliseconds
MOST = 5  # places, inferences and background facts that are named for one row, each
_WORDS = {
    "da": {"heading": "belæg", "follows": "følger", "background": "baggrund", "more": "… og {count} mere"},
    "en": {"heading": "evidence", "follows": "follows", "background": "background", "more": "… and {count} more"},
}
_EVIDENCE = {ns.KOMPAS + name for name in ("evidence", "continuedIn", "restatedIn")}
# What a thing is, what it is called, and in which chapter it stands, need no ground beside the places themselves.
_NAMING = {
    *(ns.RDF + "type", ns.SKOS + "prefLabel", ns.SKOS + "altLabel", ns.SKOS + "definition"),
    *(ns.KOMPAS + "inChapter", ns.KOMPAS + "number"),
}
_STATEMENT = ox.NamedNode(ns.KOMPAS + "Statement")
_TYPE = ox.NamedNode(ns.RDF + "type")
_ONTOLOGY = ox.NamedNode(ns.ONTOLOGY_GRAPH)


@dataclass(frozen=True, slots=True)
class _Graph:
    """What it takes to say where some triples come from."""

    known: View
    asserted: Mapping[ox.Triple, str]
    """The graph of each triple that is asserted of a subject in the answer."""
    axioms: frozenset[ox.Triple]
    evidence: Mapping[str, Sequence[str]]
    spots: Mapping[str, Spot]
    names: Names


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row rests on: passages, by IRI; inferred triples; background facts. Each in the order to be told."""

    passages: tuple[str, ...]
    inferred: tuple[ox.Triple, ...]
    background: tuple[ox.Triple, ...]


def with_evidence(project: Project, asked: Asked, lang: Language, source: Path | None = None) -> Asked:
    """Return the answer with one more column, `evidence`, in which each line names a place, inference or fact.

    `source`, or the copy that KOMPAS_SOURCE names, adds lines and words.
    """
    known = view(project)
    matched = grounds(known.store, asked.sparql, asked.answer)
    graph = _graph(known, {iri for triples in matched for triple in triples if (iri := _iri(triple.subject))})
    rows = [_sorted_out(triples, graph) for triples in matched]
    path = find_copy(source)
    copy = _found(known, path, {iri for row in rows for iri in row.passages}) if path else None
    proofs = _proofs(known, dict.fromkeys(triple for row in rows for triple in row.inferred[:MOST]))
    cells = ["\n".join(_lines(row, graph, proofs, lang, copy)) for row in rows]
    answer = asked.answer
    extended = tuple((*row, text) for row, text in zip(answer.rows, cells, strict=True))
    return replace(
        asked,
        answer=Answer((*answer.columns, COLUMN), extended, answer.kind),
        headings={**asked.headings, COLUMN: _WORDS[lang]["heading"]},
    )


def _graph(known: View, subjects: Collection[str]) -> _Graph:
    asserted: dict[ox.Triple, str] = {}
    evidence: defaultdict[str, list[str]] = defaultdict(list)
    for quad in known.asserted:
        subject = _iri(quad.subject)
        if subject in subjects:
            asserted[quad.triple] = _iri(quad.graph_name)
            if quad.predicate.value in _EVIDENCE:
                evidence[subject].append(_iri(quad.object))
    axioms = frozenset(quad.triple for quad in known.asserted if quad.graph_name == _ONTOLOGY)
    wanted = {*subjects, *(iri for places in evidence.values() for iri in places)}
    return _Graph(known, asserted, axioms, evidence, spots(known.store, wanted), names(known.asserted))


def _found(known: View, path: Path, wanted: Collection[str]) -> dict[str, Found]:
    """Return where passages stand in a copy."""
    about = (quad for quad in known.asserted if _iri(quad.subject) in wanted or quad.predicate.value == DIGEST)
    return in_copy(build(about, named=False), path, wanted)


def _sorted_out(triples: Iterable[ox.Triple], graph: _Graph) -> _Row:
    """Return what a row rests on, of the triples that its patterns matched."""
    telling = [triple for triple in triples if triple.predicate.value not in _NAMING]
    triples = telling or list(triples)
    subjects = dict.fromkeys(_iri(triple.subject) for triple in triples)
    anchored = [iri for iri in subjects if iri in graph.evidence]
    stating = [iri for iri in anchored if _is_statement(iri, graph)] or anchored
    passages = {iri: None for subject in stating for iri in graph.evidence[subject]}
    passages |= {iri: None for iri in subjects if iri in graph.spots}
    standing = [graph.spots[iri] for iri in passages if iri in graph.spots]
    ordered = sorted(standing, key=lambda spot: (spot.start, spot.end, spot.iri))
    telling.sort(key=str)  # in an order of its own, whatever that of the store is
    inferred = tuple(triple for triple in telling if triple not in graph.asserted and graph.known.follows(triple))
    background = tuple(triple for triple in telling if graph.asserted.get(triple) == ns.BACKGROUND_GRAPH)
    return _Row(tuple(spot.iri for spot in ordered), inferred, background)


def _is_statement(iri: str, graph: _Graph) -> bool:
    return ox.Quad(ox.NamedNode(iri), _TYPE, _STATEMENT) in graph.known.store


def _proofs(known: View, triples: Iterable[ox.Triple]) -> dict[ox.Triple, Proof]:
    """Return the shortest proof of each inferred triple; where there are very many, of the first."""
    chosen = list(islice(triples, MOST_PROOFS))
    if not chosen:
        return {}
    from kg.reasoning.closure import Closure
    from kg.reasoning.prover import Prover

    prover = Prover(Closure(known.asserted, checked=False, inferred=b"\n".join(known.lines)))
    return {triple: prover.proof(triple) for triple in chosen}


def _lines(
    row: _Row, graph: _Graph, proofs: Mapping[ox.Triple, Proof], lang: Language, copy: Mapping[str, Found] | None
) -> list[str]:
    words = _WORDS[lang]
    return [
        *_first([said(graph.spots[iri], graph.names, lang, copy) for iri in row.passages], lang),
        *_first([_reason(triple, proofs.get(triple), graph, lang) for triple in row.inferred], lang),
        *_first([f"{words['background']}: {_sentence(each, graph.names, lang)}" for each in row.background], lang),
    ]


def _reason(triple: ox.Triple, proof: Proof | None, graph: _Graph, lang: Language) -> str:
    """Say that a triple follows, by which rule (W3C, OWL 2 Profiles), and from what in the data."""
    sentence = f"{_WORDS[lang]['follows']}: {_sentence(triple, graph.names, lang)}"
    if proof is None or not proof.rule:
        return sentence
    leaves = [leaf for leaf in proof.leaves() if leaf not in graph.axioms]
    return f"{sentence} [{proof.rule}: {'; '.join(_sentence(leaf, graph.names, lang) for leaf in leaves)}]"


def _first(lines: Sequence[str], lang: Language) -> list[str]:
    rest = len(lines) - MOST
    return [*lines[:MOST], *([_WORDS[lang]["more"].format(count=rest)] if rest > 0 else [])]


def _sentence(triple: ox.Triple, by_name: Names, lang: Language) -> str:
    """Return a triple in the words of its labels."""
    return " – ".join(
        by_name.label(term.value, lang) if isinstance(term, ox.NamedNode) else str(getattr(term, "value", term))
        for term in (triple.subject, triple.predicate, triple.object)
    )


def _iri(term: object) -> str:
    """Return a term's IRI; nothing for what has none."""
    return term.value if isinstance(term, ox.NamedNode) else ""
