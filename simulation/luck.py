"""Luck keyed by seed, decision, quarter and agent, so that scenarios differ by policy and not by luck.

Threefry 2x64-20 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): a draw is a pure
function of (seed, name of the decision, quarter, identity). One more firm leaves every other firm's draws as they were.
"""

from __future__ import annotations

import dataclasses
import hashlib
from functools import cache
from typing import Any

import numpy as np
from numba import uint64

from simulation.compiling import compiled, inline
from simulation.rules import exp, log, sqrt

Column = np.ndarray[Any, np.dtype[Any]]
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


@inline
def normal_of(u):  # type: ignore[no-untyped-def]
    """Standard normal quantile of a uniform (Wichura 1988, AS 241, PPND16)."""
    q = u - 0.5
    r = 0.180625 - q * q
    if abs(q) <= 0.425:
        top = 2.5090809287301226727e3
        for term in (
            3.3430575583588128105e4,
            6.7265770927008700853e4,
            4.5921953931549871457e4,
            1.3731693765509461125e4,
            1.9715909503065514427e3,
            1.3314166789178437745e2,
            3.3871328727963666080e0,
        ):
            top = top * r + term
        low = 5.2264952788528545610e3
        for term in (
            2.8729085735721942674e4,
            3.9307895800092710610e4,
            2.1213794301586595867e4,
            5.3941960214247511077e3,
            6.8718700749205790830e2,
            4.2313330701600911252e1,
            1.0,
        ):
            low = low * r + term
        return q * top / low
    tail = sqrt(-log(min(u, 1.0 - u)))
    if tail <= 5.0:
        tail -= 1.6
        top = 7.74545014278341407640e-4
        for term in (
            2.27238449892691845833e-2,
            2.41780725177450611770e-1,
            1.27045825245236838258e0,
            3.64784832476320460504e0,
            5.76949722146069140550e0,
            4.63033784615654529590e0,
            1.42343711074968357734e0,
        ):
            top = top * tail + term
        low = 1.05075007164441684324e-9
        for term in (
            5.47593808499534494600e-4,
            1.51986665636164571966e-2,
            1.48103976427480074590e-1,
            6.89767334985100004550e-1,
            1.67638483018380384940e0,
            2.05319162663775882187e0,
            1.0,
        ):
            low = low * tail + term
    else:
        tail -= 5.0
        top = 2.01033439929228813265e-7
        for term in (
            2.71155556874348757815e-5,
            1.24266094738807843860e-3,
            2.65321895265761230930e-2,
            2.96560571828504891230e-1,
            1.78482653991729133580e0,
            5.46378491116411436990e0,
            6.65790464350110377720e0,
        ):
            top = top * tail + term
        low = 2.04426310338993978564e-15
        for term in (
            1.42151175831644588870e-7,
            1.84631831751005468180e-5,
            7.86869131145613259100e-4,
            1.48753612908506148525e-2,
            1.36929880922735805310e-1,
            5.99832206555887937690e-1,
            1.0,
        ):
            low = low * tail + term
    return -top / low if q < 0.0 else top / low


@inline
def laplace_of(u):  # type: ignore[no-untyped-def]
    """Laplace quantile with standard deviation 1 of a uniform."""
    return 0.7071067811865476 * (log(2.0 * u) if u < 0.5 else -log(2.0 * (1.0 - u)))


@compiled
def _uniform_each(quarter, who, seed, stream, out):  # type: ignore[no-untyped-def]
    for i in range(out.size):
        out[i] = uniform_at(quarter, who[i], seed, stream)


@compiled
def _normal_each(quarter, who, seed, stream, out):  # type: ignore[no-untyped-def]
    for i in range(out.size):
        out[i] = normal_of(uniform_at(quarter, who[i], seed, stream))


@compiled
def _laplace_each(quarter, who, seed, stream, out):  # type: ignore[no-untyped-def]
    for i in range(out.size):
        out[i] = laplace_of(uniform_at(quarter, who[i], seed, stream))


@compiled
def _word_each(quarter, who, seed, stream, out):  # type: ignore[no-untyped-def]
    for i in range(out.size):
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

    def _draw(self, each: Any, name: str, quarter: int, who: Column, kind: Any) -> Column:
        out = np.empty(who.size, dtype=kind)
        each(as_word(quarter), np.ascontiguousarray(who, dtype=np.uint64), self.key, stream(name), out)
        return out
