"""What places offer a firm this quarter: neighbours, wages, rent, power, freight."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from one_by_one.asking import Row, all_by, ask, ask_all, counts_by, sum_of
from simulation.agents.firms.producing import glut
from simulation.geography.freight import delivered_cost
from simulation.institutions.serving import serve
from simulation.markets.goods import market_gain
from simulation.markets.inputs import abroad_price
from simulation.markets.labour import next_pool, wage_index
from simulation.markets.land import country_rent, land_use, next_plots
from simulation.phases.places import OUTSIDE_QUALITY
from simulation.policy.effects import effects_at


def grown(rate, quarter):
    """1 in 2015 and before, growing by `rate` a year, evenly within each year."""
    level = 1.0
    for _ in range(max(0, quarter) // 4):
        level *= 1.0 + rate
    return level * (1.0 + rate * (max(0, quarter) % 4) / 4)


class Surroundings:
    """Conditions of the quarter, found when somebody asks."""

    def __init__(self, country):
        self.memory = {}
        self.country, given, quarter = country, country.given, country.quarter
        self.services = country.services = serve(country.institutions, quarter)
        self.effects = effects_at(given.scenario.policy, given.map, given.specialties.names, quarter)
        self.markets = self.effects.markets.tolist()
        self.any_market = any(self.markets) and given.does("market")
        self.nation = self._nation()
        earned = country.nation["profit_per_firm"], country.nation["reference_profit"]
        named = [{"profit_per_firm": now, "reference_profit": first} for now, first in zip(*earned, strict=True)]
        self.gluts = [ask(glut, one, country.numbers) for one in named]
        self.settings = {**given.numbers, **self.nation, "reference_power": given.fit.reference_power}
        self._count_people()
        self.cell_columns = self._wages()
        self.site_columns = self._sites()
        travel = given.map.travel(max(quarter, 0), self.effects.upgrades)
        self.tau = {name: cost.tolist() for name, cost in delivered_cost(travel, given.freight).items()}
        self.reach = lru_cache(None)(self._reach)
        self.conditions = lru_cache(None)(self._conditions)

    def _nation(self):
        """Prices and rates that hold everywhere."""
        country, services = self.country, self.services
        at = country.specialties
        workers = [n * mean for n, mean in zip(at["firms_at_start"], at["mean_workers"], strict=True)]
        earned = [
            w * n * mean for w, n, mean in zip(at["base_wage"], at["firms_at_start"], at["mean_workers"], strict=True)
        ]
        return {
            "tariff": services.tariff, "policy_rate": services.real_policy_rate,
            "exchange": country.given.paths.at("exchange", country.quarter) * services.exchange,
            "competitiveness": country.given.paths.at("competitiveness", country.quarter) * services.exchange,
            "rivals_gain": country.given.paths.at("rivals_gain", country.quarter),
            "home_factor": services.home_demand_factor, "world_factor": services.world_demand_factor,
            "labour_efficiency": grown(country.numbers["labour_productivity_growth"], country.quarter),
            "mean_wage": sum_of(earned) / sum_of(workers),
            "world_input_price": country.given.paths.at("input_price", country.quarter),
        }  # fmt: skip

    def _count_people(self):
        """Workers by cell and specialty, and all who work in each cell."""
        country = self.country
        pairs = country.cells * country.kinds
        self.makers = counts_by(country.firms, country.pair, pairs)
        self.workers = all_by(country.firms, country.pair, lambda f: f.workers, pairs)
        supplied = all_by(country.suppliers, country.cell, lambda s: s.workers, country.cells)
        self.employed = []
        for cell in range(country.cells):
            people = 0.0
            for kind in range(country.kinds):
                people += self.workers[cell * country.kinds + kind]
            self.employed.append(people + supplied[cell])

    def _wages(self):
        """Each cell's wage, from jobs and people within commuting distance."""
        country, weights = self.country, self.country.given.commuting_weights.tolist()
        everyone = max(sum_of(self.employed), 1e-9)
        trained = self.effects.trained.tolist()
        living = [p + t / everyone for p, t in zip(country.pool, trained, strict=True)]
        tightness = []
        for cell in range(country.cells):
            jobs = country.links.around(cell, weights, self.employed.__getitem__)
            people = country.links.around(cell, weights, living.__getitem__)
            tightness.append(jobs / (max(people, 1e-12) * everyone) if people > 0.0 else 0.0)
        wages = [ask(wage_index, {"tightness": one}, country.numbers) for one in tightness]
        return {"tightness": tightness, "wage_index": wages}

    def _sites(self):
        """Land, rent, power and quality of open country and of zones, one row a site."""
        country = self.country
        firms = counts_by(country.firms, lambda f: f.site, country.sites)
        hectares = all_by(country.firms, lambda f: f.site, lambda f: f.hectares, country.sites)
        rows = [self._open_country(country.plots[site], firms[site]) for site in range(country.cells)]
        rows += [self._zone(site - country.cells, hectares[site]) for site in range(country.cells, country.sites)]
        return {name: [row[name] for row in rows] for name in rows[0]}

    def _open_country(self, plots, occupied):
        found = ask_all((land_use, country_rent), {"occupied": occupied, "plots": plots}, self.settings)
        return {
            "plots": plots, "land_use": found["land_use"], "rent": found["country_rent"],
            "quality": OUTSIDE_QUALITY, "reliability": self.services.reliability, "tax_relief": 0.0,
            "holiday_quarters": 0.0, "promotion": 1.0, "plot_price": 0.0, "plot_relief": 0.0, "down_payment": 0.0,
            "instalment": 0.0, "duty_relief": 0.0,
        }  # fmt: skip

    def _zone(self, zone, hectares):
        """A zone is planned: what is let does not crowd it."""
        services, effects = self.services, self.effects
        return {
            "plots": services.serviced_hectares[zone], "land_use": 0.0,
            "rent": services.lease_per_worker[zone], "quality": services.quality[zone],
            "reliability": services.zone_reliability[zone], "tax_relief": effects.tax_relief[zone],
            "holiday_quarters": effects.holiday_quarters[zone], "promotion": services.promotion[zone],
            "plot_price": services.plot_price[zone], "plot_relief": services.plot_relief[zone],
            "down_payment": services.down_payment[zone], "instalment": services.instalment[zone],
            "duty_relief": effects.duty_relief[zone],
        }  # fmt: skip

    def _reach(self, cell, kind):
        """Workers of a specialty in reach of a cell, fading with distance; `other` hears no neighbours."""
        country = self.country
        hears = country.specialties["externalities"][kind]
        return country.links.around(
            cell, country.reach_weights, lambda other: self.workers[other * country.kinds + kind] * hears
        )

    def _conditions(self, cell, kind):
        """What one specialty finds in one cell."""
        every = 0.0
        for each in range(self.country.kinds):
            every += self.reach(cell, each)
        found = {name: cost[cell][kind] for name, cost in self.tau.items()}
        found["reach"], found["others"] = self.reach(cell, kind), every - self.reach(cell, kind)
        found["abroad_price"] = ask(abroad_price, self.nation, found)
        found["market_gain"] = self._market_gain(cell, kind)
        return found

    def unit(self, cell, kind):
        """The least unit of inputs that makes a market in a place."""
        relief = float(self.effects.unit_relief[cell * self.country.kinds + kind])
        return self.country.numbers["market_unit"] * (1.0 - relief)

    def _market_gain(self, cell, kind):
        """What a specialised market nearby adds to a maker's standing."""
        country, kinds = self.country, self.country.kinds
        if not self.any_market:
            return 0.0
        near = country.links.around(cell, country.reach_weights, lambda other: self.markets[other * kinds + kind])
        makers = country.links.around(cell, country.reach_weights, lambda other: self.makers[other * kinds + kind])
        known = {"makers": makers}
        return ask(market_gain, {**known, "has_market": min(1.0, near)}, country.numbers)

    def at(self, site, kind):
        """All that one specialty finds at one site."""
        cell = self.country.cell_of_site[site]
        return (Row(self.site_columns, site), Row(self.cell_columns, cell), self.conditions(cell, kind))

    def of(self, agent):
        """All that one agent finds where it stands."""
        return self.at(agent.site, agent.specialty)


def places_adapt(country, here):
    """Open country is built on where firms came; people follow work and wages."""
    occupied = counts_by(country.firms, lambda firm: firm.site, country.sites)
    for site in range(country.sites):
        known = {"plots": country.plots[site], "occupied": occupied[site]}
        in_zone = site >= country.cells
        country.plots[site] = here.site_columns["plots"][site] if in_zone else ask(next_plots, known, country.numbers)
    if not country.given.does("migration"):
        return
    people, wages = np.asarray(country.map.people).tolist(), here.cell_columns["wage_index"]
    everybody = sum_of(people)
    shares = [one / everybody for one in people]
    mean = sum_of(share * wage for share, wage in zip(shares, wages, strict=True))
    moved = [
        ask(next_pool, {"pool": pool, "people_share": share, "relative_wage": wage / mean}, country.numbers)
        for pool, share, wage in zip(country.pool, shares, wages, strict=True)
    ]
    everybody = sum_of(moved)
    country.pool = [one / everybody for one in moved]
