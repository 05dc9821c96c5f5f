"""A description says what the graph says of a thing, in one language, and where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.describing.portraits import SECTIONS, sections_of
from kg.describing.things import Description, Node, describe, triples
from kg.knowledge import View, view
from kg.labelling import reader
from kg.namespaces import ID, KOMPAS, RDF
from kg.naming import names
from kg.project import find_project

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

TYPE = ox.NamedNode(RDF + "type")

RunKg = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def known() -> View:
    """Return the project's whole graph."""
    return view(find_project())


def test_a_commitment_has_what_was_said_and_what_follows(known: View) -> None:
    """The pillar of a narrower undertaking is inferred, and marked so; each passage has its place."""
    narrower = next(
        quad.subject.value
        for quad in known.asserted
        if quad.predicate.value == KOMPAS + "partOf"
        and isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith(ID + "commitment-3-")
    )
    description = describe(known, narrower, "da")
    facts = dict(description.facts)
    assert [value.inferred for value in facts["under søjle"]] == [True]
    assert facts["under søjle"][0].text == "tryghedsdiplomati"
    assert not any(value.inferred for value in facts["styrke"])
    assert description.definition.endswith(".")
    assert description.places
    assert all(place.start < place.end and place.part for place in description.places)


def section(description: Description, heading: str) -> list[Node]:
    return [node for part in description.sections if part.heading == heading for node in part.nodes]


def test_a_country_lists_its_partnerships_undertakings_and_mentions(known: View) -> None:
    """Undertakings stand under their pillars with their roles; units of text are counted, not listed."""
    india = describe(known, "India", "en")
    assert "green strategic partnership with India" in [node.text for node in section(india, "Partnerships")]
    undertakings = section(india, "Undertakings by pillar")
    (first, *_) = [node for node in undertakings if node.depth == 0]
    assert (first.text, first.iri) == ("climate diplomacy", None)
    assert {"partner", "place"} & {node.detail for node in undertakings if node.depth == 1}
    assert all(node.detail.isdigit() for node in section(india, "Mentioned, units of text"))
    assert not [value for _, values in india.pointing for value in values if "unit-" in (value.iri or "")]
    matches = dict(india.facts)["the same elsewhere"]
    assert [(value.text, value.iri) for value in matches] == [
        ("IND (publications.europa.eu)", "http://publications.europa.eu/resource/authority/country/IND")
    ]


def test_a_pillar_has_its_undertakings_as_a_tree(known: View) -> None:
    """Each stands below the nearest that it is part of, and every undertaking of the pillar is there."""
    nodes = section(describe(known, "id:pillar-climate-diplomacy", "en"), "Undertakings")
    under = ox.NamedNode(ID + "pillar-climate-diplomacy")
    wanted = {
        quad.subject.value
        for quad in known.store
        if quad.object == under
        and quad.predicate.value == KOMPAS + "underPillar"
        and isinstance(quad.subject, ox.NamedNode)
    }
    assert {node.iri for node in nodes if "priority-" not in (node.iri or "")} == {
        iri for iri in wanted if "priority-" not in iri
    }
    part_of = {
        (str(quad.subject)[1:-1], str(quad.object)[1:-1])
        for quad in known.asserted
        if quad.predicate.value == KOMPAS + "partOf"
    }
    path: list[str] = []
    for node in nodes:
        path[node.depth :] = [node.iri or ""]
        assert node.depth == 0 or (path[-1], path[-2]) in part_of
    assert max(node.depth for node in nodes) > 1


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("NATO", "Undertakings by role"),
        ("NATO", "Members"),
        ("id:theme-arctic", "Undertakings by pillar"),
        ("id:value-freedom", "Served by"),
        ("id:chapter-5", "Parts"),
        ("id:chapter-5", "Units of text by judgement"),
        ("note 3", "Marks"),
        ("id:region-sahel", "Places in it"),
    ],
)
def test_each_class_has_its_portrait(known: View, name: str, heading: str) -> None:
    """What a reader asks of its class is there."""
    assert section(describe(known, name, "en"), heading)


