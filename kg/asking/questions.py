"""The library of questions: each a SPARQL file whose header says, in both languages, what it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from kg import namespaces as ns
from kg.asking.tags import DANISH_TAGS
from kg.errors import KgError
from kg.lexical import expected_form
from kg.project import shown
from kg.suggesting import did_you_mean, in_danish

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.project import Project
    from kg.settings import Language

LANGUAGES: tuple[Language, ...] = ("da", "en")
LARGEST = 2**17  # bytes of a query that are read: more than SPARQL that is answered ever has
TYPES = ("iri", "integer", "date", "lang", "enum")

_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C it takes a tenth of the time
_HEADER = re.compile(r"^#\+ ?(.*)$", re.MULTILINE)
_BINDING = re.compile(r"^(\s*VALUES\s+\?(\w+)\s*\{)[^}]*(\}\s*#\s*@param\s+(\w+)\s*)$", re.MULTILINE)
_LANGUAGE = re.compile(r'^\s*VALUES\s+\?(?P<name>\w+)\s*\{\s*(?P<tag>"[a-z]+")\s*\}\s*#\s*@param', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be narrowed by: the type of its value, and for `iri` the class, for `enum` the choices."""

    name: str
    type: str
    text: Mapping[str, str]
    of_class: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One `.rq` file: its name, the SPARQL, and what the header says of it.

    `columns` maps each column to its meaning in both languages; `key` names those that tell rows apart; `empty` is
    true where no row is the right answer.
    """

    name: str
    path: Path
    sparql: str
    text: Mapping[str, str]
    tags: tuple[str, ...]
    columns: Mapping[str, Mapping[str, str]]
    key: tuple[str, ...]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    empty: bool = False

    def tagged(self, lang: Language) -> tuple[str, ...]:
        """Return the tags in a language."""
        return tuple(DANISH_TAGS.get(tag, tag) if lang == "da" else tag for tag in self.tags)

    def bound(self, values: Mapping[str, object]) -> str:
        """Return the SPARQL with the parameters' `VALUES` lines rewritten to `values`; the others stay as they are.

        A language is written into the filters on it too: Oxigraph tries these early if they are about a constant.

        Raises: KgError for an unknown parameter, or a value that is not of its type.
        """
        for name in values:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                near = did_you_mean(name, self.parameters)
                message = f"no such parameter; expected one of: {known}.{near}"
                danish = f"ingen sådan parameter; vælg en af: {', '.join(self.parameters) or 'ingen'}.{in_danish(near)}"
                raise KgError(message, f"{self.name}: {name}", danish=danish)
        terms = {name: self._term(self.parameters[name], value) for name, value in values.items()}

        def rewrite(match: re.Match[str]) -> str:
            term = terms.get(match[4])
            return match[0] if term is None else f"{match[1]} {term} {match[3]}"

        return _filtered_early(_BINDING.sub(rewrite, self.sparql))

    def _term(self, parameter: Parameter, value: object) -> str:
        """Return a value as a SPARQL term of the parameter's type; nothing else can come out of it."""
        written, place = str(value).strip(), f"{self.name}: {parameter.name}"
        match parameter.type:
            case "iri":
                try:
                    return f"<{ns.expand(written)}>"
                except KgError as error:
                    message = f"{written!r}: {error.message}"
                    danish = f"{written!r}: {error.danish}"
                    raise KgError(message, place, danish=danish) from error
            case "integer" | "date":
                expected = expected_form(written, ns.XSD + parameter.type)
                if expected:
                    message = f"{written!r}; expected {expected}"
                    what = "et helt tal som 1000" if parameter.type == "integer" else "en dato som 2022-01-31"
                    danish = f"{written!r}; her skulle stå {what}"
                    raise KgError(message, place, danish=danish)
                return f'"{written}"^^<{ns.XSD}{parameter.type}>'
            case _:
                choices = LANGUAGES if parameter.type == "lang" else parameter.choices
                if written not in choices:
                    near = did_you_mean(written, choices)
                    message = f"{written!r}; expected one of {', '.join(choices)}.{near}"
                    danish = f"{written!r}; vælg en af {', '.join(choices)}.{in_danish(near)}"
                    raise KgError(message, place, danish=danish)
                return f'"{written}"'


