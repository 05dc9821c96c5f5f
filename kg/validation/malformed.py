"""Shapes that break the rules of SHACL where one engine refuses them and the other passes them over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import RDF, SH, XSD, shorten
from kg.validation.asked import code_of, declared_prefixes, forbidden, overlong, unknown_prefixes
from kg.validation.findings import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.reasoning.facts import Facts, Term

_COUNTS = frozenset(
    SH + name for name in ("minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount")
)
_LISTS = frozenset(SH + name for name in ("and", "or", "xone"))
_STEPS = ("alternativePath", "inversePath", "oneOrMorePath", "zeroOrMorePath", "zeroOrOnePath")
_PATH = SH + "path"
_PATHS = frozenset(SH + name for name in ("path", *_STEPS))
_TARGETS = tuple(SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
_FLAGS = re.compile("[imsxq]*")
# What is asked by a query, and where that stands.
_ASKED = {
    SH + "sparql": ("select",),
    SH + "nodeValidator": ("select", "ask"),
    SH + "propertyValidator": ("select", "ask"),
    SH + "validator": ("ask", "select"),
}
_QUERIES = frozenset({SH + "select", SH + "ask"})
_CLOSED = SH + "closed"
_BOOLEANS = [ox.Literal(form, datatype=ox.NamedNode(XSD + "boolean")) for form in ("true", "false")]
_LOOKED_AT = _COUNTS | _LISTS | _PATHS | _ASKED.keys() | {SH + "flags", _CLOSED}
_NIL = ox.NamedNode(RDF + "nil")
_REST = RDF + "rest"
_BEYOND = 2**32  # the first number that the Rust engine cannot read


def malformed(shapes: Facts) -> Iterator[tuple[ox.Quad, Text]]:
    """Yield what cannot be tried, and what is wrong with it.

    Lists without an end, numbers below nothing or beyond counting, flags that are none, empty lists and paths, queries
    left out, with an undeclared prefix, with what a shape may not ask, or too deep for an engine.
    """
    yield from _endless(shapes)
    aimed = {value for _, value in shapes.pairs(SH + "property")}.union(*(_subjects(shapes, one) for one in _TARGETS))
    for predicate in sorted(_LOOKED_AT):
        for quad in shapes.of(predicate):
            if predicate == _PATH and quad.subject not in aimed:
                continue  # no path of a shape
            if message := _wrong(predicate, quad.object, shapes):
                name = shorten(predicate)
                yield quad, Text(f"{name} {message.da}", f"{name} {message.en}")
    prefixes, declaring = declared_prefixes(shapes), _subjects(shapes, SH + "prefixes")
    for quad in (quad for predicate in sorted(_QUERIES) for quad in shapes.of(predicate)):
        known = prefixes if quad.subject in declaring else {}
        for message in wrong_in(getattr(quad.object, "value", ""), known):
            yield quad, message


def _endless(shapes: Facts) -> Iterator[tuple[ox.Quad, Text]]:
    """Yield what has a list as its value that leads back into itself."""
    endless = _leading_back(dict(shapes.pairs(_REST)))
    for predicate in sorted(shapes.predicates()) if endless else ():
        for quad in shapes.of(predicate) if predicate != _REST else ():
            if quad.object in endless:
                name = shorten(predicate)
                yield quad, Text(f"{name} er en liste uden ende; dens sidste led skal have rdf:rest rdf:nil",
                                 f"{name} is a list without an end; expected rdf:rest rdf:nil in its last cell",
                                 )  # fmt: skip


def _leading_back(rest: Mapping[Term, object]) -> set[object]:
    """Return the cells of lists that have no end."""
    ending: set[object] = set()
    endless: set[object] = set()
    for cell in rest:
        at: object = cell
        passed: dict[object, None] = {}
        while at in rest and at not in passed and at not in ending and at not in endless:
            passed[at] = None
            at = rest[at]  # type: ignore[index]  # which is in it
        (endless if at in passed or at in endless else ending).update(passed)
    return endless


def wrong_in(text: str, prefixes: Mapping[str, str]) -> Iterator[Text]:
    """Yield what is wrong with a query, as far as that shows without parsing it."""
    code = code_of(text)
    if message := overlong(code) or forbidden(code):
        yield message
    for prefix in unknown_prefixes(text, prefixes):
        yield Text(f"præfikset {prefix}: er ikke erklæret i forespørgslen, og ikke gennem sh:prefixes",
                   f"the prefix {prefix}: is declared neither in the query nor by sh:prefixes")  # fmt: skip


def _wrong(predicate: str, value: object, shapes: Facts) -> Text | None:
    """Return what is wrong with the value of a property of SHACL, and what was expected."""
    if isinstance(value, ox.Literal):
        return _wrong_literal(predicate, value)
    if predicate in _LISTS and value == _NIL:
        return Text("er en tom liste; den skal nævne former", "is an empty list; expected shapes in it")
    if predicate in _PATHS and (value == _NIL or (predicate == _PATH and not _leads(value, shapes))):
        return Text("er en tom sti; her skulle stå en egenskab", "is an empty path; expected a property")
    if predicate in _ASKED and not any(value in _subjects(shapes, SH + name) for name in _ASKED[predicate]):
        wanted = shorten(SH + _ASKED[predicate][0])
        return Text(f"har ingen forespørgsel; skriv {wanted}", f"has no query; expected {wanted}")
    return None


def _wrong_literal(predicate: str, value: ox.Literal) -> Text | None:
    if predicate in _COUNTS and value.datatype.value == XSD + "integer" and value.value.startswith("-"):
        return Text(f"er {value.value}; der skal stå et helt tal fra 0 og op",
                    f"is {value.value}; expected an integer from 0 upwards")  # fmt: skip
    if predicate in _COUNTS and _is_beyond(value.value):
        return Text("er større, end programmet kan læse; der skal stå et helt tal under 2^32",
                    "is larger than the engine can read; expected an integer below 2^32")  # fmt: skip
    if predicate == _CLOSED and value not in _BOOLEANS:
        return Text(f"er “{value.value}”; der skal stå true eller false", f'is "{value.value}"; expected true or false')
    if predicate == SH + "flags" and not _FLAGS.fullmatch(value.value):
        return Text(f"er “{value.value}”; der kan kun stå bogstaverne i, m, s, x og q",
                    f'is "{value.value}"; expected no letters but i, m, s, x and q')  # fmt: skip
    return None


def _is_beyond(form: str) -> bool:
    """Tell whether digits are a number that does not fit; it may have more of them than Python reads."""
    digits = form.removeprefix("+").lstrip("0")
    return digits.isdecimal() and (len(digits) > len(str(_BEYOND)) or int(digits) >= _BEYOND)


def _leads(path: object, shapes: Facts) -> bool:
    """Tell whether a path is a property, a list, or a step of SHACL."""
    steps = (RDF + "first", *(SH + name for name in _STEPS))
    return not isinstance(path, ox.BlankNode) or any(path in _subjects(shapes, step) for step in steps)


def _subjects(shapes: Facts, predicate: str) -> set[object]:
    return {node for node, _ in shapes.pairs(predicate)}
