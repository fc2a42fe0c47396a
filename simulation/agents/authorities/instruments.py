"""What policy instruments order an authority to do in a quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from simulation.units import QUARTERS_PER_YEAR, quarter_index

Order = tuple[str, float, float]
"""Specialty, firms a year at 1:1, workers a firm."""


class Orders(NamedTuple):
    """Orders to one zone; money in million USD of 2020 and land at 1:1, for this quarter."""

    works: float = 0.0
    hectares: float = 0.0
    given: float = 0.0
    """The part of works that a foreign grant pays."""
    treasury_cost: float = 0.0
    grant_cost: float = 0.0
    """What else a foreign grant pays."""
    captive_mw: float = 0.0
    """The zone's own plant, when built."""
    floor_share: float | None = None
    focus: str | None = None
    opened: bool = False
    rent_relief: float = 0.0
    """Share of rents that the treasury pays."""
    anchors: tuple[Order, ...] = ()


def orders_at(policy: Mapping[str, Any], keys: Sequence[str], cpec: Sequence[bool], quarter: int) -> list[Orders]:
    """Orders of each zone from all instruments in force, in the order they are written."""
    active = [one for one in policy.values() if one.in_force(quarter)]
    return [_orders(active, key, of, quarter) for key, of in zip(keys, cpec, strict=True)]


def _orders(active: Sequence[Any], key: str, cpec: bool, quarter: int) -> Orders:
    orders = Orders()
    for one in active:
        act = ACTS.get(one.instrument)
        if act is not None and one.acts_in(key, cpec):
            orders = act(orders, one, quarter)
    return orders


def _building(one: Any, quarter: int) -> float:
    """Share of an instrument's works that falls into this quarter."""
    since = quarter - quarter_index(one.start)
    return 1.0 / max(1, one.build_quarters) if since < max(1, one.build_quarters) else 0.0


def _works(orders: Orders, one: Any, quarter: int) -> Orders:
    part = _building(one, quarter)
    works = part * one.works_usd_mn
    return orders._replace(
        works=orders.works + works, hectares=orders.hectares + part * one.serviced_ha,
        given=orders.given + (works if one.paid_by == "grant" else 0.0),
    )  # fmt: skip


def _captive(orders: Orders, one: Any, quarter: int) -> Orders:
    part = _building(one, quarter)
    payer = "grant_cost" if one.paid_by == "grant" else "treasury_cost"
    cost = getattr(orders, payer) + part * one.cost_usd_mn
    return orders._replace(captive_mw=orders.captive_mw + (one.capacity_mw if part == 0.0 else 0.0), **{payer: cost})


def _anchor(orders: Orders, one: Any, _quarter: int) -> Orders:
    grant = one.firms_per_year / QUARTERS_PER_YEAR * one.grant_usd_mn_per_firm
    asked = (*orders.anchors, (one.specialty, one.firms_per_year, one.workers_per_firm))
    return orders._replace(anchors=asked, treasury_cost=orders.treasury_cost + grant)


def _focus(orders: Orders, one: Any, _quarter: int) -> Orders:
    return orders._replace(focus=one.specialty)


def _opened(orders: Orders, _one: Any, _quarter: int) -> Orders:
    return orders._replace(opened=True)


def _floor(orders: Orders, one: Any, _quarter: int) -> Orders:
    return orders._replace(floor_share=one.floor_pct / 100.0)


def _relief(orders: Orders, one: Any, _quarter: int) -> Orders:
    return orders._replace(rent_relief=max(orders.rent_relief, one.subsidy_pct / 100.0))


ACTS = {
    "infrastructure_works": _works, "captive_power": _captive, "invited_anchor": _anchor, "focus_specialty": _focus,
    "open_zone": _opened, "upkeep_rule": _floor, "plot_subsidy": _relief,
}  # fmt: skip
