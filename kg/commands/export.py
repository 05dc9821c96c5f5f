"""`kg export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import KgError
from kg.project import shown

if TYPE_CHECKING:
    from kg.knowledge import Layer
    from kg.project import Project
    from kg.settings import Settings


@click.command
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), default="build", show_default=True, help="The folder."
)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    help="turtle, ntriples, nquads, trig, jsonld, rdfxml, or csv for one table a class; may be repeated.",
)
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Choice(["asserted", "inferred", "all"]),
    help="What goes into a file of its own; may be repeated; default asserted and inferred.",
)
@click.option("--about", "thing", help="Only the part about one thing, by its name or IRI.")
@click.pass_obj
def command(
    settings: Settings, *, folder: Path, formats: tuple[str, ...], layers: tuple[Layer, ...], thing: str | None
) -> None:
    """Write the graph for others to take in.

    kompas.* holds what is asserted, kompas-inferred.* what follows from it, kompas-all.* both. The files' names go to
    stdout.
    """
    from kg.exporting import INFERRED, USUAL, about, write
    from kg.knowledge import know
    from kg.naming import names
    from kg.progress import working

    _refuse_own(folder, settings.project)
    with working("export"):
        known = know(settings.project)
        quads = known.quads()
        if thing is not None:
            iri = names(known.asserted).find(thing)
            folder /= iri.rpartition("/")[2].rpartition("#")[2]
            quads = about(quads, iri)
        paths = write(
            (quad for quad in quads if quad.graph_name != INFERRED),
            folder,
            inferred=[quad.triple for quad in quads if quad.graph_name == INFERRED],
            formats=formats or USUAL,
            layers=layers or ("asserted", "inferred"),
        )
    for path in paths:
        click.echo(shown(path))


def _refuse_own(folder: Path, project: Project) -> None:
    """Raise KgError for a folder whose files would become part of the graph."""
    for own in ("ontology", "data"):
        if folder.resolve().is_relative_to((project.root / own).resolve()):
            message = "is where the graph's own files lie; expected another folder"
            danish = "her ligger grafens egne filer; vælg en anden mappe"
            raise KgError(message, shown(folder), danish=danish)
