"""Who takes part, and what else the words on a thing name: each rule tells its breakage, and not its neighbour."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT

from kg.loading import parse, read
from kg.namespaces import shorten
from kg.project import Project
from kg.reasoning.facts import Facts
from kg.validation.rules import roles, words

AGENTS = """
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:country-a a kompas:Country ; skos:prefLabel "Sydland"@da , "Southland"@en ; skos:altLabel "sydlandsk"@da .
id:country-b a kompas:Country ; skos:prefLabel "Norland"@da , "Norland"@en .
id:country-own a kompas:Country ; skos:prefLabel "Ø"@da , "Isle"@en .
id:region-a a kompas:Region ; skos:prefLabel "Vestdalen"@da , "the West Valley"@en .
id:region-b a kompas:Region ; skos:prefLabel "Østdalen"@da , "East Valley"@en .
id:organisation-a a kompas:Organisation ; skos:prefLabel "Haveforbundet"@da , "Garden Union"@en ; kompas:acronym "GU" .
id:organisation-b a kompas:Organisation ; skos:prefLabel "Søforbundet"@da , "Lake Union"@en .
id:organisation-state a kompas:Organisation ; kompas:kind id:kind-government ; skos:prefLabel "Rådet"@da .
id:commitment-other kompas:partner id:country-a , id:country-b , id:organisation-a , id:organisation-b ;
    kompas:attributedTo id:country-a ; kompas:adoptedIn id:organisation-a , id:organisation-b ;
    kompas:forum id:organisation-a , id:organisation-b ;
    kompas:place id:region-a , id:region-b ; skos:prefLabel "Sydland, Norland"@da , "GU, Lake Union"@en ;
    skos:definition "Haveforbundet, Søforbundet, Vestdalen, Østdalen"@da .
