"""Marks on the map: their size by workers, their place without hiding each other, and the names beside them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure

from simulation.country.country import Country
from simulation.report.canvas import renderer_of
from simulation.report.labels import Box, places
from simulation.report.palette import AREA_OF_MARKER, INK, PAPER, mark_of

LARGEST_PT = 17.0
"""Diameter of the largest mark of the run [points]."""
LEAST_PT = 6.6
"""Diameter below which the letter in a mark cannot be read [points]."""
NAME_PT = 6.3
HALO = [patheffects.withStroke(linewidth=1.4, foreground=PAPER)]
TURNS = 16
OnMap = Callable[[float, float], tuple[float, float]]
"""Longitude and latitude to the axes of a map."""
GAPS_PX = (7.0, 14.0, 26.0, 42.0, 60.0)


class Circle(Protocol):
    """A round mark on paper or screen [pixels]."""

    @property
    def x(self) -> float:
        """Middle, from the left."""

    @property
    def y(self) -> float:
        """Middle, from below."""

    @property
    def r(self) -> float:
        """Radius."""


class ClusterRow(Protocol):
    """A row of the table of clusters, as far as the map reads it."""

    @property
    def cluster(self) -> str:
        """Identity."""

    @property
    def place(self) -> str:
        """Largest town or zone in it."""

    @property
    def name(self) -> str:
        """Place and product."""

    @property
    def specialty(self) -> str:
        """Key of the specialty."""

    @property
    def super_cluster(self) -> str:
        """Name of the super-cluster it belongs to, or nothing."""


class Spot(NamedTuple):
    """A cluster on the paper: middle and radius [pixels], and the row it shows."""

    x: float
    y: float
    r: float
    row: ClusterRow


def diameter(workers: float, largest: float) -> float:
    """Diameter of a mark [points], its area in proportion to workers, with a least size."""
    return max(LEAST_PT, LARGEST_PT * math.sqrt(workers / max(largest, 1e-300)))


def least_workers(largest: float) -> float:
    """Workers at which marks reach their least size: smaller clusters look as large."""
    return largest * (LEAST_PT / LARGEST_PT) ** 2


def spots(
    axes: Axes,
    clusters: pd.DataFrame,
    largest: float,
    dpi: float,
    on_map: Callable[[float, float], tuple[float, float]],
) -> list[Spot]:
    """Marks of the clusters, largest first; one that would hide behind a larger one moves beside it."""
    found: list[Spot] = []
    for row in clusters.sort_values(["workers", "cluster"], ascending=[False, True]).itertuples():
        x, y = axes.transData.transform(on_map(row.longitude_deg, row.latitude_deg))
        r = diameter(row.workers, largest) / 2 * dpi / 72
        found.append(Spot(*beside(float(x), float(y), r, found), r, row))
    return found


def beside(x: float, y: float, r: float, others: Sequence[Circle]) -> tuple[float, float]:
    """The place itself, or the nearest one around it where a mark of this radius hides at most a little of another."""

    def hidden(u: float, v: float) -> float:
        return max((0.86 * (r + o.r) - math.hypot(u - o.x, v - o.y) for o in others), default=0.0)

    if hidden(x, y) <= 0:
        return x, y
    ways = [
        (x + d * r * math.cos(2 * math.pi * k / TURNS), y + d * r * math.sin(2 * math.pi * k / TURNS))
        for d in (1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0)
        for k in range(TURNS)
    ]
    return next((way for way in ways if hidden(*way) <= 0), (x, y))


def draw_spots(axes: Axes, marks: Sequence[Spot], dpi: float, country: Country) -> None:
    """Shapes with their letters, the smaller over the larger."""
    back = axes.transData.inverted()
    for depth, spot in enumerate(marks):
        x, y = back.transform((spot.x, spot.y))
        mark = mark_of(spot.row.specialty, country)
        look = mark.shade
        area = (spot.r * 2 * 72 / dpi) ** 2 * AREA_OF_MARKER.get(look.marker, 1.0)
        axes.scatter(
            x, y, s=area, marker=look.marker, color=look.colour, edgecolor=INK, linewidth=0.6, zorder=6 + depth / 1000
        )
        axes.annotate(
            mark.letter, (x, y), (0, 0), textcoords="offset points", ha="center", va="center_baseline", weight="bold",
            size=min(max(spot.r * 72 / dpi * 1.0, 3.6), 6.5), color=look.letter_ink, zorder=6.0005 + depth / 1000,
        )  # fmt: skip


def name_spots(figure: Figure, axes: Axes, marks: Sequence[Spot], taken: Sequence[Box], frame: Box) -> list[Box]:
    """Names beside the largest mark of each place; the boxes they take [pixels].

    In full where there is room, else in two lines, else the place alone, else none.
    """
    renderer = renderer_of(figure)
    full = [*taken, *((s.x - s.r, s.y - s.r, s.x + s.r, s.y + s.r) for s in marks)]
    used: list[Box] = []
    named: set[str] = set()
    for spot in marks:
        if spot.row.place in named:
            continue
        named.add(spot.row.place)
        for wording in (str, in_two_lines, place_alone):
            text = wording(spot.row.name)
            size = _extent(figure, renderer, text)
            (at,) = places([(spot.x, spot.y, spot.r)], [size], frame, [*full, *used], GAPS_PX)
            if at is not None:
                used.append(_write(axes, spot, at, text, size))
                break
    return used


def in_two_lines(name: str) -> str:
    """Place and product one under the other."""
    return name.replace(", ", ",\n", 1)


def place_alone(name: str) -> str:
    """The place of "Datang, socks city"."""
    return name.split(",")[0]


def _extent(figure: Figure, renderer: RendererBase, text: str) -> tuple[float, float]:
    probe = figure.text(0, 0, text, size=NAME_PT, linespacing=1.05)
    box = probe.get_window_extent(renderer)
    probe.remove()
    return float(box.width) + 2, float(box.height) + 1


def _write(axes: Axes, spot: Spot, at: tuple[float, float], text: str, size: tuple[float, float]) -> Box:
    box = (at[0], at[1], at[0] + size[0], at[1] + size[1])
    back = axes.transData.inverted()
    x, y = back.transform((at[0] + 1, at[1] + 0.5))
    near = np.array([min(max(spot.x, box[0]), box[2]), min(max(spot.y, box[1]), box[3])])
    if np.hypot(*(near - (spot.x, spot.y))) > spot.r + 8:
        ends = np.array([back.transform(near), back.transform((spot.x, spot.y))])
        axes.plot(*ends.T, color=INK, lw=0.4, zorder=5.5)
    axes.text(x, y, text, size=NAME_PT, linespacing=1.05, va="bottom", ha="left", zorder=9, path_effects=HALO)
    return box
