from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.document.citing import cite, cite_lines, find
from kg.document.passages import Part, Passage, innermost, parts, passage, passages, read_store, turtle, units
from kg.document.text import digest, letters
from kg.errors import KgError
from kg.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.project import Project

    RunKg = Callable[..., subprocess.CompletedProcess[str]]

TEXT = """1. Havne og broer

Øerne 🏝 skal have bedre fær-
ger og flere broer . De små
øer får en havne-
fond på 12,5 mio. kr. (3)
Broer koster mere end havne .

Boks: Havnefonden
Fonden støtter havne og broer
på små øer .
"""

PARTS = [
    Part(ID + "chapter-1", 0, len(TEXT)),
    Part(ID + "section-sea", TEXT.index("Øerne"), TEXT.index("Boks"), 1),
    Part(ID + "box-fund", TEXT.index("Boks"), len(TEXT), 1),
]


def words(phrase: str) -> list[str]:
    return [TEXT[found.start : found.end] for found in cite(phrase, TEXT)]


@pytest.mark.parametrize(
    ("phrase", "place"),
    [
        ("bedre færger og flere broer", "bedre fær-\nger og flere broer"),
        ("BEDRE FÆRGER", "bedre fær-\nger"),
        ("bedre fa\u0308rger".replace("a\u0308", "æ"), "bedre fær-\nger"),
        ("flere broer. De små øer", "flere broer . De små\nøer"),
        ("havnefond på 12,5 mio.kr.(3)", "havne-\nfond på 12,5 mio. kr. (3"),
        ("øer får … 12,5", "øer får en havne-\nfond på 12,5"),
        ("øer får ... 12,5", "øer får en havne-\nfond på 12,5"),
        ("Øerne [...] færger … broer", "Øerne 🏝 skal have bedre fær-\nger og flere broer"),
        ("« Boks: »", "Boks"),
    ],
)
def test_a_phrase_is_found_by_its_letters(phrase: str, place: str) -> None:
    assert words(phrase) == [place]


def test_all_places_are_found_in_the_order_of_the_text() -> None:
    found = cite("havne", TEXT)
    assert [TEXT.count("\n", 0, one.start) + 1 for one in found] == [1, 7, 10]
    assert len({one.iri for one in found}) == 3


def test_lines_choose_among_places() -> None:
    assert [one.start for one in cite("havne", TEXT, lines=(7, 9))] == [TEXT.index("havne .")]


def test_places_within_words_are_given_only_if_there_are_no_others() -> None:
    assert words("bro") == ["bro", "bro", "Bro", "bro"]
    assert words("ger") == ["ger"]
    assert words("broer koster") == ["Broer koster"]
    assert [one.start for one in cite("fond", TEXT)] == [
        TEXT.index("fond på"),
        TEXT.index("fonden\n"),
        TEXT.index("Fonden"),
    ]


def test_an_ellipsis_takes_the_shortest_run() -> None:
    text = "Vi bygger A. Vi bygger B nu. Vi bygger C nu."
    assert [text[start:end] for start, end in find(text, "Vi bygger … nu")] == ["Vi bygger B nu", "Vi bygger C nu"]


def test_a_passage_goes_from_the_first_letter_to_the_last() -> None:
    start = TEXT.index("(3")
    assert passage(TEXT, start, start + 4) == passage(TEXT, start + 1, start + 2)
    found = cite("mio. kr. (3)", TEXT)[0]
    assert (found.letter_count, found.letter_digest) == (6, digest("miokr3"))
    assert found.iri == f"{ID}passage-{found.start}-{found.end}"


def test_a_passage_never_begins_within_one_character() -> None:
    assert find("e\ufb03 i", "i") == [(3, 4)]


def test_nothing_is_no_passage() -> None:
    with pytest.raises(KgError, match="there are none"):
        passage(TEXT, TEXT.index(" . De"), TEXT.index("De "))
    with pytest.raises(KgError, match="no letter or digit"):
        cite(" … ", TEXT)


def test_a_phrase_that_departs_from_the_text_is_told_where() -> None:
    with pytest.raises(KgError) as raised:
        cite("De små øer får en lufthavn", TEXT)
    assert "its beginning is on line 4 up to “De små øer får en”" in str(raised.value)
    assert "goes on with “havne- fond" in str(raised.value)


