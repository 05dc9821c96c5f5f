"""What the engines say of shapes that they cannot check, in Danish and English."""

from __future__ import annotations

import re

from kg.errors import KgError

# What both engines refuse, by the words in which either says so.
_DANISH = {
    r"MINUS|VALUES|SERVICE": "en forespørgsel i en form må ikke bruge {}",
    r"re-?bind": "en forespørgsel i en form må ikke selv give $this en værdi",
    r"\$PATH": "en forespørgsel bruger $PATH, men formen har ingen sh:path",
    r"path.*Literal|literal.*path": "sh:path er en literal; her skulle stå en egenskab",
    r"[Pp]ath.*(?:deep|depth)": "sh:path går for dybt, eller i ring",
}


def refusal(reason: str) -> KgError:
    """Return what an engine says, with what it is in Danish, where that is known; its own words stay for a search."""
    said = next((danish.format(found[0]) for pattern, danish in _DANISH.items()
                 if (found := re.search(pattern, reason))), "")  # fmt: skip
    danish = f"formerne kan ikke bruges: {said and f'{said}; '}programmet, der læser dem, siger “{reason}”"
    return KgError(f"the shapes cannot be checked: {reason}", "shapes", danish=danish)
