"""map.png of the plain map: the torus as a square of cells, its clusters and super-clusters."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.report import words
from simulation.report.canvas import DPI, About, Words, panel
from simulation.report.map_marks import Spot, name_spots, spots
from simulation.report.map_picture import title
from simulation.report.palette import COAST, INK, LAND, LENDERS, PAPER

HEIGHT_MM = 140.0
DEGREES_PER_CELL = 0.1
"""The plain map counts 100 km as a degree (geography/grid.py)."""
MARKERS = "osD^hvX"
SHADES = (*LENDERS, "#581943", "#FA7358", "#147171", "#4DC98E", "#894BD7", "#EBD700", "#66533F", "#163F85", "#700803")


def look(number: int) -> tuple[str, str]:
    """Marker and colour of the n-th specialty of the abstract map: shape and shade change together."""
    return MARKERS[number % len(MARKERS)], SHADES[number % len(SHADES)]


def told(clusters: pd.DataFrame, quarter: str, about: About) -> Words:
    """Title, subtitle, footer and the picture in words."""
    groups = sorted(set(clusters.super_cluster) - {""})
    heading = title(clusters.place.nunique(), len(groups))
    subtitle = (
        f"Clusters by specialty in {words.quarter(quarter)} on the plain map, one run; area is workers.\n"
        "Opposite edges meet. Number in a mark: its specialty."
    )
    listed = "; ".join(
        f"{c.name} ({words.short(c.workers)} workers)" for c in clusters.head(12).itertuples(index=False)
    )
    alt = (
        f"Square map with {len(clusters)} clusters in {words.quarter(quarter)}, one run, seed {about.seed}. {heading}. "
        f"Largest: {listed or 'none'}."
    )
    return Words(heading, subtitle, f"{about.line()}\nSource: own simulation.", alt)


def draw(figure: Figure, clusters: pd.DataFrame, largest: float, size: tuple[int, int]) -> None:
    """The clusters at their places; `size` are the map's columns and rows."""
    wide, high = (n * DEGREES_PER_CELL for n in size)
    longest = max(wide, high)
    axes = panel(figure, 2, 19, 112 * wide / longest, 112 * high / longest)
    axes.set(xlim=(0, wide), ylim=(0, high), xticks=[], yticks=[], facecolor=LAND)
    axes.grid(visible=False)
    for side in axes.spines.values():
        side.set(visible=True, color=COAST)
    kinds = sorted(set(clusters.specialty))
    every = spots(axes, clusters, largest, DPI, lambda east, north: (east, north))
    for spot in every:
        _mark(axes, spot, kinds.index(spot.row.specialty))
    box = axes.get_window_extent()
    name_spots(figure, axes, every, [], (box.x0 + 3, box.y0 + 3, box.x1 - 3, box.y1 - 3))
    _key(figure, clusters, kinds)


def _mark(axes: Axes, spot: Spot, number: int) -> None:
    marker, colour = look(number)
    x, y = axes.transData.inverted().transform((spot.x, spot.y))
    points = spot.r * 2 * 72 / DPI
    axes.scatter(x, y, s=points**2, marker=marker, color=colour, edgecolor=INK, linewidth=0.6, zorder=6)
    _number(axes, x, y, number, min(max(points * 0.5, 4.2), 6.5))


def _number(axes: Axes, x: float, y: float, number: int, size: float) -> None:
    """The specialty's number in ink that can be read on its colour."""
    text_ink = PAPER if dark(look(number)[1]) else INK
    axes.text(
        x, y, str(number + 1), ha="center", va="center_baseline", size=size, weight="bold", color=text_ink, zorder=6.5
    )


def dark(colour: str) -> bool:
    """Whether white stands out better than ink on a colour (relative luminance below 0.2)."""
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < 0.2


def _key(figure: Figure, clusters: pd.DataFrame, kinds: list[str]) -> None:
    axes = panel(figure, 120, 19, 48, 112)
    axes.set(xlim=(0, 48), ylim=(112, 0))
    axes.set_axis_off()
    axes.text(0, 2, "Specialty, clusters, workers", weight="bold", size=7, va="center")
    for line, kind in enumerate(kinds):
        marker, colour = look(line)
        down, own = 8 + 5.2 * line, clusters[clusters.specialty == kind]
        axes.scatter(2, down, s=42, marker=marker, color=colour, edgecolor=INK, linewidth=0.6, clip_on=False)
        _number(axes, 2, down, line, 4.2)
        text = f"{kind.replace('_', ' ')[:20]}, {len(own)}, {words.short(float(own.workers.sum()))}"
        axes.text(5.4, down, text, size=6.5, va="center")
