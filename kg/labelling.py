"""Says what things are called in one language, those too that have no label: intervals, claims, IRIs of others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import namespaces as ns
from kg.asking.cells import cell
from kg.asking.showing import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.naming import Names
    from kg.settings import Language

_TYPE = ns.RDF + "type"
_MONTHS = {"da": "måneder", "en": "months"}
_TELLING = {
    ns.KOMPAS + name for name in ("firstDay", "lastDay", "durationInMonths", "claimOn", "claimedValue", "linkValue")
}
# Their own vocabularies have no labels here.
_OF_OTHERS: dict[str, Mapping[Language, str]] = {
    ns.SKOS + "exactMatch": {"da": "det samme hos andre", "en": "the same elsewhere"},
    ns.SKOS + "closeMatch": {"da": "næsten det samme hos andre", "en": "nearly the same elsewhere"},
    ns.SKOS + "broader": {"da": "bredere tema", "en": "broader theme"},
    ns.SKOS + "inScheme": {"da": "i systematikken", "en": "in the scheme"},
    ns.SKOS + "note": {"da": "bemærkning", "en": "note"},
    ns.ORG + "subOrganizationOf": {"da": "del af organisationen", "en": "part of the organisation"},
    ns.DCTERMS + "isPartOf": {"da": "del af", "en": "part of"},
    ns.DCTERMS + "publisher": {"da": "udgiver", "en": "publisher"},
    ns.DCTERMS + "title": {"da": "titel", "en": "title"},
    ns.DCTERMS + "issued": {"da": "udgivet", "en": "issued"},
    ns.DCTERMS + "language": {"da": "sprog", "en": "language"},
    ns.DCTERMS + "rights": {"da": "rettigheder", "en": "rights"},
    ns.DCTERMS + "source": {"da": "kilde", "en": "source"},
    ns.DCTERMS + "date": {"da": "dato", "en": "date"},
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Says what a term is called in one language."""

    names: Names
    lang: Language
    properties: Mapping[str, Mapping[str, str]]
    """The values of the things that have no label, by IRI and property."""
    kinds: Mapping[str, str]
    """The class that each thing is asserted to have."""

    def label(self, iri: str) -> str:  # noqa: PLR0911  # one for each kind of thing without a label
        """Return a thing's label; for what has none, what it holds; for what is not ours, where it lies."""
        if iri in _OF_OTHERS:
            return _OF_OTHERS[iri][self.lang]
        said = self.properties.get(iri, {})
        if ns.KOMPAS + "firstDay" in said:
            return _period(said[ns.KOMPAS + "firstDay"], said.get(ns.KOMPAS + "lastDay", ""))
        if ns.KOMPAS + "durationInMonths" in said:
            return f"{said[ns.KOMPAS + 'durationInMonths']} {_MONTHS[self.lang]}"
        if ns.KOMPAS + "claimOn" in said:
            about = self.label(said[ns.KOMPAS + "claimOn"])
            return f"{said.get(ns.KOMPAS + 'claimedValue', '?')} ({about})"
        if ns.KOMPAS + "linkValue" in said:
            return self.label(said[ns.KOMPAS + "linkValue"])
        short = self.names.label(iri, self.lang)
        if short == iri and "://" in iri:
            host, _, path = iri.partition("://")[2].partition("/")
            return f"{path.rpartition('/')[2] or host} ({host})"
        return short

    def text(self, term: object) -> str:
        """Return any term as a person reads it."""
        return self.label(term.value) if isinstance(term, ox.NamedNode) else shown(cell(term), self.lang)


def reader(asserted: Iterable[ox.Quad], by_name: Names, lang: Language) -> Reader:
    """Return who reads the things of these quads in a language."""
    properties: defaultdict[str, dict[str, str]] = defaultdict(dict)
    kinds: dict[str, str] = {}
    for quad in asserted:
        if not isinstance(quad.subject, ox.NamedNode):
            continue
        if isinstance(quad.object, ox.Literal) and quad.object.language not in {None, lang}:
            continue
        if quad.predicate.value in _TELLING and isinstance(quad.object, ox.NamedNode | ox.Literal):
            properties[quad.subject.value].setdefault(quad.predicate.value, quad.object.value)
        elif quad.predicate.value == _TYPE and isinstance(quad.object, ox.NamedNode):
            kinds.setdefault(quad.subject.value, quad.object.value)
    return Reader(by_name, lang, properties, kinds)


def _period(first: str, last: str) -> str:
    """Return an interval in days, or as the year or month that it fills.

    >>> _period("2025-01-01", "2025-12-31"), _period("2022-01-01", "2022-01-31"), _period("2022-01-05", "2022-01-05")
    ('2025', '2022-01', '2022-01-05')
    """
    if first == last or not last:
        return first
    if first.endswith("-01-01") and last.endswith("-12-31"):
        return first[:4] if first[:4] == last[:4] else f"{first[:4]}-{last[:4]}"
    if first[:7] == last[:7] and first.endswith("-01") and last[8:] in {"28", "29", "30", "31"}:
        return first[:7]
    return f"{first} – {last}"
