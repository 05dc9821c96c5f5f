"""The ledger says what each unit became, and finds those that nobody judged or that are judged wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg import namespaces as ns
from kg.document.coverage import CARRIES, Unit, counts, ledger
from kg.document.ledger_page import page
from kg.knowledge import Knowledge
from kg.naming import names
from kg.reasoning.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

DATA = f"""
@prefix dcterms: <{ns.DCTERMS}> .
@prefix id: <{ns.ID}> .
@prefix kompas: <{ns.KOMPAS}> .
@prefix oa: <{ns.OA}> .
@prefix skos: <{ns.SKOS}> .
id:chapter-1 a kompas:Chapter ; dcterms:isPartOf id:strategy-x ; skos:prefLabel "kapitel <1>"@da , "chapter <1>"@en .
id:box-1 a kompas:Box ; dcterms:isPartOf id:chapter-1 ; skos:prefLabel "boks"@da , "box"@en .
id:chapter-2 a kompas:Chapter ; dcterms:isPartOf id:strategy-x ; skos:prefLabel "kapitel 2"@da , "chapter 2"@en .
id:unit-0-10 a kompas:Unit ; dcterms:isPartOf id:chapter-1 ; oa:start 0 ; oa:end 10 ;
    kompas:judgement id:judgement-statement .
id:unit-11-20 a kompas:Unit ; dcterms:isPartOf id:box-1 ; oa:start 11 ; oa:end 20 ;
    kompas:judgement id:judgement-rhetoric .
id:unit-21-30 a kompas:Unit ; dcterms:isPartOf id:chapter-2 ; oa:start 21 ; oa:end 30 .
id:unit-31-40 a kompas:Unit ; dcterms:isPartOf id:chapter-2 ; oa:start 31 ; oa:end 40 ;
    kompas:judgement id:judgement-statement .
id:passage-5-12 a kompas:Passage ; oa:start 5 ; oa:end 12 .
id:passage-32-35 a kompas:Passage ; oa:start 32 ; oa:end 35 .
id:commitment-a a kompas:Commitment ; skos:prefLabel "løfte & mere"@da , "promise & more"@en ;
    kompas:evidence id:passage-5-12 .
id:country-b a kompas:Country , kompas:Place ; skos:prefLabel "land"@da , "land"@en ; kompas:evidence id:passage-32-35 .
"""


@pytest.fixture
def known() -> Knowledge:
    """Return four units: sound, judged otherwise though carrying, unjudged, and one where a country is only named."""
    graph = ox.NamedNode(ns.DOCUMENT_GRAPH)
    found = ox.parse(DATA, format=ox.RdfFormat.TURTLE)
    quads = [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found]
    return Knowledge([], quads, [])


@pytest.fixture
def units(known: Knowledge) -> list[Unit]:
    """Return their ledger."""
    return ledger(Facts(known.asserted))


def test_units_stand_in_the_order_of_the_text(units: list[Unit]) -> None:
    """Each knows its chapter, also from within a box."""
    assert [unit.start for unit in units] == [0, 11, 21, 31]
    assert [unit.chapter for unit in units] == [ns.ID + f"chapter-{number}" for number in (1, 1, 2, 2)]


def test_a_unit_became_what_overlaps_it(units: list[Unit]) -> None:
    """A passage over the border of two units counts for both; that a country is named there counts for none."""
    assert [unit.became for unit in units] == [(ns.ID + "commitment-a",), (ns.ID + "commitment-a",), (), ()]


def test_unsound_judgements_are_found(units: list[Unit]) -> None:
    """Judged otherwise though carrying, not judged, judged to carry though nothing lies there: each is amiss."""
    assert [unit.sound for unit in units] == [True, False, False, False]


def test_counts_by_chapter(units: list[Unit]) -> None:
    """Chapters stand in their order, and the unjudged are counted too."""
    found = counts(units)
    assert list(found) == [ns.ID + "chapter-1", ns.ID + "chapter-2"]
    assert found[ns.ID + "chapter-1"][CARRIES] == 1
    assert found[ns.ID + "chapter-2"][""] == 1


def test_page_has_words_only_with_a_text(known: Knowledge, units: list[Unit]) -> None:
    """The page is the skeleton; labels are escaped, and links lead to what a unit became."""
    by_name = names(known.asserted)
    bare = page(units, by_name, "da", None)
    assert "kapitel &lt;1&gt;" in bare
    assert "<li>løfte &amp; mere <code>id:commitment-a</code></li>" in bare
    assert "href" not in bare, "the IRIs do not resolve"
    assert "hemmelige" not in bare
    assert "hemmelige" in page(units, by_name, "da", "hemmelige ord " * 4)


def test_page_is_not_written_with_the_words_of_another_copy(
    run_kg: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    """Units count in the reference text; elsewhere other words stand at their offsets."""
    copy, html = tmp_path / "copy.txt", tmp_path / "ledger.html"
    copy.write_text("noget helt andet " * 20_000, encoding="utf-8")
    run = run_kg("coverage", "--html", html, "--source", copy)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"{copy}: offsets count in id:text-2022-da")
    assert not html.exists()


def test_every_unit_of_the_document_is_judged(run_kg: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    """On the real data nothing is amiss, and the page is written."""
    run = run_kg("coverage", "--html", tmp_path / "ledger.html", "--format", "csv")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[-1].startswith("the document,")
    assert (tmp_path / "ledger.html").read_text(encoding="utf-8").count("<details") > 1000
