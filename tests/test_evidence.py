from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
import textwrap
import unicodedata
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from kg.document.citing import cite
from kg.document.evidence import Verification, find_copy, verify, verify_file, words
from kg.document.passages import Passage, Use, by_place, passage, passages, read_store, turtle, uses
from kg.document.text import letters, read
from kg.errors import KgError
from kg.namespaces import ID, KOMPAS
from kg.project import find_project

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from kg.project import Project

    RunKg = Callable[..., subprocess.CompletedProcess[str]]

# The strategy itself, read where it lies: each perturbation is a way in which extractions of one PDF differ.

TELLING = 24  # letters; what is shorter can stand in several places


@pytest.fixture(scope="module")
def text(source_text: Path) -> str:
    return read(source_text)


@pytest.fixture(scope="module")
def cited(text: str) -> list[Passage]:
    """Passages of one word to sixty all over the text, some within others, as data has them."""
    chance = random.Random(2022)  # noqa: S311  # the same passages each time
    starts = [match.start() for match in re.finditer(r"(?<=[.\n] )\w|(?<=[^-]\n)\w", text)]
    found = set()
    for start in chance.sample(starts, 400):
        length = chance.choice([0, 1, 4, 9, 19, 39, 59])
        run = re.compile(rf"(?:\w+\W+){{0,{length}}}\w+").match(text, start)
        if run:
            found.add(passage(text, start, run.end()))
    assert len(found) > 390
    return sorted(found, key=by_place)


def unbroken(text: str) -> str:
    return re.sub(r"-\n", "", text)


def hyphenated(text: str) -> str:
    return re.sub(r"(\w{4})(\w{4})", "\\1-\n\\2", unbroken(text))


def shuffled(blocks: list[str]) -> str:
    random.Random(7).shuffle(blocks)  # noqa: S311  # the same order each time
    return "\n".join(blocks)


def columns(text: str) -> str:
    """Take every second page before the others, as an extraction may that reads column by column."""
    lines = text.split("\n")
    pages = ["\n".join(lines[start : start + 60]) for start in range(0, len(lines), 60)]
    return "\n".join(pages[::2] + pages[1::2])


