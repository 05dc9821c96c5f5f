"""What Danish and English say of one thing, and the degree that both say: each rule tells its breakage alone."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from conftest import PREFIXES, ROOT

from kg.loading import parse, read
from kg.namespaces import shorten
from kg.project import Project
from kg.reasoning.facts import Facts
from kg.validation.rules import degrees, translations


def found(data: str) -> list[tuple[str, str]]:
    """Return rule and message of all that both modules find."""
    facts = Facts(list(ox.parse(PREFIXES + data, format=ox.RdfFormat.TURTLE)))
    texts = translations.translated(facts)
    told = [*translations.check(texts), *degrees.check(facts, texts)]
    assert all(one.message.da != one.message.en and one.severity == "warning" and one.path for one in told)
    return [(one.rule, one.message.en) for one in told]


def said(da: str, en: str, more: str = "a kompas:Event") -> str:
    return f'id:thing-x {more} ; skos:definition "{da}"@da , "{en}"@en .'


@pytest.mark.parametrize(
    ("da", "wrong", "en", "rule", "message"),
    [
        ("Fra januar 2025.", "Fra januar 2026.", "From January 2025.", "numbers-apart", "the Danish says 2026"),
        ("I 2023-24.", "I 2023-25.", "In 2023-2024.", "numbers-apart", "the Danish says 25"),
        ("Ca. 1.500 skibe.", "Ca. 1.600 skibe.", "About 1,500 ships.", "numbers-apart", "the Danish says 600"),
        ("De 3 skibe.", "De 3 skibe i 2020.", "The three ships.", "numbers-apart", "2020 stands in the Danish only"),
        ("De tre skibe.", "De fire skibe.", "The three ships.", "numbers-apart", "the Danish says 4, the English 3"),
        ("Det tredje skib.", "Det fjerde skib.", "The third ship.", "numbers-apart", "the Danish says 4"),
        ("7 mia. kr.", "7 mio. kr.", "DKK 7 billion.", "numbers-apart", "the Danish says million"),
        ("I maj.", "I juni.", "In May.", "months-apart", "the Danish says June, the English May"),
        ("Skibe sejler.", "I juli sejler skibe.", "Ships sail.", "months-apart", "July stands in the Danish only"),
        ("Vi skal stå fast.", "Vi skal ikke stå fast.", "We shall stand firm.", "denial-apart", "“ikke” stands"),
        ("Det sker aldrig.", "Det sker.", "It never happens.", "denial-apart", "“never” stands"),
        ("Huset blev bygget.", "Huset bliver bygget.", "The house was built.", "tense-apart", "in the Danish it"),
        ("Huset vil stå.", "Huset blev til.", "The house will stand.", "tense-apart", "in the English it"),
        ("Vi vil støtte både.", "Vi vil modarbejde både.", "We will support boats.", "aim-apart", "the English"),
    ],
)  # fmt: skip
def test_what_one_language_says_otherwise(da: str, wrong: str, en: str, rule: str, message: str) -> None:
    assert found(said(da, en)) == []
    [(told, words)] = found(said(wrong, en))
    assert told == rule
    assert message in words


@pytest.mark.parametrize(
    ("da", "en"),
    [
        ("Det er landene uden for byen.", "These are the countries beyond the town."),  # no denial in Danish either
        ("Målene rækker ikke.", "The goals fall short."),
        ("Det er uoplyst.", "It is not given."),
        ("Varer, som vi ikke kan undvære.", "Critical goods."),
        ("Ikke mindst skibene.", "Above all the ships."),
        ("Højst 5 skibe.", "No more than 5 ships."),
        ("Det var ikke alle.", "It was without one."),
        ("Det er sat i gang, hvor vi vil være.", "It was begun where we want to be."),
        ("Arbejde i Getting to Zero.", "Work in Getting to Zero."),  # no number in a name
        ("Skibe, både store og små, i begge lande.", "Two ships, both large and small."),
        ("Skibe i 90'erne.", "Ships in the 1990s."),
    ],
)
def test_what_is_only_a_turn_of_phrase(da: str, en: str) -> None:
    assert found(said(da, en)) == []


def test_texts_in_any_order() -> None:
    two = 'id:a skos:prefLabel "to både"@da . id:b skos:prefLabel "2 boats"@en , "3 både"@da . id:a skos:prefLabel '
    assert found(two + '"two boats"@en .') == [
        ("numbers-apart", "the Danish says 3, the English 2: correct one of them")
    ]
    assert found('id:a skos:prefLabel "to både"@da , "2 \\u0000"@en . id:b skos:prefLabel "3"@da , "4"@en .') != []


@pytest.mark.parametrize(
    ("da", "en", "right", "wrong", "rule"),
    [
        ("Danmark vil sejle.", "Denmark will sail.", "a kompas:Commitment ; kompas:strength id:strength-will",
         "a kompas:Commitment ; kompas:strength id:strength-pursues", "definition-and-degree"),
        ("Regeringen skal sejle.", "The government is to sail.", "a kompas:Commitment", "a kompas:Measure",
         "definition-and-degree"),
        ("Danmark vil arbejde for skibe.", "Denmark will work for ships.", "kompas:strength id:strength-aims",
         "kompas:strength id:strength-will", "definition-and-degree"),
        ("Isen truer skibe.", "The ice threatens ships.", "kompas:kind id:kind-threat",
         "kompas:kind id:kind-opportunity", "definition-and-degree"),
        ("Hvem det er, siges ikke.", "Who it is is not said.",
         "kompas:evidence id:p ; kompas:notStated id:aspect-actor", "kompas:evidence id:p", "unsaid-unmarked"),
    ],
)  # fmt: skip
def test_the_degree_of_a_definition(da: str, en: str, right: str, wrong: str, rule: str) -> None:
    assert found(said(da, en, right)) == []
    assert [told for told, _ in found(said(da, en, wrong))] == [rule]
    for one in (said(da, "It is so.", wrong), said("Sådan er det.", en, wrong)):
        assert rule not in {told for told, _ in found(one)}


def test_the_project_itself() -> None:
    facts = Facts(list(parse(read(project=Project(ROOT)))))
    texts = translations.translated(facts)
    told = [*translations.check(texts), *degrees.check(facts, texts)]
    assert [(one.rule, shorten(one.thing)) for one in told] == []
