"""The odds of all places and products this quarter, shared by everybody who chooses (E11, E13)."""

from __future__ import annotations

import dataclasses
from functools import cached_property

import numpy as np

from simulation.agents.firms.choosing import (
    attraction,
    near_input_price,
    near_supplier_price,
    place_odds,
    place_value,
    product_odds,
    relief_gain,
)
from simulation.agents.firms.living import near_boom
from simulation.agents.firms.producing import localisation_gain, place_gain
from simulation.economy import Economy, Given
from simulation.economy import places_of as places_of_firms
from simulation.engine.blocks import Cycle, Each
from simulation.engine.rules import Loop
from simulation.engine.table import Column, total_by
from simulation.geography.reach import in_reach
from simulation.markets.places import OverCountry, over
from simulation.phases.handed_on import Offers, PlaceValues
from simulation.phases.suppliers import apart_from_places

SUPPLIERS = Loop(near_supplier_price)
VALUES = Loop(
    localisation_gain, place_gain, near_input_price, relief_gain, place_value, attraction,
    keep=["place_gain", "place_value", "attraction"],
)  # fmt: skip
ODDS = Loop(place_odds)
PRODUCTS = Loop(product_odds)
BOOMS = Loop(near_boom)
FIRMS_PER_WORKER = 0.1
"""A zone's free land counts as many places as firms of ten workers would fill (assumed; it only scales promotion)."""


@dataclasses.dataclass(frozen=True)
class Choice:
    """Odds and values of sites by specialty, and the room of each site."""

    odds: Column
    """[specialties, sites]"""
    values: PlaceValues
    """What places are worth this quarter, whatever room is left: handed to who chooses later in it."""
    room: Column
    """Free plots outside zones, free hectares inside."""
    given: Given
    kinds: int
    cells: int

    @classmethod
    def of(cls, now: Economy, given: Given) -> Choice:
        """The odds as places stand at the start of this phase."""
        sites, kinds = now.land.plots.size, len(given.specialties)
        cells = len(given.map.grid)
        room = room_of_sites(now, given)
        offered = {"free": places_of(room, given), "promotion": promotion_of(now, given)}
        allowed = np.ones((kinds, sites))
        allowed[:, cells:] = now.services.allowed[:, :kinds].T if now.services is not None else 1.0
        values = now.today[PlaceValues] if PlaceValues in now.today else values_of_places(now, given)
        rows = {"attraction": values.attraction, "open_to_all": allowed.ravel()}
        odds = ODDS(allowed.size, rows, site=(Cycle(sites), offered))["place_odds"]
        return cls(odds.reshape(kinds, sites), values, room, given, kinds, cells)

    @cached_property
    def over_country(self) -> OverCountry:
        """The odds for whoever looks at the whole country."""
        return over(self.given.blocks, self.odds)

    def gain(self, site: Column, specialty: Column) -> Column:
        """Value of each site for each specialty, in log productivity."""
        return self.values.place_value[np.maximum(site, 0) * self.kinds + specialty]

    def left(self, taken: Column, of: Column) -> Choice:
        """The same places with the room that is left once so much of each has been taken, and those of `of` open."""
        rest = np.maximum(0.0, self.room - taken)
        share = np.divide(rest, self.room, out=np.zeros(rest.size), where=self.room > 0.0)
        return dataclasses.replace(self, odds=self.odds * (share * of), room=rest)

    def products(self, now: Economy, cell: Column, boom: Column) -> Column:
        """Odds of each product for founders born in these cells, one row of specialties each."""
        at = (np.repeat(cell, self.kinds) * self.kinds) + np.tile(np.arange(self.kinds), cell.size)
        kind = np.tile(np.arange(self.kinds), cell.size)
        given = self.given
        constants = {"product_constant": given.fit.product_constant}
        rows = {"place_gain": self.values.place_gain[at], "boom": boom[kind] * near_booms(now, given)[at]}
        return PRODUCTS(
            at.size, rows, given.numbers, pair=(at, {"reach": now.here.pair["reach"]}), specialty=(kind, constants)
        )["product_odds"]


