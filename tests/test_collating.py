"""People read rows in the order of their alphabet; numbers, IRIs and a query's other orders stay as they are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.asking.answers import Answer
from kg.asking.cells import Iri, Text
from kg.asking.collating import in_order

LABELS = ["Århus", "Zagreb", "abe", "EU", "Ærø", "Økonomi", "Aalborg", "bil", "aften"]


def answer(*rows: tuple[object, ...]) -> Answer:
    return Answer(tuple("xyz"[: len(rows[0])]), rows)  # type: ignore[arg-type]  # cells of all kinds


def first(rows: Answer) -> list[object]:
    return [row[0] for row in rows]


def test_danish_has_its_letters_last_and_aa_for_aa() -> None:
    given = answer(*((Text(label, "da"),) for label in sorted(LABELS)))
    wanted = ["abe", "aften", "bil", "EU", "Zagreb", "Ærø", "Økonomi", "Aalborg", "Århus"]
    assert first(in_order(given, "SELECT ?x { } ORDER BY STR(?x)", "da")) == wanted


def test_english_takes_them_for_a_and_o() -> None:
    given = answer(*((Text(label, "en"),) for label in sorted(LABELS)))
    wanted = ["Aalborg", "abe", "Ærø", "aften", "Århus", "bil", "EU", "Økonomi", "Zagreb"]
    assert first(in_order(given, "SELECT ?x { } ORDER BY STR(?x)", "en")) == wanted


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x ?p ?o }",
        "SELECT ?x { } ORDER BY STRLEN(?x)",
        "SELECT ?x { } ORDER BY STR(?x) LCASE(?x)",
        "SELECT ?x { } ORDER BY STR(?hidden)",
        "SELECT ?x { } # ORDER BY STR(?x)",
        "SELECT ?x { { SELECT ?x { ?x ?p ?o } ORDER BY STR(?x) } }",
    ],
)
def test_what_the_query_does_not_sort_by_its_columns_stays(query: str) -> None:
    given = answer(*((Text(label, "da"),) for label in LABELS))
    assert first(in_order(given, query, "da")) == LABELS


def test_numbers_iris_and_gaps_keep_the_querys_order() -> None:
    numbers = answer((2,), (Decimal("10.5"),), (11,))
    assert in_order(numbers, "ORDER BY ?x", "da") == numbers
    iris = answer((Iri("id:Zz"),), (Iri("id:a"),))
    assert in_order(iris, "ORDER BY STR(?x)", "da") == iris
    gaps = answer((Text("b", "da"),), (None,), (Text("A", "da"),))
    assert first(in_order(gaps, 'ORDER BY COALESCE(STR(?x), "")', "da")) == [None, "A", "b"]


def test_the_first_key_decides_and_a_later_one_breaks_ties() -> None:
    given = answer((2, Text("å", "da")), (2, Text("B", "da")), (1, Text("z", "da")))
    assert list(in_order(given, "ORDER BY ?x STR(?y)", "da")) == [(1, "z"), (2, "B"), (2, "å")]
    assert list(in_order(given, "ORDER BY DESC(?x) STR(?y) LIMIT 3", "da")) == [(2, "B"), (2, "å"), (1, "z")]
