"""Lives of clusters: the same cluster from year to year, and whether it emerges, grows, is mature or declines."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from simulation.country.country import Specialty
from simulation.engine.table import Column
from simulation.measures.clusters import Cluster, key, title
from simulation.measures.growth import annual_rate

YEAR = 4
REMEMBERED_QUARTERS = 20
"""A cluster that falls below the thresholds may come back within five years and is still the same one."""
YOUNG_QUARTERS = 20
OUTGROWN = 1.5
"""A cluster takes the name of another place when its core there has half as many makers again as the old core."""
GROWING_PER_YEAR = 0.06
"""Chinese towns grow 10-40 % a year in and after take-off, 0-6 % once saturated (pattern 2)."""
DECLINING_PER_YEAR = -0.02
Naming = Callable[[Cluster], tuple[str, str]]
"""Place and title of a cluster."""


@dataclasses.dataclass(frozen=True)
class Life:
    """A cluster through time."""

    key: str
    name: str
    place: str
    """Town that names it; follows its core when another cell has clearly more makers."""
    named_at: int
    """Cell of its core when it got its name."""
    specialty: int
    born: int
    """Quarter in which it was first seen; one seen at the first look was there before."""
    founding: bool
    """There at the first look, so its youth was not seen."""
    seen: int
    now: Cluster
    makers: tuple[tuple[int, int], ...]
    """(quarter, makers) of the last five years of looks."""


def overlaps(lives: Sequence[Life], found: Sequence[Cluster], makers: Column) -> Iterator[tuple[int, int, int]]:
    """Makers that a remembered cluster and a found one of its specialty share now, and the numbers of both."""
    owner = np.full(makers.shape, -1, dtype=np.int64)
    for new, cluster in enumerate(found):
        owner[cluster.cells, cluster.specialty] = new
    for old, life in enumerate(lives):
        own = owner[life.now.cells, life.specialty]
        for new in sorted({*own.tolist()} - {-1}):
            yield int(makers[life.now.cells[own == new], life.specialty].sum()), old, new


def matched(lives: Sequence[Life], found: Sequence[Cluster], makers: Column) -> dict[int, int]:
    """Which remembered cluster (value) each found one (key) is: largest overlap first, each life once."""
    pairs = [(-shared, old, new) for shared, old, new in overlaps(lives, found, makers) if shared > 0]
    taken: dict[int, int] = {}
    for _, old, new in sorted(pairs):
        if new not in taken and old not in taken.values():
            taken[new] = old
    return taken


def lived_on(life: Life, cluster: Cluster, quarter: int, makers: Column, name: Naming) -> Life:
    """The same cluster as seen now, renamed (its key stays) once its core has outgrown the cell that named it."""
    if makers[cluster.core, life.specialty] > OUTGROWN * makers[life.named_at, life.specialty]:
        place, words = name(cluster)
        life = dataclasses.replace(life, place=place, name=words, named_at=cluster.core)
    recent = tuple(entry for entry in life.makers if quarter - entry[0] <= YOUNG_QUARTERS)
    return dataclasses.replace(life, seen=quarter, now=cluster, makers=(*recent, (quarter, cluster.makers)))


def follow(
    lives: Sequence[Life],
    found: Sequence[Cluster],
    makers: Column,
    quarter: int,
    place_name: Callable[[int], str],
    specialties: Sequence[Specialty],
) -> list[Life]:
    """Remembered clusters after one more look, those out of sight within five years included; `makers` [C, S] firms."""
    lives = [life for life in lives if quarter - life.seen <= REMEMBERED_QUARTERS]
    same = matched(lives, found, makers)

    def name(cluster: Cluster) -> tuple[str, str]:
        place = place_name(cluster.core)
        return place, title(place, specialties[cluster.specialty].mark)

    now = [lived_on(lives[old], found[new], quarter, makers, name) for new, old in sorted(same.items())]
    hidden = [life for old, life in enumerate(lives) if old not in same.values()]
    taken = {life.key for life in (*now, *hidden)}
    for new, cluster in enumerate(found):
        if new not in same:
            place, words = name(cluster)
            names = _keys(key(place, specialties[cluster.specialty].key), len(taken))
            own = next(each for each in names if each not in taken)
            seen = ((quarter, cluster.makers),)
            born = Life(own, words, place, cluster.core, cluster.specialty, quarter, not lives, quarter, cluster, seen)
            taken.add(born.key)
            now.append(born)
    return [*now, *hidden]


def _keys(plain: str, taken: int) -> list[str]:
    """Keys to try: the plain one, then numbered ones."""
    return [plain, *(f"{plain}-{number}" for number in range(2, taken + 3))]


def growth_per_year(life: Life) -> float:
    """Growth of its makers a year over the last five years of looks (or since it is known); nan at the first look."""
    (first, was), (last, now) = life.makers[0], life.makers[-1]
    return annual_rate(was, now, (last - first) / YEAR)


def status(life: Life) -> str:
    """Emerging (seen less than five years), growing (above 6 % a year), declining (below -2 %), else mature."""
    if not life.founding and life.seen - life.born < YOUNG_QUARTERS:
        return "emerging"
    rate = growth_per_year(life)
    if rate > GROWING_PER_YEAR:
        return "growing"
    return "declining" if rate < DECLINING_PER_YEAR else "mature"
