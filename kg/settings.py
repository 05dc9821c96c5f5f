"""What a person sets for all commands: the language of the answers, and the project."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from kg.project import find_project

if TYPE_CHECKING:
    from pathlib import Path

    from kg.project import Project

Language: TypeAlias = Literal["da", "en"]


@dataclass(slots=True)
class Settings:
    """The settings of one call of `kg`; options may stand before the command's name and after it."""

    lang: Language
    folder: Path | None = None

    @property
    def project(self) -> Project:
        """Return the project that the commands work on. Raises: KgError if there is none."""
        return find_project(self.folder)


def language_of_environment() -> Language:
    """Return the language that LC_ALL, LC_MESSAGES or LANG asks for: Danish, or else English."""
    wanted = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "da" if wanted.startswith("da") else "en"
