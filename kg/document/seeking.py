"""Finds passages in another copy of the document by their digests alone, since their words are not stored.

A SHA-256 says nothing about nearby texts, so every window of the passage's length has to be hashed until one agrees.
What makes that quick is where to look first: passages keep their distances to their neighbours wherever a block of the
text was moved to.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, insort
from collections import defaultdict
from functools import partial
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING

from kg.document.passages import by_place
from kg.document.text import letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.document.passages import Passage
    from kg.document.text import Letters

_TELLING = 24  # letters; shorter passages (a name, a heading) stand in many places and are sought last
_CLOSE = 40  # letters to either side of where a passage is expected, within which it may begin inside a word
_NEAR = 200  # letters to either side of where a passage is expected, besides _DRIFT
_DRIFT = 8  # the expected place errs by at most one letter in so many from the neighbour on
_FARTHEST = 1500  # letters; beyond it a sweep is quicker
_PATIENCE = 40  # lengths; when no passage of so many stands anywhere, this is another document
_LONG_WORD = 10  # letters; a word has five or six on average
_MISSES = 3  # passages in a row that are not near where their neighbour says: the block has ended

# Where a word begins, also one that is glued to the one before it: “ordHandling”, “produkter12”.
_STARTS = re.compile(r"(?<![^\W_])[^\W_]|(?<=[^\W\d_])\d|(?<=\d)[^\W\d_]|(?<=[a-zæøåé])[A-ZÆØÅÉ]")


def seek(
    passages: Iterable[Passage],
    text: str,
    long: Iterable[Passage] = (),
    settled: Callable[[int], object] = lambda _count: None,
) -> dict[Passage, tuple[int, int]]:
    """Return the offsets in `text` of each passage that stands there, the nearest to its neighbours' if several do.

    `long` ones are only looked for where their neighbours say. `settled` is called with the number of passages that
    were found or given up since the last call.
    """
    search = _Search(text)
    wanted = sorted(passages, key=by_place)
    telling = [passage for passage in wanted if passage.letter_count >= _TELLING]
    short = [passage for passage in wanted if passage.letter_count < _TELLING]
    for group in (telling, short):
        if group is short and telling and not search.found:
            break  # no sentence of it: a name that stands here too proves nothing
        search.near(group, settled)
        search.sweep(group, settled)
    settled(len(wanted) - len(search.found))
    search.near(sorted(long, key=by_place), settled)
    return search.places()


class _Search:
    """One copy's letters, and what was found in them so far."""

    def __init__(self, text: str) -> None:
        self.letters = letters(text)
        self.data = self.letters.folded.encode()
        self.offsets = _byte_offsets(self.letters.folded)
        self.starts = _word_starts(text, self.letters)
        self.found: dict[Passage, int] = {}
        self.known: list[tuple[int, int]] = []  # where passages start in the reference text, and letters here
        self.density = 0.8  # letters a code point: the share in running text

    def places(self) -> dict[Passage, tuple[int, int]]:
        origins, ends = self.letters.origins, self.letters.ends
        return {
            passage: (origins[first], ends[first + passage.letter_count - 1]) for passage, first in self.found.items()
        }

    def near(self, passages: Sequence[Passage], settled: Callable[[int], object]) -> None:
        """Look for each passage around where its neighbours say."""
        for passage in passages:
            if passage not in self.found and self._look(passage):
                settled(1)

    def sweep(self, passages: Sequence[Passage], settled: Callable[[int], object]) -> None:
        """Look for passages wherever a word begins, and near each that is found for its neighbours."""
        by_length: defaultdict[int, list[Passage]] = defaultdict(list)
        for passage in passages:
            if passage not in self.found:
                by_length[passage.letter_count].append(passage)
        # Many of one length first: one sweep serves them all, and each that is found brings its neighbours.
        for tried, length in enumerate(sorted(by_length, key=lambda length: (-len(by_length[length]), -length))):
            if tried >= _PATIENCE and not self.found:
                return
            group = [passage for passage in by_length[length] if passage not in self.found]
            before = len(self.found)
            hits = self._windows(length, {bytes.fromhex(passage.letter_digest) for passage in group})
            for passage in group:
                places = hits.get(bytes.fromhex(passage.letter_digest))
                if places and passage not in self.found:
                    self._keep(passage, min(places, key=partial(_distance, self._expected(passage))))
                    self._spread(passage, passages)
            settled(len(self.found) - before)

    def _spread(self, origin: Passage, passages: Sequence[Passage]) -> None:
        """Go from a passage that was found to its neighbours on both sides, as long as they are near."""
        middle = bisect_left(passages, by_place(origin), key=by_place)
        for side in (passages[middle + 1 :], passages[:middle][::-1]):
            misses = 0
            for passage in side:
                if passage in self.found:
                    break  # from there on the places are known
                misses = 0 if self._look(passage) else misses + 1
                if misses == _MISSES:
                    break

    def _look(self, passage: Passage) -> bool:
        """Try the windows around the expected places, the nearest first."""
        wanted, length = bytes.fromhex(passage.letter_digest), passage.letter_count
        data, offsets, sha256 = self.data, self.offsets, hashlib.sha256
        last = len(offsets) - 1 - length
        for expected, radius in self._neighbourhoods(passage):
            for place in self._around(expected, radius):
                if 0 <= place <= last and sha256(data[offsets[place] : offsets[place + length]]).digest() == wanted:
                    self._keep(passage, place)
                    return True
        return False

    def _around(self, middle: int, radius: int) -> Iterator[int]:
        """Go outward from the expected place: close to it letter by letter, farther on from word to word."""
        yield middle
        for distance in range(1, _CLOSE):
            yield middle + distance
            yield middle - distance
        before = bisect_left(self.starts, middle - _CLOSE + 1)
        after = bisect_left(self.starts, middle + _CLOSE)
        first, last = bisect_left(self.starts, middle - radius), bisect_left(self.starts, middle + radius)
        farther = [*self.starts[first:before], *self.starts[after:last]]
        yield from sorted(farther, key=partial(_distance, middle))

    def _neighbourhoods(self, passage: Passage) -> list[tuple[int, int]]:
        """List where a passage may be by its neighbour before and by the one after, and how far that may err."""
        place = bisect_left(self.known, (passage.start, 0))
        sides = self.known[max(place - 1, 0) : place + 1] or [(0, 0)]
        guesses = []
        for start, letter in sides:
            distance = round((passage.start - start) * self.density)
            guesses.append((letter + distance, min(_NEAR + abs(distance) // _DRIFT, _FARTHEST)))
        agreed = abs(guesses[0][0] - guesses[-1][0]) <= _CLOSE
        return guesses[:1] if agreed else guesses

    def _expected(self, passage: Passage) -> int:
        return min(self._neighbourhoods(passage), key=itemgetter(1))[0]

    def _keep(self, passage: Passage, place: int) -> None:
        self.found[passage] = place
        insort(self.known, (passage.start, place))

    def _windows(self, length: int, wanted: set[bytes]) -> dict[bytes, list[int]]:
        """Return where the windows of a length begin that have the wanted digests."""
        hits: defaultdict[bytes, list[int]] = defaultdict(list)
        last = len(self.offsets) - 1 - length
        data, offsets, sha256 = self.data, self.offsets, hashlib.sha256
        for place in self.starts if wanted else ():
            if place > last:
                break
            found = sha256(data[offsets[place] : offsets[place + length]]).digest()
            if found in wanted:
                hits[found].append(place)
        return hits


def _word_starts(text: str, found: Letters) -> Sequence[int]:
    """List the letters with which a word begins; all letters if the text has lost its spaces."""
    starts = {bisect_left(found.origins, match.start()) for match in _STARTS.finditer(text)}
    starts.discard(len(found.origins))
    if len(starts) * _LONG_WORD < len(found.origins):
        return range(len(found.origins))
    return sorted(starts)


def _distance(one: int, other: int) -> int:
    return abs(one - other)


def _byte_offsets(folded: str) -> Sequence[int]:
    """Return where each character of a text begins in its UTF-8, and where the last one ends."""
    return [0, *accumulate(len(character.encode()) for character in folded)]
