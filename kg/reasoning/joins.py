"""Joins of a rule's body in which one pattern is a triple that just came, as semi-naive evaluation needs them.

For a few new triples, to look up the rest of the body thing by thing takes a fraction of what a query takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

import pyoxigraph as ox

from kg.reasoning.queries import quad, term_of, triple_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.reasoning.facts import Pair, Term
    from kg.reasoning.rules import Pattern, Rule

    Row: TypeAlias = tuple[Term, ...]  # a term for each of the names that are known so far


def joined(store: ox.Store, rule: Rule, place: int, new: Iterable[Pair]) -> Iterator[ox.Quad]:
    """Yield what a rule says of the joins of its body in which the pattern at `place` is a new triple.

    `new` are the subjects and objects of those with its predicate, and its class; the store has them too. For rules
    without a condition.
    """
    first, rest = rule.body[place], _ordered(rule.body, place)
    # What is no variable is known from the beginning, by its token as by a name.
    parts = [part for pattern in (*rest, *rule.head) for part in (pattern.subject, pattern.value)]
    tokens = tuple(dict.fromkeys(part for part in parts if not part.startswith("?")))
    rows = _first(first, new, tuple(map(term_of, tokens)))
    names = [first.subject, first.value, *tokens]
    for pattern in rest:
        rows = _longer(store, rows, tuple(names), pattern)
        names += [part for part in (pattern.subject, pattern.value) if part not in names]
    heads = [(names.index(head.subject), ox.NamedNode(head.predicate[1:-1]), names.index(head.value))
             for head in rule.head]  # fmt: skip
    for row in rows:
        for subject, predicate, value in heads:
            if not isinstance(row[subject], ox.Literal):
                yield ox.Quad(cast("ox.NamedNode", row[subject]), predicate, row[value])


def _ordered(body: Sequence[Pattern], place: int) -> list[Pattern]:
    """Return the patterns but the one at `place`, each with as many variables bound by those before as can be."""
    bound, left = set(body[place].variables()), [pattern for other, pattern in enumerate(body) if other != place]
    ordered = []
    while left:
        best = min(left, key=lambda pattern: len(set(pattern.variables()) - bound))
        left.remove(best)
        ordered.append(best)
        bound |= set(best.variables())
    return ordered


def _first(pattern: Pattern, new: Iterable[Pair], constants: Row) -> Iterator[Row]:
    """Yield those of the new pairs that a pattern can stand for, with the constants."""
    subject, value = (None if part.startswith("?") else term_of(part) for part in (pattern.subject, pattern.value))
    twice = pattern.subject == pattern.value
    for pair in new:
        if subject in (None, pair[0]) and value in (None, pair[1]) and not (twice and pair[0] != pair[1]):
            yield pair + constants


def _longer(store: ox.Store, rows: Iterator[Row], names: tuple[str, ...], pattern: Pattern) -> Iterator[Row]:
    """Yield each row with the terms that a pattern binds anew, once for each triple that it can stand for."""
    predicate = ox.NamedNode(pattern.predicate[1:-1])
    subject, value = (names.index(part) if part in names else None for part in (pattern.subject, pattern.value))
    if subject is not None and value is not None:
        for row in rows:
            if (
                not isinstance(row[subject], ox.Literal)
                and quad(triple_of(row[subject], predicate, row[value])) in store
            ):
                yield row
        return
    known: dict[Term | None, list[Row]] = {}
    end = subject if subject is not None else value
    for row in rows:
        at = None if end is None else row[end]
        if at not in known:
            known[at] = _ends(store, predicate, at, pattern, forward=subject is not None, both=end is None)
        for ends in known[at]:
            yield row + ends


def _ends(
    store: ox.Store, predicate: ox.NamedNode, at: Term | None, pattern: Pattern, *, forward: bool, both: bool
) -> list[Row]:
    """Return what stands at the other end, or at both, of the triples of a predicate that begin or end `at` a term."""
    if both:
        told = store.quads_for_pattern(None, predicate, None)
        twice = pattern.subject == pattern.value
        pairs = [cast("Row", (one.subject, one.object)) for one in told]
        return [pair[:1] for pair in pairs if pair[0] == pair[1]] if twice else pairs
    if not forward:
        return [cast("Row", (one.subject,)) for one in store.quads_for_pattern(None, predicate, at)]
    if isinstance(at, ox.Literal):
        return []
    return [cast("Row", (one.object,)) for one in store.quads_for_pattern(at, predicate, None)]
