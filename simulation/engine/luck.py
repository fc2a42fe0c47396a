"""Luck keyed by seed, decision, quarter and agent, so that scenarios differ by policy and not by luck.

Threefry 2x64-20 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): a draw is a pure
function of (seed, name of the decision, quarter, identity). One more firm leaves every other firm's draws as they were.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from functools import cache

import numpy as np
from numba import uint64

from simulation.engine.blocks import BLOCK
from simulation.engine.compiling import compiled, inline
from simulation.engine.quantiles import FAR, MIDDLE, far_normal, laplace_of, middle_normal, tail_normal, tail_of
from simulation.engine.rules import exp
from simulation.engine.table import Column
from simulation.engine.threads import spread

PARITY = np.uint64(0x1BD11BDAA9FC1A22)
TURNS = (16, 42, 12, 31, 16, 32, 24, 21)
GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@inline
def threefry(quarter, who, seed, stream):  # type: ignore[no-untyped-def]
    """First random word of one identity in one quarter (20 rounds)."""
    third = seed ^ stream ^ PARITY
    x = quarter + seed
    y = who + stream
    for r in range(20):
        turn = uint64(TURNS[r % 8])
        x += y
        y = ((y << turn) | (y >> (uint64(64) - turn))) ^ x
        if r % 4 == 3:
            j = uint64(r // 4 + 1)
            k = (r // 4 + 1) % 3
            x += seed if k == 0 else (stream if k == 1 else third)
            y += (stream if k == 0 else (third if k == 1 else seed)) + j
    return x, y


@inline
def to_unit(word):  # type: ignore[no-untyped-def]
    """A word as a number strictly between 0 and 1 (52 bits)."""
    return (np.float64(np.int64(word >> uint64(12))) + 0.5) * 2.220446049250313e-16


@inline
def uniform_at(quarter, who, seed, stream):  # type: ignore[no-untyped-def]
    """Uniform draw strictly between 0 and 1."""
    x, _ = threefry(quarter, who, seed, stream)
    return to_unit(x)


@inline
def uniform_of(word, alternative):  # type: ignore[no-untyped-def]
    """Uniform draw for one alternative [uint64] of a chooser, who has one random word for all of them.

    The output of that number of SplitMix64 started at the word (Steele, Lea and Flood 2014, "Fast splittable
    pseudorandom number generators"; the finaliser is Stafford's variant 13): a hundred alternatives cost one threefry.
    """
    z = word + GOLDEN * alternative
    z = (z ^ (z >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> uint64(27))) * uint64(0x94D049BB133111EB)
    return to_unit(z ^ (z >> uint64(31)))


@compiled
def _uniform_each(low, high, quarter, who, seed, stream, out):  # type: ignore[no-untyped-def]
    for i in range(low, high):
        out[i] = uniform_at(quarter, who[i], seed, stream)


@compiled
def _normal_each(low, high, quarter, who, seed, stream, out):  # type: ignore[no-untyped-def]
    # as if all were in the middle, and then those that are not: without the question LLVM vectorises each loop
    u, size, far_out = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK, dtype=np.int64)
    for at in range(low, high, BLOCK):
        n, tails = min(BLOCK, high - at), 0
        for i in range(n):
            u[i] = uniform_at(quarter, who[at + i], seed, stream)
        for i in range(n):
            out[at + i] = middle_normal(u[i])
        for i in range(n):
            far_out[tails] = i
            tails += abs(u[i] - 0.5) > MIDDLE
        for t in range(tails):
            size[t] = tail_of(u[far_out[t]])
        for t in range(tails):
            size[t] = tail_normal(size[t]) if size[t] <= FAR else far_normal(size[t])
        for t in range(tails):
            out[at + far_out[t]] = -size[t] if u[far_out[t]] < 0.5 else size[t]


@compiled
def _laplace_each(low, high, quarter, who, seed, stream, out):  # type: ignore[no-untyped-def]
    for i in range(low, high):
        out[i] = laplace_of(uniform_at(quarter, who[i], seed, stream))


@compiled
def _word_each(low, high, quarter, who, seed, stream, out):  # type: ignore[no-untyped-def]
    for i in range(low, high):
        out[i], _ = threefry(quarter, who[i], seed, stream)


@compiled
def _poisson(mean, u):  # type: ignore[no-untyped-def]
    count, term = 0, exp(-mean)
    below = term
    while u > below and count < 10_000:
        count += 1
        term *= mean / count
        below += term
    return count


@cache
def stream(name: str) -> np.uint64:
    """The key of a decision: 64 bits of the hash of its name."""
    return np.uint64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big"))


def as_word(quarter: int) -> np.uint64:
    """A quarter, negative ones included, as an unsigned word."""
    return np.uint64(quarter % (1 << 64))


@dataclasses.dataclass(frozen=True)
class Luck:
    """All draws of a run with this seed; `who` are identities [uint64]."""

    seed: int

    @property
    def key(self) -> np.uint64:
        """The seed as a word."""
        return np.uint64(self.seed % (1 << 64))

    def uniform(self, name: str, quarter: int, who: Column) -> Column:
        """Uniform draws strictly between 0 and 1, one an identity."""
        return self._draw(_uniform_each, name, quarter, who, np.float64)

    def normal(self, name: str, quarter: int, who: Column) -> Column:
        """Standard normal draws, one an identity."""
        return self._draw(_normal_each, name, quarter, who, np.float64)

    def laplace(self, name: str, quarter: int, who: Column) -> Column:
        """Laplace draws of standard deviation 1, one an identity."""
        return self._draw(_laplace_each, name, quarter, who, np.float64)

    def identities(self, name: str, quarter: int, who: Column) -> Column:
        """Identities of the newborn: a 64-bit hash of their cause, never a counter."""
        return self._draw(_word_each, name, quarter, who, np.uint64)

    def poisson(self, name: str, quarter: int, who: Column, mean: Column) -> Column:
        """Poisson counts by inversion of one uniform each [int64]; means below about 500."""
        draws = self.uniform(name, quarter, who)
        return np.array([_poisson(m, u) for m, u in zip(mean, draws, strict=True)], dtype=np.int64)

    def _draw(self, each: Callable[..., None], name: str, quarter: int, who: Column, kind: type[np.generic]) -> Column:
        out = np.empty(who.size, dtype=kind)
        fixed = as_word(quarter), np.ascontiguousarray(who, dtype=np.uint64), self.key, stream(name), out
        spread(lambda low, high: each(low, high, *fixed), who.size, ns=5)
        return out
