"""map.png: a country, its zones, its clusters by specialty with their names, and the super-clusters they form."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simulation.engine.table import Column
from simulation.report import ground, map_marks, words
from simulation.report.canvas import DPI, WIDTH_MM, About, Words, panel, renderer_of
from simulation.report.ground import Land, land_of
from simulation.report.labels import Box, places
from simulation.report.own_zones import Placed, name_beside
from simulation.report.palette import INK, QUIET, Mark, marks_of

HEIGHT_MM = 147.0
MAP_MM = (2.0, 18.0, 127.6, 117.8)
"""Left, top, width, height on the paper."""
INSET_MM = (84.0, 89.5, 44.7, 43.5)
"""Of the part that is drawn larger."""
KEY_MM = 134.0
SCALE_MM = (3.1, 4.65, 5.58)
"""From the map's corner to the scale bar's left end, to its line and to its word."""
ZONE_PX = 9.0
"""Half the width of a zone's square on the paper [pixels]."""


def title(towns: int, groups: int) -> str:
    """The finding: how many towns carry a name, and how many groups have grown together."""
    if towns == 0:
        return "No town carries a name"
    carry = f"{words.count_word(towns)} {words.plural(towns, 'town carries', 'towns carry')} a name"
    if groups == 0:
        return f"{carry}; none have grown together"
    return (
        f"{carry}; {words.count_word(groups).lower()} {words.plural(groups, 'group has', 'groups have')} grown together"
    )


def told(clusters: pd.DataFrame, quarter: str, about: About) -> Words:
    """Title, subtitle, footer and the picture in words."""
    groups = sorted(set(clusters.super_cluster) - {""})
    heading = title(clusters.place.nunique(), len(groups))
    land, zone = land_of(about.country), f"{about.country.programme.title} zone"
    subtitle = (
        f"Clusters by specialty in {words.quarter(quarter)}, one run. Hollow square: {zone}. "
        f"Dashed: super-cluster.\nSand line: motorway. Thin broken line: railway.{_of_inset(land)}"
    )
    outline = f" Outline: {land.credit}." if land.credit else ""
    north = f"{abs(land.middle):.1f}° {'N' if land.middle >= 0 else 'S'}"
    footer = f"{about.line()}\nCells of 10 km, equirectangular at {north}.{outline} Source: own simulation."
    largest = clusters.sort_values("workers", ascending=False).head(12)
    listed = "; ".join(
        f"{c.name} ({words.short(c.workers)} workers, {c.status})" for c in largest.itertuples(index=False)
    )
    alt = (
        f"Map of {about.country.title} with {len(clusters)} clusters in {words.quarter(quarter)}, one run, "
        f"seed {about.seed}. {heading}. Largest: {listed or 'none'}. Super-clusters: {', '.join(groups) or 'none'}."
    )
    return Words(heading, subtitle, footer, alt)


def _of_inset(land: Land) -> str:
    """What the box on the map is, if there is one."""
    if land.inset is None:
        return ""
    (left, _, right, _), (low, _, high, _) = land.frame(land.window), land.frame(land.inset)
    times = INSET_MM[2] / MAP_MM[2] * (right - left) / (high - low)
    return f" Box: {land.inset_title}, {times:.1f} times as large."


def draw(
    figure: Figure, clusters: pd.DataFrame, largest: float, year: int, land: Land, placed: Sequence[Placed] = ()
) -> None:
    """The map, its inset and its key; `largest` are the workers of the largest cluster of the whole run.

    `placed` are the scenario's own zones, which carry their names.
    """
    axes, window = panel(figure, *MAP_MM), land.frame(land.window)
    ground.draw_ground(axes, land, window, year)
    parts = [(axes, np.ones(len(clusters), dtype=np.bool_))]
    if land.inset is not None:
        near = land.frame(land.inset)
        inset = panel(figure, *INSET_MM)
        ground.draw_ground(inset, land, near, year, 1.3)
        _box(axes, inset, window, near)
        x, y = land.to_km(clusters.longitude_deg.to_numpy(), clusters.latitude_deg.to_numpy())
        parts.append((inset, (x > near[0]) & (x < near[2]) & (y > near[1]) & (y < near[3])))
    for part, _ in parts:
        x, y = np.vstack([land.zones(), *([[zone.x, zone.y]] for zone in placed)]).T
        part.scatter(x, y, s=30, marker="s", facecolor="none", edgecolor=INK, linewidth=1.2, zorder=5)
    names = [name_beside(axes, zone, ZONE_PX) for zone in placed]
    for part, shown in parts:
        elsewhere = parts[-1][1] & (len(parts) > 1) if part is axes else None
        _super_clusters(part, clusters[shown], land)
        _clusters(figure, part, clusters[shown], largest, land, elsewhere, names)
    _key(figure, set(clusters.specialty), largest, land)
    _scale_bar(axes, window)


