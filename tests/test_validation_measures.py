"""Amounts, signs, bounds and parties are held to the words of a copy: each slip is told, and no sound neighbour."""

from __future__ import annotations

import re
from decimal import Decimal

import pyoxigraph as ox
import pytest
from conftest import PREFIXES

from kg.namespaces import DCTERMS, ID, shorten
from kg.reasoning.facts import Facts
from kg.validation.rules import printed, worded
from kg.validation.rules.numerals import amounts_of_money, numbers

HEAD = f"""@prefix dcterms: <{DCTERMS}> .
id:text-a kompas:digest "a" ; dcterms:language "da" .
id:plan-a dcterms:publisher id:body-board .
id:body-board a kompas:Organisation ; skos:prefLabel "Bestyrelsen"@da .
id:body-town a kompas:Organisation ; kompas:locatedIn id:city-town ; skos:prefLabel "Bjerg By"@da ;
    skos:altLabel "byen"@da .
id:body-club a kompas:Organisation ; skos:prefLabel "Klatreklubben"@da .
id:city-town a kompas:City ; skos:prefLabel "Bjerg"@da .
id:country-fjord a kompas:Country ; skos:prefLabel "Fjordland"@da .
id:deed-1 kompas:actor id:body-town . id:deed-2 kompas:actor id:body-town .
"""
MONEY = "kompas:currency 'DKK'"


def found(text: str, said: str, *, language: str = "da") -> set[tuple[str, str, str, str]]:
    """Return rule, property, value and suggestion of what is found of one thing that rests on the first line."""
    data = PREFIXES + HEAD.replace('"da" .', f'"{language}" .') + f"id:thing-x kompas:evidence id:passage-a ; {said} ."
    facts = Facts(list(ox.parse(data, format=ox.RdfFormat.TURTLE)))
    places = {ID + "passage-a": (0, len(text.splitlines()[0])), ID + "passage-whole": (0, len(text))}
    told = [*printed.check(facts, text, places), *worded.check(facts, text, places)]
    assert all(one.message.da != one.message.en for one in told)
    return {(one.rule, shorten(one.path), shorten(one.value), one.suggestion) for one in told}


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("45 millioner kroner", "45000000"),
        ("mellem 120 og 150 mio. kr.", "120000000 150000000"),
        ("7-8 mia. kr.", "7000000000 8000000000"),
        ("1,5 mia. kr.", "1500000000"),
        ("3.500 kr. og 2 tusinde kr.", "3500 2000"),
        ("(mio. kr.) 40 50", "40 50 40000000 50000000"),
        ("2 billion dollars", "2000000000 2000000000000"),
        ("40 mio. kr., heraf 5.000 kr. til 12 skibe", "40000000 5000 12"),
    ],
)
def test_amounts_of_money_have_the_scale_of_their_word(text: str, amounts: str) -> None:
    assert amounts_of_money(text) == {Decimal(one).normalize() for one in amounts.split()}


def test_a_sign_before_other_than_three_digits_is_that_of_decimals() -> None:
    assert numbers("1,5 meter") == {Decimal("1.5")}
    assert numbers("1.500,75") == {Decimal("1500.75")}
    assert numbers("3,125 og 3.500") == {Decimal(3125), Decimal("3.125"), Decimal(3500)}


@pytest.mark.parametrize(
    ("text", "said", "suggestion"),
    [
        ("Der er afsat 45 millioner kroner", f"kompas:numericValue 45.0 ; {MONEY}", "45000000.0"),
        ("Det koster 120 til 150 mio. kr.", f"kompas:minimum 120000.0 ; {MONEY}", "120000000.0"),
        ("Muren er 1,5 meter", "kompas:numericValue 15.0", ""),
        ("Det koster 2,5 mia. kr.", f"kompas:numericValue 25000000000.0 ; {MONEY}", ""),
    ],
)
def test_amounts_wrong_by_powers_of_ten(text: str, said: str, suggestion: str) -> None:
    value = re.findall("[0-9.]+", said)[0]
    path = said.split(maxsplit=1)[0]
    assert found(text, said) == {("other-number", path, value, suggestion)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Der er afsat 45 millioner kroner", f"kompas:numericValue 45000000.0 ; {MONEY}"),
        ("Det er 1 procent af 100 mia. kroner", f"kompas:numericValue 1000000000.0 ; {MONEY} ; kompas:basis id:x"),
        ("Vi er 45 millioner", "kompas:numericValue 45.0 ; kompas:unit id:unit-million-persons"),
        ("Muren er 1,5 meter", "kompas:numericValue 1.5"),
        ("Udledningen faldt med 38 procent", "kompas:numericValue -38.0 ; kompas:unit id:unit-percent"),
        ("Det er minus 38 grader", "kompas:numericValue -38.0"),
        ("Det er mindst 70 procent", "kompas:numericValue 70.0 ; kompas:bound id:bound-at-least"),
        ("Det er 70 procent af de 30 huse", "kompas:numericValue 30.0 ; kompas:unit id:unit-house"),
        ("Mindst 70, højst 70", "kompas:numericValue 70.0 ; kompas:bound id:bound-at-most"),
    ],
)  # fmt: skip
def test_numbers_that_their_words_bear_out(text: str, said: str) -> None:
    assert found(text, said) == set()


