"""Proofs: each is checked by rules of its own, the shortest comes first, and none goes in a circle."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT
from contradiction_cases import CONTRADICTIONS
from hypothesis import HealthCheck, given, settings
from ontologies import ontologies
from proof_checker import Checker
from test_reasoning import CONSTRUCTS, PREFIXES, quads_of

import kg
from kg.loading import parse, read
from kg.namespaces import OWL, RDF, RDFS
from kg.reasoning import Closure, Proof, prove
from kg.reasoning.contradictions import find_contradictions
from kg.reasoning.missing import attempts
from kg.reasoning.phrases import phrase
from kg.reasoning.prover import Prover

if TYPE_CHECKING:
    from collections.abc import Iterable

EXAMPLES = int(os.environ.get("KOMPAS_RANDOM_ONTOLOGIES", "150"))
_SHORT = {"a": RDF + "type", "sub": RDFS + "subClassOf", "same": OWL + "sameAs"}


def triple(subject: str, predicate: str, value: str) -> ox.Triple:
    one, link, other = (ox.NamedNode(f"https://example.org/{name}") for name in (subject, predicate, value))
    return ox.Triple(one, ox.NamedNode(_SHORT[predicate]) if predicate in _SHORT else link, other)


def proven(turtle: str, wanted: ox.Triple, limit: int | None = 1) -> list[Proof]:
    """Return checked proofs."""
    quads = quads_of(turtle)
    proofs = prove(quads, wanted, limit=limit)
    checker = Checker({quad.triple for quad in quads})
    assert [fault for proof in proofs for fault in checker.faults(proof)] == []
    assert all(proof.conclusion == wanted for proof in proofs)
    return proofs


def all_proven(quads: Iterable[ox.Quad], wanted: Iterable[ox.Triple] | None = None) -> Counter[str]:
    """Prove triples, or all that follows, check the proofs, and count the rules that were used."""
    quads = list(quads)
    prover = Prover(Closure(quads, checked=False))
    checker = Checker({quad.triple for quad in quads})
    used: Counter[str] = Counter()
    for one in prover.closure.triples() if wanted is None else wanted:
        found = prover.proofs(one)
        assert found, f"no proof of {one}"
        assert found[0].conclusion == one
        assert checker.faults(found[0]) == []
        used.update(step.rule for _, step in found[0].steps())
    return used


def length(proof: Proof) -> int:
    return sum(1 for _ in proof.steps())


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_all_that_follows_from_a_construct_has_a_proof(name: str) -> None:
    given_turtle, expected = CONSTRUCTS[name]
    quads = quads_of(given_turtle)
    used = all_proven(quads)
    (wanted,) = quads_of(expected + " .")
    assert prove(quads, wanted.triple)
    rule = name.split(maxsplit=1)[0].rstrip(",")
    if rule not in {"eq-rep", "prp-inv", "cls-maxqc3", "scm-svf1", "scm-svf2", "scm-avf1", "scm-avf2"}:
        assert rule in used or rule == "cls-maxqc3"


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ontologies())
def test_all_that_follows_from_a_random_ontology_has_a_proof(turtle: str) -> None:
    all_proven(ox.parse(turtle, format=ox.RdfFormat.TURTLE))


def test_what_follows_from_the_strategy_has_proofs() -> None:
    """2,000 triples of the whole graph, and 20 of each predicate and of each class."""
    quads = list(parse(read()))
    inferred = sorted(Closure(quads, checked=False).triples(), key=str)
    random.Random(1).shuffle(inferred)  # noqa: S311  # a sample, not a secret
    chosen, kinds = dict.fromkeys(inferred[:2000]), Counter[object]()
    for one in inferred:
        kind = (one.predicate, one.object if one.predicate.value == RDF + "type" else None)
        kinds[kind] += 1
        if kinds[kind] <= 20:
            chosen[one] = None
    used = all_proven(quads, chosen)
    assert {"cax-sco", "prp-spo1", "prp-spo2", "prp-trp", "scm-sco", "scm-spo"} <= used.keys()


def test_the_checker_rejects_what_is_no_proof() -> None:
    quads = quads_of(":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d . :A rdfs:subClassOf :B . :a a :A .")
    checker = Checker({quad.triple for quad in quads})
    (path,) = prove(quads, triple("a", "p", "d"))
    (type_,) = prove(quads, triple("a", "a", "B"))
    assert checker.faults(path) == checker.faults(type_) == []
    for wrong in (
        replace(path, premises=path.premises[1:]),
        replace(path, premises=path.premises[::-1]),
        replace(path, conclusion=triple("d", "p", "a")),
        replace(path, rule="prp-symp"),
        replace(path, grounds=()),
        replace(type_, grounds=()),
        replace(type_, conclusion=triple("b", "a", "B")),
        replace(type_, rule="cax-eqc1"),
        Proof(triple("a", "a", "B"), "a B"),
    ):
        try:
            faults = checker.faults(wrong)
        except ValueError:  # there is no axiom
            continue
        assert faults


def test_an_asserted_triple_is_its_own_proof_and_may_follow_too() -> None:
    turtle = ":A rdfs:subClassOf :B . :x a :A , :B ."
    (proof,) = proven(turtle, triple("x", "a", "B"))
    assert proof.asserted
    assert proof.leaves() == [triple("x", "a", "B")]
    first, second = proven(turtle, triple("x", "a", "B"), None)
    assert first == proof
    assert (second.rule, second.leaves()) == ("cax-sco", [triple("A", "sub", "B"), triple("x", "a", "A")])


def test_what_does_not_hold_has_no_proof() -> None:
    assert proven(":A rdfs:subClassOf :B . :x a :B .", triple("x", "a", "A"), None) == []
    assert proven(":p a owl:TransitiveProperty . :a :p :b . :c :p :d .", triple("a", "p", "d")) == []
    assert proven(":a owl:sameAs :b .", triple("a", "same", "c")) == []


def test_the_shortest_proof_comes_first() -> None:
    turtle = (":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :D . :p rdfs:domain :D ."
              ":A rdfs:subClassOf :X . :X rdfs:subClassOf :D . :x a :A ; :p :y .")  # fmt: skip
    proofs = proven(turtle, triple("x", "a", "D"), None)
    assert [proof.rule for proof in proofs] == ["prp-dom", "cax-sco", "cax-sco"]
    assert [length(proof) for proof in proofs] == [3, 5, 7]
    assert proven(turtle, triple("x", "a", "D"), 2) == proofs[:2]


def test_a_proof_never_rests_on_itself() -> None:
    turtle = (":p a owl:TransitiveProperty , owl:SymmetricProperty ; owl:equivalentProperty :q . :q owl:inverseOf :p ."
              ":a :p :b . :b :p :c . :A owl:equivalentClass :B . :B owl:equivalentClass :A . :x a :A .")  # fmt: skip
    for wanted in (triple("a", "p", "a"), triple("c", "q", "a"), triple("x", "a", "B")):
        for proof in proven(turtle, wanted, 50):
            above: list[str] = []
            for depth, step in proof.steps():
                del above[depth:]
                assert step.text not in above
                above.append(step.text)


def test_all_proofs_are_different() -> None:
    turtle = ":p a owl:TransitiveProperty . " + " ".join(f":a :p :b{n} . :b{n} :p :c ." for n in range(5))
    proofs = proven(turtle, triple("a", "p", "c"), None)
    assert len(proofs) == len({proof.leaves()[1] for proof in proofs}) == 5


def test_equalities_are_proven_link_by_link() -> None:
    turtle = ":a owl:sameAs :b . :c owl:sameAs :b . :p a owl:FunctionalProperty . :x :p :c , :d . :d :q :e ."
    (proof,) = proven(turtle, triple("a", "same", "d"))
    assert {triple("a", "same", "b"), triple("c", "same", "b"), triple("x", "p", "d")} <= set(proof.leaves())
    (along,) = proven(":a owl:sameAs :b . :c owl:sameAs :b . :c owl:sameAs :d .", triple("a", "same", "d"))
    assert along.rule == "eq-trans"
    assert [step.rule for step in along.premises] == ["", "eq-sym", ""]
    (named,) = proven(turtle, triple("a", "q", "e"))
    assert named.rule == "eq-rep-s"


def test_what_makes_things_one_is_proven_from_what_came_before() -> None:
    # The last equality needs the one before it, and that the first: their proofs would go in a circle otherwise.
    turtle = ":p a owl:FunctionalProperty . :a :p :b , :c . :b :p :d . :c :p :e . :d :p :f . :e :p :g ."
    (proof,) = proven(turtle, triple("f", "same", "g"))
    rules = [step.rule for _, step in proof.steps()]
    assert rules.count("prp-fp") == 3


def test_names_of_the_schema_are_one_thing_too() -> None:
    turtle = (":A owl:sameAs :B . :C rdfs:subClassOf :A . :x a :C . :p owl:sameAs :q . :q rdfs:domain :D . :y :p :z ."
              ":k a owl:FunctionalProperty . :s :k :B , :E .")  # fmt: skip
    all_proven(quads_of(turtle))
    proven(turtle, triple("x", "a", "E"))


def test_parts_of_long_axioms_do_not_show() -> None:
    steps = range(20)
    turtle = (f":p owl:propertyChainAxiom ( {' '.join(f':q{n}' for n in steps)} ) ."
              + "".join(f":a{n} :q{n} :a{n + 1} ." for n in steps)
              + f":A owl:intersectionOf ( {' '.join(f':C{n}' for n in steps)} ) ."
              + f":x a {' , '.join(f':C{n}' for n in steps)} .")  # fmt: skip
    (chain,) = proven(turtle, triple("a0", "p", "a20"))
    (whole,) = proven(turtle, triple("x", "a", "A"))
    assert len(chain.premises) == len(whole.premises) == 20


def test_literals_are_as_they_were_written() -> None:
    turtle = ':p rdfs:subPropertyOf :q . :x :p "01.50"^^xsd:decimal .'
    (wanted,) = quads_of(':x :q "01.50"^^xsd:decimal .')
    (proof,) = proven(turtle, wanted.triple)
    assert [str(leaf.object) for leaf in proof.leaves()][-1].startswith('"01.50"')
    decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    same_value = ox.Triple(wanted.subject, wanted.predicate, ox.Literal("1.5", datatype=decimal))
    (other,) = prove(quads_of(turtle), same_value)
    assert other.rule == "prp-spo1"


@pytest.mark.parametrize(
    ("turtle", "wanted"),
    [
        (":p a owl:TransitiveProperty ." + "".join(f":a{n} :p :a{n + 1} ." for n in range(150)),
         triple("a0", "p", "a150")),
        (":p a owl:TransitiveProperty , owl:SymmetricProperty ." + "".join(f":a{n} :p :a{n + 1} ." for n in range(40)),
         triple("a40", "p", "a0")),
        ("".join(f":a{n} owl:sameAs :a{n + 1} ." for n in range(1000)) + ":a0 :p :x .", triple("a1000", "p", "x")),
        (":p rdfs:domain :A ." + "".join(f":a :p :b{n} ." for n in range(5000)), triple("a", "a", "A")),
        ("".join(f":C{n} rdfs:subClassOf :C{(n + 1) % 60} ." for n in range(60)), triple("C30", "sub", "C29")),
        ("".join(f":C{n} rdfs:subClassOf :C{n + 1} ." for n in range(100)) + ":x a :C0 .", triple("x", "a", "C100")),
    ],
    ids=["long path", "path both ways", "many names", "wide domain", "cycle of classes", "deep classes"],
)  # fmt: skip
def test_hard_cases_are_proven_soon(turtle: str, wanted: ox.Triple) -> None:
    quads = quads_of(turtle)
    prover = Prover(Closure(quads, checked=False))
    started = time.process_time()
    (proof,) = prover.proofs(wanted)
    assert time.process_time() - started < 3
    assert Checker({quad.triple for quad in quads}).faults(proof) == []


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_each_contradiction_comes_down_to_asserted_triples(name: str) -> None:
    quads = quads_of(CONTRADICTIONS[name].wrong)
    prover = Prover(Closure(quads))
    told = {quad.triple for quad in quads}
    for found in find_contradictions(prover.closure):
        proof = prover.refutation(found)
        assert proof.conclusion is None
        assert proof.premises
        assert proof.leaves()
        assert set(proof.leaves()) <= told


def test_what_is_missing_is_named_nearest_first() -> None:
    turtle = (":p owl:propertyChainAxiom ( :q :r ) . :s rdfs:subPropertyOf :p . :r owl:inverseOf :t ."
              ":a :q :b . :b :r :d . :e :t :f .")  # fmt: skip
    found = attempts(Prover(Closure(quads_of(turtle), checked=False)), triple("a", "p", "c"))
    assert [attempt.rule for attempt in found] == ["prp-spo2", "prp-spo1"]
    (present,), (missing,) = found[0].present, found[0].missing
    assert (present.triple, missing.triple) == (triple("a", "q", "b"), triple("b", "r", "c"))
    assert [deeper.missing[0].triple for deeper in missing.attempts] == [triple("c", "t", "b")]
    assert attempts(Prover(Closure(quads_of(turtle), checked=False)), triple("a", "u", "c")) == []


def test_what_is_missing_would_have_done() -> None:
    for given_turtle, expected in CONSTRUCTS.values():
        (wanted,) = quads_of(expected + " .")
        for quad in (quads := quads_of(given_turtle)):
            left = [one for one in quads if one != quad]
            if quad.subject == wanted.subject and not Closure(left).holds(wanted.triple):
                for attempt in attempts(Prover(Closure(left)), wanted.triple, levels=1):
                    if all(premise.triple for premise in attempt.missing):
                        more = [ox.Quad(one.subject, one.predicate, one.object)
                                for premise in attempt.missing if (one := premise.triple)]  # fmt: skip
                        assert prove([*left, *more], wanted.triple)


def test_rules_have_words_in_both_languages() -> None:
    for name in {name.split()[0].rstrip(",") for name in CONSTRUCTS} | {"prp-key", "scm-op", "scm-dp"}:
        assert phrase(name, "da") != phrase(name, "en"), name
        assert phrase(name, "en")


def test_proofs_are_the_same_in_every_run() -> None:
    program = """
import sys
sys.path.insert(0, "tests")
from test_proofs import *
turtle = ":p a owl:TransitiveProperty ; rdfs:domain :A ; rdfs:range :A . :q rdfs:subPropertyOf :p . :a a :B ."
turtle += "".join(
    f":a :q :m{n} . :m{n} :p :b . :C{n} rdfs:subClassOf :A . :B rdfs:subClassOf :C{n} ." for n in range(9))
for wanted in (triple("a", "p", "b"), triple("a", "a", "A"), triple("m3", "a", "A")):
    for proof in proven(turtle, wanted, 9):
        print([step.text for _, step in proof.steps()])
"""
    runs = [
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True,
                       env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert len(runs[0]) > 1000
    assert runs[0] == runs[1]


def test_rdflib_users_ask_why() -> None:
    graph = rdflib.Graph().parse(data=PREFIXES + ":A rdfs:subClassOf :B . :x a :A .", format="turtle")
    example = rdflib.Namespace("https://example.org/")
    (proof,) = kg.why(graph, example.x, rdflib.RDF.type, example.B)
    assert proof.rule == "cax-sco"
    assert kg.why(graph, example.y, rdflib.RDF.type, example.B) == []
