"""The one error says the same in both languages, in every process."""

from __future__ import annotations

import pickle

import pytest

from kg.errors import KgError


def test_it_has_both_languages_or_is_none() -> None:
    with pytest.raises(TypeError, match="danish"):
        KgError("no", "x.ttl")  # type: ignore[call-arg]
    error = KgError("no", "x.ttl:3", danish="nej")
    assert (error.said("en"), error.said("da"), str(error)) == ("x.ttl:3: no", "x.ttl:3: nej", "x.ttl:3: no")


def test_it_passes_between_processes_whole() -> None:
    copy = pickle.loads(pickle.dumps(KgError("no", "x.ttl:3", danish="nej")))  # noqa: S301  # our own
    assert (copy.message, copy.place, copy.danish) == ("no", "x.ttl:3", "nej")
