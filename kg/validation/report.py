"""The report: what was checked, what was found, how many nodes each shape saw, and the verdict."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from kg.places import Place
from kg.validation.findings import SEVERITIES, Finding, Text, gravity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.validation.findings import Check, Severity


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


@dataclass(frozen=True, slots=True)
class Report:
    """What validation has to say: findings by file and line, the checks in their order, the shapes by name."""

    findings: tuple[Finding, ...]
    checks: tuple[Run, ...]
    shapes: tuple[Seen, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether there is no violation."""
        return not self.fails("violation")

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
        return Report(ordered((*self.findings, *other.findings)), tuple(runs.values()), self.shapes + other.shapes)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by file, line, gravity and name, each once; those without a place last."""

    def key(finding: Finding) -> tuple[object, ...]:
        place = finding.place
        where = (0, place.file, place.line, place.column) if place else (1, "", 0, 0)
        return (*where, -gravity(finding.severity), finding.thing, finding.rule, finding.value, finding.message.en)

    return tuple(sorted(dict.fromkeys(findings), key=key))


def to_data(report: Report) -> dict[str, Any]:
    """Return a report as values of JSON; texts are objects with `da` and `en`."""

    def plain(value: object) -> object:
        if isinstance(value, Text):
            return value._asdict()
        if isinstance(value, (list, tuple)):
            return [plain(one) for one in value]
        if isinstance(value, dict):
            return {name: plain(one) for name, one in value.items()}
        return value

    def rows(values: Iterable[Any]) -> list[Any]:
        return [plain(_shallow(value)) for value in values]

    return {
        "passed": report.passed,
        "counts": report.counts(),
        "findings": rows(report.findings),
        "checks": rows(report.checks),
        "shapes": rows(report.shapes),
    }


def to_bytes(report: Report) -> bytes:
    """Return a report as it is kept in the cache."""
    return json.dumps(to_data(report), ensure_ascii=False).encode()


def from_bytes(data: bytes) -> Report:
    """Return the report that `to_bytes` was given."""
    read = json.loads(data)
    findings = [
        replace(
            Finding(**{**row, "message": Text(**row["message"]), "premises": tuple(row["premises"])}),
            label=_text(row["label"]),
            place=Place(**row["place"]) if row["place"] else None,
        )
        for row in read["findings"]
    ]
    checks = [Run(row["check"], row["ran"], _text(row["note"])) for row in read["checks"]]
    shapes = [Seen(row["shape"], row["nodes"], _text(row["excuse"])) for row in read["shapes"]]
    return Report(tuple(findings), tuple(checks), tuple(shapes))


def _shallow(value: Any) -> dict[str, Any]:  # noqa: ANN401  # any dataclass of this module
    """Return the fields of a dataclass; `asdict` would take texts apart without their names."""
    fields = {name: getattr(value, name) for name in value.__slots__}
    if fields.get("place") is not None:
        fields["place"] = asdict(fields["place"])
    return fields


def _text(row: dict[str, str] | None) -> Text | None:
    return Text(**row) if row else None
