"""Where names go: beside their marks without touching anything, or at the ends of lines pushed apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Box = tuple[float, float, float, float]
Point = tuple[float, float]
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
GAPS = (3.0, 14.0, 30.0)
"""Distances from the mark that are tried, in the units of the boxes (pixels in figures)."""


def apart(one: Box, other: Box) -> bool:
    """Whether two boxes do not touch."""
    return one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def inside(box: Box, frame: Box) -> bool:
    """Whether a box lies within the frame."""
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def candidates(x: float, y: float, r: float, width: float, height: float, gaps: Sequence[float]) -> Iterable[Box]:
    """Boxes around a mark in the order they are tried: near first, right first."""
    for gap in gaps:
        for i, j in SIDES:
            left = x + i * (r + gap) - width * (1 - i) / 2
            low = y + j * (r + gap) - height * (1 - j) / 2
            yield left, low, left + width, low + height


def places(
    marks: Sequence[tuple[float, float, float]],
    sizes: Sequence[tuple[float, float]],
    frame: Box,
    taken: Sequence[Box] = (),
    gaps: Sequence[float] = GAPS,
) -> list[Point | None]:
    """Lower left corner of each name beside its mark (x, y, r; largest first), None where no box is free.

    A name covers no mark, no other name and nothing `taken`.
    """
    full = [*taken, *((x - r, y - r, x + r, y + r) for x, y, r in marks)]
    found: list[Point | None] = []
    for (x, y, r), (width, height) in zip(marks, sizes, strict=True):
        free = (
            box
            for box in candidates(x, y, r, width, height, gaps)
            if inside(box, frame) and all(apart(box, other) for other in full)
        )
        box = next(free, None)
        found.append(None if box is None else box[:2])
        full += [box] if box else []
    return found


def pushed_apart(wanted: Sequence[float], step: float, low: float, high: float) -> list[float]:
    """Heights of labels at the ends of lines: in the order of the lines, at least `step` apart, within low to high."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    at = [min(max(wanted[i], low), high) for i in order]
    for k in range(1, len(at)):
        at[k] = max(at[k], at[k - 1] + step)
    if at and at[-1] > high:
        at[-1] = high
        for k in range(len(at) - 2, -1, -1):
            at[k] = min(at[k], at[k + 1] - step)
    heights = [0.0] * len(at)
    for k, i in enumerate(order):
        heights[i] = at[k]
    return heights
