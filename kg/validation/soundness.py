"""Shapes that an engine would pass over without a word, or that would run programs, are refused or told of."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pyoxigraph as ox

from kg.errors import KgError
from kg.namespaces import RDF, SH, shorten
from kg.suggesting import nearest
from kg.validation.engines import results, usable
from kg.validation.findings import Finding, Text
from kg.validation.malformed import malformed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.reasoning.facts import Facts, Term
    from kg.validation.engines import Result

# From a shape to those that it is made of; lists of shapes are followed cell by cell.
_STEPS = frozenset(
    [SH + name for name in ("property", "node", "not", "qualifiedValueShape", "and", "or", "xone")]
    + [RDF + "first", RDF + "rest"]
)
_NESTING = frozenset(SH + name for name in ("node", "not", "qualifiedValueShape", "and", "or", "xone"))
_DEEPEST = 47  # shapes within a shape that the engines follow
_MOST_NAMED = 6
_NODE_KINDS = frozenset(
    ox.NamedNode(SH + name)
    for name in ("BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
)
_PROGRAMS = re.compile(re.escape(SH) + r"(?:js\w*|JS\w+|rule|\w*Rule|target|SPARQLTarget\w*)")
_NOT_CODE = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|<[^<>\s]*>|#[^\n]*")
_THIS = re.compile(r"[$?]this\b")
_PATH = re.compile(r"[$?]PATH\b")
_PROJECTION = re.compile(r"\bSELECT\b(?P<columns>(?:(?!\bSELECT\b)[^{])*)\{", re.IGNORECASE)


def refuse_unsound(shapes: Facts) -> None:
    """Raise KgError for what SHACL leaves undefined and engines give up on without a word, and for programs.

    Shapes that are made of themselves, names of properties that have no path, kinds of nodes that are none, queries
    that do not hand on `$this` or use `$PATH` where there is none, JavaScript, rules, and targets that are computed.
    """
    for predicate in shapes.predicates():
        for node, value in shapes.pairs(predicate):
            _refuse_program(node, predicate, value)
    for _, said in malformed(shapes):
        raise KgError(said.en, "shapes", danish=said.da)
    _refuse_nesting(shapes)
    with_path = {node for node, _ in shapes.pairs(SH + "path")}
    holders = {query: shape for shape, query in shapes.pairs(SH + "sparql")}
    for kind in ("select", "ask"):
        for node, query in shapes.pairs(SH + kind):
            _refuse_query(node, query.value, select=kind == "select")
    using_path = {node for node, query in shapes.pairs(SH + "select") if _PATH.search(query.value)}
    _refuse_path({holders[node] for node in using_path & holders.keys()} - with_path)
    for node, kind_of_node in shapes.pairs(SH + "nodeKind"):
        _refuse_node_kind(node, kind_of_node)
    _refuse_no_path({value for _, value in shapes.pairs(SH + "property")} - with_path)


def _refuse_nesting(shapes: Facts) -> None:
    """Refuse shapes that are made of themselves, or of others within others beyond what the engines follow."""
    within: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)  # by texts, which are sooner found than terms
    for predicate in _STEPS:
        for node, value in shapes.pairs(predicate):
            if not isinstance(value, ox.Literal):
                within[str(node)].append((str(value), predicate in _NESTING))
    depths: dict[str, int] = {}
    order = TopologicalSorter({node: [value for value, _ in parts] for node, parts in within.items()})
    try:
        for one in order.static_order():  # the innermost first
            depths[one] = max((depths[value] + links for value, links in within.get(one, ())), default=0)
    except CycleError as error:
        _refuse_ring(error.args[1][:0:-1], shapes)  # from the whole to the parts
    outermost = max(depths, key=depths.__getitem__, default="")
    if (deep := depths.get(outermost, 0)) > _DEEPEST:
        name = "".join(_nearest([outermost], shapes))
        message = (
            f"{name or 'a shape without a name'} has shapes within shapes {deep} deep; expected at most {_DEEPEST}"
        )
        danish = f"{name or 'en form uden navn'} har former i former i {deep} led; der må højst være {_DEEPEST}"
        raise KgError(message, "shapes", danish=danish)


def _refuse_ring(nodes: Sequence[str], shapes: Facts) -> NoReturn:
    names = [shorten(node[1:-1]) for node in nodes if node.startswith("<")] or _nearest(nodes, shapes)
    circle, danish = " -> ".join([*names, *names[:1]]), ""
    if len(names) > _MOST_NAMED:
        first = " -> ".join(names[:_MOST_NAMED])
        circle, danish = f"{first} -> … ({len(names)} shapes)", f"{first} -> … ({len(names)} former)"
    message = f"recursive: {circle or 'a shape without a name'}; expected shapes that are not made of themselves"
    danish = f"rekursivt: {danish or circle or 'en form uden navn'}; en form må ikke bestå af sig selv"
    raise KgError(message, "shapes", danish=danish) from None


def _nearest(nodes: Sequence[str], shapes: Facts) -> list[str]:
    """Return the short name of the first of the nodes that has one, or stands in a shape that has one."""
    names = {str(node): name for node, name in nearest_names(list(shapes.all())).items()}
    return [shorten(names[node]) for node in nodes if names.get(node)][:1]


def _refuse_path(without: set[Term]) -> None:
    for shape in sorted(without, key=str):
        message = f"a query of {_name(shape)} uses $PATH, and the shape has no sh:path; expected a property shape"
        danish = f"en forespørgsel i {_name(shape)} bruger $PATH, men formen har ingen sh:path; brug en egenskabsform"
        raise KgError(message, "shapes", danish=danish)


def _refuse_no_path(without: set[Term]) -> None:
    for shape in sorted(without, key=str):
        name = _name(shape)
        message = f"{name} is named by sh:property and has no sh:path; expected a property shape"
        danish = f"{name} nævnes af sh:property og har ingen sh:path; den skal være en egenskabsform"
        raise KgError(message, "shapes", danish=danish)


def ill_formed(shapes: Facts) -> Iterator[Finding]:
    """Yield the shapes that break the syntax rules of SHACL, by the recommendation's own shapes for shapes and ours."""
    broken, quads = list(malformed(shapes)), list(shapes.all())
    names = nearest_names(quads) if broken else {}
    for quad, said in broken:
        value = quad.object.value if isinstance(quad.object, (ox.NamedNode, ox.Literal)) else ""
        yield Finding("violation", "shapes", "ill-formed", said, names[quad.subject], quad.predicate.value, value)
    told = {(names[quad.subject], quad.predicate.value) for quad, _ in broken}
    yield from _missing(shapes)
    for result in results([shapes], _shapes_for_shapes(), usable()):
        if isinstance(result.focus, ox.NamedNode) and result.focus not in shapes.subjects():
            continue  # a name of no shape, which is told of where it stands
        name = shorten(result.path) if result.path else ""
        message = Text(f"{name or 'formen'} er ikke brugt, som SHACL kræver, så reglen ikke kan prøves",
                       f"{name or 'the shape'} is not used as SHACL demands: the rule cannot be tried")  # fmt: skip
        value = getattr(result.value, "value", "") if isinstance(result.value, (ox.NamedNode, ox.Literal)) else ""
        thing = result.focus.value if isinstance(result.focus, ox.NamedNode) else _holder(result, quads)
        if (thing, result.path) not in told:
            yield Finding("violation", "shapes", "ill-formed", message, thing, result.path, value)


