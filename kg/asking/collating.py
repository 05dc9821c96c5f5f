"""Puts rows in the order of the alphabet, for people: Danish has Æ, Ø and Å after Z, and Aa for Å (DS 377).

SPARQL engines sort by code point, which puts capitals before small letters and Å before Æ.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from kg.asking.answers import Answer
from kg.asking.cells import Blank, Iri, Typed
from kg.asking.sparql import NOT_CODE

if TYPE_CHECKING:
    from kg.asking.cells import Cell
    from kg.settings import Language

Key: TypeAlias = "tuple[int, Decimal | float | str, str]"

_DANISH = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})  # after z in ASCII
_NOT_LETTERS = re.compile(r"[^\w{|}]+|_")
_ORDER = re.compile(
    r"\bORDER\s+BY\s+((?:(?!\bLIMIT\b|\bOFFSET\b)[^{}])+)(?:(?:LIMIT|OFFSET)\s+\d+\s*)*$", re.IGNORECASE
)
_EXPRESSION = re.compile(
    r"""\s*(?P<way>DESC|ASC)?\s*\(?\s*
    (?:COALESCE\s*\(\s*STR\s*\(\s*\?(?P<either>\w+)\s*\)\s*,\s*""\s*\)|STR\s*\(\s*\?(?P<text>\w+)\s*\)|\?(?P<plain>\w+))
    \s*\)?\s*""",
    re.IGNORECASE | re.VERBOSE,
)


def alphabetical(text: str, lang: Language) -> tuple[str, str]:
    """Return what texts are sorted by: letters and digits whatever their case and accents, then the text itself.

    >>> sorted(["Østersøen", "Aarhus", "EU", "energi", "Ærø", "zink"], key=lambda text: alphabetical(text, "da"))
    ['energi', 'EU', 'zink', 'Ærø', 'Østersøen', 'Aarhus']
    """
    letters = unicodedata.normalize("NFC", text).casefold()
    if lang == "da":
        letters = letters.replace("aa", "å").translate(_DANISH)
    plain = unicodedata.normalize("NFD", letters.replace("æ", "ae").replace("ø", "o"))
    return _NOT_LETTERS.sub(" ", "".join(each for each in plain if not unicodedata.combining(each))).strip(), text


def in_order(answer: Answer, sparql: str, lang: Language) -> Answer:
    """Return the answer with its texts in the order of the language's alphabet, where the query sorts by them.

    Numbers, dates and IRIs stay in the query's order, as does everything where it sorts by more than variables.
    """
    order = _ORDER.search(NOT_CODE.sub(_without_comment, sparql))
    if order is None:
        return answer
    keys = []
    text, place = order[1].strip(), 0
    while place < len(text):
        match = _EXPRESSION.match(text, place)
        name = match and (match["either"] or match["text"] or match["plain"])
        if not match or name not in answer.columns:
            return answer
        keys.append((answer.columns.index(name), not match["plain"], (match["way"] or "").upper() == "DESC"))
        place = match.end()
    rows = list(answer.rows)
    for column, as_text, down in reversed(keys):  # sorting is stable: the first key decides last
        rows.sort(key=lambda row: _key(row[column], lang, as_text=as_text), reverse=down)  # used at once
    return Answer(answer.columns, tuple(rows), answer.kind)


def _without_comment(match: re.Match[str]) -> str:
    return " " if match[0].startswith("#") else match[0]


def _key(value: Cell, lang: Language, *, as_text: bool) -> Key:
    if value is None:
        return (0, "", "")
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and not as_text:
        return (1, value, "")
    if isinstance(value, Iri | Blank | Typed) or not isinstance(value, str):
        return (2, str(value), "")
    return (2, *alphabetical(value, lang))
