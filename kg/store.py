"""The one boundary to pyoxigraph: stores, queries on them, and terms that cross over to rdflib and back."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.errors import KgError
from kg.namespaces import PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import rdflib
    from rdflib.term import Node

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

_STRING = ox.NamedNode(XSD + "string")


def build(quads: Iterable[ox.Quad], *, named: bool = True) -> ox.Store:
    """Return a store in memory whose default graph is the RDF merge of all the quads' graphs.

    The graphs themselves stay beside it by name; without `named` they are left out, which halves the work. Ask it
    without `use_default_graph_as_union`: Oxigraph's own union yields a triple once for each graph that holds it, which
    multiplies rows. The store canonicalises literals (`1.50` becomes `1.5`): what is written out comes from quads.
    """
    store = ox.Store()
    if named:
        store.bulk_extend(quads)
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    else:
        store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def select(store: ox.Store, text: str) -> list[tuple[Term | None, ...]]:
    """Return the rows of a trusted SELECT query over a store that `build` made, with None for unbound cells.

    Raises: KgError if `text` is not a SELECT query of SPARQL 1.1.
    """
    try:
        solutions = store.query(text)
    except SyntaxError as error:
        message = f"not a query of SPARQL 1.1: {error.msg}"
        raise KgError(message, danish=f"ikke en forespørgsel i SPARQL 1.1: {error.msg}") from error
    if not isinstance(solutions, ox.QuerySolutions):
        message = "expected a SELECT query"
        danish = "her skulle stå en SELECT-forespørgsel"
        raise KgError(message, danish=danish)
    return [tuple(solution) for solution in solutions]


def to_dataset(quads: Iterable[ox.Quad]) -> rdflib.Dataset:
    """Return an rdflib dataset of `quads`, with the union as its default graph and our prefixes bound."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    convert = cache(to_rdflib)
    graphs: dict[ox.NamedNode | ox.BlankNode | ox.DefaultGraph, rdflib.Graph] = {}
    for quad in quads:
        name = quad.graph_name
        if name not in graphs:
            graphs[name] = dataset.default_graph if isinstance(name, ox.DefaultGraph) else dataset.graph(convert(name))
        graphs[name].add((convert(quad.subject), convert(quad.predicate), convert(quad.object)))
    return dataset


def to_quads(graph: rdflib.Graph) -> Iterator[ox.Quad]:
    """Yield the triples of an rdflib graph, or the quads of a dataset, as pyoxigraph's.

    Raises: KgError for what RDF does not allow, such as a literal as subject.
    """
    import rdflib

    convert = cache(to_oxigraph)
    if not isinstance(graph, rdflib.Dataset):
        for subject, predicate, value in graph:
            yield _quad(convert(subject), convert(predicate), convert(value), ox.DefaultGraph())
        return
    default = graph.default_graph.identifier
    for subject, predicate, value, name in graph.quads():
        where = ox.DefaultGraph() if name is None or name == default else convert(name)
        yield _quad(convert(subject), convert(predicate), convert(value), where)


def to_rdflib(term: object) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """Return pyoxigraph's term as rdflib's; a literal keeps its lexical form."""
    import rdflib

    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal() if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        case ox.Literal() if term.datatype == _STRING:
            return rdflib.Literal(term.value)
        case ox.Literal():
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    message = f"{term} is not a term of RDF 1.1; expected an IRI, a blank node or a literal"
    danish = f"{term} er ikke et led i RDF 1.1; her skulle stå en IRI, en blank node eller en literal"
    raise KgError(message, danish=danish)


def to_oxigraph(term: Node) -> Term:
    """Return rdflib's term as pyoxigraph's; a literal keeps its lexical form, its language tag goes to lower case.

    Raises: KgError for an IRI that is none.
    """
    import rdflib

    try:
        match term:
            case rdflib.URIRef():
                return ox.NamedNode(term)
            case rdflib.BNode():
                return ox.BlankNode(term)
            case rdflib.Literal() if term.language:
                return ox.Literal(str(term), language=term.language)
            case rdflib.Literal() if term.datatype:
                return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype))
            case rdflib.Literal():
                return ox.Literal(str(term))
    except ValueError as error:
        message = f"{term!r} is not a term of RDF: {error}"
        danish = f"{term!r} er ikke et led i RDF: {error}"
        raise KgError(message, danish=danish) from error
    message = f"{term!r} is not a term of RDF 1.1; expected an IRI, a blank node or a literal"
    danish = f"{term!r} er ikke et led i RDF 1.1; her skulle stå en IRI, en blank node eller en literal"
    raise KgError(message, danish=danish)


def _quad(subject: Term, predicate: Term, value: Term, graph: Term | ox.DefaultGraph) -> ox.Quad:
    try:
        return ox.Quad(subject, predicate, value, graph)  # type: ignore[arg-type]  # it checks them itself
    except TypeError as error:
        message = f"{subject} {predicate} {value} is not a triple of RDF: {error}"
        danish = f"{subject} {predicate} {value} er ikke en triple i RDF: {error}"
        raise KgError(message, danish=danish) from error
