"""Institutions serve: zones' land, quality and rents, power, rates and prices, as firms find them in a quarter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulation.agents.power.company import in_operation, reliability, tariff
from simulation.engine.table import Column, total
from simulation.finance.nation import home_demand_factor
from simulation.institutions.state import Anchor, Institutions, Services, exchange_of, orders_of, specialty_number
from simulation.policy.orders import Orders
from simulation.units import quarter_index

ANCHORS_A_QUARTER = 64
TARIFF_IS_REAL_FROM = quarter_index("2026Q1")


def serve(now: Institutions, quarter: int) -> Services:
    """What firms find in a quarter: zones' quality, land and rents, power, rates and prices."""
    setup, zones, nation = now.setup, now.zones, now.nation
    orders = orders_of(setup, quarter)
    hours = reliability_of(now, quarter)
    paths, exchange = setup.paths, exchange_of(now, quarter)
    real_rate = (
        paths.at(paths.policy_rate, quarter) + nation.policy_points - paths.at(paths.expected_inflation, quarter)
    )
    fall = 100.0 * (exchange - 1.0)
    return Services(
        quality=zones.quality,
        zone_reliability=zones.captive + (1.0 - zones.captive) * hours,
        lease_per_worker=zones.rent,
        plot_price=zones.plot_price * np.array([plan.collected_share for plan in setup.plans]),
        plot_relief=np.array([order.rent_relief for order in orders]),
        down_payment=np.array([plan.down_payment_share for plan in setup.plans]),
        instalment=np.array([1.0 / plan.instalment_quarters for plan in setup.plans]),
        serviced_hectares=np.where(zones.open, zones.serviced_ha, 0.0),
        free_hectares=np.where(zones.open, np.maximum(0.0, zones.serviced_ha - zones.let_ha), 0.0),
        promotion=zones.promotion,
        allowed=_allowed(now, orders),
        anchors=_anchors(now, quarter, orders),
        reliability=hours,
        tariff=tariff_of(now, quarter),
        real_policy_rate=real_rate / 100.0,
        exchange=exchange,
        home_demand_factor=home_demand_factor(fall, setup.channels),
        world_demand_factor=1.0 - nation.export_loss_pct / 100.0,
    )


def reliability_of(now: Institutions, quarter: int) -> float:
    """Share of hours served by the grid (E19)."""
    setup, channels = now.setup, now.setup.channels
    unpaid = now.nation.unpaid_usd_bn if channels.power_arrears else 0.0
    built = (in_operation(plants, quarter, len(now.power)) for plants in (setup.plants, setup.committed_plants))
    here, committed = (total(capacity) for capacity, _ in built)
    path = setup.paths.at(setup.paths.reliability, quarter)
    loss = channels.reliability_points_per_usd_bn
    return reliability(path, here, committed, unpaid, setup.power, loss, channels.reliability_floor)


def tariff_of(now: Institutions, quarter: int) -> float:
    """Industrial tariff in real terms, over 2015's; the level kept after the last recorded years is a real one."""
    setup, paths = now.setup, now.setup.paths
    unpaid = now.nation.unpaid_usd_bn if setup.channels.power_arrears else 0.0
    asked = tariff(paths.at(paths.tariff, quarter), unpaid, setup.power, setup.channels.tariff_pct_per_usd_bn)
    start = paths.at(paths.tariff, 0) / paths.at(paths.us_price, 0)
    return asked / paths.at(paths.us_price, min(quarter, TARIFF_IS_REAL_FROM)) / start


def _allowed(now: Institutions, orders: Sequence[Orders]) -> Column:
    """Specialties that each zone takes: its sectors, all if it was opened, only its focus if it has one."""
    allowed = now.setup.facts.allowed.copy()
    for zone, (focus, order) in enumerate(zip(now.zones.focus.tolist(), orders, strict=True)):
        if order.opened:
            allowed[zone] = 1.0
        if focus >= 0:
            allowed[zone] = 0.0
            allowed[zone, focus] = 1.0
    return allowed


def _anchors(now: Institutions, quarter: int, orders: Sequence[Orders]) -> tuple[Anchor, ...]:
    """Anchors the authorities invite, and those that a policy invites (an even flow, whole firms by the calendar)."""
    found: list[Anchor] = []
    for zone, count in enumerate(now.zones.anchors.tolist()):
        workers = now.setup.plans[zone].anchor_workers
        for one in range(count):
            kinds = np.flatnonzero(now.setup.facts.allowed[zone])
            focus = int(now.zones.focus[zone])
            kind = focus if focus >= 0 else int(kinds[(quarter + zone + one) % kinds.size]) if kinds.size else -1
            found.append(Anchor(_number(quarter, zone, one), kind, zone, workers))
        for place, (name, a_year, crew) in enumerate(orders[zone].anchors):
            if not now.zones.open[zone]:
                continue
            rate = a_year / 4.0
            whole = int(rate * (quarter + 1) + 1e-9) - int(rate * quarter + 1e-9)
            kind = specialty_number(now.setup, name)
            found += [Anchor(_number(quarter, zone, 16 * (place + 1) + one), kind, zone, crew) for one in range(whole)]
    return tuple(anchor for anchor in found if anchor.specialty >= 0)


def _number(quarter: int, zone: int, one: int) -> int:
    return (quarter + 1000) * 1_000_000 + zone * ANCHORS_A_QUARTER * 16 + one
