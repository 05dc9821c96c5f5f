"""What a reader wants to see of a thing of each class: sections, each filled by a pattern of SPARQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import namespaces as ns
from kg.store import select

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import pyoxigraph as ox

    from kg.settings import Language
    from kg.store import Term


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and a pattern that yields `?item`, perhaps with `?group`, `?parent` or `?detail`, of `$this`."""

    heading: Mapping[Language, str]
    pattern: str


@dataclass(frozen=True, slots=True)
class Item:
    """What a section's pattern found: IRIs of the item, of its group and parent if any, and a detail."""

    item: str
    group: str | None
    parent: str | None
    detail: Term | None


_PILLAR = "OPTIONAL { ?item kompas:underPillar ?group }"
_NEAREST = (
    "OPTIONAL { ?item kompas:partOf ?parent FILTER NOT EXISTS { ?item kompas:partOf ?m . ?m kompas:partOf ?parent } }"
)
_NUMBER = "OPTIONAL { ?item kompas:numericValue ?detail }"
# The narrowest roles only: what is inferred from them into wider ones says nothing more.
_ROLE = """?item ?group $this . ?group rdfs:subPropertyOf kompas:concerns .
  FILTER (?group != kompas:concerns)
  FILTER NOT EXISTS { ?item ?narrow $this . ?narrow rdfs:subPropertyOf ?group . FILTER (?narrow != ?group) }"""
_MEMBERSHIPS = "kompas:memberOf kompas:associateMemberOf kompas:observerIn kompas:candidateFor kompas:suspendedFrom"

_PARTNERSHIPS = Section(
    {"da": "Partnerskaber", "en": "Partnerships"},
    "?item a kompas:Partnership ; kompas:partner $this . OPTIONAL { ?item kompas:status ?detail }",
)
_BY_PILLAR = Section(
    {"da": "Forehavender efter søjle", "en": "Undertakings by pillar"},
    f"?item a kompas:Undertaking ; kompas:concerns $this . {_PILLAR} "
    f"OPTIONAL {{ {_ROLE.replace('?group', '?detail')} }}",
)
_BY_ROLE = Section(
    {"da": "Forehavender efter rolle", "en": "Undertakings by role"}, f"?item a kompas:Undertaking . {_ROLE}"
)
_FIGURES = Section({"da": "Tal", "en": "Figures"}, f"?item a kompas:Figure ; kompas:concerns $this . {_NUMBER}")
_EVENTS = Section({"da": "Begivenheder", "en": "Events"}, "?item a kompas:Event ; kompas:concerns $this .")
_ASSESSMENTS = Section(
    {"da": "Vurderinger", "en": "Assessments"}, "?item a kompas:Assessment ; kompas:concerns $this ."
)
_INSTRUMENTS = Section({"da": "Instrumenter", "en": "Instruments"}, f"?item a kompas:Instrument . {_ROLE}")
_POSTS = Section({"da": "Poster", "en": "Posts"}, "?item a kompas:Post ; kompas:inBody|kompas:holder $this .")
_MONEY = Section(
    {"da": "Penge", "en": "Money"}, f"?item a kompas:Funding ; kompas:concerns|kompas:payer $this . {_NUMBER}"
)
_TARGETS = Section({"da": "Mål", "en": "Targets"}, f"?item a kompas:Target ; kompas:concerns $this . {_NUMBER}")
_VALUES = Section(
    {"da": "Værdier", "en": "Values"},
    "?link kompas:linkFrom $this ; kompas:linkValue ?item . OPTIONAL { ?link kompas:basis ?detail }",
)
_CLAIMS = Section(
    {"da": "Udsagn herom", "en": "Claims about it"},
    "?item kompas:claimOn $this",
)
_DISCREPANCIES = Section(
    {"da": "Uoverensstemmelser", "en": "Discrepancies"},
    "?item a kompas:Discrepancy . "
    "{ ?item kompas:betweenClaims/kompas:claimOn $this } UNION { ?item kompas:concerns $this } "
    "OPTIONAL { ?item kompas:verdict ?detail }",
)
_MENTIONS = Section(
    {"da": "Nævnt, antal tekstenheder", "en": "Mentioned, units of text"},
    "{ SELECT ?item (COUNT(DISTINCT ?unit) AS ?detail) { ?unit kompas:mentions $this ; kompas:inChapter ?item } "
    "GROUP BY ?item }",
)
_MEMBERS = Section({"da": "Medlemmer", "en": "Members"}, f"VALUES ?group {{ {_MEMBERSHIPS} }} ?item ?group $this .")
_WITHIN = Section({"da": "Steder i det", "en": "Places in it"}, "?item kompas:within $this .")
_NARROWER = Section(
    {"da": "Snævrere forehavender", "en": "Narrower undertakings"}, f"?item kompas:partOf $this . {_NEAREST}"
)
_TREE = Section(
    {"da": "Forehavender", "en": "Undertakings"}, f"?item a kompas:Undertaking ; kompas:underPillar $this . {_NEAREST}"
)

