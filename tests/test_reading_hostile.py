"""Files and folders that no one meant for us are read, or refused in one line with the place; none is waited for."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import PREFIXES, ROOT, clean_environment

from kg import loading
from kg.cache import kept, kept_as
from kg.confining import run_confined
from kg.errors import KgError, by_system, printable
from kg.loading import parse, read, read_file, read_text
from kg.namespaces import DOCUMENT_GRAPH, ONTOLOGY_GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.project import Project

    Run = Callable[..., subprocess.CompletedProcess[str]]

ODD = os.fsdecode(b"bad\xff\xe6.ttl")
VALUE = PREFIXES + "id:value-b a kompas:Value .\n"
SIX_GIGABYTES = 6_000_000 * 1024


def refused(*paths: Path | str) -> KgError:
    with pytest.raises(KgError) as caught:
        list(parse(read(*paths)))
    assert "\n" not in str(caught.value)
    return caught.value


def refused_text(text: str | bytes) -> KgError:
    """Return what parsing says of the text."""
    with pytest.raises(KgError) as caught:
        list(parse([read_text(text if isinstance(text, bytes) else text.encode(), "x.ttl")]))
    return caught.value


# Names


def test_a_name_that_is_not_utf_8_is_shown_escaped(run_kg: Run, small: Project, tmp_path: Path) -> None:
    (tmp_path / ODD).write_text(PREFIXES + "id:value-b a kompas:Valeu .", "utf-8")
    for given in (ODD, "."):
        options = ("--only", "vocabulary", "--format", "json")
        result = run_kg("--project", small.root, "validate", given, *options, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (1, "")
        places = {one["place"]["file"] for one in json.loads(result.stdout)["findings"]}
        assert r"bad\xff\xe6.ttl" in places
    (tmp_path / ODD).write_text("nothing", "utf-8")
    broken = run_kg("--project", small.root, "validate", ODD, cwd=tmp_path)
    assert broken.returncode == 2
    assert broken.stderr.startswith(r"bad\xff\xe6.ttl:1:")


@pytest.mark.skipif(sys.platform == "win32", reason="NOT CHECKED: needs a locale of one byte a letter")
def test_a_name_is_read_as_utf_8_where_the_locale_knows_only_ascii(small: Project, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "æøå.ttl").write_text(VALUE, "utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "kg", "--project", str(small.root), "validate", "æøå.ttl".encode(), "--format", "json"],
        cwd=tmp_path,
        env={**clean_environment(), "XDG_CACHE_HOME": str(cache), "LC_ALL": "C"}
        | {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in result.stderr
    assert result.returncode in {0, 1}


def test_what_cannot_be_decoded_is_escaped_in_every_part_of_an_error() -> None:
    error = KgError(f"no {ODD}", ODD, danish=f"ej {ODD}")
    assert error.said("en") == r"bad\xff\xe6.ttl: no bad\xff\xe6.ttl"
    assert error.said("da") == r"bad\xff\xe6.ttl: ej bad\xff\xe6.ttl"
    assert printable("æ" + "æ".encode().decode("ascii", "surrogateescape") + "\ud800") == r"ææ\ud800"


def test_what_is_not_there_is_no_file_and_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text(VALUE, "utf-8")
    error = refused(tmp_path / "data" / "nothing")
    assert error.message == "no such file or folder; expected a Turtle file"
    assert error.danish == "ingen sådan fil eller mappe; her skulle stå en Turtle-fil"
    near = refused(tmp_path / "x")
    assert near.message.startswith("no such file or folder; expected a Turtle file. Did you mean ")


# Folders


def project_in(folder: Path) -> Path:
    for name in ("ontology", "data"):
        (folder / name).mkdir(parents=True)
    return folder


def test_a_project_in_which_nothing_is_read_is_refused(tmp_path: Path) -> None:
    error = refused(project_in(tmp_path / "p"))
    assert error.message == "no Turtle files in this folder; expected names that end in .ttl"


def test_turtle_beside_ontology_and_data_is_read_too_but_not_what_is_no_part_of_a_project(tmp_path: Path) -> None:
    folder = project_in(tmp_path / "p")
    names = ("ontology/a.ttl", "b.ttl", "more/data/c.ttl", "tests/d.ttl", "build/e.ttl", ".venv/f.ttl", ".g.ttl")
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(VALUE, "utf-8")
    found = [(source.path.relative_to(folder).as_posix(), source.graph) for source in read(folder)]
    assert found == [("ontology/a.ttl", ONTOLOGY_GRAPH), ("b.ttl", DOCUMENT_GRAPH), ("more/data/c.ttl", DOCUMENT_GRAPH)]


@pytest.mark.parametrize("where", ["p/closed", "plain/closed", "small/data/closed"])
def test_a_folder_that_cannot_be_read_is_named(
    small: Project, tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_in(tmp_path / "p")
    closed = tmp_path / where
    closed.mkdir(parents=True)
    (closed.parent / "x.ttl").write_text(VALUE, "utf-8")
    scan = os.scandir

    def scandir(folder: str | Path) -> object:
        if Path(folder) == closed:  # as for a user who is not root
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(KgError) as caught:
        read(*[] if "small" in where else [closed.parent], project=small)
    assert caught.value.place == str(closed)
    assert caught.value.message == "cannot be read: Permission denied; expected a folder that can be read"
    assert caught.value.danish == "kan ikke læses: adgang nægtet; her skulle stå en mappe, der kan læses"


# Files


def test_a_file_that_has_more_than_it_says_is_read_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.ttl").write_text(VALUE, "utf-8")
    monkeypatch.setattr(loading, "LARGEST", 1000)
    asked: list[int] = []

    def endless(_: int, size: int) -> bytes:
        asked.append(size)
        return b"#" * min(size, 400)

    monkeypatch.setattr(os, "read", endless)
    error = refused(tmp_path / "x.ttl")
    assert error.message == "more than 1,000 bytes; expected at most that"
    assert asked == [1001, 601, 201]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="NOT CHECKED: needs /proc")
def test_a_file_of_the_kernel_that_says_it_is_empty_is_held_to_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.ttl").symlink_to("/proc/self/status")
    monkeypatch.setattr(loading, "LARGEST", 10)
    assert refused(tmp_path / "x.ttl").message == "more than 10 bytes; expected at most that"


@pytest.mark.skipif(sys.platform == "win32", reason="NOT CHECKED: needs pipes with names")
def test_what_has_nothing_to_read_yet_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe with a silent writer stands for /proc/kmsg, which says that it is a regular file, and blocks."""
    path, pipe = tmp_path / "x.ttl", tmp_path / "pipe"
    path.write_text(VALUE, "utf-8")
    os.mkfifo(pipe)
    writer = os.open(pipe, os.O_RDWR)
    plain = os.open
    monkeypatch.setattr(os, "open", lambda name, flags: plain(pipe if name == path else name, flags))
    error = refused(path)
    os.close(writer)
    assert error.message.startswith("cannot be read: ")
    assert error.danish.startswith("kan ikke læses: her er intet at læse endnu; ")


