"""Sizes: the classes of firms, the weight of the largest, and how their growth rates are spread (pattern 3)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.engine.table import Column

LIMITS = (5.5, 9.5, 49.5, 249.5)
"""Upper limits of the classes 1-5, 6-9, 10-49, 50-249, 250+ workers; workers are no whole numbers, so they round."""
CLASSES = ("1_5", "6_9", "10_49", "50_249", "250_up")


def class_of(workers: Column) -> Column:
    """Size class of each firm, 0 to 4: how many of the limits it reaches."""
    return (workers >= np.array(LIMITS)[:, None]).sum(axis=0)


def class_shares(size_class: Column, weights: Column | None = None) -> Column:
    """Shares of the five size classes [5], of firms or of `weights` (such as their workers)."""
    counted = np.bincount(size_class, weights=weights, minlength=len(CLASSES))
    return counted / max(float(counted.sum()), 1e-300)


def tail_exponent(sizes: Column, weight: Column, top_share: float = 0.1) -> float:
    """Exponent of the upper tail, P(size > x) ~ x^-a, by Hill's estimator on the largest `top_share` of all firms.

    nan where fewer than 10 rows are in it or all of them are alike. a = sum w_i / sum w_i ln(x_i / x_{k+1})   (Hill
    1975, with each row counted for the firms it stands for), its error a / sqrt(k).
    """
    order = np.argsort(-sizes, kind="stable")
    upto = np.cumsum(weight[order])
    k = int(np.searchsorted(upto, top_share * float(weight[sizes > 0].sum()), side="right"))
    if not 10 <= k < sizes.size:
        return float("nan")
    top, least = order[:k], float(sizes[order[k]])
    spread = float((weight[top] * np.log(sizes[top] / least)).sum()) if least > 0.0 else 0.0
    return float(weight[top].sum()) / spread if spread > 0.0 else float("nan")


class Growth(NamedTuple):
    """Growth rates ln(size now / size before), and how many firms each row stands for."""

    rates: Column
    weight: Column

    @property
    def mean(self) -> float:
        """Mean over all firms; nan of none."""
        return float(np.average(self.rates, weights=self.weight)) if self.rates.size else float("nan")

    @property
    def spread(self) -> float:
        """Standard deviation over all firms; nan of none."""
        apart = (self.rates - self.mean) ** 2
        return float(np.sqrt(np.average(apart, weights=self.weight))) if self.rates.size else float("nan")

    def of(self, rows: Column) -> Growth:
        """That of some rows."""
        return Growth(self.rates[rows], self.weight[rows])


def laplace_ratio(growth: Growth) -> float:
    """Mean absolute over standard deviation of growth rates: 0.707 for Laplace, 0.798 for normal; nan below 10 rows.

    Taken about their mean (Bottazzi and Secchi 2006).
    """
    spread = growth.spread if growth.rates.size >= 10 else 0.0
    apart = np.abs(growth.rates - growth.mean)
    return float(np.average(apart, weights=growth.weight)) / spread if spread > 0.0 else float("nan")


def spread_large_over_small(before: Column, growth: Growth) -> float:
    """Spread of growth of firms of 80 and more workers before over that of 2 to 5 (pattern 3).

    Below 1 where it falls with size. Firms of one worker cannot shrink and are left out; nan where either
    class has fewer than 30 rows.
    """
    small, large = (before >= 2.0) & (before < 5.0), before >= 80.0
    if min(small.sum(), large.sum()) < 30:
        return float("nan")
    return growth.of(large).spread / max(growth.of(small).spread, 1e-300)


def growth_spread_by_size(before: Column, now: Column, classes: int = 5) -> Column:
    """Standard deviation of growth in equal classes of size, smallest first: it falls with size (pattern 3)."""
    order = np.argsort(before, kind="stable")
    growth = np.log(now[order] / before[order])
    return np.array([part.std() if part.size else np.nan for part in np.array_split(growth, classes)])
