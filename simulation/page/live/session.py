"""A session: what one visitor watches and sets. It knows the studio and nothing of browsers."""

from __future__ import annotations

from typing import Literal

from simulation.page.frames import Frame, Named
from simulation.page.ground import ground_of
from simulation.page.live.levers import faults_by_lever, moved
from simulation.page.live.names import earned, toward
from simulation.page.live.reels import Studio
from simulation.page.live.side import Side
from simulation.page.live.stories import Story
from simulation.scenario.faults import Fault, ScenarioFaults
from simulation.scenario.loading import load
from simulation.scenario.schema import Scenario
from simulation.units import quarter_name

SPEEDS = (1.0, 2.0, 4.0, 8.0, 12.0)
"""Quarters a second."""
SPEED_AT_FIRST = 2
AHEAD = 24
"""Quarters that are played before they are shown."""
CLASS_SCALE, LARGEST_SCALE = 0.01, 0.1
"""1:100 plays ten quarters a second and more; 1:10 about one."""
State = Literal["loading", "running", "paused", "finished", "stopped"]


class Session:
    """One visitor's A and B, the quarter that is shown, and what was set."""

    def __init__(self, studio: Studio, preset: str, scale: float = CLASS_SCALE, seed: int = 1) -> None:
        self._studio = studio
        self.scale, self.seed = scale, seed
        self.preset_a, self.preset_b = preset, ""
        self.sides: dict[str, Side] = {}
        self.values: dict[str, str] = {}
        """What stands in the levers."""
        self.at = -1
        """Quarter that is shown, -1 before the first."""
        self.until: int | None = None
        """Last quarter that may be shown while a prediction is open."""
        self._moved: Scenario | None = None
        """What the levers of B move in a lesson."""
        self.playing = False
        self._speed = SPEED_AT_FIRST
        self.watched = "A"
        self.pointed = ""
        """Key of the cluster that is pointed at."""
        self.choose_a(preset)

    def scenario(self, name: str) -> Scenario:
        """A preset at the session's size and luck; ScenarioFaults where they are not right."""
        return load(name).but(scale=self.scale, seed=self.seed)

    def choose_a(self, preset: str) -> None:
        """Watch a preset; B is put away."""
        asked = self.scenario(preset)
        self.preset_a, self.preset_b = preset, ""
        self.sides = {"A": self._side(asked)}
        self.watched, self.values, self.until, self._moved = "A", {}, None, None
        self._from_the_start()

    def choose_b(self, preset: str) -> None:
        """Compare with a preset; none puts B away."""
        self.preset_b, self.values = preset, {}
        if preset:
            self.compare(self.scenario(preset))
        else:
            self.sides.pop("B", None)
            self.watched = "A"

    def watch_lesson(self, a: Scenario, b: Scenario, until: int) -> None:
        """Watch a lesson's pair; what comes after the quarter `until` waits for the class's prediction."""
        self.preset_b, self.values, self.until = "", {}, until
        self.sides, self.watched, self._moved = {"A": self._side(a), "B": self._side(b)}, "B", b
        self._from_the_start()

    def predicted(self) -> None:
        """The class has predicted: everything may be seen."""
        self.until, self.playing = None, True

    def with_luck(self, seed: int) -> None:
        """The same scenarios with other luck; ScenarioFaults where it is not right."""
        self._all_with("seed", seed)
        self.seed = seed

    def with_scale(self, scale: float) -> None:
        """The same scenarios at another size; ScenarioFaults where it is not right."""
        if scale > LARGEST_SCALE:
            raise ScenarioFaults([Fault("", "scale", f"{scale:g} found; at most {LARGEST_SCALE} is played in a class")])
        self._all_with("scale", scale)
        self.scale = scale

    def _all_with(self, key: str, value: float) -> None:
        changed = {name: side.asked.but({key: value}) for name, side in self.sides.items()}
        self.sides = {name: self._side(asked) for name, asked in changed.items()}
        self._from_the_start()

    def base_of_b(self) -> Scenario:
        """What the levers of B move: its preset, a lesson's B, or A."""
        if self.preset_b:
            return self.scenario(self.preset_b)
        return self._moved or self.sides["A"].asked

    def faults(self) -> dict[str, str]:
        """What is wrong with the levers, a sentence each."""
        try:
            moved(self.base_of_b(), self.values)
        except ScenarioFaults as wrong:
            return faults_by_lever(wrong.faults, self.base_of_b())
        return {}

    def run_b(self) -> None:
        """Compare A with B as the levers stand; ScenarioFaults where one is wrong."""
        base = self.base_of_b()
        asked = moved(base, self.values)
        self.compare(asked.but(title=f"{base.title[:150]}, levers moved") if asked != base else asked)

    def compare(self, asked: Scenario) -> None:
        """Put a scenario beside A, both from the start."""
        self.sides = {"A": self.sides["A"], "B": self._side(asked)}
        self.watched = "B"
        self._from_the_start()

    def _side(self, asked: Scenario) -> Side:
        return Side(asked, ground_of(asked), self._studio.reel(asked))

    def _from_the_start(self) -> None:
        self.at, self.pointed, self.playing = -1, "", True
        self.look_ahead()

    def look_ahead(self) -> None:
        """Have the quarters played that will be shown soon."""
        for side in self.sides.values():
            side.reel.want(self.at + AHEAD)

    @property
    def last(self) -> int:
        """The last quarter that there will be."""
        return min(side.asked.quarters for side in self.sides.values()) - 1

    @property
    def ready(self) -> int:
        """The last quarter that can be shown now."""
        played = min(len(side.reel.frames) for side in self.sides.values()) - 1
        return played if self.until is None else min(played, self.until)

    @property
    def fault(self) -> tuple[str, str]:
        """Side and reason of a run that goes no further; empty where all is well."""
        return next(((name, side.reel.fault) for name, side in self.sides.items() if side.reel.fault), ("", ""))

    @property
    def state(self) -> State:
        """What the page is doing."""
        if self.fault[0] and self.at >= self.ready:
            return "stopped"
        if self.at < 0 or (self.playing and self.at >= self.ready and self.until is None and self.at < self.last):
            return "loading"
        if self.at >= self.last:
            return "finished"
        return "running" if self.playing else "paused"

    @property
    def speed(self) -> float:
        """Quarters a second."""
        return SPEEDS[self._speed]

    def faster(self, steps: int) -> None:
        """So many steps of speed faster, or slower."""
        self._speed = min(max(self._speed + steps, 0), len(SPEEDS) - 1)

    def hold(self) -> None:
        """Nothing moves unless asked, and then slowly: for those who want less motion."""
        self.playing, self._speed = False, 0

    def toggle(self) -> None:
        """Play or pause; at the end play again from the start."""
        if self.at >= self.last:
            self.at = -1
            self.playing = True
        else:
            self.playing = not self.playing

    def tick(self) -> bool:
        """A moment passes; whether another quarter is shown."""
        self.look_ahead()
        wanting = self.playing or self.at < 0
        if not (wanting and self.at < self.ready):
            return False
        self.at += 1
        self.playing = self.playing and self.at < self.last and self.at != self.until
        return True

    def go(self, at: int) -> None:
        """Show a quarter, as far as it was played, and pause."""
        self.playing = False
        self.at = min(max(at, 0), max(self.ready, 0)) if self.ready >= 0 else self.at
        self.look_ahead()

    @property
    def quarter(self) -> str:
        """Name of the quarter that is shown."""
        return quarter_name(self.sides["A"].asked.start_index + max(self.at, 0))

    def frame(self, side: str) -> Frame | None:
        """What a side shows now; None before the first quarter."""
        return self.sides[side].reel.frames[self.at] if self.at >= 0 else None

    def so_far(self) -> dict[str, list[Frame]]:
        """The frames of each side up to the quarter that is shown."""
        return {name: side.reel.frames[: self.at + 1] for name, side in self.sides.items()}

    def names(self) -> list[tuple[str, Named]]:
        """Quarter and cluster of each name that was earned on the watched side, latest first."""
        return earned(self.so_far()[self.watched])

    async def story(self, what: str, key: str) -> Story:
        """A story of the watched side in the quarter that is shown; KeyError where there is none."""
        side = self.sides[self.watched]
        return await side.reel.story(side.asked.start_index + max(self.at, 0), what, key)

    def point(self, east: int, north: int) -> Named | None:
        """Point at the nearest named cluster in a direction, or at the largest; the one that is pointed at then."""
        frame = self.frame(self.watched)
        if frame is None or not frame.named:
            return None
        found = toward(frame.named, self.pointed, (east, north), self.sides[self.watched].ground)
        self.pointed = found.key
        return found
