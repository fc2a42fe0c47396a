"""Reels: the frames of a scenario as far as it was played, shared by all who watch it, played by helper processes."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from os import _exit

from simulation.page.frames import Frame
from simulation.page.lesson.findings import Finding, measured
from simulation.page.live import playing
from simulation.page.live.stories import Story
from simulation.scenario.schema import Scenario

PLAYED_AT_ONCE = 2
"""Quarters that a helper plays before it hands them over: others wait no longer than that."""
REELS_KEPT = 60


class Reel:
    """A scenario's frames so far; nobody who watches it changes it."""

    def __init__(self, asked: Scenario, helper: ProcessPoolExecutor) -> None:
        self.asked, self._helper = asked, helper
        self.frames: list[Frame] = []
        self.fault = ""
        """Why it goes no further, or nothing."""
        self._wanted = 0
        self._rolling: asyncio.Task[None] | None = None

    @property
    def finished(self) -> bool:
        """Whether all quarters were played."""
        return len(self.frames) >= self.asked.quarters

    def want(self, quarters: int) -> None:
        """See to it that so many quarters are played, soon."""
        self._wanted = max(self._wanted, min(quarters, self.asked.quarters))
        if not self.fault and self._wanted > len(self.frames) and (self._rolling is None or self._rolling.done()):
            self._rolling = asyncio.create_task(self._roll())

    async def _roll(self) -> None:
        loop = asyncio.get_running_loop()
        while len(self.frames) < self._wanted and not self.fault:
            first = len(self.frames)
            count = min(PLAYED_AT_ONCE, self._wanted - first)
            try:
                self.frames += await loop.run_in_executor(self._helper, playing.frames, self.asked, first, count)
            except Exception as error:  # whatever stops a run is told on the page; what was played stays
                self.fault = f"{type(error).__name__}: {error}"

    async def story(self, quarter: int, what: str, key: str) -> Story:
        """What is told of a cell, firm or zone; KeyError where it was not there."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._helper, playing.story, self.asked, quarter, what, key)


class Studio:
    """All reels, and the helper processes that play them, one a core."""

    def __init__(self, helpers: int) -> None:
        context = get_context("spawn")
        self._helpers = [ProcessPoolExecutor(1, context, _ends_with_its_parent) for _ in range(helpers)]
        self._measurer = ProcessPoolExecutor(1, context, _ends_with_its_parent)
        self._findings: dict[str, asyncio.Future[list[Finding]]] = {}
        self._reels: OrderedDict[str, Reel] = OrderedDict()
        self._made = 0

    def reel(self, asked: Scenario) -> Reel:
        """The reel of a scenario; the same for all who ask for the same."""
        found = self._reels.pop(asked.digest, None)
        if found is None or found.fault:
            found = Reel(asked, self._helpers[self._made % len(self._helpers)])
            self._made += 1
        self._reels[asked.digest] = found
        while len(self._reels) > REELS_KEPT:
            self._reels.popitem(last=False)
        return found

    async def findings(self, lesson: str) -> list[Finding]:
        """What a lesson's pair of runs shows; played once for all who ask."""
        if lesson not in self._findings:
            loop = asyncio.get_running_loop()
            self._findings[lesson] = loop.run_in_executor(self._measurer, measured, lesson)
        return await asyncio.shield(self._findings[lesson])

    def close(self) -> None:
        """End the helpers."""
        for helper in (*self._helpers, self._measurer):
            for process in list((helper._processes or {}).values()):
                process.terminate()
            helper.shutdown(wait=False, cancel_futures=True)


def _ends_with_its_parent() -> None:
    """A helper neither outlives the page nor hears the Ctrl-C that ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent:
        threading.Thread(target=_leave_after, args=(parent.join,), daemon=True).start()


def _leave_after(ended: Callable[[], object]) -> None:
    ended()
    _exit(0)
