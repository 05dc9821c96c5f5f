"""The shapes check: SHACL over asserted and inferred triples, one finding a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import SH, shorten
from kg.validation.advice import Advice
from kg.validation.engines import Messages, results, usable
from kg.validation.findings import Finding, Text
from kg.validation.soundness import refuse_unsound

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.validation.engines import Engine, Result
    from kg.validation.findings import Severity

_SEVERITIES: dict[str, Severity] = {SH + "Info": "info", SH + "Warning": "warning"}


def check(data: Iterable[ox.Quad], shapes: Iterable[ox.Quad], engine: Engine | None = None) -> list[Finding]:
    """Hold data (asserted, inferred and the ontology, whatever graphs they are in) to shapes; sorted, each once.

    Raises: KgError as `hold` does.
    """
    shape_quads = list(shapes)
    found = hold(data, shape_quads, engine)
    messages, advice = Messages(shape_quads), Advice(shape_quads if found else ())
    return sorted({_finding(result, messages, advice) for result in found}, key=_order)


def hold(data: Iterable[ox.Quad], shapes: Sequence[ox.Quad], engine: Engine | None = None) -> list[Result]:
    """Return the results of holding data to shapes.

    Raises: KgError for what cannot be checked: recursive shapes, programs, broken constraints, refused queries.
    """
    refuse_unsound(shapes)
    return results(data, shapes, usable(engine))


def _order(finding: Finding) -> tuple[str, ...]:
    return finding.thing, finding.rule, finding.path, finding.value, finding.component, finding.message.en


def _finding(result: Result, messages: Messages, advice: Advice) -> Finding:
    name = shorten(result.shape)
    said = result.component.rpartition("#")[2].removesuffix("ConstraintComponent")
    fallback = Text(f"formen {name} er ikke opfyldt ({said})", f"the shape {name} is not met ({said})")
    return Finding(
        severity=_SEVERITIES.get(result.severity, "violation"),
        check="shapes",
        rule=result.shape,
        message=messages.text(result.messages) or fallback,
        thing=_plain(result.focus),
        path=result.path,
        value="" if result.value is None else _plain(result.value),
        datatype=_datatype(result.value),
        component=result.component,
        suggestion=advice.on(result),
    )


def _datatype(term: object) -> str:
    if not isinstance(term, ox.Literal):
        return ""
    return f"@{term.language}" if term.language else term.datatype.value


def _plain(term: object) -> str:
    """Return the IRI or the lexical form of a term; a thing without a name keeps its `_:`."""
    return str(term) if isinstance(term, ox.BlankNode) else getattr(term, "value", str(term))
