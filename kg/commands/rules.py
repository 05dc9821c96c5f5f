"""`kg rules`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.reasoning import Rule
    from kg.settings import Settings


_NAMELESS = {"da": "et udtryk uden navn", "en": "an expression without a name"}


@click.command
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--name", help="Only rules of this name in the W3C recommendation, such as prp-spo2, or of its beginning."
)
@click.option("--format", "form", type=click.Choice(["sparql", "json"]), default="sparql", show_default=True)
@click.pass_obj
def command(settings: Settings, *, files: tuple[Path, ...], name: str | None, form: str) -> None:
    """Print the rules that the ontology is compiled to, as SPARQL 1.1.

    Each comes with its name in OWL 2 RL and the axiom that it says. An INSERT yields facts, a SELECT finds
    contradictions; run the INSERTs until nothing is added, and any SPARQL store reasons as kg does. FILES are
    ontologies of your own in Turtle.
    """
    import pyoxigraph as ox

    from kg.loading import parse, read
    from kg.namespaces import shorten
    from kg.reasoning import compile_rules, ignored_constructs, omitted_rules

    quads = list(parse(read(*files, project=settings.project)))
    rules = [rule for rule in compile_rules(quads) if rule.name.startswith(name or "")]
    if form == "json":
        click.echo(json.dumps([_described(rule) for rule in rules], ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_blocks(rules)), nl=False)
    if not name:
        for rule_name, reason in omitted_rules().items():
            click.echo(f"\n# {rule_name} is left out: it {reason}", nl=False)
        click.echo()
    for one in ignored_constructs(quads):
        name = shorten(one.subject.value) if isinstance(one.subject, ox.NamedNode) else _NAMELESS[settings.lang]
        click.echo(f"{name}: {one.danish if settings.lang == 'da' else one.reason}", err=True)


def _blocks(rules: Iterable[Rule]) -> list[str]:
    return [f"# {rule.name}: {' '.join(rule.axiom.text.split())}\n{rule.sparql}\n" for rule in rules]


def _described(rule: Rule) -> dict[str, str]:
    kind = "contradiction" if rule.forbids else "fact"
    return {"name": rule.name, "subject": rule.axiom.subject, "axiom": rule.axiom.text, "kind": kind,
            "sparql": rule.sparql}  # fmt: skip
