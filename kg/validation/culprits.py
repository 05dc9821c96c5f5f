"""Names the shape that an engine stumbled over, since engines end at the first without saying where it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import SH
from kg.validation.asked import declared_prefixes
from kg.validation.causes import long_form
from kg.validation.findings import Finding, Text
from kg.validation.malformed import wrong_in
from kg.validation.soundness import nearest_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.places import Places
    from kg.reasoning.facts import Facts
    from kg.validation.report import Trouble

_WRONG = frozenset({"ill-formed", "missing-shape"})
_NAME = re.compile(r"[\w-]+:[^\s<>\"“”{}()]*[\w/#-]")  # in short or in full
_QUERIES = (SH + "select", SH + "ask")


def culprits(shapes: Facts) -> Iterator[Finding]:
    """Yield the regular expressions and queries of shapes that cannot be read, once an engine has given up."""
    names = nearest_names(list(shapes.all()))
    prefixes = declared_prefixes(shapes)
    for quad in shapes.all():
        predicate, value = quad.predicate.value, quad.object
        if not isinstance(value, ox.Literal):
            continue
        if predicate == SH + "pattern" and not _is_pattern(value.value):
            message = Text("sh:pattern er ikke et regulært udtryk", "sh:pattern is not a regular expression")
        elif (
            predicate in _QUERIES
            and not any(wrong_in(value.value, prefixes))  # of which is told elsewhere
            and (said := _complaint(value.value, prefixes))
        ):
            message = Text(f"forespørgslen er ikke SPARQL: {said}", f"the query is not SPARQL: {said}")
        else:
            continue
        yield Finding("violation", "shapes", "ill-formed", message, names[quad.subject], predicate, value.value)


def at_culprit(trouble: Trouble, findings: Iterable[Finding], places: Places) -> Trouble:
    """Return trouble with the shapes with its place: that of the same finding, or of a shape that it names.

    If there is neither, that of the first ill-formed one.
    """
    if trouble.place != "shapes":
        return trouble
    same = (one.place for one in findings if one.message == trouble.message)
    named = (places.of(long_form(name)) for name in _NAME.findall(trouble.message.en))
    told = (one.place for one in findings if one.rule in _WRONG)
    return replace(trouble, place=next((str(place) for place in (*same, *named, *told) if place), trouble.place))


def _is_pattern(text: str) -> bool:
    """Tell whether a regular expression can be read, by Oxigraph, whose dialect is that of the engine."""
    answers = ox.Store().query(f'SELECT (REGEX("", {ox.Literal(text)}) AS ?met) {{}}')
    return isinstance(answers, ox.QuerySolutions) and any(answer["met"] is not None for answer in answers)


def _complaint(query: str, prefixes: dict[str, str]) -> str:
    """Return what is wrong with a query, in one line; nothing if it parses."""
    try:
        ox.Store().query(query, prefixes=prefixes)
    except (SyntaxError, ValueError) as error:
        return " ".join(str(error).split())[:200]
    return ""
