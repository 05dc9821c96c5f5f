from __future__ import annotations

import json
import subprocess
import sys
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document.cutting import Kind, Unit, cut, cut_lines, turtle
from kg.document.passages import Part, innermost, parts, passages, read_store
from kg.document.text import letters
from kg.errors import KgError
from kg.namespaces import DCTERMS, ID, KOMPAS, OA
from kg.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyoxigraph as ox

    RunKg = Callable[..., subprocess.CompletedProcess[str]]


def pieces(text: str, part: str = "section-sea") -> list[str]:
    """Return the words of each unit of a text that stands in one part."""
    return [words(text, unit) for unit in cut(text, 0, len(text), parts=[Part(ID + part, 0, len(text))])]


def kinds(text: str, part: str = "section-sea") -> list[tuple[Kind, str]]:
    units = cut(text, 0, len(text), parts=[Part(ID + part, 0, len(text))])
    return [(unit.kind, words(text, unit)) for unit in units]


def words(text: str, unit: Unit) -> str:
    return " ".join(text[unit.start : unit.end].split())


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Havet er dybt . Øen er lille .", ["Havet er dybt", "Øen er lille"]),
        ("Havet er dybt. Øen er lille.", ["Havet er dybt", "Øen er lille"]),
        ("Vi sejler bl .a . Samsø rundt, fx til\nØrø .", ["Vi sejler bl .a . Samsø rundt, fx til Ørø"]),
        (
            "Færgen når bl. a. Fur, f.eks. Nibe, ca . 20 havne og m .fl .",
            ["Færgen når bl. a. Fur, f.eks. Nibe, ca . 20 havne og m .fl"],
        ),
        ("Fonden har 12 mio . kr . i år . Den vokser .", ["Fonden har 12 mio . kr . i år", "Den vokser"]),
        ("Broen koster 3 mia . kr . Den åbner snart .", ["Broen koster 3 mia . kr", "Den åbner snart"]),
        ("Der er tang, sten mv . Havnen åbner pr . 3 . maj .", ["Der er tang, sten mv", "Havnen åbner pr . 3 . maj"]),
        ("Færgen åbner den 27 . januar og 2 . Marts .", ["Færgen åbner den 27 . januar og 2 . Marts"]),
        ("Det var i 2019 . Maren sejlede .", ["Det var i 2019", "Maren sejlede"]),
        (
            "Hver anden ø er tom .(3) Det er trist . (12) Vi bygger .",
            ["Hver anden ø er tom .(3", "Det er trist . (12", "Vi bygger"],
        ),
        ("Skal vi sejle? Ja! Vi skal .", ["Skal vi sejle", "Ja", "Vi skal"]),
        ("Han kalder den ”de smås ø” . Den er grøn .", ["Han kalder den ”de smås ø", "Den er grøn"]),
        ("Vi bygger en havne-\nfond på Fur .", ["Vi bygger en havne- fond på Fur"]),
        ("Broen er ny .Øen er gammel .", ["Broen er ny", "Øen er gammel"]),
        ("Tallet er 140 .000 i alt .", ["Tallet er 140 .000 i alt"]),
        ("3.   Havet\nog øerne", ["3. Havet og øerne"]),
    ],
)
def test_sentences_end_at_their_stops_and_nowhere_else(text: str, units: list[str]) -> None:
    assert pieces(text) == units


@pytest.mark.parametrize(
    "text",
    [
        "Vi vil bygge større og\n\nbedre broer mellem\n\nØst og Vest .",
        "Vi vil hente sten i hav-\n\nnen .",
        "Øen er omgivet af hav på alle sider, og\n\nDanmark har flere øer end de fleste .",
    ],
)
def test_a_sentence_goes_on_after_a_blank_line_that_only_spaces_it(text: str) -> None:
    assert len(pieces(text)) == 1


