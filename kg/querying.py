"""Asks the graph: library questions by name, or any read-only query in SPARQL 1.1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg import namespaces as ns
from kg.errors import KgError
from kg.project import find_project
from kg.questions import find
from kg.sparql import explained, refuse
from kg.store import build, to_quads
from kg.suggesting import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import rdflib

    from kg.questions import Question

Cell: TypeAlias = "str | int | Decimal | bool | None"

_IS_SPARQL = re.compile(r"\s|\{|#")
_INTEGER = re.compile(r"[+-]?[0-9]{1,1000}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_TYPE = ox.NamedNode(ns.RDF + "type")


class Iri(str):
    """The IRI of a thing; as text it is the whole IRI."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer, in the query's order; a cell is an `Iri`, text, number, truth value or None.

    Dates stay text in ISO 8601. An ASK has one row of one cell, under the column `answer`.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.rows)


def query(graph: rdflib.Graph | ox.Store, query: str, **parameters: object) -> Answer:
    """Answer a library question by its name, or a SELECT or ASK query given as SPARQL, over the merge of all graphs.

    `parameters` narrow a library question; each is checked against the type that the question gives it. To ask many
    questions of one graph, give `kg.store.build(kg.store.to_quads(graph))`, so that it is indexed once.

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
            raise KgError(message)
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
    message = f"no such thing; expected a {of_class or 'thing of the graph'}.{did_you_mean(ns.shorten(iri), members)}"
    raise KgError(message, f"{place}: {ns.shorten(iri)}")


def ask(store: ox.Store, sparql: str, place: str = "query", *, prefixes: Mapping[str, str] | None = None) -> Answer:
    """Answer a SELECT or ASK query over the store's default graph; `place` names the query in errors.

    `prefixes` are at hand beside those that the query declares.

    Raises: KgError with line and column for what does not parse, and for what is not read-only.
    """
    refuse(sparql, place)
    try:
        results = store.query(sparql, prefixes=dict(prefixes or {}))
        if isinstance(results, ox.QueryBoolean):
            return Answer(("answer",), ((bool(results),),))
        if isinstance(results, ox.QuerySolutions):
            columns = tuple(variable.value for variable in results.variables)
            return Answer(columns, tuple(tuple(map(cell, solution)) for solution in results))
    except SyntaxError as error:
        raise explained(str(error.msg), sparql, place) from error
    except RuntimeError as error:
        raise KgError(str(error), place) from error
    message = "a CONSTRUCT or DESCRIBE; expected SELECT or ASK"
    raise KgError(message, place)


def cell(term: object) -> Cell:
    """Return a term of RDF as the value that Python has for it; text, where the literal is ill-typed."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        match term.datatype.value.removeprefix(ns.XSD):
            case "integer" if _INTEGER.fullmatch(term.value):
                return int(term.value)
            case "decimal" if _DECIMAL.fullmatch(term.value):
                return Decimal(term.value)
            case "boolean" if term.value in _TRUTH:
                return _TRUTH[term.value]
        return term.value
    return None if term is None else str(term)
