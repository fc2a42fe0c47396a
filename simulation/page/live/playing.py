"""What a helper process of the page does: it plays scenarios a few quarters at a time and tells stories of a quarter.

A scenario with its seed always gives the same quarters, so a process may forget what it played: it plays it again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from simulation.economy import Economy, Given
from simulation.page.frames import Frame
from simulation.page.live.camera import Camera
from simulation.page.live.stories import Story, story_of
from simulation.quarter import advance
from simulation.quarter_zero.start import begin
from simulation.scenario.schema import Scenario

KEPT_PLAYS = 6
"""Scenarios a process remembers; each takes some tens of megabytes at class size."""
KEPT_EVERY = 16
"""A quarter in so many is kept, from which a story of a later one is played again."""


@dataclass
class Play:
    """A scenario as far as it was played."""

    now: Economy
    given: Given
    camera: Camera
    kept: dict[int, Economy] = field(default_factory=dict)

    def next(self) -> Frame:
        """One quarter more."""
        self.now = advance(self.now, self.given)
        if self.now.quarter % KEPT_EVERY == 0:
            self.kept[self.now.quarter] = self.now
        return self.camera.take(self.now)

    def at(self, quarter: int) -> Economy:
        """The economy of a quarter that was played, from the last one kept before it."""
        if quarter == self.now.quarter:
            return self.now
        now = self.kept[max(each for each in self.kept if each <= quarter)]
        while now.quarter < quarter:
            now = advance(now, self.given)
        return now


_plays: OrderedDict[str, Play] = OrderedDict()


def frames(asked: Scenario, first: int, count: int) -> list[Frame]:
    """`count` frames of a scenario from its quarter `first` on (0 is the first that is shown)."""
    play = _played(asked, first)
    return [play.next() for _ in range(count)]


def story(asked: Scenario, quarter: int, what: str, key: str) -> Story:
    """What is told of a cell, firm or zone in a quarter; KeyError where it was not there."""
    play = _plays.get(asked.digest)
    if play is None or play.now.quarter < quarter:
        play = _played(asked, quarter + 1)
    return story_of(play.at(quarter), play.given, what, key)


def _played(asked: Scenario, quarters: int) -> Play:
    """A scenario played for exactly so many quarters: gone on with, or begun again where it is further already."""
    play = _plays.pop(asked.digest, None)
    if play is None or play.now.quarter >= quarters:
        now, given = begin(asked)
        play = Play(now, given, Camera(given))
    while play.now.quarter < quarters - 1:
        play.next()
    _plays[asked.digest] = play
    while len(_plays) > KEPT_PLAYS:
        _plays.popitem(last=False)
    return play
