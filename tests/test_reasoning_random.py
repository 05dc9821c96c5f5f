"""Random ontologies with data: the closure is owlrl's, and contradictions never stop it."""

from __future__ import annotations

import os

import rdflib
from hypothesis import HealthCheck, given, settings
from ontologies import ontologies
from rdflib import OWL, RDF

from kg.reasoning import reason
from kg.store import to_quads

# 500 take a minute on a quiet machine: owlrl needs a tenth of a second for each.
EXAMPLES = int(os.environ.get("KOMPAS_RANDOM_ONTOLOGIES", "150"))


def with_padded_keys(graph: rdflib.Graph) -> rdflib.Graph:
    """Repeat the last property of each key, since owlrl never looks at the last."""
    padded = rdflib.Graph()
    padded += graph
    for head in list(graph.objects(None, OWL.hasKey)):
        last = head
        while (rest := padded.value(last, RDF.rest)) != RDF.nil:
            assert rest is not None
            last = rest
        tail = rdflib.BNode()
        padded.set((last, RDF.rest, tail))
        padded.add((tail, RDF.first, padded.value(last, RDF.first)))  # type: ignore[arg-type]  # a list has a value
        padded.add((tail, RDF.rest, RDF.nil))
    return padded


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies())
def test_random_ontologies_have_the_closure_that_owlrl_gives(turtle: str) -> None:
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    ours = set(reason(graph))
    theirs = set(reason(with_padded_keys(graph), reasoner="owlrl"))
    assert ours == theirs


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies())
def test_no_random_ontology_stops_the_search_for_contradictions(turtle: str) -> None:
    from kg.reasoning.contradictions import contradictions

    quads = list(to_quads(rdflib.Graph().parse(data=turtle, format="turtle")))
    for one in contradictions(quads):
        assert one.individuals
        assert one.premises
        assert one.message("da") != one.message("en")
