"""Validation: five checks of a graph, and one report in which each finding has its place.

Quads in, report out; rdflib only where a caller brings it.
"""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.cache import kept_as
from kg.errors import KgError
from kg.validation.findings import CHECKS, Finding
from kg.validation.report import Report, from_bytes, untried

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    import rdflib

    from kg.loading import Source
    from kg.project import Project
    from kg.reasoning import Reasoner
    from kg.validation.engines import Engine
    from kg.validation.findings import Check
    from kg.validation.material import Files

    Working = Callable[[str], AbstractContextManager[None]]

__all__ = ["CHECKS", "Finding", "Report", "require_passed", "validate", "validate_files", "validate_project", "verdict"]

# Limits of the process that reads others' files.
LEAST_SECONDS, SECONDS_PER_MEGABYTE, MOST_SECONDS = 60, 4, 120
IN_TIME = 2**25  # bytes that can be checked in the most seconds, with some to spare
SLOWER_BY_PYSHACL = 10
MEGABYTES = 8192


def validate(
    dataset: rdflib.Graph,
    *,
    shapes: rdflib.Graph | None = None,
    inferred: rdflib.Graph | None = None,
    source: str | Path | None = None,
    only: Collection[Check] = (),
    skip: Collection[Check] = (),
    engine: Engine | None = None,
) -> Report:
    """Check a dataset or graph, ontology and data together: literals, terms, shapes, contradictions, evidence.

    `shapes` are this project's if none are given; `inferred` is what `kg.reason` gives, and is computed if it is
    neither given nor in the dataset; `source` is a text or PDF of the document, to verify the passages against;
    `engine` is `rust` or `pyshacl`. Without files there are no places. Nothing that is given is changed.

    A check that cannot be made is told of in the report, which then has not passed. Raises: KgError for what is no
    graph.

    >>> import kg
    >>> report = kg.validate(kg.load(), only=["vocabulary"])
    >>> report.passed, [run.check for run in report.checks if run.ran]
    (True, ['vocabulary'])
    """
    from kg.namespaces import INFERRED_GRAPH
    from kg.project import find_project
    from kg.reasoning.facts import Facts
    from kg.store import to_quads
    from kg.validation.checking import examine, verify
    from kg.validation.material import Material, gather
    from kg.validation.text import parsed

    quads = list(to_quads(dataset))
    asserted = [quad for quad in quads if getattr(quad.graph_name, "value", "") != INFERRED_GRAPH]
    derived = [quad for quad in quads if getattr(quad.graph_name, "value", "") == INFERRED_GRAPH]
    if inferred is not None:
        derived += to_quads(inferred)
    shape_quads = list(to_quads(shapes)) if shapes is not None else parsed(gather(find_project()).shapes)

    chosen = selected(only, skip)
    report = examine(Material(asserted, shape_quads), chosen, Facts(derived) if derived else None, engine)
    if source is not None and "evidence" in chosen:
        report += _attempted(lambda: verify(Material(asserted, shape_quads), Path(source)))
    return report


def validate_project(
    project: Project,
    paths: Sequence[str | Path | Source] = (),
    *,
    source: Path | None = None,
    checks: Collection[Check] = CHECKS,
    reasoner: Reasoner = "rules",
    working: Working = lambda _: nullcontext(),
) -> Report:
    """Check the files of a project, with a user's files beside them if `paths` names any; the report is kept.

    `working` is entered while it is being made, and told of it.

    Raises: KgError for files that cannot be read, and if time or memory are too short.
    """
    from kg.validation.material import gather

    return validate_files(gather(project, paths), source=source, checks=checks, reasoner=reasoner, working=working)


