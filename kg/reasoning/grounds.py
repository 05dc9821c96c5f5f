"""Grounds: what a triple of a closure rests on, asked backwards, from the rules that could conclude it."""

from __future__ import annotations

import heapq
from collections import defaultdict
from itertools import chain, count, islice, pairwise
from math import inf
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.reasoning.queries import NO_FACTS, term_of, terms, triple_of
from kg.reasoning.rules import IS_A, SAME_AS, Pattern, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.closure import Closure
    from kg.reasoning.facts import Term
    from kg.reasoning.relations import Relations

Bound: TypeAlias = "dict[str, Term]"

_PROBE = 64  # matches that are counted to choose the pattern that has fewest
_WAYS = 10  # over a transitive property that are told where every proof is asked for
_DERIVED = 3  # how much longer than an asserted link of a path one is taken to be that has to be proven


class Instance(NamedTuple):
    """A rule with what its variables stand for: the axiom's triples, and the premises."""

    rule: Rule
    axiom: tuple[ox.Triple, ...]
    premises: tuple[ox.Triple, ...]


class Grounds:
    """The rules of a closure, to be asked for all that concludes one triple; all in the terms of its stores."""

    def __init__(self, closure: Closure) -> None:
        """Sort the rules of `closure` by what they conclude; `work` will count the triples that were looked at."""
        self.closure = closure
        self._rules: defaultdict[tuple[str, str], list[tuple[Rule, Pattern]]] = defaultdict(list)
        self._axioms: dict[int, tuple[ox.Triple, ...]] = {}
        self._derived: dict[ox.Triple, bool] = {}
        self.work = 0
        for rule in (*closure.theory.tables, *closure.theory.productive, *map(twofold, closure.theory.merging)):
            for head in rule.head:
                self._rules[head.predicate, _class(head.predicate, head.value)].append((rule, head))

    def concluding(self, goal: ox.Triple) -> Iterator[tuple[Rule, Bound]]:
        """Yield the rules that could conclude `goal`, each with what its variables then stand for."""
        predicate, value = str(goal.predicate), str(goal.object)
        keys = dict.fromkeys([(predicate, _class(predicate, value)), (predicate, "")])
        for rule, head in chain.from_iterable(self._rules.get(key, ()) for key in keys):
            bound = self._unified(head, goal, {})
            if bound is not None and _allowed(rule, bound):
                yield rule, bound

    def instances(self, goal: ox.Triple, *, thorough: bool = False, every: bool = False) -> Iterator[Instance]:
        """Yield what concludes `goal` in one step.

        Of the ways over a transitive property only the shortest are given; with `every` some more. `thorough` gives
        each step of two, with which every proof can be found.
        """
        for rule, bound in self.concluding(goal):
            if rule.path:
                for path in self._paths(rule, goal, every=every):
                    yield self.instance(rule, path)
            if not rule.path or thorough:
                for solution in self.solutions(rule, rule.body, bound):
                    yield self.instance(rule, [self.ground(pattern, solution) for pattern in rule.body])

    def instance(self, rule: Rule, premises: Iterable[ox.Triple]) -> Instance:
        """Return a rule with its premises and the triples of its axiom."""
        place = id(rule.axiom)  # its text takes longer to hash than it takes to look this up
        if place not in self._axioms:
            known = self.closure.known
            self._axioms[place] = tuple(triple_of(*map(known, terms(one))) for one in rule.axiom.triples)
        return Instance(rule, self._axioms[place], tuple(dict.fromkeys(premises)))

    def solutions(self, rule: Rule, body: Iterable[Pattern], bound: Bound) -> Iterator[Bound]:
        """Yield what the variables of `body`, a part of the rule's, can stand for."""
        known = self.closure.theory.relations if rule.name.startswith("scm-") else self.closure.relations
        wanted = list(body)
        for solution in self._joined(known, wanted, bound, rule):
            if self._meets(rule, solution):
                yield solution

    def ground(self, pattern: Pattern, bound: Bound) -> ox.Triple:
        """Return a pattern as a triple; all its variables must stand for something."""
        return triple_of(*(bound[part] if part in bound else term_of(part) for part in pattern))

    def _joined(self, known: Relations, body: list[Pattern], bound: Bound, rule: Rule) -> Iterator[Bound]:
        if not body:
            yield bound
            return
        place = min(range(len(body)), key=lambda place: self._weight(known, body[place], bound)) if body[1:] else 0
        rest = [*body[:place], *body[place + 1 :]]
        for triple in self._matches(known, body[place], bound):
            self.work += 1
            further = self._unified(body[place], triple, bound)
            if further is not None and _allowed(rule, further):
                yield from self._joined(known, rest, further, rule)

    def _weight(self, known: Relations, pattern: Pattern, bound: Bound) -> tuple[int, int]:
        free = sum(part.startswith("?") and part not in bound for part in pattern)
        return free, sum(1 for _ in islice(self._matches(known, pattern, bound), _PROBE)) if free else 0

    def _matches(self, known: Relations, pattern: Pattern, bound: Bound) -> Iterator[ox.Triple]:
        subject, predicate, value = (bound.get(part) if part.startswith("?") else term_of(part) for part in pattern)
        return known.matching(subject, predicate, value)

    def _unified(self, pattern: Pattern, triple: ox.Triple, bound: Bound) -> Bound | None:
        """Return `bound` with what the pattern's variables stand for in `triple`; None if it does not fit."""
        result = dict(bound)
        for part, term in zip(pattern, terms(triple), strict=True):
            known = result.setdefault(part, term) if part.startswith("?") else term_of(part)
            if known != term:
                return None
        return result

    def _meets(self, rule: Rule, bound: Bound) -> bool:
        if not rule.condition:
            return True
        shown = {name: term for name, term in bound.items() if name in rule.condition}
        if any(isinstance(term, ox.BlankNode) for term in shown.values()):
            return False  # conditions are on literals
        values = " ".join(f"VALUES {name} {{ {term} }}" for name, term in shown.items())
        return bool(NO_FACTS.query(f"ASK {{ {values} FILTER ({rule.condition}) }}"))

    def _paths(self, rule: Rule, goal: ox.Triple, *, every: bool) -> Iterator[list[ox.Triple]]:
        """Yield ways from one end to the other over links that are no way themselves; `every` by each first step.

        First over given links, then over others too, as far as these could make it shorter.
        """
        subject, predicate, value = terms(goal)
        ways: dict[tuple[Term, ...], int] = {}
        longest = inf
        for only_given in (True, False):
            ahead = self._ahead(rule, goal, inf if every else longest, every=every, only_given=only_given)
            found: list[tuple[int, tuple[Term, ...]]] = []
            for first, length in self._links(rule, predicate, subject, forward=True, only_given=only_given):
                if first in ahead and triple_of(subject, predicate, first) != goal:
                    way = [subject, first]
                    while way[-1] != value:
                        way.append(ahead[way[-1]][1])
                    found.append((length + ahead[first][0], tuple(way)))
            for length, steps in sorted(found, key=lambda each: each[0])[: _WAYS if every else 1]:
                ways.setdefault(steps, length)
            longest = min(ways.values(), default=inf)
        for steps in sorted(ways, key=lambda steps: (ways[steps], len(steps))):
            yield [triple_of(one, predicate, other) for one, other in pairwise(steps)]

    def _ahead(
        self, rule: Rule, goal: ox.Triple, most: float, *, every: bool, only_given: bool
    ) -> dict[Term, tuple[int, Term]]:
        """Return, for nodes from which the end of a way can be reached, how far it is, and the next node.

        Dijkstra's algorithm from the far end, until the beginning is reached or, for `every` way, to the last node.
        """
        subject, predicate, value = terms(goal)
        ahead: dict[Term, tuple[int, Term]] = {}
        order = count()
        queue: list[tuple[int, int, Term, Term]] = [(0, next(order), value, value)]
        while queue:
            distance, _, node, following = heapq.heappop(queue)
            if node in ahead or distance >= most:
                continue
            ahead[node] = distance, following
            for before, length in self._links(rule, predicate, node, only_given=only_given):
                if before == subject and node != value and not every:
                    most = min(most, distance + length)
                elif before not in ahead and before != subject:
                    heapq.heappush(queue, (distance + length, next(order), before, node))
        return ahead

    def _links(
        self, path: Rule, predicate: Term, node: Term, *, forward: bool = False, only_given: bool
    ) -> Iterator[tuple[Term, int]]:
        """Yield the neighbours of a node by links that are given or that another rule could conclude, with a length."""
        schema = path.name.startswith("scm-")
        known = self.closure.theory.relations if schema else self.closure.relations
        ends = (node, None) if forward else (None, node)
        for triple in known.matching(ends[0], predicate, ends[1]):
            self.work += 1
            one, _, other = terms(triple)
            if self.closure.is_given(triple):
                yield (other if forward else one), 1
            elif not only_given and self._is_derived(triple):
                yield (other if forward else one), _DERIVED

    def _is_derived(self, triple: ox.Triple) -> bool:
        """Tell whether a rule other than that of a path could conclude a link of one."""
        if triple not in self._derived:
            rules = ((rule, bound) for rule, bound in self.concluding(triple) if not rule.path)
            self._derived[triple] = any(self._has_instance(rule, bound) for rule, bound in rules)
        return self._derived[triple]

    def _has_instance(self, rule: Rule, bound: Bound) -> bool:
        return any(True for _ in self.solutions(rule, rule.body, bound))


def twofold(rule: Rule) -> Rule:
    """Return a rule that says that the things of a group are one as one that says it of any two of them."""
    names = {name: name + "2" for name in rule.variables() if name not in rule.group}
    twins = tuple(pattern.renamed(names) for pattern in rule.body)
    body = tuple(dict.fromkeys((*rule.body, *twins)))
    head = Pattern(rule.member, SAME_AS, names[rule.member])
    return Rule(rule.name, rule.axiom, body, (head,), rule.condition, rule.values)


def _class(predicate: str, value: str) -> str:
    return value if predicate == IS_A and not value.startswith("?") else ""


def _allowed(rule: Rule, bound: Bound) -> bool:
    return all(name not in bound or str(bound[name]) in terms for name, terms in rule.values)
