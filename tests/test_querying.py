"""A query reads this graph and nothing else; what is wrong with it is said in one line; answers are Python's values."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT

import kg
from kg.asking import ask_file, ask_text
from kg.errors import KgError
from kg.namespaces import ID, KOMPAS, XSD
from kg.project import Project
from kg.querying import Iri, ask
from kg.sparql import DEEPEST, LONGEST, MOST_OPERATORS, refuse
from kg.store import build, to_quads

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

TURTLE = """
@prefix id: <https://w3id.org/kompas/id/> .
@prefix kompas: <https://w3id.org/kompas/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:value-freedom a kompas:Value ; skos:prefLabel "frihed"@da , "freedom"@en ; skos:definition "x"@en .
id:value-equality a kompas:Value ; skos:prefLabel "lighed"@da , "equality"@en ; skos:definition "y"@en .
id:a kompas:numericValue 1.50 ; kompas:number 7 ; kompas:flag true ; kompas:firstDay "2022-01-31"^^xsd:date .
id:b kompas:number "seven"^^xsd:integer .
"""


@pytest.fixture
def dataset() -> rdflib.Dataset:
    """Two values, a thing with a literal of each type, and one ill-typed literal, in two graphs."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.graph(rdflib.URIRef("https://example.org/g")).parse(data=TURTLE, format="turtle")
    dataset.graph(rdflib.URIRef("https://example.org/h")).parse(data=TURTLE, format="turtle")
    return dataset


# Answers


def test_a_dataset_is_asked_as_the_merge_of_its_graphs(dataset: rdflib.Dataset) -> None:
    answer = kg.query(dataset, f"SELECT (COUNT(*) AS ?n) WHERE {{ ?v a <{KOMPAS}Value> }}")
    assert (answer.columns, answer.rows, len(answer), list(answer)) == (("n",), ((2,),), 1, [(2,)])


def test_a_graph_or_a_store_can_be_asked_too(dataset: rdflib.Dataset) -> None:
    graph = rdflib.Graph().parse(data=TURTLE, format="turtle")
    store = build(to_quads(dataset))
    question = f"ASK {{ <{ID}value-freedom> a <{KOMPAS}Value> }}"
    assert kg.query(graph, question).rows == kg.query(store, question).rows == ((True,),)


def test_cells_are_native_values(dataset: rdflib.Dataset) -> None:
    names = ("numericValue", "number", "flag", "firstDay")
    patterns = " ".join(f"<{ID}a> <{KOMPAS}{name}> ?{name} ." for name in names)
    answer = kg.query(dataset, f"SELECT ?{' ?'.join(names)} ?thing ?none {{ {patterns} BIND(<{ID}a> AS ?thing) }}")
    values = dict(zip(answer.columns, answer.rows[0], strict=True))
    assert values == {
        "numericValue": Decimal("1.5"),
        "number": 7,
        "flag": True,
        "firstDay": "2022-01-31",
        "thing": f"{ID}a",
        "none": None,
    }
    assert [type(value) for value in answer.rows[0]] == [Decimal, int, bool, str, Iri, type(None)]


def test_an_ill_typed_literal_is_its_text() -> None:
    store = ox.Store()
    for text, kind in (("seven", "integer"), ("NaN", "decimal"), ("yes", "boolean"), ("9" * 5000, "integer")):
        literal = ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
        store.add(ox.Quad(ox.NamedNode(ID + kind + text[:3]), ox.NamedNode(KOMPAS + "is"), literal))
    assert {cell for (cell,) in ask(store, "SELECT ?o { ?s ?p ?o }")} == {"seven", "NaN", "yes", "9" * 5000}


def test_a_library_question_is_asked_by_name_and_narrowed(dataset: rdflib.Dataset) -> None:
    answer = kg.query(dataset, "values-of-the-compass", lang="da")
    assert [row[1] for row in answer] == []  # its definitions are English only
    english = kg.query(dataset, "values-of-the-compass")
    assert [row[1] for row in english] == ["equality", "freedom"]


