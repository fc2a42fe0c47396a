"""Founders enter: local founders, newcomers, spin-offs, invited firms (E10 to E12, E17)."""

from __future__ import annotations

from types import SimpleNamespace

from one_by_one.asking import all_by, all_of, ask, ask_all, counts_by, sum_of, sums_by
from one_by_one.chance import cause
from one_by_one.country import Agent
from one_by_one.goods import SELLING, eyes, priced
from one_by_one.places import Land, far, near_boom_of, served_in_turn
from simulation.agents.firms.living import spin_off_hazard, ticket
from simulation.agents.firms.producing import crew_part, needed_capital, normal_crew
from simulation.agents.firms.settling import duty_due_back
from simulation.agents.firms.state import Firms, FounderKind
from simulation.engine.rules import exp, log, sqrt


def founders_enter(country, here):
    """Everybody who founds a firm this quarter, if money and land suffice."""
    profits_are_remembered(country, here)
    land, phi = Land(country, here), boom(country)
    people = [*local_founders(country, land, phi), *newcomers(country, land, phi)]
    if country.given.does("spin_offs"):
        people += spin_offs(country, here, land, phi)
    people += invited(country)
    founded, refused, poor = placed(country, here, land, people, "turn of founders")
    settled = settled_on(country, land, founded)
    for again, turn, outside in ((refused, "turn of the refused", False), (poor, "turn of the poor", True)):
        land.leave(settled, outside)
        people = [looking_again(one, land) for one in again if one.kind != FounderKind.INVITED]
        got, _, _ = placed(country, here, land, people, turn)
        settled = settled_on(country, land, got)
        founded += got
    standing = mean_standing(country)
    country.births = [newborn(country, here, land, one, standing) for one in founded]
    country.firms += country.births


def placed(country, here, land, people, turn):
    """Who gets land where they look, who is refused it, and who is too poor for a zone's."""
    able = [one for one in people if one.site >= 0 and can_pay(country, here, land, one)]
    poor = [one for one in people if one.site >= country.cells and not can_pay(country, here, land, one)]
    comers = [(one.id, one.site, land.needed(one.site, one.workers), one.weight) for one in able]
    founded, refused = [], []
    for one, got in zip(able, served_in_turn(country, turn, comers, land.room), strict=True):
        rest = SimpleNamespace(**vars(one) | {"weight": one.weight - got})
        rest.id = country.chance.identity("the rest of a row", one.id) if got > 0.0 else one.id
        one.weight = got
        if got > 0.0:
            founded.append(one)
        if rest.weight > 0.0:
            refused.append(rest)
    return founded, refused, poor


def settled_on(country, land, founded):
    """Land that they take at each site."""
    return sums_by(
        (one.site for one in founded),
        (one.weight * land.needed(one.site, one.workers) for one in founded),
        country.sites,
    )


def looking_again(one, land):
    """The same person with another place: near home, or anywhere."""
    if one.home >= 0:
        one.site = land.near_home("second place near home", one.id, one.home, one.specialty)
    else:
        one.site = land.anywhere("second place", one.id, one.specialty)
    return one


def profits_are_remembered(country, here):
    """The smoothed profit per firm of each specialty, over labour efficiency; the run-in's last is the reference."""
    nation, firms = country.nation, country.firms
    count = counts_by(firms, lambda f: f.specialty, country.kinds)
    profit = all_by(firms, lambda f: f.specialty, lambda f: f.profit, country.kinds)
    first = [reference == 0.0 for reference in nation["reference_profit"]]
    weight, smooth = 1.0 / country.numbers["profit_memory_quarters"], []
    for kind, before in enumerate(nation["profit_per_firm"]):
        mean = profit[kind] / max(count[kind], 1.0) / here.nation["labour_efficiency"]
        smooth.append(mean if first[kind] else before + weight * (mean - before))
    reference = smooth if country.quarter < 0 or all(first) else nation["reference_profit"]
    nation["profit_per_firm"], nation["reference_profit"] = smooth, [max(one, 1e-6) for one in reference]
    nation["bank_credit"] = all_of(firms, lambda f: f.debt)


