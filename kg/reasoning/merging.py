"""Merging: what a rule finds to be one thing, as functional properties, maximum cardinalities and keys do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reasoning.joins import joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.reasoning.facts import Term
    from kg.reasoning.relations import Relations
    from kg.reasoning.rules import Rule


def alike(relations: Relations, rule: Rule) -> Iterator[tuple[tuple[Term, ...], Term, Term]]:
    """Yield what the `group` of a rule stands for, with two terms that are one thing because of it."""
    term = relations.terms.term
    for shared, things in _by_key(relations, rule) if len(rule.group) > 1 else _by_group(relations, rule):
        if len(things) > 1:
            kept, *others = sorted(map(term, things), key=str)
            yield from ((tuple(map(term, shared)), kept, other) for other in others)


def _by_group(relations: Relations, rule: Rule) -> Iterable[tuple[tuple[int, ...], Collection[int]]]:
    found: defaultdict[tuple[int, ...], set[int]] = defaultdict(set)
    names, rows = joined(relations, rule)
    (group,), member = (names.index(name) for name in rule.group), names.index(rule.member)
    for row in rows:
        found[row[group : group + 1]].add(row[member])
    return found.items()


def _by_key(relations: Relations, rule: Rule) -> Iterable[tuple[tuple[int, ...], Collection[int]]]:
    """Yield the values that several things share for a key, and the things, for each set of things once.

    Its properties are gone through one after the other, as a join of all would list every combination of values.
    """
    class_, *links = rule.body
    alike: dict[frozenset[int], tuple[int, ...]] = {}
    for place, (link, name) in enumerate(zip(links, rule.group, strict=True)):
        values: defaultdict[int, set[int]] = defaultdict(set)
        names, rows = joined(relations, replace(rule, body=(class_, link)))
        thing, value = names.index(rule.member), names.index(name)
        for row in rows:
            values[row[thing]].add(row[value])
        before = alike if place else {frozenset(values): ()}
        alike = {}
        for things, shared in before.items():
            by_value: defaultdict[int, set[int]] = defaultdict(set)
            for one in things:
                for each in values.get(one, ()):
                    by_value[each].add(one)
            for each, some in by_value.items():
                if len(some) > 1:
                    alike.setdefault(frozenset(some), (*shared, each))
    return ((shared, things) for things, shared in alike.items())
