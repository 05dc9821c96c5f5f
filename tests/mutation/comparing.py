"""Holds broken copies of the project to the shapes by both engines, and tells where these differ.

The reference takes half a minute for a graph. So mutants of different files are put into one copy, some at a time: if
both engines find the same in it, and in it all that the faster one finds in each mutant by itself, they find the same
in each. Where they do not, and where a mutant keeps an engine from checking at all, each is held to both by itself.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.validation.checking import inferred
from kg.validation.engines import ENGINES
from kg.validation.material import Material
from kg.validation.shapes import check
from kg.validation.text import attempted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    import pyoxigraph as ox

    from kg.reasoning.facts import Facts
    from kg.validation.engines import Engine
    from kg.validation.findings import Finding
    from mutation.judging import Judge
    from mutation.sources import Mutant

    _Graph: TypeAlias = tuple[tuple[Facts, ...], list[ox.Quad]]

AT_ONCE = 8
_FAST, _REFERENCE = ENGINES
_REFUSED = frozenset({"cannot be checked"})


def sample(some: Sequence[tuple[str, Mutant]], seed: int, number: int) -> list[tuple[str, Mutant]]:
    """Return so many of the mutants that SHACL may see, the same for the same seed; in their order."""
    seen = [at for at, (_, mutant) in enumerate(some) if mutant.file.endswith(".ttl")]
    chosen = random.Random(seed).sample(seen, min(number, len(seen)))  # noqa: S311  # no secret
    return [some[at] for at in sorted(chosen)]


def groups(some: Sequence[Mutant]) -> list[list[int]]:
    """Return the places of mutants in groups of different files, none of more than can be told apart at once."""
    found: list[list[int]] = []
    for at, mutant in enumerate(some):
        free = (one for one in found if len(one) < AT_ONCE and mutant.file not in {some[other].file for other in one})
        group = next(free, None)
        if group is None:
            found.append(group := [])
        group.append(at)
    return found


def differences(judge: Judge, some: Sequence[Mutant]) -> list[list[str] | None]:
    """Return for each of some mutants of different files what one engine finds and the other does not.

    None for what is no Turtle or has no closure, which no engine is held to.
    """
    graphs = [_graph(judge, [mutant]) for mutant in some]
    single = [None if graph is None else _found(graph, _FAST) for graph in graphs]
    apart: dict[int, list[str]] = {}
    together = [at for at, found in enumerate(single) if found is not None and found != _REFUSED]
    if len(together) > 1 and _agree(judge, [some[at] for at in together], [single[at] or set() for at in together]):
        apart = {at: [] for at in together}
    return [
        apart[at] if at in apart else None if graph is None or found is None else _apart(graph, found)
        for at, (graph, found) in enumerate(zip(graphs, single, strict=True))
    ]


def _agree(judge: Judge, some: list[Mutant], single: list[set[str]]) -> bool:
    """Tell whether the engines find the same in all mutants together, and in it what was found in each by itself."""
    graph = _graph(judge, some)
    if graph is None:
        return False
    fast = _found(graph, _FAST)
    return fast >= set().union(*single) and fast == _found(graph, _REFERENCE)


def _apart(graph: _Graph, fast: set[str]) -> list[str]:
    reference = _found(graph, _REFERENCE)
    return [f"{_FAST} only: {one}" for one in sorted(fast - reference)] + [
        f"{_REFERENCE} only: {one}" for one in sorted(reference - fast)
    ]


def _graph(judge: Judge, some: Sequence[Mutant]) -> _Graph | None:
    """Return the quads of a project with mutants in it, what follows included, and the shapes."""
    try:
        files = judge.changed(*some)
        data, shapes = attempted(files.data), attempted(files.shapes)
        if data.errors or shapes.errors:
            return None
        material = Material(data.quads, shapes.quads, files)
        return (material.facts, inferred(material)), shapes.quads
    except KgError:
        return None


def _found(graph: _Graph, engine: Engine) -> set[str]:
    """Return what an engine finds, in words; that it cannot check is one such finding."""
    try:
        return {_said(one) for one in check(*graph, engine)}
    except KgError:
        return set(_REFUSED)


def _said(finding: Finding) -> str:
    """Return a finding with one label for all things without a name, which each engine labels anew."""
    thing, value = ("_:" if name.startswith("_:") else name for name in (finding.thing, finding.value))
    parts = (finding.severity, finding.rule, finding.component, thing, finding.path, value, finding.message.en)
    return " ".join(part for part in parts if part)