@pytest.mark.parametrize(
    ("number", "danish"),
    [
        (errno.EACCES, "adgang nægtet"),
        (errno.ENAMETOOLONG, "navnet er for langt"),
        (errno.ELOOP, "for mange symbolske links, måske i ring"),
        (errno.EXDEV, os.strerror(errno.EXDEV)),
    ],
)
def test_what_the_system_says_is_said_in_danish_if_it_is_common(number: int, danish: str) -> None:
    assert by_system(OSError(number, os.strerror(number))) == (os.strerror(number), danish)


def test_a_name_that_is_too_long_and_links_in_a_ring_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").symlink_to("a.ttl")
    assert "for mange symbolske links" in refused(tmp_path / "a.ttl").danish
    assert "navnet er for langt" in refused(tmp_path / f"{'a' * 300}.ttl").danish


@pytest.mark.skipif(sys.platform != "linux", reason="NOT CHECKED: needs setpriv of Linux, and to be root or another")
def test_a_file_without_the_right_to_read_it_is_told_of_in_danish(small: Project, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text(VALUE, "utf-8")
    (tmp_path / "x.ttl").chmod(0)
    rights = "-dac_override,-dac_read_search"
    by = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"] if os.geteuid() == 0 else []
    command = [*by, sys.executable, "-m", "kg", "--project", str(small.root), "validate", "x.ttl", "--lang", "da"]
    environment = {**clean_environment(), "XDG_CACHE_HOME": str(cache)}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert result.stderr == "x.ttl: kan ikke læses: adgang nægtet; her skulle stå en Turtle-fil, der kan læses\n"


# Syntax


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            'ex:a ex:b "<< #" , \'\'\'\n<<\'\'\' , """a"<<\n""" ; ex:c <urn:x#y> . # <<\n << ex:a ex:b 1 >> ex:b 2 .',
            "5:2",
        ),
        ("ex:æ ex:b <<( ex:a ex:b ex:c )>> .", "2:11"),
        ("ex:a ex:b ex:c {| ex:d 1 |} .", "2:16"),
        ("ex:a ex:b\n  ex:c ~ ex:r .", "3:8"),
        (r"ex:a ex:b ex:c\~d , <urn:~> ; ex:c <<( ex:a ex:b '\'<<' )>> .", "2:36"),
    ],
)
def test_a_triple_in_a_triple_is_told_of_where_it_stands(text: str, place: str) -> None:
    error = refused_text("@prefix ex: <https://ex.org/> .\n" + text)
    assert error.place == f"x.ttl:{place}"
    assert error.message.endswith("is a triple as a term; expected RDF 1.1")


