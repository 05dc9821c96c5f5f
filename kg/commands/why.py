"""`kg why`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

    from kg.explaining.sites import Sites
    from kg.reasoning.prover import Prover
    from kg.settings import Language, Settings

_MANY = 20  # proofs that --all gives unless --limit says another number
_WORDS = {
    "da": {
        "unproven": "gælder ikke; kg why --not siger, hvad der mangler",
        "holds": "gælder; kg why uden --not siger hvorfor",
        "consistent": "ingen modsigelser",
    },
    "en": {
        "unproven": "does not hold; kg why --not says what is missing",
        "holds": "holds; kg why without --not says why",
        "consistent": "no contradictions",
    },
}


@click.command
@click.argument("triple", nargs=-1, metavar="[S P O]")
@click.option("--not", "negated", is_flag=True, help="Why the triple does not hold: what each rule lacks to give it.")
@click.option("--contradiction", is_flag=True, help="Why the graph contradicts itself; no S P O.")
@click.option("--all", "every", is_flag=True, help=f"More proofs than the shortest: up to {_MANY}, or --limit.")
@click.option("--limit", type=click.IntRange(min=1), help="How many proofs, the shortest first.")
@click.option("--with", "files", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Turtle of your own beside the project's. May be repeated.")  # fmt: skip
@click.option("-f", "--format", "form", type=click.Choice(["text", "json", "turtle", "svg", "dot"]), default="text",
              show_default=True)  # fmt: skip
@click.option("--source", type=click.Path(path_type=Path), help="A copy of the document; shows the passages' words.")
@click.pass_obj
def command(  # noqa: PLR0913  # one for each option
    settings: Settings,
    *,
    triple: tuple[str, ...],
    negated: bool,
    contradiction: bool,
    every: bool,
    limit: int | None,
    files: tuple[Path, ...],
    form: str,
    source: Path | None,
) -> int:
    """Prove a triple: the rule that gives it, what it rests on, and so down to the lines that say it.

    S, P and O are names in either language, short IRIs (id:country-denmark) or IRIs; O may be a literal. Exit code 1
    if the triple does not hold, with --not if it does, and with --contradiction if there is one.
    """
    from kg.document.evidence import find_copy
    from kg.explaining.asking import Asking
    from kg.explaining.sites import Sites
    from kg.knowledge import inferences
    from kg.loading import content_hash, parse, read
    from kg.progress import working
    from kg.reasoning.closure import Closure
    from kg.reasoning.prover import Prover

    _hold_to_sense(triple, form, negated=negated, contradiction=contradiction)
    ours = read(project=settings.project)
    theirs = read(*files, project=settings.project) if files else []
    told, added = list(parse(ours)), list(parse(theirs))
    quads = told + added
    sites = Sites([*ours, *theirs], quads, settings.lang, find_copy(source))
    wanted = None if contradiction else Asking(quads, sites.names).triple(*triple)
    with working("why"):
        inferred = inferences(lambda: told, content_hash(ours))
        prover = Prover(Closure(quads, checked=contradiction, inferred=inferred, added=added))
        if wanted is None:
            return _contradictions(prover, sites, form, settings.lang)
        if negated:
            return _unmet(prover, wanted, form, settings.lang)
        return _proofs(prover, wanted, sites, form, settings.lang, limit or (_MANY if every else 1))


def _hold_to_sense(triple: Sequence[str], form: str, *, negated: bool, contradiction: bool) -> None:
    if contradiction and (triple or negated):
        message = "--contradiction takes no triple and no --not"
        raise click.UsageError(message)
    if not contradiction and len(triple) != 3:  # noqa: PLR2004  # a triple
        message = f"expected subject, predicate and object, but there are {len(triple)} names; quote those with spaces"
        raise click.UsageError(message)
    if negated and form not in {"text", "json"}:
        message = "--not is given as text or json"
        raise click.UsageError(message)


def _proofs(  # what is proven, and how it is shown
    prover: Prover, wanted: ox.Triple, sites: Sites, form: str, lang: Language, limit: int
) -> int:
    found = prover.proofs(wanted, limit)
    if not found:
        click.echo(f"{prover.text(wanted)}: {_WORDS[lang]['unproven']}", err=True)
        return 1
    if form == "text":
        parts = (wanted.subject, wanted.predicate, wanted.object)
        click.echo(click.style(" · ".join(map(sites.label, parts)), bold=True))
    click.echo(import_module(f"kg.explaining.as_{form}").render(found, sites, lang), nl=False)
    return 0


def _unmet(prover: Prover, wanted: ox.Triple, form: str, lang: Language) -> int:
    from kg.reasoning.missing import attempts

    if prover.proofs(wanted):
        click.echo(f"{prover.text(wanted)}: {_WORDS[lang]['holds']}", err=True)
        return 1
    found = attempts(prover, wanted)
    click.echo(import_module(f"kg.explaining.as_{form}").unmet(found, lang), nl=False)
    return 0


def _contradictions(prover: Prover, sites: Sites, form: str, lang: Language) -> int:
    from kg.reasoning.contradictions import find_contradictions

    found = find_contradictions(prover.closure)
    if not found:
        click.echo(_WORDS[lang]["consistent"], err=True)
        return 0
    proofs = [prover.refutation(one, lang) for one in found]
    click.echo(import_module(f"kg.explaining.as_{form}").render(proofs, sites, lang), nl=False)
    return 1
