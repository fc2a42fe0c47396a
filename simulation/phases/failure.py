"""Firms fail and firms move (step 10)."""

from __future__ import annotations

import numpy as np

from simulation.agents.firms.living import closing, closing_hazard, insolvent
from simulation.economy import Economy, Given, cells_of
from simulation.engine.rules import Loop
from simulation.engine.table import rows_of, total, total_by
from simulation.markets.places import nearby, served_in_turn
from simulation.phases.birth import first_payments
from simulation.phases.choice import Choice, room_needed
from simulation.phases.handed_on import TradeCredit

ENDING = Loop(closing_hazard, closing, insolvent, keep=["closing", "insolvent"])
MOVING_COST = 0.05
"""Share of capital lost in a move, paid for transport and fitting (assumed)."""


def firms_fail(now: Economy, given: Given) -> Economy:
    """Firms close by age or for want of money; machines are sold, banks first, then suppliers, then owners are paid."""
    firms = now.firms
    rows = {
        **firms.columns(),
        "age_quarters": (now.quarter - firms.born).astype(np.float64),
        "luck_of_closing": given.luck.uniform("closing", now.quarter, firms.id),
    }
    found = ENDING(len(firms), rows, given.numbers)
    broke = found["insolvent"] > 0.0
    dead = broke | (found["closing"] > 0.0)
    gone = firms.take(dead)
    scrap = gone.capital * given["recovery"]
    estate = np.maximum(0.0, gone.cash) + scrap
    overdrawn = np.maximum(0.0, -gone.cash)
    owed = gone.debt + overdrawn
    to_banks = np.minimum(estate, owed)
    to_suppliers = np.minimum(estate - to_banks, gone.payables)
    creditor = rows_of(now.suppliers.id, gone.supplier)
    has = creditor >= 0
    size = len(now.suppliers)
    recovered = total_by(creditor[has], to_suppliers[has], size)
    unpaid = total_by(creditor[has], gone.payables[has], size) - recovered
    credit = now.today[TradeCredit]
    credit = credit.but(paid=credit.paid + recovered, late=credit.late + recovered + unpaid, supplier_loss=unpaid)
    alive = now.but(firms=firms.take(~dead), deaths={
        "closed": float(np.count_nonzero(dead & ~broke)), "failed": float(np.count_nonzero(broke)),
    })  # fmt: skip
    return alive.hands_on(credit).paid(
        ("households", "firms", "used machines", total(scrap)),
        ("domestic banks", "firms", "last overdraft", total(overdrawn)),
        ("firms", "domestic banks", "recovered from failed firms", total(to_banks)),
        ("firms", "suppliers", "recovered from failed firms", total(to_suppliers[has])),
        ("firms", "households", "closed firms' rest", total(estate - to_banks) - total(to_suppliers[has])),
    )


def firms_move(now: Economy, given: Given) -> Economy:
    """A few firms look around each quarter and move where the gain exceeds the cost (E14)."""
    firms = now.firms
    looks = given.luck.uniform("looks around", now.quarter, firms.id) < given["relocation_look"]
    if not given.does("relocation") or not looks.any():
        return now
    choice = Choice.of(now, given)
    rows = np.flatnonzero(looks)
    mine = firms.take(rows)
    site = nearby(
        given.luck, "place to move to", now.quarter, mine.id, cells_of(given, mine.site), mine.specialty,
        choice.odds, given.neighbourhood,
    )  # fmt: skip
    gain = choice.gain(site, mine.specialty) - choice.gain(mine.site, mine.specialty)
    need = room_needed(given, site, mine.workers)
    price = MOVING_COST * mine.capital + first_payments(now, given, site, need)
    will = (site >= 0) & (site != mine.site) & (gain > given["relocation_cost"]) & (mine.cash >= price)
    site = np.where(will, site, -1)
    got = served_in_turn(given.luck, "turn to move", now.quarter, mine.id, site, choice.room, need)
    moved, place = rows[got], site[got]
    cost = MOVING_COST * firms.capital[moved]
    names = "site", "hectares", "cash", "plot_bought", "plot_owed"
    columns = {name: getattr(firms, name).copy() for name in names}
    columns["site"][moved] = place
    columns["hectares"][moved] = np.where(place >= choice.cells, need[got], 0.0)
    columns["plot_bought"][moved] = columns["hectares"][moved] * now.here.site["plot_price"][place]
    columns["plot_owed"][moved] = 0.0  # the plot that it leaves falls back to its authority
    columns["cash"][moved] -= cost
    after = now.but(firms=firms.but(**columns)).hands_on(choice.values)
    return after.paid(("firms", "households", "moving", total(cost)))


def tenants_spread(now: Economy, given: Given) -> Economy:
    """Zone tenants that have grown take more land where there is some, in an order keyed by luck."""
    tenants = np.flatnonzero(now.firms.hectares > 0.0)
    firms = now.firms.take(tenants)
    needed = firms.workers / given["workers_per_ha"]
    payment = first_payments(now, given, firms.site, np.maximum(0.0, needed - firms.hectares))
    more = np.flatnonzero((needed > firms.hectares) & (firms.cash >= payment))
    if more.size == 0:
        return now
    sites = now.here.site["plots"].size
    room = np.maximum(0.0, now.here.site["plots"] - total_by(firms.site, firms.hectares, sites))
    extra = needed[more] - firms.hectares[more]
    got = served_in_turn(given.luck, "turn for land", now.quarter, firms.id[more], firms.site[more], room, extra)
    rows = tenants[more[got]]
    hectares, bought = now.firms.hectares.copy(), now.firms.plot_bought.copy()
    hectares[rows] = needed[more[got]]
    bought[rows] += extra[got] * now.here.site["plot_price"][now.firms.site[rows]]
    return now.but(firms=now.firms.but(hectares=hectares, plot_bought=bought))
