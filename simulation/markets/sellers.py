"""Sellers: who looks for a supplier, who buys from whom, and who is served when one has too many orders (E5)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.engine.compiling import compiled
from simulation.engine.luck import Luck, as_word, stream, threefry
from simulation.engine.ordering import in_groups, in_order
from simulation.engine.table import Column, count_by, total_by_known
from simulation.engine.threads import spread
from simulation.markets.places import NS_A_CHOOSER, first_to_ring, longest

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
        rung, out[i] = first_to_ring(waits[:found], places, word), -1
        if rung > 0:  # the first of the places is abroad
            sold_at = places[rung] * kinds + kind[i]
            begin, end = drawers[sold_at], drawers[sold_at + 1]
            drawer = first_to_ring(drawer_wait[begin:end], numbers, inside)
            if drawer >= 0:
                begin, end = first[begin + drawer], first[begin + drawer + 1]
                seller = first_to_ring(wait[begin:end], seller_id[begin:end], inside)
                out[i] = begin + seller if seller >= 0 else -1


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
    turn = in_groups(cell * kinds + kind, sellers.drawers.size - 1)
    fixed = kinds, abroad, *links, *sellers, as_word(quarter), luck.key, stream("supplier"), out
    spread(lambda low, high: _choose(low, high, turn, who, cell, kind, *fixed), who.size, ns=NS_A_CHOOSER)
    return out


@compiled
def _looking(supplier, row, born, drawn, young, odds, out):  # type: ignore[no-untyped-def]
    count = 0
    for i in range(row.size):
        out[count] = i
        count += (supplier[i] != 0 and row[i] < 0) or born[i] >= young or drawn[i] < odds
    return count


def who_looks(supplier: Column, row: Column, born: Column, drawn: Column, young: int, odds: float) -> Column:
    """Rows of buyers who look for a supplier: theirs has closed, they were born since `young`, or it is drawn so."""
    out = np.empty(row.size, dtype=np.int64)
    return out[: _looking(supplier, row, born, drawn, young, odds, out)]


@compiled
def _drawers(count, pair, identity, drawers, out):  # type: ignore[no-untyped-def]
    bits = np.zeros(count.size, dtype=np.uint64)
    for p in range(count.size):
        left = count[p]
        while left >= 4:
            left //= 4
            bits[p] += np.uint64(1)
        drawers[p + 1] = drawers[p] + (np.int64(np.uint64(1) << bits[p]) if count[p] > 0 else 0)
    for i in range(pair.size):
        first_bits = (identity[i] >> np.uint64(1)) >> (np.uint64(63) - bits[pair[i]])  # a word shifts by 63 at most
        out[i] = drawers[pair[i]] + np.int64(first_bits)


def drawer_of(pair: Column, identity: Column, pairs: int) -> tuple[Column, Column]:
    """Drawer of each supplier, and the first drawer of each of so many pairs of cell and specialty [pairs + 1].

    A pair of 4^b suppliers or more, but fewer than 4^(b+1), has 2^b drawers; the first b bits of an identity name one.
    """
    drawers, out = np.zeros(pairs + 1, dtype=np.int64), np.empty(pair.size, dtype=np.int64)
    _drawers(count_by(pair, pairs), pair, identity, drawers, out)
    return out, drawers


@compiled
def _deliver(turn, waiting, asked, room, weight, got):  # type: ignore[no-untyped-def]
    # who waits and for how much lie together, since buyers come in an order that no cache foresees
    for i in turn:
        seller = int(asked[i, 0])
        asked[i, 1] = min(asked[i, 1], room[seller])
        room[seller] -= asked[i, 1]
    for i in range(waiting.size):
        got[waiting[i]] = asked[i, 1] / weight[waiting[i]]


@compiled
def _at_once(seller, order, weight, crowded, got, waiting, asked):  # type: ignore[no-untyped-def]
    count = 0
    for i in range(seller.size):
        got[i] = order[i] if seller[i] >= 0 else 0.0
        waiting[count], asked[count, 0], asked[count, 1] = i, seller[i], weight[i] * order[i]
        count += crowded[seller[i]]  # -1 finds the last, where nobody waits
    return count


def delivered(
    luck: Luck, quarter: int, buyers: tuple[Column, Column], seller: Column, order: Column,
    sellers: tuple[Column, Column],
) -> tuple[Column, Column]:  # fmt: skip
    """Units each buyer gets from its supplier, in an order keyed by luck until the capacity is used; orders of each.

    `buyers` are identities and weights, `sellers` capacities and weights. What is ordered where there is no supplier,
    -1, is not delivered and not counted.
    """
    (who, weight), (each, stands_for) = buyers, sellers
    capacity = each * stands_for
    orders = total_by_known(seller, weight * order, capacity.size)
    crowded = np.append(orders > NEARLY_ALL * capacity, False)
    got, waiting, asked = np.empty(seller.size), np.empty(seller.size, dtype=np.int64), np.empty((seller.size, 2))
    waiting = waiting[: _at_once(seller, order, weight, crowded, got, waiting, asked)]
    turn = in_order(luck.uniform("turn at the supplier", quarter, who[waiting]))
    _deliver(turn, waiting, asked, capacity.copy(), weight, got)
    return got, orders / stands_for