def test_a_phrase_that_is_nowhere_is_told_the_nearest_line() -> None:
    with pytest.raises(KgError, match="line 7: “Broer koster mere end havne"):
        cite("broerne koster mere end en havn", TEXT)
    with pytest.raises(KgError, match="nor anything like it"):
        cite("xyzzy", TEXT)


def test_the_end_before_the_beginning_is_told_apart() -> None:
    with pytest.raises(KgError, match="not in this order"):
        cite("Fonden støtter … færger", TEXT)


def test_wrong_lines_are_told_the_right_ones() -> None:
    with pytest.raises(KgError, match="not begin on the lines 1-2, but on line 3"):
        cite("Øerne", TEXT, lines=(1, 2))


def test_lines_alone_make_a_passage() -> None:
    found = cite_lines((9, 11), TEXT)
    assert (found.start, found.end) == (TEXT.index("Boks"), TEXT.rindex("øer") + 3)
    with pytest.raises(KgError, match="expected lines from 1 to 12"):
        cite_lines((9, 99), TEXT)


def test_the_innermost_part_is_taken() -> None:
    assert [one.part for one in cite("broer", TEXT, parts=PARTS)] == [
        ID + "chapter-1",
        ID + "section-sea",
        ID + "section-sea",
        ID + "box-fund",
    ]
    assert cite("koster … Havnefonden", TEXT, parts=PARTS)[0].part == ID + "chapter-1"
    assert cite("koster", TEXT, parts=PARTS[2:])[0].part is None


def test_of_parts_of_one_extent_the_deeper_is_taken() -> None:
    shallow, deep = Part(ID + "section-a", 0, 9, 1), Part(ID + "section-b", 0, 9, 2)
    assert innermost(1, 5, [deep, shallow]) == innermost(1, 5, [shallow, deep]) == deep


UNITS = [
    (TEXT.index("Øerne"), TEXT.index(" . De"), ID + "unit-islands"),
    (TEXT.index("De små"), TEXT.index(" (3)"), ID + "unit-fund"),
    (TEXT.index("Broer"), TEXT.index(" .\n\nBoks"), ID + "unit-bridges"),
]


def test_a_passage_lies_on_the_units_that_it_overlaps() -> None:
    def on(phrase: str) -> list[tuple[str, ...]]:
        return [tuple(unit.partition("unit-")[2] for unit in one.units) for one in cite(phrase, TEXT, units=UNITS)]

    assert on("broer") == [(), ("islands",), ("bridges",), ()]
    assert on("broer … koster") == [("bridges",)]
    assert on("små øer får … mere end havne") == [("bridges", "fund")]
    assert on("flere broer . De") == [("fund", "islands")]
    assert cite_lines((3, 7), TEXT).units == ()


def assert_formatted(document: str, folder: Path) -> None:
    path = folder / "formatted.ttl"
    path.write_text(document, encoding="utf-8")
    subprocess.run([Path(sys.executable).with_name("turtlefmt"), path], check=True)
    assert path.read_text(encoding="utf-8") == document


def test_the_turtle_is_formatted_and_says_what_the_passage_is(tmp_path: Path) -> None:
    found = cite("flere broer . De", TEXT, parts=PARTS, units=UNITS)[0]
    prefixes = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/kompas/id/> .
@prefix kompas: <https://w3id.org/kompas/def#> .
@prefix oa: <http://www.w3.org/ns/oa#> .

"""
    document = prefixes + turtle(found)
    assert_formatted(document, tmp_path)
    store = ox.Store()
    store.load(document.encode(), format=ox.RdfFormat.TURTLE)
    assert len(store) == 9
    assert passages(store) == [found]


STRUCTURE = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/kompas/id/> .
@prefix kompas: <https://w3id.org/kompas/def#> .

id:text-2022-da a kompas:ReferenceText ;
    kompas:digest "{sha}" .

id:chapter-1 a kompas:Chapter ;
    kompas:extent {chapter} .

id:box-fund a kompas:Box ;
    dcterms:isPartOf id:chapter-1 ;
    kompas:extent {box} .
"""


