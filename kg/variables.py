"""Variables of a SPARQL query that nothing binds: a condition on one is never met, and nothing tells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_NOT_CODE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\s]*>|#[^\n]*",
    re.DOTALL,
)
_TOKEN = re.compile(r"[?$](?P<name>\w+)|(?P<mark>[(){}*])|(?P<word>[\w:][\w:.-]*)")  # a word, or a name with a prefix
_EXPRESSIONS = ("FILTER", "BIND")
_BINDING = ("WHERE", "VALUES")
_HEADS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
_LISTS = ("HAVING", "ORDER", "GROUP")
_OWN = ("EXISTS", "MINUS")  # whose group binds nothing outside
_WORDS = frozenset({*_EXPRESSIONS, *_BINDING, *_HEADS, *_LISTS, *_OWN, "AS"})
_WITHIN = "("  # of an expression


@dataclass(slots=True)
class _Scope:
    """A part of a query whose variables the parts around it do not see, but for those that it hands on."""

    around: _Scope | None = None
    hands_on: set[str] | None = field(default_factory=set)  # None is all, as by SELECT *
    bound: set[str] = field(default_factory=set)

    def sees(self, name: str) -> bool:
        """Tell whether a variable is bound here or in what is around."""
        scope: _Scope | None = self
        while scope and name not in scope.bound:
            scope = scope.around
        return scope is not None


def unbound(sparql: str) -> list[str]:
    """Return the variables that expressions or columns name and no pattern, VALUES or AS binds, in their order.

    What is bound within EXISTS or MINUS is bound nowhere else, what is bound in a sub-SELECT where it is a column.

    >>> unbound("SELECT ?s { ?s a ?class . FILTER (?klass = ?s) }")
    ['klass']
    >>> unbound("SELECT (COUNT(?s) AS ?n) { ?s a [] } ORDER BY ?n")
    []
    >>> unbound("SELECT ?s ?p { ?s a [] FILTER EXISTS { ?s ?p ?o } }")
    ['p']
    """
    reader = _Reader()
    for token in _TOKEN.finditer(_NOT_CODE.sub(lambda match: " " * len(match[0]), sparql)):
        if token["name"]:
            reader.variable(token["name"])
        elif token["mark"]:
            reader.mark(token["mark"])
        elif (word := token["word"].upper()) in _WORDS:
            reader.word(word)
    for scope in reversed(reader.scopes):  # the inner ones first
        if scope.around:
            scope.around.bound |= scope.bound if scope.hands_on is None else scope.hands_on
    return list(dict.fromkeys(name for name, scope in reader.used if not scope.sees(name)))


class _Reader:
    """Reads the tokens of a query one after the other, and notes in which scope variables are bound and used."""

    def __init__(self) -> None:
        self.scope = _Scope()
        self.scopes = [self.scope]
        self.used: list[tuple[str, _Scope]] = []
        self.reading = ""  # the word by which what only reads variables began; none within patterns
        self.before = ""  # EXISTS, MINUS or AS just before
        self.open: list[tuple[_Scope, str]] = []  # for each open bracket what holds again after it

    def variable(self, name: str) -> None:
        """Note a variable, bound or used."""
        named = self.before == "AS"
        if named or not self.reading:
            self.scope.bound.add(name)
        else:
            self.used.append((name, self.scope))
        is_column = self.reading == "SELECT" or (named and self.open and self.open[-1][1] == "SELECT")
        if is_column and self.scope.hands_on is not None:
            self.scope.hands_on.add(name)
        self.before = ""

    def word(self, word: str) -> None:
        """Note a word that begins a part of the query."""
        self.before = word if word in ("AS", *_OWN) else ""
        if word == "SELECT" and self.open:
            self._begin()
        if word in _BINDING:
            self.reading = ""
        elif not self.before:
            self.reading = word

    def mark(self, mark: str) -> None:
        """Note a bracket or a star."""
        if mark == "(":
            self.open.append((self.scope, "" if self.reading in _EXPRESSIONS else self.reading))
            self.reading = self.reading and _WITHIN
        elif mark == "{":
            self.open.append((self.scope, self.reading if self.reading == _WITHIN else ""))
            self.reading = self.reading if self.reading == "CONSTRUCT" else ""
            if self.before:
                self._begin()
        elif mark == "*":
            if self.reading == "SELECT":
                self.scope.hands_on = None
        elif self.open:
            self.scope, self.reading = self.open.pop()
        self.before = ""

    def _begin(self) -> None:
        self.scope = _Scope(self.scope)
        self.scopes.append(self.scope)
