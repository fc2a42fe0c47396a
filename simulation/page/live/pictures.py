"""Pictures in the browser: what never changes is sent once a theme and size, what a quarter changes as it is shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from nicegui import ui
from nicegui.element import Element

from simulation.page import charts, map_chart
from simulation.page.frames import Frame
from simulation.page.ground import Ground, ways
from simulation.page.live.session import Session
from simulation.page.theme import Size, Theme
from simulation.units import year_of

Option = dict[str, Any]


class Pictures:
    """The charts of one page: maps of A and B, curves, and the difference."""

    def __init__(self, maps: dict[str, Element], difference: Element) -> None:
        self.maps, self.difference = maps, difference
        self.curves: dict[str, Element] = {}
        self.measure = "workers"
        """Whose difference is drawn."""
        self._stand: dict[int, object] = {}
        """What each chart's standing part was made for."""
        self._land: set[str] = set()
        """Maps that this browser has."""
        self._now: dict[int, list[Option]] = {}

    def draw(self, session: Session, theme: Theme, size: Size) -> None:
        """Draw what the session shows now."""
        self._now = {}
        largest = map_chart.largest_of([side.reel.frames[0] for side in session.sides.values() if side.reel.frames])
        for name, side in session.sides.items():
            self._map(self.maps[name], side.ground, session.frame(name), largest, theme, size, session)
        so_far = session.so_far()
        start = session.sides["A"].asked.start_index
        years = (year_of(start), year_of(start + session.last) + 1)
        for key, chart in self.curves.items():
            curve = charts.curve_of(key)
            fresh = self._standing(chart, (theme, size.text, years, key))
            if fresh:
                self._base(chart, charts.curve_base(curve, theme, size, *years))
            self._add(chart, charts.curve_now(curve, {"A": so_far["A"], "B": so_far.get("B", [])}, size))
        if "B" in so_far:
            self._difference(so_far["A"], so_far["B"], theme, size, years)
        if self._now:
            ui.run_javascript(f"sez.show({_json(self._now)})")

    def _map(
        self, chart: Element, ground: Ground, frame: Frame | None, largest: float, theme: Theme, size: Size,
        session: Session,
    ) -> None:  # fmt: skip
        if self._standing(chart, (theme, size, ground.name, ground.specialties, len(ground.x))):
            self._base(chart, map_chart.map_base(ground, theme, size), ground)
        if frame is None:
            return
        year = int(frame.quarter[:4])
        if self._standing(chart, year, "year"):
            self._add(chart, map_chart.map_ways(ways(ground, year)))
        self._add(chart, map_chart.map_now(ground, frame, largest, size, session.pointed))

    def _difference(
        self, one: Sequence[Frame], other: Sequence[Frame], theme: Theme, size: Size, years: tuple[int, int]
    ) -> None:
        if self._standing(self.difference, (theme, size.text, years)):
            self._base(self.difference, charts.difference_base(theme, size, *years))
        self._add(self.difference, charts.difference_now(charts.curve_of(self.measure), one, other))

    def _standing(self, chart: Element, made_for: object, part: str = "") -> bool:
        """Whether a standing part must be made anew; what is drawn on it then is gone."""
        key = hash((chart.id, part))
        if self._stand.get(key) == made_for:
            return False
        self._stand[key] = made_for
        if not part:
            self._stand.pop(hash((chart.id, "year")), None)
        return True

    def _base(self, chart: Element, option: Option, ground: Ground | None = None) -> None:
        name, land = "null", "null"
        if ground:
            name = _json(ground.name)
            mark = f"{ground.name} {ground.rings[0][2]}"
            land = _json(ground.geojson()) if mark not in self._land else "null"
            self._land.add(mark)
        ui.run_javascript(f"sez.base({chart.id}, {_json(option)}, {name}, {land})")

    def _add(self, chart: Element, option: Option) -> None:
        self._now.setdefault(chart.id, []).append(option)


def _json(value: object) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))
