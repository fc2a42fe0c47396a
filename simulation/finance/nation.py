"""The nation, kept small: debt service against exports and revenue, and the channels by which it reaches firms.

Service over exports was 14 % in 2015 and 40 % in 2024, above every reference band (10, 15, 21 %), so stress is the rise
over the committed baseline: docs/explanation/money.md. Each channel is one small rule, can be cut alone, is bounded.
"""

from __future__ import annotations

import dataclasses
from math import fsum
from typing import NamedTuple

from simulation.finance.settings import Channels

BANDS_EXPORTS_PCT = (10.0, 15.0, 21.0)
BANDS_REVENUE_PCT = (14.0, 18.0, 23.0)
"""Reference bands of debt service for weak, medium and strong capacity (LIC-DSF of the IMF and the World Bank)."""


class NationalActivity(NamedTuple):
    """What the whole industry did in the quarter [mn USD of 2020]."""

    exports: float = 0.0
    value_added: float = 0.0
    profit_tax: float = 0.0
    wages: float = 0.0
    power_paid: float = 0.0
    """Electricity bills that firms paid to power companies."""
    tax_forgone: float = 0.0
    """Profit tax that holidays forgive, which the treasury's revenue lacks."""
    duty_given_back: float = 0.0
    """Duty on machines that the treasury gave back to firms."""


@dataclasses.dataclass(frozen=True)
class National:
    """State of the nation's rates and prices; changes against the committed baseline."""

    service: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    """External service on the book's loans in the last four quarters [mn USD of 2020]."""
    committed: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    """The committed service of the reference book in the same quarters."""
    exports: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    value_added_at_start: float = 0.0
    """Manufacturing's value added in the run's first quarter [mn USD of 2020]."""
    revenue_short_pct: float = 0.0
    """By how much revenue falls short of its path [% of the path]."""
    stress_pct_of_exports: float = 0.0
    stress_pct_of_revenue: float = 0.0
    room: float = 1.0
    """Development spending over its path."""
    policy_points: float = 0.0
    """Rise of the policy rate [points]."""
    depreciation_pct: float = 0.0
    """Real depreciation [%]."""
    export_loss_pct: float = 0.0
    """Foreign demand lost with exporters' credit abroad [%]."""
    in_default: bool = False
    unpaid_usd_bn: float = 0.0
    """Power bills and power companies' debt unpaid above the baseline [bn USD of 2020, 1:1]."""

    @property
    def exchange(self) -> float:
        """Real exchange rate over the baseline's, above 1 a weak rupee."""
        return 1.0 + self.depreciation_pct / 100.0


def within(value: float, low: float, high: float) -> float:
    """A value held within two bounds."""
    return min(max(value, low), high)


def stress(service: float, committed: float, base: float) -> float:
    """Rise of debt service over the committed baseline [% of exports or revenue]; 0 where there is no base."""
    return 100.0 * (service - committed) / base if base > 0.0 else 0.0


def room_wanted(rise_pct_of_revenue: float, rule: Channels) -> float:
    """Development spending over its path: 1 - k x rise, k % for 1 % of revenue, held between its floor and 1.25.

    The rise is that of debt service and what revenue lacks: either way so much less is left to spend.
    """
    if not rule.treasury_room:
        return 1.0
    return within(1.0 - rule.room_pct_per_pct_of_revenue * rise_pct_of_revenue / 100.0, rule.room_lowest, 1.25)


def policy_points_wanted(rise_pct_of_exports: float, in_default: bool, rule: Channels) -> float:
    """Rise of the policy rate [points]: k points for 1 % of exports, and a premium while in default."""
    if not rule.policy_rate:
        return 0.0
    premium = rule.default_policy_points if in_default else 0.0
    limit = rule.policy_points_limit
    return within(rule.policy_points_per_pct_of_exports * rise_pct_of_exports + premium, -limit, limit)


def depreciation_wanted(rise_pct_of_exports: float, in_default: bool, rule: Channels) -> float:
    """Real depreciation [%] that earns the rise of service: k % for 1 % of exports, and a loss while in default."""
    if not rule.exchange_rate:
        return 0.0
    loss = rule.default_depreciation_pct if in_default else 0.0
    limit = rule.depreciation_limit_pct
    return within(rule.depreciation_pct_per_pct_of_exports * rise_pct_of_exports + loss, -limit, limit)


def export_loss_wanted(in_default: bool, rule: Channels) -> float:
    """Foreign demand lost [%] while the government is in default: exporters lose their credit abroad."""
    return rule.default_export_loss_pct if in_default and rule.trade_credit else 0.0


def home_demand_factor(depreciation_pct: float, rule: Channels) -> float:
    """Home demand over its path: dearer imports leave less for home goods, k % for 1 % of depreciation."""
    return 1.0 - rule.home_demand_pct_per_pct_depreciation * depreciation_pct / 100.0


def approach(now: float, wanted: float, quarters: float) -> float:
    """A rate or price that goes one step of so many toward what is wanted."""
    return now + (wanted - now) / quarters


def next_nation(
    now: National,
    service: float,
    committed: float,
    exports: float,
    revenue: float,
    revenue_on_path: float,
    exchange: float,
    in_default: bool,
    rule: Channels,
) -> National:
    """The nation after a quarter's external service [mn USD]; rates follow over some quarters.

    Against revenue, which is earned at home, service counts at the real exchange rate: a weak rupee makes it dearer.
    """
    paid, agreed, sold = (
        (*past[1:], new) for past, new in ((now.service, service), (now.committed, committed), (now.exports, exports))
    )
    filled = fsum(sold) if sold[0] > 0.0 else 4.0 * exports
    of_exports = stress(fsum(paid), fsum(agreed), filled)
    of_revenue = stress(fsum(paid) * exchange, fsum(agreed), 4.0 * revenue)
    short = 100.0 * (revenue_on_path - revenue) / revenue_on_path
    points = policy_points_wanted(of_exports, in_default, rule)
    fall = depreciation_wanted(of_exports, in_default, rule)
    slow = rule.adjustment_quarters
    return dataclasses.replace(
        now, service=paid, committed=agreed, exports=sold, stress_pct_of_exports=of_exports,
        stress_pct_of_revenue=of_revenue, in_default=in_default, revenue_short_pct=short,
        room=approach(now.room, room_wanted(of_revenue + short, rule), slow),
        policy_points=approach(now.policy_points, points, slow),
        depreciation_pct=approach(now.depreciation_pct, fall, slow),
        export_loss_pct=approach(now.export_loss_pct, export_loss_wanted(in_default, rule), slow),
    )  # fmt: skip
