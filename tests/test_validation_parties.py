"""Who is named, in which role, and on what grounds: each rule tells its breakage, and not its neighbour."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT

from kg.loading import parse, read
from kg.namespaces import DCTERMS, OA, shorten
from kg.project import Project
from kg.reasoning.facts import Facts
from kg.validation.rules import grounds, groups, parties, translations

WORLD = f"""
@prefix dcterms: <{DCTERMS}> .
@prefix oa: <{OA}> .
id:country-a a kompas:Country ; skos:prefLabel "Sydland"@da , "Southland"@en ; skos:altLabel "sydlandsk"@da , "SL"@en .
id:country-b a kompas:Country ; skos:prefLabel "Norland"@da , "Norland"@en .
id:organisation-c a kompas:Organisation ; skos:prefLabel "Haveforbundet"@da , "Garden Union"@en ; kompas:acronym "GU" .
id:organisation-d a kompas:Organisation ; skos:prefLabel "Haveforbundets Råd"@da , "Garden Union Council"@en .
id:post-own a kompas:Post ; kompas:holder id:country-own .
id:country-own a kompas:Country ; skos:prefLabel "Ø"@da , "Isle"@en .
id:group-sailors a kompas:Group ; skos:prefLabel "unge sejlere"@da , "young sailors"@en .
id:group-farmers a kompas:Group ; skos:prefLabel "bønder"@da , "farmers"@en ; skos:altLabel "gårdejere"@da .
id:group-sown a kompas:Group ; skos:prefLabel "lande i GU"@da , "countries of the GU"@en .
""" + "".join(
    f'id:measure-{party}-{at} a kompas:Measure ; skos:prefLabel "hos {da}"@da , "at {en}"@en ;'
    f" kompas:concerns id:{party} .\n"
    for party, da, en in (("country-a", "Sydland", "Southland"), ("country-b", "Norland", "Norland"),
                          ("organisation-c", "GU", "the GU"))
    for at in range(3)
)  # fmt: skip
UNITS = """
id:country-a skos:altLabel "det sydlige"@da . id:unit-z kompas:mentions id:country-a , id:country-b .
id:unit-1 a kompas:Unit ; oa:start 10 ; kompas:mentions id:country-a .
id:unit-2 a kompas:Unit ; oa:start 20 .
id:unit-3 a kompas:Unit ; oa:start 30 ; kompas:mentions id:country-b .
id:unit-4 a kompas:Unit ; oa:start 40 ; kompas:mentions id:country-a , id:country-b .
id:passage-1 kompas:onUnit id:unit-1 . id:passage-2 kompas:onUnit id:unit-2 . id:passage-3 kompas:onUnit id:unit-3 .
id:passage-4 kompas:onUnit id:unit-4 .
"""


def found(data: str) -> set[tuple[str, str, str]]:
    """Return rule, property and suggestion, in short form, of all that the modules find."""
    facts = Facts(list(ox.parse(PREFIXES + WORLD + data, format=ox.RdfFormat.TURTLE)))
    texts = translations.translated(facts)
    told = [*parties.check(facts, texts), *groups.check(facts, texts), *grounds.check(facts)]
    assert all(one.message.da != one.message.en and one.severity == "warning" for one in told)
    assert all(shorten(one.thing) == "id:thing-x" for one in told)
    return {(one.rule, shorten(one.path), one.suggestion) for one in told}


def said(da: str, en: str, more: str = "a kompas:Commitment") -> str:
    return f'id:thing-x {more} ; skos:prefLabel "{da}"@da , "{en}"@en .\n'


@pytest.mark.parametrize(
    ("sound", "broken", "rule", "suggestion"),
    [
        # who is named in English is named in Danish, in any form
        (said("det sydlandske skib", "the ship of Southland", "a kompas:Figure"),
         said("det norlandske skib", "the ship of Southland", "a kompas:Figure"), "name-apart", ""),
        (said("haveforbund", "a Garden Union", "a kompas:Figure"),
         said("søforbund", "a Garden Union", "a kompas:Figure"), "name-apart", ""),
        (said("tredjelande", "non-GU countries", "a kompas:Figure"),
         said("tredjelande", "GU countries", "a kompas:Figure"), "name-apart", ""),
        # who is named by a statement is tied to it, or to what it is tied to
        (said("GU og Sydland", "GU and SL", "a kompas:Commitment ; kompas:partner id:country-a , id:organisation-c"),
         said("GU og Sydland", "GU and SL", "a kompas:Commitment ; kompas:partner id:organisation-c"),
         "named-untied", "id:country-a"),
        (said("GU og skibe", "GU and ships", "a kompas:Commitment ; kompas:partOf id:measure-organisation-c-1"),
         said("GU og skibe", "GU and ships", "a kompas:Commitment ; kompas:partOf id:measure-country-a-1"),
         "named-untied", "id:organisation-c"),
        (said("GU og skibe", "GU and ships", "a kompas:Event ; kompas:concerns id:group-sown"),
         said("GU og skibe", "GU and ships", "a kompas:Event ; kompas:concerns id:group-farmers"),
         "named-untied", "id:organisation-c"),
        (said("langs Norland", "around Norland"), said("i Norland", "in Norland"), "named-untied", "id:country-b"),
        (said("i Norland", "in Norland", "a kompas:Assessment"), said("i Norland", "in Norland"), "named-untied",
         "id:country-b"),
        (said("Haveforbundets Råd", "Garden Union Council", "a kompas:Post ; kompas:inBody id:organisation-d"),
         said("Haveforbundet", "Garden Union", "a kompas:Post ; kompas:inBody id:organisation-e"),
         "named-untied", "id:organisation-c"),
        (said("hos Ø", "at the Isle"), said("hos Sydland", "at Southland"), "named-untied", "id:country-a"),
        # a group is named by a word at least, if all words of another are there
        (said("til sejlere, som er unge", "to sailors who are young", "kompas:beneficiary id:group-sailors"),
         said("til sejlere, som er unge", "to sailors who are young", "kompas:beneficiary id:group-farmers"),
         "other-group", "id:group-sailors"),
        (said("unge bønders sejlere", "young sailors", "kompas:actor id:group-farmers"),
         said("unge sejlere", "young sailors", "kompas:actor id:group-farmers"), "other-group", "id:group-sailors"),
        (said("til sejlere", "to sailors", "kompas:payer id:group-farmers"),
         said("til unge sejlere", "to young sailors", "kompas:payer id:group-farmers"),
         "other-group", "id:group-sailors"),
        # evidence speaks of the states that the statement is about
        (UNITS + "id:thing-x kompas:partner id:country-a ; kompas:evidence id:passage-1 , id:passage-2 .",
         UNITS.replace("oa:start 40", "oa:start 5")
         + "id:thing-x kompas:partner id:country-a ; kompas:evidence id:passage-1 , id:passage-3 .",
         "evidence-of-others", ""),
        (UNITS + "id:thing-x kompas:partner id:country-a ; kompas:evidence id:passage-3 .",  # as that beside it does
         UNITS.replace("oa:start 40", "oa:start 5")
         + "id:thing-x kompas:partner id:country-a ; kompas:evidence id:passage-3 .", "evidence-of-others", ""),
    ],
)  # fmt: skip
def test_who_is_named(sound: str, broken: str, rule: str, suggestion: str) -> None:
    assert found(sound) == set()
    assert {(told, instead) for told, _, instead in found(broken)} == {(rule, suggestion)}


def test_evidence_beside_that_which_says_it() -> None:
    named = UNITS.replace("oa:start 40", "oa:start 25") + said(
        "Norland og Sydland", "Norland and Southland",
        "a kompas:Figure ; kompas:partner id:country-a , id:country-b ; kompas:evidence id:passage-",
    )  # fmt: skip
    assert found(named.replace("id:passage- ;", "id:passage-4 ;")) == set()
    assert found(named.replace("id:passage- ;", "id:passage-2 ;")) == {("evidence-beside", "kompas:evidence", "")}
    again = named.replace("id:passage- ;", "id:passage-2 ; kompas:restatedIn id:passage-4 ;")
    assert found(again) == set()
    label = named.replace("id:passage- ;", "id:passage-2 ;").replace("Norland and Southland", "Norland and others")
    assert found(label) == set()


def test_a_state_that_few_statements_are_tied_to_is_left_alone() -> None:
    loose = "".join(said("i Norland", "in Norland").replace("thing-x", f"thing-{at}") for at in range(9))
    assert found(loose) == set()


def test_the_project_itself() -> None:
    facts = Facts(list(parse(read(project=Project(ROOT)))))
    texts = translations.translated(facts)
    told = [*parties.check(facts, texts), *groups.check(facts, texts), *grounds.check(facts)]
    assert [(one.rule, shorten(one.thing)) for one in told] == []
