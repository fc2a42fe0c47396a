"""Zones and estates of a map: where they lie, how large they are, whom they admit, when they start."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from simulation.engine.table import Column
from simulation.geography.grid import Grid
from simulation.seeding.seeds import Facts, Seeds
from simulation.units import QUARTERS_PER_YEAR, quarter_index

ACRES_PER_HA = 2.471054


@dataclasses.dataclass(frozen=True)
class Zone:
    """One zone or estate: land [ha], cost of development [USD mn of its time], power [MW], quarters from 2015 Q1."""

    key: str
    name: str
    province: str
    cell: int
    group: str
    """The zones that a scenario may name at once by this word."""
    programme: bool
    """Whether the programme of works builds it; the others are estates of their own."""
    gross_ha: float
    industrial_ha: float
    start_quarter: int
    """Quarter of the first works (below 0 before 2015)."""
    operation_quarter: int
    """Quarter in which the first plots can be used."""
    cost_usd_mn: float
    power_mw: float
    enterprises: float
    """Firms with land, 0 where unknown."""
    sectors: tuple[str, ...]
    specialties: tuple[str, ...]
    """Keys of the specialties that its sectors admit; none named: all."""


class Zones(tuple[Zone, ...]):
    """All zones of a map: a tuple of zones that also answers column-wise, in the same order."""

    __slots__ = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the zones."""
        return tuple(zone.key for zone in self)

    @property
    def cell(self) -> Column:
        """Cell of each zone [int64]."""
        return self._column("cell", np.int64)

    @property
    def programme(self) -> Column:
        """Which zones the programme of works builds [bool]; in Pakistan the nine of the corridor."""
        return self._column("programme", np.bool_)

    @property
    def start_quarter(self) -> Column:
        """Quarter of the first works of each zone [int64]."""
        return self._column("start_quarter", np.int64)

    @property
    def industrial_ha(self) -> Column:
        """Land for industry of each zone [ha]."""
        return self._column("industrial_ha", np.float64)

    def admits(self, specialties: tuple[str, ...]) -> Column:
        """Which of these specialties each zone admits [zones, specialties; bool]."""
        rows = [[not zone.specialties or key in zone.specialties for key in specialties] for zone in self]
        return np.array(rows, dtype=np.bool_).reshape(len(self), len(specialties))

    def _column(self, name: str, kind: Any) -> Column:
        return np.array([getattr(zone, name) for zone in self], dtype=kind)


def specialty_keys(seeds: Seeds) -> tuple[str, ...]:
    """The specialties in the order of the seeds, `other` last."""
    return tuple(seeds.table("quarter_zero_specialties"))


def zones_of(grid: Grid, seeds: Seeds) -> Zones:
    """A country's zones and estates, in the order of the seeds; what no source gives by the fill rules."""
    return Zones(_zone(key, facts, grid, seeds) for key, facts in seeds.table("zones").items())


def _zone(key: str, facts: Facts, grid: Grid, seeds: Seeds) -> Zone:
    plan, group = seeds.table("zone_plans").get(key, {}), str(facts["group"])
    gross = float(facts.get("gross_area_ha") or plan["gross_ha"])
    start, operation = _quarters(facts, plan, seeds)
    sectors = tuple(word.strip() for word in str(facts["sectors"]).split(";"))
    return Zone(
        key=key,
        name=str(facts["name"]),
        province=str(facts["province"]),
        cell=grid.at(float(facts["longitude_deg"]), float(facts["latitude_deg"])),
        group=group,
        programme=seeds.table("zone_groups")[group]["programme"] == "yes",
        gross_ha=gross,
        industrial_ha=float(facts.get("industrial_area_ha") or plan.get("industrial_ha") or _saleable(gross, seeds)),
        start_quarter=start,
        operation_quarter=operation,
        cost_usd_mn=float(facts.get("development_cost_usd_mn") or plan.get("cost_usd_mn") or _cost(gross, seeds)),
        power_mw=float(facts.get("power_allocated_mw") or _power(gross, seeds)),
        enterprises=float(facts.get("enterprises_allotted") or 0.0),
        sectors=sectors,
        specialties=_admitted(sectors, seeds),
    )


def _saleable(gross_ha: float, seeds: Seeds) -> float:
    return seeds.assumption("zone_saleable_share") * gross_ha


def _power(gross_ha: float, seeds: Seeds) -> float:
    return seeds.number("geography_parameters", "zone_power_mw_per_ha") * gross_ha


def _cost(gross_ha: float, seeds: Seeds) -> float:
    return seeds.assumption("zone_development_cost_usd_mn_per_acre") * ACRES_PER_HA * gross_ha


def _quarters(facts: Facts, plan: Facts, seeds: Seeds) -> tuple[int, int]:
    """First works and first use; one told alone gives the other by the usual lag between them."""
    lag = int(seeds.number("geography_parameters", "zone_operation_lag")) * QUARTERS_PER_YEAR
    begin, use = facts.get("development_start") or plan.get("start"), facts.get("operation_start")
    if use is None:
        return quarter_index(str(begin)), quarter_index(str(begin)) + lag
    first_use = quarter_index(str(use))
    return (quarter_index(str(begin)) if begin else first_use - lag), first_use


def _admitted(sectors: tuple[str, ...], seeds: Seeds) -> tuple[str, ...]:
    """Specialties that these words of developers admit (`zone_sectors`), in the order of the seeds."""
    words = seeds.table("zone_sectors")
    named = {key for sector in sectors for key in str(words[sector]["specialties"]).split(";")}
    return tuple(key for key in specialty_keys(seeds) if key in named)