@pytest.mark.parametrize(
    ("text", "said", "path", "value", "suggestion"),
    [
        ("Havnen udleder 38 procent", "kompas:numericValue -38.0 ; kompas:unit id:unit-percent",
         "kompas:numericValue", "-38.0", ""),
        ("Det er mindst 70 huse", "kompas:numericValue 70.0 ; kompas:bound id:bound-at-most",
         "kompas:bound", "id:bound-at-most", "id:bound-at-least"),
        ("Det er 70 procent", "kompas:numericValue 70.0 ; kompas:unit id:unit-person",
         "kompas:unit", "id:unit-person", "id:unit-percent"),
        ("Det koster 70 kroner", "kompas:numericValue 70.0 ; kompas:currency 'EUR'",
         "kompas:currency", "EUR", ""),
    ],
)  # fmt: skip
def test_numbers_that_their_words_contradict(text: str, said: str, path: str, value: str, suggestion: str) -> None:
    assert found(text, said) == {("number-and-words", path, value, suggestion)}


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("kompas:partner id:body-club", "kompas:partner"),
        ("kompas:place id:country-fjord", "kompas:place"),
        ("kompas:beneficiary id:body-club", "kompas:beneficiary"),
    ],
)
def test_parties_are_held_to_the_words_where_no_unit_says_what_it_mentions(said: str, role: str) -> None:
    text = "Vi vil bygge en tunnel\nKlatreklubben og Fjordland står her"
    assert {one[:2] for one in found(text, said)} == {("role-unnamed", role)}
    told = found(text, said + " . id:unit-a kompas:mentions id:body-board")
    assert told == set()  # who speaks is mentioned by no unit


@pytest.mark.parametrize("party", ["id:body-board", "id:body-town", "id:city-town"])
def test_who_publishes_and_who_acts_most_need_not_be_named(party: str) -> None:
    text = "Vi vil bygge en tunnel\nBestyrelsen i Bjerg By står her"
    assert found(text, f"kompas:partner {party}") == set()
    assert found(text, f"kompas:beneficiary {party}") == set()


def test_who_acts_may_have_been_named_before() -> None:
    text = "Der skal bygges en tunnel\nKlatreklubben står her"
    part = " . id:passage-a dcterms:isPartOf id:chapter-a . id:chapter-a kompas:extent id:passage-whole"
    assert {one[0] for one in found(text, "kompas:actor id:body-club")} == {"role-unnamed"}
    assert found(text, "kompas:actor id:body-club" + part) == set()


def test_actor_and_partner_that_are_exchanged() -> None:
    text = "Byen vil sammen med Klatreklubben bygge et tårn"
    assert found(text, "kompas:actor id:body-town ; kompas:partner id:body-club") == set()
    assert found(text, "kompas:actor id:body-club ; kompas:partner id:body-town") == {
        ("actor-and-partner", "kompas:actor", "id:body-club", "id:body-town")
    }
    both = "Byen og Klatreklubben vil sammen med Fjordland bygge et tårn"
    assert found(both, "kompas:actor id:body-club ; kompas:partner id:body-town") == set()


@pytest.mark.parametrize(
    ("text", "strength", "told"),
    [
        ("Byen arbejder for et tårn", "decided", True),
        ("Byen arbejder for et tårn", "aims", False),
        ("Byen vil bygge et tårn", "pursues", True),
        ("Klubben vil bygge et tårn", "pursues", False),
    ],
)
def test_a_promise_of_who_acts_by_name(text: str, strength: str, *, told: bool) -> None:
    said = f"a kompas:Commitment ; kompas:actor id:body-town ; kompas:strength id:strength-{strength}"
    assert {one[0] for one in found(text, said)} == ({"degree-unworded"} if told else set())


def test_a_measure_that_its_actor_promises() -> None:
    said = "a kompas:Measure ; kompas:actor id:body-town"
    assert {one[0] for one in found("Byen vil bygge et tårn", said)} == {"degree-unworded"}
    assert found("Byen har bygget et tårn", said) == set()
