"""Read a copy of the document, and reduce a text to its letters and digits."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.project import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PDF_MARK = b"%PDF-"
PDF_MARK_WITHIN = 1024  # readers accept that many bytes of rubbish before the mark
LARGEST_FILE = 200_000_000  # bytes; the strategy's PDF has some ten million

_HANGUL_VOWELS_AND_FINALS = range(0x1160, 0x1200)  # they join the syllable before them


@dataclass(frozen=True, slots=True)
class Letters:
    """A text's letters and digits, case-folded, each with its place in the text."""

    folded: str
    """NFKC, case-folded, nothing but letters and digits, nothing between."""
    origins: Sequence[int]
    """For each character of `folded` the offset (code point) that it comes from."""
    ends: Sequence[int]
    """For each character of `folded` the offset after what it comes from."""

    def slice(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of `folded` that comes from the offsets `start` to `end`."""
        return bisect_left(self.origins, start), bisect_left(self.origins, end)


def read(path: Path) -> str:
    """Read a text (UTF-8) or the text of a PDF, line ends as they are.

    Raises: KgError if the file cannot be read, is not UTF-8, or holds no text.
    """
    data = read_bytes(path)
    text = _pdf_text(path, data) if is_pdf(data) else _decoded(path, data)
    if not text.strip():
        message, danish = "expected text, but there is none", "her skulle stå tekst, men der er ingen"
        if is_pdf(data):
            message += " (are the pages pictures? then it needs text recognition first)"
            danish += " (er siderne billeder? så skal teksten først genkendes)"
        raise KgError(message, shown(path), danish=danish)
    return text


def read_bytes(path: Path) -> bytes:
    """Read a regular file of a reasonable size.

    Raises: KgError if the file is missing, unreadable, no regular file, empty or too large.
    """
    try:
        if path.exists() and not path.is_file():
            message = "expected a text or a PDF, but this is not a regular file"
            danish = "ikke en almindelig fil; her skulle stå en tekst eller en PDF"
            raise KgError(message, shown(path), danish=danish)
        if path.stat().st_size > LARGEST_FILE:
            message = f"expected a text or a PDF of at most {LARGEST_FILE:,} bytes"
            danish = f"større end {LARGEST_FILE} byte; en tekst eller PDF må højst være så stor"
            raise KgError(message, shown(path), danish=danish)
        data = path.read_bytes()
    except FileNotFoundError:
        message = "no such file; expected a text or a PDF of the document"
        danish = "ingen sådan fil; her skulle stå en tekst eller en PDF af dokumentet"
        raise KgError(message, shown(path), danish=danish) from None
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        reason = getattr(error, "strerror", None) or error
        message = f"cannot be read: {reason}"
        danish = f"kan ikke læses: {reason}"
        raise KgError(message, shown(path), danish=danish) from error
    if not data:
        message = "expected a text or a PDF, but the file is empty"
        danish = "filen er tom; her skulle stå en tekst eller en PDF"
        raise KgError(message, shown(path), danish=danish)
    return data


def is_pdf(data: bytes) -> bool:
    """Tell a PDF by its first bytes, whatever the file is called."""
    return PDF_MARK in data[:PDF_MARK_WITHIN]


@lru_cache(maxsize=8)  # one text is asked for thousands of phrases and passages
def letters(text: str) -> Letters:
    """Reduce a text to its letters and digits: NFKC, case-folded, the rest dropped.

    >>> letters("ﬁre  Øer").folded
    'fireøer'
    >>> list(letters("ﬁre  Øer").origins)
    [0, 0, 1, 2, 5, 6, 7]
    """
    folded: list[str] = []
    origins, ends = array("l"), array("l")
    for start, end, chunk in _chunks(text):
        for letter in _folded(chunk):
            folded.append(letter)
            origins.append(start)
            ends.append(end)
    return Letters("".join(folded), origins, ends)


def digest(text: str) -> str:
    r"""Return the SHA-256, in hexadecimal, of a text's letters and digits as UTF-8.

    >>> digest("Et  kom-\npas .") == digest("ET KOMPAS")
    True
    """
    return hashlib.sha256(letters(text).folded.encode()).hexdigest()


def line_of(text: str, offset: int) -> int:
    """Return the number of the line, from 1, that an offset lies on."""
    return text.count("\n", 0, offset) + 1


def span_of(text: str, lines: tuple[int, int]) -> tuple[int, int]:
    """Return the offsets, end exclusive, of the lines from the first to the last, counted from 1, both included.

    Raises: KgError if the text has no such lines.
    """
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    first, last = lines
    if last >= len(starts):
        message = f"expected lines from 1 to {len(starts) - 1}"
        danish = f"linjerne skal være fra 1 til {len(starts) - 1}"
        raise KgError(message, f"{first}-{last}", danish=danish)
    return starts[first - 1], starts[last]


def _chunks(text: str) -> Iterator[tuple[int, int, str]]:
    """Cut a text where normalisation cannot join what stands on either side."""
    joining = {character for character in set(text) if _joins(character)}
    if not joining:
        for start, character in enumerate(text):
            yield start, start + 1, character
        return
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or text[place] not in joining:
            yield start, place, text[start:place]
            start = place


@cache
def _joins(character: str) -> bool:
    """Tell whether a character can melt with the one before it (NFD's accents)."""
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first).startswith("M") or ord(first) in _HANGUL_VOWELS_AND_FINALS


@lru_cache(maxsize=4096)
def _folded(chunk: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", chunk).casefold() if character.isalnum())


def _decoded(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = (
            f"not UTF-8: byte 0x{data[error.start]:02x} cannot stand there; expected a text saved as UTF-8, or a PDF"
        )
        danish = f"byte 0x{data[error.start]:02x} er ikke UTF-8; teksten skal være gemt som UTF-8, eller være en PDF"
        raise KgError(message, f"{shown(path)}:{line}", danish=danish) from error


def _pdf_text(path: Path, data: bytes) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        message, danish = "the PDF cannot be opened: ", "PDF-filen kan ikke åbnes: "
        if "password" in str(error).lower():
            message += "it asks for a password; expected one without"
            danish += "den kræver en adgangskode; det skal være en uden"
        else:
            message += f"it is damaged or no PDF ({error})"
            danish += f"den er skadet eller ingen PDF ({error})"
        raise KgError(message, shown(path), danish=danish) from error
    try:
        pages = []
        for number in range(len(document)):
            page = document[number]
            text_page = page.get_textpage()
            pages.append(text_page.get_text_range())
            text_page.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        message = f"the PDF's text cannot be extracted: {error}"
        danish = f"PDF-filens tekst kan ikke tages ud: {error}"
        raise KgError(message, f"{shown(path)}: page {number + 1}", danish=danish) from error
    finally:
        document.close()
    return "\n".join(pages)
