"""Things and questions are found by words in either language, in any form, the best first."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from conftest import PREFIXES, QUERY

from kg.asking.finding import find
from kg.asking.indexing import fold, index
from kg.errors import KgError
from kg.project import Project

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

ONTOLOGY = """
kompas:Country a owl:Class ; rdfs:subClassOf kompas:Place ; skos:prefLabel "land"@da , "country"@en .
kompas:Place a owl:Class ; skos:prefLabel "sted"@da , "place"@en .
kompas:Commitment a owl:Class ; skos:prefLabel "tilsagn"@da , "commitment"@en .
kompas:acronym a owl:DatatypeProperty .
kompas:evidence a owl:ObjectProperty .
skos:prefLabel a owl:AnnotationProperty . skos:altLabel a owl:AnnotationProperty .
skos:definition a owl:AnnotationProperty .
"""
DATA = """
id:country-faroe a kompas:Country ; skos:prefLabel "Færøerne"@da , "Faroe Islands"@en ; skos:altLabel "færøsk"@da .
id:country-aland a kompas:Country ; skos:prefLabel "Ålandsøerne"@da , "Åland"@en .
id:country-eu a kompas:Country ; skos:prefLabel "Den Europæiske Union"@da , "European Union"@en ; kompas:acronym "EU" .
id:commitment-eu a kompas:Commitment ; skos:prefLabel "et styrket samarbejde i EU"@da , "closer work in the EU"@en ;
    skos:definition "Noget om økonomi og landes rettigheder."@da , "On economies and the rights of countries."@en .
id:commitment-sea a kompas:Commitment ; skos:prefLabel "rene have"@da , "clean seas"@en ;
    skos:definition "Havet skal beskyttes."@da , "The euro is not meant here."@en .
id:thing-without-name a kompas:Commitment .
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A few things and one question."""
    root = tmp_path_factory.mktemp("project")
    prefixes = PREFIXES + "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    for name, text in {
        "ontology/all.ttl": prefixes + ONTOLOGY,
        "data/all.ttl": prefixes + DATA,
        "queries/what-there-is.rq": QUERY,
    }.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return Project(root)


def found(project: Project, *words: str, of_class: str | None = None) -> list[str]:
    return [hit.name.rpartition("/")[2] for hit in find(project, words, "en", of_class).hits]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Færøerne", "country-faroe"),
        ("faeroerne", "country-faroe"),
        ("FÆRØ", "country-faroe"),
        ("faeroesk", "country-faroe"),
        ("faroe island", "country-faroe"),
        ("Alandsoerne", "country-aland"),
        ("aaland", "country-aland"),
        ("eu", "country-eu"),
        ("europæiske unions", "country-eu"),
        ("samarbejder", "commitment-eu"),
        ("økonomien", "commitment-eu"),
        ("oekonomi", "commitment-eu"),
        ("economy", "commitment-eu"),
        ("right of a country", "commitment-eu"),
        ("havene", "commitment-sea"),
        ("what is there", "what-there-is"),
        ("hvad er der", "what-there-is"),
        ("there-is", "what-there-is"),
    ],
)
def test_any_form_finds_it_first(project: Project, words: str, first: str) -> None:
    assert found(project, *words.split())[0] == first


def test_names_come_before_mentions_and_short_words_stand_for_themselves(project: Project) -> None:
    assert found(project, "EU") == ["country-eu", "commitment-eu"], "not what begins with eu"


def test_a_class_is_named_in_either_language_and_has_its_subclasses(project: Project) -> None:
    for name in ("Country", "kompas:Country", "land", "country", "PLACE", "sted"):
        assert found(project, "eu", of_class=name) == ["country-eu"]
    assert found(project, "what", of_class="question") == ["what-there-is"]
    with pytest.raises(
        KgError, match=r"^contry: no such class; expected one of .*Question.* Did you mean country"
    ) as error:
        found(project, "eu", of_class="contry")
    assert "Mente du country" in error.value.said("da")


def test_what_has_some_of_the_words_is_better_than_nothing(project: Project) -> None:
    search = find(project, ["rene", "havvindmøller"], "da")
    assert (search.partly, search.hits[0].label, search.hits[0].kind) == (True, "rene have", "tilsagn")


def test_a_misspelt_word_gets_the_nearest(project: Project) -> None:
    search = find(project, ["Ferøerne"], "da")
    assert (search.hits, search.suggestions[0]) == ((), "Færøerne")


@pytest.mark.parametrize(
    "hostile", ['"', "*", "name:x", "a OR b", "NEAR(a b)", "') DROP TABLE thing; --", "\x00a", "^eu"]
)
def test_signs_are_no_commands(project: Project, hostile: str) -> None:
    try:
        find(project, [hostile], "en")
    except KgError as error:
        assert "no letter or digit" in str(error)  # noqa: PT017  # some have words


def test_folding_reaches_every_spelling() -> None:
    assert {fold(word) for word in ("Ærø", "AEROE", "ærö", "aerø")} == {"aero"}
    assert {fold(word) for word in ("Århus", "Aarhus", "århus", "A\u030arhus")} == {"arhus"}


def test_the_index_is_made_anew_when_a_file_changes(project: Project, tmp_path: Path) -> None:
    copy = Project(tmp_path)
    for file in project.root.rglob("*.*"):
        path = tmp_path / file.relative_to(project.root)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(file.read_bytes())
    assert found(copy, "zebra") == []
    with (tmp_path / "data" / "all.ttl").open("a", encoding="utf-8") as data:
        data.write('id:country-z a kompas:Country ; skos:prefLabel "zebra"@da , "zebra"@en .\n')
    assert found(copy, "zebra") == ["country-z"]


def test_two_at_once_get_the_same(project: Project) -> None:
    with ThreadPoolExecutor() as pool:
        counts = pool.map(lambda _: index_size(project), range(4))
    assert len(set(counts)) == 1


def index_size(project: Project) -> int:
    connection = index(project)
    try:
        return int(connection.execute("SELECT COUNT(*) FROM thing").fetchone()[0])
    finally:
        connection.close()


def test_the_command_lists_in_every_format(run_kg: Run, project: Project) -> None:
    asked = ["--project", project.root, "find", "EU"]
    table = run_kg(*asked, "--lang", "da")
    assert (table.returncode, table.stderr) == (0, "")
    assert "Den Europæiske Union" in table.stdout
    first = json.loads(run_kg(*asked, "--format", "jsonl", "--limit", "1").stdout)
    assert first == {
        "name": "https://w3id.org/kompas/id/country-eu",
        "label": "European Union",
        "type": "country",
        "place": "",
    }


def test_nothing_found_is_exit_code_1_with_a_helpful_line(run_kg: Run, project: Project) -> None:
    nothing = run_kg("--project", project.root, "find", "Ferøerne", "--lang", "da")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr.startswith("intet fundet for Ferøerne; prøv færre eller andre ord. Mente du Færøerne")
    empty = run_kg("--project", project.root, "find", "?!")
    assert (empty.returncode, empty.stdout) == (2, "")
