"""Ways to break what is said of things: their links, and what must be said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutation.names import pointed
from mutation.sources import Block, Mutant, Sources, Statement, chosen, statements

if TYPE_CHECKING:
    from random import Random

_RINGS = (
    "dcterms:isPartOf",
    "kompas:componentOf",
    "kompas:partOf",
    "kompas:replaces",
    "kompas:shareOfAmount",
    "kompas:within",
    "org:subOrganizationOf",
    "skos:broader",
)
_ANCHORS = ("kompas:evidence", "kompas:restatedIn", "kompas:continuedIn", "kompas:extent")


def required_missing(sources: Sources, random: Random) -> Mutant | None:
    """Take out what a shape asks for at least once."""
    required = sources.counted("sh:minCount", 1) + sources.counted("sh:minCount", 2)
    return _missing(sources, random, sorted({path for _, path in required} - {"kompas:evidence"}))


def evidence_missing(sources: Sources, random: Random) -> Mutant | None:
    """Take out what a statement rests on."""
    return _missing(sources, random, ["kompas:evidence"])


def object_of_wrong_class(sources: Sources, random: Random) -> Mutant | None:
    """Point to a thing of a class that the ontology does not expect there."""
    found = chosen(random, _ranged(sources))
    if found is None:
        return None
    block, statement = found
    expected = sources.ranges(statement.predicate)
    wrong = random.choice(sources.data).subject
    if not expected.isdisjoint(sources.types(wrong)):
        return None
    return pointed(sources, block, statement, random, wrong)


def objects_swapped(sources: Sources, random: Random) -> Mutant | None:
    """Swap the objects of two properties of a thing, of which neither expects the other's."""
    found = chosen(random, _ranged(sources))
    if found is None:
        return None
    block, one = found
    others = [other for _, other in _ranged(sources, block) if not _fits(sources, one, other)]
    if not others:
        return None
    other = random.choice(others)
    edits: dict[int, str | None] = {
        a.line: str(Statement(a.line, a.subject, a.predicate, (b.objects[0], *a.objects[1:]), a.end))
        for a, b in ((one, other), (other, one))
    }
    return sources.broken(block, edits, f"{one.predicate} and {other.predicate} swapped")


def actor_that_is_a_place(sources: Sources, random: Random) -> Mutant | None:
    """Let a region, a sea or a city act."""
    places = [
        block.subject for block in sources.data if block.classes[0] in ("kompas:Region", "kompas:Sea", "kompas:City")
    ]
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate in ("kompas:actor", "kompas:partner")))
    return found and pointed(sources, *found, random, random.choice(places))


def pointing_to_nothing(sources: Sources, random: Random) -> Mutant | None:
    """Point to a thing that is not there."""
    found = chosen(random, statements(sources.data, lambda _, one: one.objects[0].startswith("id:")))
    return found and pointed(sources, *found, random, f"{found[1].objects[0]}-elsewhere")


def value_second(sources: Sources, random: Random) -> Mutant | None:
    """Give a second value to what has one: by the ontology, or by a shape."""
    single = {*sources.functional, *(path for _, path in sources.counted("sh:maxCount", 1))}
    classes = {name for name, path in sources.counted("sh:maxCount", 1)}
    found = chosen(
        random,
        statements(
            sources.data,
            lambda block, one: (
                one.predicate in single
                and (one.predicate in sources.functional or not classes.isdisjoint(sources.types(block.subject)))
            ),
        ),
    )
    if found is None:
        return None
    block, statement = found
    if statement.predicate not in sources.functional:
        asked = {name for name, path in sources.counted("sh:maxCount", 1) if path == statement.predicate}
        if asked.isdisjoint(sources.types(block.subject)):
            return None
    others = {
        value
        for _, other in statements(sources.data, lambda _, one: one.predicate == statement.predicate)
        for value in other.objects
    }
    new = random.choice(sorted(others - set(statement.objects)) or [""])
    return (
        sources.replaced(block, statement, (*statement.objects, new), f"{statement.predicate} {new} too")
        if new
        else None
    )


def pillar_crossed(sources: Sources, random: Random) -> Mutant | None:
    """Put a part under another pillar than the whole."""
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate == "kompas:partOf"))
    if found is None:
        return None
    block, statement = found
    whole = sources.upward(statement.objects, "kompas:partOf")
    pillars = {pillar for one in whole for pillar in sources.values(one, "kompas:underPillar")}
    others = sorted({one.subject for one in sources.data if one.classes == ("kompas:Pillar",)} - pillars)
    if not pillars or block.of("kompas:underPillar"):
        return None
    return sources.with_line(
        block, f"kompas:underPillar {random.choice(others)}", f"{block.subject} under another pillar"
    )


def ring(sources: Sources, random: Random) -> Mutant | None:
    """Close a ring of links that lead upward: the whole becomes part of its part."""
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate in _RINGS))
    above = found and sources.about(found[1].objects[0])
    return _linked(sources, above, found[1].predicate, found[0].subject) if found and above else None


