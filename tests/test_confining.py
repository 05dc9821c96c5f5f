"""Work in a process of its own gives its result, or is ended in time with an error that says why."""

from __future__ import annotations

import ctypes
import importlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, clean_environment

from kg.confining import beside, closed_off, run_confined, tell
from kg.errors import KgError


def double(number: int) -> int:
    return 2 * number


def big(letters: int) -> str:
    return "å" * letters


def noisy() -> str:
    print("from Python")  # noqa: T201  # on purpose
    os.write(1, b"from below")
    return "result"


def refuse(place: str) -> None:
    message = "no"
    raise KgError(message, place, danish="nej")


def reach_out() -> list[str]:
    def tried() -> str:
        try:
            with Path("/dev/null").open("rb"), socket.socket():
                return "open"
        except OSError as error:
            return error.strerror or ""

    def inside() -> str:
        with closed_off():
            return tried()

    return [tried(), inside(), tried()]


def sleep() -> None:
    tell("sleeping")
    time.sleep(60)


def fail() -> None:
    int("x")


def import_what_is_not_there() -> None:
    importlib.import_module("kg.nothing_of_the_kind")


def go_deep() -> None:
    go_deep()


def leave() -> None:
    os._exit(0)


def crash() -> None:
    ctypes.string_at(0)


def endless_pattern() -> None:
    re.fullmatch("(a+)+b", "a" * 60)


def endless_query() -> int:
    store = ox.Store()
    store.extend(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(str(n))) for n in range(500))
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c > ?l && ?c < ?f && ?f < ?i && ?i < ?c) }"
    return len(list(store.query(query)))  # type: ignore[arg-type]  # solutions


def nested_query(depth: int) -> None:
    ox.Store().query("SELECT * " + "{" * depth + "?s ?p ?o" + "}" * depth)


def hoard_in_python() -> int:
    return len(bytearray(2**31))


def hoard_in_rust() -> int:
    store = ox.Store()
    for start in range(10**8):
        store.extend(
            ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(f"{start}-{n}-" + "x" * 10000))
            for n in range(1000)
        )
    return len(store)


def tell_and_wait(path: str) -> None:
    Path(path).write_text(str(os.getpid()), encoding="utf-8")
    endless_pattern()


def apart() -> tuple[int, int, str]:
    """Return this process, that of the work beside it, and long words of the latter."""
    process, words = beside(os.getpid), beside(lambda: "å" * 1_000_000)
    return os.getpid(), process(), words()


def fail_beside() -> list[object]:
    """Return who did work that its copy could not, and what it raised."""
    here = os.getpid()

    def only_here() -> int:
        if os.getpid() != here:
            crash()
        return here

    def nowhere() -> None:
        refuse("x.ttl:3")

    try:
        beside(nowhere)()
    except KgError as error:
        return [beside(only_here)() == here, str(error)]
    return []


def sleep_beside(path: str) -> None:
    def work() -> None:
        Path(path).write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(60)

    beside(work)()


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2] != "Z"


def test_gives_what_the_function_gives() -> None:
    assert run_confined(double, 21, seconds=20, megabytes=500) == 42
    assert run_confined(big, 3_000_000, seconds=20, megabytes=500) == "å" * 3_000_000
    assert run_confined(len, "å" * 3_000_000, seconds=20, megabytes=500) == 3_000_000


def test_no_file_and_no_socket_is_opened_while_it_is_closed_off() -> None:
    assert run_confined(reach_out, seconds=20, megabytes=500) == ["open", "Too many open files", "open"]
    assert reach_out() == ["open", "open", "open"]  # but for who is not confined


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_what_is_no_limit_of_time_is_refused(seconds: float) -> None:
    with pytest.raises(KgError, match="is no limit of time") as error:
        run_confined(double, 21, seconds=seconds, megabytes=500)
    assert "tidsgrænse" in error.value.said("da")


def test_an_end_by_time_tells_the_step() -> None:
    with pytest.raises(KgError, match=r"takes more than 1.5 s \(it had come to: sleeping\); expected"):
        run_confined(sleep, seconds=1.5, megabytes=500)


