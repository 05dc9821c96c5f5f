"""The command line finds its commands, hands them their settings, and turns trouble into exit codes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, clean_environment

from kg import __version__, commands
from kg.cli import main
from kg.settings import language_of_environment

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]
    Call = Callable[..., tuple[int, str, str]]

ECHO = '''
import click, errno, sys, time
from kg.errors import KgError

@click.command
@click.argument("what", default="settings")
@click.pass_obj
def command(settings, what):
    """Say what it was given.

    More of it.
    """
    if what == "settings":
        print(settings.lang, settings.folder)
    if what == "findings":
        return 1
    if what == "trouble":
        raise KgError("a comma is\\nmissing", "data/a.ttl:4", danish="et komma\\nmangler")
    if what == "defect":
        raise ZeroDivisionError
    if what == "disk":
        raise OSError(errno.ENOSPC, "No space left on device", "out.ttl")
    if what == "lines":
        for number in range(100_000):
            print(number)
    if what == "wait":
        print("waiting", flush=True)
        time.sleep(60)
'''
PROGRAM = "import sys, kg.commands; kg.commands.__path__.append(sys.argv.pop(1)); from kg.cli import main; main()"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one more command, `echo`."""
    (tmp_path / "echo.py").write_text(ECHO, encoding="utf-8")
    return tmp_path


@pytest.fixture
def call(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs `kg` here, with `echo`, and returns exit code, stdout and stderr."""
    monkeypatch.setattr(commands, "__path__", [*commands.__path__, str(folder)])
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        sys.modules.pop("kg.commands.echo", None)
        assert isinstance(caught.value.code, int)
        return (caught.value.code, *capsys.readouterr())

    return run


def test_options_may_stand_before_and_after_the_command(call: Call) -> None:
    assert call("echo") == (0, "en None\n", "")
    assert call("--lang", "da", "echo") == (0, "da None\n", "")
    assert call("echo", "--lang", "da", "--project", "x") == (0, "da x\n", "")
    assert call("--lang", "da", "--project", "y", "echo", "--lang", "en") == (0, "en y\n", "")


def test_the_language_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert language_of_environment() == "en"
    monkeypatch.setenv("LANG", "da_DK.UTF-8")
    assert language_of_environment() == "da"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert language_of_environment() == "en"


def test_help_lists_every_command_with_its_line(call: Call) -> None:
    code, out, _ = call("--help")
    assert code == 0
    assert "  echo" in out
    assert "Say what it was given." in out
    assert "More of it" not in out
    for path in (ROOT / "kg" / "commands").glob("[a-z]*.py"):
        assert f"\n  {path.stem} " in out


def test_every_command_has_help_and_the_common_options(call: Call) -> None:
    for path in (ROOT / "kg" / "commands").glob("[a-z]*.py"):
        code, out, err = call(path.stem, "--help")
        assert (code, err) == (0, ""), path
        assert "--lang" in out
        assert "--project" in out


def test_exit_codes(call: Call) -> None:
    assert call("echo", "findings")[0] == 1
    assert call("echo", "trouble") == (2, "", "data/a.ttl:4: a comma is missing\n")
    assert call("echo", "disk") == (2, "", "out.ttl: No space left on device\n")


def test_usage_errors_are_trouble_and_name_the_nearest(call: Call) -> None:
    code, _, err = call("eco")
    assert code == 2
    assert err.startswith("eco: no such command; expected one of build, ")
    assert err.endswith(" Did you mean echo?\n")
    assert call("--lang", "de", "echo") == (
        *(2, "", "kg: Invalid value for '--lang': 'de' is not one of 'da', 'en'; see kg --help\n"),
    )
    assert call("echo", "--nonsense") == (2, "", "kg echo: No such option '--nonsense'; see kg echo --help\n")
    code, out, err = call()
    assert (code, out) == (2, "")
    assert "Commands:\n" in err


def test_control_characters_of_a_name_do_not_reach_the_terminal(call: Call) -> None:
    code, out, err = call("show", "\x1b[31m\x9b\udcff")
    assert (code, out) == (2, "")
    assert err.startswith("\ufffd[31m\ufffd\\xff: nothing has this name")


def test_a_defect_keeps_its_traceback(call: Call) -> None:
    with pytest.raises(ZeroDivisionError):
        call("echo", "defect")


def test_the_version_is_the_packages(run_kg: Run) -> None:
    assert run_kg("--version").stdout == f"kg, version {__version__}\n"


def test_help_comes_at_once(run_kg: Run) -> None:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        assert run_kg("--help").returncode == 0
        times.append(time.perf_counter() - start)
    assert min(times) < 1  # seconds; 0.1 on an idle machine


def process(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder), *arguments],
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,  # noqa: PLW1509  # no threads here
    )


def heed_interrupts() -> None:
    """Let Ctrl-C reach the process also where the tests run in the background of a shell, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_ends_with_130_and_a_word(folder: Path) -> None:
    with process(folder, "echo", "wait") as running:
        assert running.stdout
        assert running.stdout.readline() == "waiting\n"
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert (running.returncode, err.strip()) == (130, "interrupted")


def test_a_closed_pipe_ends_quietly(folder: Path) -> None:
    with process(folder, "echo", "lines") as running:
        assert running.stdout
        assert running.stdout.readline() == "0\n"
        running.stdout.close()
        assert running.stderr
        err = running.stderr.read()
    assert (running.returncode, err) == (2, "")


def test_a_pipe_that_was_closed_from_the_start_ends_quietly(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), "echo"],
        env=clean_environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (result.returncode, result.stderr) == (2, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="NOT CHECKED: no /dev/full on this system")
