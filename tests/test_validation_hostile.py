"""Whatever a file or shape of others holds, `kg validate` ends within seconds: with a verdict, or an error by name."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from conftest import PREFIXES

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from kg.project import Project

    Run = Callable[..., subprocess.CompletedProcess[str]]
    Check = Callable[..., tuple[int, dict[str, Any], str]]

MOST = 30  # seconds for any of them, on a machine that others use too
MORE = PREFIXES + "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n" + (
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    "@prefix shape: <https://w3id.org/kompas/shape#> .\n"
)  # fmt: skip


@pytest.fixture
def check(run_kg: Run, small: Project, tmp_path: Path) -> Check:
    """Return a function that checks bytes as a file beside a small project: exit code, report, standard error."""

    def run(data: bytes | str, *options: str, name: str = "x.ttl") -> tuple[int, dict[str, Any], str]:
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        start = time.monotonic()
        result = run_kg("--project", small.root, "validate", name, "--format", "json", *options, cwd=tmp_path)
        assert time.monotonic() - start < MOST
        assert "Traceback" not in result.stderr
        return result.returncode, json.loads(result.stdout), result.stderr

    return run


def rules_of(report: dict[str, Any]) -> set[str]:
    return {one["rule"] for one in report["findings"] if one["severity"] == "violation"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (MORE + "id:a a kompas:Value ; kompas:within", "x.ttl:"),
        (MORE + 'id:a skos:prefLabel "a', "x.ttl:"),
        ((MORE + "id:a skos:prefLabel 'æ'@da .").encode("latin-1"), "byte 0xe6 is not UTF-8"),
        ((MORE + "id:a a kompas:Value .").encode("utf-16"), "is not UTF-8"),
        (b"", "x.ttl: the file is empty"),
        (b"\xef\xbb\xbf", "x.ttl: the file is empty"),
        (MORE + "id:a kompas:within " + "[ kompas:within " * 10_000 + "]" * 10_000 + " .", "x.ttl"),
        (MORE + "id:a kompas:within " + "( " * 10_000 + ")" * 10_000 + " .", "x.ttl"),
        (MORE + "id:a kompas:within " + "<<( " * 10_000 + " .", "x.ttl"),
        (MORE + "id:a kompas:within <<( id:a kompas:within id:b )>> .", "x.ttl"),
        ("<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'aa'>]><rdf:RDF/>", "x.ttl:1:"),
        ('{"@context": "http://127.0.0.1:9/c.jsonld", "@id": "a"}', "x.ttl:1:"),
        (b"\x00" * 1000, "x.ttl:1:"),
    ],
    ids=["cut off", "cut off in a literal", "Latin-1", "UTF-16", "empty", "only a mark", "brackets", "lists", "triples",
         "a triple as a term", "RDF/XML", "JSON-LD", "zeros"],
)  # fmt: skip
def test_what_cannot_be_read_says_why(check: Check, data: bytes | str, said: str) -> None:
    code, report, error = check(data)
    if code == 1:  # deep nesting can be read, and is told of as what it is
        assert rules_of(report) == {"blank-node", "no-class"}
        return
    assert (code, report["outcome"]) == (2, "unchecked")
    assert said in error
    assert len(error.splitlines()) == 1
    assert report["trouble"]["message"]["en"]


@pytest.mark.parametrize("name", ["x.rdf", "x.jsonld", "x.nt", "x.xml"])
def test_other_formats_are_refused(check: Check, name: str) -> None:
    code, report, error = check("<a> <b> <c> .", name=name)
    assert (code, report["outcome"]) == (2, "unchecked")
    assert "not a Turtle file" in error


def test_a_mark_and_line_ends_of_windows_change_nothing(check: Check) -> None:
    text = MORE + "id:value-b a kompas:Value .\n\nid:value-c a kompas:Valeu .\n"
    code, report, _ = check(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert code == 1
    (finding,) = (one for one in report["findings"] if one["rule"] == "undeclared-class")
    assert (finding["place"]["line"], finding["place"]["column"]) == (MORE.count("\n") + 2 + 1, 14)


def test_a_literal_of_ten_megabytes(check: Check) -> None:
    code, report, _ = check(MORE + f'id:value-b a kompas:Value ;\n    skos:prefLabel "{"æ " * 3_400_000}\x07"@da .')
    assert code == 1
    (finding,) = (one for one in report["findings"] if one["rule"] == "character")
    assert len(finding["excerpt"]["text"]) < 200
    code, _, error = check(MORE + f'id:value-b skos:prefLabel "{"x" * 17_000_000}"@da .')
    assert (code, "expected at most" in error) == (2, True)


def test_rings_of_classes_and_of_parts(check: Check) -> None:
    classes = "".join(f"kompas:C{n} a owl:Class ; rdfs:subClassOf kompas:C{(n + 1) % 100} .\n" for n in range(100))
    places = "".join(f"id:p{n} a kompas:C0 ; kompas:within id:p{(n + 1) % 100} .\n" for n in range(100))
    code, report, _ = check(MORE + classes + places)
    assert (code, report["outcome"]) == (0, "conforms")


def test_a_ring_that_may_not_be_is_told_of_once(check: Check, small: Project) -> None:
    path = small.root / "ontology" / "values.ttl"
    path.write_text(path.read_text("utf-8") + "kompas:within a owl:IrreflexiveProperty .\n", "utf-8")
    code, report, _ = check(
        MORE + "".join(f"id:p{n} a kompas:Value ; kompas:within id:p{(n + 1) % 5} .\n" for n in range(5))
    )
    assert code == 1
    (finding,) = (one for one in report["findings"] if one["check"] == "consistency")
    assert len(finding["premises"]) == 5
    assert {one["place"]["line"] - MORE.count("\n") for one in finding["premises"]} == {1, 2, 3, 4, 5}
    assert len(finding["also"]) == 4


def test_nameless_things_of_two_files_stay_two(check: Check, small: Project) -> None:
    path = small.root / "data" / "values" / "values.ttl"
    path.write_text(path.read_text("utf-8") + '_:x a kompas:Value ; skos:prefLabel "one"@da .\n', "utf-8")
    code, report, _ = check(MORE + '_:x a kompas:Value ; skos:prefLabel "two"@da .\n')
    assert code == 1
    nameless = [one for one in report["findings"] if one["rule"] == "blank-node"]
    assert len(nameless) == 2
    assert rules_of(report) == {"blank-node"}  # the shapes are silent about what should have a name first


def test_nothing_is_fetched_or_opened(check: Check, tmp_path: Path) -> None:
    import socket

    (tmp_path / "secret.ttl").write_text(MORE + "id:secret a kompas:Secret .", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        port = server.getsockname()[1]
        head = f"<https://example.org/o> a owl:Ontology ; owl:imports <http://127.0.0.1:{port}/o.ttl> , "
        code, report, _ = check(MORE + head + f"<file://{tmp_path}/secret.ttl> .")
        with pytest.raises(BlockingIOError):
            server.accept()
    assert (code, rules_of(report)) == (1, {"imports"})
    assert "Secret" not in json.dumps(report)


def test_data_cannot_switch_our_shapes_off(check: Check, small: Project) -> None:
    rules = small.root / "ontology" / "shapes" / "values.ttl"
    rules.write_text(rules.read_text("utf-8").replace("sh:nodeKind sh:IRI", "sh:nodeKind sh:Literal"), "utf-8")
    for engine in ("rust", "pyshacl"):
        code, report, _ = check(MORE + "shape:Value sh:deactivated true .", "--engine", engine)
        assert code == 1
        assert {"shape-in-data", "https://w3id.org/kompas/shape#Value"} <= rules_of(report)


def test_a_shape_that_is_switched_off_is_a_finding(check: Check, small: Project) -> None:
    rules = small.root / "ontology" / "shapes" / "values.ttl"
    rules.write_text(rules.read_text("utf-8").replace("sh:nodeKind", "sh:deactivated true ; sh:nodeKind"), "utf-8")
    code, report, _ = check(MORE + "id:value-b a kompas:Value .")
    assert (code, rules_of(report)) == (1, {"deactivated"})


@pytest.mark.parametrize("engine", ["rust", "pyshacl"])
def test_an_endless_pattern_is_ended_or_takes_no_time(check: Check, small: Project, engine: str) -> None:
    rules = small.root / "ontology" / "shapes" / "values.ttl"
    rules.write_text(
        rules.read_text("utf-8").replace(
            "sh:nodeKind sh:IRI", 'sh:property [ sh:path skos:prefLabel ; sh:pattern "^(a+)+$" ]'
        ),
        "utf-8",
    )
    text = MORE + f'id:value-b a kompas:Value ; skos:prefLabel "{"a" * 60}b"@da .'
    code, report, error = check(text, "--engine", engine, "--seconds", "5", "--only", "shapes")
    if engine == "rust":
        assert (code, rules_of(report)) == (1, {"https://w3id.org/kompas/shape#Value"})
    else:
        assert (code, report["outcome"]) == (2, "unchecked")
        assert re.search(r"takes more than 5 s\b.*; expected", error)


def test_an_endless_query_is_ended(check: Check, small: Project) -> None:
    rules = small.root / "ontology" / "shapes" / "values.ttl"
    query = (
        "SELECT $this { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . FILTER (?c > ?l && ?f < ?c && ?i > ?f && ?i < ?l) }"
    )
    rules.write_text(
        rules.read_text("utf-8").replace("sh:nodeKind sh:IRI", f'sh:sparql [ sh:select "{query}" ]'), "utf-8"
    )
    values = "".join(f'id:value-{n}x a kompas:Value ; skos:prefLabel "{n}"@da .\n' for n in range(300))
    code, report, error = check(MORE + values, "--seconds", "5", "--only", "shapes")
    assert (code, report["outcome"]) == (2, "unchecked")
    assert "takes more than 5 s" in error


@pytest.mark.parametrize(
    ("program", "place"),
    [
        ('sh:js [ a sh:JSConstraint ; sh:jsFunctionName "f" ]', "shapes"),
        ("sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate kompas:within ; sh:object sh:this ]", "shapes"),
        ('sh:sparql [ sh:select "SELECT $this { SERVICE <http://127.0.0.1:9/> { $this ?p ?o } }" ]', "values.ttl"),
    ],
)
def test_programs_in_shapes_are_refused(check: Check, small: Project, program: str, place: str) -> None:
    rules = small.root / "ontology" / "shapes" / "values.ttl"
    rules.write_text(rules.read_text("utf-8").replace("sh:nodeKind sh:IRI", program), "utf-8")
    code, report, error = check(MORE + "id:value-b a kompas:Value .")
    assert (code, report["trouble"]["place"].rpartition("/")[2].partition(":")[0]) == (2, place)
    assert error.startswith(f"{report['trouble']['place']}: ")


def test_a_folder_without_turtle_and_the_same_file_twice(run_kg: Run, small: Project, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    nothing = run_kg("--project", small.root, "validate", "empty", cwd=tmp_path)
    assert (nothing.returncode, nothing.stderr.partition(":")[0]) == (2, "empty")
    (tmp_path / "x.ttl").write_text(MORE + "id:value-b a kompas:Value .", "utf-8")
    twice = run_kg("--project", small.root, "validate", "x.ttl", "./x.ttl", tmp_path, cwd=tmp_path)
    assert "repeated-subject" not in twice.stdout
    (tmp_path / "y.ttl").write_text(MORE + "id:value-b a kompas:Value .", "utf-8")
    copied = run_kg("--project", small.root, "validate", "x.ttl", "y.ttl", cwd=tmp_path)
    assert "repeated-subject" in copied.stdout


def test_standard_input(run_kg: Run, small: Project) -> None:
    text = MORE + "id:value-b a kompas:Valeu ."
    result = run_kg("--project", small.root, "validate", "-", "--format", "csv", stdin=text)
    assert (result.returncode, result.stderr) == (1, "")
    assert f"undeclared-class,standard input,{MORE.count(chr(10)) + 1},14" in result.stdout
    broken = run_kg("--project", small.root, "validate", "-", stdin="nothing")
    assert broken.returncode == 2
    assert broken.stderr.startswith("standard input:1:1: ")


def test_more_than_can_be_checked_is_refused(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.errors import KgError
    from kg.validation import material

    monkeypatch.setattr(material, "MOST", 100)
    with pytest.raises(KgError, match=r"bytes in 4 files; expected at most 100") as error:
        material.gather(small)
    assert "højst" in error.value.said("da")


def test_more_than_can_be_checked_in_time_is_refused_at_a_stated_size(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg import validation
    from kg.errors import KgError
    from kg.validation.material import gather

    files = gather(small)
    monkeypatch.setattr(validation, "IN_TIME", files.size - 1)
    with pytest.raises(KgError, match=f"{files.size:,} bytes; expected at most {files.size - 1:,}, or --seconds"):
        validation.validate_files(files)
    assert validation.validate_files(files, seconds=60, checks=["text"]).trouble is None


def test_a_ring_of_more_links_than_can_be_followed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyoxigraph as ox

    from kg.errors import KgError
    from kg.reasoning.closure import Closure

    monkeypatch.setattr("kg.reasoning.fixpoint.AT_ALL", 500)
    text = MORE + "kompas:within a owl:ObjectProperty , owl:TransitiveProperty .\n"
    text += "".join(f"id:p{n} kompas:within id:p{(n + 1) % 40} .\n" for n in range(40))
    with pytest.raises(KgError, match=r"found more than .* triples; expected chains and rings of fewer links") as error:
        Closure(list(ox.parse(text, format=ox.RdfFormat.TURTLE)))
    assert "kæder og ringe" in error.value.said("da")


@pytest.mark.parametrize("seconds", ["nan", "inf"])
def test_what_is_no_limit_of_time_is_refused_at_once(check: Check, seconds: str) -> None:
    code, report, error = check(MORE + f"id:value-{seconds} a kompas:Value .", "--seconds", seconds)
    assert (code, report["outcome"]) == (2, "unchecked")
    assert "is no limit of time" in error


def test_line_ends_of_long_ago_are_refused(check: Check) -> None:
    text = MORE + "id:value-b a kompas:Value .\nid:value-c a kompas:Valeu \n"
    code, report, error = check(text.replace("\n", "\r"))
    assert (code, report["outcome"]) == (2, "unchecked")
    assert error.startswith("x.ttl:1: a carriage return without a line feed")


def test_an_error_of_syntax_is_told_of_in_danish(check: Check) -> None:
    code, report, error = check(MORE + "id:value-b a kompas:Value\nid:value-c a kompas:Value .", "--lang", "da")
    assert code == 2
    assert re.match(r"x.ttl:\d+:1: udsagnet mangler sit punktum; her skulle stå", error)
    (finding,) = report["findings"]
    assert finding["message"]["da"].startswith("ikke Turtle: udsagnet mangler sit punktum")


def test_a_long_ring_beside_the_project_ends_soon(check: Check) -> None:
    links = "".join(f"id:p{n} a kompas:Value ; kompas:within id:p{(n + 1) % 2000} .\n" for n in range(2000))
    start = time.process_time()
    code, report, error = check(MORE + links, "--only", "consistency")
    assert (code, report["outcome"]) == (2, "unchecked")
    assert "expected chains and rings of fewer links" in error
    assert time.process_time() - start < 10


def test_what_cannot_be_reasoned_with_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.errors import KgError
    from kg.validation.material import Material

    tried = []

    def fail(*_: object) -> None:
        tried.append(1)
        message = "no"
        raise KgError(message, danish="nej")

    monkeypatch.setattr("kg.reasoning.closure.Closure", fail)
    material = Material([], [])
    for _ in range(2):
        with pytest.raises(KgError, match="no"):
            _ = material.closure
    assert len(tried) == 1


def test_a_long_list_is_named_in_time_with_its_length() -> None:
    import pyoxigraph as ox

    from kg.validation.soundness import nearest_names

    text = f"<urn:s> <urn:p> ({' <urn:m>' * 30_000} ) . _:a <urn:p> _:b . _:b <urn:p> _:a ."
    triples = list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    start = time.process_time()
    names = nearest_names([ox.Quad(each.subject, each.predicate, each.object) for each in triples])
    assert time.process_time() - start < 5
    assert len([name for name in names.values() if name == "urn:s"]) == 30_001
    assert len([name for name in names.values() if not name]) == 2


def test_a_word_that_is_doubled_over_and_over_is_told_of_once(check: Check) -> None:
    text = MORE + f'id:value-b a kompas:Value ; skos:prefLabel "{"nej nej. " * 20_000}"@da .'
    _, report, _ = check(text, "--only", "text")
    assert len([one for one in report["findings"] if one["rule"] == "doubled-word"]) == 1


@pytest.mark.parametrize("engine", ["rust", "pyshacl"])
@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ('sh:sparql [ sh:select "SELECT $this { $this ?p ?o MINUS { ?a ?b ?c } }" ]', "må ikke bruge MINUS"),
        ('sh:sparql [ sh:select "SELECT $this { VALUES ?x { 1 } $this ?p ?o }" ]', "må ikke bruge VALUES"),
        ('sh:sparql [ sh:select "SELECT (1 AS $this) {}" ]', "må ikke selv give $this en værdi"),
        ('sh:sparql [ sh:select "SELECT $this ?value { $this $PATH ?value }" ]', "bruger $PATH"),
        ('sh:nodeKind "kompas:Value"', "sh:nodeKind kompas:Value"),
        ('sh:property [ sh:path "label" ]', "sh:path er en literal"),
        ("sh:property [ sh:path _:p ] . _:p sh:zeroOrMorePath _:p", "sh:path går for dybt"),
        ("sh:node shape:Value", "en form må ikke bestå af sig selv"),
        ("sh:in _:l . _:l rdf:first id:a ; rdf:rest _:l", "sh:in er en liste uden ende"),
    ],
)
def test_why_shapes_cannot_be_used_is_said_in_danish(
    check: Check, small: Project, engine: str, shape: str, said: str
) -> None:
    rules = small.root / "ontology" / "shapes" / "values.ttl"
    head = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    rules.write_text(head + rules.read_text("utf-8").replace("sh:nodeKind sh:IRI", shape), "utf-8")
    options = ("--engine", engine, "--lang", "da", "--only", "shapes")
    code, report, error = check(MORE + "id:value-b a kompas:Value .", *options)
    assert (code, report["outcome"]) == (2, "unchecked")
    assert said in error


def test_links_that_lead_to_each_other_are_no_file(run_kg: Run, small: Project, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").symlink_to("b.ttl")
    (tmp_path / "b.ttl").symlink_to("a.ttl")
    result = run_kg("--project", small.root, "validate", "a.ttl", cwd=tmp_path)
    assert (result.returncode, "Traceback" in result.stderr) == (2, False)
    assert result.stderr.startswith("a.ttl: ")
