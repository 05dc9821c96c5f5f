"""Asks the graph: library questions by name, or any read-only query in SPARQL 1.1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.asking.answers import TRIPLE, Answer
from kg.asking.cells import cell
from kg.asking.diagnosis import explained, unfit
from kg.asking.questions import find
from kg.asking.sparql import refuse
from kg.errors import KgError
from kg.project import find_project
from kg.store import build, to_quads
from kg.suggesting import did_you_mean, in_danish

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import rdflib

    from kg.asking.cells import Cell
    from kg.asking.questions import Question

MOST_CELLS = 3_000_000  # some 500 MB

_IS_SPARQL = re.compile(r"\s|\{|#")
_TYPE = ox.NamedNode(ns.RDF + "type")


def query(graph: rdflib.Graph | ox.Store, query: str, **parameters: object) -> Answer:
    """Answer a library question by its name, or a read-only query given as SPARQL, over the merge of all graphs.

    `parameters` narrow a library question; each is checked against the type that the question gives it. Cells are
    values of Python; `.df()` makes a table of pandas, and `.graph()` a graph of what CONSTRUCT or DESCRIBE gave. To ask
    many questions of one graph, give `kg.store.build(kg.store.to_quads(graph))`, so that it is indexed once.

    Raises: KgError for an unknown question or parameter, a query that does not parse, or one that would write or
    reach out.

    >>> import kg
    >>> kg.query(kg.load(), "SELECT (COUNT(?v) AS ?n) WHERE { ?v a <https://w3id.org/kompas/def#Value> }").rows
    ((9,),)
    """
    store = graph if isinstance(graph, ox.Store) else build(to_quads(graph))
    if _IS_SPARQL.search(query):
        if parameters:
            message = f"{', '.join(parameters)}: only a library question has parameters"
            raise KgError(message, danish=f"{', '.join(parameters)}: kun bibliotekets spørgsmål har parametre")
        return ask(store, query)
    return ask_library(store, find(find_project(), query), parameters)


def ask_library(store: ox.Store, question: Question, values: Mapping[str, object]) -> Answer:
    """Answer a library question, once the things that narrow it are known to be there and of the class it names.

    Raises: KgError for an unknown parameter, a value that is not of its type, or a thing that is not in the graph.
    """
    sparql = question.bound(values)
    for name, value in values.items():
        parameter = question.parameters[name]
        if parameter.type == "iri":
            _must_be_there(store, ns.expand(str(value).strip()), parameter.of_class, f"{question.name}: {name}")
    return ask(store, sparql, question.name)


def _must_be_there(store: ox.Store, iri: str, of_class: str | None, place: str) -> None:
    """Raise KgError, with the nearest names, for a thing that the graph does not know or that is of another class."""
    thing, wanted = ox.NamedNode(iri), ox.NamedNode(ns.expand(of_class)) if of_class else None
    if any(wanted is None or quad.object == wanted for quad in store.quads_for_pattern(thing, _TYPE, None)):
        return
    subjects = [quad.subject for quad in store.quads_for_pattern(None, _TYPE, wanted)]
    members = {ns.shorten(subject.value): "" for subject in subjects if isinstance(subject, ox.NamedNode)}
    near = did_you_mean(ns.shorten(iri), members)
    message = f"no such thing; expected a {of_class or 'thing of the graph'}.{near}"
    danish = f"ingen sådan ting; her skulle stå en {of_class or 'ting i grafen'}.{in_danish(near)}"
    raise KgError(message, f"{place}: {ns.shorten(iri)}", danish=danish)


def ask(
    store: ox.Store,
    sparql: str,
    place: str = "query",
    *,
    prefixes: Mapping[str, str] | None = None,
    most: int = MOST_CELLS,
) -> Answer:
    """Answer any read-only query over the store's default graph; `place` names the query in errors.

    `prefixes` are at hand beside those that the query declares; `most` is how many cells the answer may have.

    Raises: KgError with line and column for what does not parse, and for what is not read-only.
    """
    refuse(sparql, place)
    try:
        results = store.query(sparql, prefixes=dict(prefixes or {}))
        if isinstance(results, ox.QueryBoolean):
            return Answer(("answer",), ((bool(results),),), "truth")
        if isinstance(results, ox.QuerySolutions):
            columns = tuple(variable.value for variable in results.variables)
            return Answer(columns, _rows(results, most // max(1, len(columns)), place))
        triples = ((triple.subject, triple.predicate, triple.object) for triple in results)
        return Answer(TRIPLE, tuple(dict.fromkeys(_rows(triples, most // len(TRIPLE), place))), "graph")
    except SyntaxError as error:
        raise explained(str(error.msg), sparql, place, prefixes or {}) from error
    except RuntimeError as error:
        raise unfit(str(error), place) from error


def _rows(solutions: Iterable[Iterable[object]], most: int, place: str) -> tuple[tuple[Cell, ...], ...]:
    """Return all rows, or none. Raises: KgError for more than `most`."""
    rows: list[tuple[Cell, ...]] = []
    for solution in solutions:
        if len(rows) == most:
            message = f"the answer has more than {most:,} rows; expected fewer: narrow the query, or add LIMIT"
            danish = f"svaret har mere end {most} rækker; gør forespørgslen snævrere, eller tilføj LIMIT"
            raise KgError(message, place, danish=danish)
        rows.append(tuple(map(cell, solution)))
    return tuple(rows)
