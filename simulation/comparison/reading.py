"""From the tables of a finished ensemble to one matrix [seeds, quarters] a scenario and measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from simulation.ensemble import store
from simulation.keeping import manifest
from simulation.keeping.manifest import Told
from simulation.keeping.provenance import made_by

Column = np.ndarray[Any, np.dtype[Any]]
KEYS = ("scenario", "point", "replicate", "seed", "quarter")
BY_PART = {"zones": "zone", "specialties": "specialty"}
"""Tables of which each zone or specialty is compared, with the column that names it."""
PARTS_MEASURED = ("firms", "workers", "value_added_usd_mn", "exports_usd_mn")


@dataclass(frozen=True)
class Finished:
    """A finished ensemble: labels of its scenarios and points in the order asked, replicates, quarters."""

    folder: Path
    about: Mapping[str, Any]
    labels: tuple[str, ...]
    titles: Mapping[str, str]
    runs: pa.Table
    quarters: tuple[str, ...]
    """Those that all scenarios have."""

    @cached_property
    def replicates(self) -> tuple[int, ...]:
        """Replicates in order."""
        return tuple(sorted(set(self.runs.column("replicate").to_pylist())))

    @cached_property
    def _row(self) -> dict[tuple[str, int], int]:
        points = pq.read_table(self.folder / "points.parquet", columns=["scenario", "point", "label"]).to_pylist()
        return {(row["scenario"], row["point"]): self.labels.index(row["label"]) for row in points}

    def failures(self) -> list[dict[str, Any]]:
        """Runs that failed: scenario, point, seed and message."""
        return [row for row in self.runs.to_pylist() if row["state"] == "failed"]

    def kept(self) -> int:
        """Runs that are kept."""
        return sum(1 for state in self.runs.column("state").to_pylist() if state == "kept")

    def measures(self) -> Iterator[tuple[str, Column]]:
        """Every measure by name, [labels, replicates, quarters], nan where a run does not tell it."""
        yield from self._of("nation", [c for c in self.numbers("nation") if c not in KEYS], None)
        for table, part in BY_PART.items():
            if len(self.numbers(table)):
                yield from self._of(table, [c for c in PARTS_MEASURED if c in self.numbers(table)], part)

    def measure(self, name: str) -> Column:
        """One measure of the nation, [labels, replicates, quarters]."""
        return next(values for _, values in self._of("nation", [name], None))

    def numbers(self, table: str) -> list[str]:
        """Columns of a table that hold numbers."""
        name = f"{table}.parquet"
        schema = pq.read_schema(self.folder / name) if name in self.about["files"] else pa.schema([])
        return [f.name for f in schema if pa.types.is_floating(f.type) or pa.types.is_integer(f.type)]

    def _of(self, table: str, columns: list[str], part: str | None) -> Iterator[tuple[str, Column]]:
        path = self.folder / f"{table}.parquet"
        place, inside, names = self._places(path, part)
        for column in columns:
            told = pq.read_table(path, columns=[column]).column(0).cast(pa.float64())
            values = np.full((len(names) * len(self.labels) * len(self.replicates) * len(self.quarters)), np.nan)
            values[place] = np.asarray(pc.fill_null(told, float("nan")))[inside]
            cube = values.reshape(len(names), len(self.labels), len(self.replicates), len(self.quarters))
            for name, matrix in zip(names, cube, strict=True):
                yield (f"{table}.{name}.{column}" if part else column), matrix

    def _places(self, path: Path, part: str | None) -> tuple[Column, Column, list[str]]:
        """Where each row of a table goes in the cube, which rows have a place, and names of zones or specialties."""
        keys = pq.read_table(path, columns=["scenario", "point", "replicate", "quarter", *([part] if part else [])])
        scenarios, points = keys.column("scenario").to_pylist(), keys.column("point").to_pylist()
        label = np.array([self._row[pair] for pair in zip(scenarios, points, strict=True)], dtype=np.int64)
        replicate = np.searchsorted(self.replicates, np.asarray(keys.column("replicate")))
        quarter = _number(keys.column("quarter"), self.quarters)
        names = sorted(set(keys.column(part).to_pylist())) if part else [""]
        kind = _number(keys.column(part), tuple(names)) if part else np.zeros(len(keys), dtype=np.int64)
        inside = np.flatnonzero(quarter >= 0)
        place = ((kind * len(self.labels) + label) * len(self.replicates) + replicate) * len(self.quarters) + quarter
        return place[inside], inside, names


def _number(column: pa.ChunkedArray, names: tuple[str, ...]) -> Column:
    """Place of each word among the names, -1 where it is none of them."""
    found = pc.index_in(column, value_set=pa.array(names, pa.string()))
    return np.asarray(pc.fill_null(found, -1)).astype(np.int64)


def finished(folder: Path) -> Finished:
    """A finished ensemble, its files checked; DamagedError says what is wrong."""
    about = store.about(folder)
    points = pq.read_table(folder / "points.parquet").to_pylist()
    labels = tuple(row["label"] for row in points)
    runs = pq.read_table(folder / "runs.parquet")
    quarters = _common_quarters(folder)
    return Finished(folder, about, labels, {row["label"]: row["title"] for row in points}, runs, quarters)


def said_of(ensemble: Finished) -> Told:
    """What the manifest of anything that is computed from an ensemble says of it, and of what computes."""
    return {"scenarios": list(ensemble.labels), "of_manifest": ensemble.about[manifest.OWN], **made_by()}


def _common_quarters(folder: Path) -> tuple[str, ...]:
    keys = pq.read_table(folder / "nation.parquet", columns=["scenario", "point", "quarter"])
    by_point: dict[tuple[str, int], set[str]] = {}
    for row in keys.group_by(["scenario", "point", "quarter"]).aggregate([]).to_pylist():
        by_point.setdefault((row["scenario"], row["point"]), set()).add(row["quarter"])
    return tuple(sorted(set.intersection(*by_point.values()))) if by_point else ()
