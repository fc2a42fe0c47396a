"""Investment is drawn: loans reach government, zones and power companies, and works are built with the money."""

from __future__ import annotations

import dataclasses
from math import fsum

from simulation.agents.authorities import decisions
from simulation.agents.authorities.instruments import Orders, orders_at
from simulation.agents.authorities.state import Zone, Zones
from simulation.finance.accounts import Account, draws, opened
from simulation.finance.programme import FURTHER
from simulation.finance.state import HOUSEHOLDS, POWER, TREASURY, WORLD, ZONES, Flow, Institutions, money_of
from simulation.finance.till import Till, lender_of
from simulation.finance.treasury import Purse

LOAN_DRAWS, GRANTS, POLICY_COSTS = "loan draws", "grants", "policy costs"


class Funds:
    """What zones draw in a quarter: for committed works, and for the further plan's, which are built at once."""

    def __init__(self, zones: int) -> None:
        self.committed, self.further = [0.0] * zones, [0.0] * zones


def draw_investment(now: Institutions, quarter: int) -> tuple[Institutions, list[Flow]]:
    """Draws of the quarter and the works they pay; the treasury's quarter begins."""
    till, funds = Till(), Funds(len(now.zones))
    accounts = tuple(_drawn(now, account, quarter, till, funds) for account in now.loans)
    for loan in now.setup.grants:
        gift = opened(loan)
        amount = 0.0 if now.setup.stopped(quarter) else draws(gift, quarter)
        _received(now, gift, amount * money_of(now, loan.currency, quarter), GRANTS, till, funds)
    orders = orders_at(now.setup.policy, now.setup.facts.keys, now.setup.facts.cpec, quarter)
    built = [_built(now, zone, quarter, funds, orders[zone.key], till) for zone in now.zones.each()]
    before = now.treasury
    support = fsum(a for (payer, payee, _), a in till.lines.items() if (payer, payee) == (TREASURY, ZONES))
    support += till.lines.get((TREASURY, HOUSEHOLDS, POLICY_COSTS), 0.0)
    purse = Purse(before.deposits, claims=before.claims, guarantees_in_all=before.guarantees_in_all, support=support)
    return now.but(loans=accounts, zones=Zones.of(built), treasury=purse), till.flows()


def _drawn(now: Institutions, account: Account, quarter: int, till: Till, funds: Funds) -> Account:
    amount = 0.0 if now.setup.stopped(quarter) else draws(account, quarter)
    _received(now, account, amount * money_of(now, account.loan.currency, quarter), LOAN_DRAWS, till, funds)
    return dataclasses.replace(account, drawing=amount)


def _received(now: Institutions, account: Account, money: float, what: str, till: Till, funds: Funds) -> None:
    """A draw goes to its borrower; government and power companies build at once, zones by their own pace."""
    borrower, imported = account.loan.borrower, now.setup.treasury.works_import_share
    lender = lender_of(account)
    if borrower.startswith("zone:"):
        place = zone_place(now, borrower)
        if place is not None:
            till.pay(lender, ZONES, what, money)
            part = funds.further if account.loan.book == FURTHER else funds.committed
            part[place] += money
        return
    payer = TREASURY if borrower == "government" else POWER
    till.pay(lender, payer, what, money)
    till.works(payer, money, imported)


def zone_place(now: Institutions, borrower: str) -> int | None:
    """Place of a borrowing zone in the map's list."""
    key = borrower.removeprefix("zone:")
    return now.setup.facts.keys.index(key) if key in now.setup.facts.keys else None


def _built(now: Institutions, zone: Zone, quarter: int, funds: Funds, order: Orders, till: Till) -> Zone:
    """Works of a zone: lenders' and owners' parts go together, so works stall where draws stop."""
    setup, plan = now.setup, now.setup.plans[zone.key]
    pace = now.nation.room if setup.channels.treasury_room else 1.0
    wanted = 0.0 if setup.stopped(quarter) else decisions.works_begun(zone, plan, quarter, min(1.0, pace))
    fund, share = zone.fund + funds.committed[zone.key], zone.loan_share if _draws_to_come(now, zone, quarter) else 0.0
    spent = min(wanted, fund / share) if share > 0.0 else wanted
    from_fund = spent * share if share > 0.0 else min(fund, spent)
    from_owners, left = spent - from_fund, fund - from_fund
    done = zone.works + spent >= zone.works_planned - 1e-9 * max(1.0, zone.works_planned)
    further = funds.further[zone.key] / setup.further_loan_share if setup.further_loan_share > 0.0 else 0.0
    ordered, given = order.works * setup.scale, order.given * setup.scale
    till.pay(TREASURY, ZONES, "zone works", from_owners + ordered + further - funds.further[zone.key] - given)
    till.pay(WORLD, ZONES, GRANTS, given)
    till.works(ZONES, spent + ordered + further, setup.treasury.works_import_share)
    till.pay(TREASURY, HOUSEHOLDS, POLICY_COSTS, order.treasury_cost * setup.scale)
    till.pay(WORLD, HOUSEHOLDS, POLICY_COSTS, order.grant_cost * setup.scale)
    more = ordered + further
    land = order.hectares * setup.scale + further * _land_for_works(zone)
    return zone._replace(
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
