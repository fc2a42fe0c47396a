"""The commands about money: `sez schedule | ledger | channels`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.country.default import BASELINE
from simulation.telling.answers import WRONG, plainly, say, stop

if TYPE_CHECKING:
    from simulation.finance.loans import Schedule
    from simulation.institutions.state import ZoneFacts
    from simulation.scenario.schema import Scenario


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(schedule)
    app.command()(ledger)
    app.command()(channels)


def schedule(
    scenario: Annotated[str, typer.Argument(help="a scenario file, or the name of a shipped one")],
    loan: Annotated[str | None, typer.Option(help="one loan's key; all of them unless told")] = None,
    out: Annotated[Path | None, typer.Option(help="file of the schedules [results/<name>/schedule.csv]")] = None,
) -> None:
    """Print and save every loan's schedule, nominal and in its own currency, without running the economy."""
    from simulation.country.finding import country_of
    from simulation.quarter_zero.institutions import zone_asks
    from simulation.quarter_zero.loan_book import schedules
    from simulation.scenario.loading import load
    from simulation.telling import loan_tables
    from simulation.telling.consoles import console

    with plainly():
        asked = load(scenario)
        country = country_of(asked.country)
        chosen = _chosen(schedules(asked), loan)
        if not chosen:
            stop(f"{asked.name} has no loans: its works are paid otherwise", 0)
        shown = console()
        for one in chosen.values():
            shown.print(loan_tables.schedule_table(one, country.currency))
        shown.print(loan_tables.totals_table(chosen.values()))
        for line in loan_tables.asks(zone_asks(asked, _zones_of(asked), chosen), country):
            say(line)
        say(_save(chosen, out or Path("results") / asked.name / f"schedule{'-' + loan if loan else ''}.csv"))


def _chosen(all_of_them: dict[str, Schedule], loan: str | None) -> dict[str, Schedule]:
    from simulation.scenario.faults import unknown

    if loan is None:
        return all_of_them
    if loan not in all_of_them:
        stop(unknown("loan", loan, all_of_them) if all_of_them else "this scenario has no loans", WRONG)
    return {loan: all_of_them[loan]}


def _zones_of(scenario: Scenario) -> ZoneFacts:
    from simulation.country.finding import country_of
    from simulation.quarter_zero.start import map_of
    from simulation.quarter_zero.zones import facts_of

    return facts_of(map_of(scenario), country_of(scenario.country).seeds)


def _save(chosen: dict[str, Schedule], file: Path) -> Path:
    """The file, written under another name first, so that it is whole or not there."""
    from simulation.finance import statements

    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as opened:
            statements.write(chosen, opened)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return file


def ledger(
    run: Annotated[Path, typer.Argument(help="folder of a kept run")],
    quarter: Annotated[str | None, typer.Option(help="such as 2030Q4; the last one unless told")] = None,
) -> None:
    """Print a quarter's transaction-flow matrix and the balance-sheet matrix at its end."""
    from simulation.finance.ledger import LedgerBreak
    from simulation.keeping import results
    from simulation.keeping.manifest import DamagedError
    from simulation.telling import matrices

    try:
        kept = results.read(run)
        tables = {name: kept.tables[name].to_pandas() for name in ("ledger", "balance") if name in kept.tables}
        for line in matrices.lines(tables, quarter):
            say(line)
    except (DamagedError, LedgerBreak, ValueError) as error:
        stop(str(error))


def channels(
    scenario: Annotated[str, typer.Argument(help="the scenario whose effect is taken apart")],
    base: Annotated[str, typer.Option(help="the scenario it is compared with")] = BASELINE,
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="pairs; 16 runs each")] = 5,
    scale: Annotated[float, typer.Option(help="share of the firms simulated")] = 0.01,
    quarters: Annotated[int | None, typer.Option(help="length of the runs; left out: the scenario's")] = None,
    years: Annotated[
        list[int] | None, typer.Option("--year", help="a year to look at [15, 25 and 40 years after the first]")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="runs at a time")] = 2,
    out: Annotated[Path | None, typer.Option(help="file for the table, as comma-separated values")] = None,
) -> None:
    """Take a scenario's effect apart by the channels of its debt, each cut in turn over paired seeds."""
    from simulation.comparison import channels as decomposition
    from simulation.run import asked_for
    from simulation.scenario.loading import load
    from simulation.telling.consoles import console
    from simulation.telling.loan_tables import channels_table
    from simulation.units import year_of

    with plainly(), telling("runs") as told:
        asked, against = (asked_for(load(name), None, quarters, scale) for name in (scenario, base))
        first = year_of(asked.start_index)
        looked_at = [
            year for year in years or (first + 15, first + 25, first + 40) if year < first + asked.quarters // 4
        ]
        found = decomposition.decomposed(asked, against, looked_at, seeds, workers, told)
    rows = decomposition.table(found, looked_at)
    for measure in decomposition.SHOWN:
        console().print(channels_table(measure, [row for row in rows if row["measure"] == measure], seeds))
    if out:
        with plainly():
            _write_rows(rows, out)
        say(out)


def _write_rows(rows: list[dict[str, object]], file: Path) -> None:
    """Plain rows as comma-separated values."""
    import csv

    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0] if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@contextmanager
def telling(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, told how many are done of all."""
    from simulation.telling import consoles

    with consoles.bar() as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
