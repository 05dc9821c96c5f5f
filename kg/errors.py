"""The one error that tells a user what to put right."""

from __future__ import annotations

from functools import partial


class KgError(Exception):
    """Say what a user can put right, and where.

    `place` is a file, `file:line`, `file:line:column` or the name of what was asked for. The text of the
    error begins with it. `danish` is the message in Danish.
    """

    def __init__(self, message: str, place: str | None = None, *, danish: str) -> None:
        """Keep `message` and `place` apart, so that callers can show them in their own way."""
        super().__init__(message, place)
        self.message = message
        self.place = place
        self.danish = danish

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
