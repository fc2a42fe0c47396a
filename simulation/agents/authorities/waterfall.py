"""The waterfall of an authority: who is paid first when money is short.

running cost -> floor of upkeep -> debt service -> rest of upkeep -> reserve -> new works; what debt service lacks comes
from the reserve, then it is a guarantee's or becomes arrears (project-finance convention; the floor: own prototype,
without it a thin zone spirals to death).
"""

from __future__ import annotations

from typing import NamedTuple


class Claims(NamedTuple):
    """What a quarter asks of an authority [mn USD]."""

    running: float
    upkeep: float
    floor_share: float
    service: float
    reserve_target: float
    works: float


class Paid(NamedTuple):
    """What the waterfall paid [mn USD]; cash and reserve are what is left."""

    running: float
    upkeep: float
    service: float
    works: float
    cash: float
    reserve: float
    shortfall: float


def waterfall(available: float, reserve: float, claims: Claims) -> Paid:
    """Pour what is available, then the reserve for debt service, over the claims in their order."""
    left, running = _pour(max(0.0, available), claims.running)
    left, floor = _pour(left, claims.floor_share * claims.upkeep)
    left, service = _pour(left, claims.service)
    reserve, rescued = _pour(reserve, claims.service - service)
    left, rest = _pour(left, claims.upkeep - floor)
    left, saved = _pour(left, claims.reserve_target - reserve)
    left, works = _pour(left, claims.works)
    served = service + rescued
    owed = min(available, 0.0)
    return Paid(running, floor + rest, served, works, left + owed, reserve + saved, claims.service - served)


def _pour(left: float, claim: float) -> tuple[float, float]:
    """What is left after a claim, and what is paid of it: nothing, all of it, or all there is."""
    if claim <= 0.0:
        return left, 0.0
    return (left - claim, claim) if claim < left else (0.0, left)


def available_for_service(available: float, claims: Claims) -> float:
    """Cash before debt service: after running cost and the floor of upkeep [mn USD], not below zero."""
    return max(0.0, available - claims.running - claims.floor_share * claims.upkeep)
