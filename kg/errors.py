"""The one error that tells a user what to put right."""

from __future__ import annotations


class KgError(Exception):
    """Say what a user can put right, and where.

    `place` is a file, `file:line`, `file:line:column` or the name of what was asked for. The text of the
    error begins with it.
    """

    def __init__(self, message: str, place: str | None = None) -> None:
        """Keep `message` and `place` apart, so that callers can show them in their own way."""
        super().__init__(message, place)
        self.message = message
        self.place = place

    def __str__(self) -> str:
        """Return `place: message`, or the message alone."""
        return f"{self.place}: {self.message}" if self.place else self.message
