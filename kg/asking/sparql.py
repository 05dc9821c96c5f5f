"""What a query may not do, and what is wrong with one that does not parse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import namespaces as ns
from kg.errors import KgError
from kg.suggesting import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Container

# What is not code, by the tokens of SPARQL 1.1: IRIs, strings with their language tags, comments, variables. Oxigraph
# asks for no space around a keyword (`?o.SERVICE?x{…}`, `trueSERVICE<…>{…}`), so what is left is searched without.
NOT_CODE = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>
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
_DECLARED = re.compile(r"PREFIX\s+([\w.-]*):", re.IGNORECASE)
_PREFIX = re.compile(r"(?<![\w:%.\\-])([^\W\d_][\w.-]*|):")
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_FORM = re.compile(rf"\b(?:{'|'.join(FORMS)})\b", re.IGNORECASE)
_UNHELPFUL = {'"~"', '"{|"', "LATERAL", "SERVICE"}  # of RDF 1.2, of Oxigraph's own, or refused
LONGEST = 20_000  # characters
DEEPEST = 100  # nested brackets: far more than anyone writes, far less than brings the engine down
MOST_OPERATORS = 500  # likewise: a sum of some thousand terms overruns Oxigraph's stack


def refuse(sparql: str, place: str = "query") -> None:
    """Raise KgError for what a query must not do: SERVICE, FROM, LOAD, updates, and forms that break the engine."""
    if len(sparql) > LONGEST:
        message = f"{len(sparql):,} characters; expected at most {LONGEST:,}"
        raise KgError(message, place, danish=f"{len(sparql)} tegn; der må være højst {LONGEST}")
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


def explained(message: str, sparql: str, place: str, prefixes: Container[str] = ()) -> KgError:
    """Return Oxigraph's complaint as one line: where, what stands there, and the words that could.

    `prefixes` are those at hand beside the ones that the query declares.

    Oxigraph names the furthest place that it reached, and an undeclared prefix only now and then: those come first.
    """
    code = NOT_CODE.sub(blank, sparql)
    declared = {match[1] for match in _DECLARED.finditer(code)}
    for match in _PREFIX.finditer(code):
        if match[1] not in declared and match[1] not in prefixes:
            known = (
                f"PREFIX {match[1]}: <{ns.PREFIXES[match[1]]}>" if match[1] in ns.PREFIXES else "a PREFIX line for it"
            )
            near = "" if match[1] in ns.PREFIXES else did_you_mean(match[1], ns.PREFIXES)
            return KgError(
                f"prefix {match[1]}: is not declared; expected {known}.{near}".removesuffix("."),
                at(place, code, match.start()),
            )
    found = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if found is None:
        return KgError(f"{' '.join(message.split())}; expected SPARQL 1.1", place)
    row, column, said = int(found[1]), int(found[2]), found[3]
    where = f"{place}:{row}:{column}"
    if "variable that is unbound" in said:
        return KgError("a column is neither grouped nor counted; expected each in GROUP BY or in an aggregate", where)
    if not _FORM.search(code):
        first = re.match(r"[^\W\d_]*", code.strip())
        near = did_you_mean(first[0], FORMS) if first else ""
        return KgError(f"not a query; expected {', '.join(FORMS[:-1])} or {FORMS[-1]}.{near}".removesuffix("."), where)
    words = [
        word for word in re.findall(r'"[^"]+"|[A-Z]{2,}', re.sub(r"\[[^\]]*\]", "", said)) if word not in _UNHELPFUL
    ]
    expected = f"one of {' '.join(dict.fromkeys(words))}" if words else "a variable, IRI or literal"
    rest = [*sparql.split("\n"), ""][row - 1][column - 1 :].strip()[:30]
    return KgError(f"not SPARQL 1.1 at {repr(rest) if rest else 'the end of the line'}; expected {expected}", where)