IN_ORDER: dict[str, Callable[[str], str]] = {
    "narrow": lambda text: textwrap.fill(" ".join(unbroken(text).split()), 38),
    "wide": lambda text: textwrap.fill(" ".join(text.split()), 130),
    "one line": lambda text: " ".join(text.split()),
    "hyphenated": hyphenated,
    "soft hyphens": lambda text: hyphenated(text).replace("-\n", "\u00ad\n"),
    "no spaces": lambda text: "".join(text.split()),
    "more spaces": " ".join,
    "tight full stops": lambda text: text.replace(" .", "."),
    "no dashes": lambda text: re.sub("[-–—]", "", text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "ligatures": lambda text: text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ").replace("ff", "ﬀ"),
    "upper case": str.upper,
    "lower case": str.lower,
    "windows": lambda text: text.replace("\n", "\r\n"),
    "pictographs before": lambda text: "🧭🧭🧭\n" + text,
    "other front matter": lambda text: "Another cover, with some words of its own. 2022\n" * 30 + text,
}
REORDERED: dict[str, Callable[[str], str]] = {
    "columns": columns,
    "halves swapped": lambda text: text[70_000:] + "\n" + text[:70_000],
    "paragraphs shuffled": lambda text: shuffled(re.split(r"(?<=\.) ?\n\n", text)),
    "every fortieth line lost": lambda text: "\n".join(line for i, line in enumerate(text.split("\n")) if i % 40),
}


@pytest.mark.parametrize("perturb", IN_ORDER.values(), ids=IN_ORDER)
def test_every_passage_is_found_however_the_text_is_wrapped(
    text: str, cited: list[Passage], perturb: Callable[[str], str]
) -> None:
    assert_found_where_it_stands(verify(cited, perturb(text)), text, perturb(text), lost=0)


@pytest.mark.parametrize("perturb", REORDERED.values(), ids=REORDERED)
def test_a_passage_fails_only_if_the_order_tears_it(
    text: str, cited: list[Passage], perturb: Callable[[str], str]
) -> None:
    assert_found_where_it_stands(verify(cited, perturb(text)), text, perturb(text), lost=None)


def assert_found_where_it_stands(verification: Verification, text: str, copy: str, *, lost: int | None) -> None:
    """Hold each finding to a plain search for the passage's own letters, which verify does not know."""
    there = letters(copy).folded
    assert verification.findings
    for finding in verification.findings:
        wanted = letters(text[finding.passage.start : finding.passage.end]).folded
        assert (finding.place is None) == (finding.state == "failed")
        if len(wanted) > TELLING or finding.place:  # a short one may stand inside other words, where it is not sought
            assert (finding.place is not None) == (wanted in there)
        if finding.place:
            assert letters(copy[slice(*finding.place)]).folded == wanted
            stands = finding.place == (finding.passage.start, finding.passage.end)
            assert finding.state == ("stands" if stands else "moved")
    failed = len(verification.of("failed"))
    assert failed == lost if lost is not None else failed < len(verification.findings) / 2


def test_every_passage_stands_in_the_reference_text(text: str, cited: list[Passage]) -> None:
    verification = verify(cited, text, exact=True)
    assert len(verification.of("stands")) == len(cited)
    assert verification.passed


def written_as_pdf(text: str, path: Path) -> Path:
    """Set the text in Helvetica, which has all Danish letters, on as many pages as it takes."""
    canvas = Canvas(str(path), pagesize=A4)
    lines = [row for line in unbroken(text).split("\n") for row in textwrap.wrap(line, 80) or [""]]
    for start in range(0, len(lines), 65):
        page = canvas.beginText(60, 800)
        page.setFont("Helvetica", 10)
        page.textLines(lines[start : start + 65])
        canvas.drawText(page)
        canvas.showPage()
    canvas.save()
    return path


def test_every_passage_is_found_in_a_pdf(text: str, cited: list[Passage], tmp_path: Path) -> None:
    copy = read(written_as_pdf(text, tmp_path / "strategy.pdf"))
    assert copy != text
    assert_found_where_it_stands(verify(cited, copy), text, copy, lost=0)


def test_the_passages_of_the_data_stand(source_text: Path) -> None:
    verification = verify_file(read_store(find_project()), source_text)
    assert verification.exact
    assert [finding.passage.iri for finding in verification.of("failed")] == []


def test_the_passages_of_the_data_are_found_in_another_extraction(source_text: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(IN_ORDER["narrow"](read(source_text)), encoding="utf-8")
    verification = verify_file(read_store(find_project()), copy)
    assert not verification.exact
    assert [finding.passage.iri for finding in verification.of("failed")] == []


def test_another_document_has_none_of_them(text: str, cited: list[Passage]) -> None:
    verification = verify(cited, " ".join(word[::-1] for word in text.split()))
    assert len(verification.of("failed")) == len(cited)


# Invented text, so that the rest is tested where the strategy is not at hand.

TEXT = """Havnefonden støtter 25 havne på
små øer .

Den får 12,5 mio. kr. om året,
og den begynder i 2031 .

Broer
Hver ø skal have en bro af træ .

Veje
Hver ø skal have en vej af grus .

Havnefonden støtter også broer .
"""
PHRASES = [
    "Havnefonden støtter 25 havne på små øer",
    "Den får 12,5 mio. kr. om året",
    "den begynder i 2031",
    "Broer",
    "Hver ø skal have en bro af træ",
    "Hver ø skal have en vej af grus",
]
PASSAGES = [cite(phrase, TEXT)[0] for phrase in PHRASES]


def states(copy: str, *, exact: bool = False) -> dict[str, str]:
    found = verify(PASSAGES, copy, exact=exact)
    return {phrase: finding.state for phrase, finding in zip(PHRASES, found.findings, strict=True)}


def test_each_passage_stands_at_its_place() -> None:
    assert set(states(TEXT).values()) == set(states(TEXT, exact=True).values()) == {"stands"}


@pytest.mark.parametrize(
    ("old", "new", "failed"),
    [
        ("25 havne", "25 veje", [0]),
        ("25 havne", "26 havne", [0]),
        ("12,5", "12,6", [1]),
        ("2031", "2032", [2]),
        ("begynder", "ender", [2]),
        ("af træ", "af sten", [4]),
        ("af træ", "", [4]),
        ("Hver ø skal have en vej", "Hver by skal have en vej", [5]),
    ],
)
def test_a_changed_word_or_digit_fails_and_nothing_else_does(old: str, new: str, failed: list[int]) -> None:
    found = states(TEXT.replace(old, new))
    assert [phrase for phrase, state in found.items() if state == "failed"] == [PHRASES[i] for i in failed]


def test_what_stands_elsewhere_has_moved() -> None:
    assert set(states("🏝\n" + TEXT).values()) == {"moved"}
    assert states(TEXT.replace("Broer\n", "Broer  \n"))["Broer"] == "stands"
    paragraphs = TEXT.split("\n\n")
    found = verify(PASSAGES, "\n\n".join(paragraphs[::-1]))
    assert {finding.state for finding in found.findings} == {"moved"}


def test_offsets_in_a_copy_are_code_points() -> None:
    copy = "🏝🏝 " + TEXT
    found = verify(PASSAGES, copy)
    assert [finding.place for finding in found.findings] == [(one.start + 3, one.end + 3) for one in PASSAGES]


def test_of_equal_places_the_one_next_to_its_neighbours_is_taken() -> None:
    text = "Nord\nVi bygger to nye broer over sundet .\nKort\nSyd\nVi graver to lange tunneler under bæltet .\nKort\n"
    first, second = cite("Kort", text)
    neighbours = [cite("Vi bygger … sundet", text)[0], cite("Vi graver … bæltet", text)[0]]
    before = "Kort\n" * 30
    found = {one.passage: one.place for one in verify([first, second, *neighbours], before + text.upper()).findings}
    assert found[first] == (first.start + len(before), first.end + len(before))
    assert found[second] == (second.start + len(before), second.end + len(before))


def test_in_the_reference_text_wrong_offsets_fail() -> None:
    moved = replace(PASSAGES[2], start=PASSAGES[2].start + 1, iri="")
    longer = replace(PASSAGES[2], letter_count=PASSAGES[2].letter_count + 1)
    beyond = replace(PASSAGES[2], end=10_000, iri="")
    space = replace(PASSAGES[2], start=PASSAGES[2].start - 1, iri="")
    for wrong in (moved, longer, beyond, space):
        assert not verify([wrong], TEXT, exact=True).passed


def test_a_name_proves_nothing_where_no_sentence_is_found() -> None:
    copy = "Broer are mentioned here, in quite another document, and nothing else of it is."
    assert set(states(copy).values()) == {"failed"}


def test_an_extent_that_columns_tear_does_not_fail() -> None:
    extent = passage(TEXT, 0, len(TEXT))
    copy = "\n\n".join(TEXT.split("\n\n")[::-1])
    whole = verify([*PASSAGES, extent], TEXT.upper() + " ", extents=[extent.iri])
    torn = verify([*PASSAGES, extent], copy, extents=[extent.iri])
    assert [len(found.of("unsought")) for found in (whole, torn)] == [0, 1]
    assert torn.passed
    assert not verify([*PASSAGES, extent], copy).passed
    assert not verify([extent], copy, exact=True, extents=[extent.iri]).passed


def test_progress_counts_each_passage_once() -> None:
    for copy in (TEXT, TEXT.upper(), "\n\n".join(TEXT.split("\n\n")[::-1]), TEXT.replace("træ", "sten"), "intet"):
        settled: list[int] = []
        verify(PASSAGES, copy, settled=settled.append)
        assert sum(settled) == len(PASSAGES)


def test_the_words_of_a_passage_are_read_from_a_copy() -> None:
    assert words(TEXT, PASSAGES[0]) == "Havnefonden støtter 25 havne på små øer."
    copy = TEXT.replace("støtter", "støt-\nter").upper()
    assert words(copy, verify(PASSAGES[:1], copy).findings[0]) == "HAVNEFONDEN STØT- TER 25 HAVNE PÅ SMÅ ØER."
    with pytest.raises(KgError, match="does not stand"):
        words("\n" + TEXT, PASSAGES[0])


@pytest.mark.parametrize(
    ("text", "phrase", "shown"),
    [
        ("i alt 60% .", "60", "60%."),
        ("havne (og broer) .", "og broer", "og broer)."),
        ("en “ny” havn", "ny", "ny”"),
        ("en hav-\nne, en bro", "en havne", "en havne,"),
        ("udenrigs- og", "udenrigs", "udenrigs"),
    ],
)
def test_words_are_shown_with_what_closes_them(text: str, phrase: str, shown: str) -> None:
    assert words(text, cite(phrase, text)[0]) == shown


def test_the_copy_is_named_or_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOMPAS_SOURCE", raising=False)
    assert find_copy(None) is None
    monkeypatch.setenv("KOMPAS_SOURCE", str(tmp_path / "a.txt"))
    assert find_copy(None) == tmp_path / "a.txt"
    assert find_copy(tmp_path / "b.txt") == tmp_path / "b.txt"


# The command, and what it reads.

HEAD = f"""@prefix id: <{ID}> .
@prefix kompas: <{KOMPAS}> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

"""


@pytest.fixture
def sea(small: Project, tmp_path: Path) -> Project:
    """A project whose document is TEXT, which lies beside it as sea.txt."""
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    blocks = [
        f'id:text-2022-da a kompas:ReferenceText ;\n    kompas:digest "{digest}" .',
        *(
            f"id:commitment-{number} a kompas:Commitment ;\n"
            f'    skos:prefLabel "løfte {number}"@da , "commitment {number}"@en ;\n'
            f"    kompas:evidence <{one.iri}> ."
            for number, one in enumerate(PASSAGES[:-1])
        ),
        *(turtle(one) for one in PASSAGES),
    ]
    folder = small.root / "data" / "document"
    folder.mkdir()
    (folder / "passages.ttl").write_text(HEAD + "\n".join(blocks), encoding="utf-8")
    (tmp_path / "sea.txt").write_bytes(TEXT.encode())
    return small


@pytest.fixture
def kg_evidence(sea: Project, run_kg: RunKg) -> RunKg:
    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return run_kg("evidence", *arguments, "--project", sea.root, **environment)

    return run


def edit(sea: Project, old: str, new: str) -> None:
    path = sea.root / "data" / "document" / "passages.ttl"
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")


def test_passages_and_their_uses_are_read(sea: Project) -> None:
    store = read_store(sea)
    assert passages(store) == PASSAGES
    used = uses(store)
    assert used[PASSAGES[0].iri] == [Use(ID + "commitment-0", KOMPAS + "evidence")]
    assert used[PASSAGES[-1].iri] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f"oa:start {PASSAGES[2].start} ;", "", "expected one oa:start, but it has 0"),
        (
            f"oa:start {PASSAGES[2].start} ;",
            f"oa:start {PASSAGES[2].start} , 7 ;",
            "expected one oa:start, but it has 2",
        ),
        (f"oa:start {PASSAGES[2].start} ;", 'oa:start "five" ;', "expected a whole number as oa:start"),
        (f"oa:end {PASSAGES[2].end} ;", "oa:end 3 ;", "expected oa:start < oa:end"),
        (PASSAGES[2].letter_digest, "beef", "64 hexadecimal digits"),
    ],
)
def test_a_passage_that_is_not_whole_is_named(sea: Project, old: str, new: str, said: str) -> None:
    edit(sea, old, new)
    with pytest.raises(KgError, match=said) as raised:
        passages(read_store(sea))
    assert str(raised.value).startswith(PASSAGES[2].iri.replace(ID, "id:") + ": ")


