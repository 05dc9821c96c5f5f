"""Ways to break the names of things, classes and properties, and of what class a thing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutation.sources import Block, Mutant, Sources, Statement, chosen, statements

if TYPE_CHECKING:
    from random import Random


def type_missing(sources: Sources, random: Random) -> Mutant | None:
    """Take out what class a thing is of."""
    block = random.choice(sources.data)
    first, *others = block.statements
    if not others:
        return None
    edits: dict[int, str | None] = {first.line: str(others[0]).replace("   ", first.subject, 1), others[0].line: None}
    return sources.broken(block, edits, f"{block.subject} without a class", lines={first.line})


def class_wrong(sources: Sources, random: Random) -> Mutant | None:
    """Say that a thing is of a class that it is not."""
    block = random.choice(sources.data)
    others = _classes(sources) - sources.types(block.subject)
    first = block.statements[0]
    new = random.choice(sorted(others))
    return sources.replaced(block, first, (new,), f"{block.subject} is a {new}")


def class_second(sources: Sources, random: Random) -> Mutant | None:
    """Say that a thing is of another class too; often of one that excludes its own."""
    block = random.choice(sources.data)
    others = _classes(sources) - sources.types(block.subject)
    first = block.statements[0]
    new = random.choice(sorted(others))
    return sources.replaced(block, first, (*first.objects, new), f"{block.subject} is a {new} too")


def commitment_measured(sources: Sources, random: Random) -> Mutant | None:
    """Say that a commitment is a measure too, or the other way about."""
    pair = {"kompas:Commitment": "kompas:Measure", "kompas:Measure": "kompas:Commitment"}
    block = random.choice([block for block in sources.data if block.classes[0] in pair])
    other = pair[block.classes[0]]
    return sources.replaced(block, block.statements[0], (*block.classes, other), f"{block.subject} is a {other} too")


def individual_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Swap two letters or digits in the name of a thing that is pointed to."""
    found = chosen(random, statements(sources.data, lambda _, one: one.objects[0].startswith("id:")))
    if found is None:
        return None
    wrong = misspelt(found[1].objects[0], random)
    return None if wrong is None or sources.about(wrong) else pointed(sources, *found, random, wrong, place=0)


def subject_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Swap two letters in the name of a thing where it is described, and not where it is pointed to."""
    pointed = {value for block in sources.data for one in block.statements[1:] for value in one.objects}
    block = random.choice(sources.data)
    wrong = misspelt(block.subject, random)
    if block.subject not in pointed or wrong is None or sources.about(wrong):
        return None
    first = block.statements[0]
    return sources.broken(block, {first.line: str(first).replace(block.subject, wrong, 1)}, f"{wrong} described")


def property_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Swap two letters of a property, or begin it with a capital."""
    found = chosen(random, statements(sources.data, lambda _, one: ":" in one.predicate))
    if found is None:
        return None
    block, statement = found
    prefix, _, local = statement.predicate.partition(":")
    capital = f"{prefix}:{local[0].upper()}{local[1:]}"
    wrong = random.choice([misspelt(statement.predicate, random), capital])
    if wrong is None:
        return None
    line = str(statement).replace(statement.predicate, wrong, 1)
    return sources.broken(block, {statement.line: line}, f"{wrong} for {statement.predicate}")


def class_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Swap two letters of a class."""
    block = random.choice(sources.data)
    wrong = misspelt(block.classes[0], random)
    return (wrong and sources.replaced(block, block.statements[0], (wrong, *block.classes[1:]), f"a {wrong}")) or None


def nameless(sources: Sources, random: Random) -> Mutant | None:
    """Put a thing without a name where a name belongs."""
    found = chosen(random, statements(sources.data, lambda _, one: one.objects[0].startswith("id:")))
    return found and pointed(sources, *found, random, random.choice(["[]", "_:b1"]))


def block_doubled(sources: Sources, random: Random) -> Mutant | None:
    """Describe a thing a second time, at the end of a file of its layer."""
    block = random.choice(sources.data)
    text = sources.texts[block.file]
    copy = "\n".join(map(str, block.statements[:2])).rstrip(" ;.") + " ."
    data = f"{text}\n{copy}\n".encode()
    line = text.count("\n") + 2
    return Mutant(block.file, data, frozenset({line, block.line}), f"{block.subject} twice")


def namespace_missed(sources: Sources, random: Random) -> Mutant | None:
    """Write the name of a thing in full, nearly."""
    found = chosen(random, statements(sources.data, lambda _, one: one.objects[0].startswith("id:")))
    if found is None:
        return None
    spellings = (
        "http://w3id.org/kompas/id/",
        "https://w3id.org/kompas/ids/",
        "https://w3id.org/kompas/",
        "https://www.w3id.org/kompas/id/",
    )
    name = found[1].objects[0].removeprefix("id:")
    return sources.replaced(
        *found, (f"<{random.choice(spellings)}{name}>", *found[1].objects[1:]), "nearly our namespace"
    )


def misspelt(name: str, random: Random) -> str | None:
    """Return a name with two neighbouring letters of its local part swapped; nothing if all are the same."""
    start = name.rfind(":") + 1
    places = [at for at in range(start, len(name) - 1) if name[at] != name[at + 1] and name[at : at + 2].isalnum()]
    if not places:
        return None
    at = random.choice(places)
    return f"{name[:at]}{name[at + 1]}{name[at]}{name[at + 2 :]}"


def pointed(  # what it does, and where
    sources: Sources, block: Block, statement: Statement, random: Random, new: str, place: int | None = None
) -> Mutant:
    """Let a statement point elsewhere: by the object at a place, or at any."""
    at = random.randrange(len(statement.objects)) if place is None else place
    objects = (*statement.objects[:at], new, *statement.objects[at + 1 :])
    return sources.replaced(block, statement, objects, f"{statement.predicate} {new}")


def _classes(sources: Sources) -> set[str]:
    return {block.classes[0] for block in sources.data}


OPERATORS = (
    type_missing, class_wrong, class_second, commitment_measured, individual_misspelt, subject_misspelt,
    property_misspelt, class_misspelt, nameless, block_doubled, namespace_missed,
)  # fmt: skip
