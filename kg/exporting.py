"""Writes the graph in the formats that other graphs take in: the same bytes for the same content, always."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.asking.spreadsheets import spreadsheets
from kg.errors import KgError
from kg.store import to_quads
from kg.suggesting import did_you_mean, in_danish
from kg.writing import only_writer, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import rdflib

    from kg.knowledge import Layer

ONTOLOGY = ox.NamedNode(ns.KOMPAS.removesuffix("#"))
DATASET = ox.NamedNode(ns.ID + "dataset-kompas")
FORMATS = {
    "turtle": ("ttl", ox.RdfFormat.TURTLE),
    "rdfxml": ("rdf", ox.RdfFormat.RDF_XML),
    "nquads": ("nq", ox.RdfFormat.N_QUADS),
    "jsonld": ("jsonld", ox.RdfFormat.JSON_LD),
    "ntriples": ("nt", ox.RdfFormat.N_TRIPLES),
    "trig": ("trig", ox.RdfFormat.TRIG),
}
TABLES = "csv"  # one table a class, beside the formats of RDF
USUAL = ("turtle", "rdfxml", "nquads", "jsonld")
WITH_GRAPHS = {"nquads", "jsonld", "trig"}
STEMS: dict[Layer, str] = {"asserted": "kompas", "inferred": "kompas-inferred", "all": "kompas-all"}

TYPE = ox.NamedNode(ns.RDF + "type")
_EVIDENCE = {ns.KOMPAS + name for name in ("evidence", "continuedIn", "restatedIn", "extent")}
_LABEL = ox.NamedNode(ns.RDFS + "label")
_DEFINED_BY = ox.NamedNode(ns.RDFS + "isDefinedBy")
_PREF_LABEL = ox.NamedNode(ns.SKOS + "prefLabel")
INFERRED = ox.NamedNode(ns.INFERRED_GRAPH)
_DOCUMENT = ox.NamedNode(ns.DOCUMENT_GRAPH)
_STRATEGY = ox.NamedNode(ns.KOMPAS + "Strategy")
_CARRIED_OVER = tuple(
    ox.NamedNode(iri) for iri in (ns.DCTERMS + "issued", ns.DCTERMS + "license", ns.OWL + "versionInfo")
)
_SAID_OF_IT = {
    "title": {
        "da": "Kompas: Danmarks udenrigs- og sikkerhedspolitiske strategi fra januar 2022 som vidensgraf",
        "en": "Kompas: Denmark's foreign and security policy strategy of January 2022 as a knowledge graph",
    },
    "rights": {
        "da": "Grafen må bruges efter CC BY 4.0. Dokumentet, som den beskriver, tilhører dets udgiver.",
        "en": "The graph may be used under CC BY 4.0. The document that it describes belongs to its publisher.",
    },
}


def export(
    graph: rdflib.Graph,
    folder: Path | str,
    *,
    inferred: rdflib.Graph | None = None,
    formats: Sequence[str] = USUAL,
    layers: Sequence[Layer] = ("asserted", "inferred"),
) -> list[Path]:
    """Write `kompas.*` and, given what follows from it, `kompas-inferred.*` into `folder`; return the paths.

    The layer `all` is both in `kompas-all.*`. Each term and thing gets an `rdfs:label` for each preferred label, each
    term `rdfs:isDefinedBy`, and the whole a header (`id:dataset-kompas`): what it is, version, source document, release
    date, licence. Formats: turtle, ntriples and rdfxml hold one graph; nquads, trig and jsonld the named graphs of a
    dataset; csv is a folder with a table for each class.

    Raises: KgError for an unknown format, or a folder that cannot be written.

    >>> import kg, tempfile
    >>> graph = kg.load()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in kg.export(graph, folder, formats=["turtle"])]
    ['kompas.ttl']
    """
    quads = list(to_quads(graph))
    more = [quad.triple for quad in to_quads(inferred)] if inferred is not None else None
    return write(quads, Path(folder), inferred=more, formats=formats, layers=layers)


def write(
    quads: Iterable[ox.Quad],
    folder: Path,
    *,
    inferred: Iterable[ox.Triple] | None = None,
    formats: Sequence[str] = USUAL,
    layers: Sequence[Layer] = ("asserted", "inferred"),
) -> list[Path]:
    """Write pyoxigraph quads as `export` does; without `inferred` every layer is what is asserted."""
    for name in formats:
        if name not in FORMATS and name != TABLES:
            known = (*FORMATS, TABLES)
            near = did_you_mean(name, known)
            message = f"no such format; expected one of {', '.join(known)}.{near}"
            danish = f"intet sådant format; vælg {', '.join(known)}.{in_danish(near)}"
            raise KgError(message, name, danish=danish)
    first = exported(quads)
    second = _inferred(inferred or ())
    parts: dict[Layer, list[ox.Quad]] = {"asserted": first, "inferred": second, "all": first + second}
    data: dict[Path, bytes] = {}
    for layer in layers:
        if layer == "inferred" and inferred is None:
            continue
        for name in formats:
            stem = folder / STEMS[layer]
            if name == TABLES:
                tables = spreadsheets(parts[layer], first)
                data |= {stem.with_name(f"{stem.name}-csv") / f"{each}.csv": table for each, table in tables.items()}
            else:
                data[stem.with_name(f"{stem.name}.{FORMATS[name][0]}")] = serialise(parts[layer], name)
    with only_writer(folder):
        for path, content in data.items():
            write_atomically(path, content)
    return list(data)


def about(quads: Iterable[ox.Quad], iri: str) -> list[ox.Quad]:
    """Return the part of `quads` about one thing: what is said of it, what points to it, and their passages.

    Whatever else is named there keeps its class and its preferred labels, so that the part can be read by itself.
    """
    given = list(quads)
    thing = ox.NamedNode(iri)
    near: set[object] = {thing, *(quad.subject for quad in given if quad.object == thing)}
    near |= {quad.object for quad in given if quad.subject in near and quad.predicate.value in _EVIDENCE}
    named: set[object] = {term for quad in given if quad.subject in near for term in (quad.object, quad.predicate)}
    return [
        quad
        for quad in given
        if quad.subject in near or (quad.subject in named and quad.predicate in (TYPE, _PREF_LABEL))
    ]


def _inferred(triples: Iterable[ox.Triple]) -> list[ox.Quad]:
    """Return what follows in its own graph, in order, without what is about blank nodes of the ontology."""
    return _ordered(
        ox.Quad(triple.subject, triple.predicate, triple.object, INFERRED)
        for triple in triples
        if not isinstance(triple.subject, ox.BlankNode) and not isinstance(triple.object, ox.BlankNode)
    )


def exported(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return what is asserted in `quads` as it is handed on: with header and labels, in order."""
    asserted = [quad for quad in quads if quad.graph_name != INFERRED]
    return _ordered([*asserted, *_header(asserted), *_labels(asserted)])


