"""The yardstick for a whole quarter with its markets: a Mesa model of firms and suppliers, one after the other."""

from __future__ import annotations

import dataclasses
import time
from collections import defaultdict
from itertools import accumulate
from math import exp, floor, log
from types import SimpleNamespace
from typing import Any

from simulation.agents.firms.state import Firms, FounderKind
from simulation.agents.suppliers.state import Suppliers
from simulation.benchmark.in_mesa import Market
from simulation.benchmark.in_mesa_trading import Supplier, Trader, drawn, standing_of_entrant
from simulation.benchmark.surroundings import Country, Offer
from simulation.benchmark.task import Task
from simulation.economy import Economy, Given, cells_of, pairs_of

CLOSED = SimpleNamespace(alive=False)
"""Stands for a supplier that closed before the yardstick began."""
Founder = tuple[FounderKind, int, int, float, float]
"""Kind, specialty, site, skill, least crew."""


def at_start(task: Task, firms: Firms, given: Given) -> Task:
    """The task with the firms as they were before the quarter, who have nothing in hand yet."""
    cell = cells_of(given, firms.site)
    return dataclasses.replace(task, firms=firms, cell=cell, pair=pairs_of(given, cell, firms.specialty), handed={})


class Yardstick(Market):
    """A country of firms and suppliers as they were before a quarter; `follow` what it offers, then `step`."""

    firm = Trader

    def __init__(self, offer: Offer, country: Country, before: Economy, given: Given, seed: int = 1) -> None:
        self.country, self.offer = country, offer
        super().__init__(at_start(offer.task, before.firms, given), seed)
        suppliers = before.suppliers
        columns = {name: column.tolist() for name, column in suppliers.columns().items()}
        known = [{name: column[row] for name, column in columns.items()} for row in range(len(suppliers))]
        sellers = {each["id"]: Supplier(self, each) for each in known}
        for firm in self.agents_by_type[Trader]:
            firm.buy_from(sellers.get(firm.supplier))
            if firm.supplier and firm.seller is None:
                firm.seller = CLOSED

    def follow(self, offer: Offer) -> None:
        """Hear what places, trades and the nation offer this quarter."""
        self.offer = offer
        self.learn_of(offer.task)

    def learn_of(self, task: Task) -> None:
        """As in the market, and what founders look at."""
        super().learn_of(task)
        for trade, boom, base in zip(self.trades, self.offer.boom, self.offer.spin_off_base, strict=True):
            trade.boom, trade.spin_off_base = boom, base

    def step(self) -> None:
        """A quarter."""
        self.sellers: dict[int, Any] = {}
        self.offers: dict[int, Any] = {}
        self.near_by: dict[int, Any] = {}
        self.anywhere: dict[int, list[float]] = {}
        self.unmet: dict[int, float] = defaultdict(float)
        self.movers: list[Trader] = []
        self.growing: list[Trader] = []
        self.mothers: list[Trader] = []
        self.large: list[Trader] = []
        self.room = list(self.offer.room)
        for trade in self.trades:
            trade.standing, trade.count = 0.0, 0.0
        self.agents_by_type[Supplier].do("offer")
        self.agents_by_type[Trader].shuffle_do("source")
        start = time.thread_time()
        super().step()
        self.own_part_seconds = time.thread_time() - start
        self.agents_by_type[Trader].do("end")
        for firm in self.large:
            firm.part()
        self.agents_by_type[Trader].do("look_around")
        self.move_and_spread()
        self.agents_by_type[Supplier].do("live")
        self.suppliers_enter()
        self.founders_enter()

    def chosen_seller(self, firm: Trader) -> Supplier | None:
        """A supplier by its weight and the road to it, or None for imports."""
        if firm.pair not in self.offers:
            self.offers[firm.pair] = self.offers_near(firm.cell, firm.specialty, firm.pair)
        cumulated, pairs = self.offers[firm.pair]
        chosen = drawn(cumulated, self.random.random())
        if chosen == 0:
            return None
        sellers, weights = self.sellers[pairs[chosen - 1]]
        seller: Supplier = sellers[drawn(weights, self.random.random())]
        return seller

    def offers_near(self, cell: int, kind: int, pair: int) -> tuple[list[float], list[int]]:
        """Cumulated weights of imports and of each place with suppliers near, and those places."""
        n, kinds = self.numbers, self.country.kinds
        abroad = self.offer.abroad_price[pair] * (1.0 + n.import_premium)
        whole = exp(-(abroad - 1.0) / n.choice_temperature)
        cumulated, pairs = [whole], []
        for other, road, _ in self.country.near[cell]:
            there = other * kinds + kind
            if there in self.sellers:
                whole += self.sellers[there][1][-1] * road
                cumulated.append(whole)
                pairs.append(there)
        return cumulated, pairs

    def place_near(self, cell: int, kind: int) -> int:
        """A site near home by its odds, -1 where none is free."""
        kinds, odds = self.country.kinds, self.offer.odds
        at = cell * kinds + kind
        if at not in self.near_by:
            near = self.country.sites_near[cell]
            free = [(site, w) for site, nearness in near if (w := odds[site * kinds + kind] * nearness) > 0.0]
            self.near_by[at] = [site for site, _ in free], list(accumulate(w for _, w in free))
        sites, cumulated = self.near_by[at]
        return sites[drawn(cumulated, self.random.random())] if sites else -1

    def place_anywhere(self, kind: int) -> int:
        """A site in the whole country by its odds."""
        if kind not in self.anywhere:
            self.anywhere[kind] = list(accumulate(self.offer.odds[kind :: self.country.kinds]))
        return drawn(self.anywhere[kind], self.random.random())

    def need(self, site: int, workers: float) -> float:
        """Room that one firm takes: a plot in open country, hectares in a zone."""
        if site < self.country.cells:
            return 1.0
        return max(workers, self.numbers.shed_workers) / self.numbers.workers_per_ha

    def takes(self, site: int, need: float) -> bool:
        """Take room where there is enough."""
        if need > self.room[site]:
            return False
        self.room[site] -= need
        return True

    def admitted(self, site: int, need: float, count: float) -> float:
        """How many of so many take room: whole ones, as many as fit."""
        some = count if count * need <= self.room[site] else min(count, float(floor(self.room[site] / need)))
        self.room[site] -= some * need
        return some

    def move_and_spread(self) -> None:
        """Who looks around moves where it is worth it; tenants of zones rent more land."""
        value, kinds = self.offer.value, self.country.kinds
        self.random.shuffle(self.movers)
        for firm in self.movers:
            site = self.place_near(firm.cell, firm.specialty)
            if site < 0 or site == firm.site:
                continue
            gain = value[site * kinds + firm.specialty] - value[firm.site * kinds + firm.specialty]
            need = self.need(site, firm.workers)
            if gain > self.numbers.relocation_cost and self.takes(site, firm.weight * need):
                firm.move(site, need)
        self.random.shuffle(self.growing)
        for firm in self.growing:
            wanted = firm.workers / self.numbers.workers_per_ha
            if firm.hectares > 0.0 and self.takes(firm.site, firm.weight * (wanted - firm.hectares)):
                firm.hectares = wanted

    def suppliers_enter(self) -> None:
        """One may come to each place with unmet need, once a whole unit is lacking around it."""
        kinds, offer = self.country.kinds, self.offer
        for pair, own in list(self.unmet.items()):
            cell, kind = divmod(pair, kinds)
            around = self.country.near[cell]
            need = sum(self.unmet.get(other * kinds + kind, 0.0) for other, _, reached in around if reached)
            unit, least = offer.market_unit[pair], offer.least_capacity[pair]
            count = min(max(float(floor(need / least)), 1.0), self.country.weight)
            if need > unit and self.random.random() < 0.25 * own / need * min(need / unit, 4.0) / count:
                known = dict.fromkeys(Suppliers.names(), 0.0) | {"site": cell, "specialty": kind, "capacity": least}
                Supplier(self, known | {"cash": 0.5 * least, "weight": count})

    def founders_enter(self) -> None:
        """All who found a firm: those whose money suffices come in random order and take land while there is some."""
        people = [one for one in (*self.locals(), *self.newcomers(), *self.children(), *self.invited()) if one[2] >= 0]
        self.random.shuffle(people)
        for kind, specialty, site, skill, crew in people:
            cell = self.country.cell_of_site[site]
            trade, pair = self.trades[specialty], cell * self.country.kinds + specialty
            ticket = self.ticket(trade, pair)
            alike, need = 1.0 if kind is FounderKind.INVITED else self.country.weight, self.need(site, crew)
            if self.can_pay(ticket, kind) and (count := self.admitted(site, need, alike)) > 0.0:
                known = dict.fromkeys(Firms.names(), 0.0) | {"born": self.quarter, "skill": skill, "site": site}
                known |= {"specialty": specialty, "kind": int(kind), "workers": max(1.0, crew), "weight": count}
                known["hectares"] = need if site >= self.country.cells else 0.0
                known["standing"] = standing_of_entrant(trade, self.numbers, self.random.gauss(0.0, 1.0), crew)
                Trader(self, trade, cell, pair, known).start(ticket, crew)

    def ticket(self, trade: Any, pair: int) -> float:
        """Least capital to start in a place."""
        n = self.numbers
        crowd = (1.0 + self.reach[pair] / n.reach_scale_workers) ** -n.ticket_elasticity
        return float(trade.ticket_at_start * n.labour_efficiency * crowd)

    def can_pay(self, ticket: float, kind: FounderKind) -> bool:
        """Whether own wealth, kin and bank suffice; invited firms always can."""
        n = self.numbers
        wealth = n.wealth_median_usd * 1e-6 * n.labour_efficiency * exp(n.wealth_sd * self.random.gauss(0.0, 1.0))
        return bool(wealth * n.funds_per_wealth >= ticket) or kind is FounderKind.INVITED

    def skill(self) -> float:
        """A founder's skill."""
        return float(self.numbers.skill_spread * self.random.gauss(0.0, 1.0))

    def locals(self) -> list[Founder]:
        """Born where people live, they choose a product and stay near."""
        found = []
        for _ in range(int(self.rng.poisson(self.offer.local_rate))):
            product = self.product(home := drawn(self.country.odds_of_birth, self.random.random()))
            site = self.place_near(home, product)
            found.append((FounderKind.LOCAL_FOUNDER, product, site, self.skill(), 1.0))
        return found

    def product(self, home: int) -> int:
        """What a founder born in this cell makes."""
        n, first, odds = self.numbers, home * self.country.kinds, []
        for kind, (phi, constant) in enumerate(zip(self.offer.boom, self.offer.product_constant, strict=True)):
            pull = n.imitation * log(1.0 + self.reach[first + kind] / n.reach_scale_workers)
            odds.append(phi * constant * exp(pull + n.product_sharpness * self.offer.gain[first + kind]))
        return drawn(list(accumulate(odds)), self.random.random())

    def newcomers(self) -> list[Founder]:
        """They have a product and look at the whole country."""
        counts = self.rng.poisson(self.offer.rates).tolist()
        kinds = [kind for kind, count in enumerate(counts) for _ in range(count)]
        return [(FounderKind.NEWCOMER, kind, self.place_anywhere(kind), self.skill(), 1.0) for kind in kinds]

    def children(self) -> list[Founder]:
        """Employees found their own, of the same kind and mostly near."""
        found, heredity = [], self.numbers.heredity
        for mother in self.mothers:
            stays, kind = self.random.random() < self.numbers.stay_probability, mother.specialty
            site = self.place_near(mother.cell, kind) if stays else self.place_anywhere(kind)
            skill = heredity * mother.skill + (1.0 - heredity * heredity) ** 0.5 * self.skill()
            found.append((FounderKind.SPIN_OFF, kind, site, skill, 1.0))
        return found

    def invited(self) -> list[Founder]:
        """Large firms that authorities bring in."""
        kind, cells = FounderKind.INVITED, self.country.cells
        return [(kind, a.specialty, a.zone + cells, self.skill(), float(a.workers)) for a in self.offer.anchors]
