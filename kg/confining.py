"""Runs work on input that nobody vouches for in a process of its own, with limits, which is ended whatever it does."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

_confined = False
_beside = False  # in a copy of a confined process

_MEBIBYTE = 2**20
_STEP = "\0"  # begins a line on standard error that names a step
_ASIDE = "\1"  # begins a step of the copy beside
_WAITING = "waiting"  # for the copy beside, of whose steps the last is then told
_MOST_SECONDS = 10**7  # some months: more than any system counts of the time of a processor is never needed
_POLL = 0.1  # seconds between two looks at what is being done
_PR_SET_PDEATHSIG = 1  # of linux/prctl.h
# What Rust and the usual allocators say, and on which they abort, when they are given no more memory.
_NO_MEMORY = (b"memory allocation of", b"Cannot allocate memory", b"out of memory", b"failed to spawn thread")
_NOT_INSTALLED = ("ImportError", "ModuleNotFoundError", "importlib.metadata.PackageNotFoundError")


def run_confined(
    function: Callable[..., T],
    *arguments: object,
    seconds: float,
    megabytes: int,
    place: str | None = None,
    watch: Callable[[str], None] | None = None,
) -> T:
    """Return `function(*arguments)`, worked out in a new interpreter that has so much time and address space.

    The function is found by its module and name; it, its arguments and its result are pickled. A fresh interpreter
    rather than a fork, which would take threads of Oxigraph's half-way and every open file with it; it is there in 0.05
    s. It ends with this process at the latest, on Linux even if this one is killed. `watch` is called with each step
    that the function tells of.

    Raises: the KgError that the function raises; KgError, with `place`, if time or memory were too short or the
    interpreter crashed.
    """
    if not 0 < seconds < _MOST_SECONDS:  # not a number is neither
        message = f"{seconds:g} s is no limit of time; expected more than 0 and less than {_MOST_SECONDS}"
        danish = f"{seconds:g} s er ingen tidsgrænse; den skal være over 0 og under {_MOST_SECONDS}"
        raise KgError(message, place, danish=danish)
    megabytes = _at_most(megabytes)
    program = (
        f"import sys; sys.path[:] = {sys.path!a}; "
        f"from kg.confining import work; work({os.getpid()}, {seconds}, {megabytes})"
    )
    with tempfile.TemporaryFile() as request, tempfile.TemporaryFile() as errors:
        pickle.dump((function, arguments), request)
        request.seek(0)
        with subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-c", program], stdin=request, stdout=subprocess.PIPE, stderr=errors
        ) as worker:
            try:
                reply = _reply(worker, seconds, lambda: _watched(errors.fileno(), watch))
            except subprocess.TimeoutExpired:
                raise _too_long(seconds, _last_step(errors.fileno()), place) from None
            finally:
                worker.kill()  # also on Ctrl-C; without harm to one that has ended
        errors.seek(0)
        result: T = _opened(reply, worker.returncode, errors.read(), megabytes, place)
        return result


def _reply(worker: subprocess.Popen[bytes], seconds: float, look: Callable[[], None]) -> bytes:
    """Return what the worker writes, looking at it now and then. Raises: subprocess.TimeoutExpired."""
    end = time.monotonic() + seconds
    while True:
        left = end - time.monotonic()
        try:
            return worker.communicate(timeout=max(0, min(left, _POLL)))[0]
        except subprocess.TimeoutExpired:  # what was received so far is kept for the next call
            if left <= _POLL:
                raise
        look()


def _watched(errors: int, watch: Callable[[str], None] | None) -> None:
    """Hand on the last step that a worker told of."""
    if watch and (step := _last_step(errors)):
        watch(step)


def _last_step(errors: int) -> str:
    """Return the last step that a worker told of; nothing if it told of none."""
    if sys.platform == "win32":  # where the file cannot be read from two ends
        return ""
    size = os.fstat(errors).st_size
    told = os.pread(errors, 1000, max(0, size - 1000)).decode(errors="replace").split(_STEP)[1:]
    steps = [step.partition("\n")[0] for step in told]
    own = [step for step in steps if not step.startswith(_ASIDE)]
    if own and own[-1] != _WAITING:
        return own[-1]
    return next((step.removeprefix(_ASIDE) for step in reversed(steps) if step.startswith(_ASIDE)), "")


def tell(step: str) -> None:
    """Say what is being done, for who watches a confined function; elsewhere it is said to nobody."""
    if _confined:
        sys.stderr.write(f"{_STEP}{_ASIDE if _beside else ''}{step}\n")
        sys.stderr.flush()


def beside(function: Callable[[], T]) -> Callable[[], T]:
    """Begin `function()` in a copy of this process, on another processor, and return what waits for its result.

    Only in a confined process, which ends it; elsewhere, and if the copy ends without a result (it raised an error, or
    had too little memory), the function is called when the result is asked for. What it changes is lost.
    """
    if not _confined or _beside or sys.platform == "win32" or (os.cpu_count() or 1) == 1:
        return function
    source, target = os.pipe()
    parent, child = os.getpid(), os.fork()
    if child == 0:
        _work_beside(function, target, parent)
    os.close(target)

    def result() -> T:
        tell(_WAITING)
        with os.fdopen(source, "rb") as stream:
            reply = stream.read()
        _, status = os.waitpid(child, 0)
        found: T = function() if status else pickle.loads(reply)  # noqa: S301  # written by `_work_beside`
        return found

    return result


def _work_beside(function: Callable[[], object], target: int, parent: int) -> None:
    """Write the result of a function to a pipe, and end this process, with 0 if it is all there."""
    global _beside  # noqa: PLW0603  # true for the whole of this process
    _beside = True
    status = 1
    try:
        _end_with(parent)
        with os.fdopen(target, "wb") as stream:
            pickle.dump(function(), stream)
        status = 0
    except Exception:  # noqa: BLE001, S110  # raised anew where the result is asked for
        pass
    finally:
        os._exit(status)


@contextmanager
def closed_off() -> Iterator[None]:
    """Let a confined process open no file and no socket meanwhile, whatever it is made to run; no other process."""
    if not _confined or sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def work(parent: int, seconds: float, megabytes: int) -> None:
    """Do what standard input asks for, within limits, and write the result to standard output; for the new process."""
    global _confined  # noqa: PLW0603  # true for the whole of this process
    _confined = True
    gc.set_threshold(1_000_000)  # the process is short, and looking for cycles among its terms takes a tenth of it
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it in the middle of native code too
    _limit(parent, seconds, megabytes)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is not the result
    try:
        function, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301  # written by `run_confined`
        reply = pickle.dumps(("done", function(*arguments)))
    except KgError as error:
        reply = pickle.dumps(("refused", error))
    with out:
        out.write(reply)
        out.flush()
    os._exit(0)  # the result is out: no time for taking down what was built


def _limit(parent: int, seconds: float, megabytes: int) -> None:
    if sys.platform == "win32":  # which has no such limits: the time alone is watched, from outside
        return
    import resource

    space = megabytes * _MEBIBYTE
    _lower(resource.RLIMIT_AS, space)
    _lower(resource.RLIMIT_CORE, 0)
    processors = os.cpu_count() or 1
    spent = int(seconds + 1) * processors  # reached only by one that lost the process that watches it
    _lower(resource.RLIMIT_CPU, spent)
    _end_with(parent)


def _lower(kind: int, limit: int) -> None:
    """Limit this process, or leave it at less than that where whoever started it allows no more."""
    import resource

    _, hard = resource.getrlimit(kind)
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (limit, limit))


def _at_most(megabytes: int) -> int:
    """Return the memory that a process may be given: as much as is asked for, or what this one is allowed itself."""
    if sys.platform == "win32":
        return megabytes
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    return megabytes if hard == resource.RLIM_INFINITY else min(megabytes, hard // _MEBIBYTE)


def _end_with(parent: int) -> None:
    """Let this process end with its parent, on Linux."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before we could ask to be told
            os._exit(1)


