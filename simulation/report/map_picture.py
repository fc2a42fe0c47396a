"""map.png: Pakistan, its zones, its clusters by specialty with their names, and the super-clusters they form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simulation.agents.authorities.plan import ZonePlan
from simulation.report import ground, map_marks, words
from simulation.report.canvas import DPI, LEAST_PT, WIDTH_MM, About, Words, panel
from simulation.report.labels import Box, places
from simulation.report.palette import INK, QUIET, mark_of, marks
from simulation.seeding.reading import table

HEIGHT_MM = 147.0
MAP_MM = (2.0, 18.0, 127.6, 117.8)
"""Left, top, width, height on the paper: 12.9 km a mm."""
INSET_MM = (84.0, 89.5, 44.7, 43.5)
"""2.4 times as large as the map."""
KEY_MM = 134.0
ZONE_PX = 9.0
"""Half the width of a zone's square on the paper [pixels]."""


class Placed(NamedTuple):
    """A zone that the scenario places itself: its name, and where it lies on the picture [km]."""

    name: str
    x: float
    y: float


def placed_by(plans: Mapping[str, ZonePlan]) -> list[Placed]:
    """The zones that a scenario's plans place."""
    return [
        Placed(plan.title or key.replace("_", " ").capitalize(), *ground.to_km(plan.longitude_deg, plan.latitude_deg))
        for key, plan in plans.items()
        if plan.is_own
    ]


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
    subtitle = (
        f"Clusters by specialty in {words.quarter(quarter)}, one run. Hollow square: CPEC zone. "
        "Dashed: super-cluster.\nSand line: motorway. Thin broken line: railway. Box: upper Punjab, 2.4 times as large."
    )
    footer = (
        f"{about.line()}\nCells of 10 km, equirectangular at 30.4° N. Outline: Natural Earth; takes no position on "
        "disputed borders. Source: own simulation."
    )
    largest = clusters.sort_values("workers", ascending=False).head(12)
    listed = "; ".join(
        f"{c.name} ({words.short(c.workers)} workers, {c.status})" for c in largest.itertuples(index=False)
    )
    alt = (
        f"Map of Pakistan with {len(clusters)} clusters in {words.quarter(quarter)}, one run, "
        f"seed {about.seed}. {heading}. Largest: {listed or 'none'}. Super-clusters: {', '.join(groups) or 'none'}."
    )
    return Words(heading, subtitle, footer, alt)


def draw(figure: Figure, clusters: pd.DataFrame, largest: float, year: int, placed: Sequence[Placed] = ()) -> None:
    """The map, its inset and its key; `largest` are the workers of the largest cluster of the whole run.

    `placed` are the scenario's own zones, which carry their names.
    """
    wide = ground.frame(ground.WEST, ground.SOUTH, ground.EAST, ground.NORTH)
    near = ground.frame(*ground.UPPER_PUNJAB)
    axes = panel(figure, *MAP_MM)
    ground.draw_ground(axes, wide, year)
    inset = panel(figure, *INSET_MM)
    ground.draw_ground(inset, near, year, 1.3)
    inset.add_patch(
        Rectangle(near[:2], near[2] - near[0], near[3] - near[1], fill=False, ec=INK, lw=1.2, clip_on=False)
    )
    axes.add_patch(Rectangle(near[:2], near[2] - near[0], near[3] - near[1], fill=False, ec=INK, lw=0.8, zorder=4))
    for corner, end in ((near[0], INSET_MM[0]), (near[2], INSET_MM[0] + INSET_MM[2])):
        across, down = (end - MAP_MM[0]) / MAP_MM[2], 1 - (INSET_MM[1] - MAP_MM[1]) / MAP_MM[3]
        meets = wide[0] + across * (wide[2] - wide[0]), wide[1] + down * (wide[3] - wide[1])
        axes.plot((corner, meets[0]), (near[1], meets[1]), color=QUIET, lw=0.6, zorder=2.5)
    _zones(axes, placed)
    _zones(inset, placed)
    names = [_name_beside(axes, zone) for zone in placed]
    x, y = ground.to_km(clusters.longitude_deg.to_numpy(), clusters.latitude_deg.to_numpy())
    inside = (x > near[0]) & (x < near[2]) & (y > near[1]) & (y < near[3])
    for part, members, elsewhere in ((axes, clusters, inside), (inset, clusters[inside], None)):
        _super_clusters(part, members)
        _clusters(figure, part, members, largest, elsewhere, names)
    _key(figure, set(clusters.specialty), largest)
    _scale_bar(axes)


def _name_beside(axes: Any, zone: Placed) -> Box:
    """The name of a zone to the right of its square, and the room it takes [pixels]."""
    right = axes.transData.inverted().transform((ZONE_PX, 0.0)) - axes.transData.inverted().transform((0.0, 0.0))
    written = axes.text(
        zone.x + 1.4 * right[0], zone.y, zone.name, size=LEAST_PT, va="center", zorder=9, path_effects=map_marks.HALO
    )
    box = written.get_window_extent()
    return box.x0, box.y0, box.x1, box.y1


