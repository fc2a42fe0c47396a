"""Open zone: every specialty may come."""

from __future__ import annotations

from typing import Literal

from simulation.policy.instrument import InAPlace


class OpenZone(InAPlace):
    """The zone's list of sectors no longer binds: plots go to whoever asks."""

    instrument: Literal["open_zone"]