def _opened(reply: bytes, code: int, errors: bytes, megabytes: int, place: str | None) -> Any:  # noqa: ANN401  # as pickled
    """Return the result in a worker's reply, or raise what it was refused with or ended by."""
    if reply and code == 0:
        kind, value = pickle.loads(reply)  # noqa: S301  # written by `work`
        if kind == "refused":
            raise value
        return value
    last = errors.decode(errors="replace").strip().rpartition("\n")[2]
    if code == -signal.SIGKILL or last.startswith("MemoryError") or any(said in errors for said in _NO_MEMORY):
        message = f"needs more than {megabytes} MB of memory; expected less, or something simpler"
        danish = f"kræver mere end {megabytes} MB hukommelse; det skal være mindre eller enklere"
        raise KgError(message, place, danish=danish)
    cause = signal.Signals(-code).name if code < 0 else last
    expected, danish = _expected(code, last)
    message = f"the work on it broke down ({cause}); {expected}"
    danish = f"arbejdet med det brød sammen ({cause}); {danish}"
    raise KgError(message, place, danish=danish) from RuntimeError(errors.decode(errors="replace"))


def _expected(code: int, last: str) -> tuple[str, str]:
    """Return what is to be put right after a break-down, in English and Danish."""
    if code < 0 or not last or last.startswith("RecursionError"):  # native code crashed, or Python went too deep
        return "expected something simpler, nested less deeply", "det skal være enklere, med mindre dyb indlejring"
    if last.startswith(_NOT_INSTALLED):
        return "kg is not whole: install it anew", "kg er ikke hel: installér den igen"
    return (
        "this is a fault of kg, which should have said what is wrong",
        "det er en fejl i kg, som skulle have sagt, hvad der er galt",
    )


def _too_long(seconds: float, step: str, place: str | None) -> KgError:
    during, under = (f" (it had come to: {step})", f" (nåede til: {step})") if step else ("", "")
    message = f"takes more than {seconds:.3g} s{during}; expected less, or something simpler"
    danish = f"tager mere end {seconds:.3g} s{under}; det skal være mindre eller enklere"
    return KgError(message, place, danish=danish)
