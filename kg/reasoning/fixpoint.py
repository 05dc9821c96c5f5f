"""The fixpoint: rules run over relations, each only when something that it reads has come anew.

Rules are sorted into groups that feed each other (Tarjan's strongly connected components) and the groups into an
order in which what a rule reads is there before it runs. A rule outside every cycle runs once. In a cycle the rules
run until nothing comes anew, and after the first time a rule only looks at joins with at least one new triple
(semi-naive evaluation). The transitive closure of a property is one search from each thing, and is kept closed.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeAlias

from kg.reasoning.joins import joined
from kg.reasoning.limits import AT_ALL, FOR_EACH, too_many
from kg.reasoning.paths import closed, lengthened
from kg.reasoning.rules import IS_A

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.relations import Numbers, Relations
    from kg.reasoning.rules import Pattern, Rule

Key: TypeAlias = tuple[str, str]  # a predicate and no class, or rdf:type and a class
News: TypeAlias = "defaultdict[Key, set[Numbers]]"  # triples that just came

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
    """Relations of facts, and the rules that are run over them until they say nothing new."""

    __slots__ = ("_count", "_groups", "_most", "relations")

    def __init__(self, relations: Relations, rules: Iterable[Rule]) -> None:
        """Prepare to run `rules`, which must have heads, over `relations`, which they will fill."""
        self.relations = relations
        self._groups = components(rules)
        self._count, self._most = 0, AT_ALL + FOR_EACH * len(relations)

    def run(self) -> None:
        """Run every rule over everything."""
        for rules, cycle in self._groups:
            new: News = defaultdict(set)
            for rule in sorted(rules, key=lambda rule: rule.path):  # paths last: they close what the others say
                self._insert(self._closed(rule) if rule.path else self._said(rule), new)
            if cycle:
                self._rounds(rules, new, paths=False)

    def add(self, new: News) -> None:
        """Add what is new, or in them already, to relations that are closed without it, and close them again."""
        came: News = defaultdict(set)
        self._insert(new, came)
        for rules, cycle in self._groups:
            if any(not came.keys().isdisjoint(reads(rule)) for rule in rules):
                found: News = defaultdict(set)
                self._insert(self._extend(rules, came), came, found)
                if cycle:
                    self._rounds(rules, found, came)

    def _rounds(self, rules: tuple[Rule, ...], new: News, *came: News, paths: bool = True) -> None:
        """Run a cycle on what is new until nothing comes anew; all that comes is noted in `came` too."""
        while new:
            found = self._extend(rules, new, *came, paths=paths)
            new, paths = defaultdict(set), True
            self._insert(found, new, *came)

    def _extend(self, rules: tuple[Rule, ...], new: News, *came: News, paths: bool = True) -> News:
        """Return what rules say of joins with something new that is not known.

        Closing a path goes first: what it adds is inserted, and noted as new and in `came`, at once.
        """
        for rule in rules:
            if rule.path and paths and not new.keys().isdisjoint(reads(rule)):
                self._insert(self._closed(rule, new), new, *came)
        found: News = defaultdict(set)
        for rule in rules:
            for place, pattern in enumerate(() if rule.path else rule.body):
                if some := [new[key] for key in _keys(pattern, rule) if key in new]:
                    for key, pairs in self._said(rule, place, chain.from_iterable(some)).items():
                        found[key] |= pairs
        return found

    def _closed(self, rule: Rule, new: News | None = None) -> News:
        """Return what closes a property, or closes it again that was closed before the new links came.

        Raises: KgError when this is more than can be worked out in the time that there is.
        """
        key = rule.head[0].predicate, ""
        relation, left = self.relations.by[key[0]], self._most - self._count
        pairs = closed(relation, left) if new is None else lengthened(relation, new.get(key, ()), left)
        if pairs is None:
            raise too_many(self._most)
        self._count += len(pairs)
        return defaultdict(set, {key: pairs})

    def _said(self, rule: Rule, place: int | None = None, new: Iterable[Numbers] = ()) -> News:
        """Return what a rule says, with the pattern at `place` for `new` pairs alone, that is not known.

        Raises: KgError when more was found in all, anew or again, than can be worked out in the time that there is.
        """
        names, rows = joined(self.relations, rule, place, new)
        heads = [(key, names.index(head.subject), names.index(head.value))
                 for head in rule.head for key in _keys(head, rule)]  # fmt: skip
        found: News = defaultdict(set)
        while batch := list(islice(rows, _AT_ONCE)):
            self._count += len(batch)
            if self._count > self._most:
                raise too_many(self._most)
            for key, subject, value in heads:  # of a literal nothing can be said
                found[key].update([(row[subject], row[value]) for row in batch if row[subject] >= 0])
        return defaultdict(set, {key: pairs - self.relations.by[key[0]].pairs for key, pairs in found.items()})

    def _insert(self, found: News, *news: News) -> None:
        """Add what was found to the relations, and to what is new."""
        for key, pairs in found.items():
            if pairs:
                self.relations.by[key[0]].add(pairs)
                for one in news:
                    one[key] |= pairs
