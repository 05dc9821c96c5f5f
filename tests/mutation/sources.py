"""The project's texts as they are formatted by turtlefmt: blocks of one subject, statements of one line each."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from random import Random

    from kg.project import Project
    from kg.validation.material import Files

_LINE = re.compile(r"(?P<subject>\S+|   ) (?P<predicate>\S+) (?P<objects>.+) (?P<end>[;.])")
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[()\[\]]|(?P<comma> , )')
_RANGE, _ABOVE, _PROPERTIES_ABOVE = "schema:rangeIncludes", "rdfs:subClassOf", "rdfs:subPropertyOf"


@dataclass(frozen=True, slots=True)
class Statement:
    """A line that says one thing of a subject: the predicate and the objects, as they are written."""

    line: int
    """From 1."""
    subject: str
    predicate: str
    objects: tuple[str, ...]
    end: str

    def __str__(self) -> str:
        """Return the line."""
        return f"{self.subject} {self.predicate} {' , '.join(self.objects)} {self.end}"


@dataclass(frozen=True, slots=True)
class Block:
    """What is said of a subject in one place of a file; the first statement says of what class it is."""

    file: str
    """The path within the project."""
    subject: str
    statements: tuple[Statement, ...]

    @property
    def line(self) -> int:
        """Return the number of the first line."""
        return self.statements[0].line

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the classes that are said."""
        return self.statements[0].objects

    def of(self, predicate: str) -> Statement | None:
        """Return the statement with a predicate."""
        return next((one for one in self.statements if one.predicate == predicate), None)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file of the project with one fault in it."""

    file: str
    data: bytes
    lines: frozenset[int]
    """Where the fault is; for what was taken out, where its subject's block begins."""
    what: str
    """What was done, in a few words."""


class Sources:
    """The texts of a project, and what the ontology and the shapes say of classes and properties."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Read the texts, by their paths within the project."""
        self.texts = dict(texts)
        self.blocks = [
            block for file, text in self.texts.items() if file.endswith(".ttl") for block in _blocks(file, text)
        ]
        self._by_subject: defaultdict[str, list[Block]] = defaultdict(list)
        for block in self.blocks:
            self._by_subject[block.subject].append(block)

    def within(self, *folders: str) -> list[Block]:
        """Return the blocks of the files in folders; `ontology` is without its shapes."""
        return [
            block
            for block in self.blocks
            if block.file.startswith(tuple(f"{folder}/" for folder in folders))
            and ("shapes/" in block.file) == ("ontology/shapes" in folders)
        ]

    @cached_property
    def data(self) -> list[Block]:
        """Return the blocks of things."""
        return self.within("data")

    def about(self, subject: str) -> Block | None:
        """Return the first block of a subject."""
        return next(iter(self._by_subject.get(subject, ())), None)

    def values(self, subject: str, predicate: str) -> set[str]:
        """Return the objects of a predicate in all blocks of a subject."""
        found = (block.of(predicate) for block in self._by_subject.get(subject, ()))
        return {value for statement in found if statement for value in statement.objects}

    def upward(self, names: Iterable[str], predicate: str) -> set[str]:
        """Return names with all that the predicate leads to from them, step by step."""
        found, ahead = set(names), list(names)
        while ahead:
            new = self.values(ahead.pop(), predicate) - found
            found |= new
            ahead.extend(new)
        return found

    def types(self, thing: str) -> set[str]:
        """Return the classes of a thing, with those above them."""
        said = {name for block in self._by_subject.get(thing, ()) for name in block.classes}
        return self.upward(said, _ABOVE)

    def ranges(self, predicate: str) -> set[str]:
        """Return the classes that the objects of a property are expected to be of."""
        return self.values(predicate, _RANGE)

    def is_below(self, predicate: str, other: str) -> bool:
        """Tell whether a property is another one or a kind of it."""
        return other in self.upward([predicate], _PROPERTIES_ABOVE)

    @cached_property
    def functional(self) -> set[str]:
        """Return the properties of which a thing has one value."""
        return {block.subject for block in self.within("ontology") if "owl:FunctionalProperty" in block.classes}

    def counted(self, count: str, number: int) -> list[tuple[str, str]]:
        """Return classes and properties for which a shape sets `sh:minCount` or `sh:maxCount` to a number."""
        shapes = {block.subject: block for block in self.within("ontology/shapes")}
        found = []
        for shape in shapes.values():
            for part in self.values(shape.subject, "sh:property") & shapes.keys():
                path = self.values(part, "sh:path")
                if self.values(part, count) == {str(number)} and len(path) == 1 and "[" not in "".join(path):
                    found += [(name, *path) for name in self.values(shape.subject, "sh:targetClass")]
        return sorted((name, path) for name, path in found if not path.startswith("("))

    def broken(
        self, block: Block, edits: Mapping[int, str | None], what: str, *, lines: Iterable[int] | None = None
    ) -> Mutant:
        """Return the file of a block with lines replaced, or taken out; `lines` are those of the old numbering."""
        at = frozenset(lines if lines is not None else (one for one in edits if edits[one] is not None))
        return self.edited(block.file, edits, what, at or frozenset({block.line}))

    def edited(self, file: str, edits: Mapping[int, str | None], what: str, lines: frozenset[int]) -> Mutant:
        """Return a file with lines replaced or taken out; a replacement may be more than one line, all of them new."""
        written: list[str] = []
        at: set[int] = set()
        for number, line in enumerate(self.texts[file].split("\n"), 1):
            new = edits.get(number, line)
            parts = [] if new is None else new.split("\n")
            if number in lines:
                at |= set(range(len(written) + 1, len(written) + 1 + len(parts)))
            written += parts
        return Mutant(file, "\n".join(written).encode(), frozenset(at), what)

    def replaced(self, block: Block, statement: Statement, objects: Iterable[str], what: str) -> Mutant:
        """Return the file of a block with other objects in a statement."""
        new = Statement(statement.line, statement.subject, statement.predicate, tuple(objects), statement.end)
        return self.broken(block, {statement.line: str(new)}, what)

    def without(self, block: Block, statement: Statement, what: str) -> Mutant:
        """Return the file of a block without a statement that is not its first."""
        edits: dict[int, str | None] = {statement.line: None}
        if statement.end == ".":
            before = block.statements[block.statements.index(statement) - 1]
            edits[before.line] = f"{str(before)[:-1]}."
        return self.broken(block, edits, what, lines={block.line})

    def with_line(self, block: Block, line: str, what: str) -> Mutant:
        """Return the file of a block with a line `predicate object` put in after its first."""
        first = block.statements[0]
        mutant = self.broken(block, {first.line: f"{str(first)[:-1]};\n    {line} {first.end}"}, what)
        return Mutant(mutant.file, mutant.data, frozenset({first.line + 1}), what)


