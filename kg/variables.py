"""Variables of a SPARQL query that nothing binds: a condition on one is never met, and nothing tells."""

from __future__ import annotations

import re

_NOT_CODE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\s]*>|#[^\n]*",
    re.DOTALL,
)
_VARIABLE = re.compile(r"[?$](\w+)")
_HEAD = re.compile(r"\b(?:SELECT|CONSTRUCT|DESCRIBE|ASK)\b[^{]*", re.IGNORECASE)
_EXPRESSION = re.compile(
    r"\b(?:FILTER|BIND|HAVING)\s*(?P<open>\()|\b(?:ORDER|GROUP)\s+BY\b(?P<list>[^{}]*)", re.IGNORECASE
)
_NAMED = re.compile(r"\bAS\s+[?$](\w+)", re.IGNORECASE)


def unbound(sparql: str) -> list[str]:
    """Return the variables that expressions or columns name and no pattern, VALUES or AS binds, in their order.

    >>> unbound("SELECT ?s { ?s a ?class . FILTER (?klass = ?s) }")
    ['klass']
    >>> unbound("SELECT (COUNT(?s) AS ?n) { ?s a [] } ORDER BY ?n")
    []
    """
    code = _NOT_CODE.sub(lambda match: " " * len(match[0]), sparql)
    named = set(_NAMED.findall(code))
    patterns, expressions = _parted(code)
    bound = named.union(*(_VARIABLE.findall(part) for part in patterns))
    used = (name for part in expressions for name in _VARIABLE.findall(part))
    return [name for name in dict.fromkeys(used) if name not in bound]


def _parted(code: str) -> tuple[list[str], list[str]]:
    """Return the parts of a query that can bind variables, and those that only read them."""
    heads = [match[0] for match in _HEAD.finditer(code)]
    rest, patterns, expressions = _HEAD.sub(" ", code), [], heads
    at = 0
    while found := _EXPRESSION.search(rest, at):
        patterns.append(rest[at : found.start()])
        at = _end(rest, found.start("open")) if found["open"] else found.end()
        outside, inside = _braces(rest[found.start() : at])
        expressions.append(outside)
        for group in inside:
            inner, read = _parted(group)
            patterns += inner
            expressions += read
    return [*patterns, rest[at:]], expressions


def _end(code: str, start: int) -> int:
    """Return where the bracket that opens at a place is closed, or the end."""
    depth = 0
    for match in re.compile(r"[()]").finditer(code, start):
        depth += 1 if match[0] == "(" else -1
        if depth == 0:
            return match.end()
    return len(code)


def _braces(code: str) -> tuple[str, list[str]]:
    """Return an expression without the groups of EXISTS in it, and those."""
    inside: list[str] = []
    outside, depth, start = [], 0, 0
    for match in re.finditer(r"[{}]", code):
        if match[0] == "{":
            if depth == 0:
                outside.append(code[start : match.start()])
                start = match.end()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                inside.append(code[start : match.start()])
                start = match.end()
    return " ".join([*outside, code[start:]]), inside
