"""What a query may not do."""

from __future__ import annotations

import re

from kg.errors import KgError

# What is not code, by the tokens of SPARQL 1.1: IRIs, strings with their language tags, comments, variables. Oxigraph
# asks for no space around a keyword (`?o.SERVICE?x{…}`, `trueSERVICE<…>{…}`), so what is left is searched without.
IRI = r"""<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>"""
NOT_CODE = re.compile(
    IRI
    + r"""
    |(?:\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    |"(?:\\.|[^"\\\n\r])*"|'(?:\\.|[^'\\\n\r])*')(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?
    |\#[^\n\r]*
    |[?$]\w+""",
    re.DOTALL | re.VERBOSE,
)
_LOCAL_NAME = re.compile(r"(?<=:)[\w%-]+")
_REACHES_OUT = re.compile(
    r"SERVICE|(?<![\w:.-])(?:FROM|LOAD|INSERT|DELETE|CLEAR|DROP|CREATE|COPY|MOVE|ADD)(?![\w:-])", re.IGNORECASE
)
_OPERATOR = re.compile(r"\|\||&&|[-+*/|^!]")
LONGEST = 20_000  # characters
DEEPEST = 100  # nested brackets: far more than anyone writes, far less than brings the engine down
MOST_OPERATORS = 500  # likewise: a sum of some thousand terms overruns Oxigraph's stack


def refuse(sparql: str, place: str = "query") -> None:
    """Raise KgError for what a query must not do: SERVICE, FROM, LOAD, updates, and forms that break the engine."""
    if len(sparql) > LONGEST:
        message = f"more than {LONGEST:,} characters; expected at most that"  # how many more was perhaps never read
        raise KgError(message, place, danish=f"mere end {LONGEST} tegn; der må være højst så mange")
    code = _LOCAL_NAME.sub(blank, NOT_CODE.sub(blank, sparql))
    if match := _REACHES_OUT.search(code):
        message = f"{match[0].upper()} is refused; a query reads this graph and nothing else"
        danish = f"{match[0].upper()} er afvist; en forespørgsel læser denne graf og intet andet"
        raise KgError(message, at(place, code, match.start()), danish=danish)
    depth = 0
    for match in re.finditer(r"[{(\[]|[})\]]", code):
        depth += 1 if match[0] in "{([" else -1
        if depth > DEEPEST:
            message = f"more than {DEEPEST} nested brackets; expected a flatter query"
            danish = f"mere end {DEEPEST} parenteser i hinanden; forespørgslen skal være fladere"
            raise KgError(message, at(place, code, match.start()), danish=danish)
    operators = list(_OPERATOR.finditer(code))
    if len(operators) > MOST_OPERATORS:
        message = f"more than {MOST_OPERATORS} operators; expected a shorter query, with VALUES or IN for long lists"
        danish = f"mere end {MOST_OPERATORS} operatorer; brug VALUES eller IN til lange lister"
        raise KgError(message, at(place, code, operators[MOST_OPERATORS].start()), danish=danish)


def blank(match: re.Match[str]) -> str:
    """Return as many spaces as the match is long, with its line ends."""
    return re.sub(r"[^\n]", " ", match[0])


def at(place: str, text: str, offset: int) -> str:
    """Return `place:line:column` of an offset, both from 1."""
    return f"{place}:{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"
