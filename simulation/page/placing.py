"""Where the marks of named clusters stand so that none hides another, and where their names go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from simulation.page.frames import Named
from simulation.page.ground import Ground
from simulation.page.theme import Size
from simulation.report.labels import Box, places
from simulation.report.map_marks import beside

SHARE_OF_BOX = 0.98
"""The land fills this much of its square box."""
WIDTH_OF_LETTER, HEIGHT_OF_LINE = 0.56, 1.2
"""Of a system font, over its size."""
GAPS_PX = (2.0, 7.0, 14.0, 26.0)


class Mark(NamedTuple):
    """A cluster's mark [pixels from the south-west of the land] and what is written beside it."""

    x: float
    y: float
    r: float
    name: str
    """Empty where the town is named at a larger cluster."""


class Stand(NamedTuple):
    """Where a mark stands [pixels], and from there to the lower left corner of its name; None for no name."""

    x: float
    y: float
    name_at: tuple[float, float] | None


def pixels_per_km(ground: Ground, size: Size) -> float:
    """Scale of the map before anybody zooms."""
    return SHARE_OF_BOX * size.map / max(extent(ground))


def extent(ground: Ground) -> tuple[float, float]:
    """Width and height of the land [km]."""
    every = [point for ring in ground.rings for point in ring]
    return max(x for x, _ in every) - min(x for x, _ in every), max(y for _, y in every) - min(y for _, y in every)


def stands(ground: Ground, named: Sequence[Named], diameters: Sequence[float], size: Size) -> list[Stand]:
    """Places on the land [km] of the marks, largest first, with the offsets of their names [pixels]."""
    scale = pixels_per_km(ground, size)
    told: set[str] = set()
    marks = []
    for cluster, wide in zip(named, diameters, strict=True):
        name = "" if cluster.place in told else cluster.place
        told.add(cluster.place)
        marks.append(Mark(ground.x[cluster.cell] * scale, ground.y[cluster.cell] * scale, round(wide / 2), name))
    wide, high = (round(scale * each) for each in extent(ground))
    found = arranged(tuple(marks), size.text, (-size.beside, 0.0, wide + size.beside, high))
    return [Stand(round(each.x / scale, 1), round(each.y / scale, 1), each.name_at) for each in found]


@lru_cache(maxsize=256)
def arranged(marks: tuple[Mark, ...], text: float, frame: Box) -> tuple[Stand, ...]:
    """Marks beside larger ones they would hide, names beside their marks where there is room; remembered."""
    stood: list[Mark] = []
    for mark in marks:
        stood.append(Mark(*beside(mark.x, mark.y, mark.r, stood), mark.r, mark.name))
    listed = [(mark.x, mark.y, mark.r) for mark in stood]
    named = [n for n, mark in enumerate(stood) if mark.name]
    sizes = [(WIDTH_OF_LETTER * text * len(stood[n].name), HEIGHT_OF_LINE * text) for n in named]
    taken = [(x - r, y - r, x + r, y + r) for x, y, r in listed]
    corners = dict(zip(named, places([listed[n] for n in named], sizes, frame, taken, GAPS_PX), strict=True))
    return tuple(Stand(x, y, _from_mark(corners.get(n), x, y)) for n, (x, y, _) in enumerate(listed))


def _from_mark(corner: tuple[float, float] | None, x: float, y: float) -> tuple[float, float] | None:
    return corner and (round(corner[0] - x, 1), round(corner[1] - y, 1))
