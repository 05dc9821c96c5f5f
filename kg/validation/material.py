"""What is validated: the quads of ontology and data, the shapes, and the files that they come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.loading import content_hash, read, read_file
from kg.namespaces import KOMPAS, SHAPES_GRAPH, SKOS
from kg.places import Places, find_places
from kg.validation.findings import Text
from kg.validation.text import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kg.loading import Source
    from kg.places import Place
    from kg.project import Project
    from kg.validation.findings import Finding

_EVIDENCE = KOMPAS + "evidence"
_LABEL = SKOS + "prefLabel"


@dataclass(frozen=True)
class Files:
    """The files of a validation: of ontology and data, of shapes, and which of them a user added."""

    data: tuple[Source, ...]
    shapes: tuple[Source, ...]

    @cached_property
    def content(self) -> str:
        """Return a hash of all that a report depends on: what the files hold, and what they are called in it."""
        names = " ".join(source.place for source in self.all)
        return f"{content_hash(self.data)} {content_hash(self.shapes)} {names}"

    @property
    def all(self) -> tuple[Source, ...]:
        """Return all files."""
        return (*self.data, *self.shapes)


def gather(project: Project, paths: Sequence[str | Path] = ()) -> Files:
    """Read the project's files, and those of a user beside them; a file that is named twice is read once.

    Raises: KgError for what cannot be read.
    """
    shapes = [read_file(path, SHAPES_GRAPH) for path in project.shape_files()]
    sources = {source.path.resolve(): source for source in (*read(project=project), *shapes)}
    for source in read(*paths, project=project) if paths else ():
        sources.setdefault(source.path.resolve(), source)
    every = tuple(sources.values())
    return Files(
        tuple(source for source in every if source.graph != SHAPES_GRAPH),
        tuple(source for source in every if source.graph == SHAPES_GRAPH),
    )


@dataclass(frozen=True)
class Material:
    """Asserted quads, shapes, and the files that both come from, if they come from files."""

    asserted: list[ox.Quad]
    shapes: list[ox.Quad]
    files: Files = field(default_factory=lambda: Files((), ()))

    @cached_property
    def places(self) -> Places:
        """Return where subjects and properties stand in the files."""
        return find_places(self.files.all)

    def located(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings with labels, places and passages, where these are known."""
        wanted = list(findings)
        about = self._about({finding.thing for finding in wanted})
        return [self._located(finding, about.get(finding.thing, [])) for finding in wanted]

    def _about(self, things: set[str]) -> dict[str, list[ox.Quad]]:
        """Return what is said of some things, by their IRIs."""
        about: dict[str, list[ox.Quad]] = {}
        for quad in (*self.asserted, *self.shapes) if things else ():
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value in things:
                about.setdefault(quad.subject.value, []).append(quad)
        return about

    def _located(self, finding: Finding, about: list[ox.Quad]) -> Finding:
        labels = {quad.object.language: quad.object.value for quad in about if quad.predicate.value == _LABEL
                  and isinstance(quad.object, ox.Literal)}  # fmt: skip
        anyhow = next(iter(labels.values()), "")
        label = Text(labels.get("da", anyhow), labels.get("en", anyhow)) if labels else None
        evidence = sorted(quad.object.value for quad in about if quad.predicate.value == _EVIDENCE
                          and isinstance(quad.object, ox.NamedNode))  # fmt: skip
        return finding.at(label=label, place=self._place(finding, about), passage=evidence[0] if evidence else "")

    def _place(self, finding: Finding, about: list[ox.Quad]) -> Place | None:
        """Return where the property stands; else where the value does, by another property; else the thing."""
        if found := self.places.all(finding.thing, finding.path or None):
            return found[0]
        for quad in about if finding.value else ():
            if getattr(quad.object, "value", None) == finding.value:
                return self.places.of(finding.thing, quad.predicate.value)
        return self.places.of(finding.thing)


def material(files: Files) -> Material:
    """Parse the files. Raises: KgError for what is not Turtle."""
    return Material(parsed(files.data), parsed(files.shapes), files)