id:value-a a kompas:Value ; skos:prefLabel "frihed"@da , "freedom"@en ; skos:altLabel "fri presse"@da .
id:value-b a kompas:Value ; skos:prefLabel "velfærd"@da , "welfare"@en .
id:valuelink-b kompas:linkValue id:value-b .
id:interval-2020 kompas:firstDay "2020-01-01"^^xsd:date ; kompas:lastDay "2020-12-31"^^xsd:date .
id:interval-2020-08 kompas:firstDay "2020-08-01"^^xsd:date ; kompas:lastDay "2020-08-31"^^xsd:date .
"""


def found(data: str) -> set[tuple[str, str, str]]:
    """Return rule, thing and value, in short form, of all that the two checks find."""
    facts = Facts(list(ox.parse(PREFIXES + AGENTS + data, format=ox.RdfFormat.TURTLE)))
    told = [*roles.check(facts), *words.check(facts)]
    assert all(one.message.da != one.message.en and one.severity == "warning" and one.path for one in told)
    return {(one.rule, shorten(one.thing), shorten(one.value) or one.suggestion) for one in told}


def test_the_sound_things_have_no_finding() -> None:
    assert found("") == set()


def said(da: str, en: str, more: str) -> str:
    return f'id:thing-x skos:prefLabel "{da}"@da , "{en}"@en ; skos:definition "{da}"@da , "{en}"@en ; {more} .'


@pytest.mark.parametrize(
    ("sound", "broken", "rule", "value"),
    [
        # who takes a role is named, in any form, if anybody is
        (said("med sydlandske skibe", "with ships of Norland", "kompas:partner id:country-a"),
         said("med Norlands skibe", "with ships of Norland", "kompas:partner id:country-a"),
         "unnamed-role", "id:country-a"),
        (said("gennem GU", "through the Lake Union", "kompas:partner id:organisation-a"),
         said("gennem GU", "through GU", "kompas:partner id:organisation-b"), "unnamed-role", "id:organisation-b"),
        (said("Ø under angreb", "attack on the Isle", "kompas:attributedTo id:country-b"),  # which takes no such role
         said("Sydlands angreb", "Southland's attack", "kompas:attributedTo id:country-b"),
         "unnamed-role", "id:country-b"),
        (said("Haveforbundets aftale", "deal of the Garden Union", "kompas:adoptedIn id:organisation-state"),
         said("Haveforbundets aftale", "deal of the Garden Union", "kompas:adoptedIn id:organisation-b"),
         "unnamed-role", "id:organisation-b"),
        (said("Vestdalens to dele", "the West Valley", "kompas:place id:region-b , id:country-own"),
         said("Vestdalens to dele", "the West Valley", "kompas:place id:region-b"), "unnamed-role", "id:region-b"),
        (said("med andre", "with others", "kompas:forum id:organisation-b"),
         said("i Haveforbundet", "in the Garden Union", "kompas:forum id:organisation-b"),
         "unnamed-role", "id:organisation-b"),
        (said("i Haveforbundet", "in the Lake Valley", "kompas:forum id:organisation-b"),  # in one language only
         said("i GU's råd", "in GU’s council", "kompas:forum id:organisation-b"),
         "unnamed-role", "id:organisation-b"),
        (said("i Østdalen", "in the East Valley", "kompas:concerns id:region-b ; kompas:place id:region-a"),
         said("i Østdalen", "in the East Valley", "kompas:place id:region-a"), "unnamed-role", "id:region-a"),
        # who is named in a partnership or a list takes part in it
        (said("Norland og Ø", "Norland and the Isle", "a kompas:Partnership ; kompas:partner id:country-b"),
         said("Norland, Sydland", "Norland, Southland", "a kompas:Partnership ; kompas:partner id:country-b"),
         "left-out", "id:country-a"),
        (said("Norlands værdier", "Norland's values", "a kompas:ValueList ; kompas:upheldBy id:country-b"),
         said("Norlands værdier", "Norland's values", "a kompas:ValueList ; kompas:upheldBy id:country-own"),
         "left-out", "id:country-b"),
        # explanations and printed labels name the value
        ('id:thing-x kompas:linkValue id:value-a ; kompas:explanation "Frihed og velfærd."@da , "For welfare."@en .',
         'id:thing-x kompas:linkValue id:value-a ; kompas:explanation "For velfærden."@da , "For welfare."@en .',
         "other-value", "id:value-a"),
        ('id:thing-x kompas:namesValue id:value-a ; kompas:printedLabel "Frihedens" .',
         'id:thing-x kompas:namesValue id:value-a ; kompas:printedLabel "Velfærden" .', "printed-value", "id:value-a"),
        (said("de to værdier", "the two values", "kompas:listEntry id:entry-1 , id:entry-2"),
         said("de tre værdier", "the three values", "kompas:listEntry id:entry-1 , id:entry-2"),
         "number-of-entries", ""),
        (said("de tre værdier", "the three values", "kompas:listEntry id:e-1 ; kompas:openListOf id:aspect-members"),
         said("de tre store værdier", "the values", "kompas:listEntry id:e-1"), "number-of-entries", ""),
        # readings, times, bounds, money and members
        (said("er her læst som nul", "zero", "kompas:evidence id:p ; kompas:basis id:basis-interpreted"),
         said("er her læst som nul", "zero", "kompas:evidence id:p ; kompas:basis id:basis-stated"),
         "reading-and-basis", "id:basis-interpreted"),
        (said("fra 2020 til 2030", "from 2020 to 2030", "kompas:aboutPeriod id:interval-2020"),
         said("i 2019", "in 2019", "kompas:aboutPeriod id:interval-2020"), "definition-and-time", ""),
        (said("i august 2020", "in August 2020", "kompas:doneIn id:interval-2020-08"),
         said("i september 2020", "in September 2020", "kompas:doneIn id:interval-2020-08"),
         "definition-and-time", ""),
        (said("der er sat penge af", "money is set aside", "kompas:strength id:strength-set-aside"),
         said("der er sat penge af", "money is set aside", "kompas:strength id:strength-will"),
         "set-aside", "id:strength-will"),
        ("id:thing-x skos:altLabel 'GU2'@da . id:a kompas:memberOf id:thing-x . id:b kompas:memberOf id:thing-x .",
         "id:thing-x skos:altLabel 'GU1'@da . id:a kompas:memberOf id:thing-x . id:b kompas:memberOf id:thing-x .",
         "members-and-name", "GU1"),
        # partnerships and themes are what they are called
        (said("grønt strategisk partnerskab", "green strategic partnership",
              "a kompas:Partnership ; kompas:kind id:kind-green-strategic-partnership"),
         said("grønt strategisk partnerskab", "green strategic partnership",
              "a kompas:Partnership ; kompas:kind id:kind-strategic-partnership"),
         "green-partnership", "id:kind-strategic-partnership"),
        (('id:thing-x a kompas:Theme ; skos:prefLabel "havvind"@da ; skos:definition "Havvinden over søvej."@da .'
         'id:theme-y a kompas:Theme ; skos:prefLabel "søvej"@da .'),
         ('id:thing-x a kompas:Theme ; skos:prefLabel "havvind"@da ; skos:definition "Skibe på en søvej."@da .'
         'id:theme-y a kompas:Theme ; skos:prefLabel "søvej"@da .'), "theme-and-definition", ""),
    ],
)  # fmt: skip
def test_words_and_what_they_name(sound: str, broken: str, rule: str, value: str) -> None:
    assert found(sound) == set()
    assert found(broken) == {(rule, "id:thing-x", value)}


def test_who_is_named_in_the_place_of_another_is_suggested() -> None:
    text = PREFIXES + AGENTS + said("i Østdalen", "in the East Valley", "kompas:place id:region-a")
    [one] = roles.check(Facts(list(ox.parse(text, format=ox.RdfFormat.TURTLE))))
    assert (one.rule, one.suggestion) == ("unnamed-role", "id:region-b")


def test_the_project_itself() -> None:
    facts = Facts(list(parse(read(project=Project(ROOT)))))
    assert [*roles.check(facts), *words.check(facts)] == []
