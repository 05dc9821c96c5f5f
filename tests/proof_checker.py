"""A checker of proofs that shares nothing with the search: the rules as the W3C recommendation's tables print them.

"OWL 2 Web Ontology Language Profiles (Second Edition)", section 4.3. A chain of links over a transitive property is
one step of any length here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.namespaces import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from kg.reasoning import Proof

Parts: TypeAlias = tuple[object, ...]
Bound: TypeAlias = dict[str, object]
_PREFIXES = {"owl": OWL, "rdfs": RDFS, "rdf": RDF, "xsd": XSD}
# Premises => conclusion, as printed; owl:Thing and numbers stand for themselves.
_TABLE = """
eq-sym: ?x owl:sameAs ?y => ?y owl:sameAs ?x
eq-rep-s: ?s owl:sameAs ?t . ?s ?p ?o => ?t ?p ?o
eq-rep-p: ?p owl:sameAs ?q . ?s ?p ?o => ?s ?q ?o
eq-rep-o: ?o owl:sameAs ?t . ?s ?p ?o => ?s ?p ?t
prp-dom: ?p rdfs:domain ?c . ?x ?p ?y => ?x rdf:type ?c
prp-rng: ?p rdfs:range ?c . ?x ?p ?y => ?y rdf:type ?c
prp-fp: ?p rdf:type owl:FunctionalProperty . ?x ?p ?y . ?x ?p ?z => ?y owl:sameAs ?z
prp-ifp: ?p rdf:type owl:InverseFunctionalProperty . ?y ?p ?x . ?z ?p ?x => ?y owl:sameAs ?z
prp-symp: ?p rdf:type owl:SymmetricProperty . ?x ?p ?y => ?y ?p ?x
prp-spo1: ?p rdfs:subPropertyOf ?q . ?x ?p ?y => ?x ?q ?y
prp-eqp1: ?p owl:equivalentProperty ?q . ?x ?p ?y => ?x ?q ?y
prp-eqp2: ?p owl:equivalentProperty ?q . ?x ?q ?y => ?x ?p ?y
prp-inv1: ?p owl:inverseOf ?q . ?x ?p ?y => ?y ?q ?x
prp-inv2: ?p owl:inverseOf ?q . ?x ?q ?y => ?y ?p ?x
cls-svf1: ?c owl:onProperty ?p . ?c owl:someValuesFrom ?d . ?x ?p ?y . ?y rdf:type ?d => ?x rdf:type ?c
cls-svf2: ?c owl:onProperty ?p . ?c owl:someValuesFrom owl:Thing . ?x ?p ?y => ?x rdf:type ?c
cls-avf: ?c owl:onProperty ?p . ?c owl:allValuesFrom ?d . ?x rdf:type ?c . ?x ?p ?y => ?y rdf:type ?d
cls-hv1: ?c owl:onProperty ?p . ?c owl:hasValue ?y . ?x rdf:type ?c => ?x ?p ?y
cls-hv2: ?c owl:onProperty ?p . ?c owl:hasValue ?y . ?x ?p ?y => ?x rdf:type ?c
cls-maxc2: ?c owl:onProperty ?p . ?c owl:maxCardinality 1 . ?x rdf:type ?c . ?x ?p ?y . ?x ?p ?z => ?y owl:sameAs ?z
cls-maxqc3: ?c owl:onProperty ?p . ?c owl:maxQualifiedCardinality 1 . ?c owl:onClass ?d . ?x rdf:type ?c . \
 ?x ?p ?y . ?y rdf:type ?d . ?x ?p ?z . ?z rdf:type ?d => ?y owl:sameAs ?z
cls-maxqc4: ?c owl:onProperty ?p . ?c owl:maxQualifiedCardinality 1 . ?c owl:onClass owl:Thing . ?x rdf:type ?c . \
 ?x ?p ?y . ?x ?p ?z => ?y owl:sameAs ?z
