"""The sheet of every picture: 170 mm wide, a finding as its title, what and how in words, the same bytes always."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from simulation.country.country import Country
from simulation.report.palette import HAIR, INK, PAPER, QUIET
from simulation.report.png import png

MM = 1 / 25.4
WIDTH_MM = 170.0
MARGIN_MM = 2.0
TITLE_PT, TEXT_PT, LEAST_PT, LINE_PT = 11.0, 7.5, 6.0, 1.6
TITLE_LONGEST = 60
DPI = 200
Style = dict[str, Any]
"""Keywords of matplotlib, each of another type."""

RULES: Style = {
    "font.family": "DejaVu Sans",
    "font.size": TEXT_PT,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": QUIET,
    "axes.linewidth": 0.8,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelsize": TEXT_PT,
    "ytick.labelsize": TEXT_PT,
    "ytick.major.size": 0,
    "xtick.major.size": 3,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": HAIR,
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "hatch.linewidth": 0.6,
    "lines.linewidth": LINE_PT,
    "lines.solid_capstyle": "round",
    "figure.facecolor": PAPER,
    "svg.hashsalt": "sez",
    "svg.fonttype": "none",
}


class About(NamedTuple):
    """What a picture tells of its run: the footer, and the country it plays in."""

    scenario: str
    seed: int
    weight: float
    """Firms that the row of a small one stands for."""
    version: str
    country: Country

    def line(self) -> str:
        """One run, its seed, its scenario, and how many firms a small one stands for."""
        one_to = f"each small firm drawn stands for {self.weight:g}" if self.weight > 1 else "every firm simulated"
        return f"One run, seed {self.seed}; {one_to}. Scenario \u201c{self.scenario}\u201d, model {self.version}."


class Words(NamedTuple):
    """What is written on a picture and beside it."""

    title: str
    """What was found, at most 60 characters."""
    subtitle: str
    """What is drawn, lines of at most 95 characters."""
    footer: str
    alt: str
    """The picture in words for those who do not see it."""


@contextmanager
def sheet(height_mm: float) -> Iterator[Figure]:
    """An empty sheet of this height, under the rules of the house and with no global state left behind."""
    with matplotlib.rc_context(RULES):
        figure = Figure(figsize=(WIDTH_MM * MM, height_mm * MM), dpi=DPI)
        FigureCanvasAgg(figure)
        yield figure


def _canvas(figure: Figure) -> FigureCanvasAgg:
    """The canvas that `sheet` gave a figure; TypeError where another stands under it."""
    if not isinstance(figure.canvas, FigureCanvasAgg):
        raise TypeError(f"a figure on {type(figure.canvas).__name__} found; one made by `sheet` would be right")
    return figure.canvas


def renderer_of(figure: Figure) -> RendererBase:
    """What measures the words of a figure before they are drawn."""
    return _canvas(figure).get_renderer()


def sheet_of(axes: Axes) -> Figure:
    """The figure on which axes stand; ValueError where they have been taken from it."""
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("axes without a figure found; those that `panel` made on a sheet would be right")
    return figure


def panel(figure: Figure, left_mm: float, top_mm: float, width_mm: float, height_mm: float) -> Axes:
    """Axes at a place measured from the upper left corner of the sheet [mm]."""
    wide, high = figure.get_size_inches() / MM
    return figure.add_axes((left_mm / wide, 1 - (top_mm + height_mm) / high, width_mm / wide, height_mm / high))


def write(figure: Figure, words: Words) -> None:
    """Title, subtitle and footer at their places."""
    high = figure.get_size_inches()[1] / MM
    left = MARGIN_MM / WIDTH_MM
    figure.text(left, 1 - 1.2 / high, words.title, size=TITLE_PT, weight="bold", va="top")
    figure.text(left, 1 - 7.6 / high, words.subtitle, size=TEXT_PT + 0.5, color=QUIET, va="top", linespacing=1.3)
    figure.text(left, 1.2 / high, words.footer, size=LEAST_PT, color=QUIET, va="bottom", linespacing=1.35)


def head(panel_axes: Axes, text: str, more: str = "") -> None:
    """A panel's heading above its left edge, with a quieter word after it."""
    above: Style = {"xycoords": "axes fraction", "textcoords": "offset points"}
    name = panel_axes.annotate(text, (0, 1), (0, 5), weight="bold", size=8, annotation_clip=False, **above)
    if more:
        after: Style = {"xycoords": name, "textcoords": "offset points"}
        panel_axes.annotate(more, (1, 0), (6, 1.6), color=QUIET, size=7, annotation_clip=False, **after)


def decades(panel_axes: Axes, first: float, last: float, at_most: int = 9) -> None:
    """Time by decade, the first year in full, at most so many ticks: 2015, ’25, ’35."""
    start = int(first)
    step = 10 if last - first > 18 else 5 if last - first > 8 else 1
    while (last - start) // step >= at_most:
        step *= 2
    ticks = list(range(start, int(last) + 1, step))
    names = [f"{t}" if t == start else f"\u2019{t % 100:02d}" for t in ticks]
    panel_axes.set_xticks(ticks, names)
    panel_axes.set_xlim(first, max(last, first + 1))


def keep(figure: Figure, path: Path, words: Words) -> Path:
    """Write the picture with its words inside and beside it; the same figure gives the same bytes."""
    canvas = _canvas(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[:, :, :3]
    path.write_bytes(png(pixels, DPI, {"Title": words.title, "Description": words.alt}))
    path.with_suffix(".txt").write_text(words.alt + "\n", encoding="utf-8")
    return path
