"""Finds the place of quoted words in the reference text, and cites it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.document.passages import REFERENCE_TEXT, Part, Passage, passage
from kg.document.text import letters, line_of, span_of
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.document.passages import Run

_ELLIPSIS = re.compile(r"\s*\[?(?:…|\.\s?\.\s?\.)\]?\s*")
_LINE_HYPHEN = re.compile(r"[-\u00ad\u2010\ufffe]\s*\n\s*")
_HINT_LETTERS = 12  # fewer letters agree by chance
_GRAM = 4  # letters a gram, by which lines are compared with a phrase that is nowhere
_ALIKE = 0.4  # share of a phrase's grams that a line must have to be suggested
_SUGGESTIONS = 3
_SHOWN = 60  # characters of a phrase or line in a message


def cite(
    phrase: str,
    text: str,
    *,
    lines: tuple[int, int] | None = None,
    parts: Iterable[Part] = (),
    units: Sequence[Run] = (),
    source: str = REFERENCE_TEXT,
) -> list[Passage]:
    r"""Return a passage for each place where the phrase stands, in the text's order.

    `lines` (from 1, both included) keeps those that begin there.

    Raises: KgError if the phrase is nowhere (with the nearest lines), or has no letter.

    >>> text = "Danmark vil støtte fri for-\nskning . Danmark vil mere ."
    >>> [found.iri.rpartition("/")[2] for found in cite("fri forskning", text)]
    ['passage-19-34']
    >>> [(found.start, found.letter_count) for found in cite("Danmark … mere", text)]
    [(37, 14)]
    """
    places = find(text, phrase)
    if not places:
        message, danish = _nowhere(text, phrase)
        raise KgError(message, f"“{_shortened(phrase)}”", danish=danish)
    if lines is not None:
        within = [place for place in places if lines[0] <= line_of(text, place[0]) <= lines[1]]
        if not within:
            elsewhere = ", ".join(str(line_of(text, start)) for start, _ in places[:10])
            message = f"does not begin on the lines {lines[0]}-{lines[1]}, but on line {elsewhere}"
            danish = f"begynder ikke på linje {lines[0]}-{lines[1]}, men på linje {elsewhere}"
            raise KgError(message, f"“{_shortened(phrase)}”", danish=danish)
        places = within
    known = list(parts)
    return [passage(text, start, end, parts=known, units=units, source=source) for start, end in places]


def cite_lines(
    lines: tuple[int, int], text: str, *, parts: Iterable[Part] = (), source: str = REFERENCE_TEXT
) -> Passage:
    """Return the passage of all that stands on the lines (from 1, both included), as for the extent of a part.

    It says no units: those of a part say themselves that they stand in it.

    Raises: KgError if there are no such lines, or no letter on them.
    """
    return passage(text, *span_of(text, lines), parts=parts, source=source)


def find(text: str, phrase: str) -> list[tuple[int, int]]:
    """List the places (offsets, end exclusive) where the phrase stands, by letters and digits alone.

    Case, spaces, line ends, hyphens and dashes do not count. `first words … last words` is the shortest run from
    the one to the other. Places within longer words are left out, unless there are no others.

    Raises: KgError if the phrase has no letter or digit.
    """
    ends = [letters(words).folded for words in _ELLIPSIS.split(phrase.strip())]
    ends = [words for words in ends if words]
    if not ends:
        message = "expected words to look for, but there is no letter or digit"
        danish = "her skulle stå ord at lede efter, men der er hverken bogstav eller tal"
        raise KgError(message, f"“{phrase}”", danish=danish)
    runs = _occurrences(text, ends[0])
    for words in ends[1:]:
        runs = _joined(runs, _occurrences(text, words))
    found = letters(text)
    return [(found.origins[first], found.ends[last - 1]) for first, last in runs]


def _occurrences(text: str, wanted: str) -> list[tuple[int, int]]:
    """List where the letters stand, as ranges of letters: as words of their own, else anywhere."""
    found = letters(text)
    anywhere = []
    first = found.folded.find(wanted)
    while first >= 0:
        last = first + len(wanted)
        # A ligature or fraction is one character of the text: a place cannot begin or end inside it.
        if not _splits(found.origins, first) and not _splits(found.origins, last):
            anywhere.append((first, last))
        first = found.folded.find(wanted, first + 1)
    own = [run for run in anywhere if not any(_within_word(text, place) for place in run)]
    return own or anywhere


def _splits(origins: Sequence[int], place: int) -> bool:
    return 0 < place < len(origins) and origins[place - 1] == origins[place]


def _within_word(text: str, place: int) -> bool:
    """Tell whether a word, be it broken by a line end, goes on from the letter before `place` to the one there."""
    found = letters(text)
    if not 0 < place < len(found.folded):
        return False
    start = found.origins[place]
    between = text[found.ends[place - 1] : start]
    return not between or (text[start].islower() and _LINE_HYPHEN.fullmatch(between) is not None)


def _joined(heads: list[tuple[int, int]], tails: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join each tail to the last head before it, so that no run holds another."""
    starts = [first for first, _ in tails]
    joined: dict[int, tuple[int, int]] = {}
    for first, last in heads:  # in order: a later head replaces an earlier one of the same tail
        place = bisect_left(starts, last)
        if place < len(tails):
            joined[place] = (first, tails[place][1])
    return list(joined.values())


