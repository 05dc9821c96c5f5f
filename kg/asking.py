"""Asks a project's whole graph, asserted and inferred, by a question's name, a file, or a query's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.knowledge import know, whole
from kg.namespaces import PREFIXES
from kg.project import shown
from kg.querying import ask, ask_library
from kg.questions import find, library, read_sparql
from kg.sparql import refuse
from kg.store import build
from kg.suggesting import did_you_mean
from kg.validation import require_passed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyoxigraph as ox

    from kg.project import Project
    from kg.querying import Answer
    from kg.questions import Question
    from kg.settings import Language


def ask_question(
    project: Project, name: str, values: Mapping[str, object], lang: Language, *, unvalidated: bool = False
) -> tuple[Answer, dict[str, str]]:
    """Answer a library question; return the answer and the columns' headings in the language.

    A question with a parameter `lang` answers in that language unless `values` say other.

    Raises: KgError if the graph did not pass validation, unless `unvalidated`.
    """
    question = find(project, name)
    headings = {column: said[lang] for column, said in question.columns.items()}
    values = with_language(question, values, lang)
    question.bound(values)  # what is wrong with the question comes before what is wrong with the graph
    return ask_library(_whole(project, question.sparql, unvalidated=unvalidated), question, values), headings


def ask_text(project: Project, sparql: str, place: str, *, prefixes: bool = False, unvalidated: bool = False) -> Answer:
    """Answer a query given as text; `prefixes` puts the project's own at its hand.

    Raises: KgError if the graph did not pass validation, unless `unvalidated`.
    """
    refuse(sparql, place)
    return ask(_whole(project, sparql, unvalidated=unvalidated), sparql, place, prefixes=PREFIXES if prefixes else None)


def ask_file(project: Project, path: Path, *, prefixes: bool = False, unvalidated: bool = False) -> Answer:
    """Answer the query in a `.rq` file. Raises: KgError if it cannot be read as one."""
    place = shown(path)
    if path.suffix != ".rq":
        message = f"not a query's file; expected a name that ends in .rq{_sibling(path)}"
        raise KgError(message, place)
    if not path.exists():
        message = f"no such file; expected a query in SPARQL.{did_you_mean(path.stem, library(project))}"
        raise KgError(message, place)
    return ask_text(project, read_sparql(path), place, prefixes=prefixes, unvalidated=unvalidated)


def with_language(question: Question, values: Mapping[str, object], lang: Language) -> dict[str, object]:
    """Return `values` with the language of the answer, where the question has that parameter."""
    return {**({"lang": lang} if "lang" in question.parameters else {}), **values}


def _whole(project: Project, sparql: str, *, unvalidated: bool) -> ox.Store:
    """Return a store of all that the project's files say and all that follows; by graphs if the query names any."""
    if not unvalidated:
        require_passed(project)
    return build(know(project).quads()) if "graph" in sparql.lower() else whole(project)


def _sibling(path: Path) -> str:
    sibling = path.with_suffix(".rq")
    return f". Did you mean {shown(sibling)}?" if path.name and sibling.is_file() else ""
