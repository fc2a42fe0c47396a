"""Power companies as a table: plants by fuel, what they are owed and what they owe (at the run's scale)."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np

from simulation.engine.table import Column, Table

COMPANIES = ("imported_coal", "thar_coal", "hydro", "wind_solar", "transmission", "programme", "grid")
CPEC = ("imported_coal", "thar_coal", "hydro", "wind_solar", "transmission", "programme")
OF_FUEL = {
    "imported coal": "imported_coal", "Thar lignite": "thar_coal", "hydro": "hydro", "wind": "wind_solar",
    "solar": "wind_solar", "transmission": "transmission",
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class PowerCompanies(Table):
    """State of the companies; money in million USD of 2020 at the run's scale."""

    cpec: Column
    """Whether it is Chinese, of the corridor."""
    capacity_mw: Column
    """Capacity in operation, the nation's [MW]."""
    payment: Column
    """Capacity payments contracted for the quarter."""
    collected: Column
    """Capacity payments and old bills received in the quarter."""
    receivables: Column
    """Bills not yet paid (circular debt)."""
    cash: Column
    """Cash of the company."""
    operating: Column
    """Operating cost paid in the quarter."""
    service_due: Column
    """Scheduled debt service of the quarter."""
    service_paid: Column
    """Debt service paid in the quarter."""
    arrears: Column
    """Debt service not paid."""
    dividends: Column
    """Paid to owners in the quarter."""

    @classmethod
    def start(cls) -> PowerCompanies:
        """All companies, with nothing built."""
        empty = {name: np.zeros(len(COMPANIES)) for name in cls.names()}
        return cls(**(empty | {"cpec": np.array([name in CPEC for name in COMPANIES])}))


class Plant(NamedTuple):
    """A plant or line: its company, capacity, first quarter, and capacity payment [USD mn a year, nominal, 1:1]."""

    key: str
    company: int
    capacity_mw: float
    opens: int
    payment: float
