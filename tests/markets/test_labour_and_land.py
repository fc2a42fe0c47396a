"""Wages, people and land."""

from __future__ import annotations

import math

import pytest

from simulation.markets import labour, land


def test_a_place_as_tight_as_the_nation_pays_the_nations_wage():
    assert labour.wage_index.plain(1.0, 0.1) == 1.0
    assert labour.wage_index.plain(2.25, 0.1) == pytest.approx(2.0**0.1, rel=1e-13)
    assert labour.wage_index.plain(0.0, 0.1) == pytest.approx(0.2**0.1, rel=1e-13)


def test_people_rest_where_wages_are_equal_and_follow_higher_ones():
    assert labour.next_pool.plain(0.02, 0.02, 1.0, 0.05, 2.0) == pytest.approx(0.02, rel=1e-14)
    assert labour.next_pool.plain(0.02, 0.02, 1.1, 0.05, 2.0) == pytest.approx(0.02 * (1.0 + 0.05 * (1.1**2 - 1.0)))
    assert labour.next_pool.plain(0.02, 0.02, 0.9, 0.05, 2.0) < 0.02


def test_rent_rises_with_the_land_in_use():
    rents = [land.country_rent.plain(use, 0.0005, 1.0, 0.05, 1.5) for use in (0.3, 0.8, 1.0)]
    assert rents[1] == pytest.approx(0.05 * 0.0005, rel=1e-14)
    assert math.log(rents[2] / rents[1]) == pytest.approx(0.3, rel=1e-12)
    assert rents[0] < rents[1]


def test_a_place_without_land_is_full():
    assert land.land_use.plain(0.0, 0.0) == 1.0
    assert land.land_use.plain(3.0, 4.0) == 0.75


def test_land_is_converted_towards_the_firms_and_never_lost():
    assert land.next_plots.plain(10.0, 10.0, 0.25, 0.05) == pytest.approx(10.0 + 2.5 * 0.0125)
    assert land.next_plots.plain(10.0, 4.0, 0.25, 0.05) == 10.0
