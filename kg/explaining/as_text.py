"""Proofs as trees of text: what holds, the rule that says so, and below it what that rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.asking.tables import harmless
from kg.explaining.wording import WORDS, axiom, by_rule, spot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.explaining.sites import Sites
    from kg.reasoning import Proof
    from kg.reasoning.missing import Attempt
    from kg.settings import Language

_PASSAGES = 3  # shown for one statement


class Row(NamedTuple):
    """One node of a tree: how deep it lies, its own line, and the lines below that belong to it."""

    depth: int
    head: str
    notes: tuple[str, ...] = ()


def render(proofs: Sequence[Proof], sites: Sites, lang: Language) -> str:
    """Return each proof as a tree; a step that is needed twice is shown once."""
    blocks = []
    for number, proof in enumerate(proofs, start=1):
        head = f"{WORDS['proof'][lang]} {number}\n" if len(proofs) > 1 else ""
        blocks.append(head + "\n".join(drawn(rows(proof, sites, lang))) + "\n")
    return "\n".join(blocks)


def rows(proof: Proof, sites: Sites, lang: Language) -> Iterator[Row]:
    """Yield the nodes of a proof in the order of reading."""
    shown: set[tuple[str, str]] = set()
    told: set[str] = set()
    left: list[tuple[int, Proof]] = [(0, proof)]
    while left:
        depth, step = left.pop()
        text = harmless(step.text)
        if step.asserted:
            yield Row(depth, *_asserted(step, sites, lang, told))
        elif (step.text, step.rule) in shown:
            yield Row(depth, f"{text}  ({WORDS['above'][lang]})")
        else:
            shown.add((step.text, step.rule))
            said = axiom(step, sites)
            yield Row(depth, text, (by_rule(step, lang), *([said] if said else [])))
            derived = [one for one in step.grounds if not one.asserted]
            left += [(depth + 1, one) for one in reversed((*derived, *step.premises))]


def drawn(tree: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a tree, with the branches before them."""
    nodes = list(tree)
    last = _last_children(nodes)
    open_: list[bool] = []  # for each depth whether the branch goes on below
    for place, row in enumerate(nodes):
        del open_[row.depth :]
        before = "".join("│  " if goes_on else "   " for goes_on in open_[1:])
        open_.append(not last[place])
        yield f"{before}{'' if not row.depth else '└─ ' if last[place] else '├─ '}{row.head}"
        below = "".join("│  " if goes_on else "   " for goes_on in open_[1:])
        children = place + 1 < len(nodes) and nodes[place + 1].depth > row.depth
        yield from (f"{below}{'│  ' if children else '   '}{note}" for note in row.notes)


def unmet(attempts: Sequence[Attempt], lang: Language) -> str:
    """Return, as trees, the rules that could have given a triple, with what is there and what is missing."""
    if not attempts:
        return f"{WORDS['none'][lang]}\n"
    return "\n".join("\n".join(drawn(_lacking(attempt, lang))) + "\n" for attempt in attempts)


def _lacking(attempt: Attempt, lang: Language) -> Iterator[Row]:
    has, lacks = WORDS["has"][lang], WORDS["lacks"][lang]
    shown: set[str] = set()
    left: list[tuple[int, Attempt | str]] = [(0, attempt)]
    while left:
        depth, one = left.pop()
        if isinstance(one, str):
            yield Row(depth, one)
            continue
        yield Row(depth, f"{one.rule}: {harmless(one.axiom.text)}")
        below: list[tuple[int, Attempt | str]] = [(depth + 1, f"{has}: {harmless(each.text)}") for each in one.present]
        for each in one.missing:
            below.append((depth + 1, f"{lacks}: {harmless(each.text)}"))
            if each.text not in shown:
                shown.add(each.text)
                below += [(depth + 2, deeper) for deeper in each.attempts]
        left += reversed(below)


def _asserted(step: Proof, sites: Sites, lang: Language, told: set[str]) -> tuple[str, tuple[str, ...]]:
    place = sites.place(step.conclusion) if step.conclusion else None
    subject = str(step.conclusion.subject) if step.conclusion else ""
    spots = sites.spots(step.conclusion) if step.conclusion and subject not in told else ()
    told.add(subject)
    notes = [spot(one, lang) for one in spots[:_PASSAGES]]
    more = [f"… + {len(spots) - _PASSAGES}"] if len(spots) > _PASSAGES else []
    return "  ".join([harmless(step.text), str(place or WORDS["asserted"][lang])]), (*notes, *more)


def _last_children(nodes: Sequence[Row]) -> list[bool]:
    """Tell for each node whether no other of its depth follows below the same parent."""
    last = [True] * len(nodes)
    following: list[int] = []  # depths of the nodes that follow, as far as they are open
    for place in range(len(nodes) - 1, -1, -1):
        depth = nodes[place].depth
        while following and following[-1] > depth:
            following.pop()
        last[place] = not (following and following[-1] == depth)
        if last[place]:
            following.append(depth)
    return last
