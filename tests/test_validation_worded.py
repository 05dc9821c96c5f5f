"""The words of the passages bear out roles, times, claims and degrees; each slip is told, its sound neighbour not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import PREFIXES, ROOT

from kg.document.passages import passage, turtle
from kg.loading import Source, parse
from kg.namespaces import DCTERMS, DOCUMENT_GRAPH, ID, OA, ORG, shorten
from kg.reasoning.facts import Facts
from kg.validation.rules import worded

if TYPE_CHECKING:
    from kg.validation.findings import Finding

MORE = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in (
    ("dcterms", DCTERMS), ("oa", OA), ("org", ORG), ("xsd", "http://www.w3.org/2001/XMLSchema#"),
))  # fmt: skip
TEXT = """Vi vil bygge en mole med Nor-
land i august 2021
Vi vil arbejde for flere fyr i Sydbugten
I Havneforbundet har regeringen besluttet en ny tønde
Der er afsat 40 mio . kr . til tovværk i Nordbugten
Skibsrådet har vedtaget traktaten om ror i foråret 2020
Molen ventes færdig i 2031 og koster skønsmæssigt det halve
Havnen har 30 kajpladser, mens havnen nu er halvtom
Norland og Østland sejler
Fyret i Østland lyser
1 Fyrbladet, 7. juli 2020
2 Havnebogen 2019, december 2019
"""
GRAPH = """
id:text-a a kompas:ReferenceText ; dcterms:language "da" ; kompas:digest "a" .
id:country-norland a kompas:Country ; skos:prefLabel "Norland"@da .
id:country-oestland a kompas:Country ; skos:prefLabel "Østland"@da ; skos:altLabel "østlandsk"@da .
id:country-home a kompas:Country ; skos:prefLabel "Havnen"@da .
id:body-union a kompas:Organisation ; skos:prefLabel "Havneforbundet"@da .
id:body-council a kompas:Organisation ; skos:prefLabel "Skibsrådet"@da ; org:subOrganizationOf id:body-union .
id:region-south a kompas:Region ; skos:prefLabel "Sydbugten"@da .
id:region-north a kompas:Region ; skos:prefLabel "Nordbugten"@da .
id:section-a a kompas:Section ; kompas:extent WHOLE .
id:interval-august a kompas:Interval ; kompas:precision id:precision-month ;
    kompas:firstDay "2021-08-01"^^xsd:date ; kompas:lastDay "2021-08-31"^^xsd:date .
id:interval-may a kompas:Interval ; kompas:precision id:precision-month ;
    kompas:firstDay "2021-05-01"^^xsd:date ; kompas:lastDay "2021-05-31"^^xsd:date .
id:interval-spring a kompas:Interval ; kompas:precision id:precision-season ;
    kompas:firstDay "2020-03-01"^^xsd:date ; kompas:lastDay "2020-05-31"^^xsd:date .
id:interval-autumn a kompas:Interval ; kompas:precision id:precision-season ;
    kompas:firstDay "2020-09-01"^^xsd:date ; kompas:lastDay "2020-11-30"^^xsd:date .
id:interval-2031 a kompas:Interval ; kompas:precision id:precision-year ;
    kompas:firstDay "2031-01-01"^^xsd:date ; kompas:lastDay "2031-12-31"^^xsd:date .
id:interval-2041 a kompas:Interval ; kompas:precision id:precision-year ;
    kompas:firstDay "2041-01-01"^^xsd:date ; kompas:lastDay "2041-12-31"^^xsd:date .
id:commitment-mole a kompas:Commitment ; kompas:strength id:strength-will ; kompas:partner id:country-norland ;
    kompas:actor id:country-home ; kompas:doneIn id:interval-august ; kompas:evidence MOLE ;
    skos:definition "En mole fra 2021."@da .
id:commitment-lights a kompas:Commitment ; kompas:strength id:strength-aims ; kompas:place id:region-south ;
    kompas:evidence LIGHTS .
id:commitment-buoy a kompas:Commitment ; kompas:strength id:strength-decided ; kompas:forum id:body-council ;
    kompas:evidence BUOY .
id:commitment-rope a kompas:Commitment ; kompas:strength id:strength-set-aside ; kompas:place id:region-north ;
    kompas:evidence ROPE .
id:measure-rope a kompas:Measure ; kompas:partOf id:commitment-rope ; kompas:place id:region-north ;
    kompas:evidence SHIPS .
