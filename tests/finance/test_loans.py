"""A loan's schedule is exact: closed forms, an independent library, published tables."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy_financial as npf
import pytest

from simulation.finance.loans import Loan, Schedule, annuity_factor, schedule
from simulation.finance.yardsticks import (
    effective_rate,
    grant_element,
    largest_loan,
    largest_zone_loan,
    present_value,
    totals,
    workers_needed,
)

EXACT = 1e-9
ANNUAL = Loan("annual", "government", "bank", 100.0, rate=3.76, grace=16, maturity=52, step=4)
"""100 at 3.76 %, four years of interest only, nine instalments a year apart."""


def plain(**terms: object) -> Loan:
    """A loan of 100 without grace, paid yearly, with these terms."""
    return dataclasses.replace(Loan("plain", "government", "bank", 100.0, step=4), **terms)  # type: ignore[arg-type]


def identity_gap(of: Schedule) -> float:
    """Largest miss of opening + draw + capitalised - principal = closing."""
    return float(np.abs(of.opening + of.draw + of.capitalised - of.principal - of.closing).max())


def test_ten_thousand_random_annuities_agree_with_numpy_financial() -> None:
    luck = np.random.default_rng(20)
    rates, periods = luck.uniform(0.1, 25.0, 10_000), luck.integers(1, 81, 10_000)
    steps = luck.choice([1, 2, 4], 10_000)
    factors = np.array(
        [annuity_factor(r * step / 400.0, int(n)) for r, n, step in zip(rates, periods, steps, strict=True)]
    )
    theirs = -npf.pmt(rates * steps / 400.0, periods, 1.0)
    assert np.abs(factors / theirs - 1.0).max() < EXACT


def test_every_instalment_of_random_loans_agrees_with_numpy_financial() -> None:
    luck = np.random.default_rng(21)
    for _ in range(300):
        n, step, rate = int(luck.integers(1, 60)), int(luck.choice([1, 2, 4])), float(luck.uniform(0.1, 20.0))
        of = schedule(plain(rate=rate, maturity=n * step, step=step))
        period = rate * step / 400.0
        theirs = -npf.ppmt(period, np.arange(1, n + 1), n, 100.0)
        assert np.abs(of.principal[step - 1 :: step] - theirs).max() < EXACT * 100.0


def test_the_documented_annuity_is_met_to_the_last_digit() -> None:
    of = schedule(plain(rate=6.0, maturity=80))  # V19
    assert of.service[3] == pytest.approx(8.71845569768514, abs=EXACT)
    assert of.interest.sum() == pytest.approx(74.3691139537, abs=EXACT)


def test_documented_monthly_loans_are_met() -> None:
    assert 200_000 * annuity_factor(0.075 / 12, 180) == pytest.approx(1854.0247200054619, abs=1e-6)  # V20
    assert 100_000 * (annuity_factor(0.085 / 12, 144) - 0.085 / 12) == pytest.approx(401.72223098117627, abs=1e-6)


def test_worked_terms_with_grace_paid_and_capitalised() -> None:
    paid, added = schedule(ANNUAL), schedule(dataclasses.replace(ANNUAL, capitalises_interest=True))
    assert paid.service.max() == pytest.approx(13.303, abs=5e-4)
    assert paid.interest.sum() == pytest.approx(34.76, abs=5e-3)
    assert added.capitalised.sum() == pytest.approx(15.91, abs=5e-3)
    assert added.service.max() == pytest.approx(15.419, abs=5e-4)


def test_equal_principal_has_its_closed_form_and_grant_element() -> None:
    of = schedule(dataclasses.replace(ANNUAL, profile="equal_principal"))
    assert of.interest.sum() == pytest.approx(100 * 0.0376 * (4 + (9 + 1) / 2), abs=EXACT)  # V21
    assert grant_element(of) == pytest.approx(0.087, abs=5e-4)
    dear = dataclasses.replace(ANNUAL, profile="equal_principal", rate=6.0, grace=12, maturity=40)
    assert grant_element(schedule(dear)) == pytest.approx(-0.057, abs=5e-4)


@pytest.mark.parametrize("profile", ["annuity", "equal_principal", "bullet", "sculpted"])
def test_principal_adds_up_the_balance_ends_at_zero_and_present_value_is_principal(profile: str) -> None:
    luck = np.random.default_rng(5)
    for _ in range(60):
        step, n, late = int(luck.choice([1, 2, 4])), int(luck.integers(1, 40)), int(luck.integers(0, 20))
        loan = plain(
            rate=float(luck.uniform(0, 15)), profile=profile, step=step, grace=late * step,
            maturity=(late + n) * step, revenue=tuple(luck.uniform(0.1, 3.0, 50)),
        )  # fmt: skip
        of = schedule(loan)
        assert of.principal.sum() == pytest.approx(100.0, rel=EXACT)
        assert of.closing[-1] == 0.0
        assert identity_gap(of) < EXACT * 100.0
        by_period = of.service[step - 1 :: step]
        assert present_value(by_period, loan.rate * step / 400.0, 1) == pytest.approx(100.0, rel=EXACT)


def test_a_loan_of_many_draws_is_the_sum_of_its_draws() -> None:
    for profile in ("annuity", "equal_principal", "sculpted"):
        whole = plain(
            rate=5.0, profile=profile, step=2, grace=7, maturity=47, draws=(0.25,) * 4, revenue=(1.0, 2.0, 3.0)
        )
        parts = []
        for place in range(4):  # the second half is drawn after the first instalment
            only = tuple(float(place == k) for k in range(12))
            parts.append(schedule(dataclasses.replace(whole, principal=25.0, draws=only)))
        late = dataclasses.replace(whole, draws=(0.25,) * 4 + (0.0,) * 8)
        assert np.abs(schedule(late).service - sum(part.service for part in parts)).max() < EXACT * 100.0


def test_draws_after_the_first_instalment_are_repaid_with_the_rest() -> None:
    of = schedule(plain(rate=5.0, step=2, grace=3, maturity=43, draws=(0.1,) * 10))
    assert of.draw.sum() == pytest.approx(100.0)
    assert of.closing[-1] == 0.0
    assert of.principal.sum() == pytest.approx(100.0, rel=EXACT)


def test_a_floating_loan_follows_its_reference() -> None:
    loan = plain(floating=True, rate=2.0, maturity=40)
    low, high = schedule(loan, lambda quarter: 1.0), schedule(loan, lambda quarter: 4.0)
    assert low.interest[3] == pytest.approx(3.0)
    assert high.interest[3] == pytest.approx(6.0)
    assert high.closing[-1] == 0.0


def test_a_sculpted_loan_repays_by_its_contracted_revenue() -> None:
    of = schedule(plain(rate=5.0, profile="sculpted", maturity=16, revenue=(1.0, 1.0, 2.0, 4.0)))
    assert of.principal[3::4] == pytest.approx([12.5, 12.5, 25.0, 50.0])


def test_fees_are_paid_in_cash_or_added_to_the_balance() -> None:
    loan = plain(rate=5.0, maturity=40, draws=(0.5, 0.5), upfront_fee=1.0, insurance_fee=7.0, commitment_fee=0.8)
    cash, added = schedule(loan), schedule(dataclasses.replace(loan, capitalises_fees=True))
    assert cash.fee.tolist()[:2] == pytest.approx([8.0 + 0.1, 0.0])
    assert added.fee.sum() == 0.0
    assert added.capitalised.sum() == pytest.approx(8.1)
    assert identity_gap(added) < EXACT


def test_the_effective_rate_without_fees_is_the_loans_own() -> None:
    assert effective_rate(schedule(ANNUAL)) == pytest.approx(3.76, abs=1e-9)
    dearer = schedule(dataclasses.replace(ANNUAL, upfront_fee=1.0))
    assert effective_rate(dearer) == pytest.approx(3.89, abs=0.005)
    assert totals(dearer).fee == pytest.approx(1.0)


def test_debt_sizing_meets_the_published_table() -> None:
    assert largest_loan(1000.0, 1.30, 0.06, 25) == pytest.approx(9833.0, abs=1.0)  # FHWA P3 primer 2013, table 9-1
    assert largest_loan(1000.0, 1.15, 0.06, 25) == pytest.approx(11116.0, abs=1.0)


def test_a_zone_loan_of_a_hundred_million_asks_for_tens_of_thousands_of_workers() -> None:
    workers = workers_needed(100.0, 0.0, 1.2, annuity_factor(0.0376, 9), 4.0, 320e-6)
    assert 50_000 < workers < 65_000
    assert largest_zone_loan(workers * 320e-6, 0.0, 1.2, annuity_factor(0.0376, 9), 0.04) == pytest.approx(100.0)
    assert workers_needed(100.0, 0.0, 1.2, 0.13, 4.0, 0.0) == float("inf")


def test_a_rate_of_almost_nothing_is_repaid_as_one_of_nothing() -> None:
    for rate in (1e-10, 1e-7, 1e-5, 0.0039, 0.0041):
        tiny = annuity_factor(rate / 400.0, 60) * 60.0
        assert tiny == pytest.approx(1.0 + 61.0 / 2.0 * rate / 400.0, abs=1e-11 + 60.0**2 * (rate / 400.0) ** 2)


def test_a_lender_never_pays_its_borrower() -> None:
    of = schedule(plain(rate=-5.0, floating=True, maturity=40), lambda quarter: 2.0 if quarter < 20 else 7.0)
    assert of.interest.min() == 0.0
    assert of.interest.max() > 0.0


def test_draws_after_the_last_instalment_are_repaid_at_the_next_payment() -> None:
    of = schedule(plain(rate=5.0, maturity=8, draws=(0.1,) * 10))
    assert of.loan.last_instalment == 7
    assert of.quarter[-1] == of.loan.last_payment == 11
    assert of.closing[-1] == 0.0
    assert of.principal.sum() == pytest.approx(100.0)
