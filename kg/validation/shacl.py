"""The terms of SHACL, and which of them pySHACL 0.40.1 reads without its advanced features."""

from __future__ import annotations

_READ = """
    BlankNode BlankNodeOrIRI BlankNodeOrLiteral ConstraintComponent IRI IRIOrLiteral Info Literal NodeKind
    NodeShape Parameter Parameterizable PrefixDeclaration PropertyGroup PropertyShape SPARQLAskExecutable
    SPARQLAskValidator SPARQLConstraint SPARQLExecutable SPARQLSelectExecutable SPARQLSelectValidator Severity
    Shape Validator Violation Warning alternativePath and ask class closed datatype deactivated declare
    defaultValue description disjoint equals flags group hasValue ignoredProperties in inversePath labelTemplate
    languageIn lessThan lessThanOrEquals maxCount maxExclusive maxInclusive maxLength message minCount
    minExclusive minInclusive minLength name namespace node nodeKind nodeValidator not oneOrMorePath optional or
    order parameter path pattern prefix prefixes property propertyValidator qualifiedMaxCount qualifiedMinCount
    qualifiedValueShape qualifiedValueShapesDisjoint select severity sparql targetClass targetNode targetObjectsOf
    targetSubjectsOf uniqueLang validator xone zeroOrMorePath zeroOrOnePath
"""
_PASSED_OVER = """
    AbstractResult ExpressionConstraintComponent Function JSConstraint JSConstraintComponent JSExecutable
    JSFunction JSLibrary JSRule JSTarget JSTargetType JSValidator ResultAnnotation Rule SPARQLConstructExecutable
    SPARQLFunction SPARQLRule SPARQLTarget SPARQLTargetType SPARQLUpdateExecutable Target TargetType TripleRule
    ValidationReport ValidationResult annotationProperty annotationValue annotationVarName condition conforms
    construct count desc detail distinct else entailment exists expression filterShape focusNode groupConcat if
    intersection js jsFunctionName jsLibrary jsLibraryURL limit max min minus nodes object offset orderBy
    predicate result resultAnnotation resultMessage resultPath resultSeverity returnType rule separator
    shapesGraph shapesGraphWellFormed sourceConstraint sourceConstraintComponent sourceShape subject
    suggestedShapesGraph sum target then this union update value
"""
_NAMING_TERMS = """
    alternativePath class datatype disjoint equals ignoredProperties inversePath lessThan lessThanOrEquals
    oneOrMorePath path targetClass targetObjectsOf targetSubjectsOf zeroOrMorePath zeroOrOnePath
"""

# What decides a result, and what only describes: the engine reads it, or passes over it without harm.
READ = frozenset(_READ.split())

# In SHACL, its report or its advanced features, and passed over by the engine as we call it: a rule that never runs.
PASSED_OVER = frozenset(_PASSED_OVER.split())

# Properties whose values are classes, properties or datatypes, which have to be declared.
NAMING_TERMS = frozenset(_NAMING_TERMS.split())

# What is read only together with another: alone it does nothing.
NEEDS = {
    "flags": frozenset({"pattern"}),
    "ignoredProperties": frozenset({"closed"}),
    "qualifiedMaxCount": frozenset({"qualifiedValueShape"}),
    "qualifiedMinCount": frozenset({"qualifiedValueShape"}),
    "qualifiedValueShape": frozenset({"qualifiedMaxCount", "qualifiedMinCount"}),
    "qualifiedValueShapesDisjoint": frozenset({"qualifiedValueShape"}),
}
