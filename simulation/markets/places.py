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

from simulation.engine.compiling import compiled, inline
from simulation.engine.luck import Luck, as_word, stream, threefry, uniform_of
from simulation.engine.ordering import in_groups
from simulation.engine.rules import log
from simulation.engine.table import Column
from simulation.engine.threads import spread

LATEST = 1e300
NS_A_CHOOSER = 300
"""A chooser weighs a hundred places, each in three nanoseconds."""
NS_A_SITE = 2
"""What adding up the odds of a site takes."""


@inline
def longest(start):  # type: ignore[no-untyped-def]
    """Length of the longest run of those that begin at `start`; np.diff alone takes 3 s to compile."""
    most = 0
    for run in range(start.size - 1):
        most = max(most, start[run + 1] - start[run])
    return most


@compiled
def first_to_ring(waits, place, word):  # type: ignore[no-untyped-def]
    """Which alternative rings first, -1 where none has odds; `waits` are the mean times to ring, 1 / odds.

    Who asks looks at -1 before it is an index: compiled loops index unchecked.

    The clock of an alternative rings at -log(u) x wait, exponential with rate `odds`; its u is the chooser's `word` and
    its place's. Since -log(u) >= 1 - u, the one with the least bound is nearly always the first, and is known to be
    unless the second least bound is below its clock: one logarithm for all, and no branch that is hard to foresee.
    """
    least, second, chosen, lucky = LATEST, LATEST, -1, 0.5
    for i in range(waits.size):
        u = uniform_of(word, np.uint64(place[i]) + np.uint64(1))
        bound = (1.0 - u) * waits[i]
        sooner = bound < least
        second = min(second, least if sooner else bound)
        chosen, lucky = (i if sooner else chosen), (u if sooner else lucky)
        least = bound if sooner else least
    if chosen < 0:
        return -1
    first = -log(lucky) * waits[chosen]
    if second < first:
        for i in range(waits.size):
            u = uniform_of(word, np.uint64(place[i]) + np.uint64(1))
            if (1.0 - u) * waits[i] < first:
                rings = -log(u) * waits[i]
                if rings < first:
                    first, chosen = rings, i
    return chosen


@compiled
def _waits(low, high, odds, block_start, block_sites, blocks, sites):  # type: ignore[no-untyped-def]
    for s in range(low, high):
        for b in range(block_start.size - 1):
            whole = 0.0
            for link in range(block_start[b], block_start[b + 1]):
                sites[s, link] = odds[s, block_sites[link]]
                whole += sites[s, link]
            blocks[s, b] = 1.0 / whole
        for link in range(block_sites.size):
            sites[s, link] = 1.0 / sites[s, link]


@compiled
def _far(  # type: ignore[no-untyped-def]
    low, high, who, kind, blocks, sites, block_start, block_sites, quarter, seed, key, key_inside, out
):
    every = np.arange(blocks.shape[1])
    for i in range(low, high):
        word, _ = threefry(quarter, who[i], seed, key)
        block = first_to_ring(blocks[kind[i]], every, word)
        out[i] = -1
        if block >= 0:
            first, last = block_start[block], block_start[block + 1]
            word, _ = threefry(quarter, who[i], seed, key_inside)
            site = first_to_ring(sites[kind[i], first:last], block_sites[first:last], word)
            if site >= 0:
                out[i] = block_sites[first + site]


@compiled
def _near(  # type: ignore[no-untyped-def]
    low, high, turn, who, home, kind, odds, start, site, near, quarter, seed, key, out
):
    waits, cells, seen = np.empty(longest(start)), start.size, -1
    for i in turn[low:high]:
        first, last = start[home[i]], start[home[i] + 1]
        if kind[i] * cells + home[i] != seen:
            seen = kind[i] * cells + home[i]
            for link in range(first, last):
                waits[link - first] = 1.0 / (odds[kind[i], site[link]] * near[link])
        word, _ = threefry(quarter, who[i], seed, key)
        place = first_to_ring(waits[: last - first], site[first:last], word)
        out[i] = site[first + place] if place >= 0 else -1


@compiled
def _among(low, high, who, odds, kinds, quarter, seed, key, out):  # type: ignore[no-untyped-def]
    every, waits = np.arange(kinds), np.empty(kinds)
    for i in range(low, high):
        word, _ = threefry(quarter, who[i], seed, key)
        for s in range(kinds):
            waits[s] = 1.0 / odds[i * kinds + s]
        out[i] = max(0, first_to_ring(waits, every, word))


