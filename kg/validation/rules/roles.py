"""Who takes part: the words on a thing should name those that it is tied to, and not others in their place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import ID, KOMPAS, SKOS, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.reasoning.facts import Facts, Pair, Term

_LABEL, _OTHER, _DEFINITION = SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition"
_ALL = frozenset({_LABEL, _OTHER, _DEFINITION})
_COUNTRY, _TERRITORY, _ORGANISATION, _REGION, _PARTNERSHIP, _LIST = (
    KOMPAS + name for name in ("Country", "Territory", "Organisation", "Region", "Partnership", "ValueList")
)
_PARTNER, _PLACE, _UPHELD = (KOMPAS + name for name in ("partner", "place", "upheldBy"))
_ACRONYM, _KIND, _GOVERNMENT = KOMPAS + "acronym", KOMPAS + "kind", ID + "kind-government"
_CLASSES = (_COUNTRY, _TERRITORY, _ORGANISATION, _REGION)
_TIES = tuple(
    KOMPAS + name
    for name in ("actor", "adoptedIn", "attributedTo", "beneficiary", "concerns", "counterpart", "establishes", "forum",
                 "heldIn", "holder", "inBody", "partner", "party", "payer", "place", "standingIn", "standingOf",
                 "threatens", "upheldBy", "usesInstrument")
)  # fmt: skip
_ROLES = tuple(
    KOMPAS + name
    for name in (
        "partner",
        "attributedTo",
        "adoptedIn",
        "forum",
        "counterpart",
        "beneficiary",
        "payer",
        "heldIn",
        "place",
    )
)
_RARE = (KOMPAS + "payer", KOMPAS + "heldIn")  # roles that too few take to tell who might
_WORD = re.compile(r"(?<!\w)[^\W_a-zæøå]\w*(?:[-'’.]\w+)*")  # no name begins with a small letter
_ENDS = re.compile(r"(?:['’]?s|['’])?(?!\w)")  # what may follow a name


class _Texts:
    """The labels and definitions of some things, and the names of all that can take part."""

    def __init__(self, asserted: Facts, things: set[Term], parties: set[Term]) -> None:
        self.names: defaultdict[Term, list[str]] = defaultdict(list)
        self._called: defaultdict[tuple[str, str], list[tuple[str, Term]]] = defaultdict(list)
        self._said: defaultdict[Term, list[tuple[str, ox.Literal]]] = defaultdict(list)
        self._words: dict[Term, str] = {}
        wanted = things | parties
        for path in (_LABEL, _OTHER, _ACRONYM, _DEFINITION):
            for subject, said in asserted.pairs(path):
                if subject not in wanted:
                    continue
                if subject in parties and path != _DEFINITION and isinstance(said, ox.Literal):
                    name = said.value
                    self.names[subject].append(name)
                    name = name.removeprefix("the ").removeprefix("The ")
                    if path != _OTHER and (first := _WORD.match(name)):
                        self._called[said.language or "", first[0]].append((name, subject))
                if subject in things and isinstance(said, ox.Literal):
                    self._said[subject].append((path, said))

    def name(self, thing: Term, party: Term) -> bool:
        """Return whether the words on a thing name somebody, in any form."""
        if thing not in self._words:
            self._words[thing] = " | ".join(said.value for _, said in self._said[thing]).lower()
        return any(_stands(name.lower(), self._words[thing]) for name in self.names[party])

    def within(self, one: Term, other: Term) -> bool:
        """Return whether a name of somebody is a part of a name of somebody else."""
        return any(name in longer for name in self.names[one] for longer in self.names[other])

    def named(self, thing: Term, among: set[Term], paths: Collection[str] = _ALL) -> set[Term]:
        """Return who of some is named by a whole label or an acronym in the words on a thing, in all its languages."""
        said = [one for path, one in self._said[thing] if path in paths]
        found = among if said else set()
        for language in {one.language or "" for one in said}:
            if found := found - {thing}:
                told = (one.value for one in said if (one.language or "") == language)
                found &= {party for text in told for party in self._in(text, language)}
        return found

    def _in(self, text: str, language: str) -> Iterator[Term]:
        end = 0
        for word in _WORD.finditer(text):
            at = word.start()
            if at < end:
                continue  # a part of a longer name
            whole = word[0]
            bare = whole.rstrip("s").rstrip("'’")
            firsts = (whole,) if bare == whole else (whole, whole[:-1], bare)
            named = [one for first in firsts for of in (language, "") for one in self._called.get((of, first), ())]
            here = [one for one in named if text.startswith(one[0], at) and _ENDS.match(text, at + len(one[0]))]
            if here:
                longest = max(len(name) for name, _ in here)
                end = at + longest
                yield from (party for name, party in here if len(name) == longest)


def check(asserted: Facts) -> list[Finding]:
    """Return a warning for each that takes part where another is named instead, and for each named that takes none."""
    of_class = {name: set(asserted.instances(name)) for name in _CLASSES}
    parties = set().union(*of_class.values())
    governments = {subject for subject, kind in asserted.pairs(_KIND) if getattr(kind, "value", "") == _GOVERNMENT}
    parties -= governments  # that of the strategy is called the government
    partnerships, lists = set(asserted.instances(_PARTNERSHIP)), set(asserted.instances(_LIST))
    roles = {role: [pair for pair in asserted.pairs(role) if pair[1] in parties] for role in _ROLES}
    things = partnerships | lists | {thing for pairs in roles.values() for thing, _ in pairs}
    texts = _Texts(asserted, things, parties)
    ever = {party for pairs in roles.values() for _, party in pairs}
    tied: defaultdict[Term, set[Term]] = defaultdict(set)
    for path in _TIES:
        for subject, value in asserted.pairs(path):
            if subject in things:
                tied[subject].add(value)
    partners = {party for _, party in roles[_PARTNER]}
    states = of_class[_COUNTRY] | of_class[_TERRITORY]
    holders = {party for _, party in asserted.pairs(_UPHELD)} | states | of_class[_ORGANISATION]
    return [
        *(one for role, pairs in roles.items()
          for one in _taken(role, pairs, texts, tied, of_class, ever if role in _RARE else None)),
        *_left_out(partnerships, _PARTNER, texts, tied, states & partners),
        *_left_out(lists, _UPHELD, texts, tied, holders, (_LABEL,)),
    ]  # fmt: skip


def _taken(
    role: str, pairs: list[Pair], texts: _Texts, tied: dict[Term, set[Term]], of_class: dict[str, set[Term]],
    ever: set[Term] | None,
) -> Iterator[Finding]:  # fmt: skip
    """Find who takes a role and is not named, where another is named who takes no part."""
    count = Counter(thing for thing, _ in pairs)
    known = ever or {party for _, party in pairs}  # one's own country is named often, and takes few of the roles
    for thing, party in pairs:
        several = role == _PLACE and count[thing] > 1  # which may be what one named place is made up of
        if not several and not texts.name(thing, party):
            alike = next(one for one in of_class.values() if party in one)
            others = texts.named(thing, (alike & known) - tied[thing])
            if others := {other for other in others if not texts.within(other, party)}:
                yield _unnamed(thing, party, role, sorted(shorten(other.value) for other in others))


def _left_out(
    things: Iterable[Term],
    role: str,
    texts: _Texts,
    tied: dict[Term, set[Term]],
    parties: set[Term],
    paths: Collection[str] = _ALL,
) -> Iterator[Finding]:
    """Find who is named by the words on a thing and is not tied to it."""
    for thing in things:
        for party in texts.named(thing, parties - tied[thing], paths):
            path = shorten(role)
            message = Text(f"ordene nævner {shorten(party.value)}, som ikke står ved {path}",
                           f"the words name {shorten(party.value)}, which {path} does not give")  # fmt: skip
            yield Finding("warning", "vocabulary", "left-out", message, thing.value, role,
                          suggestion=shorten(party.value))  # fmt: skip


def _unnamed(thing: Term, party: Term, role: str, others: list[str]) -> Finding:
    path, who, instead = shorten(role), shorten(party.value), ", ".join(others)
    message = Text(f"{path} siger {who}, som ordene ikke nævner; de nævner {instead}",
                   f"{path} says {who}, which the words do not name; they name {instead}")  # fmt: skip
    return Finding("warning", "vocabulary", "unnamed-role", message, thing.value, role, party.value,
                   suggestion=instead if len(others) == 1 else "")  # fmt: skip


def _stands(name: str, text: str) -> bool:
    """Return whether a word of the text begins with a name."""
    at = text.find(name) if len(name) > 1 else -1
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at = text.find(name, at + 1)
    return at >= 0
