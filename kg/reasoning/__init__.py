"""Reasoning: what follows from a graph by OWL 2 RL, computed by rules in SPARQL that its axioms are compiled to.

Quads in, triples out; rdflib only where a caller brings it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from kg.errors import KgError
from kg.reasoning.closure import Closure
from kg.reasoning.equality import Equality
from kg.reasoning.facts import Facts
from kg.reasoning.limits import Ignored, ignored
from kg.reasoning.proofs import Proof
from kg.reasoning.queries import triple_of
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
    "Proof",
    "Reasoner",
    "Rule",
    "compile_rules",
    "ignored_constructs",
    "infer",
    "omitted_rules",
    "prove",
    "reason",
    "why",
]

Reasoner: TypeAlias = Literal["rules", "owlrl"]

_TABLES = ("eq-", "prp", "cls", "cax", "scm")  # 4 to 7, and 9


def infer(quads: Iterable[ox.Quad], reasoner: Reasoner = "rules") -> list[ox.Triple]:
    """Return the triples that follow from `quads` (a store, or any quads; graphs are read as one) by OWL 2 RL.

    None of them is asserted or trivial. An inconsistent graph has a closure too: see `contradictions`. The reasoner
    `owlrl` is the reference implementation, which gives the same in minutes.

    Raises: KgError for axioms about the terms of RDF, OWL or SHACL themselves, and for broken or endless lists.
    """
    if reasoner == "rules":
        return Closure(quads, checked=False).triples()
    import rdflib

    from kg.reasoning.reference import owlrl_triples
    from kg.store import to_oxigraph, to_rdflib

    graph = rdflib.Graph()
    for quad in quads:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    found = owlrl_triples(graph)
    return [triple_of(*(to_oxigraph(term) for term in triple)) for triple in found]


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


def prove(quads: Iterable[ox.Quad], triple: ox.Triple, *, limit: int | None = 1) -> list[Proof]:
    """Return the proofs of `triple` from `quads`, the shortest first, at most `limit`; none if it does not hold.

    Proofs never go in a circle. Of things with several names, the shortest proof of their being one is not sought.

    Raises: KgError as `infer` does.
    """
    from kg.reasoning.prover import Prover

    return Prover(Closure(quads, checked=False)).proofs(triple, limit)


def why(
    graph: rdflib.Graph, subject: rdflib.term.Node, predicate: rdflib.term.Node, value: rdflib.term.Node,
    *, limit: int | None = 1,
) -> list[Proof]:  # fmt: skip
    """Return why `graph`, a graph or a whole dataset, says or entails a triple: see `prove`.

    Raises: KgError as `infer` does, and for what RDF does not allow.

    >>> import rdflib
    >>> graph = rdflib.Graph().parse(format="turtle", data='''
    ...     @prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
    ...     :partOf a owl:TransitiveProperty . :a :partOf :b . :b :partOf :c .''')
    >>> example = rdflib.Namespace("https://example.org/")
    >>> (proof,) = why(graph, example.a, example.partOf, example.c)
    >>> proof.rule, [premise.text for premise in proof.premises]
    ('prp-trp', ['<https://example.org/a> <https://example.org/partOf> <https://example.org/b>',
                 '<https://example.org/b> <https://example.org/partOf> <https://example.org/c>'])
    """
    from kg.store import to_oxigraph, to_quads

    wanted = triple_of(to_oxigraph(subject), to_oxigraph(predicate), to_oxigraph(value))
    return prove(to_quads(graph), wanted, limit=limit)


def reason(graph: rdflib.Graph, *, reasoner: Reasoner = "rules") -> rdflib.Graph:
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
        danish = f"ukendt slutningsmaskine {reasoner}; vælg rules eller owlrl"
        raise KgError(message, danish=danish)
    from kg.store import to_quads, to_rdflib

    inferred = rdflib.Graph()
    for prefix, namespace in graph.namespaces():
        inferred.bind(prefix, namespace)
    terms = {}
    for triple in infer(to_quads(graph), reasoner):
        for term in triple:
            if term not in terms:
                terms[term] = to_rdflib(term)
        inferred.add((terms[triple.subject], terms[triple.predicate], terms[triple.object]))
    return inferred
