"""The report: what was checked, what was found, how many nodes each shape saw, and the verdict."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kg.places import Place
from kg.validation.findings import SEVERITIES, Excerpt, Finding, Premise, Text, gravity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.errors import KgError
    from kg.validation.findings import Check, Severity

Outcome: TypeAlias = Literal["conforms", "findings", "unchecked"]


@dataclass(frozen=True, slots=True)
class Run:
    """Whether a check was made, on how much, and what was left out of it."""

    check: Check
    ran: bool
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """How many nodes a shape looked at; None for one that only others refer to, which look at what they have."""

    shape: str
    nodes: int | None
    excuse: Text | None = None
    """Why it has none, as the shape itself says."""
    seconds: float | None = None
    """What it costs to ask it alone, where that was measured."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a check could not be made."""

    message: Text
    place: str = ""

    def of(self, lang: str) -> str:
        """Return `place: message` in a language."""
        return f"{self.place}: {self.message.of(lang)}" if self.place else self.message.of(lang)


@dataclass(frozen=True, slots=True)
class Report:
    """What validation has to say: findings by file and line, the checks in their order, the shapes by name."""

    findings: tuple[Finding, ...] = ()
    checks: tuple[Run, ...] = ()
    shapes: tuple[Seen, ...] = ()
    trouble: Trouble | None = None

    @property
    def passed(self) -> bool:
        """Tell whether all checks that were asked for were made, and none of them found a violation."""
        return self.trouble is None and not self.fails("violation")

    def outcome(self, on: Severity = "violation") -> Outcome:
        """Tell which of the three ends it came to, with findings of that severity or a graver one."""
        if self.trouble is not None:
            return "unchecked"
        return "findings" if self.fails(on) else "conforms"

    def fails(self, on: Severity) -> bool:
        """Tell whether there is a finding of that severity or a graver one."""
        return any(gravity(finding.severity) >= gravity(on) for finding in self.findings)

    def counts(self) -> dict[Severity, int]:
        """Count the findings by severity, the gravest first."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in reversed(SEVERITIES)}

    def __add__(self, other: Report) -> Report:
        """Return one report of both; a check that both made is told of as the other tells."""
        runs = {run.check: run for run in (*self.checks, *other.checks)}
        findings = ordered((*self.findings, *other.findings))
        return Report(findings, tuple(runs.values()), self.shapes + other.shapes, self.trouble or other.trouble)


def troubled(error: KgError) -> Trouble:
    """Return an error as the reason why a check could not be made."""
    return Trouble(Text(error.danish, error.message), error.place or "")


def untried(check: Check, error: KgError) -> Report:
    """Return the report on a check that could not be made."""
    cause = troubled(error)
    return Report(checks=(Run(check, ran=False, note=Text(cause.of("da"), cause.of("en"))),), trouble=cause)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by file, line, gravity and name, each once; those without a place last."""

    def key(finding: Finding) -> tuple[object, ...]:
        place = finding.place
        where = (0, place.file, place.line, place.column) if place else (1, "", 0, 0)
        return (*where, -gravity(finding.severity), finding.thing, finding.rule, finding.value, finding.message.en)

    return tuple(sorted(dict.fromkeys(findings), key=key))


def to_data(report: Report, on: Severity = "violation") -> dict[str, Any]:
    """Return a report as values of JSON; texts are objects with `da` and `en`, what is not known is null or empty."""
    return {
        "outcome": report.outcome(on),
        "passed": report.passed,
        "trouble": _plain(report.trouble),
        "counts": report.counts(),
        "findings": _plain(report.findings),
        "checks": _plain(report.checks),
        "shapes": _plain(report.shapes),
    }


def to_bytes(report: Report) -> bytes:
    """Return a report as it is kept in the cache."""
    return json.dumps(to_data(report), ensure_ascii=False).encode()


def from_bytes(data: bytes) -> Report:
    """Return the report that `to_bytes` was given."""
    read = json.loads(data)
    trouble = read["trouble"]
    return Report(
        tuple(_finding(row) for row in read["findings"]),
        tuple(Run(row["check"], row["ran"], _text(row["note"])) for row in read["checks"]),
        tuple(Seen(row["shape"], row["nodes"], _text(row["excuse"]), row["seconds"]) for row in read["shapes"]),
        Trouble(Text(**trouble["message"]), trouble["place"]) if trouble else None,
    )


def _plain(value: Any) -> Any:  # noqa: ANN401  # of JSON
    """Return a value of this package as one of JSON."""
    if value is None or isinstance(value, (str, int, float)):  # as most are
        return value
    if isinstance(value, Text):
        return value._asdict()
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


def _finding(row: dict[str, Any]) -> Finding:
    premises = tuple(Premise(one["triple"], _place(one["place"])) for one in row["premises"])
    read = {
        "message": Text(**row["message"]),
        "premises": premises,
        "also": tuple(row["also"]),
        "label": _text(row["label"]),
        "place": _place(row["place"]),
        "excerpt": Excerpt(**row["excerpt"]) if row["excerpt"] else None,
        "extent": tuple(row["extent"]) if row["extent"] else None,
    }
    return Finding(**{**row, **read})


def _place(row: dict[str, Any] | None) -> Place | None:
    return Place(**row) if row else None


def _text(row: dict[str, str] | None) -> Text | None:
    return Text(**row) if row else None
