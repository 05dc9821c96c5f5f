"""What is given: asserted triples by predicate, and types by class."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias, cast

import pyoxigraph as ox

from kg.reasoning.vocabulary import TYPE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

Term: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal"
Pair: TypeAlias = tuple[Term, Term]
Group: TypeAlias = "tuple[Sequence[Term], Mapping[str, Collection[tuple[int, int]]]]"

_TYPE = ox.NamedNode(TYPE)


class Facts:
    """Triples, whatever graphs they are in, to be read by predicate.

    Nothing is copied: a store is read where it lies, and other quads are those that were given.
    """

    __slots__ = ("_by_class", "_by_predicate", "_kinds", "_pairs", "_quads", "_store", "_subjects")

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        """Take a store, or sort other quads by their predicate, and the types among them by class."""
        self._store = quads if isinstance(quads, ox.Store) else None
        self._quads = [] if self._store is not None else quads if isinstance(quads, list) else list(quads)
        self._pairs: dict[str, tuple[Pair, ...]] = {}
        self._subjects: set[Term] | None = None
        self._kinds: dict[str, list[str]] | None = None
        self._by_predicate: defaultdict[str, list[ox.Quad]] = defaultdict(list)
        self._by_class: defaultdict[Term, list[ox.Quad]] = defaultdict(list)
        for quad in self._quads:
            self._by_predicate[quad.predicate.value].append(quad)
        for quad in self._by_predicate.get(TYPE, ()):
            self._by_class[cast("Term", quad.object)].append(quad)

    def of(self, predicate: str) -> Iterable[ox.Quad]:
        """Return the quads with `predicate`, an IRI."""
        if self._store is not None:
            return self._store.quads_for_pattern(None, ox.NamedNode(predicate), None)
        return self._by_predicate.get(predicate, ())

    def typed(self, class_: Term) -> Iterable[ox.Quad]:
        """Return the quads that say that something is of a class."""
        if self._store is not None:
            return self._store.quads_for_pattern(None, _TYPE, class_)
        return self._by_class.get(class_, ())

    def classes(self) -> Iterator[Term]:
        """Yield each class that something is said to be of."""
        if self._store is not None:
            return self._distinct("?c", "[] a ?c")
        return iter(self._by_class)

    def predicates(self) -> Iterator[str]:
        """Yield each predicate."""
        if self._store is not None:
            return (term.value for term in self._distinct("?p", "[] ?p []"))
        return iter(self._by_predicate)

    def subjects(self) -> set[Term]:
        """Return everything of which something is said."""
        if self._subjects is None:
            if self._store is None:
                self._subjects = {subject for predicate in self._by_predicate for subject, _ in self.pairs(predicate)}
            else:
                self._subjects = {cast("Term", quad.subject) for quad in self._store}
        return self._subjects

    def tells_of(self, term: Term) -> bool:
        """Tell whether anything is said of a term; of what has a class this is known soonest."""
        return any(subject == term for subject, _ in self.pairs(TYPE)) or term in self.subjects()

    def all(self) -> Iterable[ox.Quad]:
        """Return all quads."""
        return self._store if self._store is not None else self._quads

    def pairs(self, predicate: str) -> tuple[Pair, ...]:
        """Return subject and object of each triple with `predicate`, an IRI, in the order of `of`; they are kept."""
        if predicate not in self._pairs:
            self._pairs[predicate] = tuple((quad.subject, quad.object) for quad in self.of(predicate))  # type: ignore[misc]
        return self._pairs[predicate]

    def members(self, class_: Term) -> list[Term]:
        """Return what is said to be of a class."""
        return [cast("Term", quad.subject) for quad in self.typed(class_)]

    def instances(self, class_: str) -> list[Term]:
        """Return what is said to be of the class with that IRI."""
        return self.members(ox.NamedNode(class_))

    def kinds(self) -> dict[str, list[str]]:
        """Return the IRIs of the classes of each thing that has a name, by its IRI; they are kept."""
        if self._kinds is None:
            kinds: defaultdict[str, list[str]] = defaultdict(list)
            for thing, class_ in dict.fromkeys(self.pairs(TYPE)):
                if isinstance(thing, ox.NamedNode) and isinstance(class_, ox.NamedNode):
                    kinds[thing.value].append(class_.value)
            self._kinds = dict(kinds)
        return self._kinds

    def text(self) -> str:
        """Return the triples of all graphs as N-Triples, with their literals as written."""
        written = ox.serialize((quad.triple for quad in self.all()), format=ox.RdfFormat.N_TRIPLES)
        return (written or b"").decode()

    def _distinct(self, variable: str, pattern: str) -> Iterator[Term]:
        text = f"SELECT DISTINCT {variable} {{ {pattern} }}"
        rows = cast("ox.Store", self._store).query(text, use_default_graph_as_union=True)
        return (cast("Term", row[0]) for row in cast("Iterable[ox.QuerySolution]", rows))


class Derived(Facts):
    """Triples of the default graph, known by the numbers of their terms; quads are made of what is asked for alone."""

    __slots__ = ("_groups", "_members")

    def __init__(self, groups: Sequence[Group]) -> None:
        """Take groups of terms, with the pairs of their places by the IRI of a predicate."""
        super().__init__(())
        self._groups = groups
        self._members: defaultdict[Term, list[Term]] | None = None

    def of(self, predicate: str) -> Iterable[ox.Quad]:
        """Return the quads with `predicate`, an IRI."""
        if predicate not in self._by_predicate and (pairs := self.pairs(predicate)):
            node = ox.NamedNode(predicate)
            self._by_predicate[predicate] = [ox.Quad(one, node, other) for one, other in pairs]  # type: ignore[arg-type]
        return self._by_predicate.get(predicate, ())

    def typed(self, class_: Term) -> Iterable[ox.Quad]:
        """Return the quads that say that something is of a class."""
        return [ox.Quad(thing, _TYPE, class_) for thing in self.members(class_)]  # type: ignore[arg-type]

    def classes(self) -> Iterator[Term]:
        """Yield each class that something is said to be of."""
        return iter(self._sorted_out())

    def predicates(self) -> Iterator[str]:
        """Yield each predicate."""
        return iter(dict.fromkeys(predicate for _, numbers in self._groups for predicate in numbers))

    def subjects(self) -> set[Term]:
        """Return everything of which something is said."""
        if self._subjects is None:
            self._subjects = {subject for predicate in self.predicates() for subject, _ in self.pairs(predicate)}
        return self._subjects

    def all(self) -> list[ox.Quad]:
        """Return all quads."""
        return [quad for predicate in self.predicates() for quad in self.of(predicate)]

    def pairs(self, predicate: str) -> tuple[Pair, ...]:
        """Return subject and object of each triple with `predicate`, an IRI; they are kept."""
        if predicate not in self._pairs:
            self._pairs[predicate] = tuple(
                (terms[one], terms[other]) for terms, pairs in self._groups for one, other in pairs.get(predicate, ())
            )
        return self._pairs[predicate]

    def members(self, class_: Term) -> list[Term]:
        """Return what is said to be of a class."""
        return self._sorted_out().get(class_, [])

    def _sorted_out(self) -> dict[Term, list[Term]]:
        if self._members is None:
            self._members = defaultdict(list)
            for thing, class_ in self.pairs(TYPE):
                self._members[class_].append(thing)
        return self._members

    def text(self) -> str:
        """Return the triples as N-Triples."""
        lines = []
        for terms, numbers in self._groups:
            names = list(map(str, terms))
            for predicate, pairs in numbers.items():
                lines += [f"{names[one]} <{predicate}> {names[other]} .\n" for one, other in pairs]
        return "".join(lines)
