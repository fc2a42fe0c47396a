"""The map as option dictionaries of ECharts: `map_base` once, `map_ways` a year, `map_now` a quarter."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

from simulation.page.frames import MIXED, Frame, Named
from simulation.page.ground import Ground, Way
from simulation.page.placing import SHARE_OF_BOX, Stand, stands
from simulation.page.theme import ROUND, Look, Size, Theme, looks
from simulation.report.ground import hull

Option = dict[str, Any]
LARGEST_SHARE = 0.085
"""Diameter of the reference mark over the map's shorter side."""
DOT_LEAST, NAMED_LEAST = 3.0, 1.15
"""Smallest diameters of a cell's dot [pixels] and of a named cluster [over the size of text, for its letter]."""
SHAPE_LEAST = 10.0
"""From this diameter on a cell shows its shape, below it a dot [pixels]."""
NAMES_MOST = 24


def diameter(workers: float, largest: float, size: Size, least: float) -> float:
    """Diameter of a mark [pixels]: its area in proportion to workers, `largest` workers fill the reference mark."""
    return round(max(least, LARGEST_SHARE * size.map * sqrt(max(workers, 0.0) / max(largest, 1e-300))), 1)


def largest_of(frames: Sequence[Frame]) -> float:
    """Workers of the largest cluster or cell of some frames: the reference of a map's marks."""
    cells = [mark.workers for frame in frames for mark in frame.cells[:1]]
    return max([*cells, *(cluster.workers for frame in frames for cluster in frame.named[:1])], default=1.0)


def map_base(ground: Ground, theme: Theme, size: Size) -> Option:
    """Land, zones and the empty series that `map_now` and `map_ways` fill; the land is registered as `ground.name`."""
    seen = looks(ground.specialties, theme, ground.country)
    return {
        "animation": False,
        "geo": {
            "map": ground.name,
            "aspectScale": 1,
            "roam": True,
            "scaleLimit": {"min": 1, "max": 8},
            "silent": True,
            "layoutCenter": ["50%", "50%"], "layoutSize": f"{SHARE_OF_BOX:.0%}",
            "itemStyle": {"areaColor": theme.land, "borderColor": theme.coast, "borderWidth": 1},
        },
        "visualMap": {
            "show": False, "type": "continuous", "dimension": 2, "min": 0, "max": 1000,
            "inRange": {"symbolSize": [0, 1000]},
            "seriesIndex": list(range(4, 4 + 2 * len(seen))),
        },
        "series": [
            _lines("motorway", theme.way, 2.0, "solid"),
            _lines("railway", theme.rail, 1.0, [4, 3]),
            _lines("super", theme.ink, 1.6, [6, 4]),
            _zones(ground, theme),
            *(_dots(look, theme) for look in seen.values()),
            *(_shapes(look, theme) for look in seen.values()),
            _names(theme, size),
            _ring(theme),
        ],
    }  # fmt: skip


def _lines(key: str, colour: str, width: float, kind: Any) -> Option:
    style = {"color": colour, "width": width, "type": kind, "opacity": 1}
    return {
        "id": key, "type": "lines", "coordinateSystem": "geo", "polyline": True, "silent": True, "z": 2,
        "lineStyle": style, "data": [],
    }  # fmt: skip


def _zones(ground: Ground, theme: Theme) -> Option:
    return {
        "id": "zones", "type": "scatter", "coordinateSystem": "geo", "symbol": "rect", "symbolSize": 11, "z": 3,
        "itemStyle": {"color": "transparent", "borderColor": theme.ink, "borderWidth": 1.8},
        "data": [{"name": z.key, "title": z.name, "value": [z.x, z.y]} for z in ground.zones if z.programme],
    }  # fmt: skip


def _dots(look: Look, theme: Theme) -> Option:
    edge = {"borderWidth": 0 if theme.name == "projector" else 0.3, "opacity": 0.5 if look.key == MIXED else 1}
    return _marks(f"dot:{look.key}", look, ROUND, edge, theme, 4)


def _shapes(look: Look, theme: Theme) -> Option:
    edge = {"borderWidth": 2, "borderColor": theme.paper} if theme.name == "projector" else {"borderWidth": 0.8}
    return _marks(f"mark:{look.key}", look, look.symbol, edge, theme, 5) | {
        "label": {"show": False, "formatter": look.letter, "color": look.letter_ink, "fontWeight": "bold"}
    }


