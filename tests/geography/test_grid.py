from __future__ import annotations

import numpy as np
import pytest

from simulation.country.finding import country_of
from simulation.geography.grid import Grid, land_grid, torus_grid

PAKISTAN = country_of("pakistan")
project, unproject = PAKISTAN.projection.project, PAKISTAN.projection.unproject


@pytest.fixture(scope="module")
def pakistan_grid() -> Grid:
    return land_grid(PAKISTAN.seeds.polygons("outline"), PAKISTAN.projection)


def test_pakistan_has_8732_cells_of_land(pakistan_grid: Grid) -> None:
    assert len(pakistan_grid) == 8732
    assert (pakistan_grid.rows, pakistan_grid.columns) == (150, 153)


def test_the_projection_keeps_areas() -> None:
    """One degree square at 30 N: the ellipsoid has 10,706 km2 there (closed form of the zone's area)."""
    edge = np.linspace(0.0, 1.0, 401)
    longitude = 69.0 + np.concatenate((edge, np.ones(401), edge[::-1], np.zeros(401)))
    latitude = 30.0 + np.concatenate((np.zeros(401), edge, np.ones(401), edge[::-1]))
    x, y = project(longitude, latitude)
    area = abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2.0
    assert area == pytest.approx(_zone_area(30.0, 31.0) / 360.0, rel=1e-6)


def _zone_area(south: float, north: float) -> float:
    """Area of the WGS84 ellipsoid between two parallels [km2], by summing thin strips."""
    a, e2 = 6378.137, 0.00669437999014
    edges = np.radians(np.linspace(south, north, 20001))
    middle = (edges[1:] + edges[:-1]) / 2.0
    strip = a * a * (1.0 - e2) * np.cos(middle) / (1.0 - e2 * np.sin(middle) ** 2) ** 2
    return float(2.0 * np.pi * np.sum(strip * np.diff(edges)))


def test_degrees_come_back(pakistan_grid: Grid) -> None:
    x, y = project(pakistan_grid.longitude, pakistan_grid.latitude)
    assert np.abs(x - pakistan_grid.x_km).max() < 1e-3
    assert np.abs(y - pakistan_grid.y_km).max() < 1e-3
    assert [round(float(v[0]), 6) for v in unproject(np.zeros(1), np.zeros(1))] == [69.5, 30.5]


def test_places_by_the_sea_and_on_the_border_take_the_nearest_land(pakistan_grid: Grid) -> None:
    for longitude, latitude in ((62.335, 25.112), (75.4, 36.83), (74.545, 31.6)):
        cell = pakistan_grid.at(longitude, latitude)
        x, y = project(np.array([longitude]), np.array([latitude]))
        away = np.hypot(pakistan_grid.x_km[cell] - x[0], pakistan_grid.y_km[cell] - y[0])
        assert away < 10.0


def test_a_torus_has_no_edge() -> None:
    grid = torus_grid(6, 10)
    assert float(grid.distance_km(0, 9)) == 10.0
    assert float(grid.distance_km(0, 50)) == 10.0
    assert float(grid.distance_km(0, 5)) == 50.0


def test_no_degrees_lead_to_a_cell_of_a_torus() -> None:
    with pytest.raises(ValueError, match="nowhere on the earth"):
        torus_grid(6, 10).at(69.0, 30.0)


def test_a_map_without_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        torus_grid(0, 5)
