"""The folder of an ensemble: who works on it, the records of its runs, its tables, and what made them.

ensemble.json            what was asked, what made it, checksums of the tables; written last
nation.parquet, ...      the runs' tables one below the other: scenario, point, replicate, seed, then their columns
points.parquet           what each point of each scenario changes
runs.parquet             every run that was asked for, with its id, and the message of one that failed
scenarios/<name>.toml    the scenarios as resolved
runs/<run id>.record     one finished run each; what is there is never run again
lock                     held while somebody works on the folder; the system lets go of it when they end
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulation.ensemble import records
from simulation.keeping.results import DamagedError, damage

ABOUT = "ensemble.json"
FORMAT = 1
LOCK = "lock"
RUNS = "runs"


class BusyError(OSError):
    """Somebody else works on this folder."""


def is_ensemble(folder: Path) -> bool:
    """Whether this folder is, or was begun as, an ensemble's."""
    return (folder / LOCK).is_file() or (folder / ABOUT).is_file()


def refuse_if_taken(folder: Path) -> None:
    """FileExistsError where a folder holds anything but an ensemble."""
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"{folder} is a file; the path of a folder would be right")
    if folder.exists() and any(folder.iterdir()) and not is_ensemble(folder):
        raise FileExistsError(f"{folder} is not empty and holds no ensemble; another folder would be right")


@contextmanager
def held(folder: Path) -> Iterator[Path]:
    """The folder, locked, made where it is not there, and cleared of what a killed driver left half written."""
    refuse_if_taken(folder)
    (folder / RUNS).mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a+", encoding="utf-8") as lock:
        _take(lock, folder)
        for stray in [*folder.glob(f".*{records.PARTIAL}"), *(folder / RUNS).glob(f".*{records.PARTIAL}")]:
            stray.unlink(missing_ok=True)
        yield folder


def _take(lock: Any, folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: records stay atomic, two drivers would only work twice
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise BusyError(11, "another sez works on this folder now", str(folder)) from None


def sort_out(folder: Path, ids: Iterable[str]) -> tuple[set[str], list[str]]:
    """Runs whose records are whole, and what was wrong with others, whose records are removed to be made again."""
    whole, wrong = set(), []
    for run_id in dict.fromkeys(ids):
        try:
            if records.is_whole(folder / RUNS, run_id):
                whole.add(run_id)
        except records.DamagedRecordError as damaged:
            wrong.append(str(damaged))
            records.path_of(folder / RUNS, run_id).unlink()
    return whole, wrong


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """A place to write a file that then takes the name `path`, whole or not at all."""
    partial = path.with_name(f".{path.name}{records.PARTIAL}")
    try:
        yield partial
        with partial.open("rb") as opened:
            os.fsync(opened.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """A text file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with written(path) as partial:
        partial.write_text(text, encoding="utf-8")


def about(folder: Path) -> dict[str, Any]:
    """What ensemble.json says, its files checked; DamagedError names what is wrong."""
    try:
        told = json.loads((folder / ABOUT).read_bytes())
    except FileNotFoundError:
        unfinished = "; the ensemble is not finished, the command that began it goes on" if is_ensemble(folder) else ""
        raise DamagedError(f"{folder} holds no finished ensemble: there is no {ABOUT} in it{unfinished}") from None
    except (OSError, ValueError) as error:
        raise DamagedError(f"{folder / ABOUT} cannot be read: {error}") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("files"), dict):
        raise DamagedError(f"{folder / ABOUT} is not an ensemble's of format {FORMAT}")
    if wrong := damage(folder, told["files"]):
        raise DamagedError("; ".join(wrong) + "; the command that made it makes them again")
    return told


def write_about(folder: Path, told: Mapping[str, Any]) -> None:
    """ensemble.json, which makes the folder a finished ensemble."""
    write_text(folder / ABOUT, json.dumps({"format": FORMAT, **told}, indent=2) + "\n")
