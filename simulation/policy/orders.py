"""What the instruments in force order the zone authorities to do in a quarter."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from simulation.policy.instrument import InAPlace, Instrument, Payer


class Invitation(NamedTuple):
    """Anchor firms that a zone is to invite, at 1:1."""

    specialty: str
    firms_per_year: float
    workers_per_firm: float


class Orders(NamedTuple):
    """Orders to one zone; money in million USD of 2020 and land at 1:1, for this quarter."""

    works: float = 0.0
    hectares: float = 0.0
    given: float = 0.0
    """The part of works that a foreign grant pays."""
    treasury_cost: float = 0.0
    grant_cost: float = 0.0
    """What else a foreign grant pays."""
    captive_mw: float = 0.0
    """The zone's own plant, when built."""
    floor_share: float | None = None
    focus: str | None = None
    opened: bool = False
    rent_relief: float = 0.0
    """Share of rents that the treasury pays."""
    anchors: tuple[Invitation, ...] = ()

    def paid(self, payer: Payer, amount: float) -> Orders:
        """The same orders, and a bill beside works."""
        if payer == "grant":
            return self._replace(grant_cost=self.grant_cost + amount)
        return self._replace(treasury_cost=self.treasury_cost + amount)


class OrdersAuthorities(InAPlace):
    """An instrument that the authorities of its zones carry out."""

    @abstractmethod
    def order(self, orders: Orders, age: int) -> Orders:
        """A zone's orders of this quarter with its own added, `age` quarters after its start."""


def orders_at(policy: Mapping[str, Instrument], zones: Iterable[tuple[str, str]], quarter: int) -> tuple[Orders, ...]:
    """Orders of each zone (its key, its group) from all instruments in force, in the order they are written."""
    tools = [tool for tool in policy.values() if isinstance(tool, OrdersAuthorities) and tool.in_force(quarter)]
    return tuple(_orders(tools, key, group, quarter) for key, group in zones)


def _orders(tools: Iterable[OrdersAuthorities], key: str, group: str, quarter: int) -> Orders:
    orders = Orders()
    for tool in tools:
        if tool.acts_in(key, group):
            orders = tool.order(orders, tool.age(quarter))
    return orders


def share_built(build_quarters: int, age: int) -> float:
    """Share of works that falls into one quarter: an even part until they are done, nothing afterwards."""
    return 1.0 / build_quarters if age < build_quarters else 0.0