def test_a_thing_that_is_not_there_is_no_empty_answer() -> None:
    store = ox.Store()
    kind, thing = ox.NamedNode(KOMPAS + "Country"), ox.NamedNode(ID + "country-india")
    store.add(ox.Quad(thing, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), kind))
    name = "undertakings-concerning-a-country"
    assert kg.query(store, name, country="id:country-india").rows == ()
    for wrong in ("id:country-indai", f"{ID}country-indai"):
        with pytest.raises(KgError, match=rf"{name}: country: id:country-indai: .*Did you mean id:country-india\?"):
            kg.query(store, name, country=wrong)


def test_only_library_questions_have_parameters(dataset: rdflib.Dataset) -> None:
    with pytest.raises(KgError, match="year: only a library question has parameters"):
        kg.query(dataset, "ASK {}", year=2025)
    with pytest.raises(KgError, match=r"valeus-of-the-compass: no such question; .*Did you mean values-of-the-compass"):
        kg.query(dataset, "valeus-of-the-compass")


def test_what_gives_a_graph_is_refused(dataset: rdflib.Dataset) -> None:
    for form in ("CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <https://example.org/a>"):
        with pytest.raises(KgError, match="query: a CONSTRUCT or DESCRIBE; expected SELECT or ASK"):
            kg.query(dataset, form)


# What a query may not do


@pytest.mark.parametrize(
    ("sparql", "refused"),
    [
        ("SELECT * { SERVICE <http://a> { ?s ?p ?o } }", "query:1:12: SERVICE is refused"),
        ("SELECT *\n{\n  sErViCe\tSILENT <http://a> {} }", "query:3:3: SERVICE"),
        ("SELECT * { ?s ?p ?o.SERVICE<http://a>{?a ?b ?c} }", "SERVICE"),
        ("SELECT * { ?s ?p 1SERVICE<http://a>{} }", "SERVICE"),
        ("SELECT * { ?s ?p trueSERVICE<http://a>{} }", "SERVICE"),
        ("SELECT * { serviceSILENT<http://a>{} }", "SERVICE"),
        ("PREFIX : <http://a/> SELECT * { SERVICE:x{} }", "SERVICE"),
        ("PREFIX : <http://a/> SELECT * { ?s ?p :o.SERVICE:x{} }", "SERVICE"),
        ("SELECT * { SERVICE#\n<http://a>{} }", "SERVICE"),
        ("SELECT * { # \r SERVICE <http://a> {} \n}", "SERVICE"),
        ('SELECT * { BIND("""\\"""" AS ?x) SERVICE ?s {?a ?b "z"} }', "SERVICE"),
        ("SELECT * { BIND('''\\'''' AS ?x) SERVICE ?s {?a ?b 'z'} }", "SERVICE"),
        ("SELECT * { FILTER(1<1)SERVICE?s{?x?y?z}FILTER(1>1) }", "SERVICE"),
        ("SELECT * FROM <http://a> { ?s ?p ?o }", "FROM"),
        ("SELECT * from\nnamed <file:///etc/passwd> { ?s ?p ?o }", "FROM"),
        ("LOAD <http://a>", "LOAD"),
        ("INSERT DATA { <a:> <b:> <c:> }", "INSERT"),
        ("ASK {} ; DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("DROP ALL", "DROP"),
        ("clear default", "CLEAR"),
        ("CREATE GRAPH <a:>", "CREATE"),
        ("COPY DEFAULT TO <a:>", "COPY"),
        ("MOVE DEFAULT TO <a:>", "MOVE"),
        ("ADD DEFAULT TO <a:>", "ADD"),
    ],
)
def test_what_would_reach_out_or_write_is_refused(sparql: str, refused: str) -> None:
    with pytest.raises(KgError, match=f"{refused}.*a query reads this graph and nothing else|{refused} is refused"):
        refuse(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        'ASK { ?s ?p "SERVICE <http://a> {} FROM" }',
        "ASK { ?s ?p 'LOAD' , '''DROP \\''' ALL''' , \"\"\"a \"SERVICE\" b\"\"\" }",
        "# SERVICE, LOAD and FROM are refused\nASK {}",
        "ASK { ?service <http://a/SERVICE#FROM> ?from }",
        "PREFIX ex: <http://a/> ASK { ?s ex:service ex:from , ex:has-service , ex:load }",
        'ASK { ?s ?p "x"@service }',
        "ASK { FILTER(?a<?b&&?c>?d) VALUES (?a ?b) { (1 2) } }",
    ],
)
def test_the_same_words_are_harmless_elsewhere(sparql: str) -> None:
    refuse(sparql)
    assert len(ask(ox.Store(), sparql)) == 1


