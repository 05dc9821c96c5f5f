"""Rules of classes and class axioms: tables 6 (cls) and 7 (cax) of OWL 2 RL/RDF."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.reasoning import datatypes
from kg.reasoning import vocabulary as owl
from kg.reasoning.ranges import data_range, is_data
from kg.reasoning.rules import IS_A, Axiom, Pattern, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Pair, Term
    from kg.reasoning.schema import Property, Schema

_WIDE = 8  # members of an intersection that one query joins; a longer one is cut into steps


def link(subject: str, expression: Property, value: str) -> Pattern:
    """Return the pattern of a property expression between two terms."""
    ends = (value, subject) if expression.inverted else (subject, value)
    return Pattern(ends[0], expression.iri, ends[1])


def is_a(term: str, class_: str) -> Pattern:
    """Return the pattern that types a term."""
    return Pattern(term, IS_A, class_)


def class_rules(schema: Schema, derived: Iterable[Pair]) -> Iterator[Rule]:
    """Yield the rules of all classes; `derived` are subclass pairs that follow from table 9."""
    yield from _expressions(schema)
    yield from _restrictions(schema)
    yield from _hierarchy(schema, derived)
    yield from _disjointness(schema)


def _expressions(schema: Schema) -> Iterator[Rule]:
    for place, (class_, head) in enumerate(schema.pairs(owl.INTERSECTION), start=1):
        if not is_data(schema, class_):
            yield from _intersection(schema, f"urn:kompas:step:class-{place}", class_, head)
    for class_, head in schema.pairs(owl.UNION):
        members = schema.members(head, class_)
        if members and not is_data(schema, class_):
            axiom = _defined(schema, class_, (owl.UNION, head))
            values = (("?c", tuple(schema.token(member) for member in members)),)
            yield Rule("cls-uni", axiom, (is_a("?x", "?c"),), (is_a("?x", schema.token(class_)),), values=values)
    for class_, head in schema.pairs(owl.ONE_OF):
        things = [member for member in schema.members(head, class_) if not isinstance(member, ox.Literal)]
        if things and not is_data(schema, class_):
            values = (("?x", tuple(schema.token(thing) for thing in things)),)
            axiom = _defined(schema, class_, (owl.ONE_OF, head))
            yield Rule("cls-oo", axiom, (), (is_a("?x", schema.token(class_)),), values=values)
    for class_, other in schema.pairs(owl.COMPLEMENT):
        body = (is_a("?x", schema.token(class_)), is_a("?x", schema.token(other)))
        yield Rule("cls-com", _defined(schema, class_, (owl.COMPLEMENT, other)), body)
    nothing = Axiom("owl:Nothing", "owl:Nothing has no members")
    yield Rule("cls-nothing2", nothing, (is_a("?x", f"<{owl.NOTHING}>"),))


def _intersection(schema: Schema, steps: str, class_: Term, head: Term) -> Iterator[Rule]:
    axiom, name = _defined(schema, class_, (owl.INTERSECTION, head)), schema.token(class_)
    parts = [schema.token(member) for member in schema.members(head, class_)]
    if not parts:
        return
    yield Rule("cls-int2", axiom, (is_a("?x", name),), tuple(is_a("?x", part) for part in parts))
    step = 0
    while len(parts) > _WIDE:
        step += 1
        part = f"<{steps}:{step}>"
        yield Rule("cls-int1", axiom, tuple(is_a("?x", member) for member in parts[:_WIDE]), (is_a("?x", part),))
        parts = [part, *parts[_WIDE:]]
    yield Rule("cls-int1", axiom, tuple(is_a("?x", part) for part in parts), (is_a("?x", name),))


def _restrictions(schema: Schema) -> Iterator[Rule]:
    for class_, on in schema.pairs(owl.ON_PROPERTY):
        expression = schema.property(on)
        if expression is None:
            continue
        name, given = schema.token(class_), (owl.ON_PROPERTY, on)
        for filler in schema.values(class_, owl.SOME):
            yield _some(schema, _defined(schema, class_, given, (owl.SOME, filler)), name, expression, filler)
        for filler in schema.values(class_, owl.ALL):
            axiom = _defined(schema, class_, given, (owl.ALL, filler))
            body = (is_a("?x", name), link("?x", expression, "?y"))
            wanted = data_range(schema, filler)
            if wanted is None:
                yield Rule("cls-avf", axiom, body, (is_a("?y", schema.token(filler)),))
            elif wanted:
                test = " && ".join(datatypes.condition(datatype, "?y") for datatype in wanted)
                yield Rule("cls-avf", axiom, body, condition=f"isLiteral(?y) && !({test})")
        for value in schema.values(class_, owl.HAS_VALUE):
            if expression.inverted and isinstance(value, ox.Literal):
                continue  # nothing has a literal as its subject
            axiom = _defined(schema, class_, given, (owl.HAS_VALUE, value))
            filled = link("?x", expression, schema.token(value))
            yield Rule("cls-hv1", axiom, (is_a("?x", name),), (filled,))
            yield Rule("cls-hv2", axiom, (filled,), (is_a("?x", name),))
        yield from _cardinality(schema, class_, on, expression)


def _some(schema: Schema, axiom: Axiom, name: str, expression: Property, filler: Term) -> Rule:
    body, head = (link("?x", expression, "?y"),), (is_a("?x", name),)
    if str(filler) == f"<{owl.THING}>":
        return Rule("cls-svf2", axiom, body, head)
    wanted = data_range(schema, filler)
    if wanted is None:
        return Rule("cls-svf1", axiom, (*body, is_a("?y", schema.token(filler))), head)
    tests = [datatypes.condition(datatype, "?y") for datatype in wanted] or ["false"]
    return Rule("cls-svf1", axiom, body, head, condition=" && ".join(tests))


def _cardinality(schema: Schema, class_: Term, on: Term, expression: Property) -> Iterator[Rule]:
    given, body = (owl.ON_PROPERTY, on), (is_a("?x", schema.token(class_)), link("?x", expression, "?y"))
    for limit in schema.values(class_, owl.MAX):
        axiom = _defined(schema, class_, given, (owl.MAX, limit))
        if _number(limit) == 0:
            yield Rule("cls-maxc1", axiom, body)
        elif _number(limit) == 1:
            yield from at_most_one("cls-maxc2", axiom, body, ("?x",), "?y")
    for limit in schema.values(class_, owl.MAX_QUALIFIED):
        counted = (given, (owl.MAX_QUALIFIED, limit))
        for filler in schema.values(class_, owl.ON_CLASS):
            axiom = _defined(schema, class_, *counted, (owl.ON_CLASS, filler))
            thing = str(filler) == f"<{owl.THING}>"
            whole = body if thing else (*body, is_a("?y", schema.token(filler)))
            if _number(limit) == 0:
                yield Rule("cls-maxqc2" if thing else "cls-maxqc1", axiom, whole)
            elif _number(limit) == 1:
                yield from at_most_one("cls-maxqc4" if thing else "cls-maxqc3", axiom, whole, ("?x",), "?y")
        for filler in schema.values(class_, owl.ON_DATA_RANGE):
            axiom = _defined(schema, class_, *counted, (owl.ON_DATA_RANGE, filler))
            yield from _data_cardinality(axiom, body, _number(limit), data_range(schema, filler) or ())


def _data_cardinality(
    axiom: Axiom, body: tuple[Pattern, ...], limit: int | None, wanted: tuple[str, ...]
) -> Iterator[Rule]:
    test = " && ".join(datatypes.condition(datatype, "?y") for datatype in wanted)
    if wanted and limit == 0:
        yield Rule("cls-maxqc1", axiom, body, condition=test)
    elif wanted and limit == 1:
        second = body[-1].renamed({"?y": "?y2"})
        both = f"{test} && {test.replace('?y', '?y2')} && ?y != ?y2 && STR(?y) <= STR(?y2)"
        yield Rule("cls-maxqc3", axiom, (*body, second), condition=both)


def at_most_one(
    name: str, axiom: Axiom, body: tuple[Pattern, ...], group: tuple[str, ...], member: str
) -> Iterator[Rule]:
    """Yield the rule that makes all of `member` one thing, and the one that forbids them to be unlike literals."""
    yield Rule(name, axiom, body, group=group, member=member)
    if not any(pattern.value == member for pattern in body if pattern.predicate != IS_A):
        return  # a subject is never a literal
    twins = tuple(pattern.renamed({member: member + "2"}) for pattern in body if member in pattern)
    unlike = f"isLiteral({member}) && {member} != {member}2 && STR({member}) <= STR({member}2)"
    yield Rule(name, axiom, (*body, *twins), group=group, condition=unlike)


def _hierarchy(schema: Schema, derived: Iterable[Pair]) -> Iterator[Rule]:
    told = [(pair, "") for pair in schema.pairs(owl.SUB_CLASS)] + [(pair, " (by table 9)") for pair in derived]
    read = any(str(one) == f"<{owl.THING}>" for (one, _), _ in told)
    if read:
        thing = ox.NamedNode(owl.THING)
        told += [((class_, thing), " (every class is)") for class_ in schema.instances(owl.CLASS)]
    for (class_, parent), source in told:
        trivial = str(parent) == f"<{owl.THING}>" and not read
        if class_ != parent and not trivial and not is_data(schema, class_) and not is_data(schema, parent):
            text = f"{schema.text(class_)} SubClassOf {schema.text(parent)}{source}"
            axiom = schema.axiom(class_, text, (class_, owl.SUB_CLASS, parent))
            yield Rule("cax-sco", axiom, (is_a("?x", schema.token(class_)),), (is_a("?x", schema.token(parent)),))
    for one, other in schema.pairs(owl.EQUIVALENT_CLASS):
        if one != other and not is_data(schema, one) and not is_data(schema, other):
            text = f"{schema.text(one)} EquivalentTo {schema.text(other)}"
            axiom = schema.axiom(one, text, (one, owl.EQUIVALENT_CLASS, other))
            first, second = is_a("?x", schema.token(one)), is_a("?x", schema.token(other))
            yield Rule("cax-eqc1", axiom, (first,), (second,))
            yield Rule("cax-eqc2", axiom, (second,), (first,))


def _disjointness(schema: Schema) -> Iterator[Rule]:
    for one, other in schema.pairs(owl.DISJOINT_CLASS):
        text = f"{schema.text(one)} DisjointWith {schema.text(other)}"
        axiom = schema.axiom(one, text, (one, owl.DISJOINT_CLASS, other))
        yield Rule("cax-dw", axiom, (is_a("?x", schema.token(one)), is_a("?x", schema.token(other))))
    for node in schema.instances(owl.ALL_DISJOINT_CLASSES):
        for head in schema.values(node, owl.MEMBERS):
            yield from _all_disjoint(schema, "DisjointClasses", (node, owl.MEMBERS, head))
    for class_, head in schema.pairs(owl.DISJOINT_UNION):
        yield from _all_disjoint(schema, "DisjointUnionOf", (class_, owl.DISJOINT_UNION, head))


def _all_disjoint(schema: Schema, word: str, said: tuple[Term, str, Term]) -> Iterator[Rule]:
    subject, _, head = said
    members = schema.members(head, subject)
    if len(members) < 2:  # noqa: PLR2004  # one class alone is disjoint with nothing
        return
    text = ", ".join(schema.text(member) for member in members)
    owner = f"{schema.text(subject)} " if isinstance(subject, ox.NamedNode) else ""
    axiom = schema.axiom(subject, f"{owner}{word}: {text}", said)
    classes = tuple(sorted(schema.token(member) for member in members))
    body = (is_a("?x", "?c1"), is_a("?x", "?c2"))
    if any(one == other for one, other in pairwise(classes)):  # a class listed twice is disjoint with itself
        for twice in sorted({one for one, other in pairwise(classes) if one == other}):
            yield Rule("cax-adc", axiom, (is_a("?x", twice),))
    values = (("?c1", classes), ("?c2", classes))
    yield Rule("cax-adc", axiom, body, values=values, condition="STR(?c1) < STR(?c2)")


def _defined(schema: Schema, class_: Term, *said: tuple[str, Term]) -> Axiom:
    text = schema.text(class_)
    definition = schema.definition(class_)
    whole = definition if definition == text else f"{text} EquivalentTo {definition}"
    return schema.axiom(class_, whole, *((class_, predicate, value) for predicate, value in said))


def _number(term: Term) -> int | None:
    return int(term.value) if isinstance(term, ox.Literal) and term.value.strip().isdecimal() else None
