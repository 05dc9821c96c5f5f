"""What the process with limits does: reads files that nobody vouches for, and checks them.

All that this takes is imported there, and not by who only asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.confining import beside, tell

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from kg.reasoning import Reasoner
    from kg.validation.engines import Engine
    from kg.validation.findings import Check
    from kg.validation.material import Files


def examine_files(files: Files, checks: Collection[Check], engine: Engine, reasoner: Reasoner = "rules") -> bytes:
    """Return the report on files, as it is kept."""
    from kg.reasoning.facts import Facts
    from kg.validation.checking import broken, examine, inferred
    from kg.validation.material import Material
    from kg.validation.plain import beforehand, plainly
    from kg.validation.report import to_bytes
    from kg.validation.text import attempted, parsed

    early = beside(lambda: beforehand(files.all, Facts(parsed(files.shapes)), checks))
    tell("parsing")
    data, shapes = attempted(files.data), attempted(files.shapes)
    material = Material(data.quads, shapes.quads, files, data.repeated | shapes.repeated)
    if errors := data.errors + shapes.errors:
        return to_bytes(broken(errors, material, checks))
    plain = beside(lambda: plainly(material, checks))
    tell("reasoning")
    follows = inferred(material, reasoner) if reasoner != "rules" and "shapes" in checks else None
    return to_bytes(examine(material, checks, follows, engine, (early, plain)))


def verify_files(files: Files, source: Path) -> bytes:
    """Return the report on the passages in files against a text or PDF, as it is kept."""
    from kg.validation.checking import verify
    from kg.validation.material import Material
    from kg.validation.report import to_bytes
    from kg.validation.text import parsed

    tell("evidence")
    return to_bytes(verify(Material(parsed(files.data), [], files), source))


def measure_files(files: Files, engine: Engine) -> dict[str, float]:
    """Return the seconds that each shape with a target costs on the files."""
    from kg.validation.checking import inferred
    from kg.validation.costs import costs
    from kg.validation.material import Material
    from kg.validation.text import parsed

    asserted, shapes = parsed(files.data), parsed(files.shapes)
    tell("reasoning")
    material = Material(asserted, shapes)
    return costs([material.facts, inferred(material)], shapes, engine)