def _marks(key: str, look: Look, symbol: str, edge: Option, theme: Theme, depth: int) -> Option:
    return {
        "id": key, "name": look.name, "type": "scatter", "coordinateSystem": "geo", "symbol": symbol, "z": depth,
        "symbolKeepAspect": True, "itemStyle": {"color": look.colour, "borderColor": theme.ink} | edge, "data": [],
    }  # fmt: skip


def _names(theme: Theme, size: Size) -> Option:
    label = {
        "show": True, "position": "inside", "align": "left", "verticalAlign": "bottom", "formatter": "{b}",
        "color": theme.ink,
        "fontSize": size.text, "textBorderColor": theme.paper, "textBorderWidth": 3,
    }  # fmt: skip
    return {
        "id": "names", "type": "scatter", "coordinateSystem": "geo", "silent": True, "z": 8, "label": label,
        "itemStyle": {"color": "transparent"}, "symbolSize": 1, "data": [],
    }  # fmt: skip


def _ring(theme: Theme) -> Option:
    return {
        "id": "ring", "type": "scatter", "coordinateSystem": "geo", "silent": True, "z": 9, "symbol": ROUND,
        "itemStyle": {"color": "transparent", "borderColor": theme.ink, "borderWidth": 3}, "data": [],
    }  # fmt: skip


def map_ways(ways: Sequence[Way]) -> Option:
    """Motorways and railways as open in a year."""
    lines = {kind: [{"coords": list(map(list, way.line))} for way in ways if way.kind == kind]
             for kind in ("motorway", "railway")}  # fmt: skip
    return {"series": [{"id": kind, "data": data} for kind, data in lines.items()]}


def map_now(ground: Ground, frame: Frame, largest: float, size: Size, ring: str = "") -> Option:
    """The marks of a quarter: cells as dots or shapes, named clusters as shapes with letter and name.

    `ring` is the key of a cluster that is pointed at.
    """
    data: dict[str, list[Any]] = {}
    for key in dict.fromkeys([*ground.specialties, "other"]):
        data[f"dot:{key}"], data[f"mark:{key}"] = [], []
    cores = {(cluster.cell, cluster.specialty) for cluster in frame.named}
    for mark in frame.cells:
        if (mark.cell, mark.specialty) not in cores:
            wide = diameter(mark.workers, largest, size, DOT_LEAST)
            kind = "mark" if wide >= SHAPE_LEAST and mark.specialty != MIXED else "dot"
            data[f"{kind}:{mark.specialty}"].append(
                [ground.x[mark.cell], ground.y[mark.cell], wide, mark.cell, round(mark.workers)]
            )
    widths = [diameter(cluster.workers, largest, size, NAMED_LEAST * size.text) for cluster in frame.named]
    names: list[Option] = []
    ringed: list[Option] = []
    for cluster, across, stand in zip(frame.named, widths, stands(ground, frame.named, widths, size), strict=True):
        data[f"mark:{cluster.specialty}"].append(_with_letter(cluster, across, stand, size))
        if stand.name_at is not None and len(names) < NAMES_MOST:
            names.append(_name(cluster, stand, stand.name_at))
        if cluster.key == ring:
            ringed.append({"value": [stand.x, stand.y], "symbolSize": across + 14})
    series = [{"id": key, "data": items} for key, items in data.items()]
    series += [{"id": "names", "data": names}, {"id": "ring", "data": ringed}]
    return {"series": [*series, {"id": "super", "data": super_clusters(ground, frame.named)}]}


def _with_letter(cluster: Named, across: float, stand: Stand, size: Size) -> Option:
    return {
        "name": cluster.key,
        "title": cluster.name,
        "value": [stand.x, stand.y, across, cluster.cell, round(cluster.workers)],
        "label": {"show": True, "fontSize": round(min(max(0.6 * across, 9.0), 1.3 * size.text))},
    }


def _name(cluster: Named, stand: Stand, corner: tuple[float, float]) -> Option:
    """A town's name from the lower left corner that was found for it."""
    return {"name": cluster.place, "value": [stand.x, stand.y], "label": {"offset": [corner[0], -corner[1]]}}


def super_clusters(ground: Ground, named: Sequence[Named]) -> list[Option]:
    """Dashed lines around the clusters that have grown together."""
    groups: dict[str, list[tuple[float, float]]] = {}
    for cluster in named:
        if cluster.super_cluster:
            groups.setdefault(cluster.super_cluster, []).append((ground.x[cluster.cell], ground.y[cluster.cell]))
    lines = [hull(points).round(1).tolist() for points in groups.values()]
    return [{"coords": [*line, line[0]]} for line in lines]
