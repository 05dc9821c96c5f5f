"""Ways to break a file, whatever it says: its syntax, its prefixes, its encoding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mutation.sources import Mutant, Sources, chosen, statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_INVISIBLE = ("\u0007", "\u200b", "\ufeff", "\u0085", "\u00ad", "\u202e")


def bracket_opened(sources: Sources, random: Random) -> Mutant:
    """Open a bracket that nothing closes, or close one that nothing opened."""
    return _at_object(
        sources, random, lambda line: re.sub(r" ([;.])$", rf" {random.choice('[]()')} \1", line), "bracket"
    )


def stop_missing(sources: Sources, random: Random) -> Mutant:
    """Leave out the full stop at the end of a block; the parser stumbles over the block after it."""
    block = random.choice(sources.data)
    last = block.statements[-1]
    return _after(sources, block.file, last.line, str(last)[:-2], "no full stop")


def semicolon_missing(sources: Sources, random: Random) -> Mutant:
    """Leave out a semicolon; the parser stumbles over the line after it."""
    block = random.choice([block for block in sources.data if len(block.statements) > 1])
    first = random.choice(block.statements[:-1])
    return _after(sources, block.file, first.line, str(first)[:-2], "no semicolon")


def quote_missing(sources: Sources, random: Random) -> Mutant | None:
    """Leave out the closing quote of a literal."""
    found = chosen(random, statements(sources.data, lambda _, one: one.objects[-1].endswith(('"', '"@en'))))
    if found is None:
        return None
    block, statement = found
    start, _, end = str(statement).rpartition('"')
    return sources.broken(block, {statement.line: start + end}, "no closing quote")


def file_cut_off(sources: Sources, random: Random) -> Mutant:
    """End a file in the middle of a line."""
    block = random.choice([block for block in sources.data if block.line > len(block.statements)])
    lines = sources.texts[block.file].split("\n")
    line = random.choice(block.statements).line
    cut = "\n".join([*lines[: line - 1], lines[line - 1].rstrip(" ;.")[: -random.randrange(1, 4)]])
    return Mutant(block.file, cut.encode(), frozenset({line}), "cut off")


def prefix_undeclared(sources: Sources, random: Random) -> Mutant:
    """Leave out a declaration of a prefix; the parser stumbles where it is used first."""
    file, number, line = _prefix(sources, random)
    text = sources.texts[file]
    name = line.split()[1]
    first = next(
        at
        for at, other in enumerate(text.split("\n"), 1)
        if not other.startswith("@") and re.search(rf"(?<![\w:]){name}", other)
    )
    mutant = sources.edited(file, {number: None}, f"{name} not declared", frozenset({first}))
    return Mutant(file, mutant.data, mutant.lines | {number}, mutant.what)


def prefix_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Misspell a prefix where it is used."""
    found = chosen(random, statements(sources.data, lambda _, one: one.predicate.startswith(("kompas:", "skos:"))))
    if found is None:
        return None
    block, statement = found
    wrong = re.sub(r"^(\w+)(\w):", r"\1:", statement.predicate)
    return sources.broken(block, {statement.line: str(statement).replace(statement.predicate, wrong, 1)}, wrong)


def prefix_redirected(sources: Sources, random: Random) -> Mutant:
    """Let a prefix stand for another namespace."""
    file, number, line = _prefix(sources, random)
    wrong = line.replace("https://w3id.org/kompas", "https://w3id.org/compas")
    wrong = line.replace("> .", "x> .") if wrong == line else wrong
    return sources.edited(file, {number: wrong}, wrong, frozenset({number}))


def prefix_doubled(sources: Sources, random: Random) -> Mutant:
    """Declare a prefix twice."""
    file, number, line = _prefix(sources, random)
    return sources.edited(file, {number: f"{line}\n{line}"}, "declared twice", frozenset({number}))


def prefix_idle(sources: Sources, random: Random) -> Mutant:
    """Declare a prefix that is not used."""
    file, number, line = _prefix(sources, random)
    return sources.edited(
        file, {number: f"{line}\n@prefix zoo: <https://example.org/zoo#> ."}, "not used", frozenset({number})
    )


