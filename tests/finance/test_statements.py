"""Schedules on paper: exact rows, the scenario's terms, and what a zone's loan asks of its zone."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from institutions.invented import FACTS, scenario

from simulation import load
from simulation.agents.authorities.plan import ZonePlan
from simulation.finance import statements
from simulation.finance.settings import Investment
from simulation.scenario.loading import shipped


def rows_of(name: str) -> list[dict[str, str]]:
    """The file of a shipped scenario."""
    file = io.StringIO()
    statements.write(statements.schedules(load(name)), file)
    return list(csv.DictReader(file.getvalue().splitlines()))


@pytest.mark.parametrize("name", shipped())
def test_every_row_of_every_shipped_scenario_balances_and_follows_the_one_before(name: str) -> None:
    for of in statements.schedules(load(name)).values():
        gap = of.opening + of.draw + of.capitalised - of.principal - of.closing
        assert np.abs(gap).max() <= 1e-9 * of.loan.principal
        assert of.opening[0] == 0.0
        assert np.array_equal(of.opening[1:], of.closing[:-1])
        assert of.closing[-1] == 0.0


def test_the_file_has_a_row_for_each_loan_and_quarter_with_all_digits() -> None:
    rows = rows_of("pakistan-baseline")
    assert tuple(rows[0]) == statements.COLUMNS
    assert len({(row["loan"], row["quarter"]) for row in rows}) == len(rows)
    assert {row["loan"]: row["book"] for row in rows} == {
        "f13": "founding", "f06": "founding", "rashakai": "scenario", "allama_iqbal": "scenario", "dhabeji": "scenario",
    }  # fmt: skip
    first = next(row for row in rows if row["loan"] == "f13")
    assert float(first["draw"]) == 13_000.0 / 28.0


def test_what_a_scenario_changes_changes_its_schedules() -> None:
    plain, later = (statements.schedules(load(name)) for name in ("pakistan-baseline", "repayment-longer_grace"))
    assert later["f13"].loan.first_instalment == plain["f13"].loan.first_instalment + 16
    dear = statements.schedules(load("repayment-floating_rate_shock"))
    assert dear["f06"].interest.sum() > plain["f06"].interest.sum()
    stopped = statements.schedules(load("investment-stopped_at_19bn"))
    assert stopped["dhabeji"].draw.sum() < plain["dhabeji"].draw.sum()
    assert statements.schedules(load("pakistan-no_loans")) == {}
    assert statements.schedules(scenario(investment=Investment(funding="grants"))) == {}


def test_a_zone_is_asked_for_fewer_workers_where_taxes_or_the_treasury_help() -> None:
    asked = statements.schedules(scenario())
    poor, helped = (
        statements.zone_asks(scenario(zones={"all": plan}), FACTS, asked)[0]
        for plan in (ZonePlan(), ZonePlan(tax_share_pct=10.0, support_pct_of_works_per_year=3.0))
    )
    assert poor.zone == "rashakai"
    assert poor.by_rents == poor.with_taxes
    assert helped.with_taxes < helped.by_rents < poor.by_rents
    assert poor.room == pytest.approx(284.0 * 85.0)


def test_the_workers_asked_for_carry_the_covenant_exactly() -> None:
    plan = ZonePlan(tax_share_pct=10.0)
    income, service, works = 700e-6, 3.0, 100.0
    workers = statements.workers_asked(service, income, works, 50_000.0, plan)
    running = (plan.running_fixed_pct_per_year + plan.promotion_pct_of_works_per_year) / 100.0 * works
    running += plan.running_let_pct_per_year / 100.0 * works * workers / 50_000.0
    left = workers * income - running - plan.upkeep_pct_per_year / 100.0 * works
    assert left == pytest.approx(plan.cover_covenant * service)
    assert statements.workers_asked(service, 0.0, works, 50_000.0, plan) == float("inf")


def test_service_of_the_first_year_is_a_whole_years_whatever_the_step() -> None:
    paths = statements.scenario_paths(scenario())
    of = statements.schedules(scenario())["rashakai"]
    first = of.loan.first_instalment
    within = (of.quarter >= first - 1) & (of.quarter <= first + 2)
    nominal = float((of.service + of.fee)[within].sum())
    real = statements.first_years_service(of, paths)
    assert real == pytest.approx(nominal / paths.at(paths.us_price, first), rel=0.02)
