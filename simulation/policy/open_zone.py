"""Open zone: every specialty may come."""

from __future__ import annotations

from typing import Literal

from simulation.policy.orders import Orders, OrdersAuthorities


class OpenZone(OrdersAuthorities):
    """The zone's list of sectors no longer binds: plots go to whoever asks."""

    instrument: Literal["open_zone"]

    def order(self, orders: Orders, age: int) -> Orders:
        """The zone takes every specialty."""
        return orders._replace(opened=True)
