"""The folder of a checkpoint: `<folder>/checkpoints/<quarter>/`, of which the newest alone stays.

scenario.toml            the scenario as resolved
<part>.parquet           tables of agents, and the recorder's rows so far (rows.nation, ...)
columns.parquet          all other columns, a row each: name, kind, shape, values
state.json               everything else
checkpoint.json          the manifest: what made it, and a checksum of every other file
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulation.engine.table import Column
from simulation.keeping import manifest
from simulation.keeping.folder import Held, held, refuse_if_busy
from simulation.keeping.manifest import Told
from simulation.keeping.provenance import changed_since, made_by, run_id
from simulation.keeping.results import write_table
from simulation.keeping.sheets import Layout, arrow_kind, as_column, laid_out, taken_up
from simulation.keeping.standing import State, given_back, taken
from simulation.run import Standing
from simulation.scenario.loading import differences, load
from simulation.scenario.schema import Scenario
from simulation.units import quarter_name

FOLDER = "checkpoints"
KIND = "checkpoint"
ABOUT = manifest.named(KIND)
STATE = "state.json"
COLUMNS = "columns.parquet"
ROWS = "rows."
DIFFERENCES_TOLD = 3


class RefusedError(ValueError):
    """A checkpoint that is not there, or that cannot be resumed by these sources, packages or this scenario."""


@dataclass(frozen=True)
class Checkpoints:
    """Keeps a run every so many quarters, shown to `run(..., keep=...)`; not at its end, when its tables follow."""

    folder: Path | Held
    every: int

    def __call__(self, standing: Standing) -> None:
        """Keep the run here if it is time."""
        if standing.done % self.every == 0 and standing.done < standing.given.scenario.quarters:
            write(standing, self.folder, self.every)


def write(standing: Standing, folder: Path | Held, every: int) -> Path:
    """Keep a run where it stands, whole or not at all; older checkpoints go."""
    with held(folder) as place:
        above = place.folder / FOLDER
        older = list(above.iterdir()) if above.is_dir() else []
        quarter = quarter_name(standing.economy.quarter)
        kept = place.keep(
            KIND, _said(standing, every), lambda partial: _write_files(standing, partial), f"{FOLDER}/{quarter}"
        )
        for each in older:
            if each != kept:
                shutil.rmtree(each, ignore_errors=True)
    return kept


def _said(standing: Standing, every: int) -> Told:
    """What checkpoint.json says, its files' checksums aside."""
    scenario = standing.given.scenario
    return {
        "name": scenario.name,
        "run_id": run_id(scenario),
        "quarter": quarter_name(standing.economy.quarter),
        "every": every,
        **made_by(),
    }


def _write_files(standing: Standing, folder: Path) -> None:
    (folder / "scenario.toml").write_text(standing.given.scenario.to_toml(), encoding="utf-8")
    state, layouts = taken(standing), {}
    for name, columns in state.tables.items():
        write_table(pa.table({key: pa.array(column) for key, column in columns.items()}), folder / f"{name}.parquet")
    write_table(_long(state.columns), folder / COLUMNS)
    for name, parts in standing.recorder.rows.items():
        table, layouts[name] = laid_out(parts)
        write_table(table, folder / f"{ROWS}{name}.parquet")
    told = {"tree": state.tree, "rows": {name: layout._asdict() for name, layout in layouts.items()}}
    (folder / STATE).write_text(json.dumps(told), encoding="utf-8")


def _long(columns: Mapping[str, Column]) -> pa.Table:
    """Columns of different lengths, a row each; the values of a kind stand in a list of that kind."""
    kinds = {column.dtype.str: arrow_kind(column.dtype.str) for column in columns.values()}
    values = {
        kind: pa.array([c.ravel() if c.dtype.str == kind else None for c in columns.values()], type=pa.list_(stored))
        for kind, stored in kinds.items()
    }
    head = {
        "name": pa.array(list(columns), type=pa.string()),
        "kind": pa.array([column.dtype.str for column in columns.values()], type=pa.string()),
        "shape": pa.array([list(column.shape) for column in columns.values()], type=pa.list_(pa.int64())),
    }
    return pa.table(head | values)


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint that is there and whole."""

    place: Path
    every: int
    """Quarters between the checkpoints of its run."""

    @property
    def home(self) -> Path | None:
        """The folder of its run, where it stands in one."""
        return _home_of(self.place)


def _home_of(place: Path) -> Path | None:
    above = place.absolute().parent
    return above.parent if above.name == FOLDER else None


def found(folder: Path) -> Checkpoint:
    """The newest checkpoint of a run's folder, or this one itself.

    RefusedError or DamagedError says what is wrong, BusyError that its run goes on just now.
    """
    refuse_if_busy(_home_of(folder) or folder)
    inside = [path.parent for path in (folder / FOLDER).glob(f"[!.]*/{ABOUT}")]
    if not inside and not (folder / ABOUT).is_file():
        raise RefusedError(f"{folder} holds no checkpoint; the folder of a run with --checkpoint-every would be right")
    place = max(inside, key=lambda each: each.name, default=folder)
    return Checkpoint(place, int(about(place)["every"]))


def has_checkpoint(folder: Path) -> bool:
    """Whether a run left a checkpoint in its folder."""
    return any((folder / FOLDER).glob(f"[!.]*/{ABOUT}"))


def about(place: Path) -> Told:
    """What checkpoint.json says, every file checked; DamagedError or RefusedError says what is wrong."""
    told = manifest.whole(place, KIND)
    if changed := changed_since(told):
        raise RefusedError(f"{place} cannot be resumed here: {'; '.join(changed)}")
    return told


def standing_of(checkpoint: Checkpoint, asked: Scenario | None = None) -> Standing:
    """The run that a checkpoint holds; RefusedError where it is not `asked`."""
    from simulation.quarter_zero.start import quarter_zero

    place = checkpoint.place
    scenario = load(place / "scenario.toml")
    if asked is not None and asked.digest != scenario.digest:
        differing = [f"{key} is {was}, not {now}" for key, was, now in differences(scenario, asked)]
        raise RefusedError(f"{place} is of another run: {', '.join(differing[:DIFFERENCES_TOLD])}")
    economy, given = quarter_zero(scenario)
    told = json.loads((place / STATE).read_text(encoding="utf-8"))
    standing = given_back(_state(place, told["tree"]), given, economy.institutions.setup)
    for name, layout in told["rows"].items():
        standing.recorder.rows[name] = taken_up(_read(place / f"{ROWS}{name}.parquet"), Layout(**layout))
    return standing


def _state(place: Path, tree: dict[str, Any]) -> State:
    listed = [name for name in manifest.read(place, KIND)["files"] if name.endswith(".parquet") and name != COLUMNS]
    names = [name.removesuffix(".parquet") for name in listed if not name.startswith(ROWS)]
    tables = {name: _read(place / f"{name}.parquet") for name in names}
    agents = {
        name: {key: np.array(table[key].to_numpy()) for key in table.column_names} for name, table in tables.items()
    }
    long = _read(place / COLUMNS)
    columns = {
        row["name"]: as_column(long[row["kind"]][number].values, row["kind"]).reshape(row["shape"])
        for number, row in enumerate(long.select(["name", "kind", "shape"]).to_pylist())
    }
    return State(tree, agents, columns)


def _read(path: Path) -> pa.Table:
    return pq.read_table(path, page_checksum_verification=True)
