"""Cells are native values that know their language or datatype, and find their way back to terms of RDF."""

from __future__ import annotations

import datetime as dt
import pickle
from decimal import Decimal

import pyoxigraph as ox
import pytest
from rdflib import URIRef

from kg.asking.answers import Answer
from kg.asking.cells import Blank, Iri, Text, Typed, cell, term_of
from kg.asking.querying import ask
from kg.namespaces import ID, XSD


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


PAIRS = [
    (ox.NamedNode(f"{ID}a"), Iri(f"{ID}a"), Iri),
    (ox.BlankNode("b1"), Blank("b1"), Blank),
    (ox.Literal("text"), "text", str),
    (ox.Literal("tekst", language="da"), Text("tekst", "da"), Text),
    (literal("7", "integer"), 7, int),
    (literal("-1.5", "decimal"), Decimal("-1.5"), Decimal),
    (literal("0.0000001", "decimal"), Decimal("0.0000001"), Decimal),
    (literal("true", "boolean"), True, bool),
    (literal("2022-01-31", "date"), dt.date(2022, 1, 31), dt.date),
    (literal("2022", "gYear"), Typed("2022", XSD + "gYear"), Typed),
    (literal("2022-02-30", "date"), Typed("2022-02-30", XSD + "date"), Typed),
    (literal("seven", "integer"), Typed("seven", XSD + "integer"), Typed),
    (literal("2022-01-31Z", "date"), Typed("2022-01-31Z", XSD + "date"), Typed),
]


@pytest.mark.parametrize(("term", "value", "kind"), PAIRS)
def test_a_term_is_a_value_and_comes_back(term: object, value: object, kind: type) -> None:
    got = cell(term)
    assert got == value
    assert type(got) is kind
    assert term_of(got) == term


def test_values_say_their_language_and_datatype_and_survive_another_process() -> None:
    answer = Answer(("a", "b"), ((cell(ox.Literal("ø", language="da")), cell(literal("2022", "gYear"))),))
    text, year = pickle.loads(pickle.dumps(answer)).rows[0]  # noqa: S301  # our own
    assert (text, text.lang, year, year.datatype) == ("ø", "da", "2022", XSD + "gYear")


def test_a_double_is_a_float_and_nothing_is_none() -> None:
    assert cell(literal("1.5E3", "double")) == pytest.approx(1500)
    assert cell(None) is None
    assert term_of(None) is None


def test_an_answer_is_as_true_as_what_it_says() -> None:
    store = ox.Store()
    assert not ask(store, "ASK { ?s ?p ?o }")
    assert not ask(store, "SELECT ?s { ?s ?p ?o }")
    store.add(ox.Quad(ox.NamedNode("a:b"), ox.NamedNode("a:c"), ox.Literal("d")))
    assert ask(store, "ASK { ?s ?p ?o }")
    assert ask(store, "SELECT ?s { ?s ?p ?o }")


def test_a_graph_comes_as_rows_and_as_a_graph() -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:b"), ox.NamedNode("a:c"), ox.Literal("d", language="da")))
    for query in ("CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <a:b>"):
        answer = ask(store, query)
        assert (answer.kind, answer.columns) == ("graph", ("subject", "predicate", "object"))
        assert answer.triples() == [quad.triple for quad in store]
        assert set(answer.graph().subjects()) == {URIRef("a:b")}


def test_pandas_gets_a_column_for_each_variable() -> None:
    pytest.importorskip("pandas", reason="NOT CHECKED: pandas is not installed")
    frame = Answer(("n", "label"), ((1, "one"), (2, None))).df()
    assert list(frame.columns) == ["n", "label"]
    assert list(frame["n"]) == [1, 2]


def test_a_notebook_shows_a_table_without_markup_of_the_data() -> None:
    html = Answer(("a<b",), (("<script>",), (Iri("https://example.org/x?a&b"),)))._repr_html_()  # Jupyter's
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert '<a href="https://example.org/x?a&amp;b">' in html
    assert "<th>a&lt;b</th>" in html