def _missing(shapes: Facts) -> Iterator[Finding]:
    """Yield the property shapes that are named and do not exist."""
    for node, missing in shapes.pairs(SH + "property"):
        if isinstance(missing, ox.NamedNode) and missing not in shapes.subjects():
            near = nearest(missing.value, (one.value for one in shapes.subjects() if isinstance(one, ox.NamedNode)), 1)
            name = shorten(missing.value)
            thing = node.value if isinstance(node, ox.NamedNode) else ""
            message = Text(f"formen {name} findes ikke", f"the shape {name} does not exist")
            yield Finding("violation", "shapes", "missing-shape", message, thing, SH + "property", missing.value,
                          suggestion="".join(near))  # fmt: skip


def _refuse_program(node: Term, predicate: str, value: Term) -> None:
    for iri in (predicate, value.value if isinstance(value, ox.NamedNode) else ""):
        if _is_program(iri):
            what = f"{shorten(iri)} ({_name(node)})"
            message = f"{what} is not run; expected constraints without JavaScript, rules and computed targets"
            danish = f"{what} køres ikke; JavaScript, sh:rule og beregnede mål kan ikke bruges"
            raise KgError(message, "shapes", danish=danish)


@lru_cache(maxsize=4096)
def _is_program(iri: str) -> bool:
    return _PROGRAMS.fullmatch(iri) is not None


