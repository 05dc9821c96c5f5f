"""Test that each shape lets what is right pass, catches what is wrong and only that, says so, and has a use.

`shapes/world.ttl` is a tiny invented strategy; `shapes/<name>.valid.ttl` adds one thing or a few that the shape of that name
looks at; a line of `shapes/breakages.tsv` breaks one of these examples and names the shapes that then fire.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
from conftest import ROOT

from kg.knowledge import know
from kg.namespaces import ID, KOMPAS, OWL, RDF, RDFS, SH, SHAPE, shorten
from kg.project import Project
from kg.validation.shapes import check

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.validation.findings import Finding

EXAMPLES = ROOT / "tests" / "shapes"
NAMES = sorted(path.name.removesuffix(".valid.ttl") for path in EXAMPLES.glob("*.valid.ttl"))
THIS_STRATEGY = "strategy-2022"
TARGETS = {SH + "targetClass", SH + "targetNode", SH + "targetSubjectsOf"}
OF_CLASS, OF_NODE, OF_SUBJECTS = SH + "targetClass", SH + "targetNode", SH + "targetSubjectsOf"


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


def parse(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.TURTLE))


@cache
def shapes_of(stem: str) -> list[ox.Quad]:
    return parse((ROOT / "ontology" / "shapes" / f"{stem}.ttl").read_text(encoding="utf-8"))


@cache
def stems() -> list[str]:
    return sorted(path.stem for path in (ROOT / "ontology" / "shapes").glob("*.ttl"))


@cache
def all_shapes() -> list[ox.Quad]:
    return [quad for stem in stems() for quad in shapes_of(stem)]


@cache
def general_shapes() -> list[ox.Quad]:
    return [quad for stem in stems() if stem != THIS_STRATEGY for quad in shapes_of(stem)]


@cache
def ontology() -> dict[str, list[ox.Quad]]:
    """Return the ontology's triples by their subject."""
    found: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        for quad in parse(path.read_text(encoding="utf-8")):
            if isinstance(quad.subject, ox.NamedNode):
                found[quad.subject.value].append(quad)
    return dict(found)


@cache
def world() -> list[ox.Quad]:
    return parse((EXAMPLES / "world.ttl").read_text(encoding="utf-8"))


def around(quads: list[ox.Quad]) -> list[ox.Quad]:
    """Return the triples with the words of the controlled lists that they use, and the hierarchy of classes."""
    here = {quad.subject for quad in quads}
    used = sorted(
        {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)} - {"", *map(str, here)}
    )
    words = [quad for iri in used if iri.startswith(ID) for quad in ontology().get(iri, [])]
    hierarchy = [quad for block in ontology().values() for quad in block if quad.predicate.value == RDFS + "subClassOf"]
    return quads + words + hierarchy


def only_for_this_strategy(example: str) -> bool:
    return any(quad.subject.value == SHAPE + example for quad in shapes_of(THIS_STRATEGY) if is_iri(quad.subject))


def is_iri(term: object) -> bool:
    return isinstance(term, ox.NamedNode)


def superclasses(data: Iterable[ox.Quad]) -> dict[str, set[str]]:
    """Return each class with itself and all classes above it."""
    above: defaultdict[str, set[str]] = defaultdict(set)
    for quad in data:
        if quad.predicate.value == RDFS + "subClassOf" and is_iri(quad.object):
            above[quad.subject.value].add(quad.object.value)

    def climb(name: str, seen: set[str]) -> set[str]:
        if name not in seen:
            seen.add(name)
            for upper in above.get(name, ()):
                climb(upper, seen)
        return seen

    return {name: climb(name, set()) for name in list(above)}


def reach(data: list[ox.Quad]) -> tuple[set[str], set[str], set[str]]:
    """Return the classes that have members in the data, the properties that it uses, and the things it is about."""
    upper = superclasses(data)
    types = {quad.object.value for quad in data if quad.predicate.value == RDF + "type"}
    classes = {name for one in types for name in upper.get(one, {one})}
    return classes, {quad.predicate.value for quad in data}, {str(quad.subject) for quad in data}


def with_focus(shapes: list[ox.Quad], data: list[ox.Quad]) -> set[str]:
    """Return the shapes whose targets have something in the data."""
    classes, properties, _ = reach(data)
    found = set()
    for quad in shapes:
        name, value = quad.predicate.value, quad.object
        if (
            (name == OF_CLASS and value.value in classes)
            or (name == OF_SUBJECTS and value.value in properties)
            or name == OF_NODE
        ):
            found.add(quad.subject.value)
    return found


def findings(example: str, text: str) -> list[Finding]:
    """Check an example, in its world, with the shapes that look at something in it.

    Shapes for this strategy alone see their own examples and no others; the world is checked by itself.
    """
    here = parse(text)
    if only_for_this_strategy(example):
        return check(here, without_idle(shapes_of(THIS_STRATEGY), {SHAPE + example}))
    shapes = without_idle(general_shapes(), with_focus(general_shapes(), around(here)))
    return check(around(here + reached(here)), shapes)


def reached(quads: list[ox.Quad]) -> list[ox.Quad]:
    """Return what the world says of the likes of the things described, of all that they point to, and so on."""
    blocks: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for quad in world():
        blocks[quad.subject.value].append(quad)
    classes = {quad.object for quad in quads if quad.predicate.value == RDF + "type"}
    likes = {quad.subject.value for quad in world() if quad.object in classes}
    found = [quad for iri in sorted(likes) for quad in blocks.pop(iri)]
    ahead = [*quads, *found]
    while ahead:
        term = ahead.pop().object
        block = blocks.pop(term.value, []) if is_iri(term) else []
        found += block
        ahead += block
    return found


