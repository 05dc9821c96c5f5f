"""Makes the index by which things and questions are found: SQLite's full-text search over their names and words.

Words are kept as they are told apart by a forgiving reader: without case and accents, with æ as ae, ø as o and å as a
(also when typed oe and aa), and beside each word its stem in Danish or English.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import pyoxigraph as ox
import snowballstemmer

from kg import namespaces as ns
from kg.asking.questions import LANGUAGES, library, read_sparql
from kg.asking.terms import named
from kg.cache import kept
from kg.document.whereabouts import said, spots
from kg.knowledge import know
from kg.loading import content_hash, read
from kg.naming import names
from kg.store import build

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.document.whereabouts import Spot
    from kg.knowledge import Knowledge
    from kg.naming import Names
    from kg.project import Project

QUESTION = "Question"  # stands beside the names of classes

_SCHEMA = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, da TEXT, en TEXT, kind TEXT, place_da TEXT, place_en TEXT);
CREATE TABLE class_of (thing INTEGER, class TEXT);
CREATE TABLE class (name TEXT PRIMARY KEY, da TEXT, en TEXT);
CREATE TABLE full_name (folded TEXT, thing INTEGER);
CREATE TABLE vocabulary (folded TEXT PRIMARY KEY, written TEXT);
CREATE VIRTUAL TABLE words USING fts5(name, other, text, content='', prefix='2 3 4');
"""
_WORD = re.compile(r"[^\W_]+")
_FOLDED = {"æ": "ae", "ä": "ae", "ø": "o", "ö": "o", "å": "a", "oe": "o", "aa": "a", "ß": "ss"}
_FOLD = re.compile("|".join(_FOLDED))
_TYPE = ns.RDF + "type"
_PREFERRED = ns.SKOS + "prefLabel"
_OTHER_NAMES = {
    *(ns.SKOS + name for name in ("altLabel", "hiddenLabel")),
    *(ns.KOMPAS + name for name in ("acronym", "isoAlpha3", "isoAlpha2")),
}
_TEXTS = {ns.SKOS + "definition", ns.KOMPAS + "explanation", ns.KOMPAS + "printedLabel", ns.DCTERMS + "title"}
_BACKGROUND_GRAPH = ox.NamedNode(ns.BACKGROUND_GRAPH)
_BACKGROUND = {"da": "baggrund", "en": "background"}


@dataclass(slots=True)
class _Entry:
    """What is gathered of one thing: its texts, each with its language, and what to show of it."""

    preferred: dict[str, str] = field(default_factory=dict)
    other: list[tuple[str, str]] = field(default_factory=list)
    text: list[tuple[str, str]] = field(default_factory=list)
    kind: str = ""
    classes: set[str] = field(default_factory=set)
    passages: list[str] = field(default_factory=list)
    background: bool = False
    place: dict[str, str] = field(default_factory=dict)


@cache
def fold(text: str) -> str:
    """Return a word as it is looked up.

    >>> fold("Økonomi"), fold("oekonomi"), fold("Aarhus"), fold("Århus"), fold("Café")
    ('okonomi', 'okonomi', 'arhus', 'arhus', 'cafe')
    """
    lower = unicodedata.normalize("NFC", text).casefold()
    plain = unicodedata.normalize("NFD", _FOLD.sub(lambda match: _FOLDED[match[0]], lower))
    return "".join(each for each in plain if not unicodedata.combining(each))


def words_of(text: str) -> list[str]:
    """Return the words of a text, in lower case, without the s after an apostrophe."""
    return _WORD.findall(re.sub(r"['’]s\b", "", unicodedata.normalize("NFC", text).casefold()))


@cache
def stem(word: str, lang: str) -> str:
    """Return the folded stem of a word in lower case, by the Snowball stemmer of the language."""
    return fold(_stemmer(lang).stemWord(word))


def index(project: Project) -> sqlite3.Connection:
    """Return the index of a project's things and questions; it is kept until a file changes.

    Raises: KgError for files that cannot be read.
    """
    digest = hashlib.sha256(f"{version('snowballstemmer')} {content_hash(read(project=project))}".encode())
    for path in project.query_files():
        digest.update(f"{path.name}\n{read_sparql(path)}\n".encode())
    connection = sqlite3.connect(":memory:")
    connection.deserialize(kept("index", digest.hexdigest(), lambda: _made(project)))
    return connection


