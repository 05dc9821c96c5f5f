"""What each shape looks at: its focus nodes, and the shapes that look at none."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import OWL, RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TARGETS = tuple(SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
_CLASSES = frozenset({RDFS + "Class", OWL + "Class"})
_PROPERTY = SH + "property"
_REFERRING = frozenset(SH + name for name in ("node", "not", "and", "or", "xone", "qualifiedValueShape"))


def hoisted(shapes: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the shapes with the targets of a node shape set on its property shapes instead.

    A node shape's results by `sh:property` are those of the property shape on the same focus nodes: nothing changes
    but that the engine asks once for all nodes, not once for each. Shapes that others refer to, and those that are
    switched off or are classes of themselves, stay as they are.
    """
    by_subject: defaultdict[object, list[ox.Quad]] = defaultdict(list)
    for quad in shapes:
        by_subject[quad.subject].append(quad)
    referred = {
        quad.object for quad in shapes if quad.predicate.value in _REFERRING or quad.predicate.value == RDF + "first"
    }
    for subject, quads in by_subject.items():
        targets = [quad for quad in quads if quad.predicate.value in TARGETS]
        names = {quad.predicate.value for quad in quads}
        classes = {quad.object.value for quad in quads if quad.predicate.value == RDF + "type"} & _CLASSES
        if not targets or classes or subject in referred or SH + "deactivated" in names or SH + "path" in names:
            yield from quads
            continue
        for quad in quads:
            if quad.predicate.value != _PROPERTY:
                yield quad
                continue
            for target in targets:
                yield ox.Quad(quad.object, target.predicate, target.object, quad.graph_name)
