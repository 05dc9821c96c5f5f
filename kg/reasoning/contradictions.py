"""Contradictions: what in a graph cannot all be true, each with the axiom it breaks and the triples that break it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import shorten
from kg.reasoning import vocabulary as owl
from kg.reasoning.closure import Closure
from kg.reasoning.datatypes import value, well_formed
from kg.reasoning.joins import joined
from kg.reasoning.queries import term_of, terms, triple_of
from kg.reasoning.rules import Axiom, Pattern
from kg.reasoning.unsatisfiable import unsatisfiable
from kg.reasoning.wording import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Term
    from kg.reasoning.rules import Rule

_DIFFERENT = ox.NamedNode(owl.DIFFERENT)
_SAME = ox.NamedNode(owl.SAME)
_BY_TYPE = frozenset({"cax-dw", "cax-adc", "cls-com", "cls-nothing2"})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that cannot be true.

    `rule` is its name in the W3C recommendation (`unsatisfiable` for a class that can have no members, which the
    recommendation leaves to its members); `individuals` the things or classes concerned; `premises` triples of the
    closure that break the axiom. What follows from the same cause is in `consequences`.
    """

    rule: str
    axiom: Axiom
    individuals: tuple[Term, ...]
    premises: tuple[ox.Triple, ...]
    consequences: tuple[Contradiction, ...] = ()

    def message(self, language: str = "en") -> str:
        """Say in one sentence, in `da` or `en`, what is contradicted."""
        names = ", ".join(shorten(thing.value) if isinstance(thing, ox.NamedNode) else str(thing)
                          for thing in self.individuals)  # fmt: skip
        return word(self.rule, language).format(names=names, axiom=self.axiom.text)


def contradictions(quads: Iterable[ox.Quad]) -> list[Contradiction]:
    """Return every contradiction of `quads` and what follows from them; an empty list if they are consistent.

    Raises: KgError as `infer` does.
    """
    return find_contradictions(Closure(quads))


def find_contradictions(closure: Closure, *, of_literals: bool = True) -> list[Contradiction]:
    """Return every contradiction in a closure that was computed with its checks, one for each cause.

    Those between literals and their own datatypes can be left out.
    """
    classes = [
        Contradiction("unsatisfiable", broken.axiom, broken.classes, broken.premises)
        for broken in unsatisfiable(closure)
    ]
    facts = chain(
        _different(closure),
        _ill_typed(closure) if of_literals else (),
        *(_broken(closure, rule) for rule in closure.theory.forbidding),
    )
    return _under_classes(closure, classes, _grouped(closure, facts))


def _broken(closure: Closure, rule: Rule) -> Iterator[Contradiction]:
    if rule.group:
        yield from _several(closure, rule)
        return
    variables = rule.variables()
    found: dict[tuple[Term, ...], dict[ox.Triple, None]] = {}
    listed = dict(rule.values)
    for bound in _bindings(closure, rule):
        ends = [closure.original(bound[name]) for name in variables if name not in listed]
        who: tuple[Term, ...] = tuple(dict.fromkeys(end for end in ends if not isinstance(end, ox.Literal)))
        premises = found.setdefault(who, {})
        premises.update(dict.fromkeys(_instance(closure, pattern, bound) for pattern in rule.body))
    told: set[frozenset[ox.Triple]] = set()  # a rule that reads the same both ways finds the same twice
    for who, premises in found.items():
        if frozenset(premises) not in told:
            told.add(frozenset(premises))
            named: tuple[Term, ...] = who or tuple(dict.fromkeys(terms(triple)[0] for triple in premises))
            axiom = _narrowed(closure, rule, premises) if listed else rule.axiom
            yield Contradiction(rule.name, axiom, named, tuple(sorted(premises, key=str)))


def _bindings(closure: Closure, rule: Rule) -> Iterator[dict[str, Term]]:
    """Yield what the variables of a rule's body stand for where it holds."""
    term = closure.relations.terms.term
    for one, fixed in _with_predicates(rule):
        names, rows = joined(closure.relations, one)
        variables = [(place, name) for place, name in enumerate(names) if name.startswith("?")]
        for row in rows:
            yield fixed | {name: term(row[place]) for place, name in variables}


def _with_predicates(rule: Rule) -> Iterator[tuple[Rule, dict[str, Term]]]:
    """Yield a rule for each two of the predicates that it lists, as relations are joined; else the rule itself."""
    names = [pattern.predicate for pattern in rule.body if pattern.predicate.startswith("?")]
    if not names:
        yield rule, {}
        return
    for pair in combinations(dict(rule.values)[names[0]], 2):
        if pair[0] != pair[1]:
            chosen = dict(zip(names, pair, strict=True))
            body = tuple(pattern.renamed(chosen) for pattern in rule.body)
            yield (
                replace(rule, body=body, values=(), condition=""),
                {name: term_of(one) for name, one in chosen.items()},
            )


def _narrowed(closure: Closure, rule: Rule, premises: Iterable[ox.Triple]) -> Axiom:
    """Return the axiom of a long list with only those members in its text that the premises are about."""
    text = closure.theory.schema.text
    members = {closure.original(term_of(token)) for _, tokens in rule.values for token in tokens}
    named = sorted({text(term) for triple in premises for term in terms(triple)[1:] if term in members})
    word = rule.axiom.text.partition(": ")[0]
    rest = ", …" if len(members) > len(named) else ""
    return replace(rule.axiom, text=f"{word}: {', '.join(named)}{rest}")


