"""The wording of texts in the graph: slips that every form of SHACL lets pass and every reader sees."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Facts
    from kg.validation.findings import Severity

_WORD = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r" {2,}|[\t\xa0\u2000-\u200a\u202f\u3000]")
_TAG = re.compile(r"</?(?:a|b|br|div|em|font|h[1-6]|i|li|ol|p|span|strong|sub|sup|table|td|tr|u|ul)(?:\s[^<>]*)?/?>")
_MARKUP = re.compile(rf"{_TAG.pattern}|&(?:#\d+|\w+);")
_MIXED = re.compile(r"[A-Za-z\xc0-\u024f][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z\xc0-\u024f]")
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b|\b(?:[Ll]orem ipsum|LOREM IPSUM)\b")
# What one of the last four needs to find anything; apart, these are found in a fifth of the time.
_ODD_LETTER = re.compile(r"[\t\xa0\u2000-\u200a\u202f\u3000<&\u0370-\u04ff]")
_ASCII, _ODD_ASCII = bytes(range(128)), "\t<&"
_ODD_WORDS = tuple(re.compile(word) for word in ("  ", "TODO", "FIXME", "XXX", "[Ll](?:orem|OREM) "))
# And names of the graph. None may look for its end from each of many beginnings, in a text of any length.
_QUOTED = re.compile(r"»[^»«]*«|\"[^\"]*\"|“[^“”]*”|(?<![\w-])[\w-]*:\S+|(?<!\S)-\S+")
_NAMES = {"da": Text("dansk", "Danish"), "en": Text("engelsk", "English")}
_OTHER = {"da": "en", "en": "da"}
_AS_PRINTED = frozenset({"claimedValue", "hiddenLabel", "printedAs", "title"})  # these keep the words of others
_MAY_DOUBLE = frozenset({"den", "der", "det", "had", "is", "som", "that"})  # "how large it is is not said"
_SHOWN = 60  # letters of a text in a message

# How much likelier the other language's texts make a text than its own language's, in powers of e, before it is told.
_LIKELIER = 5.0
_UNSEEN = 0.3  # how often a word counts as seen that was not
_LETTERS, _WORDS = 5, 4  # that tell a language, and that a sentence has: a name may end in a full stop too


class Tagged(NamedTuple):
    """A text with a language tag, and what it is said of."""

    thing: str
    path: str
    text: str
    language: str

    @property
    def as_printed(self) -> bool:
        """Tell whether it keeps the words of others, slips and all."""
        return re.split("[/#]", self.path)[-1] in _AS_PRINTED


def check(graphs: Iterable[Facts]) -> list[Finding]:
    """Return what is odd in the texts with a language tag."""
    texts = [
        Tagged(subject.value, predicate, value.value, language)
        for facts in graphs
        for predicate in facts.predicates()
        for subject, value in facts.pairs(predicate)
        if isinstance(value, ox.Literal) and (language := value.language) and isinstance(subject, ox.NamedNode)
    ]
    words = [one.text.lower().split() for one in texts]  # with their punctuation, in a third of the time
    return [*_odd_ones(texts), *_doubled_ones(texts, words), *_of_other_language(texts, words)]


def _odd_ones(texts: list[Tagged]) -> Iterator[Finding]:
    """Look through all texts at once, and only into those where there is something."""
    together = "\n".join(one.text for one in texts)
    if not unicodedata.is_normalized("NFC", together):
        suspects: Iterable[int] = range(len(texts))
    else:
        ends = list(accumulate(len(one.text) + 1 for one in texts))
        letters = {*together.encode().translate(None, _ASCII).decode(), *filter(together.__contains__, _ODD_ASCII)}
        odd = "".join(filter(_ODD_LETTER.match, letters))  # as a rule none, or one or two
        sought = (re.compile(f"[{re.escape(odd)}]"), *_ODD_WORDS) if odd else _ODD_WORDS
        found = chain.from_iterable(one.finditer(together) for one in sought)
        suspects = sorted({bisect_right(ends, one.start()) for one in found})
    for place in suspects:
        yield from _odd(texts[place])


def _doubled_ones(texts: list[Tagged], words: list[list[str]]) -> Iterator[Finding]:
    """Look into the texts in which a word begins as the one before it; its punctuation may follow a word."""
    for one, said in zip(texts, words, strict=True):
        if any(map(str.startswith, said[1:], said)):
            yield from _doubled(one)


def _odd(one: Tagged) -> Iterator[Finding]:
    """Find spaces, markup, letters and notes to oneself that do not belong in a text."""
    text = one.text
    if not unicodedata.is_normalized("NFC", text):
        message = Text("har bogstaver i løse dele, som ingen søgning finder",
                       "has letters in loose parts, which no search finds")  # fmt: skip
        yield _finding("loose-letters", message, one, unicodedata.normalize("NFC", text), "violation")
    if _SPACES.search(text):
        message = Text("har flere mellemrum i træk, eller et, der ikke er almindeligt",
                       "has several spaces in a row, or one that is not ordinary")  # fmt: skip
        yield _finding("spaces", message, one, _SPACES.sub(" ", text).strip())
    if found := _MARKUP.search(text):
        message = Text(f"har opmærkning ({found[0]}), men er ren tekst", f"has markup ({found[0]}) but is plain text")
        yield _finding("markup", message, one, html.unescape(_TAG.sub("", text)))
    if found := _MIXED.search(text):
        near = text[max(0, found.start() - _SHOWN) : found.end() + _SHOWN]
        mixed = next(word for word in _WORD.findall(near) if _MIXED.search(word))
        message = Text(f"blander alfabeter i ét ord ({mixed})", f"mixes alphabets in one word ({mixed})")
        yield _finding("mixed-letters", message, one, severity="violation")
    if found := _UNFINISHED.search(text):
        message = Text(f"er ikke skrevet færdig ({found[0]})", f"is unfinished ({found[0]})")
        yield _finding("unfinished", message, one)


def _doubled(one: Tagged) -> Iterator[Finding]:
    """Find a word that was written twice in a row, unless it is quoted so, or may be; the first of a text."""
    if one.as_printed:
        return
    for found in re.finditer(r"\b([^\W\d_]+) \1\b", _QUOTED.sub(" ", one.text), re.IGNORECASE):
        if found[1].lower() not in _MAY_DOUBLE:
            twice = _shortened(found[0])
            message = Text(f"har det samme ord to gange i træk ({twice})",
                           f"has the same word twice in a row ({twice})")  # fmt: skip
            yield _finding("doubled-word", message, one, one.text.replace(found[0], found[1]))
            return  # the text is in the finding, so that one for each would grow with its square


def _of_other_language(texts: list[Tagged], words: list[list[str]]) -> Iterator[Finding]:
    """Find texts whose words are those of the other language, by how often the graph's other texts use each.

    Names keep their language: what begins with a capital letter and is no sentence is left alone.
    """
    known = {
        language: Counter(
            chain.from_iterable(said for one, said in zip(texts, words, strict=True) if one.language == language)
        )
        for language in _OTHER
    }
    lean = {
        language: {
            word: math.log((count + _UNSEEN) / (known[other].get(word, 0) + _UNSEEN))
            for word, count in known[language].items()
        }
        for language, other in _OTHER.items()
        if known[language]
    }
    for one, said in zip(texts, words, strict=True):
        if one.language not in lean or sum(map(lean[one.language].__getitem__, said)) > len(said) or one.as_printed:
            continue  # it leans to its own language, by itself too
        sentence = one.text.endswith(".") and len(said) >= _WORDS
        if not (sentence or one.text[:1].islower()):
            continue
        unquoted = [word for word in _WORD.findall(_QUOTED.sub(" ", one.text).lower()) if len(word) > 1]
        ours, theirs, own = known[one.language], known[_OTHER[one.language]], Counter(said)
        lead = sum(math.log((theirs[word] + _UNSEEN) / (max(0, ours[word] - own[word]) + _UNSEEN)) for word in unquoted)
        if lead > _LIKELIER and sum(map(len, unquoted)) >= _LETTERS:
            name = _NAMES[_OTHER[one.language]]
            message = Text(f"er mærket @{one.language}, men ser ud til at være på {name.da}",
                           f"is tagged @{one.language} but seems to be in {name.en}")  # fmt: skip
            yield _finding("other-language", message, one)


def _finding(rule: str, message: Text, one: Tagged, mended: str = "", severity: Severity = "warning") -> Finding:
    short = _shortened(one.text)
    return Finding(
        severity, "text", rule, Text(f"“{short}” {message.da}", f"“{short}” {message.en}"), one.thing, one.path,
        one.text, suggestion=str(ox.Literal(mended, language=one.language)) if mended else "",
    )  # fmt: skip


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
