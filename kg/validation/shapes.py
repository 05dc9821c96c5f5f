"""The shapes check: SHACL over asserted and inferred triples, one finding a result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import SH, shorten
from kg.reasoning.facts import Facts
from kg.validation.advice import Advice
from kg.validation.engines import Messages, results, usable
from kg.validation.findings import Finding, Text
from kg.validation.soundness import refuse_unsound
from kg.validation.targets import engaged
from kg.validation.which import Which

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.validation.engines import Engine, Result
    from kg.validation.findings import Severity

_QUERY = SH + "SPARQLConstraintComponent"
_SEVERITIES: dict[str, Severity] = {SH + "Info": "info", SH + "Warning": "warning"}


def check(data: Sequence[Facts], shapes: Sequence[ox.Quad], engine: Engine | None = None) -> list[Finding]:
    """Hold data (asserted, inferred and the ontology, whatever graphs they are in) to shapes; sorted, each once.

    Raises: KgError as `hold` does.
    """
    found = hold(data, shapes, engine)
    messages, advice, which = Messages(shapes), Advice(shapes if found else ()), Which(found, shapes, data)
    afar = _from_afar(found, data)
    placed = (
        replace(one, focus=one.value, value=None) if one.value and (one.focus, one.value) in afar else one
        for one in found
    )  # fmt: skip
    return sorted({_finding(result, messages, advice, which) for result in placed}, key=_order)


def hold(data: Sequence[Facts], shapes: Sequence[ox.Quad], engine: Engine | None = None) -> list[Result]:
    """Return the results of holding data to shapes.

    Raises: KgError for what cannot be checked: recursive shapes, programs, broken constraints, refused queries.
    """
    refuse_unsound(Facts(shapes))
    return results(data, list(engaged(shapes)), usable(engine))


def _order(finding: Finding) -> tuple[str, ...]:
    return finding.thing, finding.rule, finding.path, finding.value, finding.component, finding.message.en


def _from_afar(found: Iterable[Result], data: Iterable[Facts]) -> set[tuple[object, object]]:
    """Return the nodes that queries start from with the things that they found there, which are no values of them."""
    asked: set[tuple[object, object]] = {
        (one.focus, one.value) for one in found if one.component == _QUERY and isinstance(one.value, ox.NamedNode)
    }
    return asked.difference(*(facts.pairs(name) for facts in data for name in facts.predicates())) if asked else asked


def _finding(result: Result, messages: Messages, advice: Advice, which: Which) -> Finding:
    name = shorten(result.shape)
    said = result.component.rpartition("#")[2].removesuffix("ConstraintComponent")
    fallback = Text(f"formen {name} er ikke opfyldt ({said})", f"the shape {name} is not met ({said})")
    return Finding(
        severity=_SEVERITIES.get(result.severity, "violation"),
        check="shapes",
        rule=result.shape,
        message=_short(messages.text(result.messages) or fallback, result, which.on(result)),
        thing=_plain(result.focus),
        path=result.path,
        value="" if result.value is None else _plain(result.value),
        datatype=_datatype(result.value),
        component=result.component,
        suggestion=advice.on(result),
    )


def _short(message: Text, result: Result, here: Text | None) -> Text:
    """Return a message with the IRIs that it was filled in with in short form, and what is wrong here."""
    for term in (result.focus, result.value):
        if isinstance(term, ox.NamedNode):
            name = shorten(term.value)
            message = Text(*(said.replace(f"<{term.value}>", name).replace(term.value, name) for said in message))
    return Text(f"{message.da} {here.da}", f"{message.en} {here.en}") if here else message


def _datatype(term: object) -> str:
    if not isinstance(term, ox.Literal):
        return ""
    return f"@{term.language}" if term.language else term.datatype.value


def _plain(term: object) -> str:
    """Return the IRI or the lexical form of a term; a thing without a name keeps its `_:`."""
    return str(term) if isinstance(term, ox.BlankNode) else getattr(term, "value", str(term))