@pytest.mark.parametrize(
    ("data", "like", "danish"),
    [
        (b"<!DOCTYPE html>\n<html><body>404</body></html>", "HTML", "HTML"),
        (b"\n<html lang='da'>", "HTML", "HTML"),
        (b'<?xml version="1.0"?>\n<rdf:RDF/>', "XML, such as RDF/XML", "XML, fx RDF/XML"),
        (b'<?xml version="1.0" encoding="latin-1"?>\n<a>\xe6</a>', "XML, such as RDF/XML", "XML, fx RDF/XML"),
        (b'{"@context": {}}', "JSON, such as JSON-LD", "JSON, fx JSON-LD"),
        (b'[\n {"@id": "urn:a"}]', "JSON, such as JSON-LD", "JSON, fx JSON-LD"),
        (b"%PDF-1.4\n%\xe2\xe3\n", "a PDF", "en PDF"),
        (b"PK\x03\x04\x14\x00\xe4", "a zip file", "en zip-fil"),
        (b"PK\x03\x04\x14\x00", "a zip file", "en zip-fil"),
        (b"\x1f\x8b\x08\x00", "a file compressed with gzip", "en fil pakket med gzip"),
        (b"SQLite format 3\x00\x10\xdf", "a database of SQLite", "en database fra SQLite"),
        (b"@prefix ex: <urn:x:> .\n# graphs\nex:g { ex:a a ex:B . }", "TriG", "TriG"),
        (b"GRAPH <urn:g> { <urn:a> a <urn:b> . }", "TriG", "TriG"),
        (b"<urn:a> <urn:b> <urn:c> <urn:g> .", "N-Quads", "N-Quads"),
        (b'<urn:a> <urn:b> "c"@da <urn:g> .', "N-Quads", "N-Quads"),
    ],
)
def test_a_file_of_another_kind_is_said_to_look_like_it(data: bytes, like: str, danish: str) -> None:
    error = refused_text(data)
    assert error.message == f"this looks like {like}; expected Turtle"
    assert error.danish == f"det ligner {danish}; her skulle stå Turtle"
    assert (error.place or "").startswith("x.ttl:")


