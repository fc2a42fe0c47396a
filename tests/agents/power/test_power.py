"""Power: what companies are owed and collect, and what capacity and unpaid bills do to hours and tariff."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.agents.power import company
from simulation.agents.power.settings import PowerRules
from simulation.agents.power.state import Companies
from simulation.country.finding import country_of
from simulation.units import quarter_index

RULES = PowerRules()
SEEDS = country_of("pakistan").seeds
COMPANIES = Companies.of_seeds(SEEDS).names
PLANTS = company.plants_of_seeds(RULES, SEEDS)
FLOOR, LOSS = 0.75, 0.5


def test_the_corridors_plants_open_one_after_another() -> None:
    capacity = [
        float(company.in_operation(PLANTS, quarter_index(when), len(COMPANIES))[0].sum())
        for when in ("2015Q1", "2018Q1", "2025Q1")
    ]
    assert capacity[0] == 0.0
    assert capacity[1] < capacity[2]
    assert capacity[2] == pytest.approx(8_800.0, rel=0.02)


def test_recorded_capacity_payments_are_three_billion_a_year_and_a_line_makes_no_power() -> None:
    capacity, payment = company.in_operation(PLANTS, quarter_index("2025Q1"), len(COMPANIES))
    line = COMPANIES.index("transmission")
    assert 2_800.0 < 4.0 * payment.sum() < 3_600.0
    assert capacity[line] == 0.0
    assert payment[line] > 0.0


def test_unpaid_bills_of_2024_come_out_near_what_was_reported() -> None:
    owed = 0.0
    for quarter in range(quarter_index("2024Q3")):
        payment = company.in_operation(PLANTS, quarter, len(COMPANIES))[1].sum(keepdims=True)
        new, old = company.bills_collected(payment, np.array([owed]), RULES, 0.0)
        owed += float(payment[0] - new[0] - old[0])
    assert 1_300.0 < owed < 2_000.0  # 1.4 to 1.8 bn USD


def test_reliability_falls_with_missing_capacity_and_unpaid_bills_down_to_a_floor() -> None:
    plain = company.reliability(0.93, 9_000.0, 9_000.0, 0.0, RULES, LOSS, FLOOR)
    assert plain == 0.93
    assert company.reliability(0.93, 0.0, 9_000.0, 0.0, RULES, LOSS, FLOOR) < 0.86
    assert company.reliability(0.93, 9_000.0, 9_000.0, 2.0, RULES, LOSS, FLOOR) == pytest.approx(0.92)
    assert company.reliability(0.93, 9_000.0, 9_000.0, 500.0, RULES, LOSS, FLOOR) == FLOOR
    assert company.reliability(0.70, 9_000.0, 9_000.0, 500.0, RULES, LOSS, FLOOR) == 0.70
    assert company.reliability(0.99, 30_000.0, 9_000.0, 0.0, RULES, LOSS, FLOOR) == 1.0


def test_the_tariff_hears_unpaid_bills_only_under_cost_recovery() -> None:
    dear = PowerRules(tariff_rule="cost_recovery")
    assert company.tariff(13.0, 2.0, RULES, 2.0) == 13.0
    assert company.tariff(13.0, 2.0, dear, 2.0) == pytest.approx(13.52)
    assert company.subsidy(np.array([10.0]), RULES)[0] == 0.0
    assert company.subsidy(np.array([10.0]), PowerRules(tariff_rule="subsidy"))[0] > 0.0


def test_owners_are_paid_nothing_while_debt_is_unpaid() -> None:
    assert company.dividend(100.0, 10.0, RULES, True) == 0.0
    assert company.dividend(100.0, 10.0, RULES, False) == 100.0 - RULES.cash_quarters * 10.0
