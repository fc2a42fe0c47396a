"""What the instruments in force do to firms' conditions in a quarter: taxes, markets, people, roads, demand."""

from __future__ import annotations

import dataclasses
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from simulation.engine.table import Column
from simulation.geography.maps import Map
from simulation.geography.transport import Upgrade
from simulation.policy.instrument import Instrument, Payer


class Cost(NamedTuple):
    """What an instrument costs in a quarter [mn USD of 2020, at 1:1]."""

    payer: Payer
    what: str
    amount: float


@dataclasses.dataclass(frozen=True)
class Effects:
    """Conditions changed by policy; zones by their number, specialties by theirs."""

    tax_relief: Column
    holiday_quarters: Column
    duty_relief: Column
    markets: Column
    """Specialised markets by cell and specialty, 1 for a full one."""
    unit_relief: Column
    """Share by which the least unit of a supplier falls, by cell and specialty."""
    trained: Column
    """People trained so far and still counted, by cell [at 1:1]."""
    trade_lift: Column
    """Factor on world demand by specialty."""
    upgrades: tuple[Upgrade, ...]
    """Lines of the transport network made new so far."""
    costs: tuple[Cost, ...]

    def paid(self, payer: Payer, what: str, amount: float) -> Effects:
        """The same conditions, and a bill for them [mn USD of 2020, at 1:1]."""
        return dataclasses.replace(self, costs=(*self.costs, Cost(payer, what, amount)))


class Where(NamedTuple):
    """Where and when an instrument acts."""

    map: Map
    specialties: tuple[str, ...]
    zones: Column
    """Numbers of the zones where it acts."""
    cells: Column
    """Their cells, or the town's."""
    age: int
    """Quarters since its start."""

    def kinds(self, specialty: str) -> list[int]:
        """The number of a specialty; those of all of them for `all`."""
        return list(range(len(self.specialties))) if specialty == "all" else [self.specialties.index(specialty)]

    def pairs(self, specialty: str) -> Column:
        """A specialty's places in columns by cell and specialty."""
        return self.cells * len(self.specialties) + self.specialties.index(specialty)


class ActsOnFirms(Instrument):
    """An instrument that changes what firms and suppliers find."""

    @abstractmethod
    def effect(self, now: Effects, at: Where) -> Effects:
        """The conditions with its own effect and its bill added."""


def effects_at(policy: Mapping[str, Instrument], map_: Map, specialties: tuple[str, ...], quarter: int) -> Effects:
    """All instruments in force in a quarter, put together in the order in which they are written."""
    effects = nothing(len(map_.zones), len(specialties), len(map_.grid))
    for tool in policy.values():
        if isinstance(tool, ActsOnFirms) and tool.in_force(quarter):
            at = Where(map_, specialties, *tool.touches(map_), tool.age(quarter))
            effects = tool.effect(effects, at)
    return effects


@lru_cache(maxsize=4)
def nothing(zones: int, kinds: int, cells: int) -> Effects:
    """No instrument in force, made once for each map: not to be written to."""
    return Effects(
        tax_relief=np.zeros(zones),
        holiday_quarters=np.zeros(zones),
        duty_relief=np.zeros(zones),
        markets=np.zeros(cells * kinds),
        unit_relief=np.zeros(cells * kinds),
        trained=np.zeros(cells),
        trade_lift=np.ones(kinds),
        upgrades=(),
        costs=(),
    )


def put(column: Column, rows: Column | Sequence[int], value: Column | float) -> Column:
    """A copy of a column with a value in these rows."""
    out = column.copy()
    out[rows] = value
    return out
