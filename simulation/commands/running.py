"""`sez run`: a scenario played and kept, from its start or from a checkpoint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.telling.answers import NOTHING_LEFT, WRONG, plainly, say, stop

if TYPE_CHECKING:
    from simulation.benchmark.stopwatch import Stopwatch
    from simulation.keeping.checkpoints import Checkpoint
    from simulation.keeping.folder import Held
    from simulation.run import Progress, Standing
    from simulation.scenario.schema import Scenario

RESUMES = "stopped; `sez run --resume {folder}` resumes from the newest checkpoint, if one was kept"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run")(run_scenario)


def run_scenario(
    scenario: Annotated[
        str | None, typer.Argument(help="a scenario file, or the name of a shipped one; left out with --resume")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="all luck of the run")] = None,
    quarters: Annotated[int | None, typer.Option(help="length of the run")] = None,
    scale: Annotated[float | None, typer.Option(help="share of the firms simulated; 0.1 is the default")] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, max=64, help="threads that share the work; the tables are the same [the cores]")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="folder for the results [results/<name>/<run id>]")] = None,
    force: Annotated[bool, typer.Option("--force", help="put the run into --out though it is not empty")] = False,
    profile: Annotated[
        bool, typer.Option("--profile", help="print where the time goes, by phase; a kept run is played again")
    ] = False,
    checkpoint_every: Annotated[
        int | None, typer.Option(min=1, help="keep the whole economy every so many quarters, to resume from there")
    ] = None,
    resume: Annotated[
        Path | None, typer.Option(help="resume from the newest checkpoint in this folder of a run")
    ] = None,
) -> None:
    """Run a scenario: a progress bar, a table of results, and the paths of what was written."""
    from simulation.benchmark.stopwatch import Stopwatch
    from simulation.engine.threads import cores
    from simulation.keeping.results import folder_for, is_kept

    stopwatch = Stopwatch()
    with plainly():
        asked = _asked(scenario, seed, quarters, scale) if scenario else None
        start = _start(resume, asked, (seed, quarters, scale) != (None, None, None))
        folder, again = out or start.home or folder_for(start.scenario), force or (profile and out is None)
        if out is None and not again and is_kept(folder):
            say(f"this run is there already: {folder}")
        else:
            _hold_and_play(start, threads or cores(), folder, again, checkpoint_every or start.every, stopwatch)
        _tell(folder, start.scenario)
        if profile:
            _tell_seconds(stopwatch, start.scenario.quarters)


@dataclass(frozen=True)
class Start:
    """Where a run begins: at its start, or where a checkpoint stands."""

    scenario: Scenario
    standing: Standing | None = None
    home: Path | None = None
    """The folder of the run that is resumed."""
    every: int | None = None
    """Quarters between its checkpoints."""


def _asked(scenario: str, seed: int | None, quarters: int | None, scale: float | None) -> Scenario:
    from simulation.run import asked_for
    from simulation.scenario.loading import load

    return asked_for(load(scenario), seed, quarters, scale)


def _found(folder: Path) -> Checkpoint:
    from simulation.keeping.checkpoints import RefusedError, found
    from simulation.keeping.manifest import DamagedError

    try:
        return found(folder)
    except RefusedError as refused:
        stop(str(refused), WRONG)
    except DamagedError as damaged:
        stop(f"{damaged}; the run must begin again")


def _start(resume: Path | None, asked: Scenario | None, changed: bool) -> Start:
    """Where the run begins; a checkpoint must be of the run that is asked for, if one is."""
    from simulation.keeping.checkpoints import RefusedError, standing_of

    if resume is None:
        if asked is None:
            stop("nothing to run found; a scenario, or --resume with the folder of a run, would be right", WRONG)
        return Start(asked)
    if asked is None and changed:
        stop("--seed, --quarters and --scale go with a scenario; a checkpoint has its own", WRONG)
    checkpoint = _found(resume)
    try:
        standing = standing_of(checkpoint, asked)
    except RefusedError as refused:
        stop(str(refused), WRONG)
    return Start(standing.given.scenario, standing, checkpoint.home, checkpoint.every)


def _refuse_if_taken(folder: Path, force: bool, home: Path | None) -> None:
    """FileExistsError where something stands in the way; the run of a checkpoint is resumed in its own folder."""
    from simulation.keeping import results
    from simulation.keeping.checkpoints import has_checkpoint

    at_home = home is not None and folder.resolve() == home.resolve()
    if has_checkpoint(folder) and not force and not at_home:
        text = f"{folder} holds a checkpoint; `sez run --resume {folder}` resumes it, --force begins again"
        raise FileExistsError(text)
    results.refuse_if_taken(folder, force or at_home)


def _hold_and_play(
    start: Start, threads: int, folder: Path, force: bool, every: int | None, stopwatch: Stopwatch
) -> None:
    """Play in a folder that nobody else writes into from here on, so that what stands in the way is told first."""
    from simulation.keeping.folder import held

    with held(folder) as place:
        _refuse_if_taken(folder, force, start.home)
        _play(start, threads, place, every, stopwatch)


def _play(start: Start, threads: int, place: Held, every: int | None, stopwatch: Stopwatch) -> None:
    from simulation.commands import ahead
    from simulation.keeping.checkpoints import Checkpoints
    from simulation.keeping.results import save
    from simulation.report import draw_all
    from simulation.run import resume, run

    ahead.begin()
    keep, scenario = Checkpoints(place, every) if every else None, start.scenario
    with plainly(RESUMES.format(folder=place.folder) if every else NOTHING_LEFT):
        with progress_bar(scenario.title or scenario.name) as progress:
            if start.standing:
                played = resume(start.standing, threads, progress=progress, stopwatch=stopwatch, keep=keep)
            else:
                played = run(scenario, threads=threads, progress=progress, stopwatch=stopwatch, keep=keep)
        with stopwatch("pictures and writing"):
            save(played, place, draw_all, force=True)


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """A bar on standard error; before the first quarter it says that things are set up and compiled."""
    from simulation.scenario.faults import on_one_line
    from simulation.telling import consoles

    with consoles.bar() as bar:
        task = bar.add_task("setting up (the first time this compiles, for about half a minute)", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, description=on_one_line(title), completed=done, total=total)

        yield progress


def _tell(folder: Path, scenario: Scenario) -> None:
    from simulation.country.finding import country_of
    from simulation.keeping import results
    from simulation.keeping.manifest import DamagedError
    from simulation.telling import summary
    from simulation.telling.consoles import console

    try:
        kept = results.read(folder, summary.TABLES)
    except DamagedError as damaged:
        stop(f"{damaged}; remove the folder and run again")
    own = [key for key, plan in scenario.zones.items() if plan.is_own]
    shown = console()
    for table in summary.tables_of(kept.tables, country_of(scenario.country), own):
        shown.print(table)
    for name in kept.about["files"]:
        say(folder / name)


def _tell_seconds(stopwatch: Stopwatch, quarters: int) -> None:
    from simulation.benchmark.telling import table_of_seconds
    from simulation.telling.consoles import console

    console().print(table_of_seconds(stopwatch.seconds, stopwatch.times, quarters))
