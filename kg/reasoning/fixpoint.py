"""The fixpoint: rules run in an embedded store, each only when something that it reads has come anew.

Rules are sorted into groups that feed each other (Tarjan's strongly connected components) and the groups into an
order in which what a rule reads is there before it runs. A rule outside every cycle runs once, as its own INSERT. In
a cycle the rules run until nothing comes anew, and after the first time a rule only looks at joins with at least one
new triple (semi-naive evaluation). The transitive closure of a property is one property path, and is kept closed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias, cast

import pyoxigraph as ox

from kg.reasoning.limits import AT_ALL, FOR_EACH, too_many
from kg.reasoning.paths import lengthened
from kg.reasoning.queries import quad, query_rows, query_triples, triple_of
from kg.reasoning.rules import IS_A, Pattern, lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.reasoning.facts import Term
    from kg.reasoning.rules import Rule

Key: TypeAlias = tuple[str, str]  # a predicate and no class, or rdf:type and a class

_NEW = ox.NamedNode("urn:kompas:graph:new")
_WAVE = ox.NamedNode("urn:kompas:graph:wave")


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

    __slots__ = ("_count", "_groups", "_most", "store")

    def __init__(self, store: ox.Store, rules: Iterable[Rule]) -> None:
        """Prepare to run `rules`, which must have heads, in `store`, which they will fill."""
        self.store = store
        self._groups = components(rules)
        self._count, self._most = 0, AT_ALL + FOR_EACH * len(store)

    def run(self) -> None:
        """Run every rule over everything."""
        for rules, cycle in self._groups:
            if not cycle:
                self.store.update(rules[0].sparql)
                continue
            touched: set[Key] = set()
            said = {key for rule in rules for key in writes(rule)}
            for rule in sorted(rules, key=lambda rule: rule.path):  # paths last: they close what the others say
                body = sorted(rule.body, key=lambda pattern: not said.isdisjoint(_keys(pattern, rule)))
                touched |= self._insert(self._construct(rule.head, replace(rule, body=tuple(body)).where()), _NEW)
            self._rounds(rules, touched, paths=False)

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Add `triples` to a store that is closed, and close it again."""
        touched = self._insert(triples, _WAVE)
        for rules, cycle in self._groups:
            if any(not touched.isdisjoint(reads(rule)) for rule in rules):
                new, closed = self._extend(rules, touched, _WAVE)
                found = self._insert(new, _WAVE, *([_NEW] if cycle else []))
                touched |= found | closed
                if cycle:
                    touched |= self._rounds(rules, found, _WAVE)
        self.store.remove_graph(_WAVE)

    def _rounds(self, rules: tuple[Rule, ...], touched: set[Key], *wave: ox.NamedNode, paths: bool = True) -> set[Key]:
        """Run a cycle on what is in the graph of new triples until nothing comes anew; return all that was touched."""
        everything: set[Key] = set()
        while touched:
            new, closed = self._extend(rules, touched, _NEW, *wave, paths=paths)
            self.store.remove_graph(_NEW)
            touched = self._insert(new, _NEW, *wave)
            everything |= touched | closed
            paths = True
        self.store.remove_graph(_NEW)
        return everything

    def _extend(
        self, rules: tuple[Rule, ...], touched: set[Key], source: ox.NamedNode, *wave: ox.NamedNode, paths: bool = True
    ) -> tuple[set[ox.Triple], set[Key]]:
        """Return what rules say of joins with a triple in `source`, and what was closed on the way.

        Closing a path goes first: what it adds is in the store, in `source` and in `wave` at once.
        """
        closed: set[Key] = set()
        for rule in rules:
            if rule.path and paths and not touched.isdisjoint(reads(rule)):
                closed |= self._insert(self._lengthen(rule.head[0], source), source, *wave)
        seen = touched | closed
        new: set[ox.Triple] = set()
        for rule in rules:
            if not rule.path:
                for place, pattern in enumerate(rule.body):
                    if not seen.isdisjoint(_keys(pattern, rule)):
                        if _closes(rule, place):
                            new |= self._closing(rule, place, source)
                        else:
                            new |= self._construct(rule.head, _delta(rule, place, source))
        return new, closed

    def _closing(self, rule: Rule, place: int, source: ox.NamedNode) -> set[ox.Triple]:
        """Do what `_delta` does for a rule whose other patterns the one at `place` binds at both ends.

        The store would look through all links of one end; whether it has a triple it knows at once.
        """
        first = rule.body[place]
        names = first.variables()
        rest = [_maker(pattern, names) for other, pattern in enumerate(rule.body) if other != place]
        heads = [_maker(pattern, names) for pattern in rule.head]
        text = f"SELECT {' '.join(names)} {{ GRAPH {source} {{ {lines((first,))} }} }}"
        bound = [row for row in query_rows(self.store, text) if all(make(row) in self.store for make in rest)]
        found = (make(row) for row in bound for make in heads)
        return {quad.triple for quad in found if quad not in self.store}

    def _lengthen(self, head: Pattern, source: ox.NamedNode) -> list[ox.Triple]:
        """Return what closes a property again that was closed before the triples in `source` came.

        Raises: KgError when this is more than can be worked out in the time that there is.
        """
        predicate = ox.NamedNode(head.predicate.strip("<>"))
        pairs = lengthened(self.store, predicate, source, self._most - self._count)
        if pairs is None:
            raise too_many(self._most)
        self._count += sum(map(len, pairs.values()))
        return [triple_of(first, predicate, last) for first, lasts in pairs.items() for last in lasts]

    def _construct(self, head: tuple[Pattern, ...], where: str) -> set[ox.Triple]:
        """Return what is not known yet of a head for the bindings of `where`.

        Raises: KgError when more was found in all, anew or again, than can be worked out in the time that there is.
        """
        # A FILTER NOT EXISTS would do the same, but takes time with the number of a thing's links.
        text = f"CONSTRUCT {{\n{lines(head)}\n}} WHERE {{\n{where}\n}}"
        found, count = query_triples(self.store, text, self._most - self._count)
        self._count += count
        if self._count > self._most:
            raise too_many(self._most)
        return {triple for triple in found if quad(triple) not in self.store}

    def _insert(self, triples: Iterable[ox.Triple], *graphs: ox.NamedNode) -> set[Key]:
        """Add triples to the facts and to `graphs`; return their keys."""
        triples = list(triples)
        self.store.extend([quad(triple) for triple in triples])
        for graph in graphs:
            self.store.extend([quad(triple, graph) for triple in triples])
        return {key(triple) for triple in triples}


