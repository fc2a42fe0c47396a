"""A or B: what is compared."""

from __future__ import annotations

from dataclasses import dataclass

from simulation.page.ground import Ground
from simulation.page.live.reels import Reel
from simulation.scenario.schema import Scenario


@dataclass(frozen=True)
class Side:
    """A or B: a scenario, its ground, and its frames so far."""

    asked: Scenario
    ground: Ground
    reel: Reel

    @property
    def title(self) -> str:
        """What the scenario calls itself."""
        return self.asked.title or self.asked.name
