"""What to write instead of a value that a shape does not allow, where the shape says enough to know."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.lexical import expected_form
from kg.namespaces import PREFIXES, RDF, SH, shorten
from kg.suggesting import nearest
from kg.validation.standards import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.validation.engines import Result

_DATATYPE, _IN = SH + "DatatypeConstraintComponent", SH + "InConstraintComponent"
_LANGUAGES = frozenset({RDF + "langString"})
_SHORT = re.compile(r"[\w-]*:\w(?:[\w.-]*[\w-])?")
_NAMES = re.compile(
    r"""(?P<as_it_is>"(?:[^"\\\n]|\\.)*"(?:@[\w-]+)?|<[^<>\s]*>)|(?P<iri>(?:https?://|urn:)[^\s"<>{}|^`\\]+)
    |(?<![\w:/.-])(?P<prefix>[a-z][\w-]*):(?P<local>[\w.-]*\w)""",
    re.VERBOSE,
)


class Advice:
    """What named shapes demand of values: their datatype, or one of a list."""

    def __init__(self, shapes: Iterable[ox.Quad]) -> None:
        """Read the demands out of the shapes."""
        self.links: defaultdict[tuple[object, str], list[object]] = defaultdict(list)
        for quad in shapes:
            self.links[quad.subject, quad.predicate.value].append(quad.object)

    def on(self, result: Result) -> str:
        """Return what to write instead, in short form; nothing if that is not known."""
        shape = ox.NamedNode(result.shape) if result.shape else None
        if result.component == _DATATYPE and isinstance(result.value, ox.Literal):
            wanted = self.links.get((shape, SH + "datatype"), [])
            if len(wanted) == 1 and isinstance(wanted[0], ox.NamedNode):
                return _typed(result.value, wanted[0].value)
        if result.component == _IN and isinstance(result.value, ox.NamedNode):
            lists = self.links.get((shape, SH + "in"), [])
            names = [
                shorten(one.value) for head in lists for one in self._members(head) if isinstance(one, ox.NamedNode)
            ]
            return next(iter(nearest(shorten(result.value.value), names, 1)), "")
        return ""

    def _members(self, head: object) -> Iterable[object]:
        seen = set()
        while head not in seen and (head, RDF + "first") in self.links:
            seen.add(head)
            yield self.links[head, RDF + "first"][0]
            head = next(iter(self.links[head, RDF + "rest"]), None)


def pasteable(advice: str, prefixes: Mapping[str, str]) -> str:
    """Return advice with its names in the prefixes of a file, `x:` to namespace, or as `<…>` where it has none.

    >>> pasteable("id:a , https://example.org/b#c", {"e:": "https://example.org/b#"})
    '<https://w3id.org/kompas/id/a> , e:c'
    """

    def written(found: re.Match[str]) -> str:
        if found["as_it_is"] or (found["prefix"] and found["prefix"] not in PREFIXES):
            return found[0]
        iri = found["iri"] or PREFIXES[found["prefix"]] + found["local"]
        fitting = (name for name, space in prefixes.items() if space and iri.startswith(space))
        names = (name + iri[len(prefixes[name]) :] for name in sorted(fitting, key=lambda name: -len(prefixes[name])))
        return next((name for name in names if _SHORT.fullmatch(name)), f"<{iri}>")

    return _NAMES.sub(written, advice)


def _typed(literal: ox.Literal, datatype: str) -> str:
    """Return a literal with the datatype that is wanted, if its form is one of it."""
    if datatype in _LANGUAGES or datatype not in STANDARD or expected_form(literal.value, datatype) is not None:
        return ""
    return str(ox.Literal(literal.value, datatype=ox.NamedNode(datatype))).replace(f"<{datatype}>", shorten(datatype))
