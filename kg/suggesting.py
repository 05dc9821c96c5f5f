"""Nearest names, for whoever mistyped one."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, candidates: Iterable[str], count: int = 3) -> list[str]:
    """List at most `count` candidates that resemble `name`, the most alike first, whatever their case.

    >>> nearest("Pilar", ["Pillar", "Priority", "Post"])
    ['Pillar']
    """
    by_folded: dict[str, str] = {}
    for candidate in candidates:
        by_folded.setdefault(candidate.casefold(), candidate)
    return [by_folded[match] for match in difflib.get_close_matches(name.casefold(), by_folded, count)]


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
