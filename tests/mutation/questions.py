"""Ways to break the questions, which are held to what they answered before they were broken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mutation.names import misspelt
from mutation.sources import Mutant, Sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_TERM = re.compile(r"(?<![\w?<:/])(?:kompas|skos|dcterms|org|id):[A-Za-z][\w-]*")


def term_misspelt(sources: Sources, random: Random) -> Mutant | None:
    """Misspell a term."""
    return _line(sources, random, _TERM.search, lambda line: _misspelt_in(line, random), "term misspelt")


def prefix_undeclared(sources: Sources, random: Random) -> Mutant | None:
    """Leave out a declaration of a prefix; the parser stumbles where it is used first."""
    mutant = _line(sources, random, lambda line: line.startswith("PREFIX"), lambda _: None, "prefix not declared")
    if mutant is None:
        return None
    lines = mutant.data.decode().split("\n")
    declared = {line.split()[1] for line in lines if line.startswith("PREFIX")}
    used = (
        at
        for at, line in enumerate(lines, 1)
        for name in re.findall(r"(?<![\w?<:/])\w+:(?=\w)", line)
        if not line.startswith(("#", "PREFIX")) and name not in declared
    )
    return Mutant(mutant.file, mutant.data, mutant.lines | {next(used, 1)}, mutant.what)


def question_missing(sources: Sources, random: Random) -> Mutant | None:
    """Leave out the question in one language."""
    return _line(sources, random, lambda line: line.startswith(("#+   da:", "#+   en:")), lambda _: None, "no question")


def key_missing(sources: Sources, random: Random) -> Mutant | None:
    """Leave out the key columns, or name one that is not there."""
    change = random.choice([lambda _: None, lambda _: "#+ key: [nothing]"])
    return _line(sources, random, lambda line: line.startswith("#+ key:"), change, "no key")


def header_broken(sources: Sources, random: Random) -> Mutant | None:
    """Leave a bracket of the header open; the parser stumbles over the line after it."""
    mutant = _line(
        sources, random, lambda line: line.startswith("#+") and line.endswith("]"), lambda line: line[:-1], "open"
    )
    return mutant and Mutant(mutant.file, mutant.data, mutant.lines | {max(mutant.lines) + 1}, mutant.what)


def bracket_missing(sources: Sources, random: Random) -> Mutant | None:
    """Leave out a bracket."""
    return _line(
        sources, random, lambda line: re.fullmatch(r"[A-Z ].*[(){}].*", line) and "VALUES" not in line,
        lambda line: re.sub(r"[(){}]", "", line, count=1), "bracket missing",
    )  # fmt: skip


def parameter_unmarked(sources: Sources, random: Random) -> Mutant | None:
    """Leave out the mark of a parameter."""
    return _line(sources, random, lambda line: "# @param" in line, lambda line: line.partition(" #")[0], "no @param")


def limited(sources: Sources, random: Random) -> Mutant | None:
    """Cut the answer off after its first row."""
    return _line(sources, random, lambda line: line.startswith("ORDER BY"), lambda line: f"{line}\nLIMIT 1", "limited")


def _line(
    sources: Sources,
    random: Random,
    holds: Callable[[str], object],
    change: Callable[[str], str | None],
    what: str,
) -> Mutant | None:
    """Change a line of a question; where one is taken out, that is where it stood, or the first."""
    file = random.choice([file for file in sources.texts if file.endswith(".rq")])
    lines = [(at, line) for at, line in enumerate(sources.texts[file].split("\n"), 1) if holds(line)]
    if not lines:
        return None
    at, line = random.choice(lines)
    new = change(line)
    if new == line:
        return None
    mutant = sources.edited(file, {at: new}, what, frozenset({at}))
    return mutant if mutant.lines else Mutant(file, mutant.data, frozenset({at, 1}), what)


def _misspelt_in(line: str, random: Random) -> str:
    term = random.choice(_TERM.findall(line))
    return line.replace(term, misspelt(term, random) or term, 1)


OPERATORS = (
    term_misspelt, prefix_undeclared, question_missing, key_missing, header_broken, bracket_missing,
    parameter_unmarked, limited,
)  # fmt: skip