def _filtered_early(sparql: str) -> str:
    for said in _LANGUAGE.finditer(sparql):
        sparql = re.sub(rf"(?<=\) = )\?{said['name']}\b", said["tag"], sparql)
    return sparql


def library(project: Project) -> dict[str, Question]:
    """Return the project's questions by name.

    Raises: KgError with file and line for a header that does not say what it must.
    """
    return {path.stem: read(path) for path in project.query_files()}


def find(project: Project, name: str) -> Question:
    """Return one question of the library. Raises: KgError that names the nearest if there is none."""
    paths = {path.stem: path for path in project.query_files()}
    if name not in paths:
        near = did_you_mean(name, paths)
        message = f"no such question; `kg questions` lists them.{near}"
        danish = f"intet sådant spørgsmål; `kg questions` viser dem.{in_danish(near)}"
        raise KgError(message, name, danish=danish)
    return read(paths[name])


def read(path: Path) -> Question:
    """Read one question from its file."""
    place, sparql = shown(path), read_sparql(path)
    header = _header(sparql, place)

    def at(*keys: str) -> str:
        return f"{place}:{line_of(sparql, *keys)}"

    bindings = {match[4]: match for match in _BINDING.finditer(sparql)}
    said = _mapping(header, "parameters", at("parameters"))
    parameters = {name: _parameter(name, of, at("parameters", name)) for name, of in said.items()}
    for name in sorted(bindings.keys() ^ parameters.keys()):
        message = f"parameter {name} needs both: `#+ parameters:` in the header and a `VALUES … # @param {name}` line"
        line = re.search(rf"^\s*VALUES\s+\?{re.escape(name)}\b", sparql, re.MULTILINE)
        danish = (
            f"parameteren {name} skal stå begge steder: `#+ parameters:` i hovedet og en linje `VALUES … # "
            f"@param {name}`"
        )
        where = f"{place}:{_line_at(sparql, line.end())}" if line else at("parameters", name)
        raise KgError(message, where, danish=danish)
    columns = _mapping(header, "columns", at("columns"))
    return Question(
        name=path.stem,
        path=path,
        sparql=sparql,
        text=_both(header.get("question"), "question", at("question")),
        tags=_names(header.get("tags"), "tags", at("tags")),
        columns={name: _both(of, f"columns: {name}", at("columns", name)) for name, of in columns.items()},
        key=_key(header, columns, at("key")),
        parameters=parameters,
        empty=bool(header.get("empty", False)),
    )


def read_sparql(path: Path) -> str:
    """Return the text of a `.rq` file, without a byte order mark. Raises: KgError if it is missing or not UTF-8."""
    try:
        with path.open("rb") as file:
            return decoded(file.read(LARGEST), shown(path))
    except OSError as error:
        message = f"{error.strerror}; expected a query in SPARQL"
        danish = f"kan ikke læses ({error.strerror}); her skulle stå en forespørgsel i SPARQL"
        raise KgError(message, shown(path), danish=danish) from error


def decoded(data: bytes, place: str) -> str:
    """Return the text of a query that came as bytes. Raises: KgError with the line of what is not UTF-8."""
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8; expected SPARQL saved as UTF-8"
        danish = f"byte 0x{error.object[error.start]:02x} er ikke UTF-8; SPARQL skal være gemt som UTF-8"
        raise KgError(message, f"{place}:{error.object.count(10, 0, error.start) + 1}", danish=danish) from error


def line_of(sparql: str, *keys: str) -> int:
    """Return the line of a key of the header, within the keys before it; the nearest that is there, or the first."""
    start, line = 0, 1
    for depth, key in enumerate(keys):
        found = re.compile(rf"^#\+ ?{'  ' * depth}{re.escape(key)}:", re.MULTILINE).search(sparql, start)
        if found is None:
            break
        start, line = found.end(), _line_at(sparql, found.start())
    return line


