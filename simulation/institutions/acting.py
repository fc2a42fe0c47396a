"""Authorities act: what each decides in a quarter about land, price, promotion, anchors, focus and its own plant."""

from __future__ import annotations

from typing import NamedTuple

from simulation.agents.authorities import decisions
from simulation.agents.authorities.state import Zone, ZoneTenants, columns_of
from simulation.institutions.state import Institutions, Setup, orders_of, price_of, specialty_number
from simulation.policy.orders import Orders


class Acted(NamedTuple):
    """What an authority decides in a quarter, in columns of `Zones`."""

    serviced_ha: float
    open: bool
    plot_price: float
    focus: int
    promotion: float
    rent: float
    anchors: int
    anchors_due: float
    captive: float


def authorities_act(now: Institutions, quarter: int, tenants: ZoneTenants) -> Institutions:
    """Every authority decides: land serviced, price, promotion, anchors, focus."""
    orders = orders_of(now.setup, quarter)
    zones = now.zones.but(let_ha=tenants.hectares_let, workers=tenants.workers)
    acted = [_acted(now.setup, zone, orders[zone.key]) for zone in zones.each()]
    return now.but(zones=zones.but(**columns_of(Acted._fields, acted)))


def _acted(setup: Setup, zone: Zone, order: Orders) -> Acted:
    plan = setup.plans[zone.key]
    serviced = decisions.land_serviced(zone, plan)
    if serviced != zone.serviced_ha:
        zone = zone._replace(serviced_ha=serviced)
    opened = plan.open and serviced > 0.0
    price = decisions.plot_price_asked(zone, plan, price_of(zone.key, setup))
    anchors, due = decisions.anchors_invited(zone, plan) if opened and zone.programme else (0, 0.0)
    return Acted(
        serviced_ha=serviced, open=opened, plot_price=price,
        focus=specialty_number(setup, order.focus),
        promotion=decisions.promotion_done(zone, plan) if opened else 0.0,
        rent=decisions.rent_asked(plan) * (1.0 - order.rent_relief), anchors=anchors, anchors_due=due,
        captive=_captive(zone, plan.captive_power_reliability, order, setup),
    )  # fmt: skip


def _captive(zone: Zone, planned: float, order: Orders, setup: Setup) -> float:
    """Share of hours that a zone's own plant serves: all it can carry of its workers' machines."""
    needed = setup.estates.mw_per_worker * zone.workers
    carried = order.captive_mw / needed if needed > 0.0 else float(order.captive_mw > 0.0)
    return max(planned, min(1.0, carried))
