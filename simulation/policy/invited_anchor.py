"""Invited anchor firms: large firms brought by promotion."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulation.policy.instrument import InAPlace, Key


class InvitedAnchor(InAPlace):
    """Anchors invited to a zone a year [at 1:1]; each brings capital, standing and need of inputs (E17)."""

    instrument: Literal["invited_anchor"]
    specialty: Key = Field(description="a specialty of seeds/specialties.csv")
    firms_per_year: float = Field(ge=0, le=100, description="anchors a year, at 1:1")
    workers_per_firm: float = Field(ge=50, le=5000, description="workers of one anchor at its start")
    grant_usd_mn_per_firm: float = Field(ge=0, le=500, description="paid to each by the treasury [million USD of 2020]")
