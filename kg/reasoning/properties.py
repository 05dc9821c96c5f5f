"""Rules of property axioms and assertions: table 5 (prp) of OWL 2 RL/RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.reasoning import datatypes
from kg.reasoning import vocabulary as owl
from kg.reasoning.classes import at_most_one, is_a, link
from kg.reasoning.ranges import data_range
from kg.reasoning.rules import Pattern, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.facts import Term
    from kg.reasoning.rules import Axiom
    from kg.reasoning.schema import Property, Schema

_LONG = 8  # steps of a chain that one query joins


def property_rules(schema: Schema) -> Iterator[Rule]:
    """Yield the rules of all properties, keys and negative assertions."""
    yield from _ends(schema)
    yield from _characteristics(schema)
    yield from _hierarchy(schema)
    yield from _chains(schema)
    yield from _disjointness(schema)
    yield from _keys(schema)
    yield from _negative(schema)


def _ends(schema: Schema) -> Iterator[Rule]:
    for term, class_ in schema.pairs(owl.DOMAIN):
        expression = schema.property(term)
        if expression and not _thing(class_):
            text = f"{schema.text(term)} Domain {schema.text(class_)}"
            axiom = schema.axiom(term, text, (term, owl.DOMAIN, class_))
            yield Rule("prp-dom", axiom, (link("?x", expression, "?y"),), (is_a("?x", schema.token(class_)),))
    for term, class_ in schema.pairs(owl.RANGE):
        expression = schema.property(term)
        if expression is None or _thing(class_):
            continue
        axiom = schema.axiom(term, f"{schema.text(term)} Range {schema.text(class_)}", (term, owl.RANGE, class_))
        body = (link("?x", expression, "?y"),)
        wanted = data_range(schema, class_)
        if wanted != (datatypes.LITERAL,):
            yield Rule("prp-rng", axiom, body, (is_a("?y", schema.token(class_)),))
        if wanted and wanted != (datatypes.LITERAL,) and not expression.inverted:
            test = " && ".join(datatypes.condition(datatype, "?y") for datatype in wanted)
            yield Rule("prp-rng", axiom, body, condition=f"isLiteral(?y) && !({test})")


def _characteristics(schema: Schema) -> Iterator[Rule]:
    for kind in owl.CHARACTERISTICS:
        for term in schema.instances(kind):
            expression = schema.property(term)
            if expression:
                word = kind.partition("#")[2].removesuffix("Property")
                text = f"{schema.text(term)} Characteristics: {word}"
                axiom = schema.axiom(term, text, (term, owl.TYPE, ox.NamedNode(kind)))
                yield from _characteristic(kind, axiom, expression)


def _characteristic(kind: str, axiom: Axiom, expression: Property) -> Iterator[Rule]:
    one = link("?x", expression, "?y")
    if kind == owl.FUNCTIONAL:
        yield from at_most_one("prp-fp", axiom, (one,), ("?x",), "?y")
    elif kind == owl.INVERSE_FUNCTIONAL:
        yield from at_most_one("prp-ifp", axiom, (one,), ("?y",), "?x")
    elif kind == owl.IRREFLEXIVE:
        yield Rule("prp-irp", axiom, (Pattern("?x", expression.iri, "?x"),))
    elif kind == owl.SYMMETRIC:
        yield Rule("prp-symp", axiom, (one,), (link("?y", expression, "?x"),))
    elif kind == owl.ASYMMETRIC:
        yield Rule("prp-asyp", axiom, (one, link("?y", expression, "?x")))
    elif kind == owl.TRANSITIVE:
        yield _transitive("prp-trp", axiom, expression)


def _transitive(name: str, axiom: Axiom, expression: Property) -> Rule:
    first, second = Pattern("?x", expression.iri, "?y"), Pattern("?y", expression.iri, "?z")
    return Rule(name, axiom, (first, second), (Pattern("?x", expression.iri, "?z"),), path=True)


def _hierarchy(schema: Schema) -> Iterator[Rule]:
    words = {owl.SUB_PROPERTY: "SubPropertyOf", owl.EQUIVALENT_PROPERTY: "EquivalentTo", owl.INVERSE: "InverseOf"}
    for predicate, word in words.items():
        for one, other in schema.pairs(predicate):
            left, right = schema.property(one), schema.property(other)
            if left is None or right is None or _universal(right):
                continue
            if left == right and predicate != owl.INVERSE:
                continue  # a property that is its own inverse is symmetric
            if predicate == owl.INVERSE and isinstance(one, ox.BlankNode):
                continue  # the triple only spells an expression
            text = f"{schema.text(one)} {word} {schema.text(other)}"
            axiom = schema.axiom(one, text, (one, predicate, other))
            first, second = link("?x", left, "?y"), link("?x", right, "?y")
            if predicate == owl.SUB_PROPERTY:
                yield Rule("prp-spo1", axiom, (first,), (second,))
            elif predicate == owl.EQUIVALENT_PROPERTY:
                yield Rule("prp-eqp1", axiom, (first,), (second,))
                yield Rule("prp-eqp2", axiom, (second,), (first,))
            else:
                yield Rule("prp-inv1", axiom, (first,), (link("?y", right, "?x"),))
                yield Rule("prp-inv2", axiom, (second,), (link("?y", left, "?x"),))


def _chains(schema: Schema) -> Iterator[Rule]:
    for place, (term, head) in enumerate(schema.pairs(owl.CHAIN), start=1):
        super_ = schema.property(term)
        members = schema.members(head, term)
        chain = [schema.property(member) for member in members]
        steps = [step for step in chain if step]
        if super_ is None or not steps or len(steps) < len(chain):
            continue
        text = f"{' o '.join(schema.text(member) for member in members)} SubPropertyOf {schema.text(term)}"
        axiom = schema.axiom(term, text, (term, owl.CHAIN, head))
        if steps == [super_, super_]:
            yield _transitive("prp-spo2", axiom, super_)
        else:
            yield from _chain(f"urn:kompas:step:chain-{place}", axiom, super_, steps)


def _chain(name: str, axiom: Axiom, super_: Property, steps: list[Property]) -> Iterator[Rule]:
    number = 0
    while len(steps) > _LONG:  # a longer chain goes by way of properties of its own, one for each part
        number += 1
        part = steps[0]._replace(iri=f"<{name}:{number}>", inverted=False)
        yield Rule("prp-spo2", axiom, _path(steps[:_LONG]), (link("?u0", part, f"?u{_LONG}"),))
        steps = [part, *steps[_LONG:]]
    yield Rule("prp-spo2", axiom, _path(steps), (link("?u0", super_, f"?u{len(steps)}"),))


def _path(steps: list[Property]) -> tuple[Pattern, ...]:
    return tuple(link(f"?u{place}", step, f"?u{place + 1}") for place, step in enumerate(steps))


def _disjointness(schema: Schema) -> Iterator[Rule]:
    for one, other in schema.pairs(owl.DISJOINT_PROPERTY):
        left, right = schema.property(one), schema.property(other)
        if left and right:
            text = f"{schema.text(one)} DisjointWith {schema.text(other)}"
            axiom = schema.axiom(one, text, (one, owl.DISJOINT_PROPERTY, other))
            yield Rule("prp-pdw", axiom, (link("?x", left, "?y"), link("?x", right, "?y")))
    for node in schema.instances(owl.ALL_DISJOINT_PROPERTIES):
        for head in schema.values(node, owl.MEMBERS):
            members = schema.members(head, node)
            text = f"DisjointProperties: {', '.join(schema.text(member) for member in members)}"
            axiom = schema.axiom(node, text, (node, owl.MEMBERS, head))
            chosen = [expression for member in members if (expression := schema.property(member))]
            if any(expression.inverted for expression in chosen):
                yield from _pairwise(axiom, chosen)
            elif chosen:
                properties = tuple(sorted(expression.iri for expression in chosen))
                body = (Pattern("?x", "?p1", "?y"), Pattern("?x", "?p2", "?y"))
                values = (("?p1", properties), ("?p2", properties))
                yield Rule("prp-adp", axiom, body, values=values, condition="STR(?p1) < STR(?p2)")


def _pairwise(axiom: Axiom, chosen: list[Property]) -> Iterator[Rule]:
    for place, one in enumerate(chosen):
        for other in chosen[place + 1 :]:
            yield Rule("prp-adp", axiom, (link("?x", one, "?y"), link("?x", other, "?y")))


def _keys(schema: Schema) -> Iterator[Rule]:
    for class_, head in schema.pairs(owl.KEY):
        members = schema.members(head, class_)
        keys = [schema.property(member) for member in members]
        if keys and all(keys):
            text = f"{schema.text(class_)} HasKey: {', '.join(schema.text(member) for member in members)}"
            links = tuple(link("?x", key, f"?z{place}") for place, key in enumerate(keys, start=1) if key)
            group = tuple(f"?z{place}" for place in range(1, len(keys) + 1))
            axiom = schema.axiom(class_, text, (class_, owl.KEY, head))
            yield Rule("prp-key", axiom, (is_a("?x", schema.token(class_)), *links), group=group, member="?x")


def _negative(schema: Schema) -> Iterator[Rule]:
    for node, source in schema.pairs(owl.SOURCE_INDIVIDUAL):
        for term in schema.values(node, owl.ASSERTION_PROPERTY):
            expression = schema.property(term)
            kinds = (("prp-npa1", owl.TARGET_INDIVIDUAL), ("prp-npa2", owl.TARGET_VALUE))
            targets = [(name, kind, target) for name, kind in kinds for target in schema.values(node, kind)]
            for name, kind, target in targets:
                if expression is None or (expression.inverted and isinstance(target, ox.Literal)):
                    continue
                text = f"not {schema.text(source)} {schema.text(term)} {schema.text(target)}"
                pattern = link(schema.token(source), expression, schema.token(target))
                said = ((owl.SOURCE_INDIVIDUAL, source), (owl.ASSERTION_PROPERTY, term), (kind, target))
                axiom = schema.axiom(source, text, *((node, predicate, value) for predicate, value in said))
                yield Rule(name, axiom, (pattern,))


def _thing(term: Term) -> bool:
    return str(term) == f"<{owl.THING}>"


def _universal(expression: Property) -> bool:
    return expression.iri.startswith("<http://www.w3.org/2002/07/owl#top")