def validate_files(  # noqa: PLR0913  # what is checked, by what, and who watches
    files: Files,
    *,
    source: Path | None = None,
    checks: Collection[Check] = CHECKS,
    engine: Engine | None = None,
    reasoner: Reasoner = "rules",
    seconds: float | None = None,
    watch: Callable[[str], None] | None = None,
    working: Working = lambda _: nullcontext(),
    profile: bool = False,
) -> Report:
    """Check files in a process of its own, with limits of time and memory; the report is kept until one changes.

    `seconds` are those that fit the size, unless given; `watch` is told of each check while it is made. With `profile`
    the report says what each shape costs, which takes as long as it takes.

    Raises: KgError for more than can be checked in time, and if time or memory are too short or the process breaks
    down.
    """
    from kg.confining import run_confined
    from kg.validation.engines import usable, version_of
    from kg.validation.working import examine_files, measure_files, verify_files

    by = usable(engine)
    if seconds is None:
        _require_small(files)
        seconds = min(MOST_SECONDS, LEAST_SECONDS + SECONDS_PER_MEGABYTE * files.size / 1e6)
        seconds *= SLOWER_BY_PYSHACL if by == "pyshacl" or reasoner == "owlrl" else 1
    names = tuple(check for check in CHECKS if check in checks)

    def examined() -> bytes:
        with working("validate"):
            return run_confined(
                examine_files, files, names, by, reasoner, seconds=seconds, megabytes=MEGABYTES, watch=watch
            )

    content = f"{files.content} {files.alone}"
    report = kept_as(from_bytes, "report", f"{content} {' '.join(names)} {version_of(by)} {reasoner}", examined)
    if source is not None and any(run.check == "evidence" and run.ran for run in report.checks):

        def verified() -> bytes:
            return run_confined(verify_files, files, source, seconds=seconds, megabytes=MEGABYTES, watch=watch)

        report += _attempted(
            lambda: kept_as(from_bytes, "verification", f"{content} {_digest(source)} {source}", verified)
        )
    if profile and report.trouble is None:
        costs = run_confined(measure_files, files, by, seconds=MOST_SECONDS * 10, megabytes=MEGABYTES, watch=watch)
        report = replace(report, shapes=tuple(replace(one, seconds=costs.get(one.shape)) for one in report.shapes))
    return _for_user(report, files)


def _attempted(verified: Callable[[], Report]) -> Report:
    """Return the report of the verification, or that it could not be made: what else was found is told all the same."""
    try:
        return verified()
    except KgError as error:
        return untried("evidence", error)


def _for_user(report: Report, files: Files) -> Report:
    """Return the report without what is wrong in files that are only known, and with the user's files first."""
    own, known = ({one.place for one in some} for some in (files.given or files.strategy, files.known))

    def concerns(finding: Finding) -> bool:
        """Tell whether it stands elsewhere, or follows from what the user wrote."""
        because = {premise.place.file for premise in finding.premises if premise.place}
        return finding.place is None or finding.place.file not in known or bool(because & own)

    told = filter(concerns, report.findings)
    # Sorted already: within the user's files, and within the others, the order stays.
    return replace(report, findings=tuple(sorted(told, key=lambda one: one.place is None or one.place.file not in own)))


def _require_small(files: Files) -> None:
    """Raise KgError for more than can be checked in the time that is given by itself."""
    if files.size > IN_TIME:
        message = f"{files.size:,} bytes; expected at most {IN_TIME:,}, or --seconds that suffice for more"
        danish = f"{files.size} byte; det må højst være {IN_TIME}, eller så mange --seconds, at mere kan nås"
        raise KgError(message, danish=danish)


def verdict(project: Project) -> Literal["passed", "findings"]:
    """Tell whether the project's graph passes all checks that need no text; kept until a file changes.

    Raises: KgError if it cannot be checked.
    """
    report = validate_project(project)
    _require_checked(report)
    return "passed" if report.passed else "findings"


def require_passed(project: Project) -> None:
    """Let only a graph that passed be asked.

    Raises: KgError, naming the gravest finding and what to do, if it did not.
    """
    report = validate_project(project)
    _require_checked(report)
    if report.passed:
        return
    violations = [finding for finding in report.findings if finding.severity == "violation"]
    first = violations[0]
    many = len(violations)
    message = (
        f"the graph did not pass validation ({many} violation{'s' if many > 1 else ''}), here: "
        f"{first.message.en.rstrip('.')}; kg validate tells all, --unvalidated asks it as it is"
    )
    danish = (
        f"grafen bestod ikke prøven ({many} fejl), her: {first.message.da.rstrip('.')}; "
        "kg validate siger alt, --unvalidated spørger den, som den er"
    )
    raise KgError(message, str(first.place) if first.place else "validation", danish=danish)


def selected(only: Collection[str] = (), skip: Collection[str] = ()) -> tuple[Check, ...]:
    """Return the checks to make, in their order.

    Raises: KgError for an unknown check, or if none is left.
    """
    from kg.suggesting import did_you_mean, in_danish

    for name in (*only, *skip):
        if name not in CHECKS:
            near, listed = did_you_mean(name, CHECKS), ", ".join(CHECKS)
            danish = f"ingen sådan prøve; det skal være en af {listed}.{in_danish(near)}"
            message = f"no such check; expected one of {listed}.{near}"
            raise KgError(message, name, danish=danish)
    chosen = tuple(check for check in CHECKS if (not only or check in only) and check not in skip)
    if not chosen:
        message = "no check is left; expected at least one"
        raise KgError(message, danish="der er ingen prøve tilbage; der skal være mindst én")
    return chosen


def _require_checked(report: Report) -> None:
    if report.trouble is not None:
        said = report.trouble.message
        raise KgError(said.en, report.trouble.place or None, danish=said.da)


def _digest(source: Path) -> str:
    from kg.document.text import read_bytes

    return hashlib.sha256(read_bytes(source)).hexdigest()
