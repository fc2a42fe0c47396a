"""The order of a quarter."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from simulation.economy import Economy, Given
from simulation.phases.bills import bills_are_paid, firms_repay
from simulation.phases.books import books_are_closed, books_are_opened
from simulation.phases.failure import firms_fail, firms_move, tenants_spread
from simulation.phases.founding import founders_enter
from simulation.phases.growth import firms_invest, firms_learn
from simulation.phases.institutions import authorities_act, investment_is_drawn, loans_are_repaid
from simulation.phases.places import infrastructure_serves, places_adapt
from simulation.phases.production import buyers_choose, firms_hire_and_produce, firms_price
from simulation.phases.splitting import large_firms_part
from simulation.phases.supplier_lives import suppliers_live
from simulation.phases.suppliers import firms_source, suppliers_offer
from simulation.phases.world import the_world_moves

Phase = Callable[[Economy, Given], Economy]
Watch = Callable[[str], AbstractContextManager[object]]
"""Told the name of what begins, stands around it, and so can time it."""

QUARTER: tuple[Phase, ...] = (
    the_world_moves,
    books_are_opened,
    investment_is_drawn,
    authorities_act,
    infrastructure_serves,
    suppliers_offer,
    firms_source,
    firms_price,
    buyers_choose,
    firms_hire_and_produce,
    bills_are_paid,
    firms_repay,
    loans_are_repaid,
    firms_invest,
    firms_learn,
    firms_fail,
    large_firms_part,
    firms_move,
    tenants_spread,
    suppliers_live,
    founders_enter,
    places_adapt,
    books_are_closed,
)


def advance(now: Economy, given: Given, watch: Watch = nullcontext) -> Economy:
    """The economy one quarter later."""
    for phase in QUARTER:
        with watch(phase.__name__):
            now = phase(now, given)
    return now
