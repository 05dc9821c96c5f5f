"""What a contradiction says, in Danish and English, by the rule that found it."""

from __future__ import annotations

_WORDS = {
    "eq-diff1": ("{names} er den samme ting og er samtidig sagt at være forskellige ({axiom})",
                 "{names} are one thing and are also said to be different ({axiom})"),
    "eq-diff2": ("{names} er den samme ting, men står på en liste over forskellige ting ({axiom})",
                 "{names} are one thing, but stand in a list of different things ({axiom})"),
    "prp-fp": ("{names} har flere værdier, hvor der kun kan være én ({axiom})",
               "{names} has several values where there can be only one ({axiom})"),
    "prp-irp": ("{names} står i forhold til sig selv, hvad egenskaben udelukker ({axiom})",
                "{names} is related to itself, which the property rules out ({axiom})"),
    "prp-asyp": ("{names} står i samme forhold til hinanden begge veje, hvad egenskaben udelukker ({axiom})",
                 "{names} are related both ways, which the property rules out ({axiom})"),
    "prp-pdw": ("{names} er forbundet af to egenskaber, der udelukker hinanden ({axiom})",
                "{names} are related by two properties that rule each other out ({axiom})"),
    "prp-npa1": ("{names}: det modsatte er sagt udtrykkeligt ({axiom})",
                 "{names}: the opposite is said explicitly ({axiom})"),
    "prp-rng": ("{names} har en værdi uden for egenskabens værdimængde ({axiom})",
                "{names} has a value outside the property's range ({axiom})"),
    "cls-nothing2": ("{names} er medlem af en klasse, der ikke kan have medlemmer ({axiom})",
                     "{names} is a member of a class that can have none ({axiom})"),
    "cls-com": ("{names} er medlem af en klasse og af dens modsætning ({axiom})",
                "{names} is a member of a class and of its complement ({axiom})"),
    "cls-avf": ("{names} har en værdi, som klassen ikke tillader ({axiom})",
                "{names} has a value that its class does not allow ({axiom})"),
    "cls-maxc1": ("{names} har en værdi, hvor klassen ikke tillader nogen ({axiom})",
                  "{names} has a value where its class allows none ({axiom})"),
    "cls-maxc2": ("{names} har flere værdier, hvor klassen kun tillader én ({axiom})",
                  "{names} has several values where its class allows only one ({axiom})"),
    "cax-dw": ("{names} er medlem af klasser, der udelukker hinanden ({axiom})",
               "{names} is a member of classes that rule each other out ({axiom})"),
    "dt-not-type": ("{names} har en værdi, der ikke passer til sin datatype: {axiom}",
                    "{names} has a value that does not fit its datatype: {axiom}"),
    "unsatisfiable": ("{names} kan ikke have medlemmer ({axiom})", "{names} can have no members ({axiom})"),
}  # fmt: skip
_ALIKE = {
    "eq-diff3": "eq-diff2", "prp-ifp": "prp-fp", "prp-adp": "prp-pdw", "prp-npa2": "prp-npa1", "cax-adc": "cax-dw",
    "cls-maxqc1": "cls-maxc1", "cls-maxqc2": "cls-maxc1", "cls-maxqc3": "cls-maxc2", "cls-maxqc4": "cls-maxc2",
}  # fmt: skip


def word(rule: str, language: str) -> str:
    """Return the sentence for a rule, with places for `names` and `axiom`; English for any language but `da`."""
    danish, english = _WORDS[_ALIKE.get(rule, rule)]
    return danish if language == "da" else english
