"""Writes the description of a thing for people: as text, Markdown or a page of HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from kg.asking.showing import harmless
from kg.asking.tables import page
from kg.describing.things import Node
from kg.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.describing.things import Description, Place, Value
    from kg.settings import Language

FORMATS = ("text", "markdown", "html")
_HEADINGS = {
    "da": {
        "also": "Også",
        "places": "Hvor det står",
        "pointing": "Andet, der peger hertil",
        "inferred": "følger",
        "none": "intet belæg i teksten",
        "missing": "ikke fundet i denne udgave af teksten",
        "page": "s.",
        "pages": "s.",
    },
    "en": {
        "also": "Also",
        "places": "Where it stands",
        "pointing": "What else points to it",
        "inferred": "follows",
        "none": "no evidence in the text",
        "missing": "not found in this copy of the text",
        "page": "p.",
        "pages": "pp.",
    },
}


@dataclass(frozen=True, slots=True)
class _Block:
    heading: str
    nodes: tuple[Node, ...]
    fact: bool = False
    """Whether it is one property with its values, which a line will do for if there is one."""


def written(description: Description, form: str, lang: Language, words: Mapping[str, str] | None = None) -> str:
    """Return the description as `form`, one of FORMATS, with the passages' words if they are given by IRI."""
    blocks = list(_blocks(description, lang, words))
    head = (harmless(description.label), f"{', '.join(description.classes)} · {shorten(description.iri)}")
    match form:
        case "markdown":
            return _markdown(*head, harmless(description.definition), blocks)
        case "html":
            return page(description.label, _html(head[1], description.definition, blocks), lang)
    return _text(*head, harmless(description.definition), blocks)


def _blocks(description: Description, lang: Language, words: Mapping[str, str] | None) -> Iterator[_Block]:
    heads = _HEADINGS[lang]
    if description.also:
        yield _Block(heads["also"], (Node(", ".join(description.also)),), fact=True)
    for heading, values in description.facts:
        yield _Block(heading, tuple(_node(value, heads["inferred"]) for value in values), fact=True)
    for section in description.sections:
        yield _Block(section.heading, section.nodes)
    pointing = []
    for heading, values in description.pointing:
        pointing += [Node(heading), *(Node(value.text, value.iri, 1) for value in values)]
    if pointing:
        yield _Block(heads["pointing"], tuple(pointing))
    places = [node for place in description.places for node in _place(place, lang, words)]
    yield _Block(heads["places"] if places else heads["none"], tuple(places))


def _node(value: Value, inferred: str) -> Node:
    return Node(value.text, value.iri, detail=inferred if value.inferred else "")


def _place(place: Place, lang: Language, words: Mapping[str, str] | None) -> Iterator[Node]:
    heads = _HEADINGS[lang]
    pages = sorted({place.pages[0], place.pages[-1]}) if place.pages else []
    printed = f" · {heads['page' if len(pages) == 1 else 'pages']} {'-'.join(map(str, pages))}" if pages else ""
    yield Node(f"{place.part}{printed} · {place.start}-{place.end}", detail=place.role)
    if words is not None:
        found = words.get(place.iri)
        yield Node(heads["missing"] if found is None else f"» {found} «", depth=1)


def _line(node: Node) -> str:
    return harmless(node.text + (f" ({node.detail})" if node.detail else ""))


def _text(label: str, kind: str, definition: str, blocks: list[_Block]) -> str:
    lines = [label, kind, *(["", definition] if definition else []), ""]
    for block in blocks:
        if not block.nodes:
            lines += ["", block.heading]
        elif block.fact and len(block.nodes) == 1:
            lines.append(f"{block.heading}: {_line(block.nodes[0])}")
        else:
            lines += [*([] if block.fact else [""]), f"{block.heading}:"]
            lines += ["  " * (node.depth + 1) + _line(node) for node in block.nodes]
    return "\n".join(lines) + "\n"


def _markdown(label: str, kind: str, definition: str, blocks: list[_Block]) -> str:
    lines = [f"# {_plain(label)}", "", f"*{_plain(kind)}*", ""]
    if definition:
        lines += [_plain(definition), ""]
    for block in blocks:
        if block.fact:
            lines.append(f"- **{_plain(block.heading)}**: {'; '.join(_plain(_line(node)) for node in block.nodes)}")
            continue
        lines += ["", f"## {_plain(block.heading)}", ""]
        lines += ["  " * node.depth + f"- {_plain(_line(node))}" for node in block.nodes]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Keep what Markdown would read as HTML, emphasis or a table from being read so."""
    return "".join(f"\\{each}" if each in "\\`*_<>[]|" else each for each in text)


def _html(kind: str, definition: str, blocks: list[_Block]) -> str:
    parts = [f"<p><em>{escape(kind)}</em></p>"]
    if definition:
        parts.append(f"<p>{escape(definition)}</p>")
    facts = [block for block in blocks if block.fact]
    if facts:
        rows = "".join(
            f"<tr><th>{escape(block.heading)}</th><td>{'<br>'.join(map(_linked, block.nodes))}</td></tr>\n"
            for block in facts
        )
        parts.append(f"<table>\n{rows}</table>")
    for block in blocks:
        if not block.fact:
            items = "".join(
                f'<li style="margin-left:{node.depth * 1.5}rem">{_linked(node)}</li>\n' for node in block.nodes
            )
            parts.append(f"<h2>{escape(block.heading)}</h2>\n<ul>\n{items}</ul>")
    return "\n".join(parts) + "\n"


def _linked(node: Node) -> str:
    """Return a line with the thing's short name; its IRI does not resolve, so it is no link."""
    text = escape(_line(node))
    return f"{text} <code>{escape(shorten(node.iri))}</code>" if node.iri else text