# By class; a thing has the sections of all its classes, in this order, each once.
SECTIONS: dict[str, tuple[Section, ...]] = {
    "Place": (
        *(_PARTNERSHIPS, _BY_PILLAR, _INSTRUMENTS, _POSTS, _MONEY, _FIGURES, _EVENTS, _ASSESSMENTS),
        *(_DISCREPANCIES, _WITHIN, _MENTIONS),
    ),
    "Agent": (
        *(_PARTNERSHIPS, _BY_ROLE, _INSTRUMENTS, _POSTS, _MONEY, _FIGURES, _EVENTS, _ASSESSMENTS, _DISCREPANCIES),
        Section({"da": "Dele", "en": "Parts"}, "?item org:subOrganizationOf $this ."),
        *(_MEMBERS, _MENTIONS),
    ),
    "Pillar": (
        Section({"da": "Nøglepunkter", "en": "Key points"}, "?item a kompas:Priority ; kompas:underPillar $this ."),
        _TREE,
    ),
    "Theme": (
        Section(
            {"da": "Snævrere temaer", "en": "Narrower themes"},
            "?item skos:broader $this . OPTIONAL { ?item skos:broader ?parent FILTER (?parent != $this) }",
        ),
        *(_BY_PILLAR, _TARGETS, _FIGURES, _EVENTS, _ASSESSMENTS, _DISCREPANCIES),
    ),
    "Value": (
        Section(
            {"da": "Tjenes af", "en": "Served by"},
            "?link kompas:linkValue $this ; kompas:linkFrom ?item ; kompas:basis ?group .",
        ),
        Section({"da": "Vist på", "en": "Shown on"}, "?item kompas:showsValue $this ."),
        Section({"da": "I lister", "en": "In lists"}, "?item kompas:listEntry/kompas:namesValue $this ."),
    ),
    "Instrument": (
        *(_BY_ROLE, _INSTRUMENTS),
        Section(
            {"da": "Parters stilling", "en": "Standing of parties"},
            "?node kompas:standingIn $this ; kompas:standingOf ?item . OPTIONAL { ?node kompas:status ?detail }",
        ),
        *(_MONEY, _TARGETS, _FIGURES, _EVENTS, _ASSESSMENTS, _DISCREPANCIES, _MENTIONS),
    ),
    "Undertaking": (
        *(_NARROWER, _VALUES, _MONEY, _TARGETS),
        *(_FIGURES, _CLAIMS, _DISCREPANCIES),
    ),
    "Partnership": (_BY_ROLE, _VALUES, _FIGURES, _EVENTS, _ASSESSMENTS),
    "Assessment": (
        Section({"da": "Besvaret af", "en": "Answered by"}, "?item kompas:answers $this ."),
        Section({"da": "Skabes eller øges af", "en": "Brought about by"}, "?item kompas:contributesTo $this ."),
        *(_CLAIMS, _DISCREPANCIES),
    ),
    "Event": (
        Section({"da": "Bidrog til det", "en": "Contributed to it"}, "?item kompas:contributesTo $this ."),
        *(_BY_ROLE, _FIGURES, _ASSESSMENTS, _CLAIMS, _DISCREPANCIES),
    ),
    "Figure": (_CLAIMS, _DISCREPANCIES),
    "Funding": (
        Section(
            {"da": "Andele af beløbet", "en": "Shares of the amount"}, f"?item kompas:shareOfAmount $this . {_NUMBER}"
        ),
        *(_CLAIMS, _DISCREPANCIES),
    ),
    "Target": (_CLAIMS, _DISCREPANCIES),
    "Claim": (
        Section(
            {"da": "Uoverensstemmelser", "en": "Discrepancies"},
            "?item kompas:betweenClaims $this . OPTIONAL { ?item kompas:verdict ?detail }",
        ),
    ),
    "Reference": (
        Section({"da": "Notetegn", "en": "Marks"}, "?mark kompas:pointsTo $this ; kompas:standsOn ?item ."),
        Section(
            {"da": "Hentet fra kilden", "en": "Taken from its source"},
            "$this kompas:citesSource/^kompas:fromSource ?item .",
        ),
    ),
    "Source": (
        Section({"da": "Noter", "en": "Notes"}, "?item kompas:citesSource $this ."),
        Section({"da": "Hentet herfra", "en": "Taken from it"}, "?item kompas:fromSource $this ."),
    ),
    "DocumentPart": (
        Section(
            {"da": "Dele", "en": "Parts"},
            "?item a kompas:DocumentPart ; dcterms:isPartOf+ $this ; dcterms:isPartOf ?parent .",
        ),
        Section({"da": "Nøglepunkter", "en": "Key points"}, "?item a kompas:Priority ; kompas:inChapter $this ."),
        Section(
            {"da": "Forehavender", "en": "Undertakings"},
            f"?item a kompas:Undertaking ; kompas:inChapter $this . {_NEAREST}",
        ),
        Section({"da": "Tal", "en": "Figures"}, f"?item a kompas:Figure ; kompas:inChapter $this . {_NUMBER}"),
        Section({"da": "Begivenheder", "en": "Events"}, "?item a kompas:Event ; kompas:inChapter $this ."),
        Section({"da": "Vurderinger", "en": "Assessments"}, "?item a kompas:Assessment ; kompas:inChapter $this ."),
        Section(
            {"da": "Tekstenheder efter bedømmelse", "en": "Units of text by judgement"},
            "{ SELECT ?item (COUNT(DISTINCT ?unit) AS ?detail) "
            "{ ?unit a kompas:Unit ; kompas:inChapter $this ; kompas:judgement ?item } GROUP BY ?item }",
        ),
    ),
}


def sections_of(store: ox.Store, iri: str, classes: Collection[str]) -> Iterator[tuple[Section, list[Item]]]:
    """Yield those sections of a thing of these classes, named without our namespace, that have anything in them."""
    names = set(classes) - ({"Agent"} if "Place" in classes else set())  # a country is first of all a place
    chosen = {id(section): section for name in SECTIONS if name in names for section in SECTIONS[name]}
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in ns.PREFIXES.items())
    for section in chosen.values():
        where = section.pattern.replace("$this", f"<{iri}>")
        rows = select(store, f"{prefixes}SELECT DISTINCT ?item ?group ?parent ?detail {{ {where} }}")
        items = [Item(_iri(item) or "", _iri(group), _iri(parent), detail) for item, group, parent, detail in rows]
        if items:
            yield section, items


def _iri(term: Term | None) -> str | None:
    return None if term is None else term.value
