"""Names are found in the text as a reader finds them: inflected, broken over lines, the longest first."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg import namespaces as ns
from kg.document.coverage import Unit
from kg.document.mentioning import Occurrence, mentions, occurrences, recorded

DATA = f"""
@prefix id: <{ns.ID}> .
@prefix kompas: <{ns.KOMPAS}> .
@prefix skos: <{ns.SKOS}> .
id:organisation-un a kompas:Organisation , kompas:Agent ; skos:prefLabel "Forenede Nationer"@da ; kompas:acronym "FN" .
id:organisation-council a kompas:Agent ; skos:prefLabel "FN's Råd"@da , "UN Council"@en .
id:country-kina a kompas:Place ; skos:prefLabel "Kina"@da ; skos:altLabel "kinesisk"@da .
id:country-denmark a kompas:Place ; skos:prefLabel "Danmark"@da .
id:theme-kul a kompas:Theme ; skos:prefLabel "kul"@da .
"""
QUADS = list(ox.parse(DATA, format=ox.RdfFormat.TURTLE))


def named(text: str) -> list[str]:
    """Return the slugs of the things that the text names, in its order."""
    return [each.thing.removeprefix(ns.ID) for each in occurrences(text, QUADS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kinas kyst og kinesiske havne", ["country-kina", "country-kina"]),
        ("i FN’s Råd og i FN", ["organisation-council", "organisation-un"]),
        ("De Forenede Na-\ntioner", ["organisation-un"]),
        ("Forenede\nNationer", ["organisation-un"]),
        ("fn, kina og Kinafarer", []),
        ("Indo-\nkina", []),
        ("slut i FN. Så kom Kina", ["organisation-un", "country-kina"]),
        ("Danmark og kul", []),
        ("Rådet er Fn", []),
    ],
)
def test_names_in_a_text(text: str, expected: list[str]) -> None:
    """A case for each way that a name can stand, and for each that only looks like one."""
    assert named(text) == expected


def test_a_name_torn_over_two_units_is_named_in_both() -> None:
    """Units that a name overlaps mention it; others do not."""
    units = [Unit(f"u{start}", start, start + 10, "", "", "", "", ()) for start in (0, 11, 22)]
    assert mentions([Occurrence("t", 8, 13)], units) == {"u0": {"t"}, "u11": {"t"}}


def test_recorded_mentions_are_read_from_the_graph() -> None:
    """They are compared with what is found."""
    data = f"<{ns.ID}unit-1-2> <{ns.KOMPAS}mentions> <{ns.ID}country-kina> ."
    assert recorded(ox.parse(data, format=ox.RdfFormat.TURTLE)) == {ns.ID + "unit-1-2": {ns.ID + "country-kina"}}
