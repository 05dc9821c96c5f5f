"""`kg export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.project import shown

if TYPE_CHECKING:
    from kg.settings import Settings


@click.command
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), default="build", show_default=True, help="The folder."
)
@click.option(
    "-f", "--format", "formats", multiple=True, help="turtle, rdfxml, nquads or jsonld; may be repeated; default all."
)
@click.option("--asserted-only", is_flag=True, help="Leave out the files of what is inferred.")
@click.pass_obj
def command(settings: Settings, *, folder: Path, formats: tuple[str, ...], asserted_only: bool) -> None:
    """Write the graph for others to take in: Turtle, RDF/XML, N-Quads and JSON-LD.

    kompas.* holds what is asserted, kompas-inferred.* what follows from it. The files' names go to stdout.
    """
    from kg.exporting import FORMATS, write
    from kg.knowledge import know
    from kg.progress import working

    with working("export"):
        known = know(settings.project)
        inferred = None if asserted_only else (quad.triple for quad in known.inferred)
        paths = write(known.asserted, folder, inferred=inferred, formats=formats or tuple(FORMATS))
    for path in paths:
        click.echo(shown(path))
