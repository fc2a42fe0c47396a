"""Bills, profit, tax, credit and investment of one firm."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies

from simulation.agents.firms import settling as ask

amounts = strategies.floats(min_value=0.0, max_value=1e4)
BANK = {"policy_rate": 0.02, "spread": 0.03, "risk_spread": 0.1}


def test_wages_rise_with_the_place_and_with_labour_productivity():
    assert ask.wage_bill.plain(10.0, 0.0005, 1.0, 1.0, 0.0) == pytest.approx(0.005)
    assert ask.wage_bill.plain(10.0, 0.0005, 1.2, 1.5, 0.0) == pytest.approx(0.009)


def test_an_owners_own_work_has_no_wage():
    assert ask.wage_bill.plain(10.0, 1.0, 1.0, 1.0, 0.5) == pytest.approx(9.5)
    assert ask.wage_bill.plain(0.5, 1.0, 1.0, 1.0, 0.5) == pytest.approx(0.25)
    assert ask.rent_bill.plain(10.0, 0.0001) == pytest.approx(0.001)


def test_the_owner_of_a_small_firm_does_the_overhead():
    asked = {"base_wage": 0.001, "labour_efficiency": 1.0, "overhead_workers": 0.3, "fixed_cost_elasticity": 0.0}
    assert ask.overhead.plain(hired_workers=5.0, **asked) == ask.overhead.plain(hired_workers=500.0, **asked)
    assert ask.overhead.plain(hired_workers=1.0, **asked) == pytest.approx(0.2 * 0.0003)


def test_the_quarters_noise_is_a_share_of_sales():
    assert ask.noise.plain(10.0, 1.1, -0.5, 0.04) == pytest.approx(-0.22)
    assert ask.noise.plain(10.0, 1.1, 0.0, 0.04) == 0.0


def test_a_firm_without_debt_pays_no_interest_and_a_negative_rate_pays_nobody():
    assert ask.interest.plain(0.0, 1.0, **BANK) == 0.0
    assert ask.interest.plain(1.0, 1e9, **{**BANK, "policy_rate": -0.2}) == 0.0


def test_the_more_a_firm_owes_the_higher_its_rate_up_to_a_leverage_of_two():
    rates = [4.0 * ask.interest.plain(debt, 1.0, **BANK) / debt for debt in (1e-9, 1.0, 2.0, 9.0)]
    assert rates == pytest.approx([0.05, 0.15, 0.45, 0.45])


def test_profit_is_sales_less_every_bill():
    added = ask.value_added.plain(8.0, 2.0, 9.0, 0.5, 1.1, 0.03, 0.02)
    assert added == pytest.approx(10.0 - 9.0 * (0.55 + 0.05))
    gross = ask.gross_profit.plain(added, 2.0, 0.1, 0.2, -0.3)
    assert gross == pytest.approx(added - 2.6)
    assert ask.profit.plain(gross, 0.1, 4.0, 0.02, 0.4) == pytest.approx(gross - 0.1 - 0.08 - 0.4)


def test_a_loss_is_not_taxed_and_a_profit_by_the_rate():
    asked = {
        "capital": 1.0,
        "wear": 0.02,
        "profit_tax": 0.25,
        "tax_relief": 0.0,
        "holiday_quarters": 0.0,
        "age_quarters": 3.0,
    }
    assert ask.profit_tax_paid.plain(gross_profit=0.01, interest=0.0, **asked) == 0.0
    assert ask.profit_tax_paid.plain(gross_profit=1.02, interest=0.2, **asked) == pytest.approx(0.25 * 0.8)


def test_a_tax_holiday_ends_with_its_last_quarter():
    asked = {"gross_profit": 1.0, "interest": 0.0, "capital": 0.0, "wear": 0.0, "profit_tax": 0.3, "tax_relief": 0.5}
    assert ask.profit_tax_paid.plain(holiday_quarters=8.0, age_quarters=7.0, **asked) == pytest.approx(0.15)
    assert ask.profit_tax_paid.plain(holiday_quarters=8.0, age_quarters=8.0, **asked) == pytest.approx(0.30)


@given(debt=amounts, cash=strategies.floats(min_value=-1e3, max_value=1e3))
def test_a_firm_repays_no_more_than_it_owes_or_holds(debt, cash):
    paid = ask.amortisation.plain(debt, 0.05, cash)
    assert 0.0 <= paid <= max(0.0, cash)
    assert paid <= 0.05 * debt


def test_only_losses_in_a_row_are_counted():
    assert ask.losing.plain(3.0, -1e-9) == 4.0
    assert ask.losing.plain(3.0, 0.0) == 0.0


def test_large_firms_borrow_more_on_each_dollar_of_capital():
    asked = {"leverage_small": 0.1, "leverage_large": 0.7, "leverage_half_workers": 50.0}
    limits = [ask.credit_limit.plain(2.0, workers, **asked) for workers in (0.0, 50.0, 1e9)]
    assert limits == pytest.approx([0.2, 0.8, 1.4])


def test_a_firm_of_the_right_size_replaces_what_is_worn():
    assert ask.wanted_investment.plain(5.0, 5.0, 0.02, 0.1, 0.2) == pytest.approx(0.1)
    assert ask.wanted_investment.plain(4.0, 5.0, 0.02, 0.1, 0.2) == 0.0
    assert ask.wanted_investment.plain(1e9, 5.0, 0.02, 0.1, 0.2) == pytest.approx(1.0)


def test_capital_invested_so_ends_at_what_is_needed():
    capital, wear = 1.0, 0.02
    for _ in range(400):
        capital += ask.wanted_investment.plain(3.0, capital, wear, 0.1, 0.2) - wear * capital
    assert capital == pytest.approx(3.0, rel=1e-9)


@given(wanted=amounts, spare=amounts, limit=amounts, debt=amounts)
def test_a_loan_is_what_own_cash_cannot_pay_within_the_limit(wanted, spare, limit, debt):
    loan = ask.wanted_credit.plain(wanted, spare, limit, debt)
    assert 0.0 <= loan <= wanted
    assert loan == 0.0 or debt + loan <= limit * (1.0 + 1e-12) + 1e-9
    assert loan == 0.0 or spare + loan <= wanted * (1.0 + 1e-12) + 1e-9


def test_cash_below_the_buffer_is_not_spare():
    assert ask.spare_cash.plain(1.0, 4.0, 0.5) == 0.0
    assert ask.spare_cash.plain(3.0, 4.0, 0.5) == 1.0


def test_the_last_credit_fills_an_empty_till_and_no_more():
    assert ask.overdraft.plain(-0.3, 1.0, 0.5, 0.6, 0.25) == pytest.approx(0.3)
    assert ask.overdraft.plain(-0.9, 1.0, 0.5, 0.6, 0.25) == pytest.approx(0.35)
    assert ask.overdraft.plain(0.1, 1.0, 0.5, 0.6, 0.25) == 0.0
    assert ask.overdraft.plain(-0.1, 1.0, 5.0, 0.6, 0.25) == 0.0
