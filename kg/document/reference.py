"""Reference texts: the files in which the places of passages are counted, and how a new one is described."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.document.evidence import find_copy
from kg.document.passages import Part, source_with, sources
from kg.document.text import read
from kg.errors import KgError
from kg.loading import parse
from kg.loading import read as read_sources
from kg.namespaces import DCTERMS, ID, KOMPAS, RDF, shorten
from kg.project import shown
from kg.store import build

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_STRATEGY = ID + "strategy-"
_NO_WORD = re.compile("[^a-z0-9]+")
_SPELT_OUT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})


def read_own(paths: Iterable[Path]) -> ox.Store:
    """Read the files and folders of a strategy of its own. Raises: KgError for what cannot be read."""
    return build(parse(read_sources(*paths)))


def read_reference(store: ox.Store, named: Path | None, *, own: bool = False) -> tuple[str, str]:
    """Return the reference text, from the copy that is named, and its IRI; a store that knows none gets a new one.

    Without a name it is the copy that KOMPAS_SOURCE names, unless the store is of a strategy of its `own`.

    Raises: KgError without a copy, and for one that is another text, in which offsets would be wrong.
    """
    path = named if own else find_copy(named)
    if path is None:
        by, ved = ("--source", "--source") if own else ("--source or KOMPAS_SOURCE", "--source eller KOMPAS_SOURCE")
        message = f"expected the reference text; name it with {by}"
        raise KgError(message, danish=f"her mangler referenceteksten; nævn den med {ved}")
    text = read(path)
    sha, known = hashlib.sha256(text.encode()).hexdigest(), sources(store)
    source = source_with(store, sha) if known else _name(store, path)
    if source is None:
        expected = " or ".join(f"{shorten(iri)} (SHA-256 {digest[:12]}…)" for iri, digest in known.items())
        advice, raad = (
            (f"a second text needs a kompas:ReferenceText of its own, with the kompas:digest {sha}",
             f"endnu en tekst skal have sin egen kompas:ReferenceText med kompas:digest {sha}")
            if own else
            ("kg cite and kg cut take the text of another strategy, whose files are named with --in",
             "kg cite og kg cut tager teksten til en anden strategi, når dens filer nævnes med --in")
        )  # fmt: skip
        message = f"offsets count in {expected}, and this is another text (SHA-256 {sha[:12]}…); {advice}"
        danish = (
            f"pladserne tælles i {expected.replace(' or ', ' eller ')}, "
            f"og dette er en anden tekst (SHA-256 {sha[:12]}…); {raad}"
        )
        raise KgError(message, shown(path), danish=danish)
    return text, source


def whole(store: ox.Store, text: str) -> list[Part]:
    """Return the whole text as a part, of the one strategy that the store is of, for what stands in no other part."""
    strategies = _strategies(store)
    return [Part(strategies[0].value, 0, len(text))] if len(strategies) == 1 else []


def described(store: ox.Store, source: str, text: str, path: Path | None) -> str:
    """Return the block of Turtle, without prefixes, that tells a strategy's files of a text that they do not know."""
    strategies = _strategies(store)
    languages = {quad.object.value for one in strategies
                 for quad in store.quads_for_pattern(one, ox.NamedNode(DCTERMS + "language"), None)
                 if isinstance(quad.object, ox.Literal)}  # fmt: skip
    name = str(ox.Literal(path.name if path else ""))[1:-1]
    rows = [
        f"{shorten(source)} a kompas:ReferenceText ;",
        f'skos:prefLabel "teksten {name}"@da , "the text {name}"@en ;',
        'skos:definition "Den fil, som pladserne er talt i."@da , "The file in which the places are counted."@en ;',
        *(f'dcterms:language "{language}" ;' for language in sorted(languages)),
        *(f"dcterms:source {shorten(strategy.value)} ;" for strategy in strategies),
        f"kompas:characterCount {len(text)} ;",
        f'kompas:digest "{hashlib.sha256(text.encode()).hexdigest()}" .',
    ]
    return "\n    ".join(rows) + "\n"


def _name(store: ox.Store, path: Path) -> str:
    """Return an IRI for a text: named as the one strategy is, else as its file."""
    names = [one.value for one in _strategies(store) if one.value.startswith(_STRATEGY)]
    if len(names) == 1:
        return f"{ID}text-{names[0].removeprefix(_STRATEGY)}"
    plain = unicodedata.normalize("NFKD", path.stem.lower().translate(_SPELT_OUT)).encode("ascii", "ignore").decode()
    return f"{ID}text-{_NO_WORD.sub('-', plain).strip('-') or 'own'}"


def _strategies(store: ox.Store) -> list[ox.NamedNode]:
    quads = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(KOMPAS + "Strategy"))
    return sorted({quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}, key=str)
