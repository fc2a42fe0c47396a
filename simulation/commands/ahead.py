"""Compiles ahead: while a first run begins, another process compiles what that run will need last.

numba compiles in one thread, and kept code is shared by processes (compiling.py). So a helper plays a tiny country in
interpreted Python, which takes a second and tells every loop with the types it is called with; then it compiles them,
the last first, until it meets the run coming the other way.
"""

from __future__ import annotations

import atexit
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numba.core.caching import NullCache
from numba.core.dispatcher import Dispatcher

from simulation.engine.threads import cores
from simulation.run import compiled_already

Call = tuple[Any, tuple[Any, ...]]
"""A compiled loop, and the numba types of its arguments."""
TINY = {
    "plain.rows": 6, "plain.columns": 6, "plain.towns": 3, "plain.firms_at_1_10": 100, "plain.specialties": 3,
    "run_in_quarters": 1, "quarters": 4,
}  # fmt: skip


def begin() -> None:
    """Start the helper if a run's loops are not kept and there is a core for it; it ends with this process."""
    if cores() == 1 or compiled_already():
        return
    helper = subprocess.Popen(  # noqa: S603 - this module
        [sys.executable, "-m", __name__], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    atexit.register(_ended, helper)


def _ended(helper: subprocess.Popen[bytes]) -> None:
    helper.terminate()
    helper.wait()


@contextmanager
def interpreted() -> Iterator[list[Call]]:
    """Let what is not compiled yet run in plain Python, and list the loops that would have been compiled, in order."""
    asked: dict[tuple[int, tuple[Any, ...]], Call] = {}
    kind: Any = Dispatcher
    compiles = kind._compile_for_args

    def instead(dispatcher: Any, *given: Any) -> Any:
        types = tuple(dispatcher.typeof_pyval(value) for value in given)
        asked.setdefault((id(dispatcher), types), (dispatcher, types))
        return dispatcher.py_func

    calls: list[Call] = []
    kind._compile_for_args = instead
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():  # words wrap round, clocks without odds never ring
            warnings.simplefilter("ignore")
            yield calls
    finally:
        kind._compile_for_args = compiles
        calls += [call for call in asked.values() if not isinstance(call[0]._cache, NullCache)]


def named(call: Call) -> tuple[str, str]:
    """Name of a loop and the types it is called with, as words."""
    function = call[0].py_func
    return f"{function.__module__}.{function.__qualname__}", str(call[1])


def calls_of_a_run() -> list[Call]:
    """The kept loops that a run of a tiny country calls, in the order of their first calls."""
    from simulation.run import run
    from simulation.scenario.loading import load

    with interpreted() as calls:
        run(load("plain-marshall").but(TINY))
    return calls


def compile_from_the_end() -> None:
    """Compile the loops of a run that nobody has compiled yet, the last first."""
    for dispatcher, types in reversed(calls_of_a_run()):
        dispatcher.compile(types)
        if dispatcher.stats.cache_hits:
            return


if __name__ == "__main__":
    compile_from_the_end()
