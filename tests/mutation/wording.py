"""Ways to break the words of things: their languages, labels and definitions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mutation.literals import literal, rewritten
from mutation.sources import Block, Mutant, Sources, Statement, chosen, statements

if TYPE_CHECKING:
    from random import Random

_TAGGED = re.compile(r'("(?:[^"\\]|\\.)*")@(\w+)')
_WORDED = ("skos:prefLabel", "skos:definition")


def language_dropped(sources: Sources, random: Random) -> Mutant | None:
    """Leave out a label or definition in one language."""
    found = _worded(sources, random)
    if found is None or len(found[1].objects) == 1:
        return None
    at = random.randrange(len(found[1].objects))
    kept = [text for place, text in enumerate(found[1].objects) if place != at]
    return sources.replaced(*found, kept, f"{found[1].predicate} in one language")


def tag_dropped(sources: Sources, random: Random) -> Mutant | None:
    """Leave out a language tag."""
    found = literal(sources, random, lambda written: bool(_TAGGED.fullmatch(written)))
    return found and rewritten(sources, found, found[1].objects[0].rpartition("@")[0])


def tag_wrong(sources: Sources, random: Random) -> Mutant | None:
    """Write a language tag that is not the text's, so that a language is there twice or is none of ours."""
    found = _worded(sources, random)
    if found is None:
        return None
    match = _TAGGED.fullmatch(found[1].objects[0])
    return match and rewritten(sources, found, f"{match[1]}@{random.choice(['en', 'dk', 'sv', 'da-DK'])}")


def tag_where_none_belongs(sources: Sources, random: Random) -> Mutant | None:
    """Give a code, a digest or words as printed a language tag."""
    plain = {block.subject for block in sources.within("ontology") if sources.ranges(block.subject) == {"xsd:string"}}
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate in plain))
    return found and rewritten(sources, found, f"{found[1].objects[0]}@da")


def label_doubled(sources: Sources, random: Random) -> Mutant | None:
    """Give a thing the label of another of its class."""
    labels = list(statements(sources.data, lambda _, one: one.predicate == "skos:prefLabel"))
    block, statement = random.choice(labels)
    alike = [other for one, other in labels if one.classes == block.classes and one is not block]
    if not alike:
        return None
    return sources.replaced(block, statement, random.choice(alike).objects, f"{block.subject} called as another")


def label_careless(sources: Sources, random: Random) -> Mutant | None:
    """End a label with a full stop or a space, empty it, or leave the full stop out of a definition."""
    found = _worded(sources, random)
    match = found and _TAGGED.fullmatch(found[1].objects[0])
    if not found or not match:
        return None
    text = match[1][1:-1]
    careless = [f"{text} ", f" {text}", "", text[:-1] if text.endswith(".") else f"{text}."]
    return rewritten(sources, found, f'"{random.choice(careless)}"@{match[2]}')


def _worded(sources: Sources, random: Random) -> tuple[Block, Statement] | None:
    return chosen(random, statements(sources.data, lambda _, one: one.predicate in _WORDED))


OPERATORS = (
    language_dropped, tag_dropped, tag_wrong, tag_where_none_belongs, label_doubled, label_careless,
)  # fmt: skip
