from __future__ import annotations

import numpy as np
import pytest

from simulation.country.finding import country_of
from simulation.geography.maps import plain

PAKISTAN = country_of("pakistan")


def test_sites_are_cells_then_zones() -> None:
    land = PAKISTAN.map
    cells, zones = len(land.grid), len(land.zones)
    assert land.cell_of_site.shape == land.zone_of_site.shape == (cells + zones,)
    assert land.cell_of_site[:cells].tolist() == list(range(cells))
    assert land.cell_of_site[cells:].tolist() == land.zones.cell.tolist()
    assert (land.zone_of_site[:cells] == -1).all()
    assert land.zone_of_site[cells:].tolist() == list(range(zones))


@pytest.mark.parametrize("name", ["pakistan", "plain"])
def test_blocks_hold_every_site_once_and_no_more_than_ten_by_ten_cells(name: str) -> None:
    land = PAKISTAN.map if name == "pakistan" else plain(PAKISTAN.seeds, 23, 31, 4)
    assert sorted(land.block_sites.tolist()) == list(range(land.cell_of_site.size))
    assert land.block_start[0] == 0
    assert land.block_start[-1] == land.block_sites.size
    assert (np.diff(land.block_start) > 0).all()
    for block in range(land.block_start.size - 1):
        cells = land.cell_of_site[land.block_sites[land.block_start[block] : land.block_start[block + 1]]]
        assert np.ptp(land.grid.row[cells]) < 10
        assert np.ptp(land.grid.column[cells]) < 10


@pytest.mark.parametrize("town", ["Karachi", "Lahore", "Sialkot", "Faisalabad", "Gujrat", "Quetta"])
def test_a_town_gives_its_cell_its_name(town: str) -> None:
    place = next(place for place in PAKISTAN.map.places if place.name == town)
    assert PAKISTAN.map.place_name(place.cell) == town


def test_an_empty_cell_is_named_after_the_nearest_town() -> None:
    land = PAKISTAN.map
    far = int(np.argmin(land.people))
    assert land.place_name(far) in {place.name for place in land.places}


def test_places_are_376_largest_first() -> None:
    people = [place.people for place in PAKISTAN.map.places]
    assert len(people) == 376
    assert people == sorted(people, reverse=True)


def test_the_plain_is_a_torus_with_towns_by_rank() -> None:
    land = plain(PAKISTAN.seeds, 40, 40, 20, seed=3)
    assert land.grid.torus
    assert land.town_people.sum() == pytest.approx(0.7 * land.people.sum())
    sizes = np.array([place.people for place in land.places])
    assert np.log(sizes[9] / sizes[0]) / np.log(10.0) == pytest.approx(-0.8)
    assert len({place.cell for place in land.places}) == 20
    country = np.sort(land.people - land.town_people)
    assert country[0] == pytest.approx(country[-1])


def test_towns_of_the_plain_keep_apart() -> None:
    land = plain(PAKISTAN.seeds, 40, 40, 20)
    cells = np.array([place.cell for place in land.places])
    away = land.grid.distance_km(cells[:, None], cells[None, :]) + 1e9 * np.eye(20)
    assert away.min() >= 40.0


def test_the_seed_moves_the_towns_of_the_plain_and_nothing_else_does() -> None:
    first, again, other = (plain(PAKISTAN.seeds, 20, 20, 5, seed) for seed in (1, 1, 2))
    assert [p.cell for p in first.places] == [p.cell for p in again.places]
    assert [p.cell for p in first.places] != [p.cell for p in other.places]


def test_a_plain_without_towns_is_even() -> None:
    land = plain(PAKISTAN.seeds, 8, 8, 0)
    assert land.places == ()
    assert (land.people == land.people[0]).all()
    assert land.place_name(9) == "cell 1-1"
    assert np.isfinite(land.travel(0).hours_to_market).all()


def test_more_towns_than_cells_are_refused() -> None:
    with pytest.raises(ValueError, match="ask for at most 9"):
        plain(PAKISTAN.seeds, 3, 3, 10)
