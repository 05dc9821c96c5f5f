"""Holds a broken copy of the project to the project's checks, and sees what they say that they did not say before."""

from __future__ import annotations

import re
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest.mock import patch

from kg.asking.querying import ask_library
from kg.asking.questions import read as read_question
from kg.asking.tables import render
from kg.asking.vetting import vet
from kg.errors import KgError
from kg.knowledge import know
from kg.loading import checked_text, parse
from kg.store import build
from kg.validation import text
from kg.validation.findings import CHECKS
from kg.validation.material import gather
from kg.validation.report import from_bytes
from kg.validation.working import examine_files, verify_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    import pyoxigraph as ox

    from kg.loading import Source
    from kg.project import Project
    from kg.validation.engines import Engine
    from kg.validation.findings import Finding
    from kg.validation.material import Files
    from kg.validation.report import Report
    from mutation.sources import Mutant


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks said of a mutant that they do not say of the unbroken project."""

    checks: tuple[str, ...] = ()
    """The checks that found something, or could not be made, in their order."""
    placed: bool = False
    """Whether a finding, or a premise of one, has its place on a line that was changed."""
    said: tuple[str, ...] = ()
    """The findings, each with its place."""

    @property
    def caught(self) -> bool:
        """Tell whether any check noticed."""
        return bool(self.checks)


class Judge:
    """The project's files, read once, and what the checks find in them as they are."""

    def __init__(self, project: Project, source: Path | None = None, engine: Engine = "rust") -> None:
        """Read the files; `source` is the text of the document, if it is at hand."""
        self.project, self.source, self.engine = project, source, engine
        self.files = gather(project)
        with quick(self.files):
            self.before = {finding_key(one): one for one in self.examined(self.files).findings}
        self.verified = {finding_key(one) for one in self._verification(self.files)}

    def examined(self, files: Files) -> Report:
        """Return the report on files, without the text of the document."""
        return from_bytes(examine_files(files, CHECKS, self.engine))

    def changed(self, *mutants: Mutant) -> Files:
        """Return the project's files with those of mutants in place of its own."""
        broken = {self.project.root / mutant.file: mutant.data for mutant in mutants}

        def exchanged(sources: Iterable[Source]) -> tuple[Source, ...]:
            return tuple(
                replace(one, data=checked_text(broken[one.path], one.place)) if one.path in broken else one
                for one in sources
            )

        return replace(self.files, data=exchanged(self.files.data), shapes=exchanged(self.files.shapes))

    def verdict(self, mutant: Mutant) -> Verdict:
        """Return what the checks say of a mutant; the document's text is asked only if they say nothing."""
        if mutant.file.endswith(".rq"):
            return self._of_question(mutant)
        try:
            checked_text(mutant.data, mutant.file)
        except KgError as error:
            return _refused("text", error, mutant)
        files = self.changed(mutant)
        report = self.examined(files)
        new = [one for one in report.findings if finding_key(one) not in self.before]
        if not new and report.trouble:
            said = report.trouble.message
            return _refused("unchecked", KgError(said.en, report.trouble.place, danish=said.da), mutant)
        if not new:
            new = [one for one in self._verification(files) if finding_key(one) not in self.verified]
        return Verdict(
            tuple(check for check in CHECKS if any(one.check == check for one in new)),
            any(self._is_at(one, mutant) for one in new),
            tuple(f"{one.place}: {one.rule}: {one.message.en}" for one in new),
        )

    def _of_question(self, mutant: Mutant) -> Verdict:
        """Return what reading and asking a question says, and whether it answers as it did."""
        with TemporaryDirectory() as folder:
            broken = Path(folder) / Path(mutant.file).name
            broken.write_bytes(mutant.data)
            try:
                question = read_question(broken)
                vet(self._store, question)
            except KgError as error:
                return _refused("kg questions", error, mutant)
            try:
                answer = ask_library(self._store, question, {"lang": "en"})
            except KgError as error:
                return _refused("kg query", error, mutant)
        before = ask_library(self._store, read_question(self.project.root / mutant.file), {"lang": "en"})
        if render(answer, "csv") == render(before, "csv"):
            return Verdict()
        return Verdict(("recorded answer",), placed=False, said=(f"{mutant.file}: another answer",))

    @cached_property
    def _store(self) -> ox.Store:
        return build(know(self.project).quads(), named=False)

    def _verification(self, files: Files) -> tuple[Finding, ...]:
        return from_bytes(verify_files(files, self.source)).findings if self.source else ()

    def _is_at(self, finding: Finding, mutant: Mutant) -> bool:
        places = (finding.place, *(premise.place for premise in finding.premises))
        sources = {one.place: one.path for one in self.files.all}
        path = self.project.root / mutant.file
        return any(one and sources.get(one.file) == path and one.line in mutant.lines for one in places)


def finding_key(finding: Finding) -> tuple[str, ...]:
    """Return what a finding says, wherever it stands."""
    return finding.check, finding.rule, finding.thing, finding.path, finding.value, finding.message.en


def _refused(check: str, error: KgError, mutant: Mutant) -> Verdict:
    """Return the verdict of a check that ends with an error, which names the line if it knows it."""
    line = re.search(r":([0-9]+)(?::[0-9]+)?$", error.place or "")
    return Verdict((check,), line is not None and int(line[1]) in mutant.lines, (str(error),))


@contextmanager
def quick(files: Files) -> Iterator[None]:
    """Remember what was read out of each of these files, so that only a file that is broken is read anew."""
    known: dict[tuple[str, bytes], dict[str, Any]] = {(one.place, one.data): {} for one in files.all}

    def remembered(name: str, compute: Callable[[Source], object], source: Source) -> Any:  # noqa: ANN401  # as computed
        memory = known.get((source.place, source.data))
        if memory is None:
            return compute(source)
        if name not in memory:
            memory[name] = compute(source)
        return memory[name]

    def quads(sources: Iterable[Source]) -> Iterator[ox.Quad]:
        for source in sources:
            yield from remembered("quads", lambda one: list(parse([one])), source)

    characters, prefixes = text._characters, text._prefixes  # noqa: SLF001  # they take most of the time
    with ExitStack() as stack:
        stack.enter_context(patch("kg.validation.text.parse", quads))
        stack.enter_context(
            patch(
                "kg.validation.text._characters",
                lambda source: remembered("characters", lambda one: list(characters(one)), source),
            )
        )
        stack.enter_context(
            patch(
                "kg.validation.text._prefixes",
                lambda source: remembered("prefixes", lambda one: list(prefixes(one)), source),
            )
        )
        yield