id:instrument-rudders a kompas:Instrument ; kompas:adoptedIn id:body-council ; kompas:doneIn id:interval-spring ;
    skos:definition "Aftalt efter mødet i 1999."@da ; kompas:evidence RUDDERS .
id:figure-mole a kompas:Figure ; kompas:certainty id:certainty-expected ; kompas:aboutPeriod id:interval-2031 ;
    kompas:evidence READY .
id:figure-cost a kompas:Figure ; kompas:certainty id:certainty-estimated ; kompas:evidence COST .
id:discrepancy-quays a kompas:Discrepancy ; kompas:betweenClaims id:claim-quays , id:claim-empty .
id:claim-quays a kompas:Claim ; kompas:claimedValue "30 pladser"@da , "30 berths"@en ; kompas:evidence QUAYS .
id:claim-empty a kompas:Claim ; kompas:claimedValue "halvtom"@da ; kompas:evidence EMPTY .
id:claim-number a kompas:Claim ; kompas:claimedValue 30.0 ; kompas:evidence QUAYS .
id:claim-in-words a kompas:Claim ; kompas:claimedValue 2.0 ; kompas:evidence QUAYS .
id:source-paper a kompas:Source ; skos:prefLabel "Fyrbladet"@da ; dcterms:date "2020-07-07"^^xsd:date ;
    kompas:evidence PAPER .
id:source-book a kompas:Source ; skos:prefLabel "Havnebogen 2019"@da ; kompas:datedAs "december 2019" ;
    kompas:evidence BOOK .
