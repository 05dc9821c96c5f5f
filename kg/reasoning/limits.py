"""The limits of the reasoning: axioms that are refused, constructs that are not read, triples that say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KgError
from kg.namespaces import OWL, RDF, RDFS, SH, XSD, shorten
from kg.reasoning import vocabulary as owl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.facts import Facts, Term

_LOGICAL = (
    owl.SUB_CLASS, owl.EQUIVALENT_CLASS, owl.DISJOINT_CLASS, owl.DISJOINT_UNION, owl.COMPLEMENT, owl.SUB_PROPERTY,
    owl.EQUIVALENT_PROPERTY, owl.DISJOINT_PROPERTY, owl.INVERSE, owl.DOMAIN, owl.RANGE, owl.CHAIN, owl.KEY,
    owl.ON_PROPERTY, owl.SAME, owl.INTERSECTION, owl.UNION, owl.ONE_OF,
)  # fmt: skip
# Terms without a meaning that rules rely on: an ontology may say what it likes of them.
_FREE = frozenset({
    *(RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy", "member", "Literal", "Resource")),
    *(RDF + name for name in ("value", "PlainLiteral", "langString", "XMLLiteral")),
    *(OWL + name for name in (
        "Thing", "Nothing", "versionInfo", "deprecated", "priorVersion", "backwardCompatibleWith", "incompatibleWith",
        "topObjectProperty", "topDataProperty", "bottomObjectProperty", "bottomDataProperty", "real", "rational",
    )),
})  # fmt: skip
_CLOSED_NAMESPACES = (RDF, RDFS, OWL, SH)

_REFLEXIVE = frozenset({
    owl.SAME, owl.SUB_CLASS, owl.SUB_PROPERTY, owl.EQUIVALENT_CLASS, owl.EQUIVALENT_PROPERTY,
})  # fmt: skip
# Constructs that OWL 2 RL does not have, in English and Danish.
_OUTSIDE = {
    owl.HAS_SELF: ("hasSelf is outside OWL 2 RL", "hasSelf er uden for OWL 2 RL"),
    owl.DISJOINT_UNION: (
        "disjointUnionOf is outside OWL 2 RL: overlaps are found, no member is concluded",
        "disjointUnionOf er uden for OWL 2 RL: overlap findes, men intet medlem udledes",
    ),
    OWL + "cardinality": ("an exact cardinality is outside OWL 2 RL", "et præcist antal er uden for OWL 2 RL"),
    OWL + "minCardinality": ("a minimum cardinality is outside OWL 2 RL", "et mindsteantal er uden for OWL 2 RL"),
    OWL + "qualifiedCardinality": ("an exact cardinality is outside OWL 2 RL", "et præcist antal er uden for OWL 2 RL"),
    OWL + "minQualifiedCardinality": (
        "a minimum cardinality is outside OWL 2 RL",
        "et mindsteantal er uden for OWL 2 RL",
    ),
    OWL + "datatypeComplementOf": (
        "the complement of a datatype is outside OWL 2 RL: no value is held to it",
        "det modsatte af en datatype er uden for OWL 2 RL: ingen værdi holdes op imod det",
    ),
    OWL + "withRestrictions": (
        "a restricted datatype is outside OWL 2 RL: no value is held to it",
        "en datatype med grænser er uden for OWL 2 RL: ingen værdi holdes op imod den",
    ),
}
_LISTED = (
    "a list of values as a datatype is outside OWL 2 RL: no value is held to it",
    "en liste af værdier som datatype er uden for OWL 2 RL: ingen værdi holdes op imod den",
)
_REFLEXIVE_ONE = ("a reflexive property is outside OWL 2 RL", "en refleksiv egenskab er uden for OWL 2 RL")


# How many triples rules that feed themselves may find, anew or again: in all, and beside for each fact. Ours find a
# fifth of one for each.
AT_ALL, FOR_EACH = 1_000_000, 20


@dataclass(frozen=True, slots=True)
class Ignored:
    """A construct that the rules do not read: where it stands, and why nothing is concluded from it."""

    subject: Term
    reason: str
    danish: str


def too_many(most: int) -> KgError:
    """Return what to say of axioms from which more follows than can be worked out: `most` conclusions, or again."""
    message = f"rules that feed themselves found more than {most:,} triples; expected chains and rings of fewer links"
    danish = f"regler, der fodrer sig selv, fandt mere end {most} tripler; kæder og ringe skal have færre led"
    return KgError(message, danish=danish)


def refuse_reserved(facts: Facts) -> None:
    """Refuse axioms about the terms that rules are made of.

    Raises: KgError that names the axiom.
    """
    for predicate in _LOGICAL:
        for subject, value in facts.pairs(predicate):
            _refuse(subject, predicate, value, subject)
            characteristic = isinstance(value, ox.NamedNode) and value.value in owl.CHARACTERISTICS
            if characteristic or predicate not in (owl.DOMAIN, owl.RANGE, owl.SUB_CLASS):
                _refuse(subject, predicate, value, value)
    for _, value in facts.pairs(owl.FIRST):
        if isinstance(value, ox.NamedNode) and value.value in (*owl.CLOSED, owl.TYPE, owl.SAME):
            name = shorten(value.value)
            message = f"an axiom's list names {name}; expected none about terms of RDF and OWL"
            danish = f"listen i et aksiom nævner {name}; her må ikke stå aksiomer om RDF's og OWL's egne termer"
            raise KgError(message, danish=danish)
    for kind in owl.CHARACTERISTICS:
        for subject in facts.instances(kind):
            _refuse(subject, owl.TYPE, ox.NamedNode(kind), subject)


def _refuse(subject: object, predicate: str, value: object, term: object) -> None:
    reserved = isinstance(term, ox.NamedNode) and term.value.startswith(_CLOSED_NAMESPACES)
    if reserved and term.value not in _FREE and term.value != owl.NIL:  # type: ignore[attr-defined]
        parts = [shorten(part.value) if isinstance(part, ox.NamedNode) else str(part) for part in (subject, value)]
        message = (f"{parts[0]} {shorten(predicate)} {parts[1]} is an axiom about a term of RDF, OWL or SHACL itself; "
                   "expected axioms about terms of your own")  # fmt: skip
        danish = (f"{parts[0]} {shorten(predicate)} {parts[1]} er et aksiom om en af RDF's, OWL's eller SHACL's egne "
                  "termer; her må kun stå aksiomer om jeres egne termer")  # fmt: skip
        raise KgError(message, danish=danish)


def ignored(facts: Facts) -> Iterator[Ignored]:
    """Yield the constructs outside OWL 2 RL that are there, each with what is not concluded."""
    for predicate, reason in _OUTSIDE.items():
        for subject, _ in facts.pairs(predicate):
            yield Ignored(subject, *reason)
    datatypes = set(facts.instances(owl.DATATYPE))
    for subject, _ in facts.pairs(owl.ONE_OF):
        if subject in datatypes:
            yield Ignored(subject, *_LISTED)
    for subject in facts.instances(owl.REFLEXIVE):
        yield Ignored(subject, *_REFLEXIVE_ONE)


RESERVED = (RDF, RDFS, OWL, XSD)
CAN_BE_TRIVIAL = frozenset({*_REFLEXIVE, owl.TYPE, owl.DOMAIN, owl.RANGE})


def is_trivial(subject: object, predicate: object, value: object) -> bool:
    """Tell whether a triple says what holds of everything: `x sameAs x`, `C subClassOf owl:Thing` and their like.

    Then its ends are the same, or one of them is of a namespace of RESERVED.
    """
    link, one, other = (term.value if isinstance(term, ox.NamedNode) else str(term)
                        for term in (predicate, subject, value))  # fmt: skip
    if link not in CAN_BE_TRIVIAL:
        return False
    if link == owl.TYPE:
        return other in (owl.THING, RDFS + "Resource") or one.startswith(RESERVED)
    if link in _REFLEXIVE and one == other:
        return True
    if link == owl.SUB_CLASS:
        return other == owl.THING or one == owl.NOTHING
    if link == owl.SUB_PROPERTY:
        return other.startswith(OWL + "top")
    return link in (owl.DOMAIN, owl.RANGE) and other == owl.THING
