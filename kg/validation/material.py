"""What is validated: the quads of ontology and data, the shapes, and the files that they come from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.knowledge import inferences
from kg.loading import Source, content_hash, parse, read, read_file
from kg.namespaces import ONTOLOGY_GRAPH, SHAPES_GRAPH
from kg.places import Places, find_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from kg.project import Project
    from kg.reasoning.closure import Closure
    from kg.reasoning.facts import Facts

MOST = 2**27  # bytes of all files: a million triples or two
ONLY_OURS = "strategy-2022"  # the stem of the shapes that hold for one strategy alone


@dataclass(frozen=True)
class Files:
    """The files of a validation: of ontology and data, and of shapes."""

    data: tuple[Source, ...]
    shapes: tuple[Source, ...]
    alone: bool = False
    """Whether it is one strategy held to shapes for any, which need not all meet something."""
    given: tuple[Source, ...] = ()
    """Those of `data` that a user brought beside the project's."""
    strategy: tuple[Source, ...] = ()
    """Those of `data` that are a strategy of its own."""
    known: tuple[Source, ...] = ()
    """Those of `data` that the strategy may point to: what is wrong in them is not told."""

    @cached_property
    def content(self) -> str:
        """Return a hash of all that a report depends on: what the files hold, and what they are called in it."""
        names = " ".join(source.place for source in self.all)
        known = " ".join(source.place for source in self.known)
        return f"{content_hash(self.data)} {content_hash(self.shapes)} {names} {known}"

    @property
    def own(self) -> tuple[Source, ...]:
        """Return the project's files of ontology and data."""
        return tuple(source for source in self.data if source not in self.given)

    @property
    def all(self) -> tuple[Source, ...]:
        """Return all files."""
        return (*self.data, *self.shapes)

    @property
    def size(self) -> int:
        """Count the bytes of all files."""
        return sum(len(source.data) for source in self.all)


def gather(project: Project, given: Sequence[str | Path | Source] = ()) -> Files:
    """Read the project's files, and those of a user beside them; a file that is named twice is read once.

    Raises: KgError for what cannot be read, and for more than can be checked.
    """
    own = read(project=project)
    shapes = [read_file(path, SHAPES_GRAPH) for path in project.shape_files()]
    files = _sorted_out([*own, *shapes, *_read(project, given)])
    return replace(files, given=tuple(source for source in files.data if source not in own))


def gather_alone(
    project: Project,
    given: Sequence[str | Path | Source],
    ontology: Sequence[Path] = (),
    shapes: Sequence[Path] = (),
    known: Sequence[Path] = (),
) -> Files:
    """Read a strategy of its own: a user's files, and the ontology and shapes for any strategy, or the user's.

    `known` are files that it may point to, of the user or, where there are none of that name, of the project.

    Raises: KgError for what cannot be read, for more than can be checked, and if no file is given.
    """
    if not given:
        message = "expected the files of the strategy to check alone"
        raise KgError(message, danish="her mangler filerne med den strategi, der skal prøves alene")
    terms = [] if ontology else [read_file(path, ONTOLOGY_GRAPH) for path in project.ontology_files()]
    terms += [replace(source, graph=ONTOLOGY_GRAPH) for source in _read(project, ontology)]
    general = () if shapes else [path for path in project.shape_files() if path.stem != ONLY_OURS]
    rules = [read_file(path, SHAPES_GRAPH) for path in general]
    rules += [replace(source, graph=SHAPES_GRAPH) for source in _read(project, shapes)]
    strategy = _read(project, given)
    paths = {source.path.resolve() for source in strategy}
    beside = _read(project, [path if path.exists() else _of_project(project, path) for path in known])
    # Before the strategy, so that what stands in both is told of where the strategy repeats it.
    files = _sorted_out([*terms, *rules, *(one for one in beside if one.path.resolve() not in paths), *strategy])
    return replace(
        files,
        alone=not shapes,
        strategy=tuple(source for source in files.data if source in strategy),
        known=tuple(source for source in files.data if source in beside and source not in strategy),
    )


def _of_project(project: Project, path: Path) -> Path:
    """Return a path within the project, if that is where it is."""
    within = project.root / path
    return within if within.exists() else path


def _read(project: Project, given: Sequence[str | Path | Source]) -> list[Source]:
    return [source for one in given for source in ([one] if isinstance(one, Source) else read(one, project=project))]


def _sorted_out(sources: Iterable[Source]) -> Files:
    by_path: dict[Path, Source] = {}
    for source in sources:
        by_path.setdefault(source.path.resolve(), source)
    every = tuple(by_path.values())
    files = Files(
        tuple(source for source in every if source.graph != SHAPES_GRAPH),
        tuple(source for source in every if source.graph == SHAPES_GRAPH),
    )
    if files.size > MOST:
        message = f"{files.size} bytes in {len(every)} files; expected at most {MOST}, some million triples"
        danish = f"{files.size} byte i {len(every)} filer; det må højst være {MOST}, omkring en million tripler"
        raise KgError(message, danish=danish)
    return files


@dataclass(frozen=True)
class Material:
    """Asserted quads, shapes, and the files that both come from, if they come from files."""

    asserted: list[ox.Quad]
    shapes: list[ox.Quad]
    files: Files = field(default_factory=lambda: Files((), ()))

    repeated: frozenset[str] | set[str] = frozenset()
    """IRIs of subjects with two blocks in one graph."""

    @cached_property
    def facts(self) -> Facts:
        """Return the asserted quads by their properties, and the types among them by class."""
        from kg.reasoning.facts import Facts  # not above: whoever only gathers files can do without the reasoner

        return Facts(self.asserted)

    @cached_property
    def rules(self) -> Facts:
        """Return the shapes' quads by their properties."""
        from kg.reasoning.facts import Facts

        return Facts(self.shapes)

    @cached_property
    def judged(self) -> Facts:
        """Return the asserted quads without those that are only known."""
        from kg.reasoning.facts import Facts

        return Facts(parse(self.files.strategy)) if self.files.known else self.facts

    @property
    def closure(self) -> Closure:
        """Return what follows from the asserted quads. Raises: KgError for axioms that cannot be reasoned with."""
        if isinstance(self._closure, KgError):
            raise self._closure
        return self._closure

    @cached_property
    def _closure(self) -> Closure | KgError:
        """Return the closure, or why there is none, so that this is not worked out again for each check."""
        from kg.reasoning.closure import Closure

        own, given = self.files.own, self.files.given
        try:
            if not given:
                return Closure(self.facts)
            known = inferences(lambda: list(parse(own)), content_hash(own))  # the project's, which is kept
            return Closure(self.facts, inferred=known, added=list(parse(given)))
        except KgError as error:
            return error

    @cached_property
    def places(self) -> Places:
        """Return where subjects and properties stand in the files."""
        return find_places(self.files.all)