def _box(axes: Axes, inset: Axes, window: Box, near: Box) -> None:
    """The box of the inset on the map, and the lines that lead from one to the other."""
    size = near[2] - near[0], near[3] - near[1]
    inset.add_patch(Rectangle(near[:2], *size, fill=False, ec=INK, lw=1.2, clip_on=False))
    axes.add_patch(Rectangle(near[:2], *size, fill=False, ec=INK, lw=0.8, zorder=4))
    for corner, end in ((near[0], INSET_MM[0]), (near[2], INSET_MM[0] + INSET_MM[2])):
        across, down = (end - MAP_MM[0]) / MAP_MM[2], 1 - (INSET_MM[1] - MAP_MM[1]) / MAP_MM[3]
        meets = window[0] + across * (window[2] - window[0]), window[1] + down * (window[3] - window[1])
        axes.plot((corner, meets[0]), (near[1], meets[1]), color=QUIET, lw=0.6, zorder=2.5)


def _clusters(
    figure: Figure,
    axes: Axes,
    clusters: pd.DataFrame,
    largest: float,
    land: Land,
    unnamed: Column | None,
    written: Sequence[Box],
) -> None:
    """Marks and names; `unnamed` are those whose names stand in the inset (None: this is the inset)."""
    every = map_marks.spots(axes, clusters, largest, DPI, land.to_km)
    map_marks.draw_spots(axes, every, DPI, land.country)
    box = axes.get_window_extent()
    frame = (box.x0 + 2, box.y0 + 2, box.x1 - 2, box.y1 - 2)
    squares = [axes.transData.transform(place) for place in land.zones()]
    taken = [(float(x) - ZONE_PX, float(y) - ZONE_PX, float(x) + ZONE_PX, float(y) + ZONE_PX) for x, y in squares]
    taken += written
    if unnamed is not None and land.inset is not None:
        taken += [_pixels(INSET_MM), _pixels_km(axes, land.frame(land.inset))]
    hidden = set() if unnamed is None else set(clusters.cluster[unnamed])
    named = [spot for spot in every if spot.row.cluster not in hidden]
    used = map_marks.name_spots(figure, axes, named, taken, frame)
    if unnamed is not None:
        _group_names(figure, axes, [s for s in every if s.row.super_cluster], [*taken, *used])


def _group_names(figure: Figure, axes: Axes, members: list[map_marks.Spot], taken: list[Box]) -> None:
    """Bold names of super-clusters outside their outline."""
    renderer = renderer_of(figure)
    full = [*taken, *((s.x - s.r, s.y - s.r, s.x + s.r, s.y + s.r) for s in members)]
    box = axes.get_window_extent()
    for name in sorted({s.row.super_cluster for s in members}):
        own = [s for s in members if s.row.super_cluster == name]
        text = "\n".join(name.rsplit(" ", 1))
        probe = figure.text(0, 0, text, size=7, weight="bold")
        size = probe.get_window_extent(renderer)
        probe.remove()
        left, right = min(s.x - s.r for s in own), max(s.x + s.r for s in own)
        low, high = min(s.y - s.r for s in own), max(s.y + s.r for s in own)
        middle = ((left + right) / 2, (low + high) / 2, max(right - left, high - low) / 2 + 14)
        at = places(
            [middle], [(size.width, size.height)], (box.x0, box.y0, box.x1, box.y1), full, (4, 20, 40, 70, 100)
        )[0]
        if at is not None:
            x, y = axes.transData.inverted().transform(at)
            axes.text(x, y, text, size=7, weight="bold", va="bottom", zorder=9.5, path_effects=map_marks.HALO)
            full.append((at[0], at[1], at[0] + size.width, at[1] + size.height))