def test_a_heading_is_told_from_the_text_below_it() -> None:
    text = "Flere broer\n\nVi bygger broer .\n\nSmå havne \nVi støtter havne på alle små og store øer .\n"
    assert kinds(text) == [
        ("heading", "Flere broer"),
        ("running-text", "Vi bygger broer"),
        ("heading", "Små havne"),
        ("running-text", "Vi støtter havne på alle små og store øer"),
    ]


def test_a_line_that_is_full_is_no_heading() -> None:
    text = "Havnen ligger ved den gamle by, og fra\nFur sejler færgen hver dag hele året .\n"
    assert len(pieces(text)) == 1


def test_a_lead_in_is_a_heading_and_a_title_with_a_colon_is_one() -> None:
    assert kinds("Storme: De skader havne .", "box-sea") == [("heading", "Storme"), ("box-text", "De skader havne")]
    assert kinds("Kort sagt:\nHavet og vi", "box-sea") == [("heading", "Kort sagt: Havet og vi")]


def test_a_new_page_ends_a_paragraph_unless_the_sentence_goes_on() -> None:
    assert pieces("Havet er dybt .\n Små øer\n\nVi bor der .") == ["Havet er dybt", "Små øer", "Vi bor der"]
    assert pieces("Fiskerne bor på\n Fur .") == ["Fiskerne bor på Fur"]


def test_a_colon_opens_a_list_and_a_heading_ends_it() -> None:
    text = "Derfor vil vi:\n\nBygge havne .\n\nRejse broer .\nSå langt det rækker .\n\nStorme: Vi er klar .\n"
    assert [kind for kind, _ in kinds(text, "box-sea")] == [
        "box-text",
        "list-item",
        "list-item",
        "list-item",
        "heading",
        "box-text",
    ]


def test_bullets_are_list_items_to_their_end() -> None:
    assert kinds("• Vi bygger . Fx havne .\n\n● Vi sejler\nlangt .", "box-sea") == [
        ("list-item", "Vi bygger"),
        ("list-item", "Fx havne"),
        ("list-item", "Vi sejler langt"),
    ]


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("FrihedTang", "wheel-9", [("label", "Frihed"), ("label", "Tang")]),
        (
            "Fur\n\nMors\nThy\n\nSamsø\nog Tunø",
            "map-9",
            [("label", n) for n in ("Fur", "Mors", "Thy", "Samsø og Tunø")],
        ),
        ("Færger til øerne i 2020 (4)", "map-9", [("caption", "Færger til øerne i 2020 (4")]),
        ("Fri sejlads\n\nFlere havne", "box-9-key-points", [("label", "Fri sejlads"), ("label", "Flere havne")]),
        ("12 mio. kr.\ntil havne", "box-9", [("callout", "12 mio. kr. til havne")]),
        ("Øer bor vi på .", "table-9", [("box-text", "Øer bor vi på")]),
        ("HAVNE- OG BROPOLITISK PLAN 12", "chapter-9", [("furniture", "HAVNE- OG BROPOLITISK PLAN 12")]),
        ("Havnevej 2\nTlf .: 12 34", "part-colophon", [("furniture", "Havnevej 2 Tlf .: 12 34")]),
        (
            "7\n\nHavet\n\nKilde: A . Å; Havne .\nFur, 2019 .\n\nhttp://a.example\nhttp://b.example",
            "section-references",
            [
                ("reference-entry", "7"),
                ("heading", "Havet"),
                ("reference-entry", "Kilde: A . Å; Havne . Fur, 2019"),
                ("reference-entry", "http://a.example"),
                ("reference-entry", "http://b.example"),
            ],
        ),
    ],
)
def test_the_part_and_the_signs_tell_the_kind_of_place(text: str, part: str, expected: list[tuple[Kind, str]]) -> None:
    assert kinds(text, part) == expected


