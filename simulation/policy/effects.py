"""What the instruments in force do to firms' conditions in a quarter."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from simulation.geography.maps import Map
from simulation.geography.transport import Upgrade
from simulation.policy.instrument import Instrument
from simulation.table import Column
from simulation.units import quarter_index

STALLS_OF_A_FULL_MARKET = 1000.0
"""A market of so many stalls has its full lift (assumed: Keqiao and Yiwu began with some hundreds)."""
LIFT_PER_TRAINED_SHARE = 0.5
"""Log skill gained where everybody were trained within a year (assumed 0.2 to 1)."""


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


def effects_at(policy: Mapping[str, Instrument], map: Map, specialties: tuple[str, ...], quarter: int) -> Effects:
    """All instruments in force in a quarter, put together."""
    zones, kinds, cells = len(map.zones), len(specialties), len(map.grid)
    effects = Effects(
        tax_relief=np.zeros(zones), holiday_quarters=np.zeros(zones), markets=np.zeros(cells * kinds),
        unit_relief=np.zeros(cells * kinds), trained=np.zeros(cells), trade_lift=np.ones(kinds), upgrades=(), costs=(),
    )  # fmt: skip
    for tool in policy.values():
        if tool.in_force(quarter):
            effects = dataclasses.replace(effects, **_of(tool, effects, map, specialties, quarter))
    return effects


def places_of(tool: Instrument, map: Map) -> Column:
    """Numbers of the zones where an instrument acts."""
    if tool.where == "all":
        return np.arange(len(map.zones))
    if tool.where == "cpec":
        return np.flatnonzero(map.zones.cpec)
    return np.array([map.zones.keys.index(tool.where)], dtype=np.int64)


def _of(tool: Any, now: Effects, map: Map, specialties: tuple[str, ...], quarter: int) -> dict[str, Any]:
    zones, age = places_of(tool, map), quarter - quarter_index(tool.start)
    act = _ACTS.get(tool.instrument)
    return act(tool, now, map, specialties, zones, age) if act else {}


def _changed(column: Column, rows: Column, value: Any) -> Column:
    out = column.copy()
    out[rows] = value
    return out


def _kinds(tool: Any, specialties: tuple[str, ...]) -> list[int]:
    return list(range(len(specialties))) if tool.specialty == "all" else [specialties.index(tool.specialty)]


def _pairs(tool: Any, map: Map, specialties: tuple[str, ...], zones: Column) -> Column:
    return map.zones.cell[zones] * len(specialties) + specialties.index(tool.specialty)


def _tax_holiday(tool, now, map, specialties, zones, age):  # type: ignore[no-untyped-def]
    return {
        "tax_relief": _changed(now.tax_relief, zones, tool.relief_pct / 100.0),
        "holiday_quarters": _changed(now.holiday_quarters, zones, float(tool.holiday_quarters)),
    }


def _specialised_market(tool, now, map, specialties, zones, age):  # type: ignore[no-untyped-def]
    spend = tool.cost_usd_mn / tool.build_quarters * zones.size
    if age < tool.build_quarters:
        return {"costs": (*now.costs, (tool.paid_by, "specialised market", spend))}
    size = min(1.0, tool.stalls / STALLS_OF_A_FULL_MARKET)
    return {"markets": _changed(now.markets, _pairs(tool, map, specialties, zones), size)}


def _training(tool, now, map, specialties, zones, age):  # type: ignore[no-untyped-def]
    people = float(tool.people_per_quarter)
    cost = people * tool.cost_usd_per_person / 1e6 * zones.size
    trained = now.trained.copy()
    np.add.at(trained, map.zones.cell[zones], people * min(age + 1, 40))
    return {"trained": trained, "costs": (*now.costs, (tool.paid_by, "training", cost))}


def _supplier_park(tool, now, map, specialties, zones, age):  # type: ignore[no-untyped-def]
    pairs = _pairs(tool, map, specialties, zones)
    return {"unit_relief": _changed(now.unit_relief, pairs, tool.unit_relief_pct / 100.0)}


def _trade_promotion(tool, now, map, specialties, zones, age):  # type: ignore[no-untyped-def]
    lift = 1.0 + tool.world_demand_lift_pct / 100.0 * min(1.0, (age + 1) / tool.ramp_quarters)
    cost = ("treasury", "trade promotion", tool.cost_usd_mn_per_year / 4.0)
    kinds = _kinds(tool, specialties)
    return {"trade_lift": _changed(now.trade_lift, kinds, now.trade_lift[kinds] * lift), "costs": (*now.costs, cost)}


def _transport_link(tool, now, map, specialties, zones, age):  # type: ignore[no-untyped-def]
    if age < tool.build_quarters:
        return {"costs": (*now.costs, (tool.paid_by, "transport", tool.cost_usd_mn / tool.build_quarters))}
    made = Upgrade(tool.link, tool.speed_kmh, tool.terminal_hours, tool.freight_usd_per_tonne_km)
    return {"upgrades": (*now.upgrades, made)}


_ACTS = {
    "tax_holiday": _tax_holiday, "specialised_market": _specialised_market, "training": _training,
    "supplier_park": _supplier_park, "trade_promotion": _trade_promotion, "transport_link": _transport_link,
}  # fmt: skip
"""Instruments that act on firms. The others order authorities what to do (agents/authorities/instruments.py) or change loans."""
