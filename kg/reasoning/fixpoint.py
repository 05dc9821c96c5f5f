"""The fixpoint: rules run in an embedded store, each only when something that it reads has come anew.

Rules are sorted into groups that feed each other (Tarjan's strongly connected components) and the groups into an
order in which what a rule reads is there before it runs. A rule outside every cycle runs once, as its own INSERT. In
a cycle the rules run until nothing comes anew, and after the first time a rule only looks at joins with at least one
new triple (semi-naive evaluation). The transitive closure of a property is one property path, and is kept closed.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.reasoning.rules import IS_A, Pattern, lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.rules import Rule

Key: TypeAlias = tuple[str, str]  # a predicate and no class, or rdf:type and a class

_NEW = ox.NamedNode("urn:kompas:graph:new")
_STEP = ox.NamedNode("urn:kompas:graph:step")
_WAVE = ox.NamedNode("urn:kompas:graph:wave")
_DEFAULT = ox.DefaultGraph()


def reads(rule: Rule) -> set[Key]:
    """Return what a rule's body looks at."""
    return {key for pattern in rule.body for key in _keys(pattern, rule)}


def writes(rule: Rule) -> set[Key]:
    """Return what a rule's head can say."""
    return {key for pattern in rule.head for key in _keys(pattern, rule)}


def _keys(pattern: Pattern, rule: Rule) -> Iterator[Key]:
    values = dict(rule.values)
    predicates = values.get(pattern.predicate, (pattern.predicate,))
    for predicate in predicates:
        classes = values.get(pattern.value, (pattern.value,)) if predicate == IS_A else ("",)
        yield from ((predicate, class_) for class_ in classes)


def key(triple: ox.Triple) -> Key:
    """Return the key that a rule must read to see `triple`."""
    predicate = str(triple.predicate)
    return predicate, str(triple.object) if predicate == IS_A else ""


def components(rules: Iterable[Rule]) -> list[tuple[tuple[Rule, ...], bool]]:
    """Return the rules in groups that feed each other, what is read first; with each group whether it is a cycle."""
    rules = list(rules)
    writers: defaultdict[Key, list[int]] = defaultdict(list)
    for place, rule in enumerate(rules):
        for written in writes(rule):
            writers[written].append(place)
    needs = [sorted({other for read in reads(rule) for other in writers.get(read, ())}) for rule in rules]
    found = []
    for group in _tarjan(needs):
        cycle = len(group) > 1 or group[0] in needs[group[0]]
        found.append((tuple(rules[place] for place in group), cycle))
    return found


def _tarjan(needs: list[list[int]]) -> Iterator[list[int]]:
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    for root in range(len(needs)):
        work = [(root, 0)] if root not in index else []
        while work:
            node, position = work.pop()
            if position == 0:
                index[node] = low[node] = len(index)
                stack.append(node)
                on_stack.add(node)
            for place in range(position, len(needs[node])):
                other = needs[node][place]
                if other not in index:
                    work += [(node, place + 1), (other, 0)]
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                if low[node] == index[node]:
                    cut = stack.index(node)
                    group, stack[cut:] = stack[cut:], []
                    on_stack.difference_update(group)
                    yield sorted(group)
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])


