"""The odds of all places and products this quarter, shared by everybody who chooses (E11, E13)."""

from __future__ import annotations

import dataclasses

import numpy as np

from simulation.agents.firms.choosing import near_input_price, place_odds, place_value, product_log_odds
from simulation.agents.firms.producing import place_gain
from simulation.economy import Economy, Given
from simulation.phases.suppliers import apart_from_places
from simulation.rules import Loop
from simulation.table import Column

VALUES = Loop(place_gain, near_input_price, place_value, keep=["place_gain", "place_value"])
ODDS = Loop(place_odds)
PRODUCTS = Loop(product_log_odds)
FIRMS_PER_WORKER = 0.1
"""A zone's free land counts as many places as firms of ten workers would fill (assumed; it only scales promotion)."""


@dataclasses.dataclass(frozen=True)
class Choice:
    """Odds by site and specialty (index = site * specialties + specialty), and the room of each site."""

    odds: Column
    value: Column
    place_gain: Column
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
        site = np.repeat(np.arange(sites), kinds)
        kind = np.tile(np.arange(kinds), sites)
        cell = given.map.cell_of_site[site]
        offered = {"free": places_of(room, given), "promotion": promotion_of(now, given)}
        allowed = np.ones((sites, kinds))
        allowed[cells:] = now.services.allowed[:, :kinds] if now.services is not None else 1.0
        pair = {**now.here.pair, "reach_seen": now.here.pair["reach"], "capacity_near": now.extra["capacity_near"]}
        numbers = {**apart_from_places(given), **now.here.nation}
        value = now.extra.get("value_of_places") or VALUES(
            site.size, {}, numbers, site=(site, now.here.site), cell=(cell, now.here.cell),
            pair=(cell * kinds + kind, pair), specialty=(kind, given.specialties.columns()),
        )  # fmt: skip
        odds = ODDS(site.size, {**value, "open_to_all": allowed.ravel()}, numbers, site=(site, offered))["place_odds"]
        return cls(odds, value["place_value"], value["place_gain"], room, given, kinds, cells)

    @property
    def values(self) -> dict[str, Column]:
        """What the places are worth this quarter, whatever room is left: handed to who chooses later in it."""
        return {"place_value": self.value, "place_gain": self.place_gain}

    def gain(self, site: Column, specialty: Column) -> Column:
        """Value of each site for each specialty, in log productivity."""
        return self.value[np.maximum(site, 0) * self.kinds + specialty]

    def in_zone(self, site: Column) -> Column:
        """Whether a site is a zone's."""
        return site >= self.cells

    def room_needed(self, site: Column, workers: Column) -> Column:
        """Room that a firm of this size takes: a plot outside, hectares inside a zone."""
        crew = np.maximum(workers, self.given["shed_workers"])
        return np.where(self.in_zone(site), crew / self.given["workers_per_ha"], 1.0)

    def products(self, now: Economy, cell: Column, boom: Column) -> Column:
        """Log odds of each product for founders born in these cells, one row of specialties each."""
        at = (np.repeat(cell, self.kinds) * self.kinds) + np.tile(np.arange(self.kinds), cell.size)
        kind = np.tile(np.arange(self.kinds), cell.size)
        given = self.given
        constants = {"boom": boom, "product_constant": given.fit.product_constant}
        rows = {"place_gain": self.place_gain[at]}
        return PRODUCTS(
            at.size, rows, given.numbers, pair=(at, {"reach": now.here.pair["reach"]}), specialty=(kind, constants)
        )["product_log_odds"]


def room_of_sites(now: Economy, given: Given) -> Column:
    """Free plots of open country, free hectares of zones, as of now."""
    cells = len(given.map.grid)
    used = np.bincount(now.firms.site, minlength=now.land.plots.size).astype(np.float64)
    used[cells:] = 0.0
    np.add.at(used, now.firms.site, now.firms.hectares)
    return np.maximum(0.0, now.here.site["plots"] - used)


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
