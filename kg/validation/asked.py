"""What the queries in shapes name: IRIs in full or in short, by the prefixes that the query and the shapes declare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import SH

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


@dataclass(frozen=True, slots=True)
class Components:
    """What the constraint components of the shapes bring: properties that shapes may use, and variables of queries."""

    parameters: frozenset[str]
    """IRIs of the properties."""
    validators: frozenset[object]
    """The nodes whose queries are given the properties' values, by their local names (SHACL 6.2.1)."""

    def variables(self, node: object) -> frozenset[str]:
        """Return the variables that a node's query is given."""
        names = self.parameters if node in self.validators else ()
        return frozenset(re.split("[#/:]", iri)[-1] for iri in names)


def components(shapes: Facts) -> Components:
    """Return what the constraint components of the shapes bring."""
    parameters = {parameter for _, parameter in shapes.pairs(SH + "parameter")}
    paths = (path.value for node, path in shapes.pairs(SH + "path") if node in parameters)
    validators = (node for name in _VALIDATORS for _, node in shapes.pairs(name))
    return Components(frozenset(paths), frozenset(validators))


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


def _own(query: str) -> dict[str, str]:
    return {token["declared"]: token["namespace"] for token in _TOKEN.finditer(query) if token["declared"] is not None}
