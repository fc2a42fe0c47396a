"""Seconds by what was done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stopwatch:
    """Adds up seconds by name: `with watch("firms_price"): ...`."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.clock = clock
        self.seconds: dict[str, float] = {}
        """Seconds by name, in the order in which each was first heard of."""
        self.times: dict[str, int] = {}

    @contextmanager
    def __call__(self, what: str) -> Iterator[None]:
        """Time what happens inside."""
        self.seconds.setdefault(what, 0.0)
        start = self.clock()
        try:
            yield
        finally:
            self.seconds[what] += self.clock() - start
            self.times[what] = self.times.get(what, 0) + 1
