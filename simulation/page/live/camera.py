"""The camera: a frame a quarter of a running economy, through the observer that runs are recorded with."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import numpy as np

from simulation.economy import Economy, Given
from simulation.measures import arrow, rolls
from simulation.measures.declaring import Row
from simulation.measures.observing import Looked, Observed, Observer
from simulation.page.frames import YEARLY, CellMark, Frame, framed, marked
from simulation.units import quarter_name


class Camera:
    """Takes a frame a quarter of a running economy; names are looked for once a year, in its last quarter."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.observer = Observer(given)
        self.looked = Looked({}, {}, [])

    def take(self, now: Economy) -> Frame:
        """The frame of this quarter; to be asked for every quarter from the first on."""
        seen = self.observer.see(now)
        if self.observer.looks(now):
            self.looked = self.observer.look(seen)
        nation = dict.fromkeys(YEARLY, nan) | seen.nation | self.looked.nation
        clusters, zones = self._as_large_as_now(seen), list(arrow.rows(seen.zones))
        return framed(quarter_name(now.quarter), nation, self._cells(seen), clusters, zones, seen.loans)

    def _cells(self, seen: Observed) -> tuple[CellMark, ...]:
        occupied = rolls.occupied(seen.places, seen.now.quarter)
        specialty = np.array(self.given.specialties.names, dtype=object)[occupied["specialty"]]
        return marked(occupied["cell"], specialty, occupied["firms"], occupied["workers"])

    def _as_large_as_now(self, seen: Observed) -> Iterator[Row]:
        """The clusters of the last look with the workers and makers that their cells have this quarter."""
        lives = {life.key: life for life in self.observer.lives}
        for row in self.looked.clusters:
            life = lives[row["cluster"]]
            at = life.now.cells, life.specialty
            yield row | {"workers": float(seen.places.workers[at].sum()), "makers": int(seen.places.counts[at].sum())}
