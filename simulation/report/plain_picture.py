"""map.png of the plain map: the torus as a square of cells, its clusters and super-clusters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from simulation.report import words
from simulation.report.canvas import About, Words, panel
from simulation.report.map_picture import title
from simulation.report.palette import COAST, INK, LAND, LENDERS

HEIGHT_MM = 140.0
LARGEST_PT = 22.0
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
    for row in clusters.sort_values(["workers", "cluster"], ascending=[False, True]).itertuples():
        _mark(axes, row, kinds.index(row.specialty), largest)
    _key(figure, clusters, kinds)


def _mark(axes: Any, row: Any, number: int, largest: float) -> None:
    marker, colour = look(number)
    points = max(6.0, LARGEST_PT * np.sqrt(row.workers / max(largest, 1e-300)))
    axes.scatter(
        row.longitude_deg, row.latitude_deg, s=points**2, marker=marker, color=colour, edgecolor=INK, linewidth=0.6
    )
    axes.annotate(
        str(number + 1),
        (row.longitude_deg, row.latitude_deg),
        ha="center",
        va="center_baseline",
        size=4.5,
        weight="bold",
    )


def _key(figure: Figure, clusters: pd.DataFrame, kinds: list[str]) -> None:
    axes = panel(figure, 120, 19, 48, 112)
    axes.set(xlim=(0, 48), ylim=(112, 0))
    axes.set_axis_off()
    axes.text(0, 2, "Specialty, clusters, workers", weight="bold", size=7, va="center")
    for line, kind in enumerate(kinds):
        marker, colour = look(line)
        down, own = 8 + 5.2 * line, clusters[clusters.specialty == kind]
        axes.scatter(2, down, s=42, marker=marker, color=colour, edgecolor=INK, linewidth=0.6, clip_on=False)
        axes.text(2, down, str(line + 1), ha="center", va="center_baseline", size=4.2, weight="bold")
        text = f"{kind.replace('_', ' ')[:20]}, {len(own)}, {words.short(float(own.workers.sum()))}"
        axes.text(5.4, down, text, size=6.5, va="center")
