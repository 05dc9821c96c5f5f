"""The terms of SHACL, and which of them pySHACL 0.40.1 reads without its advanced features."""

from __future__ import annotations

# What decides a result, and what only describes: the engine reads it, or may pass over it without harm.
READ = frozenset("""
    NodeShape PropertyShape Shape PrefixDeclaration SPARQLConstraint ConstraintComponent Parameter Parameterizable
    SPARQLAskValidator SPARQLSelectValidator SPARQLExecutable SPARQLAskExecutable SPARQLSelectExecutable Validator
    PropertyGroup Severity Info Warning Violation
    NodeKind IRI BlankNode Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral
    targetClass targetNode targetObjectsOf targetSubjectsOf
    path inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath
    property node not and or xone qualifiedValueShape qualifiedValueShapesDisjoint qualifiedMinCount qualifiedMaxCount
    class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive
    minLength maxLength pattern flags languageIn uniqueLang equals disjoint lessThan lessThanOrEquals
    closed ignoredProperties hasValue in
    sparql select ask prefixes declare prefix namespace
    parameter optional labelTemplate validator nodeValidator propertyValidator
    deactivated severity message name description order group defaultValue
""".split())  # fmt: skip

# In SHACL or its advanced features, and passed over by the engine as we call it: a rule that never runs.
PASSED_OVER = frozenset("""
    entailment shapesGraph shapesGraphWellFormed suggestedShapesGraph target Target TargetType SPARQLTarget
    SPARQLTargetType rule Rule TripleRule SPARQLRule SPARQLConstructExecutable SPARQLUpdateExecutable condition
    construct subject predicate object expression ExpressionConstraintComponent this
    filterShape nodes intersection union if then else count distinct exists min max sum desc limit offset orderBy
    Function SPARQLFunction returnType js JSConstraint JSConstraintComponent JSExecutable JSFunction JSLibrary JSRule
    JSTarget JSTargetType JSValidator jsFunctionName jsLibrary jsLibraryURL update minus groupConcat separator
    annotationProperty annotationValue annotationVarName resultAnnotation ResultAnnotation
    AbstractResult ValidationReport ValidationResult conforms detail focusNode result resultMessage resultPath
    resultSeverity sourceConstraint sourceConstraintComponent sourceShape value
""".split())  # fmt: skip

# What is read of a parameter only together with another: alone it does nothing.
NEEDS = {
    "qualifiedValueShape": frozenset({"qualifiedMinCount", "qualifiedMaxCount"}),
    "qualifiedMinCount": frozenset({"qualifiedValueShape"}),
    "qualifiedMaxCount": frozenset({"qualifiedValueShape"}),
    "qualifiedValueShapesDisjoint": frozenset({"qualifiedValueShape"}),
    "flags": frozenset({"pattern"}),
    "ignoredProperties": frozenset({"closed"}),
}

# Constraints on how many or which values a path has, which say nothing of a node itself.
ONLY_OF_PATHS = frozenset({
    "minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals",
    "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount",
})  # fmt: skip

# Whose values are classes or properties, and so have to be declared.
NAMING_TERMS = frozenset({
    "targetClass", "targetObjectsOf", "targetSubjectsOf", "class", "path", "inversePath", "alternativePath",
    "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath", "equals", "disjoint", "lessThan", "lessThanOrEquals",
    "ignoredProperties", "datatype",
})  # fmt: skip
