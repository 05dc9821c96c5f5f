"""Questions name only what the graph declares, and cut no answer off; what is wrong is told with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from kg.asking.questions import read
from kg.asking.vetting import vet, vetted
from kg.errors import KgError
from kg.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox

HEADER = """#+ question: {da: Hvad, en: What}
#+ parameters:
#+   place: {type: iri, class: kompas:Country, da: Stedet, en: The place}
#+ columns: {s: {da: emne, en: subject}}
#+ key: [s]
PREFIX id: <https://w3id.org/kompas/id/>
PREFIX kompas: <https://w3id.org/kompas/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?s
WHERE {
  VALUES ?place { UNDEF } # @param place
  ?s a kompas:Value ; skos:prefLabel ?label .
  ?s kompas:within? ?place .
}
ORDER BY STR(?s)
"""

FILES = {
    "ontology/a.ttl": "<https://w3id.org/kompas/def#A> a <http://www.w3.org/2002/07/owl#Class> .",
    "data/a.ttl": "<https://w3id.org/kompas/id/a> a <https://w3id.org/kompas/def#A> .",
    "queries/what.rq": """#+ question: {da: Hvad, en: What}
#+ columns: {s: {da: emne, en: subject}}
#+ key: [s]
SELECT ?s { ?s a <https://w3id.org/kompas/def#A> }
""",
}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    from kg.knowledge import whole

    return whole(Project(ROOT))


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("a kompas:Value", "a kompas:Valeu", ":13:8", "Did you mean kompas:Value"),
        ("skos:prefLabel ?", "skos:prefLabl ?", ":13:23", "not declared in the ontology"),
        ("?s a kompas:Value", "?s a id:value-fredom", ":13:8", "not a term or thing"),
        ("kompas:Country", "kompas:Contry", ":3", "not a class of the ontology; expected one that is. Did you mean"),
        ("kompas:Country", "kompas:within", ":3", "not a class of the ontology"),
        ("STR(?s)\n", "STR(?s)\nLIMIT 1\n", ":17:1", "cuts the answer off"),
        ("STR(?s)\n", "STR(?s) offset 3\n", ":16:18", "cuts the answer off"),
        ("STR(?s)\n", "STR(?label)\n", ":5", "ORDER BY leaves out the key column s"),
        ("?place .\n", "?place . FILTER (?plaec != ?s)\n", ":14:38", r"\?plaec gets its value nowhere"),
        ("?place .\n", "?place . FILTER (LANG(?label) = 'da')\n", ":14:38", "asks for one language"),
    ],
)
def test_a_question_that_no_graph_answers(  # as it is broken, and what is said of it
    store: ox.Store, tmp_path: Path, old: str, new: str, place: str, said: str
) -> None:
    file = tmp_path / "what.rq"
    assert old in HEADER
    file.write_text(HEADER.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KgError, match=said) as error:
        vet(store, read(file))
    assert error.value.place == f"{file}{place}"
    assert error.value.danish


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("?s a kompas:Value", "?s rdfs:label ?l ; <https://example.org/p> 1 ; a kompas:Value"),
        ("?s a kompas:Value", "{ SELECT ?s { ?s ?p ?o } LIMIT 3 } # LIMIT 4 kompas:Nothing\n ?s a kompas:Value"),
    ],
)
def test_what_is_declared_or_not_ours_passes(store: ox.Store, tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "what.rq"
    file.write_text(HEADER.replace(old, new, 1), encoding="utf-8")
    vet(store, read(file))


def test_a_library_is_vetted_as_a_whole_and_anew_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    project = Project(tmp_path)
    assert list(vetted(project)) == list(vetted(project)) == ["what"]
    file = tmp_path / "queries" / "what.rq"
    file.write_text(file.read_text(encoding="utf-8").replace("def#A", "def#B"), encoding="utf-8")
    with pytest.raises(KgError, match=r"what\.rq:4:18: <https://w3id.org/kompas/def#B> is not a term"):
        vetted(project)
