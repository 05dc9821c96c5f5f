"""Data ranges: the datatypes that a class expression over literals comes down to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import XSD
from kg.reasoning import datatypes
from kg.reasoning import vocabulary as owl

if TYPE_CHECKING:
    from kg.reasoning.facts import Term
    from kg.reasoning.schema import Schema


def is_data(schema: Schema, term: Term) -> bool:
    """Tell whether `term` is a datatype or a data range, and so no class of things."""
    if isinstance(term, ox.NamedNode) and (term.value in datatypes.KNOWN or term.value.startswith(XSD)):
        return True
    return term in schema.datatypes


def data_range(schema: Schema, term: Term, path: tuple[Term, ...] = ()) -> tuple[str, ...] | None:
    """Return the datatypes that a literal must all be of to be in `term`; None if `term` is no data range.

    An empty result is a range that OWL 2 RL does not have (facets, enumerations, unions): it is left unread.
    """
    if not is_data(schema, term):
        return None
    if isinstance(term, ox.NamedNode) and term.value in datatypes.KNOWN:
        return (term.value,)
    parts: list[str] = []
    for other in schema.values(term, owl.EQUIVALENT_CLASS):
        if other not in path:
            parts += data_range(schema, other, (*path, term)) or ()
    for head in schema.values(term, owl.INTERSECTION):
        for member in schema.members(head, term):
            found = data_range(schema, member, (*path, term)) if member not in path else None
            if not found:
                return ()
            parts += found
    if not parts and isinstance(term, ox.NamedNode):
        return (term.value,)
    return tuple(dict.fromkeys(parts))