def _closes(rule: Rule, place: int) -> bool:
    first = set(rule.body[place].variables())
    rest = [pattern for other, pattern in enumerate(rule.body) if other != place]
    both_ends = any(pattern.subject in first and pattern.value in first for pattern in rest)
    return both_ends and not rule.condition and all(first.issuperset(pattern.variables()) for pattern in rest)


def _maker(pattern: Pattern, names: list[str]) -> Callable[[tuple[Term, ...]], ox.Quad]:
    """Return what makes a quad of a pattern from the values of `names`."""
    subject, value = names.index(pattern.subject), names.index(pattern.value)
    predicate = ox.NamedNode(pattern.predicate.strip("<>"))
    return lambda row: ox.Quad(cast("ox.NamedNode", row[subject]), predicate, row[value])


def _delta(rule: Rule, place: int, graph: ox.NamedNode) -> str:
    """Return a body in which the pattern at `place` is one of the new triples, and is looked up first."""
    first = rule.body[place]
    rest = [pattern for other, pattern in enumerate(rule.body) if other != place]
    values = [f"  VALUES {variable} {{ {' '.join(terms)} }}" for variable, terms in rule.values]
    test = [f"  FILTER ({rule.condition})"] if rule.condition else []
    return "\n".join([f"  GRAPH {graph} {{ {lines((first,)).strip()} }}", *values, lines(rest), *test])
