"""Says which of the rules of a shape on texts a result breaks, since one message tells all of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import SH
from kg.validation.findings import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.reasoning.facts import Facts
    from kg.validation.engines import Result

_LANGUAGES = {"da": Text("på dansk (@da)", "in Danish (@da)"), "en": Text("på engelsk (@en)", "in English (@en)")}
_COUNTED = frozenset({"MinCount", "UniqueLang"})


class Which:
    """The shapes that ask for a text in two languages, and in which languages things have what was found lacking."""

    def __init__(self, found: Iterable[Result], shapes: Iterable[ox.Quad], data: Iterable[Facts]) -> None:
        """Read the shapes, and the texts of what was found."""
        self.of_texts = {
            getattr(quad.subject, "value", "")
            for quad in shapes
            if quad.predicate.value == SH + "languageIn"
            or (quad.predicate.value == SH + "minCount" and getattr(quad.object, "value", "") == "2")
        }
        self.languages: defaultdict[tuple[object, str], Counter[str]] = defaultdict(Counter)
        wanted = {(one.focus, one.path) for one in found if one.shape in self.of_texts and _rule(one) in _COUNTED}
        for path in {path for _, path in wanted}:
            for thing, value in chain.from_iterable(facts.pairs(path) for facts in data):
                if (thing, path) in wanted and isinstance(value, ox.Literal):
                    self.languages[thing, path][value.language or ""] += 1

    def on(self, result: Result) -> Text | None:
        """Return a sentence on what is wrong here; nothing if the message of the shape says all that is known."""
        if result.shape not in self.of_texts:
            return None
        said = self.languages.get((result.focus, result.path), Counter())
        match _rule(result):
            case "MinCount" if len(missing := [words for tag, words in _LANGUAGES.items() if not said[tag]]) == 1:
                return Text(f"Her mangler den {missing[0].da}.", f"Here it is missing {missing[0].en}.")
            case "UniqueLang" if twice := next((tag for tag, count in said.items() if count > 1), ""):
                return Text(f"Her står den to gange på @{twice}.", f"Here it stands twice in @{twice}.")
        return _on_value(_rule(result), result.value) if isinstance(result.value, ox.Literal) else None


def _on_value(rule: str, value: ox.Literal) -> Text | None:
    match rule:
        case "LanguageIn" if value.language:
            return Text(f"Her er sprogmærket @{value.language}.", f"Here the language tag is @{value.language}.")
        case "LanguageIn":
            return Text("Her mangler sprogmærket.", "Here the language tag is missing.")
        case "MaxLength":
            return Text(f"Her er den på {len(value.value)} tegn.", f"Here it has {len(value.value)} characters.")
        case "Pattern" if value.value != value.value.strip():
            return Text("Her er der et mellemrum i en ende.", "Here is a space at an end.")
    return None


def _rule(result: Result) -> str:
    return result.component.removeprefix(SH).removesuffix("ConstraintComponent")