cax-sco: ?c rdfs:subClassOf ?d . ?x rdf:type ?c => ?x rdf:type ?d
cax-eqc1: ?c owl:equivalentClass ?d . ?x rdf:type ?c => ?x rdf:type ?d
cax-eqc2: ?c owl:equivalentClass ?d . ?x rdf:type ?d => ?x rdf:type ?c
scm-cls: ?c rdf:type owl:Class => ?c rdfs:subClassOf ?c
scm-cls: ?c rdf:type owl:Class => ?c owl:equivalentClass ?c
scm-cls: ?c rdf:type owl:Class => ?c rdfs:subClassOf owl:Thing
scm-cls: ?c rdf:type owl:Class => owl:Nothing rdfs:subClassOf ?c
scm-op: ?p rdf:type owl:ObjectProperty => ?p rdfs:subPropertyOf ?p
scm-op: ?p rdf:type owl:ObjectProperty => ?p owl:equivalentProperty ?p
scm-dp: ?p rdf:type owl:DatatypeProperty => ?p rdfs:subPropertyOf ?p
scm-dp: ?p rdf:type owl:DatatypeProperty => ?p owl:equivalentProperty ?p
scm-eqc1: ?c owl:equivalentClass ?d => ?c rdfs:subClassOf ?d
scm-eqc1: ?c owl:equivalentClass ?d => ?d rdfs:subClassOf ?c
scm-eqc2: ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c => ?c owl:equivalentClass ?d
scm-eqp1: ?p owl:equivalentProperty ?q => ?p rdfs:subPropertyOf ?q
scm-eqp1: ?p owl:equivalentProperty ?q => ?q rdfs:subPropertyOf ?p
scm-eqp2: ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p => ?p owl:equivalentProperty ?q
scm-dom1: ?p rdfs:domain ?c . ?c rdfs:subClassOf ?d => ?p rdfs:domain ?d
scm-dom2: ?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q => ?p rdfs:domain ?c
scm-rng1: ?p rdfs:range ?c . ?c rdfs:subClassOf ?d => ?p rdfs:range ?d
scm-rng2: ?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q => ?p rdfs:range ?c
scm-hv: ?c owl:hasValue ?i . ?c owl:onProperty ?p . ?d owl:hasValue ?i . ?d owl:onProperty ?q . \
 ?p rdfs:subPropertyOf ?q => ?c rdfs:subClassOf ?d
scm-svf1: ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?z . ?d owl:onProperty ?p . \
 ?y rdfs:subClassOf ?z => ?c rdfs:subClassOf ?d
scm-svf2: ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y . ?d owl:onProperty ?q . \
 ?p rdfs:subPropertyOf ?q => ?c rdfs:subClassOf ?d
scm-avf1: ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?z . ?d owl:onProperty ?p . \
 ?y rdfs:subClassOf ?z => ?c rdfs:subClassOf ?d
scm-avf2: ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y . ?d owl:onProperty ?q . \
 ?p rdfs:subPropertyOf ?q => ?d rdfs:subClassOf ?c
