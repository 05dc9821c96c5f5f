"""What other strategies may say passes, and what is wrong with their shapes is told once, where it can be mended."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT

from kg.validation.advice import pasteable

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

WORLD = (ROOT / "tests" / "shapes" / "world.ttl").read_text(encoding="utf-8")
GARDEN = ROOT / "tests" / "strategies" / "garden"
# What this strategy has none of: a foreword, a town as partner, a place of no kind, other money, kinds of one's own.
OTHER = """
id:section-foreword a kompas:Section ;
    dcterms:isPartOf id:strategy-harbour ;
    skos:prefLabel "forord"@da , "foreword"@en ;
    skos:definition "Havnens indledning."@da , "The opening of the harbour."@en ;
    kompas:extent id:passage-100-140 .

id:passage-100-140 a kompas:Passage ;
    dcterms:isPartOf id:section-foreword ;
    oa:end 140 ;
    oa:hasSource id:text-harbour ;
    oa:start 100 ;
    kompas:letterCount 30 ;
    kompas:letterDigest "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" .

id:place-skerry a kompas:Place ;
    skos:prefLabel "skæret"@da , "the skerry"@en .

id:city-fartown a kompas:City ;
    kompas:within id:country-farland ;
    skos:prefLabel "Fjernby"@da , "Fartown"@en .

id:partnership-fartown a kompas:Partnership ;
    kompas:partner id:city-fartown ;
    skos:prefLabel "venskab med Fjernby"@da , "twinning with Fartown"@en ;
    skos:definition "De to byer er venskabsbyer."@da , "The two towns are twinned."@en ;
    kompas:kind id:kind-twinning ;
    kompas:status id:status-existing ;
    kompas:evidence id:passage-100-140 .

id:funding-skerry a kompas:Funding ;
    kompas:concerns id:theme-shipping ;
    kompas:payer id:organisation-harbour-council ;
    skos:prefLabel "penge til skæret"@da , "money for the skerry"@en ;
    skos:definition "Rådet giver penge til skæret."@da , "The council gives money for the skerry."@en ;
    kompas:kind id:kind-harbour-dues ;
    kompas:novelty id:novelty-new ;
    kompas:periodState id:period-unstated ;
    kompas:unit id:unit-sek ;
    kompas:currency "SEK" ;
    kompas:numericValue 2000.0 ;
    kompas:evidence id:passage-100-140 .

id:unit-sek a kompas:MeasureUnit ;
    skos:prefLabel "svenske kroner"@da , "Swedish kronor"@en ;
    kompas:currency "SEK" .

id:kind-twinning a kompas:Kind ;
    skos:prefLabel "venskabsby"@da , "twinning"@en .

id:kind-harbour-dues a kompas:Kind ;
    skos:prefLabel "havneafgift"@da , "harbour dues"@en .
