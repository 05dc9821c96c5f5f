"""Says what is wrong with a query that does not parse: Oxigraph names only the furthest place that it reached."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import namespaces as ns
from kg.asking.sparql import NOT_CODE, at, blank
from kg.errors import KgError
from kg.suggesting import did_you_mean, in_danish

if TYPE_CHECKING:
    from collections.abc import Container

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
# SPARQL 1.1, sections 19.8 and 17.4
_SPARQL = """
    BASE PREFIX SELECT DISTINCT REDUCED AS CONSTRUCT WHERE DESCRIBE ASK FROM NAMED GROUP BY HAVING ORDER ASC DESC LIMIT
    OFFSET VALUES OPTIONAL GRAPH SERVICE SILENT BIND UNDEF MINUS UNION FILTER IN NOT EXISTS A TRUE FALSE STR LANG
    LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT SUBSTR STRLEN REPLACE UCASE LCASE
    ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW
    UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL
    ISNUMERIC REGEX COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR
"""
_WORDS = frozenset(_SPARQL.split())
_DECLARED = re.compile(r"PREFIX\s+([\w.-]*):", re.IGNORECASE)
_PREFIX = re.compile(r"(?<![\w:%.\\-])([^\W\d_][\w.-]*|):")
_NAME = re.compile(r"(?:[^\W\d_][\w.-]*|_)?:(?:[\w:.%-]|\\.)*")
_WORD = re.compile(r"(?<![\w@\\])[^\W\d_]\w*")
_FORM = re.compile(rf"\b(?:{'|'.join(FORMS)})\b", re.IGNORECASE)
_STRANGE = re.compile(
    r"\\[uU]|==|[^\S \t\r\n]|[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_CLOSES = {"}": "{", ")": "(", "]": "["}
_UNHELPFUL = {'"~"', '"{|"', "LATERAL", "SERVICE"}  # of RDF 1.2, of Oxigraph's own, or refused
# What Oxigraph says in words of its own, and that in ours.
_SAID = {
    "variable that is unbound": (
        "a column is neither grouped nor counted; expected each in GROUP BY or in an aggregate",
        "en kolonne er hverken grupperet eller optalt; den skal stå i GROUP BY eller i en optælling",
    ),
    "Duplicated variable": (
        "two columns have one name; expected each once", "to kolonner har samme navn; hver skal have sit eget"),
    "should be a non negative integer": (
        "the number is too large; expected a smaller one", "tallet er for stort; her skulle stå et mindre"),
}  # fmt: skip


def explained(message: str, sparql: str, place: str, prefixes: Container[str] = ()) -> KgError:
    """Return what is wrong in one line: where, what stands there, and what could.

    `message` is Oxigraph's; `prefixes` are those at hand beside the ones that the query declares.
    """
    code = NOT_CODE.sub(blank, sparql)
    found = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    offset = _offset(sparql, int(found[1]), int(found[2])) if found else 0
    said = found[3] if found else ""
    error = _of_signs(code, place, prefixes) or _of_names(said, sparql, offset, place) or _of_words(code, place)
    if error is not None:
        return error
    if found is None:
        return _unknown(message, place)
    for part, (english, danish) in _SAID.items():
        if part in said:
            return KgError(english, at(place, sparql, offset), danish=danish)
    rest = [*sparql[offset:].split("\n"), ""][0].strip()[:30]
    here = repr(rest) if rest else "the end of the line"
    ved = repr(rest) if rest else "linjens slutning"
    if not sparql[offset:].strip():
        return _of_the_end(sparql, place)
    words = [
        word for word in re.findall(r'"[^"]+"|[A-Z_]{2,}', re.sub(r"\[[^\]]*\]", "", said)) if word not in _UNHELPFUL
    ]
    listed = " ".join(dict.fromkeys(words))
    return KgError(
        f"not SPARQL 1.1 at {here}; expected {f'one of {listed}' if words else 'a variable, IRI or literal'}",
        at(place, sparql, offset),
        danish=f"ikke SPARQL 1.1 ved {ved}; her skulle stå "
        f"{f'en af {listed}' if words else 'en variabel, en IRI eller en værdi'}",
    )


def unfit(message: str, place: str) -> KgError:
    """Return what the engine says of a query that parses, but that it cannot answer."""
    if found := re.match(r"The custom function (<.*>) is not supported", message):
        return KgError(
            f"{found[1]} is no function that is known here; expected one of SPARQL 1.1", place,
            danish=f"{found[1]} er ingen funktion, der kendes her; her skulle stå en af SPARQL 1.1's",
        )  # fmt: skip
    return _unknown(message, place)


def _of_the_end(sparql: str, place: str) -> KgError:
    """Return what is wrong where the engine read all, and only then saw that it could not be meant."""
    offset = len(sparql.rstrip("})] \t\r\n"))
    while offset < len(sparql) - 1 and sparql[offset].isspace():
        offset += 1
    rest = [*sparql[offset:].split("\n"), ""][0].strip()[:30]
    return KgError(
        f"not SPARQL 1.1 at {rest!r} or before it; expected a word or sign that is missing there, or one less",
        at(place, sparql, offset),
        danish=f"ikke SPARQL 1.1 ved {rest!r} eller før; der mangler et ord eller tegn, eller der er et for meget",
    )


def _of_names(said: str, sparql: str, offset: int, place: str) -> KgError | None:
    """Return what is wrong with an IRI, if the engine says that something is."""
    if "IRI parsing failed" not in said:
        return None
    return KgError(
        "an IRI is not whole; expected prefix:name, or one such as <https://example.org/> without spaces",
        at(place, sparql, max(0, sparql.rfind("<", 0, offset))),
        danish="en IRI er ikke hel; her skulle stå præfiks:navn eller en som <https://example.org/> uden mellemrum",
    )


def _unknown(message: str, place: str) -> KgError:
    said = " ".join(message.split())
    return KgError(f"{said}; expected SPARQL 1.1", place, danish=f"kan ikke besvares (“{said}”)")


def _of_signs(code: str, place: str, prefixes: Container[str]) -> KgError | None:
    """Return what is wrong with quotation marks, prefixes and brackets, if anything is."""
    if quote := re.search(r"[\"']", code):
        return KgError(
            "a string that begins here does not end; not SPARQL 1.1, expected its quotation mark",
            at(place, code, quote.start()),
            danish="en tekst, der begynder her, slutter ikke; her mangler dens anførselstegn",
        )
    if strange := _STRANGE.search(code):
        what = strange[0] if strange[0].isprintable() else f"U+{ord(strange[0][0]):04X}"
        return KgError(
            f"{what} cannot stand outside of a string; not SPARQL 1.1", at(place, code, strange.start()),
            danish=f"{what} kan ikke stå uden for en tekst; det er ikke SPARQL 1.1",
        )  # fmt: skip
    declared = {match[1] for match in _DECLARED.finditer(code)}
    for match in _PREFIX.finditer(code):
        name = match[1]
        if name in declared or name in prefixes:
            continue
        if iri := ns.PREFIXES.get(name):
            expected, danish = f"PREFIX {name}: <{iri}>", f"her skulle stå PREFIX {name}: <{iri}>"
        else:
            near = did_you_mean(name, ns.PREFIXES)
            expected = f"a PREFIX line for it.{near}".removesuffix(".")
            danish = f"der skal stå en PREFIX-linje for det.{in_danish(near)}".removesuffix(".")
        return KgError(
            f"prefix {name}: is not declared; expected {expected}", at(place, code, match.start()),
            danish=f"præfikset {name}: er ikke erklæret; {danish}",
        )  # fmt: skip
    opened: list[tuple[str, int]] = []
    for match in re.finditer(r"[{}()\[\]]", code):
        if match[0] not in _CLOSES:
            opened.append((match[0], match.start()))
        elif not opened or opened.pop()[0] != _CLOSES[match[0]]:
            return KgError(
                f"{match[0]} closes nothing that is open; not SPARQL 1.1", at(place, code, match.start()),
                danish=f"{match[0]} lukker ikke noget, der er åbent; det er ikke SPARQL 1.1",
            )  # fmt: skip
    if opened:
        sign, offset = opened[-1]
        closing = next(closes for closes, opens in _CLOSES.items() if opens == sign)
        return KgError(
            f'the {sign} that stands here is not closed; not SPARQL 1.1, expected "{closing}"',
            at(place, code, offset), danish=f'{sign}, som står her, er ikke lukket; her mangler "{closing}"',
        )  # fmt: skip
    return None


def _of_words(code: str, place: str) -> KgError | None:
    """Return what is wrong with the words that are no names, if anything is."""
    bare = _NAME.sub(blank, code)
    forms = list(_FORM.finditer(bare))
    if not forms:
        first = _WORD.search(bare)
        near = did_you_mean(first[0].upper(), FORMS) if first else ""
        where = at(place, bare, first.start() if first else 0)
        return KgError(
            f"not a query; expected {', '.join(FORMS[:-1])} or {FORMS[-1]}.{near}".removesuffix("."), where,
            danish=f"ikke en forespørgsel; her skulle stå {', '.join(FORMS[:-1])} eller {FORMS[-1]}."
            f"{in_danish(near)}".removesuffix("."),
        )  # fmt: skip
    for word in _WORD.finditer(bare):
        if word[0].upper() not in _WORDS:
            near = did_you_mean(word[0].upper(), sorted(_WORDS))
            return KgError(
                f"{word[0]} is no word of SPARQL 1.1; expected one, a ?variable or prefix:name.{near}".removesuffix(
                    "."
                ),
                at(place, bare, word.start()),
                danish=f"{word[0]} er ikke et ord i SPARQL 1.1; her skulle stå et sådant, en ?variabel eller "
                f"præfiks:navn.{in_danish(near)}".removesuffix("."),
            )
    outer = [form for form in forms if bare.count("{", 0, form.start()) == bare.count("}", 0, form.start())]
    if len(outer) > 1:
        return KgError(
            "a second query begins here; expected one alone", at(place, bare, outer[1].start()),
            danish="her begynder endnu en forespørgsel; der må kun være én",
        )  # fmt: skip
    return None


def _offset(sparql: str, line: int, column: int) -> int:
    """Return the offset of the word that the engine stopped in."""
    start = sum(len(each) + 1 for each in sparql.split("\n")[: line - 1])
    offset = min(start + column - 1, len(sparql))
    while offset > start and re.match(r"\w", sparql[offset - 1 : offset]) and re.match(r"\w", sparql[offset:]):
        offset -= 1
    return offset