def test_nothing_refused_reaches_the_engine(monkeypatch: pytest.MonkeyPatch, dataset: rdflib.Dataset) -> None:
    monkeypatch.setattr("kg.querying.ox.QuerySolutions", None)  # whatever asks the engine would need it
    with pytest.raises(KgError, match="SERVICE is refused"):
        kg.query(dataset, "SELECT * { SERVICE <http://127.0.0.1:1/> {} }")


def test_what_would_bring_the_engine_down_is_refused() -> None:
    with pytest.raises(KgError, match=f"query:1:{DEEPEST + 5}: more than {DEEPEST} nested brackets"):
        refuse("ASK " + "{" * 3000 + "}" * 3000)
    with pytest.raises(KgError, match=f"more than {MOST_OPERATORS} operators"):
        refuse("ASK { FILTER(1" + "+1" * 9000 + ") }")
    with pytest.raises(KgError, match=rf"20,0\d\d characters; expected at most {LONGEST:,}"):
        refuse("ASK {} #" + " " * LONGEST)
    refuse("ASK " + "{" * DEEPEST + "}" * DEEPEST)
    refuse("ASK { FILTER(1" + "+1" * MOST_OPERATORS + ") }")
    assert ask(ox.Store(), "ASK { FILTER(1" + "+1" * MOST_OPERATORS + ") }").rows == ((True,),)
    assert ask(ox.Store(), "ASK " + "{" * DEEPEST + "}" * DEEPEST).rows == ((True,),)


# What is wrong with a query


@pytest.mark.parametrize(
    ("sparql", "complaint"),
    [
        (
            "SELECT * { ?s a kompas:Value }",
            "query:1:17: prefix kompas: is not declared; expected PREFIX kompas: <https://w3id.org/kompas/def#>",
        ),
        ("PREFIX a: <b:>\nSELECT * {\n  ?s a:x/ex:y ?z }", "query:3:10: prefix ex: is not declared; expected a PREFIX"),
        ("SELECT * { ?s :p ?o }", "query:1:15: prefix : is not declared"),
        ("SELECT * {\n  ?s ?p\n}", "query:3:2: not SPARQL 1.1 at the end of the line"),
        ("SELECT ?s { ?s ?p ?o", 'query:1:21: not SPARQL 1.1 at the end of the line; expected one of .*"}"'),
        ("SELCT * {}", "not a query; expected SELECT or ASK"),
        ("", "query:1:1: not a query; expected SELECT or ASK"),
        ("SELECT ?y (COUNT(?x) AS ?n) { ?x ?p ?y }", "a column is neither grouped nor counted"),
        ("SELECT * { ?s ?p 'open }", "query:1:.*not SPARQL 1.1"),
    ],
)
def test_an_error_has_its_place_and_what_was_expected(sparql: str, complaint: str) -> None:
    with pytest.raises(KgError, match=complaint) as error:
        ask(ox.Store(), sparql)
    assert "\n" not in str(error.value)
    assert "SERVICE" not in str(error.value)


# Files and texts


