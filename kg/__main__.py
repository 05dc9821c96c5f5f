"""Makes `python -m kg` the same as `kg`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; a Ctrl-C while it is still being imported ends as quietly as later."""
    gc.set_threshold(100_000)  # the process is short, and looking for cycles among its terms takes a tenth of it
    try:
        from kg.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
