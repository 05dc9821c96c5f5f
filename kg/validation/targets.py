"""What each shape looks at: its focus nodes, and the shapes that look at none."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.namespaces import KOMPAS, OWL, RDF, RDFS, SH, XSD
from kg.validation.findings import Finding, Text
from kg.validation.report import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.reasoning.facts import Facts, Term

TARGETS = tuple(SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
_CLASSES = frozenset({RDFS + "Class", OWL + "Class"})
_TYPE, _BELOW = RDF + "type", RDFS + "subClassOf"
_PROPERTY, _QUERY = SH + "property", SH + "sparql"
_SWITCH = SH + "deactivated"
_TRUE = ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))
_WHOLE = frozenset(SH + name for name in ("closed", "deactivated", "path"))
_REFERRING = frozenset(SH + name for name in ("node", "not", "and", "or", "xone", "qualifiedValueShape"))


def hoisted(shapes: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the shapes with the targets of a node shape set on its property shapes instead.

    A node shape's results by `sh:property` are those of the property shape on the same focus nodes: nothing changes
    but that the engine asks once for all nodes, not once for each. Shapes that others refer to, those that look at all
    their properties together, and those that are switched off or are classes of themselves, stay as they are.
    """
    by_subject: defaultdict[object, list[ox.Quad]] = defaultdict(list)
    for quad in shapes:
        by_subject[quad.subject].append(quad)
    referred = {
        quad.object for quad in shapes if quad.predicate.value in _REFERRING or quad.predicate.value == RDF + "first"
    }
    together = {quad.subject for quad in shapes if quad.predicate.value == SH + "qualifiedValueShapesDisjoint"}
    for subject, quads in by_subject.items():
        targets = [quad for quad in quads if quad.predicate.value in TARGETS]
        names = {quad.predicate.value for quad in quads}
        classes = {_iri(quad.object) for quad in quads if quad.predicate.value == RDF + "type"} & _CLASSES
        whole = not together.isdisjoint(quad.object for quad in quads) or not _WHOLE.isdisjoint(names)
        if not targets or classes or subject in referred or whole:
            yield from quads
            continue
        for quad in quads:
            if quad.predicate.value != _PROPERTY or isinstance(quad.object, (ox.Literal, ox.Triple)):
                yield quad
                continue
            for target in targets:
                yield ox.Quad(quad.object, target.predicate, target.object, quad.graph_name)


