"""Zones that a scenario places itself, on the map: where they lie, and their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from matplotlib.axes import Axes

from simulation.agents.authorities.plan import ZonePlan
from simulation.country.country import Country
from simulation.report.canvas import LEAST_PT
from simulation.report.ground import Land, land_of
from simulation.report.labels import Box
from simulation.report.map_marks import HALO


class Placed(NamedTuple):
    """A zone that the scenario places itself: its name, and where it lies on the picture [km]."""

    name: str
    x: float
    y: float


def placed_by(plans: Mapping[str, ZonePlan], country: Country) -> list[Placed]:
    """The zones that a scenario's plans place."""
    own = {key: plan for key, plan in plans.items() if plan.is_own}
    return [
        Placed(plan.title or key.replace("_", " ").capitalize(), *_km(plan, land_of(country)))
        for key, plan in own.items()
    ]


def _km(plan: ZonePlan, land: Land) -> tuple[float, float]:
    if plan.longitude_deg is None or plan.latitude_deg is None:
        raise ValueError("a zone without a place found; one with longitude_deg and latitude_deg would be right")
    return land.to_km(plan.longitude_deg, plan.latitude_deg)


def name_beside(axes: Axes, zone: Placed, half: float) -> Box:
    """Write the name of a zone to the right of its square, `half` as wide as it is [pixels]; the room it takes."""
    right = axes.transData.inverted().transform((half, 0.0)) - axes.transData.inverted().transform((0.0, 0.0))
    written = axes.text(
        zone.x + 1.4 * right[0], zone.y, zone.name, size=LEAST_PT, va="center", zorder=9, path_effects=HALO
    )
    box = written.get_window_extent()
    return box.x0, box.y0, box.x1, box.y1