def test_every_section_is_filled_by_something(known: View) -> None:
    """A section's pattern that finds nothing anywhere is misspelt, or the data have nothing of the kind yet."""
    store = known.store
    missing = {section.pattern for sections in SECTIONS.values() for section in sections}
    for name in SECTIONS:
        for quad in store.quads_for_pattern(None, TYPE, ox.NamedNode(KOMPAS + name)):
            if any(section.pattern in missing for section in SECTIONS[name]):
                missing -= {section.pattern for section, _ in sections_of(store, str(quad.subject)[1:-1], [name])}
    assert not missing


def test_what_has_no_label_is_called_by_what_it_holds(known: View) -> None:
    """Intervals are dates, claims what they claim."""
    read = reader(known.asserted, names(known.asserted), "en")
    intervals = [iri for iri, kind in read.kinds.items() if kind == KOMPAS + "Interval"]
    assert intervals
    assert all(re.fullmatch(r"[0-9–\- ]+( months)?", read.label(iri)) for iri in intervals)


def test_language_is_the_readers(known: View) -> None:
    """Labels are in the language that was asked for."""
    assert describe(known, "id:country-germany", "da").label == "Tyskland"
    assert describe(known, "id:country-germany", "en").label == "Germany"


def test_triples_are_asserted_and_inferred(known: View) -> None:
    """What follows is among them."""
    predicates = {triple.predicate.value for triple in triples(known, ID + "country-denmark")}
    assert KOMPAS + "isoAlpha3" in predicates
    assert len(triples(known, ID + "country-denmark")) > sum(
        quad.subject == ox.NamedNode(ID + "country-denmark") for quad in known.asserted
    )


def test_command_shows_in_each_format(run_kg: RunKg) -> None:
    """Text for people, JSON and Turtle for programs."""
    markdown = run_kg("show", "NATO", "--format", "markdown").stdout
    assert markdown.startswith("# NATO\n\n*organisation · id:organisation-nato*")
    assert "## Undertakings by role\n\n- actor\n" in markdown
    html = run_kg("show", "NATO", "--format", "html").stdout
    assert html.startswith("<!doctype html>")
    assert "<h2>Undertakings by role</h2>" in html
    assert "href" not in html
    text = run_kg("show", "NATO", "--lang", "da")
    assert (text.returncode, text.stderr) == (0, "")
    assert text.stdout.startswith("NATO\norganisation · id:organisation-nato\n")
    as_json = json.loads(run_kg("show", "NATO", "--format", "json").stdout)
    assert as_json["iri"] == ID + "organisation-nato"
    turtle = run_kg("show", "NATO", "--format", "turtle").stdout
    assert any(
        triple.subject.value == ID + "organisation-nato" for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    )


def test_command_shows_the_words_of_a_copy(run_kg: RunKg, source_text: Path) -> None:
    """With the text at hand the passages' words follow their places; without it they do not."""
    shown = run_kg("show", "NATO", "--source", source_text)
    assert "» NATO «" in shown.stdout
    assert "»" not in run_kg("show", "NATO").stdout


def test_command_shows_the_words_of_a_differently_wrapped_copy(
    run_kg: RunKg, source_text: Path, tmp_path: Path
) -> None:
    """Words are sought by their letters; what stands at the offsets of another copy is never passed off as them."""
    copy, other = tmp_path / "copy.txt", tmp_path / "other.txt"
    copy.write_text("\n\n".join(source_text.read_text(encoding="utf-8").split()), encoding="utf-8")
    other.write_text("noget helt andet " * 20_000, encoding="utf-8")
    assert "» NATO «" in run_kg("show", "NATO", "--source", copy).stdout
    shown = run_kg("show", "NATO", "--source", other).stdout
    assert "not found in this copy of the text" in shown
    assert "»" not in shown


def test_command_refuses_an_unknown_name(run_kg: RunKg) -> None:
    """One line, the nearest name, exit code 2."""
    refused = run_kg("show", "Tysklnd")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr.count("\n") == 1
    assert "Did you mean tyskland" in refused.stderr
