"""Things are found by any of their names, and a name that fits none or several says which ones."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg import namespaces as ns
from kg.errors import KgError
from kg.naming import Names, names

DATA = f"""
@prefix id: <{ns.ID}> .
@prefix kompas: <{ns.KOMPAS}> .
@prefix skos: <{ns.SKOS}> .
id:country-a a kompas:Country ; skos:prefLabel "Østland"@da , "Eastland"@en ; skos:altLabel "østlandsk"@da ;
    kompas:isoAlpha3 "EST" .
id:organisation-b a kompas:Organisation ; skos:prefLabel "Bund"@da , "League"@en ; kompas:acronym "EL" .
id:group-c a kompas:Group ; skos:prefLabel "Bund"@da , "Bund"@en .
id:passage-1-2 a kompas:Passage .
"""


@pytest.fixture
def found() -> Names:
    """Return the names of a country, an organisation, a group and a passage."""
    return names(ox.Quad(*triple) for triple in ox.parse(DATA, format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize(
    "name", ["Østland", "østland", "Eastland", "ØSTLANDSK", "EST", "id:country-a", f"<{ns.ID}country-a>"]
)
def test_any_name_leads_to_the_thing(found: Names, name: str) -> None:
    """Labels in both languages, other forms, codes and IRIs all do, whatever their case."""
    assert found.find(name) == ns.ID + "country-a"


def test_a_thing_without_labels_has_its_iri(found: Names) -> None:
    """A passage is found and shown by its IRI."""
    assert found.find("id:passage-1-2") == ns.ID + "passage-1-2"
    assert found.label(ns.ID + "passage-1-2", "da") == "id:passage-1-2"


def test_several_things_of_one_name_are_all_named(found: Names) -> None:
    """The person has to choose."""
    with pytest.raises(KgError, match=r"^bund: 2 things have this name.*id:group-c, id:organisation-b"):
        found.find("bund")


@pytest.mark.parametrize(("name", "near"), [("Ostland", "østland"), ("id:contry-a", "id:country-a")])
def test_no_such_name_suggests_the_nearest(found: Names, name: str, near: str) -> None:
    """Labels and IRIs are suggested alike."""
    with pytest.raises(KgError, match=rf"nothing has this.*Did you mean .*{near}"):
        found.find(name)
