"""What is kept is what would be computed, or is computed again."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from kg import cache
from kg.cache import cache_folder, kept, kept_folder

if TYPE_CHECKING:
    from pathlib import Path


class Work:
    """Counts how often it is done."""

    def __init__(self, result: bytes) -> None:
        self.result = result
        self.times = 0

    def __call__(self) -> bytes:
        self.times += 1
        return self.result


def test_the_second_time_it_is_read(tmp_path: Path) -> None:
    work = Work(b"triples\nand more\n")
    assert [kept("inferred", "hash", work, tmp_path) for _ in range(2)] == [work.result] * 2
    assert work.times == 1


def test_other_content_another_kind_and_other_code_are_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(b"x")
    kept("inferred", "hash", work, tmp_path)
    kept("inferred", "other", work, tmp_path)
    kept("verdict", "hash", work, tmp_path)
    monkeypatch.setattr(cache, "code_hash", lambda: "later")
    kept("inferred", "hash", work, tmp_path)
    assert work.times == 4


@pytest.mark.parametrize("damage", [b"", b"garbage", b"0" * 64 + b"\ntriples"])
def test_a_damaged_entry_is_computed_again(tmp_path: Path, damage: bytes) -> None:
    work = Work(b"triples")
    kept("inferred", "hash", work, tmp_path)
    next(tmp_path.iterdir()).write_bytes(damage)
    assert kept("inferred", "hash", work, tmp_path) == b"triples"
    assert kept("inferred", "hash", work, tmp_path) == b"triples"
    assert work.times == 2


def test_a_cache_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert kept("inferred", "hash", Work(b"triples"), tmp_path / "file") == b"triples"


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    def fail() -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        kept("inferred", "hash", fail, tmp_path)
    assert kept("inferred", "hash", Work(b"triples"), tmp_path) == b"triples"


def test_it_does_not_grow_for_ever_and_keeps_what_was_used_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST", 3)
    for number in range(6):
        kept("inferred", str(number), Work(b"x"), tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    again = Work(b"x")
    kept("inferred", "5", again, tmp_path)
    assert again.times == 0


def test_many_at_once_get_the_same(tmp_path: Path) -> None:
    results: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: results.append(kept("inferred", "hash", Work(b"triples"), tmp_path)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [b"triples"] * 8
    assert len(list(tmp_path.iterdir())) == 1


# Entries that are folders


class Filling:
    """Writes two files, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, folder: Path) -> None:
        self.times += 1
        (folder / "one").write_bytes(b"1")
        (folder / "two").write_bytes(b"22")


def files(folder: Path | None) -> dict[str, bytes]:
    assert folder is not None
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != cache.DIGEST}


WRITTEN = {"one": b"1", "two": b"22"}


def test_a_folder_is_filled_once_for_each_content(tmp_path: Path) -> None:
    fill = Filling()
    first, again, other = (kept_folder("store", content, fill, tmp_path) for content in ("hash", "hash", "other"))
    assert files(first) == files(again) == files(other) == WRITTEN
    assert (first, fill.times) == (again, 2)
    assert first != other
    assert len(list(tmp_path.iterdir())) == 2  # nothing is left aside


@pytest.mark.parametrize("name", ["one", cache.DIGEST])
@pytest.mark.parametrize("damage", [None, b"", b"x"])
def test_a_damaged_folder_is_filled_again(tmp_path: Path, name: str, damage: bytes | None) -> None:
    fill = Filling()
    folder = kept_folder("store", "hash", fill, tmp_path)
    assert folder is not None
    if damage is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(damage)
    assert files(kept_folder("store", "hash", fill, tmp_path)) == WRITTEN
    assert fill.times == 2
    assert list(tmp_path.iterdir()) == [folder]


def test_a_file_too_many_is_damage(tmp_path: Path) -> None:
    fill = Filling()
    folder = kept_folder("store", "hash", fill, tmp_path)
    assert folder is not None
    (folder / "three").touch()
    assert files(kept_folder("store", "hash", fill, tmp_path)) == WRITTEN


def test_a_folder_that_cannot_be_made_or_filled_is_none(tmp_path: Path) -> None:
    def full(folder: Path) -> None:
        (folder / "one").write_bytes(b"1")
        raise OSError(28, "No space left on device")

    (tmp_path / "file").write_text("", encoding="utf-8")
    assert kept_folder("store", "hash", Filling(), tmp_path / "file") is None
    assert kept_folder("store", "hash", full, tmp_path / "cache") is None
    assert list((tmp_path / "cache").iterdir()) == []


def test_what_another_made_meanwhile_stays(tmp_path: Path) -> None:
    """Of two that fill the same folder at once the second finds the first one's there, and leaves it."""
    made: list[int] = []

    def slow(folder: Path) -> None:
        faster = kept_folder("store", "hash", Filling(), tmp_path)
        assert faster is not None
        made.append(faster.stat().st_ino)
        Filling()(folder)

    folder = kept_folder("store", "hash", slow, tmp_path)
    assert files(folder) == WRITTEN
    assert folder is not None
    assert [folder.stat().st_ino] == made
    assert list(tmp_path.iterdir()) == [folder]


def test_folders_that_were_not_used_for_long_go_and_those_of_the_killed_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST", 3)
    (tmp_path / ".x.part" / "made").mkdir(parents=True)
    os.utime(tmp_path / ".x.part", (1, 1))
    for number in range(6):
        kept_folder("store", str(number), Filling(), tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    assert not (tmp_path / ".x.part").exists()
    last = Filling()
    kept_folder("store", "5", last, tmp_path)
    assert last.times == 0


def test_the_folder_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "kompas"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "kompas"


def test_the_code_hash_covers_the_packages_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "PACKAGE", tmp_path)
    hashes = set()
    for text in ("one", "two"):
        (tmp_path / "a.py").write_text(text, encoding="utf-8")
        cache.code_hash.cache_clear()
        hashes.add(cache.code_hash())
    cache.code_hash.cache_clear()
    assert len(hashes) == 2
