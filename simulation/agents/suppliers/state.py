"""What is known of every supplier, one column a meaning. Money in million USD of 2020, flows a quarter."""

from __future__ import annotations

import dataclasses

import numpy as np

from simulation.engine.table import Column, Table, total_of_all


@dataclasses.dataclass(frozen=True)
class Suppliers(Table):
    """The suppliers, one row each."""

    id: Column
    """Identity [uint64]."""
    weight: Column
    """Suppliers like this one that the row stands for; every other column is of one of them."""
    born: Column
    """Quarter of birth [int64]."""
    specialty: Column
    """The specialty it serves [int64]."""
    site: Column
    """Where it stands [int64]."""
    capacity: Column
    """Most it can deliver [units a quarter]."""
    price: Column
    """Price of a unit at its gate."""
    workers: Column
    """People employed."""
    cash: Column
    """Bank deposits [USD mn]."""
    debt: Column
    """Bank loans [USD mn]."""
    orders: Column
    """Units ordered this quarter."""
    sales: Column
    """Units delivered this quarter, in money [USD mn]."""
    receivables: Column
    """Bills its customers have not paid [USD mn]."""
    losing: Column
    """Quarters of loss in a row."""

    def all_of(self, values: Column) -> float:
        """The nation's sum of what each supplier has."""
        return total_of_all(values, self.weight)


INTEGERS = {"id": np.uint64, "born": np.int64, "specialty": np.int64, "site": np.int64}


def suppliers(size: int, **known: Column | float) -> Suppliers:
    """A table of `size` suppliers, each for itself; columns not given are zero."""
    given = {"weight": 1.0, **known}
    return Suppliers(
        **{name: np.full(size, given.get(name, 0), dtype=INTEGERS.get(name, np.float64)) for name in Suppliers.names()}
    )
