"""Turtle files are read strictly, each into its graph, and trouble names file, line and column."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import rdflib
from conftest import PREFIXES

import kg
from kg import loading
from kg.errors import KgError
from kg.loading import content_hash, parse, read, read_file, read_text
from kg.namespaces import BACKGROUND_GRAPH, DOCUMENT_GRAPH, ID, KOMPAS, ONTOLOGY_GRAPH, SHAPES_GRAPH
from kg.namespaces import PREFIXES as TABLE
from kg.syntax import explained

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project import Project


def write(folder: Path, text: str | bytes, name: str = "x.ttl") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def trouble(path: Path) -> str:
    """Return what loading says of the file, without the folder."""
    with pytest.raises(KgError) as caught:
        kg.load(path)
    return str(caught.value).replace(f"{path.parent}/", "")


def test_a_project_is_loaded_into_a_graph_for_each_layer(small: Project) -> None:
    dataset = kg.load(small.root)
    sizes = {str(graph.identifier): len(graph) for graph in dataset.graphs()}
    assert sizes == {ONTOLOGY_GRAPH: 5, DOCUMENT_GRAPH: 2, BACKGROUND_GRAPH: 2, "urn:x-rdflib:default": 0}
    assert len(dataset) == 9  # the union is the default graph
    assert {prefix: str(iri) for prefix, iri in dataset.namespaces() if prefix in TABLE} == TABLE


def test_files_of_a_project_keep_their_graphs_and_others_go_to_the_documents(small: Project, tmp_path: Path) -> None:
    own = small.root / "data" / "background" / "countries.ttl"
    shapes = small.root / "ontology" / "shapes" / "values.ttl"
    other = write(tmp_path, PREFIXES + "id:a a kompas:Value .")
    assert [source.graph for source in read(own, shapes, other, project=small)] == [
        BACKGROUND_GRAPH,
        SHAPES_GRAPH,
        DOCUMENT_GRAPH,
    ]


def test_the_path_may_be_a_text_or_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, PREFIXES + "id:a a kompas:Value .")
    monkeypatch.chdir(tmp_path)
    assert len(kg.load("x.ttl")) == 1
    write(tmp_path, PREFIXES + "id:a a")
    with pytest.raises(KgError) as caught:
        kg.load("x.ttl")
    assert caught.value.place == "x.ttl:5:7"


def test_literals_keep_their_lexical_forms(tmp_path: Path) -> None:
    forms = ['"01"^^xsd:integer', '"1.50"^^xsd:decimal', '"2022-01-31Z"^^xsd:date', '"1"^^xsd:boolean', '"x"@da', '"y"']
    path = write(
        tmp_path, f"{PREFIXES}@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\nid:a id:p {' , '.join(forms)} ."
    )
    flag = rdflib.NORMALIZE_LITERALS
    written = {value.n3(kg.load(path).namespace_manager) for value in kg.load(path).objects()}
    assert written == set(forms)
    assert rdflib.NORMALIZE_LITERALS is flag


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{PREFIXES}_:x id:p {number} .", f"{number}.ttl") for number in (1, 2)]
    assert len(set(kg.load(*paths).subjects())) == 2


def test_blank_nodes_have_the_same_names_in_every_run(tmp_path: Path) -> None:
    path = write(tmp_path, PREFIXES + "_:x id:p [ id:q ( 1 2 ) ] .\n[] id:p _:x .")
    first, second = (list(parse(read(path))) for _ in range(2))
    assert first == second
    assert len({quad.subject for quad in first}) == 5


def test_a_byte_order_mark_is_no_trouble(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf" + PREFIXES.encode() + b"id:a a kompas:Value .")
    assert (rdflib.URIRef(ID + "a"), rdflib.RDF.type, rdflib.URIRef(KOMPAS + "Value")) in kg.load(path)


@pytest.mark.parametrize(
    ("text", "place", "said", "expected"),
    [
        ("id:a a kompas:Value\nid:b a kompas:Value .", "6:1", "A dot is expected", "expected `.`, `;` or `,`"),
        ("id:a a kompas:Value ;\n  kompas:p .", "6:12", ". is not a valid RDF object", "expected an IRI"),
        ("id:a a kompas:Value ; 'x' 1 .", "5:23", "not a valid predicate", "expected `a`"),
        ("id:a a foo:Value .", "5:8", "The prefix foo: has not been declared", "expected an @prefix line"),
        ("id:a a kompas:Value", "5:20", "Unexpected end", "expected the end of the statement"),
        ('id:a id:p "x .\nid:b id:p 1 .', "5:11", "Unexpected end", "of all that was opened"),
        ("id:a id:p <a b> .", "5:11", "Invalid IRI code point", "expected an IRI without spaces"),
        ("id:a id:p <b> .", "5:11", "No scheme found", "expected prefix:name or a full IRI"),
        ("id:a id:p <<( id:a id:b id:c )>> .", "5:11", "is a triple as a term", "expected RDF 1.1"),
    ],
)
def test_broken_turtle_is_named_by_line_and_column(
    tmp_path: Path, text: str, place: str, said: str, expected: str
) -> None:
    message = trouble(write(tmp_path, PREFIXES + text))
    assert message.startswith(f"x.ttl:{place}: ")
    assert said in message
    assert expected in message
    assert "\n" not in message


def test_a_byte_that_is_not_utf_8_is_named_by_line_even_in_a_comment(tmp_path: Path) -> None:
    path = write(tmp_path, PREFIXES.encode() + b"# caf\xe9\nid:a a kompas:Value .")
    assert trouble(path) == "x.ttl:5: byte 0xe9 is not UTF-8; expected a file saved as UTF-8"


@pytest.mark.parametrize("text", ["", " \n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_named(tmp_path: Path, text: str | bytes) -> None:
    assert trouble(write(tmp_path, text)) == "x.ttl: the file is empty; expected Turtle"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert trouble(tmp_path / "none.ttl") == "none.ttl: no such file; expected a Turtle file"


def test_a_wrong_extension_is_named_and_the_turtle_file_beside_it_suggested(tmp_path: Path) -> None:
    write(tmp_path, PREFIXES)
    message = trouble(write(tmp_path, "<rdf/>", "x.rdf"))
    assert message == "x.rdf: not a Turtle file; expected a name that ends in .ttl. Did you mean x.ttl?"
    assert trouble(write(tmp_path, "<rdf/>", "y.owl")).endswith("expected a name that ends in .ttl")


def test_a_folder_without_turtle_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert trouble(folder) == "empty: no Turtle files in this folder; expected names that end in .ttl"


def test_a_folder_of_turtle_is_read_whole_without_hidden_files(tmp_path: Path) -> None:
    write(tmp_path, PREFIXES + "id:a a kompas:Value .")
    write(tmp_path, "not Turtle", ".#x.ttl")
    assert len(kg.load(tmp_path)) == 1


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.ttl")
    assert trouble(tmp_path / "x.ttl") == "x.ttl: not a regular file; expected a Turtle file"


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "LARGEST", 10)
    assert trouble(write(tmp_path, PREFIXES)) == f"x.ttl: {len(PREFIXES)} bytes; expected at most 10 in one file"


def test_the_largest_file_that_is_read_may_be_one_token(tmp_path: Path) -> None:
    """Oxigraph gives up on longer strings and comments with a MemoryError, so that longer files are refused."""
    path = write(tmp_path, b"#" * loading.LARGEST)
    assert not len(loading.load(path))
    path.write_bytes(b"#" * (loading.LARGEST + 1))
    assert trouble(path).endswith("bytes; expected at most 16,777,215 in one file")


def test_the_hash_depends_on_bytes_graph_and_order_but_not_on_the_folder(tmp_path: Path) -> None:
    one, two = (write(tmp_path, f"{PREFIXES}id:a id:p {number} .", f"{number}.ttl") for number in (1, 2))
    hashes = {
        content_hash([read_file(path, graph) for path in paths])
        for paths in ([one], [two], [one, two], [two, one])
        for graph in (DOCUMENT_GRAPH, BACKGROUND_GRAPH)
    }
    assert len(hashes) == 8
    moved = tmp_path / "moved"
    moved.mkdir()
    copy = write(moved, one.read_bytes(), "1.ttl")
    assert content_hash([read_file(copy, DOCUMENT_GRAPH)]) == content_hash([read_file(one, DOCUMENT_GRAPH)])


def test_the_projects_own_files_parse_into_the_three_layers() -> None:
    graphs = {getattr(quad.graph_name, "value", None) for quad in parse(read())}
    assert graphs == {ONTOLOGY_GRAPH, DOCUMENT_GRAPH, BACKGROUND_GRAPH}


@pytest.mark.parametrize(
    ("text", "danish"),
    [
        ("id:a a kompas:Value\nid:b a kompas:Value .", "x.ttl:6:1: udsagnet mangler sit punktum; her skulle stå `.`"),
        ("id:a a kompas:Value ;\n  kompas:p .", "x.ttl:6:12: . kan ikke være objekt; her skulle stå en IRI"),
        ("id:a a foo:Value .", "x.ttl:5:8: præfikset foo: er ikke erklæret; der skal stå en @prefix-linje"),
        ('id:a id:p "x .', "x.ttl:5:11: teksten slutter midt i et udsagn; "),
        ("id:a id:p <a b> .", "x.ttl:5:11: tegn, som en IRI ikke må have"),
        (r'id:a id:p "\uD800" .', r"“\uD800” er ikke noget tegn; her skulle stå \uXXXX"),
        ('id:a id:p "x"^^ .', "efter ^^ står .; her skulle stå en datatype"),
        ("id:a id:p <<( id:a id:b id:c )>> .", "x.ttl:5:11: "),
    ],
)
def test_broken_turtle_is_told_of_in_danish_too(tmp_path: Path, text: str, danish: str) -> None:
    with pytest.raises(KgError) as error:
        kg.load(write(tmp_path, PREFIXES + text))
    assert danish in error.value.said("da")
    assert "expected" not in error.value.said("da")


def test_what_the_parser_quotes_is_cut_short(tmp_path: Path) -> None:
    message = trouble(write(tmp_path, PREFIXES + f'id:a """x\n{"y" * 100_000}""" id:b .'))
    assert "is not a valid predicate; expected `a`" in message
    assert len(message) < 300


def test_a_message_that_is_not_known_is_given_in_the_parsers_words() -> None:
    english, danish = explained("Parser error at line 1: something new")
    assert english == "something new; expected Turtle"
    assert danish == "ikke Turtle (“something new”); her skulle stå Turtle"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_may_end_as_on_any_system_of_today(tmp_path: Path, end: str) -> None:
    text = PREFIXES + "id:a a kompas:Value .\nid:b a kompas:Value\n"
    assert trouble(write(tmp_path, text.replace("\n", end).encode())).startswith("x.ttl:7:1: ")


def test_a_carriage_return_alone_is_refused_since_it_would_shift_the_lines(tmp_path: Path) -> None:
    path = write(tmp_path, (PREFIXES + "id:a a kompas:Value .\rid:b a kompas:Value\n").encode())
    assert trouble(path) == ("x.ttl:5: a carriage return without a line feed; expected lines that end in LF or CRLF")


def test_a_file_in_utf_16_is_named_as_such(tmp_path: Path) -> None:
    assert "(the file looks like UTF-16)" in trouble(write(tmp_path, PREFIXES.encode("utf-16")))


BODIES = (
    "id:a a kompas:Value .",
    "id:a a kompas:Value",  # in TriG the last full stop may be missing
    "id:a a kompas:Value # no end .",
    "id:a a kompas:Value . # an end .",
    "id:a a kompas:Value .\n# id:b a kompas:Value .",
    "id:a a kompas:Value . } <urn:other> { id:b a kompas:Value .",
    "id:a a kompas:Value . }\n<urn:other> {\nid:b a kompas:Value .",
    'id:a kompas:acronym "}" , "{ . }" .',
    'id:a kompas:acronym """one\n# two .\nthree .""" .',
    'id:a kompas:acronym """one\n# two .\nthree .',
    "id:a kompas:evidence [ a kompas:Passage ] , _:one . _:one a kompas:Passage .",
    "id:a kompas:evidence ( id:b id:c ) .",
    'id:a kompas:acronym "(see [1])" , "_:" .',
    "id:a a kompas:Value .\n@prefix other: <urn:other:> .\nother:b a kompas:Value .",
    "id:a kompas:evidence <<( id:b a id:c )>> .",
    "id:a a kompas:Value .\n\nid:a a kompas:Value .\n",
    "id:a a lost:Value .",
    "GRAPH <urn:other> { id:a a kompas:Value . }",
    "<relative> a kompas:Value .",
    'id:a kompas:acronym 01 , 1.50 , 1e3 , true , "01"^^<http://www.w3.org/2001/XMLSchema#boolean> .',
)


@pytest.mark.parametrize("body", BODIES)
def test_what_is_read_at_once_is_what_is_read_one_by_one(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = read_text((PREFIXES + body).encode(), "x.ttl")

    def outcome() -> list[str]:
        try:
            return [str(quad) for quad in parse([source])]
        except KgError as error:
            return [str(error)]

    fast = outcome()
    monkeypatch.setattr(loading, "_at_once", lambda _: None)
    assert fast == outcome()
