"""The choice of a place or a product: exact odds over all places, drawn so that scenarios stay paired (E13).

The odds of a place are `free plots x exp(beta U) x near` (McFadden 1974, with the opportunity count). One uniform on the
cumulative odds would move most founders when one place gains a little; so whoever looks at the whole country draws the block
of cells by keyed Gumbel-max and the site inside it by one keyed uniform, and whoever stays near home draws by keyed
Gumbel-max among the neighbours.
"""

from __future__ import annotations

import numpy as np

from simulation.luck import as_word, gumbel_at, stream, threefry, uniform_at
from simulation.luck import Luck
from simulation.rules import compiled, exp, log
from simulation.table import Column

NEVER = -1e300
MIXING = np.uint64(0x9E3779B97F4A7C15)


@compiled
def _weights_of_blocks(log_odds, kinds, block_start, block_sites, out):  # type: ignore[no-untyped-def]
    for b in range(block_start.size - 1):
        for link in range(block_start[b], block_start[b + 1]):
            site = block_sites[link]
            for s in range(kinds):
                odds = log_odds[site * kinds + s]
                if odds > -1e299:
                    out[b * kinds + s] += exp(odds)


@compiled
def _far(who, kind, log_odds, kinds, block_start, block_sites, blocks, quarter, seed, key, key_inside, out):  # type: ignore[no-untyped-def]
    for i in range(who.size):
        best, chosen = -1e300, -1
        for b in range(block_start.size - 1):
            weight = blocks[b * kinds + kind[i]]
            if weight > 0.0:
                value = log(weight) + gumbel_at(quarter, who[i], seed, key ^ (MIXING * np.uint64(b + 1)))
                if value > best:
                    best, chosen = value, b
        out[i] = -1
        if chosen >= 0:
            left = uniform_at(quarter, who[i], seed, key_inside) * blocks[chosen * kinds + kind[i]]
            for link in range(block_start[chosen], block_start[chosen + 1]):
                site = block_sites[link]
                odds = log_odds[site * kinds + kind[i]]
                if odds > -1e299:
                    out[i] = site
                    left -= exp(odds)
                    if left <= 0.0:
                        break


@compiled
def _near(
    who, home, kind, log_odds, kinds, start, other, log_near, zone_start, zone_sites, log_zone_near, quarter, seed, key, out
):  # type: ignore[no-untyped-def]
    for i in range(who.size):
        best, chosen = -1e300, -1
        for link in range(start[home[i]], start[home[i] + 1]):
            cell = other[link]
            odds = log_odds[cell * kinds + kind[i]]
            if odds > -1e299:
                value = odds + log_near[link] + gumbel_at(quarter, who[i], seed, key ^ (MIXING * np.uint64(cell + 1)))
                if value > best:
                    best, chosen = value, cell
            for z in range(zone_start[cell], zone_start[cell + 1]):
                site = zone_sites[z]
                odds = log_odds[site * kinds + kind[i]]
                if odds > -1e299:
                    value = odds + log_zone_near[link]
                    value += gumbel_at(quarter, who[i], seed, key ^ (MIXING * np.uint64(site + 1)))
                    if value > best:
                        best, chosen = value, site
        out[i] = chosen


@compiled
def _among(who, log_odds, kinds, quarter, seed, key, out):  # type: ignore[no-untyped-def]
    for i in range(who.size):
        best = -1e300
        for s in range(kinds):
            odds = log_odds[i * kinds + s]
            value = odds + gumbel_at(quarter, who[i], seed, key ^ (MIXING * np.uint64(s + 1)))
            if odds > -1e299 and value > best:
                best, out[i] = value, s


def anywhere(
    luck: Luck, name: str, quarter: int, who: Column, kind: Column, log_odds: Column, kinds: int,
    block_start: Column, block_sites: Column,
) -> Column:  # fmt: skip
    """Site in the whole country for each of `who` [int64, -1 where no place has odds].

    `log_odds` by site and kind (index = site * kinds + kind); NEVER where closed.
    """
    blocks = np.zeros((block_start.size - 1) * kinds)
    _weights_of_blocks(log_odds, kinds, block_start, block_sites, blocks)
    out = np.full(who.size, -1, dtype=np.int64)
    _far(
        who, kind, log_odds, kinds, block_start, block_sites, blocks, as_word(quarter), luck.key, stream(name),
        stream(name + ", inside"), out,
    )  # fmt: skip
    return out


def nearby(
    luck: Luck, name: str, quarter: int, who: Column, home: Column, kind: Column, log_odds: Column, kinds: int,
    links: tuple[Column, Column, Column], zones: tuple[Column, Column, Column],
) -> Column:  # fmt: skip
    """Site near the home cell of each of `who` [int64, -1 where none is free].

    `links` = kernel start, other, log nearness a link; `zones` = zone sites by cell (start, sites), log nearness a link.
    """
    out = np.full(who.size, -1, dtype=np.int64)
    _near(
        who, home, kind, log_odds, kinds, *links, zones[0], zones[1], zones[2], as_word(quarter), luck.key, stream(name), out
    )
    return out


def among(luck: Luck, name: str, quarter: int, who: Column, log_odds: Column, kinds: int) -> Column:
    """Choice among few for each of `who` by keyed Gumbel-max; `log_odds` has `kinds` values a chooser."""
    out = np.zeros(who.size, dtype=np.int64)
    _among(who, log_odds, kinds, as_word(quarter), luck.key, stream(name), out)
    return out


def served_in_turn(luck: Luck, name: str, quarter: int, who: Column, place: Column, room: Column, need: Column) -> Column:
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
