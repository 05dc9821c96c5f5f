"""A query reads this graph and nothing else; what is wrong with it is said in one line; answers are Python's values."""

from __future__ import annotations

import datetime as dt
import re
import signal
import subprocess
import sys
import time
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT, clean_environment

import kg
from kg.asking.cells import Iri
from kg.asking.projects import ask_file, ask_text
from kg.asking.querying import ask
from kg.asking.sparql import DEEPEST, LONGEST, MOST_OPERATORS, refuse
from kg.asking.terms import named
from kg.errors import KgError
from kg.exporting import FORMATS
from kg.namespaces import ID, KOMPAS, XSD
from kg.project import Project
from kg.store import build, to_quads

if TYPE_CHECKING:
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
        "firstDay": dt.date(2022, 1, 31),
        "thing": f"{ID}a",
        "none": None,
    }
    assert [type(value) for value in answer.rows[0]] == [Decimal, int, bool, dt.date, Iri, type(None)]


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


def test_what_gives_a_graph_is_answered_with_triples(dataset: rdflib.Dataset) -> None:
    answer = kg.query(dataset, f"CONSTRUCT {{ ?v a <{KOMPAS}Ideal> }} WHERE {{ ?v a <{KOMPAS}Value> }}")
    assert sorted(map(str, answer.graph().subjects())) == [f"{ID}value-{each}" for each in ("equality", "freedom")]
    assert len(kg.query(dataset, f"DESCRIBE <{ID}a>")) == 4


def test_an_answer_is_whole_or_an_error(dataset: rdflib.Dataset) -> None:
    store = build(to_quads(dataset))
    assert len(ask(store, "SELECT ?s ?o { ?s ?p ?o }", most=2 * len(store))) > 5
    with pytest.raises(KgError, match=r"query: the answer has more than 5 rows; .* LIMIT") as error:
        ask(store, "SELECT ?s ?o { ?s ?p ?o }", most=10)
    assert "flere" not in str(error.value)
    assert "mere end 5 rækker" in error.value.said("da")


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
        (r"SELECT * { ?s <http://a/\u0041#> ?o SERVICE <http://a> {} }", "SERVICE"),
        (r"SELECT * { ?s <http://a/\U00000041#> ?o SERVICE <http://a> {} }", "SERVICE"),
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
    monkeypatch.setattr("kg.asking.querying.ox.QuerySolutions", None)  # whatever asks the engine would need it
    with pytest.raises(KgError, match="SERVICE is refused"):
        kg.query(dataset, "SELECT * { SERVICE <http://127.0.0.1:1/> {} }")


def test_what_would_bring_the_engine_down_is_refused() -> None:
    with pytest.raises(KgError, match=f"query:1:{DEEPEST + 5}: more than {DEEPEST} nested brackets"):
        refuse("ASK " + "{" * 3000 + "}" * 3000)
    with pytest.raises(KgError, match=f"more than {MOST_OPERATORS} operators"):
        refuse("ASK { FILTER(1" + "+1" * 9000 + ") }")
    with pytest.raises(KgError, match=f"query: more than {LONGEST:,} characters; expected at most that"):
        refuse("ASK {} #" + " " * LONGEST)
    refuse("ASK " + "{" * DEEPEST + "}" * DEEPEST)
    refuse("ASK { FILTER(1" + "+1" * MOST_OPERATORS + ") }")
    assert ask(ox.Store(), "ASK { FILTER(1" + "+1" * MOST_OPERATORS + ") }").rows == ((True,),)
    assert ask(ox.Store(), "ASK " + "{" * DEEPEST + "}" * DEEPEST).rows == ((True,),)


