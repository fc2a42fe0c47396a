"""`sez ablate`, `sez sweep` and `sez sensitivity`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulation.telling.answers import WRONG, plainly, say, stop

if TYPE_CHECKING:
    import pyarrow

    from simulation.comparison.reading import Finished
    from simulation.ensemble.parts import Point
    from simulation.keeping.folder import Held
    from simulation.scenario.schema import Scenario

RESUMES = "stopped; finished runs are kept, and the same command resumes from here"
SEEDS = 20
USUAL = ("workers",)
"""The measure that is asked for unless told."""
VALUES_SWEPT = 400
"""Points of a sweep, at most."""

SeedsOption = Annotated[int, typer.Option(min=2, help="runs at each point, all with the same luck")]
ScaleOption = Annotated[float | None, typer.Option(help="share of the firms simulated")]
QuartersOption = Annotated[int | None, typer.Option(help="length of the runs")]
MeasuresOption = Annotated[
    list[str] | None,
    typer.Option(help="what is asked: workers, zones.rashakai.workers, ...; may be repeated [workers]"),
]
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

            _tell(found, studies.keep(found, "ablation", table, {"ablation.png": draw}, place))


def sweep(
    scenario: Annotated[str, typer.Argument(help="a scenario file, or the name of a shipped one")],
    settings: Annotated[list[str], typer.Argument(help="one or two: KEY=1,2,3 or KEY=low:high:count")],
    measure: MeasuresOption = None,
    seeds: SeedsOption = SEEDS,
    scale: ScaleOption = None,
    quarters: QuartersOption = None,
    out: OutOption = None,
    workers: WorkersOption = None,
) -> None:
    """Vary one or two settings: a curve and paired differences with their bands, or a heat map."""
    with plainly(RESUMES):
        from simulation.comparison import studies
        from simulation.comparison.sweep_picture import told_of_a_sweep
        from simulation.keeping.folder import held
        from simulation.measures import asking

        values = dict(_values(text) for text in settings)
        if not 1 <= len(values) <= 2:
            stop(f"{len(values)} settings found; one or two would be right", WRONG)
        asked = _scenario(scenario, scale, quarters)
        points = studies.swept(asked, values)
        measures = asking.checked(measure or USUAL, asking.known_in(point.scenario for point in points))
        with held(out or Path("results/sweep") / f"{asked.name}-{'-'.join(values)}") as place:
            found = _run(points, seeds, place, workers, f"sweep of {asked.name}")
            table = studies.sweep(found, measures)
            _show(told_of_a_sweep(table), "in the last quarter; change: pairs against the first row")
            pictures = {
                _picture("sweep", each, measures): partial(_draw_sweep, table, each, _footer(found))
                for each in measures
            }
            _tell(found, studies.keep(found, "sweep", table, pictures, place))


def _picture(kind: str, measure: str, measures: Sequence[str]) -> str:
    """The file of a measure's picture: that of the first, or only, one has the study's own name."""
    return f"{kind}.png" if measure == measures[0] else f"{kind}_{measure}.png"


def _draw_sweep(table: pyarrow.Table, measure: str, footer: str, path: Path) -> None:
    from simulation.comparison.sweep_picture import draw_sweep

    draw_sweep(table, measure, footer, path)


def sensitivity(
    result: Annotated[Path, typer.Argument(help="the folder of an ensemble whose design is morris or sobol")],
    measure: MeasuresOption = None,
    quarter: Annotated[str | None, typer.Option(help="such as 2035Q4; the last one unless told")] = None,
) -> None:
    """Say which settings decide an outcome: Morris's screen or Sobol's indices (needs the extra `calibrate`)."""
    from simulation.keeping.manifest import DamagedError

    with plainly():
        from simulation.comparison import sensitivity as sensitive
        from simulation.comparison import studies, study_pictures
        from simulation.comparison.reading import finished
        from simulation.ensemble.designs import MissingExtraError
        from simulation.measures import asking

        try:
            found = finished(result)
            measures = asking.checked(measure or USUAL, found.known)
            tables = {each: sensitive.indices(found, each, quarter) for each in measures}
        except (DamagedError, MissingExtraError) as error:
            stop(str(error), WRONG if isinstance(error, MissingExtraError) else 1)
        for each, table in tables.items():
            _show(table.to_pylist(), f"what decides {each}")
            draw = partial(study_pictures.draw_sensitivity, table, each, _footer(found))
            kind = f"sensitivity_{each}"
            _tell(found, studies.keep(found, kind, table, {f"{kind}.png": draw}, result))


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