def serialise(quads: Sequence[ox.Quad], name: str) -> bytes:
    """Return ordered quads in the format of this name, with those of our prefixes that it uses."""
    form = FORMATS[name][1]
    if name == "jsonld":
        return _json_ld(quads)
    if name in WITH_GRAPHS:
        return _prefixes_sorted(ox.serialize(quads, format=form, prefixes=_prefixes(quads)) or b"")
    triples = dict.fromkeys(quad.triple for quad in quads)  # one graph: what two graphs say is said once
    data = ox.serialize(_by_subject(triples), format=form, prefixes=_prefixes(quads)) or b""
    return _prefixes_sorted(data)


def _prefixes_sorted(data: bytes) -> bytes:
    """Sort the declarations of prefixes, which Oxigraph writes in another order each time."""
    if data.startswith(b"<?xml"):
        head, opening, rest = data.partition(b"<rdf:RDF ")
        declarations, end, body = rest.partition(b">")
        return head + opening + b" ".join(sorted(declarations.split())) + end + body
    lines = data.split(b"\n")
    count = sum(line.startswith(b"@prefix ") for line in lines)
    return b"\n".join(sorted(lines[:count]) + lines[count:])


def _header(quads: Sequence[ox.Quad]) -> Iterable[ox.Quad]:
    """Describe the whole, with the version, date and licence that the ontology's header gives."""
    yield ox.Quad(DATASET, TYPE, ox.NamedNode(ns.PROV + "Entity"), _DOCUMENT)
    for quad in quads:
        if quad.subject == ONTOLOGY and quad.predicate in _CARRIED_OVER:
            yield ox.Quad(DATASET, quad.predicate, quad.object, _DOCUMENT)
        if quad.predicate == TYPE and quad.object == _STRATEGY:
            yield ox.Quad(DATASET, ox.NamedNode(ns.DCTERMS + "source"), quad.subject, _DOCUMENT)
    for name, texts in _SAID_OF_IT.items():
        for language, text in texts.items():
            said = ox.Literal(text, language=language)
            yield ox.Quad(DATASET, ox.NamedNode(ns.DCTERMS + name), said, _DOCUMENT)


