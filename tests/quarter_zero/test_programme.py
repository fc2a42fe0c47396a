"""The programme of works: shares and shifts of what is committed, and the further plan's loans and plants."""

from __future__ import annotations

import pytest

from simulation.agents.power.company import plants_of_seeds
from simulation.agents.power.settings import PowerRules
from simulation.agents.power.state import Companies, Plant
from simulation.country.finding import country_of
from simulation.finance.books import FURTHER
from simulation.finance.loans import Loan
from simulation.finance.paths import from_seeds
from simulation.finance.settings import Investment, Stage
from simulation.quarter_zero.programme import (
    further_loans,
    plants_built,
    sector_of,
    share_by_loans,
    staged,
    terms_of,
)
from simulation.units import quarter_index

RULES = PowerRules()
PAKISTAN = country_of("pakistan")
COMPANIES = Companies.of_seeds(PAKISTAN.seeds).names
PLANTS = plants_of_seeds(RULES, PAKISTAN.seeds)
POWER = Loan("p", "power:hydro", "a bank", 100.0, draw_start=8)


def capacity(plants: tuple[Plant, ...]) -> float:
    """Capacity of plants [MW]."""
    return sum(plant.capacity_mw for plant in plants)


def test_a_loan_belongs_to_the_sector_of_its_borrower() -> None:
    named = {borrower: sector_of(Loan("x", borrower, "b", 1.0)) for borrower in ("power:cpec", "zone:a", "government")}
    assert named == {"power:cpec": "energy", "zone:a": "zones", "government": "transport"}


def test_half_of_the_works_two_years_later_is_half_of_the_loan_two_years_later() -> None:
    later = staged(POWER, Investment(energy=Stage(committed_share=0.5, shift_quarters=8)), 0)
    assert (later.principal, later.draw_start) == (50.0, 16)
    assert staged(POWER, Investment(transport=Stage(committed_share=0.5)), 0) == POWER


def test_works_come_earlier_but_none_before_2015() -> None:
    assert staged(POWER, Investment(energy=Stage(shift_quarters=-20)), 0).draw_start == 0


def test_plants_are_built_with_the_money_for_them() -> None:
    half = plants_built(PLANTS, Investment(energy=Stage(committed_share=0.5, shift_quarters=4)), RULES, PAKISTAN)
    assert capacity(plants_built(PLANTS, Investment(), RULES, PAKISTAN)) == capacity(PLANTS)
    assert capacity(half) == pytest.approx(0.5 * capacity(PLANTS))
    assert [plant.opens for plant in half] == [plant.opens + 4 for plant in PLANTS]
    assert plants_built(PLANTS, Investment(funding="none"), RULES, PAKISTAN) == ()


def test_a_programme_that_stops_leaves_out_what_opens_more_than_a_year_later() -> None:
    stopped = plants_built(PLANTS, Investment(stop_after="2019Q4"), RULES, PAKISTAN)
    assert 0.0 < capacity(stopped) < capacity(PLANTS)
    assert max(plant.opens for plant in stopped) <= quarter_index("2020Q4")


def test_the_further_plan_adds_a_plant_a_year_that_opens_years_after_its_money() -> None:
    plan = Investment(energy=Stage(planned_share=1.0, plan_start="2026Q1", plan_end="2035Q4"))
    added = [one for one in plants_built(PLANTS, plan, RULES, PAKISTAN) if one.company == COMPANIES.index("programme")]
    assert [one.opens for one in added] == [
        quarter_index(f"{2026 + terms_of(PAKISTAN).years_to_build + n}Q1") for n in range(10)
    ]
    assert sum(one.capacity_mw for one in added) == pytest.approx(plan.energy_usd_mn / RULES.cost_usd_mn_per_mw)


def test_the_further_plans_loans_pay_their_share_of_its_works_and_are_guaranteed() -> None:
    whole = Stage(planned_share=1.0)
    plan = Investment(energy=whole, zones=whole, plan_zones=("rashakai", "bostan"))
    loans = further_loans(plan, PAKISTAN)
    assert set(loans) == {"further_energy", "further_rashakai", "further_bostan"}
    assert loans["further_energy"].principal == pytest.approx(plan.loan_share * plan.energy_usd_mn)
    assert loans["further_bostan"].principal == pytest.approx(0.5 * plan.loan_share * plan.zones_usd_mn)
    assert all(loan.guaranteed and loan.book == FURTHER for loan in loans.values())
    assert (
        further_loans(plan.model_copy(update={"stop_after": "2025Q4"}), PAKISTAN)
        == further_loans(Investment(), PAKISTAN)
        == {}
    )


def test_loans_pay_a_zones_works_at_the_prices_of_each_draw_and_never_more_than_all_of_them() -> None:
    paths = from_seeds(PAKISTAN.seeds)
    loan = Loan("z", "zone:bostan", "a bank", 50.0, draw_start=quarter_index("2020Q1"), draws=(0.5, 0.5))
    share = share_by_loans("bostan", 100.0, {"z": loan}, paths)
    assert share == pytest.approx(0.5, abs=0.02)  # 2020's dollars
    assert share_by_loans("bostan", 10.0, {"z": loan}, paths) == 1.0
    assert share_by_loans("rashakai", 100.0, {"z": loan}, paths) == 0.0
    assert share_by_loans("bostan", 0.0, {"z": loan}, paths) == 0.0