def _several(closure: Closure, rule: Rule) -> Iterator[Contradiction]:
    """Find things that have several literals where there can be one value; the pairs of many are never listed."""
    member = _member(rule)
    single = tuple(pattern for pattern in rule.body if member + "2" not in pattern)
    names, rows = joined(closure.relations, replace(rule, body=single, condition=""))
    group, place = [names.index(name) for name in rule.group], names.index(member)
    found: defaultdict[tuple[int, ...], set[int]] = defaultdict(set)
    for row in rows:
        found[tuple(row[one] for one in group)].add(row[place])
    term = closure.relations.terms.term
    for shared, members in found.items():
        if len(members) == 1:
            continue
        who, values = tuple(map(term, shared)), [term(one) for one in members]
        literals = [term for term in values if isinstance(term, ox.Literal)]
        if len({known for literal in literals if (known := _value(literal))}) > 1 or 0 < len(literals) < len(values):
            bound = [{**dict(zip(rule.group, who, strict=True)), member: term} for term in values]
            premises = {_instance(closure, pattern, row) for row in bound for pattern in single}
            things = tuple(closure.original(term) for term in who if not isinstance(term, ox.Literal))
            yield Contradiction(rule.name, rule.axiom, things, tuple(sorted(premises, key=str)))


def _member(rule: Rule) -> str:
    return next(name for name in rule.variables() if name + "2" in rule.variables())


def _value(literal: ox.Literal) -> object:
    """Return what compares a literal; None if it is ill-formed, which is reported as what it is, or unknown."""
    return value(literal) if well_formed(literal.value, literal.datatype.value) else None


def _instance(closure: Closure, pattern: Pattern, bound: dict[str, Term]) -> ox.Triple:
    parts = [bound[part] if part in bound else term_of(part) for part in pattern]
    return closure.asserted_form(triple_of(*(closure.original(part) for part in parts)))


def _different(closure: Closure) -> Iterator[Contradiction]:
    find, schema = closure.equality.find, closure.theory.schema
    for one, other in closure.facts.pairs(owl.DIFFERENT):
        if find(one) == find(other):
            axiom = Axiom(schema.text(one), f"{schema.text(one)} DifferentFrom {schema.text(other)}")
            premises = (triple_of(one, _DIFFERENT, other), triple_of(one, _SAME, other))
            yield Contradiction("eq-diff1", axiom, (one, other), premises)
    for node in closure.facts.instances(owl.ALL_DIFFERENT):
        lists = [("eq-diff2", owl.MEMBERS), ("eq-diff3", owl.DISTINCT_MEMBERS)]
        for rule, head in [(name, head) for name, link in lists for head in schema.raw(node, link)]:
            same: defaultdict[Term, list[Term]] = defaultdict(list)
            for member in schema.raw_members(head, node):
                same[find(member)].append(member)
            for members in same.values():
                if len(members) > 1:
                    text = f"DifferentIndividuals: {', '.join(schema.text(member) for member in members)}"
                    pairs = tuple(triple_of(members[0], _SAME, member) for member in members[1:])
                    yield Contradiction(rule, Axiom(schema.text(node), text), tuple(members), pairs)


def _ill_typed(closure: Closure) -> Iterator[Contradiction]:
    for quad in closure.facts.all():
        literal = quad.object
        if isinstance(literal, ox.Literal) and not well_formed(literal.value, literal.datatype.value):
            name = shorten(literal.datatype.value)
            axiom = Axiom(name, f"{literal} is not of the form of {name}")
            yield Contradiction("dt-not-type", axiom, (terms(quad.triple)[0],), (quad.triple,))


def _grouped(closure: Closure, found: Iterable[Contradiction]) -> list[Contradiction]:
    """Put contradictions between the types of one thing together: one wrong type breaks many axioms."""
    groups: defaultdict[object, list[Contradiction]] = defaultdict(list)
    for one in dict.fromkeys(found):
        thing = closure.equality.find(one.individuals[0])
        together = one.rule in _BY_TYPE or closure.equality.merged(thing)
        groups[thing if together else (one.rule, one.axiom, one.individuals)].append(one)
    causes = []
    for group in groups.values():
        first, *rest = sorted(group, key=lambda one: (_derived(closure, one), one.rule, one.axiom.text))
        causes.append(replace(first, consequences=tuple(rest)))
    return sorted(causes, key=_order)


def _order(one: Contradiction) -> tuple[str, ...]:
    return (*(str(thing) for thing in one.individuals), one.rule, one.axiom.text)


def _derived(closure: Closure, one: Contradiction) -> int:
    return sum(not closure.is_asserted(triple) for triple in one.premises)


def _under_classes(closure: Closure, classes: list[Contradiction], facts: list[Contradiction]) -> list[Contradiction]:
    """Put the contradictions of a class's members under the class, if it cannot have any."""
    members: dict[Term, int] = {}
    for place, one in enumerate(classes):
        for member in chain.from_iterable(closure.instances(class_) for class_ in one.individuals):
            members.setdefault(member, place)
    under: defaultdict[int, list[Contradiction]] = defaultdict(list)
    alone: list[Contradiction] = []
    for one in facts:
        within = members.get(closure.equality.find(one.individuals[0])) if one.rule in _BY_TYPE else None
        if within is None:
            alone.append(one)
        else:
            under[within] += [replace(one, consequences=()), *one.consequences]
    return [replace(one, consequences=tuple(under[place])) for place, one in enumerate(classes)] + alone