def _pixels(place_mm: tuple[float, float, float, float]) -> Box:
    left, top, width, height = place_mm
    mm = DPI / 25.4
    high = HEIGHT_MM * mm
    return left * mm - 2, high - (top + height) * mm - 2, (left + width) * mm + 2, high - top * mm + 2


def _pixels_km(axes: Axes, window: Box) -> Box:
    (left, low), (right, high) = axes.transData.transform([window[:2], window[2:]])
    return float(left), float(low), float(right), float(high)


def _super_clusters(axes: Axes, clusters: pd.DataFrame, land: Land) -> None:
    for name in sorted(set(clusters.super_cluster) - {""}):
        own = clusters[clusters.super_cluster == name]
        points = list(zip(*land.to_km(own.longitude_deg.to_numpy(), own.latitude_deg.to_numpy()), strict=True))
        line = ground.hull(points)
        axes.fill(*line.T, color=INK, alpha=0.06, lw=0, zorder=3)
        axes.plot(*np.vstack((line, line[:1])).T, color=INK, lw=1.0, ls=(0, (4, 2)), zorder=4)


def _key(figure: Figure, present: set[str], largest: float, land: Land) -> None:
    axes = panel(figure, KEY_MM, 18, WIDTH_MM - KEY_MM - 1, 118)
    axes.set(xlim=(0, WIDTH_MM - KEY_MM - 1), ylim=(118, 0))
    axes.set_axis_off()
    axes.text(0, 3, "Shape: family. Shade\nand letter: product", weight="bold", size=7, va="top", linespacing=1.35)
    down, family = 14.0, ""
    for mark in marks_of(land.country).values():
        if mark.specialty not in present:
            continue
        if mark.family != family:
            family = mark.family
            axes.text(0, down, family, color=QUIET, size=6.5, va="center")
            down += 4.2
        _key_line(axes, down, mark)
        down += 4.2
    _sizes(axes, min(max(down + 4, 88), 104), largest)


def _key_line(axes: Axes, down: float, mark: Mark) -> None:
    look = mark.shade
    area = 46 * (0.78 if look.marker == "D" else 1.0)
    axes.scatter(2, down, s=area, marker=look.marker, color=look.colour, edgecolor=INK, linewidth=0.6, clip_on=False)
    axes.text(2, down, mark.letter, ha="center", va="center_baseline", size=4.4, weight="bold", color=look.letter_ink)
    axes.text(5.2, down, mark.name, size=6.8, va="center")


def _sizes(axes: Axes, down: float, largest: float) -> None:
    axes.text(0, down, "Area = workers", weight="bold", size=7, va="center")
    least = map_marks.least_workers(largest)
    across = 3.0
    for workers, more in ((least, " or fewer"), (largest, "")):
        pt = map_marks.diameter(workers, largest)
        axes.scatter(across, down + 7, s=pt**2, facecolor="none", edgecolor=INK, linewidth=0.8, clip_on=False)
        axes.text(across - 3.0, down + 13.0, f"{words.short(workers)}{more}", size=6, va="center")
        across += 18


def _scale_bar(axes: Axes, window: Box) -> None:
    """A round length of about an eighth of the map's width."""
    a_mm = (window[2] - window[0]) / MAP_MM[2]
    eighth = (window[2] - window[0]) / 8.0
    power = 10.0 ** math.floor(math.log10(eighth))
    length = next(step * power for step in (5.0, 2.0, 1.0) if step * power <= eighth)
    left, low, above = (round(of * a_mm) for of in SCALE_MM)
    axes.plot([left, left + length], [low, low], color=QUIET, lw=1.0)
    axes.text(left + length / 2, above, f"{length:g} km", ha="center", va="bottom", size=6.5, color=QUIET)
