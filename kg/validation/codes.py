"""Codes that contradict the link to the authority beside them: one of both is another country's."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.namespaces import KOMPAS, SKOS
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from kg.reasoning.facts import Facts

# The EU's table of countries names each by its ISO 3166-1 alpha-3 code; what has none there has digits in its name.
_AUTHORITY = re.compile(r"http://publications\.europa\.eu/resource/authority/country/([A-Z]{3})")
_CODE, _MATCH = KOMPAS + "isoAlpha3", SKOS + "exactMatch"


def check(asserted: Facts) -> list[Finding]:
    """Return the countries and territories whose code is not the one that they are linked to."""
    codes: dict[str, str] = {}
    linked: defaultdict[str, set[str]] = defaultdict(set)
    for quad in asserted.of(_CODE):
        codes[getattr(quad.subject, "value", "")] = getattr(quad.object, "value", "")
    for quad in asserted.of(_MATCH):
        if found := _AUTHORITY.fullmatch(getattr(quad.object, "value", "")):
            linked[getattr(quad.subject, "value", "")].add(found[1])
    return [
        Finding(
            "violation", "vocabulary", "code-of-another",
            Text(f"koden {code} er ikke den, som skos:exactMatch viser ({', '.join(sorted(linked[thing]))})",
                 f"the code {code} is not the one that skos:exactMatch shows ({', '.join(sorted(linked[thing]))})"),
            thing, _CODE, code, suggestion=min(linked[thing]),
        )
        for thing, code in codes.items() if linked[thing] and code not in linked[thing]
    ]  # fmt: skip
