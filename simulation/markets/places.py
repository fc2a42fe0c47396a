"""The choice of a place or a product: exact odds over all places, drawn so that scenarios stay paired (E13).

The odds of a place are `free plots x exp(beta U) x near` (McFadden 1974, with the opportunity count). One uniform on
the cumulative odds would move most founders when one place gains a little; so each alternative has its own keyed
exponential clock, -log(u)/odds, and the first to ring is chosen (equal in law to Gumbel-max, one logarithm cheaper).
Whoever looks at the whole country draws so the block of cells and then the site inside it (one uniform inside the block
would still move 5 % of founders when a place gains a hundredth of the weight); whoever stays near home draws so among
the neighbours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.compiling import compiled, inline
from simulation.luck import Luck, as_word, gumbel_at, stream, uniform_at
from simulation.rules import log
from simulation.table import Column

MIXING = np.uint64(0x9E3779B97F4A7C15)
LATEST = 1e300


@compiled
def _weights_of_blocks(odds, kinds, block_start, block_sites, out):  # type: ignore[no-untyped-def]
    for b in range(block_start.size - 1):
        for link in range(block_start[b], block_start[b + 1]):
            for s in range(kinds):
                out[b * kinds + s] += odds[block_sites[link] * kinds + s]


@inline
def clock(odds, quarter, who, seed, key, place):  # type: ignore[no-untyped-def]
    """When the clock of an alternative rings: exponential with rate `odds`, keyed by chooser and place."""
    return -log(uniform_at(quarter, who, seed, key ^ (MIXING * np.uint64(place + 1)))) / odds


@compiled
def _far(who, kind, odds, kinds, block_start, block_sites, blocks, quarter, seed, key, key_inside, out):  # type: ignore[no-untyped-def]
    for i in range(who.size):
        first, chosen = LATEST, -1
        for b in range(block_start.size - 1):
            weight = blocks[b * kinds + kind[i]]
            if weight > 0.0:
                rings = clock(weight, quarter, who[i], seed, key, b)
                if rings < first:
                    first, chosen = rings, b
        out[i] = -1
        if chosen >= 0:
            first = LATEST
            for link in range(block_start[chosen], block_start[chosen + 1]):
                weight = odds[block_sites[link] * kinds + kind[i]]
                if weight > 0.0:
                    rings = clock(weight, quarter, who[i], seed, key_inside, block_sites[link])
                    if rings < first:
                        first, out[i] = rings, block_sites[link]


@compiled
def _near(  # type: ignore[no-untyped-def]
    who, home, kind, odds, kinds, start, other, near, zone_start, zone_sites, zone_near, quarter, seed, key, out
):
    for i in range(who.size):
        first, chosen = LATEST, -1
        for link in range(start[home[i]], start[home[i] + 1]):
            cell = other[link]
            weight = odds[cell * kinds + kind[i]] * near[link]
            if weight > 0.0:
                rings = clock(weight, quarter, who[i], seed, key, cell)
                if rings < first:
                    first, chosen = rings, cell
            for z in range(zone_start[cell], zone_start[cell + 1]):
                weight = odds[zone_sites[z] * kinds + kind[i]] * zone_near[link]
                if weight > 0.0:
                    rings = clock(weight, quarter, who[i], seed, key, zone_sites[z])
                    if rings < first:
                        first, chosen = rings, zone_sites[z]
        out[i] = chosen


@compiled
def _among(who, log_odds, kinds, quarter, seed, key, out):  # type: ignore[no-untyped-def]
    for i in range(who.size):
        best = -LATEST
        for s in range(kinds):
            value = log_odds[i * kinds + s] + gumbel_at(quarter, who[i], seed, key ^ (MIXING * np.uint64(s + 1)))
            if value > best:
                best, out[i] = value, s


class Country(NamedTuple):
    """Sites by block of cells, for whoever looks at the whole country."""

    block_start: Column
    block_sites: Column


class Neighbourhood(NamedTuple):
    """Neighbours of each cell with their nearness, and the zone sites in each cell with theirs."""

    start: Column
    other: Column
    near: Column
    zone_start: Column
    zone_sites: Column
    zone_near: Column


def anywhere(
    luck: Luck, name: str, quarter: int, who: Column, kind: Column, odds: Column, kinds: int, country: Country
) -> Column:
    """Site in the whole country for each of `who` [int64, -1 where no place has odds].

    `odds` by site and kind (index = site * kinds + kind), 0 where closed.
    """
    blocks = np.zeros((country.block_start.size - 1) * kinds)
    _weights_of_blocks(odds, kinds, *country, blocks)
    out = np.full(who.size, -1, dtype=np.int64)
    keys = luck.key, stream(name), stream(name + ", inside")
    _far(who, kind, odds, kinds, *country, blocks, as_word(quarter), *keys, out)
    return out


def nearby(
    luck: Luck, name: str, quarter: int, who: Column, home: Column, kind: Column, odds: Column, kinds: int,
    around: Neighbourhood,
) -> Column:  # fmt: skip
    """Site near the home cell of each of `who` [int64, -1 where none is free]; `odds` as in `anywhere`."""
    out = np.full(who.size, -1, dtype=np.int64)
    _near(who, home, kind, odds, kinds, *around, as_word(quarter), luck.key, stream(name), out)
    return out


def among(luck: Luck, name: str, quarter: int, who: Column, log_odds: Column, kinds: int) -> Column:
    """Choice among few for each of `who` by keyed Gumbel-max; `log_odds` has `kinds` values a chooser."""
    out = np.zeros(who.size, dtype=np.int64)
    _among(who, log_odds, kinds, as_word(quarter), luck.key, stream(name), out)
    return out


def served_in_turn(
    luck: Luck, name: str, quarter: int, who: Column, place: Column, room: Column, need: Column
) -> Column:
    """Who gets room where more come than fit: one by one in an order keyed by luck, never by row [bool]."""
    turn = np.lexsort((luck.uniform(name, quarter, who), place))
    got = np.zeros(who.size, dtype=bool)
    _serve(turn, place, np.array(room, dtype=np.float64), need, got)
    return got


@compiled
def _serve(turn, place, room, need, got):  # type: ignore[no-untyped-def]
    for i in turn:
        if place[i] >= 0 and need[i] <= room[place[i]]:
            room[place[i]] -= need[i]
            got[i] = True
