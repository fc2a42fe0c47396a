"""Loans are repaid: what is asked, who pays instead, what becomes arrears, and what the nation feels of it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simulation.agents.authorities.state import ZoneTakings
from simulation.finance.ledger import HOUSEHOLDS, TREASURY, Flow
from simulation.finance.loans import Loan
from simulation.finance.nation import NationalActivity
from simulation.finance.settings import Channels, Treasury
from simulation.finance.terms import Workout
from simulation.institutions.dues import due_of
from simulation.institutions.repaying import repay, unpaid_power
from simulation.institutions.state import Institutions, worths

from .invented import dues_of, owing

ZONE = Loan("debt", "zone:rashakai", "a bank", 100.0, rate=4.0, grace=4, maturity=44, draw_start=0)
STATE = dataclasses.replace(ZONE, borrower="government")
QUARTER = 39
INDUSTRY = NationalActivity(exports=5_700.0, value_added=8_000.0, profit_tax=500.0)


def after(now: Institutions, quarter: int = QUARTER) -> tuple[Institutions, list[Flow]]:
    """A quarter in which no zone earns anything, and what the rest of the country does."""
    return repay(now, quarter, ZoneTakings.none(3), INDUSTRY)


def spent_by_treasury(flows: list[Flow], *purposes: str) -> float:
    """What the treasury paid for these purposes [mn USD of 2020]."""
    return sum(amount for payer, _, what, amount in flows if payer == TREASURY and what in purposes)


def served_by_treasury(flows: list[Flow]) -> float:
    """Debt service that the treasury paid."""
    return spent_by_treasury(flows, "interest", "principal", "fees", "arrears")


def test_what_a_zone_does_not_pay_is_arrears_of_its_loan_and_beside_it() -> None:
    before = owing(ZONE, 60.0)
    (due,) = dues_of(before, QUARTER)
    now, flows = after(before)
    (account,) = now.loans
    assert account.arrears == pytest.approx(due.account.quarter.asked)
    assert account.behind == 1
    assert now.zones.arrears[0] == pytest.approx(due.asked)
    assert served_by_treasury(flows) == 0.0


def test_a_guaranteed_loan_is_paid_by_the_treasury_which_is_then_owed_it() -> None:
    before = owing(dataclasses.replace(ZONE, guaranteed=True), 60.0, treasury=Treasury(guarantee_paid_share=0.8))
    (due,) = dues_of(before, QUARTER)
    now, flows = after(before)
    assert now.treasury.guarantees_called == pytest.approx(0.8 * due.asked) == pytest.approx(served_by_treasury(flows))
    assert now.treasury.claims == now.treasury.guarantees_called
    assert now.loans[0].arrears == pytest.approx(0.2 * due.account.quarter.asked)


def test_with_the_channel_of_zones_loans_cut_the_treasury_serves_them() -> None:
    before = owing(ZONE, 60.0, channels=Channels(zone_loans=False))
    (due,) = dues_of(before, QUARTER)
    now, flows = after(before)
    assert due.spared
    assert (due.asked, due.scheduled) == (0.0, 0.0)
    assert served_by_treasury(flows) == pytest.approx(due.account.quarter.asked * due.money) != 0.0
    assert now.loans[0].arrears == 0.0


def test_the_treasury_spends_on_the_public_what_its_debts_leave() -> None:
    (light, flows), (heavy, more) = (after(owing(STATE, balance)) for balance in (0.0, 6_000.0))
    service = served_by_treasury(more)
    assert served_by_treasury(flows) == 0.0 < service
    assert heavy.treasury.revenue == light.treasury.revenue
    public = [spent_by_treasury(one, "public spending") for one in (flows, more)]
    assert public[0] - public[1] == pytest.approx(service)
    assert heavy.treasury.deposits == light.treasury.deposits


def test_a_government_that_refuses_pays_nothing_and_is_in_default_after_the_agreed_quarters() -> None:
    rule = Workout(start="2015Q1", stop_paying=True, arrears_quarters=2)
    now, quarters = owing(STATE, 60.0, workouts={"stop": rule}), range(QUARTER, QUARTER + 2)
    for quarter in quarters:
        assert not now.nation.in_default
        now, flows = after(now, quarter)
        assert served_by_treasury(flows) == 0.0
    (account,) = now.loans
    assert account.in_default
    assert account.stopped
    assert account.extra_spread == rule.default_spread_pct_per_year > 0.0
    assert now.nation.in_default
    assert now.external.memory == 1.0
    assert now.nation.export_loss_pct > 0.0


def test_revenue_follows_the_value_that_industry_adds() -> None:
    first, _ = after(owing(STATE, 0.0), 0)
    assert first.nation.value_added_at_start == INDUSTRY.value_added
    booming, falling = (
        repay(first, 1, ZoneTakings.none(3), INDUSTRY._replace(value_added=made))[0]
        for made in (2.0 * INDUSTRY.value_added, 0.5 * INDUSTRY.value_added)
    )
    assert booming.treasury.revenue > first.treasury.revenue > falling.treasury.revenue
    assert falling.nation.revenue_short_pct > 0.0 > booming.nation.revenue_short_pct


def test_taxes_that_firms_paid_are_part_of_revenue_and_not_raised_twice() -> None:
    now, flows = after(owing(STATE, 0.0))
    raised = sum(a for payer, payee, _, a in flows if (payer, payee) == (HOUSEHOLDS, TREASURY))
    assert raised == pytest.approx(now.treasury.revenue - INDUSTRY.profit_tax)


def test_a_rise_of_the_policy_rate_reaches_rupee_loans_that_float_and_no_dollar_loans() -> None:
    floating = dataclasses.replace(STATE, floating=True, currency="PKR", reference="kibor")
    for loan, rises in ((floating, True), (dataclasses.replace(floating, currency="USD", reference="usd"), False)):
        calm = owing(loan, 60.0)
        tight = calm.but(nation=dataclasses.replace(calm.nation, policy_points=4.0))
        one, two = (
            due_of(now, now.loans[0], QUARTER, worths(now, QUARTER)).account.quarter.interest for now in (calm, tight)
        )
        assert two - one == pytest.approx(60.0 * 4.0 / 400.0 if rises else 0.0)


def test_power_bills_and_debt_unpaid_beyond_the_baseline_are_counted_at_one_to_one() -> None:
    plants = dataclasses.replace(STATE, borrower="power:hydro", currency="USD")
    now = owing(plants, 60.0)
    on_path = now.setup.paths.at(now.setup.committed_receivables, QUARTER)
    bills = np.zeros(len(now.power))
    bills[0] = on_path + 200.0
    indebted = now.but(power=now.power.but(receivables=bills))
    assert unpaid_power(indebted, QUARTER) == pytest.approx(0.2)
    late = indebted.but(loans=(now.loans[0]._replace(arrears=100.0),))
    worth = worths(now, QUARTER)["USD"]
    assert unpaid_power(late, QUARTER) == pytest.approx(0.2 + 0.1 * worth)
