"""Gives each finding its place in the files, the line there, its thing's label, and the passage that it rests on."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import KOMPAS, OA, RDF, SH, SKOS, shorten
from kg.places import find_object, prefixes_of
from kg.validation.advice import pasteable
from kg.validation.causes import long_form
from kg.validation.findings import Excerpt, Finding, Premise, Text
from kg.validation.looking import by_node, looked_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.loading import Source
    from kg.places import Place
    from kg.reasoning.facts import Facts
    from kg.validation.material import Material

WIDTH = 120  # code points that are shown of a line
_ABOUT_VALUE = SH + "SPARQLConstraintComponent"
_COUNTED = frozenset(SH + name + "ConstraintComponent" for name in ("MaxCount", "UniqueLang"))
_MOST = 6  # values that are listed
_LONGEST = 10_000  # code points of advice that has names in it, rather than a long text


def located(material: Material, findings: Iterable[Finding], inferred: Facts | None = None) -> list[Finding]:
    """Return the findings with all that the graph and the files know of them."""
    wanted = list(findings)
    return _Locator(material, wanted, inferred).located(wanted)


class _Locator:
    """What is said of the things that findings are about, and the texts that they stand in."""

    def __init__(self, material: Material, findings: list[Finding], inferred: Facts | None) -> None:
        self.material = material
        things = {finding.thing for finding in findings} | {finding.value for finding in findings}
        self.about: defaultdict[str, list[ox.Quad]] = defaultdict(list)
        self.derived: defaultdict[str, list[ox.Quad]] = defaultdict(list)
        follows = inferred.all() if inferred is not None and things else ()
        for known, quads in ((self.about, (*material.asserted, *material.shapes)), (self.derived, follows)):
            for quad in quads if things else ():
                if getattr(quad.subject, "value", "") in things:
                    known[quad.subject.value].append(quad)  # type: ignore[union-attr]
        self.by_property: defaultdict[tuple[str, str], list[ox.Quad]] = defaultdict(list)
        for thing, said in self.about.items():
            for quad in said:
                self.by_property[thing, quad.predicate.value].append(quad)

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {source.place: source for source in self.material.files.all}

    @cached_property
    def _texts(self) -> dict[str, tuple[str, list[str]]]:
        return {}

    def located(self, findings: list[Finding]) -> list[Finding]:
        made = [self._located(finding) for finding in findings]
        extents = self._extents({finding.passage for finding in made if finding.passage})
        return [replace(one, extent=extents.get(one.passage)) if one.passage else one for one in made]

    def _located(self, finding: Finding) -> Finding:
        premises = tuple(map(self._placed, finding.premises)) or tuple(self._premises(finding))
        place = finding.place or self._place(finding) or next((one.place for one in premises if one.place), None)
        return replace(
            finding,
            label=finding.label or self._label(finding.thing),
            place=place,
            suggestion=self._advice(finding.suggestion, place),
            excerpt=self._excerpt(place) if place else None,
            passage=finding.passage or self._passage(finding),
            premises=premises,
        )

    def _label(self, thing: str) -> Text | None:
        labels = {quad.object.language: quad.object.value for quad in self.by_property[thing, SKOS + "prefLabel"]
                  if isinstance(quad.object, ox.Literal)}  # fmt: skip
        anyhow = next(iter(labels.values()), "")
        return Text(labels.get("da", anyhow), labels.get("en", anyhow)) if labels else None

    def _passage(self, finding: Finding) -> str:
        if finding.value.startswith("http") and self._is_passage(finding.value) and finding.path == "":
            return finding.value
        if self._is_passage(finding.thing):
            return finding.thing
        found = (quad.object.value for quad in self.by_property[finding.thing, KOMPAS + "evidence"]
                 if isinstance(quad.object, ox.NamedNode))  # fmt: skip
        return min(found, default="")

    def _is_passage(self, thing: str) -> bool:
        types = self.by_property[thing, RDF + "type"]
        return any(getattr(quad.object, "value", "") == KOMPAS + "Passage" for quad in types)

    def _extents(self, passages: set[str]) -> dict[str, tuple[int, int]]:
        """Return where passages begin and end in the text, where both are numbers."""
        ends: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for quad in self.material.asserted if passages else ():
            if quad.predicate.value in (OA + "start", OA + "end") and isinstance(quad.subject, ox.NamedNode):
                ends[quad.subject.value].setdefault(quad.predicate.value, getattr(quad.object, "value", ""))
        found = {name: (ends[name].get(OA + "start", ""), ends[name].get(OA + "end", "")) for name in passages}
        return {name: (int(first), int(last)) for name, (first, last) in found.items()
                if re.fullmatch("[0-9]{1,9} [0-9]{1,9}", f"{first} {last}")}  # fmt: skip

    def _premises(self, finding: Finding) -> Iterable[Premise]:
        """Yield what a finding on inferred triples rests on, as far as it is asserted of the thing itself."""
        if finding.check != "shapes":
            return
        if not finding.path:
            looked = self._looked_at(finding, of_values=False)
            listed = [quad for name in looked for quad in self.by_property[finding.thing, name]]
            yield from (self._premise(quad) for quad in listed[:_MOST])
            return
        said, derived = self.about[finding.thing], self.derived[finding.thing]
        if finding.value and any(self._is(quad, finding.path, finding.value) for quad in derived):
            yield from (self._premise(quad) for quad in said if self._is(quad, None, finding.value))
        elif finding.component in _COUNTED:
            listed = [quad for quad in (*said, *derived) if quad.predicate.value == finding.path]
            yield from (self._premise(quad) for quad in listed[:_MOST])

    def _is(self, quad: ox.Quad, predicate: str | None, value: str) -> bool:
        return predicate in (None, quad.predicate.value) and getattr(quad.object, "value", None) == value

    def _premise(self, quad: ox.Quad) -> Premise:
        triple = " ".join(_short(term) for term in (quad.subject, quad.predicate, quad.object))
        subject, value = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
        return Premise(triple, self._of_value(subject, quad.predicate.value, value))

    def _placed(self, premise: Premise) -> Premise:
        """Return a premise with its place, if it stands in a file."""
        subject, predicate, value = premise.triple.split(" ", 2)
        return replace(premise, place=self._of_value(_long(subject), _long(predicate), _long(value)))

    def _place(self, finding: Finding) -> Place | None:
        """Return where the value stands; else the property; else the value by another property; else the thing."""
        thing, path, value = finding.thing, finding.path, finding.value
        if found := self._of_property(thing, path, value):
            return found
        if finding.component == _ABOUT_VALUE and value != thing and (found := self._of_found(value, path)):
            return found
        for quad in self.about[thing] if value else ():
            if self._is(quad, None, value) and (found := self._of_property(thing, quad.predicate.value, value)):
                return found
        for name in self._looked_at(finding, of_values=True):
            if self.material.places.all(thing, name):
                return self._of_property(thing, name, value)
        return self._in_brackets(thing, value) or self.material.places.of(thing)

    def _looked_at(self, finding: Finding, *, of_values: bool) -> tuple[str, ...]:
        """Return what the shape of a finding without a property looks at: on the way to values, or side by side.

        The first is wrong itself; of the second any may be, and the finding rests on all of them.
        """
        if finding.check != "shapes" or finding.path or finding.component == _ABOUT_VALUE:
            return ()
        return looked_at(self._shapes, finding.rule) if (finding.rule in self._with_path) is of_values else ()

    @cached_property
    def _shapes(self) -> dict[str, list[ox.Quad]]:
        return by_node(self.material.shapes)

    @cached_property
    def _with_path(self) -> set[str]:
        return {
            getattr(quad.subject, "value", "") for quad in self.material.shapes if quad.predicate.value == SH + "path"
        }

    def _in_brackets(self, thing: str, value: str) -> Place | None:
        """Return where a value stands in the blocks of a thing, in lists and brackets too."""
        for place in self.material.places.all(thing) if value and value != thing else ():
            if found := find_object(self._text(place.file)[0], place, value, inner=True):
                return found
        return None

    def _advice(self, advice: str, place: Place | None) -> str:
        """Return what to write instead, with the prefixes of the file that it goes into."""
        if not place or place.file not in self.sources or not 0 < len(advice) < _LONGEST:
            return advice
        return pasteable(advice, prefixes_of(self._text(place.file)[0]))

    def _of_found(self, thing: str, path: str) -> Place | None:
        """Return the place of a thing that a query found, which is not its focus."""
        return self._of_property(thing, path, "") or self.material.places.of(thing)

    def _of_property(self, thing: str, path: str, value: str) -> Place | None:
        """Return where a property of a thing has a value, or where it begins."""
        places = self.material.places.all(thing, path) if path else []
        return self._of_value(thing, path, value) or (places[0] if places else None)

    def _of_value(self, thing: str, path: str, value: str) -> Place | None:
        """Return where a property of a thing has a value."""
        for place in self.material.places.all(thing, path) if path and value else ():
            if found := find_object(self._text(place.file)[0], place, value):
                return found
        return None

    def _text(self, file: str) -> tuple[str, list[str]]:
        if file not in self._texts:
            text = self.sources[file].text
            self._texts[file] = (text, text.split("\n"))
        return self._texts[file]

    def _excerpt(self, place: Place) -> Excerpt | None:
        """Return the line of a place, or what surrounds the place in a long one, with its word marked."""
        if place.file not in self.sources:
            return None
        line = self._text(place.file)[1][place.line - 1].rstrip("\r")
        start = max(0, place.column - 1 - WIDTH // 2) if len(line) > WIDTH else 0
        shown = line[start : start + WIDTH]
        offset = place.column - 1 - start
        word = re.match(r'"[^"]*"\S*|\S*', shown[offset:])
        return Excerpt(shown, offset, max(1, len(word[0]) if word else 1))


def _long(name: str) -> str:
    """Return the IRI or the lexical form of a term in short form."""
    literal = re.match(r'"(.*)"', name, re.DOTALL)
    return literal[1] if literal else long_form(name)


def _short(term: object) -> str:
    return shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)
