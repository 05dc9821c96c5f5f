"""What each shape costs: the time that an engine takes for it alone, without what it takes for the data."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.confining import tell
from kg.namespaces import RDF, SH, shorten
from kg.validation.engines import results
from kg.validation.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.reasoning.facts import Facts
    from kg.validation.engines import Engine

_NOTHING = "urn:kompas:nothing"
_DEAR, _AGAIN = 1.1, 2  # a shape that takes so many times what the data take is timed so often again


def costs(data: Sequence[Facts], shapes: list[ox.Quad], engine: Engine) -> dict[str, float]:
    """Return the seconds of each shape with a name and a target, asked alone with the shapes that it is made of.

    The least of three times for those that seem dear, without the least of three that the data alone take.
    """
    by_subject: defaultdict[object, list[ox.Quad]] = defaultdict(list)
    for quad in shapes:
        by_subject[quad.subject].append(quad)
    node, idle = ox.NamedNode(_NOTHING), ox.NamedNode(SH + "NodeShape")
    nothing = [ox.Quad(node, ox.NamedNode(RDF + "type"), idle), ox.Quad(node, ox.NamedNode(TARGETS[1]), node)]
    base = min(_seconds(data, nothing, engine) for _ in range(3))
    found = {}
    for shape in sorted({quad.subject for quad in shapes if quad.predicate.value in TARGETS}, key=str):
        if isinstance(shape, ox.NamedNode):
            tell(shorten(shape.value))
            alone = _alone(shape, by_subject)
            spent = _seconds(data, alone, engine)
            for _ in range(_AGAIN if spent > base * _DEAR else 0):  # what others take only makes it longer
                spent = min(spent, _seconds(data, alone, engine))
            found[shape.value] = max(0.0, spent - base)
    return found


def _alone(shape: ox.NamedNode, by_subject: dict[object, list[ox.Quad]]) -> list[ox.Quad]:
    """Return a shape and all that it refers to, with no target but its own."""
    kept: list[ox.Quad] = []
    seen: set[object] = set()
    ahead: list[object] = [shape]
    while ahead:
        node = ahead.pop()
        if node not in seen:
            seen.add(node)
            quads = [one for one in by_subject.get(node, []) if node == shape or one.predicate.value not in TARGETS]
            kept += quads
            ahead += [quad.object for quad in quads]
    return kept


def _seconds(data: Sequence[Facts], shapes: list[ox.Quad], engine: Engine) -> float:
    start = time.process_time()  # of the processor: others use the machine too
    results(data, shapes, engine)
    return time.process_time() - start
