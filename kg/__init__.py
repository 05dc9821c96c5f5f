"""A knowledge graph of the Danish foreign and security policy strategy of January 2022, and what works on it.

The public functions take rdflib graphs and return values: `load`, `reason`, `validate`, `query`, `export`, `why`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.asking.querying import query
    from kg.exporting import export
    from kg.loading import load
    from kg.reasoning import reason, why
    from kg.validation import validate

__all__ = ["KgError", "export", "load", "query", "reason", "validate", "why"]
__version__ = "0.1.0"

_MODULES = {
    "export": "kg.exporting",
    "load": "kg.loading",
    "query": "kg.asking.querying",
    "reason": "kg.reasoning",
    "validate": "kg.validation",
    "why": "kg.reasoning",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # what a module holds is known to type checkers from above
    """Import a public function when it is first used, so that the command line starts without rdflib."""
    if name not in _MODULES:
        message = f"module 'kg' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return [*__all__, "__version__"]
