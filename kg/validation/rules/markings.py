"""Labels that stand in each other's language: the Danish one marked as English, and the English one as Danish."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import SKOS
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from kg.reasoning.facts import Facts, Term

_LABEL = SKOS + "prefLabel"
# Letters and small words that one of the two languages has and the other has not.
_LETTERS = re.compile("[æøå]")
_DANISH = frozenset(
    ("og", "af", "til", "på", "om", "med", "det", "den", "der", "er", "som", "ved", "fra", "hos", "mod")
)
_ENGLISH = frozenset(("the", "of", "and", "with", "from", "on", "its", "against", "between", "without", "within"))


def check(asserted: Facts) -> list[Finding]:
    """Return a violation for each pair of labels of which each has more signs of the other's language than of its own.

    A name may keep its language in one of them; both are never of the other's.
    """
    pairs = asserted.pairs(_LABEL)
    danish = {thing: label for thing, label in pairs if _is(label, "da") and _has_english(label.value)}
    english = {thing: label for thing, label in pairs if thing in danish and _is(label, "en")} if danish else {}
    message = Text("den danske og den engelske betegnelse er byttet om",
                   "the Danish and the English label are exchanged")  # fmt: skip
    return [
        Finding("violation", "vocabulary", "labels-exchanged", message, thing.value, _LABEL, danish[thing].value,
                suggestion=f"{_marked(label, 'da')} , {_marked(danish[thing], 'en')}")
        for thing, label in english.items() if _lean(danish[thing].value) < 0 < _lean(label.value)
    ]  # fmt: skip


def _is(label: Term, language: str) -> bool:
    return isinstance(label, ox.Literal) and label.language == language


def _has_english(text: str) -> bool:
    """Tell whether there is a sign of English at all, which is soon told of most Danish labels."""
    return not _ENGLISH.isdisjoint(text.lower().split())


def _lean(text: str) -> int:
    """Return how many more signs of Danish than of English a text has."""
    words = text.lower().split()
    return len(_LETTERS.findall(text.lower())) + sum((one in _DANISH) - (one in _ENGLISH) for one in words)


def _marked(label: Term, language: str) -> str:
    return str(ox.Literal(label.value, language=language))