def test_the_command_counts_what_stands(kg_evidence: RunKg, tmp_path: Path) -> None:
    done = kg_evidence(tmp_path / "sea.txt", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].endswith("sea.txt: the reference text itself")
    assert re.findall(r"(\d+) (stand|moved|failed)", done.stdout) == [("6", "stand"), ("0", "moved"), ("0", "failed")]
    assert kg_evidence("--source", tmp_path / "sea.txt", "--lang", "en").stdout == done.stdout
    assert kg_evidence("--lang", "en", KOMPAS_SOURCE=str(tmp_path / "sea.txt")).stdout == done.stdout
    assert "6 står" in kg_evidence(tmp_path / "sea.txt", "--lang", "da").stdout


def test_the_command_lists_what_fails_with_what_rests_on_it(kg_evidence: RunKg, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(TEXT.replace("12,5", "13"), encoding="utf-8")
    done = kg_evidence(copy, "--lang", "en")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-2:] == [
        "  " + PASSAGES[1].iri.replace(ID, "id:"),
        "    kompas:evidence id:commitment-1 “commitment 1”",
    ]
    assert "“løfte 1”" in kg_evidence(copy, "--lang", "da").stdout


def test_wrong_offsets_in_the_data_are_findings(kg_evidence: RunKg, sea: Project, tmp_path: Path) -> None:
    edit(sea, f"oa:end {PASSAGES[2].end} ;", f"oa:end {PASSAGES[2].end + 3} ;")
    done = kg_evidence(tmp_path / "sea.txt", "--lang", "en")
    assert done.returncode == 1
    assert "1 failed" in done.stdout