def test_names_are_read_as_they_stand_to_the_base_and_with_their_escapes() -> None:
    query = r"BASE <http://a/b/> PREFIX x: <c#> ASK { ?s <p> <http://a/\u0041#> ; x:y ?o }"
    assert [term.iri for term in named(query, {})] == ["http://a/b/p", "http://a/A#", "http://a/b/c#y"]


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
        ("SELECT * {\n  ?s ?p\n}", "query:3:1: not SPARQL 1.1 at '}' or before it"),
        ("SELECT ?s { ?s ?p ?o", 'query:1:11: the { that stands here is not closed; .*"}"'),
        ("SELCT * {}", "not a query; expected SELECT, ASK, CONSTRUCT or DESCRIBE. Did you mean SELECT?"),
        ("", "query:1:1: not a query; expected SELECT, ASK, CONSTRUCT or DESCRIBE$"),
        ("SELECT * { ?s skoos:prefLabel ?o }", "prefix skoos: is not declared; .* Did you mean skos?"),
        ("SELECT ?y (COUNT(?x) AS ?n) { ?x ?p ?y }", "a column is neither grouped nor counted"),
        ("SELECT * { ?s ?p 'open }", "query:1:18: a string that begins here does not end; not SPARQL 1.1"),
        ("SELECT * { ?s ?p ?o )", r"query:1:21: \) closes nothing that is open"),
        ("SELECT ?x WHER { ?x ?y ?z }", "query:1:11: WHER is no word of SPARQL 1.1; .* Did you mean WHERE"),
        ("SELECT * { BIND(FOO(1) AS ?x) }", "query:1:17: FOO is no word of SPARQL 1.1"),
        ("SELECT * { ?s ?p ?o } ; SELECT * { ?s ?p ?o }", "query:1:25: a second query begins here"),
        ("SELECT * { ?s <rel> ?o }", "query:1:15: an IRI is not whole"),
        ("SELECT * { ?s <a b> ?o }", "query:1:15: an IRI is not whole"),
        ("SELECT * { ?s ?p ?o FILTER(?o == 1) }", "query:1:31: == cannot stand"),
        ("ASK {} \0", r"query:1:8: U\+0000 cannot stand"),
        ("\ufeffASK {}", r"query:1:1: U\+FEFF cannot stand"),
        ("SELECT (1 AS ?x) (2 AS ?x) {}", "two columns have one name"),
        ("SELECT * { BIND(<http://x/f>(1) AS ?x) }", "query: <http://x/f> is no function that is known here"),
    ],
)
def test_an_error_has_its_place_and_what_was_expected(sparql: str, complaint: str) -> None:
    with pytest.raises(KgError, match=complaint) as error:
        ask(ox.Store(), sparql)
    assert "\n" not in str(error.value)
    assert "SERVICE" not in str(error.value)
    assert error.value.danish
    assert "expected" not in error.value.danish


# Files and texts