@pytest.fixture
def sea(small: Project, tmp_path: Path) -> Project:
    """A project whose document is TEXT, which lies beside it as sea.txt."""
    whole, box = cite_lines((1, 11), TEXT), cite_lines((9, 11), TEXT)
    structure = STRUCTURE.format(
        sha=hashlib.sha256(TEXT.encode()).hexdigest(),
        chapter=whole.iri.replace(ID, "id:"),
        box=box.iri.replace(ID, "id:"),
    )
    first, after = TEXT.index("Fonden st"), TEXT.index("havne og")
    unit = f"id:unit-fund a kompas:Unit ;\n    oa:end {after} ;\n    oa:start {first} .\n"
    blocks = "@prefix oa: <http://www.w3.org/ns/oa#> .\n" + "\n".join([turtle(whole), turtle(box), unit])
    folder = small.root / "data" / "document"
    folder.mkdir()
    (folder / "structure.ttl").write_text(structure + blocks, encoding="utf-8")
    (tmp_path / "sea.txt").write_bytes(TEXT.encode())
    return small


def test_extents_are_read_with_their_depth(sea: Project) -> None:
    found = {part.iri: part for part in parts(read_store(sea))}
    assert found[ID + "box-fund"] == Part(ID + "box-fund", TEXT.index("Boks"), TEXT.rindex("øer") + 3, 1)
    assert found[ID + "chapter-1"].depth == 0


def test_a_unit_without_its_place_is_an_error(sea: Project) -> None:
    assert [iri for _, _, iri in units(read_store(sea))] == [ID + "unit-fund"]
    path = sea.root / "data" / "document" / "structure.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "id:unit-2 a kompas:Unit ; oa:start 3 .\n", "utf-8")
    with pytest.raises(KgError, match=r"^id:unit-2: expected one oa:end"):
        units(read_store(sea))


def test_an_extent_without_a_place_is_an_error(sea: Project) -> None:
    path = sea.root / "data" / "document" / "structure.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "id:chapter-2 kompas:extent id:passage-1-2 .\n", "utf-8")
    with pytest.raises(KgError, match=r"^id:passage-1-2: is the extent"):
        parts(read_store(sea))


@pytest.fixture
def kg_cite(sea: Project, tmp_path: Path, run_kg: RunKg) -> RunKg:
    def run(*arguments: str, source: Path | None = None) -> subprocess.CompletedProcess[str]:
        return run_kg("cite", *arguments, "--project", sea.root, "--source", source or tmp_path / "sea.txt")

    return run


def test_the_command_prints_ready_turtle(kg_cite: RunKg, tmp_path: Path) -> None:
    done = kg_cite("Fonden støtter havne")
    assert (done.returncode, done.stderr) == (0, "")
    assert_formatted(done.stdout, tmp_path)
    assert "    dcterms:isPartOf id:box-fund ;\n    kompas:onUnit id:unit-fund ;\n" in done.stdout
    assert kg_cite("Fonden støtter havne", "--no-prefixes").stdout == done.stdout.partition("\n\n")[2]


def test_the_command_prints_all_places_with_their_lines(kg_cite: RunKg) -> None:
    done = kg_cite("broer")
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("#")] == [
        f"# {number} of 4, line {line}" for number, line in enumerate((1, 4, 7, 10), start=1)
    ]
    assert kg_cite("broer", "--lines", "10").stdout.count("a kompas:Passage") == 1
    assert kg_cite("broer", "--lines", "7-10").stdout.count("a kompas:Passage") == 2


def test_the_command_takes_ends_and_lines(kg_cite: RunKg) -> None:
    by_ends = json.loads(kg_cite("Fonden", "--end-phrase", "broer", "--lines", "10", "--format", "json").stdout)
    by_lines = json.loads(kg_cite("--lines", "10-10", "--format", "json").stdout)
    assert [one.pop("onUnit") for one in by_ends + by_lines] == [[ID + "unit-fund"], []]
    assert by_ends == by_lines
    assert by_lines[0]["isPartOf"] == ID + "box-fund"
    assert TEXT[by_lines[0]["start"] : by_lines[0]["end"]] == "Fonden støtter havne og broer"


