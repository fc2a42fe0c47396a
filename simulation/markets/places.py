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
from simulation.luck import Luck, as_word, stream, threefry, uniform_of
from simulation.rules import log
from simulation.table import Column, count_by
from simulation.threads import spread

LATEST = 1e300
NEARLY = 1.0 - 1e-9
"""Leaves room for the rounding of a logarithm where an alternative is told from its bound."""
NS_A_CHOOSER = 500
"""A chooser weighs a hundred places, each in five nanoseconds."""


@inline
def longest(start):  # type: ignore[no-untyped-def]
    """Length of the longest run of those that begin at `start`; np.diff alone takes 3 s to compile."""
    most = 0
    for run in range(start.size - 1):
        most = max(most, start[run + 1] - start[run])
    return most


@compiled
def _weights_of_blocks(kinds, odds, block_start, block_sites, out):  # type: ignore[no-untyped-def]
    for s in kinds:
        for b in range(block_start.size - 1):
            for link in range(block_start[b], block_start[b + 1]):
                out[s, b] += odds[s, block_sites[link]]


@compiled
def first_to_ring(size, odds, place, word):  # type: ignore[no-untyped-def]
    """Which of `size` alternatives rings first, -1 where none has odds.

    The clock of an alternative rings at -log(u)/odds, exponential with rate `odds`; its u is the chooser's `word` and
    its place's. Since -log(u) >= 1 - u, most are seen to ring too late without a logarithm.
    """
    first, chosen = LATEST, -1
    for i in range(size):
        u = uniform_of(word, np.uint64(place[i]) + np.uint64(1))
        if (1.0 - u) * NEARLY < first * odds[i]:
            rings = -log(u) / odds[i]
            if rings < first:
                first, chosen = rings, i
    return chosen


@compiled
def _far(  # type: ignore[no-untyped-def]
    low, high, who, kind, odds, block_start, block_sites, blocks, quarter, seed, key, key_inside, out
):
    count = block_start.size - 1
    every, weights = np.arange(count), np.empty(longest(block_start))
    for i in range(low, high):
        word, _ = threefry(quarter, who[i], seed, key)
        block = first_to_ring(count, blocks[kind[i]], every, word)
        out[i] = -1
        if block >= 0:
            sites = block_sites[block_start[block] : block_start[block + 1]]
            for link in range(sites.size):
                weights[link] = odds[kind[i], sites[link]]
            word, _ = threefry(quarter, who[i], seed, key_inside)
            site = first_to_ring(sites.size, weights, sites, word)
            if site >= 0:
                out[i] = sites[site]


@compiled
def _near(  # type: ignore[no-untyped-def]
    low, high, turn, who, home, kind, odds, start, site, near, quarter, seed, key, out
):
    weights, cells, seen = np.empty(longest(start)), start.size, -1
    for i in turn[low:high]:
        first, last = start[home[i]], start[home[i] + 1]
        if kind[i] * cells + home[i] != seen:
            seen = kind[i] * cells + home[i]
            for link in range(first, last):
                weights[link - first] = odds[kind[i], site[link]] * near[link]
        word, _ = threefry(quarter, who[i], seed, key)
        place = first_to_ring(last - first, weights, site[first:last], word)
        out[i] = site[first + place] if place >= 0 else -1


@compiled
def _among(low, high, who, log_odds, kinds, quarter, seed, key, out):  # type: ignore[no-untyped-def]
    for i in range(low, high):
        best = -LATEST
        word, _ = threefry(quarter, who[i], seed, key)
        for s in range(kinds):
            value = log_odds[i * kinds + s] - log(-log(uniform_of(word, np.uint64(s + 1))))
            if value > best:
                best, out[i] = value, s


class Country(NamedTuple):
    """Sites by block of cells, for whoever looks at the whole country."""

    block_start: Column
    block_sites: Column


class Neighbourhood(NamedTuple):
    """Sites near each cell, the zones among them: those of cell c are `site[start[c]:start[c + 1]]`."""

    start: Column
    site: Column
    near: Column
    """How near each is, the factor on its odds."""


def anywhere(luck: Luck, name: str, quarter: int, who: Column, kind: Column, odds: Column, country: Country) -> Column:
    """Site in the whole country for each of `who` [int64, -1 where no place has odds].

    `odds` [kinds, sites], 0 where closed: by kind first, so that a chooser reads neighbours in a row.
    """
    blocks = np.zeros((odds.shape[0], country.block_start.size - 1))
    looking = np.flatnonzero(count_by(kind, odds.shape[0]))
    _weights_of_blocks(looking, odds, *country, blocks)
    out = np.full(who.size, -1, dtype=np.int64)
    fixed = *country, blocks, as_word(quarter), luck.key, stream(name), stream(name + ", inside"), out
    spread(lambda low, high: _far(low, high, who, kind, odds, *fixed), who.size, ns=NS_A_CHOOSER)
    return out


def nearby(
    luck: Luck, name: str, quarter: int, who: Column, home: Column, kind: Column, odds: Column,
    around: Neighbourhood,
) -> Column:  # fmt: skip
    """Site near the home cell of each of `who` [int64, -1 where none is free]; `odds` as in `anywhere`.

    All of a home and kind look one after the other, since they see the same places.
    """
    out = np.full(who.size, -1, dtype=np.int64)
    turn = np.argsort(kind * around.start.size + home, kind="stable")
    fixed = *around, as_word(quarter), luck.key, stream(name), out
    spread(lambda low, high: _near(low, high, turn, who, home, kind, odds, *fixed), who.size, ns=NS_A_CHOOSER)
    return out


def among(luck: Luck, name: str, quarter: int, who: Column, log_odds: Column, kinds: int) -> Column:
    """Choice among few for each of `who` by keyed Gumbel-max; `log_odds` has `kinds` values a chooser."""
    out = np.zeros(who.size, dtype=np.int64)
    fixed = who, log_odds, kinds, as_word(quarter), luck.key, stream(name), out
    spread(lambda low, high: _among(low, high, *fixed), who.size, ns=NS_A_CHOOSER)
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
