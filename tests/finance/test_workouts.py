"""No workout is free by omission: each has its trigger, its terms and its price."""

from __future__ import annotations

import dataclasses

import pytest

from simulation.finance import accounts, workouts
from simulation.finance.accounts import Account, Position
from simulation.finance.loans import Loan, schedule
from simulation.finance.terms import Workout
from simulation.units import quarter_index

NOW = quarter_index("2027Q1")
LOAN = Loan("f", "zone:rashakai", "bank", 100.0, rate=5.0, grace=10, maturity=70, draw_start=20, guaranteed=True)


def standing(balance: float = 80.0, arrears: float = 10.0) -> Account:
    """The loan half way, with arrears."""
    return Account(LOAN, LOAN, Position(balance, 0.0, 100.0), arrears=arrears, behind=3)


def lived_out(account: Account, quarter: int) -> float:
    """What is paid [mn] when the account pays all it is asked for from the next quarter to the end."""
    paid = 0.0
    for later in range(quarter + 1, account.terms.last_instalment + 1):
        account = accounts.asked(account, later, 0.0, 1.0)
        paid += account.quarter.asked
        account = accounts.settled(account, account.quarter.asked, 0.0)
    assert account.owed == pytest.approx(0.0, abs=1e-9)
    return paid


def test_unpaid_principal_is_arrears_and_not_balance() -> None:
    before = Account(LOAN, LOAN, Position(80.0, 0.0, 100.0))
    due = accounts.asked(before, LOAN.first_instalment + 2, 0.0, 1.0)
    unpaid = accounts.settled(due, 0.0, 0.0)
    assert unpaid.owed == pytest.approx(80.0 + unpaid.quarter.interest)
    assert unpaid.arrears == pytest.approx(unpaid.quarter.interest + unpaid.quarter.principal)
    assert unpaid.behind == 1


def test_default_ends_draws_and_raises_the_spread_of_all_loans_of_the_borrower() -> None:
    rule = Workout()
    floating = standing()._replace(terms=dataclasses.replace(LOAN, floating=True), arrears=0.0)
    own, other = accounts.priced(standing(), rule, True), accounts.priced(floating, rule, False)
    assert own.in_default
    assert own.stopped
    assert own.extra_spread == rule.default_spread_pct_per_year
    assert other.stopped
    assert other.extra_spread == rule.default_spread_pct_per_year
    assert not other.in_default
    assert accounts.draws(own, 20) == 0.0


@pytest.mark.parametrize("kind", ["rollover", "reprofiling"])
def test_rollover_and_reprofiling_keep_face_value_and_cost_more_in_the_end(kind: str) -> None:
    rule = Workout(kind=kind, start="2027Q1")  # type: ignore[arg-type]
    agreed = workouts.worked_out(standing(), {"a": rule}, NOW, 0.0)
    assert agreed.arrears == 0.0
    assert agreed.owed == pytest.approx(90.0 * (1.0 + rule.fee_pct / 100.0))
    assert agreed.terms.rate == 5.0 + rule.spread_rise_pct_per_year
    assert lived_out(agreed, NOW) > 90.0


def test_a_reprofiled_loan_ends_later_and_begins_with_grace() -> None:
    rule = Workout(kind="reprofiling", start="2027Q1", extra_quarters=20, new_grace_quarters=8)
    agreed = workouts.worked_out(standing(), {"a": rule}, NOW, 0.0)
    assert agreed.terms.last_instalment >= LOAN.last_instalment + 20
    assert agreed.terms.first_instalment == NOW + 1 + 8 + LOAN.step - 1


def test_a_haircut_writes_off_its_share_of_balance_and_arrears() -> None:
    agreed = workouts.worked_out(
        standing(), {"a": Workout(kind="haircut", start="2027Q1", haircut_pct=30, fee_pct=0)}, NOW, 0.0
    )
    assert agreed.quarter.written_off == pytest.approx(27.0)
    assert agreed.owed == pytest.approx(63.0)


def test_a_swapped_loan_takes_lease_income_and_asks_for_nothing() -> None:
    rule = Workout(kind="equity_swap", start="2027Q1", lease_quarters=4)
    agreed = workouts.worked_out(standing(), {"a": rule}, NOW, 0.0)
    assert accounts.asked(agreed, NOW + 1, 0.0, 1.0).quarter.asked == 0.0
    after = workouts.lease_taken(agreed, NOW + 1, 5.0)
    assert after.owed == pytest.approx(85.0)
    ended = workouts.lease_taken(after, NOW + 4, 5.0)
    assert ended.owed == 0.0
    assert ended.quarter.written_off == pytest.approx(80.0)


