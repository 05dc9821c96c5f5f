"""Joins of the bodies of rules over relations, begun where there is least, or with what is new."""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.reasoning.queries import NO_FACTS, query_rows
from kg.reasoning.relations import Relation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.reasoning.relations import Numbers, Relations, Terms
    from kg.reasoning.rules import Pattern, Rule

    Row: TypeAlias = tuple[int, ...]  # a number for each name, a variable or a term as N-Triples writes it

_NONE = Relation()
_AT_ONCE = 10_000


def joined(
    relations: Relations, rule: Rule, place: int | None = None, new: Iterable[Numbers] = ()
) -> tuple[list[str], Iterator[Row]]:
    """Return names, and rows with what they stand for where a rule's body and condition hold.

    With a `place` the pattern there stands for the `new` pairs alone.
    """
    listed = {name: frozenset(map(relations.constant, tokens)) for name, tokens in rule.values}
    parts = [part for pattern in (*rule.body, *rule.head) for part in (pattern.subject, pattern.value)]
    names = list(dict.fromkeys(part for part in parts if not part.startswith("?")))
    known = tuple(map(relations.constant, names))
    rows: Iterator[Row] = iter([known])
    for pattern in _ordered(relations, rule.body, place):
        relation = relations.by.get(pattern.predicate, _NONE)
        one, other = (names.index(part) if part in names else None for part in (pattern.subject, pattern.value))
        if place is not None:
            rows, place = _fitting(known, new, one, other), None
        else:
            rows = _longer(rows, relation, one, other)
        if one is None and other is None and pattern.subject == pattern.value:
            rows = (row[:-1] for row in rows if row[-1] == row[-2])
        for name in dict.fromkeys((pattern.subject, pattern.value)):
            if name not in names:
                names.append(name)
                rows = _among(rows, names, name, listed)
    free = [name for name in listed if name not in names]
    if free:
        rows = (row + each for row in rows for each in product(*(listed[name] for name in free)))
        names += free
    return names, _meeting(rule.condition, names, rows, relations.terms) if rule.condition else rows


def _ordered(relations: Relations, body: Sequence[Pattern], place: int | None) -> Iterator[Pattern]:
    """Yield the pattern at `place` first, then what has most of its ends known, and of these stands for least."""
    left, known = list(body), set[str]()
    while left:
        if place is None:
            sizes = [(len(set(one.variables()) - known) if known else 0, _size(relations, one)) for one in left]
            place = sizes.index(min(sizes))
        pattern = left.pop(place)
        place = None
        known |= set(pattern.variables())
        yield pattern


def _size(relations: Relations, pattern: Pattern) -> int:
    relation = relations.by.get(pattern.predicate, _NONE)
    if not pattern.value.startswith("?"):
        return len(relation.before(relations.constant(pattern.value)))
    if not pattern.subject.startswith("?"):
        return len(relation.after(relations.constant(pattern.subject)))
    return len(relation.pairs)


def _fitting(known: Row, pairs: Iterable[Numbers], one: int | None, other: int | None) -> Iterator[Row]:
    """Yield what is known with each of the pairs that agrees with it where an end is in it already."""
    if one is None and other is None:
        return (known + pair for pair in pairs)
    if one is None:
        value = known[other or 0]
        return (known + pair[:1] for pair in pairs if pair[1] == value)
    if other is None:
        subject = known[one]
        return (known + pair[1:] for pair in pairs if pair[0] == subject)
    whole = known[one], known[other]
    return (known for pair in pairs if pair == whole)


def _longer(rows: Iterable[Row], relation: Relation, one: int | None, other: int | None) -> Iterator[Row]:
    """Yield each row with the ends that it does not have, once for each pair of a relation that agrees with it."""
    if one is not None and other is not None:
        return (row for row in rows if (row[one], row[other]) in relation.pairs)
    if one is not None:
        return ((*row, value) for row in rows for value in relation.after(row[one]))
    if other is not None:
        return ((*row, subject) for row in rows for subject in relation.before(row[other]))
    return (row + pair for row in rows for pair in relation.pairs)


def _among(rows: Iterator[Row], names: Sequence[str], name: str, listed: dict[str, frozenset[int]]) -> Iterator[Row]:
    """Leave out the rows in which a name stands for none of those listed for it."""
    if name not in listed:
        return rows
    place, allowed = names.index(name), listed[name]
    return (row for row in rows if row[place] in allowed)


def _meeting(condition: str, names: Sequence[str], rows: Iterator[Row], terms: Terms) -> Iterator[Row]:
    """Yield the rows that meet a condition in SPARQL; nothing without a name meets any."""
    places = [place for place, name in enumerate(names)
              if name.startswith("?") and re.search(rf"\?{name[1:]}\b", condition)]  # fmt: skip
    verdicts: dict[Row, bool] = {}
    while batch := list(islice(rows, _AT_ONCE)):
        cases = [tuple(row[place] for place in places) for row in batch]
        unknown = list(set(cases) - verdicts.keys())
        verdicts.update(dict.fromkeys(unknown, False))
        verdicts.update(dict.fromkeys(_met(condition, [names[place] for place in places], unknown, terms), True))
        yield from (row for row, case in zip(batch, cases, strict=True) if verdicts[case])


def _met(condition: str, names: Sequence[str], cases: Sequence[Row], terms: Terms) -> Iterator[Row]:
    lines = []
    for number, case in enumerate(cases):
        meant: Collection[object] = [terms.term(one) for one in case]
        if not any(isinstance(term, ox.BlankNode) for term in meant):
            lines.append(f"({number} {' '.join(map(str, meant))})")
    text = f"SELECT ?case {{ VALUES (?case {' '.join(names)}) {{ {' '.join(lines)} }} FILTER ({condition}) }}"
    for (row,) in query_rows(NO_FACTS, text):
        yield cases[int(row.value)]
