"""Leaves out findings that another one explains: with that put right they are gone, and until then they bury it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.namespaces import OWL, PREFIXES, SH, shorten
from kg.validation import misnamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.facts import Facts
    from kg.validation.findings import Finding

_SPACE = re.compile("<(.+?)>")  # in the line that is proposed for a prefix
_SAME = OWL + "sameAs"


def _components(*names: str) -> frozenset[str]:
    return frozenset(f"{SH}{name}ConstraintComponent" for name in names)


_BOUNDS = _components(*(end + of for end in ("Min", "Max") for of in ("Count", "Inclusive", "Exclusive", "Length")),
                      "QualifiedMinCount", "QualifiedMaxCount")  # fmt: skip
_DOUBLED, _EQUALS = _components("MaxCount"), _components("Equals")
_LACKING = _components("MinCount", "QualifiedMinCount", "HasValue")
_OF_CLASS = _components("Class", "HasValue", "In", "Or", "QualifiedMinCount")
_CLASSLESS = frozenset({"undeclared-class", "no-class"})


def without_consequences(findings: list[Finding], asserted: Facts, inferred: Facts) -> list[Finding]:
    """Return findings without those of shapes that are wrong themselves, and those on what is misspelt or merged."""
    explained: set[Finding] = {
        *_twice(findings),
        *_by_shapes(findings),
        *_by_names(findings),
        *_by_misnaming(findings),
        *_by_classes(findings, asserted),
        *_by_merging(findings, asserted, inferred),
        *_by_their_pairs(findings, asserted),
    }
    kept = [one for one in findings if one not in explained]
    suspect = {one.rule for one in kept} - {one.rule for one in explained}  # the others fail so often for that alone
    return [one for one in kept if one.rule != "most-fail" or one.thing in suspect]


def _twice(findings: list[Finding]) -> Iterator[Finding]:
    """Yield what is told of a term again, in other words."""
    told: set[tuple[str, str, str]] = set()
    for one in findings:
        if one.rule in ("undeclared-term", "missing-shape", "dangling"):
            where = (one.thing, one.path, one.value)
            if where in told:
                yield one
            told.add(where)


def _by_shapes(findings: list[Finding]) -> Iterator[Finding]:
    """Yield what is found by constraints that name what does not exist, or that nothing can fulfil."""
    wrong: set[tuple[str, str]] = set()
    absent = {(one.thing, shorten(one.value)) for one in findings if one.rule == "undeclared-term"}
    for one in findings:
        if one.rule == "impossible":
            wrong |= {(one.thing, component) for component in _BOUNDS}
        elif one.rule in ("undeclared-term", "unknown-term") and one.path.startswith(SH):
            name = one.path.removeprefix(SH)
            wrong.add((one.thing, "" if name == "path" else next(iter(_components(name[:1].upper() + name[1:])))))
    for one in findings if wrong or absent else ():
        if one.check == "shapes" and (
            (one.rule, one.suggestion) in absent or not {(one.rule, one.component), (one.rule, "")}.isdisjoint(wrong)
        ):
            yield one


def _by_names(findings: list[Finding]) -> Iterator[Finding]:
    """Yield that something is lacking, where it is there by a misspelt name, and what a wrong prefix leads to."""
    spaces = tuple(_SPACE.findall(" ".join(one.suggestion for one in findings if one.rule == "prefix-of-table")))
    misnamed = [
        one for one in findings
        if one.rule == "undeclared-property"
        or (one.rule == "strange-vocabulary" and spaces and _iri(one.suggestion).startswith(spaces))
    ]  # fmt: skip
    meant = {(one.thing, _iri(one.suggestion)) for one in misnamed}
    meant |= {(one.thing, path) for one in findings if one.rule == "dangling" for path in ("", one.path)}
    for one in findings if meant else ():
        if one.component in _LACKING and (one.thing, one.path) in meant:
            yield one
    yield from (one for one in misnamed if spaces and _iri(one.suggestion).startswith(spaces))


def _by_misnaming(findings: list[Finding]) -> Iterator[Finding]:
    """Yield what is found on names that a misspelt one should be, and what follows from its numbers."""
    names = {one.value: one.thing for one in findings if one.rule == misnamed.RULE}
    things, short = set(names.values()), {shorten(thing) for thing in names.values()}
    for one in findings if names else ():
        if one.rule != misnamed.RULE and (
            one.value in names
            or one.suggestion in short
            or (one.thing in names and one.component in _LACKING)
            or (one.thing in things and one.rule == "passage-name")
        ):
            yield one


def _by_classes(findings: list[Finding], asserted: Facts) -> Iterator[Finding]:
    """Yield that a value is of the wrong class, where that of the thing is misspelt or missing."""
    classless = {one.thing for one in findings if one.rule in _CLASSLESS}
    users = {
        getattr(quad.subject, "value", "")
        for quad in (asserted.all() if classless else ())
        if getattr(quad.object, "value", "") in classless
    }
    for one in findings if classless else ():
        if one.component in _OF_CLASS and (one.value in classless or (not one.path and one.thing in users)):
            yield one


def _by_merging(findings: list[Finding], asserted: Facts, inferred: Facts) -> Iterator[Finding]:
    """Yield what is found on things that were found to be the same, where it is told what makes them that."""
    if not any(True for _ in inferred.of(_SAME)):
        return
    merged = {end for one in findings if one.rule == "same-as" for end in (one.thing, one.value)}
    doubled: dict[tuple[str, str], set[str]] = {
        (one.thing, one.path): set() for one in findings
        if one.component in _DOUBLED and one.path and one.severity == "violation"
    }  # fmt: skip
    for path in {path for _, path in doubled}:
        for quad in asserted.of(path):
            if (where := (getattr(quad.subject, "value", ""), path)) in doubled:
                doubled[where].add(getattr(quad.object, "value", ""))
    merged |= {value for values in doubled.values() if len(values) > 1 for value in values}
    for one in findings:
        single = doubled.get((one.thing, one.path), set())
        if one.check == "shapes" and one.path and (one.thing in merged or (len(single) == 1 and single <= merged)):
            yield one


def _by_their_pairs(findings: list[Finding], asserted: Facts) -> Iterator[Finding]:
    """Yield the other side of two values that have to be the same: the one that is not said of the thing itself."""
    compared = [one for one in findings if one.component in _EQUALS]
    lacking = {one.thing for one in findings if compared and one.component in _LACKING}
    yield from (one for one in compared if one.thing in lacking)
    for one in compared:
        others = [two for two in compared if (two.rule, two.thing) == (one.rule, one.thing) and two != one]
        if others and not _says(one, asserted) and any(_says(two, asserted) for two in others):
            yield one


def _says(finding: Finding, asserted: Facts) -> bool:
    return any(
        getattr(quad.object, "value", "") == finding.value
        for quad in asserted.all()
        if getattr(quad.subject, "value", "") == finding.thing
    )


def _iri(name: str) -> str:
    """Return the IRI that a short form stands for; a full one stays as it is."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name
