"""The guide to SPARQL runs: each of its queries has rows, and those that are whole answer as the library does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from kg import namespaces as ns
from kg.asking.querying import ask, ask_library
from kg.asking.questions import LANGUAGES, find, library
from kg.knowledge import know
from kg.project import Project
from kg.store import build

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.asking.answers import Answer
    from kg.settings import Language

PROJECT = Project(ROOT)
GUIDES = {"da": ROOT / "docs" / "sparql-guide.da.md", "en": ROOT / "docs" / "sparql-guide.md"}
BLOCK = re.compile(r"```sparql\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The project's whole graph, its layers by name."""
    return build(know(PROJECT).quads())


def queries(lang: Language) -> list[str]:
    return BLOCK.findall(GUIDES[lang].read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_query_of_the_guide_has_rows(lang: Language, store: ox.Store) -> None:
    assert len(queries(lang)) >= 5
    for query in queries(lang):
        assert ask(store, query, prefixes=ns.PREFIXES).rows, query


def test_both_guides_ask_the_same() -> None:
    assert [query.replace('"da"', '"en"') for query in queries("da")] == queries("en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_names_questions_that_there_are(lang: Language) -> None:
    named = re.findall(r"^## \d.*\(`([a-z-]+)`\)$", GUIDES[lang].read_text(encoding="utf-8"), re.MULTILINE)
    assert len(named) == 5
    assert set(named) <= set(library(PROJECT))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("number", "name", "columns"),
    [
        (1, "values-of-the-compass", {"value": "value", "label": "label", "definition": "definition"}),
        (2, "partnerships", {"label": "label", "partnerLabel": "partnerLabel"}),
        (4, "measures-and-commitments-by-chapter", {"number": "chapter", "commitments": "commitments"}),
        (5, "eu-members-without-undertakings", {"label": "label", "code": "code"}),
    ],
)
def test_the_steps_lead_to_the_librarys_answer(
    lang: Language, number: int, name: str, columns: dict[str, str], store: ox.Store
) -> None:
    mine = ask(store, queries(lang)[number], prefixes=ns.PREFIXES)
    librarys = ask_library(store, find(PROJECT, name), {"lang": lang})
    assert column_set(mine, list(columns)) == column_set(librarys, list(columns.values()))


def column_set(answer: Answer, columns: list[str]) -> set[tuple[object, ...]]:
    return {tuple(record[column] for column in columns) for record in answer.records()}
