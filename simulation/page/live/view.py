"""The page of one visitor: its parts, what is shown of a session, and what the visitor's hands do to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import isfinite
from typing import TYPE_CHECKING, Any

from nicegui import background_tasks, ui

from simulation.page.frames import COVER, zone_workers
from simulation.page.live import dom
from simulation.page.live.hands import Offered
from simulation.page.live.lesson_panel import LessonPanel
from simulation.page.live.parts import Parts
from simulation.page.live.pictures import Pictures
from simulation.page.live.session import SPEEDS, Session
from simulation.page.live.wording import Wording
from simulation.page.theme import LIGHT, PROJECTOR, Size
from simulation.report import words
from simulation.scenario.faults import ScenarioFaults

if TYPE_CHECKING:
    from simulation.page.live.reels import Studio

LIVE_EVERY_SECONDS = 5.0
NARROW, WIDE = 700, 1100
"""Widths of a phone, and of a window with all parts side by side [pixels]."""


class View:
    """One visitor's page."""

    def __init__(self, session: Session, said: Wording, offered: Offered, studio: Studio) -> None:
        self.session, self.said, self.theme = session, said, LIGHT
        self.map_px, self.beside, self.width = 420.0, 0.0, 1280
        self.pointing = False
        self.spoken = 0.0
        self.story_of: tuple[str, str] | None = None
        self.names_shown = -1
        self.parts = Parts(self, said, offered.presets, offered.lessons)
        self.levers = self.parts.levers
        self.lesson = LessonPanel(self, studio, said.language, self.parts.page, self.parts.lesson)
        self.pictures = Pictures(self.parts.maps, self.parts.difference)
        self._lay_out()

    # What is shown

    @property
    def size(self) -> Size:
        """How large things are on this screen."""
        if self.theme is PROJECTOR:
            text = min(max(20.0, 0.0156 * self.width), 40.0)
            return Size(self.map_px, self.beside, text, 4.0)
        return Size(self.map_px, self.beside, 12.0 if self.width < NARROW else 13.0, 2.5)

    def _lay_out(self) -> None:
        """Put up what depends on the scenarios: curves, levers, key."""
        self.pictures.curves = self.parts.put_curves(self.session, self.said, self.lesson.curves)
        self.pictures.measure = next(iter(self.pictures.curves))
        self.parts.put_levers()
        self.parts.put_key(self.session, self.theme, self.said)

    def redraw(self, spoken: bool = True) -> None:
        """Show the session as it is; `spoken` tells those who listen at once."""
        session, parts, said = self.session, self.parts, self.said
        state = session.state
        parts.date.text = words.quarter(session.quarter)
        parts.state.text = said.page[state]
        parts.state.props["data-state"] = state
        parts.play.text = f"❚❚ {said.page['pause']}" if session.playing else f"▶ {said.page['play']}"
        parts.speed.text = f"{session.speed:g} q/s"
        parts.timeline.props["max"] = str(session.last)
        dom.put("timeline", str(max(session.at, 0)))
        parts.timeline.props["aria-valuetext"] = words.quarter(session.quarter)
        parts.show_sides(session, said, compared="B" in session.sides)
        parts.tell(self._trouble(), state == "loading", said)
        self.pictures.draw(session, self.theme, self.size)
        self._names()
        self.lesson.draw()
        self._speak(spoken)
        if not session.playing:
            parts.put_table(session, list(self.pictures.curves), said)

    def _trouble(self) -> str:
        side, fault = self.session.fault
        if not side:
            return ""
        return self.said.say("stopped_says", side=side, quarter=words.quarter(self.session.quarter), fault=fault)

    def _names(self) -> None:
        earned = self.session.names()
        if len(earned) != self.names_shown:
            self.names_shown = len(earned)
            self.parts.put_names(earned, self.said, self.lead_on)

    def _speak(self, now: bool) -> None:
        frame = self.session.frame(self.session.watched)
        if frame is None or not (now or time.monotonic() - self.spoken > LIVE_EVERY_SECONDS):
            return
        self.spoken, cover = time.monotonic(), frame.nation[COVER]
        new = [cluster.name for quarter, cluster in self.session.names() if quarter == frame.quarter]
        self.parts.live.text = self.said.say(
            "live", quarter=words.quarter(frame.quarter), workers=words.short(frame.nation["workers"]),
            zones=words.short(zone_workers(frame)),
            cover=words.figures(cover) if isfinite(cover) else self.said.page["no_cover"],
            names=self.said.say("named_now", names="; ".join(new)) if new else "",
        )  # fmt: skip

    # What hands do

    def tick(self) -> None:
        """A moment passes."""
        before = self.session.state
        if self.session.tick() or self.session.state != before:
            self.redraw(spoken=False)

    def after_change(self) -> None:
        """Other scenarios are watched: everything is put up anew."""
        self._lay_out()
        self.names_shown, self.story_of = -1, None
        self.parts.clear_story(self.said)
        self.redraw()

    def play(self) -> None:
        """Play or pause."""
        self.session.toggle()
        self.redraw()

    def step(self, quarters: int) -> None:
        """So many quarters on or back."""
        self.go(self.session.at + quarters)

    def go(self, at: int) -> None:
        """Show a quarter."""
        self.session.go(at)
        self.redraw()

    def faster(self, steps: int) -> None:
        """Quicken or slow down."""
        self.session.faster(steps)
        self.parts.timer.interval = 1.0 / self.session.speed
        self.redraw(spoken=False)

    def next_speed(self) -> None:
        """The next speed, after the fastest the slowest."""
        self.faster(1 if self.session.speed < SPEEDS[-1] else -len(SPEEDS))

    def turn_theme(self) -> None:
        """From light to projector and back."""
        self.theme = LIGHT if self.theme is PROJECTOR else PROJECTOR
        ui.run_javascript(f"document.documentElement.dataset.theme = {self.theme.name!r}")
        self.parts.theme.props["aria-pressed"] = str(self.theme is PROJECTOR).lower()
        self.parts.put_key(self.session, self.theme, self.said)
        self.redraw(spoken=False)

    def watch(self, side: str) -> None:
        """Show A or B where there is room for one."""
        if side in self.session.sides:
            self.session.watched = side
            self.names_shown = -1
            self.redraw()

    def choose(self, side: str, preset: str) -> None:
        """Another scenario for A or B."""
        (self.session.choose_a if side == "A" else self.session.choose_b)(preset)
        self.lesson.put_away()
        if side == "A":
            dom.put("preset-b", "")
        self.after_change()

    def choose_lesson(self, name: str) -> None:
        """Begin a lesson; no name puts it away."""
        self.lesson.choose(name)

    def difference_of(self, measure: str) -> None:
        """Draw the difference of another measure."""
        self.pictures.measure = measure
        self.redraw(spoken=False)

    def set_luck(self, text: str) -> None:
        """Other luck for A and B; what is wrong with it stands beside it."""
        self._set_number(text, "seed", int, self.session.with_luck)

    def set_scale(self, text: str) -> None:
        """Another size for A and B."""
        self._set_number(text, "scale", float, self.session.with_scale)

    def _set_number(self, text: str, key: str, kind: Callable[[str], float], put: Callable[[Any], None]) -> None:
        told = ""
        try:
            put(kind(text) if text.strip() else text)
        except ValueError as wrong:  # ScenarioFaults are ValueErrors; text that is no number is refused alike
            faults = wrong.faults if isinstance(wrong, ScenarioFaults) else ()
            told = faults[0].text if faults else f"{text!r} found; a number would be right"
        self.parts.put_fault(key, told)
        if not told:
            self.after_change()

    def run_b(self) -> None:
        """Run B with its levers, or go to the first that is wrong."""
        faults = self.levers.check()
        if faults:
            first = next((key for key in self.levers.fields if key in faults), "")
            wrong = ", ".join(self.said.levers[key].name for key in faults if key) or faults.get("", "")
            self.parts.put_fault("levers", self.said.say("not_run", count=len(faults), names=wrong))
            ui.run_javascript(f"sez.focus('lever-{first}')")
            return
        self.parts.put_fault("levers", "")
        self.session.run_b()
        self.after_change()

    def save(self, side: str) -> None:
        """Hand out a scenario as a file."""
        asked = self.session.sides[side].asked
        ui.download.content(asked.to_toml(), f"{asked.name}-{side}.toml".lower())

    def lead_on(self, what: str, key: str) -> None:
        """Tell the story of a cell, firm or zone."""
        self.story_of = (what, key)
        background_tasks.create(self._tell(what, key), name="story")

    async def _tell(self, what: str, key: str) -> None:
        try:
            told = await self.session.story(what, key)
        except KeyError:
            told = None
        if self.story_of == (what, key):
            with self.parts.page:
                self.parts.put_story(told, self.session.quarter, self.said, self.lead_on)

    def clicked(self, side: str, at: dict[str, Any]) -> None:
        """A mark on a map was clicked."""
        self.session.watched = side
        if at.get("seriesId") == "zones":
            self.lead_on("zone", at["name"])
        elif isinstance(at.get("value"), list) and len(at["value"]) > 3:
            self.lead_on("cell", str(int(at["value"][3])))

    def measured(self, told: dict[str, Any]) -> None:
        """The window has a size."""
        self.map_px, self.beside = float(told["map"]), float(told["beside"])
        self.width = int(told["width"])
        self.redraw(spoken=False)