@pytest.fixture
def passed(small: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small project, as if it had passed validation."""
    monkeypatch.setattr("kg.asking.projects.require_valid", lambda *_: None)
    return small


def test_a_text_may_use_the_projects_prefixes(passed: Project) -> None:
    text = "SELECT ?v { ?v a kompas:Value }"
    assert ask_text(passed, text, "query", prefixes=True).answer.rows == ((f"{ID}value-a",),)
    assert ask_text(passed, f"PREFIX kompas: <https://example.org/> {text}", "query", prefixes=True).answer.rows == ()
    with pytest.raises(KgError, match=r"query:1:18: not SPARQL"):
        ask_text(passed, "SELECT ?v { ?v a }", "query", prefixes=True)


def test_the_graphs_are_there_for_who_names_them(passed: Project) -> None:
    text = "SELECT ?g { GRAPH ?g { ?s kompas:isoAlpha3 ?c } }"
    assert ask_text(passed, text, "query", prefixes=True).answer.rows == (
        ("https://w3id.org/kompas/graph/background",),
    )


def test_a_file_is_asked_or_says_what_is_wrong(passed: Project, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert ask_file(passed, path).answer.rows == ((True,),)
    path.write_bytes(b"# one\n# \xe6\nASK {}")
    with pytest.raises(KgError, match=r"mine.rq:2: byte 0xe6 is not UTF-8"):
        ask_file(passed, path)
    path.write_text(f"ASK {{}} #{' ' * 200_000}", encoding="utf-8")
    with pytest.raises(KgError, match=r"mine.rq: more than 20,000 characters; expected at most that"):
        ask_file(passed, path)


def test_a_missing_file_names_the_question_it_may_have_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(KgError, match=r"^deadline.rq: no such file; .*Did you mean deadlines") as error:
        ask_file(Project(ROOT), ROOT / "deadline.rq")
    assert "Mente du deadlines" in error.value.said("da")


def test_only_a_graph_that_passed_is_asked(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        message = "something is wrong: see kg validate"
        raise KgError(message, "data/a.ttl:1", danish="noget er galt")

    monkeypatch.setattr("kg.asking.projects.require_valid", fail)
    with pytest.raises(KgError, match=r"data/a.ttl:1: something is wrong: see kg validate"):
        ask_text(small, "ASK {}", "query")
    with pytest.raises(KgError, match="DROP is refused"):
        ask_text(small, "DROP ALL", "query")
    assert ask_text(small, "ASK {}", "query", unvalidated=True).answer.rows == ((True,),)


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
        (["query.sparql"], "query.sparql: no such file; expected a query in SPARQL"),
        (["queries/"], "queries: Is a directory; expected a query in SPARQL"),
        (["none.rq"], "none.rq: no such file; expected a query in SPARQL"),
        (["--text", "DROP ALL"], "query:1:1: DROP is refused"),
        (["--text", ""], "query:1:1: not a query"),
        (["--text", "ASK {}", "--format", "turtle"], "--format turtle: writes graphs, and the answer has rows"),
        (["--text", "ASK {}", "--timeout", "nan"], "nan s is no limit of time"),
        (["--text", "ASK {}", "--timeout", "0"], "'--timeout': 0.0 is not in the range"),
        (["--prefixes", "--text", "ASK { ?s a kompas:Valeu }"], "query:1:12: kompas:Valeu is not .*kompas:Value"),
        (["deadlines", "--prefixes"], "--prefixes and --timeout are for queries of your own"),
        ([], "expected a question's name, a file, `-`, or --text"),
        (["deadlines", "--text", "ASK {}"], "expected a question's name, a file, `-`, or --text"),
        (["-", "-p", "year=2025"], "-p and --evidence are for the questions of the library"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(run_kg: Run, arguments: list[str], complaint: str) -> None:
    result = run_kg("query", "--unvalidated", *arguments, stdin="")
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert re.search(complaint, result.stderr)


def test_prefixes_are_printed_to_be_pasted(run_kg: Run) -> None:
    lines = run_kg("query", "--prefixes").stdout.splitlines()
    assert f"PREFIX kompas: <{KOMPAS}>" in lines
    assert ask(ox.Store(), "\n".join(lines) + "\nASK { id:a kompas:b skos:c }").rows == ((False,),)


@pytest.mark.parametrize("form", ["turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"])
def test_a_graph_is_written_in_every_format_of_rdf(run_kg: Run, small: Project, form: str) -> None:
    text = "CONSTRUCT { ?v a kompas:Ideal } WHERE { ?v a kompas:Value }"
    free = ["--project", small.root, "query", "--unvalidated", "--prefixes", "--text", text]
    written = run_kg(*free, "--format", form).stdout
    quads = list(ox.parse(written.encode(), format=FORMATS[form][1]))
    assert [(quad.subject.value, quad.object.value) for quad in quads] == [(f"{ID}value-a", f"{KOMPAS}Ideal")]
    assert "value-a" in run_kg(*free, "--format", "csv").stdout
    if form == "turtle":
        assert run_kg(*free).stdout == written, "the default for a graph"


def test_a_warning_leaves_the_answer_whole(run_kg: Run, small: Project) -> None:
    free = ["--project", small.root, "query", "--unvalidated", "--prefixes", "--format", "csv"]
    asked = run_kg(*free, "--text", "SELECT ?v { ?v a kompas:Value OPTIONAL { ?v kompas:within ?w } }")
    assert (asked.returncode, asked.stdout) == (0, f"v\n{ID}value-a\n")
    assert asked.stderr == "query:1:45: kompas:within occurs nowhere in the data.\n"
    danish = run_kg(*free, "--lang", "da", "--text", "ASK { ?v kompas:within ?w }")
    assert danish.stderr == "query:1:10: kompas:within forekommer ingen steder i data.\n"


# A process of its own


RUNAWAY = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{n} ?b{n} ?c{n} .' for n in range(12))} }}"


def children() -> set[str]:
    """Name the processes that this one, or one that it started, has."""
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    return {line for line in listed.splitlines() if "kg.confining" in line}


def test_a_runaway_ends_in_time_and_leaves_nothing_behind(small: Project) -> None:
    before = children()
    start = time.monotonic()
    with pytest.raises(KgError, match=r"query: takes more than 2 s") as error:
        ask_text(small, RUNAWAY, "query", unvalidated=True, seconds=2)
    assert "2 s" in error.value.said("da")
    assert time.monotonic() - start < 20
    assert children() <= before


def test_memory_is_limited_and_a_crash_has_a_name(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.asking.projects.MEGABYTES", 400)
    query = f"SELECT * {{ {' '.join(f'?a{n} ?b{n} ?c{n} .' for n in range(9))} }} ORDER BY ?a1 ?b2 ?c3"
    with pytest.raises(KgError, match=r"query: needs more than 400 MB of memory"):
        ask_text(small, query, "query", unvalidated=True, seconds=20)


def heed_interrupts() -> None:
    """Let Ctrl-C reach a child of tests that run in the background, where shells switch it off."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_works_at_once(small: Project) -> None:
    command = [sys.executable, "-m", "kg", "--project", str(small.root), "query", "--unvalidated", "--text", RUNAWAY]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=clean_environment(),
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,  # noqa: PLW1509  # no threads
    ) as process:
        time.sleep(2)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors.strip()) == (130, "interrupted")
    assert time.monotonic() - start < 10


def test_the_first_question_says_what_takes_so_long(run_kg: Run, small: Project) -> None:
    text = (small.root / "data" / "values" / "values.ttl").read_text(encoding="utf-8")
    (small.root / "data" / "values" / "values.ttl").write_text(text + "# changed\n", encoding="utf-8")
    ask_all = ["--project", small.root, "query", "all", "--lang", "da"]
    assert "grafen er ændret" in run_kg(*ask_all).stderr
    assert "grafen er ændret" not in run_kg(*ask_all).stderr


def test_a_parameter_that_is_named_twice_is_refused(run_kg: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    result = run_kg("query", "deadlines", "-p", "lang=da", "-p", "lang=en", "--lang", "da")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("-p lang: er nævnt to gange; ")
