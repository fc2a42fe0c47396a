"""`sez compare` and `sez diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.telling.answers import WRONG, plainly, say, stop

if TYPE_CHECKING:
    from simulation.commands.watching import Bar
    from simulation.comparison.comparing import Comparison, Wish

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
    scenarios: Annotated[
        list[str], typer.Argument(help="scenario files or names; or an experiment file, or the folder of an ensemble")
    ],
    seeds: Annotated[int | None, typer.Option(min=1, help="runs of each scenario, all with the same luck [20]")] = None,
    scale: Annotated[float | None, typer.Option(help="share of the firms simulated")] = None,
    quarters: Annotated[int | None, typer.Option(help="length of the runs")] = None,
    base: Annotated[str | None, typer.Option(help="the scenario the others are compared with [the first]")] = None,
    out: Annotated[Path | None, typer.Option(help="folder for runs, tables and report [results/compare/...]")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=1024, help="processes [one a core]")] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(help="what is told beside the usual: zones.rashakai.workers, ...; may be repeated"),
    ] = None,
) -> None:
    """Compare scenarios: the same seeds in each, bands, paired differences, figures and a report."""
    from simulation.commands.watching import Bar
    from simulation.comparison.comparing import Wish
    from simulation.ensemble.designs import MissingExtraError
    from simulation.keeping.manifest import DamagedError

    wish = Wish(seeds, scale, quarters, base, out, tuple(measure or ()))
    with plainly(RESUMES):
        try:
            if len(scenarios) == 1 and Path(scenarios[0]).is_dir():
                found = _of_folder(scenarios[0], wish, workers)
            else:
                with Bar(_what(scenarios)) as bar:
                    found = _played(scenarios, wish, workers, bar)
        except DamagedError as error:
            stop(str(error))
        except MissingExtraError as error:
            stop(str(error), WRONG)
    tell(found)


def _what(scenarios: list[str]) -> str:
    return f"{len(scenarios)} scenarios" if len(scenarios) > 1 else Path(scenarios[0]).name


def _of_folder(folder: str, wish: Wish, workers: int | None) -> Comparison:
    from simulation.comparison.comparing import comparison_of

    if any(other is not None for other in (wish.seeds, wish.scale, wish.quarters, workers)):
        stop(f"{folder} is a finished ensemble; only --base, --measure and --out go with it", WRONG)
    return comparison_of(Path(folder), wish)


def _played(scenarios: list[str], wish: Wish, workers: int | None, bar: Bar) -> Comparison:
    from simulation.comparison.comparing import fresh, of_experiment
    from simulation.ensemble.crews import here
    from simulation.ensemble.experiment import is_experiment

    if len(scenarios) == 1 and is_experiment(scenarios[0]):
        return of_experiment(scenarios[0], wish, here(workers), bar)
    if several := [each for each in scenarios if is_experiment(each)]:
        stop(f"{several[0]} is an experiment among others; `sez compare {several[0]}` alone would be right", WRONG)
    return fresh(scenarios, wish, here(workers), bar)


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
    if found.findings:
        say("")
    for line in found.clear():
        say(line)
    if found.tally:
        say(found.tally.line())
    for path in found.files:
        say(path)
