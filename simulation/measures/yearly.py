"""The yearly look: concentration, sizes and networks, which cost more than a count."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.agents.firms.state import Firms
from simulation.economy import Economy, Given, cells_of
from simulation.engine.ordering import rows_of
from simulation.engine.table import Column
from simulation.measures import concentration as near
from simulation.measures import networks, sizes
from simulation.measures.clusters import FIRMS_LEAST
from simulation.measures.declaring import Row
from simulation.measures.growth import matched_growth
from simulation.measures.places import Around, distance_km


class Look(NamedTuple):
    """What every yearly measure starts from."""

    cell: Column
    """Cell of each firm."""
    counts: Column
    """Firms by cell and specialty [C, S]."""
    rows: Column
    """Rows that stand for them by cell and specialty [C, S]."""
    workers: Column
    """Workers by cell and specialty [C, S]."""
    crew: Column
    """Workers by cell [C]."""
    occupied: Column
    """Cells with firms, few where a run is small: the others add nothing to what is summed over cells."""

    @property
    def makers(self) -> near.Makers:
        """Firms by cell and specialty, and the rows that stand for them."""
        return near.Makers(self.counts, self.rows)


def look(economy: Economy, given: Given, cell: Column) -> Look:
    """Firms and workers by cell and specialty; `cell` is each firm's."""
    firms, cells, kinds = economy.firms, given.map.grid.row.size, len(given.specialties)
    counts = near.by_cell(cell, firms.specialty, cells, kinds, firms.weight)
    rows = near.by_cell(cell, firms.specialty, cells, kinds)
    workers = near.by_cell(cell, firms.specialty, cells, kinds, firms.weight * firms.workers)
    occupied, crew = np.flatnonzero(np.bincount(cell, minlength=cells)), np.zeros(cells)
    crew[occupied] = workers[occupied].sum(axis=1)
    return Look(cell, counts, rows, workers, crew, occupied)


def products(given: Given) -> Column:
    """The specialties that are a product: all but `other` [S, bool]."""
    return np.array([name != "other" for name in given.specialties.names])


def ellison_glaeser(seen: Look, firms: Firms, specialty: Column, workers: Column) -> Column:
    """The index of each specialty [S] from its workers by cell [C, S]; a cell's share of all workers is expected."""
    located = workers[seen.occupied]
    plants = near.plant_herfindahl(specialty, firms.weight * firms.workers, workers.shape[1])
    return near.ellison_glaeser_in(near.shares(located, axis=0), seen.occupied, near.shares(seen.crew), plants)


def ellison_glaeser_of_firms(seen: Look, firms: Firms, located: Column) -> Column:
    """The index of each specialty [S] by number of firms, a row being one plant; `located` are shares in cells."""
    plants = near.plant_herfindahl(firms.specialty, firms.weight, located.shape[1])
    return near.ellison_glaeser_in(located, seen.occupied, near.shares(seen.counts.sum(axis=1)), plants)


def concentration(economy: Economy, given: Given, seen: Look) -> tuple[Row, dict[str, Column]]:
    """Concentration of the nation (row) and of each specialty (columns), beside one deal of specialties by luck."""
    firms, made, (cells, kinds) = economy.firms, products(given), seen.counts.shape
    dealt = near.reshuffled(firms.specialty, given.luck.uniform("dealt_anew", economy.quarter, firms.id))
    counts, dealt_rows = seen.counts[seen.occupied], near.by_cell(seen.cell, dealt, cells, kinds)
    dealt_counts = near.by_cell(seen.cell, dealt, cells, kinds, firms.weight)
    dealt_workers = near.by_cell(seen.cell, dealt, cells, kinds, firms.weight * firms.workers)
    dealt_makers = near.Makers(dealt_counts, dealt_rows).at(seen.occupied)
    located = near.shares(counts, axis=0)
    columns = {
        "largest_cell_firms_share": located.max(axis=0, initial=0.0),
        "herfindahl_cells": (located**2).sum(axis=0),
        "ellison_glaeser": ellison_glaeser(seen, firms, firms.specialty, seen.workers),
        "ellison_glaeser_firms": ellison_glaeser_of_firms(seen, firms, located),
        "ellison_glaeser_reshuffled": ellison_glaeser(seen, firms, dealt, dealt_workers),
    }
    weight = near.shares(seen.workers.sum(axis=0) * made)
    row = {name: float((columns[name] * weight).sum()) for name in columns if name.startswith("ellison")}
    apart = np.zeros(seen.crew.size)
    apart[seen.occupied] = near.krugman_index(counts) * near.shares(counts.sum(axis=1))
    row |= {
        "specialised_share": near.specialised_share(seen.makers.at(seen.occupied), FIRMS_LEAST, made),
        "specialised_share_reshuffled": near.specialised_share(dealt_makers, FIRMS_LEAST, made),
        "krugman_index": float(apart.sum()),
    }
    return row, columns


