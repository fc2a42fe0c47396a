"""`sez facts`: kept runs beside what their country's record expects of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.telling.answers import WRONG, plainly, say, stop

if TYPE_CHECKING:
    from rich.table import Table

    from simulation.measures.report_card import Fact, Seen

NEEDED = ("nation", "zones", "specialties", "clusters", "cells", "entries")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(facts)


def facts(
    runs: Annotated[list[Path], typer.Argument(help="folders of runs of one country, such as those of several seeds")],
    against: Annotated[
        list[Path] | None,
        typer.Option(help="folders of paired runs in the same order, such as those without zones; may be repeated"),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="file for the card, as comma-separated values")] = None,
) -> None:
    """Print the report card of runs: each number, the range that the seeds expect, who says so, and the verdict."""
    with plainly():
        import pandas

        from simulation.country.finding import country_of
        from simulation.keeping.results import read
        from simulation.measures.report_card import as_mapping, card
        from simulation.telling.consoles import console

        countries = {read(folder, ()).scenario.country for folder in runs}
        if len(countries) > 1:
            stop(f"runs of {', '.join(sorted(countries))} found; runs of one country would be right", WRONG)
        found = card(_seen(runs, against or []), country_of(countries.pop()))
        if not found:
            stop("the country's seeds expect nothing (no moments.csv); there is nothing to judge", WRONG)
        console().print(_table(found, len(runs)))
        if out:
            pandas.DataFrame(as_mapping(found)).to_csv(out, index=False)
            say(out)


def _seen(runs: Sequence[Path], against: Sequence[Path]) -> list[Seen]:
    """The runs as the card reads them."""
    from simulation.keeping.results import read
    from simulation.measures.report_card import Seen
    from simulation.quarter_zero.start import map_of

    if against and len(against) != len(runs):
        stop(f"{len(runs)} runs and {len(against)} pairs found; a pair for each run would be right", WRONG)
    found = []
    for number, folder in enumerate(runs):
        kept = read(folder, NEEDED)
        pair = read(against[number], NEEDED) if against else None
        tables, other = ({n: t.to_pandas() for n, t in of.tables.items()} if of else None for of in (kept, pair))
        found.append(Seen(tables or {}, other, map_of(kept.scenario).grid))
    return found


def _table(found: Sequence[Fact], runs: int) -> Table:
    from rich.table import Table

    table = Table("fact", "found", "lowest to highest", "expected", "verdict", "source", title=f"facts, {runs} runs")
    for one in found:
        spread = "" if one.verdict == "not told" else f"{one.lowest:.3f} to {one.highest:.3f}"
        mean = "" if one.verdict == "not told" else f"{one.mean:.3f}"
        ends = f"{one.expected.low:g} to {one.expected.high:g}"
        table.add_row(one.name, mean, spread, ends, one.verdict, one.expected.source)
    return table
