"""W3C's SHACL cases, core and sparql, read where they lie: `KOMPAS_CONFORMANCE` or `../shared/conformance`."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT

from kg.errors import KgError
from kg.namespaces import RDF, SH
from kg.reasoning.facts import Facts
from kg.validation.engines import ENGINES, Engine, Result
from kg.validation.shapes import hold

SUITE = Path(os.environ.get("KOMPAS_CONFORMANCE", ROOT.parent / "shared" / "conformance")).resolve() / "shacl"
TEST = "http://www.w3.org/ns/shacl-test#"
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"

# What does not come out as published, by engine, with the reason.
EXCEPTIONS: dict[Engine, dict[str, str]] = {
    "rust": {},
    "pyshacl": {
        "core/property/uniqueLang-002": 'it reads "1"^^xsd:boolean as false',
        "sparql/node/prefixes-001": "it does not follow owl:imports from sh:prefixes, and ends in a bare Exception",
        "sparql/pre-binding/shapesGraph-001": "it has no $shapesGraph, and says so",
    },
}


def cases() -> list[str]:
    files = sorted(SUITE.rglob("*.ttl"))
    return [path.relative_to(SUITE).as_posix()[:-4] for path in files if b"sht:Validate" in path.read_bytes()]


CASES = cases()


def read(iri: str) -> list[ox.Quad]:
    path = Path(iri.removeprefix("file://"))
    return list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=iri, rename_blank_nodes=True))


def objects(quads: list[ox.Quad], subject: object, predicate: str) -> list[object]:
    return [quad.object for quad in quads if quad.subject == subject and quad.predicate.value == predicate]


def expected(quads: list[ox.Quad], report: object) -> list[tuple[str, ...]]:
    def row(result: object) -> tuple[str, ...]:
        def one(name: str) -> object:
            return next(iter(objects(quads, result, SH + name)), None)

        names = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity", "sourceShape")
        return tuple(nameless(one(name)) for name in names)

    return sorted(row(result) for result in objects(quads, report, SH + "result"))


def nameless(term: object) -> str:
    """Return a term as text; those without a name, which the engines name anew, are alike."""
    return "" if term is None or isinstance(term, ox.BlankNode) else str(term)


def told(results: list[Result]) -> list[tuple[str, ...]]:
    def iri(text: str) -> str:
        return f"<{text}>" if text else ""

    def row(one: Result) -> tuple[str, ...]:
        value = nameless(one.value)
        return (nameless(one.focus), iri(one.path), value, iri(one.component), iri(one.severity), iri(one.shape))

    return sorted(map(row, results))


def test_the_suite_is_here_and_whole() -> None:
    if not SUITE.is_dir():
        pytest.skip(f"NOT CHECKED: no SHACL cases of W3C in {SUITE}; name their folder with KOMPAS_CONFORMANCE")
    assert len(CASES) == 121
    assert all(set(CASES) >= known.keys() for known in EXCEPTIONS.values())


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("engine", ENGINES)
def test_the_results_are_the_published_ones(case: str, engine: Engine, request: pytest.FixtureRequest) -> None:
    if case in EXCEPTIONS[engine]:
        request.applymarker(pytest.mark.xfail(reason=EXCEPTIONS[engine][case], strict=True))
    quads = read((SUITE / f"{case}.ttl").as_uri())
    tests = ox.NamedNode(TEST + "Validate")
    (entry,) = (quad.subject for quad in quads if quad.predicate.value == RDF + "type" and quad.object == tests)
    (action,), (result,) = objects(quads, entry, MANIFEST + "action"), objects(quads, entry, MANIFEST + "result")
    data, shapes = (read(str(objects(quads, action, TEST + name)[0])[1:-1]) for name in ("dataGraph", "shapesGraph"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib warns of the literals that the cases are about
        if result == ox.NamedNode(TEST + "Failure"):
            with pytest.raises(KgError):
                hold([Facts(data)], shapes, engine)
            return
        wanted, found = expected(quads, result), told(hold([Facts(data)], shapes, engine))
    assert sorted(row[:-1] for row in found) == sorted(row[:-1] for row in wanted)
    assert {row for row in wanted if row[-1]} <= set(found)  # of a shape without a name we tell the one around it