def near_booms(now: Economy, given: Given) -> Column:
    """By cell and specialty, how much better makers in reach earn than the nation's, as founders hear it (E11)."""
    if given["local_profit_weight"] == 0.0:
        return np.ones(given.pairs)
    firms, kinds, links = now.firms, len(given.specialties), given.map.neighbours
    pairs = places_of_firms(given, firms.site, firms.specialty)[1]
    profit = total_by(pairs, firms.weight * firms.profit / now.here.nation["labour_efficiency"], given.pairs)
    makers = total_by(pairs, firms.weight, given.pairs)
    near = {
        "profit_near": in_reach(links, given.reach_weights, profit, kinds),
        "firms_near": in_reach(links, given.reach_weights, makers, kinds),
    }
    nation = {"profit_per_firm": now.nation.profit_per_firm, "reference_profit": now.nation.reference_profit}
    return BOOMS(given.pairs, near, given.numbers, specialty=(Cycle(kinds), nation))["near_boom"]


def room_needed(given: Given, site: Column, workers: Column) -> Column:
    """Room that a firm of this size takes: a plot outside, hectares inside a zone."""
    crew = np.maximum(workers, given["shed_workers"])
    return np.where(site >= len(given.map.grid), crew / given["workers_per_ha"], 1.0)


def values_of_places(now: Economy, given: Given) -> PlaceValues:
    """What every place is worth to every specialty: the open country cell by cell, then the zones."""
    kinds, cells = len(given.specialties), len(given.map.grid)
    pair = {**now.here.pair, "reach_seen": now.here.pair["reach"], **prices_of_suppliers(now, given)}
    numbers, columns = {**apart_from_places(given), **now.here.nation}, {**given.specialties.columns(), **now.here.kind}
    values = {name: np.empty(now.land.plots.size * kinds) for name in VALUES.keep}
    country = {name: column[:cells] for name, column in now.here.site.items()}
    VALUES(
        cells * kinds, pair, numbers, {name: column[: cells * kinds] for name, column in values.items()},
        site=(Each(kinds), country), specialty=(Cycle(kinds), columns),
    )  # fmt: skip
    zones = {name: column[cells:] for name, column in now.here.site.items()}
    at = (given.map.zones.cell[:, None] * kinds + np.arange(kinds)).ravel()
    VALUES(
        at.size, {}, numbers, {name: column[cells * kinds :] for name, column in values.items()},
        site=(Each(kinds), zones), pair=(at, pair), specialty=(Cycle(kinds), columns),
    )  # fmt: skip
    by_kind = np.ascontiguousarray(values["attraction"].reshape(-1, kinds).T)
    return PlaceValues(values["place_gain"], values["place_value"], by_kind.ravel())


def prices_of_suppliers(now: Economy, given: Given) -> dict[str, Column]:
    """Suppliers near each pair of cell and specialty, and their price, asked only where there are enough of them."""
    near, unit = now.today[Offers].capacity_near, now.here.pair["market_unit"]
    enough, price = np.flatnonzero(near >= unit), np.zeros(near.size)
    rows = {"capacity_near": near[enough], "market_unit": unit[enough]}
    price[enough] = SUPPLIERS(enough.size, rows, apart_from_places(given))["near_supplier_price"]
    return {"capacity_near": near, "near_supplier_price": price}


def room_of_sites(now: Economy, given: Given) -> Column:
    """Free plots of open country, free hectares of zones, as of now."""
    return np.maximum(0.0, now.here.site["plots"] - occupied_by_firms(now, given))


def occupied_by_firms(now: Economy, given: Given) -> Column:
    """Plots of open country taken, one a firm, and hectares of zones let."""
    sites, cells = now.land.plots.size, len(given.map.grid)
    occupied = total_by(now.firms.site, now.firms.weight, sites)
    tenants = np.flatnonzero(now.firms.site >= cells)
    let = now.firms.weight[tenants] * now.firms.hectares[tenants]
    occupied[cells:] = total_by(now.firms.site[tenants] - cells, let, sites - cells)
    return occupied


def places_of(room: Column, given: Given) -> Column:
    """Room as a number of places for small firms: the opportunity count of the choice."""
    places = room.copy()
    cells = len(given.map.grid)
    places[cells:] *= given["workers_per_ha"] * FIRMS_PER_WORKER
    return places


def promotion_of(now: Economy, given: Given) -> Column:
    """Factor on the odds of each site: 1 outside zones, the authority's promotion inside."""
    factor = np.ones(now.land.plots.size)
    if now.services is not None:
        factor[len(given.map.grid) :] = now.services.promotion
    return factor
