"""Writes the recorded answers anew: `python -m tests.record_answers [NAME …]`.

Read the difference, and check it against the text, before you keep it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kg.asking.querying import ask_library
from kg.asking.questions import library
from kg.asking.tables import render
from kg.knowledge import know
from kg.project import Project
from kg.store import build

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT / "tests" / "answers"


def main(names: list[str]) -> None:
    """Record the answers to the named questions, or to all; then those of questions that are gone go too."""
    project = Project(ROOT)
    questions = library(project)
    store = build(know(project).quads(), named=False)
    for name in names or questions:
        answer = ask_library(store, questions[name], {"lang": "en"})
        (ANSWERS / f"{name}.csv").write_text(render(answer, "csv"), encoding="utf-8", newline="")
    for path in ANSWERS.glob("*.csv"):
        if path.stem not in questions:
            path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