def test_a_government_has_no_lease_to_give() -> None:
    state = standing()._replace(loan=dataclasses.replace(LOAN, borrower="government"))
    rule = Workout(kind="equity_swap", start="2027Q1")
    assert workouts.worked_out(state, {"a": rule}, NOW, 0.0) is state


def test_triggers_wait_for_date_default_or_cover() -> None:
    calm = standing(arrears=0.0)
    by_date = Workout(kind="reprofiling", start="2027Q1")
    by_default = Workout(kind="reprofiling", trigger="arrears", start="2020Q1")
    by_cover = Workout(kind="reprofiling", trigger="cover", cover_below=1.1, start="2020Q1")
    assert not workouts.triggered(by_date, calm, NOW - 1, 0.0)
    assert workouts.triggered(by_date, calm, NOW, 0.0)
    assert not workouts.triggered(by_default, calm, NOW, 0.0)
    assert workouts.triggered(by_default, calm._replace(in_default=True), NOW, 0.0)
    assert workouts.triggered(by_cover, calm, NOW, 1.05)
    assert not workouts.triggered(by_cover, calm, NOW, 1.2)


def test_terms_come_only_after_the_wait() -> None:
    rule = Workout(kind="haircut", start="2027Q1", wait_quarters=4)
    waiting = workouts.worked_out(standing(), {"a": rule}, NOW, 0.0)
    assert waiting.due_since == NOW
    assert waiting.owed == 90.0
    assert workouts.worked_out(waiting, {"a": rule}, NOW + 4, 0.0).workout == "haircut"


def test_a_rollover_is_renewed_just_before_it_falls_due_as_long_as_agreed() -> None:
    rule = Workout(kind="rollover", start="2027Q1", rollover_quarters=8, repeat_quarters=40)
    rolled = workouts.worked_out(standing(), {"a": rule}, NOW, 0.0)
    falls_due = rolled.terms.last_instalment
    assert falls_due == NOW + 8
    assert not workouts.triggered(rule, rolled, falls_due - 3, 0.0, NOW)
    assert workouts.triggered(rule, rolled, falls_due - 1, 0.0, NOW)
    assert not workouts.triggered(dataclasses_replace(rule, 4), rolled, falls_due - 1, 0.0, NOW)


def test_a_second_workout_comes_in_its_own_time() -> None:
    rules = {
        "b_first": Workout(kind="reprofiling", start="2027Q1"),
        "a_second": Workout(kind="haircut", start="2032Q1", haircut_pct=30),
    }
    account, kinds = standing(), []
    for quarter in range(NOW, NOW + 30):
        account = workouts.worked_out(account, rules, quarter, 0.0)
        kinds.append(account.workout)
    assert kinds == ["reprofiling"] * 20 + ["haircut"] * 10
    assert (account.came_in("b_first"), account.came_in("a_second")) == (NOW, NOW + 20)


def test_two_workouts_of_one_date_come_one_after_the_other() -> None:
    cut, later = Workout(kind="haircut", haircut_pct=30), Workout(kind="reprofiling")
    first = workouts.worked_out(standing(), {"cut": cut, "later": later}, NOW, 0.0)
    both = workouts.worked_out(first, {"cut": cut, "later": later}, NOW + 1, 0.0)
    assert (first.workout, both.workout) == ("haircut", "reprofiling")


def test_a_haircut_after_arrears_comes_again_only_after_new_ones() -> None:
    rule = Workout(kind="haircut", trigger="arrears", start="2020Q1", repeat_quarters=4)
    once = workouts.worked_out(standing()._replace(in_default=True), {"a": rule}, NOW, 0.0)
    assert workouts.worked_out(once, {"a": rule}, NOW + 8, 0.0) is once
    again = workouts.worked_out(once._replace(in_default=True), {"a": rule}, NOW + 8, 0.0)
    assert again.came_in("a") == NOW + 8


def dataclasses_replace(rule: Workout, repeat: int) -> Workout:
    """The rule, renewed for a shorter time."""
    return rule.model_copy(update={"repeat_quarters": repeat})


def test_an_untouched_account_pays_exactly_its_schedule() -> None:
    account, paid = accounts.opened(LOAN), 0.0
    for quarter in range(LOAN.draw_start, LOAN.last_instalment + 1):
        account = account._replace(drawing=accounts.draws(account, quarter))
        account = accounts.asked(account, quarter, 0.0, 1.0)
        paid += account.quarter.asked
        account = accounts.settled(account, account.quarter.asked, 0.0)
    of = schedule(LOAN)
    assert paid == pytest.approx(float(of.service.sum() + of.fee.sum()))
    assert account.position.balance == 0.0
    assert account.position.drawn == pytest.approx(100.0)
