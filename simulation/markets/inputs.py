"""Inputs: who buys from whom, and who is served when a supplier has too many orders (E5)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.compiling import compiled
from simulation.luck import Luck, as_word, stream, threefry
from simulation.markets.places import NS_A_CHOOSER, first_to_ring, longest
from simulation.rules import exp, rule, sqrt
from simulation.table import Column, count_by, in_order, total_by_known
from simulation.threads import spread

NEARLY_ALL = 1.0 - 1e-9
"""Suppliers whose orders stay below this share of capacity serve everybody; only the others need an order of turns."""


class Sellers(NamedTuple):
    """Suppliers sorted by (cell, specialty) pair, and each pair's in drawers by the first bits of their identities.

    Drawers of pair p are `drawers[p]` to `drawers[p + 1]`, and suppliers of drawer d are `first[d]` to `first[d + 1]`:
    about as many drawers as suppliers in one. A supplier that comes or goes leaves all others in theirs.
    """

    drawers: Column
    first: Column
    drawer_wait: Column
    """1 over the weight of a drawer's suppliers, capacity over a unit x exp(-price / temperature)."""
    id: Column
    wait: Column
    """1 over the weight of each."""
    pair_weight: Column
    """Sum of weights by specialty and cell [specialties, cells]."""


@rule
def supplier_weight(capacity: float, price: float, market_unit: float, choice_temperature: float) -> float:
    """Weight of a supplier with buyers next door: capacity over a unit x exp(-(price - 1) / temperature)."""
    return capacity / market_unit * exp(-(price - 1.0) / choice_temperature)


@rule
def import_weight(abroad_price: float, import_premium: float, choice_temperature: float) -> float:
    """Weight of buying abroad: as one unit of capacity at the imports' delivered price."""
    return exp(-(abroad_price * (1.0 + import_premium) - 1.0) / choice_temperature)


@rule
def road_weight(distance_km: float, road_cost_per_100km: float, choice_temperature: float) -> float:
    """Factor on a supplier's weight for the road between: exp(-freight / temperature)."""
    return exp(-distance_km * road_cost_per_100km / 100.0 / choice_temperature)


@compiled
def _choose(  # type: ignore[no-untyped-def]
    low, high, turn, who, cell, kind, kinds, abroad, start, other, road, drawers, first, drawer_wait, seller_id,
    wait, pair_weight, quarter, seed, key, out,
):  # fmt: skip
    # `turn` brings those of one cell and specialty together: the places they see are found once for all of them
    room, numbers = longest(start) + 1, np.arange(longest(drawers))
    places, waits = np.empty(room, dtype=np.int64), np.empty(room)
    seen, found = -1, 0
    for i in turn[low:high]:
        pair = cell[i] * kinds + kind[i]
        if pair != seen:
            seen, places[0], waits[0], found = pair, -1, 1.0 / abroad[i], 1
            for link in range(start[cell[i]], start[cell[i] + 1]):
                sold = pair_weight[kind[i], other[link]]
                places[found], waits[found] = other[link], 1.0 / (sold * road[link])
                found += sold > 0.0
        word, inside = threefry(quarter, who[i], seed, key)
        place = places[first_to_ring(waits[:found], places, word)]
        out[i] = -1
        if place >= 0:
            begin, end = drawers[place * kinds + kind[i]], drawers[place * kinds + kind[i] + 1]
            drawer = begin + first_to_ring(drawer_wait[begin:end], numbers, inside)
            begin, end = first[drawer], first[drawer + 1]
            out[i] = begin + first_to_ring(wait[begin:end], seller_id[begin:end], inside)


def chosen_suppliers(
    luck: Luck, quarter: int, who: Column, cell: Column, kind: Column, kinds: int, abroad: Column,
    links: tuple[Column, Column, Column], sellers: Sellers,
) -> Column:  # fmt: skip
    """Place of the chosen supplier among `sellers`, -1 for imports [int64].

    weight = capacity exp(-(price + freight) / temperature); the cell is chosen by the sum of its suppliers' weights,
    then a drawer of them, then the supplier, each by keyed clocks (markets/places.py), so the cost grows with buyers
    alone. `abroad` is the weight of imports for each buyer, the same for all of a cell and specialty: they look one
    after the other since they see the same places; `links` = kernel start, other, weight of the road.
    """
    out = np.full(who.size, -1, dtype=np.int64)
    turn = np.argsort(cell * kinds + kind, kind="stable")
    fixed = kinds, abroad, *links, *sellers, as_word(quarter), luck.key, stream("supplier"), out
    spread(lambda low, high: _choose(low, high, turn, who, cell, kind, *fixed), who.size, ns=NS_A_CHOOSER)
    return out