class Blocks(NamedTuple):
    """Sites by block of cells, for whoever looks at the whole country."""

    block_start: Column
    block_sites: Column


class Neighbourhood(NamedTuple):
    """Sites near each cell, the zones among them: those of cell c are `site[start[c]:start[c + 1]]`."""

    start: Column
    site: Column
    near: Column
    """How near each is, the factor on its odds."""


class OverCountry(NamedTuple):
    """Mean times to ring, 1 / odds, for whoever looks at a whole country: by kind first, read in a row."""

    blocks: Column
    """Of each block's clock, from the sum of its sites' odds [kinds, blocks]."""
    sites: Column
    """Of each site's clock, block by block [kinds, sites]; infinite where it is closed."""
    grouped: Blocks


def over(grouped: Blocks, odds: Column) -> OverCountry:
    """The waits in a country whose sites have these odds [kinds, sites], 0 where closed."""
    blocks, sites = np.empty((odds.shape[0], grouped.block_start.size - 1)), np.empty(odds.shape)
    fixed = odds, *grouped, blocks, sites
    spread(lambda low, high: _waits(low, high, *fixed), odds.shape[0], ns=NS_A_SITE * odds.shape[1])
    return OverCountry(blocks, sites, grouped)


def anywhere(luck: Luck, name: str, quarter: int, who: Column, kind: Column, places: OverCountry) -> Column:
    """Site in the whole country for each of `who` [int64, -1 where no place has odds]."""
    out = np.full(who.size, -1, dtype=np.int64)
    fixed = places.blocks, places.sites, *places.grouped, as_word(quarter), luck.key
    keys = stream(name), stream(name + ", inside")
    spread(lambda low, high: _far(low, high, who, kind, *fixed, *keys, out), who.size, ns=NS_A_CHOOSER)
    return out


def nearby(
    luck: Luck, name: str, quarter: int, who: Column, home: Column, kind: Column, odds: Column,
    around: Neighbourhood,
) -> Column:  # fmt: skip
    """Site near the home cell of each of `who` [int64, -1 where none is free]; `odds` as in `anywhere`.

    All of a home and kind look one after the other, since they see the same places.
    """
    out = np.full(who.size, -1, dtype=np.int64)
    turn = in_groups(kind * around.start.size + home, odds.shape[0] * around.start.size)
    fixed = *around, as_word(quarter), luck.key, stream(name), out
    spread(lambda low, high: _near(low, high, turn, who, home, kind, odds, *fixed), who.size, ns=NS_A_CHOOSER)
    return out


def among(luck: Luck, name: str, quarter: int, who: Column, odds: Column, kinds: int) -> Column:
    """Choice among few for each of `who` [int64, 0 where none has odds]; `odds` has `kinds` values a chooser."""
    out = np.empty(who.size, dtype=np.int64)
    fixed = who, odds, kinds, as_word(quarter), luck.key, stream(name), out
    spread(lambda low, high: _among(low, high, *fixed), who.size, ns=NS_A_CHOOSER)
    return out


def served_in_turn(
    luck: Luck, name: str, quarter: int, who: Column, place: Column, room: Column, need: Column, count: Column
) -> Column:
    """How many get room where more come than fit: row by row in an order keyed by luck, never by row number.

    `need` is the room of one, `count` how many a row stands for; as many of them get room as fit. Land is divisible:
    one who needs more than is left gets it with the odds of what is left over what is needed, so that what is let is
    right in the mean however few and large the comers are.
    """
    turn = np.lexsort((luck.uniform(name, quarter, who), place))
    draw = luck.uniform(name + ", of the last room", quarter, who)
    got = np.zeros(who.size)
    _serve(turn, place, np.array(room, dtype=np.float64), need, count, draw, got)
    return got


@compiled
def _serve(turn, place, room, need, count, draw, got):  # type: ignore[no-untyped-def]
    for i in turn:
        if place[i] >= 0 and room[place[i]] > 0.0:
            left = room[place[i]]
            fit = np.floor(left / need[i])
            fit += draw[i] * need[i] <= left - fit * need[i]
            got[i] = min(count[i], fit)
            room[place[i]] -= got[i] * need[i]
