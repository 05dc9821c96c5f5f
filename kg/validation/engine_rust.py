"""The Rust engine `shacl`: fast, and with regular expressions that take linear time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.confining import closed_off
from kg.reasoning.facts import Facts
from kg.validation.engines import Result
from kg.validation.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.store import Term

_FORMAT = "ntriples"


def results(data: Iterable[Facts], shapes: Sequence[ox.Quad]) -> list[Result]:
    """Return what the engine finds. Raises: KgError for shapes that it cannot read."""
    import shacl

    try:
        with closed_off():
            known = shacl.Shapes.from_text(Facts(shapes).text(), _FORMAT)
            report = known.validate_text("".join([facts.text() for facts in data]), _FORMAT)
    except ValueError as error:
        raise refusal(" ".join(str(error).split())) from error
    terms = _terms({text for one in report.results for text in (one.focus_node, one.value) if text})
    return [
        Result(
            terms[one.focus_node],
            _iri(one.root_shape),
            one.component_iri,
            one.severity_iri,
            _iri(one.path),
            terms[one.value] if one.value else None,
            tuple(one.messages),
        )
        for one in report.results
    ]


def _terms(texts: Iterable[str]) -> dict[str, Term]:
    """Read terms out of N-Triples."""
    ordered = list(texts)
    lines = "\n".join(f"<urn:s> <urn:p> {text} ." for text in ordered)
    triples = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
    return {text: triple.object for text, triple in zip(ordered, triples, strict=True)}


def _iri(text: str | None) -> str:
    """Return the IRI in `<…>`; nothing for a longer path and for what has no name."""
    inner = text[1:-1] if text and text.startswith("<") and text.endswith(">") else ""
    return "" if ">" in inner else inner
