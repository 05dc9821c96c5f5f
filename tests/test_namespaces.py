"""IRIs are shortened and expanded by one table."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.namespaces import DCTERMS, ID, KOMPAS, PREFIXES, RDF, expand, shorten


def test_the_table_is_alphabetical_and_says_each_thing_once() -> None:
    assert list(PREFIXES) == sorted(PREFIXES)
    assert len(set(PREFIXES.values())) == len(PREFIXES)


@pytest.mark.parametrize(
    ("iri", "curie"),
    [
        (KOMPAS + "Value", "kompas:Value"),
        (ID + "passage-24361-24423", "id:passage-24361-24423"),
        (ID + "færøerne", "id:færøerne"),
        (DCTERMS + "title", "dcterms:title"),
        (RDF + "_1", "rdf:_1"),
    ],
)
def test_there_and_back(iri: str, curie: str) -> None:
    assert shorten(iri) == curie
    assert expand(curie) == expand(iri) == expand(f"<{iri}>") == iri


@pytest.mark.parametrize("iri", [ID, ID + "a/b", ID + "a.", ID + "a%20b", "https://example.org/x", "urn:isbn:1"])
def test_what_would_need_an_escape_stays_a_full_iri(iri: str) -> None:
    assert shorten(iri) == iri
    assert expand(iri) == iri


@given(st.text(min_size=1, max_size=6))
def test_what_is_shortened_is_turtle(local: str) -> None:
    curie = shorten(ID + local)
    if curie.startswith("id:"):
        (quad,) = ox.parse(f"@prefix id: <{ID}> . {curie} a {curie} .", format=ox.RdfFormat.TURTLE)
        assert str(quad.subject) == f"<{ID}{local}>"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("denmark", "denmark: not an IRI; expected prefix:name, such as id:denmark, or a full IRI"),
        ("id:den mark", "id:den mark: not an IRI; expected prefix:name"),
        ("kompass:Value", "kompass:Value: unknown prefix; expected one of cpov, "),
        ("id:a> . <x", "id:a> . <x: not an IRI"),
    ],
)
def test_what_is_no_iri_is_named(name: str, message: str) -> None:
    with pytest.raises(KgError) as caught:
        expand(name)
    assert str(caught.value).startswith(message)


def test_an_unknown_prefix_suggests_the_nearest() -> None:
    with pytest.raises(KgError, match=r"Did you mean kompas\?"):
        expand("kompass:Value")
