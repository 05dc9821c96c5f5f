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
# A billion is a thousand times more in Danish than in English, which a text may quote.
_SCALES = (
    (re.compile(r"tusinde?\b|thousand", re.IGNORECASE), (3,)),
    (re.compile(r"\bmio\b|million", re.IGNORECASE), (6,)),
    (re.compile(r"\bmia\b|\bbn\b|milliard", re.IGNORECASE), (9,)),
    (re.compile(r"billion", re.IGNORECASE), (9, 12)),
)


def numbers(text: str) -> set[Decimal]:
    """Return each number that a text may mean; one beside a word for a million may be so many millions.

    Nothing but digits are read: a text that writes its number in letters may have none.

    >>> sorted(map(int, numbers("3.500 skibe, 40-50 mio. kr.")))
    [40, 50, 3500, 40000000, 50000000, 3500000000]
    """
    found: set[Decimal] = set()
    for printed in _NUMBER.findall(text):
        digits = _RUN.findall(printed)
        found.add(Decimal("".join(digits)))
        if len(digits) > 1 and not re.search(r"\d\d0$", digits[-1]):  # 3.500 is never three and a half
            found.add(Decimal(f"{''.join(digits[:-1])}.{digits[-1]}"))
        if re.search(r"\s", printed):
            found |= {Decimal(run) for run in digits}
    scales = {0} | {power for word, powers in _SCALES if word.search(text) for power in powers}
    return {number.scaleb(power).normalize() for number, power in product(found, scales)}