def read(files: Files, project: Project) -> Sources:
    """Return the texts of a project's files as they were read, with its questions."""
    texts = {one.path: one.data.decode() for one in files.all}
    texts |= {path: path.read_text(encoding="utf-8") for path in project.query_files()}
    return Sources({path.relative_to(project.root).as_posix(): texts[path] for path in sorted(texts)})


def chosen(random: Random, found: Iterable[tuple[Block, Statement]]) -> tuple[Block, Statement] | None:
    """Return one of the statements: first by predicate, so that rare ones are met too."""
    by_predicate: defaultdict[str, list[tuple[Block, Statement]]] = defaultdict(list)
    for block, statement in found:
        by_predicate[statement.predicate].append((block, statement))
    return random.choice(by_predicate[random.choice(sorted(by_predicate))]) if by_predicate else None


def statements(blocks: Iterable[Block], holds: Callable[[Block, Statement], bool]) -> Iterator[tuple[Block, Statement]]:
    """Yield the statements after the first of each block for which something holds."""
    return ((block, one) for block in blocks for one in block.statements[1:] if holds(block, one))


def _blocks(file: str, text: str) -> Iterator[Block]:
    said: list[Statement] = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.fullmatch(line)
        if match is None or line.startswith(("@prefix", "#")):
            said = []
            continue
        said.append(Statement(number, match["subject"], match["predicate"], _objects(match["objects"]), match["end"]))
        if match["end"] == ".":
            if said[0].subject != "   " and said[0].predicate == "a":
                yield Block(file, said[0].subject, tuple(said))
            said = []


def _objects(written: str) -> tuple[str, ...]:
    """Split the objects of a statement at the commas that are not in quotes or brackets."""
    found, depth, start = [], 0, 0
    for match in _PART.finditer(written):
        depth += (match[0] in "([") - (match[0] in ")]")
        if match["comma"] and depth == 0:
            found.append(written[start : match.start()])
            start = match.end()
    return (*found, written[start:])