def _made(project: Project) -> bytes:
    known = know(project)
    store = build(known.quads(), named=False)
    by_name = names(known.asserted)
    entries = _things(known)
    _place(entries, spots(store), by_name)
    for name, question in library(project).items():
        entry = _Entry(preferred=dict(question.text), kind=QUESTION, classes={QUESTION})
        entry.other = [(name.replace("-", " "), "en")]
        entry.text = [(tag, lang) for lang in LANGUAGES for tag in question.tagged(lang)]
        entry.text += [(said_of[lang], lang) for said_of in question.columns.values() for lang in LANGUAGES]
        about = {term.iri for term in named(question.sparql, {}) if term.iri.startswith((ns.KOMPAS, ns.ID))}
        entry.text += [(by_name.label(iri, lang), lang) for iri in sorted(about) for lang in LANGUAGES]
        entries[name] = entry
    connection = sqlite3.connect(":memory:")
    connection.executescript(_SCHEMA)
    _fill(connection, entries)
    used = {each for entry in entries.values() for each in (*entry.classes, entry.kind)}
    labels = {name: [by_name.label(ns.KOMPAS + name, lang) for lang in LANGUAGES] for name in used - {QUESTION}}
    labels[QUESTION] = ["spørgsmål", "question"]
    connection.executemany("INSERT INTO class VALUES (?, ?, ?)", [(name, *both) for name, both in labels.items()])
    connection.commit()
    return connection.serialize()


def _things(known: Knowledge) -> dict[str, _Entry]:
    """Gather what has a name in both languages; terms of the ontology are none of it."""
    entries: defaultdict[str, _Entry] = defaultdict(_Entry)
    for quad in known.quads():
        if not isinstance(quad.subject, ox.NamedNode) or not quad.subject.value.startswith(ns.ID):
            continue
        predicate, value = quad.predicate.value, quad.object
        entry = entries[quad.subject.value]
        if isinstance(value, ox.NamedNode):
            if predicate == _TYPE and value.value.startswith(ns.KOMPAS):
                local = value.value.removeprefix(ns.KOMPAS)
                entry.classes.add(local)
                entry.kind = entry.kind or local  # asserted quads come first
                entry.background |= quad.graph_name == _BACKGROUND_GRAPH
            elif predicate == ns.KOMPAS + "evidence":
                entry.passages.append(value.value)
        elif isinstance(value, ox.Literal):
            lang = value.language or ""
            if predicate == _PREFERRED:
                entry.preferred[lang] = value.value
            elif predicate in _OTHER_NAMES:
                entry.other.append((value.value, lang))
            elif predicate in _TEXTS:
                entry.text.append((value.value, lang))
    return {iri: entry for iri, entry in entries.items() if entry.preferred and entry.kind}


def _place(entries: Mapping[str, _Entry], by_passage: Mapping[str, Spot], by_name: Names) -> None:
    """Give each entry the first place where the text has it."""
    for entry in entries.values():
        standing = [by_passage[iri] for iri in entry.passages if iri in by_passage]
        first = min(standing, key=lambda spot: spot.start, default=None)
        for lang in LANGUAGES:
            other = _BACKGROUND[lang] if entry.background else ""
            entry.place[lang] = said(first, by_name, lang, short=True) if first else other


def _fill(connection: sqlite3.Connection, entries: Mapping[str, _Entry]) -> None:
    written: dict[str, str] = {}
    for number, (iri, entry) in enumerate(sorted(entries.items())):
        preferred = [(text, lang) for lang, text in entry.preferred.items()]
        da, en = (entry.preferred.get(lang) or next(iter(entry.preferred.values())) for lang in LANGUAGES)
        places = [entry.place.get(lang, "") for lang in LANGUAGES]
        connection.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?, ?)", (number, iri, da, en, entry.kind, *places))
        connection.executemany("INSERT INTO class_of VALUES (?, ?)", [(number, each) for each in entry.classes])
        full = {" ".join(map(fold, words_of(text))) for text, _ in (*preferred, *entry.other)}
        connection.executemany("INSERT INTO full_name VALUES (?, ?)", [(each, number) for each in full])
        columns = [_tokens(texts) for texts in (preferred, entry.other, entry.text)]
        connection.execute("INSERT INTO words (rowid, name, other, text) VALUES (?, ?, ?, ?)", (number, *columns))
        for text, _ in (*preferred, *entry.other):
            for word in _WORD.findall(text):
                written.setdefault(fold(word), word)
    connection.executemany("INSERT INTO vocabulary VALUES (?, ?)", written.items())


def _tokens(texts: Sequence[tuple[str, str]]) -> str:
    """Return the words to be indexed: each as folded, and its stem where that differs."""
    return " ".join(token for text, lang in texts for word in words_of(text) for token in _forms(word, lang))


@cache
def _forms(word: str, lang: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((fold(word), *(stem(word, each) for each in LANGUAGES if lang in ("", each)))))


@cache
def _stemmer(lang: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("danish" if lang == "da" else "english")
