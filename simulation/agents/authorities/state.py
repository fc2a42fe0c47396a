"""Zones as a table: one row a zone or estate, those that the programme of works builds and their rivals alike.

Money is million USD of 2020; prices are per worker or per hectare.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simulation.engine.table import Column, Table


class Zone(NamedTuple):
    """One zone as its authority sees it; the same names as the columns of `Zones`."""

    key: int
    site: int
    programme: bool
    open: bool
    start: int
    industrial_ha: float
    serviced_ha: float
    let_ha: float
    works: float
    works_planned: float
    fund: float
    loan_share: float
    quality: float
    promotion: float
    rent: float
    plot_price: float
    focus: int
    anchors_due: float
    anchors: int
    captive: float
    cash: float
    reserve: float
    instalments: float
    arrears: float
    workers: float
    rent_income: float
    plot_income: float
    tax_income: float
    support_income: float
    running_paid: float
    upkeep_needed: float
    upkeep_paid: float
    service_due: float
    service_paid: float
    works_spent: float
    cover: float
    locked_up: bool

    @classmethod
    def blank(cls) -> Zone:
        """A zone with nothing built, let, earned or owed, closed and without focus."""
        nothing = dict.fromkeys(cls._fields, 0.0)
        whole = {"key": 0, "site": 0, "start": 0, "focus": -1, "anchors": 0}
        return cls(**nothing | whole | dict.fromkeys(("programme", "open", "locked_up"), False))  # type: ignore[arg-type]


@dataclasses.dataclass(frozen=True)
class Zones(Table):
    """State of all zones and estates; what each column means and in which unit."""

    key: Column
    """Place of the zone in the map's list."""
    site: Column
    """Site index of the zone."""
    programme: Column
    """Whether the programme of works builds it; its authority invites anchors."""
    open: Column
    """Whether land can be let."""
    start: Column
    """First quarter of works."""
    industrial_ha: Column
    """Industrial land when all works are done [ha]."""
    serviced_ha: Column
    """Land with works finished [ha]."""
    let_ha: Column
    """Land let to firms [ha]: the state, not let plots."""
    works: Column
    """Works built so far at cost."""
    works_planned: Column
    """Cost of all works planned."""
    fund: Column
    """Money drawn for works and not yet spent."""
    loan_share: Column
    """Share of planned works that loans pay; the rest comes from owners and provinces."""
    quality: Column
    """Infrastructure quality; places outside zones are 0.7."""
    promotion: Column
    """Factor on the odds of being chosen by founders; 0 where nothing is let."""
    rent: Column
    """Lease, service charge and utility margin [mn USD per worker and quarter]."""
    plot_price: Column
    """Price of serviced land [mn USD per ha]."""
    focus: Column
    """Specialty that alone gets land, -1 for none."""
    anchors_due: Column
    """Anchor firms promised and not yet invited (fraction of one)."""
    anchors: Column
    """Anchor firms to invite in this quarter."""
    captive: Column
    """Share of hours served by the zone's own plant, 0 without one."""
    cash: Column
    """Cash of the authority."""
    reserve: Column
    """Reserve account for debt service."""
    instalments: Column
    """Let land that firms and the treasury have not paid yet."""
    arrears: Column
    """Unpaid debt service of its loans."""
    workers: Column
    """Workers in the zone last quarter."""
    rent_income: Column
    """Rents of the quarter."""
    plot_income: Column
    """Land sales collected in the quarter."""
    tax_income: Column
    """Taxes passed on by the treasury in the quarter."""
    support_income: Column
    """Treasury support of the quarter."""
    running_paid: Column
    """Running cost paid in the quarter."""
    upkeep_needed: Column
    """Upkeep that keeps quality, of the quarter."""
    upkeep_paid: Column
    """Upkeep paid in the quarter."""
    service_due: Column
    """Scheduled debt service of the quarter, without arrears."""
    service_paid: Column
    """Debt service and arrears paid in the quarter."""
    works_spent: Column
    """Works built in the quarter."""
    cover: Column
    """Cash available for debt service over scheduled service; infinite while no debt is due."""
    locked_up: Column
    """Whether the cover ratio is below the lock-up: no new works, no promotion."""

    def each(self) -> list[Zone]:
        """The rows, one by one."""
        return list(map(Zone._make, zip(*(column.tolist() for column in self.columns().values()), strict=True)))

    @classmethod
    def of(cls, zones: Sequence[Zone]) -> Zones:
        """The table with these rows."""
        return cls(**columns_of(Zone._fields, zones))


def columns_of(fields: Sequence[str], rows: Sequence[Sequence[float]]) -> dict[str, Column]:
    """Columns of `Zones` with these names from what each authority decided about them."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(fields)
    return {
        name: np.array(values, dtype=KINDS.get(name, np.float64)) for name, values in zip(fields, columns, strict=True)
    }


KINDS: dict[str, type[np.generic]] = {
    **dict.fromkeys(("key", "site", "start", "focus", "anchors"), np.int64),
    **dict.fromkeys(("programme", "open", "locked_up"), np.bool_),
}


class ZoneTenants(NamedTuple):
    """Who sits in each zone as a quarter begins, one value a zone: what authorities act upon."""

    workers: Column
    hectares_let: Column


class ZoneTakings(NamedTuple):
    """What firms paid and made in each zone in the quarter, one value a zone [mn USD of 2020]."""

    rent_paid: Column
    """Rents that firms paid to the authority."""
    value_added: Column
    hired: Column
    """Workers whom firms hired, on whom the treasury's part of rents falls due."""
    plot_due: Column
    """Down payments and instalments for land, the treasury's part included."""
    plot_owed: Column
    """What is still to be paid for land."""

    @classmethod
    def none(cls, zones: int) -> ZoneTakings:
        """No firm anywhere."""
        return cls(*(np.zeros(zones) for _ in cls._fields))