@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that can close a stream")
@pytest.mark.parametrize("closing", ["<&-", ">&-"])
def test_a_closed_stream_is_trouble(closing: str) -> None:
    result = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m kg questions {closing}'],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("standard input or output is closed")


def test_output_to_a_full_disk_is_trouble(folder: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        result = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(folder), "echo"],
            env=clean_environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (result.returncode, result.stderr) == (2, "output: No space left on device\n")


def test_a_word_to_a_full_disk_leaves_the_exit_code(folder: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        for what, code in (("trouble", 2), ("findings", 1)):
            result = subprocess.run(
                [sys.executable, "-c", PROGRAM, str(folder), "echo", what],
                env=clean_environment(),
                stdout=subprocess.DEVNULL,
                stderr=full,
                check=False,
            )
            assert result.returncode == code


def test_standard_error_may_be_closed(folder: Path) -> None:
    for what, code in (("settings", 0), ("trouble", 2), ("lines", 0)):
        command = ["sh", "-c", '"$0" "$@" 2>&-', sys.executable, "-c", PROGRAM, str(folder), "echo", what]
        result = subprocess.run(command, env=clean_environment(), stdout=subprocess.PIPE, text=True, check=False)
        assert (result.returncode, bool(result.stdout)) == (code, code == 0)


def test_a_folder_that_is_gone_is_told_of(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = ["sh", "-c", 'rmdir "$PWD"; exec "$0" "$@"', sys.executable, "-m", "kg", "questions"]
    result = subprocess.run(
        command,
        cwd=gone,
        env={**clean_environment(), "LANG": "da_DK.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("den aktuelle mappe findes ikke mere; ")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("sent", ["SIGTERM", "SIGHUP"])
def test_a_signal_to_end_leaves_no_half_written_file(tmp_path: Path, sent: str) -> None:
    number = getattr(signal, sent)
    program = (
        "import signal, sys, time, kg.writing as w\n"
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"  # which nohup has it pass over
        "def stop(_): print('writing', flush=True); time.sleep(60)\n"
        "w.os.fsync = stop\n"
        "import kg.cli\n"
        "from pathlib import Path\n"
        "kg.cli.main = lambda: w.write_atomically(Path(sys.argv[1]) / 'x.ttl', b'x')\n"
        "from kg.__main__ import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], env=clean_environment(), stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == "writing\n"
        running.send_signal(number)
        running.wait(timeout=30)
    assert running.returncode == 128 + number
    assert list(tmp_path.iterdir()) == []
