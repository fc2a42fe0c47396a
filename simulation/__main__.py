"""`python -m simulation` is `sez`."""

from __future__ import annotations

import sys

from simulation.telling.process import code_of, listen


def main() -> None:
    """Run the command line; what ends it, also while things are imported, is a sentence and an exit code."""
    try:
        listen()
        _run()
    except KeyboardInterrupt as interrupt:
        _end("stopped", code_of(interrupt))
    except (OSError, MemoryError) as error:
        from simulation.telling.answers import refused, too_little_memory

        _end(*(refused(error) if isinstance(error, OSError) else too_little_memory(error)))


def _run() -> None:
    from simulation.cli import app

    try:
        app()
    finally:
        sys.stdout.flush()


def _end(text: str, code: int) -> None:
    if text:
        print(text, file=sys.stderr)
    raise SystemExit(code) from None


if __name__ == "__main__":
    main()
