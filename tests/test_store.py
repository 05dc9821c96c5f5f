"""Terms cross over between rdflib and pyoxigraph without loss."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, BNode, Dataset, Graph, Literal, URIRef

from kg.errors import KgError
from kg.namespaces import DOCUMENT_GRAPH, PREFIXES
from kg.store import build, select, to_dataset, to_oxigraph, to_quads, to_rdflib

A = URIRef("https://example.org/a")
TERMS = [
    A,
    BNode("b0"),
    Literal("text"),
    Literal("tekst", lang="da"),
    Literal("01", datatype=XSD.integer, normalize=False),
    Literal("1.50", datatype=XSD.decimal, normalize=False),
    Literal("1", datatype=XSD.boolean, normalize=False),
    Literal("2022-01-31Z", datatype=XSD.date, normalize=False),
    Literal("x", datatype=URIRef("https://example.org/datatype")),
    Literal('"\\\n\t€𝄞'),
]


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_terms_come_back_as_they_were(term: rdflib.term.Node) -> None:
    assert to_rdflib(to_oxigraph(term)).n3() == term.n3()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.sampled_from(["", "da", "en-gb"]))
def test_texts_come_back_as_they_were(text: str, lang: str) -> None:
    literal = Literal(text, lang=lang or None)
    assert to_rdflib(to_oxigraph(literal)) == literal


def test_an_iri_that_is_none_is_named() -> None:
    with pytest.raises(KgError, match="is not a term of RDF"):
        to_oxigraph(URIRef("no iri"))
    with pytest.raises(KgError, match=r"is not a term of RDF 1\.1; expected an IRI, a blank node or a literal"):
        to_oxigraph(rdflib.Variable("x"))


def test_a_dataset_comes_back_with_its_graphs() -> None:
    dataset = Dataset()
    dataset.graph(URIRef(DOCUMENT_GRAPH)).add((A, A, Literal("x", lang="da")))
    dataset.default_graph.add((A, A, A))
    quads = set(to_quads(dataset))
    assert {quad.graph_name for quad in quads} == {ox.DefaultGraph(), ox.NamedNode(DOCUMENT_GRAPH)}
    again = to_dataset(quads)
    assert set(to_quads(again)) == quads
    assert len(again) == 2  # the union
    assert dict(again.namespaces())["kompas"] == URIRef(PREFIXES["kompas"])


def test_a_graph_becomes_quads_of_the_default_graph() -> None:
    graph = Graph()
    graph.add((A, A, A))
    assert [str(quad) for quad in to_quads(graph)] == [" ".join(["<https://example.org/a>"] * 3)]


def test_what_is_no_triple_is_named() -> None:
    graph = Graph()
    graph.add((Literal("x"), A, A))
    with pytest.raises(KgError, match=r'^"x" <https://example.org/a> .* is not a triple of RDF'):
        list(to_quads(graph))


def test_select_sees_the_union_and_leaves_cells_unbound() -> None:
    node = ox.NamedNode("https://example.org/a")
    store = build([ox.Quad(node, node, ox.Literal("x"), ox.NamedNode(f"https://example.org/{name}")) for name in "gh"])
    assert select(store, "SELECT ?o ?none { ?s ?p ?o }") == [(ox.Literal("x"), None)]
    assert len(select(store, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }")) == 2
    with pytest.raises(KgError, match="expected a SELECT query"):
        select(store, "ASK { ?s ?p ?o }")
    with pytest.raises(KgError, match="expected"):
        select(store, "SELECT ?o {")


def test_a_store_without_names_holds_the_merge_only() -> None:
    node = ox.NamedNode("https://example.org/a")
    store = build(
        [ox.Quad(node, node, node, ox.NamedNode(f"https://example.org/{name}")) for name in "gh"], named=False
    )
    assert list(store) == [ox.Quad(node, node, node)]
