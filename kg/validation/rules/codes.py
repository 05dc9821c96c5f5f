"""Codes of countries that are no country's, or not those of one and the same, or of another than they are linked to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.namespaces import KOMPAS, SKOS
from kg.validation.findings import Finding, Text
from kg.validation.rules.countries import COUNTRIES, Codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.reasoning.facts import Facts
    from kg.validation.findings import Severity

# The EU's table of countries names each by its ISO 3166-1 alpha-3 code; what has none there has digits in its name.
_AUTHORITY = re.compile(r"http://publications\.europa\.eu/resource/authority/country/([A-Z]{3})")
_ALPHA2, _CODE, _NUMERIC = (KOMPAS + name for name in ("isoAlpha2", "isoAlpha3", "isoNumeric"))
_MATCH = SKOS + "exactMatch"
_PATHS = dict(zip((_ALPHA2, _CODE, _NUMERIC), Codes._fields, strict=True))
_BY_CODE = {code: country for country in COUNTRIES for code in country}
_FORM = re.compile("[A-Z]{2,3}|[0-9]{3}")  # other forms the shapes tell of
# What the standard leaves to its users, and Q whole: for what has no code, and for what is invented.
_FREE = re.compile("(?:AA|Q[A-Z]|X[A-Z]|ZZ)[A-Z]?|9[0-9]{2}")


def check(asserted: Facts) -> list[Finding]:
    """Return the codes of countries and territories that cannot be right."""
    codes: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for path in _PATHS:
        for thing, code in asserted.pairs(path):
            codes[thing.value][path] = code.value
    linked: defaultdict[str, set[str]] = defaultdict(set)
    for thing, other in asserted.pairs(_MATCH) if codes else ():
        if found := _AUTHORITY.fullmatch(other.value):
            linked[thing.value].add(found[1])
    return [one for thing, of in codes.items() for one in (*_linked(thing, of, linked[thing]), *_known(thing, of))]


def _linked(thing: str, codes: Mapping[str, str], linked: set[str]) -> Iterator[Finding]:
    """Find a code that is not the one that the thing is linked to."""
    code = codes.get(_CODE, "")
    if code and linked and code not in linked:
        others = ", ".join(sorted(linked))
        message = Text(f"koden {code} er ikke den, som skos:exactMatch viser ({others})",
                       f"the code {code} is not the one that skos:exactMatch shows ({others})")  # fmt: skip
        yield _finding("code-of-another", message, thing, _CODE, code, min(linked))


def _known(thing: str, codes: Mapping[str, str]) -> Iterator[Finding]:
    """Find codes that are not those of one country, and those of none."""
    named = [_BY_CODE.get(code) for code in codes.values()]
    if named[0] and named.count(named[0]) == len(named):
        return
    countries = Counter(filter(None, named))
    meant, votes = countries.most_common(1)[0] if countries else (None, 0)
    for path, code in codes.items():
        own = _BY_CODE.get(code)
        if (own and own == meant) or not _FORM.fullmatch(code):
            continue
        if meant and (own or votes > 1):
            # of two that contradict each other the second is told of, and what to write is not known
            others = ", ".join(one for one in codes.values() if _BY_CODE.get(one) == meant)
            message = Text(f"koden {code} hører ikke sammen med {others}", f"the code {code} does not go with {others}")
            right = getattr(meant, _PATHS[path]) if votes > 1 else ""
            yield _finding("codes-apart", message, thing, path, code, right)
        elif not own and not _FREE.fullmatch(code):
            message = Text(f"intet land har koden {code} i ISO 3166-1", f"no country has the code {code} in ISO 3166-1")
            yield _finding("unknown-code", message, thing, path, code, severity="warning")


def _finding(
    rule: str, message: Text, thing: str, path: str, code: str, right: str = "", *, severity: Severity = "violation"
) -> Finding:
    return Finding(severity, "vocabulary", rule, message, thing, path, code, suggestion=right)
