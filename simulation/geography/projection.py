"""From degrees to kilometres and back: Lambert's azimuthal equal-area projection on the WGS84 ellipsoid.

Sines lay the outline and the towns onto the grid and nothing else; they are rounded to a millimetre.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

Column = np.ndarray[Any, np.dtype[Any]]

AXIS_KM, FLATTENING = 6378.137, 1.0 / 298.257223563
"""WGS84 ellipsoid."""
ECCENTRICITY_2 = FLATTENING * (2.0 - FLATTENING)


class Projection(NamedTuple):
    """The projection around a centre [degrees], where nothing is stretched."""

    longitude: float
    latitude: float

    def _frame(self) -> tuple[float, float, float]:
        """Authalic latitude of the centre [radians], sphere's radius [km], stretch D of the map (Snyder eq. 24-20)."""
        centre = np.radians(np.array(self.latitude))
        beta = float(_authalic(centre))
        radius = AXIS_KM * float(np.sqrt(_q(np.array(np.pi / 2.0)) / 2.0))
        m = float(np.cos(centre) / np.sqrt(1.0 - ECCENTRICITY_2 * np.sin(centre) ** 2))
        return beta, radius, AXIS_KM * m / (radius * float(np.cos(beta)))

    def project(self, longitude: Column, latitude: Column) -> tuple[Column, Column]:
        """Kilometres east and north of the centre from degrees (Snyder 1987, ch. 24)."""
        centre, radius, stretch = self._frame()
        beta, turn = _authalic(np.radians(latitude)), np.radians(longitude - self.longitude)
        east = np.cos(beta) * np.sin(turn)
        north = np.cos(centre) * np.sin(beta) - np.sin(centre) * np.cos(beta) * np.cos(turn)
        depth = 1.0 + np.sin(centre) * np.sin(beta) + np.cos(centre) * np.cos(beta) * np.cos(turn)
        b = radius * np.sqrt(2.0 / depth)
        return np.round(b * stretch * east, 6), np.round(b / stretch * north, 6)

    def unproject(self, x_km: Column, y_km: Column) -> tuple[Column, Column]:
        """Degrees of longitude and latitude from kilometres east and north: the inverse of `project`."""
        centre, radius, stretch = self._frame()
        x, y = x_km / stretch, stretch * y_km
        rho = np.maximum(np.hypot(x, y), 1e-9)
        angle = 2.0 * np.arcsin(rho / (2.0 * radius))
        beta = np.arcsin(np.cos(angle) * np.sin(centre) + y * np.sin(angle) * np.cos(centre) / rho)
        turn = np.arctan2(x * np.sin(angle), rho * np.cos(centre) * np.cos(angle) - y * np.sin(centre) * np.sin(angle))
        return np.round(self.longitude + np.degrees(turn), 6), np.round(np.degrees(_geodetic(beta)), 6)


def _authalic(latitude: Column) -> Column:
    """Latitude on the sphere of equal area [radians], from geodetic latitude [radians] (Snyder 1987, eq. 3-11)."""
    return np.asarray(np.arcsin(_q(latitude) / _q(np.array(np.pi / 2.0))))


def _q(latitude: Column) -> Column:
    """Snyder 1987, eq. 3-12."""
    s, e = np.sin(latitude), np.sqrt(ECCENTRICITY_2)
    return np.asarray((1.0 - ECCENTRICITY_2) * (s / (1.0 - ECCENTRICITY_2 * s * s) + np.arctanh(e * s) / e))


def _geodetic(beta: Column) -> Column:
    """Geodetic latitude [radians] from authalic latitude [radians], to 1e-9 (Snyder eq. 3-18)."""
    e2, e4, e6 = ECCENTRICITY_2, ECCENTRICITY_2**2, ECCENTRICITY_2**3
    two = (e2 / 3.0 + 31.0 * e4 / 180.0 + 517.0 * e6 / 5040.0) * np.sin(2.0 * beta)
    four = (23.0 * e4 / 360.0 + 251.0 * e6 / 3780.0) * np.sin(4.0 * beta)
    return np.asarray(beta + two + four + (761.0 * e6 / 45360.0) * np.sin(6.0 * beta))