def boom(country):
    """How much more founders come to each specialty because profits are above the run-in's."""
    now, before = country.nation["profit_per_firm"], country.nation["reference_profit"]
    ratios = [max(a / b, 1e-6) for a, b in zip(now, before, strict=True)]
    elasticity, cap = country.numbers["profit_elasticity"], country.numbers["profit_cap"]
    return [min(exp(elasticity * log(ratio)), cap) for ratio in ratios]


def founder(country, who, kind, specialty, site, parent=0, home=-1, **anchor):
    """A person about to found a firm, or as many alike as a row stands for; without a home it looks everywhere."""
    skill = country.numbers["skill_spread"] * country.chance.normal("founder's skill", who)
    known = {"workers": 1.0, "weight": country.given.weight, **anchor}
    return SimpleNamespace(
        id=who, kind=int(kind), specialty=specialty, site=site, parent=parent, skill=skill, home=home, **known
    )


def weighted(country):
    """Firms of each specialty at the start, times its weight of entry."""
    at = country.specialties
    return [firms * weight for firms, weight in zip(at["firms_at_start"], at["entry_weight"], strict=True)]


def growth_of_newcomers(country):
    """Founders over the run-in's: where firms grow, births are what closes and the growth."""
    if country.quarter < 0:
        return 1.0
    growth, years = country.numbers["newcomer_growth"], country.quarter // 4
    level = 1.0 + growth * country.numbers["firm_life_years"]
    for _ in range(years):
        level *= 1.0 + growth
    return level * (1.0 + growth * (country.quarter % 4) / 4)


def local_founders(country, land, phi):
    """Born where people live, they choose a product and stay near."""
    trying = weighted(country)
    every = sum_of(trying)
    pull = sum_of(firms / every * one for firms, one in zip(trying, phi, strict=True))
    growth = growth_of_newcomers(country)
    rate = country.fit.local_births * growth * pull / 4
    rate = rate if country.given.does("local_founders") else 0.0
    for number in range(country.chance.births("local founders", [rate / country.given.weight])[0]):
        who = country.chance.identity("local founder", cause(number, "local founder"))
        home = far(country, "birthplace", who, country.founder_odds.__getitem__)
        product = land.product(who, home, phi)
        site = land.near_home("place near home", who, home, product)
        yield founder(country, who, FounderKind.LOCAL_FOUNDER, product, site, home=home)


def newcomers(country, land, phi):
    """They have a product and look at the whole country."""
    numbers, trying = country.numbers, weighted(country)
    share = 1.0 - numbers["local_share"] if country.given.does("local_founders") else 1.0
    growth = growth_of_newcomers(country)
    rates = []
    for kind, passes in enumerate(country.fit.pass_rate.tolist()):
        rate = numbers["newcomer_rate"] * share * trying[kind] * phi[kind] / passes * growth / 4
        rates.append(rate / country.given.weight)
    for kind, count in enumerate(country.chance.births("newcomers", rates)):
        for number in range(count):
            marked = cause(number, f"newcomer of {country.given.specialties.names[kind]}")
            who = country.chance.identity("newcomer", marked)
            yield founder(country, who, FounderKind.NEWCOMER, kind, land.anywhere("place", who, kind))


def spin_offs(country, here, land, phi):
    """Employees of good and large firms found their own, of the same kind, most of them near."""
    numbers, chance = country.numbers, country.chance
    weights = country.specialties["entry_weight"]
    base = [numbers["spin_off_rate"] * w / p for w, p in zip(weights, country.fit.pass_rate.tolist(), strict=True)]
    for mother in country.firms:
        near = near_boom_of(country, here, country.cell(mother), mother.specialty)
        heard = [one * near for one in phi]
        kind = country.of_kind(mother.specialty, boom=heard, spin_off_base=base)
        odds = ask(spin_off_hazard, numbers, mother, kind) * mother.weight / country.given.weight
        if chance.uniform("spin-off", mother.id) >= odds:
            continue
        who = chance.identity("child", mother.id)
        home = (
            country.cell(mother) if chance.uniform("stays near the parent", who) < numbers["stay_probability"] else -1
        )
        if home >= 0:
            site = land.near_home("place near the parent", who, home, mother.specialty)
        else:
            site = land.anywhere("place of a leaver", who, mother.specialty)
        child = founder(country, who, FounderKind.SPIN_OFF, mother.specialty, site, parent=mother.id, home=home)
        heredity = numbers["heredity"]
        child.skill = heredity * mother.skill + sqrt(1.0 - heredity * heredity) * child.skill
        yield child


