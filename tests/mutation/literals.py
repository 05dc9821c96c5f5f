"""Ways to break the literals of things: their forms, their datatypes, and what they say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mutation.sources import Block, Mutant, Sources, Statement, chosen, statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_TYPED = re.compile(r'("(?:[^"\\]|\\.)*")\^\^(xsd:\w+)')
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_COUNTS = (
    "kompas:characterCount", "kompas:durationInMonths", "kompas:letterCount", "kompas:number", "kompas:outOf",
    "kompas:position", "kompas:printedPage", "oa:end", "oa:start",
)  # fmt: skip
_CODES = ("kompas:isoAlpha2", "kompas:isoAlpha3", "kompas:isoNumeric", "kompas:m49Code")
_ILL_FORMED = {
    "date": ["2022-02-30", "31-01-2022", "2022-1-5", "2022-W05", " 2022-01-31", "2022-01-31T00:00:00", "२०२२-01-31"],
    "decimal": ["1_000", "1e5", "NaN", "1,5", " 5.0", "\uff15.0", "INF", ""],
    "integer": ["5.0", "1_000", " 5 ", "\uff15", "1e3", "0x10", ""],
    "anyURI": ["http://exa mple.org", "<http://example.org>", "http://example.org/a\\\\b", "http://example.org/%zz"],
}


def datatype_changed(sources: Sources, random: Random) -> Mutant | None:
    """Write a number, a date or an address as a string, or as another kind of number or time."""
    found = literal(sources, random, lambda written: bool(_TYPED.fullmatch(written) or _NUMBER.fullmatch(written)))
    if found is None:
        return None
    old = found[1].objects[0]
    if match := _TYPED.fullmatch(old):
        others = {"xsd:date": ["xsd:string", "xsd:gYear", "xsd:dateTime"], "xsd:anyURI": ["xsd:string"]}
        new = f"{match[1]}^^{random.choice(others.get(match[2], ['xsd:string']))}"
    else:
        new = random.choice([f'"{old}"', f'"{old}"^^xsd:double', old.partition(".")[0] if "." in old else f"{old}.0"])
    return rewritten(sources, found, new)


def datatype_dropped(sources: Sources, random: Random) -> Mutant | None:
    """Leave out the datatype of a literal."""
    found = literal(sources, random, lambda written: bool(_TYPED.fullmatch(written)))
    return found and rewritten(sources, found, found[1].objects[0].partition("^^")[0])


def datatype_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Misspell a datatype."""
    found = literal(sources, random, lambda written: bool(_TYPED.fullmatch(written)))
    return found and rewritten(sources, found, found[1].objects[0][:-1])


def date_as_time(sources: Sources, random: Random) -> Mutant | None:
    """Write a day as a point in time."""
    found = literal(sources, random, lambda written: written.endswith("^^xsd:date"))
    if found is None:
        return None
    day = found[1].objects[0].removesuffix('"^^xsd:date')
    return rewritten(sources, found, f'{day}T00:00:00"^^xsd:{random.choice(["date", "dateTime"])}')


def ill_formed_date(sources: Sources, random: Random) -> Mutant | None:
    """Write a date that is none."""
    return _ill_formed(sources, random, "date", lambda written: written.endswith("^^xsd:date"))


def ill_formed_decimal(sources: Sources, random: Random) -> Mutant | None:
    """Write a decimal that is none."""
    return _ill_formed(sources, random, "decimal", lambda written: bool(re.fullmatch(r"[0-9]+\.[0-9]+", written)))


def ill_formed_integer(sources: Sources, random: Random) -> Mutant | None:
    """Write a whole number that is none."""
    return _ill_formed(sources, random, "integer", lambda written: bool(re.fullmatch("[0-9]+", written)))


def ill_formed_address(sources: Sources, random: Random) -> Mutant | None:
    """Write an address that is none."""
    return _ill_formed(sources, random, "anyURI", lambda written: written.endswith("^^xsd:anyURI"))


def interval_reversed(sources: Sources, random: Random) -> Mutant | None:
    """Let an interval end before it begins, or a range of numbers."""
    pairs = (("kompas:firstDay", "kompas:lastDay"), ("kompas:minimum", "kompas:maximum"))
    found = [
        (block, first, last)
        for block in sources.data
        for one, other in pairs
        if (first := block.of(one)) and (last := block.of(other)) and first.objects != last.objects
    ]
    if not found:
        return None
    block, first, last = random.choice(found)
    edits: dict[int, str | None] = {
        a.line: str(Statement(a.line, a.subject, a.predicate, b.objects, a.end))
        for a, b in ((first, last), (last, first))
    }
    return sources.broken(block, edits, f"{first.predicate} and {last.predicate} swapped")


def amount_negated(sources: Sources, random: Random) -> Mutant | None:
    """Negate an amount of money or a count."""
    found = chosen(
        random,
        statements(
            sources.data,
            lambda block, one: (
                one.predicate in _COUNTS
                or (one.predicate in ("kompas:numericValue", "kompas:minimum") and block.classes == ("kompas:Funding",))
            ),
        ),
    )
    return found and rewritten(sources, found, f"-{found[1].objects[0]}")


def passage_moved(sources: Sources, random: Random) -> Mutant | None:
    """Move one end of a passage."""
    return _moved(sources, random, "kompas:Passage")


def unit_moved(sources: Sources, random: Random) -> Mutant | None:
    """Move one end of a unit of the text."""
    return _moved(sources, random, "kompas:Unit")


