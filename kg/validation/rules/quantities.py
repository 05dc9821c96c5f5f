"""Numbers in labels and definitions: what stands around a thing's number there should be said of the thing too."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.namespaces import ID, KOMPAS, SKOS, shorten
from kg.validation.findings import Finding, Text
from kg.validation.rules.labels import amounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kg.reasoning.facts import Facts
    from kg.validation.rules.labels import Amount
    from kg.validation.rules.printed import Copy

_LABEL, _DEFINITION = SKOS + "prefLabel", SKOS + "definition"
_BOUND, _UNIT, _PER, _CURRENCY = (KOMPAS + name for name in ("bound", "unit", "per", "currency"))
_NUMBERS = tuple(KOMPAS + name for name in ("numericValue", "minimum", "maximum"))

_BOUNDS = {
    **dict.fromkeys(("højst", "ikke mere end", "ikke over", "at most", "no more than", "not more than",
                     "not over"), "bound-at-most"),
    **dict.fromkeys(("mindst", "ikke mindre end", "ikke under", "at least", "no less than", "not less than",
                     "no fewer than", "not under"), "bound-at-least"),
    **dict.fromkeys(("over", "mere end", "flere end", "more than"), "bound-over"),
    **dict.fromkeys(("under", "mindre end", "færre end", "less than", "fewer than"), "bound-under"),
    **dict.fromkeys(("ca.", "cirka", "omkring", "omtrent", "about", "around", "approximately"), "bound-about"),
}  # fmt: skip
_ENDS = {  # of the codes that a word for money may stand for: the last letter of a code is that of the money's name
    **{code: code for code in ("DKK", "EUR", "USD", "GBP", "NOK", "SEK", "CHF", "JPY", "CNY")},
    **dict.fromkeys(("kr.", "kroner"), "K"),
    **dict.fromkeys(("$", "dollar", "dollars"), "D"),
    **dict.fromkeys(("£", "pund", "pounds"), "P"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
}
_MONEY = "|".join(re.escape(word) for word in sorted(_ENDS, key=len, reverse=True))
_BEFORE = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, _BOUNDS))}) (?:(?:{_MONEY})\s?)?$", re.IGNORECASE)
_MONEY_BEFORE = re.compile(rf"(?<!\w)({_MONEY})\s?$")
_MONEY_AFTER = re.compile(rf"\.?\s?(?:(?:danske|amerikanske|Danish|US)\s)?({_MONEY})(?!\w)")
_PERCENT_AFTER = re.compile(r"\s?(?:%|pct\b|procents?\b|per ?cent\b(?! point))")
# What makes a number less than nothing, in either language; a sign itself stands outside the number.
_FALL = re.compile(
    r"(?i)[-\u2212–]\s?\d|\b(?:minus|fald|nedgang|ned|reduc|reduktion|lavere|mindre|færre|tab|underskud|besparelse|spare"
    r"|skær|nedskær|drop|decreas|declin|fell|fall|lower|less|fewer|loss|lost|deficit|cut|sav)"
)
_A_YEAR = re.compile(
    r"\b(?:om året|pr\.? år|per år|hvert år|årligt|(?<!once )(?<!twice )(?<!times )a year|per year|"
    r"(?:each|every) year|annually)\b"
)


class _Said(NamedTuple):
    """What a text says, its language, and the numbers in it, those of the thing first."""

    quad: ox.Quad
    text: str
    own: list[Amount]
    others: list[Amount]


def check(asserted: Facts) -> list[Finding]:
    """Return a warning for each bound, span of time, currency, unit and amount that the texts on a thing contradict."""
    numbers: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for quad in (quad for name in _NUMBERS for quad in asserted.of(name)):
        if isinstance(quad.subject, ox.NamedNode):
            numbers[quad.subject.value].append(quad)
    said: defaultdict[tuple[str, str], list[ox.Quad]] = defaultdict(list)
    for name in (_LABEL, _DEFINITION, _BOUND, _UNIT, _PER, _CURRENCY) if numbers else ():
        for quad in asserted.of(name):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value in numbers:
                said[quad.subject.value, name].append(quad)
    return [finding for thing, quads in numbers.items() for finding in _of_thing(thing, quads, said)]


def check_text(copy: Copy) -> list[Finding]:
    """Return a warning for each bound, unit, currency and sign that the words around a thing's number contradict.

    The numbers are sought in the passages of the thing, by a copy of the document.
    """
    numbers: defaultdict[str, list[tuple[str, str, Decimal]]] = defaultdict(list)
    for path, thing, value in ((name, *pair) for name in _NUMBERS for pair in copy.facts.pairs(name)):
        with suppress(InvalidOperation):  # what is no number is told of as that
            numbers[thing.value].append((path, value.value, Decimal(value.value)))
    given = {name: {thing.value: value.value for thing, value in copy.facts.pairs(name)}
             for name in (_BOUND, _UNIT, _CURRENCY)}  # fmt: skip
    return [one for thing, told in numbers.items() for one in _of_passages(copy, thing, told, given)]


def _of_passages(
    copy: Copy, thing: str, numbers: list[tuple[str, str, Decimal]], given: Mapping[str, Mapping[str, str]]
) -> Iterator[Finding]:
    text = " ".join(" ".join(copy.said(thing)).split())
    own = [one for one in amounts(text) if one.numbers & {abs(number) for _, _, number in numbers}]
    if not own:
        return
    bound, unit, currency = (given[name].get(thing, "") for name in (_BOUND, _UNIT, _CURRENCY))
    words = [match for one in own if (match := _BEFORE.search(text[: one.start]))]
    bounds = {_BOUNDS[word[1].lower()] for word in words}
    if bound and len(words) == len(own) and len(bounds) == 1 and bound != (said := ID + bounds.pop()):
        yield _worded(words[0][1], thing, _BOUND, bound, shorten(said))
    if unit and not unit.startswith(ID + "unit-percent") and all(_PERCENT_AFTER.match(text, one.end) for one in own):
        yield _worded("%", thing, _UNIT, unit, "id:unit-percent")
    monies = [_currency(text, one) for one in own]
    if currency and all(monies) and not currency.endswith(tuple(_ENDS[money] for money in monies)):
        yield _worded(monies[0], thing, _CURRENCY, currency)
    for path, value, number in numbers:
        if number < 0 and not _FALL.search(text):
            message = Text("belægget har tallet uden minus og taler ikke om noget, der falder",
                           "the evidence has the number without a minus, and tells of nothing that falls")  # fmt: skip
            yield Finding("warning", "evidence", "number-and-words", message, thing, path, value)


def _worded(word: str, thing: str, path: str, value: str, suggestion: str = "") -> Finding:
    name = shorten(path)
    message = Text(f"ved tallet står “{word}” i belægget, og det siger {name} ikke",
                   f"beside the number stands “{word}” in the evidence, and {name} does not say that")  # fmt: skip
    return Finding("warning", "evidence", "number-and-words", message, thing, path, value, suggestion=suggestion)


def _of_thing(
    thing: str, numbers: list[ox.Quad], about: defaultdict[tuple[str, str], list[ox.Quad]]
) -> Iterator[Finding]:
    try:
        known = {Decimal(getattr(quad.object, "value", "")) for quad in numbers}
    except InvalidOperation:
        return  # which is told of as a form of no number
    labels = [_read(quad, known) for quad in about[thing, _LABEL]]
    definitions = [_read(quad, known) for quad in about[thing, _DEFINITION]]
    bounds, units, spans, currencies = (about[thing, name] for name in (_BOUND, _UNIT, _PER, _CURRENCY))
    if (word := _agreed(labels, _bound)) and ID + word not in _values(bounds):
        yield _told("label-and-bound", labels[0], thing, _BOUND, bounds, f"id:{word}")
    if _agreed(labels, _yearly) and ID + "unit-year" not in _values(spans) and "year" not in "".join(_values(units)):
        yield _told("label-and-span", labels[0], thing, _PER, spans, "id:unit-year")
    money = set(_values(currencies))
    if money and _agreed(labels, lambda one: _money(one, money)):
        yield _told("label-and-currency", labels[0], thing, _CURRENCY, currencies)
    shares = [texts[0] for texts in (labels, definitions) if _agreed(texts, _percent)]
    if shares and units and not any(value.startswith(ID + "unit-percent") for value in _values(units)):
        yield _told("label-and-unit", shares[0], thing, _UNIT, units, "id:unit-percent")
    if money:
        yield from _other_amount(definitions)


def _read(quad: ox.Quad, known: set[Decimal]) -> _Said:
    text = getattr(quad.object, "value", "")
    told = amounts(text)
    own = [one for one in told if one.numbers & known]
    return _Said(quad, text, own, [one for one in told if one not in own])


def _agreed(texts: list[_Said], of: Callable[[_Said], str]) -> str:
    """Return what the texts in all languages say alike, so that a turn of phrase in one of them does not count."""
    told = {of(one) for one in texts}
    return told.pop() if len(told) == 1 else ""


def _bound(said: _Said) -> str:
    """Return the bound that stands before the number."""
    found = {_BOUNDS[match[1].lower()] for one in said.own if (match := _BEFORE.search(said.text[: one.start]))}
    return found.pop() if len(found) == 1 else ""


def _yearly(said: _Said) -> str:
    return "year" if said.own and _A_YEAR.search(said.text) and " gange om året" not in said.text else ""


def _money(said: _Said, known: set[str]) -> str:
    """Return that the number stands by a currency, and only by others than the known ones."""
    words = [word for one in said.own if (word := _currency(said.text, one))]
    ends = tuple(_ENDS[word] for word in words)
    return "other" if ends and not any(value.endswith(ends) for value in known) else ""


def _currency(text: str, amount: Amount) -> str:
    found = _MONEY_BEFORE.search(text[: amount.start]) or _MONEY_AFTER.match(text, amount.end)
    return found[1] if found else ""


def _percent(said: _Said) -> str:
    """Return that the number is everywhere followed by a percent sign."""
    return "percent" if said.own and all(_PERCENT_AFTER.match(said.text, one.end) for one in said.own) else ""


def _other_amount(definitions: list[_Said]) -> Iterator[Finding]:
    """Find a definition that tells only other amounts of money, while that in another language tells the right one."""
    right = any(_currency(one.text, own) for one in definitions for own in one.own)
    for one in definitions:
        if right and not one.own and any(_currency(one.text, other) for other in one.others):
            message = Text("definitionen nævner et andet beløb end det, der er sagt om tingen",
                           "the definition tells another amount than that said of the thing")  # fmt: skip
            thing = getattr(one.quad.subject, "value", "")
            yield Finding("warning", "vocabulary", "definition-and-number", message, thing, _DEFINITION, one.text)
            return


def _told(rule: str, by: _Said, thing: str, path: str, quads: list[ox.Quad], suggestion: str = "") -> Finding:
    """Return that a property has another value than a text says, or none."""
    message = Text(f"teksten siger “{by.text}”, men {shorten(path)} siger det ikke",
                   f"the text says “{by.text}”, but {shorten(path)} does not")  # fmt: skip
    value = next(iter(_values(quads)), "")
    return Finding("warning", "vocabulary", rule, message, thing, path, value, suggestion=suggestion)


def _values(quads: list[ox.Quad]) -> list[str]:
    return [getattr(quad.object, "value", "") for quad in quads]