def _refuse_query(node: Term, text: str, *, select: bool) -> None:
    code = _NOT_CODE.sub(" ", text)
    handed_on = ["*" in found["columns"] or _THIS.search(found["columns"]) for found in _PROJECTION.finditer(code)]
    if select and not (handed_on and handed_on[0]):
        message = f"sh:select of {_name(node)} has no $this among its columns; expected SELECT $this …"
        danish = f"sh:select i {_name(node)} har ikke $this blandt sine kolonner; skriv SELECT $this …"
        raise KgError(message, "shapes", danish=danish)
    if not all(handed_on[select:]):
        message = "a query within a query does not hand on $this; expected it among its columns"
        danish = "en forespørgsel i forespørgslen giver ikke $this videre; den skal stå blandt dens kolonner"
        raise KgError(message, "shapes", danish=danish)


def _refuse_node_kind(node: Term, kind: Term) -> None:
    if kind not in _NODE_KINDS:
        what = f"{kind.value} ({_name(node)})"
        message = f"sh:nodeKind {what} is none; expected sh:IRI, sh:Literal, sh:BlankNode, or two of them"
        danish = f"sh:nodeKind {what} findes ikke; skriv sh:IRI, sh:Literal, sh:BlankNode eller to af dem"
        raise KgError(message, "shapes", danish=danish)


@cache
def _shapes_for_shapes() -> tuple[ox.Quad, ...]:
    # The W3C's, as pySHACL hands it on; found without importing that, which takes longer than all the rest here.
    data = Path(str(distribution("pyshacl").locate_file("pyshacl/assets/shacl-shacl.ttl"))).read_bytes()
    return tuple(ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri="http://www.w3.org/ns/shacl-shacl"))


def _holder(result: Result, shapes: Sequence[ox.Quad]) -> str:
    """Return a shape that holds a node without a name to which a result fits; the engine names such nodes anew."""
    names = nearest_names(shapes)
    fitting = (
        quad.subject
        for quad in shapes
        if isinstance(quad.subject, ox.BlankNode)
        and quad.predicate.value == result.path
        and result.value in (None, quad.object)
    )
    return min((names[node] for node in fitting), default="")


def nearest_names(shapes: Sequence[ox.Quad]) -> dict[object, str]:
    """Return for each node of the shapes its IRI, or that of the nearest named one that holds it."""
    holder: dict[object, object] = {
        quad.object: quad.subject for quad in shapes if isinstance(quad.object, ox.BlankNode)
    }
    for quad in shapes:  # rather those with a name than those without
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.BlankNode):
            holder[quad.object] = quad.subject
    names: dict[object, str] = {}
    for node in {quad.subject for quad in shapes}:
        around: object = node
        within: dict[object, None] = {}  # of a list with many members each is looked at once
        while around not in names and around not in within and isinstance(around, ox.BlankNode):
            within[around] = None
            around = holder.get(around)
        name = names.get(around, around.value if isinstance(around, ox.NamedNode) else "")
        names.update(dict.fromkeys((node, *within), name))
    return names


def _name(shape: object) -> str:
    return shorten(shape.value) if isinstance(shape, ox.NamedNode) else "a shape without a name"
