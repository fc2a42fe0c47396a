"""What agents of the Mesa yardstick find around them: places, odds, land and policy as the engine found them.

The yardstick's firms and suppliers see the engine's country of the same quarter. So what places, zones, power companies
and lenders do costs the yardstick nothing, which flatters it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from simulation.benchmark.task import Task, task_of
from simulation.economy import Economy, Given
from simulation.engine.table import total
from simulation.phases.choice import Choice
from simulation.phases.founding import boom, growth_of_newcomers
from simulation.phases.handed_on import Offers
from simulation.phases.suppliers import least_units


@dataclasses.dataclass(frozen=True)
class Country:
    """What does not change: who is near whom, as lists."""

    weight: float
    """Firms that the row of a small one stands for."""
    kinds: int
    cells: int
    cell_of_site: list[int]
    near: list[list[tuple[int, float, bool]]]
    """By cell, each cell near it with the weight of the road to it, and whether suppliers reach it."""
    sites_near: list[list[tuple[int, float]]]
    """By cell, each site near it with its nearness, zones among them."""
    odds_of_birth: list[float]
    """Odds of a founder being born at a site or before it, cumulated."""
    kilometres: Any
    """Distance between two cells [km]."""


def country_of(given: Given) -> Country:
    """The country as lists."""
    links, around, cells = given.map.neighbours, given.neighbourhood, len(given.map.grid)
    start, other, road = links.start.tolist(), links.other.tolist(), given.road_weights.tolist()
    within = (links.distance_km <= given["supplier_reach_km"]).tolist()
    sites = list(zip(around.site.tolist(), around.near.tolist(), strict=True))
    return Country(
        weight=given.weight, kinds=len(given.specialties), cells=cells, cell_of_site=given.map.cell_of_site.tolist(),
        near=[[(other[at], road[at], within[at]) for at in range(*ends)] for ends in pairwise(start)],
        sites_near=[sites[low:high] for low, high in pairwise(around.start.tolist())],
        odds_of_birth=list(accumulate(given.founder_odds.tolist())),
        kilometres=given.map.grid.distance_km,
    )  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Offer:
    """What the quarter offers, as lists by pair, by site and specialty, by site, or by specialty."""

    task: Task
    abroad_price: list[float]
    capacity_near: list[float]
    market_unit: list[float]
    least_capacity: list[float]
    odds: list[float]
    value: list[float]
    gain: list[float]
    room: list[float]
    boom: list[float]
    spin_off_base: list[float]
    rates: list[float]
    """Rows of newcomers expected, by specialty."""
    local_rate: float
    """Rows of local founders expected."""
    product_constant: list[float]
    supplier_price: list[float]
    anchors: Sequence[Any]


def offer_of(now: Economy, given: Given) -> Offer:
    """What the engine's country offers at the moment at which its firms have ordered inputs."""
    pair, choice, phi, fit = now.here.pair, Choice.of(now, given), boom(now, given), given.fit
    at_start, growth = given.specialties.firms_at_start, growth_of_newcomers(given, now.quarter) / 4.0 / given.weight
    weight = given.specialties.entry_weight
    trying = at_start * weight
    newcomers = given["newcomer_rate"] * (1.0 - given["local_share"]) * trying * phi / fit.pass_rate
    return Offer(
        task=task_of(now, given), abroad_price=pair["abroad_price"].tolist(),
        gain=choice.values.place_gain.tolist(),
        capacity_near=now.today[Offers].capacity_near.tolist(), market_unit=pair["market_unit"].tolist(),
        least_capacity=least_units(now, given, np.arange(given.pairs)).tolist(), odds=choice.odds.T.ravel().tolist(),
        value=choice.values.place_value.tolist(), room=choice.room.tolist(), boom=phi.tolist(),
        spin_off_base=(given["spin_off_rate"] * weight / fit.pass_rate).tolist(), rates=(newcomers * growth).tolist(),
        local_rate=fit.local_births * growth * total(trying / total(trying) * phi),
        product_constant=fit.product_constant.tolist(), supplier_price=fit.supplier_price.tolist(),
        anchors=now.services.anchors if now.services is not None else (),
    )  # fmt: skip