def invited(country):
    """Large firms that zone authorities and policies bring in, with their own crew."""
    for anchor in country.services.anchors:
        who = country.chance.identity("invited", cause(anchor.number, "invited"))
        site, crew = anchor.zone + country.cells, float(anchor.workers)
        yield founder(country, who, FounderKind.INVITED, anchor.specialty, site, workers=crew, weight=1.0)


def ticket_of(country, here, one):
    """Least capital that this founder needs at the chosen place."""
    reach = {"reach": here.reach(country.cell(one), one.specialty)}
    return ask(ticket, here.settings, reach, country.of_kind(one.specialty))


def can_pay(country, here, land, one):
    """Whether own wealth, kin and bank reach the ticket and the plot; invited firms always can."""
    numbers, drawn = country.numbers, country.chance.normal("wealth", one.id)
    wealth = numbers["wealth_median_usd"] * 1e-6 * here.nation["labour_efficiency"] * exp(numbers["wealth_sd"] * drawn)
    needed = ticket_of(country, here, one) + land.first_payment(one.site, land.needed(one.site, one.workers))
    return wealth * numbers["funds_per_wealth"] >= needed or one.kind == FounderKind.INVITED


def mean_standing(country):
    """Mean weight of each specialty's firms with buyers."""
    firms = country.firms
    weights = all_by(firms, lambda f: f.specialty, lambda f: exp(f.standing), country.kinds)
    count = counts_by(firms, lambda f: f.specialty, country.kinds)
    return [weight / max(n, 1.0) for weight, n in zip(weights, count, strict=True)]


def newborn(country, here, land, one, standing):
    """The firm, with capital for the sales it expects, cash and stock from its owners."""
    firm, kind = first_look(country, one, standing), country.of_kind(one.specialty)
    firm.today["input_price"] = here.of(firm)[2]["abroad_price"]
    firm.today |= priced(country, here, firm)
    firm.price, firm.tfp = firm.today["quoted_price"], firm.today["tfp"]
    firm.buyers_abroad = country.numbers["entrant_buyers_abroad"] * firm.today["world_weight"]
    found = ask_all((*SELLING, normal_crew, crew_part, needed_capital), *eyes(country, here, firm))
    crew, large = found["normal_crew"], one.workers > 1.0
    own_crew = one.workers / max(crew, 1e-12) if large else 0.0
    firm.capital = max(ticket_of(country, here, one), found["needed_capital"], own_crew)
    firm.stock = found["wanted"] * kind["materials_share"] * 4.0 / 3.0
    firm.hectares = land.needed(one.site, one.workers) if one.site >= country.cells else 0.0
    firm.cash = 0.25 * found["wanted"] * firm.today["unit_cost"] + land.first_payment(one.site, firm.hectares)
    site = here.of(firm)[0]
    firm.plot_bought = firm.hectares * site["plot_price"]
    firm.duty_back = ask(duty_due_back, {"investment": firm.capital}, site, country.numbers)
    firm.output = firm.wanted = found["wanted"]
    firm.workers = max(1.0, 0.5 * firm.capital * crew)
    return firm


def first_look(country, one, standing):
    """A firm before it has capital: its standing is a part of its specialty's mean."""
    numbers, mean = country.numbers, country.specialties["mean_workers"][one.specialty]
    share, spread = numbers["entrant_standing"], numbers["entrant_standing_sd"]
    drawn = spread * country.chance.normal("founder's standing", one.id) - 0.5 * spread * spread
    large = max(1.0, one.workers / mean / share) if one.workers > 1.0 else 1.0
    known = dict.fromkeys(Firms.names(), 0.0) | vars(one)
    known |= {"standing": log(max(share * standing[one.specialty], 1e-12)) + drawn + log(large)}
    known |= {"born": country.quarter, "workers": max(1.0, one.workers), "capital": 1.0, "price": 1.0, "supplier": 0}
    return Agent(today={}, **known)
