"""Proofs as drawings: the tree of text in SVG, drawn by rich."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from kg.explaining.as_text import render as as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.explaining.sites import Sites
    from kg.reasoning import Proof
    from kg.settings import Language

# rich's own template frames the text as a window and fetches a font: this one needs nothing but the viewer's.
_TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {terminal_width} {terminal_height}" role="img">
<style>
.{unique_id}-matrix {{ font-family: monospace; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
<rect width="100%" height="100%" fill="white"/>
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</svg>
"""


def render(proofs: Sequence[Proof], sites: Sites, lang: Language) -> str:
    """Return a drawing of the proofs that needs nothing beside it."""
    from rich.console import Console
    from rich.terminal_theme import DEFAULT_TERMINAL_THEME
    from rich.text import Text

    text = as_text(proofs, sites, lang)
    width = max(map(len, text.splitlines())) + 1
    console = Console(record=True, width=width, file=io.StringIO(), color_system=None, force_terminal=False)
    console.print(Text(text.rstrip("\n")), soft_wrap=True)
    return console.export_svg(theme=DEFAULT_TERMINAL_THEME, code_format=_TEMPLATE, unique_id="proof")
