"""What the system does to the process: it ends it, closes its standard output, or takes no more words there."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STOPPED, TERMINATED = 130, 143
UNREAD = 141
"""Exit code where the reader of a pipe has left, as of other programs."""


class Terminated(KeyboardInterrupt):
    """The system asks the process to end (SIGTERM), which ends it as Ctrl-C does."""


class UntoldError(OSError):
    """Standard output cannot be written; with that, nothing is said of any file."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror)
        self.unread = error.errno == errno.EPIPE
        """Whether only the reader has left."""


class StandardOutput(io.FileIO):
    """Standard output whose errors say that they are its own, once: after the first, words go nowhere.

    What is still buffered then is written again when Python ends, which from 3.13 on complains of a second error.
    """

    broken = False

    def write(self, given: ReadableBuffer, /) -> int:
        """Bytes written; UntoldError where they cannot be."""
        if self.broken:
            return memoryview(given).nbytes
        try:
            return super().write(given)
        except OSError as error:
            self.broken = True
            raise UntoldError(error) from None


def code_of(interrupt: KeyboardInterrupt) -> int:
    """The exit code of a process that was stopped."""
    return TERMINATED if isinstance(interrupt, Terminated) else STOPPED


def listen() -> None:
    """End on SIGTERM as on Ctrl-C; let standard output tell its errors, and where it is closed, answers go nowhere."""
    signal.signal(signal.SIGTERM, _terminate)
    told, sys.stderr = sys.stdout, sys.stderr or _nowhere()
    if not told:
        sys.stdout = _nowhere()
    elif sys.platform != "win32":  # there a console has its own way of writing
        buffered = io.BufferedWriter(StandardOutput(told.fileno(), "w", closefd=False))
        sys.stdout = io.TextIOWrapper(buffered, told.encoding, told.errors, line_buffering=told.isatty())


def _terminate(*_: object) -> NoReturn:
    raise Terminated


def _nowhere() -> io.TextIOWrapper:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - stands until the process ends


def untold(error: UntoldError) -> tuple[str, int]:
    """What to say where answers cannot be told, and the exit code; whatever follows goes nowhere."""
    sys.stdout = _nowhere()
    if error.unread:
        return "", UNREAD
    return f"standard output: {error}; what was to be kept is kept, and whole", 1
