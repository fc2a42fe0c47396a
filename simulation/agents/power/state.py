"""Power companies as a table: plants by fuel, what they are owed and what they owe."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np

from simulation.engine.table import Column, Table
from simulation.seeding.seeds import Seeds


@dataclasses.dataclass(frozen=True)
class Companies:
    """Which power companies a country has, in the order of its seeds, and whose loans are whose."""

    names: tuple[str, ...]
    of_programme: tuple[bool, ...]
    """Whether each builds for the programme of works and owes for it."""
    as_one: str
    """What scenarios call the programme's companies as one borrower."""
    further: str
    """Which of them builds the plants of the further plan."""

    @classmethod
    def of_seeds(cls, seeds: Seeds) -> Companies:
        """The companies of a country's `power_companies`, and what its `country` says of them."""
        rows, said = seeds.table("power_companies"), seeds.table("country")["programme"]
        of_programme = tuple(facts["programme"] == "yes" for facts in rows.values())
        return cls(tuple(rows), of_programme, str(said["power_borrower"]), str(said["power_company"]))

    @cached_property
    def borrowers(self) -> Mapping[str, Column]:
        """Rows of the companies that owe a loan, by its borrower: of the programme's as one, and of each."""
        each = {f"power:{name}": np.array([place]) for place, name in enumerate(self.names)}
        return {f"power:{self.as_one}": np.flatnonzero(self.of_programme)} | each


@dataclasses.dataclass(frozen=True)
class PowerCompanies(Table):
    """State of the companies; money in million USD of 2020 at the run's scale."""

    programme: Column
    """Whether it builds for the programme of works (in Pakistan CPEC's) and owes for it."""
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
    def start(cls, companies: Companies) -> PowerCompanies:
        """All companies, with nothing built."""
        empty = {name: np.zeros(len(companies.names)) for name in cls.names()}
        return cls(**(empty | {"programme": np.array(companies.of_programme)}))


class Plant(NamedTuple):
    """A plant or line: its company, capacity, first quarter, and capacity payment [USD mn a year, nominal, 1:1]."""

    key: str
    company: int
    capacity_mw: float
    opens: int
    payment: float
