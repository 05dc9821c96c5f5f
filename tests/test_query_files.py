"""The library of questions: each says what it is, runs alike on two engines, and answers what was recorded.

`python -m tests.record_answers` records the answers anew.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT
from rdflib.query import ResultRow

from kg import namespaces as ns
from kg.asking.cells import Iri, cell
from kg.asking.grounds import grounds
from kg.asking.querying import ask, ask_library
from kg.asking.questions import LANGUAGES, library
from kg.asking.tables import render
from kg.asking.tags import DANISH_TAGS
from kg.knowledge import Knowledge, know
from kg.project import Project
from kg.store import build, to_oxigraph, to_rdflib

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.asking.answers import Answer
    from kg.asking.cells import Cell
    from kg.asking.questions import Question

PROJECT = Project(ROOT)
QUESTIONS = library(PROJECT)
ANSWERS = ROOT / "tests" / "answers"
NARROWED = [
    (name, parameter)
    for name, question in QUESTIONS.items()
    for parameter in question.parameters
    if parameter != "lang"
]
PREFIXED = re.compile(r"(?<![\w?<:/])([a-z]+):([\w-]+)")
TYPE = ox.NamedNode(ns.RDF + "type")
NEGATION = re.compile(r"\bNOT\s+EXISTS\b|\bMINUS\b")
NEGATIVE = [name for name, question in QUESTIONS.items() if NEGATION.search(question.sparql)]
ATTEMPTS = 4  # removals of one triple that are tried for each property and row


@pytest.fixture(scope="session")
def known() -> Knowledge:
    """All that the project says, and all that follows."""
    return know(PROJECT)


@pytest.fixture(scope="session")
def store(known: Knowledge) -> ox.Store:
    """The merge of all graphs, on Oxigraph."""
    return build(known.quads(), named=False)


class Terms(NamedTuple):
    """The terms that the ontology declares, those that the things of the graph use, and the things."""

    declared: set[object]
    used: set[object]
    things: set[object]


@pytest.fixture(scope="session")
def terms(known: Knowledge) -> Terms:
    """What a question may ask for."""
    ontology = ox.NamedNode(ns.ONTOLOGY_GRAPH)
    about_things = [quad for quad in known.quads() if str(quad.subject).startswith(f"<{ns.ID}")]
    return Terms(
        declared={quad.subject for quad in known.asserted if quad.graph_name == ontology},
        used={term for quad in about_things for term in (quad.predicate, quad.object)},
        things={quad.subject for quad in about_things},
    )


@pytest.fixture(scope="session")
def graph(store: ox.Store) -> rdflib.Graph:
    """The merge of all graphs, on rdflib."""
    graph = rdflib.Graph()
    for quad in store:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return graph


@pytest.fixture(scope="session")
def answers(store: ox.Store) -> dict[str, Answer]:
    """The answers in English, by the question's name."""
    return {name: ask_library(store, question, {"lang": "en"}) for name, question in QUESTIONS.items()}


def on_rdflib(graph: rdflib.Graph, sparql: str) -> list[tuple[Cell, ...]]:
    """Answer a query with rdflib's own engine, in the values that ours gives."""
    rows = [row for row in graph.query(sparql) if isinstance(row, ResultRow)]
    return [tuple(None if term is None else cell(to_oxigraph(term)) for term in row) for row in rows]


