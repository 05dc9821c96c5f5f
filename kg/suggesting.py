"""Nearest names, for whoever mistyped one."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_CUTOFFS = 0.85, 0.6  # of likeness, as difflib measures it


def nearest(name: str, candidates: Iterable[str], count: int = 3) -> list[str]:
    """List at most `count` candidates that resemble `name`, the most alike first, whatever their case.

    After the very like come those that have all its words, the shortest first.

    >>> nearest("Pilar", ["Pillar", "Priority", "Post"])
    ['Pillar']
    >>> nearest("id:denmark", ["id:mark-9", "id:country-denmark"])
    ['id:country-denmark', 'id:mark-9']
    """
    by_folded: dict[str, str] = {}
    for candidate in candidates:
        by_folded.setdefault(candidate.casefold(), candidate)
    words = _words(name.casefold())
    longer = sorted((one for one in by_folded if words < _words(one)), key=lambda one: (len(one), one))
    very, rather = (difflib.get_close_matches(name.casefold(), by_folded, count, cutoff) for cutoff in _CUTOFFS)
    return [by_folded[match] for match in dict.fromkeys([*very, *longer, *rather])][:count]


def _words(folded: str) -> set[str]:
    return set(_WORD.findall(folded))


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """Return a sentence that names the nearest candidates, with a space before it; nothing if none is near.

    >>> did_you_mean("Pilar", ["Pillar", "Post"])
    ' Did you mean Pillar?'
    """
    matches = nearest(name, candidates)
    return f" Did you mean {' or '.join(matches)}?" if matches else ""


def in_danish(near: str) -> str:
    """Return what `did_you_mean` says, in Danish.

    >>> in_danish(did_you_mean("Pilar", ["Pillar"]))
    ' Mente du Pillar?'
    """
    return near.replace("Did you mean", "Mente du").replace(" or ", " eller ")
