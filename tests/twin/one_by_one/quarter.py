"""The order of a quarter, one agent after the other."""

from __future__ import annotations

from one_by_one.ends import firms_fail, firms_move, large_firms_part, tenants_spread
from one_by_one.founding import founders_enter
from one_by_one.goods import buyers_choose, firms_hire_and_produce, firms_price
from one_by_one.inputs import firms_source, suppliers_live, suppliers_offer, unmet_need
from one_by_one.money import (
    bills_are_paid,
    firms_invest,
    firms_learn,
    firms_repay,
    national_activity,
    zone_takings,
    zone_tenants,
)
from one_by_one.surroundings import Surroundings, places_adapt
from simulation.institutions import acting, drawing, repaying
from simulation.phases.places import costs_of, paid_for


def advance(country):
    """One quarter of the twin."""
    country.begin_quarter()
    authorities_act(country)
    here = Surroundings(country)
    country.institutions = paid_for(country.institutions, costs_of(here.effects))
    suppliers_offer(country, here)
    firms_source(country, here)
    unmet = unmet_need(country)
    firms_price(country, here)
    buyers_choose(country, here)
    firms_hire_and_produce(country, here)
    bills_are_paid(country, here)
    firms_repay(country)
    loans_are_repaid(country, here)
    firms_invest(country, here)
    firms_learn(country)
    firms_fail(country)
    large_firms_part(country)
    firms_move(country, here)
    tenants_spread(country, here)
    suppliers_live(country, here, unmet)
    founders_enter(country, here)
    places_adapt(country, here)


def authorities_act(country):
    """Investment is drawn and authorities decide, by the institutions that engine and twin share."""
    if country.quarter >= 0:
        drawn, _ = drawing.draw_investment(country.institutions, country.quarter)
        country.institutions = acting.authorities_act(drawn, country.quarter, zone_tenants(country))


def loans_are_repaid(country, here):
    """The institutions' loans, by the engine's own rules."""
    if country.quarter >= 0:
        country.institutions, _ = repaying.repay(
            country.institutions, country.quarter, zone_takings(country), national_activity(country, here)
        )