def test_units_end_where_parts_end_and_lie_in_the_innermost() -> None:
    text = "Havet er dybt og\n\n12\n\nmio . er sat af\n\nblåt ."
    number = text.index("12")
    rest = text.index("mio")
    known = [
        Part(ID + "chapter-1", 0, len(text)),
        Part(ID + "box-fund", number, number + 2, 1),
        Part(ID + "box-fund", rest, text.index("\n\nblåt"), 1),
    ]
    units = cut(text, 0, len(text), parts=known)
    assert [(words(text, unit), unit.part) for unit in units] == [
        ("Havet er dybt og", ID + "chapter-1"),
        ("12", ID + "box-fund"),
        ("mio . er sat af", ID + "box-fund"),
        ("blåt", ID + "chapter-1"),
    ]


def test_the_stop_after_a_part_belongs_to_its_last_sentence() -> None:
    text = "Havet er dybt . Øen er lille .Boks"
    known = [Part(ID + "section-sea", 0, text.index(" .Boks"))]
    assert [unit.kind for unit in cut(text, 0, len(text), parts=known)] == ["running-text", "running-text", "heading"]


def test_lines_are_cut_and_must_be_there() -> None:
    text = "Havet er dybt .\nØen er lille .\nBroen er ny .\n"
    assert [words(text, unit) for unit in cut_lines((2, 3), text)] == ["Øen er lille", "Broen er ny"]
    with pytest.raises(KgError, match="expected lines from 1 to 4"):
        cut_lines((2, 9), text)
    with pytest.raises(KgError, match="expected letters or digits"):
        cut_lines((4, 4), text)


SIGNS = st.text(st.sampled_from("aåÅBé1 \n\n.:;(3)•●-–”!,ﬁ%"), min_size=1, max_size=120)


@settings(deadline=None)  # a busy machine is no fault of the text's
@given(text=SIGNS, edges=st.lists(st.integers(0, 120), max_size=4), kind=st.sampled_from(["map", "box", "section"]))
def test_whatever_the_text_each_letter_is_in_one_unit(text: str, edges: list[int], kind: str) -> None:
    limits = sorted(min(edge, len(text)) for edge in edges)
    known = [
        Part(f"{ID}{kind}-{first}", first, last, 1) for first, last in zip(limits[::2], limits[1::2], strict=False)
    ]
    if not letters(text).folded:
        with pytest.raises(KgError):
            cut(text, 0, len(text), parts=known)
        return
    units = cut(text, 0, len(text), parts=known)
    assert_cover(text, [(unit.start, unit.end) for unit in units])


def assert_cover(text: str, places: Sequence[tuple[int, int]]) -> None:
    """Check that the places hold each letter and digit of the text once, and begin and end with one."""
    found = letters(text)
    done = 0
    for start, end in sorted(places):
        first, last = found.slice(start, end)
        assert first == done, f"letters {done}-{first} are in no unit, or in two: before {start}-{end}"
        assert (found.origins[first], found.ends[last - 1]) == (start, end), f"{start}-{end} has loose ends"
        done = last
    assert done == len(found.folded), "letters after the last unit"


@pytest.fixture
def kg_cut(small: Project, tmp_path: Path, run_kg: RunKg) -> RunKg:
    (tmp_path / "sea.txt").write_text("Havet\n\nHavet er dybt .\nØen er lille .\n", encoding="utf-8")

    def run(*arguments: str, source: Path | None = None) -> subprocess.CompletedProcess[str]:
        return run_kg("cut", *arguments, "--project", small.root, "--source", source or tmp_path / "sea.txt")

    (small.root / "data" / "document").mkdir()
    return run


def test_the_command_prints_turtle_that_the_formatter_leaves(kg_cut: RunKg, tmp_path: Path) -> None:
    done = kg_cut()
    assert (done.returncode, done.stderr, done.stdout.count("a kompas:Unit ;")) == (0, "", 3)
    assert "lille" not in done.stdout
    path = tmp_path / "units.ttl"
    path.write_text(done.stdout, encoding="utf-8")
    subprocess.run([Path(sys.executable).with_name("turtlefmt"), path], check=True)
    assert path.read_text(encoding="utf-8") == done.stdout
    assert kg_cut("--no-prefixes").stdout == done.stdout.partition("\n\n")[2]


