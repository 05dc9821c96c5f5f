"""Whether one graph entails another: each conclusion is looked for in the closure, or its opposite is contradicted.

What says that something is different, disjoint, not of a class or a property of some kind is no triple that rules
yield. It follows if the premises with its opposite are a contradiction, or if an example of it comes out right.
"""

from __future__ import annotations

from itertools import combinations, count

import pyoxigraph as ox

from kg.namespaces import OWL, RDF, RDFS, XSD
from kg.reasoning import Closure
from kg.reasoning.contradictions import contradictions
from kg.reasoning.equality import Equality
from kg.reasoning.facts import Facts, Term
from kg.reasoning.queries import quad as as_quad
from kg.reasoning.queries import terms, triple_of
from kg.reasoning.schema import Schema

TYPE = ox.NamedNode(RDF + "type")
SAME = ox.NamedNode(OWL + "sameAs")
DECLARED = {
    *(OWL + name for name in (
        "Ontology", "Class", "ObjectProperty", "DatatypeProperty", "NamedIndividual", "AnnotationProperty",
        "Restriction", "AllDifferent",
    )),
    RDFS + "Datatype", RDFS + "Class", RDF + "Property", RDF + "List",
}  # fmt: skip
# Numbers at the ends of the integer types: a range that holds for all of them holds for the types' own differences.
NUMBERS = sorted(
    {sign * (2**bits) + step for bits in (0, 7, 8, 15, 16, 31, 32) for sign in (-1, 1) for step in (-1, 0)}
)

_fresh = count()


def entails(premises: list[ox.Quad], conclusions: list[ox.Quad]) -> bool:
    """Tell whether all of `conclusions` follow, but for declarations and the mere existence of expressions."""
    closure = Closure(premises)
    known = ox.Store()
    known.extend(as_quad(triple) for triple in closure.triples(anonymous=True))
    known.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in premises)
    schema = Schema(Facts(conclusions), Equality())
    plain = []
    for quad in conclusions:
        special = _special(premises, quad, schema)
        if special is False:
            return False
        if special is None and not _declares(quad):
            plain.append(quad)
    spelling = [quad for quad in plain if _spells(quad)]
    if _goes_in_circles(spelling):
        return False
    said = [quad for quad in plain if not _spells(quad)]
    return _found(known, said + _expressions_of(said, spelling))


def _spells(quad: ox.Quad) -> bool:
    """Tell whether a triple is a part of an expression, a list or an axiom that is a blank node."""
    return isinstance(quad.subject, ox.BlankNode) and quad.predicate.value.startswith(
        (OWL, RDF + "first", RDF + "rest")
    )


def _goes_in_circles(spelling: list[ox.Quad]) -> bool:
    nodes = {quad.subject for quad in spelling}
    while leaves := nodes - {quad.subject for quad in spelling if quad.object in nodes}:
        nodes -= leaves
    return bool(nodes)


def _expressions_of(said: list[ox.Quad], spelling: list[ox.Quad]) -> list[ox.Quad]:
    """Return how the expressions that are spoken of are spelt; that others exist says nothing."""
    found: list[ox.Quad] = []
    spoken = {quad.object for quad in said}
    while new := [quad for quad in spelling if quad.subject in spoken and quad not in found]:
        found += new
        spoken |= {quad.object for quad in new}
    return found


def _declares(quad: ox.Quad) -> bool:
    value = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
    return (quad.predicate == TYPE and value in DECLARED) or quad.predicate.value == OWL + "imports"


def _found(known: ox.Store, quads: list[ox.Quad]) -> bool:
    def token(term: object) -> str:
        return f"?{term.value}" if isinstance(term, ox.BlankNode) else str(term)

    body = " ".join(f"{token(quad.subject)} {quad.predicate} {token(quad.object)} ." for quad in quads)
    return bool(known.query(f"ASK {{ {body} }}"))


def _special(  # noqa: PLR0911  # one return for each kind of conclusion
    premises: list[ox.Quad], quad: ox.Quad, schema: Schema
) -> bool | None:
    """Tell whether a conclusion that is no plain triple follows; None for a plain one."""
    one, predicate, other = terms(quad.triple)
    link = str(predicate)[1:-1]
    things = [fresh() for _ in range(3)]
    if link == OWL + "differentFrom":
        return refuted(premises, (one, SAME, other))
    if link == OWL + "disjointWith":
        return refuted(premises, (things[0], TYPE, one), (things[0], TYPE, other))
    if link == OWL + "propertyDisjointWith":
        return refuted(premises, (things[0], one, things[1]), (things[0], other, things[1]))
    if link == RDFS + "range" and str(other).startswith(f"<{XSD}"):
        return all(_in_range(premises, quad, number) for number in NUMBERS)
    if link == RDF + "type" and str(other) == f"<{OWL}TransitiveProperty>":
        first, second, third = things
        return follows(premises, (first, one, third), (first, one, second), (second, one, third))
    if link == RDF + "type" and str(other) == f"<{OWL}AllDifferent>":
        (head,) = schema.values(one, OWL + "members") or schema.values(one, OWL + "distinctMembers")
        return all(refuted(premises, (left, SAME, right)) for left, right in combinations(schema.members(head, one), 2))
    if link == RDF + "type" and (complement := schema.values(other, OWL + "complementOf")):
        return refuted(premises, (one, TYPE, complement[0]))
    return None


def _in_range(premises: list[ox.Quad], quad: ox.Quad, number: int) -> bool:
    """Tell whether a number outside the concluded range is outside the premises' too."""
    literal = ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
    told = (fresh(), terms(quad.triple)[0], literal)
    return not refuted([quad], told) or refuted(premises, told)


def fresh() -> ox.NamedNode:
    return ox.NamedNode(f"urn:test:{next(_fresh)}")


def refuted(premises: list[ox.Quad], *triples: tuple[Term, Term, Term]) -> bool:
    """Tell whether the premises contradict `triples`."""
    return bool(contradictions([*premises, *(as_quad(triple_of(*triple)) for triple in triples)]))


def follows(premises: list[ox.Quad], wanted: tuple[Term, Term, Term], *given: tuple[Term, Term, Term]) -> bool:
    """Tell whether `wanted` follows from the premises with `given`."""
    quads = [*premises, *(as_quad(triple_of(*triple)) for triple in given)]
    return triple_of(*wanted) in Closure(quads).triples()
