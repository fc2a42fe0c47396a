"""How one person chooses a place or a product, and who gets land where more come than fit (E11, E13)."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import floor

from one_by_one.asking import Row, ask, ask_all, sums_by
from simulation.agents.firms.choosing import (
    attraction,
    dear_freight,
    dear_labour,
    near_input_price,
    near_supplier_price,
    place_odds,
    place_value,
    product_odds,
    profit_over_factors,
    relief_gain,
)
from simulation.agents.firms.living import near_boom
from simulation.agents.firms.producing import (
    crowding_loss,
    localisation_gain,
    place_gain,
    power_gain,
    quality_gain,
    urbanisation_gain,
)
from simulation.markets.land import first_payment, plot_seen, rent_seen
from simulation.phases.choice import FIRMS_PER_WORKER

VALUING = (
    localisation_gain, urbanisation_gain, quality_gain, power_gain, crowding_loss, place_gain, near_supplier_price,
    near_input_price, dear_freight, plot_seen, rent_seen, dear_labour, profit_over_factors, relief_gain, place_value,
    attraction, place_odds,
)  # fmt: skip


class Land:
    """Room at each site as a phase begins, and what each site is worth to each specialty; asked when somebody looks."""

    def __init__(self, country, here):
        self.country, self.here = country, here
        used = [0.0] * country.sites
        for firm in country.firms:
            if firm.site < country.cells:
                used[firm.site] += firm.weight
        for firm in country.firms:
            used[firm.site] += firm.weight * firm.hectares
        plots = here.site_columns["plots"]
        self.room = [max(0.0, plots[site] - used[site]) for site in range(country.sites)]
        self.worth, self.factors = lru_cache(None)(self._worth), []
        around = country.given.neighbourhood
        sites = list(zip(around.site.tolist(), around.near.tolist(), strict=True))
        self.near = [sites[low:high] for low, high in pairwise(around.start.tolist())]

    def _worth(self, site, kind):
        """Gain, value and odds of one site for one specialty."""
        country, zone = self.country, site - self.country.cells
        room, takes = self.room[site], 1.0
        if zone >= 0:
            room *= country.numbers["workers_per_ha"] * FIRMS_PER_WORKER
            takes = float(country.services.allowed[zone, kind])
        row, cell, place = self.here.at(site, kind)
        offered = {"free": room, "open_to_all": takes, "reach_seen": place["reach"]}
        offered["capacity_near"] = self.here.capacity_near(country.cell_of_site[site], kind)
        unit = {"market_unit": self.here.unit(country.cell_of_site[site], kind)}
        return ask_all(VALUING, unit, self.here.settings, offered, row, cell, place, country.of_kind(kind))

    def odds(self, site, kind):
        """Odds of one site for one specialty, with the room that is left."""
        odds = self.worth(site, kind)["place_odds"]
        for factor in self.factors:
            odds = odds * factor[site]
        return odds

    def leave(self, taken, outside_only):
        """So much of each site's room is gone; where `outside_only`, zones are closed to who looks now."""
        share = []
        for site, room in enumerate(self.room):
            rest = max(0.0, room - taken[site])
            open_to_them = 0.0 if outside_only and site >= self.country.cells else 1.0
            share.append((rest / room if room > 0.0 else 0.0) * open_to_them)
            self.room[site] = rest
        self.factors.append(share)

    def needed(self, site, workers):
        """Room that a firm of this size takes: a plot in open country, hectares in a zone."""
        if site < self.country.cells:
            return 1.0
        return max(workers, self.country.numbers["shed_workers"]) / self.country.numbers["workers_per_ha"]

    def first_payment(self, site, need):
        """What must be paid at once for so much zone land, and nothing outside zones."""
        there = Row(self.here.site_columns, site)
        return ask(first_payment, ask_all([plot_seen], there), there, {"room_needed": need})

    def near_home(self, name, who, home, kind):
        """A site near home: every site within reach has a clock, and the first to ring is taken; -1 if none is free."""
        first, chosen = 1e300, -1
        for site, near in self.near[home]:
            odds = self.odds(site, kind) * near
            if odds > 0.0:
                rings = self.country.chance.rings(name, who, site + 1, odds)
                if rings < first:
                    first, chosen = rings, site
        return chosen

    def anywhere(self, name, who, kind):
        """A site in the whole country."""
        return far(self.country, name, who, lambda site: self.odds(site, kind))

    def product(self, who, home, boom):
        """The product whose clock rings first for a founder born in this cell."""
        first, chosen = 1e300, 0
        for kind in range(self.country.kinds):
            known = {"reach": self.here.reach(home, kind), "place_gain": self.worth(home, kind)["place_gain"]}
            heard = boom[kind] * near_boom_of(self.country, self.here, home, kind)
            known |= {"boom": heard, "product_constant": self.country.fit.product_constant[kind]}
            odds = ask(product_odds, known, self.country.numbers)
            rings = self.country.chance.rings("product", who, kind + 1, odds) if odds > 0.0 else 1e300
            if rings < first:
                first, chosen = rings, kind
        return chosen


