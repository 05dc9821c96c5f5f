"""The rules that need no axiom of their own: table 9 (scm) over the schema, table 4 (eq), and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.reasoning import vocabulary as owl
from kg.reasoning.rules import IS_A, SAME_AS, Axiom, Pattern, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.schema import Schema

_SUB, _SUBP = f"<{owl.SUB_CLASS}>", f"<{owl.SUB_PROPERTY}>"
_EQUAL, _EQUALP = f"<{owl.EQUIVALENT_CLASS}>", f"<{owl.EQUIVALENT_PROPERTY}>"
_DOMAIN, _RANGE, _ON = f"<{owl.DOMAIN}>", f"<{owl.RANGE}>", f"<{owl.ON_PROPERTY}>"
_SCHEMA = Axiom("schema", "OWL 2 RL/RDF, table 9")
_EQUALITY = Axiom("owl:sameAs", "OWL 2 RL/RDF, table 4")

# What the recommendation lists and no rule here does, with the reason.
OMITTED = {
    "eq-ref": "says that every term is the same as itself",
    "prp-ap": "declares the annotation properties of RDFS and OWL",
    "cls-thing": "declares owl:Thing as a class",
    "cls-nothing1": "declares owl:Nothing as a class",
    "dt-type1": "declares the datatypes",
    "dt-type2": "types literals, which cannot be subjects; rules that need the type test the literal's value",
    "dt-eq": "relates literals; values are compared where a rule needs them",
    "dt-diff": "relates literals; values are compared where a rule needs them",
}


def _edge(*parts: str) -> Pattern:
    return Pattern(*parts)


def _scm(name: str, body: list[Pattern], *head: Pattern, path: bool = False) -> Rule:
    return Rule(name, _SCHEMA, tuple(body), head, path=path)


def _restrictions() -> Iterator[Rule]:
    one, two = _edge("?c1", _ON, "?p"), _edge("?c2", _ON, "?p")
    left, right, below = _edge("?c1", _ON, "?p1"), _edge("?c2", _ON, "?p2"), _edge("?p1", _SUBP, "?p2")
    up, down = _edge("?c1", _SUB, "?c2"), _edge("?c2", _SUB, "?c1")
    some, every, value = f"<{owl.SOME}>", f"<{owl.ALL}>", f"<{owl.HAS_VALUE}>"
    fillers = _edge("?y1", _SUB, "?y2")
    yield _scm("scm-hv", [_edge("?c1", value, "?i"), left, below, right, _edge("?c2", value, "?i")], up)
    yield _scm("scm-svf1", [_edge("?c1", some, "?y1"), one, fillers, two, _edge("?c2", some, "?y2")], up)
    yield _scm("scm-svf2", [_edge("?c1", some, "?y"), left, below, right, _edge("?c2", some, "?y")], up)
    yield _scm("scm-avf1", [_edge("?c1", every, "?y1"), one, fillers, two, _edge("?c2", every, "?y2")], up)
    yield _scm("scm-avf2", [_edge("?c1", every, "?y"), left, below, right, _edge("?c2", every, "?y")], down)


RESTRICTIONS = tuple(_restrictions())
_SUBCLASSES = (_edge("?a", _SUB, "?b"), _edge("?b", _SUB, "?c"))
_SUBPROPERTIES = (_edge("?a", _SUBP, "?b"), _edge("?b", _SUBP, "?c"))
GENERAL = (
    _scm("scm-cls", [_edge("?a", IS_A, f"<{owl.CLASS}>")], _edge("?a", _SUB, "?a"), _edge("?a", _EQUAL, "?a"),
         _edge("?a", _SUB, f"<{owl.THING}>"), _edge(f"<{owl.NOTHING}>", _SUB, "?a")),
    *(_scm(name, [_edge("?p", IS_A, f"<{kind}>")], _edge("?p", _SUBP, "?p"), _edge("?p", _EQUALP, "?p"))
      for name, kind in (("scm-op", owl.OBJECT_PROPERTY), ("scm-dp", owl.DATATYPE_PROPERTY))),
    _scm("scm-sco", list(_SUBCLASSES), _edge("?a", _SUB, "?c"), path=True),
    _scm("scm-eqc1", [_edge("?a", _EQUAL, "?b")], _edge("?a", _SUB, "?b"), _edge("?b", _SUB, "?a")),
    _scm("scm-eqc2", [_edge("?a", _SUB, "?b"), _edge("?b", _SUB, "?a")], _edge("?a", _EQUAL, "?b")),
    _scm("scm-spo", list(_SUBPROPERTIES), _edge("?a", _SUBP, "?c"), path=True),
    _scm("scm-eqp1", [_edge("?a", _EQUALP, "?b")], _edge("?a", _SUBP, "?b"), _edge("?b", _SUBP, "?a")),
    _scm("scm-eqp2", [_edge("?a", _SUBP, "?b"), _edge("?b", _SUBP, "?a")], _edge("?a", _EQUALP, "?b")),
    _scm("scm-dom1", [_edge("?p", _DOMAIN, "?a"), _edge("?a", _SUB, "?b")], _edge("?p", _DOMAIN, "?b")),
    _scm("scm-dom2", [_edge("?q", _DOMAIN, "?a"), _edge("?p", _SUBP, "?q")], _edge("?p", _DOMAIN, "?a")),
    _scm("scm-rng1", [_edge("?p", _RANGE, "?a"), _edge("?a", _SUB, "?b")], _edge("?p", _RANGE, "?b")),
    _scm("scm-rng2", [_edge("?q", _RANGE, "?a"), _edge("?p", _SUBP, "?q")], _edge("?p", _RANGE, "?a")),
    *RESTRICTIONS,
)  # fmt: skip


def table_rules(schema: Schema) -> list[Rule]:
    """Return the rules of table 9 for a schema: those above, and one for each intersection and union."""
    rules = list(GENERAL)
    for predicate, name in ((owl.INTERSECTION, "scm-int"), (owl.UNION, "scm-uni")):
        for class_, head in schema.pairs(predicate):
            members = tuple(schema.token(member) for member in schema.members(head, class_))
            subject = schema.token(class_)
            edge = _edge(subject, _SUB, "?c") if predicate == owl.INTERSECTION else _edge("?c", _SUB, subject)
            if members:
                text = f"{schema.text(class_)} EquivalentTo {schema.definition(class_)}"
                axiom = schema.axiom(class_, text, (class_, predicate, head))
                rules.append(Rule(name, axiom, (), (edge,), values=(("?c", members),)))
    return rules


EQUALITY = (
    Rule("eq-sym", _EQUALITY, (_edge("?x", SAME_AS, "?y"),), (_edge("?y", SAME_AS, "?x"),)),
    Rule("eq-trans", _EQUALITY, (_edge("?x", SAME_AS, "?y"), _edge("?y", SAME_AS, "?z")),
         (_edge("?x", SAME_AS, "?z"),)),
    Rule("eq-rep-s", _EQUALITY, (_edge("?s", SAME_AS, "?t"), _edge("?s", "?p", "?o")), (_edge("?t", "?p", "?o"),)),
    Rule("eq-rep-p", _EQUALITY, (_edge("?p", SAME_AS, "?q"), _edge("?s", "?p", "?o")), (_edge("?s", "?q", "?o"),)),
    Rule("eq-rep-o", _EQUALITY, (_edge("?o", SAME_AS, "?t"), _edge("?s", "?p", "?o")), (_edge("?s", "?p", "?t"),)),
)  # fmt: skip
