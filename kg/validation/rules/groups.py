"""Groups in roles: the words on a thing should have a word of their name, and not all words of another's."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.namespaces import KOMPAS, SKOS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kg.reasoning.facts import Facts, Term
    from kg.validation.rules.translations import Translated

_GROUP, _LABEL, _OTHER, _DEFINITION = KOMPAS + "Group", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition"
_ROLES = tuple(
    KOMPAS + name
    for name in (
        "actor",
        "attributedTo",
        "beneficiary",
        "counterpart",
        "forum",
        "partner",
        "party",
        "payer",
        "threatens",
    )
)
_CONCERNS = KOMPAS + "concerns"
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5  # letters by which two forms of a word are known for the same
_READ = 2000  # letters of a text, which is a sentence
_FEWEST = 2  # words that tell a group


def check(asserted: Facts, texts: Mapping[str, Translated]) -> list[Finding]:
    """Return a warning for each group that no word on a thing names, where all words of the name of another stand."""
    groups = set(asserted.instances(_GROUP))
    tied: defaultdict[Term, set[Term]] = defaultdict(set)
    for path in (*_ROLES, _CONCERNS):
        for thing, other in asserted.pairs(path):
            if other in groups:
                tied[thing].add(other)
    labels = _labels(asserted, groups)
    own = {group: set().union(*(of for _, of in said)) for group, said in labels.items()}
    by_language = {group: dict(said) for group, said in labels.items()}
    telling = {group: (of["da"], of["en"]) for group, of in by_language.items()
               if len(of.get("en", ())) >= _FEWEST and of.get("da")}  # fmt: skip
    words = _words(tied.keys(), texts)
    found: list[Finding] = []
    for role in _ROLES:
        for thing, group in asserted.pairs(role):
            if group not in own or thing not in words:
                continue
            da, en = words[thing]
            if not any(stem in da or stem in en for stem in own[group]):
                others = (other for other, (danish, english) in telling.items()
                          if all(stem in en for stem in english) and all(stem in da for stem in danish)
                          and other not in tied[thing])  # fmt: skip
                found += _exchanged(thing, role, group, others)
    return found


def _labels(asserted: Facts, groups: set[Term]) -> defaultdict[Term, list[tuple[str, set[str]]]]:
    """Return the stems of each name of groups, with the language if it is the label."""
    stems: defaultdict[Term, list[tuple[str, set[str]]]] = defaultdict(list)
    for path in (_LABEL, _OTHER):
        for group, name in asserted.pairs(path):
            if group in groups:
                language = getattr(name, "language", None) or ""
                of = {word[:_STEM].lower() for word in _LONG_WORD.findall(name.value)}
                stems[group].append((language if path == _LABEL else "", of))
    return stems


def _words(things: Collection[Term], texts: Mapping[str, Translated]) -> dict[Term, tuple[str, str]]:
    """Return label and definition of things in Danish and in English, in small letters."""
    words: dict[Term, tuple[str, str]] = {}
    for path in (_LABEL, _DEFINITION):
        for thing, da, en in zip(*texts[path], strict=True):
            if thing in things:
                before = words.get(thing, ("", ""))
                words[thing] = f"{before[0]} {da[:_READ].lower()}", f"{before[1]} {en[:_READ].lower()}"
    return words


def _exchanged(thing: Term, role: str, group: Term, others: Iterable[Term]) -> Iterator[Finding]:
    if names := sorted(shorten(other.value) for other in others):
        path, who, instead = shorten(role), shorten(group.value), names[0]
        message = Text(f"{path} siger {who}, som ordene ikke nævner; de nævner {instead}",
                       f"{path} says {who}, which the words do not name; they name {instead}")  # fmt: skip
        yield Finding("warning", "vocabulary", "other-group", message, thing.value, role, group.value,
                      suggestion=instead)  # fmt: skip
