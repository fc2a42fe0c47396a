"""Threads: rows, or whole columns, shared out among them; what comes out does not depend on how many there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")
LITTLE = 500_000
"""Nanoseconds of work that are worth another thread: to wake one takes a tenth of a millisecond."""
_pool = ThreadPoolExecutor(max_workers=64, thread_name_prefix="rows")
_threads = 1


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def use_threads(count: int) -> None:
    """How many threads share long work; the results do not depend on it."""
    global _threads
    _threads = max(1, count)


def spread(work: Callable[[int, int], object], size: int, whole: int = 1, ns: int = 1) -> None:
    """Call `work(first, last)` for all rows, cut into ranges, one a thread.

    Rows come in rounds of `whole` that are not cut; each takes about so many nanoseconds.
    """
    threads = _worth_using(size * ns)
    if threads == 1:
        work(0, size)
        return
    cut = -(-size // (threads * whole)) * whole
    _together([partial(work, low, min(low + cut, size)) for low in range(0, size, cut)])


def each_of(work: Callable[[Item], Made], items: Sequence[Item], ns: int) -> list[Made]:
    """What `work` makes of each item, in their order; each takes about so many nanoseconds."""
    threads = _worth_using(len(items) * ns)

    def done(part: Sequence[Item]) -> list[Made]:
        return [work(item) for item in part]

    made = _together([partial(done, items[first::threads]) for first in range(threads)])
    return [made[at % threads][at // threads] for at in range(len(items))]


def _worth_using(ns: int) -> int:
    """How many threads are worth using for work of so many nanoseconds."""
    return min(_threads, 1 + ns // LITTLE)


def _together(jobs: Sequence[Callable[[], Made]]) -> list[Made]:
    """What jobs return that are done at once, the first by this thread.

    A pool that is handed all of them often wakes one thread for two jobs, and the other for none.
    """
    others = [_pool.submit(job) for job in jobs[1:]]
    return [jobs[0](), *(other.result() for other in others)]
