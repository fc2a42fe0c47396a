"""Power companies' quarter of money: bills collected and not, debt, and what owners put in and take out."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.agents.power.state import Companies, PowerCompanies
from simulation.country.finding import country_of
from simulation.engine.table import total
from simulation.finance.ledger import HOUSEHOLDS, POWER, TREASURY, WORLD
from simulation.finance.loans import Loan
from simulation.finance.nation import NationalActivity
from simulation.finance.settings import MoneyShock
from simulation.institutions.power_paying import power_pays
from simulation.institutions.state import Institutions
from simulation.institutions.till import Till
from simulation.scenario.money import PowerRules

from .invented import dues_of, owing, paid

COMPANIES = Companies.of_seeds(country_of("pakistan").seeds)
LOAN = Loan("plants", "power:cpec", "a bank", 2_000.0, rate=5.0, grace=4, maturity=44, draw_start=0)
QUARTER = 39
"""The loan asks for interest and principal."""


def standing(loan: Loan = LOAN, cash: float = 0.0, **changed: object) -> Institutions:
    """The companies with so much cash each and a loan of which 1,000 is owed."""
    now = owing(loan, 1_000.0, **changed)
    return now.but(power=now.power.but(cash=np.full(len(COMPANIES.names), cash)))


def after(now: Institutions, quarter: int = QUARTER) -> tuple[PowerCompanies, dict[str, float], Till, dict[str, float]]:
    """Companies after a quarter, what they paid on each loan, all payments, and lease income taken."""
    till, leases = Till(), dict[str, float]()
    power, by_loan, _ = power_pays(now, quarter, NationalActivity(), dues_of(now, quarter), leases, till)
    return power, by_loan, till, leases


def test_what_is_billed_and_not_collected_is_owed_to_the_companies() -> None:
    now = standing()
    power, _, till, _ = after(now)
    billed = total(power.payment)
    assert billed > 0.0
    assert total(power.collected) == pytest.approx(now.setup.power.collected_share * billed)
    assert total(power.receivables) == pytest.approx(billed - total(power.collected))
    assert paid(till, "capacity payments", HOUSEHOLDS) == pytest.approx(total(power.collected))


def test_a_year_without_payment_of_half_the_bills_leaves_half_of_them_unpaid() -> None:
    shock = MoneyShock(what="unpaid_power_bills", start="2015Q1", size_pct=50.0, last_quarters=80)
    plain, hit = after(standing())[0], after(standing(money_shocks={"strike": shock}))[0]
    assert total(hit.receivables) - total(plain.receivables) == pytest.approx(0.5 * total(plain.payment))


def test_under_the_subsidy_rule_the_treasury_settles_old_bills() -> None:
    now = standing(power=PowerRules(tariff_rule="subsidy"))
    now = now.but(power=now.power.but(receivables=np.full(len(COMPANIES.names), 10.0)))
    settled = paid(after(now)[2], "power bills settled", TREASURY)
    assert 0.0 < settled < 70.0
    plain = standing()
    plain = plain.but(power=plain.power.but(receivables=np.full(len(COMPANIES.names), 10.0)))
    assert paid(after(plain)[2], "power bills settled", TREASURY) == 0.0


def test_a_loan_of_the_corridor_is_paid_by_its_companies_and_by_no_others() -> None:
    power, by_loan, till, _ = after(standing(cash=50.0))
    (due,) = dues_of(standing(cash=50.0), QUARTER)
    assert by_loan["plants"] == pytest.approx(due.asked) == pytest.approx(total(power.service_paid))
    assert paid(till, "principal", POWER) > paid(till, "interest", POWER) > 0.0
    assert power.service_paid[COMPANIES.names.index("grid")] == 0.0
    assert [COMPANIES.names[row] for row in COMPANIES.borrowers["power:cpec"]] == list(COMPANIES.names[:-1])
    assert [COMPANIES.names[row] for row in COMPANIES.borrowers["power:hydro"]] == ["hydro"]


def test_poor_companies_pay_what_they_have_and_their_owners_get_nothing() -> None:
    dear = Loan("plants", "power:cpec", "a bank", 90_000.0, rate=5.0, grace=4, maturity=44, draw_start=0)
    now = owing(dear, 80_000.0)
    power, by_loan, till, _ = after(now)
    (due,) = dues_of(now, QUARTER)
    assert 0.0 < by_loan["plants"] < due.asked
    assert total(power.cash[COMPANIES.borrowers["power:cpec"]]) == pytest.approx(0.0, abs=1e-9)
    assert paid(till, "dividends", POWER) == 0.0


def test_owners_take_the_cash_beyond_some_quarters_of_debt_service() -> None:
    power, _, till, _ = after(standing(cash=500.0))
    taken = paid(till, "dividends", POWER)
    assert taken == pytest.approx(total(power.dividends)) != 0.0
    assert (power.cash >= 0.0).all()
    assert total(power.cash) < 500.0 * len(COMPANIES.names) - taken + total(power.collected)


def test_owners_pay_interest_while_plants_are_being_built() -> None:
    building = Loan("plants", "power:programme", "a bank", 2_000.0, rate=5.0, grace=60, maturity=100, draw_start=0)
    now = standing(building)
    (due,) = dues_of(now, QUARTER)
    _, by_loan, till, _ = after(now)
    assert by_loan["plants"] == pytest.approx(due.asked) == pytest.approx(paid(till, "owners' money", WORLD))
    assert due.asked > 0.0


def test_lenders_who_swapped_their_debt_take_the_dividends() -> None:
    now = standing(cash=500.0)
    swapped = now.but(loans=(now.loans[0]._replace(lease_until=QUARTER + 40),))
    plain, (_, _, till, leases) = after(now), after(swapped)
    assert leases["plants"] == pytest.approx(paid(till, "lease income", POWER)) != 0.0
    assert paid(till, "dividends", POWER) < paid(plain[2], "dividends", POWER) + paid(plain[2], "principal", POWER)
