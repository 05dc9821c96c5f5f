"""What belongs together: two things that are tied should agree on what both say of the matter."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.namespaces import DCTERMS, ID, KOMPAS, OA, ORG, shorten
from kg.validation.findings import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reasoning.facts import Facts, Pair, Term
    from kg.validation.findings import Severity

_IN, _UNDER = DCTERMS + "isPartOf", ORG + "subOrganizationOf"
_CONCERNS, _RESTATES, _FROM, _PLACE_KIND, _KIND, _THREATENS, _ATTRIBUTED, _FUNDS = (
    KOMPAS + name
    for name in ("concerns", "restates", "linkFrom", "placeKind", "kind", "threatens", "attributedTo", "funds")
)
_COUNTERPART, _BENEFICIARY, _STARTS, _RUNS, _FIRST, _LAST, _PRECISION = (
    KOMPAS + name for name in ("counterpart", "beneficiary", "startsIn", "runsIn", "firstDay", "lastDay", "precision")
)
_FIGURE_FROM, _STANDS_ON, _POINTS_TO, _CITES, _CLAIMS, _CLAIMED = (
    KOMPAS + name for name in ("figureFrom", "standsOn", "pointsTo", "citesSource", "betweenClaims", "claimedValue")
)
_START, _END = OA + "start", OA + "end"
_EVIDENCE = tuple(KOMPAS + name for name in ("evidence", "restatedIn", "continuedIn"))
_CHAPTER, _BOX, _FIGURE = (KOMPAS + name for name in ("Chapter", "Box", "Figure"))
_RUNNING, _BOXED = ID + "place-running-text", ID + "place-box-text"
_ORGANISATIONS = frozenset(ID + kind for kind in ("kind-international-organisation", "kind-body-of-organisation"))
_SHARED = (_CONCERNS, *(KOMPAS + name for name in ("beneficiary", "forum", "partner", "place", "establishes")))
_DIGITS = {"precision-day": 10, "precision-month": 7}  # of a date that are meant; of all others only the year


class Given:
    """What is asserted of things, by property and subject."""

    def __init__(self, asserted: Facts) -> None:
        self._asserted = asserted
        self._by: dict[str, dict[Term, list[Term]]] = {}

    def pairs(self, path: str) -> tuple[Pair, ...]:
        """Return subject and object of all triples with a property."""
        return self._asserted.pairs(path)

    def of(self, path: str) -> dict[Term, list[Term]]:
        """Return the objects of a property by their subjects."""
        if path not in self._by:
            by: defaultdict[Term, list[Term]] = defaultdict(list)
            for subject, value in self._asserted.pairs(path):
                by[subject].append(value)
            self._by[path] = dict(by)
        return self._by[path]

    def typed(self, class_: str) -> set[Term]:
        """Return what is of a class."""
        return set(self._asserted.instances(class_))

    def one(self, path: str) -> dict[Term, Term]:
        """Return the object of a property that has only one by its subject."""
        return dict(self._asserted.pairs(path))

    def wholes(self, part: Term) -> list[Term]:
        """Return what a part of the document lies in, the nearest first."""
        found = [part]
        for one in found:
            found += [whole for whole in self.of(_IN).get(one, ()) if whole not in found]
        return found[1:]


def check(asserted: Facts) -> list[Finding]:
    """Return a finding for each thing that does not agree with what it is tied to."""
    given = Given(asserted)
    found = [
        *_restated(given),
        *_linked(given),
        *_placed(given),
        *_threatening(given),
        *_funded(given),
        *_attributed(given),
        *_begun(given),
        *_sourced(given),
        *_claimed(given),
        *_subordinate(given),
    ]
    return list({(one.rule, one.thing, one.value): one for one in found}.values())  # told once


def _restated(given: Given) -> Iterator[Finding]:
    """Find what restates something on quite another matter."""
    concerns = given.of(_CONCERNS)
    counterparts, beneficiaries = given.of(_COUNTERPART), given.of(_BENEFICIARY)
    for one, other in given.pairs(_RESTATES):
        own, its = concerns.get(one, ()), concerns.get(other, ())
        if own and its and not set(own) & set(its):
            message = Text(f"angår intet af det, som {shorten(other.value)} angår",
                           f"concerns nothing of what {shorten(other.value)} concerns")  # fmt: skip
            yield _found("restates-other", message, one, _RESTATES, other)
        for agent in set(counterparts.get(one, ())) & set(beneficiaries.get(other, ())):
            yield _opposed(one, agent, other)
        for agent in set(counterparts.get(other, ())) & set(beneficiaries.get(one, ())):
            yield _opposed(other, agent, one)


def _opposed(thing: Term, agent: Term, other: Term) -> Finding:
    who, by = shorten(agent.value), shorten(other.value)
    message = Text(f"{who} er modpart her, men modtager i {by}", f"{who} is counterpart here, but beneficiary in {by}")
    return _found("role-exchanged", message, thing, _COUNTERPART, agent)


def _linked(given: Given) -> Iterator[Finding]:
    """Find ties of a chapter to a value that rest on passages outside the chapter."""
    chapters, evidence = given.typed(_CHAPTER), given.of(_EVIDENCE[0])
    for link, source in given.pairs(_FROM):
        for passage in evidence.get(link, ()) if source in chapters else ():
            if (wholes := given.wholes(passage)) and source not in wholes:
                chapter = shorten(source.value)
                message = Text(f"linket går fra {chapter}, men passagen ligger ikke dér",
                               f"the link goes from {chapter}, but the passage does not lie there")  # fmt: skip
                yield _found("link-elsewhere", message, link, _EVIDENCE[0], passage, severity="violation")


def _placed(given: Given) -> Iterator[Finding]:
    """Find running text in boxes, and text of boxes elsewhere."""
    boxes, within = given.typed(_BOX), given.of(_IN)
    boxed_in: dict[Term, bool] = {}
    for unit, kind in given.pairs(_PLACE_KIND):
        name, wholes = getattr(kind, "value", ""), within.get(unit)
        if name not in {_RUNNING, _BOXED} or not wholes:
            continue
        for whole in wholes:
            if whole not in boxed_in:
                boxed_in[whole] = not boxes.isdisjoint((whole, *given.wholes(whole)))
        boxed = any(boxed_in[whole] for whole in wholes)
        if boxed == (name == _RUNNING):
            message = Text("er løbende tekst, men ligger i en boks", "is running text, but lies in a box")
            if not boxed:
                message = Text("er tekst i en boks, men ligger ikke i nogen", "is text of a box, but lies in none")
            yield _found("place-and-part", message, unit, _PLACE_KIND, kind, severity="violation",
                         suggestion=shorten(_BOXED if boxed else _RUNNING))  # fmt: skip


def _threatening(given: Given) -> Iterator[Finding]:
    """Find opportunities that threaten, and armed groups that are threatened."""
    kinds = given.of(_KIND)
    for thing, threatened in given.pairs(_THREATENS):
        own = [getattr(kind, "value", "") for kind in kinds.get(thing, ())]
        if own == [ID + "kind-opportunity"]:
            message = Text("truer noget og er altså ingen mulighed", "threatens something, so it is no opportunity")
            yield _found("threatening-opportunity", message, thing, _KIND, kinds[thing][0])
        if any(getattr(kind, "value", "") == ID + "kind-armed-group" for kind in kinds.get(threatened, ())):
            message = Text(f"{shorten(threatened.value)} er en væbnet gruppe: truer den ikke selv?",
                           f"{shorten(threatened.value)} is an armed group: is it not what threatens?")  # fmt: skip
            yield _found("threatened-group", message, thing, _THREATENS, threatened)


def _funded(given: Given) -> Iterator[Finding]:
    """Find what is funded by money of which its counterpart is the beneficiary, or has nothing in common with it."""
    counterparts, beneficiaries = given.of(_COUNTERPART), given.of(_BENEFICIARY)
    begins, ends = given.one(_START), given.one(_END)

    def spans(thing: Term) -> list[tuple[int, int]]:
        resting = (passage for path in _EVIDENCE for passage in given.of(path).get(thing, ()))
        return [(_number(begins[one]), _number(ends[one])) for one in resting if one in begins and one in ends]

    def matters(*things: Term) -> set[Term]:
        return {*things, *(value for thing in things for path in _SHARED for value in given.of(path).get(thing, ()))}

    for funding, every in given.of(_FUNDS).items():
        for funded in every:
            for agent in set(counterparts.get(funded, ())) & set(beneficiaries.get(funding, ())):
                yield _opposed(funded, agent, funding)
            own, its = spans(funding), spans(funded)
            if not own or not its or any(a < d and c < b for a, b in own for c, d in its):
                continue
            others = [other for other in every if other != funded]
            if matters(funding, *others).isdisjoint(matters(funded)):
                what = shorten(funded.value)
                message = Text(f"har hverken tekststed, emne eller deltager fælles med {what}",
                               f"has neither passage, matter nor party in common with {what}")  # fmt: skip
                yield _found("funds-other", message, funding, _FUNDS, funded)


def _attributed(given: Given) -> Iterator[Finding]:
    """Find figures that rest on one passage alone and are not attributed as another that rests on it."""
    attributed, evidence = given.of(_ATTRIBUTED), given.of(_EVIDENCE[0])
    on: defaultdict[Term, list[Term]] = defaultdict(list)
    for figure in given.typed(_FIGURE):
        for passage in evidence.get(figure, ()):
            on[passage].append(figure)
    told: set[Term] = set()
    for figures in on.values():
        by = {figure: frozenset(attributed.get(figure, ())) for figure in figures}
        for figure in sorted(by, key=str):
            others = [other for other in figures if by[other] > by[figure]]
            if others and figure not in told:
                told.add(figure)
                first = min(others, key=str)
                other, whom = shorten(first.value), _named(by[first])
                message = Text(f"{other} på samme tekststed tilskrives {whom}",
                               f"{other} on the same passage is attributed to {whom}")  # fmt: skip
                yield _found("attributed-apart", message, figure, _ATTRIBUTED)


def _begun(given: Given) -> Iterator[Finding]:
    """Find what runs from another day than it starts."""
    runs, first, last = given.of(_RUNS), given.one(_FIRST), given.one(_LAST)
    for thing, start in given.pairs(_STARTS):
        for run in runs.get(thing, ()):
            if not (start in first and start in last and run in first):
                continue
            precision = [getattr(one, "value", "").removeprefix(ID) for one in given.of(_PRECISION).get(run, ())]
            count = _DIGITS.get(precision[0], 4) if precision else 10
            begins = first[run].value
            if last[start].value < begins or first[start].value[:count] > begins[:count]:
                message = Text(f"kompas:runsIn begynder {begins}, en anden dag end kompas:startsIn",
                               f"kompas:runsIn begins on {begins}, another day than kompas:startsIn")  # fmt: skip
                yield _found("starts-apart", message, thing, _STARTS, start, severity="violation")


def _sourced(given: Given) -> Iterator[Finding]:
    """Find figures from another source than the one that a mark beside their passage points to."""
    cites, points = given.of(_CITES), given.of(_POINTS_TO)
    on: defaultdict[Term, set[Term]] = defaultdict(set)
    for mark, part in given.pairs(_STANDS_ON):
        on[part].update(source for note in points.get(mark, ()) for source in cites.get(note, ()))
    marked = {source for sources in on.values() for source in sources}
    own, evidence = given.of(_FIGURE_FROM), given.of(_EVIDENCE[0])
    for figure, sources in own.items():
        parts = [part for passage in evidence.get(figure, ()) for part in given.wholes(passage)]
        beside = {source for part in parts for source in on.get(part, ())}
        if beside and marked.issuperset(sources) and beside.isdisjoint(sources):
            message = Text(f"mærket på stedet peger på {_named(beside)}", f"the mark there points to {_named(beside)}")
            suggestion = _named(beside) if len(beside) == 1 else ""
            yield _found("source-and-mark", message, figure, _FIGURE_FROM, sources[0], suggestion=suggestion)


def _claimed(given: Given) -> Iterator[Finding]:
    """Find discrepancies whose claims all say the same."""
    claimed = given.of(_CLAIMED)
    for thing, claims in given.of(_CLAIMS).items():
        said = [frozenset(claimed.get(claim, ())) for claim in claims]
        if len(said) > 1 and said[0] and len(set(said)) == 1:
            message = Text("udsagnene siger alle det samme, så der er ingen uoverensstemmelse",
                           "the claims all say the same, so there is no discrepancy")  # fmt: skip
            yield _found("claims-alike", message, thing, _CLAIMS, claims[0])


def _subordinate(given: Given) -> Iterator[Finding]:
    """Find non-governmental organisations under an organisation of states."""
    kinds = given.of(_KIND)
    for body, above in given.pairs(_UNDER):
        own = [kind for kind in kinds.get(body, ()) if getattr(kind, "value", "") == ID + "kind-ngo"]
        if own and any(getattr(kind, "value", "") in _ORGANISATIONS for kind in kinds.get(above, ())):
            message = Text(f"hører under {shorten(above.value)}, som er en organisation af stater",
                           f"belongs under {shorten(above.value)}, which is an organisation of states")  # fmt: skip
            yield _found("ngo-of-states", message, body, _KIND, own[0], suggestion="id:kind-body-of-organisation")


def _found(
    rule: str, message: Text, thing: Term, path: str, value: Term | None = None, *,
    severity: Severity = "warning", suggestion: str = "",
) -> Finding:  # fmt: skip
    return Finding(severity, "vocabulary", rule, message, thing.value, path, value.value if value else "",
                   suggestion=suggestion)  # fmt: skip


def _number(term: Term) -> int:
    return int(term.value) if term.value.isdecimal() else 0


def _named(things: Iterable[Term]) -> str:
    return ", ".join(sorted(shorten(thing.value) for thing in things))
