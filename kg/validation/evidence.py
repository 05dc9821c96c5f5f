"""The evidence check: each passage is where its name says, and says in the text what it said when it was made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KgError
from kg.namespaces import ID, KOMPAS, OA, RDF, expand, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_NAME = re.compile(re.escape(ID) + r"passage-([0-9]+)-([0-9]+)")
_EVIDENCE = frozenset(KOMPAS + name for name in ("evidence", "restatedIn", "continuedIn", "extent"))
_ENDS = {OA + "start": 1, OA + "end": 2}


def check(asserted: Iterable[ox.Quad]) -> list[Finding]:
    """Return the passages whose name and place differ, and the evidence that is no passage; this needs no text."""
    quads = list(asserted)
    passages = {
        quad.subject
        for quad in quads
        if quad.predicate.value == RDF + "type" and quad.object == ox.NamedNode(KOMPAS + "Passage")
    }
    typed = {quad.subject for quad in quads if quad.predicate.value == RDF + "type"}
    found = []
    for quad in quads:
        subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
        if quad.predicate.value in _EVIDENCE and quad.object not in passages and quad.object in typed:
            message = Text(f"{_short(quad.object)} er ikke et tekststed; lav et med kg cite",
                           f"{_short(quad.object)} is no passage; make one with kg cite")  # fmt: skip
            found.append(_finding("not-a-passage", message, subject, quad))
        expected = _expected(subject, quad.predicate.value) if quad.subject in passages else None
        if expected is not None and _short(quad.object) != expected:
            place = _short(quad.object)
            message = Text(f"stedet {place} er ikke det, som navnet siger ({expected})",
                           f"the place {place} is not the one that the name says ({expected})")  # fmt: skip
            found.append(_finding("passage-name", message, subject, quad))
    return found


def check_text(asserted: Iterable[ox.Quad], source: Path) -> list[Finding]:
    """Return the passages that do not stand in a text or PDF of the document.

    Raises: KgError if the file cannot be read, or holds none of the passages and so seems to be another document.
    """
    from kg.document.evidence import verify_file
    from kg.project import shown
    from kg.store import build

    try:
        verification = verify_file(build(asserted), source)
    except KgError as error:
        if error.place is None or not error.place.startswith("id:"):
            raise
        message = Text(
            f"tekststedet kan ikke prøves: {error.message}", f"the passage cannot be verified: {error.message}"
        )
        return [Finding("violation", "evidence", "malformed-passage", message, expand(error.place))]
    failed = verification.of("failed")
    if failed and len(failed) == len(verification.findings):
        message_all = "no passage was found; expected a text or PDF of the document that the graph is about"
        raise KgError(message_all, shown(source))
    text = Text("ordene står ikke i teksten", "the words do not stand in the text")
    return [
        Finding("violation", "evidence", "failed-passage", text, one.passage.iri, passage=one.passage.iri)
        for one in failed
    ]


def _expected(subject: str, predicate: str) -> str | None:
    """Return what the name of a passage says of its start or end."""
    name = _NAME.fullmatch(subject)
    return name[_ENDS[predicate]] if name and predicate in _ENDS else None


def _finding(rule: str, message: Text, subject: str, quad: ox.Quad) -> Finding:
    value = quad.object.value if isinstance(quad.object, (ox.NamedNode, ox.Literal)) else ""
    return Finding("violation", "evidence", rule, message, subject, quad.predicate.value, value)


def _short(term: object) -> str:
    return shorten(term.value) if isinstance(term, ox.NamedNode) else getattr(term, "value", str(term))