def passage_moved_and_renamed(sources: Sources, random: Random) -> Mutant | None:
    """Move a passage as a whole, in its name too; what rests on it still names the old one."""
    block = random.choice([block for block in sources.data if block.classes == ("kompas:Passage",)])
    start, end = (block.of(name) for name in ("oa:start", "oa:end"))
    if not start or not end:
        return None
    by = random.choice([-3, 2, 7])
    first, last = int(start.objects[0]) + by, int(end.objects[0]) + by
    name = f"id:passage-{first}-{last}"
    if first < 0 or sources.about(name):
        return None
    edits: dict[int, str | None] = {
        block.line: str(block.statements[0]).replace(block.subject, name),
        start.line: str(start).replace(start.objects[0], str(first)),
        end.line: str(end).replace(end.objects[0], str(last)),
    }
    return sources.broken(block, edits, f"{block.subject} moved to {name}")


def digest_changed(sources: Sources, random: Random) -> Mutant | None:
    """Change a digit of a digest, or leave one out."""
    found = chosen(
        random, statements(sources.data, lambda _, one: one.predicate in ("kompas:letterDigest", "kompas:digest"))
    )
    if found is None:
        return None
    old = found[1].objects[0]
    at = random.randrange(1, len(old) - 1)
    new = random.choice(["", "A", "0" if old[at] != "0" else "1"])
    return rewritten(sources, found, old[:at] + new + old[at + 1 :])


def letters_miscounted(sources: Sources, random: Random) -> Mutant | None:
    """Count a letter more or less in a passage, or in the text."""
    names = ("kompas:letterCount", "kompas:characterCount")
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate in names))
    return found and rewritten(sources, found, str(int(found[1].objects[0]) + random.choice([-1, 1])))


def code_doubled(sources: Sources, random: Random) -> Mutant | None:
    """Give a country, territory or region the code of another."""
    return _doubled(sources, random, _CODES)


def number_doubled(sources: Sources, random: Random) -> Mutant | None:
    """Give a note, a chapter, a pillar or an entry the number of another of its kind."""
    return _doubled(sources, random, ("kompas:number", "kompas:position"))


def code_wrong(sources: Sources, random: Random) -> Mutant | None:
    """Write a code in small letters, with a letter more, or one that nobody has."""
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate in (*_CODES, "kompas:currency")))
    if found is None:
        return None
    code = found[1].objects[0].strip('"')
    wrong = [f"{code}1", code[:-1], f" {code}", *([code.lower()] if code.isalpha() else [])]
    return rewritten(sources, found, f'"{random.choice(wrong)}"')


def currency_of_another(sources: Sources, random: Random) -> Mutant | None:
    """Write an amount in one currency, and another currency's code beside it."""
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate == "kompas:currency"))
    if found is None:
        return None
    others = sorted({'"DKK"', '"EUR"', '"USD"'} - set(found[1].objects))
    return rewritten(sources, found, random.choice(others))


def money_without_currency(sources: Sources, random: Random) -> Mutant | None:
    """Leave out the currency of an amount."""
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate == "kompas:currency"))
    return found and sources.without(*found, "no currency")


def date_misprecise(sources: Sources, random: Random) -> Mutant | None:
    """Let an interval that is a year, a half-year or a month begin or end in the middle of one."""
    found = chosen(
        random,
        statements(
            sources.data,
            lambda block, one: (
                one.predicate in ("kompas:firstDay", "kompas:lastDay")
                and not {"", "id:precision-day"} & set(sources.values(block.subject, "kompas:precision") or {""})
            ),
        ),
    )
    return found and rewritten(sources, found, re.sub(r'-[0-9]{2}"', '-17"', found[1].objects[0]))


def literal(sources: Sources, random: Random, holds: Callable[[str], bool]) -> tuple[Block, Statement] | None:
    """Return a statement whose first object is a literal of some form; what is claimed may be of any."""
    return chosen(
        random,
        statements(sources.data, lambda _, one: one.predicate != "kompas:claimedValue" and holds(one.objects[0])),
    )


def rewritten(sources: Sources, found: tuple[Block, Statement], new: str) -> Mutant:
    """Write another first object."""
    block, statement = found
    return sources.replaced(block, statement, (new, *statement.objects[1:]), f"{statement.predicate} {new[:60]}")


def _ill_formed(sources: Sources, random: Random, datatype: str, holds: Callable[[str], bool]) -> Mutant | None:
    found = literal(sources, random, holds)
    return found and rewritten(sources, found, f'"{random.choice(_ILL_FORMED[datatype])}"^^xsd:{datatype}')


def _moved(sources: Sources, random: Random, kind: str) -> Mutant | None:
    found = chosen(
        random,
        statements(
            sources.data, lambda block, one: block.classes == (kind,) and one.predicate in ("oa:start", "oa:end")
        ),
    )
    return found and rewritten(sources, found, str(int(found[1].objects[0]) + random.choice([-2, 1, 5])))


def _doubled(sources: Sources, random: Random, predicates: tuple[str, ...]) -> Mutant | None:
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate in predicates))
    if found is None:
        return None
    block, statement = found
    others = {
        value
        for one in sources.data
        if one.classes == block.classes and (said := one.of(statement.predicate))
        for value in said.objects
    }
    others -= set(statement.objects)
    return rewritten(sources, found, random.choice(sorted(others))) if others else None


OPERATORS = (
    datatype_changed, datatype_dropped, datatype_misspelt, date_as_time, ill_formed_date, ill_formed_decimal,
    ill_formed_integer, ill_formed_address, interval_reversed, amount_negated, passage_moved, unit_moved,
    passage_moved_and_renamed, digest_changed, letters_miscounted, code_doubled, number_doubled, code_wrong,
    currency_of_another, money_without_currency, date_misprecise,
)  # fmt: skip
