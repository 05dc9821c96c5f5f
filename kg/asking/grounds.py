"""Traces the rows of an answer: the triples that each rests on, by matching the query's own patterns again."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.asking.cells import cell
from kg.asking.sparql import NOT_CODE, blank
from kg.store import to_oxigraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.asking.answers import Answer
    from kg.asking.cells import Cell
    from kg.store import Term

    Pattern = tuple[Any, Any, Any]

_FORM = re.compile(r"\bSELECT\b", re.IGNORECASE)


def grounds(store: ox.Store, sparql: str, answer: Answer) -> list[list[ox.Triple]]:
    """Return for each row of a SELECT query's answer the triples of the store that its patterns matched.

    A row of a group has those of all its members. What stands in MINUS, NOT EXISTS or a sub-query, and paths of any
    length, has no triples.
    """
    wanted = list(patterns(sparql))
    variables, solutions = _all_variables(store, sparql)
    shared = [(place, variables[name]) for place, name in enumerate(answer.columns) if name in variables]
    found: defaultdict[tuple[Cell, ...], dict[ox.Triple, None]] = defaultdict(dict)
    for solution in solutions:
        bound = {name: term for name, place in variables.items() if (term := solution[place]) is not None}
        key = tuple(cell(solution[place]) for _, place in shared)
        for pattern in wanted:
            for triple in _instances(store, pattern, bound):
                found[key].setdefault(triple)
    return [list(found[tuple(row[place] for place, _ in shared)]) for row in answer.rows]


def patterns(sparql: str) -> Iterator[Pattern]:
    """Yield the triple patterns of a query in rdflib's terms, but for those that must not match or only exist.

    Raises: what rdflib raises for a query that it cannot parse; a query of the library is known to parse.
    """
    from rdflib.plugins.sparql import prepareQuery

    yield from _patterns(prepareQuery(sparql).algebra)


def _patterns(node: Any) -> Iterator[Pattern]:  # noqa: ANN401  # of rdflib's algebra
    if isinstance(node, list | tuple | set):
        for each in node:
            yield from _patterns(each)
    if not hasattr(node, "name"):
        return
    if node.name == "BGP":
        yield from node.triples
    for key, part in node.items():
        if (node.name, key) != ("Minus", "p2"):
            yield from _patterns(part)


def _all_variables(store: ox.Store, sparql: str) -> tuple[dict[str, int], list[tuple[Term | None, ...]]]:
    """Return the solutions of a query's WHERE with all its variables, before anything is grouped or left out."""
    code = NOT_CODE.sub(blank, sparql)
    form = _FORM.search(code)
    first = code.index("{", form.start() if form else 0)
    depth, last = 0, len(code)
    for match in re.finditer(r"[{}]", code[first:]):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            last = first + match.end()
            break
    text = f"{sparql[: form.start() if form else 0]}SELECT * WHERE {sparql[first:last]}"
    results = store.query(text)
    if not isinstance(results, ox.QuerySolutions):
        raise TypeError(text)
    names = [variable.value for variable in results.variables]
    return {name: place for place, name in enumerate(names)}, [tuple(solution) for solution in results]


def _instances(store: ox.Store, pattern: Pattern, bound: Mapping[str, Term]) -> Iterator[ox.Triple]:
    """Yield the triples of the store that the pattern stands for, with the variables as they are bound."""
    subject, path, value = (_resolved(term, bound) for term in pattern)
    if subject is not None and value is not None:
        yield from _walk(store, subject, path, value)


def _walk(store: ox.Store, subject: Term, path: Any, value: Term) -> Iterator[ox.Triple]:  # noqa: ANN401  # term or path
    from rdflib.paths import AlternativePath, InvPath, SequencePath

    match path:
        case ox.NamedNode() if not isinstance(subject, ox.Literal):
            if ox.Quad(subject, path, value) in store:
                yield ox.Triple(subject, path, value)
        case InvPath():
            yield from _walk(store, value, _resolved(path.arg, {}), subject)
        case AlternativePath():
            for each in path.args:
                yield from _walk(store, subject, _resolved(each, {}), value)
        case SequencePath() if path.args:
            head, *rest = (_resolved(each, {}) for each in path.args)
            for between in _reached(store, subject, head) if rest else [value]:
                tail = list(_walk(store, between, SequencePath(*rest), value)) if rest else []
                if tail or not rest:
                    yield from _walk(store, subject, head, between)
                    yield from tail


def _reached(store: ox.Store, subject: Term, step: Any) -> Iterable[Term]:  # noqa: ANN401  # term or path
    """Return what one step of a path leads to; only a property or its inverse is a step."""
    from rdflib.paths import InvPath

    if isinstance(step, ox.NamedNode) and not isinstance(subject, ox.Literal):
        return [quad.object for quad in store.quads_for_pattern(subject, step, None)]  # type: ignore[misc]  # RDF 1.1
    if isinstance(step, InvPath):
        inverse = _resolved(step.arg, {})
        if isinstance(inverse, ox.NamedNode):
            return [quad.subject for quad in store.quads_for_pattern(None, inverse, subject)]  # type: ignore[misc]
    return []


def _resolved(term: Any, bound: Mapping[str, Term]) -> Any:  # noqa: ANN401  # a term, a path, or None
    """Return a part of a pattern as a term; None for what is not bound, a path as it is."""
    import rdflib

    if isinstance(term, rdflib.Variable):
        return bound.get(str(term))
    if isinstance(term, rdflib.BNode):
        return None
    return to_oxigraph(term) if isinstance(term, rdflib.URIRef | rdflib.Literal) else term
