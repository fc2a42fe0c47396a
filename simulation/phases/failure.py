"""Firms fail and firms move (step 10)."""

from __future__ import annotations

import numpy as np

from simulation.agents.firms.living import closing, closing_hazard, insolvent
from simulation.agents.firms.state import Firms
from simulation.economy import Economy, Given, cells_of
from simulation.engine.ordering import rows_of
from simulation.engine.rules import Loop
from simulation.engine.table import Column, total, total_by, total_of_all
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
    each = 1.0 / now.suppliers.weight
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
    need = room_needed(given, site, mine.workers)
    price = MOVING_COST * mine.capital + first_payments(now, given, site, need)
    will = (site >= 0) & (site != mine.site) & (gain > given["relocation_cost"]) & (mine.cash >= price)
    site = np.where(will, site, -1)
    got = served_whole(now, given, "turn to move", mine, site, choice.room, need)
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
    return after.paid(("firms", "households", "moving", total_of_all(cost, firms.weight[moved])))


def tenants_spread(now: Economy, given: Given) -> Economy:
    """Zone tenants that have grown take more land where there is some, in an order keyed by luck."""
    tenants = np.flatnonzero(now.firms.hectares > 0.0)
    firms = now.firms.take(tenants)
    needed = firms.workers / given["workers_per_ha"]
    payment = first_payments(now, given, firms.site, np.maximum(0.0, needed - firms.hectares))
    more = np.flatnonzero((needed > firms.hectares) & (firms.cash >= payment))
    if more.size == 0:
        return now
    here, extra = now.here.site, needed[more] - firms.hectares[more]
    room = np.maximum(0.0, here["plots"] - total_by(firms.site, firms.weight * firms.hectares, here["plots"].size))
    asked = firms.take(more)
    got = served_whole(now, given, "turn for land", asked, asked.site, room, extra)
    rows = tenants[more[got]]
    hectares, bought = now.firms.hectares.copy(), now.firms.plot_bought.copy()
    hectares[rows] = needed[more[got]]
    bought[rows] += extra[got] * here["plot_price"][now.firms.site[rows]]
    return now.but(firms=now.firms.but(hectares=hectares, plot_bought=bought))


def served_whole(
    now: Economy, given: Given, turn: str, firms: Firms, place: Column, room: Column, need: Column
) -> Column:
    """Rows that get the room that all they stand for need, each so much [bool]."""
    alone = np.ones(len(firms))
    return served_in_turn(given.luck, turn, now.quarter, firms.id, place, room, need * firms.weight, alone) > 0.0
