"""Firms and suppliers of the Mesa yardstick for a whole quarter: they find each other, fail, move and have children."""

from __future__ import annotations

from bisect import bisect
from math import exp, log
from typing import Any

import mesa

from simulation.benchmark.in_mesa import Firm
from simulation.phases.failure import MOVING_COST

OF_MESA = ("model", "unique_id", "pos")
"""What every agent of Mesa has of its own."""


class Supplier(mesa.Agent):
    """A supplier; its attributes are the columns of the engine's table, and what this quarter brought."""

    site: int
    specialty: int
    weight: float
    capacity: float
    cash: float
    losing: float
    receivables: float

    def __init__(self, model: Any, known: dict[str, Any]) -> None:
        super().__init__(model)
        self.__dict__.update(known)
        self.alive, self.cell = True, model.country.cell_of_site[self.site]
        self.pair = self.cell * model.country.kinds + self.specialty

    def offer(self) -> None:
        """Its price, from its cost and from how much of its trade is near."""
        here, n, pair = self.model, self.model.numbers, self.pair
        wages, imports = n.supplier_wage_share, n.supplier_import_share
        cost = wages * here.wage_index[self.cell] + imports * here.offer.abroad_price[pair] + 1.0 - wages - imports
        scale = (1.0 + here.offer.capacity_near[pair] / n.market_unit) ** -n.scale_elasticity
        self.price = here.offer.supplier_price[self.specialty] * cost * scale
        self.left, self.orders, self.sales, self.paid, self.loss = self.capacity, 0.0, 0.0, 0.0, 0.0
        weight = self.weight * self.capacity / n.market_unit * exp(-(self.price - 1.0) / n.choice_temperature)
        sellers, weights = here.sellers.setdefault(pair, ([], []))
        sellers.append(self)
        weights.append(weights[-1] + weight if weights else weight)

    def live(self) -> None:
        """It pays its costs and owners, grows or shrinks, and may close."""
        n, sales = self.model.numbers, self.sales
        idle = max(0.0, self.capacity * self.price - sales)
        cash = self.cash + self.paid - n.supplier_fixed_share * idle - (1.0 - n.supplier_margin) * sales
        self.cash = cash - max(0.0, cash - 0.5 * sales)
        profit = n.supplier_margin * sales - n.supplier_fixed_share * idle - self.loss
        step = min(0.05 * self.capacity, max(-0.05 * self.capacity, 0.25 * (self.orders - self.capacity)))
        self.capacity = max(self.model.offer.least_capacity[self.pair], self.capacity + step)
        self.workers = n.supplier_wage_share * sales / (n.mean_wage * n.labour_efficiency)
        self.losing = self.losing + 1.0 if profit < 0.0 else 0.0
        unlucky = self.model.random.random() < n.supplier_exit_hazard / 4.0
        if unlucky or self.losing >= n.losing_quarters or self.cash < 0.0:
            self.alive = False
            self.remove()


