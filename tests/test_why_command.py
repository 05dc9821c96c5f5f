"""`kg why`: names are found, proofs lead to lines and passages, and what does not hold is told with exit code 1."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
import rdflib
from conftest import PREFIXES

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from kg.project import Project

    Run = Callable[..., subprocess.CompletedProcess[str]]

ONTOLOGY = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
kompas:Value a owl:Class ; skos:prefLabel "værdi"@da , "value"@en .
kompas:Place a owl:Class ; owl:disjointWith kompas:Value .
kompas:Country a owl:Class ; rdfs:subClassOf kompas:Place ; skos:prefLabel "land"@da , "country"@en .
kompas:within a owl:ObjectProperty , owl:TransitiveProperty ;
    rdfs:domain kompas:Place ;
    skos:prefLabel "inden for"@da , "within"@en .
kompas:evidence a owl:ObjectProperty .
kompas:number a owl:DatatypeProperty .
"""
DATA = """@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
id:country-denmark a kompas:Country ;
    kompas:evidence id:passage-0-7 ;
    kompas:number 5 ;
    kompas:within id:north ;
    skos:prefLabel "Danmark"@da , "Denmark"@en .

id:north kompas:within id:europe ;
    skos:prefLabel "Norden"@da , "the North"@en .

id:europe skos:prefLabel "Europa"@da , "Europe"@en .
id:europe-council skos:prefLabel "Europa"@da .
id:chapter-1 dcterms:isPartOf id:strategy ; skos:prefLabel "kapitel 1"@da , "chapter 1"@en .
id:passage-0-7 a kompas:Passage ; dcterms:isPartOf id:chapter-1 ; oa:start 0 ; oa:end 7 .
"""


@pytest.fixture
def why(small: Project, run_kg: Run) -> Run:
    """Return a function that runs `kg why` in a project of a few triples."""
    (small.root / "ontology" / "values.ttl").write_text(PREFIXES + ONTOLOGY, encoding="utf-8")
    (small.root / "data" / "values" / "values.ttl").write_text(PREFIXES + DATA, encoding="utf-8")

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return run_kg("why", *arguments, "--lang", "en", "--project", small.root, cwd=small.root)

    return run


def test_a_proof_names_rule_axiom_premises_lines_and_passages(why: Run) -> None:
    run = why("Danmark", "within", "id:europe")
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[0] == "Denmark · within · Europe"
    assert lines[1] == "id:country-denmark kompas:within id:europe"
    assert "prp-trp: the property is handed on from link to link" in lines[2]
    assert "kompas:within Characteristics: Transitive · ontology/values.ttl:9" in lines[3]
    assert "id:country-denmark kompas:within id:north  data/values/values.ttl:10:19" in lines[4]
    assert "chapter 1, characters 0-7" in lines[5]
    assert "id:north kompas:within id:europe  data/values/values.ttl:13:24" in lines[6]
    assert len(lines) == 7


def test_an_asserted_triple_says_where(why: Run) -> None:
    run = why("id:country-denmark", "a", "land")
    assert "id:country-denmark a kompas:Country  data/values/values.ttl:7:22" in run.stdout
    assert why("id:country-denmark", "number", "5").returncode == 0


@pytest.mark.parametrize("form", ["json", "turtle", "svg", "dot"])
def test_formats(why: Run, form: str) -> None:
    run = why("id:country-denmark", "within", "id:europe", "--format", form, "--all")
    assert run.returncode == 0, run.stderr
    match form:
        case "json":
            ((first, *rest),) = json.loads(run.stdout)
            assert (first["rule"], first["from"]) == ("prp-trp", [2, 3, 4])
            assert rest[1]["place"] == "data/values/values.ttl:10:19"
            assert rest[1]["passages"][0]["start"] == 0
        case "turtle":
            graph = rdflib.Graph().parse(data=run.stdout, format="turtle")
            prov = rdflib.PROV
            (activity,) = graph.subjects(rdflib.RDF.type, prov.Activity)
            assert len(list(graph.objects(activity, prov.used))) == 3
            assert len(list(graph.subject_objects(prov.atLocation))) == 3
        case "svg":
            text = "".join(ET.fromstring(run.stdout).itertext()).replace("\xa0", " ")  # noqa: S314  # our own
            assert "id:north kompas:within id:europe" in text
            assert "http" not in run.stdout.replace("http://www.w3.org/2000/svg", "")
        case "dot":
            assert run.stdout.count(" -> ") == 2
            assert "prp-trp" in run.stdout


