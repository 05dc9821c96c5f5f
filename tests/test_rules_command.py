"""`kg rules`: the compiled rules, readable, each with its name and axiom."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
from click.testing import CliRunner

from kg.cli import cli
from kg.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["rules", *arguments], catch_exceptions=False, obj=Settings("en"))


def test_rules_of_the_project_are_sparql_that_any_engine_takes() -> None:
    rules = json.loads(run("--format", "json").stdout)
    assert len(rules) > 100
    store = ox.Store()
    for rule in rules:
        if rule["kind"] == "fact":
            store.update(rule["sparql"])
        else:
            assert not list(store.query(rule["sparql"]))  # type: ignore[arg-type]  # a SELECT gives rows
        assert "urn:kompas:graph" not in rule["sparql"]


def test_each_rule_comes_with_its_axiom_and_what_is_left_out_is_said() -> None:
    text = run().stdout
    assert "# prp-trp: kompas:within Characteristics: Transitive\nPREFIX kompas:" in text
    assert "# eq-ref is left out: it says that every term is the same as itself" in text


def test_one_name_and_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(
        "@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        ":p a owl:SymmetricProperty . :q owl:propertyChainAxiom ( :p :p ) ; owl:inverseOf :r .",
        encoding="utf-8",
    )
    printed = run(str(file), "--name", "prp-spo2").stdout
    assert printed == (
        "# prp-spo2: <https://example.org/p> o <https://example.org/p> SubPropertyOf <https://example.org/q>\n"
        "INSERT {\n  ?u0 <https://example.org/q> ?u2 .\n} WHERE {\n"
        "  ?u0 <https://example.org/p> ?u1 .\n  ?u1 <https://example.org/p> ?u2 .\n}\n"
    )


def test_two_runs_print_the_same() -> None:
    assert run().stdout == run().stdout
