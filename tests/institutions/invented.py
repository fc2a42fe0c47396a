"""A small invented country of three zones, and firms that behave by rule, to run institutions without an economy."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simulation.agents.authorities.state import ZoneTakings, ZoneTenants
from simulation.finance.accounts import opened
from simulation.finance.balance import check_loans
from simulation.finance.ledger import Flow, Ledger
from simulation.finance.loans import Loan, Position
from simulation.finance.nation import NationalActivity
from simulation.finance.terms import LoanTerms
from simulation.institutions.acting import authorities_act
from simulation.institutions.drawing import draw_investment
from simulation.institutions.dues import Due, due_of
from simulation.institutions.repaying import repay
from simulation.institutions.serving import serve
from simulation.institutions.state import Institutions, Services, ZoneFacts, deposits, worths
from simulation.institutions.till import Till
from simulation.quarter_zero.institutions import begun
from simulation.scenario.money import ZonePlan
from simulation.scenario.schema import Scenario

FACTS = ZoneFacts(
    keys=("rashakai", "allama_iqbal", "sundar"), sites=(100, 101, 102), groups=("cpec", "cpec", "rivals"),
    programme=(True, True, False), starts=(25, 19, -40),
    industrial_ha=(284.0, 921.0, 495.0), works_usd_mn=(140.0, 176.0, 43.0),
    plot_price_usd_per_acre=(24_000.0, 66_600.0, 30_000.0), allowed=np.ones((3, 2)), specialties=("garments", "sports"),
)  # fmt: skip


class Seen(NamedTuple):
    """One quarter of a run."""

    now: Institutions
    services: Services
    flows: list[Flow]


def scenario(**changed: Any) -> Scenario:
    """The founding book with the loans of two zones, and what is changed."""
    plain: dict[str, Any] = {
        "loans": {"rashakai": LoanTerms(like="Z-RSK"), "allama_iqbal": LoanTerms(like="Z-AIC")},
        "zones": {"cpec": ZonePlan(tax_share_pct=10.0)},
    }
    return Scenario(**(plain | changed))


def lived(asked: Scenario, quarters: int = 100, let_a_year: float = 0.05, luck: float = 1.0) -> list[Seen]:
    """The institutions quarter by quarter, the ledger closed and every loan checked in each."""
    now = begun(asked, FACTS)
    let, seen = now.zones.let_ha.copy(), []
    for quarter in range(quarters):
        before = now
        now, drawn = draw_investment(now, quarter)
        room = np.maximum(now.zones.serviced_ha - let, 0.0) * now.zones.open
        new = np.minimum(room, let_a_year / 4.0 * now.zones.industrial_ha)
        let = let + new
        workers = 42.5 * let
        takings = ZoneTakings(
            workers * now.zones.rent, 0.0015 * workers, workers, new * now.zones.plot_price, 0.0 * new
        )
        now = authorities_act(now, quarter, ZoneTenants(workers, let))
        services = serve(now, quarter)
        grown = now.setup.paths.at(now.setup.paths.gdp, quarter) / now.setup.paths.at(now.setup.paths.gdp, 0)
        made = 8_000.0 * grown  # industry grows with the rest of the country
        account = now.setup.account
        trade = 8_200.0 / now.setup.paths.at(account.exports_factor, quarter) * 1.00625 ** max(0, quarter - 40)
        national = NationalActivity(trade, made, 500.0, 3_000.0, 1_000.0, luck=luck)
        now, paid = repay(now, quarter, takings, national)
        of_firms: list[Flow] = [
            ("firms", "zone authorities", "lease", float(takings.rent_paid.sum())),
            ("firms", "zone authorities", "land sold", float(takings.plot_due.sum())),
            ("firms", "treasury", "profit tax", national.profit_tax),
            ("firms", "power companies", "electricity", national.power_paid),
        ]
        flows = drawn + paid + of_firms
        Ledger(flows).close(deposits(before), deposits(now))
        check_loans(before.loans, now.loans)
        seen.append(Seen(now, services, flows))
    return seen


def zone(of: Seen, column: str, key: str = "rashakai") -> float:
    """A column of one zone."""
    return float(getattr(of.now.zones, column)[FACTS.keys.index(key)])


def paid(till: Till, what: str, payer: str | None = None) -> float:
    """What was paid for a purpose [mn USD of 2020], by one sector or by all."""
    return sum(amount for (who, _, name), amount in till.lines.items() if name == what and payer in (None, who))


def owing(loan: Loan, balance: float, **changed: object) -> Institutions:
    """The institutions at their start with one loan alone, of which so much is owed [mn of its currency]."""
    account = opened(loan)._replace(position=Position(balance, 0.0, loan.principal))
    return begun(scenario(**changed), FACTS).but(loans=(account,))


def dues_of(now: Institutions, quarter: int) -> list[Due]:
    """What is due on every loan in a quarter."""
    return [due_of(now, account, quarter, worths(now, quarter)) for account in now.loans]