def test_what_it_prints_is_not_its_result(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_confined(noisy, seconds=20, megabytes=500) == "result"
    assert capfd.readouterr() == ("", "")


def test_an_error_for_the_user_comes_through() -> None:
    with pytest.raises(KgError) as error:
        run_confined(refuse, "x.ttl:3", seconds=20, megabytes=500)
    assert error.value.said("en") == "x.ttl:3: no"
    assert error.value.said("da") == "x.ttl:3: nej"


@pytest.mark.parametrize("function", [endless_pattern, endless_query])
def test_endless_work_is_ended_in_time(function: object) -> None:
    start = time.monotonic()
    with pytest.raises(KgError) as error:
        run_confined(function, seconds=1, megabytes=1000, place="x.rq")  # type: ignore[arg-type]
    assert time.monotonic() - start < 3
    assert error.value.said("en").startswith("x.rq: takes more than 1 s; expected ")
    assert error.value.said("da").startswith("x.rq: tager mere end 1 s; ")


@pytest.mark.parametrize("function", [hoard_in_python, hoard_in_rust])
def test_hunger_for_memory_is_named(function: object) -> None:
    with pytest.raises(KgError) as error:
        run_confined(function, seconds=60, megabytes=500, place="x.ttl")  # type: ignore[arg-type]
    assert error.value.said("en").startswith("x.ttl: needs more than 500 MB of memory; expected ")
    assert error.value.said("da").startswith("x.ttl: kræver mere end 500 MB hukommelse")


@pytest.mark.parametrize(
    ("function", "arguments", "cause", "expected"),
    [
        (crash, (), "SIGSEGV", "nested less deeply"),
        (nested_query, (20_000,), "SIG", "nested less deeply"),
        (go_deep, (), "RecursionError: maximum", "nested less deeply"),
        (fail, (), "ValueError: invalid literal", "a fault of kg"),
        (import_what_is_not_there, (), "ModuleNotFoundError: No module", "install it anew"),
        (leave, (), "", "nested less deeply"),
    ],
)
def test_a_crash_is_named(function: object, arguments: tuple[int, ...], cause: str, expected: str) -> None:
    with pytest.raises(KgError) as error:
        run_confined(function, *arguments, seconds=20, megabytes=1000)  # type: ignore[arg-type]
    assert f"broke down ({cause}" in error.value.said("en")
    assert expected in error.value.said("en")
    assert f"brød sammen ({cause}" in error.value.said("da")


@pytest.mark.skipif(sys.platform != "linux", reason="NOT CHECKED: needs /proc and the kernel's word on a parent's end")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind(tmp_path: Path, sent: signal.Signals) -> None:
    here, told = str(Path(__file__).parent), tmp_path / "pid"
    program = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {here!r}]\n"
        "from kg.confining import beside, closed_off, run_confined, tell\nfrom test_confining import tell_and_wait\n"
        f"run_confined(tell_and_wait, {str(told)!r}, seconds=60, megabytes=1000)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env=clean_environment(),
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # background shells switch it off
    ) as running:
        while not told.exists() or not told.read_text(encoding="utf-8"):
            time.sleep(0.01)
        worker = int(told.read_text(encoding="utf-8"))
        assert is_there(worker)
        start = time.monotonic()
        running.send_signal(sent)
        running.wait(timeout=10)
    while is_there(worker):
        assert time.monotonic() - start < 3
        time.sleep(0.01)
    assert time.monotonic() - start < 3


@pytest.mark.skipif(sys.platform == "win32" or os.cpu_count() == 1, reason="NOT CHECKED: needs fork and two processors")
def test_work_is_done_beside_by_a_copy_that_ends_with_its_process(tmp_path: Path) -> None:
    process, copy, words = run_confined(apart, seconds=20, megabytes=500)
    assert process != copy
    assert words == "å" * 1_000_000
    assert beside(os.getpid)() == os.getpid()  # but for who is not confined
    with pytest.raises(KgError, match="takes more than 2 s"):
        run_confined(sleep_beside, str(tmp_path / "pid"), seconds=2, megabytes=500)
    worker = int((tmp_path / "pid").read_text(encoding="utf-8"))
    start = time.monotonic()
    while sys.platform == "linux" and is_there(worker):
        assert time.monotonic() - start < 3
        time.sleep(0.01)


def test_what_a_copy_could_not_do_is_done_anew() -> None:
    assert run_confined(fail_beside, seconds=20, megabytes=500) == [True, "x.ttl:3: no"]


def test_an_end_by_time_tells_the_step_of_the_copy_that_is_waited_for() -> None:
    with pytest.raises(KgError, match="had come to: aside"):
        run_confined(wait_for_the_copy, seconds=3, megabytes=2048)


def wait_for_the_copy() -> None:
    from kg.confining import beside, tell

    copy = beside(sleep_aside)
    tell("own")
    copy()


def sleep_aside() -> None:
    from kg.confining import tell

    tell("aside")
    time.sleep(60)
