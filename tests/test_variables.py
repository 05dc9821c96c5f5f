"""Variables that nothing binds are named, and no others: neither in the project's queries nor in its shapes."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import ROOT

from kg.namespaces import SH
from kg.variables import unbound

QUESTIONS = sorted((ROOT / "queries").glob("*.rq"))
SHAPES = sorted((ROOT / "ontology" / "shapes").glob("*.ttl"))
GIVEN = {"this", "PATH"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT ?s { ?s a ?class . FILTER (?klass = ?s) }", ["klass"]),
        ("SELECT ?s ?p { ?s a [] FILTER EXISTS { ?s ?p ?o } }", ["p"]),
        ("SELECT ?s { ?s a [] FILTER NOT EXISTS { ?s ?p ?o } BIND (STR(?o) AS ?x) }", ["o"]),
        ("SELECT ?s { ?s a [] FILTER (EXISTS { ?s ?p ?o } && ?o = 1) }", ["o"]),
        ("SELECT ?s { ?s a [] FILTER EXISTS { ?s ?p ?o } FILTER EXISTS { ?s ?q ?z FILTER (?z = ?o) } }", ["o"]),
        ("SELECT ?s { ?s a ?c FILTER NOT EXISTS { ?s ?p ?o FILTER (?o = ?c) } }", []),
        ("SELECT ?s { ?s a ?c FILTER NOT EXISTS { ?s ?p ?o FILTER EXISTS { ?o ?q ?r FILTER (?p = ?c) } } }", []),
        ("SELECT ?s ?o { ?s a ?c MINUS { ?s ?p ?o } }", ["o"]),
        ("SELECT ?s ?n { { SELECT ?s (COUNT(?x) AS ?n) { ?s ?p ?x } GROUP BY ?s } FILTER (?n > 1) }", []),
        ("SELECT ?s { { SELECT ?s (COUNT(?x) AS ?n) { ?s ?p ?x } GROUP BY ?s } FILTER (?x > 1) }", ["x"]),
        ("SELECT ?s ?x { { SELECT * { ?s ?p ?x } } }", []),
        ("SELECT ?s { { SELECT ?s { ?s ?p ?x } HAVING (COUNT(?y) > 1) } }", ["y"]),
        ("SELECT ?s { ?s a ?c FILTER REGEX(?d, 'a') }", ["d"]),
        ("SELECT ?s { ?s a ?c { ?s ?p ?o } UNION { ?s ?q ?d } OPTIONAL { ?s ?r ?e } FILTER (?o = ?d || ?e = ?c) }", []),
        ("SELECT ?s { VALUES (?x ?y) { (1 2) } ?s ?p ?x FILTER (?y) } ORDER BY ?m VALUES ?t { 1 }", ["m"]),
        ("SELECT (?t AS ?u) { ?s ?p ?x } GROUP BY (STR(?x) AS ?k) ORDER BY ?k ?u VALUES ?t { 1 }", []),
        ("CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?d }", ["c"]),
        ("DESCRIBE ?a ?e WHERE { ?a ?b ?d }", ["e"]),
        ("ASK { ?s ex:filter/select:where (?l ?m) FILTER (?s = ?l && ?m IN (1, ?n, '?o')) # ?p\n}", ["n"]),
    ],
)
def test_what_nothing_binds_where_it_is_read_is_named(query: str, names: list[str]) -> None:
    assert unbound(query) == names


def test_a_query_of_any_depth_is_read() -> None:
    assert unbound("ASK { ?s ?p ?o " + "FILTER EXISTS { ?a ?b ?c " * 50_000 + "}" * 50_000 + "}") == []
    assert unbound("ASK { FILTER " + "(" * 50_000 + "?k" + ")" * 50_000 + "}") == ["k"]


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_the_questions_bind_all_that_they_read(path: object) -> None:
    assert unbound(path.read_text("utf-8")) == []  # type: ignore[attr-defined]


def test_the_queries_of_the_shapes_bind_all_that_they_read_and_a_slip_in_one_shows() -> None:
    texts = [
        quad.object.value
        for path in SHAPES
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        if quad.predicate.value in (SH + "select", SH + "ask") and isinstance(quad.object, ox.Literal)
    ]
    assert len(texts) > 5
    assert [name for text in texts for name in unbound(text) if name not in GIVEN] == []
    (slipped,) = (text for text in texts if "?value kompas:inChapter ?chapter" in text and "chapter-$2" in text)
    assert "value" in unbound(slipped.replace("?value kompas:evidence ?passage", "?valeu kompas:evidence ?passage"))
