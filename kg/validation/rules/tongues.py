"""Words of Danish and of English that a translation has to keep: numbers, months, denials, tense and aim."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.validation.rules.numerals import MONTHS

SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
MONTH_NAMES = frozenset(english for _, english in MONTHS)
DENIAL, COMING, PAST, HELPING, HINDERING = "denial", "coming", "past", "helping", "hindering"


class Tongue(NamedTuple):
    """The words of one language."""

    means: dict[bytes, str]
    """What words, in UTF-8, mean: a number in digits, a scale, a month, or one of the names above."""
    no_denial: re.Pattern[str]
    """Turns of phrase with a word of denial that another language says without one."""
    denying: re.Pattern[str]
    """All that may stand for a denial."""
    present: re.Pattern[str]
    """All that may stand for a present or a future."""
    earlier: re.Pattern[str]
    """All that may stand for a past."""


def _meaning(**words: str) -> dict[bytes, str]:
    return {
        form.encode(): means for means, of in words.items() for word in of.split() for form in (word, word.capitalize())
    }


def _numbered(*words: str) -> dict[bytes, str]:
    """Return words, for a number or for a place in a row, with the number that is their own place."""
    return _meaning(**{str(at): of for at, of in enumerate(words)})


def _inflected(verbs: str, endings: str) -> str:
    """Return the forms of verbs; an e at their end is lost before another vowel."""
    return " ".join(
        verb[:-1] + ending if verb[-1] == "e" and ending[:1] in {"e", "i"} else verb + ending
        for verb in verbs.split()
        for ending in ("", *endings.split())
    )


_ALL = re.IGNORECASE
DANISH = Tongue(
    _numbered("", "første", "to anden", "tre tredje", "fire fjerde", "fem femte", "seks sjette", "syv syvende",
              "otte ottende", "ni niende", "ti tiende", "elleve ellevte", "tolv tolvte")
    | {form.encode(): english for danish, english in MONTHS for form in (danish, danish.capitalize())}
    | _meaning(hundred="hundrede hundreder", thousand="tusind tusinde tusinder", million="mio million millioner",
               billion="mia milliard milliarder", trillion="billion billioner",
               denial="ikke ingen intet aldrig uden hverken", coming="vil skal bliver", past="blev var",
               helping=_inflected("støtte fremme styrke forsvare beskytte", "r de t s"),
               hindering=_inflected("modarbejde modvirke forhindre hindre svække undergrave standse", "r de t s")),
    re.compile(r"(?<!\w)(?:uden ?(?:for|om)|ikke(?:-|[ -](?:mindst|kun|blot|alene|bare|længere|mere|mindre|over|under|"
               r"kan undvære|stats)))", _ALL),
    re.compile(r"(?<!\w)(?:(?:ikke|ingen|intet|aldrig|uden|hverken|kun|medmindre|nej|slut|fri(?:t|e)? for|frem for|"
               r"i stedet)(?!\w)|(?:mangl|mist|undgå|afvis|forhindr|forebyg|forb[uy]d|ophør|bortfald|stop)|"
               r"u(?!d|n|kr|gan|ge|r[aoi]|s[ab])\w{3}|\w+løs(?:e|t)?(?!\w))", _ALL),
    re.compile(r"\b(?:vil|skal|bliver|kommer til)\b", _ALL),
    re.compile(r"\b(?:blev|var|havde|fik|kom|gik|tog|gav|skulle|ville|kunne|har|er \w+t|\w{3,}ede)\b", _ALL),
)  # fmt: skip
ENGLISH = Tongue(
    _numbered("", "first", "two second twice", "three third thirds", "four fourth", "five fifth", "six sixth",
              "seven seventh", "eight eighth", "nine ninth", "ten tenth", "eleven eleventh", "twelve twelfth")
    | {month.encode(): month for month in MONTH_NAMES}
    | _meaning(hundred="hundred hundreds", thousand="thousand thousands", million="million millions",
               billion="billion billions", trillion="trillion trillions",
               denial="not no never without neither nor none nothing cannot nowhere nobody", coming="will shall",
               past="was were", helping=_inflected("support promote strengthen defend protect", "s ed d ing"),
               hindering=_inflected("counter oppose undermine weaken hinder prevent resist thwart obstruct",
                                    "s ed d ing")),
    re.compile(r"(?<!\w)(?:not (?:least|only|just|merely)|no (?:more|less|fewer|later|longer|doubt)|"
               r"without one)", _ALL),
    re.compile(r"(?<!\w)(?:(?:not?|non|never|without|neither|nor|none|nothing|cannot|nowhere|nobody|rather than|"
               r"instead|outside|beyond|unless|except|only|apart|separate|free (?:of|from)|away|missing|hardly|"
               r"\w+less|\w+n['’]t)(?!\w)|(?:fail|lack|short|los[et]|prevent|avoid|refus|reject|stop|keep|ban(?:s|ned)|"
               r"end(?:s|ed)(?!\w)|un(?!der|ion|it|iv|til)\w{3}|in(?:correct|complet|abilit|suffici|visib|defin)|"
               r"ir\w{4}|impossib|dis\w{4}))", _ALL),
    re.compile(r"\b(?:will|shall|(?:is|are) (?:to|being|about)|to be)\b", _ALL),
    re.compile(r"\b(?:was|were|had|did|has|have|\w{2,}ed|took|gave|became|came|went|made)\b", _ALL),
)  # fmt: skip
