"""Classes that can have no members, found in the schema alone, whether or not anything is said to be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.reasoning import vocabulary as owl
from kg.reasoning.queries import query_rows, term_of, triple_of
from kg.reasoning.rules import IS_A, Axiom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.closure import Closure
    from kg.reasoning.facts import Term
    from kg.reasoning.rules import Rule

_SUB = ox.NamedNode(owl.SUB_CLASS)
_NOTHING = ox.NamedNode(owl.NOTHING)


@dataclass(frozen=True, slots=True)
class Empty:
    """Classes that can have no members for one reason: the first, and those below it."""

    classes: tuple[Term, ...]
    axiom: Axiom
    premises: tuple[ox.Triple, ...]


def unsatisfiable(closure: Closure) -> list[Empty]:
    """Return the named classes that can have no members, those that are so because of a parent with it."""
    store = closure.theory.relations.store()
    reasons: dict[Term, tuple[Axiom, tuple[ox.Triple, ...]]] = {}
    for rule in sorted(closure.theory.forbidding, key=lambda rule: rule.name != "cls-nothing2"):  # the shortest reason
        if rule.body and all(pattern.predicate == IS_A and pattern.subject == "?x" for pattern in rule.body):
            for class_, premises in _empty(closure, store, rule):
                reasons.setdefault(class_, (rule.axiom, premises))
    parents = {class_: _parents(store, class_) for class_ in reasons}
    nothing = {class_ for class_ in reasons if _NOTHING in parents[class_]}  # which is below everything
    parents = {class_: parents[class_] & (nothing if class_ in nothing else reasons.keys()) for class_ in reasons}
    roots = [class_ for class_ in reasons if all(class_ in parents[above] for above in parents[class_])]
    found = []
    placed: set[Term] = set()
    for root in sorted(roots, key=str):
        if root not in placed:
            below = sorted((class_ for class_ in reasons if root in parents[class_] and class_ != root), key=str)
            below = [class_ for class_ in below if class_ not in placed]
            placed.update((root, *below))
            found.append(Empty((root, *below), *reasons[root]))
    return found


def _empty(closure: Closure, store: ox.Store, rule: Rule) -> Iterator[tuple[Term, tuple[ox.Triple, ...]]]:
    """Yield the classes whose every member would be what `rule` forbids."""
    values = dict(rule.values)
    steps = []
    for pattern in rule.body:
        classes = values.get(pattern.value)
        given = f"VALUES {pattern.value} {{ {' '.join(classes)} }}" if classes else ""
        columns = f"?x {pattern.value}" if classes else "?x"
        steps.append(f"{{ SELECT {columns} WHERE {{ {given} ?x {_SUB}? {pattern.value} }} }}")
    test = f"FILTER ({rule.condition})" if rule.condition else ""
    listed = [pattern.value for pattern in rule.body if pattern.value in values]
    columns = " ".join(["?x", *listed])
    text = f"SELECT DISTINCT {columns} WHERE {{ {' '.join(steps)} {test} }}"
    for class_, *found in query_rows(store, text):
        if isinstance(class_, ox.NamedNode) and class_ != _NOTHING and class_ not in closure.theory.schema.back:
            bound = dict(zip(listed, found, strict=True))
            ends = [bound.get(pattern.value) or term_of(pattern.value) for pattern in rule.body]
            above = [end for end in ends if end != class_] or ends
            yield class_, tuple(triple_of(class_, _SUB, closure.original(end)) for end in dict.fromkeys(above))


def _parents(store: ox.Store, class_: Term) -> set[Term]:
    found = query_rows(store, f"SELECT ?c WHERE {{ {class_} {_SUB} ?c }}")
    return {parent for (parent,) in found if parent != class_}
