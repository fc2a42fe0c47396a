"""`python -m simulation` is `sez`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; Ctrl-C ends with code 130, also while things are imported."""
    try:
        from simulation.cli import app

        app()
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
