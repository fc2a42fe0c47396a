"""The yardstick: the firms' own part of a quarter in Mesa, each row of firms an object that acts after the other.

Written as lean as Mesa allows: three passes, because there are two sums between them; math.exp and math.log; values of
places looked up in lists; nothing computed twice. It draws from Mesa's own random numbers.
"""

from __future__ import annotations

from math import exp, log
from types import SimpleNamespace
from typing import Any

import mesa

from simulation.benchmark.task import OF_CELL, OF_PAIR, OF_SITE, Task

ROOT_HALF = 0.7071067811865476


class Firm(mesa.Agent):
    """A firm; its attributes are the columns of the engine's table, and what this quarter brought."""

    site: int
    born: int
    weight: float
    workers: float
    capital: float
    skill: float
    standing: float
    buyers_abroad: float
    stock: float
    cash: float
    debt: float
    payables: float
    losing: float
    input_price: float
    input_order: float
    supplier_bill: float
    nearby: float

    def __init__(self, model: Market, trade: Any, cell: int, pair: int, known: dict[str, Any]) -> None:
        super().__init__(model)
        self.trade, self.cell, self.pair = trade, cell, pair
        self.__dict__.update(known)

    def quote(self) -> None:
        """Productivity and cost at its place, a price, and its weight in both markets."""
        here, n, trade = self.model, self.model.numbers, self.trade
        site, pair, workers, alpha = self.site, self.pair, self.workers, trade.alpha
        reliability = here.reliability[site]
        crowd = max(0.0, here.land_use[site] - n.congestion_threshold)
        seen = max(0.0, here.reach[pair] - workers * n.own_weight)
        gain = (
            n.marshall_elasticity * log(1.0 + seen / n.reach_scale_workers)
            + n.jacobs_elasticity * log(1.0 + here.others[pair] / n.others_scale_workers)
            + n.quality_elasticity * log(max(here.quality[site], 0.2))
            + log(1.0 - n.outage_output_loss * (1.0 - reliability))
            - log(1.0 + n.congestion_strength * crowd * crowd)
        )
        size = n.size_elasticity * log((1.0 + workers) / (1.0 + trade.mean_workers))
        tfp = self.tfp = trade.base_tfp * exp(gain + self.skill + size)
        wage = trade.base_wage * here.wage_index[self.cell]
        factors = trade.capital_factor * (wage / (1.0 - alpha)) ** (1.0 - alpha) / tfp
        served = reliability * n.tariff + (1.0 - reliability) * n.generator_cost_multiple
        self.power_cost = trade.power_share * served / n.reference_power
        inputs = trade.materials_share * self.input_price
        markup = 1.0 + (n.markup - 1.0) * trade.glut
        price = self.price = markup * (factors + inputs + trade.services_share + self.power_cost)
        pull, power = exp(self.standing + here.market_gain[pair]), 1.0 - n.substitution_elasticity
        self.home_weight = pull * (price * here.tau_home[pair]) ** power
        abroad = pull * (price * here.tau_world[pair]) ** power
        self.world_weight = abroad * workers / (workers + n.export_half_workers)
        self.buyers_abroad += n.customer_speed * (self.world_weight - self.buyers_abroad)
        trade.home += self.weight * self.home_weight
        trade.world += self.weight * self.buyers_abroad

    def work(self) -> None:
        """What buyers want is made with the crew there is; the quarter is paid for."""
        here, n, trade, price = self.model, self.model.numbers, self.trade, self.price
        alpha, efficiency = trade.alpha, n.labour_efficiency
        at_home = self.home_weight * trade.home_pull / (price * here.tau_home[self.pair])
        asked = price * n.margin_abroad * here.tau_world[self.pair]
        abroad = self.buyers_abroad * trade.world_pull * n.competitiveness / asked
        wanted = self.wanted = at_home + abroad
        able = self.tfp * self.capital**alpha
        needed = (wanted / able) ** (1.0 / (1.0 - alpha)) / efficiency
        needed = min(needed, n.crew_limit * trade.normal_crew * self.capital)
        workers = self.workers = max(0.5, self.workers + n.hiring_speed * (needed - self.workers))
        output = min(wanted, able * (workers * efficiency) ** (1.0 - alpha), self.stock / trade.materials_share)
        self.output, share = output, price * output / wanted if wanted > 0.0 else 0.0
        self.home_sales, self.exports = share * at_home, share * n.margin_abroad * abroad
        self.stock = max(0.0, self.stock - output * trade.materials_share)
        self.settle(here, n, trade)

    def settle(self, here: Market, n: Any, trade: Any) -> None:
        """Bills, profit, interest, repayment, and the credit it asks for."""
        workers, output, site, debt, capital = self.workers, self.output, self.site, self.debt, self.capital
        unit_wage, services = trade.base_wage * n.labour_efficiency, output * trade.services_share
        wages = (workers - n.owner_work * min(workers, 1.0)) * unit_wage * here.wage_index[self.cell]
        technique = n.labour_efficiency**n.fixed_cost_elasticity
        overhead = n.overhead_workers * technique * unit_wage * min(1.0, workers / 5.0)
        rent, noise = workers * here.rent[site], output * self.price * here.random.gauss(0.0, 1.0) * n.profit_noise
        sales, power = self.home_sales + self.exports, output * self.power_cost
        added = self.value_added = sales - output * trade.materials_share * self.input_price - services - power
        gross = added - wages - overhead - rent + noise
        leverage = min(2.0, debt / max(capital, 1e-9))
        interest = debt * max(0.0, n.policy_rate + n.spread + n.risk_spread * leverage * leverage) / 4.0
        relief = here.tax_relief[site] if here.quarter - self.born < here.holiday_quarters[site] else 0.0
        before_tax = gross - interest - n.wear * capital
        tax = max(0.0, before_tax) * n.profit_tax * (1.0 - relief)
        self.profit = before_tax - tax
        self.losing = self.losing + 1.0 if self.profit < 0.0 else 0.0
        waits = self.supplier_bill * (n.deferred_share + n.deferred_share_nearby * self.nearby)
        paid = self.input_order * self.input_price - waits + self.payables
        cash = self.cash + sales + noise - paid - services - power - wages - overhead - rent - tax - interest
        self.payables, self.cost = waits, wages + paid
        back = min(debt * n.repayment, max(0.0, cash))
        square = workers * workers
        large = square / (square + n.leverage_half_workers * n.leverage_half_workers)
        limit = capital * (n.leverage_small + (n.leverage_large - n.leverage_small) * large)
        last = min(max(0.0, back - cash), max(0.0, limit + n.last_credit * capital - debt + back))
        self.debt, self.cash = debt - back + last, cash - back + last
        self.plan(n, trade, limit)
        here.asked += self.weight * self.credit
        here.repaid += self.weight * back

    def plan(self, n: Any, trade: Any, limit: float) -> None:
        """Investment wanted, and the loan it would take."""
        capital = self.capital
        needed = self.wanted / (self.tfp * trade.crew_part)
        wanted = max(0.0, n.investment_speed * (needed - capital) + n.wear * capital)
        self.investment = min(wanted, n.investment_limit * capital)
        self.spare = max(0.0, self.cash - n.cash_buffer * self.cost)
        self.credit = min(max(0.0, self.investment - self.spare), max(0.0, limit - self.debt))

    def invest(self) -> None:
        """Invest from cash and from what banks can lend, pay owners, and learn."""
        here, n = self.model, self.model.numbers
        spare, loan = self.spare, self.credit * here.served
        spent = min(self.investment, spare + loan)
        loan = min(loan, max(0.0, spent - spare))
        beyond = max(0.0, self.cash - 4.0 * n.cash_buffer * self.cost)
        owners = max(0.0, min(spare + loan - spent, n.payout * max(0.0, self.profit) + 0.5 * beyond))
        self.capital = self.capital * (1.0 - n.wear) + spent
        self.cash += loan - spent - owners
        self.debt += loan
        self.skill = n.skill_persistence * self.skill + n.skill_sd * here.random.gauss(0.0, 1.0)
        u = here.random.random()
        luck = ROOT_HALF * (log(2.0 * u) if u < 0.5 else -log(2.0 - 2.0 * u))
        spread = n.standing_sd * ((1.0 + self.workers) / 11.0) ** -n.standing_size_power
        self.standing += n.standing_drift / 4.0 + spread * luck


