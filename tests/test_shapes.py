"""Test that each shape lets what is right pass, catches what is wrong and only that, says so, and has a use.

`shapes/world.ttl` is a tiny invented strategy; `shapes/<name>.valid.ttl` adds the few things that the shape of that
name looks at; a line of `shapes/breakages.tsv` breaks one of these examples and names the shapes that then fire. In the
table `\\n` stands for a line break. No reasoner is run: what would be inferred is written out in the examples.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
from conftest import ROOT

from kg.knowledge import know
from kg.namespaces import ID, KOMPAS, OWL, RDF, RDFS, SH, SHAPE, shorten
from kg.project import Project
from kg.reasoning.facts import Facts
from kg.validation.shapes import check

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kg.validation.findings import Finding

EXAMPLES = ROOT / "tests" / "shapes"
SHAPES = ROOT / "ontology" / "shapes"
THIS_STRATEGY = "strategy-2022"
OF_CLASS, OF_NODE, OF_SUBJECTS = SH + "targetClass", SH + "targetNode", SH + "targetSubjectsOf"
PARTS = {SH + "property", SH + "sparql"}
NAMES = sorted(path.name.removesuffix(".valid.ttl") for path in EXAMPLES.glob("*.valid.ttl"))


class Breakage(NamedTuple):
    """One change to an example, and the shapes that fire on it."""

    example: str
    fires: str
    written: str
    broken: str


def breakages() -> list[Breakage]:
    with (EXAMPLES / "breakages.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Breakage(*(field.replace("\\n", "\n") for field in row)) for row in rows[1:]]


BREAKAGES = breakages()


class Fact(NamedTuple):
    """A triple as text: IRIs bare, other terms as in N-Triples."""

    subject: str
    predicate: str
    object: str


def facts(quads: Iterable[ox.Quad]) -> list[Fact]:
    def text(term: object) -> str:
        return term.value if isinstance(term, ox.NamedNode) else str(term)

    return [Fact(text(quad.subject), quad.predicate.value, text(quad.object)) for quad in quads]


def blocks(quads: Iterable[ox.Quad]) -> dict[str, list[ox.Quad]]:
    """Return the triples by their subject."""
    found: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    listed = list(quads)
    for quad, fact in zip(listed, facts(listed), strict=True):
        found[fact.subject].append(quad)
    return dict(found)


def reached(start: Iterable[str], among: dict[str, list[ox.Quad]]) -> list[ox.Quad]:
    """Return what is said of the things named, of all that they point to, and so on."""
    found, seen, ahead = [], set(), list(start)
    while ahead:
        thing = ahead.pop()
        if thing not in seen and thing in among:
            seen.add(thing)
            found += among[thing]
            ahead += [fact.object for fact in facts(among[thing])]
    return found


def parse(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.TURTLE))


def read(example: str) -> str:
    return (EXAMPLES / f"{example}.valid.ttl").read_text(encoding="utf-8")


@cache
def shapes(*, this_strategy: bool) -> dict[str, list[ox.Quad]]:
    """Return the shapes for this strategy alone, or those for any, by their subject."""
    paths = [path for path in sorted(SHAPES.glob("*.ttl")) if (path.stem == THIS_STRATEGY) == this_strategy]
    return blocks(quad for path in paths for quad in parse(path.read_text(encoding="utf-8")))


@cache
def all_shapes() -> list[ox.Quad]:
    return [quad for part in (True, False) for block in shapes(this_strategy=part).values() for quad in block]


@cache
def said() -> list[Fact]:
    return facts(all_shapes())


@cache
def ontology() -> dict[str, list[ox.Quad]]:
    paths = sorted((ROOT / "ontology").glob("*.ttl"))
    return blocks(quad for path in paths for quad in parse(path.read_text(encoding="utf-8")))


@cache
def hierarchy() -> list[ox.Quad]:
    return [quad for block in ontology().values() for quad in block if quad.predicate.value == RDFS + "subClassOf"]


@cache
def world() -> dict[str, list[ox.Quad]]:
    return blocks(parse((EXAMPLES / "world.ttl").read_text(encoding="utf-8")))


@cache
def above() -> dict[str, set[str]]:
    """Return each class of ours with itself and all classes above it."""
    upper = blocks(hierarchy())
    return {name: {name} | {fact.object for fact in facts(reached([name], upper))} for name in upper}


def busy(targets: Iterable[Fact], data: Iterable[Fact]) -> set[str]:
    """Return the shapes whose targets have something in the data."""
    known = list(data)
    types = {fact.object for fact in known if fact.predicate == RDF + "type"}
    classes = {name for one in types for name in above().get(one, {one})}
    properties = {fact.predicate for fact in known}
    return {
        fact.subject
        for fact in targets
        if (fact.predicate == OF_CLASS and fact.object in classes)
        or (fact.predicate == OF_SUBJECTS and fact.object in properties)
        or fact.predicate == OF_NODE
    }


def with_words(quads: list[ox.Quad]) -> list[ox.Quad]:
    """Return the triples with the words of the controlled lists that they use, and the hierarchy of classes."""
    described = {fact.subject for fact in facts(quads)}
    used = {fact.object for fact in facts(quads) if fact.object.startswith(ID)} - described
    return [*quads, *(quad for word in sorted(used) for quad in ontology().get(word, [])), *hierarchy()]


def findings(example: str, text: str) -> list[Finding]:
    """Check an example in its world, which is checked by itself, with the shapes that look at something in the example.

    The world is the likes of the example's things and what they speak of. Shapes for this strategy alone see their own
    examples only, and no world. What is left out changes nothing but the time.
    """
    here = parse(text)
    if SHAPE + example in shapes(this_strategy=True):
        return check([Facts(here)], reached([SHAPE + example], blocks(all_shapes())))
    general = shapes(this_strategy=False)
    known = facts(here)
    classes = {fact.object for fact in known if fact.predicate == RDF + "type"}
    likes = [iri for iri, block in world().items() if any(fact.object in classes for fact in facts(block))]
    around = reached([*likes, *(fact.object for fact in known)], world())
    looking = busy((fact for block in general.values() for fact in facts(block)), facts(with_words(here)))
    return check([Facts(with_words(here + around))], reached(sorted(looking), general))


def told(found: Iterable[Finding]) -> list[tuple[str, str, str]]:
    return [(shorten(finding.rule), shorten(finding.thing), finding.value) for finding in found]


def typed(*names: str) -> set[str]:
    kinds = {SH + name for name in names}
    return {fact.subject for fact in said() if fact.predicate == RDF + "type" and fact.object in kinds}


def objects(predicates: Collection[str]) -> set[str]:
    return {fact.object for fact in said() if fact.predicate in predicates}


def subjects(predicate: str) -> set[str]:
    return {fact.subject for fact in said() if fact.predicate == predicate}


def languages(predicate: str) -> dict[str, list[str]]:
    found = defaultdict(list)
    for fact in said():
        if fact.predicate == predicate:
            found[fact.subject].append(fact.object.rpartition("@")[2])
    return {subject: sorted(tags) for subject, tags in found.items()}


@pytest.mark.parametrize("example", NAMES)
def test_what_is_right_passes(example: str) -> None:
    assert told(findings(example, read(example))) == []


def test_the_world_of_the_examples_is_right() -> None:
    whole = [quad for block in world().values() for quad in block]
    general = [quad for block in shapes(this_strategy=False).values() for quad in block]
    assert told(check([Facts(with_words(whole))], general)) == []


@pytest.mark.parametrize("breakage", BREAKAGES, ids=[f"{row.example}:{row.fires}" for row in BREAKAGES])
def test_what_is_wrong_is_caught_by_its_shapes_alone(breakage: Breakage) -> None:
    text = read(breakage.example)
    assert text.count(breakage.written) == 1, "what is broken stands in the example exactly once"
    found = findings(breakage.example, text.replace(breakage.written, breakage.broken))
    assert {shape for shape, _, _ in told(found)} == {f"shape:{name}" for name in breakage.fires.split(",")}


def test_each_shape_that_can_fire_has_a_breakage() -> None:
    broken = {SHAPE + name for row in BREAKAGES for name in row.fires.split(",")}
    speaking = typed("NodeShape", "PropertyShape") & subjects(SH + "message")
    assert broken == speaking | subjects(SH + "sparql")


def test_each_class_has_a_shape_and_an_example() -> None:
    block_of = ontology()
    classes = {
        iri for iri in block_of if iri.startswith(KOMPAS) and OWL + "Class" in {f.object for f in facts(block_of[iri])}
    }
    aimed = {(fact.subject, fact.object) for fact in said() if fact.predicate == OF_CLASS}
    assert {name for name in classes if (SHAPE + name.removeprefix(KOMPAS), name) not in aimed} == set()
    assert {name.removeprefix(KOMPAS) for name in classes} <= set(NAMES)


def test_targets_are_declared() -> None:
    owl = {OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
    assert objects({OF_CLASS, OF_SUBJECTS}) - owl - set(ontology()) == set()


def test_messages_are_in_both_languages() -> None:
    assert {shape: tags for shape, tags in languages(SH + "message").items() if tags != ["da", "en"]} == {}
    assert typed("PropertyShape", "SPARQLConstraint") <= set(languages(SH + "message"))


def test_each_part_of_a_shape_is_used_and_named_after_it() -> None:
    used = {(fact.object, fact.subject) for fact in said() if fact.predicate in PARTS and fact.object.startswith(SHAPE)}
    assert {part for part, _ in used} == typed("PropertyShape", "SPARQLConstraint")
    assert [part for part, shape in used if not part.startswith(f"{shape}-")] == []


@pytest.fixture(scope="module")
def real() -> list[ox.Quad]:
    return know(Project(ROOT)).quads("all")


def test_each_shape_looks_at_something_or_says_why_not(real: list[ox.Quad]) -> None:
    reasons = languages(KOMPAS + "noFocusBecause")
    aimed = subjects(OF_CLASS) | subjects(OF_NODE) | subjects(OF_SUBJECTS)
    looking = busy(said(), facts(real))
    assert aimed - looking - set(reasons) == set(), "these look at nothing and do not say why"
    assert looking & set(reasons) == set(), "these say why they look at nothing, and look at something"
    assert {shape: tags for shape, tags in reasons.items() if tags != ["da", "en"]} == {}


def test_the_real_graph_conforms(real: list[ox.Quad]) -> None:
    assert told(finding for finding in check([Facts(real)], all_shapes()) if finding.severity == "violation") == []


def test_queries_ask_step_by_step() -> None:
    """The engine works out the steps of a path from all that the graph has, anew for each thing that is asked about."""
    queries = [getattr(fact.object, "value", "") for fact in all_shapes() if fact.predicate.value == SH + "select"]
    assert len(queries) > 5
    for query in queries:
        code = re.sub(r'"[^"]*"|<[^<>]*>', "", query)
        assert not re.search(r"[\w)]\s*/\s*[\w(^!]", code), query


def test_only_these_shapes_tell_of_less_than_a_violation() -> None:
    assert subjects(SH + "severity") == {SHAPE + name for name in ("Agent-sameName", "Passage-use", "Source-citation")}
    assert objects({SH + "severity"}) == {SH + "Warning"}
