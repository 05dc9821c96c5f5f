"""A report as SARIF 2.1.0 (OASIS), which GitHub, GitLab and editors read."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg import __version__
from kg.namespaces import shorten
from kg.validation.formats import escaped

if TYPE_CHECKING:
    from kg.places import Place
    from kg.validation.findings import Finding
    from kg.validation.formats import View
    from kg.validation.report import Report, Trouble

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "kompasFinding/v1"
_LEVEL = {"violation": "error", "warning": "warning", "info": "note"}


def render(report: Report, view: View) -> str:
    """Return a log of one run."""
    names = sorted({finding.rule for finding in report.findings})
    index = {name: place for place, name in enumerate(names)}
    seen: Counter[str] = Counter()
    run = {
        "tool": {
            "driver": {"name": "kompas", "version": __version__, "rules": [_rule(report, name) for name in names]}
        },
        "language": view.lang,
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report.trouble, view.lang)],
        "results": [_result(finding, index[finding.rule], view.lang, seen) for finding in report.findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return escaped(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def fingerprint(finding: Finding) -> str:
    """Return what stays the same of a finding while lines move and messages are reworded."""
    where = finding.thing or (finding.place.file if finding.place else "")
    parts = (finding.check, finding.rule, where, finding.path, finding.value, finding.component)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _rule(report: Report, name: str) -> dict[str, Any]:
    check = next(finding.check for finding in report.findings if finding.rule == name)
    return {"id": shorten(name), "properties": {"tags": [check]}}


def _invocation(trouble: Trouble | None, lang: str) -> dict[str, Any]:
    notes = [{"level": "error", "message": {"text": trouble.of(lang)}}] if trouble else []
    return {"executionSuccessful": trouble is None, "toolExecutionNotifications": notes}


def _result(finding: Finding, rule: int, lang: str, seen: Counter[str]) -> dict[str, Any]:
    mark = fingerprint(finding)
    seen[mark] += 1
    result: dict[str, Any] = {
        "ruleId": shorten(finding.rule),
        "ruleIndex": rule,
        "level": _LEVEL[finding.severity],
        "message": {"text": _message(finding, lang)},
        "partialFingerprints": {FINGERPRINT: f"{mark}:{seen[mark]}"},
        "properties": {
            "check": finding.check,
            "path": shorten(finding.path),
            "value": finding.value,
            "passage": shorten(finding.passage),
            "also": [shorten(one) for one in finding.also],
        },
    }
    location: dict[str, Any] = {}
    if finding.place:
        location["physicalLocation"] = _physical(finding.place, finding)
    if finding.thing:
        label = {"name": finding.label.of(lang)} if finding.label else {}
        location["logicalLocations"] = [{"fullyQualifiedName": finding.thing, "kind": "resource", **label}]
    if location:
        result["locations"] = [location]
    related = [
        {"physicalLocation": _physical(premise.place), "message": {"text": premise.triple}}
        for premise in finding.premises
        if premise.place
    ]
    if related:
        result["relatedLocations"] = related
    return result


def _message(finding: Finding, lang: str) -> str:
    said = finding.message.of(lang)
    if not finding.suggestion:
        return said
    return f"{said} ({'skriv' if lang == 'da' else 'write'}: {finding.suggestion})"


def _physical(place: Place, finding: Finding | None = None) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": place.line, "startColumn": place.column}
    if finding and finding.excerpt:
        region["endColumn"] = place.column + finding.excerpt.length
        region["snippet"] = {"text": finding.excerpt.text}
    path = PurePath(place.file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    return {"artifactLocation": {"uri": uri}, "region": region}