def _nowhere(text: str, phrase: str) -> tuple[str, str]:
    """Say in English and Danish how far the phrase goes before it departs from the text, or which lines resemble it."""
    found = letters(text)
    pieces = [piece for piece in map(letters, _ELLIPSIS.split(phrase)) if piece.folded]
    wanted = next((piece for piece in pieces if piece.folded not in found.folded), None)
    if wanted is None:
        return (
            "its parts stand in the text, but not in this order",
            "dens dele står i teksten, men ikke i denne rækkefølge",
        )
    low, high = 0, len(wanted.folded)  # the longest head of the phrase that stands in the text
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted.folded[:middle] in found.folded else (low, middle - 1)
    if low >= _HINT_LETTERS:
        first = found.folded.find(wanted.folded[:low])
        start, end = found.origins[first], found.ends[first + low - 1]
        after = " ".join(text[end : end + _SHOWN].split())
        line, tail = line_of(text, start), _tail(text[start:end])
        message = f"its beginning is on line {line} up to “{tail}”, where the text goes on with “{after}”"
        danish = f"begyndelsen er på linje {line} til og med “{tail}”, hvor teksten går videre med “{after}”"
        return f"does not stand in the text; {message}", f"står ikke i teksten; {danish}"
    near = _alike(text, wanted.folded)
    if not near:
        return "does not stand in the text, nor anything like it", "står ikke i teksten, og heller ikke noget lignende"
    shown, vist = ("; ".join(f"{word} {number}: “{line}”" for number, line in near) for word in ("line", "linje"))
    return f"does not stand in the text; nearest is {shown}", f"står ikke i teksten; nærmest er {vist}"


def _alike(text: str, wanted: str) -> list[tuple[int, str]]:
    """List the numbers and words of the lines that share most runs of letters with what is wanted."""
    grams = _grams(wanted)
    scored = []
    for number, line in enumerate(text.split("\n"), start=1):
        shared = _grams(letters_of_line := _plain(line)) & grams
        # A line is measured against what it could hold: a phrase may be longer than a line, or a line than it.
        room = max(1, min(len(grams), len(letters_of_line) - _GRAM + 1))
        share = len(shared) / room
        if share >= _ALIKE and len(shared) > 1:
            scored.append((-share * len(shared), number, " ".join(line.split())))
    return [(number, line) for _, number, line in sorted(scored)[:_SUGGESTIONS]]


def _grams(words: str) -> set[str]:
    return {words[place : place + _GRAM] for place in range(len(words) - _GRAM + 1)}


def _plain(line: str) -> str:
    """Reduce one line to its letters without keeping it: a text's lines would push out the texts themselves."""
    return "".join(character for character in line.casefold() if character.isalnum())


def _shortened(phrase: str) -> str:
    words = " ".join(phrase.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"


def _tail(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else "…" + words[1 - _SHOWN :]
