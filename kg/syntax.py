"""Says what is wrong with Turtle, by what Oxigraph's parser complains of, and what should have stood there."""

from __future__ import annotations

import re
from typing import NamedTuple

CONFLICT = ("a mark of a conflict that git could not merge; choose what is to stand, and take the marks out",
            "et mærke fra en konflikt, som git ikke kunne flette; vælg, hvad der skal stå, og slet mærket")  # fmt: skip
_UNCLOSED = ("an IRI that is not closed on its line; expected `>` at its end",
             "en IRI, der ikke er lukket på sin linje; den skal slutte med `>`")  # fmt: skip
_MAY_BE_UNCLOSED = re.compile(r"escape|Invalid IRI code point '[\r\n]")  # the parser reads on to the next > or escape
_CONFLICT = re.compile(rb"(?:<{7}|[|]{7}|>{7}) |={7}\r?$")
# What holds no signs of its own is passed over; then what RDF 1.1 lacks, and an IRI that its line does not close.
_TOKEN = re.compile(
    rb'''"""(?:[^"\\]++|\\.|"(?!""))*+"""'''
    rb"""|'''(?:[^'\\]++|\\.|'(?!''))*+'''"""
    rb"""|"(?:[^"\\\r\n]++|\\.)*+"|'(?:[^'\\\r\n]++|\\.)*+'|#[^\n]*+|\\.|(?P<newer><<|\{\||~)|<[^<>\r\n]*+>|(?P<open><)""",
    re.DOTALL,
)
_BEGINNING = 2**14  # bytes of a file by which we tell what it is
_NAME_ALIKE = rb"(?:<[^<>\s]*>|[\w.-]*:[\w.-]*)"
_NOT_TURTLE = (
    (re.compile(rb"\s*<(?:!doctype\s+)?html\b", re.IGNORECASE), "HTML", "HTML"),
    (re.compile(rb"\s*<(?:\?xml|!doctype|rdf:RDF)\b", re.IGNORECASE), "XML, such as RDF/XML", "XML, fx RDF/XML"),
    (re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[{\"])"), "JSON, such as JSON-LD", "JSON, fx JSON-LD"),
    (re.compile(rb"%PDF"), "a PDF", "en PDF"),
    (re.compile(rb"PK\x03\x04"), "a zip file", "en zip-fil"),
    (re.compile(rb"\x1f\x8b"), "a file compressed with gzip", "en fil pakket med gzip"),
    (re.compile(rb"SQLite format 3"), "a database of SQLite", "en database fra SQLite"),
    (re.compile(rb"(?:\s|(?:#|@?prefix\b|@?base\b)[^\n]*\n)*+(?:GRAPH\s+)?%s\s*\{(?!\|)" % _NAME_ALIKE, re.IGNORECASE),
     "TriG", "TriG"),
    (re.compile(rb"(?:\s|#[^\n]*\n)*+(?:(?:<[^<>\s]*>|_:\S+)\s+){3}(?:<[^<>\s]*>|_:\S+)\s*\."), "N-Quads", "N-Quads"),
    (re.compile(rb'(?:\s|#[^\n]*\n)*+(?:<[^<>\s]*>\s+|_:\S+\s+){2}"[^"\\\n]*"\S*\s+(?:<[^<>\s]*>|_:\S+)\s*\.'),
     "N-Quads", "N-Quads"),
)  # fmt: skip
_LONGEST = 60  # characters of what the parser quotes, which may be a literal of many lines

# What the parser quotes stands in the group; it is never repeated in the texts below where it is the whole of them.
_SUBJECT = ("expected an IRI or prefix:name; the statement above may have ended too early",
            "her skulle stå en IRI eller præfiks:navn; udsagnet ovenfor er måske sluttet for tidligt")  # fmt: skip
_PREDICATE = ("expected `a`, an IRI or prefix:name; a `;` or `,` above may be one too many",
              "her skulle stå `a`, en IRI eller præfiks:navn; der er måske et `;` eller `,` for meget")  # fmt: skip
_OBJECT = ("expected an IRI, prefix:name or literal; a `;` or `,` above may be one too many",
           "her skulle stå en IRI, præfiks:navn eller en værdi; der er måske et `;` eller `,` for meget")  # fmt: skip
_END = ("expected the end of the statement, `.`, and of all that was opened",
        "her skulle udsagnet slutte med `.`, og alt, der er åbnet, lukkes")  # fmt: skip
_DOT = ("expected `.`, `;` or `,` before this", "her skulle stå `.`, `;` eller `,` foran")
_IRI = ("expected an IRI without spaces and without the signs < > { } | ^ ` and backslash",
        "her skulle stå en IRI uden mellemrum og uden tegnene < > { } | ^ ` og \\")  # fmt: skip
_ABSOLUTE = ("expected prefix:name or a full IRI, since relative ones depend on where the file lies",
             "her skulle stå præfiks:navn eller en hel IRI, for en relativ afhænger af, hvor filen ligger")  # fmt: skip
_PREFIX = ("expected an @prefix line for it above", "der skal stå en @prefix-linje for det ovenfor")
_NAME = ("expected a name without this sign, or the sign behind a backslash",
         "her skulle stå et navn uden det tegn, eller tegnet efter en omvendt skråstreg")  # fmt: skip
_ESCAPE = ("expected \\uXXXX or \\UXXXXXXXX with the number of a character, or one such as \\n",
           "her skulle stå \\uXXXX eller \\UXXXXXXXX med et tegns nummer, eller fx \\n")  # fmt: skip
_NUMBER = ("expected a number with digits on both sides of its sign", "her skulle stå et tal med cifre")
_TAG = ("expected a language such as @da or @en", "her skulle stå et sprog som @da eller @en")
_RDF_11 = ("expected RDF 1.1", "her læses kun RDF 1.1")
_TURTLE = ("expected Turtle", "her skulle stå Turtle")


class Complaint(NamedTuple):
    """What the parser may say, that in Danish, and what was expected in English and in Danish."""

    says: re.Pattern[str]
    danish: str
    expected: tuple[str, str]


_COMPLAINTS = tuple(
    Complaint(re.compile(says, re.DOTALL), danish, expected)
    for says, danish, expected in (
        (r"The prefix (.*): has not been declared", "præfikset {}: er ikke erklæret", _PREFIX),
        (r"'(.*)' is not a valid prefix: .*", "“{}” kan ikke være et præfiks, for det slutter med punktum", _NAME),
        (r"The PREFIX keyword should be followed by .*", "@prefix følges ikke af et præfiks som ex:",
         ("expected a line such as @prefix ex: <https://example.org/> .",
          "her skulle stå en linje som @prefix ex: <https://example.org/> .")),
        (r"The BASE keyword should be followed by an IRI", "@base følges ikke af en IRI", _IRI),
        (r"Unexpected end.*", "teksten slutter midt i et udsagn", _END),
        (r"(.*) is not a valid subject or graph name", "{} kan ikke være subjekt", _SUBJECT),
        (r"(.*) is not a valid predicate", "{} kan ikke være prædikat", _PREDICATE),
        (r"(.*) is not a valid RDF object", "{} kan ikke være objekt", _OBJECT),
        (r"(?:A dot is expected|Triples should be followed).*", "udsagnet mangler sit punktum", _DOT),
        (r"blank node property lists should end with a '\]'", "en blok i [ ] er ikke lukket",
         ("expected `;` or `]` before this", "her skulle stå `;` eller `]` foran")),
        (r"No scheme found.*", "IRI'en begynder ikke med et skema som https:", _ABSOLUTE),
        (r"Invalid IRI (.*)", "tegn, som en IRI ikke må have ({})", _IRI),
        (r"(?:Invalid (?:character|host|port|IRI|percent).*|escapes in IRIs .*)", "IRI'en er ikke velformet", _IRI),
        (r"The escape sequence '(.*)' is (?:encoding .*|not a valid hexadecimal string)",
         "“{}” er ikke noget tegn", _ESCAPE),
        (r"Unexpected escape character '(.*)'", "“{}” er ikke noget tegn", _ESCAPE),
        (r"The character that are allowed to be escaped in IRIs .* found '(.*)'",
         "“{}” må ikke stå efter en omvendt skråstreg i et navn", _NAME),
        (r"'(.*)' is not allowed at the beginning of a prefix name",
         "“{}” kan ikke begynde et navn", _TURTLE),
        (r"Unexpected character '(.*)'", "her kan “{}” ikke stå", _TURTLE),
        (r"Line jumps are not allowed in string literals.*", "en tekst i enkelte anførselstegn går over en linje",
         ('expected \\n in it, or three quotation marks around it: """',
          'her skulle stå \\n, eller tre anførselstegn på hver side: """')),
        (r"Expecting a datatype IRI after \^\^, found (.*)", "efter ^^ står {}",
         ("expected a datatype such as xsd:date", "her skulle stå en datatype som xsd:date")),
        (r"(?:An integer|A decimal|A double|A number).*", "tallet er ikke helt", _NUMBER),
        (r"A blank node ID cannot be empty", "efter _: mangler navnet",
         ("expected a name after `_:`", "her skulle stå et navn efter `_:`")),
        (r"(?:A language code|The given language|A subtag|If an extension subtag|.*subtag).*",
         "sproget efter @ er ikke et sprog", _TAG),
        (r"(.*) is a triple as a term", "{} er et udsagn som led i et andet", _RDF_11),
        (r"(?:.*quoted triple.*|.*reified triple.*|The allowed base directions.*|A variable name .*)",
         "noget fra RDF 1.2", _RDF_11),
    )
)  # fmt: skip


def conflict(data: bytes, upto: int) -> int | None:
    """Return the line, from 1, of the first mark that git left of a conflict, in the lines up to one; else None."""
    for number, line in enumerate(data.split(b"\n")[:upto], 1):
        if _CONFLICT.match(line):
            return number
    return None


def diagnosed(data: bytes, error: SyntaxError) -> tuple[tuple[str, str], int, int]:
    """Return what is wrong with a text that the parser gave up on, in both languages, and the line and column."""
    line, column = error.lineno or 1, error.offset or 1
    if marked := conflict(data, line):
        return CONFLICT, marked, 1
    if found := looks(data):
        return found, line, column
    if _MAY_BE_UNCLOSED.search(error.msg) and (place := _first(data, "open")) and place < (line, column + 1):
        return _UNCLOSED, *place
    return explained(error.msg), line, column


def looks(data: bytes) -> tuple[str, str] | None:
    """Return in both languages what a file that is no Turtle looks like, if its beginning tells."""
    for pattern, english, danish in _NOT_TURTLE:
        if pattern.match(data, 0, _BEGINNING):
            return f"this looks like {english}; expected Turtle", f"det ligner {danish}; her skulle stå Turtle"
    return None


def newer(data: bytes) -> tuple[int, int] | None:
    """Return the line and column of the first triple within a triple, of RDF 1.2, in what the parser could read."""
    return _first(data, "newer")


def _first(data: bytes, kind: str) -> tuple[int, int] | None:
    """Return the line and column, from 1, of the first token of a kind."""
    found = next((token for token in _TOKEN.finditer(data) if token.lastgroup == kind), None)
    if found is None:
        return None
    start = found.start()
    line = data.rfind(b"\n", 0, start) + 1
    return data.count(b"\n", 0, start) + 1, len(data[line:start].decode(errors="replace")) + 1


def explained(message: str) -> tuple[str, str]:
    """Return the parser's message in English and in Danish: what is wrong, and what was expected instead.

    What the table does not know is given in the parser's own words.
    """
    said = message.split(": ", 1)[-1] if message.startswith("Parser error") else message
    for complaint in _COMPLAINTS:
        if found := complaint.says.fullmatch(said):
            quoted = found[1] if found.lastindex else ""
            short = _shortened(quoted)
            return (f"{said.replace(quoted, short) if quoted else said}; {complaint.expected[0]}",
                    f"{complaint.danish.format(short)}; {complaint.expected[1]}")  # fmt: skip
    said = _shortened(said)
    return f"{said}; {_TURTLE[0]}", f"ikke Turtle (“{said}”); {_TURTLE[1]}"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
