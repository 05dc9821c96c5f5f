"""Reads the numbers that a text prints in digits, in any of the ways of Danish and English, and names the months."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import product

# In their order, as Danish and English write them: "may" in small letters is no month.
MONTHS = (
    ("januar", "January"), ("februar", "February"), ("marts", "March"), ("april", "April"), ("maj", "May"),
    ("juni", "June"), ("juli", "July"), ("august", "August"), ("september", "September"), ("oktober", "October"),
    ("november", "November"), ("december", "December"),
)  # fmt: skip
# Groups of three with one sign between them are thousands; else a sign within a number is that of its decimals.
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:(?:\s?[.,’']\s?|\s)\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?")
_RUN = re.compile(r"\d+")
_GROUP = 3  # digits between signs for thousands
# A billion is a thousand times more in Danish than in English, which a text may quote.
_SCALES = (
    (re.compile(r"tusinde?\b|thousand", re.IGNORECASE), (3,)),
    (re.compile(r"\bmio\b|million", re.IGNORECASE), (6,)),
    (re.compile(r"\bmia\b|\bbn\b|milliard", re.IGNORECASE), (9,)),
    (re.compile(r"billion", re.IGNORECASE), (9, 12)),
)


_SCALE = "|".join(word.pattern for word, _ in _SCALES)
_SCALED = re.compile(rf"\s*(?P<scale>{_SCALE})", re.IGNORECASE)
_JOINED = re.compile(r"\s?(?:[-–]|og|til|eller|and|to|or)\s?(?=\d)")  # in "7-8 mia." both are so many


def numbers(text: str) -> set[Decimal]:
    """Return each number that a text may mean; one beside a word for a million may be so many millions.

    Nothing but digits are read: a text that writes its number in letters may have none.

    >>> sorted(map(int, numbers("3.500 skibe, 40-50 mio. kr.")))
    [40, 50, 3500, 40000000, 50000000, 3500000000]
    """
    found = {number for printed in _NUMBER.finditer(text) for number in _readings(printed[0])}
    return _scaled(found, {0, *_powers(text)})


def amounts_of_money(text: str) -> set[Decimal]:
    """Return each amount that a text may mean; one before a word for a million is so many millions and no less.

    A word for a million that follows no number, as in the head of a table, may be meant with any that has none.

    >>> sorted(map(int, amounts_of_money("between 120 and 150 million kroner, of which 5,000 for ships")))
    [5000, 120000000, 150000000]
    """
    told: list[tuple[set[Decimal], str]] = []
    rest, end, waiting = [], 0, 0
    for printed in _NUMBER.finditer(text):
        rest.append(text[end : printed.start()])
        scale = _SCALED.match(text, printed.end())
        end = scale.end() if scale else printed.end()
        told.append((_readings(printed[0]), scale["scale"] if scale else ""))
        if scale:
            told[waiting:] = [(read, scale["scale"]) for read, _ in told[waiting:]]
        if scale or not _JOINED.match(text, end):
            waiting = len(told)
    loose = {0, *_powers(" ".join([*rest, text[end:]]))}
    return {one for read, scale in told for one in _scaled(read, set(_powers(scale)) if scale else loose)}


def _readings(printed: str) -> set[Decimal]:
    """Return the numbers that digits may be with signs between them: 1,5 is never 15, and 3.500 never 3.5."""
    digits = _RUN.findall(printed)
    found = {Decimal("".join(digits))} if all(len(run) == _GROUP for run in digits[1:]) else set()
    if len(digits) > 1 and not re.search(r"\d\d0$", digits[-1]):
        found.add(Decimal(f"{''.join(digits[:-1])}.{digits[-1]}"))
    if re.search(r"\s", printed):
        found |= {Decimal(run) for run in digits}
    return found


def _powers(text: str) -> set[int]:
    return {power for word, powers in _SCALES if word.search(text) for power in powers}


def _scaled(found: set[Decimal], powers: set[int]) -> set[Decimal]:
    return {number.scaleb(power).normalize() for number, power in product(found, powers)}