@pytest.fixture
def passed(small: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small project, as if it had passed validation."""
    monkeypatch.setattr("kg.asking.require_passed", lambda _: None)
    return small


def test_a_text_may_use_the_projects_prefixes(passed: Project) -> None:
    text = "SELECT ?v { ?v a kompas:Value }"
    assert ask_text(passed, text, "query", prefixes=True).rows == ((f"{ID}value-a",),)
    assert ask_text(passed, f"PREFIX kompas: <{ID}> {text}", "query", prefixes=True).rows == ()
    with pytest.raises(KgError, match=r"query:1:19: not SPARQL"):
        ask_text(passed, "SELECT ?v { ?v a }", "query", prefixes=True)


def test_the_graphs_are_there_for_who_names_them(passed: Project) -> None:
    text = "SELECT ?g { GRAPH ?g { ?s kompas:isoAlpha3 ?c } }"
    assert ask_text(passed, text, "query", prefixes=True).rows == (("https://w3id.org/kompas/graph/background",),)


def test_a_file_is_asked_or_says_what_is_wrong(passed: Project, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert ask_file(passed, path).rows == ((True,),)
    path.write_bytes(b"# one\n# \xe6\nASK {}")
    with pytest.raises(KgError, match=r"mine.rq:2: byte 0xe6 is not UTF-8"):
        ask_file(passed, path)
    with pytest.raises(KgError, match=r"mine.txt: not a query's file; expected a name that ends in .rq. Did you mean"):
        ask_file(passed, path.with_suffix(".txt"))


def test_a_missing_file_names_the_question_it_may_have_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(KgError, match=r"^deadline.rq: no such file; .*Did you mean deadlines"):
        ask_file(Project(ROOT), ROOT / "deadline.rq")


def test_only_a_graph_that_passed_is_asked(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Project) -> None:
        message = "something is wrong: see kg validate"
        raise KgError(message, "data/a.ttl:1")

    monkeypatch.setattr("kg.asking.require_passed", fail)
    with pytest.raises(KgError, match=r"data/a.ttl:1: something is wrong: see kg validate"):
        ask_text(small, "ASK {}", "query")
    with pytest.raises(KgError, match="DROP is refused"):
        ask_text(small, "DROP ALL", "query")
    assert ask_text(small, "ASK {}", "query", unvalidated=True).rows == ((True,),)


# The command


def test_the_command_answers_in_every_way(run_kg: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("PREFIX kompas: <https://w3id.org/kompas/def#> SELECT ?v { ?v a kompas:Value }", encoding="utf-8")
    recorded = (ROOT / "tests" / "answers" / "values-of-the-compass.csv").read_text(encoding="utf-8")
    free = ["query", "--unvalidated", "--format", "csv"]
    by_name = run_kg(*free, "values-of-the-compass", "--lang", "en")
    assert (by_name.returncode, by_name.stdout, by_name.stderr) == (0, recorded, "")
    for result in (
        run_kg(*free, file),
        run_kg(*free, "-", stdin=file.read_text(encoding="utf-8")),
        run_kg(*free, "--prefixes", "--text", "SELECT ?v { ?v a kompas:Value }"),
    ):
        assert (result.returncode, len(result.stdout.splitlines()), result.stderr) == (0, 10, "")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["values-of-the-compas"], "values-of-the-compas: no such question; .* Did you mean values-of-the-compass"),
        (["deadlines", "-p", "yaer=2025"], "deadlines: yaer: no such parameter; .* Did you mean year"),
        (["deadlines", "-p", "year=soon"], "deadlines: year: 'soon'; expected an integer"),
        (["deadlines", "-p", "year"], "year: expected NAME=VALUE"),
        (["values-of-the-compass", "-p", "lang=de"], "values-of-the-compass: lang: 'de'; expected one of da, en"),
        (
            ["undertakings-concerning-a-country", "-p", "country=india"],
            "country: 'india': not an IRI; expected prefix",
        ),
        (["query.sparql"], "query.sparql: not a query's file; expected a name that ends in .rq"),
        (["none.rq"], "none.rq: no such file; expected a query in SPARQL"),
        (["--text", "DROP ALL"], "query:1:1: DROP is refused"),
        (["--text", ""], "query:1:1: not a query"),
        ([], "expected a question's name, a file, `-`, or --text"),
        (["deadlines", "--text", "ASK {}"], "expected a question's name, a file, `-`, or --text"),
        (["-", "-p", "year=2025"], "-p narrows only the questions of the library"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(run_kg: Run, arguments: list[str], complaint: str) -> None:
    result = run_kg("query", "--unvalidated", *arguments, stdin="")
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert re.search(complaint, result.stderr)


def test_the_questions_are_listed_found_by_tag_and_described(run_kg: Run) -> None:
    names = {path.stem for path in (ROOT / "queries").glob("*.rq")}
    listed = run_kg("questions").stdout.splitlines()
    assert {line.split()[0] for line in listed} == names
    money = run_kg("questions", "--tag", "money", "--lang", "da").stdout
    assert "Hvad er hvert beløb til?" in money
    assert len(money.splitlines()) < len(names)
    described = run_kg("questions", "deadlines").stdout
    assert "What has a deadline" in described
    assert "year (integer): The year in which the deadline ends" in described
    wrong = run_kg("questions", "--tag", "mony")
    assert wrong.returncode == 2
    assert "mony: no question has this tag; expected one of" in wrong.stderr
    assert "Did you mean money?" in wrong.stderr
