"""The overview: figures of the nation that no table keeps, which page and comparisons show beside the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.measures.declaring import MONEY, SHARE, Measure
from simulation.measures.ratios import Ratio, cover, of_columns
from simulation.measures.schema import NATION, Sheet

if TYPE_CHECKING:
    from simulation.institutions.state import Institutions

OVERVIEW = Sheet(("quarter",), "the nation's figures that no table keeps: page and comparisons show them", (
    Measure("cover_ratio", "times service due", "cash before debt service over service due, of all zones that owe",
            title="Cover ratio of zones", in_a_year="share", reference=1.0),
    Measure("upkeep_paid_share", SHARE, "upkeep paid over needed in the corridor's zones that are built",
            title="Upkeep paid over needed in the corridor's zones", in_a_year="share"),
    Measure("works_quality", "", "infrastructure quality of the corridor's zones that are built, weighted by works",
            title="Infrastructure quality of the corridor's zones", in_a_year="share"),
    Measure("guarantees_called_so_far_usd_mn", MONEY, "guarantees called since the start", True,
            "Guarantees called so far", "state"),
))  # fmt: skip
"""Zones taken together, a part over a whole each, and what the treasury paid for others."""


def overview(now: Institutions) -> dict[str, Ratio | float]:
    """The figures of a quarter by name, money as simulated."""
    zones = now.zones
    built = zones.programme & (zones.works > 0.0)
    works = zones.works[built]
    return {
        "cover_ratio": cover(zones.cover, zones.service_due),
        "upkeep_paid_share": of_columns(zones.upkeep_paid[built], zones.upkeep_needed[built]),
        "works_quality": of_columns(zones.quality[built] * works, works),
        "guarantees_called_so_far_usd_mn": now.treasury.guarantees_in_all,
    }


def of_nation(name: str) -> Measure:
    """The measure of the nation of that name, of its table or of the overview."""
    return next((measure for measure in OVERVIEW.measures if measure.name == name), None) or NATION.measure(name)
