"""Keeps what is costly to compute, by a hash of all that it was computed from.

An entry is a file whose name is the hash and whose first line is the SHA-256 of the rest, or a folder with the SHA-256
of its files in one of them: what was cut off or changed is computed again. Entries are written aside and renamed, so
that processes can share the folder.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.errors import KgError
from kg.project import PACKAGE
from kg.writing import make_folder, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

MOST = 32  # entries that stay; those used last
DIGEST = "sha256"  # the file in an entry that is a folder
ENGINES = ("owlrl", "pyoxigraph", "pyshacl", "rdflib")  # whose versions decide what is computed


def kept(kind: str, content: str, compute: Callable[[], bytes], folder: Path | None = None) -> bytes:
    """Return what `compute` makes of the content with this hash, from the cache if it was made before.

    `kind` tells apart what is made of the same content. A cache that cannot be read or written is no trouble.
    """
    folder = folder or cache_folder()
    if folder is None:
        return compute()
    path = _path(folder, kind, content)
    data = _entry(path)
    return _computed(path, compute) if data is None else data


def kept_as(
    read: Callable[[bytes], T], kind: str, content: str, compute: Callable[[], bytes], folder: Path | None = None
) -> T:
    """Return what `read` makes of what is kept; an entry that it cannot read, which is not ours, is computed again."""
    folder = folder or cache_folder()
    if folder is None:
        return read(compute())
    path = _path(folder, kind, content)
    if (data := _entry(path)) is not None:
        with suppress(ValueError, LookupError, TypeError, AttributeError):
            return read(data)
    return read(_computed(path, compute))


def kept_folder(kind: str, content: str, fill: Callable[[Path], None], folder: Path | None = None) -> Path | None:
    """Return a folder with the files that `fill` writes of the content with this hash; they are only to be read.

    None if no cache can hold it. Whoever opens it must be ready to find it gone: another process may remove it.
    """
    folder = folder or cache_folder()
    if folder is None:
        return None
    path = _path(folder, kind, content)
    if _is_whole(path):
        with suppress(OSError):
            path.touch()  # used just now, so it stays
        return path
    with suppress(OSError, KgError):
        make_folder(folder)
        with tempfile.TemporaryDirectory(".part", ".", folder, ignore_cleanup_errors=True) as aside:
            made = Path(aside) / "made"
            made.mkdir()
            fill(made)
            (made / DIGEST).write_bytes(_digest(made))
            if not _is_whole(path):  # nor has another process made it since
                if path.exists():
                    path.replace(Path(aside) / "damaged")
                made.replace(path)
        _trim(folder)
    return path if _is_whole(path) else None


def cache_folder() -> Path | None:
    """Return the user's cache folder for Kompas, or None for a user without a home."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:  # a relative one is to be passed over, says the XDG Base Directory Specification
        return (Path(named) if named and Path(named).is_absolute() else Path.home() / ".cache") / "kompas"
    except RuntimeError:
        return None


@cache
def code_hash() -> str:
    """Return a SHA-256 of the package's source and of the versions of the engines it uses."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(PACKAGE).as_posix()} {len(data)}\n".encode() + data)
    for engine in ENGINES:
        digest.update(f"{engine} {version(engine)}\n".encode())
    return digest.hexdigest()


def _path(folder: Path, kind: str, content: str) -> Path:
    key = hashlib.sha256(f"{kind} {content} {code_hash()}".encode(errors="surrogatepass")).hexdigest()
    return folder / f"{kind}-{key}"


def _is_whole(path: Path) -> bool:
    """Tell whether a folder's files are those that were written into it."""
    try:
        return (path / DIGEST).read_bytes() == _digest(path)
    except OSError:
        return False


def _digest(folder: Path) -> bytes:
    """Return the SHA-256 of a folder's files but for the one that holds it."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.name != DIGEST:
            data = path.read_bytes()
            digest.update(f"{path.name} {len(data)}\n".encode() + data)
    return digest.hexdigest().encode()


def _entry(path: Path) -> bytes | None:
    """Return what the entry holds, or None if there is none or it is not whole."""
    try:
        digest, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if hashlib.sha256(data).hexdigest().encode() != digest:
        return None
    with suppress(OSError):
        path.touch()  # used just now, so it stays
    return data


def _computed(path: Path, compute: Callable[[], bytes]) -> bytes:
    """Return what is computed, and keep it if it can be kept."""
    data = compute()
    with suppress(KgError):
        write_atomically(path, hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
        _trim(path.parent)
    return data


def _trim(folder: Path) -> None:
    """Remove the entries that were not used for longest; another process may be doing the same."""
    with suppress(OSError):
        entries = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in entries[MOST:]:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
