"""Asks a project's whole graph, asserted and inferred, by a question's name, a file, or a query's text."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.asking.querying import ask, ask_library
from kg.asking.questions import find, library, read_sparql
from kg.asking.sparql import refuse
from kg.asking.terms import check
from kg.asking.vetting import vet
from kg.confining import closed_off, run_confined
from kg.errors import KgError
from kg.knowledge import know, opened, whole
from kg.namespaces import PREFIXES
from kg.progress import working
from kg.project import shown
from kg.store import build
from kg.suggesting import did_you_mean, in_danish
from kg.validation import require_passed, validate_files
from kg.validation.material import gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pyoxigraph as ox

    from kg.asking.answers import Answer
    from kg.asking.questions import Question
    from kg.project import Project
    from kg.settings import Language

SECONDS = 30.0
MEGABYTES = 2048
_CHECKING = {
    "da": "grafen er ændret, siden den sidst blev prøvet: den prøves nu, én gang",
    "en": "the graph has changed since it was last checked: checking it, once",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, the query as it was asked, what to call its columns, and what to warn of."""

    answer: Answer
    sparql: str
    headings: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[KgError, ...] = ()


def ask_question(
    project: Project, name: str, values: Mapping[str, object], lang: Language, *, unvalidated: bool = False
) -> Asked:
    """Answer a library question, with its columns' headings in the language.

    A question with a parameter `lang` answers in that language unless `values` say other.

    Raises: KgError if the graph did not pass validation, unless `unvalidated`.
    """
    question = find(project, name)
    headings = {column: said[lang] for column, said in question.columns.items()}
    values = with_language(question, values, lang)
    sparql = question.bound(values)  # what is wrong with the question comes before what is wrong with the graph
    if not unvalidated:
        require_valid(project, lang)
    with working("query"):
        store = _named(project, sparql) or opened(project)
        vet(store, question)
        return Asked(ask_library(store, question, values), sparql, headings)


def ask_text(
    project: Project,
    sparql: str,
    place: str,
    lang: Language = "en",
    *,
    prefixes: bool = False,
    unvalidated: bool = False,
    seconds: float = SECONDS,
) -> Asked:
    """Answer any read-only query, in a process of its own that has so many seconds.

    `prefixes` puts the project's own at its hand.

    Raises: KgError if the graph did not pass validation, unless `unvalidated`; for what the query must not do, what is
    wrong with it, and if it takes too much time or memory.
    """
    refuse(sparql, place)
    if not unvalidated:
        require_valid(project, lang)
    at_hand = PREFIXES if prefixes else {}
    with working("query"):
        answer, warnings = run_confined(
            _answer, project, sparql, place, at_hand, seconds=seconds, megabytes=MEGABYTES, place=place
        )
    return Asked(answer, sparql, warnings=tuple(warnings))


def ask_file(
    project: Project,
    path: Path,
    lang: Language = "en",
    *,
    prefixes: bool = False,
    unvalidated: bool = False,
    seconds: float = SECONDS,
) -> Asked:
    """Answer the query in a file. Raises: KgError if it cannot be read as one."""
    if not path.exists():
        near = did_you_mean(path.stem, library(project))
        message = f"no such file; expected a query in SPARQL.{near}"
        raise KgError(
            message, shown(path), danish=f"ingen sådan fil; her skulle stå en forespørgsel i SPARQL.{in_danish(near)}"
        )
    sparql = read_sparql(path)
    return ask_text(project, sparql, shown(path), lang, prefixes=prefixes, unvalidated=unvalidated, seconds=seconds)


def with_language(question: Question, values: Mapping[str, object], lang: Language) -> dict[str, object]:
    """Return `values` with the language of the answer, where the question has that parameter."""
    return {**({"lang": lang} if "lang" in question.parameters else {}), **values}


def require_valid(project: Project, lang: Language) -> None:
    """Let only a graph that passed be asked; say so while it is being checked. Raises: KgError if it did not."""

    @contextmanager
    def telling(step: str) -> Iterator[None]:
        if not sys.stderr.isatty():  # there a wheel turns
            sys.stderr.write(_CHECKING[lang] + "\n")
        with working(step):
            yield

    validate_files(gather(project), working=telling)
    require_passed(project)


def _answer(project: Project, sparql: str, place: str, prefixes: Mapping[str, str]) -> tuple[Answer, list[KgError]]:
    """Answer a query and check its terms; for a process of its own."""
    store = _named(project, sparql) or whole(project)
    with closed_off():  # nor could it reach out if `refuse` overlooked how
        answer = ask(store, sparql, place, prefixes=prefixes)
    return answer, check(store, sparql, place, prefixes)


def _named(project: Project, sparql: str) -> ox.Store | None:
    """Return a store of all that has the graphs by name too, if the query names any."""
    return build(know(project).quads()) if "graph" in sparql.lower() else None
