"""Words that name a value, a number, a time or a basis: the thing should have what its words name."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import ID, KOMPAS, SKOS, shorten
from kg.validation.findings import Finding, Text
from kg.validation.rules.numerals import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.reasoning.facts import Facts, Pair, Term

_LABEL, _OTHER, _DEFINITION = SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition"
_EXPLANATION, _VALUE, _NAMES, _PRINTED, _ENTRY, _OPEN, _STRENGTH = (
    KOMPAS + name
    for name in ("explanation", "linkValue", "namesValue", "printedLabel", "listEntry", "openListOf", "strength")
)
_BASIS, _CLAIMS, _EVIDENCE, _FIRST, _LAST, _MEMBER_OF = (
    KOMPAS + name for name in ("basis", "betweenClaims", "evidence", "firstDay", "lastDay", "memberOf")
)
_KIND, _PARTNERSHIP, _THEME = (KOMPAS + name for name in ("kind", "Partnership", "Theme"))
_GREEN_KIND = ID + "kind-green-strategic-partnership"
_TIMES = tuple(KOMPAS + name for name in ("aboutPeriod", "doneIn", "dueBy", "runsIn", "startsIn", "towards"))
_INTERPRETED, _SET_ASIDE = ID + "basis-interpreted", ID + "strength-set-aside"

_STEM = 5  # letters by which two forms of a word are known for the same
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SINGLE_WORD = re.compile(r"\w+")
_LONGEST_ENDING = 4  # letters, as of “-erne”
_NUMBERS = {
    word: count
    for count, words in enumerate(("to two", "tre three", "fire four", "fem five", "seks six", "syv seven",
                                   "otte eight", "ni nine", "ti ten", "elleve eleven", "tolv twelve"), 2)
    for word in words.split()
}  # fmt: skip
_SO_MANY = re.compile(rf"\b({'|'.join(_NUMBERS)}) (?:\w+ )?(?:værdier|values)\b", re.IGNORECASE)
_READING = ("efter denne læsning", "er her læst", "by this reading", "on this reading", "is read here")
_YEAR = re.compile(r"(?<![\w.,/-])(?:19\d\d|20\d\d|2100)(?![\w/]|[.,]\d)")
_MONTHS = {form: f"{number:02}" for number, forms in enumerate(MONTHS, 1) for form in forms}
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b")
_ASIDE = re.compile(r"\b(?:afsat|sat\b.*\baf)\b")
_GREEN = re.compile(
    r"\bgreen strategic partnership|\bgrønne? strategiske? partnerskab|\bgrønt strategisk", re.IGNORECASE
)
_SO_MANY_MEMBERS = re.compile(r"[A-ZÆØÅ]{2,}[- ]?(\d{1,3})")  # as EU27; G77 says how many began


class _Words:
    """Labels and definitions of some things, by property."""

    def __init__(self, asserted: Facts, wanted: set[Term]) -> None:
        self._said: defaultdict[tuple[Term, str], list[ox.Literal]] = defaultdict(list)
        for path in (_LABEL, _OTHER, _DEFINITION):
            for subject, said in asserted.pairs(path):
                if subject in wanted and isinstance(said, ox.Literal):
                    self._said[subject, path].append(said)

    def of(self, thing: Term, *paths: str) -> list[ox.Literal]:
        """Return what is said of a thing by some properties."""
        return [one for path in paths for one in self._said.get((thing, path), ())]

    def texts(self, thing: Term, language: str) -> str:
        """Return label and definition in a language."""
        return " | ".join(one.value for one in self.of(thing, _LABEL, _DEFINITION) if one.language == language)


def check(asserted: Facts) -> list[Finding]:
    """Return a warning for each thing whose words name something else than what is said of it."""
    timed = [pair for path in _TIMES for pair in asserted.pairs(path)]
    subjects = (timed, asserted.pairs(_STRENGTH), asserted.pairs(_ENTRY))
    wanted = {thing for pairs in subjects for thing, _ in pairs}
    wanted |= {value for path in (_VALUE, _NAMES, _MEMBER_OF) for _, value in asserted.pairs(path)}
    wanted |= {*asserted.instances(_PARTNERSHIP), *asserted.instances(_THEME)}
    words = _Words(asserted, wanted)
    found = [
        *_explained(asserted, words),
        *_printed(asserted, words),
        *_counted(asserted, words),
        *_read(asserted),
        *_dated(asserted, timed, words),
        *_set_aside(asserted, words),
        *_members(asserted, words),
        *_green(asserted, words),
        *_defined(asserted, words),
    ]
    return list({(one.rule, one.thing, one.value): one for one in found}.values())  # not again in the other language


def _explained(asserted: Facts, words: _Words) -> Iterator[Finding]:
    """Find ties to a value whose explanation names another value and, in no language, this one."""
    links = dict(asserted.pairs(_VALUE))
    stems: defaultdict[str | None, list[tuple[Term, str]]] = defaultdict(list)
    for value in set(links.values()):
        for label in words.of(value, _LABEL):
            stems[label.language].append((value, label.value.lower()[:_STEM]))
    named: dict[Term, list[set[Term]]] = {}
    for link, said in asserted.pairs(_EXPLANATION):
        if link in links and isinstance(said, ox.Literal):
            text = said.value.lower()
            named.setdefault(link, []).append({value for value, stem in stems[said.language] if stem in text})
    for link, said_so in named.items():
        if all(said_so) and links[link] not in set.union(*said_so):
            others = _named(set.union(*said_so))
            message = Text(f"begrundelsen nævner {others}, men ikke den værdi, som linket går til",
                           f"the explanation names {others}, but not the value that the link goes to")  # fmt: skip
            yield _warning("other-value", message, link, _VALUE, links[link])


def _printed(asserted: Facts, words: _Words) -> Iterator[Finding]:
    """Find entries that are printed with no word of the value that they name."""
    printed: defaultdict[Term, list[str]] = defaultdict(list)
    for entry, said in asserted.pairs(_PRINTED):
        printed[entry].append(getattr(said, "value", ""))
    for entry, value in asserted.pairs(_NAMES):
        labels = [one.value.lower() for one in words.of(value, _LABEL, _OTHER)]
        texts = [text.lower() for text in printed.get(entry, ())]
        if labels and texts and not any(
            label[:_STEM] in text or _stems(label) & _stems(text) for label in labels for text in texts
        ):  # fmt: skip
            text, what = printed[entry][0], shorten(value.value)
            message = Text(f"trykt står “{text}”, som ikke er et ord for {what}",
                           f"“{text}” is printed, which is no word for {what}")  # fmt: skip
            yield _warning("printed-value", message, entry, _NAMES, value)


def _counted(asserted: Facts, words: _Words) -> Iterator[Finding]:
    """Find lists that are said to have another number of values than of entries."""
    entries: defaultdict[Term, set[Term]] = defaultdict(set)
    for list_, entry in asserted.pairs(_ENTRY):
        entries[list_].add(entry)
    opened = {thing for thing, _ in asserted.pairs(_OPEN)}
    for list_, has in entries.items():
        for said in words.of(list_, _LABEL, _DEFINITION) if list_ not in opened else ():
            match = _SO_MANY.search(said.value)
            if match and _NUMBERS[match[1].lower()] != len(has):
                message = Text(f"“{match[0]}”, men listen har {len(has)} poster",
                               f"“{match[0]}”, but the list has {len(has)} entries")  # fmt: skip
                yield _warning("number-of-entries", message, list_, _ENTRY)
                break  # the other language says the same


def _read(asserted: Facts) -> Iterator[Finding]:
    """Find what its definition says is a reading, and which is not marked as one."""
    told = {thing for thing, basis in asserted.pairs(_BASIS) if getattr(basis, "value", "") == _INTERPRETED}
    told |= {thing for thing, _ in asserted.pairs(_CLAIMS)}
    rests = {thing for thing, _ in asserted.pairs(_EVIDENCE)} - told
    for thing, said in asserted.pairs(_DEFINITION):
        if thing in rests and thing not in told:
            text = getattr(said, "value", "")
            if phrase := next((phrase for phrase in _READING if phrase in text), None):
                told.add(thing)
                message = Text(f"“{phrase}” siger, at det er udlagt, men kompas:basis siger det ikke",
                               f"“{phrase}” says that it is an interpretation, but kompas:basis does not")  # fmt: skip
                yield _warning("reading-and-basis", message, thing, _BASIS, suggestion="id:basis-interpreted")


def _dated(asserted: Facts, timed: Iterable[Pair], words: _Words) -> Iterator[Finding]:
    """Find things whose definition names years or months, and none of theirs."""
    first, last = dict(asserted.pairs(_FIRST)), dict(asserted.pairs(_LAST))
    spans: defaultdict[Term, list[tuple[str, str]]] = defaultdict(list)
    for thing, interval in timed:
        if interval in first and interval in last:
            spans[thing].append((first[interval].value, last[interval].value))
    for thing, times in spans.items():
        texts = [one.value for one in words.of(thing, _DEFINITION)]
        years = [set(_YEAR.findall(text)) for text in texts]
        months = [{_MONTHS[month] for month in _MONTH.findall(text)} for text in texts]
        told = {year for one in words.of(thing, _DEFINITION, _LABEL) for year in _YEAR.findall(one.value)}
        short = {begin[5:7] for begin, end in times if begin[:7] == end[:7]}
        if years and all(years) and not told & {day[:4] for span in times for day in span}:
            yield _when(thing, sorted({year for of in years for year in of}))
        elif short and months and all(months) and not any(short & of for of in months):
            yield _when(thing, dict.fromkeys(month for text in texts for month in _MONTH.findall(text)))


def _when(thing: Term, named: Iterable[str]) -> Finding:
    said = ", ".join(named)
    message = Text(f"definitionen siger {said}, men det er ingen af tingens tider",
                   f"the definition says {said}, but that is none of the thing's times")  # fmt: skip
    return _warning("definition-and-time", message, thing, _DEFINITION)


def _set_aside(asserted: Facts, words: _Words) -> Iterator[Finding]:
    """Find commitments for which money is set aside, by their words in both languages, and that say it is not."""
    aside = {thing for thing, strength in asserted.pairs(_STRENGTH) if getattr(strength, "value", "") == _SET_ASIDE}
    for thing, strength in asserted.pairs(_STRENGTH):
        if thing not in aside and "set aside" in words.texts(thing, "en") and _ASIDE.search(words.texts(thing, "da")):
            message = Text("ordene siger, at der er sat noget af, men kompas:strength siger det ikke",
                           "the words say that something is set aside, but kompas:strength does not")  # fmt: skip
            yield _warning("set-aside", message, thing, _STRENGTH, strength, suggestion="id:strength-set-aside")


def _members(asserted: Facts, words: _Words) -> Iterator[Finding]:
    """Find organisations with more members than they are named for."""
    members: defaultdict[Term, set[Term]] = defaultdict(set)
    for member, body in asserted.pairs(_MEMBER_OF):
        members[body].add(member)
    for body, has in members.items():
        for said in words.of(body, _LABEL, _OTHER):
            match = _SO_MANY_MEMBERS.fullmatch(said.value)
            if match and int(match[1]) < len(has):
                message = Text(f"hedder “{said.value}”, men har her {len(has)} medlemmer",
                               f"is called “{said.value}”, but has {len(has)} members here")  # fmt: skip
                yield _warning("members-and-name", message, body, _OTHER, said)
                break  # the other language says the same


def _green(asserted: Facts, words: _Words) -> Iterator[Finding]:
    """Find partnerships that are called green and strategic and are of another kind, and the other way round."""
    kinds: defaultdict[Term, list[Term]] = defaultdict(list)
    for thing, kind in asserted.pairs(_KIND):
        kinds[thing].append(kind)
    for thing in dict.fromkeys(asserted.instances(_PARTNERSHIP)):
        called = [bool(_GREEN.search(label.value)) for label in words.of(thing, _LABEL)]
        green = any(getattr(kind, "value", "") == _GREEN_KIND for kind in kinds[thing])
        if kinds[thing] and called and ((green and not any(called)) or (not green and all(called))):
            message = Text("art og betegnelse er ikke enige om, at det er et grønt strategisk partnerskab",
                           "kind and label do not agree that it is a green strategic partnership")  # fmt: skip
            yield _warning("green-partnership", message, thing, _KIND, kinds[thing][0],
                           suggestion="" if green else shorten(_GREEN_KIND))  # fmt: skip


def _defined(asserted: Facts, words: _Words) -> Iterator[Finding]:
    """Find themes that are defined by the name of another, and by no word of their own."""
    labels: defaultdict[str | None, dict[Term, str]] = defaultdict(dict)
    themes = dict.fromkeys(asserted.instances(_THEME))
    for theme in themes:
        for label in words.of(theme, _LABEL):
            labels[label.language][theme] = " ".join(_SINGLE_WORD.findall(label.value.lower()))
    called = {language: _by_name(of) for language, of in labels.items()}
    for theme, said in ((one, said) for one in themes for said in words.of(one, _DEFINITION)):
        text, own = said.value.lower(), labels[said.language].get(theme)
        if own is None or _stems(own) & _stems(text):
            continue
        if others := {other for other in _names_in(text, called[said.language]) if other != theme}:
            message = Text(f"definitionen nævner {_named(others)}, men intet ord fra temaets egen betegnelse",
                           f"the definition names {_named(others)}, but no word of the theme's own label")  # fmt: skip
            yield _warning("theme-and-definition", message, theme, _DEFINITION)


def _by_name(labels: Mapping[Term, str]) -> dict[int, dict[str, list[Term]]]:
    """Return what is called so by how many words the name has, and by the name."""
    found: defaultdict[int, dict[str, list[Term]]] = defaultdict(dict)
    for thing, label in labels.items():
        found[label.count(" ") + 1].setdefault(label, []).append(thing)
    return dict(found)


def _names_in(text: str, called: Mapping[int, Mapping[str, Iterable[Term]]]) -> Iterator[Term]:
    """Yield what is called by words that stand in a text, whatever the ending of the last."""
    words = _SINGLE_WORD.findall(text)
    for length, names in called.items():
        for end in range(length, len(words) + 1):
            name = " ".join(words[end - length : end])
            for cut in range(min(len(words[end - 1]), _LONGEST_ENDING + 1)):
                yield from names.get(name[: len(name) - cut], ())


def _warning(
    rule: str, message: Text, thing: Term, path: str, value: Term | None = None, *, suggestion: str = ""
) -> Finding:
    return Finding("warning", "vocabulary", rule, message, thing.value, path, value.value if value else "",
                   suggestion=suggestion)  # fmt: skip


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _LONG_WORD.findall(text)}


def _named(things: Iterable[Term]) -> str:
    return ", ".join(sorted(shorten(thing.value) for thing in things))
