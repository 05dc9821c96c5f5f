"""What stands in the wrong layer: terms and background facts in the document's, statements in the background's."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import BACKGROUND_GRAPH, DOCUMENT_GRAPH, KOMPAS, ONTOLOGY_GRAPH, OWL, RDF, RDFS, SH, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reasoning.facts import Facts
    from kg.validation.findings import Severity

_CHAPTER = ox.NamedNode(KOMPAS + "Chapter")
_BACKGROUND, _ONTOLOGY = ox.NamedNode(BACKGROUND_GRAPH), ox.NamedNode(ONTOLOGY_GRAPH)
_OF_DATA = frozenset({DOCUMENT_GRAPH, BACKGROUND_GRAPH})
_DECLARATIONS = tuple(
    ox.NamedNode(OWL + name) for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)
_SCHEMA = (OWL, RDF, RDFS)
_EVIDENCE = frozenset(KOMPAS + name for name in ("evidence", "restatedIn", "continuedIn"))
_CODES = frozenset(KOMPAS + name for name in ("isoAlpha2", "isoAlpha3", "isoNumeric", "m49Code"))
_FACTS = _CODES | {
    KOMPAS + name
    for name in ("associateMemberOf", "candidateFor", "dependencyOf", "electedMemberOf", "memberOf", "observerIn",
                 "permanentMemberOf", "suspendedFrom")
}  # fmt: skip
_MANY = 10  # things of a class in data, or with a code in the background, beside which another elsewhere is misplaced

_TERM = Text(
    "er en term; hvad der gælder for den, skrives i ontology/", "is a term; what holds of it is written in ontology/"
)
_SAME = Text("skal ikke bruges: en ting har ét navn her; andres navne knyttes med skos:exactMatch",
             "is not to be used: a thing has one name here; names elsewhere are tied by skos:exactMatch")  # fmt: skip
_IMPORTS = Text("følges aldrig; læg filen ved siden af de andre", "is never followed; put the file beside the others")
_STATEMENT = Text("hører til udsagn, som skrives i data/, ikke i data/background/",
                  "belongs to statements, which are written in data/ and not in data/background/")  # fmt: skip
_FACT = Text("er baggrund, som skrives i data/background/ med sin kilde",
             "is background, which is written in data/background/ with its source")  # fmt: skip
_THING = Text("har alle sine andre ting i data/; skriv også denne dér",
              "has all its other things in data/; write this one there too")  # fmt: skip
_COMPUTED = {
    KOMPAS + "inChapter": Text("regnes ud af passagerne og skrives kun på kapitler",
                               "is computed from the passages, and written on chapters only"),
    KOMPAS + "servesValue": Text("følger af et kompas:ValueLink med sit grundlag og skrives aldrig",
                                 "follows from a kompas:ValueLink with its basis, and is never written"),
}  # fmt: skip

_MISPLACED = frozenset({OWL + "sameAs"}) | _EVIDENCE | _FACTS | _COMPUTED.keys()
_LOOKED_AT = _MISPLACED | {OWL + "imports"}


def check(asserted: Facts) -> list[Finding]:
    """Return what is asserted in a layer that it does not belong to, or that is computed and not asserted."""
    terms = {quad.subject for kind in _DECLARATIONS for quad in asserted.typed(kind) if _graph(quad) == ONTOLOGY_GRAPH}
    chapters = {(quad.subject, _graph(quad)) for quad in asserted.typed(_CHAPTER)}
    background = {quad.subject for quad in asserted.of(RDF + "type") if quad.graph_name == _BACKGROUND}
    coded = {
        code for code in _CODES if len([one for one in asserted.of(code) if one.graph_name == _BACKGROUND]) > _MANY
    }
    found = [*_strayed(asserted)]
    for predicate in asserted.predicates():
        quads = asserted.of(predicate)
        if predicate not in _LOOKED_AT:
            pairs = asserted.pairs(predicate)
            here = terms.intersection([subject for subject, _ in pairs])
            quads = [quad for quad, (subject, _) in zip(quads, pairs, strict=True) if subject in here] if here else ()
        for quad in quads:
            thing, graph = quad.subject, _graph(quad)
            if predicate == OWL + "imports":
                found.append(_finding("imports", _IMPORTS, quad, predicate))
            elif thing in terms and graph in _OF_DATA and not predicate.startswith(SH):
                found.append(_finding("term-in-data", _TERM, quad, getattr(thing, "value", "")))
            elif predicate in _MISPLACED and (
                said := _misplaced(predicate, graph, chapter=(thing, graph) in chapters, known=thing in background)
            ):
                found.append(_finding(said[0], said[1], quad, predicate))
            elif predicate in coded and graph == DOCUMENT_GRAPH:  # of something that may be new, all the same
                found.append(_finding("background-in-document", _FACT, quad, predicate, surely=False))
    return found


def _strayed(asserted: Facts) -> Iterator[Finding]:
    """Find the only thing of its class in the ontology, where the data has all others."""
    here = [quad for quad in asserted.of(RDF + "type") if quad.graph_name == _ONTOLOGY]
    count = Counter(quad.object for quad in here)
    for quad in here:
        kind = quad.object
        if count[kind] > 1 or not isinstance(kind, ox.NamedNode) or kind.value.startswith(_SCHEMA):
            continue
        if len(asserted.instances(kind.value)) > _MANY:
            yield _finding("thing-in-ontology", _THING, quad, kind.value)


def _misplaced(predicate: str, graph: str, *, chapter: bool, known: bool) -> tuple[str, Text] | None:
    """Return by what rule a property does not belong to the things of a layer, chapters and `known` ones, and why."""
    if graph == BACKGROUND_GRAPH and predicate in _EVIDENCE:
        return "statement-in-background", _STATEMENT
    if graph not in _OF_DATA:
        return None
    if predicate == OWL + "sameAs":
        return "same-as", _SAME
    if predicate in _COMPUTED and not chapter:
        return "computed", _COMPUTED[predicate]
    return ("background-in-document", _FACT) if graph == DOCUMENT_GRAPH and predicate in _FACTS and known else None


def _graph(quad: ox.Quad) -> str:
    return getattr(quad.graph_name, "value", "")


def _finding(rule: str, message: Text, quad: ox.Quad, what: str, *, surely: bool = True) -> Finding:
    thing, name, value = getattr(quad.subject, "value", ""), shorten(what), getattr(quad.object, "value", "")
    text = Text(f"{name} {message.da}", f"{name} {message.en}")
    # What is computed and written out all the same is no fault while it is right.
    computed = quad.predicate.value == KOMPAS + "inChapter"
    severity: Severity = "info" if computed else "violation" if surely else "warning"
    return Finding(severity, "vocabulary", rule, text, thing, quad.predicate.value, value)
