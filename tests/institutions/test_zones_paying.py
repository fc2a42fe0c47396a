"""A zone's quarter of money: what it earns, who is paid first when money is short, and what is left of its works."""

from __future__ import annotations

import dataclasses
from math import inf

import numpy as np
import pytest

from simulation.agents.authorities.decisions import rent_asked
from simulation.agents.authorities.state import Zones, ZoneTakings
from simulation.finance.ledger import TREASURY, WORLD, ZONES
from simulation.finance.loans import Loan
from simulation.institutions.state import Institutions
from simulation.institutions.till import Till
from simulation.institutions.zones_paying import zones_pay
from simulation.scenario.money import ZonePlan

from .invented import dues_of, owing, paid

LOAN = Loan("debt", "zone:rashakai", "a bank", 100.0, rate=4.0, grace=4, maturity=44, draw_start=0, step=2)
QUARTER = LOAN.first_instalment + 20
POOR = {"all": ZonePlan(tax_share_pct=0.0, upkeep_floor_share=0.5)}


def built(loan: Loan = LOAN, balance: float = 60.0, cash: float = 0.0, **changed: object) -> Institutions:
    """Zones with their works done and so much cash; Rashakai owes a loan."""
    now = owing(loan, balance, **({"zones": POOR} | changed))
    zones = now.zones
    return now.but(
        zones=zones.but(works=zones.works_planned, serviced_ha=zones.industrial_ha, cash=np.array([cash, 0.0, 0.0]))
    )


def after(
    now: Institutions, rents: float = 0.0, made: float = 0.0, quarter: int = QUARTER, **taken: float
) -> tuple[Zones, dict[str, float], Till]:
    """Zones after a quarter in which Rashakai's firms paid such rents and made such value added, and what was paid."""
    of_firms = {"rent_paid": rents, "value_added": made} | taken
    columns = {name: np.array([of_firms.get(name, 0.0), 0.0, 0.0]) for name in ZoneTakings._fields}
    till, takings = Till(), ZoneTakings(**columns)
    zones, by_loan, _ = zones_pay(now, quarter, takings, dues_of(now, quarter), till)
    return zones, by_loan, till


def asked(now: Institutions, quarter: int = QUARTER) -> float:
    """What the loan asks for [mn USD of 2020]."""
    (due,) = dues_of(now, quarter)
    return due.asked


def test_a_zone_without_income_pays_nothing_owes_all_and_decays() -> None:
    now = built()
    zones, by_loan, till = after(now)
    assert by_loan == {"debt": 0.0}
    assert zones.arrears[0] == pytest.approx(asked(now)) != 0.0
    assert zones.quality[0] < now.zones.quality[0]
    assert zones.cover[0] == 0.0
    assert zones.locked_up[0]
    assert paid(till, "principal") == 0.0


def test_debt_is_served_after_the_floor_of_upkeep_and_before_the_rest_of_it() -> None:
    service, rich = asked(built()), after(built(cash=100.0))[0]
    enough_for_half = rich.running_paid[0] + 0.5 * rich.upkeep_needed[0] + 0.5 * service
    zones, by_loan, _ = after(built(cash=enough_for_half))
    assert zones.upkeep_paid[0] == pytest.approx(0.5 * zones.upkeep_needed[0]) != 0.0
    assert by_loan["debt"] == pytest.approx(0.5 * service)
    assert zones.cover[0] == pytest.approx(0.5)


def test_a_rich_zone_pays_its_debt_keeps_its_quality_and_hands_the_surplus_to_the_treasury() -> None:
    now = built(cash=100.0)
    zones, by_loan, till = after(now)
    assert by_loan["debt"] == pytest.approx(asked(now))
    assert zones.upkeep_paid[0] == zones.upkeep_needed[0] > 0.0
    assert zones.quality[0] >= now.zones.quality[0]
    assert paid(till, "surplus", ZONES) > 0.0
    assert zones.cash[0] + zones.reserve[0] < 100.0


