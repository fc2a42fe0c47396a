"""Inputs: who buys from whom, and who is served when a supplier has too many orders (E5)."""

from __future__ import annotations

import numpy as np

from simulation.compiling import compiled
from simulation.luck import Luck, as_word, gumbel_at, stream
from simulation.rules import log, rule
from simulation.table import Column

MIXING = np.uint64(0x9E3779B97F4A7C15)


@compiled
def _choose(  # type: ignore[no-untyped-def]
    who,
    cell,
    pair_kind,
    kinds,
    import_price,
    start,
    other,
    distance,
    seller_start,
    seller_id,
    seller_price,
    seller_capacity,
    unit,
    road_cost,
    temperature,
    quarter,
    seed,
    key,
    out,
):
    for i in range(who.size):
        best = -import_price[i] / temperature + gumbel_at(quarter, who[i], seed, key)
        out[i] = -1
        for link in range(start[cell[i]], start[cell[i] + 1]):
            pair = other[link] * kinds + pair_kind[i]
            for j in range(seller_start[pair], seller_start[pair + 1]):
                value = (
                    log(seller_capacity[j] / unit) - seller_price[j] * (1.0 + road_cost * distance[link]) / temperature
                )
                value += gumbel_at(quarter, who[i], seed, key ^ (MIXING * seller_id[j]))
                if value > best:
                    best, out[i] = value, j


def chosen_suppliers(
    luck: Luck, quarter: int, who: Column, cell: Column, kind: Column, kinds: int, import_price: Column,
    links: tuple[Column, Column, Column], sellers: tuple[Column, Column, Column, Column],
    unit: float, road_cost_per_km: float, temperature: float,
) -> Column:  # fmt: skip
    """Place of the chosen supplier among `sellers` (sorted by pair), -1 for imports [int64].

    weight = capacity exp(-delivered price / temperature); imports through the port weigh as one unit of capacity.
    `sellers` = start by pair, identity, price, capacity.
    """
    out = np.full(who.size, -1, dtype=np.int64)
    _choose(
        who, cell, kind, kinds, import_price, *links, *sellers, unit, road_cost_per_km, temperature,
        as_word(quarter), luck.key, stream("supplier"), out,
    )  # fmt: skip
    return out


@compiled
def _deliver(turn, seller, order, room, got):  # type: ignore[no-untyped-def]
    for i in turn:
        if seller[i] >= 0:
            got[i] = min(order[i], room[seller[i]])
            room[seller[i]] -= got[i]


def delivered(luck: Luck, quarter: int, who: Column, seller: Column, order: Column, capacity: Column) -> Column:
    """Units each buyer gets from its supplier: in an order keyed by luck until the capacity is used."""
    turn = np.argsort(luck.uniform("turn at the supplier", quarter, who), kind="stable")
    got = np.zeros(who.size)
    _deliver(turn, seller, order, capacity.copy(), got)
    return got


@rule
def input_order(output: float, materials_share: float, stock: float, stock_days: float) -> float:
    """Units of inputs ordered: use and a quarter of the gap to the target stock (DisruptSC; 91 days a quarter)."""
    use = output * materials_share
    return max(0.0, use + 0.25 * (use * stock_days / 91.0 - stock))


@rule
def supplied_units(input_order: float, import_share: float, supplied_share: float) -> float:
    """Part of the order that suppliers make: their share of the inputs bought at home."""
    return input_order * (1.0 - import_share) * supplied_share


@rule
def abroad_price(tau_import: float, exchange: float, world_input_price: float) -> float:
    """Price of inputs bought abroad, delivered: world price, real exchange rate, freight from the port."""
    return tau_import * exchange * world_input_price


@rule
def supplied_price(
    got: float,
    supplied_units: float,
    gate_price: float,
    freight_share: float,
    abroad_price: float,
    import_premium: float,
) -> float:
    """Mean price of the supplied part: what the supplier delivers at its price and freight, the rest from abroad."""
    instead = abroad_price * (1.0 + import_premium)
    served = got / supplied_units if supplied_units > 0.0 else 0.0
    return served * gate_price * (1.0 + freight_share) + (1.0 - served) * instead


@rule
def input_price(abroad_price: float, supplied_price: float, import_share: float, supplied_share: float) -> float:
    """Price of a unit of inputs: imported part, supplied part, the rest at 1 from farms, energy and others at home."""
    home = supplied_share * supplied_price + (1.0 - supplied_share)
    return import_share * abroad_price + (1.0 - import_share) * home
