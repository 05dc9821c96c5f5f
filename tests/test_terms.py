"""A misspelt term is an error with its place and the nearest; one that nothing uses is a warning."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from kg.asking.terms import check, named
from kg.errors import KgError
from kg.namespaces import ID, KOMPAS, PREFIXES

TURTLE = """
@prefix id: <https://w3id.org/kompas/id/> . @prefix kompas: <https://w3id.org/kompas/def#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
kompas:Value a owl:Class . kompas:Unused a owl:Class . kompas:dueBy a owl:ObjectProperty .
kompas:towards a owl:ObjectProperty .
id:value-a a kompas:Value ; skos:prefLabel "a" ; kompas:towards id:interval-2025 . id:interval-2025 a kompas:Value .
"""


@pytest.fixture
def store() -> ox.Store:
    """A class with a member and one without, a property that is used and one that is not."""
    store = ox.Store()
    store.load(TURTLE.encode(), format=ox.RdfFormat.TURTLE)
    return store


def iris(sparql: str) -> list[str]:
    return [term.iri for term in named(sparql, PREFIXES)]


def test_terms_are_found_in_code_alone() -> None:
    assert iris("SELECT * { ?s a kompas:Value . }") == [KOMPAS + "Value"]
    assert iris("# kompas:Comment\nASK { ?kompas:x ?p 'kompas:String' }") == []
    assert iris("PREFIX k: <https://w3id.org/kompas/def#> ASK { ?s k:dueBy/^k:of <https://w3id.org/kompas/id/a> }") == [
        *(KOMPAS + "dueBy", KOMPAS + "of", ID + "a"),
    ]
    assert iris("CONSTRUCT { ?s ex:made kompas:New } WHERE { ?s kompas:dueBy ?o }") == [KOMPAS + "dueBy"]
    assert iris("CONSTRUCT WHERE { ?s kompas:dueBy ?o }") == [KOMPAS + "dueBy"]
    assert iris("ASK { id:a.b ?p id:a\\-b . ?x kompas:a. }") == [f"{ID}a.b", f"{ID}a-b", KOMPAS + "a"]


@pytest.mark.parametrize(
    ("sparql", "complaint"),
    [
        ("SELECT * {\n  ?s a kompas:Valeu }", r"^query:2:8: kompas:Valeu is not a term .* Did you mean kompas:Value"),
        ("ASK { ?s kompas:dueby ?o }", r"^query:1:10: .*Did you mean kompas:dueBy"),
        ("ASK { ?s ?p id:valeu-a }", r"^query:1:13: .*Did you mean id:value-a"),
        (f"ASK {{ ?s ?p <{KOMPAS}Valeu> }}", r"Valeu> is not a term .*Did you mean kompas:Value"),
    ],
)
def test_a_misspelt_term_of_ours_is_an_error(store: ox.Store, sparql: str, complaint: str) -> None:
    with pytest.raises(KgError, match=complaint) as error:
        check(store, sparql, "query", PREFIXES)
    assert error.value.said("da") != str(error.value)


@pytest.mark.parametrize(
    ("sparql", "warning"),
    [
        ("ASK { ?s a kompas:Unused }", "query:1:12: kompas:Unused occurs nowhere"),
        ("ASK { ?s kompas:dueBy ?o }", "query:1:10: kompas:dueBy occurs nowhere"),
        ("ASK { ?s skos:prefLable ?o }", "skos:prefLable occurs nowhere in the data. Did you mean skos:prefLabel"),
        ("ASK { ?s skos:prefLable ?o . ?x skos:prefLable ?y }", "skos:prefLable"),
    ],
)
def test_a_term_that_nothing_uses_is_a_warning(store: ox.Store, sparql: str, warning: str) -> None:
    (found,) = check(store, sparql, "query", PREFIXES)
    assert warning in str(found)


def test_what_is_there_passes(store: ox.Store) -> None:
    query = "ASK { id:value-a a kompas:Value ; skos:prefLabel ?l ; kompas:towards ?i FILTER(xsd:integer(?l) > 1) }"
    assert check(store, query, "query", PREFIXES) == []
    assert re.search("xsd", query)
