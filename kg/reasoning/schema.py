"""The schema: the axioms of a graph, read from its triples, with lists, expressions and names for blank nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.errors import KgError
from kg.namespaces import shorten
from kg.reasoning import vocabulary as owl
from kg.reasoning.queries import triple_of
from kg.reasoning.rules import Axiom

if TYPE_CHECKING:
    from kg.reasoning.equality import Equality
    from kg.reasoning.facts import Facts, Pair, Term

_NODE = "urn:kompas:node:"
_EXPRESSION = "urn:kompas:expression:"
_DEPTH = 12  # an expression nested deeper is cut in texts, not in rules
_WORDS = {
    owl.SOME: "some", owl.ALL: "only", owl.HAS_VALUE: "value", owl.MAX: "max", owl.MAX_QUALIFIED: "max",
    owl.HAS_SELF: "Self",
}  # fmt: skip


class Property(NamedTuple):
    """A property expression: the property's IRI in angle brackets, and whether it is read backwards."""

    iri: str
    inverted: bool


class Schema:
    """The axioms of a graph.

    Blank nodes that stand for expressions get names (`urn:kompas:expression:1` …) in the order of their texts, so
    that rules can speak of them; `back` gives the blank node for each.
    """

    def __init__(self, facts: Facts, equality: Equality) -> None:
        """Read the schema of `facts`, each term by its representative in `equality`.

        Raises: KgError for a list that is broken or endless.
        """
        self.facts = facts
        self._find = equality.find
        self._maps: dict[str, dict[Term, list[Term]]] = {}
        self._names: dict[ox.BlankNode, ox.NamedNode] = {}
        self.back: dict[ox.NamedNode, ox.BlankNode] = {}
        self.terms: set[Term] = set()
        self.datatypes = frozenset(self.instances(owl.DATATYPE))
        self._name_expressions()

    def pairs(self, predicate: str) -> list[Pair]:
        """Return the subjects and objects of a schema predicate in a fixed order, without repetition."""
        found = {(self._find(one), self._find(other)) for one, other in self.facts.pairs(predicate)}
        return sorted(found, key=lambda pair: (self._key(pair[0]), self._key(pair[1])))

    def instances(self, class_: str) -> list[Term]:
        """Return what is asserted to be of a class, in a fixed order, without repetition."""
        return sorted({self._find(term) for term in self.facts.instances(class_)}, key=self._key)

    def values(self, subject: Term, predicate: str) -> list[Term]:
        """Return the values of `predicate` for `subject`, in a fixed order."""
        if predicate not in self._maps:
            found: dict[Term, list[Term]] = {}
            for one, other in self.facts.pairs(predicate):
                found.setdefault(self._find(one), []).append(other if predicate == owl.FIRST else self._find(other))
            self._maps[predicate] = found
        values = self._maps[predicate].get(subject, [])
        return values if len(values) < 2 else sorted(set(values), key=str)  # noqa: PLR2004  # one needs no order

    def raw(self, subject: Term, predicate: str) -> list[Term]:
        """Return the values of `predicate` as they were asserted, not by their representatives."""
        return sorted({value for one, value in self.facts.pairs(predicate) if one == subject}, key=str)

    def members(self, head: Term, owner: Term) -> list[Term]:
        """Return the members of a list as `raw_members` does, each by its representative."""
        return [self._find(member) for member in self.raw_members(head, owner)]

    def raw_members(self, head: Term, owner: Term) -> list[Term]:
        """Return the members of the list that begins at `head`, as they were asserted.

        Raises: KgError that names `owner` if the list is broken, branches or never ends.
        """
        members: list[Term] = []
        seen: set[Term] = set()
        node = head
        while str(node) != f"<{owl.NIL}>":
            if node in seen:
                message = (f"a list of {self.text(owner)} never ends: it comes back to itself after {len(members)} "
                           "members; expected rdf:nil at its end")  # fmt: skip
                danish = (f"en liste hos {self.text(owner)} slutter aldrig: den vender tilbage til sig selv efter "
                          f"{len(members)} led; der skulle stå rdf:nil til sidst")  # fmt: skip
                raise KgError(message, danish=danish)
            seen.add(node)
            first, rest = self.values(node, owl.FIRST), self.values(node, owl.REST)
            if len(first) != 1 or len(rest) != 1:
                message = (f"a list of {self.text(owner)} is broken after {len(members)} members: a node has "
                           f"{len(first)} rdf:first and {len(rest)} rdf:rest; expected one of each, or rdf:nil at "
                           "the end")  # fmt: skip
                danish = (f"en liste hos {self.text(owner)} er brudt efter {len(members)} led: en knude har "
                          f"{len(first)} rdf:first og {len(rest)} rdf:rest; der skulle stå én af hver, eller rdf:nil "
                          "til sidst")  # fmt: skip
                raise KgError(message, danish=danish)
            members.append(first[0])
            node = rest[0]
        return members

    def property(self, term: Term) -> Property | None:
        """Return a property or an inverse of one; None for what is neither."""
        inverted = False
        seen = set()
        while isinstance(term, ox.BlankNode):
            inverses = self.values(term, owl.INVERSE)
            if len(inverses) != 1 or term in seen:
                return None
            seen.add(term)
            term, inverted = inverses[0], not inverted
        return Property(self.token(term), inverted) if isinstance(term, ox.NamedNode) else None

    def named(self, term: Term) -> Term:
        """Return `term`, or its name if it is a blank node, and remember that the rules speak of it."""
        self.terms.add(term)
        if not isinstance(term, ox.BlankNode):
            return term
        if term not in self._names:
            self._name(term, f"{_NODE}{len(self._names) + 1}")
        return self._names[term]

    def original(self, term: Term) -> Term:
        """Return the blank node that a name stands for; any other term as it is."""
        return self.back.get(term, term) if isinstance(term, ox.NamedNode) else term

    def axiom(self, subject: Term, text: str, *said: tuple[Term, str, Term]) -> Axiom:
        """Return an axiom about `subject` that is spelt by the triples in `said`."""
        triples = tuple(triple_of(one, ox.NamedNode(predicate), other) for one, predicate, other in said)
        return Axiom(self.text(subject), text, triples)

    def token(self, term: Term) -> str:
        """Return `term` as SPARQL writes it, a blank node by its name."""
        return str(self.named(term))

    def text(self, term: Term, path: tuple[Term, ...] = ()) -> str:
        """Return a class, property or individual as OWL's Manchester syntax writes it, with prefixed names."""
        if isinstance(term, ox.NamedNode):
            name = shorten(term.value)
            return f"<{name}>" if name == term.value else name
        if isinstance(term, ox.Literal):
            return str(term)
        if term in path or len(path) > _DEPTH:
            return "…"
        return self._expression(term, (*path, term)) or "_"

    def definition(self, class_: Term) -> str:
        """Return the expression that defines a class; the class itself if none does."""
        return self._expression(class_, (class_,)) or self.text(class_)

    def _expression(self, node: Term, path: tuple[Term, ...]) -> str:
        for predicate, word in ((owl.INTERSECTION, " and "), (owl.UNION, " or "), (owl.ONE_OF, ", ")):
            for head in self.values(node, predicate):
                parts = word.join(self.text(member, path) for member in self.members(head, node))
                return f"{{{parts}}}" if predicate == owl.ONE_OF else f"({parts})"
        for value in self.values(node, owl.COMPLEMENT):
            return f"not {self.text(value, path)}"
        for value in self.values(node, owl.INVERSE):
            return f"inverse {self.text(value, path)}"
        for on in self.values(node, owl.ON_PROPERTY):
            for predicate, word in _WORDS.items():
                for value in self.values(node, predicate):
                    count = value.value if isinstance(value, ox.Literal) and word == "max" else self.text(value, path)
                    of = [self.text(filler, path) for filler in
                          self.values(node, owl.ON_CLASS) + self.values(node, owl.ON_DATA_RANGE)]  # fmt: skip
                    return f"({' '.join([self.text(on, path), word, count, *of])})"
        return ""

    def _name_expressions(self) -> None:
        predicates = (owl.INTERSECTION, owl.UNION, owl.ONE_OF, owl.COMPLEMENT, owl.ON_PROPERTY)
        nodes = {
            self._find(one) for predicate in predicates for one, _ in self.facts.pairs(predicate)
            if isinstance(self._find(one), ox.BlankNode)
        }  # fmt: skip
        texts = sorted((self.text(node), node.value, node) for node in nodes if isinstance(node, ox.BlankNode))
        for number, (_, _, node) in enumerate(texts, start=1):
            self._name(node, f"{_EXPRESSION}{number}")

    def _key(self, term: Term) -> str:
        return str(self._names.get(term, term)) if isinstance(term, ox.BlankNode) else str(term)

    def _name(self, node: ox.BlankNode, name: str) -> None:
        self._names[node] = ox.NamedNode(name)
        self.back[self._names[node]] = node
