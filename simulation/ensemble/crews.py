"""Who does the work: processes of this machine, or a Dask cluster; both are a standard Executor."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from simulation.engine.threads import cores
from simulation.ensemble.work import Order, Outcome, live_with_parent, play

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Crew:
    """How to gather workers, and how many they are."""

    gather: Callable[[], AbstractContextManager[Executor]]
    size: int


def here(workers: int | None = None) -> Crew:
    """Processes of this machine, one a core unless told."""
    size = workers or cores()
    return Crew(lambda: processes(size), size)


@contextmanager
def processes(size: int) -> Iterator[Executor]:
    """Fresh processes that end with this block, and with this process however it ends."""
    context = multiprocessing.get_context("spawn")
    lifeline, held = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(size, mp_context=context, initializer=live_with_parent, initargs=(lifeline,))
    try:
        yield pool
    finally:
        held.close()
        pool.shutdown(wait=True, cancel_futures=True)
        lifeline.close()


def submit(executor: Executor, shard: Sequence[Order]) -> Future[list[Outcome]]:
    """Hand out a shard of runs."""
    return hand_out(executor, play, shard)


def hand_out(executor: Executor, task: Callable[P, T], *given: P.args, **named: P.kwargs) -> Future[T]:
    """Hand out any task to a worker."""
    with _born_plain():
        return executor.submit(task, *given, **named)


@contextmanager
def _born_plain() -> Iterator[None]:
    """Processes born inside do not run the user's script again, and leave Ctrl-C to their parent.

    A spawned process imports its parent's main module; a script without `if __name__ == "__main__"` would start the
    ensemble again in every worker, and an interactive session has no file to import. Workers need neither.
    """
    main, sys.modules["__main__"] = sys.modules["__main__"], types.ModuleType("__main__")
    blocked = _block_interrupts()
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if blocked is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def _block_interrupts() -> set[int] | None:
    if not hasattr(signal, "pthread_sigmask"):
        return None
    return signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