def engaged(shapes: Sequence[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the shapes as both engines read them: those that are classes as targets, queries that are off left out.

    SHACL 2.1.3.3 has the instances of a class that is a shape as targets; engines differ on whether an `owl:Class` is
    a class, on `sh:deactivated` at a query, and on what is true beside `true`.
    """
    off = _switched_off(shapes)
    for quad in shapes:
        predicate = quad.predicate.value
        if (predicate != _SWITCH or quad.object == _TRUE) and (predicate != _QUERY or quad.object not in off):
            yield quad
    targeted = {(quad.subject, quad.object) for quad in shapes if quad.predicate.value == TARGETS[0]}
    for shape in sorted(_shapes(shapes) & _classes(shapes), key=str):
        if isinstance(shape, ox.NamedNode) and (shape, shape) not in targeted:
            yield ox.Quad(shape, ox.NamedNode(TARGETS[0]), shape)


def focus_counts(data: Sequence[Facts], shapes: list[ox.Quad]) -> list[Seen]:
    """Count the focus nodes of each named shape; a property shape has those of the node shapes that hold it too.

    A node that is a target by name and of which nothing is said does not count.
    """
    index = _Index(data)
    of: defaultdict[object, set[object]] = defaultdict(set)
    targeted: set[object] = set()
    classes, off = _classes(shapes), _switched_off(shapes)
    for quad in shapes:
        if quad.predicate.value in TARGETS:
            of[quad.subject] |= index.nodes(quad.predicate.value, quad.object)
            targeted.add(quad.subject)
    for shape in _shapes(shapes) & classes:
        of[shape] |= index.nodes(TARGETS[0], shape)
        targeted.add(shape)
    for quad in shapes:
        if quad.predicate.value == _PROPERTY and quad.subject in targeted:
            targeted.add(quad.object)
            if quad.subject not in off:
                of[quad.object] |= of[quad.subject]
    excuses = _excuses(shapes)
    return [
        Seen(shape.value, len(of[shape]) * (shape not in off) if shape in targeted else None, excuses.get(shape))
        for shape in sorted(_shapes(shapes), key=str)
        if isinstance(shape, ox.NamedNode)
    ]


def vacuous(seen: Iterable[Seen], shapes: list[ox.Quad], *, alone: bool = False) -> Iterator[Finding]:
    """Yield a finding for each shape that looks at nothing and does not say why, and for each one that nobody asks.

    Where one strategy stands `alone` before shapes for any, it need not have all that these look at.
    """
    off = _switched_off(shapes)
    held = {
        quad.object for quad in shapes if quad.predicate.value in _REFERRING or quad.predicate.value == RDF + "first"
    }
    held |= {quad.object for quad in shapes if quad.predicate.value == _PROPERTY}
    node_shapes = {quad.subject for quad in shapes if quad.predicate.value == _PROPERTY}
    for one in seen:
        node = ox.NamedNode(one.shape)
        if one.nodes == 0 and one.excuse is None and node not in off and not (node in held and node not in node_shapes):
            yield Finding(
                "info" if alone else "violation", "shapes", "no-focus",
                Text("formen møder ingen ting i grafen; ret dens mål, eller sig hvorfor med kompas:noFocusBecause",
                     "the shape meets nothing in the graph; correct its target, or say why with kompas:noFocusBecause"),
                one.shape,
            )  # fmt: skip
        if one.nodes is None and node not in held:
            yield Finding(
                "violation", "shapes", "no-target",
                Text("formen har intet mål, og ingen anden form bruger den; giv den sh:targetClass",
                     "the shape has no target, and no other shape uses it; give it a sh:targetClass"),
                one.shape,
            )  # fmt: skip
        if node in off and one.excuse is None:
            yield Finding(
                "violation", "shapes", "deactivated",
                Text("formen er slået fra og prøver intet; fjern sh:deactivated, eller sig hvorfor med"
                     " kompas:noFocusBecause",
                     "the shape is switched off and checks nothing; delete sh:deactivated, or say why with"
                     " kompas:noFocusBecause"),
                one.shape, SH + "deactivated",
            )  # fmt: skip
        elif one.nodes and one.excuse is not None and node not in off and not alone:
            yield Finding(
                "warning", "shapes", "needless-excuse",
                Text("formen møder ting i grafen; fjern kompas:noFocusBecause",
                     "the shape meets things in the graph; delete kompas:noFocusBecause"),
                one.shape, KOMPAS + "noFocusBecause",
            )  # fmt: skip


def _switched_off(shapes: Iterable[ox.Quad]) -> set[object]:
    return {quad.subject for quad in shapes if quad.predicate.value == _SWITCH and quad.object == _TRUE}


def _classes(shapes: Iterable[ox.Quad]) -> set[object]:
    return {quad.subject for quad in shapes if quad.predicate.value == RDF + "type" and _iri(quad.object) in _CLASSES}


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _shapes(shapes: Sequence[ox.Quad]) -> set[object]:
    kinds, classes = {SH + "NodeShape", SH + "PropertyShape"}, _classes(shapes)
    return {
        quad.subject
        for quad in shapes
        if (quad.predicate.value == RDF + "type" and _iri(quad.object) in kinds)
        or quad.predicate.value in TARGETS
        or (quad.subject in classes and quad.predicate.value in _REFERRING | {_PROPERTY, _QUERY})
    }


def _excuses(shapes: list[ox.Quad]) -> dict[object, Text]:
    said: defaultdict[object, dict[str, str]] = defaultdict(dict)
    for quad in shapes:
        if quad.predicate.value == KOMPAS + "noFocusBecause" and isinstance(quad.object, ox.Literal):
            said[quad.subject][quad.object.language or ""] = quad.object.value
    return {
        shape: Text(*(by.get(lang) or by.get("en") or next(iter(by.values())) for lang in ("da", "en")))
        for shape, by in said.items()
    }


class _Index:
    """Graphs that are read as one, to find the nodes in them that targets name."""

    def __init__(self, data: Sequence[Facts]) -> None:
        self.data = data
        self.types: dict[object, set[object]] = {}
        self.below: defaultdict[object, set[object]] = defaultdict(set)
        for quad in self._of(_BELOW):
            self.below[quad.object].add(quad.subject)

    def nodes(self, target: str, term: object) -> set[object]:
        """Return the nodes that a target, such as `sh:targetClass`, finds for `term`."""
        match target.removeprefix(SH):
            case "targetNode":
                return {term} if any(term in facts.subjects() for facts in self.data) else set()
            case "targetSubjectsOf":
                return {quad.subject for quad in self._of(_iri(term))}
            case "targetObjectsOf":
                return {quad.object for quad in self._of(_iri(term))}
        found: set[object] = set()
        classes, waiting = {term}, [term]
        while waiting:
            class_ = waiting.pop()
            if class_ not in self.types:
                typed = (facts.typed(cast("Term", class_)) for facts in self.data)
                self.types[class_] = {quad.subject for quad in chain.from_iterable(typed)}
            found |= self.types[class_]
            new = self.below[class_] - classes
            classes |= new
            waiting.extend(new)
        return found

    def _of(self, predicate: str) -> Iterator[ox.Quad]:
        return chain.from_iterable(facts.of(predicate) for facts in self.data)
