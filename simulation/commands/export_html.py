"""`sez export-html`: recorded runs, or a lesson's, as one file to hand out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.telling.answers import WRONG, plainly, say, stop

if TYPE_CHECKING:
    from simulation.keeping.results import Kept
    from simulation.page.lesson.card import Card
    from simulation.page.take_home.packing import Told


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export-html")(export_html)


def export_html(
    results: Annotated[
        list[Path] | None, typer.Argument(help="folders of runs, ensembles or comparisons, at most four scenarios")
    ] = None,
    lesson: Annotated[
        str | None, typer.Option(help="a lesson's name: its text, and its runs unless runs are given")
    ] = None,
    seeds: Annotated[int | None, typer.Option(min=1, max=100, help="pairs of runs of a lesson [its own]")] = None,
    language: Annotated[str, typer.Option(help="language of the texts")] = "en",
    out: Annotated[Path | None, typer.Option(help="the file [results/replay/<name>.html]")] = None,
) -> None:
    """Put runs into one HTML file that replays them offline: map, curves, timeline, and a lesson's text."""
    from simulation.page.lesson.texts import texts
    from simulation.page.take_home.echarts import ChartLibraryError
    from simulation.page.take_home.packing import DifferentMapsError
    from simulation.page.take_home.replay import TooLargeError, replay

    if not results and lesson is None:
        stop("nothing to replay: folders of results, or --lesson, would be right", WRONG)
    with plainly():
        words = texts(language)
        told, card, columns = (
            _lesson(lesson, results or [], seeds, language) if lesson else (_kept(results or []), None, ())
        )
        try:
            page = replay(told, words, card, columns)
        except (ChartLibraryError, TooLargeError, DifferentMapsError) as error:
            stop(str(error), WRONG)
        path = out or Path("results/replay") / f"{lesson or told[0].runs[0].scenario.name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    say(path)


def _kept(folders: Sequence[Path]) -> list[Told]:
    """Kept runs, those of one scenario with other luck together, and ensembles, in the order they were named."""
    from simulation.ensemble.store import is_ensemble
    from simulation.page.take_home.packing import Told

    grouped: dict[str, list[Kept]] = {}
    ensembles: list[Told] = []
    for folder in folders:
        if is_ensemble(folder):
            ensembles += _ensemble(folder)
        else:
            kept = _read(folder)
            grouped.setdefault(kept.scenario.but(seed=0).digest, []).append(kept)
    told = [Told(runs[0].scenario.title or runs[0].scenario.name, runs) for runs in grouped.values()]
    _refuse_many(len(told) + len(ensembles))
    return [*told, *ensembles]


def _refuse_many(scenarios: int) -> None:
    from simulation.page.take_home.replay import MOST_SCENARIOS

    if scenarios > MOST_SCENARIOS:
        stop(f"{scenarios} scenarios found; at most {MOST_SCENARIOS} would be right", WRONG)


def _ensemble(folder: Path) -> list[Told]:
    """The scenarios of an ensemble, whose first runs are played again for their maps."""
    from simulation.keeping.manifest import DamagedError
    from simulation.page.take_home.ensembles import of_ensemble, points_in
    from simulation.telling.consoles import tracked

    try:
        points = points_in(folder)
        _refuse_many(points)
        return list(tracked(of_ensemble(folder), f"maps of {folder.name}", points))
    except DamagedError as error:
        stop(str(error), WRONG)


def _read(folder: Path) -> Kept:
    from simulation.keeping import results
    from simulation.keeping.manifest import DamagedError
    from simulation.page.take_home.packing import TABLES_SHOWN

    try:
        kept = results.read(folder)
    except DamagedError as error:
        stop(str(error), WRONG)
    missing = [name for name in TABLES_SHOWN if name not in kept.tables]
    if missing:
        stop(f"{folder} did not keep {', '.join(missing)}; a run of `sez run` would be right", WRONG)
    return kept


def _lesson(
    name: str, folders: Sequence[Path], seeds: int | None, language: str
) -> tuple[list[Told], Card, tuple[str, ...]]:
    """A lesson's card and runs: its own, or those that were named, A first."""
    from simulation.page.lesson.card import card
    from simulation.page.lesson.findings import Pair, findings, play
    from simulation.page.lesson.lessons import SIDES, TABLES_READ, open_lesson
    from simulation.page.lesson.texts import text_of, texts
    from simulation.page.take_home.packing import TABLES_SHOWN, Told
    from simulation.telling.consoles import tracked

    opened, words = open_lesson(name), texts(language)
    said = text_of(opened, words)
    tables, number = tuple({*TABLES_SHOWN, *TABLES_READ}), seeds or opened.lesson.seeds
    if folders:
        kept = _kept(folders)
        if len(kept) != len(SIDES):
            stop(f"{len(kept)} scenarios found; runs of A and of B would be right for a lesson", WRONG)
        pairs: list[Pair] = [dict(zip(SIDES, both, strict=True)) for both in zip(*(t.runs for t in kept), strict=False)]
    else:
        pairs = list(tracked(play(opened, number, tables), said.title, number))
    told = [Told(name, [pair[side] for pair in pairs]) for side, name in zip(SIDES, (said.a, said.b), strict=True)]
    return told, card(opened, words, findings(opened, pairs)), opened.lesson.curves
