"""The terms of RDF, RDFS and OWL that the rules are written in."""

from __future__ import annotations

from kg.namespaces import OWL, RDF, RDFS

TYPE = RDF + "type"
FIRST = RDF + "first"
REST = RDF + "rest"
NIL = RDF + "nil"
PROPERTY = RDF + "Property"

SUB_CLASS = RDFS + "subClassOf"
SUB_PROPERTY = RDFS + "subPropertyOf"
DOMAIN = RDFS + "domain"
RANGE = RDFS + "range"
LITERAL = RDFS + "Literal"
DATATYPE = RDFS + "Datatype"

CLASS = OWL + "Class"
THING = OWL + "Thing"
NOTHING = OWL + "Nothing"
RESTRICTION = OWL + "Restriction"
OBJECT_PROPERTY = OWL + "ObjectProperty"
DATATYPE_PROPERTY = OWL + "DatatypeProperty"
NAMED_INDIVIDUAL = OWL + "NamedIndividual"

FUNCTIONAL = OWL + "FunctionalProperty"
INVERSE_FUNCTIONAL = OWL + "InverseFunctionalProperty"
IRREFLEXIVE = OWL + "IrreflexiveProperty"
REFLEXIVE = OWL + "ReflexiveProperty"
SYMMETRIC = OWL + "SymmetricProperty"
ASYMMETRIC = OWL + "AsymmetricProperty"
TRANSITIVE = OWL + "TransitiveProperty"
CHARACTERISTICS = (FUNCTIONAL, INVERSE_FUNCTIONAL, IRREFLEXIVE, REFLEXIVE, SYMMETRIC, ASYMMETRIC, TRANSITIVE)

SAME = OWL + "sameAs"
DIFFERENT = OWL + "differentFrom"
ALL_DIFFERENT = OWL + "AllDifferent"
MEMBERS = OWL + "members"
DISTINCT_MEMBERS = OWL + "distinctMembers"

EQUIVALENT_CLASS = OWL + "equivalentClass"
DISJOINT_CLASS = OWL + "disjointWith"
ALL_DISJOINT_CLASSES = OWL + "AllDisjointClasses"
DISJOINT_UNION = OWL + "disjointUnionOf"
EQUIVALENT_PROPERTY = OWL + "equivalentProperty"
DISJOINT_PROPERTY = OWL + "propertyDisjointWith"
ALL_DISJOINT_PROPERTIES = OWL + "AllDisjointProperties"
INVERSE = OWL + "inverseOf"
CHAIN = OWL + "propertyChainAxiom"
KEY = OWL + "hasKey"

INTERSECTION = OWL + "intersectionOf"
UNION = OWL + "unionOf"
COMPLEMENT = OWL + "complementOf"
ONE_OF = OWL + "oneOf"
ON_PROPERTY = OWL + "onProperty"
ON_CLASS = OWL + "onClass"
ON_DATA_RANGE = OWL + "onDataRange"
SOME = OWL + "someValuesFrom"
ALL = OWL + "allValuesFrom"
HAS_VALUE = OWL + "hasValue"
HAS_SELF = OWL + "hasSelf"
MAX = OWL + "maxCardinality"
MAX_QUALIFIED = OWL + "maxQualifiedCardinality"

SOURCE_INDIVIDUAL = OWL + "sourceIndividual"
ASSERTION_PROPERTY = OWL + "assertionProperty"
TARGET_INDIVIDUAL = OWL + "targetIndividual"
TARGET_VALUE = OWL + "targetValue"

LISTS = (INTERSECTION, UNION, ONE_OF)  # what makes a class of a list
RESTRICTIONS = (SOME, ALL, HAS_VALUE, MAX, MAX_QUALIFIED)

# Predicates that only schema triples have: they are read by the compiler and never by a compiled rule.
SCHEMA = frozenset({
    FIRST, REST, SUB_CLASS, SUB_PROPERTY, DOMAIN, RANGE, MEMBERS, DISTINCT_MEMBERS, EQUIVALENT_CLASS, DISJOINT_CLASS,
    DISJOINT_UNION, EQUIVALENT_PROPERTY, DISJOINT_PROPERTY, INVERSE, CHAIN, KEY, COMPLEMENT, ON_PROPERTY, ON_CLASS,
    ON_DATA_RANGE, HAS_SELF, SOURCE_INDIVIDUAL, ASSERTION_PROPERTY, TARGET_INDIVIDUAL, TARGET_VALUE, *LISTS,
    *RESTRICTIONS,
})  # fmt: skip

# The schema predicates that RL's table 9 reads or writes.
CLOSED = (SUB_CLASS, SUB_PROPERTY, DOMAIN, RANGE, EQUIVALENT_CLASS, EQUIVALENT_PROPERTY)
