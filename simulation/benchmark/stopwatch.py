"""Seconds by what was done."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Adds up seconds by name: `with watch("firms_price"): ...`."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        """Seconds by name, in the order in which each was first heard of."""
        self.times: dict[str, int] = {}

    @contextmanager
    def __call__(self, what: str) -> Iterator[None]:
        """Time what happens inside."""
        self.seconds.setdefault(what, 0.0)
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[what] += time.perf_counter() - start
            self.times[what] = self.times.get(what, 0) + 1
