"""Shapes that are the likelier fault: those that nothing can fulfil or most does not, and those left half said."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import SH, shorten
from kg.validation.findings import Finding, Text
from kg.validation.soundness import nearest_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Facts
    from kg.validation.report import Seen

_FEWEST = 10  # findings of one constraint that make its shape suspect
_LANGUAGES = frozenset({"da", "en"})
_BOUNDS = (
    *((f"min{of}", f"max{of}") for of in ("Count", "Inclusive", "Length")),
    ("qualifiedMinCount", "qualifiedMaxCount"),
    ("minExclusive", "maxExclusive"),
    ("minExclusive", "maxInclusive"),
    ("minInclusive", "maxExclusive"),
)
_PROPERTY_SHAPE = ox.NamedNode(SH + "PropertyShape")


def check(found: Iterable[Finding], seen: Iterable[Seen], shapes: Facts) -> list[Finding]:
    """Return a violation for each shape that nothing can fulfil, a warning for what else is likelier its own fault."""
    return [*_impossible(shapes), *_most_fail(found, seen), *_half_said(shapes)]


def _impossible(shapes: Facts) -> Iterator[Finding]:
    """Find the shapes whose least is more than their most."""
    bounds: defaultdict[object, dict[str, Decimal]] = defaultdict(dict)
    for name in sorted({name for pair in _BOUNDS for name in pair}):
        for quad in shapes.of(SH + name):
            try:
                bounds[quad.subject][name] = Decimal(getattr(quad.object, "value", ""))
            except InvalidOperation:
                continue  # days, or what is told of as the form of no number
    wrong = [
        (node, least, most)
        for node, said in bounds.items()
        for least, most in _BOUNDS
        if least in said and most in said and _crossed(said[least], said[most], open_="Exclusive" in least + most)
    ]
    names = nearest_names(list(shapes.all())) if wrong else {}
    for node, least, most in wrong:
        low, high = (f"sh:{name} {bounds[node][name]}" for name in (least, most))
        message = Text(f"intet kan opfylde både {low} og {high}: ret formen",
                       f"nothing can fulfil both {low} and {high}: correct the shape")  # fmt: skip
        yield Finding("violation", "shapes", "impossible", message, names.get(node, ""), SH + least)


def _crossed(least: Decimal, most: Decimal, *, open_: bool) -> bool:
    return least > most or (open_ and least == most)


def _most_fail(found: Iterable[Finding], seen: Iterable[Seen]) -> Iterator[Finding]:
    """Find constraints that more than half of what their shape met does not fulfil."""
    nodes = {one.shape: one.nodes or 0 for one in seen}
    things: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in found:
        things[one.rule, one.component].add(one.thing)
    for (shape, component), failing in things.items():
        many, all_of_them = len(failing), nodes.get(shape, 0)
        if many >= _FEWEST and many * 2 > all_of_them > 0:
            name = component.removeprefix(SH).removesuffix("ConstraintComponent")
            message = Text(f"{shorten(shape)} finder fejl ved {many} af {all_of_them} ting: fejlen er nok dens egen",
                           f"{shorten(shape)} finds fault with {many} of {all_of_them} things: "
                           "the fault is likely its own")  # fmt: skip
            yield Finding("warning", "shapes", "most-fail", message, shape, SH + name[:1].lower() + name[1:])


def _half_said(shapes: Facts) -> Iterator[Finding]:
    """Find shapes with a message in one language, or none, among shapes that speak both."""
    spoken: defaultdict[object, Counter[str]] = defaultdict(Counter)
    for quad in shapes.of(SH + "message"):
        spoken[quad.subject][getattr(quad.object, "language", None) or ""] += 1
    if not any(tags.keys() >= _LANGUAGES for tags in spoken.values()):
        return
    message = Text("skal have én sh:message på dansk (@da) og én på engelsk (@en)",
                   "has to have one sh:message in Danish (@da) and one in English (@en)")  # fmt: skip
    silent = {quad.subject for quad in shapes.typed(_PROPERTY_SHAPE)} - spoken.keys()
    halves = {shape for shape, tags in spoken.items() if tags != Counter(_LANGUAGES)}
    for shape in sorted((one for one in silent | halves if isinstance(one, ox.NamedNode)), key=str):
        text = Text(f"{shorten(shape.value)} {message.da}", f"{shorten(shape.value)} {message.en}")
        yield Finding("warning", "shapes", "half-said", text, shape.value, SH + "message")
