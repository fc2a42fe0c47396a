"""Firms and suppliers as Mesa agents: they act by table, and these views show each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np

from simulation.agents.firms.living import closing_hazard
from simulation.agents.firms.producing import capital_part, needed_capital, wanted_workers
from simulation.agents.firms.settling import credit_limit
from simulation.agents.firms.state import Firms, FounderKind
from simulation.agents.suppliers.deciding import next_capacity, supplier_cost, supplier_price
from simulation.agents.suppliers.state import Suppliers
from simulation.economy import Economy, cells_of, pairs_of, places_of
from simulation.engine.asking import answer
from simulation.engine.rules import Gathered, Rule
from simulation.engine.table import Table
from simulation.markets.inputs import input_order, input_price, supplied_price, supplied_units
from simulation.model.institutions import ZoneAuthority
from simulation.model.views import Shown, View
from simulation.phases.production import PRICING, settings, sources
from simulation.phases.suppliers import apart_from_places, capacity_near, least_units

MOVING = ("behaviour.choice.relocation_look", "behaviour.choice.relocation_cost", "open_zone", "plot_subsidy")
HIRING = ("behaviour.growth.hiring_speed", "behaviour.growth.crew_limit", "training")
SELLING = ("behaviour.demand.substitution_elasticity", "trade_promotion", "specialised_market")
BORROWING = ("behaviour.credit.leverage_small", "behaviour.credit.spread")


class Maker(View):
    """What firms and suppliers have in common: a specialty, a place, a birth."""

    moving = MOVING
    born: Shown[int] = Shown()
    weight: Shown[float] = Shown("behaviour.sampling.alone_from_workers")
    specialty: Shown[int] = Shown("focus_specialty", "invited_anchor", "behaviour.choice.product_sharpness")
    site: Shown[int] = Shown(*MOVING)

    @property
    def specialty_name(self) -> str:
        """What it makes, as seeds/specialties.csv calls it."""
        return self.model.given.specialties.names[self.specialty]

    @property
    def place(self) -> str:
        """The town by which its cell is known."""
        return self.model.given.map.place_name(int(self.model.given.map.cell_of_site[self.site]))

    @property
    def zone(self) -> ZoneAuthority | None:
        """Authority of the zone or estate in which it stands, None in the open country."""
        zone = int(self.model.given.map.zone_of_site[self.site])
        return None if zone < 0 else cast(ZoneAuthority, self.model.books[ZoneAuthority].view(zone + 1))

    @property
    def age_quarters(self) -> int:
        """Quarters since its birth."""
        return self.model.economy.quarter - self.born

    def numbers(self) -> dict[str, float]:
        """Its row, by column."""
        return {name: column[self.row].item() for name, column in self.book.columns.items()}


class Firm(Maker):
    """A firm; `simulation/agents/firms/state.py` says meaning and unit of each property."""

    table = Firms
    levers = ("behaviour.entry.newcomer_rate", "behaviour.exit.base_hazard", "invited_anchor", "open_zone")
    id: Shown[int] = Shown()
    parent: Shown[int] = Shown("behaviour.entry.spin_off_rate")
    kind: Shown[int] = Shown("behaviour.entry.spin_off_rate", "behaviour.entry.newcomer_rate", "invited_anchor")
    capital: Shown[float] = Shown("behaviour.growth.investment_speed", "behaviour.growth.wear")
    skill: Shown[float] = Shown("behaviour.growth.skill_sd")
    standing: Shown[float] = Shown("behaviour.demand.standing_sd", "specialised_market")
    buyers_abroad: Shown[float] = Shown("behaviour.demand.customer_speed", "trade_promotion")
    workers: Shown[float] = Shown(*HIRING)
    cash: Shown[float] = Shown("behaviour.growth.cash_buffer", "behaviour.growth.payout", "tax_holiday")
    debt: Shown[float] = Shown(*BORROWING)
    payables: Shown[float] = Shown("behaviour.inputs.deferred_share")
    stock: Shown[float] = Shown("behaviour.inputs.stock_days")
    supplier: Shown[int] = Shown("behaviour.inputs.choice_temperature", "supplier_park")
    losing: Shown[float] = Shown("behaviour.exit.losing_quarters")
    hectares: Shown[float] = Shown("behaviour.land.workers_per_ha", "open_zone", "plot_subsidy")
    plot_bought: Shown[float] = Shown("zones.all.plot_price_usd_per_acre", "plot_subsidy")
    plot_owed: Shown[float] = Shown("zones.all.down_payment_share", "zones.all.instalment_quarters")
    duty_back: Shown[float] = Shown("behaviour.credit.machine_duty", "duty_relief")
    price: Shown[float] = Shown("behaviour.costs.markup")
    output: Shown[float] = Shown(*HIRING)
    home_sales: Shown[float] = Shown(*SELLING)
    exports: Shown[float] = Shown(*SELLING)
    value_added: Shown[float] = Shown(*SELLING)
    profit: Shown[float] = Shown("behaviour.costs.markup", "behaviour.credit.profit_tax", "tax_holiday")
    wanted: Shown[float] = Shown(*SELLING)
    tfp: Shown[float] = Shown("behaviour.externalities.marshall_elasticity", "infrastructure_works")

    @classmethod
    def rows(cls, economy: Economy) -> Table:
        """The table of firms."""
        return economy.firms

    @property
    def founder_kind(self) -> FounderKind:
        """Who founded it."""
        return FounderKind(self.kind)

    @property
    def supplied_by(self) -> Supplier | None:
        """Its supplier, None when it buys abroad."""
        sellers = self.model.books[Supplier]
        return cast(Supplier, sellers.view(self.supplier)) if self.supplier in sellers.row_of else None

    def input_price(self) -> float:
        """Price of a unit of inputs at its place, if its supplier delivers all that it orders [over base prices]."""
        seller, given = self.supplied_by, self.model.given
        order = self.ask(input_order, supplied_units)
        row = {"got": 0.0, "supplied_units": order, "gate_price": 1.0, "freight": 0.0}
        if seller is not None:
            here, there = given.map.cell_of_site[self.site], given.map.cell_of_site[seller.site]
            km = float(given.map.grid.distance_km(here, there))
            freight = km * given["road_cost_per_100km"] / 100.0
            row |= {"got": order, "gate_price": seller.price, "freight": freight}
        return self.ask(supplied_price, input_price, **row)

    def unit_cost(self) -> float:
        """Cost of a unit at its place as it stands now [USD mn]."""
        return self._priced("unit_cost")

    def quoted_price(self) -> float:
        """Price it would ask for a unit now [USD mn]; `price` is what it asked in the quarter that is over."""
        return self._priced("quoted_price")

    def productivity(self) -> float:
        """Total factor productivity that its place, skill and size give it now [units]."""
        return self._priced("tfp")

    def wanted_workers(self) -> float:
        """Workers that the output its buyers wanted needs, at most the crew limit of its capital."""
        return self.ask(capital_part, wanted_workers)

    def needed_capital(self) -> float:
        """Capital that makes the output its buyers wanted with a normal crew [USD mn]."""
        return self.ask(needed_capital)

    def credit_limit(self) -> float:
        """Most that banks lend to it [USD mn]."""
        return self.ask(credit_limit)

    def closing_hazard(self) -> float:
        """Chance that it closes within a quarter for reasons other than money."""
        return self.ask(closing_hazard, age_quarters=float(self.age_quarters))

    def _priced(self, last: str) -> float:
        asked = [rule.name for rule in PRICING.rules]
        rules = PRICING.rules[: asked.index(last) + 1]
        row = {name: value for name, value in self.numbers().items() if name not in ("price", "tfp")}
        return self._answer(rules, {**row, "input_price": self.input_price()})

    def ask(self, *rules: Rule, **more: float) -> float:
        """The last rule's answer for this firm where it stands; `more` gives arguments that its row does not have."""
        return self._answer(rules, {**self.numbers(), **more})

    def _answer(self, rules: tuple[Rule, ...], row: Mapping[str, float]) -> float:
        economy, given = self.model.economy, self.model.given
        alone = economy.firms.take(np.array([self.row]))
        places = places_of(given, alone.site, alone.specialty)
        return answer(rules, row, settings(economy, given), sources(economy, given, alone, places))


