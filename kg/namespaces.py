"""Every namespace of the project, and its one table of prefixes."""

from __future__ import annotations

import re

from kg.errors import KgError
from kg.suggesting import did_you_mean, in_danish

KOMPAS = "https://w3id.org/kompas/def#"
ID = "https://w3id.org/kompas/id/"
SHAPE = "https://w3id.org/kompas/shape#"
GRAPH = "https://w3id.org/kompas/graph/"

CPOV = "http://data.europa.eu/m8g/"
DCTERMS = "http://purl.org/dc/terms/"
DOCO = "http://purl.org/spar/doco/"
ELI = "http://data.europa.eu/eli/ontology#"
FOAF = "http://xmlns.com/foaf/0.1/"
GIST = "https://w3id.org/semanticarts/ns/ontology/gist/"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
QUDT = "http://qudt.org/schema/qudt/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TIME = "http://www.w3.org/2006/time#"
UNIT = "http://qudt.org/vocab/unit/"
VANN = "http://purl.org/vocab/vann/"
XSD = "http://www.w3.org/2001/XMLSchema#"

ONTOLOGY_GRAPH = GRAPH + "ontology"
DOCUMENT_GRAPH = GRAPH + "document"
BACKGROUND_GRAPH = GRAPH + "background"
INFERRED_GRAPH = GRAPH + "inferred"
SHAPES_GRAPH = GRAPH + "shapes"  # holds shapes that a user loads by name; a project's own are never loaded as data

PREFIXES = {
    "cpov": CPOV,
    "dcterms": DCTERMS,
    "doco": DOCO,
    "eli": ELI,
    "foaf": FOAF,
    "gist": GIST,
    "id": ID,
    "kompas": KOMPAS,
    "oa": OA,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "qudt": QUDT,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "shape": SHAPE,
    "skos": SKOS,
    "time": TIME,
    "unit": UNIT,
    "vann": VANN,
    "xsd": XSD,
}

# A part of PN_LOCAL of the Turtle grammar: what needs an escape there stays a full IRI here.
_LETTER = "A-Za-z0-9_À-ÖØ-öø-˿"
_LOCAL = re.compile(rf"[{_LETTER}](?:[{_LETTER}.-]*[{_LETTER}-])?")
_CURIE = re.compile(r"(?P<prefix>[\w.-]*):(?P<local>.*)", re.DOTALL)
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def shorten(iri: str) -> str:
    """Return `iri` as `prefix:local` where the table has its namespace, else as it is.

    >>> shorten("https://w3id.org/kompas/id/denmark"), shorten("https://example.org/a")
    ('id:denmark', 'https://example.org/a')
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str:
    """Return the IRI that `prefix:local`, `<iri>` or a full IRI stands for.

    Raises: KgError for an unknown prefix, for a name without one, and for what cannot stand in an IRI.

    >>> expand("id:denmark")
    'https://w3id.org/kompas/id/denmark'
    """
    text = name.removeprefix("<").removesuffix(">")
    match = _CURIE.fullmatch(text)
    if match is None or _NOT_IN_IRI.search(text):
        message = "not an IRI; expected prefix:name, such as id:denmark, or a full IRI"
        danish = "ikke en IRI; her skulle stå præfiks:navn, fx id:denmark, eller en hel IRI"
        raise KgError(message, name, danish=danish)
    if match["prefix"] in PREFIXES:
        return PREFIXES[match["prefix"]] + match["local"]
    if match["local"].startswith("//") or match["prefix"] in {"urn", "mailto"}:
        return text
    near = did_you_mean(match["prefix"], PREFIXES)
    message = f"unknown prefix; expected one of {', '.join(PREFIXES)}.{near}"
    danish = f"ukendt præfiks; vælg et af {', '.join(PREFIXES)}.{in_danish(near)}"
    raise KgError(message, name, danish=danish)
