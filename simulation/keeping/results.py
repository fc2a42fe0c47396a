"""How a run is kept: a folder written at once or not at all, with a checksum of every file."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.keeping.provenance import commit, run_id, sources_digest, versions
from simulation.run import Run, frame
from simulation.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas
    import pyarrow

ABOUT = "run.json"
FORMAT = 1
"""Version of this layout of a run's folder."""

Draw = Callable[[Run, Path], object]
"""Makes the figures of a run in a folder."""


class DamagedError(ValueError):
    """A kept run whose files are not what was written."""


@dataclass(frozen=True)
class Kept:
    """A run read back: its folder, what run.json says, and its tables; `kept.nation` is a table in pandas."""

    folder: Path
    about: Mapping[str, Any]
    tables: Mapping[str, pyarrow.Table]

    def __getattr__(self, name: str) -> pandas.DataFrame:
        return frame(self.__dict__.get("tables", {}), name)

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
    return (folder / ABOUT).is_file()


def save(run: Run, folder: Path, draw: Draw | None = None, force: bool = False) -> Path:
    """Keep a run in a folder: written beside it under another name, made durable, then renamed.

    A folder that holds anything is refused with FileExistsError; `force` replaces an earlier run's files in it.
    """
    folder = folder.absolute()
    refuse_if_taken(folder, force)
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent))
    try:
        _write(run, partial, draw)
        _put(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def refuse_if_taken(folder: Path, force: bool) -> None:
    """FileExistsError where a folder holds anything and that is not wanted."""
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"{folder} is a file; the path of a folder would be right")
    if folder.exists() and any(folder.iterdir()) and not force:
        raise FileExistsError(f"{folder} is not empty; choose another folder, or --force to put the run there")


def _write(run: Run, folder: Path, draw: Draw | None) -> None:
    folder.chmod(0o755)
    (folder / "scenario.toml").write_text(run.scenario.to_toml(), encoding="utf-8")
    # Arrow encodes without Python's lock, under which the figures are drawn meanwhile
    with ThreadPoolExecutor(max_workers=1) as beside:
        paths = [folder / f"{name}.parquet" for name in run.tables]
        written = beside.map(write_table, run.tables.values(), paths)
        if draw:
            draw(run, folder)
        for _ in written:
            pass
    files = {path.name: sha256(path) for path in sorted(folder.iterdir())}
    about = json.dumps(about_run(run) | {"files": files}, indent=2)
    (folder / ABOUT).write_text(about + "\n", encoding="utf-8")
    for path in [*folder.iterdir(), folder]:
        make_durable(path)


def _put(partial: Path, folder: Path) -> None:
    """Give the finished folder its name; into a folder with other things, file by file, run.json last."""
    if not folder.exists() or not any(folder.iterdir()):
        partial.replace(folder)
    else:
        for name in about(folder).get("files", {}) if is_kept(folder) else ():
            if Path(name).name == name:
                (folder / name).unlink(missing_ok=True)
        for path in sorted(partial.iterdir(), key=lambda each: each.name == ABOUT):
            path.replace(folder / path.name)
    make_durable(folder.parent)


def write_table(table: pyarrow.Table, path: Path) -> None:
    """A table as Parquet, with a checksum on each page; the same bytes for the same table.

    Amounts hardly repeat: a dictionary of them takes a third of the time and makes the file longer.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    repeating = [field.name for field in table.schema if not pa.types.is_floating(field.type)]
    pq.write_table(table, path, compression="zstd", write_page_checksum=True, version="2.6", use_dictionary=repeating)


def about_run(run: Run) -> dict[str, Any]:
    """What run.json says of a run, its files' checksums aside."""
    scenario = run.scenario
    return {
        "format": FORMAT,
        "name": scenario.name,
        "title": scenario.title,
        "run_id": run_id(scenario),
        "seed": scenario.seed,
        "scale": scenario.scale,
        "quarters": scenario.quarters,
        "scenario_sha256": scenario.digest,
        "sources_sha256": sources_digest(),
        "commit": commit(),
        "versions": versions(),
        "machine": f"{platform.system()} {platform.machine()}",
        "duration_seconds": round(run.seconds, 3),
    }


def sha256(path: Path) -> str:
    """Checksum of a file."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def make_durable(path: Path) -> None:
    """Ask the system to put a file or folder on the disk now."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def about(folder: Path) -> dict[str, Any]:
    """What run.json says; DamagedError where it is no such file."""
    try:
        told = json.loads((folder / ABOUT).read_bytes())
    except FileNotFoundError:
        raise DamagedError(f"{folder} holds no run: there is no {ABOUT} in it") from None
    except (OSError, ValueError) as error:
        raise DamagedError(f"{folder / ABOUT} cannot be read: {error}") from None
    if not isinstance(told, dict) or not isinstance(told.get("files"), dict):
        raise DamagedError(f"{folder / ABOUT} is not a run's")
    if told.get("format") != FORMAT:
        raise DamagedError(f"{folder} has format {told.get('format')}; this version reads format {FORMAT}")
    return told


def damage(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Files that are missing or changed, each with what is wrong."""
    wrong = []
    for name, written in files.items():
        path = folder / Path(name).name
        if not path.is_file():
            wrong.append(f"{path} is missing")
        elif sha256(path) != written:
            wrong.append(f"{path} has changed since it was written")
    return wrong


def whole(folder: Path) -> list[str]:
    """Names of the files of a kept run, each checked against its checksum; DamagedError names what is wrong."""
    files = about(folder)["files"]
    if wrong := damage(folder, files):
        raise DamagedError("; ".join(wrong))
    return list(files)


def read(folder: str | Path, tables: Collection[str] | None = None) -> Kept:
    """A kept run with these tables, or all; every file is checked against its checksum first.

    DamagedError names what is wrong.
    """
    import pyarrow.parquet as pq

    place = Path(folder)
    told = about(place)
    names = [name.removesuffix(".parquet") for name in whole(place) if name.endswith(".parquet")]
    wanted = [name for name in names if tables is None or name in tables]
    return Kept(
        place,
        told,
        {name: pq.read_table(place / f"{name}.parquet", page_checksum_verification=True) for name in wanted},
    )
