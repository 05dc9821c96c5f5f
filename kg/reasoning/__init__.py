"""Reasoning: what follows from a graph by OWL 2 RL, computed by rules in SPARQL that its axioms are compiled to.

Quads in, triples out; rdflib only where a caller brings it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kg.errors import KgError
from kg.reasoning.closure import Closure
from kg.reasoning.equality import Equality
from kg.reasoning.facts import Facts
from kg.reasoning.limits import Ignored, ignored
from kg.reasoning.rules import Axiom, Pattern, Rule
from kg.reasoning.tables import OMITTED
from kg.reasoning.theory import compile_theory

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox
    import rdflib

__all__ = [
    "Axiom",
    "Closure",
    "Ignored",
    "Pattern",
    "Rule",
    "compile_rules",
    "ignored_constructs",
    "infer",
    "omitted_rules",
    "reason",
]

_TABLES = ("eq-", "prp", "cls", "cax", "scm")  # 4 to 7, and 9


def infer(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    """Return the triples that follow from `quads` (a store, or any quads; graphs are read as one) by OWL 2 RL.

    None of them is asserted or trivial. An inconsistent graph has a closure too: see `contradictions`.

    Raises: KgError for axioms about the terms of RDF, OWL or SHACL themselves, and for broken or endless lists.
    """
    return Closure(quads, checked=False).triples()


def compile_rules(quads: Iterable[ox.Quad]) -> list[Rule]:
    """Return the rules that the axioms among `quads` are compiled to, for people and for other SPARQL stores.

    In the order of the recommendation's tables, and the same for the same axioms.

    Raises: KgError as `infer` does.
    """
    rules = compile_theory(Facts(quads), Equality()).printed
    return sorted(rules, key=lambda rule: (_TABLES.index(rule.name[:3]), rule.name, rule.axiom.text, rule.sparql))


def ignored_constructs(quads: Iterable[ox.Quad]) -> list[Ignored]:
    """Return the constructs among `quads` that OWL 2 RL does not have, each with what is not concluded from it."""
    return list(ignored(Facts(quads)))


def omitted_rules() -> dict[str, str]:
    """Return the rules of the recommendation that are left out, each with the reason."""
    return dict(OMITTED)


def reason(graph: rdflib.Graph, *, reasoner: Literal["rules", "owlrl"] = "rules") -> rdflib.Graph:
    """Return a graph of the triples that follow from `graph`, a graph or a whole dataset, by OWL 2 RL.

    The result is legal RDF and holds nothing asserted or trivial; `graph` stays as it is. `reasoner="owlrl"` asks
    the reference implementation, which gives the same in minutes.

    Raises: KgError as `infer` does, for what RDF does not allow, and for an unknown reasoner.

    >>> import rdflib
    >>> graph = rdflib.Graph().parse(format="turtle", data='''
    ...     @prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
    ...     :partOf a owl:TransitiveProperty . :a :partOf :b . :b :partOf :c .''')
    >>> [" ".join(term.n3(graph.namespace_manager) for term in triple) for triple in reason(graph)]
    [':a :partOf :c']
    """
    import rdflib

    if reasoner not in ("rules", "owlrl"):
        message = f"unknown reasoner {reasoner}; expected rules or owlrl"
        raise KgError(message)
    from kg.store import to_quads, to_rdflib

    inferred = rdflib.Graph()
    for prefix, namespace in graph.namespaces():
        inferred.bind(prefix, namespace)
    if reasoner == "owlrl":
        from kg.reasoning.reference import owlrl_triples

        union = rdflib.Graph()
        for quad in graph.quads() if isinstance(graph, rdflib.Dataset) else graph:
            union.add(quad[:3])
        return inferred.__iadd__(owlrl_triples(union))
    terms = {}
    for triple in infer(to_quads(graph)):
        for term in triple:
            if term not in terms:
                terms[term] = to_rdflib(term)
        inferred.add((terms[triple.subject], terms[triple.predicate], terms[triple.object]))
    return inferred
