"""Investment, authorities and loans: the institutions' part of a quarter (steps 2, 3, 8)."""

from __future__ import annotations

import numpy as np

from simulation.agents.authorities.state import ZoneActivity
from simulation.economy import Economy, Given
from simulation.engine.table import count_by, totals_by
from simulation.finance.nation import NationalActivity
from simulation.institutions import acting, drawing, repaying


def investment_is_drawn(now: Economy, given: Given) -> Economy:
    """Disbursements of the scenario reach zones, power and transport; nothing moves in the run-in."""
    if now.quarter < 0:
        return now
    drawn, flows = drawing.draw_investment(now.institutions, now.quarter)
    return now.but(institutions=drawn).paid(*flows)


def authorities_act(now: Economy, given: Given) -> Economy:
    """Each zone authority services land, promotes, sets its price and invites firms."""
    if now.quarter < 0:
        return now
    return now.but(institutions=acting.authorities_act(now.institutions, now.quarter, zone_activity(now, given)))


def loans_are_repaid(now: Economy, given: Given) -> Economy:
    """Zones, power companies and the government pay what is due, by waterfall; what cannot be paid follows its rule."""
    if now.quarter < 0:
        return now
    repaid, flows = repaying.repay(now.institutions, now.quarter, zone_activity(now, given), national_activity(now))
    return now.but(institutions=repaid).paid(*flows)


def zone_activity(now: Economy, given: Given) -> ZoneActivity:
    """What happened in each zone: workers, firms, land let, value added, taxes."""
    zones, firms = len(given.map.zones), now.firms
    rows = np.flatnonzero(firms.site >= len(given.map.grid))  # sites of zones come after those of cells
    where = given.map.zone_of_site[firms.site[rows]]
    nothing = np.zeros(len(firms))
    paid, rent = (now.extra.get(name, nothing) for name in ("profit_tax_paid", "rent_bill"))
    amounts = [column[rows] for column in (firms.hectares, firms.workers, firms.value_added, paid, rent)]
    hectares, workers, value_added, paid, rent = totals_by(where, amounts, zones)
    return ZoneActivity(
        workers=workers,
        firms=count_by(where, zones).astype(np.float64),
        hectares_let=hectares,
        hectares_newly_let=np.maximum(0.0, hectares - now.institutions.zones.let_ha),
        value_added=value_added,
        tax_paid=paid,
        rent_paid=rent,
    )


def national_activity(now: Economy) -> NationalActivity:
    """What the nation's firms did this quarter [USD mn, run's scale]."""
    bills = now.extra["bills_in_all"]
    return NationalActivity(
        exports=now.extra["sales_in_all"]["exports"],
        value_added=bills["value_added"],
        profit_tax=bills["profit_tax_paid"],
        wages=bills["wage_bill"],
        power_paid=bills["power_paid"],
    )
