from __future__ import annotations

import numpy as np
import pytest

from simulation.country.finding import country_of

PAKISTAN = country_of("pakistan")


def test_all_people_of_2015_are_on_the_map() -> None:
    assert PAKISTAN.map.people.sum() == pytest.approx(217.3e6, rel=1e-3)
    assert PAKISTAN.map.town_people.sum() == pytest.approx(72.3e6, rel=2e-3)


def test_half_of_all_people_live_in_some_five_hundred_cells() -> None:
    largest = np.cumsum(np.sort(PAKISTAN.map.people)[::-1])
    assert 495 <= np.searchsorted(largest, largest[-1] / 2.0) + 1 <= 515


@pytest.mark.parametrize(
    ("province", "density"), [("Punjab", 348), ("Khyber Pakhtunkhwa", 315), ("Sindh", 173), ("Balochistan", 29)]
)
def test_the_country_is_as_dense_as_the_reference_build(province: str, density: float) -> None:
    land = PAKISTAN.map
    here = land.province == land.provinces.index(province)
    assert (land.people - land.town_people)[here].mean() / 100.0 == pytest.approx(density, rel=0.02)


def test_country_people_keep_below_the_cap() -> None:
    land = PAKISTAN.map
    assert (land.people - land.town_people).max() <= 120_000.0 * (1.0 + 1e-9)
    assert (land.people - land.town_people).min() > 0.0


def test_a_large_city_spreads_over_its_nearest_cells() -> None:
    land = PAKISTAN.map
    karachi = land.places[0]
    near = land.grid.distance_km(np.arange(len(land.grid)), karachi.cell) < 45.0
    assert land.town_people.max() < 1.4e6  # 1.2 mn of the city and small towns of the same cell
    listed = PAKISTAN.seeds.number("places", "karachi", "population_2015")
    assert land.town_people[near].sum() == pytest.approx(listed, rel=0.03)
