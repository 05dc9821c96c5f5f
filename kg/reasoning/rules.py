"""Rules: what an axiom allows to be concluded, or forbids, as SPARQL 1.1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.namespaces import PREFIXES, shorten
from kg.reasoning.vocabulary import SAME, TYPE

if TYPE_CHECKING:
    import pyoxigraph as ox

IS_A = f"<{TYPE}>"
SAME_AS = f"<{SAME}>"
_STRING_OR_IRI = re.compile(r'"(?:[^"\\]|\\.)*"|<(?P<iri>[^<>"{}|^`\\\s]+)>')


class Pattern(NamedTuple):
    """A triple pattern; each part is a variable (`?x`) or a term as N-Triples writes it."""

    subject: str
    predicate: str
    value: str

    def variables(self) -> list[str]:
        """Return the variables of the pattern in their order."""
        return [part for part in self if part.startswith("?")]

    def renamed(self, names: dict[str, str]) -> Pattern:
        """Return the pattern with its terms replaced by `names`."""
        return Pattern(*(names.get(part, part) for part in self))


@dataclass(frozen=True, slots=True)
class Axiom:
    """What the ontology says: the IRI it says it of (or a name for a blank node), a text to read, and the triples."""

    subject: str
    text: str
    triples: tuple[ox.Triple, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One axiom compiled by one rule of OWL 2 RL.

    `name` is the rule's name in the W3C recommendation "OWL 2 Web Ontology Language Profiles", section 4.3.
    A rule without a head forbids what its body describes. A rule with a `member` says that all things that stand
    in that variable for the same values of `group` are one thing. `path` marks a head that is the transitive
    closure of the body's one property. `condition` is a FILTER; `values` lists what a variable may be.
    """

    name: str
    axiom: Axiom
    body: tuple[Pattern, ...]
    head: tuple[Pattern, ...] = ()
    condition: str = ""
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    group: tuple[str, ...] = ()
    member: str = ""
    path: bool = False

    @property
    def forbids(self) -> bool:
        """Tell whether the rule finds contradictions in place of facts."""
        return not self.head and not self.member

    @property
    def sparql(self) -> str:
        """Return the rule as an INSERT, or as a SELECT where it forbids, with the prefixes that it uses."""
        if self.forbids:
            return readable(f"SELECT DISTINCT {self._columns()} WHERE {{\n{self.where()}\n}}")
        if self.member:
            return readable(
                f"INSERT {{\n  {self.member} {SAME_AS} {self._twin(self.member)} .\n}} WHERE {{\n{self._pairs()}\n}}"
            )
        return readable(f"INSERT {{\n{lines(self.head)}\n}} WHERE {{\n{self.where()}\n}}")

    def where(self) -> str:
        """Return the body as the inside of a WHERE clause."""
        if self.path:
            subject, predicate, value = self.head[0]
            return f"  {subject} {predicate}+ {value} ."
        if len(self.values) > 1:  # each list is joined on its own: their product would be as long as its square
            parts = [_subselect(pattern, self.values) for pattern in self.body]
        else:
            parts = [*(_values(*value) for value in self.values), *([lines(self.body)] if self.body else [])]
        return "\n".join([*parts, *([f"  FILTER ({self.condition})"] if self.condition else [])])

    def variables(self) -> list[str]:
        """Return the variables of the body, each once, in their order."""
        return list(dict.fromkeys(variable for pattern in self.body for variable in pattern.variables()))

    def _columns(self) -> str:
        return " ".join(self.variables()) or "*"

    def _twin(self, variable: str) -> str:
        return variable if variable in self.group else variable + "2"

    def _pairs(self) -> str:
        names = {variable: self._twin(variable) for variable in self.variables()}
        twins = [pattern.renamed(names) for pattern in self.body]
        return f"{lines(dict.fromkeys([*self.body, *twins]))}\n  FILTER ({self.member} != {self._twin(self.member)})"


def lines(patterns: dict[Pattern, None] | tuple[Pattern, ...] | list[Pattern]) -> str:
    """Return patterns as lines of SPARQL."""
    return "\n".join(f"  {pattern.subject} {pattern.predicate} {pattern.value} ." for pattern in patterns)


def readable(text: str) -> str:
    """Return SPARQL with `a` and prefixed names for full IRIs, and with the PREFIX lines that this takes."""
    prefixes: set[str] = set()

    def shortened(match: re.Match[str]) -> str:
        name = _name(match["iri"]) if match["iri"] else ""
        if ":" in name:
            prefixes.add(name.partition(":")[0])
        return name or match[0]

    body = _STRING_OR_IRI.sub(shortened, text)
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in sorted(prefixes)) + body


@lru_cache(maxsize=4096)
def _name(iri: str) -> str:
    if iri == TYPE:
        return "a"
    name = shorten(iri)
    return "" if name == iri else name


def _values(variable: str, terms: tuple[str, ...]) -> str:
    return f"  VALUES {variable} {{ {' '.join(terms)} }}"


def _subselect(pattern: Pattern, values: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    own = [_values(variable, terms) for variable, terms in values if variable in pattern]
    return f"  {{ SELECT {' '.join(pattern.variables())} WHERE {{ {' '.join(own)} {lines([pattern]).strip()} }} }}"
