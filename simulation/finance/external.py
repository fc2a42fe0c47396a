"""The country's foreign exchange: what comes in, what must go out, and what is left to pay debt abroad.

Reserves follow R' = R + X + Rem + F + programme - M - S_other - S_book, all in dollars of 2020 a quarter.
Nobody chooses arrears: they are what the payment share leaves unpaid (docs/explanation/money.md).
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

from simulation.finance.paths import Path
from simulation.finance.settings import Capacity

MONTHS = 3.0
"""Months in a quarter."""
SHORTEST = 0.25
"""Months of imports below which the odds of a sudden stop rise no further."""


@dataclasses.dataclass(frozen=True, eq=False)
class Record:
    """The recorded account and its continuation, by quarter [mn USD of 2020]."""

    exports_factor: Path
    """All exports of goods and services over those of the modelled specialties."""
    imports: Path
    remittances: Path
    other_service: Path
    """External debt service without the committed book's."""
    inflows: Path
    """Net inflows of capital and income: what closes the record; then what keeps reserves with its last burden."""
    months: Path
    """Reserves at a quarter's end in months of imports."""
    draws: Path
    """Draws on the committed book's loans, which the record's inflows hold."""
    reserves_at_start: float
    free_from: int
    """First quarter that no record holds: from then on inflows can stop, imports are controlled, programmes come."""


class Inflow(NamedTuple):
    """What a quarter brings before any debt is paid [mn USD of 2020]."""

    exports: float = 0.0
    remittances: float = 0.0
    imports: float = 0.0
    capital: float = 0.0
    programme: float = 0.0
    other_due: float = 0.0


NOTHING = Inflow()


@dataclasses.dataclass(frozen=True)
class External:
    """Where the account stands [mn USD of 2020]."""

    reserves: float = 0.0
    months: float = 0.0
    """Reserves over imports of a month."""
    share: float = 1.0
    """Of what is due abroad, what the government can pay."""
    stopped: int = 0
    """Quarters for which inflows stay away."""
    memory: float = 0.0
    """What is left of a default's price: 1 when it begins, fading."""
    broke: bool = False
    programme_left: int = 0
    """Quarters for which a programme still lends."""
    programme_owed: float = 0.0
    last: Inflow = NOTHING
    other_paid: float = 0.0
    fled: float = 0.0
    """Capital that left with an outside fall of the currency."""
    repaid: float = 0.0
    """Repaid to programmes."""


def imports_wanted(reference: float, deviation: float, rule: Capacity) -> float:
    """Imports at a real exchange rate so much above its path: M_ref / (1 + elasticity x deviation)."""
    return reference / max(0.25, 1.0 + rule.import_elasticity * deviation)


def controlled(months: float, rule: Capacity) -> float:
    """Share of wanted imports that is let in: 1 - k (alarm - m) below the alarm, held at its floor."""
    return max(rule.compression_floor, 1.0 - rule.compression_per_month * max(0.0, rule.alarm_months - months))


def hazard(months: float, rule: Capacity) -> float:
    """Odds of a sudden stop in a quarter: h0 at three months of imports, in inverse proportion to them."""
    return min(1.0, rule.stop_hazard * MONTHS / max(months, SHORTEST))


def room_abroad(now: External, seen: Inflow, rule: Capacity) -> float:
    """Foreign exchange left for debt when reserves may fall to their floor [mn USD of 2020]."""
    sources = now.reserves + seen.exports + seen.remittances + seen.capital + seen.programme
    return sources - seen.imports * (1.0 + rule.floor_months / MONTHS)


def paid_share(room: float, asked: float) -> float:
    """Of what is asked what can be paid, between none and all."""
    return min(1.0, max(0.0, room) / asked) if asked > 0.0 else 1.0


def government_room(revenue: float, other_service: float, exchange: float, rule: Capacity) -> float:
    """What revenue leaves for the book's debt abroad, at home prices: k R - g e S_other."""
    return rule.revenue_share_for_service * revenue - (
        rule.government_share_of_other_service * exchange * other_service
    )


def programme_paid(now: External, rule: Capacity) -> tuple[float, int]:
    """What a programme lends in a quarter, and for how many more it will; it begins when reserves are nearly gone."""
    left = now.programme_left
    if left == 0 and now.months < rule.rescue_months:
        left = round(rule.rescue_quarters)
    free = max(0.0, rule.rescue_limit_usd_mn - now.programme_owed)
    return (min(free, rule.rescue_usd_mn_per_quarter), left - 1) if rule.rescue and left > 0 else (0.0, 0)


def remembered(now: External, broke: bool, rule: Capacity) -> float:
    """What is left of a default's price after a quarter: whole when it begins, then a share of it fades."""
    return 1.0 if broke and not now.broke else now.memory * (1.0 - 1.0 / rule.fading_quarters)


def closed(now: External, seen: Inflow, other_paid: float, book_paid: float, fled: float, repaid: float) -> External:
    """The account after a quarter: reserves are what came less what went."""
    came = now.reserves + seen.exports + seen.remittances + seen.capital + seen.programme
    reserves = came - seen.imports - other_paid - book_paid - fled - repaid
    return dataclasses.replace(
        now, reserves=reserves, months=MONTHS * reserves / seen.imports if seen.imports > 0.0 else now.months,
        other_paid=other_paid, last=seen, fled=fled, repaid=repaid,
        programme_owed=now.programme_owed + seen.programme - repaid,
    )  # fmt: skip
