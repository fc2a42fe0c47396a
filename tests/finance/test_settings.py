"""A number that no seed has stops the model with its name, and a recorded 0 is a figure like any other."""

from __future__ import annotations

import pytest

from simulation.finance.settings import CHANNELS, Investment, Stage
from simulation.seeding.seeds import common_seeds


def test_a_missing_number_is_named_and_never_replaced() -> None:
    with pytest.raises(KeyError, match=r"money_parameters.csv has no 'value' of 'zones.mw_per_werker'"):
        common_seeds().number("money_parameters", "zones.mw_per_werker")


def test_a_recorded_nothing_is_nothing() -> None:
    assert common_seeds().number("money_parameters", "loans.contracted_revenue_growth_pct_per_year") == 0.0


def test_each_sector_of_the_programme_has_its_own_stage() -> None:
    late = Investment(zones=Stage(shift_quarters=8))
    assert late.stage("zones").shift_quarters == 8
    assert late.stage("energy").shift_quarters == 0


def test_debt_reaches_firms_by_six_channels() -> None:
    assert CHANNELS == (
        "treasury_room", "policy_rate", "exchange_rate", "power_arrears", "trade_credit", "zone_loans",
    )  # fmt: skip
