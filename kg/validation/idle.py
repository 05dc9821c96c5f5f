"""Parts of shapes that try nothing, though their shape meets things: nobody would see it in the results."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.namespaces import KOMPAS, RDF, RDFS, SH, shorten
from kg.suggesting import nearest
from kg.validation.asked import declared_prefixes, idle_in
from kg.validation.findings import Finding, Text
from kg.validation.soundness import nearest_names

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from kg.reasoning.facts import Facts, Term
    from kg.validation.findings import Severity
    from kg.validation.report import Seen

    Said = Mapping[object, Mapping[str, Sequence[object]]]

_NAMES = """
    and class closed datatype disjoint equals hasValue in languageIn lessThan lessThanOrEquals maxCount maxExclusive
    maxInclusive maxLength minCount minExclusive minInclusive minLength node nodeKind not or pattern property
    qualifiedValueShape sparql uniqueLang xone
"""
_CONSTRAINTS = frozenset(SH + name for name in _NAMES.split())
_REFERENCES = tuple(SH + name for name in ("node", "not", "property", "qualifiedValueShape"))
_LISTS = tuple(SH + name for name in ("and", "or", "xone"))
_TARGETS = tuple(SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
_KINDS = (SH + "NodeShape", SH + "PropertyShape")
_AT_LEAST = frozenset(SH + name for name in ("minCount", "minLength"))  # 0 is always there
_WHETHER = frozenset(SH + name for name in ("closed", "uniqueLang"))
_COMPARING = ("disjoint", "equals", "lessThan", "lessThanOrEquals")
_OFF, _PARAMETER = SH + "deactivated", SH + "parameter"
_WHY = KOMPAS + "noFocusBecause"
_NARROW = re.compile(r"\^(?:\\?\w|\\S|\[(?:[^\]\\]|\\.)+\])(?![*?{])[^|]*")  # begins with one letter or sign of a class
# What has little in common, with the letters of the pattern for @.
_ANY = ("", "\n", "\0\n\t x-X_0.9/:#<\xe6\u03b1\u65e5>\r\n\u2028@", " @ . ", "A.", "0@", "@,")


def check(rules: Facts, data: Sequence[Facts], seen: Iterable[Seen], *, alone: bool = False) -> list[Finding]:
    """Return shapes and constraints that try nothing, and targets beside others that meet nothing in the data.

    Where one strategy stands `alone` before shapes for any, it need not have all that these look at.
    """
    said: defaultdict[object, dict[str, list[object]]] = defaultdict(dict)
    for predicate in rules.predicates():
        for node, value in rules.pairs(predicate):
            said[node].setdefault(predicate, []).append(value)
    seen = list(seen)
    told = {one.shape for one in seen}
    parts, own = list(held(rules)), _components(rules, said)
    known = dict.fromkeys([*_shapes(rules, parts), *map(ox.NamedNode, sorted(told))])
    off = {node for node, value in rules.pairs(_OFF) if _is((value,), "true")}
    found = [*_missing(parts, said, known), *_switched_off(off, said, told), *_unasked(rules, said, known, own)]
    found += [*_without_constraint(rules, said, (one for one in known if one not in off), own), *_matching_all(rules)]
    found += [*_finding_nothing(rules, off), *_targets(rules, off, data, alone=alone)]
    unmet = {node for node, about in said.items() if _WHY in about}.union(
        ox.NamedNode(one.shape) for one in seen if one.nodes == 0
    )
    found += _never_comparing(rules, off | unmet, data, alone=alone)
    names = nearest_names(list(rules.all())) if any(one.thing.startswith("_:") for one in found) else {}
    named = {str(node): name for node, name in names.items()}
    return [replace(one, thing=named.get(one.thing, one.thing)) for one in found]


def held(rules: Facts) -> Iterator[tuple[object, str, object]]:
    """Yield the shapes that others are made of: the whole, by what property, and the part."""
    first: dict[object, object]
    rest: dict[object, object]
    first, rest = dict(rules.pairs(RDF + "first")), dict(rules.pairs(RDF + "rest"))
    for predicate in _REFERENCES:
        yield from ((node, predicate, value) for node, value in rules.pairs(predicate))
    for predicate in _LISTS:
        for node, cell in rules.pairs(predicate):
            passed: set[object] = set()
            at: object = cell
            while at in first and at not in passed:
                passed.add(at)
                yield node, predicate, first[at]
                at = rest.get(at)


def _shapes(rules: Facts, parts: Iterable[tuple[object, str, object]]) -> dict[object, None]:
    """Return everything that is a shape, by its class, its target, or because another holds it."""
    typed = (quad.subject for kind in _KINDS for quad in rules.typed(ox.NamedNode(kind)))
    aimed = (quad.subject for target in _TARGETS for quad in rules.of(target))
    return dict.fromkeys(chain(typed, aimed, (value for _, _, value in parts)))


def _components(rules: Facts, said: Said) -> frozenset[str]:
    """Return the properties that are constraints: those of SHACL, and the parameters of components."""
    paths = (path for _, one in rules.pairs(_PARAMETER) for path in said.get(one, {}).get(SH + "path", ()))
    return _CONSTRAINTS.union(path.value for path in paths if isinstance(path, ox.NamedNode))


def _missing(parts: Iterable[tuple[object, str, object]], said: Said, known: Iterable[object]) -> Iterator[Finding]:
    """Find what is named as a shape and is none: engines let everything conform to it, or nothing."""
    for node, predicate, value in parts:
        if value in said or predicate == SH + "property":  # which engines refuse
            continue
        iri = value.value if isinstance(value, (ox.NamedNode, ox.Literal)) else ""
        name = shorten(iri) if isinstance(value, ox.NamedNode) else f"“{iri}”" if iri else "[ ]"
        by = shorten(predicate)
        message = Text(f"{name} er ingen form, så {by} prøver intet; en klasse nævnes med sh:class",
                       f"{name} is no shape, so that {by} tries nothing; a class is named by sh:class")  # fmt: skip
        shapes = {
            _local(one.value): shorten(one.value) for one in known if one in said and isinstance(one, ox.NamedNode)
        }
        near = nearest(_local(iri), shapes, 1)
        yield Finding("violation", "shapes", "missing-shape", message, _key(node), predicate, iri,
                      suggestion=shapes[near[0]] if near else "")  # fmt: skip


def _switched_off(off: Iterable[object], said: Said, told: set[str]) -> Iterator[Finding]:
    """Find what is switched off and is no shape with a name, of which is told elsewhere."""
    message = Text("en del af formen er slået fra og prøver intet; fjern sh:deactivated, eller sig hvorfor med"
                   " kompas:noFocusBecause",
                   "a part of the shape is switched off and checks nothing; delete sh:deactivated, or say why with"
                   " kompas:noFocusBecause")  # fmt: skip
    for node in off:
        if _WHY not in said[node] and _key(node) not in told:
            yield Finding("violation", "shapes", "deactivated", message, _key(node), _OFF, "true")


def _unasked(rules: Facts, said: Said, known: Container[object], own: frozenset[str]) -> Iterator[Finding]:
    """Find constraints on what is no shape, so that nobody asks for them."""
    message = Text("har betingelser, men er ingen form: den har intet mål, og ingen form bruger den; giv den"
                   " sh:targetClass",
                   "has constraints but is no shape: it has no target, and no shape uses it; give it a"
                   " sh:targetClass")  # fmt: skip
    parameters = {one for _, one in rules.pairs(_PARAMETER)}
    for node, about in said.items():
        if node not in known and node not in parameters and not own.isdisjoint(about):
            name = shorten(node.value) if isinstance(node, ox.NamedNode) else "[ ]"
            text = Text(f"{name} {message.da}", f"{name} {message.en}")
            yield Finding("violation", "shapes", "no-target", text, _key(node))


def _without_constraint(rules: Facts, said: Said, shapes: Iterable[object], own: frozenset[str]) -> Iterator[Finding]:
    """Find shapes that nothing can break."""
    closed = {node for node, value in rules.pairs(SH + "closed") if _is((value,), "true")}
    listed = {one for node in closed for one in said[node].get(SH + "property", ())}  # that a closed shape allows
    message = Text("kræver intet, så intet kan bryde formen; giv den en betingelse, eller slet den",
                   "demands nothing, so that nothing can break it; give it a constraint, or delete it")  # fmt: skip
    for shape in shapes:
        about = said.get(shape)
        if about is None or shape in listed:
            continue
        if not any(predicate in own and _demands(predicate, values, about) for predicate, values in about.items()):
            path = SH + "path" if SH + "path" in about else ""
            value = next((one.value for one in about.get(path, ()) if isinstance(one, ox.NamedNode)), "")
            path_only = f"[ sh:path {shorten(value)} ]" if value else "[ ]"
            what = shorten(shape.value) if isinstance(shape, ox.NamedNode) else path_only
            text = Text(f"{what} {message.da}", f"{what} {message.en}")
            yield Finding("violation", "shapes", "no-constraint", text, _key(shape), path, value)


def _demands(predicate: str, values: Sequence[object], about: Mapping[str, Sequence[object]]) -> bool:
    """Tell whether a constraint can be broken, as far as its own values show."""
    if predicate in _AT_LEAST:
        return not _is(values, "0")
    if predicate in _WHETHER:
        return _is(values, "true")
    if predicate == SH + "qualifiedValueShape":
        least = about.get(SH + "qualifiedMinCount")
        return SH + "qualifiedMaxCount" in about or (least is not None and not _is(least, "0"))
    return True


def _matching_all(rules: Facts) -> Iterator[Finding]:
    """Find regular expressions that every text matches, or every text of one line."""
    flags: dict[object, str] = {node: getattr(value, "value", "") for node, value in rules.pairs(SH + "flags")}
    for node, pattern in rules.pairs(SH + "pattern"):
        if isinstance(pattern, ox.Literal) and _matches_all(pattern.value, flags.get(node, "") + "s"):
            every = _matches_all(pattern.value, flags.get(node, ""))
            da, en = ("", "") if every else (" på én linje", " of one line")
            message = Text(f"sh:pattern “{pattern.value}” passer på enhver tekst{da} og prøver intet",
                           f'sh:pattern "{pattern.value}" matches every text{en}, and tries nothing')  # fmt: skip
            yield Finding("violation", "shapes", "idle-pattern", message, _key(node), SH + "pattern", pattern.value)


def _finding_nothing(rules: Facts, off: Container[object]) -> Iterator[Finding]:
    """Find queries that have no answer, whatever is in the graph."""
    prefixes = declared_prefixes(rules)
    for node, query in rules.pairs(SH + "select"):
        if node not in off and (why := idle_in(query.value, prefixes)):
            message = Text(f"{why}: forespørgslen finder aldrig noget, så intet kan bryde formen",
                           f"{why}: the query never finds anything, so that nothing can break the shape")  # fmt: skip
            yield Finding("violation", "shapes", "no-constraint", message, _key(node), SH + "select", query.value)


def _never_comparing(
    rules: Facts, passed_over: Container[object], data: Sequence[Facts], *, alone: bool
) -> Iterator[Finding]:
    """Find comparisons of two properties that nothing in the data has both of; for sh:equals, either of."""
    paths = {node: path.value for node, path in rules.pairs(SH + "path") if isinstance(path, ox.NamedNode)}
    for name in _COMPARING:
        for node, other in rules.pairs(SH + name):
            if node in passed_over or node not in paths or not isinstance(other, ox.NamedNode):
                continue
            if _compares(name, paths[node], other.value, data):
                continue
            one, two = shorten(paths[node]), shorten(other.value)
            da, en = (f"{one} eller", f"{one} or") if name == "equals" else (f"både {one} og", f"both {one} and")
            message = Text(f"sh:{name} sammenligner intet, for ingen ting i grafen har {da} {two}; ret egenskaben,"
                           " eller slet betingelsen",
                           f"sh:{name} compares nothing, since no thing in the graph has {en} {two}; correct the"
                           " property, or delete the constraint")  # fmt: skip
            severity: Severity = "info" if alone else "warning"
            yield Finding(severity, "shapes", "idle-comparison", message, _key(node), SH + name, other.value)


def _compares(constraint: str, path: str, other: str, data: Sequence[Facts]) -> bool:
    """Tell whether a thing has both properties, or either for sh:equals, which demands the other one too."""
    if constraint == "equals":
        return any(facts.pairs(name) for facts in data for name in (path, other))
    having = {node for facts in data for node, _ in facts.pairs(other)}
    return any(node in having for facts in data for node, _ in facts.pairs(path))


def _matches_all(pattern: str, flags: str = "") -> bool:
    """Tell whether texts that have little in common all match, and the letters that the pattern names."""
    if _NARROW.fullmatch(pattern):  # as most are
        return False
    texts = " ".join(str(ox.Literal(text.replace("@", pattern))) for text in _ANY)
    query = (
        f"SELECT ?text {{ VALUES ?text {{ {texts} }} FILTER REGEX(?text, {ox.Literal(pattern)}, {ox.Literal(flags)}) }}"
    )
    answers = ox.Store().query(query)
    return isinstance(answers, ox.QuerySolutions) and len(list(answers)) == len(_ANY)


def _targets(rules: Facts, off: Container[object], data: Sequence[Facts], *, alone: bool) -> Iterator[Finding]:
    """Find targets that meet nothing, beside others of their shape, and those of shapes without a name."""
    below: defaultdict[Term, list[Term]] = defaultdict(list)
    for narrower, broader in chain.from_iterable(facts.pairs(RDFS + "subClassOf") for facts in data):
        below[broader].append(narrower)
    message = Text("møder ingen ting i grafen; ret målet, eller slet det",
                   "meets nothing in the graph; correct the target, or delete it")  # fmt: skip
    aims: defaultdict[object, list[tuple[str, object]]] = defaultdict(list)
    for target in _TARGETS:
        for node, term in rules.pairs(target):
            aims[node].append((target, term))
    for shape, targets in aims.items():
        idle = [aim for aim in targets if not _meets(*aim, data, below)]
        whole = len(idle) == len(targets) and isinstance(shape, ox.NamedNode)  # of which is told elsewhere
        for target, aimed in () if whole or shape in off else idle:
            value = getattr(aimed, "value", "")
            name = f"{shorten(target)} {shorten(value)}"
            text = Text(f"{name} {message.da}", f"{name} {message.en}")
            severity: Severity = "info" if alone else "violation"
            yield Finding(severity, "shapes", "idle-target", text, _key(shape), target, value)


def _meets(target: str, term: object, data: Sequence[Facts], below: Mapping[Term, Sequence[Term]]) -> bool:
    """Tell whether a target finds anything in the data."""
    if target == SH + "targetNode":
        return isinstance(term, ox.Literal) or any(facts.tells_of(cast("Term", term)) for facts in data)
    if target != SH + "targetClass":
        return any(facts.pairs(getattr(term, "value", "")) for facts in data)
    known: dict[Term, None] = {cast("Term", term): None}
    waiting = list(known)
    for class_ in waiting:
        if any(facts.typed(class_) for facts in data):
            return True
        new = [one for one in below.get(class_, ()) if one not in known]
        known.update(dict.fromkeys(new))
        waiting.extend(new)
    return False


def _local(iri: str) -> str:
    return re.split("[#/]", iri)[-1]


def _key(node: object) -> str:
    """Return an IRI, or `_:` and a label."""
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def _is(values: Iterable[object], form: str) -> bool:
    """Tell whether one of the values is a literal of that form."""
    return any(isinstance(one, ox.Literal) and one.value == form for one in values)