def test_the_command_shows_the_words_on_request(kg_cut: RunKg) -> None:
    shown = json.loads(kg_cut("--lines", "3-4", "--format", "json").stdout)
    assert [(unit["line"], unit["words"]) for unit in shown] == [(3, "Havet er dybt"), (4, "Øen er lille")]


def test_the_command_says_what_it_needs(kg_cut: RunKg, small: Project, tmp_path: Path, run_kg: RunKg) -> None:
    done = run_kg("cut", "--project", small.root)
    assert (done.returncode, "--source or KOMPAS_SOURCE" in done.stderr) == (2, True)
    known = small.root / "data" / "document" / "structure.ttl"
    known.write_text(f'@prefix kompas: <{KOMPAS}> .\n<{ID}text-1> kompas:digest "{"0" * 64}" .\n', encoding="utf-8")
    done = kg_cut()
    assert (done.returncode, done.stdout) == (2, "")
    assert "this is another text" in done.stderr
    assert str(tmp_path / "sea.txt") in done.stderr


# The committed units, against the text itself.


@pytest.fixture(scope="module")
def document() -> ox.Store:
    return read_store(Project(ROOT), "data/document")


@pytest.fixture(scope="module")
def units(document: ox.Store) -> list[Unit]:
    return sorted(committed(document), key=lambda unit: unit.start)


def committed(document: ox.Store) -> list[Unit]:
    """Read the units of the project's own data; each value must be there once."""
    import pyoxigraph as ox

    def only(unit: ox.NamedNode, predicate: str) -> str:
        (value,) = {quad.object for quad in document.quads_for_pattern(unit, ox.NamedNode(predicate), None)}
        assert isinstance(value, (ox.NamedNode, ox.Literal))
        return value.value

    named: dict[str, Kind] = {f"{ID}place-{kind}": kind for kind in get_args(Kind)}
    found = []
    subjects = {quad.subject for quad in document.quads_for_pattern(None, None, ox.NamedNode(KOMPAS + "Unit"))}
    for iri in subjects:
        assert isinstance(iri, ox.NamedNode)
        start, end = int(only(iri, OA + "start")), int(only(iri, OA + "end"))
        unit = Unit(start, end, named[only(iri, KOMPAS + "placeKind")], only(iri, DCTERMS + "isPartOf"))
        assert unit.iri == iri.value
        found.append(unit)
    return found


def test_the_units_hold_each_letter_and_digit_of_the_text_once(units: list[Unit], source_text: Path) -> None:
    assert_cover(source_text.read_bytes().decode(), [(unit.start, unit.end) for unit in units])


def test_each_unit_lies_in_the_innermost_part(units: list[Unit], document: ox.Store) -> None:
    known = parts(document)
    for unit in units:
        holder = innermost(unit.start, unit.end, known)
        assert (holder.iri if holder else ID + "strategy-2022") == unit.part, unit.iri


def test_every_passage_lies_on_units(units: list[Unit], document: ox.Store) -> None:
    starts = [unit.start for unit in units]
    for passage in passages(document):
        last = units[bisect_right(starts, passage.end - 1) - 1]
        assert max(last.start, passage.start) < min(last.end, passage.end), passage.iri


def test_the_command_proposes_nearly_all_committed_units(
    units: list[Unit], document: ox.Store, source_text: Path
) -> None:
    text = source_text.read_bytes().decode()
    proposed = cut(text, 0, len(text), parts=parts(document))
    alike = set(proposed) & set(units)
    assert len(alike) > 0.9 * len(units)


def test_a_unit_is_written_as_the_data_has_it(units: list[Unit]) -> None:
    data = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data" / "document").glob("units-*.ttl"))
    first = turtle(units[0]).partition("    oa:end")[0]
    assert first in data