def iri_impossible(sources: Sources, random: Random) -> Mutant | None:
    """Write an IRI with a space or a bracket in it, a relative one, or one without an end."""
    wrong = random.choice(
        ["<https://w3id.org/kompas/id/a b>", "<passage-1-2>", "<https://example.org/{a}>", "<urn:a", "id:a b"]
    )
    found = chosen(random, statements(sources.data, lambda _, one: one.objects[0].startswith("id:")))
    return found and sources.replaced(*found, (wrong, *found[1].objects[1:]), wrong)


def character_invisible(sources: Sources, random: Random) -> Mutant | None:
    """Put a character that nobody sees into a literal."""
    return _in_literal(sources, random, random.choice(_INVISIBLE))


def character_escaped(sources: Sources, random: Random) -> Mutant | None:
    """Put a control character into a literal by its number."""
    return _in_literal(sources, random, random.choice([r"\u0000", r"\u0007", r"\b", r"\uFFFF", r"\u0085"]))


def letters_misread(sources: Sources, random: Random) -> Mutant | None:
    """Save a line as if it had been read in a wrong encoding."""
    found = chosen(
        random, statements(sources.data, lambda _, one: bool(re.search("[æøåÆØÅéö–]", " ".join(one.objects))))
    )
    if found is None:
        return None
    block, statement = found
    wrong = re.sub("[æøåÆØÅéö–]", lambda letter: letter[0].encode().decode("cp1252", "replace"), str(statement))
    return sources.broken(block, {statement.line: wrong}, "misread once")


def encoding_wrong(sources: Sources, random: Random) -> Mutant:
    """Save a file in Latin-1 or UTF-16."""
    danish = [file for file, text in sources.texts.items() if re.search("[æøå]", text) and file.startswith("data/")]
    file = random.choice(danish)
    text, encoding = sources.texts[file], random.choice(["cp1252", "utf-16"])
    first = 1 if encoding == "utf-16" else next(at for at, line in enumerate(text.split("\n"), 1) if not line.isascii())
    return Mutant(file, text.encode(encoding, "replace"), frozenset({first}), f"saved in {encoding}")


def broken_line_ends(sources: Sources, random: Random) -> Mutant | None:
    """Break a literal in one pair of quotes over two lines."""
    return _in_literal(sources, random, "\n")


def _prefix(sources: Sources, random: Random) -> tuple[str, int, str]:
    file = random.choice([file for file in sources.texts if file.endswith(".ttl")])
    declared = [(at, line) for at, line in enumerate(sources.texts[file].split("\n"), 1) if line.startswith("@prefix ")]
    number, line = random.choice(declared)
    return file, number, line


def _at_object(sources: Sources, random: Random, change: Callable[[str], str], what: str) -> Mutant:
    block = random.choice(sources.data)
    statement = random.choice(block.statements)
    return sources.broken(block, {statement.line: change(str(statement))}, what)


def _after(sources: Sources, file: str, line: int, new: str, what: str) -> Mutant:
    """Change a line so that the next one with anything on it comes as a surprise."""
    mutant = sources.edited(file, {line: new}, what, frozenset({line}))
    lines = sources.texts[file].split("\n")
    after = next(
        (at for at, text in enumerate(lines[line:], line + 1) if text and not text.startswith("#")), len(lines)
    )
    return Mutant(file, mutant.data, frozenset({line, after}), what)


def _in_literal(sources: Sources, random: Random, text: str) -> Mutant | None:
    found = chosen(
        random, statements(sources.data, lambda _, one: one.objects[0].startswith('"') and len(one.objects[0]) > 8)
    )
    if found is None:
        return None
    old = found[1].objects[0]
    mutant = sources.replaced(*found, (f"{old[:4]}{text}{old[4:]}", *found[1].objects[1:]), f"{text!r} in a literal")
    extra = {found[1].line + 1} if text == "\n" else set()
    return Mutant(mutant.file, mutant.data, mutant.lines | extra, mutant.what)


OPERATORS = (
    bracket_opened, stop_missing, semicolon_missing, quote_missing, file_cut_off, prefix_undeclared, prefix_misspelt,
    prefix_redirected, prefix_doubled, prefix_idle, iri_impossible, character_invisible, character_escaped,
    letters_misread, encoding_wrong, broken_line_ends,
)  # fmt: skip
