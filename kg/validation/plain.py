"""The checks that need nothing of what follows: of files, of the shapes themselves, and by the rules in Python."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from kg.confining import tell
from kg.errors import KgError
from kg.validation import evidence, text, vocabulary, wording
from kg.validation.rules import (
    axioms,
    belonging,
    codes,
    consorts,
    degrees,
    extents,
    grounds,
    groups,
    labelled,
    labels,
    layers,
    markings,
    names,
    namesakes,
    pages,
    parties,
    pillars,
    quantities,
    roles,
    silence,
    translations,
    usage,
    words,
)
from kg.validation.soundness import ill_formed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from kg.loading import Source
    from kg.reasoning.facts import Facts
    from kg.validation.findings import Check, Finding
    from kg.validation.material import Material

Made: TypeAlias = "dict[Check, list[Finding] | KgError]"


def beforehand(sources: Iterable[Source], shapes: Facts, checks: Collection[Check]) -> Made:
    """Make those parts of the checks that need no quads: how files are written, and whether shapes are well-formed."""
    made: Made = {}
    if "text" in checks:
        tell("text")
        made["text"] = text.check_files(sources)
    if "shapes" in checks:
        tell("shapes")
        made["shapes"] = outcome(lambda: list(ill_formed(shapes)))  # all of them: the engine ends at the first
    return made


def plainly(material: Material, checks: Collection[Check]) -> Made:
    """Make those of the checks that need nothing of what follows, but for what `beforehand` makes."""
    made: Made = {}
    for check in (check for check in _PLAIN if check in checks):
        tell(check)
        made[check] = outcome(partial(_PLAIN[check], material))
    return made


def outcome(check: Callable[[], list[Finding]]) -> list[Finding] | KgError:
    """Return what a check finds, or why it cannot be made."""
    try:
        return check()
    except KgError as error:
        return error


def _text(material: Material) -> list[Finding]:
    return [*text.check(material), *wording.check([material.facts, material.rules])]


def _vocabulary(material: Material) -> list[Finding]:
    texts = translations.translated(material.facts)
    found = [
        *vocabulary.check(material.facts, material.rules),
        *codes.check(material.facts),
        *namesakes.check(material.facts),
        *names.check(material.facts, material.rules),
        *labels.check(material.facts),
        *quantities.check(material.facts),
        *labelled.check(material.facts),
        *layers.check(material.facts),
        *roles.check(material.facts),
        *words.check(material.facts),
        *consorts.check(material.facts),
        *translations.check(texts),
        *degrees.check(material.facts, texts),
        *parties.check(material.facts, texts),
        *groups.check(material.facts, texts),
        *usage.check(material.facts),
        *belonging.check(material.facts),
        *pillars.check(material.facts),
        *silence.check(material.facts),
        *markings.check(material.facts),
        *axioms.check(material.facts),
    ]
    refused = {one.thing for one in found if one.rule == "term-in-data"}  # which then deprecates nothing
    return [one for one in found if one.rule != "deprecated" or one.value not in refused]


def _evidence(material: Material) -> list[Finding]:
    layout = extents.layout(material.facts)
    return [
        *evidence.check(material.facts),
        *grounds.check(material.facts),
        *extents.check(material.facts, layout),
        *pages.check(material.facts, layout),
    ]


_PLAIN: dict[Check, Callable[[Material], list[Finding]]] = {
    "text": _text, "vocabulary": _vocabulary, "evidence": _evidence,
}  # fmt: skip