def drawer_of(pair: Column, identity: Column, pairs: int) -> tuple[Column, Column]:
    """Drawer of each supplier, and the first drawer of each of so many pairs of cell and specialty [pairs + 1].

    A pair of 4^b suppliers or more, but fewer than 4^(b+1), has 2^b drawers; the first b bits of an identity name one.
    """
    count = count_by(pair, pairs)
    bits = np.maximum(np.frexp(count)[1] - 1, 0) // 2
    drawers = np.concatenate(([0], np.cumsum(np.where(count > 0, 1 << bits, 0))))
    inside = (identity >> np.uint64(1)) >> (63 - bits[pair]).astype(np.uint64)  # two steps: a word shifts by 63 at most
    return drawers[pair] + inside.astype(np.int64), drawers


@compiled
def _deliver(turn, seller, order, room, got):  # type: ignore[no-untyped-def]
    for i in turn:
        got[i] = min(order[i], room[seller[i]])
        room[seller[i]] -= got[i]


def delivered(luck: Luck, quarter: int, who: Column, seller: Column, order: Column, capacity: Column) -> Column:
    """Units each buyer gets from its supplier: in an order keyed by luck until the capacity is used."""
    got = np.where(seller >= 0, order, 0.0)
    asked = total_by_known(seller, got, capacity.size)
    crowded = np.append(asked > NEARLY_ALL * capacity, False)
    short = np.flatnonzero(crowded[seller])
    turn = short[in_order(luck.uniform("turn at the supplier", quarter, who[short]))]
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
def supplier_km(
    row_here: float, column_here: float, row_there: float, column_there: float, cell_km: float, rows_round: float,
    columns_round: float,
) -> float:  # fmt: skip
    """Distance to the supplier [km], the shorter way round on a torus (elsewhere the way round is infinite)."""
    rows, columns = abs(row_here - row_there), abs(column_here - column_there)
    rows, columns = min(rows, rows_round - rows), min(columns, columns_round - columns)
    return cell_km * sqrt(rows * rows + columns * columns)


@rule
def freight(supplier_km: float, has_supplier: float, road_cost_per_100km: float) -> float:
    """Freight of a unit from the supplier's gate; none without a supplier."""
    return has_supplier * (supplier_km * road_cost_per_100km / 100.0)


@rule
def nearby(freight: float, has_supplier: float, road_cost_per_100km: float, supplier_reach_km: float) -> float:
    """1 where the supplier is within reach, who then waits longer for its money."""
    return has_supplier if freight <= road_cost_per_100km * supplier_reach_km / 100.0 else 0.0


@rule
def supplier_bill(got: float, gate_price: float) -> float:
    """Bill of the supplier for what it delivered [USD mn]."""
    return got * gate_price


@rule
def unmet(supplied_units: float, got: float) -> float:
    """Units ordered of a supplier and not delivered."""
    return supplied_units - got


@rule
def bought_abroad(
    abroad_price: float, input_order: float, import_share: float, unmet: float, import_premium: float
) -> float:
    """Paid for inputs from abroad [USD mn]: the imported part, and at a premium what no supplier delivered."""
    return abroad_price * (input_order * import_share + unmet * (1.0 + import_premium))


@rule
def supplied_price(
    got: float,
    supplied_units: float,
    gate_price: float,
    freight: float,
    abroad_price: float,
    import_premium: float,
) -> float:
    """Mean price of the supplied part: what the supplier delivers at its price and freight, the rest from abroad."""
    instead = abroad_price * (1.0 + import_premium)
    served = got / supplied_units if supplied_units > 0.0 else 0.0
    return served * (gate_price + freight) + (1.0 - served) * instead


@rule
def input_price(abroad_price: float, supplied_price: float, import_share: float, supplied_share: float) -> float:
    """Price of a unit of inputs: imported part, supplied part, the rest at 1 from farms, energy and others at home."""
    home = supplied_share * supplied_price + (1.0 - supplied_share)
    return import_share * abroad_price + (1.0 - import_share) * home
