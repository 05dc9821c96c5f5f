"""A report as JSON, with all messages in both languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.validation.report import to_data

if TYPE_CHECKING:
    from kg.validation.report import Report


def render(report: Report, lang: str) -> str:  # noqa: ARG001  # it holds both
    """Return the report as one object."""
    return json.dumps(to_data(report), ensure_ascii=False, indent=2) + "\n"
