"""Merging: what a rule finds to be one thing, as functional properties, maximum cardinalities and keys do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.reasoning.queries import query_rows
from kg.reasoning.rules import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from kg.reasoning.facts import Term
    from kg.reasoning.rules import Rule


def alike(store: ox.Store, rule: Rule) -> Iterator[tuple[tuple[Term, ...], Term, Term]]:
    """Yield what the `group` of a rule stands for, with two terms that are one thing because of it."""
    for shared, (kept, *others) in _by_key(store, rule) if len(rule.group) > 1 else _by_group(store, rule):
        yield from ((shared, kept, other) for other in others)


def _by_group(store: ox.Store, rule: Rule) -> Iterator[tuple[tuple[Term, ...], list[Term]]]:
    body, group = lines(rule.body), " ".join(rule.group)
    several = f"GROUP BY {group} HAVING (COUNT(DISTINCT {rule.member}) > 1) LIMIT 1"
    if any(query_rows(store, f"SELECT {group} WHERE {{\n{body}\n}} {several}")):
        found: defaultdict[tuple[Term, ...], list[Term]] = defaultdict(list)
        for *names, member in query_rows(store, f"SELECT DISTINCT {group} {rule.member} WHERE {{\n{body}\n}}"):
            found[tuple(names)].append(member)
        yield from found.items()


def _by_key(store: ox.Store, rule: Rule) -> Iterator[tuple[tuple[Term, ...], list[Term]]]:
    """Yield the values that several things share for a key, and the things, for each set of things once.

    Its properties are gone through one after the other, as a join of all would list every combination of values.
    """
    class_, *links = rule.body
    alike: dict[frozenset[Term], tuple[Term, ...]] = {}
    for place, (link, name) in enumerate(zip(links, rule.group, strict=True)):
        values: defaultdict[Term, list[Term]] = defaultdict(list)
        text = f"SELECT DISTINCT {rule.member} {name} WHERE {{\n{lines([class_, link])}\n}}"
        for thing, value in query_rows(store, text):
            values[thing].append(value)
        before = alike if place else {frozenset(values): ()}
        alike = {}
        for things, shared in before.items():
            by_value: defaultdict[Term, set[Term]] = defaultdict(set)
            for thing in things:
                for value in values.get(thing, ()):
                    by_value[value].add(thing)
            for value, some in by_value.items():
                if len(some) > 1:
                    alike.setdefault(frozenset(some), (*shared, value))
    for things, shared in alike.items():
        yield shared, sorted(things, key=str)
