"""Exports are the same bytes each time, and come back whole through three independent parsers."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld

from kg import exporting, loading, store
from kg import namespaces as ns
from kg.errors import KgError

DA_DK = 'id:x skos:note "tekst"@da , "1,5"@en ; kompas:numericValue 1.50 ; kompas:number 7 .'
DATA = f"""
@prefix id: <{ns.ID}> .
@prefix kompas: <{ns.KOMPAS}> .
@prefix skos: <{ns.SKOS}> .
@prefix xsd: <{ns.XSD}> .
id:strategy-x a kompas:Strategy ; skos:prefLabel "æøå \\"citat\\" & <tegn>"@da , "a\\\\b"@en .
{DA_DK}
"""
ONTOLOGY = f"""
@prefix dcterms: <{ns.DCTERMS}> .
@prefix kompas: <{ns.KOMPAS}> .
@prefix owl: <{ns.OWL}> .
@prefix skos: <{ns.SKOS}> .
@prefix xsd: <{ns.XSD}> .
<https://w3id.org/kompas/def> a owl:Ontology ; owl:versionInfo "9.9.9" ; dcterms:issued "2020-02-29"^^xsd:date .
kompas:Strategy a owl:Class ; skos:prefLabel "strategi"@da , "strategy"@en .
[] a owl:AllDisjointClasses ; owl:members ( kompas:Strategy kompas:Other ) .
[] a owl:AllDisjointClasses ; owl:members ( kompas:Strategy kompas:Third kompas:Other ) .
"""


@pytest.fixture
def quads() -> list[ox.Quad]:
    """Return a small graph with all that is hard to write: quotes, lists, odd literals, two layers."""
    sources = [
        loading.Source(Path("ontology/x.ttl"), ns.ONTOLOGY_GRAPH, ONTOLOGY.encode()),
        loading.Source(Path("data/x.ttl"), ns.DOCUMENT_GRAPH, DATA.encode()),
    ]
    return list(loading.parse(sources))


def canonical(quads: list[ox.Quad] | list[ox.Triple]) -> set[str]:
    """Return the triples, whatever their graph, with canonical names for blank nodes."""
    triples = {quad.triple if isinstance(quad, ox.Quad) else quad for quad in quads}
    dataset = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def by_rdflib(path: Path) -> set[str]:
    """Read a file with rdflib, literals as written."""
    form = {"ttl": "turtle", "rdf": "xml", "nq": "nquads", "jsonld": "json-ld", "nt": "nt", "trig": "trig"}[
        path.suffix[1:]
    ]
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        dataset = rdflib.Dataset().parse(path, format=form)
        graph = dataset if isinstance(dataset, rdflib.Graph) else dataset.graph()
        return canonical(list(store.to_quads(graph)))
    finally:
        rdflib.NORMALIZE_LITERALS = before


def by_oxigraph(path: Path) -> set[str]:
    """Read a file with pyoxigraph."""
    return canonical(list(ox.parse(path=path)))


def by_a_third(path: Path) -> set[str]:
    """Read a file with a parser that is neither of the two: raptor, or PyLD where raptor has none."""
    if path.suffix == ".jsonld":
        nquads = jsonld.to_rdf(json.loads(path.read_text(encoding="utf-8")), {"format": "application/n-quads"})
        return canonical(list(ox.parse(nquads, format=ox.RdfFormat.N_QUADS)))
    if not shutil.which("rapper"):
        pytest.skip("SKIPPED FOR WANT OF rapper: apt-get install raptor2-utils")
    form = {"ttl": "turtle", "rdf": "rdfxml", "nq": "nquads", "nt": "ntriples", "trig": "trig"}[path.suffix[1:]]
    run = subprocess.run(
        [
            "rapper",
            "--quiet",
            "--input",
            form,
            "--output",
            "nquads" if form in {"nquads", "trig"} else "ntriples",
            path,
        ],
        capture_output=True,
        check=True,
    )
    quads = list(ox.parse(run.stdout, format=ox.RdfFormat.N_QUADS))
    return canonical(quads)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD uses it
@pytest.mark.parametrize("name", exporting.FORMATS)
@pytest.mark.parametrize("reader", [by_rdflib, by_oxigraph, by_a_third])
def test_comes_back_whole(name: str, reader: object, quads: list[ox.Quad], tmp_path: Path) -> None:
    """What a parser reads is what was exported, added labels and header included."""
    [path] = exporting.write(quads, tmp_path, formats=[name])
    expected = canonical(exporting.exported(quads))
    assert reader(path) == expected  # type: ignore[operator]
    assert len(expected) > len(canonical(quads))


def test_keeps_the_named_graphs(quads: list[ox.Quad], tmp_path: Path) -> None:
    """The formats for datasets tell the layers apart, the same in both."""
    paths = exporting.write(quads, tmp_path, formats=["nquads", "jsonld", "trig"])
    found = [
        {(str(quad.graph_name), str(quad.subject), str(quad.predicate)) for quad in ox.parse(path=path)}
        for path in paths
    ]
    assert {graph for graph, _, _ in found[0]} == {f"<{ns.ONTOLOGY_GRAPH}>", f"<{ns.DOCUMENT_GRAPH}>"}
    assert {row[0::2] for row in found[0]} == {row[0::2] for row in found[1]} == {row[0::2] for row in found[2]}


def test_adds_labels_and_header(quads: list[ox.Quad], tmp_path: Path) -> None:
    """Labels, isDefinedBy and the header are there, and the header's date is the release's."""
    [path] = exporting.write(quads, tmp_path, formats=["turtle"])
    graph = rdflib.Graph().parse(path)
    term, thing = rdflib.URIRef(ns.KOMPAS + "Strategy"), rdflib.URIRef(ns.ID + "strategy-x")
    dataset = rdflib.URIRef(exporting.DATASET.value)
    assert set(graph.objects(term, rdflib.RDFS.label)) == {
        rdflib.Literal("strategi", lang="da"),
        rdflib.Literal("strategy", lang="en"),
    }
    assert graph.value(term, rdflib.RDFS.isDefinedBy) == rdflib.URIRef("https://w3id.org/kompas/def")
    assert graph.value(thing, rdflib.RDFS.isDefinedBy) is None
    assert graph.value(dataset, rdflib.DCTERMS.source) == thing
    assert str(graph.value(dataset, rdflib.DCTERMS.issued)) == "2020-02-29"
    assert str(graph.value(dataset, rdflib.OWL.versionInfo)) == "9.9.9"
    assert len(set(graph.objects(dataset, rdflib.DCTERMS.title))) == 2


def test_keeps_prefixes(quads: list[ox.Quad], tmp_path: Path) -> None:
    """Each format that knows prefixes declares ours, and uses them."""
    turtle, xml, jsonld = exporting.write(quads, tmp_path, formats=["turtle", "rdfxml", "jsonld"])
    assert "id:strategy-x a kompas:Strategy" in turtle.read_text(encoding="utf-8")
    assert f'xmlns:kompas="{ns.KOMPAS}"' in xml.read_text(encoding="utf-8")
    assert json.loads(jsonld.read_text(encoding="utf-8"))["@context"]["kompas"] == ns.KOMPAS
    assert '"@id": "id:strategy-x", "@type": ["kompas:Strategy"]' in jsonld.read_text(encoding="utf-8")


def test_inferred_stands_apart(quads: list[ox.Quad], tmp_path: Path) -> None:
    """What follows has files of its own, and nothing about blank nodes is in them."""
    thing, kind = ox.NamedNode(ns.ID + "strategy-x"), ox.NamedNode(ns.PROV + "Entity")
    inferred = [ox.Triple(thing, exporting.TYPE, kind), ox.Triple(ox.BlankNode("b"), exporting.TYPE, kind)]
    paths = exporting.write(quads, tmp_path, inferred=inferred, formats=["nquads"])
    assert [path.name for path in paths] == ["kompas.nq", "kompas-inferred.nq"]
    assert list(ox.parse(path=paths[1])) == [ox.Quad(thing, exporting.TYPE, kind, ox.NamedNode(ns.INFERRED_GRAPH))]


def test_all_layers_in_one_file(quads: list[ox.Quad], tmp_path: Path) -> None:
    """The layer `all` holds what is asserted and what follows, told apart where the format can."""
    follows = ox.Triple(ox.NamedNode(ns.ID + "strategy-x"), exporting.TYPE, ox.NamedNode(ns.PROV + "Entity"))
    [path] = exporting.write(quads, tmp_path, inferred=[follows], formats=["trig"], layers=["all"])
    assert path.name == "kompas-all.trig"
    found = list(ox.parse(path=path))
    assert {quad.graph_name.value for quad in found if isinstance(quad.graph_name, ox.NamedNode)} == {
        ns.ONTOLOGY_GRAPH,
        ns.DOCUMENT_GRAPH,
        ns.INFERRED_GRAPH,
    }
    assert follows in {quad.triple for quad in found}


def test_the_part_about_one_thing(quads: list[ox.Quad]) -> None:
    """It has what is said of the thing and the labels of what is named there, and nothing about others."""
    part = exporting.about(quads, ns.ID + "strategy-x")
    assert {quad.subject.value for quad in part if isinstance(quad.subject, ox.NamedNode)} == {
        ns.ID + "strategy-x",
        ns.KOMPAS + "Strategy",
    }
    assert len(part) < len(quads)
    assert exporting.about(quads, ns.ID + "nothing") == []


def test_tables_open_in_a_spreadsheet(quads: list[ox.Quad], tmp_path: Path) -> None:
    """One table a class, with a byte order mark, languages apart, and no formula in a cell."""
    graph = ox.NamedNode(ns.DOCUMENT_GRAPH)
    thing, note = ox.NamedNode(ns.ID + "strategy-x"), ox.NamedNode(ns.SKOS + "note")
    formula = ox.Quad(thing, note, ox.Literal("=1+1"), graph)
    [path] = exporting.write([*quads, formula], tmp_path, formats=["csv"])
    assert path == tmp_path / "kompas-csv" / "Strategy.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfthing,")
    with path.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["thing"] == "id:strategy-x"
    assert row["skos:prefLabel@da"] == 'æøå "citat" & <tegn>'
    assert row["skos:note"] == "'=1+1"


def test_public_function_takes_rdflib(quads: list[ox.Quad], tmp_path: Path) -> None:
    """`kg.export` writes the same from an rdflib dataset as the command line does from files."""
    first = exporting.export(store.to_dataset(quads), str(tmp_path / "a"), formats=["nquads"])
    second = exporting.write(quads, tmp_path / "b", formats=["nquads"])
    assert first[0].read_bytes() == second[0].read_bytes()


def test_unknown_format_names_the_nearest(quads: list[ox.Quad], tmp_path: Path) -> None:
    """A misspelt format is refused before anything is written."""
    with pytest.raises(KgError, match=r"turtl: no such format.*Did you mean turtle"):
        exporting.write(quads, tmp_path / "out", formats=["turtl"])
    assert not (tmp_path / "out").exists()


SCRIPT = """
import sys
from pathlib import Path
from kg import exporting, loading
exporting.write(loading.parse(loading.read()), Path(sys.argv[1]))
"""


def test_same_bytes_each_time(tmp_path: Path) -> None:
    """The real graph gives identical files in processes with different hash seeds."""
    contents = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", SCRIPT, folder], check=True, env=environment)
        contents.append({path.name: path.read_bytes() for path in folder.glob("kompas.*")})
    assert len(contents[0]) == len(exporting.USUAL)
    assert contents[0] == contents[1]


def test_no_blank_nodes_in_data() -> None:
    """The project's own data have none; the ontology has only lists and axioms of OWL."""
    anonymous = {
        str(quad.graph_name)
        for quad in loading.parse(loading.read())
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    }
    assert anonymous == {f"<{ns.ONTOLOGY_GRAPH}>"}
