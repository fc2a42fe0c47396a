"""What the instruments in force do to firms' conditions in a quarter."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from simulation.engine.table import Column
from simulation.geography.maps import Map
from simulation.geography.transport import Upgrade
from simulation.policy.instrument import InAPlace, Instrument
from simulation.seeding.reading import table
from simulation.units import quarter_index

EVERYWHERE = ("all", "cpec", "rivals")
"""Words for many zones at once."""
STALLS_OF_A_FULL_MARKET = 1000.0
"""A market of so many stalls has its full lift (assumed: Keqiao and Yiwu began with some hundreds)."""


@dataclasses.dataclass(frozen=True)
class Effects:
    """Conditions changed by policy; zones by their number, specialties by theirs."""

    tax_relief: Column
    holiday_quarters: Column
    markets: Column
    """Specialised markets by cell and specialty, 1 for a full one."""
    unit_relief: Column
    """Share by which the least unit of a supplier falls, by cell and specialty."""
    trained: Column
    """People trained so far and still counted, by cell [at 1:1]."""
    trade_lift: Column
    """Factor on world demand by specialty."""
    upgrades: tuple[Upgrade, ...]
    """Lines of the transport network made new so far."""
    costs: tuple[tuple[str, str, float], ...]
    """Who pays, what for, USD mn of this quarter at 1:1."""


def effects_at(policy: Mapping[str, Instrument], map_: Map, specialties: tuple[str, ...], quarter: int) -> Effects:
    """All instruments in force in a quarter, put together."""
    effects = nothing(len(map_.zones), len(specialties), len(map_.grid))
    for tool in policy.values():
        if tool.in_force(quarter):
            effects = dataclasses.replace(effects, **_of(tool, effects, map_, specialties, quarter))
    return effects


@lru_cache(maxsize=4)
def nothing(zones: int, kinds: int, cells: int) -> Effects:
    """No instrument in force, made once for each map: not to be written to."""
    return Effects(
        tax_relief=np.zeros(zones),
        holiday_quarters=np.zeros(zones),
        markets=np.zeros(cells * kinds),
        unit_relief=np.zeros(cells * kinds),
        trained=np.zeros(cells),
        trade_lift=np.ones(kinds),
        upgrades=(),
        costs=(),
    )


def places_of(tool: Instrument, map_: Map) -> Column:
    """Numbers of the zones where an instrument acts."""
    if not isinstance(tool, InAPlace):
        return np.zeros(0, dtype=np.int64)
    acts = [tool.acts_in(zone.key, zone.cpec) for zone in map_.zones]
    return np.flatnonzero(np.array(acts, dtype=np.bool_))


def cells_of(tool: Instrument, map_: Map, zones: Column) -> Column:
    """Cells of these zones, or of the town that an instrument names instead."""
    if zones.size or not isinstance(tool, InAPlace) or tool.where in EVERYWHERE or map_.name != "pakistan":
        return map_.zones.cell[zones]
    name = table("places")[tool.where]["name"]
    return np.array([place.cell for place in map_.places if place.name == name], dtype=np.int64)


class Where(NamedTuple):
    """Where and when an instrument acts."""

    map: Map
    specialties: tuple[str, ...]
    zones: Column
    cells: Column
    """Their cells, or the town's."""
    age: int
    """Quarters since its start."""


Changes = dict[str, Any]


def _of(tool: Any, now: Effects, map_: Map, specialties: tuple[str, ...], quarter: int) -> Changes:
    act = _ACTS.get(tool.instrument)
    if act is None:
        return {}
    zones = places_of(tool, map_)
    age = quarter - quarter_index(tool.start)
    changes: Changes = act(tool, now, Where(map_, specialties, zones, cells_of(tool, map_, zones), age))
    return changes


def _changed(column: Column, rows: Column | list[int], value: Any) -> Column:
    out = column.copy()
    out[rows] = value
    return out


def _kinds(tool: Any, specialties: tuple[str, ...]) -> list[int]:
    return list(range(len(specialties))) if tool.specialty == "all" else [specialties.index(tool.specialty)]


def _pairs(tool: Any, at: Where) -> Column:
    return at.cells * len(at.specialties) + at.specialties.index(tool.specialty)


def _tax_holiday(tool: Any, now: Effects, at: Where) -> Changes:
    return {
        "tax_relief": _changed(now.tax_relief, at.zones, tool.relief_pct / 100.0),
        "holiday_quarters": _changed(now.holiday_quarters, at.zones, float(tool.holiday_quarters)),
    }


def _specialised_market(tool: Any, now: Effects, at: Where) -> Changes:
    spend = tool.cost_usd_mn / tool.build_quarters * at.cells.size
    if at.age < tool.build_quarters:
        return {"costs": (*now.costs, (tool.paid_by, "specialised market", spend))}
    size = min(1.0, tool.stalls / STALLS_OF_A_FULL_MARKET)
    return {"markets": _changed(now.markets, _pairs(tool, at), size)}


def _training(tool: Any, now: Effects, at: Where) -> Changes:
    people = float(tool.people_per_quarter)
    cost = people * tool.cost_usd_per_person / 1e6 * at.cells.size
    trained = now.trained.copy()
    np.add.at(trained, at.cells, people * min(at.age + 1, 40))
    return {"trained": trained, "costs": (*now.costs, (tool.paid_by, "training", cost))}


def _supplier_park(tool: Any, now: Effects, at: Where) -> Changes:
    pairs = _pairs(tool, at)
    return {"unit_relief": _changed(now.unit_relief, pairs, tool.unit_relief_pct / 100.0)}


def _trade_promotion(tool: Any, now: Effects, at: Where) -> Changes:
    lift = 1.0 + tool.world_demand_lift_pct / 100.0 * min(1.0, (at.age + 1) / tool.ramp_quarters)
    cost = ("treasury", "trade promotion", tool.cost_usd_mn_per_year / 4.0)
    kinds = _kinds(tool, at.specialties)
    return {"trade_lift": _changed(now.trade_lift, kinds, now.trade_lift[kinds] * lift), "costs": (*now.costs, cost)}


def _transport_link(tool: Any, now: Effects, at: Where) -> Changes:
    if at.age < tool.build_quarters:
        return {"costs": (*now.costs, (tool.paid_by, "transport", tool.cost_usd_mn / tool.build_quarters))}
    made = Upgrade(tool.link, tool.speed_kmh, tool.terminal_hours, tool.freight_usd_per_tonne_km)
    return {"upgrades": (*now.upgrades, made)}


_ACTS = {
    "tax_holiday": _tax_holiday,
    "specialised_market": _specialised_market,
    "training": _training,
    "supplier_park": _supplier_park,
    "trade_promotion": _trade_promotion,
    "transport_link": _transport_link,
}
"""Instruments that act on firms; the others order authorities (agents/authorities/instruments.py) or change loans."""
