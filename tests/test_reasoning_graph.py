"""The project's own ontology with a part of its data: the closure is owlrl's, and nothing contradicts itself."""

from __future__ import annotations

import rdflib

import kg
from kg.loading import parse, read
from kg.project import find_project
from kg.reasoning import infer
from kg.reasoning.contradictions import contradictions
from kg.store import to_dataset

# owlrl takes minutes for all of it; these are a few seconds' worth, with places in places and bodies in bodies.
SAMPLE = ("data/actors/organisations.ttl", "data/background/regions.ttl", "data/values/themes.ttl")


def test_a_sample_of_the_graph_has_the_closure_that_owlrl_gives() -> None:
    project = find_project()
    files = [*project.ontology_files(), *(project.root / name for name in SAMPLE)]
    quads = list(parse(read(*files)))
    dataset = to_dataset(quads)
    ours = set(kg.reason(dataset))
    assert ours == set(kg.reason(dataset, reasoner="owlrl"))
    assert len(ours) > 500


def test_the_whole_graph_is_consistent_and_its_inferences_are_legal() -> None:
    quads = list(parse(read()))
    assert contradictions(quads) == []
    inferred = infer(quads)
    assert len(inferred) > 10_000
    assert not {quad.triple for quad in quads} & set(inferred)
    subjects = [triple.subject for triple in inferred]
    assert not [subject for subject in subjects if not str(subject).startswith("<")], "a blank node or a literal"


def test_reasoning_twice_adds_nothing() -> None:
    project = find_project()
    dataset = to_dataset(parse(read(*project.ontology_files(), project.root / SAMPLE[0])))
    union = rdflib.Graph()
    for subject, predicate, value, _ in dataset.quads():
        union.add((subject, predicate, value))
    union += kg.reason(dataset)
    assert len(kg.reason(union)) == 0
