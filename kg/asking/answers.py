"""Answers: the rows that a query gave, and what a reader makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import pyoxigraph as ox

from kg.asking.cells import term_of
from kg.asking.showing import html_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    import rdflib

    from kg.asking.cells import Cell

Kind: TypeAlias = Literal["rows", "truth", "graph"]

TRIPLE = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer, in the query's order.

    A cell is an `Iri`, a `Text` with its `lang`, plain text, a number (int, Decimal, float), a truth value, a date, a
    `Typed` literal, a `Blank` node, or None where nothing is bound. An ASK has one row of one cell, under the column
    `answer`, and is as true as that; CONSTRUCT and DESCRIBE have a row for each triple.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: Kind = "rows"

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.rows)

    def __bool__(self) -> bool:
        """Tell what an ASK answered; of any other query, whether there are rows."""
        return bool(self.rows[0][0]) if self.kind == "truth" else bool(self.rows)

    def records(self) -> list[dict[str, Cell]]:
        """List the rows as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def df(self) -> pd.DataFrame:
        """Return the answer as a table of pandas, which the extra `kompas[pandas]` installs."""
        import pandas as pd

        return pd.DataFrame(self.rows, columns=list(self.columns))

    def triples(self) -> list[ox.Triple]:
        """List the triples of a CONSTRUCT or DESCRIBE."""
        return [ox.Triple(*map(term_of, row)) for row in self.rows]  # type: ignore[arg-type]  # as they came from one

    def graph(self) -> rdflib.Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE as a graph of rdflib."""
        import rdflib

        from kg.store import to_rdflib

        graph = rdflib.Graph()
        for triple in self.triples():
            graph.add((to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)))
        return graph

    def _repr_html_(self) -> str:
        """Return a table for notebooks."""
        return html_table(self.columns, self.rows)
