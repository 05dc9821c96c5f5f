"""Words of a definition that settle a degree or kind, if both languages have them: the thing should be said so."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.namespaces import ID, KOMPAS, RDF, SKOS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.reasoning.facts import Facts, Pair, Term
    from kg.validation.rules.translations import Translated

_DEFINITION, _TYPE = SKOS + "definition", RDF + "type"
_EVIDENCE, _KIND, _NOT_STATED, _STRENGTH = (KOMPAS + name for name in ("evidence", "kind", "notStated", "strength"))


class _Degree(NamedTuple):
    """Words in Danish and in English, the values of a property that they rule out, and what to write instead."""

    path: str
    wrong: tuple[str, ...]
    da: re.Pattern[str]
    en: re.Pattern[str]
    right: str = ""


_PROMISE = (re.compile(r"\b(?:Danmark|[Rr]egeringen) (?:vil|skal)\b|\b(?:[Vv]il|[Ss]kal) (?:Danmark|regeringen)\b"),
            re.compile(r"\b(?:will|shall|must|is to|are to)\b"))  # fmt: skip
_DEGREES = (
    _Degree(_STRENGTH, (ID + "strength-pursues", ID + "strength-decided"), *_PROMISE),
    _Degree(_TYPE, (KOMPAS + "Measure",), *_PROMISE, "kompas:Commitment"),
    _Degree(_STRENGTH, (ID + "strength-will",), re.compile(r"\b(?:vil|skal) arbejde for\b"),
            re.compile(r"\b(?:will|shall|is to) work for\b"), "id:strength-aims"),
    _Degree(_KIND, (ID + "kind-opportunity",), re.compile(r"\b(?:truer|trussel|trusler|fare)\b"),
            re.compile(r"\b(?:threat|danger)")),
)  # fmt: skip
# What a definition says that the document does not say.
_UNSAID = (re.compile(r"siger teksten ikke|\b(?:siges|nævnes|oplyses|fremgår) ikke\b|\bunævnt?e?\b"),
           re.compile(r"\bnot (?:say|said|name|named|stated|given|show)\b|\bunnamed\b"))  # fmt: skip


def check(asserted: Facts, texts: Mapping[str, Translated]) -> list[Finding]:
    """Return a warning for each value that the definition rules out, and for what it says is not said, if unmarked."""
    held: defaultdict[Term, list[tuple[_Degree, Term]]] = defaultdict(list)
    for path in dict.fromkeys(degree.path for degree in _DEGREES):
        degrees = {wrong: degree for degree in _DEGREES if degree.path == path for wrong in degree.wrong}
        values = asserted.pairs(path) if path != _TYPE else _typed(asserted, degrees)
        for thing, value in values:
            if degree := degrees.get(value.value):
                held[thing].append((degree, value))
    unmarked = {thing for thing, _ in asserted.pairs(_EVIDENCE)} - {thing for thing, _ in asserted.pairs(_NOT_STATED)}
    found: list[Finding] = []
    for thing, da, en in zip(*texts[_DEFINITION], strict=True):
        for degree, value in held.get(thing, ()):
            word = degree.da.search(da)
            english = degree.en.search(en) if word else None
            if word and english:
                path = shorten(degree.path) if degree.path != _TYPE else "a"
                message = Text(f"definitionen siger “{word[0]}”, hvad {path} {shorten(value.value)} ikke passer til",
                               f"the definition says “{english[0]}”, which {path} {shorten(value.value)} does not "
                               "fit")  # fmt: skip
                found.append(Finding("warning", "vocabulary", "definition-and-degree", message, thing.value,
                                     degree.path, value.value, suggestion=degree.right))  # fmt: skip
        if " not " not in en and "unnamed" not in en:
            continue  # which is told in a tenth of the time
        word, english = _UNSAID[0].search(da), _UNSAID[1].search(en)
        if word and english and thing in unmarked:
            message = Text(f"definitionen siger “{word[0]}”: skriv hvad med kompas:notStated",
                           f"the definition says “{english[0]}”: write what with kompas:notStated")  # fmt: skip
            found.append(Finding("warning", "vocabulary", "unsaid-unmarked", message, thing.value, _NOT_STATED))
    return found


def _typed(asserted: Facts, classes: Iterable[str]) -> list[Pair]:
    return [(thing, ox.NamedNode(class_)) for class_ in classes for thing in asserted.instances(class_)]
