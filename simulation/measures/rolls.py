"""Rolls of rows as simulated, each with its weight, the firms it stands for; and of occupied cells."""

from __future__ import annotations

import numpy as np

from simulation.agents.firms.state import Firms
from simulation.economy import Economy, Given, cells_of
from simulation.measures.declaring import Columns
from simulation.measures.yearly import Look, Trade


def entrants(firms: Firms, given: Given) -> Columns:
    """The newborn (or all firms at the first look): who, of whom, how, when, what, where."""
    return {
        "firm": firms.id,
        "weight": firms.weight.astype(np.float32),
        "parent": firms.parent,
        "kind": firms.kind.astype(np.int8),
        "quarter": firms.born.astype(np.int16),
        "specialty": firms.specialty.astype(np.int8),
        "cell": cells_of(given, firms.site).astype(np.int32),
        "zone": given.map.zone_of_site[firms.site].astype(np.int16),
    }


def occupied(seen: Look, quarter: int) -> Columns:
    """Cells with firms, by specialty."""
    row, specialty = np.nonzero(seen.counts[seen.occupied])
    cell = seen.occupied[row]
    return {
        "quarter": np.full(cell.size, quarter, dtype=np.int16),
        "cell": cell.astype(np.int32),
        "specialty": specialty.astype(np.int8),
        "firms": seen.counts[cell, specialty],
        "rows": seen.rows[cell, specialty].astype(np.int32),
        "workers": seen.workers[cell, specialty],
    }


def members(economy: Economy, given: Given, seen: Look) -> Columns:
    """Every firm, in four-byte numbers: 40 years of 51,200 firms are two million rows."""
    firms = economy.firms
    amounts = {"workers": "workers", "capital_usd_mn": "capital", "value_added_usd_mn": "value_added"}
    amounts |= {"exports_usd_mn": "exports", "debt_usd_mn": "debt"}
    return {
        "quarter": np.full(len(firms), economy.quarter, dtype=np.int16),
        "firm": firms.id,
        "weight": firms.weight.astype(np.float32),
        "specialty": firms.specialty.astype(np.int8),
        "cell": seen.cell.astype(np.int32),
        "zone": given.map.zone_of_site[firms.site].astype(np.int16),
        **{name: getattr(firms, column).astype(np.float32) for name, column in amounts.items()},
    }


def links(economy: Economy, bought: Trade) -> Columns:
    """Every firm that buys at home, with its supplier."""
    home = np.flatnonzero(bought.supplier >= 0)
    return {
        "quarter": np.full(home.size, economy.quarter, dtype=np.int16),
        "buyer": economy.firms.id[home],
        "weight": economy.firms.weight[home].astype(np.float32),
        "supplier": economy.firms.supplier[home],
        "distance_km": bought.distance_km[home].astype(np.float32),
    }
