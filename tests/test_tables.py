"""Answers are written whole for programs, and harmlessly for terminals."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from decimal import Decimal

import pytest
from rdflib.query import Result

from kg.asking.answers import Answer
from kg.asking.cells import Blank, Iri, Text, Typed
from kg.asking.showing import shown
from kg.asking.tables import FORMATS, render
from kg.namespaces import ID, XSD

ESCAPE, CSI = "\x1b[31mred", "\x9b31m"
NASTY = Answer(
    ("thing", "text", "number", "amount", "flag", "none"),
    (
        (Iri(f"{ID}a"), 'a "quoted", text', 7, Decimal(50000000), True, None),
        (Iri("https://example.org/b"), "two\nlines | and\ta tab \\", -1, Decimal("1.50"), False, None),
        (Iri(f"{ID}c"), ESCAPE + CSI + "\x00\r", 0, Decimal("0.0"), None, None),
    ),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (Iri(f"{ID}a"), "id:a"),
        (Iri("https://example.org/b"), "https://example.org/b"),
        (True, "true"),
        (2025, "2025"),
        (Decimal(50000000), "50,000,000"),
        (Decimal("50000000.0"), "50,000,000"),
        (Decimal(100), "100"),
        (Decimal("1.50"), "1.5"),
        (Decimal(0), "0"),
        (Decimal("-0.05"), "-0.05"),
        (ESCAPE, "\N{REPLACEMENT CHARACTER}[31mred"),
        ("Æblegrød", "Æblegrød"),
    ],
)
def test_people_read(value: object, text: str) -> None:
    assert shown(value) == text  # type: ignore[arg-type]  # every kind of cell is among them


def test_csv_comes_back_whole() -> None:
    header, *rows = csv.reader(io.StringIO(render(NASTY, "csv", {"thing": "ignored"}), newline=""))
    assert tuple(header) == NASTY.columns
    assert rows[0] == [f"{ID}a", 'a "quoted", text', "7", "50000000", "true", ""]
    assert rows[1][1] == NASTY.rows[1][1]
    assert rows[1][4] == "false"


def test_tsv_has_terms_as_sparql_writes_them() -> None:
    answer = Answer(
        ("a", "b", "c", "d", "e", "f", "g"),
        ((Iri(f"{ID}a"), Text("ø\t\x1b", "da"), 7, Decimal(5), Decimal("1.5"), Typed("2022", XSD + "gYear"), None),),
    )
    head, row = render(answer, "tsv").splitlines()
    assert head == "?a\t?b\t?c\t?d\t?e\t?f\t?g"
    assert row == f'<{ID}a>\t"ø\\t\\u001B"@da\t7\t5.0\t1.5\t"2022"^^<{XSD}gYear>\t'


def test_json_is_the_results_format_of_sparql() -> None:
    cells = (Iri(f"{ID}a"), Text("ø", "da"), "plain", 7, Decimal("1.50"), dt.date(2022, 1, 31), Blank("b"), None)
    read = json.loads(render(Answer(tuple("abcdefgh"), (cells,)), "json"))
    assert read["head"] == {"vars": list("abcdefgh")}
    assert read["results"]["bindings"] == [
        {
            "a": {"type": "uri", "value": f"{ID}a"},
            "b": {"type": "literal", "value": "ø", "xml:lang": "da"},
            "c": {"type": "literal", "value": "plain"},
            "d": {"type": "literal", "value": "7", "datatype": XSD + "integer"},
            "e": {"type": "literal", "value": "1.50", "datatype": XSD + "decimal"},
            "f": {"type": "literal", "value": "2022-01-31", "datatype": XSD + "date"},
            "g": {"type": "bnode", "value": "b"},
        }
    ]
    assert json.loads(render(Answer(("answer",), ((False,),), "truth"), "json")) == {"head": {}, "boolean": False}


def test_rdflib_reads_our_json() -> None:
    result = Result.parse(io.BytesIO(render(NASTY, "json").encode()), format="json")
    assert [str(variable) for variable in result.vars or []] == list(NASTY.columns)
    assert [str(row[1]) for row in result] == [row[1] for row in NASTY.rows]  # type: ignore[index]  # of a SELECT


def test_lines_are_objects_with_numbers() -> None:
    text = render(NASTY, "jsonl")
    assert not {"\x1b", "\x9b", "\x00"} & set(text)
    rows = [json.loads(line, parse_float=Decimal) for line in text.splitlines()]
    assert rows[0] == {
        "thing": f"{ID}a",
        "text": 'a "quoted", text',
        "number": 7,
        "amount": 50000000,
        "flag": True,
        "none": None,
    }
    assert rows[1]["amount"] == Decimal("1.50")
    assert rows[2]["text"] == NASTY.rows[2][1]


def test_html_is_a_page_that_shows_the_data_as_text() -> None:
    page = render(Answer(("x",), (("<b>&",), (Decimal(50000000),))), "html", {"x": "<i>"}, "da", title="<u>")
    assert page.startswith('<!doctype html>\n<html lang="da">')
    assert {"<b>", "<i>", "<u>"}.isdisjoint(re.findall(r"<[biu]>", page))
    assert '<td class="number">50.000.000</td>' in page


def test_danish_numbers_have_danish_signs() -> None:
    assert shown(Decimal("1234567.5"), "da") == "1.234.567,5"


def test_markdown_keeps_its_columns() -> None:
    head, rule, *rows = render(NASTY, "markdown", {"thing": "ting", "amount": "beløb"}).splitlines()
    assert head == "| ting | text | number | beløb | flag | none |"
    assert rule == "| --- | --- | --- | --- | --- | --- |"
    assert rows[0] == '| id:a | a "quoted", text | 7 | 50,000,000 | true |  |'
    assert rows[1].startswith("| https://example.org/b | two<br>lines \\| and")
    assert len(rows) == len(NASTY)


def test_the_table_has_headings_and_every_cell() -> None:
    text = render(NASTY, "table", {"thing": "ting"})
    for part in ("ting", "number", "id:a", "https://example.org/b", "50,000,000", "1.5", 'a "quoted", text'):
        assert part in text
    assert "[31mred" in text, "what looks like markup stays as it is"
    assert not [line for line in text.split("\n") if line != line.rstrip()]


@pytest.mark.parametrize("form", ["table", "markdown", "html", "json", "jsonl", "tsv"])
def test_no_control_character_reaches_a_terminal(form: str) -> None:
    assert not {"\x1b", "\x9b", "\x00", "\r"} & set(render(NASTY, form))


@pytest.mark.parametrize("form", FORMATS)
def test_an_answer_without_rows_has_its_columns(form: str) -> None:
    text = render(Answer(("one", "two"), ()), form)
    assert text.endswith("\n") or not text
    if form == "json":
        assert json.loads(text) == {"head": {"vars": ["one", "two"]}, "results": {"bindings": []}}
    elif form != "jsonl":
        assert "one" in text
        assert "two" in text
