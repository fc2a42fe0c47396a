"""Frames: what the page shows of one quarter, taken from a running economy or from a kept run alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum, nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulation.engine.table import Column
from simulation.measures import arrow
from simulation.measures.declaring import Row
from simulation.measures.ratios import cover
from simulation.measures.schema_agents import SHEETS

if TYPE_CHECKING:
    from simulation.keeping.results import Kept
    from simulation.run import Run

WORKERS_LEAST = 20.0
"""Cells with fewer workers are not marked."""
CELLS_MOST = 600
"""The largest cells that are marked: a map with more says no more."""
OWN_PRODUCT_LEAST = 0.4
"""A cell takes its largest specialty's colour from this share of its firms on, else that of everything else."""
MIXED = "other"
"""Specialty of a cell without a product of its own."""


class CellMark(NamedTuple):
    """One marked cell."""

    cell: int
    specialty: str
    """Key of the product, MIXED where none has 40 % of the firms."""
    workers: float
    """Of all its firms, the nation's count."""
    firms: float


class Named(NamedTuple):
    """A cluster that carries a name."""

    key: str
    name: str
    place: str
    specialty: str
    cell: int
    workers: float
    makers: float
    status: str
    super_cluster: str


class ZoneNow(NamedTuple):
    """One zone or estate; money in million USD of 2020, the quarter's; nan where there is none."""

    zone: str
    workers: float
    firms: float
    quality: float
    cover: float
    arrears: float
    due: float
    upkeep_share: float
    """Upkeep paid over needed."""
    let_share: float
    open: bool


class LoanNow(NamedTuple):
    """One loan that still moves; million USD of 2020."""

    loan: str
    borrower: str
    lender: str
    due: float
    paid: float
    arrears: float
    balance: float
    workout: str


YEARLY = tuple(measure.name for measure in SHEETS["nation"].measures if measure.looked_at_yearly)
"""Columns of `nation` that are looked at once a year; between, the last look stands."""


class Frame(NamedTuple):
    """What one quarter shows of the nation."""

    quarter: str
    nation: dict[str, float]
    """The numbers of the table `nation` by column, and the cover ratio of all zones: whatever may be drawn."""
    cells: tuple[CellMark, ...]
    """Largest first."""
    named: tuple[Named, ...]
    """Largest first."""
    zones: tuple[ZoneNow, ...]
    loans: tuple[LoanNow, ...]


def of_run(run: Run | Kept) -> list[Frame]:
    """The frames of a kept run from its tables; cells and names change once a year there."""
    tables = run.tables
    by = {name: _by_quarter(tables[name].to_pylist()) for name in ("nation", "clusters", "zones", "loans")}
    cells: dict[str, list[Row]] = _by_quarter(tables["cells"].to_pylist())
    frames: list[Frame] = []
    marks: tuple[CellMark, ...] = ()
    book: list[Row] = []
    looked: Row = {}
    for quarter, (row, *_) in by["nation"].items():
        if quarter in cells:
            columns = arrow.stacked(cells[quarter])
            marks = marked(columns["cell"], columns["specialty"], columns["firms"], columns["workers"])
            book = by["clusters"].get(quarter, [])
            looked = {key: row.get(key, nan) for key in YEARLY}
        frames.append(
            framed(quarter, row | looked, marks, book, by["zones"].get(quarter, []), by["loans"].get(quarter, []))
        )
    return frames


def _by_quarter(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["quarter"], []).append(row)
    return found


def framed(
    quarter: str, nation: Row, cells: tuple[CellMark, ...], clusters: Iterable[Row], zones: Sequence[Row],
    loans: Iterable[Row],
) -> Frame:  # fmt: skip
    """A frame from rows as the tables of results have them."""
    places = tuple(zone_now(row) for row in zones)
    owed = tuple(loan_now(row) for row in loans)
    named = tuple(sorted((named_of(row) for row in clusters), key=lambda each: (-each.workers, each.key)))
    numbers = {name: float(value) for name, value in nation.items() if name != "quarter"}
    return Frame(quarter, numbers | {COVER: cover_of(places)}, cells, named, places, owed)


COVER = "cover_ratio"
"""Of all zones together: a measure of the overview."""


def cover_of(zones: Sequence[ZoneNow]) -> float:
    """Cash before debt service over service due of all zones that owe in the quarter; nan while none does."""
    return cover(np.array([zone.cover for zone in zones]), np.array([zone.due for zone in zones])).value


def zone_workers(frame: Frame) -> float:
    """Workers of all zones and estates together."""
    return fsum(zone.workers for zone in frame.zones)


def marked(cell: Column, specialty: Column, firms: Column, workers: Column) -> tuple[CellMark, ...]:
    """The marks of cells from firms and workers by cell and specialty."""
    cells, at = np.unique(np.asarray(cell), return_inverse=True)
    made, kinds = np.unique(np.asarray(specialty, dtype=str), return_inverse=True)
    counts = np.zeros((cells.size, max(made.size, 1)))
    np.add.at(counts, (at, kinds), np.asarray(firms, dtype=float))
    crew = np.bincount(at, weights=np.asarray(workers, dtype=float), minlength=cells.size)
    most, every = counts.argmax(axis=1), counts.sum(axis=1)
    order = np.lexsort((cells, -crew))[:CELLS_MOST]
    return tuple(
        CellMark(
            int(cells[n]),
            str(made[most[n]]) if counts[n, most[n]] >= OWN_PRODUCT_LEAST * every[n] else MIXED,
            float(crew[n]),
            float(every[n]),
        )
        for n in order
        if crew[n] >= WORKERS_LEAST
    )


def named_of(row: Row) -> Named:
    """A cluster from its row of `clusters`."""
    return Named(
        row["cluster"], row["name"], row["place"], row["specialty"], int(row["core_cell"]), float(row["workers"]),
        float(row["makers"]), row["status"], row["super_cluster"],
    )  # fmt: skip


def zone_now(row: Row) -> ZoneNow:
    """A zone from its row of `zones`."""
    return ZoneNow(
        str(row["zone"]), float(row["workers"]), float(row["firms"]), float(row["quality"]),
        float(row["cover_ratio"]), float(row["arrears_usd_mn"]), float(row["debt_service_due_usd_mn"]),
        _share(row["upkeep_usd_mn"], row["upkeep_needed_usd_mn"]), _share(row["let_ha"], row["serviced_ha"]),
        bool(row["open"]),
    )  # fmt: skip


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole > 0.0 else nan


def loan_now(row: Row) -> LoanNow:
    """A loan from its row of `loans`."""
    return LoanNow(
        row["loan"], row["borrower"], row["lender"], float(row["contractual_usd_mn"]), float(row["paid_usd_mn"]),
        float(row["arrears_usd_mn"]), float(row["balance_usd_mn"]), str(row["workout"]),
    )  # fmt: skip
