"""The terms of RDF, RDFS, OWL 2 and XSD, which the standards declare and an ontology need not."""

from __future__ import annotations

from kg.namespaces import OWL, RDF, RDFS, XSD

_NAMES = {
    RDF: """
        type first rest nil value Property List Statement langString HTML XMLLiteral
    """,
    RDFS: """
        Class Datatype Literal Resource comment domain isDefinedBy label member range seeAlso subClassOf
        subPropertyOf
    """,
    OWL: """
        AllDifferent AllDisjointClasses AllDisjointProperties Annotation AnnotationProperty AsymmetricProperty
        Axiom Class DatatypeProperty FunctionalProperty InverseFunctionalProperty IrreflexiveProperty
        NamedIndividual NegativePropertyAssertion Nothing ObjectProperty Ontology OntologyProperty
        ReflexiveProperty Restriction SymmetricProperty Thing TransitiveProperty allValuesFrom
        annotatedProperty annotatedSource annotatedTarget assertionProperty backwardCompatibleWith cardinality
        complementOf datatypeComplementOf deprecated differentFrom disjointUnionOf disjointWith
        distinctMembers equivalentClass equivalentProperty hasKey hasSelf hasValue imports incompatibleWith
        intersectionOf inverseOf maxCardinality maxQualifiedCardinality members minCardinality
        minQualifiedCardinality onClass onDataRange onDatatype onProperties onProperty oneOf priorVersion
        propertyChainAxiom propertyDisjointWith qualifiedCardinality rational real sameAs someValuesFrom
        sourceIndividual targetIndividual targetValue topDataProperty topObjectProperty unionOf versionIRI
        versionInfo withRestrictions
    """,
    XSD: """
        anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double duration
        float gDay gMonth gMonthDay gYear gYearMonth hexBinary int integer language long Name NCName
        negativeInteger NMTOKEN nonNegativeInteger nonPositiveInteger normalizedString positiveInteger short
        string time token unsignedByte unsignedInt unsignedLong unsignedShort yearMonthDuration
    """,
}
# Datatypes of XML that RDF 1.1 (5.1) rules out: they need a document around them, or are lists.
_OF_XML = "ENTITIES ENTITY ID IDREF IDREFS NMTOKENS NOTATION QName"
NOT_IN_RDF = frozenset(XSD + name for name in _OF_XML.split())
STANDARD = frozenset(namespace + name for namespace, names in _NAMES.items() for name in names.split())


def is_standard(iri: str) -> bool:
    """Tell whether an IRI is in the namespace of one of these standards, be it a term of it or not."""
    return iri.startswith(tuple(_NAMES))
