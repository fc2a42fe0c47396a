from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.country.finding import country_of
from simulation.geography.grid import torus_grid
from simulation.geography.kernel import neighbours

PAKISTAN = country_of("pakistan")


def test_neighbours_are_all_cells_within_the_cut_in_order() -> None:
    land = PAKISTAN.map
    links = land.neighbours
    rng = np.random.default_rng(1)
    for cell in rng.choice(len(land.grid), 25, replace=False).tolist():
        away = land.grid.distance_km(np.arange(len(land.grid)), cell)
        wanted = np.flatnonzero(away <= 60.0)
        found = links.other[links.start[cell] : links.start[cell + 1]]
        assert found.tolist() == wanted.tolist()
        km = np.where(wanted == cell, 5.2, away[wanted])
        assert links.distance_km[links.start[cell] : links.start[cell + 1]].tolist() == km.tolist()


def test_every_cell_of_a_torus_has_equal_neighbours() -> None:
    links = neighbours(torus_grid(20, 30), 60.0)
    sizes = np.diff(links.start)
    assert set(sizes.tolist()) == {113}  # points of the square lattice within six steps
    ordered = np.sort(links.distance_km.reshape(600, 113), axis=1)
    assert (ordered == ordered[0]).all()


@pytest.mark.parametrize(("rows", "columns"), [(3, 3), (4, 5), (12, 13), (8, 1)])
def test_a_small_torus_counts_no_cell_twice(rows: int, columns: int) -> None:
    grid = torus_grid(rows, columns)
    links = neighbours(grid, 60.0)
    for cell in range(len(grid)):
        found = links.other[links.start[cell] : links.start[cell + 1]]
        assert len(set(found.tolist())) == found.size
        away = grid.distance_km(np.arange(len(grid)), cell)
        assert found.tolist() == np.flatnonzero(away <= 60.0).tolist()


def test_reach_fades_with_distance() -> None:
    links = neighbours(torus_grid(20, 20), 60.0)
    weights = links.weights(15.0)
    one = np.zeros(400)
    one[0] = 1.0
    reach = links.smoothed(weights, one)
    assert reach[0] == pytest.approx(math.exp(-5.2 / 15.0), rel=1e-15)
    assert reach[1] == pytest.approx(math.exp(-10.0 / 15.0), rel=1e-15)
    assert reach[10] == 0.0
    assert links.smoothed(weights, np.ones(400)).std() < 1e-12
