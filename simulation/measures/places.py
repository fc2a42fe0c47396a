"""Places as measures need them: distances on the map, what lies near a point, and the cells of every firm."""

from __future__ import annotations

import numpy as np

from simulation.engine.table import Column
from simulation.geography.grid import Grid
from simulation.geography.maps import Map

ZONE_REACH_KM = 35.0
TOWN_REACH_KM = 25.0
"""Chinese twin towns lie within 25 km of each other: a town is what lies around its centre."""
TOWNS_LOOKED_AT = 40


def distance_km(grid: Grid, one: Column, other: Column) -> Column:
    """Distance between cells as the crow flies [km], the short way round on a torus."""
    across, along = grid.x_km[one] - grid.x_km[other], grid.y_km[one] - grid.y_km[other]
    if grid.torus:
        width, height = grid.columns * grid.cell_km, grid.rows * grid.cell_km
        across = np.minimum(np.abs(across), width - np.abs(across))
        along = np.minimum(np.abs(along), height - np.abs(along))
    return np.sqrt(across * across + along * along)


class Around:
    """The cells within a distance of each of some centres, for sums that are asked again and again."""

    def __init__(self, grid: Grid, centres: Column, reach_km: float) -> None:
        every = np.arange(grid.x_km.size)
        near = [np.flatnonzero(distance_km(grid, every, centre) <= reach_km) for centre in centres]
        self.cells = np.concatenate([*near, np.zeros(0, dtype=np.int64)]).astype(np.int64)
        self.owner = np.repeat(np.arange(len(near)), [part.size for part in near])
        self.centres = len(near)

    def total(self, by_cell: Column) -> Column:
        """Sum of an amount by cell around each centre."""
        return np.bincount(self.owner, weights=by_cell[self.cells], minlength=self.centres)


def place_of(the_map: Map, cell: int) -> str:
    """Name of the town a cell belongs to."""
    return str(the_map.place_name(cell))
