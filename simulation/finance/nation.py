"""The nation, kept small: debt service against exports and revenue, and the channels by which it reaches firms.

Service over exports was 14 % in 2015 and 40 % in 2024, above every reference band (10, 15, 21 %), so stress is the rise
over the committed service, observed until the data end and afterwards kept as it was in their last year, so that what
is committed is felt as it comes and as it is repaid: docs/explanation/money.md. Each channel is one small rule, can be
cut alone, is bounded. Where the seeds hold the external account, exchange and policy rate follow reserves instead.
"""

from __future__ import annotations

import dataclasses
from math import fsum
from typing import NamedTuple

from simulation.finance.settings import Capacity, Channels

BANDS_EXPORTS_PCT = (10.0, 15.0, 21.0)
BANDS_REVENUE_PCT = (14.0, 18.0, 23.0)
"""Reference bands of debt service for weak, medium and strong capacity, of the IMF and the World Bank's framework for
low-income countries (LIC-DSF). Pakistan's analyses follow that for countries with market access (SRDSF), which has no
such bands: they are drawn as yardsticks, not as its own."""


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
    luck: float = 1.0
    """Uniform draw of the quarter: below the odds, foreign inflows stop."""


@dataclasses.dataclass(frozen=True)
class National:
    """State of the nation's rates and prices; changes against the committed baseline."""

    service: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    """External service on the book's loans in the last four quarters [mn USD of 2020]."""
    committed: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    """The committed service of the reference book in the same quarters."""
    due: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    """What was due abroad on the book's loans, arrears left out."""
    other: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    """External service paid on all other debt of the country."""
    other_due: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    revenue: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    """The treasury's revenue, in dollars at the real exchange rate."""
    exports: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    """All exports of goods and services."""
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


class Burden(NamedTuple):
    """A quarter's debt service and what it is paid from [mn USD of 2020]."""

    service: float
    """Paid abroad on the book's loans, whoever paid."""
    committed: float
    due: float
    other: float
    """Paid abroad on all other debt."""
    other_due: float
    treasury: float
    """Paid by the treasury, its own service and guarantees called, in home money."""
    treasury_committed: float
    exports: float
    revenue: float
    """In home money."""
    revenue_on_path: float
    exchange: float
    """Home goods for one dollar over 2015's."""
    in_default: bool
    consolidation: float = 0.0
    """Share of development spending that a programme asks for."""


class Reserves(NamedTuple):
    """What the external account says of rates and prices."""

    missing_months: float
    """Months of imports by which reserves fall short of the reference."""
    memory: float
    """What is left of a default's price."""


def next_nation(
    now: National, seen: Burden, rule: Channels, account: Capacity, reserves: Reserves | None = None
) -> National:
    """The nation after a quarter; rates and prices follow over some quarters, by reserves where they are known."""
    now = _with_quarter(now, seen)
    of_exports = stress(fsum(now.service), fsum(now.committed), _of_a_year(now.exports))
    of_treasury = 100.0 * (seen.treasury - seen.treasury_committed) / seen.revenue
    short = 100.0 * (seen.revenue_on_path - seen.revenue) / seen.revenue_on_path
    room = room_wanted(of_treasury + short, rule)
    if rule.treasury_room:
        room = max(rule.room_lowest, room - seen.consolidation)
    now = dataclasses.replace(
        now, stress_pct_of_exports=of_exports, stress_pct_of_revenue=of_treasury, in_default=seen.in_default,
        revenue_short_pct=short, room=approach(now.room, room, rule.adjustment_quarters),
    )  # fmt: skip
    return _by_stress(now, rule) if reserves is None else _by_reserves(now, reserves, rule, account)


def _with_quarter(now: National, seen: Burden) -> National:
    """The last four quarters with this one."""
    return dataclasses.replace(
        now, service=(*now.service[1:], seen.service), committed=(*now.committed[1:], seen.committed),
        due=(*now.due[1:], seen.due), other=(*now.other[1:], seen.other),
        other_due=(*now.other_due[1:], seen.other_due), exports=(*now.exports[1:], seen.exports),
        revenue=(*now.revenue[1:], seen.revenue / seen.exchange),
    )  # fmt: skip


def _of_a_year(sold: tuple[float, ...]) -> float:
    """A year's sum; in the first year four times the last quarter's."""
    return fsum(sold) if sold[0] > 0.0 else 4.0 * sold[-1]


def over(parts: tuple[float, ...], wholes: tuple[float, ...]) -> float:
    """Sum of the last quarters over another [%]; 0 where there is no whole."""
    whole = fsum(wholes)
    return 100.0 * fsum(parts) / whole if whole > 0.0 else 0.0


def _by_stress(now: National, rule: Channels) -> National:
    """Rates and prices of a country whose reserves are not known: by the rise of service over exports."""
    points = policy_points_wanted(now.stress_pct_of_exports, now.in_default, rule)
    fall = depreciation_wanted(now.stress_pct_of_exports, now.in_default, rule)
    slow = rule.adjustment_quarters
    return dataclasses.replace(
        now,
        policy_points=approach(now.policy_points, points, slow),
        depreciation_pct=approach(now.depreciation_pct, fall, slow),
        export_loss_pct=approach(now.export_loss_pct, export_loss_wanted(now.in_default, rule), slow),
    )


def _by_reserves(now: National, seen: Reserves, rule: Channels, account: Capacity) -> National:
    """Rates and prices that defend reserves: k % and points for each month below the reference, less so above it."""
    missing = seen.missing_months * (1.0 if seen.missing_months > 0.0 else account.appreciation_share)
    fall = account.depreciation_pct_per_month * missing if rule.exchange_rate else 0.0
    points = account.policy_points_per_month * missing if rule.policy_rate else 0.0
    limits = rule.depreciation_limit_pct, rule.policy_points_limit
    slow = account.adjustment_quarters
    return dataclasses.replace(
        now,
        policy_points=approach(now.policy_points, within(points, -limits[1], limits[1]), slow),
        depreciation_pct=approach(now.depreciation_pct, within(fall, -limits[0], limits[0]), slow),
        export_loss_pct=rule.default_export_loss_pct * seen.memory if rule.trade_credit else 0.0,
    )
