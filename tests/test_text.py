from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from kg.document.text import digest, is_pdf, letters, line_of, read
from kg.errors import KgError

if TYPE_CHECKING:
    from pathlib import Path

# Characters that melt, unfold, reorder or come from beyond the first 65,536 code points.
TRICKY = "aåÅøØæ\u0301\u030a\u0327\u0345ﬁﬄ½²ßẞİ\u0131\u017fΣς①Ⅷ\U0001d49c\U0001d7d9😀-\u00ad\u200b \n.,(7)"
TRICKY += "ｶﾞ가\u1161\u11a8\u1100\u09be\u09c7"


def standard(text: str) -> str:
    """The definition, over the whole text at once."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


@given(st.text(st.one_of(st.sampled_from(TRICKY), st.characters(exclude_categories=["Cs"]))))
def test_letters_are_those_of_the_normalised_text(text: str) -> None:
    assert letters(text).folded == standard(text)


@given(st.text(st.sampled_from(TRICKY)))
def test_every_letter_comes_from_its_place(text: str) -> None:
    found = letters(text)
    assert len(found.folded) == len(found.origins) == len(found.ends)
    assert list(found.origins) == sorted(found.origins)
    for start, end in {*zip(found.origins, found.ends, strict=True)}:
        first, last = found.slice(start, end)
        assert standard(text[start:end]) == found.folded[first:last]


def test_one_code_point_can_give_several_letters() -> None:
    found = letters("ﬁ ½ ß å")
    assert found.folded == "fi12sså"
    assert list(found.origins) == [0, 0, 2, 2, 4, 4, 6]


def test_offsets_are_code_points() -> None:
    found = letters("😀 ja \U0001d49c")
    assert [(found.folded[i], found.origins[i]) for i in range(3)] == [("j", 2), ("a", 3), ("a", 5)]


def test_an_accent_of_its_own_belongs_to_its_letter() -> None:
    found = letters("pa\u030a land")
    assert found.folded == "påland"
    assert (found.origins[1], found.ends[1]) == (1, 3)


@pytest.mark.parametrize(
    "other",
    ["FÆLLES HAVNE", "fæl-\nles  hav\u00adne .", "faelles havne".replace("ae", "æ"), "f.æ.l.l.e.s — havne!"],
)
def test_layout_does_not_change_the_digest(other: str) -> None:
    assert digest(other) == digest("Fælles havne") == hashlib.sha256("fælleshavne".encode()).hexdigest()


@pytest.mark.parametrize("other", ["fælles havn", "fælles havne 2", "faelles havne", "havne fælles"])
def test_other_letters_change_the_digest(other: str) -> None:
    assert digest(other) != digest("fælles havne")


def test_lines_count_from_one() -> None:
    assert [line_of("a\nb\r\nc", offset) for offset in (0, 1, 2, 5)] == [1, 1, 2, 3]


def test_a_text_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "copy.txt"
    path.write_bytes("å\r\nb\n".encode())
    assert read(path) == "å\r\nb\n"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "copy.txt"
    path.write_bytes(b"\xef\xbb\xbfja")
    assert read(path) == "ja"


def test_a_pdf_is_known_by_its_content_and_gives_its_text(tmp_path: Path) -> None:
    path = tmp_path / "copy.txt"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "Små øer, store broer")
    canvas.showPage()
    canvas.drawString(72, 700, "anden side")
    canvas.save()
    assert is_pdf(path.read_bytes())
    assert letters(read(path)).folded == "småøerstorebroerandenside"


def written(path: Path, data: bytes | None) -> Path:
    if data is None:
        path.mkdir()
    else:
        path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "not a regular file"),
        (b"", "the file is empty"),
        (b" \n\n", "expected text, but there is none"),
        (b"%PDF-1.7\nthis is none", "damaged or no PDF"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes | None, said: str) -> None:
    path = written(tmp_path / "copy.txt", data)
    with pytest.raises(KgError, match=said) as raised:
        read(path)
    assert str(raised.value).startswith(f"{path}: ")


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path / "copy.txt", "en linje\nblå\n".encode("latin-1"))
    with pytest.raises(KgError, match="not UTF-8: byte 0xe5") as raised:
        read(path)
    assert str(raised.value).startswith(f"{path}:2: ")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no such file") as raised:
        read(tmp_path / "none.pdf")
    assert str(raised.value).startswith(f"{tmp_path / 'none.pdf'}: ")


def test_a_pdf_that_asks_for_a_password_says_so(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret"))
    canvas.drawString(72, 700, "locked")
    canvas.save()
    with pytest.raises(KgError, match="asks for a password"):
        read(path)


def test_a_pdf_of_pictures_says_what_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path))
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    with pytest.raises(KgError, match="text recognition"):
        read(path)


def test_a_truncated_pdf_gives_an_error_or_its_pages_but_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "half.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "hele siden")
    canvas.save()
    whole = path.read_bytes()
    refused = 0
    for length in range(20, len(whole), 40):
        path.write_bytes(whole[:length])
        try:
            read(path)
        except KgError:
            refused += 1
    assert refused
