"""Authorities act, and serve: what each decides in a quarter, and what firms then find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simulation.agents.authorities import decisions
from simulation.agents.authorities.state import Zone, ZoneActivity, columns_of
from simulation.agents.power.company import in_operation, reliability, tariff
from simulation.engine.table import Column, total
from simulation.finance.nation import home_demand_factor
from simulation.finance.settings import known
from simulation.finance.setup import price_of
from simulation.institutions.state import Anchor, Institutions, Services, Setup, exchange_of, orders_of
from simulation.policy.orders import Orders
from simulation.units import quarter_index

ANCHORS_A_QUARTER = 64
TARIFF_IS_REAL_FROM = quarter_index("2026Q1")
MW_PER_WORKER = known("zones.mw_per_worker") or 0.0
"""Power a worker's machines draw, by which a zone's own plant is measured."""


class Acted(NamedTuple):
    """What an authority decides in a quarter, in columns of `Zones`."""

    serviced_ha: float
    open: bool
    plot_price: float
    sold: float
    instalments: float
    focus: int
    promotion: float
    rent: float
    anchors: int
    anchors_due: float
    captive: float


def authorities_act(now: Institutions, quarter: int, activity: ZoneActivity) -> Institutions:
    """Every authority decides: land serviced and sold, price, promotion, anchors, focus."""
    orders = orders_of(now.setup, quarter)
    zones = now.zones.but(let_ha=activity.hectares_let, workers=activity.workers)
    let = activity.hectares_newly_let.tolist()
    acted = [_acted(now.setup, zone, let[zone.key], orders[zone.key]) for zone in zones.each()]
    return now.but(zones=zones.but(**columns_of(Acted._fields, acted)))


def _acted(setup: Setup, zone: Zone, newly_let: float, order: Orders) -> Acted:
    plan = setup.plans[zone.key]
    serviced = decisions.land_serviced(zone, plan)
    if serviced != zone.serviced_ha:
        zone = zone._replace(serviced_ha=serviced)
    opened = plan.open and serviced > 0.0
    price = decisions.plot_price_asked(zone, plan, price_of(zone.key, setup))
    sold = newly_let * price * plan.collected_share
    anchors, due = decisions.anchors_invited(zone, plan, setup.scale) if opened and zone.cpec else (0, 0.0)
    return Acted(
        serviced_ha=serviced, open=opened, plot_price=price, sold=sold * plan.down_payment_share,
        instalments=zone.instalments + sold * (1.0 - plan.down_payment_share), focus=_place_of(setup, order.focus),
        promotion=decisions.promotion_done(zone, plan) if opened else 0.0,
        rent=decisions.rent_asked(plan) * (1.0 - order.rent_relief), anchors=anchors, anchors_due=due,
        captive=_captive(zone, plan.captive_power_reliability, order, setup.scale),
    )  # fmt: skip


def _captive(zone: Zone, planned: float, order: Orders, scale: float) -> float:
    """Share of hours that a zone's own plant serves: all it can carry of its workers' machines."""
    needed = MW_PER_WORKER * zone.workers / scale
    carried = order.captive_mw / needed if needed > 0.0 else float(order.captive_mw > 0.0)
    return max(planned, min(1.0, carried))


def _place_of(setup: Setup, specialty: str | None) -> int:
    names = setup.facts.specialties
    return names.index(specialty) if specialty in names else -1


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
    here, committed = (total(in_operation(plants, quarter)[0]) for plants in (setup.plants, setup.committed_plants))
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
            rate = a_year * now.setup.scale / 4.0
            whole = int(rate * (quarter + 1) + 1e-9) - int(rate * quarter + 1e-9)
            kind = _place_of(now.setup, name)
            found += [Anchor(_number(quarter, zone, 16 * (place + 1) + one), kind, zone, crew) for one in range(whole)]
    return tuple(anchor for anchor in found if anchor.specialty >= 0)


def _number(quarter: int, zone: int, one: int) -> int:
    return (quarter + 1000) * 1_000_000 + zone * ANCHORS_A_QUARTER * 16 + one
