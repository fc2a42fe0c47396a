"""How a run is kept: a folder written at once or not at all, with a checksum of every file in run.json."""

from __future__ import annotations

import platform
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.engine.documents import DocumentView
from simulation.introducing import Pictures, in_html, in_three_lines
from simulation.keeping import manifest
from simulation.keeping.folder import Held, held, is_empty
from simulation.keeping.manifest import Told
from simulation.keeping.provenance import made_by, run_id
from simulation.run import Run, frame, plots_of
from simulation.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas
    import pyarrow

KIND = "run"

Draw = Callable[[Run, Path], object]
"""Makes the figures of a run in a folder."""


@dataclass(frozen=True)
class Kept:
    """A run read back: its folder, what run.json says, and its tables; `kept.nation` is a table in pandas."""

    folder: Path
    about: DocumentView
    tables: Mapping[str, pyarrow.Table]

    def __getattr__(self, name: str) -> pandas.DataFrame:
        return frame(self.__dict__.get("tables", {}), name)

    @property
    def plot(self) -> Pictures:
        """Pictures of the run: `plot.growth()`, `plot.map()`, `plot.finance()`, `plot.zone("rashakai")`."""
        return plots_of(self)

    def __repr__(self) -> str:
        return in_three_lines(f"Kept run in {self.folder}", self.scenario, self.tables)

    def _repr_html_(self) -> str:
        return in_html(f"Kept run in {self.folder}", self.scenario, self.tables)

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was resolved."""
        from simulation.scenario.loading import load

        return load(self.folder / "scenario.toml")


def folder_for(scenario: Scenario, results: Path = Path("results")) -> Path:
    """Where a run is kept unless told otherwise: results/<name>/<run id>."""
    return results / scenario.name / run_id(scenario)


def is_kept(folder: Path) -> bool:
    """Whether a run stands in this folder."""
    return manifest.has(folder, KIND)


def save(run: Run, folder: Path | Held, draw: Draw | None = None, force: bool = False) -> Path:
    """Keep a run in a folder, whole or not at all.

    A folder that holds anything is refused with FileExistsError; `force` replaces an earlier run's files in it. One
    that another process holds is refused with BusyError.
    """
    with held(folder) as place:
        refuse_if_taken(place.folder, force)
        return place.keep(KIND, about_run(run), lambda partial: _write(run, partial, draw))


def refuse_if_taken(folder: Path, force: bool) -> None:
    """FileExistsError where a folder holds anything and that is not wanted."""
    if not is_empty(folder) and not force:
        raise FileExistsError(f"{folder} is not empty; choose another folder, or --force to put the run there")


def _write(run: Run, folder: Path, draw: Draw | None) -> None:
    (folder / "scenario.toml").write_text(run.scenario.to_toml(), encoding="utf-8")
    # Arrow encodes without Python's lock, under which the figures are drawn meanwhile
    with ThreadPoolExecutor(max_workers=1) as beside:
        paths = [folder / f"{name}.parquet" for name in run.tables]
        written = beside.map(write_table, run.tables.values(), paths)
        if draw:
            draw(run, folder)
        for _ in written:
            pass


def write_table(table: pyarrow.Table, path: Path) -> None:
    """A table as Parquet, with a checksum on each page; the same bytes for the same table.

    Amounts hardly repeat: a dictionary of them takes a third of the time and makes the file longer.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    repeating = [field.name for field in table.schema if not pa.types.is_floating(field.type)]
    pq.write_table(table, path, compression="zstd", write_page_checksum=True, version="2.6", use_dictionary=repeating)


def about_run(run: Run) -> Told:
    """What run.json says of a run, its files' checksums aside."""
    scenario = run.scenario
    return {
        "name": scenario.name,
        "title": scenario.title,
        "run_id": run_id(scenario),
        "seed": scenario.seed,
        "scale": scenario.scale,
        "quarters": scenario.quarters,
        "scenario_sha256": scenario.digest,
        **made_by(),
        "machine": f"{platform.system()} {platform.machine()}",
        "duration_seconds": round(run.seconds, 3),
    }


def about(folder: Path) -> Told:
    """What run.json says; DamagedError where it is no such file."""
    return manifest.read(folder, KIND)


def read(folder: str | Path, tables: Collection[str] | None = None) -> Kept:
    """A kept run with these tables, or all; every file is checked against its checksum first.

    DamagedError names what is wrong.
    """
    import pyarrow.parquet as pq

    place = Path(folder)
    told = manifest.whole(place, KIND)
    names = [name.removesuffix(".parquet") for name in told["files"] if name.endswith(".parquet")]
    wanted = [name for name in names if tables is None or name in tables]
    return Kept(
        place,
        told,
        {name: pq.read_table(place / f"{name}.parquet", page_checksum_verification=True) for name in wanted},
    )
