"""Investment is drawn: loans reach government, zones and power companies, and works are built with the money."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import NamedTuple

from simulation.agents.authorities import decisions
from simulation.agents.authorities.state import Zone, columns_of
from simulation.finance.accounts import Account, draws, opened
from simulation.finance.balance import lender_of
from simulation.finance.books import FURTHER, UnknownLoan
from simulation.finance.ledger import HOUSEHOLDS, POWER, TREASURY, WORLD, ZONES, Flow
from simulation.finance.treasury import Purse
from simulation.institutions.state import Institutions, orders_of, worths
from simulation.institutions.till import Till
from simulation.policy.orders import Orders

LOAN_DRAWS, GRANTS, POLICY_COSTS = "loan draws", "grants", "policy costs"


class Built(NamedTuple):
    """What a quarter's works change of a zone, in columns of `Zones`."""

    fund: float
    cash: float
    works: float
    works_planned: float
    works_spent: float
    industrial_ha: float
    serviced_ha: float


class Funds:
    """What zones draw in a quarter: for committed works, and for the further plan's, which are built at once."""

    def __init__(self, zones: int) -> None:
        self.committed, self.further = [0.0] * zones, [0.0] * zones


def draw_investment(now: Institutions, quarter: int) -> tuple[Institutions, list[Flow]]:
    """Draws of the quarter and the works they pay; the treasury's quarter begins."""
    till, funds, worth = Till(), Funds(len(now.zones)), worths(now, quarter)
    accounts = tuple(_drawn(now, account, quarter, worth, till, funds) for account in now.loans)
    for loan in now.setup.grants:
        gift = opened(loan)
        amount = 0.0 if now.setup.stopped(quarter) else draws(gift, quarter)
        _received(now, gift, amount * worth[loan.currency], GRANTS, till, funds)
    orders = orders_of(now.setup, quarter)
    built = [_built(now, zone, quarter, funds, orders[zone.key], till) for zone in now.zones.each()]
    zones = now.zones.but(**columns_of(Built._fields, built))
    before = now.treasury
    support = fsum(a for (payer, payee, _), a in till.lines.items() if (payer, payee) == (TREASURY, ZONES))
    support += till.lines.get((TREASURY, HOUSEHOLDS, POLICY_COSTS), 0.0)
    purse = Purse(before.deposits, claims=before.claims, guarantees_in_all=before.guarantees_in_all, support=support)
    return now.but(loans=accounts, zones=zones, treasury=purse), till.flows()


def _drawn(
    now: Institutions, account: Account, quarter: int, worth: Mapping[str, float], till: Till, funds: Funds
) -> Account:
    amount = 0.0 if now.setup.stopped(quarter) else draws(account, quarter)
    _received(now, account, amount * worth[account.loan.currency], LOAN_DRAWS, till, funds)
    return account._replace(drawing=amount) if amount != account.drawing else account


def _place_of(now: Institutions, account: Account) -> int:
    """The zone that borrows, by its place on the map; money lent to a zone that is not there is a fault, not lost."""
    place = now.setup.facts.borrowers.get(account.loan.borrower)
    if place is None:
        known = ", ".join(now.setup.facts.borrowers) or "no zone at all"
        raise UnknownLoan(f"loan {account.key}: borrower {account.loan.borrower} found; the map has {known}")
    return place


def _received(now: Institutions, account: Account, money: float, what: str, till: Till, funds: Funds) -> None:
    """A draw goes to its borrower; government and power companies build at once, zones by their own pace."""
    borrower, imported = account.loan.borrower, now.setup.treasury.works_import_share
    lender = lender_of(account)
    if borrower.startswith("zone:"):
        place = _place_of(now, account)
        till.pay(lender, ZONES, what, money)
        part = funds.further if account.loan.book == FURTHER else funds.committed
        part[place] += money
        return
    payer = TREASURY if borrower == "government" else POWER
    till.pay(lender, payer, what, money)
    till.works(payer, money, imported)


def _built(now: Institutions, zone: Zone, quarter: int, funds: Funds, order: Orders, till: Till) -> Built:
    """Works of a zone: lenders' and owners' parts go together, so works stall where draws stop."""
    setup, plan = now.setup, now.setup.plans[zone.key]
    pace = now.nation.room if setup.channels.treasury_room else 1.0
    wanted = 0.0 if setup.stopped(quarter) else decisions.works_begun(zone, plan, quarter, min(1.0, pace))
    fund, share = zone.fund + funds.committed[zone.key], zone.loan_share
    if share > 0.0 and not _draws_to_come(now, zone, quarter):
        share = 0.0
    spent = min(wanted, fund / share) if share > 0.0 else wanted
    from_fund = spent * share if share > 0.0 else min(fund, spent)
    from_owners, left = spent - from_fund, fund - from_fund
    done = zone.works + spent >= zone.works_planned - 1e-9 * max(1.0, zone.works_planned)
    further = funds.further[zone.key] / setup.further_loan_share if setup.further_loan_share > 0.0 else 0.0
    ordered, given = order.works, order.given
    till.pay(TREASURY, ZONES, "zone works", from_owners + ordered + further - funds.further[zone.key] - given)
    till.pay(WORLD, ZONES, GRANTS, given)
    till.works(ZONES, spent + ordered + further, setup.treasury.works_import_share)
    till.pay(TREASURY, HOUSEHOLDS, POLICY_COSTS, order.treasury_cost)
    till.pay(WORLD, HOUSEHOLDS, POLICY_COSTS, order.grant_cost)
    more = ordered + further
    land = order.hectares + further * _land_for_works(zone)
    return Built(
        fund=0.0 if done else left, cash=zone.cash + (left if done else 0.0), works=zone.works + spent + more,
        works_planned=zone.works_planned + more, works_spent=spent + more,
        industrial_ha=zone.industrial_ha + land,
        serviced_ha=zone.serviced_ha + land,
    )  # fmt: skip


def _land_for_works(zone: Zone) -> float:
    """Land that a million of works makes ready [ha], as the zone's own plan does."""
    return zone.industrial_ha / zone.works_planned if zone.works_planned > 0.0 else 0.0


def _draws_to_come(now: Institutions, zone: Zone, quarter: int) -> bool:
    """Whether the zone waits for its lenders: draws are still to come, or were stopped."""
    borrower = f"zone:{now.setup.facts.keys[zone.key]}"
    own = [
        (account.loan, account.stopped)
        for account in now.loans
        if account.loan.borrower == borrower and account.loan.book != FURTHER
    ]
    own += [(loan, False) for loan in now.setup.grants if loan.borrower == borrower and loan.book != FURTHER]
    return any(
        (stopped or now.setup.stopped(quarter) or quarter < loan.draw_start + len(loan.draws)) for loan, stopped in own
    )
