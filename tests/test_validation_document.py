"""The document's structure and its words hold what is said of them: each slip is told at its property and value."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from conftest import PREFIXES, ROOT

from kg.document.passages import passage, turtle
from kg.errors import KgError
from kg.loading import Source, parse, read, read_text
from kg.namespaces import DCTERMS, DOCUMENT_GRAPH, ID, KOMPAS, OA, shorten
from kg.project import Project
from kg.reasoning.facts import Facts
from kg.validation.checking import examine, verify
from kg.validation.evidence import check_text
from kg.validation.material import Files, Material
from kg.validation.rules import extents, pages
from kg.validation.rules.numerals import numbers

if TYPE_CHECKING:
    from pathlib import Path

    from kg.validation.findings import Check, Finding

MORE = f"@prefix dcterms: <{DCTERMS}> .\n@prefix oa: <{OA}> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
STRUCTURE = """
id:chapter-1 a kompas:Chapter ; kompas:printedPage 5 , 4 , 3 , 2 ; kompas:extent id:passage-0-4000 .
id:box-1 a kompas:Box ; dcterms:isPartOf id:chapter-1 ; kompas:printedPage 3 , 2 ; kompas:extent id:passage-10-20 .
id:unit-0-9 a kompas:Unit ; oa:start 0 ; oa:end 9 ; dcterms:isPartOf id:chapter-1 ; kompas:printedPage 3 , 2 .
id:unit-10-20 a kompas:Unit ; oa:start 10 ; oa:end 20 ; dcterms:isPartOf id:box-1 ; kompas:printedPage 3 , 2 .
id:unit-21-40 a kompas:Unit ; oa:start 21 ; oa:end 40 ; dcterms:isPartOf id:chapter-1 ; kompas:printedPage 5 , 4 .
id:unit-41-44 a kompas:Unit ; oa:start 41 ; oa:end 44 ; dcterms:isPartOf id:chapter-1 ; kompas:printedPage 4 ;
    kompas:placeKind id:place-furniture ; kompas:judgement id:judgement-furniture .
id:unit-45-49 a kompas:Unit ; oa:start 45 ; oa:end 49 ; dcterms:isPartOf id:chapter-1 ;
    kompas:placeKind id:place-reference-entry ; kompas:judgement id:judgement-furniture ; kompas:printedPage 5 .
id:unit-50-60 a kompas:Unit ; oa:start 50 ; oa:end 60 ; dcterms:isPartOf id:chapter-1 ;
    kompas:placeKind id:place-label ; kompas:judgement id:judgement-label ; kompas:printedPage 5 .
id:passage-0-4000 a kompas:Passage ; oa:start 0 ; oa:end 4000 ; dcterms:isPartOf id:chapter-1 .
id:passage-0-9 a kompas:Passage ; oa:start 0 ; oa:end 9 ; dcterms:isPartOf id:chapter-1 ; kompas:onUnit id:unit-0-9 .
id:passage-10-20 a kompas:Passage ; oa:start 10 ; oa:end 20 ; dcterms:isPartOf id:box-1 ; kompas:onUnit id:unit-10-20 .
id:passage-21-30 a kompas:Passage ; oa:start 21 ; oa:end 30 ; kompas:onUnit id:unit-21-40 .
id:passage-25-40 a kompas:Passage ; oa:start 25 ; oa:end 40 ; kompas:onUnit id:unit-21-40 .
id:passage-31-40 a kompas:Passage ; oa:start 31 ; oa:end 40 ; kompas:onUnit id:unit-21-40 .
id:passage-2900-2910 a kompas:Passage ; oa:start 2900 ; oa:end 2910 .
id:passage-3900-3910 a kompas:Passage ; oa:start 3900 ; oa:end 3910 .
id:mark-1 a kompas:Mark ; kompas:standsOn id:box-1 ; kompas:evidence id:passage-10-20 .
id:reference-1 a kompas:Reference ; kompas:citesSource id:source-1 ; kompas:evidence id:passage-21-30 .
id:source-1 a kompas:Source ; kompas:evidence id:passage-25-40 .
id:commitment-1-a a kompas:Commitment ; kompas:evidence id:passage-0-9 ; kompas:continuedIn id:passage-2900-2910 .
"""
TEXT = """Vi vil bygge skibe
Vi bygger 12 skibe for 3,5 mia. kr. inden 2030
Vi har tre havne og 90 .000 både i 2022
Frihed og lig-
hed
1 Havnerådet, 5. december 2020, www.example.org/havne
"""
PRINTED = """
id:text-a a kompas:ReferenceText ; dcterms:language "da" ; kompas:characterCount COUNT ; kompas:digest "DIGEST" .
id:opening-vi-vil a kompas:HeadingOpening ;
    skos:prefLabel "Vi vil"@da , "we will"@en ; skos:definition "Begynder med »Vi vil«."@da .