def far(country, name, who, odds_of):
    """First the block of cells whose clock rings first, then a site in it by its share of the block's odds."""
    starts, sites = country.map.block_start.tolist(), country.map.block_sites.tolist()
    first, chosen = 1e300, None
    for block, (low, high) in enumerate(pairwise(starts)):
        weight = 0.0
        for site in sites[low:high]:
            weight += odds_of(site)
        if weight > 0.0:
            rings = country.chance.rings(name, who, block + 1, weight)
            if rings < first:
                first, chosen = rings, sites[low:high]
    return -1 if chosen is None else first_to_ring(country, name + ", inside", who, chosen, odds_of)


def first_to_ring(country, name, who, sites, odds_of):
    """Of these sites the one whose clock rings first."""
    first, taken = 1e300, -1
    for site in sites:
        if odds_of(site) > 0.0:
            rings = country.chance.rings(name, who, site + 1, odds_of(site))
            if rings < first:
                first, taken = rings, site
    return taken


def served_in_turn(country, name, comers, room):
    """How many get land: at each site one by one in the order of their luck.

    `comers` are (identity, site, need of one, how many are alike). One who needs more than is left gets it with the
    odds of the one over the other.
    """
    left = list(room)
    got = [0.0] * len(comers)
    for i in sorted(range(len(comers)), key=lambda i: country.chance.uniform(name, comers[i][0])):
        who, site, need, count = comers[i]
        last = country.chance.uniform(name + ", of the last room", who)
        if site >= 0 and left[site] > 0.0:
            fit = float(floor(left[site] / need))
            fit += last * need <= left[site] - fit * need
            got[i] = min(count, fit)
            left[site] -= got[i] * need
    return got


def near_boom_of(country, here, cell, kind):
    """How much better makers near a cell earn than the nation's."""
    numbers, nation = country.numbers, country.nation
    if numbers["local_profit_weight"] == 0.0:
        return 1.0
    if "profits" not in here.memory:
        at = [country.pair(firm) for firm in country.firms]
        pairs, efficiency = country.cells * country.kinds, here.nation["labour_efficiency"]
        earned = (firm.weight * firm.profit / efficiency for firm in country.firms)
        here.memory["profits"] = sums_by(at, earned, pairs)
        here.memory["makers"] = sums_by(at, (firm.weight for firm in country.firms), pairs)

    def near(what):
        return country.links.around(
            cell, country.reach_weights, lambda other: here.memory[what][other * country.kinds + kind]
        )

    known = {"profit_near": near("profits"), "firms_near": near("makers")}
    known |= {name: nation[name][kind] for name in ("profit_per_firm", "reference_profit")}
    return ask(near_boom, known, numbers)