def _clusters(
    figure: Figure, axes: Any, clusters: pd.DataFrame, largest: float, unnamed: Any, written: Sequence[Box]
) -> None:
    every = map_marks.spots(axes, clusters, largest, DPI)
    map_marks.draw_spots(axes, every, DPI)
    box = axes.get_window_extent()
    frame = (box.x0 + 2, box.y0 + 2, box.x1 - 2, box.y1 - 2)
    squares = [axes.transData.transform(place) for place in zone_places()]
    taken = [(float(x) - ZONE_PX, float(y) - ZONE_PX, float(x) + ZONE_PX, float(y) + ZONE_PX) for x, y in squares]
    taken += written
    if unnamed is not None:
        taken += [_pixels(INSET_MM), _pixels_km(axes, ground.frame(*ground.UPPER_PUNJAB))]
    hidden = set() if unnamed is None else set(clusters.cluster[unnamed])
    named = [spot for spot in every if spot.row.cluster not in hidden]
    used = map_marks.name_spots(figure, axes, named, taken, frame)
    if unnamed is not None:
        _group_names(figure, axes, [s for s in every if s.row.super_cluster], [*taken, *used])


def _group_names(figure: Figure, axes: Any, members: list[map_marks.Spot], taken: list[Box]) -> None:
    """Bold names of super-clusters outside their outline."""
    canvas: Any = figure.canvas
    renderer = canvas.get_renderer()
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


def _pixels_km(axes: Any, window: Box) -> Box:
    (left, low), (right, high) = axes.transData.transform([window[:2], window[2:]])
    return float(left), float(low), float(right), float(high)


def zone_places() -> Any:
    """Places of the nine CPEC zones [9, 2 km]."""
    zones = [z for z in table("zones").values() if z["group"] == "cpec"]
    return np.array([ground.to_km(float(z["longitude_deg"]), float(z["latitude_deg"])) for z in zones])


def _zones(axes: Any, placed: Sequence[Placed]) -> None:
    where = np.vstack([zone_places(), *([[zone.x, zone.y]] for zone in placed)])
    axes.scatter(*where.T, s=30, marker="s", facecolor="none", edgecolor=INK, linewidth=1.2, zorder=5)


def _super_clusters(axes: Any, clusters: pd.DataFrame) -> None:
    for name in sorted(set(clusters.super_cluster) - {""}):
        own = clusters[clusters.super_cluster == name]
        points = list(zip(*ground.to_km(own.longitude_deg.to_numpy(), own.latitude_deg.to_numpy()), strict=True))
        line = ground.hull(points)
        axes.fill(*line.T, color=INK, alpha=0.06, lw=0, zorder=3)
        axes.plot(*np.vstack((line, line[:1])).T, color=INK, lw=1.0, ls=(0, (4, 2)), zorder=4)


def _key(figure: Figure, present: set[str], largest: float) -> None:
    axes = panel(figure, KEY_MM, 18, WIDTH_MM - KEY_MM - 1, 118)
    axes.set(xlim=(0, WIDTH_MM - KEY_MM - 1), ylim=(118, 0))
    axes.set_axis_off()
    axes.text(0, 3, "Shape: family. Shade\nand letter: product", weight="bold", size=7, va="top", linespacing=1.35)
    down, family = 14.0, ""
    for look in marks().values():
        if look.specialty not in present:
            continue
        if look.family != family:
            family = look.family
            axes.text(0, down, family if family != "other" else "", color=QUIET, size=6.5, va="center")
            down += 4.2
        _key_line(axes, down, look.specialty)
        down += 4.2
    _sizes(axes, min(max(down + 4, 88), 104), largest)


def _key_line(axes: Any, down: float, specialty: str) -> None:
    look = mark_of(specialty)
    area = 46 * (0.78 if look.marker == "D" else 1.0)
    axes.scatter(2, down, s=area, marker=look.marker, color=look.colour, edgecolor=INK, linewidth=0.6, clip_on=False)
    axes.text(2, down, look.letter, ha="center", va="center_baseline", size=4.4, weight="bold", color=look.letter_ink)
    axes.text(5.2, down, look.name, size=6.8, va="center")


def _sizes(axes: Any, down: float, largest: float) -> None:
    axes.text(0, down, "Area = workers", weight="bold", size=7, va="center")
    least = map_marks.least_workers(largest)
    across = 3.0
    for workers, more in ((least, " or fewer"), (largest, "")):
        pt = map_marks.diameter(workers, largest)
        axes.scatter(across, down + 7, s=pt**2, facecolor="none", edgecolor=INK, linewidth=0.8, clip_on=False)
        axes.text(across - 3.0, down + 13.0, f"{words.short(workers)}{more}", size=6, va="center")
        across += 18


def _scale_bar(axes: Any) -> None:
    axes.plot([40, 240], [60, 60], color=QUIET, lw=1.0)
    axes.text(140, 72, "200 km", ha="center", va="bottom", size=6.5, color=QUIET)