def test_another_document_is_said_to_be_one(kg_evidence: RunKg, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text("Something else altogether.", encoding="utf-8")
    done = kg_evidence(copy, "--lang", "en")
    assert done.returncode == 1
    assert done.stdout.endswith("No passage was found: the file seems to be another document.\n")


def test_the_command_writes_csv_and_json(kg_evidence: RunKg, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text("\n" + TEXT.replace("12,5", "13"), encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(kg_evidence(copy, "--format", "csv").stdout)))
    document = json.loads(kg_evidence(copy, "--format", "json").stdout)
    assert [row["state"] for row in rows] == [row["state"] for row in document["passages"]]
    assert document["counts"] == {"stands": 0, "moved": 5, "failed": 1, "unsought": 0}
    assert rows[0]["statements"] == "id:commitment-0"
    assert document["passages"][0]["start"] == PASSAGES[0].start + 1
    assert (rows[1]["start"], document["passages"][1]["start"]) == ("", None)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_labels_cannot_command_a_terminal(kg_evidence: RunKg, sea: Project, tmp_path: Path, lang: str) -> None:
    edit(sea, '"løfte 0"@da , "commitment 0"@en', r'"l\u001B[2J"@da , "c\u001B[2J"@en')
    copy = tmp_path / "copy.txt"
    copy.write_text(TEXT.replace("25 havne", "26 havne"), encoding="utf-8")
    done = kg_evidence(copy, "--lang", lang)
    assert "[2J" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("none.txt", None, "no such file"),
        ("copy.txt", b"", "the file is empty"),
        ("copy.txt", b"bl\xe5", "copy.txt:1: not UTF-8"),
        ("copy.pdf", b"%PDF-1.4 no", "damaged or no PDF"),
    ],
)
def test_trouble_is_one_clear_line(
    kg_evidence: RunKg, tmp_path: Path, name: str, data: bytes | None, said: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = kg_evidence(tmp_path / name)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_a_copy_or_passages_the_command_says_what_it_needs(
    kg_evidence: RunKg, sea: Project, tmp_path: Path
) -> None:
    assert "or set KOMPAS_SOURCE" in kg_evidence().stderr
    (sea.root / "data" / "document" / "passages.ttl").unlink()
    done = kg_evidence(tmp_path / "sea.txt")
    assert done.returncode == 2
    assert "there is no passage to look for" in done.stderr


def test_passages_of_neighbouring_ends_are_all_told_apart() -> None:
    ends = [match.end() for match in re.finditer(r"\w+", TEXT)]
    nested = [passage(TEXT, 0, end) for end in ends]
    found = verify(nested, TEXT.upper() + "\n").findings
    assert [finding.place for finding in found] == [(one.start, one.end) for one in nested]
    assert all(one.letter_count < other.letter_count for one, other in pairwise(nested))
