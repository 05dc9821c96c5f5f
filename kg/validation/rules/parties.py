"""States and bodies that the words on a statement name: the Danish names them too, and the statement leads to them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.namespaces import ID, KOMPAS, ORG, SKOS, shorten
from kg.validation.findings import Finding, Text
from kg.validation.rules.translations import side_by_side, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.reasoning.facts import Facts, Term
    from kg.validation.rules.translations import Translated

_LABEL, _OTHER, _DEFINITION = SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition"
_ACRONYM, _KIND, _HOLDER = (KOMPAS + name for name in ("acronym", "kind", "holder"))
_GOVERNMENT = ID + "kind-government"
_STATES = tuple(KOMPAS + name for name in ("Country", "Territory"))
_ORGANISATION = KOMPAS + "Organisation"
# What says what is done, and with whom; others often name a state in passing.
_STATEMENTS = tuple(KOMPAS + name for name in ("Commitment", "Event", "Measure", "Post", "Standing", "Target"))
_NAMING = (*_STATEMENTS, *(KOMPAS + name for name in ("Assessment", "Figure", "Funding", "Instrument", "Partnership")))
_TIES = (
    *(KOMPAS + name for name in ("actor", "adoptedIn", "attributedTo", "beneficiary", "concerns", "counterpart",
                                 "establishes", "forum", "holder", "inBody", "partner", "partOf", "party", "place",
                                 "standingIn", "standingOf", "targetOf", "usesInstrument", "within", "operatesIn")),
    ORG + "subOrganizationOf",
)  # fmt: skip
_APART = re.compile(r"(?:\b(?:outside|around|beyond|towards?|near|than|non)[ -](?:of )?(?:the )?)$", re.IGNORECASE)
_WORD = re.compile(r"(?<!\w)[A-ZÆØÅ]\w*")
_AFTER = re.compile(r"(?:['’]s|['’])?(?![\w-]*\w)")
_MOSTLY = 5  # times as many statements lead to those that they name as do not, where that is the habit
_BEFORE = 20  # letters that tell where something is
_LONG = 8  # letters of a Danish name that may end in an article


class _Names:
    """The names of states and bodies."""

    def __init__(self, asserted: Facts, parties: set[Term]) -> None:
        self.of: defaultdict[Term, list[str]] = defaultdict(list)
        self._english: defaultdict[str, list[tuple[str, Term]]] = defaultdict(list)
        for path in (_LABEL, _OTHER, _ACRONYM):
            for thing, said in asserted.pairs(path):
                if thing not in parties:
                    continue
                name = said.value.removeprefix("the ").removeprefix("The ")
                self.of[thing].append(name.lower())
                whole = path != _OTHER or name.isupper()  # others may be adjectives
                if whole and getattr(said, "language", None) in {None, "en"} and (first := _WORD.match(name)):
                    self._english[first[0]].append((name, thing))

    def among(self, texts: list[str], parties: set[Term]) -> dict[int, set[Term]]:
        """Return who of some is named in each English text; all texts are looked through at once."""
        words = {word.encode(): word for word, of in self._english.items() if any(one in parties for _, one in of)}
        return {at: {party for first in of for party in self._in(texts[at], first)} & parties
                for at, of in words_of(side_by_side(texts), words).items()}  # fmt: skip

    def _in(self, text: str, first: str) -> set[Term]:
        """Return who is named by whole names that begin so; not who is told to be apart from what it is about."""
        here = [(name, thing) for name, thing in self._english[first] if _stands(name, text)]
        return {thing for name, thing in here if not any(name != other and name in other for other, _ in here)}

    def within(self, text: str, party: Term) -> bool:
        """Return whether a text has a name of somebody in any form, perhaps without the article at its end."""
        text = text.lower()
        return any(name in text or (len(name) > _LONG and name[:-2] in text) for name in self.of[party])


def check(asserted: Facts, texts: Mapping[str, Translated]) -> list[Finding]:
    """Return a warning for who is named in English only, and who is named by a statement that does not lead to them."""
    of_class = {name: set(asserted.instances(name)) for name in (*_STATES, _ORGANISATION)}
    own = {party for _, party in asserted.pairs(_HOLDER)}
    own |= {body for body, kind in asserted.pairs(_KIND) if getattr(kind, "value", "") == _GOVERNMENT}
    parties = set().union(*of_class.values()) - own
    names = _Names(asserted, parties)
    states = parties - of_class[_ORGANISATION]
    statements, naming = ({thing for name in of for thing in asserted.instances(name)} for of in (_STATEMENTS, _NAMING))
    found: list[Finding] = []
    named: defaultdict[Term, set[Term]] = defaultdict(set)
    for path in (_LABEL, _DEFINITION):
        kept = [row for row in zip(*texts[path], strict=True) if row[0] in naming]
        who = parties if path == _LABEL else states  # a definition may name a body in passing
        for at, told in names.among([english for _, _, english in kept], who).items():
            found += _in_english_only(names, told, path, kept[at])
            if kept[at][0] in statements:
                named[kept[at][0]] |= told
    return [*found, *_left_out(asserted, names, named)]


def _in_english_only(names: _Names, who: set[Term], path: str, row: tuple[Term, str, str]) -> Iterator[Finding]:
    """Find who is named in English and by no name in Danish."""
    thing, danish, english = row
    for party in who:
        if not names.within(danish, party):
            name = shorten(party.value)
            message = Text(f"på engelsk nævnes {name}, på dansk ikke", f"the English names {name}, the Danish does not")
            yield Finding("warning", "vocabulary", "name-apart", message, thing.value, path, english)


def _left_out(asserted: Facts, names: _Names, named: dict[Term, set[Term]]) -> Iterator[Finding]:
    """Find who is named by a statement and not tied to it, where most that name somebody are."""
    tied: defaultdict[Term, set[Term]] = defaultdict(set)
    for path in _TIES:
        for thing, other in asserted.pairs(path):
            tied[thing].add(other)
    rows = [(thing, party, party in tied[thing] or any(party in tied.get(other, ()) for other in tied[thing]))
            for thing, who in named.items() for party in who]  # fmt: skip
    counts = Counter((party, leads) for _, party, leads in rows)
    loose = [(thing, party) for thing, party, leads in rows
             if not leads and counts[party, True] >= 2 * (counts[party, False] - 1)]  # fmt: skip
    if len(rows) <= _MOSTLY * len(loose):
        return
    called = _called(asserted, {other for thing, _ in loose for other in tied[thing]})
    for thing, party in loose:
        if not any(names.within(called[other], party) for other in tied[thing]):
            name = shorten(party.value)
            message = Text(f"ordene nævner {name}, som intet her fører til",
                           f"the words name {name}, to which nothing here leads")  # fmt: skip
            yield Finding("warning", "vocabulary", "named-untied", message, thing.value, _LABEL, suggestion=name)


def _called(asserted: Facts, things: set[Term]) -> defaultdict[Term, str]:
    """Return the labels of things, one after the other."""
    labels: defaultdict[Term, str] = defaultdict(str)
    for thing, label in asserted.pairs(_LABEL) if things else ():
        if thing in things:
            labels[thing] += f" {label.value}"
    return labels


def _stands(name: str, text: str) -> bool:
    """Return whether a whole name stands in a text, and not as that of what is elsewhere."""
    at = text.find(name)
    while at >= 0:
        if not text[at - 1 : at].isalnum() and _AFTER.match(text, at + len(name)) \
                and not _APART.search(text[max(0, at - _BEFORE) : at]):  # fmt: skip
            return True
        at = text.find(name, at + 1)
    return False
