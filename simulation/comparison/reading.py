"""From the tables of a finished ensemble to one matrix [seeds, quarters] a scenario and measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from simulation.engine.table import Column
from simulation.ensemble import store
from simulation.keeping import manifest
from simulation.keeping.manifest import Told
from simulation.keeping.provenance import made_by
from simulation.measures.asking import PARTS, Known, named

KEYS = ("scenario", "point", "replicate", "seed", "quarter")
OF_ITS_OWN = ("firms", "workers", "value_added_usd_mn", "exports_usd_mn")
PARTS_MEASURED = {
    "zones": (*OF_ITS_OWN, "arrears_usd_mn", "quality", "let_ha"),
    "specialties": OF_ITS_OWN,
    "loans": ("arrears_usd_mn", "balance_usd_mn", "guarantee_called_usd_mn"),
}
"""What is compared of each zone, specialty and loan unless more is asked for."""


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

    def measures(self, more: Sequence[str] = ()) -> Iterator[tuple[str, Column]]:
        """Every measure by name, [labels, replicates, quarters], nan where a run does not tell it; then these."""
        told = set()
        yield from self._of("nation", [c for c in self.numbers("nation") if c not in KEYS], None)
        for table, part in PARTS.items():
            for name, cube in self._of(table, [c for c in PARTS_MEASURED[table] if c in self.numbers(table)], part):
                told.add(name)
                yield name, cube
        further = [name for name in more if named(name).part and name not in told]
        yield from self.chosen(further).items()

    def chosen(self, names: Sequence[str]) -> dict[str, Column]:
        """These measures of any table, each [labels, replicates, quarters], in the order asked; all nan where no run
        tells one.
        """
        wanted = [named(name) for name in names]
        found: dict[str, Column] = {}
        for table in dict.fromkeys(name.table for name in wanted):
            columns = dict.fromkeys(n.column for n in wanted if n.table == table if n.column in self.numbers(table))
            found |= {n: c for n, c in self._of(table, list(columns), PARTS.get(table)) if n in names}
        shape = len(self.labels), len(self.replicates), len(self.quarters)
        return {str(name): found.get(str(name), np.full(shape, np.nan)) for name in wanted}

    def measure(self, name: str) -> Column:
        """One measure of any table, [labels, replicates, quarters]."""
        return next(iter(self.chosen([name]).values()))

    @cached_property
    def known(self) -> Known:
        """What measures may name here: what stands in the tables."""
        parts = {table: self._keys(table, part) for table, part in PARTS.items()}
        columns = {table: tuple(c for c in self.numbers(table) if c not in KEYS) for table in ("nation", *PARTS)}
        return Known(columns, parts)

    def _keys(self, table: str, part: str) -> tuple[str, ...]:
        """Keys of zones, specialties or loans that some run tells."""
        path = self.folder / f"{table}.parquet"
        if path.name not in self.about["files"] or part not in pq.read_schema(path).names:
            return ()
        return tuple(sorted(pc.unique(pq.read_table(path, columns=[part]).column(0)).to_pylist()))

    def numbers(self, table: str) -> list[str]:
        """Columns of a table that hold numbers."""
        name = f"{table}.parquet"
        schema = pq.read_schema(self.folder / name) if name in self.about["files"] else pa.schema([])
        return [f.name for f in schema if pa.types.is_floating(f.type) or pa.types.is_integer(f.type)]

    def _of(self, table: str, columns: list[str], part: str | None) -> Iterator[tuple[str, Column]]:
        if not columns:
            return
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
