"""Makes `python -m kg` the same as `kg`."""

from __future__ import annotations

import gc
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

_SIGNALLED = 128  # and the signal's number: the exit code by which a shell tells of one


def main() -> None:
    """Run the command line; a Ctrl-C while it is still being imported ends as quietly as later."""
    for name in ("SIGTERM", "SIGHUP"):  # Windows has not both
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_DFL:  # nohup has it ignored
            signal.signal(number, _end)
    gc.set_threshold(100_000)  # the process is short, and looking for cycles among its terms takes a tenth of it
    try:
        from kg.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)


def _end(number: int, _: FrameType | None) -> NoReturn:
    """Leave in order: half-written files go, and the terminal gets its cursor back."""
    sys.exit(_SIGNALLED + number)


if __name__ == "__main__":
    main()
