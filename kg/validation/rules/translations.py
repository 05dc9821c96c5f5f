"""Texts in two languages: what the Danish tells, the English should tell too, and the other way about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kg.namespaces import SKOS
from kg.validation.findings import Finding, Text
from kg.validation.rules.tongues import COMING, DANISH, DENIAL, ENGLISH, HELPING, HINDERING, MONTH_NAMES, PAST, SCALES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from kg.reasoning.facts import Facts, Term
    from kg.validation.rules.tongues import Tongue

_PATHS = (SKOS + "prefLabel", SKOS + "definition")
_SIGNS = bytes.maketrans(b".,;:!?()[]/\"'-\n", b" " * 15)  # that may stand beside a word or between two
_MORE_SIGNS = "»«“”’–"
_BUT_DIGITS = bytes(byte if byte in b"0123456789\0" else 0x20 for byte in range(256))
_SHOWN = 5  # numbers in a message
_NONE: frozenset[str] = frozenset()
_ALONE = MONTH_NAMES | {DENIAL}  # that count if they stand in one language; others if they are exchanged
_DANISH, _ENGLISH = Text("dansk", "Danish"), Text("engelsk", "English")


class Translated(NamedTuple):
    """Things of which something is said in both languages, and side by side with them what is said."""

    things: list[Term]
    da: list[str]
    en: list[str]


class _Told(NamedTuple):
    """What one of two texts tells: by its words that matter, and by its numbers in digits."""

    text: str
    tongue: Tongue
    meant: AbstractSet[str]
    digits: set[str]


def translated(asserted: Facts) -> dict[str, Translated]:
    """Return by property what is said in both languages."""
    return {path: _translated(asserted, path) for path in _PATHS}


def check(texts: Mapping[str, Translated]) -> list[Finding]:
    """Return a warning for each text whose numbers, months, denial, tense or aim are not those of its translation."""
    found: list[Finding] = []
    for path, (things, danish, english) in texts.items():
        (ours, numbers), (theirs, others) = _told(danish, DANISH), _told(english, ENGLISH)
        for at in sorted({*ours, *numbers, *theirs, *others}):
            one, other = ours.get(at, _NONE), theirs.get(at, _NONE)
            if numbers.get(at) != others.get(at) or (one - other and other - one) or (one ^ other) & _ALONE:
                da = _Told(danish[at], DANISH, one, _whole(numbers.get(at, ())))
                en = _Told(english[at], ENGLISH, other, _whole(others.get(at, ())))
                found += (Finding("warning", "vocabulary", rule, message, things[at].value, path, da.text)
                          for rule, message in _compared(da, en))  # fmt: skip
    return found


def _translated(asserted: Facts, path: str) -> Translated:
    """Return what is said by one property in both languages, mostly of the same things in the same order."""
    said: dict[str | None, tuple[list[Term], list[str]]] = {"da": ([], []), "en": ([], [])}
    for thing, text in asserted.pairs(path):
        if side := said.get(getattr(text, "language", None)):
            side[0].append(thing)
            side[1].append(text.value)
    da, en = said["da"], said["en"]
    if da[0] == en[0]:
        return Translated(*da, en[1])
    ours, theirs = (dict(zip(*of, strict=True)) for of in (da, en))
    both = [thing for thing in ours if thing in theirs]
    return Translated(both, [ours[thing] for thing in both], [theirs[thing] for thing in both])


def _told(texts: list[str], tongue: Tongue) -> tuple[dict[int, set[str]], dict[int, list[bytes]]]:
    """Return what the words and which the numbers of each text are, where any matter."""
    whole = side_by_side(texts)
    lines = whole.encode().translate(_BUT_DIGITS).split(b"\0")
    return words_of(whole, tongue.means), {at: runs for at, line in enumerate(lines) if (runs := line.split())}


def side_by_side(texts: Iterable[str]) -> str:
    """Return texts as one, for what looks through all of them at once: in a fifth of the time."""
    return " \0 ".join([text.replace("\0", " ") for text in texts])


def words_of(whole: str, means: Mapping[bytes, str]) -> dict[int, set[str]]:
    """Return by its place what the words of each text side by side mean, of those whose words mean anything."""
    meanings = {**means, b"\0": "\0"}
    meant: defaultdict[int, set[str]] = defaultdict(set)
    at = 0
    for meaning in filter(None, map(meanings.get, plain(whole).split())):
        if meaning == "\0":
            at += 1
        else:
            meant[at].add(meaning)
    return meant


def _whole(runs: Iterable[bytes]) -> set[str]:
    """Return numbers without zeros before them."""
    return {run.decode().lstrip("0") or "0" for run in runs}


def plain(text: str) -> bytes:
    """Return a text in UTF-8 without the signs that stand beside words."""
    for sign in _MORE_SIGNS:
        text = text.replace(sign, " ")
    return text.encode().translate(_SIGNS)


def _compared(da: _Told, en: _Told) -> Iterator[tuple[str, Text]]:
    """Return each rule that two texts break, and what to say of it."""
    yield from _numbers(da, en)
    months = da.meant & MONTH_NAMES, en.meant & MONTH_NAMES
    if months[0] != months[1]:
        yield "months-apart", _apart(months[0] - months[1], months[1] - months[0])
    for one, other, name in ((da, en, _DANISH), (en, da, _ENGLISH)):
        only, others = one.meant - other.meant, other.meant - one.meant
        if DENIAL in only and (word := _denied(one, other)):
            yield "denial-apart", Text(f"“{word}” står kun på {name.da}: det ene sprog benægter, hvad det andet siger",
                                       f"“{word}” stands in the {name.en} only: one language denies what the other "
                                       "says")  # fmt: skip
        if (
            COMING in only
            and PAST in others
            and not (one.tongue.earlier.search(one.text) or other.tongue.present.search(other.text))
        ):
            yield "tense-apart", Text(f"på {name.da} sker det nu eller siden, på det andet sprog er det sket",
                                      f"in the {name.en} it happens now or later, in the other language it has "
                                      "happened")  # fmt: skip
        if HELPING in only and HINDERING in others:
            yield "aim-apart", Text(f"på {name.da} støttes, hvad det andet sprog modarbejder",
                                    f"the {name.en} supports what the other language works against")  # fmt: skip


def _numbers(da: _Told, en: _Told) -> Iterator[tuple[str, Text]]:
    """Find numbers in digits that one text lacks, and those in words that are exchanged: others are turns of phrase."""
    numbers, others = ({word for word in of.meant if word.isdecimal()} for of in (da, en))
    ours = _unlike(da.digits - en.digits - others, en.digits)
    theirs = _unlike(en.digits - da.digits - numbers, da.digits)
    if ours or theirs:
        yield "numbers-apart", _apart(ours, theirs)
        return
    for one, other in ((numbers - others - en.digits, others - numbers - da.digits),
                       ((da.meant - en.meant) & SCALES, (en.meant - da.meant) & SCALES)):  # fmt: skip
        if one and other:
            yield "numbers-apart", _apart(one, other)


def _unlike(numbers: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return the numbers that the others do not have, be it as a year of two digits or of four."""
    years = {(6 - len(other), other[-2:]) for other in others}
    return [one for one in numbers if len(one) not in {2, 4} or (len(one), one[-2:]) not in years]


def _denied(one: _Told, other: _Told) -> str:
    """Return the word of denial in a text that surely denies, if nothing in the other does."""
    words = plain(one.tongue.no_denial.sub(" ", one.text)).split()
    denials = [word.decode() for word in words if one.tongue.means.get(word) == DENIAL]
    return denials[0] if denials and not other.tongue.denying.search(other.text) else ""


def _apart(ours: Iterable[str], theirs: Iterable[str]) -> Text:
    da, en = (", ".join(sorted(of)[:_SHOWN]) for of in (ours, theirs))
    if da and en:
        return Text(f"dansk siger {da}, engelsk {en}: ret det ene",
                    f"the Danish says {da}, the English {en}: correct one of them")  # fmt: skip
    if da:
        return Text(f"{da} står kun på dansk", f"{da} stands in the Danish only")
    return Text(f"{en} står kun på engelsk", f"{en} stands in the English only")
