"""Rows of the results' tables: loans, zones and nation; money in USD of 2020 unless they say nominal."""

from __future__ import annotations

from math import fsum
from typing import Any

import numpy as np

from simulation.engine.table import Column
from simulation.finance.accounts import Account
from simulation.finance.nation import over
from simulation.institutions.serving import reliability_of, tariff_of
from simulation.institutions.state import Institutions, exchange_of, money_of
from simulation.units import quarter_name

Row = dict[str, Any]


def loan_rows(now: Institutions, quarter: int) -> list[Row]:
    """The `loans` table of a quarter: every loan that has begun and still moves."""
    rows = []
    for account in now.loans:
        seen, terms, worth = account.quarter, account.loan, _worth(now, account, quarter)
        if quarter < terms.draw_start or (account.owed == 0.0 and not seen.moved):
            continue
        rows.append({
            "quarter": quarter_name(quarter), "loan": terms.name, "book": terms.book, "borrower": terms.borrower,
            "lender": terms.lender, "currency": terms.currency, "workout": account.workout,
            "in_default": account.in_default, "rate_pct_per_year": account.terms.rate + account.extra_spread,
            "rate_of_quarter_pct": seen.rate, "usd_per_own": worth,
            "draw_usd_mn": seen.draw * worth, "interest_usd_mn": seen.interest * worth,
            "principal_usd_mn": seen.principal * worth, "fee_usd_mn": seen.fee * worth,
            "capitalised_usd_mn": seen.capitalised * worth, "penalty_usd_mn": seen.penalty * worth,
            "added_usd_mn": seen.added * worth,
            "contractual_usd_mn": seen.contractual * worth, "paid_usd_mn": seen.paid * worth,
            "guarantee_called_usd_mn": seen.called * worth, "lease_paid_usd_mn": seen.lease_paid * worth,
            "written_off_usd_mn": seen.written_off * worth, "arrears_usd_mn": account.arrears * worth,
            "balance_usd_mn": account.position.balance * worth,
            "balance_own_mn": account.position.balance,
        })  # fmt: skip
    return rows


def _worth(now: Institutions, account: Account, quarter: int) -> float:
    """What a unit of a loan's currency was worth when the quarter was paid, as in the ledger, by one conversion."""
    return account.quarter.worth or money_of(now, account.loan.currency, quarter)


ZONE_MONEY = {
    "income_usd_mn": ("rent_income", "plot_income", "tax_income", "support_income"), "rent_usd_mn": ("rent_income",),
    "plots_usd_mn": ("plot_income",), "tax_share_usd_mn": ("tax_income",), "support_usd_mn": ("support_income",),
    "running_usd_mn": ("running_paid",), "upkeep_usd_mn": ("upkeep_paid",), "upkeep_needed_usd_mn": ("upkeep_needed",),
    "debt_service_due_usd_mn": ("service_due",), "debt_service_paid_usd_mn": ("service_paid",),
    "arrears_usd_mn": ("arrears",), "works_usd_mn": ("works_spent",), "works_built_usd_mn": ("works",),
    "cash_usd_mn": ("cash",), "reserve_usd_mn": ("reserve",), "let_ha": ("let_ha",), "serviced_ha": ("serviced_ha",),
}  # fmt: skip
"""Money and land of the `zones` table, each the sum of these columns."""


def zone_columns(now: Institutions, quarter: int) -> dict[str, Column]:
    """The institutional columns of the `zones` table, one row a zone, in the map's order."""
    zones = now.zones
    columns = {
        "quarter": np.full(len(zones), quarter_name(quarter)),
        "zone": np.array([now.setup.facts.keys[key] for key in zones.key.tolist()], dtype=np.str_),
    }
    columns |= {name: _summed([getattr(zones, part) for part in parts]) for name, parts in ZONE_MONEY.items()}
    return columns | {
        "quality": zones.quality, "promotion": zones.promotion,
        "cover_ratio": np.where(np.isfinite(zones.cover), zones.cover, np.nan),
        "plot_price_usd_mn_per_hectare": zones.plot_price, "open": zones.open, "locked_up": zones.locked_up,
    }  # fmt: skip


def _summed(parts: list[Column]) -> Column:
    return parts[0] if len(parts) == 1 else np.array(list(map(fsum, zip(*parts, strict=True))), dtype=np.float64)


def zone_rows(now: Institutions, quarter: int) -> list[Row]:
    """The same, one dictionary a zone."""
    columns = zone_columns(now, quarter)
    values = zip(*(column.tolist() for column in columns.values()), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in values]


def nation_row(now: Institutions, quarter: int) -> Row:
    """The institutional columns of the `nation` table."""
    purse, nation, account = now.treasury, now.nation, now.external
    worth = {a.key: _worth(now, a, quarter) for a in now.loans}
    due = fsum(a.quarter.contractual * worth[a.key] for a in now.loans)
    over_revenue = 100.0 * purse.service_paid / purse.revenue if purse.revenue > 0.0 else 0.0
    return {
        "debt_outstanding_usd_mn": fsum(a.owed * worth[a.key] for a in now.loans),
        "debt_service_due_usd_mn": due,
        "debt_service_paid_usd_mn": fsum((a.quarter.paid + a.quarter.called) * worth[a.key] for a in now.loans),
        "arrears_usd_mn": fsum(a.arrears * worth[a.key] for a in now.loans),
        "guarantees_called_usd_mn": purse.guarantees_called,
        "written_off_usd_mn": fsum(a.quarter.written_off * worth[a.key] for a in now.loans),
        "government_revenue_usd_mn": purse.revenue,
        "external_service_over_exports_pct": over(nation.service + nation.other, nation.exports),
        "external_service_due_over_exports_pct": over(nation.due + nation.other_due, nation.exports),
        "book_service_over_exports_pct": over(nation.service, nation.exports),
        "external_service_over_revenue_pct": over(nation.service + nation.other, nation.revenue),
        "exports_in_all_usd_mn": nation.exports[-1],
        "reserves_usd_mn": account.reserves,
        "reserves_months": account.months,
        "afforded_share": account.share,
        "inflows_stopped": account.stopped > 0,
        "programme_owed_usd_mn": account.programme_owed,
        "government_in_default": nation.in_default,
        "stress_over_exports_pct": nation.stress_pct_of_exports,
        "stress_over_revenue_pct": nation.stress_pct_of_revenue,
        "book_service_over_revenue_pct": over_revenue,
        "revenue_short_pct": nation.revenue_short_pct,
        "development_room_share": nation.room,
        "policy_rate_rise_points": nation.policy_points,
        "real_exchange_ratio": exchange_of(now, quarter),
        "power_reliability_share": reliability_of(now, quarter),
        "power_tariff_ratio": tariff_of(now, quarter),
        "power_receivables_usd_mn": float(fsum(now.power.receivables.tolist())),
        "unpaid_power_usd_bn": nation.unpaid_usd_bn,
    }