class Market(mesa.Model):
    """The firms and what they all know."""

    firm = Firm

    def __init__(self, task: Task, seed: int = 1) -> None:
        super().__init__(rng=seed)
        self.trades: list[Any] = []
        self.learn_of(task)
        columns = {name: column.tolist() for name, column in task.firms.columns().items()}
        columns |= {name: column.tolist() for name, column in task.handed.items()}
        for row, (cell, pair) in enumerate(zip(task.cell.tolist(), task.pair.tolist(), strict=True)):
            known = {name: column[row] for name, column in columns.items()}
            self.firm(self, self.trades[known["specialty"]], cell, pair, known)

    def learn_of(self, task: Task) -> None:
        """What places, trades and the nation offer this quarter."""
        self.quarter, self.bank_credit = task.quarter, task.credit
        self.numbers = SimpleNamespace(**task.numbers)
        for names, columns in ((OF_SITE, task.site), (OF_CELL, task.by_cell), (OF_PAIR, task.by_pair)):
            for name in names:
                setattr(self, name, columns[name].tolist())
        columns = {name: column.tolist() for name, column in task.trade.items()}
        if not self.trades:
            self.trades = [SimpleNamespace() for _ in columns["alpha"]]
        for row, trade in enumerate(self.trades):
            trade.__dict__.update({name: column[row] for name, column in columns.items()})

    def step(self) -> None:
        """The firms' own part of a quarter."""
        firms = self.agents_by_type[self.firm]
        for trade in self.trades:
            trade.home = trade.world = 0.0
        self.asked = self.repaid = 0.0
        firms.do("quote")
        for trade in self.trades:
            trade.home_pull = trade.demand_at_home / max(trade.rest_at_home + trade.home, 1e-300)
            known = max(trade.world, 1e-300)
            nation = trade.export_weight * (known / trade.export_weight) ** self.numbers.outer * self.numbers.at_once
            trade.world_pull = trade.demand_abroad * nation / max(trade.rest_abroad + nation, 1e-300) / known
        firms.do("work")
        self.served = min(1.0, (self.bank_credit + self.repaid) / self.asked) if self.asked > 0.0 else 0.0
        firms.do("invest")