class Trader(Firm):
    """A firm that also finds suppliers, fails, moves and is left by founders."""

    specialty: int
    output: float
    hectares: float
    freight = nearby = 0.0

    def __init__(self, model: Any, trade: Any, cell: int, pair: int, known: dict[str, Any]) -> None:
        super().__init__(model, trade, cell, pair, known)
        self.seller: Supplier | None = None

    def buy_from(self, seller: Supplier | None) -> None:
        """Remember a supplier and what the road to it costs."""
        self.seller, n = seller, self.model.numbers
        if seller is not None:
            km = float(self.model.country.kilometres(self.cell, seller.cell))
            self.freight = km * n.road_cost_per_100km / 100.0
            self.nearby = 1.0 if km <= n.supplier_reach_km else 0.0

    def source(self) -> None:
        """Look for a supplier now and then, order, take what it has left, and pay."""
        here, n, trade = self.model, self.model.numbers, self.trade
        seller, abroad = self.seller, here.offer.abroad_price[self.pair]
        gone = seller is not None and not seller.alive
        if seller is not None and not gone:
            share = self.weight / seller.weight
            seller.paid += share * self.payables
            seller.receivables -= share * self.payables
        if gone or self.born >= here.quarter - 1 or here.random.random() < n.reconsider:
            self.buy_from(here.chosen_seller(self))
            seller = self.seller
        use = self.output * trade.materials_share
        order = self.input_order = max(0.0, use + 0.25 * (use * n.stock_days / 91.0 - self.stock))
        units = order * (1.0 - trade.import_share) * n.supplied_share
        instead = price = abroad * (1.0 + n.import_premium)
        got = self.supplier_bill = 0.0
        if seller is not None and units > 0.0:
            share = self.weight / seller.weight
            got = min(units, seller.left / share)
            bill = self.supplier_bill = got * seller.price
            waits = bill * (n.deferred_share + n.deferred_share_nearby * self.nearby)
            seller.left -= share * got
            seller.orders += share * units
            seller.sales += share * bill
            seller.paid += share * (bill - waits)
            seller.receivables += share * waits
            price = got / units * (seller.price + self.freight) + (1.0 - got / units) * instead
        if got < units:
            here.unmet[self.pair] += self.weight * (units - got)
        home = n.supplied_share * price + 1.0 - n.supplied_share
        self.input_price = trade.import_share * abroad + (1.0 - trade.import_share) * home
        self.stock += order

    def end(self) -> None:
        """Close by age or for want of money; stand alone from some size on."""
        here, n = self.model, self.model.numbers
        age = here.quarter - self.born
        hazard = (n.base_hazard + n.young_hazard * exp(-age / (4.0 * n.young_years))) / 4.0
        broke = self.cash < -1e-12 or self.capital + self.cash - self.debt - self.payables < 0.0
        if broke or self.losing >= n.losing_quarters or here.random.random() < hazard:
            self.close(n.recovery)
        elif self.weight > 1.0 and self.workers >= n.alone_from_workers:
            here.large.append(self)

    def part(self) -> None:
        """A row for several becomes as many, each with all that one of them had."""
        others = {name: value for name, value in vars(self).items() if name not in OF_MESA}
        count, self.weight = int(self.weight), 1.0
        for _ in range(count - 1):
            twin = Trader(self.model, self.trade, self.cell, self.pair, others | {"weight": 1.0})
            twin.seller = self.seller

    def look_around(self) -> None:
        """Perhaps look for another place, want more land, lose an employee to a new rival."""
        here, n, trade, random = self.model, self.model.numbers, self.trade, self.model.random.random
        trade.standing += self.weight * exp(self.standing)
        trade.count += self.weight
        if random() < n.relocation_look:
            here.movers.append(self)
        if self.hectares > 0.0 and self.workers / n.workers_per_ha > self.hectares:
            here.growing.append(self)
        size = (self.workers / trade.mean_workers) ** n.spin_off_size_power
        if (
            random()
            < trade.spin_off_base / 4.0 * trade.boom * size * exp(self.skill) * self.weight / here.country.weight
        ):
            here.mothers.append(self)

    def close(self, recovery: float) -> None:
        """Banks are paid first, then the supplier."""
        estate = max(0.0, self.cash) + self.capital * recovery
        rest = estate - min(estate, self.debt + max(0.0, -self.cash))
        if self.seller is not None and self.seller.alive:
            paid, share = min(rest, self.payables), self.weight / self.seller.weight
            self.seller.paid += share * paid
            self.seller.loss += share * (self.payables - paid)
            self.seller.receivables -= share * self.payables
        self.leave()
        self.remove()

    def leave(self) -> None:
        """Free the land it stands on."""
        self.model.room[self.site] += self.weight * (self.hectares if self.hectares > 0.0 else 1.0)

    def move(self, site: int, need: float) -> None:
        """Go to another place."""
        country = self.model.country
        self.leave()
        self.site, self.cell = site, country.cell_of_site[site]
        self.pair = self.cell * country.kinds + self.specialty
        self.hectares = need if site >= country.cells else 0.0
        self.cash -= MOVING_COST * self.capital
        self.buy_from(self.seller)

    def start(self, ticket: float, crew: float) -> None:
        """Capital for the sales it expects, with cash and stock from its owners."""
        here, n, trade = self.model, self.model.numbers, self.trade
        self.input_price = here.offer.abroad_price[self.pair]
        self.buyers_abroad = 0.0
        self.quote()
        self.buyers_abroad, price = n.entrant_buyers_abroad * self.world_weight, self.price
        at_home = self.home_weight * trade.home_pull / (price * here.tau_home[self.pair])
        asked = price * n.margin_abroad * here.tau_world[self.pair]
        abroad = self.buyers_abroad * trade.world_pull * n.competitiveness / asked
        wanted = self.wanted = self.output = at_home + abroad
        needed = wanted / (self.tfp * trade.crew_part)
        self.capital = max(ticket, needed, crew / trade.normal_crew if crew > 1.0 else 0.0)
        self.stock = wanted * trade.materials_share * 4.0 / 3.0
        self.cash = 0.25 * wanted * price / (1.0 + (n.markup - 1.0) * trade.glut)
        self.workers = max(1.0, 0.5 * self.capital * trade.normal_crew)


def drawn(cumulated: list[float], random: float) -> int:
    """Which one a uniform number falls on, by cumulated odds."""
    return min(bisect(cumulated, random * cumulated[-1]), len(cumulated) - 1)


def standing_of_entrant(trade: Any, n: Any, normal: float, crew: float) -> float:
    """A new firm's standing: a part of its trade's mean, more for a large one."""
    spread = n.entrant_standing_sd
    large = max(1.0, crew / trade.mean_workers / n.entrant_standing) if crew > 1.0 else 1.0
    mean = trade.standing / max(trade.count, 1.0)
    return log(max(n.entrant_standing * mean, 1e-12)) + spread * normal - 0.5 * spread * spread + log(large)
