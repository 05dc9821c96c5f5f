"""The evidence check: each passage is where its name says, and says in the text what it said when it was made."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.document.coverage import CARRIES, UNJUDGED, ledger
from kg.document.passages import EXTENT, ON_UNIT, under
from kg.errors import KgError
from kg.namespaces import ID, KOMPAS, OA, RDF, expand, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.document.evidence import Verification
    from kg.document.passages import Passage
    from kg.reasoning.facts import Facts

_NAME = re.compile(re.escape(ID) + r"(?:passage|unit)-([0-9]+)-([0-9]+)")
_OFFSET = re.compile("[0-9]{1,9}")
_EVIDENCE = frozenset(KOMPAS + name for name in ("evidence", "restatedIn", "continuedIn", "extent"))
_PASSAGE, _UNIT = (ox.NamedNode(KOMPAS + name) for name in ("Passage", "Unit"))
_ENDS = {OA + "start": 1, OA + "end": 2}
_SAME_DOCUMENT = 0.1  # of the passages are found at least; a few words stand in any text


def check(asserted: Facts) -> list[Finding]:
    """Return what can be told without the text.

    Passages and units whose name and place differ, evidence that is no passage, passages that say other units than
    those they lie on, and units that are judged to carry a statement where none rests on them, or the other way about.
    """
    return [*_misplaced(asserted), *_beside_their_units(asserted), *_misjudged(asserted)]


def _misjudged(asserted: Facts) -> list[Finding]:
    """Hold each judged unit to carry a statement exactly if one rests on it."""
    found = []
    for unit in ledger(asserted):
        if unit.judgement == UNJUDGED or unit.sound:
            continue
        message = Text(
            "er bedømt til at bære et udsagn, men intet har belæg her; ret dommen, eller giv belæg",
            "is judged to carry a statement, but nothing rests on it; judge anew, or give evidence",
        )
        if unit.became:
            first = shorten(unit.became[0])
            message = Text(
                f"bærer et udsagn ({first}), men er bedømt som andet",
                f"carries a statement ({first}) but is judged otherwise",
            )
        suggestion = shorten(CARRIES) if unit.became else ""
        found.append(
            Finding(
                "violation",
                "evidence",
                "misjudged-unit",
                message,
                unit.iri,
                KOMPAS + "judgement",
                unit.judgement,
                suggestion=suggestion,
            )
        )
    return found


def _misplaced(asserted: Facts) -> list[Finding]:
    typed = {subject for subject, _ in asserted.pairs(RDF + "type")}
    others = typed.difference(asserted.members(_PASSAGE))
    found = []
    for name in sorted(_EVIDENCE):
        strays = others.intersection([value for _, value in asserted.pairs(name)])
        for quad in (quad for quad in asserted.of(name) if quad.object in strays) if strays else ():
            message = Text(f"{_short(quad.object)} er ikke et tekststed; lav et med kg cite",
                           f"{_short(quad.object)} is no passage; make one with kg cite")  # fmt: skip
            found.append(_finding("not-a-passage", message, _subject(quad), quad))
    for quad in (quad for name in _ENDS for quad, pair in zip(asserted.of(name), asserted.pairs(name), strict=True)
                 if _told(pair[0].value, name) not in (None, pair[1].value) and pair[0] in typed):  # fmt: skip
        place, told = _short(quad.object), _told(_subject(quad), quad.predicate.value)
        message = Text(f"stedet {place} er ikke det, som navnet siger ({told})",
                       f"the place {place} is not the one that the name says ({told})")  # fmt: skip
        found.append(_finding("passage-name", message, _subject(quad), quad))
    return found


def _beside_their_units(asserted: Facts) -> Iterator[Finding]:
    """Hold each passage to the units that it overlaps; what is only the extent of a part need not say them."""
    ends = [{thing.value: value.value for thing, value in asserted.pairs(name)} for name in _ENDS]
    places = {iri: (int(start), int(ends[1][iri])) for iri, start in ends[0].items() if _whole(start, ends[1].get(iri))}
    units, passages = ({one.value for one in asserted.members(wanted)} & places.keys() for wanted in (_UNIT, _PASSAGE))
    runs = sorted((*places[iri], iri) for iri in units)
    said: defaultdict[str, dict[str, ox.Quad]] = defaultdict(dict)
    for quad in asserted.of(ON_UNIT):
        said[_subject(quad)][_plain(quad.object)] = quad
    bound = said.keys() | {value.value for name in _EVIDENCE - {EXTENT} for _, value in asserted.pairs(name)}
    for iri in sorted(passages & bound):
        on = [unit for _, _, unit in under(runs, *places[iri])]
        if names := " , ".join(shorten(unit) for unit in on if unit not in said[iri]):
            message = Text(f"ligger på {names}: skriv det med kompas:onUnit, som kg cite gør",
                           f"lies on {names}: say so with kompas:onUnit, as kg cite does")  # fmt: skip
            yield Finding("violation", "evidence", "passage-unit", message, iri, ON_UNIT, suggestion=names)
        for unit, quad in said[iri].items():
            if unit in units and unit not in on:
                name = shorten(unit)
                message = Text(f"ligger ikke på {name}: slet det", f"does not lie on {name}: take it out")
                yield _finding("passage-unit", message, iri, quad)


def _whole(*numbers: str | None) -> bool:
    return all(number is not None and _OFFSET.fullmatch(number) for number in numbers)


def check_text(asserted: Facts, source: Path, judged: Facts | None = None) -> list[Finding]:
    """Return the passages that do not stand in a text or PDF of the document, and what is not printed as it is said.

    `judged` are those of the facts whose passages are sought, if not all are.

    Raises: KgError if the file cannot be read, or holds hardly a passage and so seems to be another document.
    """
    from kg.document.evidence import verify_file
    from kg.document.text import read
    from kg.project import shown
    from kg.store import build
    from kg.validation.rules import printed, worded

    quads = list((judged or asserted).all())
    try:
        verification = verify_file(build(quads), source)
    except KgError as error:
        if error.place is None or not error.place.startswith("id:"):
            raise
        message = Text(
            f"tekststedet kan ikke prøves: {error.message}", f"the passage cannot be verified: {error.message}"
        )
        return [Finding("violation", "evidence", "malformed-passage", message, expand(error.place))]
    failed = verification.of("failed")
    _require_same_document(verification, shown(source))
    text = read(source)
    places = {one.passage.iri: one.place for one in verification.findings if one.place is not None}
    message = Text("ordene står ikke i teksten", "the words do not stand in the text")
    return [
        *_of_reference_text(quads, text, verification),
        *(printed.uncovered(asserted, text) if _is_reference_text(verification) else ()),
        *worded.check(asserted, text, places),  # while the letters of the text are at hand
        *printed.check(asserted, text, places),
        *(
            Finding("violation", "evidence", "failed-passage", message, one.passage.iri,
                    _wrong(one.passage, text) if verification.exact else "", passage=one.passage.iri)
            for one in failed
        ),
    ]  # fmt: skip


def _require_same_document(verification: Verification, place: str) -> None:
    """Raise KgError if hardly one of the passages that were sought is found; a reference text is known by its hash."""
    sought = len(verification.findings) - len(verification.of("unsought"))
    found = sought - len(verification.of("failed"))
    if verification.exact or (found and found >= sought * _SAME_DOCUMENT):
        return
    much = f"only {found} of {sought} passages were found" if found else "no passage was found"
    meget = f"kun {found} af {sought} tekststeder blev fundet" if found else "intet tekststed blev fundet"
    message = f"{much}; expected a text or PDF of the document that the graph is about"
    danish = f"{meget}; teksten skal være af det dokument, som grafen handler om"
    raise KgError(message, place, danish=danish)


def _is_reference_text(verification: Verification) -> bool:
    """Tell whether a copy is the reference text; another text in which every passage stands at its place is it."""
    return verification.exact or len(verification.of("stands")) == len(verification.findings)


def _of_reference_text(quads: list[ox.Quad], text: str, verification: Verification) -> Iterator[Finding]:
    """Hold what is said of the reference text to it."""
    if not _is_reference_text(verification):
        return
    known = {"digest": hashlib.sha256(text.encode()).hexdigest(), "characterCount": str(len(text))}
    texts = {quad.subject for quad in quads if quad.predicate.value == KOMPAS + "digest"}
    if len(texts) != 1:
        return
    for quad in quads:
        name = quad.predicate.value.removeprefix(KOMPAS)
        if quad.subject in texts and name in known and _short(quad.object) != known[name]:
            message = Text(f"kompas:{name} er ikke tekstens: den har {known[name]}",
                           f"kompas:{name} is not that of the text, which has {known[name]}")  # fmt: skip
            yield replace(_finding("other-text", message, _subject(quad), quad), suggestion=known[name])


def _wrong(passage: Passage, text: str) -> str:
    """Return the property of a passage that alone keeps it from standing at its place; nothing if more is wrong."""
    from kg.document.text import letters

    found = letters(text)
    first, last = found.slice(passage.start, passage.end)
    if last - first == passage.letter_count:
        return KOMPAS + "letterDigest"
    digest = hashlib.sha256(found.folded[first:last].encode()).hexdigest()
    return KOMPAS + "letterCount" if digest == passage.letter_digest else ""


def _told(subject: str, predicate: str) -> str | None:
    """Return what the name of a passage says of its start or end."""
    name = _NAME.fullmatch(subject)
    return name[_ENDS[predicate]] if name and predicate in _ENDS else None


def _subject(quad: ox.Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""


def _plain(term: object) -> str:
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else ""


def _finding(rule: str, message: Text, subject: str, quad: ox.Quad) -> Finding:
    return Finding("violation", "evidence", rule, message, subject, quad.predicate.value, _plain(quad.object))


def _short(term: object) -> str:
    return shorten(term.value) if isinstance(term, ox.NamedNode) else getattr(term, "value", str(term))