def test_what_does_not_hold_is_told_and_what_is_missing(why: Run) -> None:
    run = why("id:europe", "within", "id:north")
    assert (run.returncode, run.stdout) == (1, "")
    assert "kg why --not" in run.stderr
    unmet = why("--not", "id:europe", "a", "kompas:Place")
    assert unmet.returncode == 0
    assert "prp-dom: kompas:within Domain kompas:Place" in unmet.stdout
    assert "missing: id:europe kompas:within ?y" in unmet.stdout
    assert "missing: id:europe a kompas:Country" in unmet.stdout
    assert json.loads(why("--not", "id:europe", "a", "kompas:Place", "-f", "json").stdout)
    assert "no rule could give it" in why("--not", "id:europe", "number", "5").stdout


def test_not_of_what_holds_says_so(why: Run) -> None:
    run = why("--not", "id:country-denmark", "within", "id:europe")
    assert (run.returncode, run.stdout) == (1, "")
    assert "holds" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Danmark", "within", "Europa"], "id:europe, id:europe-council"),
        (["Danmark", "within", "Europ"], "Did you mean"),
        (["id:country-danmark", "within", "id:europe"], "Did you mean id:country-denmark?"),
        (["Danmark", "within"], "there are 2 names"),
        (["Danmark", "within", '"open'], "not a literal"),
        (["Danmark", "within", "id:europe", "--contradiction"], "takes no triple"),
        (["Danmark", "within", "id:north", "--not", "-f", "svg"], "text or json"),
        (["x:y", "within", "id:north"], "unknown prefix"),
        (["Danmark", "within", "id:north", "--with", "missing.ttl"], "no such file"),
        (["Danmark", "within", "id:north", "--limit", "0"], "--limit"),
    ],
)
def test_bad_input_is_trouble_in_one_line(why: Run, arguments: list[str], said: str) -> None:
    run = why(*arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr
    assert run.stderr.count("\n") == 1


def test_contradictions_are_explained_with_a_file_of_the_users(why: Run, tmp_path: Path) -> None:
    fine = why("--contradiction")
    assert (fine.returncode, fine.stdout) == (0, "")
    path = tmp_path / "mine.ttl"
    path.write_text(PREFIXES + "\nid:country-denmark a kompas:Value .\n", encoding="utf-8")
    run = why("--contradiction", "--with", path)
    assert run.returncode == 1
    assert "kompas:Place DisjointWith kompas:Value" in run.stdout
    assert "mine.ttl:6:22" in run.stdout
    assert "data/values/values.ttl:" in run.stdout
    assert "ontology/values.ttl:7:" in run.stdout


def test_danish(small: Project, why: Run, run_kg: Run) -> None:
    assert why("Danmark", "within", "id:europe").returncode == 0
    run = run_kg("why", "Danmark", "inden for", "id:europe", "--lang", "da", "--project", small.root, cwd=small.root)
    assert "egenskaben går videre fra led til led" in run.stdout
    assert "kapitel 1, tegn 0-7" in run.stdout


def test_words_come_from_the_copy_at_hand(run_kg: Run, source_text: Path) -> None:
    run = run_kg("why", "id:pillar-security-diplomacy", "a", "kompas:Pillar", "--source", source_text, "--lang", "en")
    assert run.returncode == 0, run.stderr
    assert "line" in run.stdout
    assert "»" in run.stdout
