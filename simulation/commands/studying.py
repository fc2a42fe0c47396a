"""`sez ablate`, `sez sweep` and `sez sensitivity`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulation.telling.answers import WRONG, plainly, say, stop

if TYPE_CHECKING:
    from simulation.comparison.reading import Finished
    from simulation.ensemble.parts import Point
    from simulation.keeping.folder import Held
    from simulation.scenario.schema import Scenario

RESUMES = "stopped; finished runs are kept, and the same command resumes from here"
SEEDS = 20
VALUES_SWEPT = 400
"""Points of a sweep, at most."""

SeedsOption = Annotated[int, typer.Option(min=2, help="runs at each point, all with the same luck")]
ScaleOption = Annotated[float | None, typer.Option(help="share of the firms simulated")]
QuartersOption = Annotated[int | None, typer.Option(help="length of the runs")]
OutOption = Annotated[Path | None, typer.Option(help="folder for runs, table and picture [results/...]")]
WorkersOption = Annotated[int | None, typer.Option(min=1, max=1024, help="processes [one a core]")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(ablate)
    app.command()(sweep)
    app.command()(sensitivity)


def ablate(
    scenario: Annotated[str, typer.Argument(help="a scenario file, or the name of a shipped one")],
    seeds: SeedsOption = SEEDS,
    scale: ScaleOption = None,
    quarters: QuartersOption = None,
    out: OutOption = None,
    workers: WorkersOption = None,
) -> None:
    """Switch every mechanism off in turn: one table of what is missing without it."""
    with plainly(RESUMES):
        from simulation.comparison import studies, study_pictures
        from simulation.keeping.folder import held

        asked = _scenario(scenario, scale, quarters)
        with held(out or Path("results/ablate") / asked.name) as place:
            found = _run(studies.without_each(asked), seeds, place, workers, f"ablation of {asked.name}")
            table = studies.ablation(found)
            title = "change without each mechanism in the last quarter, %; ≈ where the 90 % interval holds 0"
            _show(study_pictures.wide(table), title)

            def draw(path: Path) -> None:
                study_pictures.draw_ablation(table, _footer(found), path)

            _tell(found, studies.keep(found, "ablation", table, draw, place))


def sweep(
    scenario: Annotated[str, typer.Argument(help="a scenario file, or the name of a shipped one")],
    settings: Annotated[list[str], typer.Argument(help="one or two: KEY=1,2,3 or KEY=low:high:count")],
    measure: Annotated[str, typer.Option(help="a column of `nation`")] = "workers",
    seeds: SeedsOption = SEEDS,
    scale: ScaleOption = None,
    quarters: QuartersOption = None,
    out: OutOption = None,
    workers: WorkersOption = None,
) -> None:
    """Vary one or two settings: a curve with a band, or a heat map."""
    with plainly(RESUMES):
        from simulation.comparison import studies, study_pictures
        from simulation.keeping.folder import held

        values = dict(_values(text) for text in settings)
        if not 1 <= len(values) <= 2:
            stop(f"{len(values)} settings found; one or two would be right", WRONG)
        asked = _scenario(scenario, scale, quarters)
        with held(out or Path("results/sweep") / f"{asked.name}-{'-'.join(values)}") as place:
            found = _run(studies.swept(asked, values), seeds, place, workers, f"sweep of {asked.name}")
            _known(found, measure)
            table = studies.sweep(found, measure)
            _show(table.to_pylist(), f"{measure} in the last quarter")

            def draw(path: Path) -> None:
                study_pictures.draw_sweep(table, measure, _footer(found), path)

            _tell(found, studies.keep(found, "sweep", table, draw, place))


def sensitivity(
    result: Annotated[Path, typer.Argument(help="the folder of an ensemble whose design is morris or sobol")],
    measure: Annotated[str, typer.Option(help="a column of `nation`")] = "workers",
    quarter: Annotated[str | None, typer.Option(help="such as 2035Q4; the last one unless told")] = None,
) -> None:
    """Say which settings decide an outcome: Morris's screen or Sobol's indices (needs the extra `calibrate`)."""
    from simulation.keeping.manifest import DamagedError

    with plainly():
        from simulation.comparison import sensitivity as sensitive
        from simulation.comparison import studies, study_pictures
        from simulation.comparison.reading import finished
        from simulation.ensemble.designs import MissingExtraError

        try:
            found = finished(result)
            _known(found, measure)
            table = sensitive.indices(found, measure, quarter)
        except (DamagedError, MissingExtraError) as error:
            stop(str(error), WRONG if isinstance(error, MissingExtraError) else 1)
        _show(table.to_pylist(), f"what decides {measure}")

        def draw(path: Path) -> None:
            study_pictures.draw_sensitivity(table, measure, _footer(found), path)

        _tell(found, studies.keep(found, f"sensitivity_{measure}", table, draw, result))


def _scenario(name: str, scale: float | None, quarters: int | None) -> Scenario:
    from simulation.run import asked_for
    from simulation.scenario.loading import load

    return asked_for(load(name), None, quarters, scale)


def _run(points: Sequence[Point], seeds: int, place: Held, workers: int | None, what: str) -> Finished:
    """Run what is missing and read it back."""
    from simulation.commands.watching import Bar
    from simulation.comparison.reading import finished
    from simulation.ensemble.crews import here
    from simulation.ensemble.parts import parts_of, seeds_of
    from simulation.ensemble.running import ensemble

    with Bar(what) as bar:
        tally = ensemble(parts_of(points, seeds_of(seeds)), place, here(workers), bar)
    say(tally.line())
    found = finished(place.folder)
    if not found.kept():
        stop(f"no run succeeded: {found.failures()[0]['message']}")
    return found


def _values(text: str) -> tuple[str, list[Any]]:
    """KEY=1,2,3 or KEY=low:high:count as a setting and its values."""
    key, equals, values = text.partition("=")
    parts = values.split(":")
    if not (key and equals and values):
        stop(f"{text!r} found; KEY=1,2,3 or KEY=low:high:count would be right", WRONG)
    if len(parts) == 1:
        return key, [_value(each) for each in values.split(",")]
    try:
        low, high, count = float(parts[0]), float(parts[1]), int(parts[2])
    except (ValueError, IndexError):
        stop(f"{values!r} found; low:high:count, three numbers, would be right", WRONG)
    if not 2 <= count <= VALUES_SWEPT:
        stop(f"{count} values found; 2 to {VALUES_SWEPT} would be right", WRONG)
    return key, [float(f"{low + (high - low) * n / (count - 1):.12g}") for n in range(count)]


def _value(text: str) -> Any:
    """A value as TOML would read it; text where it is none."""
    import tomllib

    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _known(found: Finished, measure: str) -> None:
    from simulation.scenario.faults import unknown

    if measure not in found.numbers("nation"):
        stop(unknown("measure", measure, found.numbers("nation")), WRONG)


def _footer(found: Finished) -> str:
    seeds = len(found.replicates)
    return (
        f"{seeds} seeds a point, {found.kept()} runs, {len(found.failures())} failed. {found.titles[found.labels[0]]}"
    )


def _show(rows: list[dict[str, Any]], title: str) -> None:
    from rich.table import Table

    from simulation.telling.consoles import console

    shown = Table(*rows[0], title=title, title_justify="left")
    for row in rows:
        shown.add_row(*(f"{cell:.4g}" if isinstance(cell, float) else str(cell) for cell in row.values()))
    console().print(shown)


def _tell(found: Finished, files: Sequence[Path]) -> None:
    for failure in found.failures():
        say(f"failed: {failure['scenario']}, seed {failure['seed']}: {failure['message']}")
    for path in files:
        say(path)
