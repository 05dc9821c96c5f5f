"""The fixpoint: rules run in an embedded store, each only when something that it reads has come anew.

Rules are sorted into groups that feed each other (Tarjan's strongly connected components) and the groups into an
order in which what a rule reads is there before it runs. A rule outside every cycle runs once, as its own INSERT. In
a cycle the rules run until nothing comes anew, and after the first time a rule only looks at joins with at least one
new triple (semi-naive evaluation). The transitive closure of a property is one property path, and is kept closed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeAlias, cast

import pyoxigraph as ox

from kg.reasoning.joins import joined
from kg.reasoning.limits import AT_ALL, FOR_EACH, too_many
from kg.reasoning.paths import lengthened
from kg.reasoning.queries import quad
from kg.reasoning.rules import IS_A, lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.reasoning.facts import Pair, Term
    from kg.reasoning.rules import Pattern, Rule

Key: TypeAlias = tuple[str, str]  # a predicate and no class, or rdf:type and a class


News: TypeAlias = "defaultdict[Key, list[Pair]]"  # subjects and objects of triples that just came

_AT_ONCE = 50_000


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


def key(told: ox.Quad) -> Key:
    """Return the key that a rule must read to see a quad."""
    predicate = str(told.predicate)
    return predicate, str(told.object) if predicate == IS_A else ""


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
            new: News = defaultdict(list)
            said = {key for rule in rules for key in writes(rule)}
            for rule in sorted(rules, key=lambda rule: rule.path):  # paths last: they close what the others say
                body = sorted(rule.body, key=lambda pattern: not said.isdisjoint(_keys(pattern, rule)))
                _note(new, self._insert(self._construct(replace(rule, body=tuple(body)))))
            self._rounds(rules, new, paths=False)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads of the default graph to a store that is closed, and close it again."""
        came: News = defaultdict(list)
        _note(came, self._insert(quads))
        for rules, cycle in self._groups:
            if any(not came.keys().isdisjoint(reads(rule)) for rule in rules):
                found = self._insert(self._extend(rules, came))
                _note(came, found)
                if cycle:
                    new: News = defaultdict(list)
                    _note(new, found)
                    self._rounds(rules, new, came)

    def _rounds(self, rules: tuple[Rule, ...], new: News, *came: News, paths: bool = True) -> None:
        """Run a cycle on what is new until nothing comes anew; all that comes is noted in `came` too."""
        while new:
            found = self._insert(self._extend(rules, new, *came, paths=paths))
            new, paths = defaultdict(list), True
            for news in (new, *came):
                _note(news, found)

    def _extend(self, rules: tuple[Rule, ...], new: News, *came: News, paths: bool = True) -> set[ox.Quad]:
        """Return what rules say of joins with a new triple that is not known.

        Closing a path goes first: what it adds is in the store, and noted as new and in `came`, at once.
        """
        for rule in rules:
            if rule.path and paths and not new.keys().isdisjoint(reads(rule)):
                closed = self._insert(self._lengthen(rule.head[0], new))
                for news in (new, *came):
                    _note(news, closed)
        found: set[ox.Quad] = set()
        for rule in rules:
            if rule.condition:
                found |= set() if new.keys().isdisjoint(reads(rule)) else self._construct(rule)
            elif not rule.path:
                for place, pattern in enumerate(rule.body):
                    some = chain.from_iterable(new.get(key, ()) for key in _keys(pattern, rule))
                    found |= self._unknown(joined(self.store, rule, place, some))
        return found

    def _lengthen(self, head: Pattern, new: News) -> list[ox.Quad]:
        """Return what closes a property again that was closed before the new links came.

        Raises: KgError when this is more than can be worked out in the time that there is.
        """
        predicate = ox.NamedNode(head.predicate.strip("<>"))
        pairs = lengthened(self.store, predicate, new.get((head.predicate, ""), ()), self._most - self._count)
        if pairs is None:
            raise too_many(self._most)
        self._count += sum(map(len, pairs.values()))
        return [
            ox.Quad(cast("ox.NamedNode", first), predicate, last) for first, lasts in pairs.items() for last in lasts
        ]

    def _construct(self, rule: Rule) -> set[ox.Quad]:
        """Return what is not known yet of what a rule says. Raises: KgError as `_unknown` does."""
        # A FILTER NOT EXISTS would do the same, but takes time with the number of a thing's links.
        text = f"CONSTRUCT {{\n{lines(rule.head)}\n}} WHERE {{\n{rule.where()}\n}}"
        return self._unknown(map(quad, cast("Iterable[ox.Triple]", self.store.query(text))))

    def _unknown(self, found: Iterable[ox.Quad]) -> set[ox.Quad]:
        """Return what is not in the store.

        Raises: KgError when more was found in all, anew or again, than can be worked out in the time that there is.
        """
        quads, some = set[ox.Quad](), iter(found)
        while batch := list(islice(some, _AT_ONCE)):
            quads.update(batch)
            self._count += len(batch)
            if self._count > self._most:
                raise too_many(self._most)
        return {one for one in quads if one not in self.store}

    def _insert(self, quads: Iterable[ox.Quad]) -> Collection[ox.Quad]:
        """Add quads to the store, and return them."""
        quads = list(quads)
        self.store.extend(quads)
        return quads


def _note(news: News, quads: Iterable[ox.Quad]) -> None:
    for one in quads:
        news[key(one)].append((cast("Term", one.subject), cast("Term", one.object)))
