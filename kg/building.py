"""The main job: load, reason, validate, verify the evidence, answer the questions and write the exports."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.asking.catalogue import catalogue
from kg.asking.projects import with_language
from kg.asking.querying import ask
from kg.asking.questions import library
from kg.asking.tables import render
from kg.asking.vetting import vet
from kg.document.evidence import find_copy, verify_file
from kg.exporting import serialise, write
from kg.knowledge import Knowledge, infer
from kg.loading import content_hash, parse, read
from kg.namespaces import RDF
from kg.naming import Names, names
from kg.progress import track, working
from kg.store import build as build_store
from kg.validation import validate_project
from kg.writing import make_folder, only_writer, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.document.evidence import Verification
    from kg.project import Project
    from kg.reasoning import Reasoner
    from kg.settings import Language
    from kg.validation.report import Report

_TYPE = ox.NamedNode(RDF + "type")


@dataclass(slots=True)
class Build:
    """What a build found and wrote; what it did not come to stays empty."""

    files: int = 0
    asserted: int = 0
    inferred: int = 0
    report: Report | None = None
    things: Counter[str] = field(default_factory=Counter)
    """How many things there are of each class, by its IRI."""
    names: Names | None = None
    copy: Path | None = None
    verification: Verification | None = None
    answers: dict[str, int] = field(default_factory=dict)
    """How many rows each question's answer has."""
    unanswered: list[str] = field(default_factory=list)
    """The questions without rows that do not say that this is right."""
    written: list[Path] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each step took, in their order."""

    @property
    def passed(self) -> bool:
        """Tell whether the graph is valid, no passage failed, and every question was answered."""
        valid = self.report is not None and self.report.passed and not self.unanswered
        return valid and (self.verification is None or self.verification.passed)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Take the time of a step, and show on a terminal that it is running."""
        start = time.perf_counter()
        with working(name):
            yield
        self.seconds[name] = time.perf_counter() - start


def build(
    project: Project, folder: Path, lang: Language, source: Path | None = None, reasoner: Reasoner = "rules"
) -> Build:
    """Do the main job: exports go to `folder`, answers in the language below it in `answers/`.

    A graph that is not valid is neither asked nor written.

    Raises: KgError for what cannot be read or written; the earlier files are then whole.
    """
    done = Build()
    make_folder(folder)  # before any work is spent on what could not be written
    known = _loaded(project, done, reasoner)
    with done.step("validate"):
        done.report = validate_project(project, reasoner=reasoner)
    done.copy = find_copy(source)
    if done.copy is not None:
        with done.step("evidence"):
            done.verification = verify_file(build_store(known.asserted), done.copy)
    if not done.report.passed:
        return done
    with done.step("answer"):
        tables = _answers(project, known, lang, done)
    with done.step("export"):
        done.written += write(known.asserted, folder, inferred=[quad.triple for quad in known.inferred])
        questions = folder / "kompas-questions.ttl"
        write_atomically(questions, serialise(catalogue(library(project).values()), "turtle"))
        done.written.append(questions)
        answers = folder / "answers"
        with only_writer(answers):
            for name, table in tables.items():
                write_atomically(answers / f"{name}.csv", table)
                done.written.append(answers / f"{name}.csv")
            for path in set(answers.glob("*.csv")).difference(done.written):
                path.unlink(missing_ok=True)  # of a question that is gone
    return done


def _loaded(project: Project, done: Build, reasoner: Reasoner) -> Knowledge:
    with done.step("load"):
        sources = read(project=project)
        asserted = list(parse(sources))
        done.files, done.asserted = len(sources), len(asserted)
    with done.step("reason"):
        known = Knowledge(sources, asserted, infer(asserted, content_hash(sources), reasoner))
        done.inferred = len(known.inferred)
        done.names = names(asserted)
        types = {(quad.subject, quad.object) for quad in known.quads() if quad.predicate == _TYPE}
        done.things.update(kind.value for _, kind in types if isinstance(kind, ox.NamedNode))
    return known


def _answers(project: Project, known: Knowledge, lang: Language, done: Build) -> dict[str, bytes]:
    """Return the answer to every question as CSV, and note those that should have rows and have none."""
    store = build_store(known.quads())
    tables = {}
    for question in track(library(project).values(), "answer"):
        vet(store, question)
        answer = ask(store, question.bound(with_language(question, {}, lang)), question.name)
        if not answer.rows and not question.empty:
            done.unanswered.append(question.name)
        done.answers[question.name] = len(answer)
        tables[question.name] = render(answer, "csv").encode()
    return tables
