"""Writes files whole or not at all, and keeps two writers of one folder apart."""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.project import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = ".lock"


def write_atomically(path: Path, data: bytes) -> None:
    """Replace the file by `data`, or leave the earlier one as it was; missing folders are made.

    The bytes go to a file beside it, reach the disk, and take the name in one step. A device or pipe, such as
    /dev/stdout, is written to directly.

    Raises: KgError if the folder or file cannot be written, or the disk is full.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        make_folder(path.parent)
        _replace(path.resolve(), data)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; the earlier file, if any, is unchanged"
        danish = f"kan ikke skrives: {error.strerror}; en tidligere fil er uændret"
        raise KgError(message, shown(path), danish=danish) from error


def make_folder(folder: Path) -> None:
    """Make the folder and those above it, where they are missing.

    Raises: KgError if one cannot be made, or a file has its name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"no folder can be made here: {error.strerror}; expected a folder that can be written to"
        danish = f"her kan ikke laves en mappe: {error.strerror}; mappen skal kunne skrives i"
        raise KgError(message, shown(folder), danish=danish) from error


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the folder, which is made if missing, for one writer; the system frees it when the process ends.

    Raises: KgError if another process holds it.
    """
    make_folder(folder)
    if sys.platform == "win32":  # which has no flock; each file is still replaced in one step
        yield
        return
    import fcntl

    try:
        handle = (folder / LOCK).open("wb")
    except OSError as error:
        message = f"cannot be written to: {error.strerror}"
        danish = f"kan ikke skrives i: {error.strerror}"
        raise KgError(message, shown(folder), danish=danish) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = "another process writes here; wait for it, or name another folder with --output"
            danish = "en anden proces skriver her; vent på den, eller vælg en anden mappe med --output"
            raise KgError(message, shown(folder), danish=danish) from error
        yield


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:  # Ctrl-C too: no half-written file stays behind
        with suppress(OSError):
            part.unlink()
        raise
