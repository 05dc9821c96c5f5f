"""What the queries in shapes name: IRIs in full or in short, by the prefixes that the query and the shapes declare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import SH
from kg.validation.findings import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.reasoning.facts import Facts

_TOKEN = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*\''''
    r"""|\#[^\n]*"""
    r"""|\b(?i:PREFIX)\s+(?P<declared>[\w.-]*):\s*<(?P<namespace>[^<>\s]*)>"""
    r"""|<(?P<iri>[^<>\s]*)>"""
    r"""|(?<![\w.:?$@-])(?P<prefix>(?:[^\W\d_][\w.-]*)?):(?P<local>(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)""",
    re.DOTALL,
)
_PREFIX, _NAMESPACE = SH + "prefix", SH + "namespace"
_VALIDATORS = frozenset(SH + name for name in ("validator", "nodeValidator", "propertyValidator"))
_ESCAPE = re.compile(r"\\(.)")
_SUSPECT = re.compile(r"\bLIMIT\s+0|\bFILTER\s*\([^?$)]*\)", re.IGNORECASE)
_NO_ROWS = re.compile(r"\bLIMIT\s+0+\b[^{}]*\Z", re.IGNORECASE)
_FILTER = re.compile(r"[{}]|\bFILTER\s*(?=\()", re.IGNORECASE)
_CHANGING = re.compile(r"[?${]|\b(?:BNODE|NOW|RAND|STRUUID|UUID)\b", re.IGNORECASE)
_BRACKET = re.compile(r"[({\[]|<<|[)}\]]|>>")
_CLOSING = frozenset({")", "}", "]", ">>"})
_OPERATOR = re.compile(r"\|\||&&|[-+*/|^!]|\b(?:BIND|EXISTS|FILTER|GRAPH|OPTIONAL|UNION)\b", re.IGNORECASE)
_FORBIDDEN = re.compile(r"(?<![\w?$])(?:MINUS|SERVICE|VALUES)(?!\w)", re.IGNORECASE)  # by SHACL 5.3.2
# Far more than anyone writes, and far less than overruns the stack of an engine: a tenth of it.
_DEEPEST = 100
_MOST_OPERATORS = 500


@dataclass(frozen=True, slots=True)
class Components:
    """What the constraint components of the shapes bring: properties that shapes may use, and variables of queries."""

    parameters: frozenset[str]
    """IRIs of the properties."""
    validators: frozenset[object]
    """The nodes whose queries are given the properties' values, by their local names (SHACL 6.2.1)."""
    asking: frozenset[object]
    """The nodes with sh:ask, whose queries are given each value in turn (SHACL 6.2.3)."""

    def variables(self, node: object) -> frozenset[str]:
        """Return the variables that a node's query is given."""
        names = self.parameters if node in self.validators else ()
        own = ("value",) if node in self.asking else ()
        return frozenset([*own, *(re.split("[#/:]", iri)[-1] for iri in names)])


def components(shapes: Facts) -> Components:
    """Return what the constraint components of the shapes bring."""
    parameters = {parameter for _, parameter in shapes.pairs(SH + "parameter")}
    paths = (path.value for node, path in shapes.pairs(SH + "path") if node in parameters)
    validators = (node for name in _VALIDATORS for _, node in shapes.pairs(name))
    asking = (node for node, _ in shapes.pairs(SH + "ask"))
    return Components(frozenset(paths), frozenset(validators), frozenset(asking))


def declared_prefixes(shapes: Facts) -> dict[str, str]:
    """Return the prefixes that the shapes declare for their queries."""
    namespaces = dict(shapes.pairs(_NAMESPACE))
    return {name.value: namespaces[node].value for node, name in shapes.pairs(_PREFIX) if node in namespaces}


