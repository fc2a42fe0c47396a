"""New firms: whether founders can pay, and what they start with (E10)."""

from __future__ import annotations

import dataclasses

import numpy as np

from simulation.agents.firms.living import ticket
from simulation.agents.firms.producing import needed_capital
from simulation.agents.firms.settling import duty_due_back
from simulation.agents.firms.state import Firms, FounderKind, firms
from simulation.economy import Economy, Given, places_of
from simulation.engine.rules import Loop, exp_of, log_of
from simulation.engine.table import Column, total_by
from simulation.markets.exporting import wanted_abroad
from simulation.markets.goods import wanted, wanted_at_home
from simulation.markets.land import first_payment
from simulation.phases.choice import room_needed
from simulation.phases.production import priced, settings, sources

TICKETS = Loop(ticket)
PAYMENTS = Loop(first_payment)
DUTIES = Loop(duty_due_back)
STARTING = Loop(wanted_at_home, wanted_abroad, wanted, needed_capital, keep=["wanted", "needed_capital"])


@dataclasses.dataclass(frozen=True)
class Founders:
    """People about to found a firm, one column a meaning."""

    id: Column
    parent: Column
    kind: Column
    specialty: Column
    site: Column
    skill: Column
    workers: Column
    """Least crew: invited firms bring theirs."""
    weight: Column
    """How many like this one found a firm."""
    home: Column
    """Cell near which they look for a place, -1 where they look at the whole country [int64]."""

    def take(self, rows: Column) -> Founders:
        """These of them."""
        return Founders(**{f.name: getattr(self, f.name)[rows] for f in dataclasses.fields(self)})


def tickets(now: Economy, given: Given, who: Founders) -> Column:
    """Least capital each founder needs at the chosen place (E10) [USD mn]."""
    pairs = places_of(given, np.maximum(who.site, 0), who.specialty)[1]
    return TICKETS(
        who.id.size,
        {},
        {**given.numbers, **now.here.nation},
        pair=(pairs, {"reach": now.here.pair["reach"]}),
        specialty=(who.specialty, given.specialties.columns()),
    )["ticket"]


def first_payments(now: Economy, given: Given, site: Column, room: Column) -> Column:
    """What these must pay at once for so much zone land [USD mn]; nothing outside zones."""
    return PAYMENTS(site.size, {"room_needed": room}, site=(np.maximum(site, 0), now.here.site))["first_payment"]


def can_pay(now: Economy, given: Given, who: Founders) -> Column:
    """Whether own wealth, kin and bank reach the ticket and the plot; invited firms always can [bool]."""
    drawn = given.luck.normal("wealth", now.quarter, who.id)
    wealth = (
        given["wealth_median_usd"] * 1e-6 * now.here.nation["labour_efficiency"] * exp_of(given["wealth_sd"] * drawn)
    )
    funds = wealth * given["funds_per_wealth"]
    plots = first_payments(now, given, who.site, room_needed(given, who.site, who.workers))
    return (funds >= tickets(now, given, who) + plots) | (who.kind == FounderKind.INVITED)


def born(now: Economy, given: Given, who: Founders) -> Economy:
    """The new firms, with capital for the sales they expect, cash and stock from their owners."""
    if who.id.size == 0:
        return now.but(births=firms(0))
    young = first_look(now, given, who)
    places = places_of(given, young.site, young.specialty)
    prices = priced(now, given, young, places, now.here.pair["abroad_price"][places[1]])
    buyers_abroad = given["entrant_buyers_abroad"] * prices.world_weight
    rows = {**young.columns(), **prices.columns(), "price": prices.quoted_price, "buyers_abroad": buyers_abroad}
    del rows["wanted"]  # nothing has been wanted of them yet; STARTING answers what will be
    found = STARTING(who.id.size, rows, settings(now, given), **sources(now, given, young, places))
    normal_crew = now.here.kind["normal_crew"][who.specialty]
    crew = who.workers / np.maximum(normal_crew, 1e-12)
    capital = np.maximum(
        np.maximum(tickets(now, given, who), found["needed_capital"]), np.where(who.workers > 1.0, crew, 0.0)
    )
    stock = found["wanted"] * given.specialties.materials_share[who.specialty] * 4.0 / 3.0
    hectares = np.where(who.site >= len(given.map.grid), room_needed(given, who.site, who.workers), 0.0)
    cash = 0.25 * found["wanted"] * prices.unit_cost + first_payments(now, given, who.site, hectares)
    here = now.here.site
    duty = DUTIES(who.id.size, {"investment": capital}, given.numbers, site=(who.site, here))["duty_due_back"]
    new = young.but(
        capital=capital,
        buyers_abroad=buyers_abroad,
        cash=cash,
        stock=stock,
        hectares=hectares,
        plot_bought=hectares * here["plot_price"][who.site],
        duty_back=duty,
        price=prices.quoted_price,
        tfp=prices.tfp,
        output=found["wanted"],
        wanted=found["wanted"],
        workers=np.maximum(1.0, 0.5 * capital * normal_crew),
    )
    spent = new.all_of(capital) + new.all_of(stock)
    return now.but(firms=now.firms.append(new), births=new).paid(
        ("households", "firms", "founders' money", spent + new.all_of(cash)),
        ("firms", "households", "machines and stock of new firms", spent),
    )


def first_look(now: Economy, given: Given, who: Founders) -> Firms:
    """New firms before they have capital: their standing is a part of the specialty's mean."""
    kinds = len(given.specialties)
    count = np.maximum(total_by(now.firms.specialty, now.firms.weight, kinds), 1.0)
    mean = total_by(now.firms.specialty, now.firms.weight * exp_of(now.firms.standing), kinds) / count
    spread = given["entrant_standing_sd"]
    drawn = spread * given.luck.normal("founder's standing", now.quarter, who.id) - 0.5 * spread * spread
    level = np.maximum(given["entrant_standing"] * mean, 1e-12)
    large = np.maximum(1.0, who.workers / given.specialties.mean_workers[who.specialty] / given["entrant_standing"])
    standing = log_of(level)[who.specialty] + drawn + log_of(np.where(who.workers > 1.0, large, 1.0))
    return firms(
        who.id.size,
        id=who.id,
        weight=who.weight,
        parent=who.parent,
        kind=who.kind,
        born=now.quarter,
        specialty=who.specialty,
        site=who.site,
        skill=who.skill,
        standing=standing,
        workers=np.maximum(1.0, who.workers),
        capital=1.0,
        price=1.0,
    )
