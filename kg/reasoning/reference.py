"""The reference reasoner: owlrl's closure, without what is no legal RDF and without what holds of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import OWL, RDF, RDFS, XSD
from kg.reasoning.limits import is_trivial
from kg.reasoning.vocabulary import SCHEMA

if TYPE_CHECKING:
    import rdflib

_AXIOMATIC = (OWL, RDF, RDFS, XSD)  # owlrl adds what holds of their terms in every graph


def owlrl_triples(graph: rdflib.Graph, *, anonymous: bool = False) -> rdflib.Graph:
    """Return what owlrl concludes from `graph` and the graph does not say, legal and not trivial.

    Membership in the blank nodes of class expressions is left out, but for `anonymous`. owlrl is slow: it takes
    minutes where the compiled rules take a second.
    """
    import owlrl
    import rdflib
    from owlrl.Namespaces import ERRNS

    whole = rdflib.Graph()
    whole += graph
    told = set(whole)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(whole)
    hidden = set() if anonymous else {
        subject for subject, predicate, _ in told
        if isinstance(subject, rdflib.BNode) and str(predicate) in SCHEMA
    }  # fmt: skip
    inferred = rdflib.Graph()
    for triple in set(whole) - told:
        subject, predicate, value = triple
        legal = isinstance(predicate, rdflib.URIRef) and not isinstance(subject, rdflib.Literal)
        if str(subject).startswith(_AXIOMATIC):
            continue
        if not legal or is_trivial(subject, predicate, value) or not hidden.isdisjoint(triple):
            continue
        if not (str(predicate).startswith(str(ERRNS)) or str(value).startswith(str(ERRNS))):  # its remarks
            inferred.add(triple)
    return inferred
