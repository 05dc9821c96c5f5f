"""Ways to break the ontology and the shapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mutation.names import misspelt
from mutation.sources import Block, Mutant, Sources, Statement, chosen, statements

if TYPE_CHECKING:
    from random import Random

_ABOVE = ("rdfs:subClassOf", "rdfs:subPropertyOf", "owl:inverseOf", "owl:disjointWith")
_NOT_SH = ("sh:message", "sh:path", "sh:property", "sh:targetClass", "sh:sparql", "sh:select", "sh:prefixes")
_CONSTRAINTS = (
    "sh:minCount",
    "sh:maxCount",
    "sh:class",
    "sh:datatype",
    "sh:pattern",
    "sh:nodeKind",
    "sh:in",
    "sh:disjoint",
)


def term_above_undeclared(sources: Sources, random: Random) -> Mutant | None:
    """Misspell the class or property that a term is a kind of, the inverse or the opposite of."""
    return _object_misspelt(sources, random, "ontology", _ABOVE)


def expected_class_undeclared(sources: Sources, random: Random) -> Mutant | None:
    """Misspell a class that a property is noted to be used with."""
    return _object_misspelt(sources, random, "ontology", ("schema:rangeIncludes", "schema:domainIncludes"))


def chain_undeclared(sources: Sources, random: Random) -> Mutant | None:
    """Misspell a property in a chain of properties."""
    found = chosen(
        random, statements(sources.within("ontology"), lambda _, one: one.predicate == "owl:propertyChainAxiom")
    )
    if found is None:
        return None
    links = re.findall(r"kompas:\w+", " ".join(found[1].objects))
    link = random.choice(links or [""])
    wrong = misspelt(link, random)
    return (wrong and sources.broken(found[0], {found[1].line: str(found[1]).replace(link, wrong, 1)}, wrong)) or None


def definition_missing(sources: Sources, random: Random) -> Mutant | None:
    """Leave out the label or the definition of a term, in one language or both."""
    worded = [
        (block, one)
        for block, one in statements(
            sources.within("ontology"), lambda _, one: one.predicate in ("skos:prefLabel", "skos:definition")
        )
        if block.subject.startswith("kompas:") and len(one.objects) == 2
    ]
    block, statement = random.choice(worded)
    if random.random() < 0.5:
        return sources.without(block, statement, f"{block.subject} without {statement.predicate}")
    return sources.replaced(block, statement, (random.choice(statement.objects),), f"{block.subject} in one language")


def term_renamed(sources: Sources, random: Random) -> Mutant | None:
    """Misspell a class, a property or a word of a controlled list where it is declared; its users keep the name."""
    used = {word for block in sources.blocks for one in block.statements for word in (one.predicate, *one.objects)}
    block = random.choice([block for block in sources.within("ontology") if block.subject in used])
    wrong = misspelt(block.subject, random)
    first = block.statements[0]
    return (wrong and sources.broken(block, {first.line: str(first).replace(block.subject, wrong, 1)}, wrong)) or None


def term_kind_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Misspell what kind of term a term is, such as owl:Class."""
    block = random.choice([block for block in sources.within("ontology") if block.classes[0].startswith("owl:")])
    wrong = misspelt(block.classes[-1], random)
    return (wrong and sources.replaced(block, block.statements[0], (*block.classes[:-1], wrong), wrong)) or None


def term_miswritten(sources: Sources, random: Random) -> Mutant | None:
    """Begin a class with a small letter, or a property with a capital, wherever the file has it."""
    blocks = [block for block in sources.within("ontology") if block.subject.startswith("kompas:")]
    block = random.choice(blocks)
    local = block.subject.removeprefix("kompas:")
    wrong = f"kompas:{local[0].swapcase()}{local[1:]}"
    if sources.about(wrong):
        return None
    first = block.statements[0]
    return sources.broken(block, {first.line: str(first).replace(block.subject, wrong, 1)}, wrong)


def kind_ring(sources: Sources, random: Random) -> Mutant | None:
    """Let a class of things be a kind of a class below it, which another one excludes."""
    found = chosen(random, statements(sources.within("ontology"), lambda _, one: one.predicate == "rdfs:subClassOf"))
    above = found and sources.about(found[1].objects[0])
    if not found or above is None or not above.subject.startswith("kompas:"):
        return None
    low = found[0].subject
    statement = above.of("rdfs:subClassOf")
    if statement:
        return sources.replaced(above, statement, (*statement.objects, low), f"{above.subject} below {low}")
    return sources.with_line(above, f"rdfs:subClassOf {low}", f"{above.subject} below {low}")