@pytest.mark.parametrize("text", ["[] a [ a <urn:b> ] .", "[ <urn:a> 1 ] .", "<urn:html> <urn:b> <urn:c> ."])
def test_turtle_is_never_said_to_look_like_anything_else(text: str) -> None:
    assert list(parse([read_text(text.encode(), "x.ttl")]))
    assert "looks like" not in refused_text(text + " 1 2 3").message


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('ex:a ex:b "# < no" , <urn:a .\n\nex:c ex:d "a\\nb" .', "2:22"),
        ('ex:a ex:b <urn:æ\n ; ex:c 1 .\n\nex:c ex:d "a\\u12" .', "2:11"),
        ("ex:a ex:b '''\n< ''' , <urn:a\n .\nex:c ex:d <urn:b> .", "3:9"),
    ],
)
def test_an_iri_that_is_not_closed_is_told_of_where_it_begins(text: str, place: str) -> None:
    error = refused_text("@prefix ex: <https://ex.org/> .\n" + text)
    assert error.place == f"x.ttl:{place}"
    assert error.message == "an IRI that is not closed on its line; expected `>` at its end"
    assert error.danish.startswith("en IRI, der ikke er lukket på sin linje")


def test_an_escape_that_is_none_is_told_of_where_it_stands() -> None:
    error = refused_text('<urn:a> <urn:b> "a < b \\q" .\n<urn:a> <urn:b> <urn:c\n')
    assert error.place == "x.ttl:1:24"
    assert "Unexpected escape character" in error.message


# Limits and the cache


def small_work() -> int:
    return 42


def hoard() -> int:
    return len(bytearray(2**33))


@pytest.mark.skipif(sys.platform != "linux", reason="NOT CHECKED: needs limits of address space")
@pytest.mark.parametrize(
    ("function", "printed"),
    [("small_work", "42"), ("hoard", "needs more than 5859 MB of memory; expected less, or something simpler")],
)
def test_limits_that_are_lower_already_stay(function: str, printed: str) -> None:
    program = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]\n"
        f"from kg.confining import run_confined; import test_reading_hostile as here; from kg.errors import KgError\n"
        f"try: print(run_confined(here.{function}, seconds=30, megabytes=8192))\nexcept KgError as error: print(error)"
    )

    def lower() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (SIX_GIGABYTES, SIX_GIGABYTES))

    command = [sys.executable, "-c", program]
    result = subprocess.run(command, preexec_fn=lower, capture_output=True, text=True, check=False)
    assert (result.stdout.strip(), result.stderr) == (printed, "")


def test_a_limit_that_is_free_is_the_one_asked_for() -> None:
    with pytest.raises(KgError, match="needs more than 500 MB"):
        run_confined(hoard, seconds=30, megabytes=500)


@pytest.mark.parametrize("forged", [b"not a report", b"[]", b"{}", b"\xff"])
def test_what_is_kept_and_cannot_be_read_is_computed_again(tmp_path: Path, forged: bytes) -> None:
    def opened(data: bytes) -> int:
        return int(json.loads(data)["answer"])

    times: list[int] = []

    def compute() -> bytes:
        times.append(1)
        return b'{"answer": 42}'

    kept("report", "hash", lambda: forged, tmp_path)  # with a checksum that fits
    assert [kept_as(opened, "report", "hash", compute, tmp_path) for _ in range(2)] == [42, 42]
    assert len(times) == 1


def test_content_may_be_named_by_what_is_no_utf_8(tmp_path: Path) -> None:
    assert kept("verification", ODD, lambda: b"x", tmp_path) == b"x"


def test_one_file_of_an_odd_name_is_read(tmp_path: Path) -> None:
    (tmp_path / ODD).write_text(VALUE, "utf-8")
    assert read_file(tmp_path / ODD, DOCUMENT_GRAPH).place == rf"{tmp_path}/bad\xff\xe6.ttl"