def without_idle(shapes: list[ox.Quad], busy: set[str]) -> list[ox.Quad]:
    """Return the shapes that are busy, with those that they refer to."""
    idle = {quad.subject.value for quad in shapes if quad.predicate.value in TARGETS} - busy
    return [quad for quad in shapes if not (is_iri(quad.subject) and quad.subject.value.partition("-")[0] in idle)]


def fired(found: list[Finding]) -> set[str]:
    return {shorten(finding.rule) for finding in found}


def read(example: str) -> str:
    return (EXAMPLES / f"{example}.valid.ttl").read_text(encoding="utf-8")


def node_shapes() -> set[str]:
    return {
        quad.subject.value for quad in all_shapes() if is_iri(quad.subject) and quad.object.value == SH + "NodeShape"
    }


def named_parts() -> set[str]:
    """Return the named property shapes and SPARQL constraints, and the node shapes that say something themselves."""
    kinds = {SH + "PropertyShape", SH + "SPARQLConstraint"}
    typed = {
        quad.subject.value
        for quad in all_shapes()
        if quad.predicate.value == RDF + "type" and quad.object.value in kinds
    }
    return typed | (
        node_shapes() & {quad.subject.value for quad in all_shapes() if quad.predicate.value == SH + "message"}
    )


@pytest.mark.parametrize("example", NAMES)
def test_what_is_right_passes(example: str) -> None:
    assert [(finding.rule, finding.thing, finding.value) for finding in findings(example, read(example))] == []


@pytest.mark.parametrize("breakage", BREAKAGES, ids=[f"{row.example}:{row.fires}" for row in BREAKAGES])
def test_what_is_wrong_is_caught_by_its_shape_alone(breakage: Breakage) -> None:
    text = read(breakage.example)
    assert text.count(breakage.written) == 1, "the line to break stands in the example exactly once"
    found = findings(breakage.example, text.replace(breakage.written, breakage.broken))
    assert fired(found) == {f"shape:{name}" for name in breakage.fires.split(",")}


def test_each_shape_has_a_breakage() -> None:
    broken = {SHAPE + name for row in BREAKAGES for name in row.fires.split(",")}
    asking = {quad.subject.value for quad in all_shapes() if quad.predicate.value == SH + "sparql"}
    said = {quad.subject.value for quad in all_shapes() if quad.predicate.value == RDF + "type"} & (
        named_parts() | asking
    )
    queries = {quad.object.value for quad in all_shapes() if quad.predicate.value == SH + "sparql"}
    assert sorted(said - queries - broken) == []
    assert sorted(broken - said) == []


def test_each_class_has_a_shape_and_an_example() -> None:
    classes = {
        iri
        for iri, block in ontology().items()
        if iri.startswith(KOMPAS) and any(q.object.value == OWL + "Class" for q in block if is_iri(q.object))
    }
    aimed = {(quad.subject.value, quad.object.value) for quad in all_shapes() if quad.predicate.value == OF_CLASS}
    assert sorted(name for name in classes if (SHAPE + name.removeprefix(KOMPAS), name) not in aimed) == []
    assert sorted(name for name in classes if name.removeprefix(KOMPAS) not in NAMES) == []


def test_targets_are_declared() -> None:
    aimed = {quad.object.value for quad in all_shapes() if quad.predicate.value in {OF_CLASS, OF_SUBJECTS}}
    assert (
        sorted(
            aimed
            - {OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
            - set(ontology())
        )
        == []
    )


def test_messages_are_in_both_languages() -> None:
    languages = defaultdict(list)
    for quad in all_shapes():
        if quad.predicate.value == SH + "message":
            languages[quad.subject.value].append(quad.object.language)
    assert {iri: found for iri, found in languages.items() if sorted(found) != ["da", "en"]} == {}
    assert named_parts() <= set(languages)


def test_each_property_shape_is_used_and_named_after_its_node_shape() -> None:
    used = {
        (quad.object.value, quad.subject.value)
        for quad in all_shapes()
        if quad.predicate.value in {SH + "property", SH + "sparql"} and is_iri(quad.object)
    }
    assert {part for part, _ in used} == named_parts() - node_shapes()
    assert [part for part, node in used if not part.startswith(f"{node}-")] == []


def test_the_world_of_the_examples_is_right() -> None:
    found = check(around(world()), general_shapes())
    assert [(finding.rule, finding.thing, finding.value) for finding in found] == []


@pytest.fixture(scope="module")
def real() -> list[ox.Quad]:
    return know(Project(ROOT)).quads("all")


def test_each_shape_has_something_to_look_at_or_says_why_not(real: list[ox.Quad]) -> None:
    reasons = defaultdict(list)
    for quad in all_shapes():
        if quad.predicate.value == KOMPAS + "noFocusBecause":
            reasons[quad.subject.value].append(quad.object.language)
    aimed = {quad.subject.value for quad in all_shapes() if quad.predicate.value in TARGETS}
    looking = with_focus(all_shapes(), real)
    assert sorted(aimed - looking - set(reasons)) == [], "shapes that look at nothing and do not say why"
    assert sorted(looking & set(reasons)) == [], "shapes that give a reason although they have something to look at"
    assert {iri: found for iri, found in reasons.items() if sorted(found) != ["da", "en"]} == {}


def test_the_real_graph_conforms(real: list[ox.Quad]) -> None:
    found = check(real, all_shapes())
    assert [
        (shorten(finding.rule), shorten(finding.thing), finding.value)
        for finding in found
        if finding.severity == "violation"
    ] == []
