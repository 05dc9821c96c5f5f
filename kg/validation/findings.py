"""Findings: what a check has to say about one thing at one place, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

if TYPE_CHECKING:
    from kg.places import Place

Severity: TypeAlias = Literal["info", "warning", "violation"]
Check: TypeAlias = Literal["text", "vocabulary", "shapes", "consistency", "evidence"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)  # the gravest last
CHECKS: tuple[Check, ...] = get_args(Check)  # in the order they are made in


class Text(NamedTuple):
    """One text in Danish and English."""

    da: str
    en: str

    def of(self, lang: str) -> str:
        """Return it in a language, `da` or `en`."""
        return self.da if lang == "da" else self.en


@dataclass(frozen=True, slots=True)
class Premise:
    """A triple that a finding follows from, in short form, and where it stands; what was inferred stands nowhere."""

    triple: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of a file, or the part of a long one that matters, and what to mark in it; offsets from 0."""

    text: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    severity: Severity
    check: Check
    rule: str
    """IRI of the shape, or name of the rule."""
    message: Text
    thing: str = ""
    """IRI of what it is about; empty if it is about a file; `_:` and a label if it has no name."""
    path: str = ""
    """IRI of the property that it is about, if it is about one."""
    value: str = ""
    """The value, an IRI or a literal's lexical form."""
    datatype: str = ""
    """IRI of a literal's datatype, or `@` and its language; where the engine told them."""
    component: str = ""
    """IRI of the constraint component of SHACL that was broken."""
    premises: tuple[Premise, ...] = ()
    """The triples that it follows from."""
    suggestion: str = ""
    """What to write instead, where that is known."""
    also: tuple[str, ...] = ()
    """IRIs of other things that the same fault shows at."""
    label: Text | None = None
    """What the thing is called."""
    place: Place | None = None
    excerpt: Excerpt | None = None
    """The line of the place."""
    passage: str = ""
    """IRI of the first passage that the thing rests on."""
    extent: tuple[int, int] | None = None
    """Where that passage stands in the text: first code point, and the one after the last."""


def gravity(severity: Severity) -> int:
    """Return a number that grows with the severity."""
    return SEVERITIES.index(severity)
