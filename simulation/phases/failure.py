"""Firms fail and firms move (step 10)."""

from __future__ import annotations

import numpy as np

from simulation.agents.firms.living import closing, closing_hazard, insolvent
from simulation.economy import Economy, Given, cells_of
from simulation.engine.rules import Loop
from simulation.engine.table import rows_of, total, total_by, total_of_all
from simulation.markets.places import nearby, served_in_turn
from simulation.phases.choice import Choice
from simulation.phases.handed_on import TradeCredit

ENDING = Loop(closing_hazard, closing, insolvent, keep=["closing", "insolvent"])
LIGHTEST = 1e-300
"""Stands for nothing in a denominator, where there is no supplier."""
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
    gone, count = firms.take(dead), firms.weight
    scrap = gone.capital * given["recovery"]
    estate = np.maximum(0.0, gone.cash) + scrap
    overdrawn = np.maximum(0.0, -gone.cash)
    owed = gone.debt + overdrawn
    to_banks = np.minimum(estate, owed)
    to_suppliers = np.minimum(estate - to_banks, gone.payables)
    creditor = rows_of(now.suppliers.id, gone.supplier)
    has = creditor >= 0
    size = len(now.suppliers)
    each = 1.0 / np.maximum(now.suppliers.weight, LIGHTEST)
    paid = gone.weight[has] * to_suppliers[has]
    recovered = total_by(creditor[has], paid, size) * each
    unpaid = total_by(creditor[has], gone.weight[has] * gone.payables[has], size) * each - recovered
    credit = now.today[TradeCredit]
    credit = credit.but(paid=credit.paid + recovered, late=credit.late + recovered + unpaid, supplier_loss=unpaid)
    alive = now.but(firms=firms.take(~dead), deaths={
        "closed": total(np.where(dead & ~broke, count, 0.0)), "failed": total(np.where(broke, count, 0.0)),
    })  # fmt: skip
    return alive.hands_on(credit).paid(
        ("households", "firms", "used machines", gone.all_of(scrap)),
        ("domestic banks", "firms", "last overdraft", gone.all_of(overdrawn)),
        ("firms", "domestic banks", "recovered from failed firms", gone.all_of(to_banks)),
        ("firms", "suppliers", "recovered from failed firms", total(paid)),
        ("firms", "households", "closed firms' rest", gone.all_of(estate - to_banks) - total(paid)),
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
    will = (site >= 0) & (site != mine.site) & (gain > given["relocation_cost"])
    need = choice.room_needed(site, mine.workers)
    site = np.where(will, site, -1)
    need = need * mine.weight
    got = (
        served_in_turn(given.luck, "turn to move", now.quarter, mine.id, site, choice.room, need, np.ones(rows.size))
        > 0.0
    )
    moved, place = rows[got], site[got]
    cost = MOVING_COST * firms.capital[moved]
    columns = {"site": firms.site.copy(), "hectares": firms.hectares.copy(), "cash": firms.cash.copy()}
    columns["site"][moved] = place
    columns["hectares"][moved] = np.where(choice.in_zone(place), (need / mine.weight)[got], 0.0)
    columns["cash"][moved] -= cost
    after = now.but(firms=firms.but(**columns)).hands_on(choice.values)
    return after.paid(("firms", "households", "moving", total_of_all(cost, firms.weight[moved])))


def tenants_spread(now: Economy, given: Given) -> Economy:
    """Zone tenants that have grown rent more land where there is some, in an order keyed by luck."""
    tenants = np.flatnonzero(now.firms.hectares > 0.0)
    firms = now.firms.take(tenants)
    needed = firms.workers / given["workers_per_ha"]
    more = np.flatnonzero(needed > firms.hectares)
    if more.size == 0:
        return now
    sites = now.here.site["plots"].size
    room = np.maximum(0.0, now.here.site["plots"] - total_by(firms.site, firms.weight * firms.hectares, sites))
    extra = (needed[more] - firms.hectares[more]) * firms.weight[more]
    got = (
        served_in_turn(
            given.luck, "turn for land", now.quarter, firms.id[more], firms.site[more], room, extra, np.ones(more.size)
        )
        > 0.0
    )
    hectares = now.firms.hectares.copy()
    hectares[tenants[more[got]]] = needed[more[got]]
    return now.but(firms=now.firms.but(hectares=hectares))
