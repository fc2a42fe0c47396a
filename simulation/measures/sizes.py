"""Sizes: the classes of firms, the weight of the largest, and how their growth rates are spread (pattern 3)."""

from __future__ import annotations

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


def tail_exponent(sizes: Column, top_share: float = 0.1) -> float:
    """Exponent of the upper tail, P(size > x) ~ x^-a, by Hill's estimator on the largest `top_share`.

    nan where fewer than 10 firms are in it or all of them are alike. a = k / sum_{i<=k} ln(x_i / x_{k+1})   (Hill
    1975), its error a / sqrt(k).
    """
    k = int((sizes > 0).sum() * top_share)
    if k < 10:
        return float("nan")
    top = np.partition(sizes, sizes.size - k - 1)[-k - 1 :]
    spread = float(np.log(top[1:] / top[0]).sum())
    return k / spread if spread > 0.0 else float("nan")


def laplace_ratio(growth: Column) -> float:
    """Mean absolute over standard deviation of growth rates: 0.707 for Laplace, 0.798 for normal; nan below 10 firms.

    Growth is ln(size now / size before), taken about its mean (Bottazzi and Secchi 2006).
    """
    spread = growth.std() if growth.size >= 10 else 0.0
    return float(np.abs(growth - growth.mean()).mean() / spread) if spread > 0.0 else float("nan")


def spread_large_over_small(before: Column, growth: Column) -> float:
    """Spread of growth of firms of 80 and more workers before over that of 2 to 5 (pattern 3).

    Below 1 where it falls with size. Firms of one worker cannot shrink and are left out; nan where either
    class has fewer than 30 firms.
    """
    small, large = (before >= 2.0) & (before < 5.0), before >= 80.0
    if min(small.sum(), large.sum()) < 30:
        return float("nan")
    return float(growth[large].std() / max(float(growth[small].std()), 1e-300))


def growth_spread_by_size(before: Column, now: Column, classes: int = 5) -> Column:
    """Standard deviation of growth in equal classes of size, smallest first: it falls with size (pattern 3)."""
    order = np.argsort(before, kind="stable")
    growth = np.log(now[order] / before[order])
    return np.array([part.std() if part.size else np.nan for part in np.array_split(growth, classes)])
