"""What is known of every firm, one column a meaning. Money in million USD of 2020, flows a quarter.

A row stands for `weight` firms that are alike (super-individuals: Scheffer et al. 1995, Ecological Modelling 80); what
the nation has of anything is the sum of a column times the weights (`all_of`).
"""

from __future__ import annotations

import dataclasses
from enum import IntEnum

import numpy as np

from simulation.engine.table import Column, Table, total_of_all


class FounderKind(IntEnum):
    """Who founded a firm."""

    AT_START = 0
    LOCAL_FOUNDER = 1
    NEWCOMER = 2
    SPIN_OFF = 3
    INVITED = 4


@dataclasses.dataclass(frozen=True)
class Firms(Table):
    """The firms, one row each."""

    id: Column
    """Identity [uint64], the hash of the cause of its birth."""
    weight: Column
    """Firms like this one that the row stands for; every other column is of one of them."""
    parent: Column
    """Identity of the firm it was spun off from, 0 for none [uint64]."""
    kind: Column
    """FounderKind [int64]."""
    born: Column
    """Quarter of birth [int64]."""
    specialty: Column
    """What it makes [int64]."""
    site: Column
    """Where it stands: a cell's open country, or a zone [int64]."""
    capital: Column
    """Machines and buildings [USD mn]."""
    skill: Column
    """Log productivity against the frontier's mean."""
    standing: Column
    """Log of the weight buyers give it at equal prices."""
    buyers_abroad: Column
    """Weight of the buyers abroad who have found it, towards its weight there (E4a)."""
    workers: Column
    """People employed, a fraction meaning part of the quarter."""
    cash: Column
    """Bank deposits [USD mn]."""
    debt: Column
    """Bank loans [USD mn]."""
    payables: Column
    """Suppliers' bills not yet paid [USD mn]."""
    stock: Column
    """Inputs in stock [units worth 1 USD mn at base prices]."""
    supplier: Column
    """Identity of its supplier, 0 when it buys abroad [uint64]."""
    losing: Column
    """Quarters of loss in a row."""
    hectares: Column
    """Zone land it rents [ha], 0 outside zones."""
    plot_bought: Column
    """Price of the zone land it took since the last bills, subsidy included [USD mn]."""
    plot_owed: Column
    """What it still owes for zone land, subsidy included [USD mn]."""
    duty_back: Column
    """Duty on machines that the treasury gives back with the next bills [USD mn]."""
    price: Column
    """Price asked for a unit (about 1)."""
    output: Column
    """Units made and sold."""
    home_sales: Column
    """Sales at home [USD mn]."""
    exports: Column
    """Sales abroad [USD mn]."""
    value_added: Column
    """Sales less inputs and services [USD mn]."""
    profit: Column
    """After interest, wear and tax [USD mn]."""
    wanted: Column
    """Units that buyers asked for, met or not."""
    tfp: Column
    """Total factor productivity [units]."""

    def all_of(self, values: Column) -> float:
        """The nation's sum of what each firm has."""
        return total_of_all(values, self.weight)


INTEGERS: dict[str, type[np.generic]] = {"id": np.uint64, "parent": np.uint64, "supplier": np.uint64}
INTEGERS |= dict.fromkeys(("kind", "born", "specialty", "site"), np.int64)


def firms(size: int, **known: Column | float) -> Firms:
    """A table of `size` firms, each for itself; columns not given are zero."""
    columns, given = {}, {"weight": 1.0, **known}
    for name in Firms.names():
        kind = INTEGERS.get(name, np.float64)
        columns[name] = np.array(np.broadcast_to(given.get(name, 0), size), dtype=kind)
    return Firms(**columns)
