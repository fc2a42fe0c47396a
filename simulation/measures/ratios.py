"""Ratios that add up: a part over a whole, of places or of quarters taken together."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum, nan
from typing import NamedTuple

import numpy as np

from simulation.engine.table import Column


class Ratio(NamedTuple):
    """A part over a whole."""

    part: float
    whole: float

    @property
    def value(self) -> float:
        """The ratio; nan where there is no whole."""
        return self.part / self.whole if self.whole > 0.0 else nan


def pooled(ratios: Iterable[Ratio]) -> Ratio:
    """All parts over all wholes."""
    every = list(ratios)
    return Ratio(fsum(one.part for one in every), fsum(one.whole for one in every))


def of_columns(parts: Column, wholes: Column) -> Ratio:
    """A column's sum over another's."""
    return Ratio(fsum(parts.tolist()), fsum(wholes.tolist()))


def at_hand(cover: Column, due: Column) -> Column:
    """Cash before debt service of those who owe [in the unit of `due`], found from cover ratio and service due.

    0 for those to whom nothing is due, whose cover ratio (nan, infinite or 0) says nothing.
    """
    owing = np.isfinite(cover) & (due > 0.0)
    return np.where(owing, np.where(owing, cover, 0.0) * due, 0.0)


def cover(cover_of_each: Column, due: Column) -> Ratio:
    """The cover ratio of all who owe together: cash before debt service over service due."""
    owing = np.isfinite(cover_of_each) & (due > 0.0)
    return of_columns(at_hand(cover_of_each, due), due[owing])
