"""`sez compare` and `sez diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.telling.answers import WRONG, plainly, say, stop

if TYPE_CHECKING:
    from simulation.comparison.comparing import Comparison

LINES_OF_A_DIFF = 40
"""Of all differences of settings on the screen; the report has all of them."""
RESUMES = "stopped; finished runs are kept, and the same command resumes from here"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(compare)
    app.command()(diff)


def diff(a: str, b: str) -> None:
    """Show every setting in which two scenarios differ."""
    from simulation.scenario.faults import shown
    from simulation.scenario.loading import differences, load

    with plainly():
        found = list(differences(load(a), load(b)))
    for key, left, right in found:
        before, after = ("-" if value is None else shown(value) for value in (left, right))
        say(f"{key}: {before} -> {after}")


def compare(
    scenarios: Annotated[list[str], typer.Argument(help="scenario files or names, or the folder of an ensemble")],
    seeds: Annotated[int | None, typer.Option(min=1, help="runs of each scenario, all with the same luck [20]")] = None,
    scale: Annotated[float | None, typer.Option(help="share of the firms simulated")] = None,
    quarters: Annotated[int | None, typer.Option(help="length of the runs")] = None,
    base: Annotated[str | None, typer.Option(help="the scenario the others are compared with [the first]")] = None,
    out: Annotated[Path | None, typer.Option(help="folder for runs, tables and report [results/compare/...]")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=1024, help="processes [one a core]")] = None,
) -> None:
    """Compare scenarios: the same seeds in each, bands, paired differences, figures and a report."""
    from simulation.keeping.manifest import DamagedError

    with plainly(RESUMES):
        try:
            if len(scenarios) == 1 and Path(scenarios[0]).is_dir():
                found = _of_folder(scenarios[0], base, out, (seeds, scale, quarters, workers))
            else:
                found = _of_scenarios(scenarios, seeds, scale, quarters, base, out, workers)
        except DamagedError as error:
            stop(str(error))
    tell(found)


def _of_folder(folder: str, base: str | None, out: Path | None, others: tuple[object, ...]) -> Comparison:
    from simulation import compare as compared

    if any(other is not None for other in others):
        stop(f"{folder} is a finished ensemble; only --base and --out go with it", WRONG)
    return compared(folder, base=base, out=out)


def _of_scenarios(
    scenarios: list[str],
    seeds: int | None,
    scale: float | None,
    quarters: int | None,
    base: str | None,
    out: Path | None,
    workers: int | None,
) -> Comparison:
    from simulation import compare as compared
    from simulation.commands.watching import Bar
    from simulation.ensemble.crews import here

    with Bar(f"{len(scenarios)} scenarios") as bar:
        return compared(
            *scenarios, seeds=seeds, scale=scale, quarters=quarters, base=base, out=out, crew=here(workers), watcher=bar
        )


def tell(found: Comparison) -> None:
    """What differs, what was found, what failed, where it is."""
    for line in found.differs[:LINES_OF_A_DIFF]:
        say(line)
    if len(found.differs) > LINES_OF_A_DIFF:
        say(f"  and {len(found.differs) - LINES_OF_A_DIFF} lines more, in report.html and by `sez diff`")
    say("")
    for failure in found.failures:
        say(f"failed: {failure['scenario']}, seed {failure['seed']}: {failure['message']}")
    for sentence in found.sentences():
        say(sentence)
    if found.tally:
        say(found.tally.line())
    for path in found.files:
        say(path)