class Supplier(Maker):
    """A supplier; `simulation/agents/suppliers/state.py` says meaning and unit of each property."""

    table = Suppliers
    levers = ("behaviour.inputs.supplier_exit_hazard", "behaviour.inputs.supplier_unit_usd_mn", "supplier_park")
    id: Shown[int] = Shown()
    capacity: Shown[float] = Shown()
    price: Shown[float] = Shown("behaviour.inputs.scale_elasticity", "supplier_park")
    workers: Shown[float] = Shown("behaviour.inputs.supplier_wage_share")
    cash: Shown[float] = Shown("behaviour.inputs.supplier_margin")
    debt: Shown[float] = Shown()
    orders: Shown[float] = Shown("behaviour.costs.supplied_share", "supplier_park")
    sales: Shown[float] = Shown("behaviour.costs.supplied_share", "supplier_park")
    receivables: Shown[float] = Shown("behaviour.inputs.deferred_share")
    losing: Shown[float] = Shown("behaviour.exit.losing_quarters")

    @classmethod
    def rows(cls, economy: Economy) -> Table:
        """The table of suppliers."""
        return economy.suppliers

    @property
    def customers(self) -> list[Firm]:
        """Firms that buy from it."""
        book, firms = self.model.books[Firm], self.model.economy.firms
        mine = firms.supplier == np.uint64(self.unique_id)
        return [cast(Firm, book.view(identity)) for identity in firms.id[mine].tolist()]

    def quoted_price(self) -> float:
        """Price it would ask at its gate now; `price` is what it asked in the quarter that is over."""
        economy, given = self.model.economy, self.model.given
        cell = cells_of(given, np.array([self.site]))
        pair = pairs_of(given, cell, np.array([self.specialty]))
        near = capacity_near(economy.suppliers, given)
        fields = {**economy.here.pair, "import_price": economy.here.pair["abroad_price"], "local_capacity": near}
        places: dict[str, Gathered] = {
            "cell": (cell, economy.here.cell), "pair": (pair, fields),
            "specialty": (np.array([self.specialty]), {"cost_level": given.fit.supplier_price}),
        }  # fmt: skip
        return answer((supplier_cost, supplier_price), {}, apart_from_places(given), places)

    def next_capacity(self) -> float:
        """Capacity it would have next quarter after this quarter's orders [units]."""
        economy, given = self.model.economy, self.model.given
        pair = places_of(given, np.array([self.site]), np.array([self.specialty]))[1]
        least = {"least_capacity": float(least_units(economy, given, pair)[0])}
        return answer((next_capacity,), self.numbers(), least, {})
