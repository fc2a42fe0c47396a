"""Investment, authorities and loans: the institutions' part of a quarter (steps 2, 3, 8)."""

from __future__ import annotations

import numpy as np

from simulation.agents.authorities.state import ZoneTakings, ZoneTenants
from simulation.economy import Economy, Given
from simulation.engine.table import Column, totals_by
from simulation.finance.nation import NationalActivity
from simulation.institutions import acting, drawing, repaying
from simulation.phases.handed_on import Bills, BillsInAll, SalesInAll


def investment_is_drawn(now: Economy, given: Given) -> Economy:
    """Disbursements of the scenario reach zones, power and transport; nothing moves in the run-in."""
    if now.quarter < given.start:
        return now
    drawn, flows = drawing.draw_investment(now.institutions, now.quarter)
    return now.but(institutions=drawn).paid(*flows)


def authorities_act(now: Economy, given: Given) -> Economy:
    """Each zone authority services land, promotes, sets its price and invites firms."""
    if now.quarter < given.start:
        return now
    return now.but(institutions=acting.authorities_act(now.institutions, now.quarter, zone_tenants(now, given)))


def loans_are_repaid(now: Economy, given: Given) -> Economy:
    """Zones, power companies and the government pay what is due, by waterfall; what cannot be paid follows its rule."""
    if now.quarter < given.start:
        return now
    repaid, flows = repaying.repay(
        now.institutions, now.quarter, zone_takings(now, given), national_activity(now, given)
    )
    return now.but(institutions=repaid).paid(*flows)


def zone_tenants(now: Economy, given: Given) -> ZoneTenants:
    """Who sits in each zone as the quarter begins: workers and land let."""
    where, rows = in_zones(now, given)
    count = now.firms.weight[rows]
    sums = [count * now.firms.hectares[rows], count * now.firms.workers[rows]]
    hectares, workers = totals_by(where, sums, len(given.map.zones))
    return ZoneTenants(workers, hectares)


def zone_takings(now: Economy, given: Given) -> ZoneTakings:
    """What the firms of each zone paid and made this quarter, their bills being paid."""
    where, rows = in_zones(now, given)
    firms, bills, count = now.firms, now.today[Bills], now.firms.weight[rows]
    columns = bills.rent_bill, firms.value_added, firms.workers, bills.plot_due, firms.plot_owed
    return ZoneTakings(*totals_by(where, [count * column[rows] for column in columns], len(given.map.zones)))


def in_zones(now: Economy, given: Given) -> tuple[Column, Column]:
    """Zone of each firm that sits in one, and its row."""
    rows = np.flatnonzero(now.firms.site >= len(given.map.grid))  # sites of zones come after those of cells
    return given.map.zone_of_site[now.firms.site[rows]], rows


ONE = np.zeros(1, dtype=np.uint64)
"""Identity of the country in draws that concern it alone."""


def national_activity(now: Economy, given: Given) -> NationalActivity:
    """What the nation's firms did this quarter, exports in the dollars that they earn [USD mn]."""
    bills = now.today[BillsInAll]
    return NationalActivity(
        exports=now.today[SalesInAll].exports / now.here.nation["exchange"],
        value_added=bills.value_added,
        profit_tax=bills.profit_tax_paid,
        wages=bills.wage_bill,
        power_paid=bills.power_paid,
        tax_forgone=bills.tax_forgone,
        duty_given_back=bills.duty_given_back,
        luck=float(given.luck.uniform("sudden stop", now.quarter, ONE)[0]),
    )