id:opening-vi-skal a kompas:HeadingOpening ;
    skos:prefLabel "Vi skal"@da , "we shall"@en ; skos:definition "Begynder med »Vi skal«."@da .
id:opening-other a kompas:HeadingOpening ;
    skos:prefLabel "anden indledning"@da ; skos:definition "Begynder med andre ord."@da .
id:commitment-a a kompas:Commitment ; kompas:headingOpening id:opening-vi-vil ; kompas:evidence HEADING .
id:commitment-b a kompas:Commitment ; kompas:headingOpening id:opening-other ; kompas:evidence SHIPS .
id:figure-a a kompas:Figure ; kompas:numericValue 12.0 ; kompas:evidence SHIPS .
id:funding-a a kompas:Funding ; kompas:numericValue 3500000000.0 ; kompas:evidence SHIPS .
id:target-a a kompas:Target ; kompas:minimum 90000.0 ; kompas:evidence HARBOURS .
id:figure-b a kompas:Figure ; kompas:numericValue 3.0 ; kompas:printedAs "tre … både"@da ; kompas:evidence HARBOURS .
id:figure-c a kompas:Figure ; kompas:numericValue 7.0 ; kompas:evidence HEADING .
id:claim-a a kompas:Claim ; kompas:claimedValue "2030"^^xsd:gYear ; kompas:evidence SHIPS .
id:claim-b a kompas:Claim ; kompas:claimedValue "2020-12-05"^^xsd:date ; kompas:evidence NOTE .
id:wheel-a a kompas:Wheel ; kompas:showsValue id:value-a , id:value-b ; kompas:extent VALUES .
id:wheel-b a kompas:Wheel ; kompas:showsValue id:value-a ; kompas:extent FREEDOM .
id:value-a a kompas:Value ; kompas:printedLabel "frihed" ; kompas:evidence VALUES .
id:value-b a kompas:Value ; kompas:printedLabel "lighed" ; kompas:evidence VALUES .
id:mark-a a kompas:Mark ; kompas:printedLabel "Havnerådet" ; kompas:evidence NOTE .
id:source-a a kompas:Source ; kompas:address "https://www.example.org/havne"^^xsd:anyURI ;
    kompas:datedAs "december 2020" ; kompas:evidence NOTE .
