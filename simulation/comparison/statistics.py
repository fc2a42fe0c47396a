"""Bands of runs, and paired differences with intervals: same seed, same luck, so only what the scenarios do differs."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from simulation.comparison.paired import t_quantile
from simulation.engine.table import Column

LOW, HIGH = 0.05, 0.95
"""The band of runs: nine in ten."""


class Levels(NamedTuple):
    """A measure in one scenario by quarter: mean of the runs, and their 5 % and 95 % quantiles."""

    mean: Column
    low: Column
    high: Column


class Differences(NamedTuple):
    """A scenario less its base by quarter: mean of the pairs, its 90 % interval, and what pairing gained."""

    mean: Column
    low: Column
    high: Column
    pairs: Column
    """Seeds for which both runs tell the measure."""
    sd_paired: Column
    """Standard deviation of the differences of pairs."""
    sd_unpaired: Column
    """That of differences between runs of other luck: the root of the sum of both variances."""


@contextmanager
def _empty_is_nan() -> Iterator[None]:
    """A quarter that no run tells gives nan without a warning."""
    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def levels(runs: Column) -> Levels:
    """Levels of a measure [runs, quarters]; nan where a run does not tell it is left out."""
    low, high = _band(runs)
    with _empty_is_nan():
        return Levels(np.nanmean(runs, axis=0), low, high)


def _band(runs: Column) -> Column:
    """Both quantiles of each quarter's runs [2, quarters]; only quarters that some runs do not tell go one by one."""
    told, band = ~np.isnan(runs), np.full((2, runs.shape[1]), np.nan)
    every = told.all(axis=0)
    some = told.any(axis=0) & ~every
    band[:, every] = np.quantile(runs[:, every], (LOW, HIGH), axis=0)
    band[:, some] = np.nanquantile(runs[:, some], (LOW, HIGH), axis=0)
    return band


def differences(runs: Column, base: Column) -> Differences:
    """Paired differences of a measure [seeds, quarters]: the same row is the same seed."""
    pairs = runs - base
    count = np.isfinite(pairs).sum(axis=0)
    both = np.isfinite(pairs)
    with _empty_is_nan():
        mean, spread = np.nanmean(pairs, axis=0), _sd(pairs)
        apart = np.sqrt(_sd(np.where(both, runs, np.nan)) ** 2 + _sd(np.where(both, base, np.nan)) ** 2)
        sizes, which = np.unique(count, return_inverse=True)
        error = np.array([t_quantile(HIGH, int(n) - 1) for n in sizes])[which] * spread / np.sqrt(count)
    return Differences(mean, mean - error, mean + error, count, spread, apart)


def _sd(runs: Column) -> Column:
    """Standard deviation over runs; nan for fewer than two."""
    enough = np.isfinite(runs).sum(axis=0) > 1
    return np.where(enough, np.nanstd(runs, axis=0, ddof=1), np.nan)


def same_until(runs: Column, base: Column) -> int:
    """Number of quarters from the first in which every pair is equal to the last bit; a run without a twin is none."""
    told = np.isfinite(runs).any(axis=1) & np.isfinite(base).any(axis=1)
    equal = ((runs == base) | (np.isnan(runs) & np.isnan(base)))[told].all(axis=0)
    return int(np.argmin(equal)) if not equal.all() else equal.size


def apart_from(found: Differences) -> int | None:
    """The first quarter from which the interval keeps clear of zero, on one side, to the end; None if it does not."""
    side = np.where(found.low > 0, 1, np.where(found.high < 0, -1, 0))
    told = np.flatnonzero(np.isfinite(found.mean))
    if told.size == 0 or side[told[-1]] == 0:
        return None
    other = told[side[told] != side[told[-1]]]
    later = told[told > other[-1]] if other.size else told
    return int(later[0])


def pairs_needed(sd_paired: float, difference: float, power: float = 0.9) -> float:
    """Pairs that show a difference of this size with this power by the 90 % interval, by the normal approximation.

    n = ((z_0.95 + z_power) sd / difference)^2; Cohen (1988), Statistical Power Analysis, ch. 2, for paired means.
    """
    from statistics import NormalDist

    z = NormalDist().inv_cdf(HIGH) + NormalDist().inv_cdf(power)
    return max(2.0, math.ceil((z * sd_paired / difference) ** 2)) if difference else math.inf
