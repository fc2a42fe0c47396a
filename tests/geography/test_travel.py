from __future__ import annotations

import numpy as np
import pytest

from simulation.country.finding import country_of
from simulation.geography.maps import plain
from simulation.geography.transport import Upgrade
from simulation.units import quarter_index

PAKISTAN = country_of("pakistan")

IN_2015, IN_2024, IN_2031 = (quarter_index(year) for year in ("2015", "2024", "2031"))


def mean_over_townspeople(hours: np.ndarray) -> float:
    weight = PAKISTAN.map.town_people
    return float((hours * weight).sum() / weight.sum())


def test_the_way_to_the_sea_shortens_with_the_motorways() -> None:
    """Over workers the reference build has 36.0, 28.1 and 24.7 hours; townspeople live nearer to Karachi."""
    found = [mean_over_townspeople(PAKISTAN.map.travel(q).hours_to_port) for q in (IN_2015, IN_2024, IN_2031)]
    assert found == pytest.approx([36.0, 28.1, 24.7], rel=0.1)
    assert found[0] / found[1] == pytest.approx(36.0 / 28.1, rel=0.05)


def test_travel_is_solved_once_for_each_set_of_open_roads() -> None:
    land = PAKISTAN.map
    assert land.travel(IN_2024) is land.travel(IN_2024 + 1)
    assert land.travel(IN_2024) is not land.travel(IN_2015)


def test_the_railway_gains_time_only_with_quick_terminals() -> None:
    land = PAKISTAN.map
    lorry = land.travel(IN_2024)
    assert np.isinf(lorry.rail_hours_to_port).all()
    slow = land.travel(IN_2024, (Upgrade("ML-1"),))
    quick = land.travel(IN_2024, (Upgrade("ML-1", 80.0, 12.0, 0.022),))
    gains = {
        name: mean_over_townspeople(np.maximum(0.0, lorry.hours_to_port - found.rail_hours_to_port))
        for name, found in (("slow", slow), ("quick", quick))
    }
    assert gains["slow"] < 0.2
    assert gains["quick"] > 4.0
    assert quick.rail_rate == 0.022


def test_every_cell_reaches_a_port_and_a_market() -> None:
    found = PAKISTAN.map.travel(IN_2015)
    for column in (found.hours_to_port, found.km_to_port, found.hours_to_market, found.km_to_market):
        assert column.shape == (len(PAKISTAN.map.grid),)
        assert np.isfinite(column).all()
        assert (column >= 0.0).all()


def test_hours_between_places_are_symmetric_and_keep_neighbours_close() -> None:
    land = PAKISTAN.map
    asked = ("Karachi", "Gujranwala", "Sialkot", "Wazirabad")
    cells = np.array([next(place.cell for place in land.places if place.name == name) for name in asked])
    hours = land.hours_between(cells, IN_2024)
    assert np.allclose(hours, hours.T, atol=1e-9)
    assert (np.diag(hours) == 0.0).all()
    assert hours[1:, 1:].max() < 3.0
    assert hours[0, 1:].min() > 30.0


def test_on_a_plain_the_way_is_straight() -> None:
    land = plain(PAKISTAN.seeds, 20, 20, 5)
    found = land.travel(0)
    assert found is land.travel(100, (Upgrade("ML-1"),))
    assert found.km_to_port[0] == 0.0
    assert found.km_to_port[1] == pytest.approx(13.0)
    assert land.hours_between(np.array([0, 1]), 0)[0, 1] == pytest.approx(13.0 * 1.8 / 45.0)
