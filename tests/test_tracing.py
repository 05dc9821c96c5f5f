"""Each row of an answer says where the text says it, how it follows, or which background fact it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from conftest import PREFIXES

from kg.asking.grounds import grounds, patterns
from kg.asking.projects import Asked
from kg.asking.querying import ask
from kg.asking.tracing import with_evidence
from kg.document.citing import cite
from kg.document.passages import turtle
from kg.knowledge import whole
from kg.namespaces import ID, KOMPAS
from kg.project import Project

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

TEXT = "Kapitel et.\n\nDanmark vil hjælpe Mali .\nDet koster 5 kr. og varer længe.\n"
ONTOLOGY = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
kompas:Statement a owl:Class . kompas:Commitment a owl:Class ; rdfs:subClassOf kompas:Statement .
kompas:evidence a owl:ObjectProperty . kompas:within a owl:ObjectProperty , owl:TransitiveProperty .
kompas:place a owl:ObjectProperty ; rdfs:subPropertyOf kompas:concerns .
kompas:concerns a owl:ObjectProperty ; owl:propertyChainAxiom ( kompas:concerns kompas:within ) .
skos:prefLabel a owl:AnnotationProperty .
"""
DATA = """@prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
id:commitment-help a kompas:Commitment ; kompas:place id:country-mali ; kompas:evidence id:{passage} ;
    skos:prefLabel "hjælp til Mali"@da , "help for Mali"@en .
id:chapter-1 a kompas:Chapter ; skos:prefLabel "kapitel et"@da , "chapter one"@en .
id:unit-1 a kompas:Unit ; oa:start {start} ; oa:end {end} ; kompas:printedPage 8 , 9 .
"""
BACKGROUND = (
    'id:country-mali kompas:within id:region-sahel ; skos:prefLabel "Mali"@da , "Mali"@en .\n'
    'id:region-sahel skos:prefLabel "Sahel"@da , "Sahel"@en .\n'
)
QUERY = """PREFIX kompas: <https://w3id.org/kompas/def#>
SELECT ?undertaking ?place WHERE { ?undertaking a kompas:Commitment ; kompas:concerns ?place . } ORDER BY ?place"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One commitment with its passage on a page, and where its place lies."""
    (passage,) = cite("vil hjælpe Mali", TEXT)
    block = turtle(passage).replace("a kompas:Passage ;", "a kompas:Passage ;\n    dcterms:isPartOf id:chapter-1 ;")
    data = DATA.format(passage=passage.iri.removeprefix(ID), start=passage.start - 8, end=passage.end + 2) + block
    for name, text in {"ontology/o.ttl": ONTOLOGY, "data/d.ttl": data, "data/background/b.ttl": BACKGROUND}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(PREFIXES + text, encoding="utf-8")
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    return Project(tmp_path)


def evidence(project: Project, lang: str = "en", source: Path | None = None, query: str = QUERY) -> list[str]:
    asked = with_evidence(project, Asked(ask(whole(project), query), query), lang, source)  # type: ignore[arg-type]  # da, en
    assert asked.answer.columns[-1] == "evidence"
    return [str(row[-1]) for row in asked.answer]


def test_a_row_says_where_and_how(project: Project) -> None:
    mali, sahel = evidence(project)
    (passage,) = cite("vil hjælpe Mali", TEXT)
    place = f"chapter one · pp. 8-9 · characters {passage.start}-{passage.end}"
    assert mali.splitlines() == [
        place,
        "follows: help for Mali – kompas:concerns – Mali [prp-spo1: help for Mali – kompas:place – Mali]",
    ]
    first, second = sahel.splitlines()
    assert first == place
    assert second.startswith("follows: help for Mali – kompas:concerns – Sahel [prp-spo2: ")
    assert "Mali – kompas:within – Sahel" in second


def test_the_words_come_from_the_copy_at_hand(project: Project) -> None:
    mali, _ = evidence(project, "da", project.root / "text.txt")
    assert mali.splitlines()[0] == "kapitel et · s. 8-9 · linje 3-3: »vil hjælpe Mali.«"


def test_a_background_fact_says_so(project: Project) -> None:
    query = "SELECT ?s ?o { ?s <https://w3id.org/kompas/def#within> ?o }"
    assert evidence(project, "da", query=query) == ["baggrund: Mali – kompas:within – Sahel"]


# What rows rest on


def triple(subject: str, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(ID + subject), ox.NamedNode(KOMPAS + predicate), ox.NamedNode(ID + value))


HELP, LIES = triple("commitment-help", "place", "country-mali"), triple("country-mali", "within", "region-sahel")


@pytest.mark.parametrize(
    ("where", "rests_on"),
    [
        ("?s k:place ?o", [HELP]),
        ("?s k:place/k:within ?o", [HELP, LIES]),
        ("?o ^k:place/^k:nothing|^k:within ?s", [LIES]),
        ("?s k:place ?o OPTIONAL { ?o k:within ?r }", [HELP, LIES]),
        ("?s k:place ?o OPTIONAL { ?o k:nothing ?r }", [HELP]),
        ("{ ?s k:nothing ?o } UNION { ?s k:place ?o }", [HELP]),
        ("?s k:place ?o FILTER NOT EXISTS { ?s k:within ?o }", [HELP]),
        ("?s k:place ?o MINUS { ?o k:place ?s }", [HELP]),
        ("{ SELECT ?s ?o { ?s k:place ?o } }", [HELP]),
    ],
)
def test_the_triples_of_a_row_are_those_its_patterns_matched(
    project: Project, where: str, rests_on: list[ox.Triple]
) -> None:
    store = whole(project)
    query = f"PREFIX k: <{KOMPAS}> SELECT ?s ?o {{ {where} }}"
    (row,) = grounds(store, query, ask(store, query))
    assert row == rests_on


def test_a_group_has_the_triples_of_its_members(project: Project) -> None:
    store = whole(project)
    query = f"PREFIX k: <{KOMPAS}> SELECT ?s (COUNT(?o) AS ?n) {{ ?s k:concerns ?o }} GROUP BY ?s"
    (row,) = grounds(store, query, ask(store, query))
    assert {str(each.object).rpartition("/")[2] for each in row} == {"country-mali>", "region-sahel>"}


def test_what_must_not_match_is_no_pattern_of_a_row() -> None:
    query = f"PREFIX k: <{KOMPAS}> SELECT * {{ ?s k:a ?o FILTER NOT EXISTS {{ ?s k:b ?o }} MINUS {{ ?s k:c ?o }} }}"
    assert [str(predicate)[-1] for _, predicate, _ in patterns(query)] == ["a"]


def test_the_command_adds_a_column(run_kg: Run) -> None:
    run = run_kg(
        "query", "values-of-the-compass", "--unvalidated", "--evidence", "--lang", "da", "--format", "markdown"
    )
    assert run.stdout.splitlines()[0].endswith("| belæg |")
    assert "kapitel 1: forord" in run.stdout
