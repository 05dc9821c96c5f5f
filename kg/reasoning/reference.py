"""Other reasoners' closures, without what is no legal RDF and without what holds of everything.

owlrl is the reference. reasonable, which reads no property chains and no keys, is a cross-check where it is installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import OWL, RDF, RDFS, XSD
from kg.reasoning.limits import is_trivial
from kg.reasoning.vocabulary import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    import rdflib

    Triple: TypeAlias = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]

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
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(whole)
    remarks = str(ERRNS)
    return _comparable(graph, (triple for triple in whole if not _begins(triple, remarks)), anonymous=anonymous)


def reasonable_triples(graph: rdflib.Graph) -> rdflib.Graph:
    """Return what reasonable concludes from `graph` and the graph does not say, as `owlrl_triples` does."""
    import reasonable

    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    return _comparable(graph, reasoner.reason(), anonymous=False)


def _comparable(graph: rdflib.Graph, found: Iterable[Triple], *, anonymous: bool) -> rdflib.Graph:
    import rdflib

    told = set(graph)
    hidden = set() if anonymous else {
        subject for subject, predicate, _ in told
        if isinstance(subject, rdflib.BNode) and str(predicate) in SCHEMA
    }  # fmt: skip
    inferred = rdflib.Graph()
    for triple in set(found) - told:
        subject, predicate, value = triple
        legal = isinstance(predicate, rdflib.URIRef) and not isinstance(subject, rdflib.Literal)
        if not legal or str(subject).startswith(_AXIOMATIC) or is_trivial(subject, predicate, value):
            continue
        if hidden.isdisjoint(triple):
            inferred.add(triple)
    return inferred


def _begins(triple: Triple, namespace: str) -> bool:
    return any(str(term).startswith(namespace) for term in triple[1:])


def owlrl_remarks(graph: rdflib.Graph) -> list[str]:
    """Return what owlrl finds wrong with `graph`: it leaves its remarks in the closure."""
    import owlrl
    import rdflib
    from owlrl.Namespaces import ERRNS

    whole = rdflib.Graph()
    whole += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(whole)
    return sorted(str(value) for value in whole.objects(None, ERRNS.error))


def reasonable_remarks(graph: rdflib.Graph) -> list[str]:
    """Return what reasonable finds wrong with `graph`: it gives no messages, only members of `owl:Nothing`."""
    import reasonable
    from rdflib import OWL, RDF

    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    found = reasoner.reason()
    return sorted(str(thing) for thing, link, kind in found if link == RDF.type and kind == OWL.Nothing)
