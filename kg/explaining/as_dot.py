"""Proofs as graphs in DOT, the language of Graphviz: premises point to what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.asking.tables import harmless
from kg.explaining.steps import Numbered
from kg.explaining.wording import axiom, by_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.explaining.sites import Sites
    from kg.reasoning import Proof
    from kg.settings import Language


def render(proofs: Sequence[Proof], sites: Sites, lang: Language) -> str:
    """Return one graph with each proof in a cluster; asserted triples are framed, each step says its rule."""
    lines = ["digraph proof {", "  rankdir=BT;", '  node [shape=box, fontname="sans-serif", fontsize=10];']
    for place, proof in enumerate(proofs, start=1):
        lines.append(f"  subgraph cluster_{place} {{")
        lines += [f"    {line}" for line in _drawn(proof, f"p{place}_", sites, lang)]
        lines.append("  }")
    return "\n".join([*lines, "}"]) + "\n"


def _drawn(proof: Proof, name: str, sites: Sites, lang: Language) -> Iterator[str]:
    numbers = Numbered(proof)
    for number, step in numbers:
        place = sites.place(step.conclusion) if step.asserted and step.conclusion else None
        below = [str(place)] if place else [] if step.asserted else [by_rule(step, lang), axiom(step, sites)]
        label = "\\n".join(_escaped(line) for line in (harmless(step.text), *filter(None, below)))
        style = ", style=filled, fillcolor=white" if step.asserted else ", style=rounded"
        yield f'{name}{number} [label="{label}"{style}];'
        derived = [one for one in step.grounds if not one.asserted]
        yield from (f"{name}{numbers.of(one)} -> {name}{number};" for one in (*derived, *step.premises))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
