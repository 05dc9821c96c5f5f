"""Finds things and questions by words in Danish or English, forgiving of inflection, accents and unfinished words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.asking.indexing import fold, index, stem, words_of
from kg.asking.questions import LANGUAGES
from kg.errors import KgError
from kg.suggesting import did_you_mean, in_danish, nearest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from kg.project import Project
    from kg.settings import Language

_LONGEST = 20  # words of a search that are looked up
_SHORT = 2  # letters of a word that is taken as it stands: EU, FN
_SELECT = """SELECT thing.name, thing.{lang}, class.{lang}, thing.place_{lang}
FROM words JOIN thing ON thing.id = words.rowid JOIN class ON class.name = thing.kind
WHERE words MATCH :match AND (:class IS NULL OR EXISTS (
  SELECT 1 FROM class_of WHERE class_of.thing = thing.id AND class_of.class = :class))
ORDER BY EXISTS (SELECT 1 FROM full_name WHERE full_name.thing = thing.id AND full_name.folded = :whole) DESC,
  bm25(words, 10.0, 8.0, 1.0), thing.{lang}, thing.name
LIMIT :limit"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing or question that was found: its IRI or the question's name, label, class, and where it stands."""

    name: str
    label: str
    kind: str
    place: str


@dataclass(frozen=True, slots=True)
class Search:
    """What was found, best first; `partly` if no entry has all the words; nearest words for those that none has."""

    hits: tuple[Hit, ...]
    partly: bool = False
    suggestions: tuple[str, ...] = ()


def find(
    project: Project, words: Sequence[str], lang: Language, of_class: str | None = None, limit: int = 20
) -> Search:
    """Find at most `limit` things and questions that have the words, or else some of them.

    `of_class` keeps those of a class, by its name or its label in either language; `question` is one of them.

    Raises: KgError for an unknown class, or without a word to look for.
    """
    wanted = [word for text in words for word in words_of(text)][:_LONGEST]
    if not wanted:
        message = "expected words to look for, but there is no letter or digit"
        raise KgError(message, " ".join(words), danish="der er intet bogstav eller tal at søge efter")
    connection = index(project)
    try:
        chosen = _class(connection, of_class) if of_class else None
        groups = [_any_form(word) for word in wanted]
        found = _hits(connection, " AND ".join(groups), wanted, lang, chosen, limit)
        if found:
            return Search(found)
        near = _suggestions(connection, wanted)
        if len(groups) == 1:
            return Search((), suggestions=near)
        return Search(
            _hits(connection, " OR ".join(groups), wanted, lang, chosen, limit), partly=True, suggestions=near
        )
    finally:
        connection.close()


def _hits(  # what is asked for, and how
    connection: sqlite3.Connection, match: str, wanted: Sequence[str], lang: Language, of_class: str | None, limit: int
) -> tuple[Hit, ...]:
    values = {"match": match, "whole": " ".join(map(fold, wanted)), "class": of_class, "limit": limit}
    return tuple(Hit(*row) for row in connection.execute(_SELECT.format(lang=lang), values))


def _any_form(word: str) -> str:
    """Return what FTS5 is asked for: the word, what begins with it, or what has its stem."""
    folded = fold(word)
    exact = {folded, *(stem(word, lang) for lang in LANGUAGES)}
    forms = [f'"{form}"' for form in sorted(exact)]
    return f"({' OR '.join([*forms, *([f'{chr(34)}{folded}{chr(34)}*'] if len(folded) > _SHORT else [])])})"


def _suggestions(connection: sqlite3.Connection, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the nearest words of the names for each word that none has."""
    known = dict(connection.execute("SELECT folded, written FROM vocabulary"))
    found: list[str] = []
    for word in wanted:
        if not connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (_any_form(word),)).fetchone():
            found += [known[near] for near in nearest(fold(word), known, 2)]
    return tuple(dict.fromkeys(found))


def _class(connection: sqlite3.Connection, wanted: str) -> str:
    """Return the name of the class that a user means. Raises: KgError with the nearest if there is none."""
    by_label: dict[str, str] = {}
    for name, da, en in connection.execute("SELECT name, da, en FROM class ORDER BY name"):
        for label in (name, da, en):
            by_label.setdefault(fold(label), name)
    folded = fold(wanted.removeprefix("kompas:"))
    if folded not in by_label:
        near, listed = did_you_mean(folded, by_label), ", ".join(sorted(set(by_label.values())))
        danish = f"ingen sådan klasse; vælg en af {listed}.{in_danish(near)}"
        message = f"no such class; expected one of {listed}.{near}"
        raise KgError(message, wanted, danish=danish)
    return by_label[folded]
