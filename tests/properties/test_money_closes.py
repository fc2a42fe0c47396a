"""Money closes in the whole economy: in random scenarios and workouts for ten years, in every shipped one for two.

The phase books_are_closed stops a run whose ledger misses 1e-9 of the gross flow; here the balance sheet is asked too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from simulation import load
from simulation.economy import Economy
from simulation.phases.books import balance_sheet_of
from simulation.quarter import advance
from simulation.quarter_zero.start import begin
from simulation.scenario.loading import shipped
from simulation.scenario.schema import Scenario

TEN_YEARS, TWO_YEARS = 40, 8
CHANNELS = ("treasury_room", "policy_rate", "exchange_rate", "power_arrears", "trade_credit", "zone_loans")


def lived(scenario: Scenario, quarters: int) -> Economy:
    """The economy after so many quarters; every quarter's ledger, loans and balance sheet close, or it raises."""
    now, given = begin(scenario.but(scale=0.002 if scenario.plain is None else 0.01, run_in_quarters=1))
    for _ in range(quarters):
        now = advance(now, given)
        sheet = balance_sheet_of(now)
        assert np.abs(sheet.values.sum(axis=0)).max() <= 1e-9 * np.abs(sheet.values).sum()
    return now


WORKOUTS = st.fixed_dictionaries({
    "kind": st.sampled_from(["none", "rollover", "reprofiling", "haircut", "equity_swap"]),
    "trigger": st.sampled_from(["date", "arrears", "cover"]),
    "loans": st.sampled_from([["all"], ["government", "zone"], ["zone", "power"]]),
    "start": st.integers(2015, 2022).map(lambda year: f"{year}Q3"),
    "stop_paying": st.booleans(),
    "wait_quarters": st.integers(0, 6),
    "repeat_quarters": st.sampled_from([0, 4, 40]),
})  # fmt: skip
SCENARIOS = st.fixed_dictionaries({
    "seed": st.integers(1, 1_000_000),
    "loan_book": st.sampled_from(["founding", "embassy", "itemised", "none"]),
    "workouts": st.fixed_dictionaries({"one": WORKOUTS}),
    "loans.rashakai.grace_quarters": st.integers(0, 40),
    "loans.rashakai.profile": st.sampled_from(["annuity", "equal_principal", "bullet", "sculpted"]),
    "loans.rashakai.draw_start": st.sampled_from(["2015Q1", "2017Q2", "2021Q1"]),
    "loans.rashakai.draw_end": st.sampled_from(["2021Q2", "2023Q4"]),
    "zones.cpec.tax_share_pct": st.floats(0.0, 25.0),
    "investment.funding": st.sampled_from(["loans", "grants", "none"]),
    "investment.zones.shift_quarters": st.integers(-12, 8),
    "power.tariff_rule": st.sampled_from(["path", "cost_recovery", "subsidy"]),
    "money_shocks.rupee": st.fixed_dictionaries({
        "what": st.sampled_from(["base_rate", "real_depreciation", "unpaid_power_bills", "power_reliability"]),
        "start": st.just("2018Q1"), "size_pct": st.floats(-20.0, 60.0), "last_quarters": st.integers(1, 20),
    }),
    **{f"channels.{name}": st.booleans() for name in CHANNELS},
})  # fmt: skip


@settings(max_examples=8)
@drawn(asked=SCENARIOS)
def test_money_closes_for_ten_years_of_a_random_scenario(asked: dict[str, Any]) -> None:
    now = lived(load("pakistan-baseline").but(asked), TEN_YEARS)
    assert len(now.firms) > 500
    assert np.isfinite(now.institutions.zones.quality).all()
    assert all(account.owed >= 0.0 for account in now.institutions.loans)


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_closes_its_books_for_two_years(name: str) -> None:
    assert lived(load(name), TWO_YEARS).quarter == TWO_YEARS - 1
