"""Holds broken copies of the project to the shapes by both engines, and tells where these differ."""

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

    import pyoxigraph as ox

    from kg.validation.engines import Engine
    from kg.validation.findings import Finding
    from mutation.judging import Judge
    from mutation.sources import Mutant


def sample(some: Sequence[tuple[str, Mutant]], seed: int, number: int) -> list[tuple[str, Mutant]]:
    """Return so many of the mutants that SHACL may see, the same for the same seed; in their order."""
    seen = [at for at, (_, mutant) in enumerate(some) if mutant.file.endswith(".ttl")]
    chosen = random.Random(seed).sample(seen, min(number, len(seen)))  # noqa: S311  # no secret
    return [some[at] for at in sorted(chosen)]


def difference(judge: Judge, mutant: Mutant) -> list[str] | None:
    """Return what one engine finds and the other does not; nothing at all for what is no Turtle or has no closure."""
    try:
        files = judge.changed(mutant)
        data, shapes = attempted(files.data), attempted(files.shapes)
        if data.errors or shapes.errors:
            return None
        material = Material(data.quads, shapes.quads, files)
        quads = [*material.asserted, *inferred(material)]
    except KgError:
        return None
    fast, reference = (_found(quads, material, engine) for engine in ENGINES)
    return [f"{ENGINES[0]} only: {one}" for one in sorted(fast - reference)] + [
        f"{ENGINES[1]} only: {one}" for one in sorted(reference - fast)
    ]


def _found(quads: list[ox.Quad], material: Material, engine: Engine) -> set[str]:
    """Return what an engine finds, in words; that it cannot check is one such finding."""
    try:
        return {_said(one) for one in check(quads, material.shapes, engine)}
    except KgError:
        return {"cannot be checked"}


def _said(finding: Finding) -> str:
    """Return a finding with one label for all things without a name, which each engine labels anew."""
    thing, value = ("_:" if name.startswith("_:") else name for name in (finding.thing, finding.value))
    parts = (finding.severity, finding.rule, finding.component, thing, finding.path, value, finding.message.en)
    return " ".join(part for part in parts if part)
