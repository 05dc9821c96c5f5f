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
_NEXT = ox.NamedNode("urn:kompas:graph:next")
_STEPS = tuple(ox.NamedNode(f"urn:kompas:graph:{name}") for name in ("step", "following", "found"))
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
            if not cycle:
                self.store.update(rules[0].sparql)
                continue
            for rule in sorted(rules, key=lambda rule: rule.path):  # paths last: they close what the others say
                self._write(rule, rule.where(), (_NEW,))
            self._rounds(rules, (), paths=False)

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Add `triples` to a store that is closed, and close it again."""
        triples = list(triples)
        self.store.extend(ox.Quad(*triple, graph) for triple in triples for graph in (_DEFAULT, _WAVE))
        touched = {key(triple) for triple in triples}
        for rules, cycle in self._groups:
            if any(not touched.isdisjoint(reads(rule)) for rule in rules):
                self._extend(rules, touched, _WAVE, (_WAVE, _NEW) if cycle else (_WAVE,))
                if cycle:
                    self._rounds(rules, (_WAVE,))
                touched |= self._present(rules, _WAVE)
        self.store.remove_graph(_WAVE)

    def _rounds(self, rules: tuple[Rule, ...], wave: tuple[ox.NamedNode, ...], *, paths: bool = True) -> None:
        """Run a cycle on what is in the graph of new triples until nothing comes anew."""
        source, target = _NEW, _NEXT
        while touched := self._present(rules, source):
            self._extend(rules, touched, source, (target, *wave), paths=paths)
            self.store.remove_graph(source)
            source, target, paths = target, source, True

    def _extend(
        self, rules: tuple[Rule, ...], touched: set[Key], source: ox.NamedNode, targets: tuple[ox.NamedNode, ...],
        *, paths: bool = True,
    ) -> None:  # fmt: skip
        """Write what rules say of joins with a triple in `source`; what closes a path joins these at once."""
        for rule in rules:
            if rule.path and paths and not touched.isdisjoint(reads(rule)):
                self._lengthen(rule, source, targets)
        for rule in rules:
            if not rule.path:
                for place, pattern in enumerate(rule.body):
                    if not touched.isdisjoint(_keys(pattern, rule)):
                        self._write(rule, _delta(rule, place, source), targets)

    def _lengthen(self, rule: Rule, source: ox.NamedNode, targets: tuple[ox.NamedNode, ...]) -> None:
        """Close a property again that was closed before the triples in `source` came; add the result to `source`.

        A path of the new closure goes over old pairs and new edges by turns: pairs with one new edge come first,
        then each of these with one more, so that no pair is found once for each of its midpoints.
        """
        (head,) = rule.head
        start, predicate, end = head
        this, following, found = _STEPS
        first, last = f"GRAPH {source} {{ {start} {predicate} ?m }}", f"GRAPH {source} {{ ?m {predicate} {end} }}"
        middle, before, after = (f"GRAPH {source} {{ ?m {predicate} ?n }}", f"{start} {predicate} ?m .",
                                 f"?n {predicate} {end} .")  # fmt: skip
        for body in (f"{first} ?m {predicate} {end} .", f"{last} {before}", f"{middle} {before} {after}"):
            self._write(rule, body, (this, found))
        while self._present((rule,), this):
            so_far = f"GRAPH {this} {{ {start} {predicate} ?m }}"
            for body in (f"{so_far} {last}", f"{so_far} {middle} {after}"):
                self._write(rule, body, (following, found))
            self.store.remove_graph(this)
            this, following = following, this
        for graph in {source, *targets} - {_NEXT if source == _NEW else _NEW}:
            self.store.update(f"ADD SILENT GRAPH {found} TO GRAPH {graph}")
        self.store.remove_graph(found)

    def _write(self, rule: Rule, where: str, graphs: tuple[ox.NamedNode, ...]) -> None:
        """Add what is not known yet of a rule's head, for the bindings of `where`, to the facts and to `graphs`."""
        for pattern in rule.head:
            head = lines((pattern,)).strip()
            copies = "".join(f" GRAPH {graph} {{ {head} }}" for graph in graphs)
            self.store.update(f"INSERT {{ {head}{copies} }} WHERE {{ {where} FILTER NOT EXISTS {{ {head} }} }}")

    def _present(self, rules: tuple[Rule, ...], graph: ox.NamedNode) -> set[Key]:
        """Return what rules can write and some triple of `graph` says."""
        return {
            written for rule in rules for written in writes(rule)
            if any(True for _ in self.store.quads_for_pattern(None, *_terms(written), graph))
        }  # fmt: skip


def _terms(key: Key) -> tuple[ox.NamedNode, ox.NamedNode | None]:
    predicate, class_ = (ox.NamedNode(part[1:-1]) if part else None for part in key)
    return predicate, class_  # type: ignore[return-value]  # every key has a predicate


def _delta(rule: Rule, place: int, graph: ox.NamedNode) -> str:
    """Return a body in which the pattern at `place` is one of the new triples, and is looked up first."""
    first = rule.body[place]
    rest = [pattern for other, pattern in enumerate(rule.body) if other != place]
    values = [f"  VALUES {variable} {{ {' '.join(terms)} }}" for variable, terms in rule.values]
    test = [f"  FILTER ({rule.condition})"] if rule.condition else []
    return "\n".join([f"  GRAPH {graph} {{ {lines((first,)).strip()} }}", *values, lines(rest), *test])
