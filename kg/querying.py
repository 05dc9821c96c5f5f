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
from kg.store import merged, to_quads

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib

Cell: TypeAlias = "str | int | Decimal | bool | None"

_IS_SPARQL = re.compile(r"\s|\{|#")


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
    questions of one graph, give `kg.store.merged(kg.store.to_quads(graph))`, so that it is indexed once.

    Raises: KgError for an unknown question or parameter, a query that does not parse, or one that would write or
    reach out.

    >>> import kg
    >>> kg.query(kg.load(), "SELECT (COUNT(?v) AS ?n) WHERE { ?v a <https://w3id.org/kompas/def#Value> }").rows
    ((9,),)
    """
    store = graph if isinstance(graph, ox.Store) else merged(to_quads(graph))
    if _IS_SPARQL.search(query):
        if parameters:
            message = f"{', '.join(parameters)}: only a library question has parameters"
            raise KgError(message)
        return ask(store, query)
    question = find(find_project(), query)
    return ask(store, question.bound(parameters), question.name)


def ask(store: ox.Store, sparql: str, place: str = "query") -> Answer:
    """Answer a SELECT or ASK query over the store's default graph; `place` names the query in errors.

    Raises: KgError with line and column for what does not parse, and for what is not read-only.
    """
    refuse(sparql, place)
    try:
        results = store.query(sparql)
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
    """Return a term of RDF as the value that Python has for it."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        match term.datatype.value.removeprefix(ns.XSD):
            case "integer":
                return int(term.value)
            case "decimal":
                return Decimal(term.value)
            case "boolean":
                return term.value in {"true", "1"}
        return term.value
    return None if term is None else str(term)