def _labels(quads: Sequence[ox.Quad]) -> Iterable[ox.Quad]:
    """Add what tools look for and nobody should type: rdfs:label, and rdfs:isDefinedBy for our terms."""
    for quad in quads:
        term = quad.subject
        if quad.predicate == _PREF_LABEL:
            yield ox.Quad(term, _LABEL, quad.object, quad.graph_name)
        if quad.predicate == TYPE and isinstance(term, ox.NamedNode) and term.value.startswith(ns.KOMPAS):
            yield ox.Quad(term, _DEFINED_BY, ONTOLOGY, quad.graph_name)


def _ordered(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return the distinct quads in one order, blank nodes named by RDF Dataset Canonicalization (RDFC-1.0)."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=lambda quad: (str(quad.graph_name), *_place(quad.triple)))


def _by_subject(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    return sorted(triples, key=_place)


def _place(triple: ox.Triple) -> tuple[bool, str, bool, str, str]:
    """Order by subject, named things first, the type of each first."""
    anonymous = isinstance(triple.subject, ox.BlankNode)
    predicate = triple.predicate
    return (anonymous, str(triple.subject), predicate != TYPE, str(predicate), str(triple.object))


def _prefixes(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """Return those prefixes of our table that some IRI in `quads` begins with."""
    iris = {
        iri
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object)
        for iri in ([term.value] if isinstance(term, ox.NamedNode) else _datatype(term))
    }
    used = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in iris}
    return {prefix: namespace for prefix, namespace in ns.PREFIXES.items() if namespace in used or prefix == "rdf"}


def _datatype(term: object) -> list[str]:
    return [term.datatype.value] if isinstance(term, ox.Literal) else []


def _json_ld(quads: Sequence[ox.Quad]) -> bytes:
    """Return JSON-LD 1.1 whose context is our prefixes and whose IRIs are shortened by them, a node a line."""
    prefixes = _prefixes(quads)
    expanded = json.loads(ox.serialize(quads, format=ox.RdfFormat.JSON_LD) or b"[]")
    by_length = sorted(prefixes.items(), key=lambda item: -len(item[1]))

    @cache
    def short(iri: str) -> str:
        for prefix, namespace in by_length:
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def shortened(node: object, key: str = "") -> object:
        if isinstance(node, dict):
            return dict(_typed(short(name), shortened(value, name)) for name, value in node.items())
        if isinstance(node, list):
            return [shortened(value, key) for value in node]
        return short(node) if key in {"@id", "@type"} and isinstance(node, str) else node

    graphs = [
        json.dumps({"@id": short(graph["@id"])}, ensure_ascii=False)[:-1]
        + ', "@graph": [\n'
        + ",\n".join(json.dumps(shortened(node), ensure_ascii=False) for node in graph["@graph"])
        + "\n]}"
        if "@graph" in graph
        else json.dumps(shortened(graph), ensure_ascii=False)  # a node of the default graph
        for graph in expanded
    ]
    context = json.dumps(prefixes, ensure_ascii=False, indent=1)
    return f'{{"@context": {context},\n"@graph": [\n{",".join(graphs)}\n]}}\n'.encode()


def _typed(name: str, value: object) -> tuple[str, object]:
    """Give a node's classes the keyword that JSON-LD has for them, by which its readers frame and select."""
    return (
        ("@type", [each["@id"] for each in value]) if name == "rdf:type" and isinstance(value, list) else (name, value)
    )
