"""Networks: who buys from whom, how far goods travel, and who descends from whom."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np

from simulation.engine.table import Column
from simulation.measures.concentration import shares

LOCAL_KM = 20.0
"""Reach within which a supplier counts as local: the reach at which new suppliers look for unmet need (E5)."""


class Supply(NamedTuple):
    """The supplier network in numbers."""

    buyers_per_supplier: float
    most_buyers: float
    distance_km: float
    local_share: float
    import_share: float


class Purchases(Protocol):
    """Who buys inputs of whom: one entry a row of buyers."""

    @property
    def supplier(self) -> Column:
        """Row of the supplier, -1 for imports."""

    @property
    def distance_km(self) -> Column:
        """Way to it [km]."""

    @property
    def bought(self) -> Column:
        """What all buyers of the row buy [money]."""

    @property
    def buyers(self) -> Column:
        """How many the row stands for."""


def supply(trade: Purchases, suppliers: Column) -> Supply:
    """The network of buyers; `suppliers` is how many each supplier's row stands for.

    Distance and local share are of domestic purchases, weighted by money; all 0 where nothing is bought at home.
    """
    at_home = np.flatnonzero(trade.supplier >= 0)
    bought_there, away, whole = trade.bought[at_home], trade.distance_km[at_home], float(trade.bought.sum())
    home = float(bought_there.sum())
    buyers = np.bincount(trade.supplier[at_home], weights=trade.buyers[at_home], minlength=max(suppliers.size, 1))
    return Supply(
        buyers_per_supplier=float(buyers.sum() / max(float(suppliers.sum()), 1.0)),
        most_buyers=float((buyers / suppliers).max()) if suppliers.size else 0.0,
        distance_km=float((away * bought_there).sum() / home) if home > 0 else 0.0,
        local_share=float(bought_there[away <= LOCAL_KM].sum() / home) if home > 0 else 0.0,
        import_share=1.0 - home / whole if whole > 0 else 0.0,
    )


def modularity(seller: Column, buyer: Column, amounts: Column, groups: int) -> float:
    """How far trade stays within groups beyond what their sizes alone would give: 0 by chance, 1 - 1/groups at most.

    Q = sum_g (e_gg - out_g in_g) of the directed, weighted network of groups (Leicht and Newman 2008).
    """
    flows = np.bincount(seller * groups + buyer, weights=amounts, minlength=groups * groups).reshape(groups, groups)
    part = shares(flows)
    return float(np.trace(part) - (part.sum(axis=0) * part.sum(axis=1)).sum())


def share_of_kind(kinds: Column, kind: int, weights: Column | None = None) -> float:
    """Share of entrants of one founder kind (spin-offs: their lineage); 0 where nobody entered."""
    if kinds.size == 0:
        return 0.0
    return float(np.average(kinds == kind, weights=weights))


def generations(identity: Column, parent: Column) -> Column:
    """Steps from each firm to its founding ancestor [int]: 0 without a parent, or with one that is not listed.

    Parents must be listed before their children, as `entries` lists them.
    """
    row = {int(who): i for i, who in enumerate(identity)}
    steps = np.zeros(identity.size, dtype=np.int64)
    for i, mother in enumerate(parent):
        above = row.get(int(mother))
        if above is not None and above < i:
            steps[i] = steps[above] + 1
    return steps