class Fixpoint:
    """A store of facts, and the rules that are run in it until they say nothing new."""

    __slots__ = ("_groups", "store")

    def __init__(self, store: ox.Store, rules: Iterable[Rule]) -> None:
        """Prepare to run `rules`, which must have heads, in `store`, which they will fill."""
        self.store = store
        self._groups = components(rules)

    def run(self) -> None:
        """Run every rule over everything."""
        for rules, cycle in self._groups:
            if cycle:
                self._cycle(rules)
            else:
                self.store.update(rules[0].sparql)

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Add `triples` to a store that is closed, and close it again."""
        touched = self._insert(triples, _WAVE)
        for rules, cycle in self._groups:
            if all(touched.isdisjoint(reads(rule)) for rule in rules):
                continue
            new, closed = self._extend(rules, touched, _WAVE)
            found = self._insert(new, _WAVE)
            touched |= closed | found
            if cycle:
                self._insert(new, _NEW)
                touched |= self._rounds(rules, found, _WAVE)
        self.store.remove_graph(_WAVE)

    def _cycle(self, rules: tuple[Rule, ...]) -> None:
        touched: set[Key] = set()
        for rule in sorted(rules, key=lambda rule: rule.path):  # paths last: they close what the others say
            touched |= self._insert(self._construct(rule, rule.where()), _NEW)
        self._rounds(rules, touched, None, paths=False)

    def _rounds(
        self, rules: tuple[Rule, ...], touched: set[Key], wave: ox.NamedNode | None, *, paths: bool = True
    ) -> set[Key]:
        """Run a cycle on what is in the graph of new triples until there are none; return the keys of all."""
        everything: set[Key] = set()
        while touched:
            new, closed = self._extend(rules, touched, _NEW, paths=paths)
            if wave:
                self.store.extend([ox.Quad(*quad.triple, wave) for quad in self._new()])
            self.store.remove_graph(_NEW)
            touched = self._insert(new, _NEW)
            everything |= touched | closed
            paths = True
        self.store.remove_graph(_NEW)
        return everything

    def _extend(
        self, rules: tuple[Rule, ...], touched: set[Key], graph: ox.NamedNode, *, paths: bool = True
    ) -> tuple[list[ox.Triple], set[Key]]:
        """Return what rules say of joins with a triple in `graph`.

        Paths go first: what they add is in the store and in `graph` at once, and its keys are returned.
        """
        closed: set[Key] = set()
        for rule in rules:
            if rule.path and paths and not touched.isdisjoint(reads(rule)):
                closed |= self._lengthen(rule, graph)
        seen = touched | closed
        new: dict[ox.Triple, None] = {}
        for rule in rules:
            if not rule.path:
                for place, pattern in enumerate(rule.body):
                    if not seen.isdisjoint(_keys(pattern, rule)):
                        new.update(dict.fromkeys(self._construct(rule, _delta(rule, place, graph))))
        return list(new), closed

    def _lengthen(self, rule: Rule, graph: ox.NamedNode) -> set[Key]:
        """Close a property that was closed before the triples in `graph` came; add the result to `graph`.

        A path of the new closure goes over old pairs and new edges by turns: pairs with one new edge come first,
        then each of these with one more, so that no pair is found once for each of its midpoints.
        """
        predicate = rule.head[0].predicate
        edge, before, after = f"GRAPH {graph} {{ ?b {predicate} ?c }}", f"?x {predicate} ?b .", f"?c {predicate} ?z ."
        bodies = [f"{edge} {after} BIND (?b AS ?x)", f"{edge} {before} BIND (?c AS ?z)", f"{edge} {before} {after}"]
        found: list[ox.Triple] = []
        step = {triple for body in bodies for triple in self._construct(rule, body)}
        while step:
            found += step
            self._insert(step, _STEP)
            last = f"GRAPH {_STEP} {{ ?x {predicate} ?b }} {edge}"
            bodies = [f"{last} BIND (?c AS ?z)", f"{last} {after}"]
            step = {triple for body in bodies for triple in self._construct(rule, body)}
            self.store.remove_graph(_STEP)
        return self._insert(found, graph)

    def _new(self) -> Iterator[ox.Quad]:
        return self.store.quads_for_pattern(None, None, None, _NEW)

    def _construct(self, rule: Rule, where: str) -> list[ox.Triple]:
        known = " ".join(lines((pattern,)).strip() for pattern in rule.head)
        text = f"CONSTRUCT {{\n{lines(rule.head)}\n}} WHERE {{\n{where}\n  FILTER NOT EXISTS {{ {known} }}\n}}"
        found = list(self.store.query(text))  # type: ignore[arg-type]  # a CONSTRUCT gives triples
        if len(rule.head) > 1:  # some of a head may be known while some is not
            found = [triple for triple in found if ox.Quad(*triple) not in self.store]
        return found

    def _insert(self, triples: Iterable[ox.Triple], graph: ox.NamedNode) -> set[Key]:
        """Add triples to the facts and to `graph`; return their keys."""
        triples = set(triples)
        quads = [ox.Quad(*triple, name) for triple in triples for name in (_DEFAULT, graph)]
        self.store.extend(quads)
        return {key(triple) for triple in triples}


def _delta(rule: Rule, place: int, graph: ox.NamedNode) -> str:
    """Return a body in which the pattern at `place` is one of the new triples, and is looked up first."""
    first = rule.body[place]
    rest = [pattern for other, pattern in enumerate(rule.body) if other != place]
    values = [f"  VALUES {variable} {{ {' '.join(terms)} }}" for variable, terms in rule.values]
    test = [f"  FILTER ({rule.condition})"] if rule.condition else []
    return "\n".join([f"  GRAPH {graph} {{ {lines((first,)).strip()} }}", *values, lines(rest), *test])
