from __future__ import annotations

import numpy as np
import pytest

from simulation.country.finding import country_of
from simulation.geography.freight import delivered_cost, delivered_cost_factor, freight_of, value_per_tonne
from simulation.geography.transport import Upgrade

PAKISTAN = country_of("pakistan")

KINDS = PAKISTAN.specialty_keys
FREIGHT = freight_of(PAKISTAN.seeds, KINDS)
SHARES = [
    ("garments_knitwear", 0.002), ("surgical_instruments", 0.001), ("furniture_wood", 0.010), ("other", 0.02),
    ("food_processing", 0.035), ("stone_ceramics", 0.14),
]  # fmt: skip


@pytest.mark.parametrize(("specialty", "share"), SHARES)
def test_exporters_of_lahore_pay_the_published_share_of_value(specialty: str, share: float) -> None:
    """Freight down 1,220 km at 0.0172 USD a tonne-km is 21 USD a tonne (seeds/README.md, freight)."""
    value = float(value_per_tonne(PAKISTAN.seeds, (specialty,))[0])
    assert delivered_cost_factor(1220.0, 0.0, value, 0.0172, 0.006) - 1.0 == pytest.approx(share, rel=0.3, abs=0.0005)


def test_time_costs_one_and_a_quarter_per_cent_from_lahore() -> None:
    assert delivered_cost_factor(0.0, 49.0, 1e4, 0.0172, 0.006) - 1.0 == pytest.approx(0.012, abs=0.0005)


def test_at_the_gate_nothing_is_added() -> None:
    assert delivered_cost_factor(0.0, 0.0, 150.0, 0.045, 0.006) == 1.0


def test_columns_agree_with_single_numbers() -> None:
    km, hours = np.array([0.0, 100.0, 1300.0]), np.array([0.0, 4.0, 49.0])
    column = delivered_cost_factor(km, hours, 3000.0, 0.045, 0.006)
    assert column.tolist() == [
        delivered_cost_factor(k, h, 3000.0, 0.045, 0.006) for k, h in zip(km, hours, strict=True)
    ]


def test_delivered_cost_has_a_row_a_cell_and_a_column_a_specialty() -> None:
    cost = delivered_cost(PAKISTAN.map.travel(0), FREIGHT)
    assert set(cost) == {"tau_world", "tau_home", "tau_import"}
    for factor in cost.values():
        assert factor.shape == (len(PAKISTAN.map.grid), len(KINDS))
        assert (factor >= 1.0).all()
    assert (cost["tau_import"] >= cost["tau_world"]).all()


def test_roads_move_delivered_cost_by_a_few_tenths_of_a_per_cent() -> None:
    cell, kind = PAKISTAN.map.places[1].cell, KINDS.index("garments_knitwear")
    before, after = (delivered_cost(PAKISTAN.map.travel(q), FREIGHT)["tau_world"][cell, kind] for q in (0, 36))
    assert 0.001 < before - after < 0.006


def test_the_upgraded_railway_makes_imports_cheaper_and_nothing_dearer() -> None:
    road = delivered_cost(PAKISTAN.map.travel(80), FREIGHT)
    rail = delivered_cost(PAKISTAN.map.travel(80, (Upgrade("ML-1", 80.0, 12.0, 0.022),)), FREIGHT)
    cell = PAKISTAN.map.places[1].cell
    assert all((rail[name] <= road[name]).all() for name in road)
    assert (rail["tau_import"][cell] < road["tau_import"][cell]).all()


def test_goods_of_an_abstract_specialty_weigh_as_others_do() -> None:
    assert value_per_tonne(PAKISTAN.seeds, ("specialty 1",)) == value_per_tonne(PAKISTAN.seeds, ("other",))
