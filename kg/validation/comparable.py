"""Literals for pySHACL that compare as SPARQL 1.1 says (17.3).

rdflib puts values of any two kinds in some order, and is lax about forms: it reads a time as a day. SHACL (4.5.3) finds
fault with values that cannot be compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import rdflib
from rdflib.term import _NUMERIC_LITERAL_TYPES

from kg.lexical import expected_form

if TYPE_CHECKING:
    from typing import Self


class Comparable(rdflib.Literal):
    """A literal that is neither less nor greater than what it cannot be compared with; ill-formed, it has no value."""

    __slots__ = ()

    def __new__(cls, literal: rdflib.Literal) -> Self:
        """Return the same literal."""
        made: Self = super().__new__(cls, literal, normalize=False)
        made._language, made._ill_typed = literal.language, literal.ill_typed
        datatype = literal.datatype
        # XSD 1.1 (part 2, 3.3.17) takes any text for an address; that ours are stricter is no matter of values.
        if datatype and datatype != rdflib.XSD.anyURI and expected_form(str(literal), str(datatype)):
            made._value, made._ill_typed = None, True
        return made

    __hash__ = rdflib.Literal.__hash__

    def __gt__(self, other: object) -> bool:
        """Tell whether it is greater."""
        return self._met(other) and super().__gt__(other)

    def __lt__(self, other: object) -> bool:
        """Tell whether it is less."""
        return self._met(other) and super().__lt__(other)

    def __ge__(self, other: object) -> bool:
        """Tell whether it is not less."""
        return self._met(other) and super().__ge__(other)

    def __le__(self, other: object) -> bool:
        """Tell whether it is not greater."""
        return self._met(other) and super().__le__(other)

    def _met(self, other: object) -> bool:
        """Tell whether the two can be compared; a literal with anything else as rdflib does it."""
        if not isinstance(other, rdflib.Literal):
            return True
        if self.ill_typed or other.ill_typed:
            return False
        numeric = self.datatype in _NUMERIC_LITERAL_TYPES and other.datatype in _NUMERIC_LITERAL_TYPES
        return numeric or (self.datatype or rdflib.XSD.string) == (other.datatype or rdflib.XSD.string)
