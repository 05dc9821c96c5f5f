"""What the texts on a thing say is what is said of it: each rule tells a breakage where it is, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT

from kg.loading import Source, parse, read
from kg.namespaces import DOCUMENT_GRAPH, ORG, RDFS, shorten
from kg.project import Project
from kg.reasoning.facts import Facts
from kg.validation.checking import examine
from kg.validation.material import Files, Material
from kg.validation.rules import labelled, labels, namesakes, quantities

if TYPE_CHECKING:
    from kg.validation.findings import Check, Finding

MORE = (
    f"@prefix org: <{ORG}> .\n@prefix rdfs: <{RDFS}> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    "kompas:Organisation rdfs:subClassOf kompas:Agent .\n"
)
YEARS = "".join(
    f'id:interval-{name} a kompas:Interval ; kompas:firstDay "{first}-01-01"^^xsd:date ;'
    f' kompas:lastDay "{last}-12-31"^^xsd:date .\n'
    for name, first, last in (("2003", 2003, 2003), ("2006", 2006, 2006), ("2021-to-2024", 2021, 2024))
)
COUNTRIES = """
id:country-a a kompas:Country ; skos:prefLabel "Sydland"@da , "Southland"@en ; skos:altLabel "sydlandsk"@da .
id:country-b a kompas:Country ; skos:prefLabel "Norland"@da , "Norland"@en ; skos:altLabel "Det Kolde Land"@da .
"""
VOCABULARY: tuple[Check, ...] = ("vocabulary",)
BOUND, PER, CURRENCY, UNIT, RUNS, DONE = (
    f"kompas:{name}" for name in ("bound", "per", "currency", "unit", "runsIn", "doneIn")
)


def found(data: str) -> set[tuple[str, str, str]]:
    """Return rule, path and value, in short form, of all that the four checks find."""
    text = PREFIXES + MORE + data
    quads = list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    told = _findings(Facts(quads))
    assert all(one.message.da != one.message.en and one.severity == "warning" for one in told)
    assert len({(one.rule, one.thing, one.value) for one in told}) == len(told)
    return {(one.rule, shorten(one.path), shorten(one.value)) for one in told}


def _findings(facts: Facts) -> list[Finding]:
    return [one for module in (labels, labelled, namesakes, quantities) for one in module.check(facts)]


def figure(da: str, en: str = "", more: str = "", *, value: str = "150.0") -> str:
    english = f' , "{en}"@en' if en else ""
    return f'id:figure-a kompas:numericValue {value} ; skos:prefLabel "{da}"@da{english} ; {more} a kompas:Figure .'


@pytest.mark.parametrize(
    ("da", "en", "bound"),
    [
        ("over 150 skibe", "over 150 ships", "over"),
        ("mere end 150 skibe", "more than 150 ships", "over"),
        ("mindst 150 skibe", "at least 150 ships", "at-least"),
        ("under 150 skibe", "fewer than 150 ships", "under"),
        ("højst 150 skibe", "no more than 150 ships", "at-most"),
        ("ca. 150 skibe", "about 150 ships", "about"),
        ("Omkring 150 kr. pr. skib", "around DKK 150 a ship", "about"),
    ],
)
def test_the_bound_of_a_number(da: str, en: str, bound: str) -> None:
    other = "about" if bound == "over" else "over"
    assert found(figure(da, en)) == {("label-and-bound", BOUND, "")}
    assert found(figure(da, en, f"kompas:bound id:bound-{other} ;")) == {
        ("label-and-bound", BOUND, f"id:bound-{other}")
    }
    assert found(figure(da, en, f"kompas:bound id:bound-{bound} ;")) == set()


@pytest.mark.parametrize(
    ("da", "en"),
    [
        ("150 skibe", "150 ships"),
        ("150 skibe over 12 meter", "150 ships of over 12 metres"),
        ("150 skibe omkring Sydland", "150 ships around Southland"),
        ("150 skibe i over et årti", "150 ships for over a decade"),
        ("rapport om 150 skibe", "report about 150 ships"),
    ],
)
def test_what_is_no_bound_of_the_number(da: str, en: str) -> None:
    assert found(figure(da, en)) == set()


def test_the_span_of_a_number() -> None:
    said = ("150 skibe om året", "150 ships a year")
    assert found(figure(*said)) == {("label-and-span", PER, "")}
    assert found(figure(*said, "kompas:per id:unit-month ;")) == {("label-and-span", PER, "id:unit-month")}
    assert found(figure(*said, "kompas:per id:unit-year ;")) == set()
    assert found(figure("150 skibe på et år", "150 ships in a year")) == set()
    assert found(figure("150 skibe mødes to gange om året", "150 ships meet two times a year")) == set()


@pytest.mark.parametrize(
    ("da", "en", "right"),
    [
        ("150 kr. til skibe", "DKK 150 for ships", "DKK"),
        ("150 kroner til skibe", "150 kroner for ships", "NOK"),
        ("150 euro til skibe", "€150 for ships", "EUR"),
        ("150 dollars til skibe", "150 US dollars for ships", "USD"),
        ("20 kr. af 150 euro til skibe", "DKK 20 of EUR 150 for ships", "EUR"),
    ],
)
def test_the_currency_of_an_amount(da: str, en: str, right: str) -> None:
    assert found(figure(da, en, f'kompas:currency "{right}" ;')) == set()
    assert found(figure(da, en, 'kompas:currency "JPY" ;')) == {("label-and-currency", CURRENCY, "JPY")}
    assert found(figure(da, en)) == found(figure("150 til skibe", "150 for ships", 'kompas:currency "JPY" ;')) == set()


def test_a_share_in_per_cent() -> None:
    said = ("55 % af skibene", "55 per cent of the ships")
    wrong = {("label-and-unit", UNIT, "id:unit-ship")}
    assert found(figure(*said, "kompas:unit id:unit-ship ;", value="55.0")) == wrong
    assert found(figure(*said, "kompas:unit id:unit-percent ;", value="55.0")) == set()
    defined = 'kompas:unit id:unit-ship ; skos:definition "Det er 55 procent af skibene."@da ;'
    assert found(figure("en del af skibene", more=defined, value="55.0")) == wrong
    share = figure("1 % af 100 mia. dollars", "1 % of 100 billion dollars", "kompas:unit id:unit-usd ;", value="1e9")
    assert found(share.replace("1e9", "1000000000.0")) == set()
    both = "55 skibe, 55 % af alle"
    assert found(figure(both, more="kompas:unit id:unit-ship ;", value="55.0")) == set()


def test_the_amount_of_a_definition() -> None:
    money = 'kompas:currency "DKK" ; skos:definition "Der er {} kr. til skibe."@da , "DKK {} is for ships."@en ;'
    told = {("definition-and-number", "skos:definition", "DKK 105 is for ships.")}
    assert found(figure("penge til skibe", more=money.format(150, 105))) == told
    assert found(figure("penge til skibe", more=money.format(150, 150))) == set()
    assert found(figure("penge til skibe", more=money.format(105, 105))) == set()  # that of a whole, perhaps
    ships = money.replace("{} kr.", "{}").replace("DKK {}", "{}")
    assert found(figure("penge til skibe", more=ships.format(150, 105))) == set()


@pytest.mark.parametrize(("label", "wrong"), [("skibe 2021-2024", True), ("skibe 2021–24", True), ("skibe", False)])
def test_a_range_of_years(label: str, wrong: bool) -> None:  # noqa: FBT001
    data = YEARS + f'id:funding-a skos:prefLabel "{label}"@da ; kompas:runsIn id:interval-'
    assert found(data + "2021-to-2024 .") == set()
    assert found(data + "2006 .") == ({("label-and-year", RUNS, "id:interval-2006")} if wrong else set())
    plan = '\nid:instrument-a skos:prefLabel "planen 2021-2024"@da .'  # which the money is for
    assert (
        found(YEARS + 'id:funding-a skos:prefLabel "til planen 2021-2024"@da ; kompas:runsIn id:interval-2006 .' + plan)
        == set()
    )


@pytest.mark.parametrize(
    ("definition", "wrong"),
    [
        ("In 2003 the ships left.", True),
        ("In the summer of 2003 the ships left.", True),
        ("From 2003 to 2005 the ships left.", True),
        ("The ships that came in 2003 left.", False),
        ("The ships left.", False),
        ("In 2003-style boats they left.", False),
    ],
)
def test_the_year_of_an_event(definition: str, wrong: bool) -> None:  # noqa: FBT001
    data = YEARS + f'id:event-a a kompas:Event ; skos:definition "{definition}"@en ; kompas:doneIn id:interval-'
    assert found(data + "2003 .") == set()
    assert found(data + "2006 .") == ({("definition-and-year", DONE, "id:interval-2006")} if wrong else set())
    assert found(data.replace(" a kompas:Event", " a kompas:Figure") + "2006 .") == set()
    starts = data.replace("kompas:doneIn", "kompas:startsIn").replace(definition, definition.replace("2003", "2004"))
    assert found(starts + "2003 .") == set()  # it goes on


@pytest.mark.parametrize(
    ("type_", "role", "da", "en"),
    [
        ("Partnership", "partner", "samarbejdet med Sydland", "cooperation with Southland"),
        ("DiplomaticMission", "accreditedTo", "ambassaden i Sydland", "embassy in Southland"),
        ("MilitaryOperation", "operatesIn", "missionen i Sydland", "Mission Southland"),
        ("Standing", "standingOf", "Sydlands nej til traktaten", "Southland's no to the treaty"),
    ],
)
def test_the_country_of_a_label(type_: str, role: str, da: str, en: str) -> None:
    data = COUNTRIES + f'id:thing-a a kompas:{type_} ; skos:prefLabel "{da}"@da , "{en}"@en ; kompas:{role} '
    assert found(data + "id:country-b .") == {("label-and-country", f"kompas:{role}", "id:country-b")}
    assert found(data + "id:country-a .") == found(data + "id:country-a , id:country-b .") == set()
    assert found(data + "id:group-a .") == found(data + "id:country-b , id:group-a .") == set()
    other = da.replace("Sydland", "Norland")
    assert found(data.replace(da, other) + "id:country-a .") == {("label-and-country", "skos:prefLabel", other)}


@pytest.mark.parametrize(
    "label",
    [
        "samarbejdet om skibe",
        "det norlandske samarbejde med Sydland",  # the partner is named, in another form
        "samarbejdet med Sydland Rederi",
        "samarbejdet med Sydlands rederier",
        "samarbejdet om skibe i Sydland",
        "samarbejdet med Det Kolde Land",
    ],
)
def test_what_names_no_other_partner(label: str) -> None:
    data = f'id:thing-a a kompas:Partnership ; skos:prefLabel "{label}"@da ; kompas:partner id:country-b .'
    assert found(COUNTRIES + data) == set()
    twins = COUNTRIES.replace('"sydlandsk"@da', '"Det Kolde Land"@da')
    wrong = data.replace(label, "samarbejdet med Det Kolde Land").replace("country-b", "country-a")
    assert found(COUNTRIES + wrong) != set()
    assert found(twins + wrong) == set()  # a name of both


STRATEGY = 'id:instrument-{} a kompas:Instrument ; skos:prefLabel "{}"@en ; kompas:kind id:kind-{} .\n'
KINDS = 'id:kind-strategy skos:prefLabel "strategy"@en . id:kind-treaty skos:prefLabel "treaty"@en .\n'


def test_the_kind_of_a_label() -> None:
    three = KINDS + "".join(STRATEGY.format(name, f"the {name} strategy", "strategy") for name in "bcd")
    wrong = {("label-and-kind", "kompas:kind", "id:kind-treaty")}
    assert found(three + STRATEGY.format("a", "ship strategy", "treaty")) == wrong
    assert found(three + STRATEGY.format("a", "ship strategy", "strategy")) == set()
    assert found(three + STRATEGY.format("a", "treaty behind the strategy", "treaty")) == set()
    assert (
        found(three + STRATEGY.format("a", "ship strategy", "sea") + 'id:kind-sea skos:prefLabel "sea strategy"@en .')
        == set()
    )
    two = three.replace("the d strategy", "the d")
    assert found(two + STRATEGY.format("a", "ship strategy", "treaty")) == set()
    elsewhere = STRATEGY.format("a", "ship strategy", "treaty").replace("kompas:Instrument", "kompas:Organisation")
    assert found(three + elsewhere) == set()
    assert found(three + "".join(STRATEGY.format(name, f"{name} strategy", "treaty") for name in "ae")) == set()


def body(name: str, label: str, more: str = "", kind: str = "alliance") -> str:
    return (
        f'id:organisation-{name} a kompas:Organisation ; kompas:kind id:kind-{kind} ; skos:prefLabel "{label}"@da'
        f" ; {more} skos:inScheme id:scheme-a .\n"
    )


def test_an_acronym_of_two() -> None:
    data = body("a", "Skibsalliancen", 'kompas:acronym "SA" ;')
    twin = body("b", "Den Anden Alliance", 'kompas:acronym "SA" ; skos:altLabel "SA"@da ;')
    assert found(data + twin) == {("same-acronym", "kompas:acronym", "SA")}
    assert found(data + twin.replace("kind-alliance", "kind-court")) == set()
    parts = [one.replace("skos:inScheme id:scheme-a", f"org:subOrganizationOf id:organisation-{name}")
             for name, one in (("x", data), ("y", twin))]  # fmt: skip
    assert found("".join(parts)) == set()
    assert found((data + twin).replace("kompas:Organisation", "kompas:Instrument")) == set()


def test_an_acronym_of_another() -> None:
    data = body("a", "Skibsalliancen", 'kompas:acronym "SA" ;')
    named = body("b", "Søretten", 'skos:altLabel "SA"@da , "SA"@en ;', "court")
    assert found(data + named) == {("other-acronym", "skos:altLabel", "SA")}
    assert found(data + named.replace('"SA"', '"Sa"')) == set()
    assert found(data + named.replace("a kompas:Organisation", "a kompas:Instrument")) == set()
    assert found(data + named.replace("skos:altLabel", 'kompas:acronym "SA" ; skos:altLabel')) == set()


def test_an_acronym_with_its_letters_turned() -> None:
    wrong = body("a", "De Forenede Skibe", 'kompas:acronym "DSF" ; skos:altLabel "DFS"@da ;')
    assert found(wrong) == {("turned-acronym", "kompas:acronym", "DSF")}
    assert found(wrong.replace('"DSF"', '"DFS"')) == set()
    assert found(wrong.replace('"DFS"@da', '"DFS"@da , "DSF"@en')) == set()
    assert found(wrong.replace('"DFS"', '"Dfs"')) == found(wrong.replace('"DFS"', '"DFSX"')) == set()


def test_a_number_that_is_none() -> None:
    assert found(figure("over 150 skibe", value='"mange"')) == set()


def test_where_the_findings_are_told() -> None:
    data = figure("over 150 skibe", more="kompas:bound\n id:bound-under ;").replace(" ; ", " ;\n ")
    files = Files((Source(ROOT / "data/a.ttl", DOCUMENT_GRAPH, (PREFIXES + data).encode()),), ())
    material = Material(list(parse(files.data)), [], files)
    report = examine(material, VOCABULARY)
    [one] = [one for one in report.findings if one.rule == "label-and-bound"]
    assert (one.suggestion, one.excerpt and one.excerpt.text) == ("id:bound-over", " id:bound-under ;")


def test_the_project_itself() -> None:
    assert _findings(Facts(list(parse(read(project=Project(ROOT)))))) == []
