"""The folder of an ensemble: the records of its runs, its tables, and what made them.

ensemble.json            the manifest: what was asked, what made it, checksums of the tables and scenarios
nation.parquet, ...      the runs' tables one below the other: scenario, point, replicate, seed, then their columns
points.parquet           what each point of each scenario changes
runs.parquet             every run that was asked for, with its id, and the message of one that failed
scenarios/<name>.toml    the scenarios as resolved
runs/<run id>.record     one finished run each; what is there is never run again
ensemble.unfinished      says that runs of the latest call are missing
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from simulation.ensemble import records
from simulation.keeping import manifest
from simulation.keeping.folder import Held, held, is_empty
from simulation.keeping.manifest import DamagedError, Told

KIND = "ensemble"
UNFINISHED = "ensemble.unfinished"
RUNS = "runs"


def is_ensemble(folder: Path) -> bool:
    """Whether this folder is, or was begun as, an ensemble's."""
    return (folder / UNFINISHED).is_file() or manifest.has(folder, KIND)


def refuse_if_taken(folder: Path) -> None:
    """FileExistsError where a folder holds anything but an ensemble."""
    if not is_empty(folder) and not is_ensemble(folder):
        raise FileExistsError(f"{folder} is not empty and holds no ensemble; another folder would be right")


@contextmanager
def begun(folder: Path | Held) -> Iterator[Held]:
    """The folder, held, and marked as an ensemble's until it is finished."""
    with held(folder) as place:
        refuse_if_taken(place.folder)
        place.write(UNFINISHED, b"")
        yield place
        (place.folder / UNFINISHED).unlink()


def sort_out(folder: Path, ids: Iterable[str]) -> tuple[set[str], list[str]]:
    """Runs whose records are whole, and what was wrong with others, whose records are removed to be made again."""
    whole, wrong = set(), []
    for run_id in dict.fromkeys(ids):
        try:
            if records.is_whole(folder / RUNS, run_id):
                whole.add(run_id)
        except DamagedError as damaged:
            wrong.append(str(damaged))
            records.path_of(folder / RUNS, run_id).unlink()
    return whole, wrong


def keep_record(place: Held, run_id: str, record: bytes) -> None:
    """Keep the record of a run."""
    place.write(f"{RUNS}/{run_id}{records.SUFFIX}", record)


def about(folder: Path) -> Told:
    """What ensemble.json says, its files checked; DamagedError names what is wrong."""
    if not manifest.has(folder, KIND):
        unfinished = (
            "; the ensemble is not finished, the command that began it resumes it" if is_ensemble(folder) else ""
        )
        raise DamagedError(f"{folder} holds no finished ensemble: there is no ensemble.json in it{unfinished}")
    try:
        return manifest.whole(folder, KIND)
    except DamagedError as damaged:
        raise DamagedError(f"{damaged}; the command that made it makes them again") from None
