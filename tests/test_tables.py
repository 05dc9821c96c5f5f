"""Answers are written whole for programs, and harmlessly for terminals."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from kg.namespaces import ID
from kg.querying import Answer, Iri
from kg.tables import FORMATS, render, shown

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


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_separated_values_come_back_whole(form: str, delimiter: str) -> None:
    header, *rows = csv.reader(io.StringIO(render(NASTY, form, {"thing": "ignored"}), newline=""), delimiter=delimiter)
    assert tuple(header) == NASTY.columns
    assert rows[0] == [f"{ID}a", 'a "quoted", text', "7", "50000000", "true", ""]
    assert rows[1][1] == NASTY.rows[1][1]
    assert rows[1][4] == "false"


def test_json_comes_back_whole_and_harmless() -> None:
    text = render(NASTY, "json")
    assert not {"\x1b", "\x9b", "\x00"} & set(text)
    rows = json.loads(text)
    assert rows[0] == {
        "thing": f"{ID}a",
        "text": 'a "quoted", text',
        "number": 7,
        "amount": 50000000,
        "flag": True,
        "none": None,
    }
    assert rows[1]["amount"] == pytest.approx(1.5)
    assert rows[2]["text"] == NASTY.rows[2][1]


def test_markdown_keeps_its_columns() -> None:
    head, rule, *rows = render(NASTY, "markdown", {"thing": "ting", "amount": "beløb"}).splitlines()
    assert head == "| ting | text | number | beløb | flag | none |"
    assert rule == "| --- | --- | --- | --- | --- | --- |"
    assert rows[0] == '| id:a | a "quoted", text | 7 | 50,000,000 | true |  |'
    assert rows[1].startswith("| https://example.org/b | two lines \\| and")
    assert len(rows) == len(NASTY)


def test_the_table_has_headings_and_every_cell() -> None:
    text = render(NASTY, "table", {"thing": "ting"})
    for part in ("ting", "number", "id:a", "https://example.org/b", "50,000,000", "1.5", 'a "quoted", text'):
        assert part in text
    assert "[31mred" in text, "what looks like markup stays as it is"
    assert not [line for line in text.split("\n") if line != line.rstrip()]


@pytest.mark.parametrize("form", ["table", "markdown", "json"])
def test_no_control_character_reaches_a_terminal(form: str) -> None:
    assert not {"\x1b", "\x9b", "\x00", "\r"} & set(render(NASTY, form))


@pytest.mark.parametrize("form", FORMATS)
def test_an_answer_without_rows_has_its_columns(form: str) -> None:
    text = render(Answer(("one", "two"), ()), form)
    assert text.endswith("\n")
    assert text == "[]\n" if form == "json" else "one" in text and "two" in text