"""


def violations(run_kg: Run, *arguments: object, cwd: Path | None = None) -> list[tuple[str, int, str]]:
    """Return the rules that are broken, at which line, and what to write instead."""
    result = run_kg("validate", "--alone", *arguments, "--format", "json", **({"cwd": cwd} if cwd else {}))
    report: dict[str, Any] = json.loads(result.stdout)
    return [
        (one["rule"].rpartition("#")[2], (one["place"] or {}).get("line", 0), one["suggestion"])
        for one in report["findings"]
        if one["severity"] == "violation"
    ]


def in_sections(text: str) -> str:
    """Return a strategy with sections instead of numbered chapters, and names without numbers."""
    text = re.sub(r"    kompas:(?:inChapter|number) [^\n]*\n", "", text.replace("    kompas:number 1 ;\n", "", 1))
    text = text.replace("kompas:citesSource id:source-tide-tables ;", "kompas:citesSource id:source-tide-tables ;\n"
                        "    kompas:number 1 ;")  # fmt: skip
    text = text.replace("id:chapter-1", "id:section-quay").replace("a kompas:Chapter", "a kompas:Section")
    return text.replace("id:commitment-1-", "id:commitment-")


def in_its_own_namespace(text: str) -> str:
    """Return a strategy that names its things in a namespace of its own, in its own way."""
    own = set(re.findall(r"^id:(\S+) a ", text, re.MULTILINE))
    text = re.sub(r"\bid:([a-z0-9-]+)", lambda name: ("my:" if name[1] in own else "id:") + name[1], text)
    text = text.replace("my:commitment-1-", "my:c1_").replace("my:organisation-", "my:")
    return text.replace("@prefix oa:", "@prefix my: <https://example.org/harbour/> .\n@prefix oa:")


@pytest.mark.parametrize("change", [str, in_sections, in_its_own_namespace])
def test_what_other_strategies_say_passes(run_kg: Run, tmp_path: Path, change: Callable[[str], str]) -> None:
    (tmp_path / "strategy.ttl").write_text(change(WORLD + OTHER), encoding="utf-8")
    assert violations(run_kg, tmp_path / "strategy.ttl") == []


def test_money_has_to_be_of_its_unit(run_kg: Run, tmp_path: Path) -> None:
    text = (WORLD + OTHER).replace('kompas:currency "SEK" ;', 'kompas:currency "NOK" ;')
    (tmp_path / "strategy.ttl").write_text(text, encoding="utf-8")
    line = text[: text.index('"NOK"')].count("\n") + 1
    assert [(rule, at) for rule, at, _ in violations(run_kg, tmp_path / "strategy.ttl")] == [("Money-unit", line)]


@pytest.mark.parametrize(
    ("file", "written", "broken", "found"),
    [
        ("shapes.ttl", "GoalShape-inBed ,", "GoalShape-inBd ,", ("missing-shape", 9, "garden:GoalShape-inBed")),
        ("shapes.ttl", "sh:maxCount 1", "sh:minCount 2 ;\n    sh:maxCount 1", ("impossible", 19, "")),
        ("shapes.ttl", "minInclusive 1", "minInclusive 9 ;\n    sh:maxExclusive 9.0", ("impossible", 21, "")),
        ("shapes.ttl", "path garden:inBed", "path garden:inBead", ("undeclared-term", 12, "garden:inBed")),
        ("shapes.ttl", "xsd:integer", "xsd:intger", ("undeclared-term", 20, "xsd:integer")),
        ("strategy.ttl", "garden:inBed", "garden:inbed", ("undeclared-property", 13, "garden:inBed")),
        ("strategy.ttl", "inBed plan:bed-south", "inBed plan:bed-soth", ("dangling", 13, "plan:bed-south")),
        ("strategy.ttl", "a garden:Bed", "a garden:Bad", ("undeclared-class", 7, "garden:Bed")),
    ],
)  # fmt: skip
def test_one_fault_is_told_once_with_what_to_paste(
    run_kg: Run, tmp_path: Path, file: str, written: str, broken: str, found: tuple[str, int, str]
) -> None:
    garden = shutil.copytree(GARDEN, tmp_path / "garden")
    text = (garden / file).read_text(encoding="utf-8")
    assert written in text
    (garden / file).write_text(text.replace(written, broken, 1), encoding="utf-8")
    own = ("strategy.ttl", "--ontology", "ontology.ttl", "--shapes", "shapes.ttl")
    assert violations(run_kg, *own, cwd=garden) == [found]


@pytest.mark.parametrize(
    ("advice", "pasted"),
    [
        ("id:a , kompas:B", "id:a , k:B"),
        ('"4"^^xsd:integer', '"4"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ('"id:a stands in a text"@en', '"id:a stands in a text"@en'),
        ("https://w3id.org/kompas/def#B", "k:B"),
        ("https://w3id.org/kompas/id/a/b", "<https://w3id.org/kompas/id/a/b>"),
        ("2022-01-31", "2022-01-31"),
        ("@prefix id: <https://w3id.org/kompas/id/> .", "@prefix id: <https://w3id.org/kompas/id/> ."),
    ],
)
def test_advice_is_in_the_prefixes_of_the_file(advice: str, pasted: str) -> None:
    prefixes = {"id:": "https://w3id.org/kompas/id/", "k:": "https://w3id.org/kompas/def#"}
    assert pasteable(advice, prefixes) == pasted


def test_what_a_query_finds_is_told_of_the_thing_itself(run_kg: Run, tmp_path: Path) -> None:
    text = WORLD.replace("    kompas:underPillar id:pillar-quays ;\n", "", 1)
    (tmp_path / "strategy.ttl").write_text(text, encoding="utf-8")
    result = run_kg("validate", "--alone", tmp_path / "strategy.ttl", "--format", "json")
    (one,) = (one for one in json.loads(result.stdout)["findings"] if one["rule"].endswith("PillarOfName"))
    assert one["thing"].endswith("/commitment-1-mend-quays")
    assert one["message"]["en"].startswith("id:commitment-1-mend-quays stands")


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ('"mend the quays"@en', "Here it is missing in Danish (@da)."),
        ('"istandsætte kajerne"@da , "mend the quays"@fr', "Here the language tag is @fr."),
        ('"istandsætte kajerne"@da , "mend the quays "@en', "Here is a space at an end."),
        (f'"istandsætte kajerne"@da , "mend {"q" * 120}"@en', "Here it has 125 characters."),
        ('"istandsætte kajerne"@da , "mend the quays."@en', 'after an abbreviated word only ("Corp.", "mio.").'),
    ],
)  # fmt: skip
def test_a_label_is_told_which_rule_it_breaks(run_kg: Run, tmp_path: Path, broken: str, says: str) -> None:
    text = WORLD.replace('"istandsætte kajerne"@da , "mend the quays"@en', broken)
    assert text != WORLD
    (tmp_path / "strategy.ttl").write_text(text, encoding="utf-8")
    result = run_kg("validate", "--alone", tmp_path / "strategy.ttl", "--only", "shapes", "--format", "json")
    messages = [one["message"]["en"] for one in json.loads(result.stdout)["findings"] if one["severity"] == "violation"]
    assert [message.endswith(says) for message in messages] == [True], messages
