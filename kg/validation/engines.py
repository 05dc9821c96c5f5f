"""Holds a graph to shapes by one of two engines, and gives the results of either in one form.

The default is the Rust engine `shacl`, which passes more of the W3C suite than pySHACL and takes a fortieth of its
time; pySHACL is the reference, and stands in where the other cannot be installed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import pyoxigraph as ox

from kg.namespaces import SH
from kg.validation.findings import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.reasoning.facts import Facts
    from kg.store import Term

Engine: TypeAlias = Literal["rust", "pyshacl"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
_PACKAGES = {"rust": "shacl", "pyshacl": "pyshacl"}
_VARIABLE = re.compile(r"\\\{\\[$?]\w+\\\}")


@dataclass(frozen=True, slots=True)
class Result:
    """One result of validation, by the terms of SHACL; `shape` is the IRI of the nearest shape that has a name."""

    focus: Term
    shape: str
    component: str
    severity: str
    path: str = ""
    """IRI of the property; empty for a longer path."""
    value: Term | None = None
    messages: tuple[str, ...] = ()
    """As the engine fills them in, without their languages."""


def results(data: Iterable[Facts], shapes: Sequence[ox.Quad], engine: Engine) -> list[Result]:
    """Return what an engine finds. Raises: KgError for shapes that it cannot check by."""
    found: list[Result] = import_module(f"kg.validation.engine_{engine}").results(data, shapes)
    return found


def usable(wanted: Engine | None = None) -> Engine:
    """Return the wanted engine; without a wish, the first that is installed."""
    return wanted if wanted is not None else next(one for one in ENGINES if find_spec(_PACKAGES[one]))


def version_of(engine: Engine) -> str:
    """Return the package that an engine is, and its version."""
    return f"{_PACKAGES[engine]} {version(_PACKAGES[engine])}"


@dataclass(frozen=True)
class Messages:
    """The messages of shapes and constraints; by them a filled-in message gets its language back."""

    shapes: Sequence[ox.Quad]

    @cached_property
    def _languages(self) -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
        plain: dict[str, str] = {}
        patterns = []
        for quad in self.shapes:
            if quad.predicate.value == SH + "message" and isinstance(quad.object, ox.Literal):
                said, language = quad.object.value, quad.object.language or ""
                pattern, holes = _VARIABLE.subn("(?s:.*)", re.escape(said))
                if holes:
                    patterns.append((re.compile(pattern), language))
                plain.setdefault(said, language)
        return plain, patterns

    def text(self, said: Iterable[str]) -> Text | None:
        """Return messages as one text in both languages; in what there is, if a language is missing."""
        plain, patterns = self._languages
        found: defaultdict[str, str] = defaultdict(str)
        for message in said:
            languages = (
                [plain[message]] if message in plain else [tag for one, tag in patterns if one.fullmatch(message)]
            )
            for language in languages[:1]:
                found[language] = found[language] or message
        if not found:
            return None
        anyhow = found.get("") or found.get("en") or next(iter(found.values()))
        return Text(found.get("da", anyhow), found.get("en", anyhow))
