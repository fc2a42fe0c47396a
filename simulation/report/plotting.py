"""Pictures of a result in memory, for notebooks: `run.plot.growth()`, `run.plot.map()`, `run.plot.zone("rashakai")`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from simulation.country.finding import country_of
from simulation.engine.table import Column
from simulation.introducing import Result
from simulation.report import canvas, words
from simulation.report.drawing import about_run, draw_finance, draw_growth, draw_map
from simulation.report.growth_picture import nice_top
from simulation.report.own_zones import placed_by
from simulation.report.palette import LINE
from simulation.scenario.meaning import zone_called

OF_A_ZONE = (("workers", "Workers", 1.0), ("firms", "Firms", 1.0), ("quality", "Quality", 1.0),
             ("arrears_usd_mn", "Arrears, USD", 1e6))  # fmt: skip
PANEL_MM = (56, 26)


@dataclass(frozen=True)
class Picture:
    """A picture as PNG, and in words; a notebook shows it."""

    png: bytes
    words: str

    def __repr__(self) -> str:
        return self.words

    def _repr_png_(self) -> bytes:
        return self.png

    def save(self, path: str | Path) -> Path:
        """Write the picture into a file."""
        Path(path).write_bytes(self.png)
        return Path(path)


class Plots:
    """Draws pictures of a run, played or read."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.about = about_run(result.scenario)

    def growth(self) -> Picture:
        """The nation's workers, and those of its zones or specialties."""
        return _drawn(lambda path: draw_growth(self._frames(), self.about, path))

    def map(self) -> Picture:
        """The country with its clusters and zones in the last quarter."""
        scenario = self.result.scenario
        own = placed_by(scenario.zones, self.about.country)
        return _drawn(lambda path: draw_map(self._frames(), self.about, path, scenario.plain, own))

    def finance(self) -> Picture:
        """Loans, debt service and cover ratios."""
        return _drawn(lambda path: draw_finance(self._frames(), self.about, path))

    def zone(self, name: str) -> Picture:
        """Workers, firms, quality and arrears of one zone by its key or name; ValueError where there is none."""
        key = zone_called(name, country_of(self.result.scenario.country))
        return _drawn(lambda path: _draw_zone(self._frames()["zones"], key, self.about, path))

    def _frames(self) -> dict[str, pd.DataFrame]:
        return {name: table.to_pandas() for name, table in self.result.tables.items()}


def _drawn(draw: Callable[[Path], object]) -> Picture:
    with tempfile.TemporaryDirectory(prefix="sez-picture-") as folder:
        path = Path(folder) / "picture.png"
        draw(path)
        return Picture(path.read_bytes(), path.with_suffix(".txt").read_text(encoding="utf-8").strip())


def _draw_zone(zones: pd.DataFrame, key: str, about: canvas.About, path: Path) -> Path:
    own = zones[zones.zone.astype(str) == key]
    time = np.array([words.year(quarter) for quarter in own.quarter.astype(str)])
    ends = ", ".join(f"{name.lower()} {words.short(size * float(own[c].iloc[-1]))}" for c, name, size in OF_A_ZONE)
    last = words.quarter(str(own.quarter.iloc[-1]))
    zone = about.country.short_name(key)
    title = f"{zone}: {words.short(float(own.workers.iloc[-1]))} workers at {last}"
    told = canvas.Words(title, "By quarter; thousand (k) to billion (bn), USD of 2020.",
                        f"{about.line()}\nSource: own simulation.", f"{zone} at {last}: {ends}.")  # fmt: skip
    with canvas.sheet(104.0) as figure:
        for place, (column, name, size) in enumerate(OF_A_ZONE):
            axes = canvas.panel(figure, 15 + 78 * (place % 2), 22 + 40 * (place // 2), *PANEL_MM)
            _curve(axes, time, size * own[column].to_numpy(dtype=float), name)
        canvas.write(figure, told)
        return canvas.keep(figure, path, told)


def _curve(axes: Axes, time: Column, values: Column, name: str) -> None:
    axes.plot(time, values, color=LINE, lw=1.4)
    top = nice_top(max([1e-9, *values[np.isfinite(values)].tolist()]) * 1.02)
    axes.set_ylim(0, top)
    axes.set_yticks([0, top / 2, top], ["0", words.short(top / 2), words.short(top)])
    canvas.decades(axes, np.floor(time[0]), np.ceil(time[-1]), at_most=5)
    canvas.head(axes, name)
