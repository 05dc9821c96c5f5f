"""Checks the IRIs of a query against the graph: a misspelt one would give an empty answer without a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

import pyoxigraph as ox

from kg import namespaces as ns
from kg.asking.sparql import IRI, NOT_CODE, at, blank
from kg.errors import KgError
from kg.suggesting import did_you_mean, in_danish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_STEP = r"(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.)"
_TOKEN = re.compile(
    rf"""PREFIX\s+(?P<declared>[\w.-]*):\s*(?P<namespace>{IRI})
    |BASE\s*(?P<base>{IRI})
    |(?P<iri>{IRI})
    |(?P<prefix>(?<![\w.?$-])[^\W\d_][\w.-]*|(?<![\w.?$-])):(?P<local>{_STEP}(?:{_STEP}|\.(?={_STEP}|\.))*)
    |{NOT_CODE.pattern}""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_TEMPLATE = re.compile(r"CONSTRUCT\s*\{[^{}]*\}", re.IGNORECASE)
_OURS = (ns.KOMPAS, ns.ID)
_BUILT_IN = (ns.XSD, "http://www.w3.org/2005/xpath-functions#")
_PLACES = re.compile(r"(?:passage|unit)-\d")  # thousands, told apart by numbers: nobody means another one
_TYPE = ox.NamedNode(ns.RDF + "type")
_PROPERTIES = {ox.NamedNode(ns.OWL + kind) for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
_CLASS = ox.NamedNode(ns.OWL + "Class")


class Named(NamedTuple):
    """An IRI that a query names: whole, and as it is written, where."""

    iri: str
    written: str
    offset: int


def named(sparql: str, prefixes: Mapping[str, str]) -> Iterator[Named]:
    """Yield the IRIs that a query asks for, outside what it constructs; `prefixes` are at hand beside its own."""
    known, base = dict(prefixes), ""
    template = _TEMPLATE.search(NOT_CODE.sub(blank, sparql))
    for match in _TOKEN.finditer(sparql):
        if match["base"] is not None:
            base = _resolved(match["base"], base)
        elif match["namespace"] is not None:
            known[match["declared"]] = _resolved(match["namespace"], base)
        elif template and template.start() <= match.start() < template.end():
            continue
        elif match["iri"] is not None:
            yield Named(_resolved(match["iri"], base), match[0], match.start())
        elif match["local"] is not None and match["prefix"] in known:
            local = re.sub(r"\\(.)", r"\1", match["local"])
            yield Named(known[match["prefix"]] + local, match[0], match.start())


def _resolved(written: str, base: str) -> str:
    """Return the IRI in `<…>`, its escapes read, as it stands to the base."""
    iri = re.sub(r"\\(?:u(.{4})|U(.{8}))", lambda match: chr(int(match[1] or match[2], 16)), written[1:-1])
    if not base or re.match(r"[A-Za-z][\w+.-]*:", iri):
        return iri
    return urljoin(base, iri) + ("#" if iri.endswith("#") else "")  # which drops a fragment that is empty


def check(store: ox.Store, sparql: str, place: str, prefixes: Mapping[str, str]) -> list[KgError]:
    """Return a warning for each IRI of a query that occurs nowhere in what the graph says.

    Raises: KgError with line and column, and the nearest that is known, for a term or thing of our own namespaces
    that nothing declares.
    """
    warnings = {}
    for term in named(sparql, prefixes):
        if term.iri in warnings or term.iri.startswith(_BUILT_IN):
            continue
        node = ox.NamedNode(term.iri)
        where = at(place, sparql, term.offset)
        declared = any(True for _ in store.quads_for_pattern(node, None, None))
        if term.iri.startswith(_OURS) and not declared:
            near = did_you_mean(ns.shorten(term.iri), _neighbours(store, term.iri))
            message = f"{term.written} is not a term or thing of the graph; expected one that is.{near}"
            danish = f"{term.written} er hverken et begreb eller en ting i grafen.{in_danish(near)}"
            raise KgError(message, where, danish=danish)
        if not _occurs(store, node):
            near = "" if declared else did_you_mean(ns.shorten(term.iri), _neighbours(store, term.iri))
            message = f"{term.written} occurs nowhere in the data.{near}"
            warnings[term.iri] = KgError(
                message, where, danish=f"{term.written} forekommer ingen steder i data.{in_danish(near)}"
            )
    return list(warnings.values())


def _occurs(store: ox.Store, node: ox.NamedNode) -> bool:
    """Tell whether a property joins two things, a class has a member, and anything else is named at all."""
    kinds = {quad.object for quad in store.quads_for_pattern(node, _TYPE, None)}
    if kinds & _PROPERTIES:
        return any(True for _ in store.quads_for_pattern(None, node, None))
    if _CLASS in kinds:
        return any(True for _ in store.quads_for_pattern(None, _TYPE, node))
    patterns = ((node, None, None), (None, node, None), (None, None, node), (None, None, None, node))
    return any(True for pattern in patterns for _ in store.quads_for_pattern(*pattern))


def _neighbours(store: ox.Store, iri: str) -> list[str]:
    """List the short IRIs of what is known in the same namespace."""
    namespace = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
    terms = {
        term.value
        for quad in store
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(namespace)
    }
    return sorted(ns.shorten(term) for term in terms if not _PLACES.match(term, len(ns.ID)))
