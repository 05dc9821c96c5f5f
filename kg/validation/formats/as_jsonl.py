"""A report as JSON lines: a finding each, then one object with the outcome and what was checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.validation.formats import escaped
from kg.validation.report import to_data

if TYPE_CHECKING:
    from kg.validation.formats import View
    from kg.validation.report import Report


def render(report: Report, view: View) -> str:
    """Return a line for each finding, and a last one for the rest of the report."""
    data = to_data(report, view.on)
    rows = [*data.pop("findings"), data]
    return "".join(escaped(json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)
