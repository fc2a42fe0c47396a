"""Clusters: neighbouring cells full of makers of one product, named as China names its towns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.engine.compiling import compiled
from simulation.engine.table import Column, total_by
from simulation.measures.concentration import Makers, of_note, shares

MAKERS_PER_FIRM_LEAST = 0.5
"""A cluster needs half as many makers as the fewest firms it can have."""
EMPLOYMENT_SHARE_LEAST = 0.01
FIRMS_LEAST = 200.0
"""Fewest firms a cluster or a specialised cell can have (model.md section 6)."""


class OwnMakers(NamedTuple):
    """The makers of one specialty: how many, and their workers, by cell; their share of the nation's firms."""

    specialty: int
    makers: Column
    workers: Column
    nation: float


class Cluster(NamedTuple):
    """One cluster as found in one quarter."""

    specialty: int
    cells: Column
    core: int
    """The cell with most makers."""
    firms: int
    """Firms of all specialties in its cells."""
    makers: int
    """Firms of its own specialty."""
    workers: float
    """Workers of its makers."""
    employment_share: float
    """Its workers over the specialty's in the nation."""
    quotient: float
    """Location quotient of all its cells together."""


def contiguity(row: Column, column: Column, rows: int, columns: int, torus: bool) -> tuple[Column, Column]:
    """The eight neighbours of every cell as lists in CSR form: start [C + 1] and other [M], in order of the offsets."""
    place = np.full((rows, columns), -1, dtype=np.int64)
    place[row, column] = np.arange(row.size)
    offsets = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
    found = np.full((row.size, len(offsets)), -1, dtype=np.int64)
    for k, (i, j) in enumerate(offsets):
        north, east = row + i, column + j
        inside = (north >= 0) & (north < rows) & (east >= 0) & (east < columns) | torus
        found[inside, k] = place[north[inside] % rows, east[inside] % columns]
    listed = found >= 0
    return np.concatenate(([0], np.cumsum(listed.sum(axis=1)))), found[listed]


@compiled
def _label(member, start, other, out):  # type: ignore[no-untyped-def]
    parts = 0
    waiting = np.empty(member.size, dtype=np.int64)
    for first in range(member.size):
        if not member[first] or out[first] >= 0:
            continue
        waiting[0], left = first, 1
        out[first] = parts
        while left > 0:
            left -= 1
            here = waiting[left]
            for k in range(start[here], start[here + 1]):
                there = other[k]
                if member[there] and out[there] < 0:
                    out[there] = parts
                    waiting[left] = there
                    left += 1
        parts += 1
    return parts


def parts_of(member: Column, start: Column, other: Column) -> tuple[Column, int]:
    """Contiguous parts of the cells where `member` is true: number of each cell's part (-1 outside) and how many."""
    out = np.full(member.size, -1, dtype=np.int64)
    return out, int(_label(member, start, other, out))


def find(here: Makers, workers: Column, neighbours: tuple[Column, Column], products: Column) -> list[Cluster]:
    """All clusters of the specialties where `products` is true, by specialty and then by first cell.

    A cluster is a contiguous set of cells (eight neighbours) of note for the specialty (`concentration.of_note`: more
    makers than chance brings), together at least 200 firms, half that number of makers, and 1 % of the specialty's
    workers (model.md section 6). `workers` [C, S].
    """
    counts = here.firms
    firms = counts.sum(axis=1)
    occupied, every = np.flatnonzero(firms), counts.sum(axis=0)
    full, nation = of_note(here.at(occupied), every), shares(every)
    found: list[Cluster] = []
    for specialty in np.flatnonzero(products).tolist():
        member = np.zeros(firms.size, dtype=np.bool_)
        member[occupied] = full[:, specialty]
        part, _ = parts_of(member, *neighbours)
        own = OwnMakers(specialty, counts[:, specialty], workers[:, specialty], float(nation[specialty]))
        found += _clusters_of(own, part, firms, FIRMS_LEAST)
    return found


def _clusters_of(own: OwnMakers, part: Column, firms_of_cell: Column, least: float) -> list[Cluster]:
    inside = np.flatnonzero(part >= 0)
    which, parts = part[inside], int(part.max()) + 1
    firms, makers, crew = (total_by(which, of[inside], parts) for of in (firms_of_cell, own.makers, own.workers))
    share = crew / max(float(own.workers.sum()), 1e-300)
    good = (firms >= least) & (makers >= MAKERS_PER_FIRM_LEAST * least) & (share >= EMPLOYMENT_SHARE_LEAST)
    clusters = []
    for number in np.flatnonzero(good):
        cells = inside[which == number]
        clusters.append(
            Cluster(
                specialty=own.specialty,
                cells=cells,
                core=int(cells[np.argmax(own.makers[cells])]),
                firms=int(firms[number]),
                makers=int(makers[number]),
                workers=float(crew[number]),
                employment_share=float(share[number]),
                quotient=float(makers[number] / firms[number] / own.nation),
            )
        )
    return clusters


def title(place: str, mark: str) -> str:
    """A cluster's name as China gives it, from the mark of its specialty: "Datang, socks city"."""
    return f"{place}, {mark} city"


def key(place: str, specialty: str) -> str:
    """A cluster's key, the same in every scenario where it forms: `datang-home_textiles`."""
    return f"{'_'.join(place.lower().split())}-{specialty}"
