from __future__ import annotations

import numpy as np

from simulation.country.finding import country_of
from simulation.units import quarter_index

PAKISTAN = country_of("pakistan")


def test_pakistan_has_56_zones_nine_of_them_of_the_corridor() -> None:
    zones = PAKISTAN.map.zones
    assert len(zones) == 56
    assert int(zones.programme.sum()) == 9
    assert {zone.group for zone in zones} == {"cpec", "rivals"}
    assert all(zone.programme == (zone.group == "cpec") for zone in zones)
    assert len(set(zones.keys)) == 56


def test_published_facts_are_kept_and_gaps_are_filled() -> None:
    zones = {zone.key: zone for zone in PAKISTAN.map.zones}
    rashakai = zones["rashakai"]
    assert (rashakai.cost_usd_mn, rashakai.industrial_ha, rashakai.power_mw) == (128.0, 284.1, 210.0)
    assert (rashakai.start_quarter, rashakai.operation_quarter) == (quarter_index("2021Q2"), quarter_index("2023"))
    assert zones["ict_model"].gross_ha == 202.0
    assert zones["allama_iqbal"].cost_usd_mn == 161.0


def test_every_zone_has_land_power_and_a_start_before_its_use() -> None:
    for zone in PAKISTAN.map.zones:
        assert 0.0 < zone.industrial_ha <= zone.gross_ha
        assert zone.power_mw > 0.0
        assert zone.cost_usd_mn > 0.0
        assert zone.start_quarter < zone.operation_quarter


def test_a_cell_can_hold_several_zones() -> None:
    cells, counts = np.unique(PAKISTAN.map.zones.cell, return_counts=True)
    assert cells.size < 56
    assert counts.max() == 3
    assert int((counts > 1).sum()) == 4


def test_zones_admit_the_specialties_their_developers_name() -> None:
    zones, kinds = PAKISTAN.map.zones, PAKISTAN.specialty_keys
    allowed = zones.admits(kinds)
    assert allowed.shape == (56, len(kinds))
    assert allowed.any(axis=1).all()
    marble = zones.keys.index("mohmand_marble")
    assert allowed[marble, kinds.index("stone_ceramics")]
    assert not allowed[marble, kinds.index("garments_knitwear")]
    assert allowed[zones.keys.index("mirpur")].all()


def test_columns_of_zones_agree_with_the_zones() -> None:
    zones = PAKISTAN.map.zones
    assert zones.cell.tolist() == [zone.cell for zone in zones]
    assert zones.industrial_ha.tolist() == [zone.industrial_ha for zone in zones]
    assert zones.start_quarter.tolist() == [zone.start_quarter for zone in zones]
