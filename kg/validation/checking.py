"""Makes the checks one after the other, and puts what they find into one report."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from kg.confining import beside, tell
from kg.errors import KgError, printable
from kg.loading import parse
from kg.namespaces import KOMPAS
from kg.reasoning import infer
from kg.reasoning.facts import Facts
from kg.reasoning.queries import quad
from kg.validation import consistency, evidence, idle, misnamed, shapes, suspects, targets, text
from kg.validation.causes import at_their_causes
from kg.validation.culprits import at_culprit, culprits
from kg.validation.engines import usable, version_of
from kg.validation.findings import CHECKS, Finding, Text
from kg.validation.locating import located
from kg.validation.plain import beforehand, outcome, plainly
from kg.validation.report import Report, Run, Trouble, ordered, troubled

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.reasoning import Reasoner
    from kg.validation.engines import Engine
    from kg.validation.findings import Check
    from kg.validation.material import Material
    from kg.validation.plain import Made
    from kg.validation.report import Seen


_NO_FILES = Text(
    "kun talformer og datoer, for der er ingen filer", "only the forms of literals, since there are no files"
)
_NO_TEXT = Text(
    "ordene er ikke prøvet: nævn teksten med --source", "the words were not checked: name the text with --source"
)
_NO_PASSAGES = Text("ingen tekststeder, så intet er prøvet", "no passages, so that nothing was checked")
_LEFT_OUT = Text("ikke prøvet", "not checked")
_NOT_TURTLE = Text(
    "kun om filerne er Turtle, for det er de ikke alle", "only whether the files are Turtle: not all are"
)


def examine(
    material: Material,
    checks: Collection[Check],
    follows: Facts | None = None,
    engine: Engine | None = None,
    begun: Sequence[Callable[[], Made]] = (),
) -> Report:
    """Make the checks that need no text of the document; what follows from the asserted quads is computed if not given.

    A check that cannot be made is told of in the report, with the cause; the others are made all the same. `begun`
    gives what `beforehand` and `plainly` make of the same, which may be begun elsewhere meanwhile.
    """
    derived = Facts(())
    unread: Made = {}
    if "shapes" in checks:
        tell("reasoning")
        try:
            derived = inferred(material) if follows is None else follows
        except KgError as error:
            unread = {"shapes": error}
    asked = [check for check in _FOLLOWING if check in checks and check not in unread]
    following = beside(lambda: _following(material, derived, asked))
    held = _held(material, derived, engine) if "shapes" in asked else unread
    seen, looked = following()
    by_engine = held.get("shapes")
    if isinstance(by_engine, KgError):
        seen, looked = [], looked | {"shapes": list(culprits(material.rules))}
    elif by_engine is not None and not material.files.known:  # which may fail wholesale, by no fault of a shape
        held["shapes"] = [*by_engine, *suspects.check(by_engine, seen, material.rules)]
    parts = begun or (
        lambda: beforehand(material.files.all, material.rules, checks), lambda: plainly(material, checks),
    )  # fmt: skip
    return _reported(material, checks, [*(part() for part in parts), held, looked], seen, derived, engine)


def _reported(
    material: Material, checks: Collection[Check], made: Iterable[Made], seen: list[Seen], derived: Facts,
    engine: Engine | None,
) -> Report:  # fmt: skip
    """Put what was made of the checks into one report, with all that the graph and the files know of the findings."""
    found: list[Finding] = []
    errors: dict[Check, KgError] = {}
    ran: set[Check] = set()
    for check, said in chain.from_iterable(part.items() for part in made):
        ran.add(check)
        if isinstance(said, KgError):
            errors.setdefault(check, said)
        else:
            found += said
    found += _on_nothing(material, checks, ran)
    if "vocabulary" in ran:
        found += misnamed.check(found, material)
    runs: list[Run] = []
    trouble: Trouble | None = None
    for check in CHECKS:
        if check in errors:
            cause = troubled(errors[check])
            trouble = trouble or cause
            runs.append(Run(check, ran=False, note=Text(cause.of("da"), cause.of("en"))))
        else:
            note = _note(material, check, seen, engine) if check in ran else _LEFT_OUT
            runs.append(Run(check, ran=check in ran, note=note))
    tell("places")
    findings = ordered(located(material, at_their_causes(found, material.facts, derived), derived))
    trouble = trouble and at_culprit(trouble, findings, material.places)
    return Report(findings, tuple(runs), tuple(seen), trouble)


def _on_nothing(material: Material, checks: Collection[Check], ran: set[Check]) -> Iterator[Finding]:
    """Find checks that had nothing to look at: those of the triples, and that of the passages."""
    theirs = () if "text" in ran else (*material.files.given, *material.files.strategy)  # it tells of each file
    if not material.asserted or (theirs and next(parse(theirs), None) is None):
        message = Text("der er ingen udsagn at prøve", "there are no triples to check")
        yield Finding("violation", max(checks, key=CHECKS.index), "no-triples", message)
    elif ran == {"evidence"} and not _passages(material):  # beside other checks the summary says so
        message = Text("der er ingen tekststeder at prøve", "there are no passages to check")
        yield Finding("violation", "evidence", "no-passages", message)


def inferred(material: Material, reasoner: Reasoner = "rules") -> Facts:
    """Return what follows from the asserted quads. Raises: KgError for axioms that cannot be reasoned with."""
    if reasoner == "rules":
        return material.closure.derived()
    return Facts(map(quad, infer(material.asserted, reasoner)))


def broken(errors: list[KgError], material: Material, checks: Collection[Check]) -> Report:
    """Return the report on files that are not Turtle: nothing but that could be checked."""
    found = [text.syntax(error) for error in errors] if "text" in checks else []
    cause = troubled(errors[0])
    if places := ", ".join(str(error.place) for error in errors[1:]):
        said = cause.message
        cause = Trouble(Text(f"{said.da} (også {places})", f"{said.en} (and {places})"), cause.place)
    runs = [
        Run(check, ran=check == "text", note=_NOT_TURTLE) if check in checks else Run(check, ran=False, note=_LEFT_OUT)
        for check in CHECKS
    ]
    return Report(ordered(located(material, found)), tuple(runs), (), cause)


def verify(material: Material, source: Path) -> Report:
    """Verify the passages against a text or PDF of the document.

    Raises: KgError if the file cannot be read or is another document.
    """
    findings = located(material, evidence.check_text(material.facts, source, material.judged))
    count, missing = _passages(material), sum(one.rule == "failed-passage" for one in findings)
    name = printable(str(source))
    note = Text(f"{count} tekststeder, efterprøvet i {name}", f"{count} passages, verified in {name}")
    if missing:
        note = Text(f"{note.da}; ikke fundet: {missing}", f"{note.en}; not found: {missing}")
    return Report(ordered(findings), (Run("evidence", ran=True, note=note),))


_FOLLOWING: tuple[Check, ...] = ("shapes", "consistency")


def _held(material: Material, derived: Facts, engine: Engine | None) -> Made:
    tell("shapes")
    return {"shapes": outcome(lambda: shapes.check((material.facts, derived), material.shapes, engine))}


def _following(material: Material, derived: Facts, checks: Collection[Check]) -> tuple[list[Seen], Made]:
    """Make what needs what follows and no engine: what each shape saw, what is wrong with that, and consistency."""
    seen: list[Seen] = []
    made: Made = {}
    for check in checks:
        tell(check)
        if check == "shapes":
            seen, made[check] = _looked_at(material, derived)
        else:
            made[check] = outcome(lambda: consistency.check(material.closure, material.asserted))
    return seen, made


def _looked_at(material: Material, derived: Facts) -> tuple[list[Seen], list[Finding]]:
    """Return what each shape saw, and what is wrong with what they look at, or that there is no shape at all."""
    data, alone = (material.facts, derived), material.files.alone
    seen = targets.focus_counts(data, material.shapes)
    if all(one.nodes is None for one in seen) and not any(material.rules.pairs(target) for target in targets.TARGETS):
        message = Text("der er ingen former at prøve grafen med", "there are no shapes to hold the graph to")
        return [], [Finding("violation", "shapes", "no-shapes", message)]
    unmet = targets.vacuous(seen, material.shapes, alone=alone)
    return seen, [*unmet, *idle.check(material.rules, data, seen, alone=alone)]


def _note(material: Material, check: Check, seen: list[Seen], engine: Engine | None) -> Text | None:
    """Say on how much a check was made, and what was left out of it."""
    match check:
        case "text":
            count = len(material.files.all)
            return Text(f"{count} filer", f"{count} files") if count else _NO_FILES
        case "vocabulary":
            count = len(material.asserted)
            return Text(f"{count} udsagn", f"{count} triples")
        case "shapes":
            met = sum(one.nodes or 0 for one in seen)
            by = version_of(usable(engine))
            return Text(f"{len(seen)} former så {met} ting ({by})", f"{len(seen)} shapes saw {met} nodes ({by})")
        case "evidence":
            count = _passages(material)
            if not count:
                return _NO_PASSAGES
            return Text(f"{count} tekststeder; {_NO_TEXT.da}", f"{count} passages; {_NO_TEXT.en}")
    return None


def _passages(material: Material) -> int:
    return len(material.judged.instances(KOMPAS + "Passage"))