def self_link(sources: Sources, random: Random) -> Mutant | None:
    """Make a thing part of itself."""
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate in _RINGS))
    return found and _linked(sources, found[0], found[1].predicate, found[0].subject)


def chain_broken(sources: Sources, random: Random) -> Mutant | None:
    """Take out the link of a passage or part by which statements get their chapter."""
    kinds = (
        "kompas:Passage",
        "kompas:Box",
        "kompas:Section",
        "kompas:Map",
        "kompas:Chart",
        "kompas:Table",
        "kompas:Chapter",
    )
    block = random.choice([block for block in sources.data if block.classes[0] in kinds])
    statement = block.of("kompas:inChapter") or block.of("dcterms:isPartOf")
    return sources.without(block, statement, f"{block.subject} without {statement.predicate}") if statement else None


def anchor_that_is_no_passage(sources: Sources, random: Random) -> Mutant | None:
    """Rest a statement on a unit, a chapter or a theme."""
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate in _ANCHORS))
    others = [
        block.subject for block in sources.data if block.classes[0] in ("kompas:Unit", "kompas:Chapter", "kompas:Theme")
    ]
    return found and pointed(sources, *found, random, random.choice(others))


def restated_where_said(sources: Sources, random: Random) -> Mutant | None:
    """Let a statement be said again at the only place where it is said, or again and on at one place."""
    found = chosen(
        random, statements(sources.data, lambda _, one: one.predicate == "kompas:evidence" and len(one.objects) == 1)
    )
    if found is None:
        return None
    block, statement = found
    if {"kompas:Statement", "kompas:DocumentPart"}.isdisjoint(sources.types(block.subject)) or block.of(
        "kompas:restatedIn"
    ):
        return None
    return sources.broken(
        block,
        {statement.line: str(statement).replace("kompas:evidence", "kompas:restatedIn", 1)},
        "restated, never stated",
    )


def discrepancy_with_one_claim(sources: Sources, random: Random) -> Mutant | None:
    """Leave one claim to a discrepancy."""
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate == "kompas:betweenClaims"))
    return found and sources.replaced(*found, found[1].objects[:1], "one claim only")


def unit_misjudged(sources: Sources, random: Random) -> Mutant | None:
    """Judge a unit to carry a statement where none rests on it, or not to carry the one that does."""
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate == "kompas:judgement"))
    if found is None:
        return None
    carries = found[1].objects == ("id:judgement-statement",)
    return sources.replaced(*found, ("id:judgement-rhetoric" if carries else "id:judgement-statement",), "misjudged")


def _ranged(sources: Sources, block: Block | None = None) -> list[tuple[Block, Statement]]:
    """List the statements that point to things of classes that the ontology expects."""
    within = sources.data if block is None else [block]
    return [
        (one, statement)
        for one, statement in statements(within, lambda _, said: said.objects[0].startswith("id:"))
        if sources.ranges(statement.predicate)
    ]


def _fits(sources: Sources, one: Statement, other: Statement) -> bool:
    return any(
        sources.is_below(a.predicate, b.predicate)
        or not sources.ranges(a.predicate).isdisjoint(sources.types(b.objects[0]))
        for a, b in ((one, other), (other, one))
    )


def _missing(sources: Sources, random: Random, paths: list[str]) -> Mutant | None:
    """Take out a statement that a shape of the thing's class asks for, if nothing else says the same."""
    required = sources.counted("sh:minCount", 1) + sources.counted("sh:minCount", 2)
    wanted = random.choice(paths)
    classes = {name for name, path in required if path == wanted}
    found = [
        (block, statement)
        for block in sources.data
        if (statement := block.of(wanted)) and not classes.isdisjoint(sources.types(block.subject))
        and not any(other != statement and sources.is_below(other.predicate, wanted) for other in block.statements)
    ]  # fmt: skip
    if not found:
        return None
    block, statement = random.choice(found)
    return sources.without(block, statement, f"{block.subject} without {wanted}")


def _linked(sources: Sources, block: Block, predicate: str, to: str) -> Mutant:
    """Let a thing's link lead elsewhere, or give it one."""
    statement = block.of(predicate)
    if statement:
        return sources.replaced(block, statement, (to, *statement.objects[1:]), f"{block.subject} {predicate} {to}")
    return sources.with_line(block, f"{predicate} {to}", f"{block.subject} {predicate} {to}")


OPERATORS = (
    required_missing, evidence_missing, object_of_wrong_class, objects_swapped, actor_that_is_a_place,
    pointing_to_nothing, value_second, pillar_crossed, ring, self_link, chain_broken, anchor_that_is_no_passage,
    restated_where_said, discrepancy_with_one_claim, unit_misjudged,
)  # fmt: skip