def named(query: str, prefixes: Mapping[str, str]) -> dict[str, None]:
    """Return the IRIs that a query names, in their order; namespaces, of which it cuts names, are none.

    >>> list(named("PREFIX a: <urn:a#> SELECT $this { $this a:b <urn:c> . FILTER (?x != 'a:d') }", {}))
    ['urn:a#b', 'urn:c']
    """
    known = {**prefixes, **_own(query)}
    iris: dict[str, None] = {}
    for token in _TOKEN.finditer(query):
        iri = token["iri"] or ""
        if token["prefix"] in known:
            iri = known[token["prefix"]] + _ESCAPE.sub(r"\1", token["local"].rstrip("."))
        if iri and not iri.endswith(("#", "/", ":")):
            iris.setdefault(iri)
    return iris


def unknown_prefixes(query: str, prefixes: Iterable[str]) -> Iterator[str]:
    """Yield the prefixes that a query uses and neither it nor `prefixes` declare."""
    used: dict[str, None] = {}
    known = set(prefixes)
    for token in _TOKEN.finditer(query):
        if token["declared"] is not None:
            known.add(token["declared"])
        elif token["prefix"] is not None:
            used.setdefault(token["prefix"])
    yield from (prefix for prefix in used if prefix not in known)


def code_of(query: str) -> str:
    """Return a query with spaces for its strings, comments, names and IRIs."""
    return _TOKEN.sub(lambda token: " " * len(token[0]), query)


def forbidden(code: str) -> Text | None:
    """Return what a query must not do in a shape, by its code; nothing if all is well."""
    if found := _FORBIDDEN.search(code):
        word = found[0].upper()
        return Text(f"en forespørgsel i en form må ikke bruge {word}", f"a query of a shape may not use {word}")
    return None


def overlong(code: str) -> Text | None:
    """Return why a query would bring an engine down, by its code: nested too deeply, or too many operators."""
    depth = 0
    for found in _BRACKET.finditer(code):
        depth += -1 if found[0] in _CLOSING else 1
        if depth > _DEEPEST:
            return Text(f"forespørgslen har mere end {_DEEPEST} parenteser i hinanden; den skal være fladere",
                        f"the query has more than {_DEEPEST} nested brackets; expected a flatter one")  # fmt: skip
    count = sum(1 for _ in _OPERATOR.finditer(code))
    if count > _MOST_OPERATORS:
        return Text(f"forespørgslen har {count} operatorer; der må højst være {_MOST_OPERATORS}, med IN til lister",
                    f"the query has {count} operators; expected at most {_MOST_OPERATORS}, with IN for lists",
                    )  # fmt: skip
    return None


def idle_in(query: str, prefixes: Mapping[str, str]) -> str:
    """Return what makes a query find nothing whatever it is asked of: no rows wanted, or a condition never met.

    >>> idle_in("SELECT $this { $this ?p ?o . FILTER (1 = 2) }", {})
    'FILTER (1 = 2)'
    """
    if not _SUSPECT.search(query) or overlong(code := code_of(query)):
        return ""
    if found := _NO_ROWS.search(code):
        return " ".join(found[0].split()[:2])
    depth = 0
    for mark in _FILTER.finditer(code):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif depth == 1:  # further in it need not hold for the whole
            end = _closed(code, mark.end())
            condition = query[mark.end() : end]
            if not _CHANGING.search(code, mark.end(), end) and _is_false(condition, {**prefixes, **_own(query)}):
                return f"FILTER {condition}"
    return ""


def _closed(code: str, start: int) -> int:
    """Return where the bracket that opens at a place is closed, or the end."""
    depth = 0
    for found in re.compile(r"[()]").finditer(code, start):
        depth += 1 if found[0] == "(" else -1
        if depth == 0:
            return found.end()
    return len(code)


def _is_false(condition: str, prefixes: dict[str, str]) -> bool:
    """Tell whether a condition without variables is not met."""
    try:
        return not ox.Store().query(f"ASK {{ FILTER {condition} }}", prefixes=prefixes)
    except (SyntaxError, ValueError):  # which is told of elsewhere
        return False


def _own(query: str) -> dict[str, str]:
    return {token["declared"]: token["namespace"] for token in _TOKEN.finditer(query) if token["declared"] is not None}
