"""A report as the XML of JUnit, which continuous integration reads: a suite for each check, a case for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from kg.namespaces import shorten
from kg.validation.findings import gravity
from kg.validation.formats import harmless
from kg.validation.formats.wording import SEVERITY

if TYPE_CHECKING:
    from kg.validation.findings import Finding
    from kg.validation.formats import View
    from kg.validation.report import Report, Run


def render(report: Report, view: View) -> str:
    """Return a suite for each check; what is too mild to fail is a case that passed, with its message."""
    root = ET.Element("testsuites", name="kompas")
    for run in report.checks:
        _suite(root, run, [one for one in report.findings if one.check == run.check], report, view)
    if report.trouble and not any(suite.get("errors") != "0" for suite in root):
        suite = ET.SubElement(root, "testsuite", name="validation", tests="1", failures="0", errors="1", skipped="0")
        case = ET.SubElement(suite, "testcase", classname="validation", name="validation")
        ET.SubElement(case, "error", message=harmless(report.trouble.of(view.lang)), type="unchecked")
    for kind in ("tests", "failures", "errors", "skipped"):
        root.set(kind, str(sum(int(suite.get(kind, "0")) for suite in root)))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: ET.Element, run: Run, findings: list[Finding], report: Report, view: View) -> None:
    suite = ET.SubElement(root, "testsuite", name=run.check)
    case = ET.SubElement(suite, "testcase", classname=run.check, name=run.check)
    note = harmless(run.note.of(view.lang)) if run.note else ""
    failed = not run.ran and report.trouble is not None and note == harmless(report.trouble.of(view.lang))
    if failed:
        ET.SubElement(case, "error", message=note, type="unchecked")
    elif not run.ran:
        ET.SubElement(case, "skipped", message=note)
    failures = 0
    for finding in findings:
        where = str(finding.place or shorten(finding.thing))
        case = ET.SubElement(suite, "testcase", classname=run.check, name=harmless(f"{shorten(finding.rule)} {where}"))
        if finding.place:
            case.set("file", harmless(finding.place.file))
            case.set("line", str(finding.place.line))
        message = harmless(finding.message.of(view.lang))
        if gravity(finding.severity) >= gravity(view.on):
            failures += 1
            failure = ET.SubElement(case, "failure", message=message, type=harmless(shorten(finding.rule)))
            failure.text = _details(finding)
        else:
            ET.SubElement(case, "system-out").text = f"{SEVERITY[finding.severity].of(view.lang)}: {message}"
    counts = {
        "tests": 1 + len(findings),
        "failures": failures,
        "errors": int(failed),
        "skipped": int(not run.ran and not failed),
    }
    for kind, count in counts.items():
        suite.set(kind, str(count))


def _details(finding: Finding) -> str:
    lines = [shorten(finding.thing), finding.excerpt.text if finding.excerpt else "", finding.suggestion]
    lines += [premise.triple for premise in finding.premises]
    return "\n".join(harmless(line) for line in lines if line)