def _line_at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _header(sparql: str, place: str) -> dict[str, Any]:
    try:
        header = yaml.load("\n".join(_HEADER.findall(sparql)), Loader=_YAML)  # noqa: S506  # both are safe
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = f"the header is not YAML: {getattr(error, 'problem', error)}; expected `#+ key: value` lines"
        lines = [_line_at(sparql, match.start()) for match in _HEADER.finditer(sparql)]
        danish = (
            f"hovedet er ikke YAML ({getattr(error, 'problem', error)}); her skulle stå linjer som `#+ navn: værdi`"
        )
        where = f"{place}:{lines[min(mark.line, len(lines) - 1)]}" if mark else place
        raise KgError(message, where, danish=danish) from error
    if not isinstance(header, dict):
        message = "no header; expected `#+ question:` and the like in its first lines"
        danish = "intet hoved; de første linjer skal være `#+ question:` og lignende"
        raise KgError(message, f"{place}:1", danish=danish)
    return header


def _mapping(header: dict[str, Any], key: str, place: str) -> dict[str, Any]:
    value = header.get(key) or {}
    if not isinstance(value, dict):
        message = f"`{key}` is {type(value).__name__}; expected names with what they mean"
        danish = f"`{key}` er {type(value).__name__}; her skulle stå navne og hvad de betyder"
        raise KgError(message, place, danish=danish)
    return value


def _both(value: object, key: str, place: str) -> dict[str, str]:
    """Return a text in both languages, or say that one is missing."""
    if not isinstance(value, dict) or any(not isinstance(value.get(language), str) for language in LANGUAGES):
        message = f"`{key}` is not in both languages; expected `da: …` and `en: …` below it"
        danish = f"`{key}` er ikke på begge sprog; nedenunder skal stå `da: …` og `en: …`"
        raise KgError(message, place, danish=danish)
    return {language: value[language] for language in LANGUAGES}


def _names(value: object, key: str, place: str) -> tuple[str, ...]:
    """Return a list of names, which may be missing."""
    if not isinstance(value, list | None) or not all(isinstance(name, str) for name in value or ()):
        message = f"`{key}` is not a list of names; expected `{key}: [one, other]`"
        danish = f"`{key}` er ikke en liste af navne; her skulle stå `{key}: [en, anden]`"
        raise KgError(message, place, danish=danish)
    return tuple(value or ())


def _key(header: dict[str, Any], columns: Iterable[str], place: str) -> tuple[str, ...]:
    key = _names(header.get("key"), "key", place)
    if not key or not set(key) <= set(columns):
        message = "`key` names no columns; expected those of `columns` that tell rows apart"
        danish = "`key` nævner ingen kolonner; her skulle stå dem i `columns`, der skiller rækker fra hinanden"
        raise KgError(message, place, danish=danish)
    return key


def _parameter(name: str, said: object, place: str) -> Parameter:
    if not isinstance(said, dict) or said.get("type") not in TYPES:
        message = f"parameter {name} has no type; expected `type:` and one of {', '.join(TYPES)}"
        danish = f"parameteren {name} har ingen type; her skulle stå `type:` og en af {', '.join(TYPES)}"
        raise KgError(message, place, danish=danish)
    text = _both(said, f"parameters: {name}", place)
    choices = _names(said.get("choices"), f"parameters: {name}: choices", place)
    if (said["type"] == "enum") != bool(choices):
        message = f"parameter {name}: `choices` and the type enum need each other; expected `choices: [one, other]`"
        danish = f"parameteren {name}: `choices` og typen enum hører sammen; skriv `choices: [en, anden]`"
        raise KgError(message, place, danish=danish)
    of_class = said.get("class")
    if of_class is not None and (said["type"] != "iri" or not isinstance(of_class, str)):
        message = f"parameter {name}: only the type iri has a class; expected `class: kompas:…`"
        danish = f"parameteren {name}: kun typen iri har en klasse; skriv `class: kompas:…`"
        raise KgError(message, place, danish=danish)
    return Parameter(name, said["type"], text, of_class, choices)