"""
_CHAINS = {"prp-trp": "", "eq-trans": OWL + "sameAs", "scm-sco": RDFS + "subClassOf", "scm-spo": RDFS + "subPropertyOf"}


class Entry(NamedTuple):
    """One line of the table."""

    premises: list[list[str]]
    conclusion: list[str]


def _read() -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = {}
    for line in _TABLE.replace("\\\n", "").strip().splitlines():
        name, _, rule = line.partition(":")
        body, _, head = rule.partition("=>")
        premises = [part.split() for part in body.split(" . ")]
        entries.setdefault(name, []).append(Entry(premises, head.split()))
    return entries


RULES = _read()


class Checker:
    """Checks proofs from some asserted triples."""

    def __init__(self, told: Collection[ox.Triple]) -> None:
        self.told = set(told)
        self.checked: set[int] = set()
        self._parts = {(str(one.subject), one.predicate.value): one.object for one in self.told}

    def faults(self, proof: Proof) -> list[str]:
        """Return what is wrong with a proof, step by step."""
        wrong: list[str] = []
        for depth, step in proof.steps():
            if depth > 5000:
                return [*wrong, "endless"]
            if step.asserted:
                if step.conclusion not in self.told:
                    wrong.append(f"not asserted: {step.text}")
            elif not self.follows(step):
                given = " ; ".join(premise.text for premise in (*step.grounds, *step.premises))
                wrong.append(f"{step.rule} does not give {step.text} from {given}")
        return wrong

    def follows(self, step: Proof) -> bool:
        given = [triple_parts(premise.conclusion) for premise in (*step.grounds, *step.premises)]
        goal = triple_parts(step.conclusion)
        if step.rule in _CHAINS:
            return self._chain(step, goal, _CHAINS[step.rule])
        special: Callable[[Proof, Parts], bool] | None = getattr(self, "_" + step.rule.replace("-", "_"), None)
        if special is not None and special(step, goal):
            return True
        for entry in RULES.get(step.rule, []):
            for bound in self._unify(entry.premises, given, {}):
                if self._fits(entry.conclusion, goal, bound) is not None:
                    return True
        return False

    def _unify(self, patterns: list[list[str]], given: list[Parts], bound: Bound) -> Iterator[Bound]:
        if not patterns:
            yield bound
            return
        for parts in given:
            further = self._fits(patterns[0], parts, bound)
            if further is not None:
                yield from self._unify(patterns[1:], given, further)

    def _fits(self, pattern: list[str], parts: Parts, bound: Bound) -> Bound | None:
        wanted = list(pattern)
        predicate = bound.get(wanted[1])
        if isinstance(predicate, ox.BlankNode):  # an inverse: its triples are those of the property, backwards
            property_, inverted = self._property(predicate)
            ends = (2, 0) if inverted else (0, 2)
            parts = (parts[ends[0]], predicate if parts[1] == property_ else parts[1], parts[ends[1]])
        result = dict(bound)
        for name, term in zip(wanted, parts, strict=True):
            if name.startswith("?"):
                if result.setdefault(name, term) != term:
                    return None
            elif name == "1":
                if getattr(term, "value", "") != "1":
                    return None
            elif getattr(term, "value", "") != _iri(name):
                return None
        return result

    def _property(self, term: object) -> tuple[object, bool]:
        inverted = False
        while isinstance(term, ox.BlankNode):
            term, inverted = self._parts[str(term), OWL + "inverseOf"], not inverted
        return term, inverted

    def members(self, head: object) -> list[object]:
        found: list[object] = []
        while str(head) != f"<{RDF}nil>":
            found.append(self._parts[str(head), RDF + "first"])
            head = self._parts[str(head), RDF + "rest"]
        return found

    def _chain(self, step: Proof, goal: Parts, predicate: str) -> bool:
        links = [triple_parts(premise.conclusion) for premise in step.premises]
        if step.rule == "prp-trp":
            ((property_, kind, value),) = [triple_parts(one.conclusion) for one in step.grounds]
            if (kind, value) != (ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + "TransitiveProperty")):
                return False
            predicate = str(self._property(property_)[0])[1:-1]
        return _linked(links, goal) and {str(link[1]) for link in (*links, goal)} == {f"<{predicate}>"}

    def _prp_spo2(self, step: Proof, goal: Parts) -> bool:
        ((property_, _, head),) = [triple_parts(one.conclusion) for one in step.grounds]
        steps = [self._property(member) for member in self.members(head)]
        links = [triple_parts(premise.conclusion) for premise in step.premises]
        super_ = self._property(property_)
        if steps == [super_, super_] and _linked(links, goal):
            return {link[1] for link in (*links, goal)} == {super_[0]}
        ends = [goal[0], goal[2]][:: -1 if super_[1] else 1]
        reached = {ends[0]}
        for iri, inverted in steps:
            pairs = [(link[2], link[0]) if inverted else (link[0], link[2]) for link in links if link[1] == iri]
            reached = {end for start, end in pairs if start in reached}
        return goal[1] == super_[0] and ends[1] in reached

    def _listed(self, step: Proof, link: str) -> tuple[object, list[object]]:
        ((class_, predicate, head),) = [triple_parts(one.conclusion) for one in step.grounds]
        assert str(predicate) == f"<{OWL}{link}>"
        return class_, self.members(head)

    def _cls_int1(self, step: Proof, goal: Parts) -> bool:
        class_, members = self._listed(step, "intersectionOf")
        types = {premise[2] for premise in map(_conclusion, step.premises) if premise[0] == goal[0]}
        return goal[2] == class_ and set(members) <= types

    def _cls_int2(self, step: Proof, goal: Parts) -> bool:
        class_, members = self._listed(step, "intersectionOf")
        return _conclusion(step.premises[0])[::2] == (goal[0], class_) and goal[2] in members

    def _cls_uni(self, step: Proof, goal: Parts) -> bool:
        class_, members = self._listed(step, "unionOf")
        (premise,) = map(_conclusion, step.premises)
        return goal[2] == class_ and premise[0] == goal[0] and premise[2] in members

    def _cls_oo(self, step: Proof, goal: Parts) -> bool:
        class_, members = self._listed(step, "oneOf")
        return goal[2] == class_ and goal[0] in members

    def _scm_int(self, step: Proof, goal: Parts) -> bool:
        class_, members = self._listed(step, "intersectionOf")
        return goal[0] == class_ and goal[2] in members

    def _scm_uni(self, step: Proof, goal: Parts) -> bool:
        class_, members = self._listed(step, "unionOf")
        return goal[2] == class_ and goal[0] in members

    def _prp_key(self, step: Proof, goal: Parts) -> bool:
        class_, members = self._listed(step, "hasKey")
        facts = {_conclusion(premise) for premise in step.premises}
        for thing in (goal[0], goal[2]):
            if not any(one[0] == thing and one[2] == class_ for one in facts):
                return False
        values = []
        for member in members:
            iri, inverted = self._property(member)
            pairs = {(one[2], one[0]) if inverted else (one[0], one[2]) for one in facts if one[1] == iri}
            values.append({value for thing, value in pairs if thing == goal[0]}
                          & {value for thing, value in pairs if thing == goal[2]})  # fmt: skip
        return all(values)

    def _cls_svf1(self, step: Proof, goal: Parts) -> bool:
        """Tell whether the value is a literal of the datatype: no triple says so."""
        fillers = [one[2] for one in map(_conclusion, step.grounds) if str(one[1]).endswith("someValuesFrom>")]
        (premise, *others) = map(_conclusion, step.premises)
        return not others and isinstance(premise[2], ox.Literal) and premise[0] == goal[0] and "owl" not in fillers


def _linked(links: list[Parts], goal: Parts) -> bool:
    joined = all(one[2] == other[0] for one, other in pairwise(links))
    return len(links) > 1 and joined and (links[0][0], links[-1][2]) == (goal[0], goal[2])


def _conclusion(proof: Proof) -> Parts:
    return triple_parts(proof.conclusion)


def triple_parts(triple: ox.Triple | None) -> Parts:
    assert triple is not None
    return triple.subject, triple.predicate, triple.object


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return _PREFIXES[prefix] + local
