"""A scenario's loans: the book's terms but for what is written, and schedules on paper that balance."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from simulation import load
from simulation.country.finding import country_of
from simulation.finance import statements
from simulation.finance.books import UnknownLoan, book
from simulation.finance.loans import Loan
from simulation.finance.paths import from_seeds
from simulation.finance.settings import Investment
from simulation.finance.terms import LoanTerms
from simulation.quarter_zero.loan_book import resolved, schedules
from simulation.scenario.loading import shipped
from simulation.scenario.schema import Scenario

PAKISTAN = country_of("pakistan").seeds


def rows_of(name: str) -> list[dict[str, str]]:
    """The file of a shipped scenario."""
    file = io.StringIO()
    statements.write(schedules(load(name)), file)
    return list(csv.DictReader(file.getvalue().splitlines()))


@pytest.mark.parametrize("name", shipped())
def test_every_row_of_every_shipped_scenario_balances_and_follows_the_one_before(name: str) -> None:
    for of in schedules(load(name)).values():
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
    plain, later = (schedules(load(name)) for name in ("pakistan-baseline", "repayment-longer_grace"))
    assert later["f13"].loan.first_instalment == plain["f13"].loan.first_instalment + 16
    dear = schedules(load("repayment-floating_rate_shock"))
    assert dear["f06"].interest.sum() > plain["f06"].interest.sum()
    stopped = schedules(load("investment-stopped_at_19bn"))
    assert stopped["dhabeji"].draw.sum() < plain["dhabeji"].draw.sum()
    assert schedules(load("pakistan-no_loans")) == {}
    assert schedules(Scenario(investment=Investment(funding="grants"))) == {}


def loans(**asked: object) -> dict[str, Loan]:
    """The committed loans of a scenario."""
    return resolved(Scenario(**asked), from_seeds(PAKISTAN))  # type: ignore[arg-type]


def test_a_scenario_changes_single_terms_and_keeps_the_rest() -> None:
    founding, after = (
        book(PAKISTAN, "founding", from_seeds(PAKISTAN)),
        loans(loans={"f13": LoanTerms(grace_quarters=51)}),
    )
    assert after["f13"].grace == 51
    assert after["f13"].instalments == founding["f13"].instalments
    assert after["f13"].rate == founding["f13"].rate
    assert after["f06"] == founding["f06"]


def test_a_new_loan_needs_all_terms_or_a_likeness() -> None:
    with pytest.raises(UnknownLoan, match="borrower, principal_mn"):
        loans(loans={"mine": LoanTerms(rate_pct_per_year=3.0)})
    with pytest.raises(UnknownLoan, match="no row of seeds"):
        loans(loans={"mine": LoanTerms(like="X-XX")})
    with pytest.raises(UnknownLoan, match="is no zone's loan"):
        loans(loans={"mine": LoanTerms(like="Z-T1")})
    likened = loans(loan_book="none", loans={"mine": LoanTerms(like="Z-T1", borrower="zone:bostan")})
    assert likened["mine"].borrower == "zone:bostan"


def test_the_itemised_account_has_28_loans_and_a_misspelt_field_is_refused() -> None:
    assert len(loans(loan_book="itemised")) == 28
    with pytest.raises(ValueError, match="loanbook"):
        loans(loanbook="itemised")


def test_a_changed_currency_converts_what_is_owed_unless_the_sum_is_said() -> None:
    paths = from_seeds(PAKISTAN)
    converted = loans(loans={"f13": LoanTerms(currency="CNY")})["f13"]
    assert converted.principal == 13_000.0 * paths.per_usd("CNY", converted.draw_start)
    assert loans(loans={"f13": LoanTerms(currency="CNY", principal_mn=13_000.0)})["f13"].principal == 13_000.0


def test_yearly_payments_end_with_the_maturity() -> None:
    odd = loans(loans={"f13": LoanTerms(grace_quarters=4, maturity_quarters=6, payments_per_year=1)})["f13"]
    assert (odd.instalments, odd.last_instalment - odd.draw_start) == (1, 5)
    whole = loans(loans={"f13": LoanTerms(grace_quarters=4, maturity_quarters=12, payments_per_year=1)})["f13"]
    assert (whole.instalments, whole.first_instalment, whole.last_instalment) == (2, 7, 11)
