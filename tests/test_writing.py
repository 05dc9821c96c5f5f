"""Files are written whole or not at all."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.writing import LOCK, only_writer, write_atomically


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / "a.txt"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert names(path.parent) == ["a.txt"]


def test_a_new_file_can_be_read_by_those_that_the_mask_allows(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a.txt", b"one")
    finally:
        os.umask(mask)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_atomically(tmp_path / "link", b"one")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"one"


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file", encoding="utf-8")
    with pytest.raises(KgError, match=r"build: no folder can be made here: .*; expected a folder") as caught:
        write_atomically(tmp_path / "build" / "a.txt", b"one")
    assert caught.value.place == str(tmp_path / "build")
    assert (tmp_path / "build").read_text(encoding="utf-8") == "a file"


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(KgError, match=r"a\.txt: cannot be written"):
        write_atomically(tmp_path / "a.txt", b"one")
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="NOT CHECKED: no /dev/full on this system")
def test_a_full_device_is_an_error_of_one_line() -> None:
    with pytest.raises(KgError, match="/dev/full: cannot be written: No space left on device"):
        write_atomically(Path("/dev/full"), b"one")


def test_a_full_disk_leaves_the_earlier_file(tmp_path: Path) -> None:
    """A limit on the size of files makes the write fail half-way, as a full disk does."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"earlier")
    program = f"""
        import resource, signal
        from pathlib import Path
        from kg.errors import KgError
        from kg.writing import write_atomically
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_atomically(Path({str(path)!r}), b"x" * 100_000)
        except KgError as error:
            print(error)
    """
    result = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout.startswith(f"{path}: cannot be written: ")
    assert path.read_bytes() == b"earlier"
    assert names(tmp_path) == ["a.txt"]


def test_ctrl_c_leaves_the_earlier_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"earlier")

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"later")
    assert path.read_bytes() == b"earlier"
    assert names(tmp_path) == ["a.txt"]


def _write_often(path: Path, data: bytes) -> None:
    for _ in range(50):
        write_atomically(path, data)


def test_two_writers_never_mix(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    texts = [letter * 200_000 for letter in (b"a", b"b")]
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_often, args=(path, text)) for text in texts]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        if path.exists():
            seen.add(path.read_bytes())
    assert seen <= set(texts)
    assert seen
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert names(tmp_path) == ["a.txt"]


HOLD = """
import sys, time
from pathlib import Path
from kg.writing import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_of_a_folder_is_told_and_a_killed_one_frees_it(tmp_path: Path) -> None:
    folder = tmp_path / "build"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(KgError, match="build: another process writes here; wait for it"), only_writer(folder):
            pytest.fail("both hold it")
        holder.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 5
    while True:
        try:
            with only_writer(folder):
                break
        except KgError:
            assert time.monotonic() < deadline
    assert names(folder) == [LOCK]


def test_trouble_inside_the_held_folder_is_not_mistaken_for_a_second_writer(tmp_path: Path) -> None:
    with pytest.raises(BlockingIOError), only_writer(tmp_path):
        raise BlockingIOError