def likeness(seen: Look, neighbours: tuple[Column, Column]) -> float:
    """Moran's I of workers over the eight neighbours, in logs so that one city does not decide."""
    return near.morans_i(np.log1p(seen.crew), *neighbours)


def firm_sizes(economy: Economy, before: tuple[Column, Column] | None) -> Row:
    """Size classes, tail, and growth since the last look (`before`: identities, and workers then)."""
    firms = economy.firms
    size_class = sizes.class_of(firms.workers)
    row: Row = {
        f"size_{n}_share": v for n, v in zip(sizes.CLASSES, sizes.class_shares(size_class, firms.weight), strict=True)
    }
    row["workers_in_250_up_share"] = float(sizes.class_shares(size_class, firms.weight * firms.workers)[-1])
    row["size_tail_exponent"] = sizes.tail_exponent(firms.workers, firms.weight)
    if before is not None:
        was, now, weight = matched_growth(before[0], before[1], firms)
        some = np.flatnonzero((was > 0) & (now > 0))
        growth = sizes.Growth(np.log(now[some] / was[some]), weight[some])
        row["growth_laplace_ratio"] = sizes.laplace_ratio(growth)
        row["growth_spread"] = growth.spread
        row["growth_spread_large_over_small"] = sizes.spread_large_over_small(was[some], growth)
    return row


class Trade(NamedTuple):
    """Purchases of inputs, one entry a firm."""

    supplier: Column
    """Row of its supplier, -1 for imports."""
    cell: Column
    """The supplier's cell, -1 for imports."""
    distance_km: Column
    bought: Column
    """Inputs used by all firms of the row [USD mn a quarter]."""
    buyers: Column
    """Firms that the row stands for."""


def trade(economy: Economy, given: Given, cell: Column) -> Trade:
    """Who buys from whom this quarter; inputs are the materials share of sales."""
    firms = economy.firms
    row = np.where(firms.supplier == 0, -1, rows_of(economy.suppliers.id, firms.supplier))
    seller = np.full(len(firms), -1, dtype=np.int64)
    if len(economy.suppliers):
        seller = np.where(row >= 0, cells_of(given, economy.suppliers.site)[row], -1)
    away = np.where(row >= 0, distance_km(given.map.grid, cell, seller), 0.0)
    used = given.specialties.materials_share[firms.specialty] * firms.output * firms.price
    return Trade(row, seller, away, firms.weight * used, firms.weight)


def supply_network(economy: Economy, given: Given, cell: Column, bought: Trade) -> Row:
    """Degree, way, local and foreign share and modularity of the supplier network."""
    told = networks.supply(bought, economy.suppliers.weight)
    home, block = np.flatnonzero(bought.supplier >= 0), given.map.block_of_site
    groups = int(block.max()) + 1
    within = networks.modularity(block[bought.cell[home]], block[cell[home]], bought.bought[home], groups)
    return {
        "buyers_per_supplier": told.buyers_per_supplier,
        "supply_distance_km": told.distance_km,
        "local_sourcing_share": told.local_share,
        "import_share": told.import_share,
        "supply_modularity": within,
    }


def largest_town_share(seen: Look, towns: Around) -> float:
    """Share of all workers around the largest town centre."""
    return float(towns.total(seen.crew).max() / max(seen.crew.sum(), 1e-300)) if towns.centres else 0.0
