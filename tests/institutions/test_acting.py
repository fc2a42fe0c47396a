"""What authorities do in a quarter: land is serviced and sold, and policy's orders are carried out."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.agents.authorities.state import ZoneTenants
from simulation.institutions.acting import authorities_act
from simulation.institutions.state import Institutions
from simulation.quarter_zero.institutions import begun

from .invented import FACTS, scenario

WORKERS = 4_000.0


def built(**changed: object) -> Institutions:
    """All three zones with their works done and nothing let."""
    now = begun(scenario(**changed), FACTS)
    return now.but(zones=now.zones.but(works=now.zones.works_planned, let_ha=np.zeros(3)))


def acted(now: Institutions, newly_let: float = 0.0, quarter: int = 40) -> Institutions:
    """The same after a quarter in which so much land was let in each zone [ha]."""
    return authorities_act(now, quarter, ZoneTenants(np.full(3, WORKERS), now.zones.let_ha + newly_let))


def test_land_is_serviced_when_its_works_are_paid_and_a_zone_opens_with_its_first_land() -> None:
    none = begun(scenario(), FACTS)
    before, after = acted(none).zones, acted(built()).zones
    assert before.open.tolist() == [False, False, True]  # the old estate was open already
    assert before.serviced_ha[:2].tolist() == [0.0, 0.0]
    assert after.open.all()
    assert after.serviced_ha == pytest.approx(after.industrial_ha)


def test_a_subsidy_lowers_the_rent_that_tenants_are_asked_by_its_share() -> None:
    relief = {"instrument": "plot_subsidy", "start": "2020Q1", "where": "rashakai", "subsidy_pct": 40.0}
    plain, helped = acted(built()).zones.rent, acted(built(policy={"help": relief})).zones.rent
    assert helped[0] == pytest.approx(0.6 * plain[0])
    assert helped[1] == plain[1] > 0.0


def test_a_zone_keeps_to_the_specialty_it_is_told_and_to_none_that_the_map_does_not_have() -> None:
    order = {"instrument": "focus_specialty", "start": "2020Q1", "where": "rashakai", "specialty": "sports"}
    assert acted(built(policy={"one": order})).zones.focus.tolist() == [1, -1, -1]
    unknown = order | {"specialty": "shipyards"}
    assert acted(built(policy={"one": unknown})).zones.focus.tolist() == [-1, -1, -1]


def test_a_zones_own_plant_serves_the_hours_of_as_many_workers_as_it_can_carry() -> None:
    needed = built().setup.estates.mw_per_worker * WORKERS
    plant = {
        "instrument": "captive_power", "start": "2015Q1", "where": "rashakai", "capacity_mw": 0.25 * needed,
        "cost_usd_mn": 8.0, "build_quarters": 4, "paid_by": "treasury",
    }  # fmt: skip
    now = built(policy={"plant": plant})
    assert acted(now).zones.captive.tolist() == pytest.approx([0.25, 0.0, 0.0])
    assert acted(now, quarter=2).zones.captive[0] == 0.0  # still being built