def test_a_place_of_no_part_is_printed_with_a_warning(kg_cite: RunKg, sea: Project) -> None:
    path = sea.root / "data" / "document" / "structure.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace("kompas:extent", "kompas:about"), "utf-8")
    done = kg_cite("Fonden støtter havne")
    assert done.returncode == 0
    assert "no part of the document" in done.stderr
    assert "\n# part unknown\nid:passage-" in done.stdout
    assert "dcterms" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Fonden bygger broer"], "“Fonden bygger broer”: does not stand in the text"),
        (["broer", "--lines", "9-8"], "expected lines such as"),
        (["broer", "--lines", "x"], "expected lines such as"),
        ([], "expected a phrase"),
        (["—"], "no letter or digit"),
    ],
)
def test_trouble_is_one_clear_line(kg_cite: RunKg, arguments: list[str], said: str) -> None:
    done = kg_cite(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_another_text_is_refused(kg_cite: RunKg, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TEXT.upper(), encoding="utf-8")
    done = kg_cite("broer", source=other)
    assert done.returncode == 2
    assert "offsets count in id:text-2022-da" in done.stderr
    assert "whose files are named with --in" in done.stderr


def test_a_text_that_nobody_knows_is_described_before_its_passages(run_kg: RunKg, tmp_path: Path) -> None:
    (tmp_path / "Min øtekst.txt").write_bytes(TEXT.encode())
    own = tmp_path / "own.ttl"
    own.write_text('@prefix id: <https://w3id.org/kompas/id/> .\nid:theme-a id:b "c" .\n', encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run_kg("cite", *arguments, "--in", "own.ttl", "--source", "Min øtekst.txt", cwd=tmp_path)

    done = run("Fonden støtter havne")
    assert_formatted(done.stdout, tmp_path)
    assert "\nid:text-min-oetekst a kompas:ReferenceText ;\n" in done.stdout
    assert f"kompas:characterCount {len(TEXT)} ;\n" in done.stdout
    assert (
        f'kompas:digest "{hashlib.sha256(TEXT.encode()).hexdigest()}" .\n\n# part unknown\nid:passage-' in done.stdout
    )
    own.write_text(done.stdout, encoding="utf-8")
    assert "ReferenceText" not in run("Fonden støtter havne").stdout
    assert json.loads(run("Fonden støtter havne", "--format", "json").stdout)[0]["hasSource"] == ID + "text-min-oetekst"
    (tmp_path / "Min øtekst.txt").write_bytes(TEXT.upper().encode())
    changed = run("Fonden støtter havne")
    sha = hashlib.sha256(TEXT.upper().encode()).hexdigest()
    assert (changed.returncode, changed.stdout) == (2, "")
    assert f"a second text needs a kompas:ReferenceText of its own, with the kompas:digest {sha}" in changed.stderr
    unnamed = run_kg("cite", "Fonden", "--in", "own.ttl", cwd=tmp_path, KOMPAS_SOURCE=str(tmp_path / "Min øtekst.txt"))
    assert unnamed.stderr == "expected the reference text; name it with --source\n"  # what is set is of another


def test_without_a_text_the_command_asks_for_it(sea: Project, tmp_path: Path, run_kg: RunKg) -> None:
    assert "--source or KOMPAS_SOURCE" in run_kg("cite", "broer", "--project", sea.root).stderr
    named = run_kg("cite", "koster", "--project", sea.root, KOMPAS_SOURCE=str(tmp_path / "sea.txt"))
    assert named.returncode == 0


def test_every_sentence_of_the_strategy_is_cited_from_its_words(source_text: Path) -> None:
    text = source_text.read_bytes().decode()
    sentences = [sentence for sentence in text.split(" .") if len(letters(sentence).folded) > 40]
    assert len(sentences) > 500
    for sentence in sentences:
        start = text.index(sentence)
        expected = passage(text, start, start + len(sentence))
        assert expected in cite(" ".join(sentence.replace("-\n", "").upper().split()), text)


def test_a_passage_is_a_value() -> None:
    assert Passage(1, 2, 1, "0" * 64) == Passage(1, 2, 1, "0" * 64, iri=ID + "passage-1-2")