"""
LINES = TEXT.splitlines()
CITED = {
    "MOLE": "Vi vil bygge en mole med Nor-\nland i august 2021",
    "LIGHTS": LINES[2], "BUOY": LINES[3], "ROPE": LINES[4], "RUDDERS": LINES[5],
    "READY": "Molen ventes færdig i 2031", "COST": "koster skønsmæssigt det halve",
    "QUAYS": "Havnen har 30 kajpladser", "EMPTY": "havnen nu er halvtom",
    "SHIPS": LINES[8], "PAPER": LINES[10], "BOOK": LINES[11],
    "WHOLE": "\n".join(LINES[2:6]),
}  # fmt: skip
MENTIONED = {LINES[2]: "id:region-south", LINES[3]: "id:body-union", LINES[4]: "id:region-north",
             LINES[8]: "id:country-norland , id:country-oestland", LINES[9]: "id:country-oestland"}  # fmt: skip


def told(changes: dict[str, str] | None = None, text: str = TEXT) -> list[Finding]:
    """Return what is found in the graph, with some of it changed, by a copy of the text."""
    units, blocks, at = [], [], 0
    for line in LINES:
        iri = f"{ID}unit-{at}-{at + len(line)}"
        units.append((at, at + len(line), iri))
        said = f" ; kompas:mentions {MENTIONED[line]}" if line in MENTIONED else ""
        blocks.append(f"{shorten(iri)} a kompas:Unit ; oa:start {at} ; oa:end {at + len(line)}{said} .")
        at += len(line) + 1
    data, places = GRAPH, {}
    for name, words in CITED.items():
        start = TEXT.index(words)
        made = passage(TEXT, start, start + len(words), units=units, source=ID + "text-a")
        places[made.iri] = (text.index(words), text.index(words) + len(words))
        data = data.replace(f" {name} ", f" {shorten(made.iri)} ")
        blocks += [turtle(made)] if shorten(made.iri) not in "".join(blocks) else []
        if name == "LIGHTS":
            blocks.append(f"{shorten(made.iri)} dcterms:isPartOf id:section-a .")
    data = "\n".join([data, *blocks])
    for written, broken in (changes or {}).items():
        assert data.count(written) == 1, (written, data.count(written))
        data = data.replace(written, broken)
    source = Source(ROOT / "data/a.ttl", DOCUMENT_GRAPH, (PREFIXES + MORE + data).encode())
    return worded.check(Facts(list(parse([source]))), text, places)


def test_words_that_bear_out_the_graph() -> None:
    assert told() == []


def test_another_copy_is_read_where_the_passages_stand_in_it() -> None:
    assert told(text="Forside om Østland\n" + TEXT) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"partner id:country-norland": "partner id:country-oestland"},
         ("role-unnamed", "id:commitment-mole", "kompas:partner", "id:country-oestland")),
        ({"adoptedIn id:body-council": "adoptedIn id:country-oestland"},
         ("role-unnamed", "id:instrument-rudders", "kompas:adoptedIn", "id:country-oestland")),
        ({"place id:region-south": "place id:region-north"},
         ("role-unnamed", "id:commitment-lights", "kompas:place", "id:region-north")),
        ({"kompas:partOf id:commitment-rope ; ": ""},
         ("role-unnamed", "id:measure-rope", "kompas:place", "id:region-north")),
        ({"id:country-norland , id:country-oestland .": "id:country-norland ."},
         ("mention-lost", "UNIT", "kompas:mentions", "")),
        ({"mentions id:body-union": "mentions id:country-norland"},
         ("mention-unnamed", "UNIT", "kompas:mentions", "id:country-norland")),
        ({"doneIn id:interval-august": "doneIn id:interval-may"},
         ("time-unworded", "id:commitment-mole", "kompas:doneIn", "id:interval-may")),
        ({"doneIn id:interval-spring": "doneIn id:interval-autumn"},
         ("time-unworded", "id:instrument-rudders", "kompas:doneIn", "id:interval-autumn")),
        ({"aboutPeriod id:interval-2031": "aboutPeriod id:interval-2041"},
         ("time-unworded", "id:figure-mole", "kompas:aboutPeriod", "id:interval-2041")),
        ({"En mole fra 2021.": "En mole fra 2022."},
         ("year-unworded", "id:commitment-mole", "skos:definition", "En mole fra 2022.")),
        ({"2020-07-07": "2020-08-07"}, ("date-unworded", "id:source-paper", "dcterms:date", "2020-08-07")),
        ({"2020-07-07": "2020-07-08"}, ("date-unworded", "id:source-paper", "dcterms:date", "2020-07-08")),
        ({'"december 2019"': '"2018"'}, ("title-and-date", "id:source-book", "kompas:datedAs", "2018")),
        ({"claimedValue 30.0": "claimedValue 33.0"},
         ("claim-unworded", "id:claim-number", "kompas:claimedValue", "33.0")),
        ({'"30 pladser"@da': '"33 pladser"@da'},
         ("claim-unworded", "id:claim-quays", "kompas:claimedValue", "33 pladser")),
        ({'"30 pladser"@da , "30 berths"@en': '"nu halvtom"@da', 'Value "halvtom"@da': 'Value "kajpladser"@da'},
         ("claims-exchanged", "id:claim-empty", "kompas:claimedValue", "kajpladser")),
        ({"strength id:strength-will": "strength id:strength-pursues"},
         ("degree-unworded", "id:commitment-mole", "kompas:strength", "id:strength-pursues")),
        ({"strength id:strength-aims": "strength id:strength-will"},
         ("degree-unworded", "id:commitment-lights", "kompas:strength", "id:strength-will")),
        ({"strength id:strength-decided": "strength id:strength-pursues"},
         ("degree-unworded", "id:commitment-buoy", "kompas:strength", "id:strength-pursues")),
        ({"strength id:strength-set-aside": "strength id:strength-will"},
         ("degree-unworded", "id:commitment-rope", "kompas:strength", "id:strength-will")),
        ({"certainty id:certainty-expected": "certainty id:certainty-plain"},
         ("degree-unworded", "id:figure-mole", "kompas:certainty", "id:certainty-plain")),
        ({"certainty id:certainty-estimated ; ": "numericValue 2.0 ; "},
         ("degree-unworded", "id:figure-cost", "kompas:certainty", "")),
        ({"mole a kompas:Commitment ; kompas:strength id:strength-will": "mole a kompas:Measure"},
         ("degree-unworded", "id:commitment-mole", "rdf:type", "kompas:Measure")),
    ],
)  # fmt: skip
def test_a_slip_against_the_words(changes: dict[str, str], expected: tuple[str, str, str, str]) -> None:
    found = told(changes)
    for one in found:
        assert one.severity == "warning"
        assert one.check == "evidence"
        assert one.message.da != one.message.en
    thing = {"UNIT": next((shorten(one.thing) for one in found if "/unit-" in one.thing), "")}
    rule, about, path, value = expected
    assert [(one.rule, shorten(one.thing), shorten(one.path), shorten(one.value)) for one in found] == [
        (rule, thing.get(about, about), path, value)
    ]
