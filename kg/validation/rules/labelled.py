"""Labels that name a country or a kind: the thing should be tied to what its label names."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import KOMPAS, RDF, SKOS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Facts

_LABEL, _OTHER, _KIND = SKOS + "prefLabel", SKOS + "altLabel", KOMPAS + "kind"
_TYPE = RDF + "type"
_COUNTRY, _PARTNERSHIP = KOMPAS + "Country", KOMPAS + "Partnership"
_PARTNER, _SENT, _OPERATES, _STANDING = (
    KOMPAS + name for name in ("partner", "accreditedTo", "operatesIn", "standingOf")
)
_BEFORE = {  # what a name stands after in the label of a thing that has the role
    _PARTNER: re.compile(r"\b(?:med|with) (?:the )?"),
    _SENT: re.compile(r"\b(?:i|til|in|to) (?:the )?"),
    _OPERATES: re.compile(r"\b(?:i|in) (?:the )?"),
    _STANDING: re.compile(r"^(?:the )?"),
}
_GENITIVE = re.compile(r"(?:['’]s?|s)$")
# where one of these stands, the last word is not what the thing is
_INNER = re.compile(r"\b(?:of|on|behind|for|in|with|to|at|from|by|between|against|under|and)\b")
_WORDS = 6  # of the longest name that is looked for
_ALIKE = 3  # so many things of one kind whose labels end with it show how labels of that kind end


class _Names:
    """The names of countries, by language; those that several have are left out."""

    def __init__(self, labels: dict[str, list[ox.Literal]]) -> None:
        self.of = labels
        by_name: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for country, names in labels.items():
            for name in names:
                by_name[name.language or "", name.value.removeprefix("The ")].add(country)
        self.one = {name: next(iter(countries)) for name, countries in by_name.items() if len(countries) == 1}

    def after(self, pattern: re.Pattern[str], label: ox.Literal) -> set[str]:
        """Return the countries whose names stand after a pattern in a label."""
        found = (self._at(label.value[match.end() :], label.language or "", genitive=pattern is _BEFORE[_STANDING])
                 for match in pattern.finditer(label.value))  # fmt: skip
        return {country for country in found if country}

    def _at(self, text: str, language: str, *, genitive: bool) -> str | None:
        """Return the country that a text begins with; none if the name goes on, as in that of a sea."""
        words = text.split(" ")[: _WORDS + 1]
        for count in range(min(_WORDS, len(words)), 0, -1):
            printed = " ".join(words[:count])
            if country := self.one.get((language, printed)):
                return None if words[count : count + 1] and words[count][:1].isupper() else country
            bare = _GENITIVE.sub("", printed) if genitive else printed.rstrip(",;:.")
            if country := self.one.get((language, bare)):
                return country
        return None

    def in_(self, label: ox.Literal, countries: Iterable[str]) -> bool:
        """Return whether one of the countries is named anywhere in a label, in any form."""
        return any(
            re.search(rf"(?<!\w){re.escape(name.value)}", label.value, re.IGNORECASE)
            for country in countries
            for name in self.of.get(country, ())
        )


def check(asserted: Facts) -> list[Finding]:
    """Return a warning for each thing whose label names another country or kind than the thing is tied to."""
    roles: defaultdict[tuple[str, str], list[ox.Quad]] = defaultdict(list)
    partnerships = {getattr(term, "value", "") for term in asserted.instances(_PARTNERSHIP)}
    for role in _BEFORE:
        for quad in asserted.of(role):
            if isinstance(quad.subject, ox.NamedNode) and (role != _PARTNER or quad.subject.value in partnerships):
                roles[quad.subject.value, role].append(quad)
    countries = {getattr(term, "value", "") for term in asserted.instances(_COUNTRY)}
    kinds = [quad for quad in asserted.of(_KIND) if isinstance(quad.object, ox.NamedNode)]
    wanted = {getattr(one, "value", "") for quad in kinds for one in (quad.subject, quad.object)}
    wanted |= countries | {thing for thing, _ in roles}
    labels: defaultdict[str, list[ox.Literal]] = defaultdict(list)
    names: defaultdict[str, list[ox.Literal]] = defaultdict(list)
    for path in (_LABEL, _OTHER):
        for quad in asserted.of(path):
            thing = getattr(quad.subject, "value", "")
            if thing in wanted and isinstance(quad.object, ox.Literal):
                if path == _LABEL:
                    labels[thing].append(quad.object)
                if thing in countries:
                    names[thing].append(quad.object)
    known = _Names(names)
    tied = (_country(quads, labels[thing], known) for (thing, _), quads in roles.items())
    return [*(one for found in tied for one in found), *_kinds(asserted, kinds, labels)]


def _country(quads: list[ox.Quad], labels: list[ox.Literal], names: _Names) -> Iterator[Finding]:
    """Find a thing that is tied to countries alone, and whose label names others but none of them."""
    thing, role = getattr(quads[0].subject, "value", ""), quads[0].predicate.value
    tied = {getattr(quad.object, "value", "") for quad in quads}
    if not tied <= names.of.keys():
        return
    wrong = [label for label in labels if names.after(_BEFORE[role], label) - tied and not names.in_(label, tied)]
    if not wrong:
        return
    said, path = wrong[0].value, shorten(role)
    if any(names.in_(label, tied) for label in labels):
        message = Text(f"“{said}” siger et andet land end {path} og end det andet sprog",
                       f"“{said}” says another country than {path} and than the other language")  # fmt: skip
        yield Finding("warning", "vocabulary", "label-and-country", message, thing, _LABEL, said)
    else:
        message = Text(f"betegnelsen siger “{said}”, men {path} er et andet land",
                       f"the label says “{said}”, but {path} is another country")  # fmt: skip
        yield Finding("warning", "vocabulary", "label-and-country", message, thing, role, min(tied))


def _kinds(asserted: Facts, kinds: list[ox.Quad], labels: dict[str, list[ox.Literal]]) -> Iterator[Finding]:
    """Find the one thing that is called by a kind and is of another, where all others of its class are of that kind."""
    english = {thing: label.value for thing, of in labels.items() for label in of if label.language == "en"}
    own: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for quad in kinds:
        own[getattr(quad.subject, "value", "")].append(quad)
    words = {english[kind]: kind for quad in kinds if (kind := getattr(quad.object, "value", "")) in english}
    called: defaultdict[str, list[str]] = defaultdict(list)
    for thing in own:
        if (last := english.get(thing, "").rpartition(" ")[2]) in words and not _INNER.search(english[thing]):
            called[last].append(thing)
    for word, things in called.items():
        odd = [thing for thing in things if words[word] not in _values(own[thing])]
        if len(odd) != 1 or any(english.get(kind, "").endswith(word) for kind in _values(own[odd[0]])):
            continue
        alike = {thing for thing in things if thing != odd[0]} if len(things) > _ALIKE else set()
        if alike and _of_one_class(asserted, odd[0], alike):
            called_so = english[odd[0]]
            message = Text(f"hedder “{called_so}”, men er ikke af den art, som andre med ordet er",
                           f"is called “{called_so}”, but not of the kind that others with the word are")  # fmt: skip
            kind = _values(own[odd[0]])[0]
            yield Finding("warning", "vocabulary", "label-and-kind", message, odd[0], _KIND, kind,
                          suggestion=shorten(words[word]))  # fmt: skip


def _of_one_class(asserted: Facts, thing: str, others: set[str]) -> bool:
    """Return whether enough others are of the class of a thing."""
    classes: defaultdict[str, set[str]] = defaultdict(set)
    for quad in asserted.of(_TYPE):
        if (one := getattr(quad.subject, "value", "")) == thing or one in others:
            classes[one].add(getattr(quad.object, "value", ""))
    return sum(bool(classes[thing] & classes[other]) for other in others) >= _ALIKE


def _values(quads: Iterable[ox.Quad]) -> list[str]:
    return [getattr(quad.object, "value", "") for quad in quads]
