"""Validation: five checks of a graph, and one report in which each finding has its place.

Quads in, report out; rdflib only where a caller brings it.
"""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.cache import kept
from kg.errors import KgError
from kg.validation.findings import CHECKS, Finding
from kg.validation.report import Report, from_bytes, to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    import pyoxigraph as ox
    import rdflib

    from kg.project import Project
    from kg.validation.findings import Check
    from kg.validation.material import Files, Material

    Working = Callable[[str], AbstractContextManager[None]]

__all__ = ["CHECKS", "Finding", "Report", "require_passed", "validate", "validate_project", "verdict"]


def validate(
    dataset: rdflib.Graph,
    *,
    shapes: rdflib.Graph | None = None,
    inferred: rdflib.Graph | None = None,
    source: str | Path | None = None,
    only: Collection[Check] = (),
    skip: Collection[Check] = (),
) -> Report:
    """Check a dataset or graph, ontology and data together: literals, terms, shapes, contradictions, evidence.

    `shapes` are this project's if none are given; `inferred` is what `kg.reason` gives, and is computed if it is
    neither given nor in the dataset; `source` is a text or PDF of the document, to verify the passages against. Without
    files there are no places. Nothing that is given is changed.

    Raises: KgError if a check cannot be made.

    >>> import kg
    >>> report = kg.validate(kg.load(), only=["vocabulary"])
    >>> report.passed, [run.check for run in report.checks if run.ran]
    (True, ['vocabulary'])
    """
    from kg.namespaces import INFERRED_GRAPH
    from kg.project import find_project
    from kg.reasoning import infer
    from kg.store import to_quads
    from kg.validation.material import Material, gather
    from kg.validation.text import parsed

    quads = list(to_quads(dataset))
    asserted = [quad for quad in quads if getattr(quad.graph_name, "value", "") != INFERRED_GRAPH]
    derived = [quad for quad in quads if getattr(quad.graph_name, "value", "") == INFERRED_GRAPH]
    if inferred is not None:
        derived += to_quads(inferred)
    shape_quads = list(to_quads(shapes)) if shapes is not None else parsed(gather(find_project()).shapes)

    def conclude() -> list[ox.Quad]:
        return derived or [_quad(triple) for triple in infer(asserted)]

    from kg.validation.checking import examine, verify

    chosen = selected(only, skip)
    report = examine(Material(asserted, shape_quads), chosen, conclude)
    if source is not None and "evidence" in chosen:
        report += verify(Material(asserted, shape_quads), Path(source))
    return report


def validate_project(
    project: Project,
    paths: Sequence[str | Path] = (),
    *,
    source: Path | None = None,
    checks: Collection[Check] = CHECKS,
    working: Working = lambda _: nullcontext(),
) -> Report:
    """Check the files of a project, with a user's files beside them if `paths` names any; the report is kept.

    `working` is told of each check while it is made. Raises: KgError for files that cannot be read, and if a check
    cannot be made.
    """
    from kg.validation.material import gather

    files = gather(project, paths)
    parse = partial(_material, files)
    names = " ".join(check for check in CHECKS if check in checks)

    def compute() -> bytes:
        from kg.knowledge import infer
        from kg.loading import content_hash
        from kg.validation.checking import examine

        material = parse()
        return to_bytes(examine(material, checks, lambda: infer(material.asserted, content_hash(files.data)), working))

    report = from_bytes(kept("report", f"{files.content} {names}", compute))
    if source is not None and "evidence" in checks:

        def verify_all() -> bytes:
            from kg.validation.checking import verify

            return to_bytes(verify(parse(), source, working))

        report += from_bytes(kept("verification", f"{files.content} {_digest(source)} {source}", verify_all))
    return report


def verdict(project: Project) -> Literal["passed", "findings"]:
    """Tell whether the project's graph passes all checks that need no text; kept until a file changes.

    Raises: KgError if it cannot be checked.
    """
    return "passed" if validate_project(project).passed else "findings"


def require_passed(project: Project) -> None:
    """Let only a graph that passed be asked.

    Raises: KgError, naming the gravest finding and what to do, if it did not.
    """
    report = validate_project(project)
    if report.passed:
        return
    violations = [finding for finding in report.findings if finding.severity == "violation"]
    first = violations[0]
    count = f"{len(violations)} violation{'s' if violations[1:] else ''}"
    message = (
        f"the graph did not pass validation ({count}), here: {first.message.en.rstrip('.')}; "
        "kg validate tells all, --unvalidated asks it as it is"
    )
    raise KgError(message, str(first.place) if first.place else "validation")


def selected(only: Collection[str] = (), skip: Collection[str] = ()) -> tuple[Check, ...]:
    """Return the checks to make, in their order.

    Raises: KgError for an unknown check, or if none is left.
    """
    from kg.suggesting import did_you_mean

    for name in (*only, *skip):
        if name not in CHECKS:
            message = f"no such check; expected one of {', '.join(CHECKS)}.{did_you_mean(name, CHECKS)}"
            raise KgError(message, name)
    chosen = tuple(check for check in CHECKS if (not only or check in only) and check not in skip)
    if not chosen:
        message = "no check is left; expected at least one"
        raise KgError(message)
    return chosen


def _material(files: Files) -> Material:
    from kg.validation.material import material

    return material(files)


def _digest(source: Path) -> str:
    from kg.text import read_bytes

    return hashlib.sha256(read_bytes(source)).hexdigest()


def _quad(triple: ox.Triple) -> ox.Quad:
    import pyoxigraph as ox

    from kg.namespaces import INFERRED_GRAPH

    return ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(INFERRED_GRAPH))