def test_rents_taxes_and_land_are_income_of_the_zone() -> None:
    sharing = {"all": ZonePlan(tax_share_pct=10.0)}
    now = built(zones=sharing)
    zones, _, till = after(now, rents=2.0, made=30.0, plot_due=0.4, plot_owed=0.7)
    assert zones.rent_income[0] == 2.0
    assert zones.tax_income[0] == pytest.approx(3.0) == paid(till, "taxes passed on", TREASURY)
    assert zones.plot_income[0] == 0.4
    assert zones.instalments[0] == 0.7


@pytest.mark.parametrize("subsidy", [40.0, 100.0])
def test_the_treasury_pays_the_subsidised_part_of_rents_and_land_and_the_zone_loses_nothing(subsidy: float) -> None:
    tool = {"instrument": "plot_subsidy", "start": "2020Q1", "where": "rashakai", "subsidy_pct": subsidy}
    now, part = built(policy={"help": tool}), subsidy / 100.0
    asked_of_one = rent_asked(now.setup.plans[0])
    rents = (1.0 - part) * 500.0 * asked_of_one
    plain = after(built(), rents=500.0 * asked_of_one, hired=500.0, plot_due=0.4)[0]
    helped, _, till = after(now, rents=rents, hired=500.0, plot_due=0.4)
    assert paid(till, "support", TREASURY) - after(built())[0].support_income.sum() == pytest.approx(
        part * (500.0 * asked_of_one + 0.4)
    )
    whole = [z.rent_income[0] + z.plot_income[0] + z.support_income[0] for z in (plain, helped)]
    assert whole[0] == pytest.approx(whole[1])
    assert whole[0] > 0.0


def test_owners_pay_interest_until_the_first_instalment_and_never_after() -> None:
    early = LOAN.first_instalment - LOAN.step
    now = built()
    zones, by_loan, till = after(now, quarter=early)
    helped = paid(till, "owners' money", WORLD)
    assert by_loan["debt"] == pytest.approx(asked(now, early)) != 0.0
    assert helped >= by_loan["debt"]
    assert zones.arrears[0] == pytest.approx(0.0, abs=1e-12)
    assert zones.cover[0] == inf  # no debt has to be covered yet
    assert paid(after(now)[2], "owners' money", WORLD) == 0.0


def test_a_lender_who_took_the_lease_gets_the_rents_and_the_zone_none() -> None:
    now = built()
    swapped = now.loans[0]._replace(lease_until=QUARTER + 40)
    zones, _, till = after(now.but(loans=(swapped,)), rents=0.5)
    assert paid(till, "lease income", ZONES) == 0.5
    assert zones.rent_income[0] == 0.0
    assert zones.service_due[0] == 0.0


def test_of_two_loans_the_senior_is_served_first_and_equals_share_in_proportion() -> None:
    now = built()
    junior = now.loans[0]._replace(loan=dataclasses.replace(LOAN, name="junior", seniority=2))
    equal = now.loans[0]._replace(loan=dataclasses.replace(LOAN, name="equal"))
    zones, _, _ = after(built(cash=100.0))
    cash = zones.running_paid[0] + 0.5 * zones.upkeep_needed[0] + asked(now)
    rich = now.but(zones=now.zones.but(cash=np.array([cash, 0.0, 0.0])))
    ranked = after(rich.but(loans=(*now.loans, junior)))[1]
    shared = after(rich.but(loans=(*now.loans, equal)))[1]
    assert ranked["debt"] == pytest.approx(asked(now))
    assert ranked["junior"] == pytest.approx(0.0, abs=1e-12)
    assert shared["debt"] == pytest.approx(shared["equal"]) == pytest.approx(0.5 * asked(now))


def test_the_treasury_closes_the_gap_of_old_estates_and_of_none_of_the_corridors() -> None:
    zones, _, till = after(built(balance=0.0))
    assert zones.support_income[2] > 0.0 == zones.support_income[0]
    assert paid(till, "support", TREASURY) == pytest.approx(zones.support_income[2])
