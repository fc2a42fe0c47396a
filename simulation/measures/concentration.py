"""Concentration: how far makers of one product sit together, beside what chance alone would give.

Every measure takes counts (or workers) by cell and specialty, `[C, S]`, so that any table of places can be asked.
"""

from __future__ import annotations

import numpy as np

from simulation.engine.table import Column, count_by, in_order, total_by, totals_by

LQ_LEAST = 3.0
"""A cell has a product where the specialty's share is three times the nation's."""


def by_cell(cell: Column, specialty: Column, cells: int, specialties: int, amounts: Column | None = None) -> Column:
    """Firms (or amounts, such as workers) by cell and specialty [C, S]."""
    pair, pairs = cell * specialties + specialty, cells * specialties
    flat = count_by(pair, pairs) if amounts is None else total_by(pair, amounts, pairs)
    return flat.reshape(cells, specialties)


def shares(amounts: Column, axis: int | None = None) -> Column:
    """Amounts over their sum along an axis; 0 where the sum is 0."""
    whole = amounts.sum(axis=axis, keepdims=axis is not None)
    return np.divide(amounts, whole, out=np.zeros(amounts.shape), where=whole > 0)


def location_quotient(counts: Column, nation: Column | None = None) -> Column:
    """Share of a specialty in the cell over its share in the nation [C, S]; 1 is average, 0 where there is none.

    LQ = (n_cs / n_c) / (n_s / n)   (Florence 1939), of firm counts. `nation` [S] gives the nation's shares where
    `counts` holds only some of its cells.
    """
    nation = shares(counts.sum(axis=0)) if nation is None else nation
    return np.divide(shares(counts, axis=1), nation, out=np.zeros(counts.shape), where=nation > 0)


def herfindahl(amounts: Column) -> float:
    """Sum of squared shares, 1/n (all alike) to 1 (one has all); 0 for nothing (Herfindahl 1950)."""
    return float((shares(amounts) ** 2).sum())


def krugman_index(counts: Column) -> Column:
    """Distance of each cell's mix from the nation's, 0 (the same) to 2 (nothing in common) [C]; 0 where empty.

    K_c = sum_s |n_cs / n_c - n_s / n|   (Krugman 1991, Geography and Trade, p. 76).
    """
    apart = np.abs(shares(counts, axis=1) - shares(counts.sum(axis=0))).sum(axis=1)
    return np.where(counts.sum(axis=1) > 0, apart, 0.0)


def ellison_glaeser(located: Column, expected: Column, plant_herfindahl: Column) -> Column:
    """Excess of geographic concentration over darts of these sizes, per specialty [S]; 0 expected by chance.

    gamma = (G / (1 - sum x^2) - H) / (1 - H), G = sum_c (s_c - x_c)^2, `located` s [C, S], `expected` x [C], H the
    sum of squared plant shares (Ellison and Glaeser 1997). 0 where one plant or one cell is everything.
    """
    return _excess(((located - expected[:, None]) ** 2).sum(axis=0), expected, plant_herfindahl)


def _excess(apart: Column, expected: Column, plant_herfindahl: Column) -> Column:
    room = 1.0 - float((expected**2).sum())
    plants = 1.0 - plant_herfindahl
    if room <= 0.0:
        return np.zeros(plants.shape)
    return np.divide(apart / room - plant_herfindahl, plants, out=np.zeros(plants.shape), where=plants > 0)


def ellison_glaeser_of(cell: Column, specialty: Column, workers: Column, expected: Column, specialties: int) -> Column:
    """The Ellison-Glaeser index of each specialty [S] from its plants' cells and workers.

    With workers all 1 it is the firm-count figure, which no giant can swing. Cells without firms where none is
    expected are left out.
    """
    some = np.flatnonzero((count_by(cell, expected.size) > 0) | (expected > 0.0))
    located = shares(by_cell(cell, specialty, expected.size, specialties, workers)[some], axis=0)
    return ellison_glaeser_in(located, some, expected, plant_herfindahl(specialty, workers, specialties))


def ellison_glaeser_in(located: Column, cells: Column, expected: Column, plants: Column) -> Column:
    """The index of each specialty [S]: `located` [cells, S] holds its shares in these cells only, `expected` is of all.

    In the other cells nobody works and nobody is expected; `plants` [S] as from `plant_herfindahl`.
    """
    return _excess(((located - expected[cells][:, None]) ** 2).sum(axis=0), expected, plants)


def plant_herfindahl(specialty: Column, workers: Column, specialties: int) -> Column:
    """Sum of the squared shares of each specialty's plants in its workers [S]; 1 where there is none."""
    whole, squares = totals_by(specialty, (workers, workers**2), specialties)
    return np.divide(squares, whole**2, out=np.ones(specialties), where=whole > 0)


def reshuffled(specialty: Column, draws: Column) -> Column:
    """The same specialties dealt anew over the same firms, in the order of one draw a firm.

    Draws of 52 bits have no ties, so that every sorting method, and the fastest, gives one order.
    """
    return specialty[in_order(draws)]


def specialised(counts: Column, least_firms: float, least_makers: float, products: Column | None = None) -> Column:
    """Cells with a product [C, bool]: at least `least_firms` firms, and LQ above 3 in a specialty with `least_makers`.

    Without the least number of makers one lone firm of a rare specialty would count (model.md section 1, pattern 1).
    `products` [S, bool] leaves out what is no product, such as `other`.
    """
    out = counts.sum(axis=1) >= least_firms
    large = counts[out]
    of_note = (location_quotient(large, shares(counts.sum(axis=0))) > LQ_LEAST) & (large >= least_makers)
    out[out] = (of_note if products is None else of_note & products).any(axis=1)
    return out


def specialised_share(counts: Column, least_firms: float, least_makers: float, products: Column | None = None) -> float:
    """Share of the cells with at least `least_firms` firms that have a product (pattern 1); 0 where there are none."""
    large = counts.sum(axis=1) >= least_firms
    return float(specialised(counts, least_firms, least_makers, products).sum() / max(int(large.sum()), 1))


def band(values: Column, low: float = 0.05, high: float = 0.95) -> tuple[float, float, float]:
    """Mean, and the quantiles that hold nine in ten of simulated values."""
    return float(np.mean(values)), float(np.quantile(values, low)), float(np.quantile(values, high))


def morans_i(values: Column, start: Column, other: Column) -> float:
    """Likeness of neighbours: 1 alike, -1/(n-1) by chance, below that a chequerboard; 0 where all are equal.

    I = (n / W) sum_ij (x_i - m)(x_j - m) / sum_i (x_i - m)^2 over neighbour lists in CSR form, W pairs, all alike;
    no cell is its own neighbour (Moran 1950).
    """
    deviation = values - values.mean()
    spread = float((deviation**2).sum())
    if spread == 0.0 or other.size == 0:
        return 0.0
    pairs = np.repeat(deviation, np.diff(start)) * deviation[other]
    return float(values.size / other.size * pairs.sum() / spread)