def keys(question: Question, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Return the cells of the key columns, row by row."""
    places = [columns.index(column) for column in question.key]
    return [tuple(row[place] for place in places) for row in rows]


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_says_what_it_is(name: str, answers: dict[str, Answer]) -> None:
    question = QUESTIONS[name]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert all(text.endswith("?") for text in question.text.values())
    assert len({*question.text.values()}) == len(LANGUAGES)
    assert question.tags
    assert set(question.tags) <= set(DANISH_TAGS)
    assert tuple(question.columns) == answers[name].columns
    assert "lang" in question.parameters


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_is_written_in_house_style(name: str) -> None:
    body = "\n".join(line for line in QUESTIONS[name].sparql.splitlines() if not line.startswith("#+"))
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*|\bGRAPH\b|\bLIMIT\b|\bGROUP_CONCAT\b|\bSAMPLE\b", body)
    assert body.splitlines()[-1].startswith("ORDER BY "), "the last line gives the order"
    used = {prefix for prefix, _ in PREFIXED.findall(re.sub(r'"[^"]*"|<[^>]*>', "", body.split("\n\n", 1)[1]))}
    declared = dict(re.findall(r"PREFIX (\w+): <([^>]*)>", body))
    assert declared == {prefix: ns.PREFIXES[prefix] for prefix in sorted(used)}
    assert list(declared) == sorted(declared)


def test_the_questions_are_all_different() -> None:
    for language in LANGUAGES:
        texts = [question.text[language] for question in QUESTIONS.values()]
        assert len(set(texts)) == len(texts)


def test_every_question_has_its_answer_and_every_answer_its_question() -> None:
    assert {path.stem for path in ANSWERS.glob("*.csv")} == set(QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_answers_what_was_recorded(name: str, answers: dict[str, Answer]) -> None:
    question, answer = QUESTIONS[name], answers[name]
    text = (ANSWERS / f"{name}.csv").read_text(encoding="utf-8")
    columns, *rows = [tuple(row) for row in csv.reader(io.StringIO(text))]
    recorded = keys(question, columns, rows)
    _, *given = [tuple(row) for row in csv.reader(io.StringIO(render(answer, "csv")))]
    got = keys(question, answer.columns, given)
    assert len(set(got)) == len(got), "the key columns tell rows apart"
    assert set(got) ^ set(recorded) == set()
    assert render(answer, "csv") == text
    assert question.empty == (not answer.rows), "an empty answer is declared by `#+ empty: true`"


@pytest.mark.parametrize("name", QUESTIONS)
def test_rdflib_gives_the_same(name: str, answers: dict[str, Answer], graph: rdflib.Graph) -> None:
    assert on_rdflib(graph, QUESTIONS[name].sparql) == list(answers[name].rows)


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_asks_for_what_there_is(name: str, terms: Terms) -> None:
    body = re.sub(r'"[^"]*"|<[^>]*>|#.*', "", QUESTIONS[name].sparql)
    for prefix, local in PREFIXED.findall(body):
        iri = ox.NamedNode(ns.PREFIXES[prefix] + local)
        if prefix == "id":
            assert iri in terms.things, f"{prefix}:{local} is nowhere"
        elif prefix not in ("owl", "rdf", "rdfs", "xsd"):  # whose terms `vet` knows
            assert iri in terms.declared, f"{prefix}:{local} is not declared"
            assert iri in terms.used, f"{prefix}:{local} occurs nowhere in the data"


def without(store: ox.Store, quads: Iterable[ox.Quad], sparql: str) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of a query while some quads are gone."""
    gone = list(quads)
    for quad in gone:
        store.remove(quad)
    try:
        return ask(store, sparql).rows
    finally:
        store.extend(gone)


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_triple_that_a_row_rests_on_matters(name: str, answers: dict[str, Answer], store: ox.Store) -> None:
    """Of each property that the query's patterns matched, losing one triple, or all of a row's, changes the answer."""
    sparql, answer = QUESTIONS[name].bound({"lang": "en"}), answers[name]
    traced = grounds(store, sparql, answer)
    rows = [traced[place] for place in {0, len(traced) // 2, len(traced) - 1}] if traced else []
    predicates = {triple.predicate for row in rows for triple in row}
    assert predicates or QUESTIONS[name].empty
    for predicate in predicates:
        of_rows = [
            [
                ox.Quad(triple.subject, triple.predicate, triple.object)
                for triple in row
                if triple.predicate == predicate
            ]
            for row in rows
        ]
        changes = [[quad] for quads in of_rows for quad in quads[:ATTEMPTS]] + of_rows
        assert any(without(store, quads, sparql) != answer.rows for quads in changes), predicate


def hash_of(key: object) -> str:
    """Return what puts things in an order that says nothing about them, and is the same in every run."""
    return hashlib.sha256(str(key).encode()).hexdigest()


@pytest.mark.parametrize("name", NEGATIVE)
def test_what_is_denied_matters(name: str, answers: dict[str, Answer], store: ox.Store) -> None:
    """Where a query asks for what is not there, the loss of what is there gives it a row more."""
    sparql, answer = QUESTIONS[name].bound({"lang": "en"}), answers[name]
    code = re.sub(r'"[^"]*"|<[^>]*>|#.*', "", sparql)
    denied = "".join(code[match.end() :] for match in NEGATION.finditer(code))
    named = [value for row in answer.rows[:1] for value in row if isinstance(value, Iri)]
    kinds = {quad.object for iri in named for quad in store.quads_for_pattern(ox.NamedNode(iri), TYPE, None)}
    alike = {quad.subject for kind in kinds for quad in store.quads_for_pattern(None, TYPE, kind)}
    groups: dict[tuple[object, object], list[ox.Quad]] = {}
    for prefix, local in PREFIXED.findall(denied):
        for quad in store.quads_for_pattern(None, ox.NamedNode(ns.PREFIXES[prefix] + local), None):
            for node in (quad.subject, quad.object):
                groups.setdefault((node, quad.predicate), []).append(quad)
    chosen = sorted(groups.items(), key=lambda item: (item[0][0] not in alike, hash_of(item[0])))
    assert any(set(without(store, quads, sparql)) - set(answer.rows) for _, quads in chosen)


@pytest.mark.parametrize("name", QUESTIONS)
def test_danish_and_english_tell_of_the_same_things(name: str, answers: dict[str, Answer], store: ox.Store) -> None:
    question, english = QUESTIONS[name], answers[name]
    danish = ask_library(store, question, {"lang": "da"})
    iris = [[cell for cell in row if isinstance(cell, Iri)] for row in english.rows]
    assert sorted(iris) == sorted([cell for cell in row if isinstance(cell, Iri)] for row in danish.rows)
    assert danish.rows != english.rows or not danish.rows


def holds(answer: Answer, row: tuple[Cell, ...], parameter: str, value: Cell) -> bool:
    """Tell whether a row of the whole answer belongs to the answer narrowed by the parameter."""
    cells = dict(zip(answer.columns, row, strict=True))
    if parameter != "year":
        return cells[parameter] == value
    first = int(str(cells.get("first") or cells["last"])[:4])
    # What only has a start has no last day.
    last = int(str(cells["last"] or value)[:4])
    return first <= int(str(value)) <= last


@pytest.mark.parametrize(("name", "parameter"), NARROWED)
def test_a_parameter_narrows_the_answer(
    name: str, parameter: str, answers: dict[str, Answer], store: ox.Store, graph: rdflib.Graph
) -> None:
    question, whole = QUESTIONS[name], answers[name]
    middle = dict(zip(whole.columns, whole.rows[len(whole.rows) // 2], strict=True))
    value = int(str(middle["last"] or middle["first"])[:4]) if parameter == "year" else middle[parameter]
    narrowed = ask_library(store, question, {"lang": "en", parameter: value})
    assert list(narrowed.rows) == [row for row in whole.rows if holds(whole, row, parameter, value)]
    assert 0 < len(narrowed) < len(whole)
    assert on_rdflib(graph, question.bound({"lang": "en", parameter: value})) == list(narrowed.rows)
