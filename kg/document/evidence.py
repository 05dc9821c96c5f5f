"""Verifies the passages that the graph rests on against a copy of the document, and reads their words there."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from kg.document.citing import cite
from kg.document.passages import EXTENT, Passage, by_place, source_with, uses
from kg.document.passages import passages as read_passages
from kg.document.seeking import seek
from kg.document.text import letters, read
from kg.errors import KgError
from kg.project import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pyoxigraph as ox

    from kg.document.passages import Use

__all__ = [
    "Finding",
    "State",
    "Verification",
    "cite",
    "find_copy",
    "verify",
    "verify_file",
    "words",
    "words_by_passage",
]

VARIABLE = "KOMPAS_SOURCE"

State: TypeAlias = Literal["stands", "moved", "failed", "unsought"]

# What belongs to the words before it though it is no letter: “60%”, “(8)”, a full stop, be there a space before it.
_CLOSING = re.compile(r"%?[)\]’”'\"]*(?:\s?[.,:;!?])?[)\]’”'\"]*")


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one passage in a copy."""

    passage: Passage
    state: State
    place: tuple[int, int] | None
    """Its offsets in the copy, or None if it was not found."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of all passages in a copy, in the reference text's order."""

    findings: tuple[Finding, ...]
    exact: bool
    """Whether the copy is the reference text itself, where a passage stands at its place or fails."""

    def of(self, state: State) -> list[Finding]:
        """List the findings of one state."""
        return [finding for finding in self.findings if finding.state == state]

    def by_state(self) -> dict[State, list[Finding]]:
        """Return the findings of each state, also of those that have none."""
        return {state: self.of(state) for state in get_args(State)}

    @property
    def passed(self) -> bool:
        """Tell whether no passage failed."""
        return not self.of("failed")


def verify(
    passages: Iterable[Passage],
    text: str,
    *,
    exact: bool = False,
    extents: Iterable[str] = (),
    settled: Callable[[int], object] = lambda _count: None,
) -> Verification:
    """Look for each passage in a copy of the document: at its place, else anywhere.

    `exact` says that it is the reference text itself: there a passage stands at its offsets or fails. `extents` are the
    IRIs of passages that only say how far a part of the document goes; in another copy, where columns may stand in
    another order, one that is not near its neighbours is not sought any further and does not fail. `settled` is told
    how many passages are done since it was last called.
    """
    wanted = list(passages)
    standing = {passage for passage in wanted if _stands(passage, text)}
    settled(len(standing))
    missing = [passage for passage in wanted if passage not in standing]
    known = frozenset(() if exact else extents)
    long = {passage for passage in missing if passage.iri in known}
    found: dict[Passage, tuple[int, int]] = {}
    if not exact:
        found = seek([passage for passage in missing if passage not in long], text, long, settled)
    findings = []
    for passage in sorted(wanted, key=by_place):
        place = (passage.start, passage.end) if passage in standing else found.get(passage)
        state: State = "stands" if passage in standing else "moved" if place else "failed"
        findings.append(Finding(passage, "unsought" if state == "failed" and passage in long else state, place))
    return Verification(tuple(findings), exact)


def verify_file(store: ox.Store, path: Path, settled: Callable[[int], object] = lambda _count: None) -> Verification:
    """Look for every passage of a store in a text or PDF; in a reference text, for those that count in it.

    Raises: KgError if the file cannot be read, or if there is no passage to look for.
    """
    return _verify_text(store, read(path), path, settled)


def words_by_passage(store: ox.Store, path: Path) -> dict[str, str]:
    """Return the words of every passage of a store that stands in a text or PDF, wherever it does, by its IRI.

    Raises: KgError if the file cannot be read, or if there is no passage to look for.
    """
    text = read(path)
    findings = _verify_text(store, text, path).findings
    return {finding.passage.iri: words(text, finding) for finding in findings if finding.place is not None}


def _verify_text(
    store: ox.Store, text: str, path: Path, settled: Callable[[int], object] = lambda _count: None
) -> Verification:
    source = source_with(store, hashlib.sha256(text.encode()).hexdigest())
    wanted = [passage for passage in read_passages(store) if source is None or passage.source == source]
    if not wanted:
        message = "there is no passage to look for; expected kompas:Passage in the data"
        danish = "der er intet tekststed at lede efter; i data skulle stå kompas:Passage"
        raise KgError(message, shown(path), danish=danish)
    return verify(wanted, text, exact=source is not None, extents=extents(uses(store)), settled=settled)


def extents(used: Mapping[str, Sequence[Use]]) -> set[str]:
    """Return the IRIs of the passages that are used only to say how far a part of the document goes."""
    return {iri for iri, by in used.items() if by and all(use.predicate == EXTENT for use in by)}


def words(text: str, finding: Passage | Finding) -> str:
    r"""Return a passage's words from a copy in one line, with the full stop or bracket that closes them.

    A passage is read at its own offsets, a finding where it was found. Raises: KgError if its letters are not there.

    >>> from kg.document.citing import cite
    >>> text = "Det gælder hele ver-\nden (og Danmark) ."
    >>> words(text, cite("hele verden", text)[0]), words(text, cite("danmark", text)[0])
    ('hele verden', 'Danmark).')
    """
    passage = finding if isinstance(finding, Passage) else finding.passage
    place = (passage.start, passage.end) if isinstance(finding, Passage) else finding.place
    if place is None or (isinstance(finding, Passage) and not _stands(passage, text)):
        message = "does not stand in this copy of the document"
        danish = "står ikke i denne udgave af dokumentet"
        raise KgError(message, passage.iri, danish=danish)
    start, end = place
    closing = _CLOSING.match(text, end)
    run = text[start : closing.end() if closing else end]
    joined = re.sub(r"(?<=[^\W\d_])[-\u00ad\ufffe]\s*\n\s*(?=[a-zæøåé])", "", run)
    return re.sub(r"\s+([.,:;!?])", r"\1", " ".join(joined.split()))


def find_copy(named: Path | None) -> Path | None:
    """Return the copy of the document that is named, or that KOMPAS_SOURCE names; None if there is none."""
    if named is not None:
        return named
    variable = os.environ.get(VARIABLE)
    return Path(variable) if variable else None


def _stands(passage: Passage, text: str) -> bool:
    """Tell whether the passage's letters, and nothing before or after them, stand at its offsets."""
    found = letters(text)
    first, last = found.slice(passage.start, passage.end)
    if last - first != passage.letter_count:
        return False
    if (found.origins[first], found.ends[last - 1]) != (passage.start, passage.end):
        return False
    return hashlib.sha256(found.folded[first:last].encode()).hexdigest() == passage.letter_digest
