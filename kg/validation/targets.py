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
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

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

    A node that is a target by name and of which nothing is said does not count; a literal does (SHACL 2.1.3.1).
    """
    index, off, excuses, named = _Index(data), _switched_off(shapes), _excuses(shapes), _shapes(shapes)
    aims: defaultdict[object, list[tuple[str, object]]] = defaultdict(list)
    holders: defaultdict[object, list[object]] = defaultdict(list)
    for quad in shapes:
        if (predicate := quad.predicate.value) in TARGETS:
            aims[quad.subject].append((predicate, quad.object))
        elif predicate == _PROPERTY:
            holders[quad.object].append(quad.subject)
    for shape in named & _classes(shapes):
        aims[shape].append((TARGETS[0], shape))
    seen = []
    for shape in sorted((one for one in named if isinstance(one, ox.NamedNode)), key=str):
        asked = [aim for one in _around(shape, holders, off) for aim in aims[one]]
        nodes: set[object] = set().union(*(index.nodes(*aim) for aim in asked))
        targeted = asked or any(aims[one] for one in _around(shape, holders))
        seen.append(Seen(shape.value, len(nodes) if targeted else None, excuses.get(shape)))
    return seen


def _around(shape: object, holders: Mapping[object, Sequence[object]], off: Container[object] = ()) -> Iterable[object]:
    """Return a shape and those that hold it, and what holds these; none that are switched off, nor through them."""
    found = dict.fromkeys(one for one in (shape,) if one not in off)
    ahead = list(found)
    for one in ahead:
        new = [holder for holder in holders.get(one, ()) if holder not in off and holder not in found]
        found.update(dict.fromkeys(new))
        ahead.extend(new)
    return found


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
        for narrower, broader in self._pairs(_BELOW):
            self.below[broader].add(narrower)

    def nodes(self, target: str, term: object) -> set[object]:
        """Return the nodes that a target, such as `sh:targetClass`, finds for `term`."""
        match target.removeprefix(SH):
            case "targetNode":
                known = isinstance(term, ox.Literal) or any(facts.tells_of(cast("Term", term)) for facts in self.data)
                return {term} if known else set()
            case "targetSubjectsOf":
                return {subject for subject, _ in self._pairs(_iri(term))}
            case "targetObjectsOf":
                return {value for _, value in self._pairs(_iri(term))}
        classes = {term: None}
        waiting = list(classes)
        for class_ in waiting:
            if class_ not in self.types:
                self.types[class_] = {thing for facts in self.data for thing in facts.members(cast("Term", class_))}
            new = [one for one in self.below.get(class_, ()) if one not in classes]
            classes.update(dict.fromkeys(new))
            waiting.extend(new)
        return set().union(*(self.types[class_] for class_ in classes))

    def _pairs(self, predicate: str) -> Iterator[tuple[object, object]]:
        return chain.from_iterable(facts.pairs(predicate) for facts in self.data)