"""
CITED = {
    "HEADING": "Vi vil bygge skibe",
    "SHIPS": "Vi bygger 12 skibe for 3,5 mia. kr. inden 2030",
    "HARBOURS": "Vi har tre havne og 90 .000 både i 2022",
    "VALUES": "Frihed og lig-\nhed",
    "FREEDOM": "Frihed",
    "NOTE": "1 Havnerådet, 5. december 2020, www.example.org/havne",
}


def material(data: str) -> Material:
    source = Source(ROOT / "data/a.ttl", DOCUMENT_GRAPH, (PREFIXES + MORE + data).encode())
    return Material(list(parse([source])), [], Files((source,), ()))


def printed(changes: dict[str, str] | None = None) -> Material:
    """Return the graph of the text, with some of it changed, its passages, and a unit for each line."""
    lines, at = [], 0
    for line in TEXT.splitlines():
        lines.append((at, at + len(line), f"{ID}unit-{at}-{at + len(line)}"))
        at += len(line) + 1
    data = replaced(PRINTED, changes or {})
    data = data.replace("COUNT", str(len(TEXT))).replace("DIGEST", hashlib.sha256(TEXT.encode()).hexdigest())
    blocks = [f"{shorten(iri)} a kompas:Unit ; oa:start {start} ; oa:end {end} ." for start, end, iri in lines]
    for name, words in CITED.items():
        start = TEXT.index(words)
        made = passage(TEXT, start, start + len(words), units=lines, source=ID + "text-a")
        data = data.replace(f" {name} ", f" {shorten(made.iri)} ")
        blocks.append(turtle(made))
    return material("\n".join([data, *blocks]))


def replaced(data: str, changes: dict[str, str]) -> str:
    for written, broken in changes.items():
        assert data.count(written) == 1, written
        data = data.replace(written, broken)
    return data


def told(findings: tuple[Finding, ...]) -> set[tuple[str, str, str, str]]:
    """Return rule, thing, property and value of findings, each of which shows its value or at least its property."""
    for one in findings:
        assert one.excerpt
        marked = one.excerpt.text[one.excerpt.start :][: one.excerpt.length]
        assert (shorten(one.value) or shorten(one.path)) in marked
        # Each document has a layout of its own.
        of_layout = one.rule in ("far-continuation", "page-gap", "page-order", "part-pages")
        assert one.message.da != one.message.en
        assert one.severity == ("warning" if of_layout else "violation")
    return {(one.rule, shorten(one.thing), shorten(one.path), shorten(one.value)) for one in findings}


def in_structure(data: str) -> set[tuple[str, str, str, str]]:
    checks: tuple[Check, ...] = ("evidence",)
    return told(examine(material(data), checks).findings)


def test_a_sound_structure_has_no_findings() -> None:
    assert in_structure(STRUCTURE) == set()


NINE, FORTY, BOX = (
    f"{begun} ; dcterms:isPartOf id:chapter-1 ; kompas:printedPage "
    for begun in ("oa:end 9", "oa:end 40", "a kompas:Box")
)
PAGE, NUMBER, CLAIM, OPENING, SHOWS = (
    f"kompas:{name}" for name in ("printedPage", "numericValue", "claimedValue", "headingOpening", "showsValue")
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({NINE + "3 , 2": NINE + "5 , 4"},
         {("page-order", "id:unit-10-20", PAGE, "2")}),
        ({FORTY + "5 , 4": FORTY + "6 , 4", "kompas:printedPage 4 ;\n": "\n"},
         {("page-gap", "id:unit-21-40", PAGE, "6")}),
        ({NINE + "3 , 2": NINE + "91 , 90"}, {("page-order", "id:unit-10-20", PAGE, "2"),
         ("part-pages", "id:chapter-1", PAGE, "")}),
        ({BOX + "3 , 2": BOX + "3"}, {("part-pages", "id:box-1", PAGE, "")}),
        ({"kompas:printedPage 5 , 4 , 3 , 2 ": "kompas:printedPage 6 , 5 , 4 , 3 , 2 "},
         {("part-pages", "id:chapter-1", PAGE, "6")}),
        ({"kompas:printedPage 5 , 4 , 3 , 2 ": "kompas:printedPage 5 , 3 , 2 "},
         {("part-pages", "id:chapter-1", PAGE, "")}),
        ({"id:place-furniture ; kompas:judgement id:judgement-furniture":
          "id:place-furniture ; kompas:judgement id:judgement-label"},
         {("furniture", "id:unit-41-44", "kompas:judgement", "id:judgement-label")}),
        ({"id:place-label ; kompas:judgement id:judgement-label":
          "id:place-label ; kompas:judgement id:judgement-furniture"},
         {("furniture", "id:unit-50-60", "kompas:placeKind", "id:place-label")}),
        ({"kompas:standsOn id:box-1 ; kompas:evidence id:passage-10-20":
          "kompas:standsOn id:box-1 ; kompas:evidence id:passage-0-9"},
         {("mark-beside", "id:mark-1", "kompas:standsOn", "id:box-1")}),
        ({"kompas:continuedIn id:passage-2900-2910": "kompas:continuedIn id:passage-3900-3910"},
         {("far-continuation", "id:commitment-1-a", "kompas:continuedIn", "id:passage-3900-3910")}),
        ({"id:source-1 a kompas:Source ; kompas:evidence id:passage-25-40":
          "id:source-1 a kompas:Source ; kompas:evidence id:passage-31-40"},
         {("source-elsewhere", "id:reference-1", "kompas:citesSource", "id:source-1")}),
    ],
)  # fmt: skip
def test_a_slip_of_structure(changes: dict[str, str], expected: set[tuple[str, str, str, str]]) -> None:
    assert in_structure(replaced(STRUCTURE, changes)) == expected


def test_a_part_with_a_unit_of_no_page_may_have_more_pages() -> None:
    changes = {"kompas:printedPage 5 , 4 , 3 , 2 ": "kompas:printedPage 6 , 5 , 4 , 3 , 2 ",
               "judgement-label ; kompas:printedPage 5": "judgement-label"}  # fmt: skip
    assert in_structure(replaced(STRUCTURE, changes)) == set()


def test_pages_of_another_document_do_not_fall() -> None:
    other = "id:unit-70-80 a kompas:Unit ; oa:start 70 ; oa:end 80 ; dcterms:isPartOf id:strategy-b ; "
    data = STRUCTURE + other + "kompas:printedPage 1 ."
    assert in_structure(data) == set()


def in_text(made: Material, folder: Path, text: str = TEXT) -> set[tuple[str, str, str, str]]:
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return told(verify(made, path).findings)


def test_what_is_printed_as_it_is_said(tmp_path: Path) -> None:
    assert in_text(printed(), tmp_path) == set()


def test_another_copy_is_read_where_the_passages_stand_in_it(tmp_path: Path) -> None:
    made = printed({"numericValue 12.0": "numericValue 21.0"})
    copy = "Forside, som ingen enhed har\n" + TEXT.replace("bygger 12", "byg-\nger 12")
    assert in_text(made, tmp_path, copy) == {("other-number", "id:figure-a", NUMBER, "21.0")}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"numericValue 12.0": "numericValue 21.0"}, ("other-number", "id:figure-a", NUMBER, "21.0")),
        ({"numericValue 3500000000.0": "numericValue 3500000.0"},
         ("other-number", "id:funding-a", NUMBER, "3500000.0")),
        ({"minimum 90000.0": "minimum 900000.0"}, ("other-number", "id:target-a", "kompas:minimum", "900000.0")),
        ({' ; kompas:printedAs "tre … både"@da': ""}, ("other-number", "id:figure-b", NUMBER, "3.0")),
        ({'"tre … både"@da': '"fire … både"@da'}, ("not-printed", "id:figure-b", "kompas:printedAs", "fire … både")),
        ({'"2030"': '"2050"'}, ("other-number", "id:claim-a", CLAIM, "2050")),
        ({"2020-12-05": "2020-12-06"}, ("other-number", "id:claim-b", CLAIM, "2020-12-06")),
        ({"kompas:headingOpening id:opening-vi-vil": "kompas:headingOpening id:opening-vi-skal"},
         ("heading-opening", "id:commitment-a", OPENING, "id:opening-vi-skal")),
        ({"id:commitment-a a kompas:Commitment ; kompas:headingOpening id:opening-vi-vil":
          "id:commitment-a a kompas:Commitment ; kompas:headingOpening id:opening-other"},
         ("heading-opening", "id:commitment-a", OPENING, "id:opening-other")),
        ({'kompas:printedLabel "Havnerådet"': 'kompas:printedLabel "Havnenrådet"'},
         ("not-printed", "id:mark-a", "kompas:printedLabel", "Havnenrådet")),
        ({'example.org/havne"': 'example.org/havn-e/x"'},
         ("not-printed", "id:source-a", "kompas:address", "https://www.example.org/havn-e/x")),
        ({'datedAs "december 2020"': 'datedAs "december 2021"'},
         ("not-printed", "id:source-a", "kompas:datedAs", "december 2021")),
        ({"id:value-a , id:value-b": "id:value-b"}, ("value-shown", "id:wheel-a", SHOWS, "")),
        ({"id:wheel-b a kompas:Wheel ; kompas:showsValue id:value-a":
          "id:wheel-b a kompas:Wheel ; kompas:showsValue id:value-a , id:value-b"},
         ("value-shown", "id:wheel-b", SHOWS, "id:value-b")),
    ],
)  # fmt: skip
def test_a_slip_against_the_text(tmp_path: Path, changes: dict[str, str], expected: tuple[str, str, str, str]) -> None:
    assert in_text(printed(changes), tmp_path) == {expected}


def test_a_thing_whose_passage_fails_is_not_told_of_besides(tmp_path: Path) -> None:
    made = printed({"numericValue 12.0": "numericValue 21.0"})
    rules = {rule for rule, *_ in in_text(made, tmp_path, TEXT.replace("inden 2030", "efter krigen"))}
    assert rules == {"failed-passage"}


@pytest.mark.parametrize(
    ("line", "beside", "path"), [(3, 2, "oa:end"), (len(TEXT.splitlines()) - 1, -2, "oa:end"), (0, 1, "oa:start")]
)
def test_letters_of_no_unit(tmp_path: Path, line: int, beside: int, path: str) -> None:
    whole = printed()
    units = sorted(
        {one.value for one in whole.facts.instances(KOMPAS + "Unit")}, key=lambda iri: int(iri.split("-")[1])
    )
    left = [quad for quad in whole.asserted if units[line] not in (str(quad.subject)[1:-1], str(quad.object)[1:-1])]
    assert in_text(replace(whole, asserted=left), tmp_path) == {
        ("no-unit", shorten(units[beside]), path, units[beside].split("-")[1 if path == "oa:start" else 2])
    }


@pytest.mark.parametrize(
    ("written", "numbers_read"),
    [
        ("3,5 mia. kr.", {3500000000}),
        ("500.000", {500000}),
        ("500 000 og 1.250.000", {500000, 1250000}),
        ("140 .000", {140000}),
        ("40-50 millioner", {40000000, 50000000}),
        ("2 billion", {2 * 10**9, 2 * 10**12}),
        ("G20", {20}),
    ],
)
def test_numbers_are_read_as_they_are_written(written: str, numbers_read: set[int]) -> None:
    assert numbers_read <= {int(number) for number in numbers(written)}


def test_no_number_is_read_in_words() -> None:
    assert numbers("tre millioner skibe") == set()
    assert 500 not in numbers("500.000")


def conflicted(rest: str = "") -> str:
    return PREFIXES + "<<<<<<< HEAD\nid:a a kompas:Value .\n=======\nid:b a kompas:Value .\n>>>>>>> other\n" + rest


def test_a_mark_of_a_conflict_is_told_at_its_own_line() -> None:
    line = PREFIXES.count("\n") + 1
    with pytest.raises(KgError, match="a conflict that git could not merge") as caught:
        list(parse([read_text(conflicted('id:c a "\\z" .\n').encode(), "a.ttl")]))
    assert caught.value.place == f"a.ttl:{line}:1"
    assert "en konflikt, som git ikke kunne flette" in str(caught.value.danish)
    with pytest.raises(KgError, match="conflict") as caught:
        list(parse([read_text((PREFIXES + "id:a a kompas:Value .\r\n=======\r\n").encode(), "a.ttl")]))
    assert caught.value.place == f"a.ttl:{line + 1}:1"


def test_an_error_above_a_mark_is_told_itself() -> None:
    with pytest.raises(KgError, match="expected") as caught:
        list(parse([read_text(("id:a a kompas:Value .\n" + conflicted()).encode(), "a.ttl")]))
    assert str(caught.value.place).startswith("a.ttl:1:")
    assert "git" not in caught.value.message


def test_a_row_of_signs_in_a_text_is_no_mark() -> None:
    quads = list(parse([read_text((PREFIXES + 'id:a skos:note """\n=======\n""" .\n').encode(), "a.ttl")]))
    assert len(quads) == 1


def test_the_project_has_none_of_these() -> None:
    facts = Facts(list(parse(read(project=Project(ROOT)))))
    layout = extents.layout(facts)
    assert [*extents.check(facts, layout), *pages.check(facts, layout)] == []


def test_the_project_says_what_the_text_prints(source_text: Path) -> None:
    assert check_text(Facts(list(parse(read(project=Project(ROOT))))), source_text) == []
