"""A report as JSON, with all messages in both languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.validation.formats import escaped
from kg.validation.report import to_data

if TYPE_CHECKING:
    from kg.validation.formats import View
    from kg.validation.report import Report


def render(report: Report, view: View) -> str:
    """Return the report as one object."""
    return escaped(json.dumps(to_data(report, view.on), ensure_ascii=False, indent=2)) + "\n"
