"""Concentration: how far makers of one product sit together, beside what chance alone would give.

Every measure takes counts (or workers) by cell and specialty, `[C, S]`, so that any table of places can be asked.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.engine.ordering import in_order
from simulation.engine.table import Column, count_by, total_by, totals_by

LQ_LEAST = 3.0
"""A cell has a product where the specialty's share is three times the nation's."""
CHANCE_MOST = 0.001
"""And where firms that stand anywhere by chance would bring as many makers into a cell less often than this."""
MAKERS_LEAST = 10.0
"""Makers a cell of note has: without them one lone firm of a rare specialty would count (model.md section 1)."""
NATION_SHARE_LEAST = 0.002
"""And this share of all the nation's makers: in a large census everything is significant, a furniture "city" of 900
cells among them, so size must be asked for beside it (McCloskey and Ziliak 1996)."""


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
    """Sum of the squared shares of each specialty's plants in its workers [S]; 1 where there is none.

    What chance draws as one counts as one plant: `workers` are those of all firms that a row stands for.
    """
    whole, squares = totals_by(specialty, (workers, workers**2), specialties)
    return np.divide(squares, whole**2, out=np.ones(specialties), where=whole > 0)


def reshuffled(specialty: Column, draws: Column) -> Column:
    """The same specialties dealt anew over the same firms, in the order of one draw a firm.

    Draws of 52 bits have no ties, so that every sorting method, and the fastest, gives one order.
    """
    return specialty[in_order(draws)]


class Makers(NamedTuple):
    """Firms by cell and specialty [C, S]: how many there are, and by how many rows they are drawn."""

    firms: Column
    rows: Column

    def at(self, cells: Column) -> Makers:
        """Those of some cells."""
        return Makers(self.firms[cells], self.rows[cells])


def of_note(here: Makers, nation: Column) -> Column:
    """Where more makers are together than chance brings [C, S; bool].

    A cell is of note for a specialty whose share of its firms is three times the nation's, with at least ten makers and
    0.2 % of the nation's, and more than a thousandth of cells would have if firms stood anywhere: the exact binomial
    tail of its rows, which are what is drawn, P(X >= k) for X ~ B(n, p). `nation` [S] has the nation's firms.
    """
    from scipy.special import bdtrc

    whole = shares(nation)
    enough = here.firms >= np.maximum(MAKERS_LEAST, NATION_SHARE_LEAST * nation)
    out = (location_quotient(here.firms, whole) > LQ_LEAST) & enough
    cell, kind = np.nonzero(out)
    drawn = here.rows.sum(axis=1)[cell].astype(np.int64)
    out[cell, kind] = bdtrc(here.rows[cell, kind] - 1.0, drawn, whole[kind]) < CHANCE_MOST
    return out


def specialised(here: Makers, least_firms: float, products: Column | None = None) -> Column:
    """Cells with a product [C, bool]: at least `least_firms` firms, and of note for a specialty.

    `products` [S, bool] leaves out what is no product, such as `other`.
    """
    out = here.firms.sum(axis=1) >= least_firms
    noted = of_note(here.at(out), here.firms.sum(axis=0))
    out[out] = (noted if products is None else noted & products).any(axis=1)
    return out


def specialised_share(here: Makers, least_firms: float, products: Column | None = None) -> float:
    """Share of the cells with at least `least_firms` firms that have a product (pattern 1); 0 where there are none."""
    large = here.firms.sum(axis=1) >= least_firms
    return float(specialised(here, least_firms, products).sum() / max(int(large.sum()), 1))


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
