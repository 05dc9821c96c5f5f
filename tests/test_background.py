"""The background facts: codes, names, regions, and the members of the bodies of states in January 2022."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from kg.namespaces import DCTERMS, ID, KOMPAS, PROV, RDF, SKOS

FOLDER = Path(__file__).parent.parent / "data" / "background"
EU_COUNTRY = "http://publications.europa.eu/resource/authority/country/"

FULL = ("memberOf", "permanentMemberOf", "electedMemberOf")
SEATS = (*FULL, "associateMemberOf", "observerIn")

Facts: TypeAlias = dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]


@pytest.fixture(scope="module")
def facts() -> Facts:
    """Map each subject to its properties and their values, all files together."""
    found: Facts = defaultdict(lambda: defaultdict(list))
    for path in sorted(FOLDER.glob("*.ttl")):
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            assert isinstance(triple.subject, ox.NamedNode)
            assert isinstance(triple.object, ox.NamedNode | ox.Literal)
            found[triple.subject.value][triple.predicate.value].append(triple.object)
    return found


def kinds(facts: Facts, kind: str) -> set[str]:
    """Return the subjects of one class."""
    return {s for s, about in facts.items() if KOMPAS + kind in values(about, RDF + "type")}


def values(about: dict[str, list[ox.NamedNode | ox.Literal]], prop: str) -> list[str]:
    """Return the values of a property as plain strings."""
    return [term.value for term in about.get(prop, [])]


def bound(facts: Facts, body: str, *properties: str) -> set[str]:
    """Return the ISO codes of the countries and territories tied to a body by any of the properties."""
    return {
        values(facts[place], KOMPAS + "isoAlpha3")[0]
        for place in kinds(facts, "Country") | kinds(facts, "Territory")
        for prop in properties
        if f"{ID}organisation-{body}" in values(facts[place], KOMPAS + prop)
    }


def test_every_entry_of_iso_3166_is_there_once(facts: Facts) -> None:
    countries, territories = kinds(facts, "Country"), kinds(facts, "Territory")

    assert (len(countries), len(territories)) == (196, 53)
    assert not countries & territories
    for prop, pattern in (
        ("isoAlpha2", (2, str.isalpha)),
        ("isoAlpha3", (3, str.isalpha)),
        ("isoNumeric", (3, str.isdigit)),
    ):
        codes = [values(facts[place], KOMPAS + prop) for place in countries | territories]
        length, made_of = pattern
        assert all(len(code) == 1 and len(code[0]) == length and made_of(code[0]) for code in codes)
        assert len({code[0] for code in codes}) == 249
    assert all(place.startswith(ID + "country-") for place in countries)
    assert all(place.startswith(ID + "territory-") for place in territories)


def test_a_match_in_the_eu_table_is_the_same_code(facts: Facts) -> None:
    matched = {s: values(about, SKOS + "exactMatch") for s, about in facts.items() if SKOS + "exactMatch" in about}

    assert kinds(facts, "Country") <= set(matched)
    for place, match in matched.items():
        assert match == [EU_COUNTRY + values(facts[place], KOMPAS + "isoAlpha3")[0]]


def test_names_are_in_both_languages_and_name_one_place(facts: Facts) -> None:
    places = kinds(facts, "Country") | kinds(facts, "Territory")
    regions = {region for region in kinds(facts, "Region") if SKOS + "prefLabel" in facts[region]}
    names: Counter[tuple[str | None, str]] = Counter()

    for place in places | regions:
        labels = [term for term in facts[place][SKOS + "prefLabel"] if isinstance(term, ox.Literal)]
        assert sorted(str(label.language) for label in labels) == ["da", "en"], place
        others = [term for term in facts[place].get(SKOS + "altLabel", []) if isinstance(term, ox.Literal)]
        names.update({(label.language, label.value) for label in labels + others})

    assert [name for name, count in names.items() if count > 1] == []


def test_each_entry_lies_in_one_statistical_region(facts: Facts) -> None:
    statistical = {region for region in kinds(facts, "Region") if KOMPAS + "m49Code" in facts[region]}
    astray = {
        place
        for place in kinds(facts, "Country") | kinds(facts, "Territory")
        if len(statistical.intersection(values(facts[place], KOMPAS + "within"))) != 1
    }

    assert astray == {ID + "territory-antarctica"}  # M49 puts it in no region


def test_regions_nest_up_to_one_continent(facts: Facts) -> None:
    statistical = {region for region in kinds(facts, "Region") if KOMPAS + "m49Code" in facts[region]}
    codes = [values(facts[region], KOMPAS + "m49Code")[0] for region in statistical]
    continents = {f"{ID}region-{name}" for name in ("africa", "americas", "asia", "europe", "oceania")}

    assert len(set(codes)) == len(codes) == 29
    assert all(len(code) == 3 and code.isdigit() for code in codes)
    for region in statistical:
        top, steps = region, 0
        while above := values(facts[top], KOMPAS + "within"):
            assert len(above) == 1
            top, steps = above[0], steps + 1
            assert steps <= 2, region
        assert top in continents


def test_the_realm_has_three_parts_of_which_one_is_in_the_eu(facts: Facts) -> None:
    parts = {s for s, about in facts.items() if ID + "region-danish-realm" in values(about, KOMPAS + "within")}
    denmark = ID + "country-denmark"
    beyond = {ID + "territory-greenland", ID + "territory-faroe-islands"}

    assert parts == {denmark} | beyond
    assert all(values(facts[part], KOMPAS + "dependencyOf") == [denmark] for part in beyond)
    assert bound(facts, "eu", "memberOf") & {"DNK", "GRL", "FRO"} == {"DNK"}


def test_a_territory_depends_on_a_country(facts: Facts) -> None:
    dependent = {
        s: values(about, KOMPAS + "dependencyOf") for s, about in facts.items() if KOMPAS + "dependencyOf" in about
    }
    sovereign = {above for aboves in dependent.values() for above in aboves}

    assert set(dependent) <= kinds(facts, "Territory")
    assert sovereign <= kinds(facts, "Country")
    assert all(len(aboves) == 1 for aboves in dependent.values())
    assert ID + "territory-western-sahara" not in dependent  # disputed


@pytest.mark.parametrize(
    ("body", "members"),
    [
        ("african-union", 55),
        ("arctic-council", 8),
        ("asean", 10),
        ("boga", 6),
        ("council-of-europe", 47),
        ("eu", 27),
        ("g20", 19),  # and the EU
        ("g5-sahel", 5),
        ("iaea", 171),  # two of the 173 could not be checked
        ("iea", 30),
        ("ilo", 187),
        ("imo", 175),
        ("nato", 30),
        ("nordic-council-of-ministers", 5),
        ("oecd", 38),
        ("osce", 57),
        ("un", 193),
        ("un-human-rights-council", 47),
        ("un-peacebuilding-commission", 5),  # the permanent ones alone could be checked
        ("un-security-council", 15),
        ("unesco", 193),
        ("who", 194),
        ("world-bank", 188),  # and Kosovo, which has no ISO code
        ("wto", 163),  # and the EU
    ],
)
def test_a_body_has_as_many_full_members_as_in_january_2022(facts: Facts, body: str, members: int) -> None:
    assert len(bound(facts, body, *FULL)) == members


@pytest.mark.parametrize(
    ("body", "prop", "codes"),
    [
        ("african-union", "suspendedFrom", "BFA GIN MLI SDN"),
        ("arctic-council", "memberOf", "CAN DNK FIN ISL NOR RUS SWE USA"),
        ("asean", "memberOf", "BRN IDN KHM LAO MMR MYS PHL SGP THA VNM"),
        ("boga", "associateMemberOf", "NZL PRT"),
        ("eu", "candidateFor", "ALB MKD MNE SRB TUR"),
        ("g5-sahel", "memberOf", "BFA MLI MRT NER TCD"),
        ("imo", "associateMemberOf", "FRO HKG MAC"),
        ("nordic-council-of-ministers", "associateMemberOf", "ALA FRO GRL"),
        ("un", "observerIn", "PSE VAT"),
        ("un-security-council", "electedMemberOf", "ALB ARE BRA GAB GHA IND IRL KEN MEX NOR"),
        ("un-security-council", "permanentMemberOf", "CHN FRA GBR RUS USA"),
    ],
)
def test_seats_are_those_of_january_2022(facts: Facts, body: str, prop: str, codes: str) -> None:
    assert bound(facts, body, prop) == set(codes.split())


@pytest.mark.parametrize(
    ("code", "inside", "outside"),
    [
        ("GBR", "nato council-of-europe", "eu"),  # left the EU in 2020
        ("FIN", "eu osce", "nato"),  # joined NATO in 2023
        ("SWE", "eu osce", "nato"),  # joined NATO in 2024
        ("MKD", "nato", "eu"),
        ("RUS", "council-of-europe un-human-rights-council arctic-council", "oecd"),  # shut out later in 2022
        ("CZE", "eu", "un-human-rights-council"),  # took Russia's seat in May 2022
        ("DNK", "eu nato arctic-council", "un-human-rights-council un-security-council"),
        ("USA", "nato oecd", "unesco"),  # away from 2019 to 2023
        ("LTU", "oecd", "iea"),  # joined in February 2022
        ("CRI", "oecd boga", "iea"),
        ("TLS", "un", "asean wto"),
    ],
)
def test_changes_close_to_january_2022_fall_on_the_right_side(
    facts: Facts, code: str, inside: str, outside: str
) -> None:
    assert all(code in bound(facts, body, *FULL) for body in inside.split())
    assert not any(code in bound(facts, body, *FULL) for body in outside.split())


def test_nobody_sits_twice_and_only_members_are_suspended(facts: Facts) -> None:
    for place in kinds(facts, "Country") | kinds(facts, "Territory"):
        about = facts[place]
        seats = [body for prop in SEATS for body in values(about, KOMPAS + prop)]
        assert len(set(seats)) == len(seats), place
        assert set(values(about, KOMPAS + "suspendedFrom")) <= set(values(about, KOMPAS + "memberOf"))
        assert not set(values(about, KOMPAS + "candidateFor")).intersection(seats)


def test_the_eu_sits_among_states(facts: Facts) -> None:
    eu = facts[ID + "organisation-eu"]

    assert {body.removeprefix(ID + "organisation-") for body in values(eu, KOMPAS + "memberOf")} == {"g20", "wto"}


def test_every_list_names_its_source_and_its_day(facts: Facts) -> None:
    lists = {s: about for s, about in facts.items() if PROV + "Entity" in values(about, RDF + "type")}
    covered = [body for about in lists.values() for body in values(about, KOMPAS + "coversBody")]
    used = {
        body
        for about in facts.values()
        for prop in (*SEATS, "candidateFor", "suspendedFrom")
        for body in values(about, KOMPAS + prop)
    }

    assert sorted(covered) == sorted(used)
    for name, about in lists.items():
        assert values(about, DCTERMS + "source"), name
        assert values(about, DCTERMS + "date") == ["2022-01-31"], name
        titles = [term for term in about[DCTERMS + "title"] if isinstance(term, ox.Literal)]
        assert sorted(str(title.language) for title in titles) == ["da", "en"], name


def test_each_subject_has_one_block() -> None:
    starts = [
        line.split()[0]
        for path in FOLDER.glob("*.ttl")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("id:")
    ]

    assert len(set(starts)) == len(starts) == 249 + 29 + 27 + 2
