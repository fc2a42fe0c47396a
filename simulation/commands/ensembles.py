"""`sez ensemble`, and how `sez check` looks at an experiment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulation.telling.answers import WRONG, plainly, say, stop

if TYPE_CHECKING:
    from simulation.ensemble.asking import Asked
    from simulation.ensemble.crews import Crew

RESUMES = "stopped; finished runs are kept, and the same command resumes from here"
DISK_KEPT_FREE = 1.2
"""Free disk that is asked for, as a multiple of what an ensemble needs."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(ensemble)


def ensemble(
    file: Annotated[str, typer.Argument(help="an experiment file")],
    out: Annotated[Path | None, typer.Option(help="folder for runs and tables [results/ensembles/<name>]")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=1024, help="processes [one a core]")] = None,
    cluster: Annotated[str | None, typer.Option(help="address of a Dask scheduler, such as tcp://host:8786")] = None,
) -> None:
    """Run an experiment, or what is missing of it; `sez compare FOLDER` then compares its scenarios."""
    asked = _asked(file)
    crew = _crew(workers, cluster)
    folder = out or Path("results/ensembles") / asked.experiment.name
    with plainly(RESUMES):
        typer.echo(f"{asked.experiment.name}: {_estimate(asked, folder, crew)}", err=True)
        _run(asked, folder, crew)


def _crew(workers: int | None, address: str | None) -> Crew:
    """Processes of this machine, or the workers of a cluster; never the one in place of the other."""
    from simulation.ensemble import cluster
    from simulation.ensemble.crews import here
    from simulation.ensemble.designs import MissingExtraError

    if address is None:
        return here(workers)
    if workers is not None:
        stop("--workers is for this machine; a cluster has the workers that it has", WRONG)
    try:
        return cluster.at(address)
    except (cluster.UnreachableError, MissingExtraError) as error:
        stop(str(error), WRONG)


def _asked(file: str) -> Asked:
    from simulation.ensemble.asking import asked_by
    from simulation.ensemble.designs import MissingExtraError

    with plainly():
        try:
            return asked_by(file)
        except MissingExtraError as error:
            stop(str(error), WRONG)


def _estimate(asked: Asked, folder: Path, crew: Crew) -> str:
    """What it will cost, before anything starts; the end where the disk has no room for it."""
    import shutil

    from simulation.ensemble.asking import cost
    from simulation.scenario.memory import bytes_here

    expected = cost(asked, crew.size)
    place = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    free, memory = shutil.disk_usage(place).free, bytes_here()
    if expected.disk_bytes * DISK_KEPT_FREE > free:
        stop(
            f"{expected.line()}: {place} has only {free / 1e9:.2g} GB free; fewer seeds or another --out would be right"
        )
    if expected.memory_bytes > memory:
        stop(f"{expected.line()}: this machine has {memory / 1e9:.2g} GB free; fewer --workers would be right", WRONG)
    return expected.line()


def _run(asked: Asked, folder: Path, crew: Crew) -> None:
    from simulation.commands.watching import Bar
    from simulation.ensemble import store
    from simulation.ensemble.running import ensemble as run_all

    parts, design = asked.parts, asked.experiment.design
    told: dict[str, Any] = {"design": design.model_dump(mode="json") if design else None}
    with Bar(asked.experiment.name) as bar:
        tally = run_all(parts, folder, crew, bar, asked.experiment.stop, told | {"name": asked.experiment.name})
    for name in store.about(folder)["files"]:
        say(folder / name)
    say(tally.line())
    if tally.failed:
        stop(f"{len(tally.failed)} runs failed; runs.parquet says why, and the same command tries them again")


def checked_experiment(file: str) -> int:
    """Check an experiment file and print what it asks for, or its faults; how many there are."""
    from simulation.engine.threads import cores
    from simulation.ensemble.asking import asked_by, cost
    from simulation.ensemble.designs import MissingExtraError
    from simulation.scenario.faults import ScenarioFaults

    try:
        asked = asked_by(file)
    except ScenarioFaults as faults:
        say(str(faults))
        return len(faults.faults)
    except MissingExtraError as error:
        say(f"{file}: {error}")
        return 1
    points, seeds = len(asked.points), asked.experiment.seeds
    told = cost(asked, cores()).line()
    say(f"{file}: ok: {asked.experiment.name}: {points} points x {seeds} seeds ({told})")
    return 0
