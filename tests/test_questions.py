"""The header of a question is read strictly, and nothing but a checked value gets into its SPARQL."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from kg.asking.questions import find, library, read
from kg.errors import KgError
from kg.project import Project

if TYPE_CHECKING:
    from pathlib import Path

HEADER = """#+ question:
#+   da: Hvad?
#+   en: What?
#+ tags: [look-up]
#+ parameters:
#+   place: {type: iri, class: kompas:Country, da: Stedet, en: The place}
#+   year: {type: integer, da: Året, en: The year}
#+   day: {type: date, da: Dagen, en: The day}
#+   lang: {type: lang, da: Sproget, en: The language}
#+   order: {type: enum, choices: [up, down], da: Følgen, en: The order}
#+ columns:
#+   s: {da: emne, en: subject}
#+ key: [s]
"""
BODY = """SELECT ?s
WHERE {
  VALUES ?place { UNDEF } # @param place
  VALUES ?year { UNDEF } # @param year
  VALUES ?day { UNDEF } # @param day
  VALUES ?lang { "en" } # @param lang
  VALUES ?order { "up" } # @param order
  ?s ?p ?place
}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A question with a parameter of each type."""
    path = tmp_path / "what.rq"
    path.write_text(HEADER + BODY, encoding="utf-8")
    return path


def test_a_question_is_read(file: Path) -> None:
    question = read(file)
    assert (question.name, question.text, question.tags) == ("what", {"da": "Hvad?", "en": "What?"}, ("look-up",))
    assert (question.columns, question.key, question.empty) == ({"s": {"da": "emne", "en": "subject"}}, ("s",), False)
    assert [(parameter.name, parameter.type) for parameter in question.parameters.values()] == [
        ("place", "iri"),
        ("year", "integer"),
        ("day", "date"),
        ("lang", "lang"),
        ("order", "enum"),
    ]
    assert question.parameters["place"].of_class == "kompas:Country"
    assert question.parameters["order"].choices == ("up", "down")
    assert question.bound({}) == HEADER + BODY


@pytest.mark.parametrize(
    ("parameter", "value", "term"),
    [
        ("place", "id:country-india", "<https://w3id.org/kompas/id/country-india>"),
        ("place", "<https://example.org/a>", "<https://example.org/a>"),
        ("place", " https://example.org/å ", "<https://example.org/å>"),
        ("year", 2025, '"2025"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("year", "-1", '"-1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("day", dt.date(2022, 1, 31), '"2022-01-31"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("lang", "da", '"da"'),
        ("order", "down", '"down"'),
    ],
)
def test_a_value_becomes_a_term_of_its_type(file: Path, parameter: str, value: object, term: str) -> None:
    bound = read(file).bound({parameter: value})
    (line,) = [line for line in bound.splitlines() if line.endswith(f"# @param {parameter}")]
    assert line == f"  VALUES ?{parameter} {{ {term} }} # @param {parameter}"
    others = [line for line in bound.splitlines() if not line.endswith(f"# @param {parameter}")]
    assert others == [line for line in (HEADER + BODY).splitlines() if not line.endswith(f"# @param {parameter}")]


@pytest.mark.parametrize(
    "hostile",
    [
        "id:a> } SERVICE <http://example.org/> { ?s ?p ?o } #",
        '1" } ?x ?y ?z { "',
        "2025 } #",
        "1\n2",
        "UNDEF",
        "?s",
        "",
        "id:a\\u003E",
        '"en"',
        "en\0",
        "١٩٩٩",
        "id:{a}",
        None,
        ["id:a"],
        True,
    ],
)
@pytest.mark.parametrize("parameter", ["place", "year", "day", "lang", "order"])
def test_nothing_else_gets_in(file: Path, parameter: str, hostile: object) -> None:
    with pytest.raises(KgError, match=re.escape(f"what: {parameter}: ")):
        read(file).bound({parameter: hostile})


def test_days_that_do_not_exist_are_refused(file: Path) -> None:
    with pytest.raises(KgError, match=r"what: day: '2022-02-30'; expected a day that exists"):
        read(file).bound({"day": "2022-02-30"})


def test_an_unknown_parameter_or_choice_names_the_nearest(file: Path) -> None:
    with pytest.raises(KgError, match=r"what: yaer: no such parameter; .*place, year, .*Did you mean year\?"):
        read(file).bound({"yaer": 2025})
    with pytest.raises(KgError, match=r"what: order: 'dwon'; expected one of up, down\. Did you mean down\?"):
        read(file).bound({"order": "dwon"})


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (HEADER, "", "what.rq:1: no header; expected `#\\+ question:`"),
        (HEADER, "#+ only words\n", "what.rq:1: no header"),
        ("#+ tags: [look-up]", "#+ tags: [look-up", r"what.rq:5: the header is not YAML"),
        ("en: What?", "fr: Quoi?", "`question` is not in both languages"),
        ("\n#+   da: Hvad?\n#+   en: What?", " What?", "`question` is not in both languages"),
        ("en: subject", "en: 1", "`columns: s` is not in both languages"),
        ("tags: [look-up]", "tags: look-up", "`tags` is not a list of names"),
        ("key: [s]", "key: s", "`key` is not a list of names"),
        ("key: [s]", "key: [t]", "`key` names no columns"),
        ("#+ key: [s]\n", "", "`key` names no columns"),
        ("type: integer", "type: number", "parameter year has no type; expected `type:` and one of iri, integer"),
        ("{type: integer, da: Året, en: The year}", "integer", "parameter year has no type"),
        ("#+   year: {type: integer, da: Året, en: The year}\n", "", "parameter year needs both"),
        ("  VALUES ?year { UNDEF } # @param year\n", "", "parameter year needs both"),
        (", en: The year", "", "`parameters: year` is not in both languages"),
        (", choices: [up, down]", "", "parameter order: `choices` and the type enum need each other"),
        ("type: integer", "type: integer, choices: [a]", "parameter year: `choices` and the type enum"),
        ("type: date", "type: date, class: kompas:Country", "parameter day: only the type iri has a class"),
        ("#+ columns:\n#+   s: {da: emne, en: subject}", "#+ columns: [s]", "`columns` is list; expected names"),
    ],
)
def test_a_broken_header_says_what_was_expected(file: Path, old: str, new: str, complaint: str) -> None:
    text = HEADER + BODY
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KgError, match=complaint) as error:
        read(file)
    assert str(error.value).startswith(f"{file}:")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("#+   en: What?\n", "", 1),
        ("{da: emne, en: subject}", "emne", 12),
        ("tags: [look-up]", "tags: look-up", 4),
        ("key: [s]", "key: [t]", 13),
        ("#+ key: [s]\n", "", 1),
        ("type: integer", "type: number", 7),
        (" # @param day", "", 18),
        ("#+   day: {type: date, da: Dagen, en: The day}\n", "", 17),
        ("  VALUES ?day { UNDEF } # @param day\n", "", 8),
        ("tags: [look-up]", "tags: [look-up", 5),
    ],
)
def test_a_broken_header_names_the_line(file: Path, old: str, new: str, line: int) -> None:
    text = HEADER + BODY
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KgError) as error:
        read(file)
    assert error.value.place == f"{file}:{line}"


def test_a_file_that_cannot_be_read_says_why(file: Path) -> None:
    file.write_bytes((HEADER + "# ").encode() + b"\xff\n" + BODY.encode())
    with pytest.raises(KgError, match=r"what.rq:14: byte 0xff is not UTF-8"):
        read(file)
    with pytest.raises(KgError, match=r"none.rq: No such file or directory; expected a query"):
        read(file.parent / "none.rq")


def test_a_byte_order_mark_is_no_part_of_the_text(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + (HEADER + BODY).encode())
    assert read(file).sparql == HEADER + BODY


def test_an_unknown_question_names_the_nearest(file: Path) -> None:
    project = Project(file.parent)
    (file.parent / "queries").mkdir()
    file.rename(file.parent / "queries" / "what.rq")
    assert list(library(project)) == ["what"]
    with pytest.raises(KgError, match=r"waht: no such question; `kg questions` lists them\. Did you mean what\?"):
        find(project, "waht")
