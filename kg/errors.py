"""The one error that tells a user what to put right, and the words of others that go into it."""

from __future__ import annotations

import errno
import re
from functools import partial

_UNDECODED = re.compile(r"[\udc80-\udcff]+")  # how Python holds the bytes of a name that it cannot decode (PEP 383)
_SYSTEM = {
    errno.EACCES: "adgang nægtet",
    errno.EAGAIN: "her er intet at læse endnu",
    errno.EIO: "fejl ved læsning eller skrivning",
    errno.EISDIR: "det er en mappe",
    errno.ELOOP: "for mange symbolske links, måske i ring",
    errno.EMFILE: "for mange åbne filer",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.ENOENT: "ingen sådan fil eller mappe",
    errno.ENOSPC: "der er ikke mere plads",
    errno.ENOTDIR: "det er ikke en mappe",
    errno.EPERM: "det er ikke tilladt",
    errno.EROFS: "der kan kun læses her",
}


class KgError(Exception):
    """Say what a user can put right, and where.

    `place` is a file, `file:line`, `file:line:column` or the name of what was asked for. The text of the
    error begins with it. `danish` is the message in Danish.
    """

    def __init__(self, message: str, place: str | None = None, *, danish: str) -> None:
        """Keep `message` and `place` apart, so that callers can show them in their own way."""
        self.message = printable(message)
        self.place = place and printable(place)
        self.danish = printable(danish)
        super().__init__(self.message, self.place)

    def __reduce__(self) -> tuple[partial[KgError], tuple[str, str | None]]:
        """Let it pass between processes with its Danish, which an exception's arguments do not hold."""
        return partial(KgError, danish=self.danish), (self.message, self.place)

    def said(self, lang: str) -> str:
        """Return `place: message` in a language, `da` or `en`."""
        message = self.danish if lang == "da" else self.message
        return f"{self.place}: {message}" if self.place else message

    def __str__(self) -> str:
        """Return `place: message`, or the message alone, in English."""
        return self.said("en")


def printable(text: str) -> str:
    r"""Return text that can be written as UTF-8: bytes of a file's name that are none are told as in `\xff`."""
    if text.isascii():
        return text
    whole = _UNDECODED.sub(lambda odd: odd[0].encode(errors="surrogateescape").decode(errors="backslashreplace"), text)
    return whole.encode(errors="backslashreplace").decode()


def by_system(error: OSError) -> tuple[str, str]:
    """Return what the operating system complains of in English and in Danish, which is English if it is rare."""
    english = error.strerror or str(error)
    return english, _SYSTEM.get(error.errno or 0, english)
