"""What every policy instrument has: a name, a first quarter, a last quarter, and mostly a place.

What an instrument does is a method of its class; whom it touches is the kind it derives from: firms' conditions
(`effects.ActsOnFirms`), zone authorities (`orders.OrdersAuthorities`), loans (`lending.SetsTerms`, `AgreesWorkouts`).
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from simulation.engine.table import Column
from simulation.finance.settings import Quarter
from simulation.geography.maps import Map
from simulation.units import quarter_index

Key = Annotated[str, Field(min_length=1, max_length=64)]
"""The key of a zone, specialty or loan as seeds/ and the scenario spell it."""

Percent = Annotated[float, Field(ge=0, le=100)]
"""A share in per cent, 0 to 100."""

Payer = Literal["treasury", "grant"]
PaidBy = Annotated[Payer, Field(description="who pays: the treasury, or a foreign grant")]
BuildQuarters = Annotated[
    int,
    Field(ge=1, le=80, description="quarters from the start to the first service; spending is spread evenly over them"),
]


class Instrument(BaseModel):
    """One instrument in force from a quarter on; amounts are the scenario's choice, so they have no
    default.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    start: Quarter = Field(description="first quarter in force")
    until: Quarter | None = Field(default=None, description="first quarter no longer in force; left out: for good")
    note: str = Field(default="", max_length=1000, description="why, and where the amounts come from")

    @classmethod
    def name(cls) -> str:
        """The word by which scenarios ask for it: the one value of its field `instrument`."""
        (word,) = get_args(cls.model_fields["instrument"].annotation)
        return str(word)

    def in_force(self, quarter: int) -> bool:
        """Whether the instrument acts in this quarter (0 for 2015Q1)."""
        ended = self.until is not None and quarter >= quarter_index(self.until)
        return quarter >= quarter_index(self.start) and not ended

    def age(self, quarter: int) -> int:
        """Quarters since its start."""
        return quarter - quarter_index(self.start)

    def cost(self, age: int) -> float:
        """What it costs in each of its places in one quarter [mn USD of 2020, at 1:1]; nothing unless it says so."""
        return 0.0

    def touches(self, map_: Map) -> Places:
        """Where it acts; an instrument of the whole country is in no place."""
        return Places(np.zeros(0, dtype=np.int64), map_.zones.cell[:0])


class Places(NamedTuple):
    """Places of a map where an instrument acts."""

    zones: Column
    """Numbers of zones."""
    cells: Column
    """Their cells, or a town's."""


class InAPlace(Instrument):
    """An instrument of zones."""

    where: Key = Field(default="all", description="a zone's key, that of a group of zones, or `all`")

    def acts_in(self, key: str, group: str) -> bool:
        """Whether it acts in the zone with this key, which is of this group."""
        return self.where in ("all", group, key)

    def touches(self, map_: Map) -> Places:
        """The zones that it names."""
        acts = [self.acts_in(zone.key, zone.group) for zone in map_.zones]
        zones = np.flatnonzero(np.array(acts, dtype=np.bool_))
        return Places(zones, map_.zones.cell[zones])


class InAZoneOrTown(InAPlace):
    """An instrument of zones that a town without a zone may have as well."""

    def touches(self, map_: Map) -> Places:
        """The zones that it names, or the town."""
        zones, cells = super().touches(map_)
        towns = [place.cell for place in map_.places if place.key == self.where]
        return Places(zones, cells if zones.size else np.array(towns, dtype=np.int64))


def registered() -> tuple[type[Instrument], ...]:
    """Every instrument whose file has been imported, by name: the classes that have a field `instrument`."""
    named = {each for each in _derived(Instrument) if "instrument" in each.model_fields}
    return tuple(sorted(named, key=lambda each: each.name()))


def _derived(kind: type[Instrument]) -> set[type[Instrument]]:
    return {each for child in kind.__subclasses__() for each in (child, *_derived(child))}
