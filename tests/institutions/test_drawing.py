"""Investment is drawn: who lends, who builds, and what stops the works."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.finance.books import UnknownLoan
from simulation.finance.ledger import HOUSEHOLDS, LENDERS, TREASURY, WORLD, ZONES, Flow
from simulation.finance.loans import Loan
from simulation.finance.settings import Investment
from simulation.institutions.drawing import draw_investment
from simulation.institutions.state import Institutions
from simulation.quarter_zero.institutions import begun

from .invented import FACTS, scenario

ROAD = Loan("road", "government", "a bank", 100.0, draw_start=0, draws=(0.5, 0.5))
IN_2023 = 32


def paid_for(flows: list[Flow], what: str, payer: str, payee: str) -> float:
    """Sum of the payments for a purpose between two sectors."""
    return sum(amount for *who, name, amount in flows if name == what and who == [payer, payee])


def lent(loan: Loan, **changed: object) -> Institutions:
    """The institutions with one loan alone."""
    now = begun(scenario(**changed), FACTS)
    return now.but(loans=(now.loans[0]._replace(loan=loan, terms=loan),))


def test_the_government_spends_a_draw_on_works_at_once_a_part_of_them_abroad() -> None:
    now, flows = draw_investment(lent(ROAD), 0)
    drawn = paid_for(flows, "loan draws", LENDERS, TREASURY)
    abroad = now.setup.treasury.works_import_share
    assert drawn == pytest.approx(50.0 / now.setup.paths.at(now.setup.paths.us_price, 0))
    assert now.loans[0].drawing == 50.0
    assert paid_for(flows, "works", TREASURY, HOUSEHOLDS) == pytest.approx(drawn * (1.0 - abroad))
    assert paid_for(flows, "works", TREASURY, WORLD) == pytest.approx(drawn * abroad)


def test_a_zones_works_are_paid_by_lenders_and_owners_in_their_shares() -> None:
    before = begun(scenario(), FACTS)
    share, fund = before.zones.loan_share[0], 10.0
    ready = before.but(zones=before.zones.but(fund=np.array([fund, 0.0, 0.0])), loans=before.loans)
    now, flows = draw_investment(ready, IN_2023)
    spent = now.zones.works_spent[0]
    assert 0.0 < share < 1.0
    assert spent == pytest.approx(now.zones.works_planned[0] / now.setup.plans[0].works_quarters)
    into_fund = paid_for(flows, "loan draws", LENDERS, ZONES)
    assert now.zones.fund[0] == pytest.approx(fund + into_fund - share * spent)
    assert paid_for(flows, "zone works", TREASURY, ZONES) >= (1.0 - share) * spent * (1.0 - 1e-9)


def test_works_wait_for_a_lender_who_does_not_pay() -> None:
    before = begun(scenario(), FACTS)
    refused = tuple(account._replace(stopped=account.loan.borrower == "zone:rashakai") for account in before.loans)
    now, _ = draw_investment(before.but(loans=refused), IN_2023)
    assert now.zones.works_spent[0] == 0.0
    assert draw_investment(before, IN_2023)[0].zones.works_spent[0] > 0.0


def test_after_the_programme_is_stopped_nothing_is_drawn_or_built() -> None:
    now, flows = draw_investment(begun(scenario(investment=Investment(stop_after="2022Q4")), FACTS), IN_2023)
    assert flows == []
    assert not now.zones.works_spent.any()
    assert all(account.drawing == 0.0 for account in now.loans)


def test_grants_bring_the_money_of_loans_and_leave_no_debt() -> None:
    loans, grants = (begun(scenario(investment=Investment(funding=how)), FACTS) for how in ("loans", "grants"))
    (_, borrowed), (given, gifts) = (draw_investment(one, IN_2023) for one in (loans, grants))
    assert given.loans == ()
    assert sum(amount for *_, what, amount in gifts if what == "grants") == pytest.approx(
        sum(amount for *_, what, amount in borrowed if what == "loan draws")
    )


def test_works_that_policy_orders_are_paid_by_the_treasury_and_make_land() -> None:
    order = {
        "instrument": "infrastructure_works", "start": "2023Q1", "where": "rashakai", "works_usd_mn": 40.0,
        "serviced_ha": 80.0, "build_quarters": 4, "paid_by": "treasury",
    }  # fmt: skip
    plain, more = (draw_investment(begun(scenario(policy=policy), FACTS), IN_2023) for policy in ({}, {"works": order}))
    assert more[0].zones.works[0] - plain[0].zones.works[0] == pytest.approx(10.0)
    assert more[0].zones.serviced_ha[0] - plain[0].zones.serviced_ha[0] == pytest.approx(20.0)
    asked = [paid_for(flows, "zone works", TREASURY, ZONES) for _, flows in (plain, more)]
    assert asked[1] - asked[0] == pytest.approx(10.0)
    assert more[0].treasury.support - plain[0].treasury.support == pytest.approx(10.0)


def test_money_lent_to_a_zone_that_the_map_does_not_have_is_refused_and_not_lost() -> None:
    nowhere = Loan("nowhere", "zone:atlantis", "a bank", 100.0, draw_start=0)
    with pytest.raises(UnknownLoan, match="loan nowhere: borrower zone:atlantis found; the map has zone:rashakai"):
        draw_investment(lent(nowhere), 0)
