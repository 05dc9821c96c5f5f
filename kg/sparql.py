"""What a query may not do, and what is wrong with one that does not parse."""

from __future__ import annotations

import re

from kg import namespaces as ns
from kg.errors import KgError

_NOT_CODE = re.compile(
    r"""<[^<>\s]*>|"{3}.*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*""", re.DOTALL
)
_REACHES_OUT = re.compile(
    r"(?<![\w:?$.-])(SERVICE|FROM|LOAD|INSERT|DELETE|CLEAR|DROP|CREATE|COPY|MOVE|ADD)(?![\w:-])", re.IGNORECASE
)
LONGEST = 20_000  # characters
DEEPEST = 100  # nested brackets: far more than anyone writes, far less than brings the engine down


def refuse(sparql: str, place: str = "query") -> None:
    """Raise KgError for what a question must not do: SERVICE, FROM, LOAD, updates, and nesting that breaks engines."""
    bare = _NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), sparql)
    for match in _REACHES_OUT.finditer(bare):
        message = f"{match[0].upper()} is refused; a query reads this graph and nothing else"
        raise KgError(message, _at(place, bare, match.start()))
    depth = 0
    for match in re.finditer(r"[{(\[]|[})\]]", bare):
        depth += 1 if match[0] in "{([" else -1
        if depth > DEEPEST:
            message = f"more than {DEEPEST} nested brackets; expected a flatter query"
            raise KgError(message, _at(place, bare, match.start()))
    if len(sparql) > LONGEST:
        message = f"{len(sparql):,} characters; expected at most {LONGEST:,}"
        raise KgError(message, place)


def _at(place: str, text: str, offset: int) -> str:
    return f"{place}:{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"


def explained(message: str, sparql: str, place: str) -> KgError:
    """Return Oxigraph's complaint as one line: where, what stands there, and the words that could."""
    match = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if match is None:
        return KgError(f"{' '.join(message.split())}; expected SPARQL 1.1", place)
    line, column, said = int(match[1]), int(match[2]), match[3]
    text = [*sparql.split("\n"), ""][line - 1]
    if "Prefix not found" in said:
        names = re.findall(r"([\w.-]*):[^\s]*$", text[:column]) or re.findall(r"([\w.-]*):", text)
        unknown = names[-1] if names else ""
        known = f"PREFIX {unknown}: <{ns.PREFIXES[unknown]}>" if unknown in ns.PREFIXES else "a PREFIX line for it"
        return KgError(f"prefix {unknown}: is not declared; expected {known}", f"{place}:{line}:{column}")
    words = [word for word in re.findall(r'"[^"]+"|[A-Z]{2,}', re.sub(r"\[[^\]]*\]", "", said)) if word != '"~"']
    expected = f"one of {' '.join(dict.fromkeys(words))}" if words else "a variable, IRI or literal"
    found = repr(rest) if (rest := text[column - 1 :].strip()[:30]) else "the end of the line"
    return KgError(f"not SPARQL 1.1 at {found}; expected {expected}", f"{place}:{line}:{column}")