def shacl_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Misspell a term of SHACL."""
    shapes = sources.within("ontology/shapes")
    found = chosen(random, statements(shapes, lambda _, one: one.predicate.startswith("sh:")))
    if found is None:
        return None
    wrong = misspelt(found[1].predicate, random)
    return (
        wrong and sources.broken(found[0], {found[1].line: str(found[1]).replace(found[1].predicate, wrong, 1)}, wrong)
    ) or None


def target_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Misspell the class that a shape is for."""
    return _object_misspelt(
        sources, random, "ontology/shapes", ("sh:targetClass", "sh:targetSubjectsOf", "sh:targetNode")
    )


def target_missing(sources: Sources, random: Random) -> Mutant | None:
    """Leave out what a shape is for."""
    shapes = sources.within("ontology/shapes")
    found = chosen(random, statements(shapes, lambda _, one: one.predicate.startswith("sh:target")))
    return found and sources.without(*found, f"{found[0].subject} without a target")


def path_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Misspell the property that a shape is about."""
    return _object_misspelt(sources, random, "ontology/shapes", ("sh:path",))


def constraint_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Misspell a class, a datatype, a value or a property in a constraint."""
    names = ("sh:class", "sh:datatype", "sh:in", "sh:disjoint", "sh:hasValue", "sh:lessThan", "sh:nodeKind", "sh:or")
    return _object_misspelt(sources, random, "ontology/shapes", names)


def constraint_ill_formed(sources: Sources, random: Random) -> Mutant | None:
    """Write the value of a constraint in a form that the constraint does not have."""
    shapes = sources.within("ontology/shapes")
    found = chosen(random, statements(shapes, lambda _, one: one.predicate in _CONSTRAINTS[:6]))
    if found is None:
        return None
    wrong = {"sh:pattern": '"^[a-z"', "sh:minCount": '"1"', "sh:maxCount": '"one"'}.get(
        found[1].predicate, '"kompas:Passage"'
    )
    return sources.replaced(*found, (wrong,), f"{found[1].predicate} {wrong}")


def part_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Misspell the name of a shape where another one is made of it."""
    return _object_misspelt(sources, random, "ontology/shapes", ("sh:property", "sh:sparql"))


def shape_switched_off(sources: Sources, random: Random) -> Mutant | None:
    """Switch a shape off."""
    shapes = [
        block for block in sources.within("ontology/shapes") if block.classes[0] in ("sh:NodeShape", "sh:PropertyShape")
    ]
    block = random.choice(shapes)
    return sources.with_line(block, "sh:deactivated true", f"{block.subject} off")


def shape_query_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Misspell a term in the query of a shape, or spoil its syntax."""
    shapes = sources.within("ontology/shapes")
    found = chosen(random, statements(shapes, lambda _, one: one.predicate == "sh:select"))
    if found is None:
        return None
    old = str(found[1])
    term = random.choice(re.findall(r"(?<=[ |])(?:kompas|oa):\w+", old))
    new = random.choice([old.replace(term, misspelt(term, random) or term, 1), old.replace("{", "", 1)])
    return None if new == old else sources.broken(found[0], {found[1].line: new}, "query of a shape")


def _object_misspelt(sources: Sources, random: Random, folder: str, predicates: tuple[str, ...]) -> Mutant | None:
    """Misspell a name among the objects of a statement."""
    found = chosen(random, statements(sources.within(folder), lambda _, one: one.predicate in predicates))
    return found and _named_wrongly(sources, *found, random)


def _named_wrongly(sources: Sources, block: Block, statement: Statement, random: Random) -> Mutant | None:
    said = " , ".join(statement.objects)
    names = re.findall(r"(?<![\w:\"^])(?:kompas|id|shape|skos|org|prov|xsd|dcterms|oa|sh):[\w-]+", said)
    name = random.choice(
        [one for one in names if one.partition(":")[0] != "sh" or statement.predicate == "sh:nodeKind"] or [""]
    )
    wrong = misspelt(name, random)
    if wrong is None or sources.about(wrong):
        return None
    at = said.index(name)
    objects = said[:at] + wrong + said[at + len(name) :]
    return sources.replaced(block, statement, (objects,), f"{statement.predicate} {wrong}")


OPERATORS = (
    term_above_undeclared, expected_class_undeclared, chain_undeclared, definition_missing, term_renamed,
    term_kind_misspelt, term_miswritten, kind_ring, shacl_misspelt, target_misspelt, target_missing, path_misspelt,
    constraint_misspelt, constraint_ill_formed, part_misspelt, shape_switched_off, shape_query_misspelt,
)  # fmt: skip
