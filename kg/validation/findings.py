"""Findings: what a check has to say about one thing at one place, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
class Finding:
    """What one check found."""

    severity: Severity
    check: Check
    rule: str
    """IRI of the shape, or name of the rule."""
    message: Text
    thing: str = ""
    """IRI of what it is about; empty if it is about a file."""
    path: str = ""
    """IRI of the property that it is about, if it is about one."""
    value: str = ""
    """The value, an IRI or a literal's lexical form."""
    component: str = ""
    """IRI of the constraint component of SHACL that was broken."""
    premises: tuple[str, ...] = ()
    """The triples that it follows from, in short form."""
    suggestion: str = ""
    """What to write instead, where that is known."""
    label: Text | None = None
    """What the thing is called."""
    place: Place | None = None
    passage: str = ""
    """IRI of the first passage that the thing rests on."""

    def at(self, *, label: Text | None, place: Place | None, passage: str) -> Finding:
        """Return the finding with its label, place and passage, where it has none yet."""
        return replace(self, label=self.label or label, place=self.place or place, passage=self.passage or passage)


def gravity(severity: Severity) -> int:
    """Return a number that grows with the severity."""
    return SEVERITIES.index(severity)
