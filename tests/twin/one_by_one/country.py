"""The country of the twin: its firms, suppliers, land and people, as objects and lists."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import numpy as np

from one_by_one.asking import Row
from one_by_one.chance import Chance
from simulation.agents.firms.state import Firms
from simulation.agents.firms.state import firms as table_of_firms
from simulation.agents.suppliers.state import Suppliers
from simulation.agents.suppliers.state import suppliers as table_of_suppliers


class Agent(SimpleNamespace):
    """One firm or supplier: what its table knows of it, and `today`, what the quarter brought it."""

    def __contains__(self, name):
        return name in self.__dict__

    def __getitem__(self, name):
        return self.__dict__[name]


class Country:
    """All that changes, taken from the engine's economy once and then left to the twin."""

    def __init__(self, now, given):
        self.given, self.numbers, self.fit, self.map = given, given.numbers, given.fit, given.map
        self.kinds, self.cells = len(given.specialties), len(given.map.grid)
        self.sites = self.cells + len(given.map.zones)
        self.cell_of_site = given.map.cell_of_site.tolist()
        self.links = Links(given.map.neighbours)
        self.reach_weights = given.reach_weights.tolist()
        self.founder_odds = given.founder_odds.tolist()
        self.quarter, self.institutions = now.quarter, now.institutions
        self.firms, self.suppliers = agents_of(now.firms), agents_of(now.suppliers)
        self.plots, self.pool = now.land.plots.tolist(), now.land.pool.tolist()
        self.nation = {name: as_plain(value) for name, value in vars(now.nation).items()}
        self.specialties = {name: column.tolist() for name, column in given.specialties.columns().items()}
        self.chance, self.services, self.births, self.deaths = None, None, [], {}

    def begin_quarter(self):
        """A new quarter, with its luck; once a year the firms are lined up by site."""
        self.quarter += 1
        self.chance = Chance(self.given.luck, self.quarter)
        if self.quarter % 4 == 0:
            self.firms.sort(key=lambda firm: firm.site)
        for agent in (*self.firms, *self.suppliers):
            agent.today = {}
        self.births, self.deaths = [], {}

    def cell(self, agent):
        """The cell in which an agent stands."""
        return self.cell_of_site[agent.site]

    def pair(self, agent):
        """Number of the pair of its cell and specialty."""
        return self.cell(agent) * self.kinds + agent.specialty

    def of_kind(self, specialty, **more):
        """What its specialty is like, with columns by specialty added by name."""
        return Row({**self.specialties, **more}, specialty)

    def table_of_firms(self):
        """The firms as the engine's table."""
        return tabled(table_of_firms, Firms, self.firms)

    def table_of_suppliers(self):
        """The suppliers as the engine's table."""
        return tabled(table_of_suppliers, Suppliers, self.suppliers)


class Links:
    """The cells near each cell, with their distance, as lists."""

    def __init__(self, kernel):
        start, other, km = kernel.start.tolist(), kernel.other.tolist(), kernel.distance_km.tolist()
        self.of = [list(zip(range(a, b), other[a:b], km[a:b], strict=True)) for a, b in pairwise(start)]

    def around(self, cell, weights, amount_at):
        """Sum over the cells near one of its weight times what is there, from the first cell to the last."""
        whole = 0.0
        for link, other, _ in self.of[cell]:
            amount = amount_at(other)
            if amount != 0.0:
                whole += weights[link] * amount
        return whole


def agents_of(table):
    """One object a row."""
    columns = {name: column.tolist() for name, column in table.columns().items()}
    return [Agent(today={}, **{name: column[i] for name, column in columns.items()}) for i in range(len(table))]


def tabled(make, kind, agents):
    """The table of these agents, in their order."""
    columns = {}
    for name in kind.names():
        exact = make(1).columns()[name].dtype
        columns[name] = np.array([agent[name] for agent in agents], dtype=exact)
    return make(len(agents), **columns)


def as_plain(value):
    """A column as a list, a number as it is."""
    return value.tolist() if isinstance(value, np.ndarray) else value
