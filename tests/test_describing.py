"""A description says what the graph says of a thing, in one language, and where it stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.describing import describe, triples
from kg.knowledge import Knowledge, know
from kg.namespaces import ID, KOMPAS
from kg.project import find_project

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

RunKg = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def known() -> Knowledge:
    """Return the project's whole graph."""
    return know(find_project())


def test_a_commitment_has_what_was_said_and_what_follows(known: Knowledge) -> None:
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


def test_a_country_lists_what_points_to_it(known: Knowledge) -> None:
    """Partnerships with India stand under the class and role by which they name it."""
    pointing = dict(describe(known, "India", "en").pointing)
    assert "green strategic partnership with India" in [value.text for value in pointing["partnership · partner"]]


def test_language_is_the_readers(known: Knowledge) -> None:
    """Labels are in the language that was asked for."""
    assert describe(known, "id:country-germany", "da").label == "Tyskland"
    assert describe(known, "id:country-germany", "en").label == "Germany"


def test_triples_are_asserted_and_inferred(known: Knowledge) -> None:
    """What follows is among them."""
    predicates = {triple.predicate.value for triple in triples(known, ID + "country-denmark")}
    assert KOMPAS + "isoAlpha3" in predicates
    assert len(triples(known, ID + "country-denmark")) > sum(
        quad.subject == ox.NamedNode(ID + "country-denmark") for quad in known.asserted
    )


def test_command_shows_in_each_format(run_kg: RunKg) -> None:
    """Text for people, JSON and Turtle for programs."""
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
